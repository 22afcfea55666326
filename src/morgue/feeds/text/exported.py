"""Read the export of a press database that is the text of a message: services send documents so, and readers forward them.

The date, the sender and the subject are the message's and say nothing of the documents in it. Of alternatives the HTML is
read, in which the documents are marked, and the plain text where it is the only one that bears the marks of a form.
"""

from __future__ import annotations

import io
from email.message import Message
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.feeds.support.marks import forms_of
from morgue.feeds.text.mail_parts import text_of
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article, Source


class Export(NamedTuple):
    """Hold the stories of an export, and the parts of its message that are attached."""

    stories: list[Article]
    attached: list[Message]


def export_of(message: Message, feed: Feed) -> Export | None:
    """Return the documents in the text of a message, or None where it is not an export of a form that has marks.

    May raise what the standard parser lets out on malformed messages.
    """
    texts = [
        part
        for part in message.walk()
        if part.get_content_type() in ("text/html", "text/plain")
        and part.get_content_disposition() != "attachment"
    ]
    for part in sorted(texts, key=lambda each: each.get_content_subtype() == "plain"):
        stories = _read(text_of(part).encode("utf-8", "replace"), feed)
        if stories:
            return Export(stories, [each for each in message.walk() if _is_attached(each)])
    return None


def _is_attached(part: Message) -> bool:
    return not part.is_multipart() and part.get_content_disposition() == "attachment"


def _read(text: bytes, feed: Feed) -> list[Article]:
    """Return the stories of a text that a reader is sure of by its marks."""
    from morgue.feeds import SURE, reader

    head = text[:HEAD_BYTES]
    for form in forms_of(head):
        chosen = reader(form)
        if chosen.sniff(head, "") < SURE:
            continue
        own = feed.source
        source = Source(own.path, form, own.member, 0, len(text), own.sha256)
        inner = Feed(source, io.BytesIO(text), "", complaints=feed.complaints, torn=feed.torn)
        try:
            return list(chosen.read(inner))
        except NoArticle:
            continue
    return []
