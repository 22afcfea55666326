"""Read what Telegram Desktop exports: `result.json` of a chat or of all chats, and `messages.html`.

A message with words is a story; service messages (a channel was made, a message was pinned), and pictures, polls and stickers
without words, are none. The chat is the publisher; of a channel the signature is the byline, of a group the sender. A first
line in bold, alone on its line, is the headline. Moments are of the clock of whoever exported them: where the export has the
instant too (`date_unixtime`), the difference is the offset. A message is known by the numbers of its chat and its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.values import Object, objects, opens, said, values
from morgue.feeds.support.content_markup import html_root
from morgue.feeds.support.xml_elements import Element, text_of
from morgue.io.encoding import declaration, decode
from morgue.io.feed import Feed
from morgue.model.article import Article

_JSON = (
    re.compile(rb'"messages"\s*:\s*\['),
    re.compile(rb'"(?:text_entities|date_unixtime|from_id|actor_id)"\s*:'),
)
_HTML = re.compile(rb'class="message (?:default|service)|<div class="history">')
_CHANNELS = frozenset(("public_channel", "private_channel"))
_BOLD = frozenset(("bold",))
_HASH = re.compile(r"#(\w{2,60})")
_STATED = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-]\d\d:\d\d))?")
LONGEST_HEADLINE = 300
"""A first line in bold that is longer, in code points, is a paragraph."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 for JSON of messages with the keys of Telegram, 97 for the page of its export, else 0."""
    begin = opens(head)
    if begin:
        return 97 if all(mark.search(begin) for mark in _JSON) else 0
    return 97 if _HTML.search(head) and b"page_wrap" in head else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the messages in order. Raises NoArticle where none has words."""
    head = feed.head()
    found = _in_json(feed) if opens(head) else _in_page(feed)
    count = 0
    for draft, offset, length in found:
        count += 1
        yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("an export of Telegram without a message in words")


# -- JSON ----------------------------------------------------------------------------------------------------


def _in_json(feed: Feed) -> Iterator[tuple[Draft, int, int]]:
    for value, offset, length in values(feed, "messages"):
        for chat in _chats(value):
            for message in objects(chat.get("messages")):
                draft = _draft(message, chat)
                if draft is not None:
                    yield draft, offset, length


def _chats(value: Any) -> Iterator[Object]:
    """Yield the chats of an export: the document itself, or those of its lists (chats, and chats that were left)."""
    for each in objects(value):
        if isinstance(each.get("messages"), list):
            yield each
            continue
        for key in ("chats", "left_chats"):
            listed = each.get(key)
            yield from objects(listed.get("list") if isinstance(listed, dict) else None)


def _draft(message: Object, chat: Object) -> Draft | None:
    """Return what a message says; None for one without words."""
    if message.get("type", "message") != "message":
        return None
    pieces = _pieces(message.get("text_entities")) or _pieces(message.get("text"))
    text = "".join(words for _, words in pieces)
    if not text.strip():
        return None
    draft = Draft()
    headline = _headline(pieces)
    if headline:
        draft.state("headline", headline, "bold line")
        text = text.lstrip()[len(headline) :] if text.lstrip().startswith(headline) else text
    _state_text(draft, text)
    channel, number = said(chat, "id"), said(message, "id")
    if channel and number:
        draft.identifier, draft.authority = f"{channel}/{number}", "telegram"
    draft.state("publisher", said(chat, "name"), "name")
    is_channel = said(chat, "type") in _CHANNELS
    writer = said(message, "author") or (None if is_channel else said(message, "from"))
    draft.state("byline", writer if writer != draft.publisher else None, "author" if is_channel else "from")
    draft.state("published", _moment(message, "date"), "date")
    draft.state("updated", _moment(message, "edited"), "edited")
    if forwarded := said(message, "forwarded_from"):
        draft.boilerplate.append(f"Forwarded from {forwarded}")
    return draft


def _pieces(value: Any) -> list[tuple[str, str]]:
    """Return (kind, words) of the entities of a text, which may be a string, too."""
    if isinstance(value, str):
        return [("plain", value)] if value.strip() else []
    found: list[tuple[str, str]] = []
    for each in value if isinstance(value, list) else []:
        if isinstance(each, str):
            found.append(("plain", each))
        elif isinstance(each, dict) and isinstance(each.get("text"), str):
            found.append((str(each.get("type")), each["text"]))
    return found


def _headline(pieces: list[tuple[str, str]]) -> str | None:
    """Return the words in bold that a message begins with, where they end their line and more follows."""
    worded = [(kind, words) for kind, words in pieces if words.strip()]
    if len(worded) < 2 or worded[0][0] not in _BOLD:
        return None
    headline, following = worded[0][1], worded[1][1]
    if "\n" in headline.strip() or len(headline) > LONGEST_HEADLINE:
        return None
    return headline.strip() if headline.endswith("\n") or following.lstrip(" ").startswith("\n") else None


def _state_text(draft: Draft, text: str) -> None:
    """State the text, and its hashtags as keywords."""
    draft.state("text", text.strip(), "text")
    if draft.text:
        draft.evidence["body"] = "text"
    draft.state("keywords", list(dict.fromkeys(_HASH.findall(text))), "hashtag")


def _moment(message: Object, key: str) -> dt.datetime | str | None:
    """Return the local moment of a message, with its offset where the instant is stated too."""
    local, seconds = said(message, key), said(message, f"{key}_unixtime")
    try:
        moment = dt.datetime.fromisoformat(local or "")
        if seconds is None or moment.tzinfo is not None:
            return moment
        offset = moment - dt.datetime.fromtimestamp(int(seconds), dt.UTC).replace(tzinfo=None)
        return moment.replace(tzinfo=dt.timezone(offset)) if abs(offset) <= dt.timedelta(hours=14) else moment
    except (ValueError, OverflowError, OSError):
        return local


# -- HTML ----------------------------------------------------------------------------------------------------


def _in_page(feed: Feed) -> Iterator[tuple[Draft, int, int]]:
    """Yield the messages of a page of the export."""
    data = feed.bytes()
    root = html_root(decode(data, declaration(data)))
    if root is None:
        return
    chat = next((_line(each) for each in _of_class(root, "text", "bold")), None)
    sender: str | None = None
    for each in _of_class(root, "message"):
        names = (each.get("class") or "").split()
        if "service" in names:
            continue
        body = next(_of_class(each, "body"), None)
        if body is None:
            continue
        own = next((_line(name) for name in _children_of_class(body, "from_name")), None)
        sender = own if own or "joined" not in names else sender
        draft = _page_draft(each, body, chat, sender)
        if draft is not None:
            yield draft, 0, len(data)


def _page_draft(message: Element, body: Element, chat: str | None, sender: str | None) -> Draft | None:
    """Return what a message of a page says; None for one without words."""
    forwarded = next(_children_of_class(body, "forwarded"), None)
    place = forwarded if forwarded is not None else body
    shown = next(_children_of_class(place, "text"), None)
    if shown is None:
        return None
    text = _text(shown)
    if not text.strip():
        return None
    draft = Draft()
    draft.state("publisher", chat, "page header")
    bold = next((child for child in shown if child.tag in ("strong", "b")), None)
    if bold is not None and not (shown.text or "").strip() and shown.index(bold) == 0:
        following = bold.getnext()
        headline = _line(bold)
        is_line = following is not None and following.tag == "br" and not (bold.tail or "").strip()
        if headline and is_line and len(headline) <= LONGEST_HEADLINE and text.strip() != headline:
            draft.state("headline", headline, "bold line")
            text = text.strip().removeprefix(headline)
    _state_text(draft, text)
    number = (message.get("id") or "").removeprefix("message")
    if chat and number.isdigit():
        draft.identifier, draft.authority = f"{chat}/{number}", "telegram"
    draft.state("byline", sender if sender != chat else None, "from_name")
    date = next(_of_class(body, "date"), None)
    found = _STATED.match(date.get("title") or "") if date is not None else None
    if found:
        day, month, year, *clock, offset = found.groups()
        draft.state("published", f"{year}-{month}-{day}T{':'.join(clock)}{offset or ''}", "date")
    if forwarded is not None and (
        name := next((_line(one) for one in _of_class(forwarded, "from_name")), None)
    ):
        draft.boilerplate.append(f"Forwarded from {name}")
    return draft


def _of_class(node: Element, *names: str) -> Iterator[Element]:
    """Yield the elements below a node that have all these classes, in document order."""
    wanted = set(names)
    for each in node.iter("div", "span"):
        if wanted <= set((each.get("class") or "").split()):
            yield each


def _children_of_class(node: Element, name: str) -> Iterator[Element]:
    for each in node:
        if isinstance(each.tag, str) and name in (each.get("class") or "").split():
            yield each


def _line(element: Element) -> str | None:
    """Return the words of an element on one line, without the elements of classes in it (the date of what is forwarded)."""
    own = [element.text or ""]
    for child in element:
        own += [text_of(child) if not child.get("class") else "", child.tail or ""]
    return " ".join("".join(own).split()) or None


_BREAK = "\ue000"
"""Stands for a break of the line while blanks are folded: a character for private use, which no message has."""


def _text(element: Element) -> str:
    """Return the text of a message, its breaks as ends of lines."""
    for each in element.iter("br"):
        each.tail = _BREAK + (each.tail or "")
    words = " ".join(text_of(element).split())
    return "\n".join(line.strip() for line in words.split(_BREAK))
