"""Exports of Telegram."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.feeds.platforms.reading import read, reason


def message(text: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "type": "message",
        "date": "2024-02-03T10:00:00",
        "date_unixtime": "1706947200",
        "from": "Port Watch",
        "from_id": "channel1",
        "text": text,
        **more,
    }


def export(*messages: dict[str, Any], kind: str = "public_channel") -> str:
    return json.dumps({"name": "Port Watch", "type": kind, "id": 1, "messages": list(messages)})


def test_the_channel_is_the_publisher_and_the_clock_is_the_exporters() -> None:
    story = read("telegram", export(message("It sank.", author="Jane Doe")))[0]
    assert (story.publisher, story.byline, story.body) == ("Port Watch", "Jane Doe", "It sank.")
    assert story.published == "2024-02-03T10:00:00+02:00"


def test_in_a_group_the_sender_is_the_byline() -> None:
    assert (
        read("telegram", export(message("It sank.", **{"from": "Ann"}), kind="public_supergroup"))[0].byline
        == "Ann"
    )


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ([{"type": "bold", "text": "Ferry lost"}, "\n\nIt sank."], "Ferry lost", "It sank."),
        ([{"type": "bold", "text": "Ferry lost\n"}, "It sank."], "Ferry lost", "It sank."),
        ([{"type": "bold", "text": "The Thetis"}, " sank."], None, "The Thetis sank."),
        ([{"type": "bold", "text": "All in bold"}], None, "All in bold"),
        (
            [
                "It ",
                {"type": "italic", "text": "sank"},
                " ",
                {"type": "text_link", "text": "here", "href": "x"},
            ],
            None,
            "It sank here",
        ),
        ("Plain.", None, "Plain."),
    ],
)
def test_a_bold_line_alone_is_the_headline(text: Any, headline: str | None, body: str) -> None:
    story = read("telegram", export(message(text)))[0]
    assert (story.headline, story.body) == (headline, body)


def test_messages_without_words_are_none() -> None:
    others = (message("", photo="a.jpg"), message("x", type="service", action="pin_message"), message([]))
    assert reason("telegram", export(*others)) == "an export of Telegram without a message in words"
    assert len(read("telegram", export(*others, message("It sank.")))) == 1


def test_all_chats_of_an_account() -> None:
    chats = {
        "chats": {
            "list": [
                json.loads(export(message("One."))),
                {**json.loads(export(message("Two."))), "id": 2, "name": "Other"},
            ]
        }
    }
    found = read("telegram", json.dumps(chats))
    assert [(each.body, each.publisher) for each in found] == [("One.", "Port Watch"), ("Two.", "Other")]
    assert found[0].id != found[1].id


def test_a_message_is_known_by_its_number() -> None:
    once, edited = (read("telegram", export(message(text)))[0] for text in ("It sank.", "It sank at noon."))
    assert once.id == edited.id


def page(*messages: str) -> str:
    return (
        '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header"><div class="content">'
        '<div class="text bold">\nPort Watch\n</div></div></div><div class="page_body chat_page"><div class="history">'
        + "".join(messages)
        + "</div></div></div></body></html>"
    )


def shown(text: str, *, name: str | None = "Port Watch", joined: bool = False, before: str = "") -> str:
    named = f'<div class="from_name">\n{name}\n</div>' if name and not joined else ""
    return (
        f'<div class="message default clearfix{" joined" if joined else ""}" id="message7"><div class="body">'
        f'<div class="pull_right date details" title="03.02.2024 10:00:00 UTC+02:00">10:00</div>{named}{before}<div class="text">\n{text}\n</div></div></div>'
    )


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        (
            "<strong>Ferry lost</strong><br><br>It <em>really <b>did</b></em> sank.<br>Yes.",
            "Ferry lost",
            "It really did sank.\nYes.",
        ),
        ("<strong>The Thetis</strong> sank.", None, "The Thetis sank."),
        ("It sank.", None, "It sank."),
    ],
)
def test_a_page_of_messages(text: str, headline: str | None, body: str) -> None:
    story = read("telegram", page(shown(text)))[0]
    assert (story.headline, story.body, story.publisher) == (headline, body, "Port Watch")
    assert (story.published, story.byline) == ("2024-02-03T10:00:00+02:00", None)


def test_a_page_has_senders_services_and_what_is_forwarded() -> None:
    forwarded = '<div class="forwarded body"><div class="from_name">\nCoast Guard <span class="date details" title="x">1</span>\n</div><div class="text">\nTow at noon.\n</div></div>'
    found = read(
        "telegram",
        page(
            '<div class="message service" id="message-1"><div class="body details">3 February 2024</div></div>',
            shown("One.", name="Ann"),
            shown("Two.", joined=True),
            shown("x").replace('<div class="text">\nx\n</div>', forwarded),
        ),
    )
    assert [(each.body, each.byline, each.boilerplate) for each in found] == [
        ("One.", "Ann", None),
        ("Two.", "Ann", None),
        ("Tow at noon.", None, "Forwarded from Coast Guard"),
    ]
