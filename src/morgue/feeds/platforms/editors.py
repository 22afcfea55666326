"""Make copy of the documents of editors that a content system keeps beside its HTML: Lexical and Mobiledoc, and Markdown.

Lexical (Ghost 5 and later) is a tree of nodes, of which some are cards with HTML or Markdown of their own. Mobiledoc (0.3) is a
list of sections: `[1, "p", markers]` text, `[3, "ul", items]` a list, `[10, card]` a card, `[2, address]` a picture; a marker is
`[0, opened, closed, text]` for text, `[1, opened, closed, atom]` for an atom.
"""

from __future__ import annotations

import json
import re
from typing import Any

from morgue.feeds.platforms.post import Post, post_of
from morgue.feeds.platforms.values import objects
from morgue.feeds.support.json_document import string
from morgue.feeds.support.rich_text import text_of

_SHOWN = ("html", "markdown", "calloutText", "heading", "content", "text")
"""Keys of a card that hold its words; `markdown` in Markdown, the others in HTML."""

_CARDS = frozenset(("html", "markdown", "card-markdown", "callout", "toggle", "aside", "blockquote"))
"""Cards whose words are of the story; buttons, forms, files and bookmarks are none."""

_OTHER_CARDS = frozenset(
    (
        "button",
        "email",
        "email-cta",
        "signup",
        "call-to-action",
        "bookmark",
        "product",
        "header",
        "embed",
        "file",
        "audio",
        "paywall",
    )
)


def lexical(document: str) -> Post | None:
    """Return the copy of a document of Lexical; None where it is none."""
    root = _parsed(document)
    root = root.get("root") if isinstance(root, dict) else None
    if not isinstance(root, dict):
        return None
    text: list[str] = []
    aside: list[str] = []
    for node in objects(root.get("children")):
        kind = string(node.get("type")) or ""
        if kind in _CARDS and not node.get("children"):
            _card(node, text, aside)
        elif kind not in _OTHER_CARDS:
            if caption := string(node.get("caption")):
                aside.append(post_of(caption).text)
                node = {**node, "caption": ""}
            text += filter(None, [text_of({"root": {"children": [node]}})])
    return Post("\n\n".join(text), aside)


def mobiledoc(document: str) -> Post | None:
    """Return the copy of a document of Mobiledoc; None where it is none."""
    root = _parsed(document)
    sections = root.get("sections") if isinstance(root, dict) else None
    if not isinstance(root, dict) or not isinstance(sections, list):
        return None
    listed = root.get("cards")
    cards = listed if isinstance(listed, list) else []
    text: list[str] = []
    aside: list[str] = []
    for section in sections:
        if not isinstance(section, list) or len(section) < 2:
            continue
        if section[0] == 1 and len(section) > 2:
            text.append(_markers(section[2]))
        elif section[0] == 3 and len(section) > 2 and isinstance(section[2], list):
            text.append("\n".join(filter(None, map(_markers, section[2]))))
        elif section[0] == 10 and isinstance(section[1], int) and 0 <= section[1] < len(cards):
            card = cards[section[1]]
            if isinstance(card, list) and len(card) > 1 and isinstance(card[1], dict):
                if card[0] in _CARDS:
                    _card(card[1], text, aside)
                elif caption := string(card[1].get("caption")):
                    aside.append(post_of(caption).text)
    return Post("\n\n".join(filter(None, text)), aside)


def _parsed(document: str) -> Any:
    try:
        return json.loads(document)
    except (ValueError, RecursionError):
        return None


def _markers(value: Any) -> str:
    """Return the text of the markers of a section."""
    markers = value if isinstance(value, list) else []
    words = (each[3] if each[0] == 0 else " " for each in markers if isinstance(each, list) and len(each) > 3)
    return " ".join("".join(each for each in words if isinstance(each, str)).split())


def _card(card: dict[str, Any], text: list[str], aside: list[str]) -> None:
    """Put the words of a card into the text."""
    for key in _SHOWN:
        if value := string(card.get(key)):
            post = markdown(value) if key == "markdown" else post_of(value)
            text += filter(None, [post.text])
            aside += post.aside


_PICTURE = re.compile(r"!\[[^\[\]\n]{0,1000}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|(?:[-*+]|\d{1,3}\.)[ \t]+)", re.MULTILINE)
_HASHES = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
_RULE = re.compile(
    r"^[ \t]{0,3}(?:[-*_=][ \t]*){3,}$|^[ \t]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S.*$", re.MULTILINE
)
_STRONG = re.compile(r"(\*{1,3}|_{1,3}|~~|`+)(?=\S)([^*_~`\n]{1,2000}?)(?<=\S)\1(?!\w)")


def markdown(text: str) -> Post:
    """Return the copy of Markdown, whose HTML stays HTML."""
    text = _RULE.sub("", _PICTURE.sub("", text.replace("\r\n", "\n")))
    text = _HASHES.sub("", _MARK.sub("", _LINK.sub(r"\1", text)))
    return post_of(_STRONG.sub(r"\2", text), lines=True)
