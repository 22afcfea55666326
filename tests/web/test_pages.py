"""The pages: what they show, where they lead, and how they say that something is wrong."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.web.html_text import address
from tests.archive.test_grouping import STRIKE, VOTE
from tests.conftest import story


class Outline(HTMLParser):
    """What a page is made of: its elements with their attributes, the text of its links by address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.links: dict[str, str] = {}
        self._link: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag == "a":
            self._link = found.get("href") or ""
            self.links.setdefault(self._link, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self.links[self._link] += data

    def having(self, **wanted: str) -> list[tuple[str, dict[str, str | None]]]:
        return [
            each
            for each in self.elements
            if all(each[1].get(name) == value for name, value in wanted.items())
        ]


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def query_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["q"][0]


def first_hit(ask: TestClient, query: str) -> str:
    found: str = ask.get("/api/search", params={"q": query}).json()["hits"][0]["id"]
    return found


def test_the_front_page_portrays_the_archive(ask: TestClient) -> None:
    page = ask.get("/")
    assert page.status_code == 200
    said = text_of(page.text)
    assert "31 articles, 2024 to 2025" in said
    assert "Agencies" in said
    assert (
        query_of(next(link for link, text in Outline(page.text).links.items() if text == "AP")) == "agency:AP"
    )
    assert ask.get("/?q=%20").text == page.text


def test_the_examples_of_the_front_page_find_something_in_this_archive(ask: TestClient) -> None:
    offered = re.findall(r'<li><a href="([^"]*)"><code>', ask.get("/").text)
    queries = [query_of(html.unescape(link)) for link in offered]
    assert "agency:AP date:2025" in queries
    for query in queries:
        assert ask.get("/api/count", params={"q": query}).json()["total"], query


def test_a_story_leads_to_the_hits_beside_it(ask: TestClient) -> None:
    asked = {"q": "ferry agency:ap", "sort": "oldest"}
    ids = [hit["id"] for hit in ask.get("/api/search", params=asked).json()["hits"]]
    page = ask.get("/", params=asked).text
    link = next(link for link in Outline(page).links if link.startswith(f"/article/{ids[0]}"))
    seen, said = [], []
    while link:
        story = ask.get(link).text
        seen.append(urlsplit(link).path.rpartition("/")[2])
        said.append(re.search(r'class="at">([^<]*)<', story)[1])
        before = [found for tag, found in Outline(story).having(rel="prev")]
        assert [urlsplit(each["href"]).path for each in before] == [
            f"/article/{each}" for each in seen[-2:-1]
        ]
        link = next((found["href"] for tag, found in Outline(story).having(rel="next")), None)
    assert seen == ids
    assert said == [f"{rank} of {len(ids)}" for rank in range(1, len(ids) + 1)]


def test_a_story_that_is_no_such_hit_has_none_beside_it(ask: TestClient) -> None:
    wheat = first_hit(ask, "wheat")
    for asked in ({"q": "ferry", "at": "3"}, {"q": "(", "at": "1"}, {"at": "1"}, {"q": "wheat"}):
        page = ask.get(f"/article/{wheat}", params=asked)
        assert page.status_code == 200
        assert 'class="at"' not in page.text
    assert ask.get(f"/article/{wheat}", params={"q": "wheat", "at": "x"}).status_code == 400
    late = ask.get("/api/search", params={"q": "ferry", "limit": 30}).json()["hits"][14]["id"]
    assert "offset=10" in ask.get(f"/article/{late}", params={"q": "ferry", "at": "15"}).text


def test_a_search_marks_what_matches(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "ferries pay"}).text
    assert "30 articles" in text_of(page)
    assert "that mention ferries and pay" in text_of(page)
    assert "<mark>Ferry</mark> crews vote on <mark>pay</mark>" in page
    assert Outline(page).having(id="q")[0][1]["value"] == "ferries pay"


def test_hits_lead_to_stories_with_the_search(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "wheat"}).text
    link = next(link for link in Outline(page).links if link.startswith("/article/"))
    assert query_of(link) == "wheat"
    story = ask.get(link).text
    assert "<mark>Wheat</mark> prices climb in Paris &amp; Rouen" in story
    assert "Milling  <mark>wheat</mark>   210\n  Durum          305" in story


