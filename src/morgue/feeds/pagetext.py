"""The text of a page's article: what an extractor finds, or the page's own JSON-LD where that is fuller."""

from __future__ import annotations

import logging
import re
from typing import Any

from morgue.article import printable
from morgue.feeds.markup import plain
from morgue.feeds.page import Element, Page
from morgue.feeds.paragraphs import broken_paragraphs, loose_paragraphs, marked_paragraphs

_DROPPED = (
    "script", "style", "svg", "noscript", "iframe", "template", "link", "meta", "nav", "form", "button", "select", "footer",
    "picture", "img", "video", "audio", "canvas", "source", "input", "object", "embed", "textarea", "dialog",
)  # fmt: skip
MAX_ELEMENTS = 25_000
"""The largest page that the extractor is given, which takes some 50 microseconds an element."""

MAX_UPDATES = 1_000
"""How many updates of a live blog are read."""

_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\xa0]+")


def text_of_page(page: Page) -> tuple[str, str]:
    """The paragraphs of the article apart by blank lines, and the rule that found them. Takes the tree apart."""
    stated = _stated(page)
    marked = marked_paragraphs(page.root) or broken_paragraphs(page.root)
    found = "\n\n".join(marked) if marked else _extracted(page.root)
    if stated and _is_better(stated, found):
        return stated, "json-ld articleBody"
    if not found and (updates := _updates((page.article or {}).get("liveBlogUpdate"))):
        return updates, "json-ld liveBlogUpdate"
    return found, "page text"


def _stated(page: Page) -> str:
    """The articleBody of the JSON-LD, with paragraphs where it has them."""
    body: Any = (page.article or {}).get("articleBody") or (page.article or {}).get("text")
    if isinstance(body, list):
        body = "\n\n".join(each for each in body if isinstance(each, str))
    if not isinstance(body, str):
        return ""
    text = printable(plain(body) if "<" in body or "&" in body else body)
    return "\n\n".join(
        line for line in (_SPACES.sub(" ", line).strip() for line in text.splitlines()) if line
    )


def _updates(value: Any) -> str:
    """Headlines and texts of the updates of a LiveBlogPosting, in their order, apart by blank lines."""
    updates = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    pieces = [each.get(key) for each in updates[:MAX_UPDATES] for key in ("headline", "articleBody", "text")]
    texts = (printable(plain(piece)).strip() for piece in pieces if isinstance(piece, str))
    return "\n\n".join(text for text in texts if text)


def _is_better(stated: str, found: str) -> bool:
    """Whether the stated text is to be taken: the page's own was not found, or is of something else."""
    ours, theirs = _WORD.findall(found.lower()), _WORD.findall(stated.lower())
    if len(theirs) < 40:
        return len(theirs) > 2 * len(ours)
    shared = len(set(ours) & set(theirs)) / len(set(theirs))
    return shared < 0.6 or len(ours) < 0.5 * len(theirs)


def _extracted(root: Element) -> str:
    """The text that trafilatura finds; of a page too large for it, the prose in p elements."""
    from lxml import etree
    from trafilatura.core import bare_extraction

    logging.getLogger("trafilatura").setLevel(
        logging.CRITICAL
    )  # it tells of pages without a text, and so do we
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return "\n\n".join(loose_paragraphs(root))
    document = bare_extraction(root, include_comments=False, with_metadata=False)
    text = getattr(document, "text", None)
    return "\n\n".join(
        line for line in (_SPACES.sub(" ", line).strip() for line in (text or "").splitlines()) if line
    )
