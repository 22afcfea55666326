"""Dumps of wikis."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms import pieces
from tests.feeds.platforms.reading import read, reason

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en"><siteinfo><sitename>Wikiquay</sitename>
<base>https://quay.example/wiki/Main_Page</base><namespaces><namespace key="0"/><namespace key="1">Talk</namespace>
<namespace key="14">Rubrik</namespace></namespaces></siteinfo>"""


def page(
    text: str = "It sank.",
    *,
    title: str = "Ferry lost",
    more: str = "<ns>0</ns>",
    stamp: str = "2010-03-06T10:00:00Z",
) -> str:
    return f"<page><title>{title}</title>{more}<id>1</id><revision><timestamp>{stamp}</timestamp><text xml:space='preserve'>{text}</text></revision></page>"


def dump(*pages: str) -> str:
    return HEAD + "".join(pages) + "</mediawiki>"


def test_a_page_has_the_facts_of_its_wiki() -> None:
    story = read("mediawiki", dump(page("{{date|March 5, 2010}}It sank.[[Rubrik:Ships]]")))[0]
    assert (story.headline, story.body, story.publisher) == ("Ferry lost", "It sank.", "Wikiquay")
    assert (story.day, story.published, story.updated) == (
        "2010-03-05",
        "2010-03-05",
        "2010-03-06T10:00:00+00:00",
    )
    assert (story.keywords, story.url) == (("Ships",), "https://quay.example/wiki/Ferry_lost")


@pytest.mark.parametrize(
    "other",
    [
        page(more="<ns>1</ns>", title="Talk:Ferry lost"),
        page(more="", title="Talk:Ferry lost"),
        page("#REDIRECT [[Ferry]]"),
        page("#WEITERLEITUNG [[Ferry]]"),
        page(more='<ns>0</ns><redirect title="Ferry"/>'),
        page("{{disambig}}\n* [[Ferry (ship)]]"),
        page(""),
    ],
)
def test_what_is_no_page_of_its_own_is_no_story(other: str) -> None:
    assert reason("mediawiki", dump(other)) == "a dump of a wiki without a story (1 pages)"


def test_a_title_with_a_colon_is_a_story() -> None:
    assert read("mediawiki", dump(page(title="Verdict: guilty")))[0].headline == "Verdict: guilty"


def test_an_unfinished_story_is_marked() -> None:
    assert read("mediawiki", dump(page("{{develop}}It sank.")))[0].boilerplate == "Status: draft"
    assert read("mediawiki", dump(page("{{review}}It sank.{{publish}}")))[0].boilerplate is None


def test_the_newest_revision_of_a_long_history_is_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_RECORD_BYTES", 20_000)
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 2_000)
    revisions = "".join(
        f"<revision><timestamp>2010-03-{number // 24 + 1:02}T{number % 24:02}:00:00Z</timestamp><text>Version {number}. {'x ' * 400}</text></revision>"
        for number in range(200)
    )
    story, after = read("mediawiki", dump(f"<page><title>Long</title><ns>0</ns>{revisions}</page>", page()))
    assert (story.body or "").startswith("Version 199.")
    assert (story.published, story.updated) == ("2010-03-01T00:00:00+00:00", "2010-03-09T07:00:00+00:00")
    assert after.headline == "Ferry lost"


def test_two_pages_of_one_title_stay_two() -> None:
    found = read("mediawiki", dump(page("It sank in May."), page("It rose in June.")))
    assert len({each.id for each in found}) == 2


def test_the_place_of_a_template_is_that_of_the_story() -> None:
    story = read("mediawiki", dump(page("{{byline|date=May 5, 2018|location=Brussels}}It sank.")))[0]
    assert (story.day, (story.locations or ())[0].place) == ("2018-05-05", "Brussels")