def test_facets_narrow_and_chips_widen(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "ferry OR wheat", "sort": "newest"}).text
    link = next(link for link, text in Outline(page).links.items() if text == "Reuters")
    assert query_of(link) == "(ferry OR wheat) agency:Reuters"
    assert parse_qs(urlsplit(link).query)["sort"] == ["newest"]
    narrowed = ask.get(link).text
    assert "10 articles" in text_of(narrowed)
    back = next(link for link, text in Outline(narrowed).links.items() if "remove this filter" in text)
    assert query_of(back) == "(ferry OR wheat)"
    assert "31 articles" in text_of(ask.get(back).text)


def test_every_facet_link_finds_as_many_as_it_says(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "*"}).text
    rows = re.findall(
        r'<li>\s*<a href="([^"]*)"><bdi>[^<]*</bdi></a>\s*<span class="count">(\d+)</span>', page
    )
    assert len(rows) > 10
    for link, count in rows:
        total = ask.get("/api/count", params={"q": query_of(html.unescape(link))}).json()["total"]
        assert total == int(count), link


def test_every_bar_finds_as_many_as_it_says(ask: TestClient) -> None:
    for query in ("ferry", "*", "ferry date:2025-10-03..2025-10-09", "ferry OR wheat"):
        page = ask.get("/", params={"q": query}).text
        bars = re.findall(r'<a href="([^"]*)" aria-label="[^"]*: (\d+) articles?" data-from', page)
        assert bars
        for link, count in bars:
            total = ask.get("/api/count", params={"q": query_of(html.unescape(link))}).json()["total"]
            assert total == int(count), link


def test_dates_typed_beside_the_query_become_part_of_it(ask: TestClient) -> None:
    asked = {"q": "ferry date:2024", "from": "2025-10-02", "to": "2025-10-03", "sort": "oldest"}
    answer = ask.get("/", params=asked)
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert query_of(location) == "ferry date:2025-10-02..2025-10-03"
    assert "sort=oldest" in location
    assert (
        ask.get("/", params={**asked, "from": "2025-10-03", "to": "2025-10-02"}).headers["Location"]
        == location
    )
    assert (
        query_of(ask.get("/", params={"q": "*", "from": "2025-10-02"}).headers["Location"])
        == "date:2025-10-02.."
    )
    assert ask.get("/", params={**asked, "from": "soon"}).status_code == 400
    assert ask.get("/", params={**asked, "q": "("}).status_code == 400


def test_pages_follow_each_other(ask: TestClient) -> None:
    seen: list[str] = []
    link: str | None = "/?q=ferry&sort=oldest&limit=7"
    while link:
        outline = Outline(ask.get(link).text)
        seen += [each for each in outline.links if each.startswith("/article/")]
        following = outline.having(rel="next")
        link = following[0][1]["href"] if following else None
    assert len(seen) == len(set(seen)) == 30
    assert "No more hits" in text_of(ask.get("/?q=ferry&offset=500").text)


def test_an_order_stays_while_one_looks_around(ask: TestClient) -> None:
    outline = Outline(ask.get("/", params={"q": "ferry", "sort": "oldest"}).text)
    assert outline.having(name="sort", value="oldest")
    current = [link for tag, link in outline.having() if link.get("aria-current") == "true"]
    assert [link["href"] for link in current] == 2 * [
        "/?q=ferry&sort=oldest"
    ]  # by its order, and as articles


def test_a_wrong_query_is_shown_with_its_place(ask: TestClient) -> None:
    page = ask.get("/", params={"q": 'ferry "crews <b>'})
    assert page.status_code == 400
    assert "column 7" in page.text
    assert 'ferry <mark class="here">&#34;</mark>crews &lt;b&gt;' in page.text
    box = Outline(page.text).having(id="q")[0][1]
    assert box["value"] == 'ferry "crews <b>'
    assert box["aria-invalid"] == "true"
    assert box["data-position"] == "6"


