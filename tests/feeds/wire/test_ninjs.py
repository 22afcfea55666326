"""ninjs and the agencies' JSON: keys, envelopes, damage, and the shared files against their own values."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.support import json_document
from morgue.feeds.wire import ninjs
from morgue.model.article import Lineage, article_id
from tests.feeds.agencyfiles import (
    agencies_in,
    corpus,
    damaged,
    day_and_time,
    holds_its_contract,
    read_as_picked,
    samples,
    stories,
    story,
)

FOLDER = "ninjs-json"

ITEM: dict[str, Any] = {
    "guid": "urn:newsml:yna.co.kr:20251106:AEN1",
    "type": "text",
    "version": "2",
    "pubstatus": "canceled",
    "firstcreated": "2025-11-06T10:14:55+0900",
    "versioncreated": "2025-11-06T11:00:00+0900",
    "language": "en",
    "urgency": 3,
    "source": "Yonhap",
    "copyrightholder": "Someone Else",
    "byline": "By Park Ji-won",
    "located": "Seoul",
    "place": [{"name": "Seoul", "code": "KR", "scheme": "iso3166"}, {"name": "Asia"}],
    "service": [{"name": "Economy", "code": "f"}],
    "subject": [{"name": "trade", "code": "04008009"}, {"name": "Markets", "rel": "category"}],
    "slugline": "tools",
    "headline": "Tool makers &amp; unions agree",
    "copyrightnotice": "Copyright 2025 Yonhap",
    "ednote": "Eds: updates",
    "body_html": "<p>SEOUL, Nov. 6 (Yonhap) -- They agreed.</p>\n<ul><li>One</li></ul><figure><figcaption>x</figcaption></figure>",
    "associations": {
        "featuremedia": {"type": "picture", "guid": "p:1", "headline": "Pic", "body_text": "A picture"}
    },
}


def data(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_an_item_states_its_facts() -> None:
    found = story(ninjs, data(ITEM))
    assert found.id == article_id("urn:newsml:yna.co.kr:20251106:AEN1")
    assert found.headline == "Tool makers & unions agree"
    assert found.body == "They agreed.\n\nOne"
    assert found.published == "2025-11-06T10:14:55+09:00"
    assert found.updated == "2025-11-06T11:00:00+09:00"
    assert (found.agency, found.publisher, found.byline) == ("Yonhap", None, "Park Ji-won")
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Seoul", "KR"), ("Asia", None)]
    assert found.section == ("Economy", "Markets")
    assert found.keywords == ("trade", "tools")
    assert (
        found.boilerplate == "Status: canceled\n\nPic\n\nA picture\n\nCopyright 2025 Yonhap\n\nEds: updates"
    )
    assert found.evidence["agency"] == "source"


@pytest.mark.parametrize(
    "value",
    [
        [ITEM],
        {"items": [ITEM]},
        {"_items": [ITEM], "_meta": {"total": 1}},
        {"item": [ITEM], "total": 1, "limit": 20},
        {"api_version": "1.1", "data": {"meta": {}, "item": ITEM}},
        {"data": {"items": [{"meta": {}, "item": ITEM}]}},
        {"0a1b": {"id": "x", "data": {"item": ITEM}}},
    ],
)
def test_envelopes(value: Any) -> None:
    assert story(ninjs, data(value)).headline == "Tool makers & unions agree"
    assert ninjs.sniff(data(value), "a.txt") >= 60


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"body_text": "One.\n\nTwo."}, "One.\n\nTwo."),
        ({"body_xhtml": "<p>One.</p><p>Two.</p>"}, "One.\n\nTwo."),
        (
            {"bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"}]},
            "One.\n\nTwo.",
        ),
        ({"article_html": '<section class="main"><p>One.</p><p>Two.</p></section>'}, "One.\n\nTwo."),
        ({"bodyXhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>One.</p></body></html>"}, "One."),
        ({"headline_extended": "One in short"}, "One in short"),
        ({}, None),
    ],
)
def test_where_the_copy_is(keys: dict[str, Any], text: str | None) -> None:
    bare = {key: value for key, value in ITEM.items() if key != "body_html"}
    assert story(ninjs, data({**bare, **keys})).body == text


def test_the_stories_of_a_package() -> None:
    package = {
        "guid": "p:1",
        "type": "composite",
        "headline": "Package",
        "versioncreated": "2025-11-06T11:00:00+0900",
    }
    picture = {"guid": "p:2", "type": "picture", "headline": "Hands", "description_text": "They shake hands."}
    found = stories(ninjs, data({**package, "associations": {"main": ITEM, "picture": picture}}))
    assert [(each.type, each.headline) for each in found] == [
        ("story", "Tool makers & unions agree"),
        ("picture", "Hands"),
    ]


PICTURE: dict[str, Any] = {
    "uri": "urn:q:7",
    "type": "picture",
    "versioncreated": "2019-05-04T10:00:00Z",
    "headline": "Quay at dawn",
    "located": "Ostend",
    "renditions": {"thumb": {"href": "https://q.example/7.jpg"}},
}


@pytest.mark.parametrize(
    ("keys", "caption"),
    [
        ({"description_text": "The quay at Ostend."}, "The quay at Ostend."),
        ({"description_html": "<p>The quay<br/>at Ostend.</p>"}, "The quay\nat Ostend."),
        ({"caption": "The quay."}, "The quay."),
        ({"description_caption": "The quay."}, "The quay."),
        ({"body_text": "The quay."}, "The quay."),
        (
            {
                "descriptions": [
                    {"role": "drol:summary", "value": "In sum"},
                    {"role": "drol:caption", "value": "The quay."},
                ]
            },
            "The quay.",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["picture", "video", "graphic", "audio"])
def test_a_picture_with_a_caption_is_an_article_of_its_type(
    kind: str, keys: dict[str, Any], caption: str
) -> None:
    found = story(ninjs, data({**PICTURE, **keys, "type": kind}))
    assert (found.type, found.headline, found.body) == (kind, "Quay at dawn", caption)
    assert (found.day, [each.place for each in found.locations]) == ("2019-05-04", ["Ostend"])


@pytest.mark.parametrize(
    ("keys", "byline", "agency"),
    [
        ({"byline": "Ann Lee", "creditline": "AP"}, "Ann Lee", "AP"),
        ({"photographer": {"name": "Ann Lee"}, "provider": "AP"}, "Ann Lee", "AP"),
        ({"creditline": "Ann Lee/AP/dpa"}, "Ann Lee", "AP"),
        ({"creditline": "REUTERS/Ann Lee"}, "Ann Lee", "Reuters"),
        ({"creditline": "Ann Lee"}, None, None),
    ],
)
def test_who_took_a_picture(keys: dict[str, Any], byline: str | None, agency: str | None) -> None:
    found = story(ninjs, data({**PICTURE, "caption": "The quay.", **keys}))
    assert (found.byline, found.agency) == (byline, agency)


def test_a_picture_beside_its_story_has_no_article_of_its_own() -> None:
    found = story(ninjs, data({**ITEM, "associations": {"a": {**PICTURE, "caption": "The quay at Ostend."}}}))
    assert found.type == "story"
    assert "The quay at Ostend." in (found.boilerplate or "")


@pytest.mark.parametrize(
    ("key", "status", "note"),
    [
        ("pubstatus", "usable", None),
        ("pubstatus", "withheld", "Status: withheld"),
        ("pubStatus", "Cancelled", "Status: canceled"),
        ("pubstatus", "http://cv.iptc.org/newscodes/pubstatusg2/embargoed", "Status: embargoed"),
    ],
)
def test_a_story_that_was_called_back_is_kept_and_says_so(key: str, status: str, note: str | None) -> None:
    item = {
        name: value
        for name, value in ITEM.items()
        if name not in ("pubstatus", "copyrightnotice", "ednote", "associations")
    }
    assert story(ninjs, data(item | {key: status})).boilerplate == note


def test_the_main_headline_goes_before_a_title() -> None:
    item = {name: value for name, value in ITEM.items() if name != "headline"}
    found = story(
        ninjs,
        data(
            item
            | {"title": "tools", "headlines": [{"value": "Tool makers agree"}], "taglines": ["Edited by A B"]}
        ),
    )
    assert found.headline == "Tool makers agree"
    assert (found.boilerplate or "").endswith("Edited by A B")


def test_categories_of_digitalwires() -> None:
    found = story(
        ninjs,
        data(
            {
                "urn": "urn:newsml:dpa.com:20090101:240303-99-1",
                "version_created": "2024-03-03T11:00:00+01:00",
                "headline": "Ferry lost",
                "article_html": "<section><p>The ferry left at nine.</p></section>",
                "categories": [
                    {"type": "dnltype:desk", "name": "Vermischtes"},
                    {"type": "dnltype:keyword", "name": "Ferries"},
                    {"type": "dnltype:dpasubject", "name": "Shipping"},
                    {"type": "dnltype:geosubject", "name": "Athens"},
                    {"type": "dnltype:wire", "name": "bdt"},
                ],
            }
        ),
    )
    assert (found.section, found.keywords) == (("Vermischtes",), ("Ferries", "Shipping"))
    assert found.locations is not None
    assert [each.place for each in found.locations] == ["Athens"]


def test_version_three_lists_its_headlines() -> None:
    item = {key: value for key, value in ITEM.items() if key != "headline"}
    assert (
        story(ninjs, data({**item, "headlines": [{"role": "main", "value": "From a list"}]})).headline
        == "From a list"
    )


def test_dpa_digitalwires() -> None:
    item = {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "urn": "urn:newsml:dpa.com:20090101:250925-930-1",
        "version_created": "2025-09-25T10:01:30+02:00",
        "updated": "2025-09-25T08:02:11Z",
        "headline": "Leitzins bleibt bei null",
        "dateline": "Zürich (dpa) - ",
        "byline": "Von Urs Hunziker, dpa",
        "article_html": '<section class="main"><p>Die Notenbank bewegt sich nicht.</p></section>',
        "notepad": {"nonpublic_html": '<section class="np-nonpublic"><p>Autor: U. H.</p></section>'},
        "categories": [{"type": "dnltype:provider", "name": "dpa", "qcode": "dnlprov:dpa"}],
    }
    found = story(ninjs, data(item))
    assert (found.headline, found.body) == ("Leitzins bleibt bei null", "Die Notenbank bewegt sich nicht.")
    assert (found.agency, found.byline, found.dateline) == ("dpa", "Urs Hunziker", "Zürich (dpa) -")
    assert (found.published, found.updated) == ("2025-09-25T10:01:30+02:00", None)
    assert found.boilerplate == "Autor: U. H."


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (PICTURE, "no item with a story: picture without a caption"),
        ([{**PICTURE, "type": "video"}] * 2, "no item with a story: video without a caption (2)"),
        ({**ITEM, "type": "planning"}, "no item with a story: planning without copy"),
        ({"a": 1}, "JSON without a news item"),
        ([], "JSON without a news item"),
    ],
)
def test_what_is_no_story_says_what_it_is(value: Any, reason: str) -> None:
    with pytest.raises(NoArticle) as caught:
        stories(ninjs, data(value))
    assert caught.value.message == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    raw = json.dumps({**ITEM, "headline": "Fährstreik"}, ensure_ascii=False).encode(encoding)
    assert ninjs.sniff(raw, "a.xml") > 50
    assert story(ninjs, raw).headline == "Fährstreik"


@pytest.mark.parametrize("around", [(b"news(", b");"), (b"/**/ a.b( ", b" )\n"), (b"var item = ", b";")])
def test_what_scripts_put_around_an_item(around: tuple[bytes, bytes]) -> None:
    raw = around[0] + data(ITEM) + around[1]
    assert ninjs.sniff(raw, "a.js") > 60
    assert story(ninjs, raw).headline == "Tool makers & unions agree"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1,2]", b'{"title":"a","url":"b"}', b"<x/>", b"headline: x"])
def test_other_formats_are_left_alone(raw: bytes) -> None:
    assert ninjs.sniff(raw, "a.json") == 0


@pytest.mark.parametrize(
    ("raw", "damage"),
    [
        (data(ITEM).replace(b"Eds: updates", b"Eds: \\'updates\\'"), "wrong escapes"),
        (data(ITEM).replace(b"Eds: updates", b"Eds: \x01updates"), "wrong escapes"),
        (data(ITEM).replace(b"Eds: updates", b'Eds: \\\\"\\xc3\\xbcber\\\\"'), "escaped twice"),
        (data(ITEM)[:-60], "truncated"),
        (data(ITEM)[:-200], "truncated"),
    ],
)
def test_damage_is_mended_and_told(raw: bytes, damage: str) -> None:
    feed = feed_of_bytes(raw, path="a.json")
    (found,) = ninjs.read(feed)
    assert found.headline == "Tool makers & unions agree"
    assert damage in feed.complaints[0].message


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.integers(0, 400),
)
def test_a_document_cut_anywhere_is_closed(value: Any, cut: int) -> None:
    raw = json.dumps({"a": value, "b": [value]}).encode()
    found, damage = json_document.document(raw[: max(cut, 1)])
    assert isinstance(found, dict)
    assert (damage is None) == (cut >= len(raw)) or found == json.loads(raw)


@pytest.mark.parametrize(
    "raw", [b"[" * 100_000, b'{"a":' * 100_000, b'{"headline":"' + b"\\" * 100_001, b'{"type":"text",' * 9000]
)
def test_hostile_documents_end_soon(raw: bytes) -> None:
    with pytest.raises(FeedError):
        stories(ninjs, raw)


@settings(max_examples=120)
@given(damaged(data(ITEM), *corpus("ninjs")))
def test_damaged_bytes_give_articles_or_an_error(raw: bytes) -> None:
    holds_its_contract(ninjs, raw)


def items_in(value: Any) -> list[dict[str, Any]]:
    """Every object with a headline and a date of its own, in order; associations left out."""
    if isinstance(value, list):
        return [item for each in value for item in items_in(each)]
    if not isinstance(value, dict):
        return []
    if any(key in value for key in ("headline", "headLine")) and any(
        re.search("(version_?|first)created", key, re.IGNORECASE) for key in value
    ):
        return [value]
    return [item for key, each in value.items() if key != "associations" for item in items_in(each)]


def names_in(item: dict[str, Any]) -> list[str]:
    found = [item.get(key) for key in ("provider", "source", "creditline", "copyrightholder")]
    found += [each["name"] for each in item.get("infosource", [])]
    found += [
        each["name"] for each in item.get("categories", []) if str(each.get("type")).endswith("provider")
    ]
    return [each for each in found if each]


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(FOLDER), ids=lambda path: path.name)
def test_shared_file_equals_its_values(path: Path) -> None:
    used, articles, reason = read_as_picked(path)
    assert used == "ninjs"
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError:
        assert len(articles) == path.read_bytes().count(b'"item":{'), reason
        return
    wanted = [
        item
        for item in items_in(value)
        if item["type"] in ("text", "advisory") or (item["type"] == "composite" and item.get("article_html"))
    ]
    assert all(each.body for each in articles if each.type != "story")
    articles = tuple(each for each in articles if each.type == "story")
    assert len(articles) == len(wanted), reason
    for item, found in zip(wanted, articles, strict=True):
        assert found.headline == (item.get("headline") or item.get("headLine")).strip()
        date = next(
            item[key]
            for key in ("firstcreated", "firstCreated", "version_created", "versioncreated")
            if item.get(key)
        )
        assert found.published == day_and_time(date)
        known = agencies_in(names_in(item)) | agencies_in(
            [str(item.get("copyrightnotice")).partition("Copyright ")[2][5:]]
        )
        if known:
            assert found.agency in known


@pytest.mark.parametrize(
    "copy", ["Vaasa is preparing for the winter.", "Vaasan talvi alkaa.", "Vaasa, as ever, is dark."]
)
def test_a_stated_dateline_stays_beside_a_sentence_that_names_the_place(copy: str) -> None:
    item = {
        "uri": "urn:x:1",
        "type": "text",
        "headline": "Winter",
        "dateline": "Vaasa",
        "body_html": f"<p>{copy}</p>",
    }
    found = story(ninjs, json.dumps({**item, "versioncreated": "2023-11-07T10:00:00Z"}))
    assert (found.dateline, found.body) == ("Vaasa", copy)
    assert [each.place for each in found.locations or ()] == ["Vaasa"]


def test_words_that_look_like_tags_stay_in_headline_and_body() -> None:
    item = {"uri": "urn:x:1", "type": "text", "headline": "List<T> and <script> tags &amp; more"}
    body = "<p>Quay Oil <QYO> rose.</p>"
    found = story(ninjs, json.dumps({**item, "body_html": body, "versioncreated": "2023-11-07T10:00:00Z"}))
    assert (found.headline, found.body) == ("List<T> and <script> tags & more", "Quay Oil <QYO> rose.")


@pytest.mark.parametrize(
    ("item", "headline", "body", "published"),
    [
        ({"uri": "urn:q:1", "standard": {"name": "ninjs", "version": "2.1"}, "headlines": [{"role": "main", "value": "Bell rings"}, {"value": "Bell"}]}, "Bell rings", None, None),
        ({"uri": "urn:q:1", "standard": {"name": "ninjs", "version": "3.0", "schema": "https://x.example/3.json"}, "headlines": [{"value": "Bell rings"}], "bodies": [{"contenttype": "text/plain", "value": "It rang."}]}, "Bell rings", "It rang.", None),
        ({"uri": "urn:q:1", "headlines": [{"value": "Bell rings"}], "bodies": [{"contenttype": "application/nitf+xml", "value": "<nitf><body><body.content><p>It rang.</p><p>Twice.</p></body.content></body></nitf>"}]}, "Bell rings", "It rang.\n\nTwice.", None),
        ({"uri": "urn:q:1", "headline": "Bell rings", "body_text": "It rang.", "contentcreated": "2019-05-04T10:00:00Z"}, "Bell rings", "It rang.", "2019-05-04T10:00:00+00:00"),
        ({"uri": "urn:q:1", "type": "text", "headline": "Bell rings", "body_html": "<p>It rang.</p>", "subject": [{"name": "Bells", "creator": "system"}]}, "Bell rings", "It rang.", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["item", "list", "answer"])
def test_an_item_with_few_keys(
    item: dict[str, Any], headline: str, body: str | None, published: str | None, shape: str
) -> None:
    """One that names its standard needs no more; neither does one with a body or a date of the standard."""
    document = {"item": item, "list": [item], "answer": {"_items": [item]}}[shape]
    data = json.dumps(document).encode()
    (found,) = pick(data, "item.json").read(feed_of_bytes(data, path="item.json"))
    assert (found.headline, found.body, found.published) == (headline, body, published)


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "urn:q:1", "versioncreated": "2019-05-04T10:00:00Z", "subject": [{"name": "Bells", "creator": "system"}]},
        {"uri": "urn:q:1", "authors": [{"name": "Ann Lee", "uri": "https://q.example/ann"}], "type": "text"},
        {"uri": "urn:q:1", "standard": {"name": "ninjs"}, "place": [{"name": "Ostend"}]},
        {"uri": "urn:q:1", "type": "picture", "headline": "A bell", "renditions": {}, "byline": "Ann Lee"},
        {"uri": "urn:q:1", "pubstatus": "usable", "organisation": [{"name": "Quay Ltd", "rel": "about"}]},
    ],
)  # fmt: skip
def test_what_an_item_is_about_is_no_story(item: dict[str, Any]) -> None:
    data = json.dumps(item).encode()
    with pytest.raises(NoArticle):
        list(pick(data, "item.json").read(feed_of_bytes(data, path="item.json")))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"description_text": "In sum"}, "In sum"),
        ({"description_html": "<p>In sum</p>"}, "In sum"),
        ({"descriptions": [{"role": "summary", "value": "In sum"}]}, "In sum"),
        ({"associations": {"a": {"type": "picture", "description_text": "The tug"}}}, "The tug"),
        ({"associations": [{"type": "video", "descriptions": [{"value": "The tug"}]}]}, "The tug"),
        ({"description_text": "They agreed."}, None),
    ],
)
def test_words_beside_a_body_are_kept(keys: dict[str, Any], words: str | None) -> None:
    item = {
        name: value
        for name, value in ITEM.items()
        if name not in ("pubstatus", "copyrightnotice", "ednote", "associations")
    }
    assert story(ninjs, data({**item, "pubstatus": "usable", **keys})).boilerplate == words


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("body_html5", "<p>They agreed.</p><p>Again.</p>"),
        ("body_richhtml5", "<div><p>They agreed.</p><p>Again.</p></div>"),
        ("body_nitf3", "<block><p>They agreed.</p><p>Again.</p></block>"),
        ("body_markdown", "They agreed.\n\nAgain."),
        ("body_text_2", "They agreed.\n\nAgain."),
        ("bodyHtml5", "<p>They agreed.</p><p>Again.</p>"),
    ],
)
@pytest.mark.parametrize("shape", ["item", "rows"])
def test_a_body_in_any_form_is_read(key: str, value: str, shape: str) -> None:
    """Publishers choose the representation of a body and name its key for it (ninjs 1.x, body_<representation>)."""
    item = {name: each for name, each in ITEM.items() if not name.startswith("body")}
    row = data({**item, key: value})
    raw = row if shape == "item" else b"\n".join([row, row.replace(b"AEN1", b"AEN2")])
    found = list(pick(raw, "a.json").read(feed_of_bytes(raw, path="a.json")))
    assert [each.body for each in found] == ["They agreed.\n\nAgain."] * (1 if shape == "item" else 2)


def test_markup_goes_before_a_body_of_an_unknown_form_without() -> None:
    item = {**ITEM, "body_html": None, "body_html5": "<p>One.</p><p>Two.</p>", "body_text": "One. Two."}
    assert story(ninjs, data(item)).body == "One.\n\nTwo."


def test_what_only_one_form_of_a_body_has_is_set_aside() -> None:
    item = {**ITEM, "associations": None, "body_text": "They agreed.\n\nOne\n\nTwo more were there."}
    assert "Two more were there." in (story(ninjs, data(item)).boilerplate or "")


SIDE: dict[str, Any] = {
    "uri": "urn:newsml:yna.co.kr:20251106:AEN9",
    "type": "text",
    "headline": "What the unions want",
    "versioncreated": "2025-11-06T11:00:00+0900",
    "body_text": "They want more.",
}


@pytest.mark.parametrize(
    "associations",
    [
        {"side": SIDE},
        [{**SIDE, "name": "side"}],
        {"picture": {"type": "picture", "body_text": "A tug"}, "side": SIDE},
        {"side": {**SIDE, "body_text": None, "body_html5": "<p>They want more.</p>"}},
        {"side": {**SIDE, "body_text": None, "bodies": [{"value": "They want more."}]}},
        {"side": {key: value for key, value in SIDE.items() if key != "type"}},
    ],
)
@pytest.mark.parametrize("shape", ["item", "rows"])
def test_an_association_with_a_body_is_a_story(associations: Any, shape: str) -> None:
    row = data({**ITEM, "associations": associations})
    raw = row if shape == "item" else row + b"\n" + row
    found = list(pick(raw, "a.json").read(feed_of_bytes(raw, path="a.json")))
    assert [(each.headline, each.body) for each in found] == [
        ("Tool makers & unions agree", "They agreed.\n\nOne"),
        ("What the unions want", "They want more."),
    ] * (1 if shape == "item" else 2)


@pytest.mark.parametrize(
    "association",
    [
        {"uri": "urn:1", "type": "text", "headline": "An earlier story", "versioncreated": "2025-11-05T01:00:00Z"},
        {"uri": "urn:1", "type": "picture", "headline": "A tug", "body_text": "The tug."},
        {"uri": "urn:1", "type": "video", "headline": "A tug", "body_html": "<p>The tug.</p>"},
    ],
)  # fmt: skip
def test_what_is_only_associated_is_no_story(association: dict[str, Any]) -> None:
    assert story(ninjs, data({**ITEM, "associations": {"a": association}})).body == "They agreed.\n\nOne"


def test_a_nameless_association_keeps_its_body_to_itself() -> None:
    side = {key: value for key, value in SIDE.items() if key != "uri"}
    found = stories(ninjs, data({**ITEM, "associations": {"side": side}}))
    assert [each.body for each in found] == ["They agreed.\n\nOne", "They want more."]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("mark", ["", "\n", ",\n", "\n\n"])
def test_items_that_follow_one_another_are_all_read(indent: int | None, mark: str) -> None:
    """`jq '.items[]'` and programs that append write documents one after the other."""
    raw = mark.join(json.dumps({**ITEM, "guid": f"urn:{n}"}, indent=indent) for n in range(3)).encode()
    feed = feed_of_bytes(raw, path="a.json")
    assert len(list(ninjs.read(feed))) == 3
    assert not feed.complaints


@pytest.mark.parametrize(("cut", "count"), [(-40, 3), (-400, 2)])
def test_the_last_of_several_documents_may_break_off(cut: int, count: int) -> None:
    raw = "\n".join(json.dumps({**ITEM, "guid": f"urn:{n}"}, indent=1) for n in range(3)).encode()[:cut]
    feed = feed_of_bytes(raw, path="a.json")
    assert len(list(ninjs.read(feed))) == count
    assert [each.message for each in feed.complaints] == ["the JSON is truncated in document 3"]


@pytest.mark.parametrize("key", ["person", "people", "organisation", "organisations", "event", "object"])
def test_whom_an_item_is_about_is_a_keyword(key: str) -> None:
    assert "Quay Ltd" in story(ninjs, data({**ITEM, key: [{"name": "Quay Ltd"}]})).keywords


# -- what an item states of its versions -----------------------------------------------------------------------

BARE = {
    "uri": "urn:x:2",
    "type": "text",
    "headline": "Ferry stays in port",
    "body_text": "The ferry stayed.",
    "versioncreated": "2025-11-06T11:00:00Z",
}
EARLIER = article_id("urn:x:1")


@pytest.mark.parametrize(
    ("keys", "lineage", "rule"),
    [
        ({}, None, None),
        ({"version": "3"}, Lineage(number=3), "version"),
        ({"version": 0, "signals": ["newscontent"]}, None, None),
        ({"version": [3]}, None, None),
        ({"evolvedfrom": "urn:x:1"}, Lineage("update", (EARLIER,)), "evolvedfrom"),
        ({"evolvedFrom": "urn:x:2"}, Lineage("update"), "evolvedFrom"),
        (
            {"replacing": ["urn:x:1", "urn:x:0"]},
            Lineage("update", (EARLIER, article_id("urn:x:0"))),
            "replacing",
        ),
        (
            {"revisions": [{"uri": "urn:x:1", "slug": "ferry"}, {"slug": "x"}, 5]},
            Lineage("update", (EARLIER,)),
            "revisions",
        ),
        ({"signal": ["sig:correction"]}, Lineage("correction"), "signal"),
        ({"signal": [{"name": "Content Warning", "code": "cwarn"}]}, None, None),
        ({"signals": {"updatetype": "KORR", "pagecode": "X"}}, Lineage("correction"), "signals.updatetype"),
        ({"version": 2, "editorialtypes": ["Lead"]}, Lineage("update", (), 2), "version, editorialtypes"),
        ({"editorialtypes": ["Elimination"]}, Lineage("withdrawn"), "editorialtypes"),
        ({"ednote": "Eds: CORRECTS the year."}, Lineage("correction"), "ednote"),
        (
            {"ednotes": [{"role": "editorialnote", "ednote": "BERICHTIGUNG: richtig ist fünfzig"}]},
            Lineage("correction"),
            "ednotes",
        ),
        ({"correction": "The year was wrong."}, Lineage("correction"), "correction"),
        ({"pubstatus": "canceled"}, Lineage("withdrawn"), "pubstatus"),
        ({"pubStatus": "withheld", "version": 2}, Lineage("withdrawn", (), 2), "version, pubstatus"),
        (
            {"pubstatus": "withheld", "version": 2, "embargoed": "2030-01-01T00:00:00Z"},
            Lineage(number=2),
            "version",
        ),
        (
            {"associations": {"a": {"type": "text", "uri": "urn:x:1", "headline": "Another"}}},
            None,
            None,
        ),
    ],
)
def test_what_an_item_states_of_its_versions(
    keys: dict[str, Any], lineage: Lineage | None, rule: str | None
) -> None:
    found = story(ninjs, data({**BARE, **keys}))
    assert found.lineage == lineage
    assert found.evidence.get("lineage") == rule


def test_a_link_is_the_id_of_its_target() -> None:
    target = story(ninjs, data({**BARE, "uri": "17", "source": "Quay Wire"}))
    found = story(ninjs, data({**BARE, "uri": "18", "source": "Quay Wire", "evolvedfrom": "17"}))
    assert found.lineage == Lineage("update", (target.id,))
    assert story(ninjs, data({**BARE, "uri": "18", "evolvedfrom": "17"})).lineage == Lineage("update")


def test_a_kill_without_headline_and_copy_is_its_note() -> None:
    item = {
        "uri": "urn:x:2",
        "type": "text",
        "pubstatus": "canceled",
        "version": 3,
        "ednote": "Kill the ferry story.",
        "versioncreated": "2025-11-06T12:00:00Z",
    }
    found = story(ninjs, data(item))
    assert (found.headline, found.body, found.lineage) == (
        None,
        "Kill the ferry story.",
        Lineage("withdrawn", (), 3),
    )
