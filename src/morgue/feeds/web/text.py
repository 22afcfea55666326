"""Choose the text of a page's article: the story that the page shows, or the page's own JSON-LD where that is fuller."""

from __future__ import annotations

import re
from typing import Any

from morgue.extract.draft import Draft
from morgue.feeds.support.markup import plain
from morgue.feeds.web.body import Story
from morgue.feeds.web.page import Page
from morgue.feeds.web.prose import words_of
from morgue.model.article import printable

MAX_UPDATES = 1_000
"""How many updates of a live blog are read."""

LEAST_SHARED = 0.6
"""How many of the words of the stated text are at least in the shown one where both are one story."""

_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\xa0]+")


def take_text(page: Page, draft: Draft, story: Story, stated: str) -> str:
    """Put the text and what is set aside into the draft; return the rule that found the text."""
    headlines = {
        words_of(each)
        for each in (draft.headline, page.meta.get("og:title"), *page.tree.main_headings())
        if each
    }
    shown = story.paragraphs
    while shown and len(shown) > 1 and words_of(shown[0]) in headlines:
        shown = shown[1:]
    found = "\n\n".join(shown)
    draft.boilerplate.extend(story.aside)
    if stated and _is_better(stated, found):
        known = words_of(stated)
        draft.boilerplate[:0] = [each for each in shown if words_of(each) not in known]
        draft.text = stated
        return "json-ld articleBody"
    draft.text = found or None
    if not found and (updates := _updates((page.article or {}).get("liveBlogUpdate"))):
        draft.text = updates
        return "json-ld liveBlogUpdate"
    return "page text"


def stated_of(page: Page) -> str:
    """Return the articleBody of the JSON-LD, with paragraphs where it has them."""
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
    """Return headlines and texts of the updates of a LiveBlogPosting, in their order, apart by blank lines."""
    updates = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    pieces = [each.get(key) for each in updates[:MAX_UPDATES] for key in ("headline", "articleBody", "text")]
    texts = (printable(plain(piece)).strip() for piece in pieces if isinstance(piece, str))
    return "\n\n".join(text for text in texts if text)


def _is_better(stated: str, found: str) -> bool:
    """Return whether the stated text is to be taken: the page's own was not found, or is of something else."""
    ours, theirs = _WORD.findall(found.lower()), _WORD.findall(stated.lower())
    if len(theirs) < 40:
        return len(theirs) > 2 * len(ours)
    shared = len(set(ours) & set(theirs)) / len(set(theirs))
    return shared < LEAST_SHARED or len(ours) < 0.5 * len(theirs)