def test_a_very_long_wrong_query_is_shown_around_its_place(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "ferry " * 500 + '"crews'})
    assert page.status_code == 400
    shown = re.search(r'<pre class="column">(.*?)</pre>', page.text, re.DOTALL)
    assert shown is not None
    assert shown[1].startswith("…")
    assert len(shown[1]) < 600


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"q": "ferry", "limit": "1001"}, "limit"),
        ({"q": "ferry", "limit": "-1"}, "limit"),
        ({"q": "ferry", "limit": "²"}, "limit"),
        ({"q": "ferry", "offset": "9" * 30}, "offset"),
        ({"q": "ferry", "sort": "loudest"}, "sort"),
        ({"q": "ferry", "now": "soon"}, "now"),
        ({"q": "x" * 9000}, "8,192"),
        ({f"p{number}": "" for number in range(40)}, "32 parameters"),
    ],
)
def test_inputs_have_bounds(ask: TestClient, parameters: dict[str, str], said: str) -> None:
    page = ask.get("/", params=parameters)
    assert page.status_code == 400
    assert said in text_of(page.text)


def test_what_is_not_there(ask: TestClient) -> None:
    for path in (
        "/nothing",
        "/article/zzzzzz",
        "/article/a",
        "/article/..%2f..%2fetc",
        "/static/../site.py",
        "/q/",
    ):
        page = ask.get(path)
        assert page.status_code == 404, path
        assert "Not here" in page.text


def test_nothing_found_says_why(ask: TestClient) -> None:
    said = text_of(ask.get("/", params={"q": "ferry wheat zebra"}).text)
    assert "No articles that mention ferry, wheat and zebra" in said
    assert "No article matches everything" in said
    assert "no article has zebra" in said


def test_where_nothing_is_found_each_part_leads_on(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "(ferry OR crews) agency:ap wheat", "sort": "newest"}).text
    numbers = re.findall(r'<td><a href="([^"]*)">(\d+)<', page)
    assert [query_of(html.unescape(link)) for link, _ in numbers] == [
        "ferry OR crews", "agency:ap", "wheat", "(ferry OR crews) AND agency:ap"
    ]  # fmt: skip
    for link, number in numbers:
        total = ask.get("/api/count", params={"q": query_of(html.unescape(link))}).json()["total"]
        assert total == int(number)
        assert parse_qs(urlsplit(html.unescape(link)).query)["sort"] == ["newest"]


def test_the_query_is_explained_with_counts(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "ferry agency:ap date:last-year"}).text
    rows = re.findall(r'<th scope="row"><code>(.*?)</code></th><td>(\d+)</td>', page)
    assert dict(rows) == {"ferry": "30", "agency:ap": "10", "date:2025-01-01..2025-12-31": "30"}
    permalink = next(link for link, text in Outline(page).links.items() if text.endswith("Permalink"))
    assert query_of(permalink) == "ferry AND agency:ap AND date:2025-01-01..2025-12-31"


def test_a_note_is_beside_the_answer(ask: TestClient) -> None:
    asked = {"q": "ferry OR wheat crews"}
    note = ask.get("/api/search", params=asked).json()["notes"][0]
    page = ask.get("/", params=asked).text
    assert note["message"] in text_of(page)
    assert 'role="note"' in page


def test_a_story_stands_beside_its_provenance(ask: TestClient) -> None:
    page = ask.get(f"/article/{first_hit(ask, 'wheat')}").text
    said = text_of(page)
    for fact in (
        "3 March 2024, 09:15 UTC", "PARIS, March 3 (AFP) -", "Paris, FR; Rouen, FR dateline", "AFP dateline",
        'The "Daily" Grain', "Anne Moulin", "old.txt", "0, 10 bytes", "0" * 64, "Boilerplate: 1 line",
    ):  # fmt: skip
        assert fact in said, fact
    assert "<mark>" not in page
    assert "Stories like this" not in said or "/article/" in page


def test_a_story_of_a_wrong_query_is_still_shown(ask: TestClient) -> None:
    page = ask.get(f"/article/{first_hit(ask, 'wheat')}", params={"q": "("})
    assert page.status_code == 200
    assert "<mark>" not in page.text


def test_help_tells_queries_that_mean_something(ask: TestClient) -> None:
    page = ask.get("/help")
    links = [link for link in Outline(page.text).links if link.startswith("/?q=")]
    assert len(links) > 20
    for link in links + [link for link in Outline(ask.get("/").text).links if link.startswith("/?q=")]:
        assert ask.get(link).status_code == 200, link


PAGES = ("/", "/?q=ferry", "/?q=zebra", "/?q=(", "/help", "/nothing")


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_for_nothing_from_anywhere_else(ask: TestClient, path: str) -> None:
    for tag, attributes in Outline(ask.get(path).text).elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        assert tag not in {"style", "iframe", "object", "embed", "base", "img"}
        for name in ("src", "href", "action"):
            address = attributes.get(name)
            assert address is None or address.startswith(("/", "#")), (tag, address)
            if (
                tag in {"script", "link"}
                and name in {"src", "href"}
                and attributes.get("rel") not in {"alternate", "canonical"}
            ):
                assert address is None or ask.get(address).status_code == 200
        if tag == "script":
            assert attributes.get("src")


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_landmarks_labels_and_one_heading(ask: TestClient, path: str) -> None:
    outline = Outline(ask.get(path).text)
    tags = [tag for tag, _ in outline.elements]
    assert dict(outline.elements)["html"] == {"lang": "en"}
    assert [tags.count(each) for each in ("main", "header", "footer", "h1", "title")][:4] == [1, 1, 1, 1]
    ids = [found["id"] for _, found in outline.elements if "id" in found]
    assert len(ids) == len(set(ids))
    labelled = {found.get("for") for tag, found in outline.elements if tag == "label"}
    for tag, found in outline.elements:
        if tag == "input" and found.get("type") != "hidden":
            assert found["id"] in labelled
        for name in ("aria-labelledby", "aria-describedby"):
            assert found.get(name) in {None, *ids}
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_bug_is_a_page_that_tells_nothing_of_the_inside(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("secret\x1b[31m")

    monkeypatch.setattr("morgue.archive.archive.Archive.search", broken)
    page = ask.get("/?q=ferry")
    assert page.status_code == 500
    assert "secret" not in page.text
    assert ask.get("/api/search?q=ferry").json()["error"]["message"] == "internal error: ZeroDivisionError"
    assert "ZeroDivisionError: secret[31m" in capsys.readouterr().err


@pytest.mark.parametrize("identifier", ["zzzzzz", "2222222222222222", "ferry", "a%20b", "abc"])
def test_a_story_that_is_not_there_is_told_in_the_words_of_a_page(ask: TestClient, identifier: str) -> None:
    page = ask.get(f"/article/{identifier}")
    assert page.status_code == 404
    assert "no story here has the id" in page.text
    assert "may have been removed" in page.text
    assert '<a href="/">Go to search</a>' in page.text
    for word in ("--format", "morgue search", "--"):
        assert word not in page.text.partition("<main")[2]
    assert ask.get(f"/api/articles/{identifier}").json()["error"]["kind"] == "not-found"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ferrry", "ferry"),
        ("headline:weat", "headline:wheat"),
        ('"milling wheet"', '"milling wheat"'),
        ("wheat agency:AFPP", "wheat agency:AFP"),
        ("wheat location:pariss", "wheat location:Paris"),
    ],
)
def test_what_may_be_meant_is_a_link_to_the_query_that_has_it(
    ask: TestClient, query: str, meant: str
) -> None:
    page = ask.get("/", params={"q": query}).text
    assert f'Did you mean <a href="{html.escape(address("/", q=meant))}">' in page
    assert ask.get("/api/count", params={"q": meant}).json()["total"]


def test_hits_in_order_of_time_have_the_time_of_day(ask: TestClient) -> None:
    assert "09:15 UTC" not in text_of(ask.get("/", params={"q": "wheat"}).text)
    for sort in ("newest", "oldest"):
        page = ask.get("/", params={"q": "wheat", "sort": sort}).text
        assert "09:15 UTC" in text_of(page)


def test_what_has_most_of_the_words_is_offered_and_listed(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "crews vote wheat"}).text
    link = address("/", q="crews vote wheat", any="true")
    assert "30 articles have most of the words" in text_of(page)
    assert link in Outline(page).links
    listed = ask.get(link).text
    said = text_of(listed)
    assert "1–10 of 30" in said
    assert "Most of the words, not all" in said
    assert "have most of the words" not in said
    after = next(
        each
        for each in Outline(listed).links
        if "offset=20" in each and each.startswith("/?") and "any=true" in each
    )
    assert "21–30 of 30" in text_of(ask.get(after).text)
    first = next(each for each in Outline(listed).links if each.startswith("/article/"))
    assert "any=true" in first
    story = text_of(ask.get(first).text)
    assert "1 of 30" in story


def test_partial_matches_come_behind_the_others_on_a_page(ask: TestClient) -> None:
    asked = {"q": "ferry crews vote day 3", "any": "true"}
    full = ask.get("/api/search", params={"q": asked["q"]}).json()
    assert 0 < full["total"] < 10
    assert full["partial"]["total"] == 30
    page = ask.get("/", params=asked | {"limit": "30"}).text
    lists = [found["start"] for _, found in Outline(page).having(**{"class": "hits"})]
    assert lists == ["1", str(full["total"] + 1)]
    document = ask.get("/api/search", params=asked | {"limit": "30"}).json()
    assert (document["total"], len(document["hits"])) == (full["total"], 30)
    assert [hit["id"] for hit in document["hits"][: full["total"]]] == [hit["id"] for hit in full["hits"]]
    more = ask.get("/", params={"q": asked["q"]}).text
    assert f"{30 - full['total']} more articles have most of the words" in text_of(more)


def test_a_page_of_many_has_no_more_to_offer(ask: TestClient) -> None:
    assert "most of the words" not in text_of(ask.get("/", params={"q": "ferry crews vote"}).text)
    wrong = ask.get("/", params={"q": "ferry", "any": "perhaps"})
    assert wrong.status_code == 400
    assert "any='perhaps' is not known" in text_of(wrong.text)


def test_hits_by_story(client_of: Callable[..., TestClient], folded: str) -> None:
    ask = client_of(folded)
    plain = Outline(ask.get("/", params={"q": "ferry"}).text)
    [switch] = [link for link, text in plain.links.items() if text == "Stories"]
    assert switch == "/?q=ferry&group=1"
    answer = ask.get(switch).text
    page, text = Outline(answer), text_of(answer)
    assert "3 stories in 5 articles that mention ferry" in text
    assert "1–3 of 3" in text
    [(carried, said)] = [(link, text) for link, text in page.links.items() if text.startswith("carried by")]
    assert said == "carried by 3 outlets in 4 articles, first by ANI at 18:00 +05:30, corrected"
    assert query_of(carried) == f"story:{STRIKE[0].id}"
    assert "group" not in carried
    assert "4 articles" in text_of(ask.get(carried).text)
    assert page.having(type="hidden", name="group", value="1")
    inside = [link for link in page.links if link.startswith(("/?", "/article/"))]
    staying = [link for link in inside if link != carried and page.links[link] != "Articles"]
    assert all("group=1" in link for link in staying), staying


def test_the_hits_beside_a_story_are_stories(client_of: Callable[..., TestClient], folded: str) -> None:
    ask = client_of(folded)
    page = Outline(ask.get("/?q=ferry&group=1&lead=first&sort=oldest").text)
    found = [link for link in page.links if link.startswith("/article/")]
    assert [urlsplit(link).path.rpartition("/")[2] for link in found] == [
        VOTE[0].id,
        STRIKE[0].id,
        VOTE[1].id,
    ]
    middle = Outline(ask.get(found[1]).text)
    assert "2 of 3" in text_of(ask.get(found[1]).text)
    assert [link for link, text in middle.links.items() if text in ("Previous", "Next")] == [
        found[0],
        found[2],
    ]
    assert ask.get("/?q=ferry&lead=first").status_code == 400
    zoomed = ask.get("/?q=ferry&group=1&lead=latest&from=2025-10-23&to=2025-10-24")
    assert zoomed.headers["location"].endswith("&group=1&lead=latest")


def test_fields_without_an_end_are_cut_where_articles_are_listed(
    archive_of: Callable[..., morgue.Archive], client_of: Callable[..., TestClient]
) -> None:
    endless = " ".join(f"word{number}" for number in range(20_000))
    long = [
        story(number, headline=f"Ferry {endless}", publisher=f"Pub{number} {endless}", agency="é" * 60_000)
        for number in (1, 2)
    ]
    with archive_of(long) as archive:
        ask = client_of(archive.directory)
    found = ask.get("/?q=ferry")
    assert found.status_code == 200
    assert "word19999" not in found.text
    assert len(found.text) < 60_000
    page = ask.get(f"/article/{long[0].id}").text
    assert page.count("word19999") == 2
    assert len(ask.get(f"/diff?a={long[0].id}&b={long[1].id}").text) < 20_000
    assert len(ask.get(f"/story/{long[0].id}").text) < 20_000
