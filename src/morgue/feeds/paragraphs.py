"""The paragraphs of a page's article by where its prose is, for pages that mark their paragraphs.

The prose of a page is its p elements with more text than links. The article is the innermost element that
holds most of that prose; its paragraphs, headings and list items are the text, without what is named for
something else (related stories, comments, captions) or stands in links. Where the page does not mark its
paragraphs so, or its prose lies scattered, nothing is said, and a slower extractor is asked.
"""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""An lxml element: the library ships no types of its own."""

LEAST_PROSE = 700
"""How many characters of prose a page needs for this to be trusted."""

LEAST_WEIGHT = 40
"""How many characters make a paragraph prose; those in links count against it."""

SHARE = 0.75
"""How much of the prose the article holds."""

_ASIDE_TAGS = frozenset(
    (
        "aside", "nav", "footer", "form", "figure", "figcaption", "noscript", "script", "style", "button", "dialog",
        "iframe", "svg", "template", "select", "textarea", "object", "video", "audio", "table", "address", "menu",
    )
)  # fmt: skip
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|promo\w*|newsletter\w*|share|sharing|social\w*|sidebar|widget\w*|footer"
    r"|cookie\w*|consent|subscribe\w*|subscription|paywall\w*|teaser\w*|trending|popular|most-?read|read-?more|more-?on"
    r"|more-?from|advert\w*|sponsor\w*|taboola|outbrain|captions?|credits?|byline|authors?|author-?bio|bio|breadcrumbs?"
    r"|tags?|topics|toolbar|tools|signup|sign-?up|login|modal|popup|banner|disclaimer|copyright|correction|poll|quiz"
    r"|gallery|carousel|slideshow|disqus|livefyre|rail|inline-?links?|also-?read|timestamp|dateline-?time|hidden"
    r"|visually-?hidden|sr-?only|screen-?reader\w*|skip|menu|nav|navigation)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:more|related|recommended|most|trending|popular|latest)(?: [\w&'’.-]+){0,2}:?|(?:more|see) (?:from|on|in|at|about) .{1,40}"
    r"|(?:what to|further) read(?:ing)?.{0,20}|you (?:may|might) (?:also|like).{0,30}"
    r"|(?:about the )?authors?|topics|tags|comments?|up next|top stories|editor['’]?s['’]? picks?|share this.{0,20}"
    r"|sign up.{0,60}|subscribe.{0,60}|join the (?:conversation|discussion)|newsletters?|contact us|follow us.{0,30}",
    re.IGNORECASE,
)
_ASIDE_HEADING = re.compile(
    r"(?:also )?read(?: (?:more|next|also|this))?\b.{0,30}|watch(?: more)?:?|see also:?", re.IGNORECASE
)
_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


class _Reading:
    """What is known of the elements of one page."""

    def __init__(self, body: Element) -> None:
        self.body = body
        self._aside: dict[Element, bool] = {body: False}

    def is_aside(self, element: Element) -> bool:
        """Whether an element, or one around it, is named for something beside the article."""
        chain = []
        while (known := self._aside.get(element)) is None:
            chain.append(element)
            element = element.getparent()
        for each in reversed(chain):
            known = known or each.tag in _ASIDE_TAGS or _is_named_aside(each)
            self._aside[each] = known
        return bool(known)


def _is_named_aside(element: Element) -> bool:
    if element.tag in ("p", "article", "main", "html") or element.get("itemprop") == "articleBody":
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 1 and _ASIDE_NAMES.search(name) is not None


def marked_paragraphs(root: Element) -> list[str]:
    """The paragraphs of the article in order; none where the page does not mark them well enough."""
    body = root.find(".//body")
    if body is None:
        return []
    reading = _Reading(body)
    prose, inside = _prose(reading)
    if prose < LEAST_PROSE:
        return []
    article = _innermost(body, inside, prose * SHARE)
    blocks = _blocks(article, reading)
    told = sum(len(text) for _, text in blocks)
    if told < 0.8 * inside.get(article, prose) or told < 0.6 * _length(article, reading):
        return []
    return _ended(blocks)


def loose_paragraphs(root: Element) -> list[str]:
    """The paragraphs of prose wherever they stand: what is left to say of a page too large to weigh."""
    body = root.find(".//body")
    if body is None:
        return []
    reading = _Reading(body)
    found = (each for each in body.iter("p") if _weight(each) >= LEAST_WEIGHT and not reading.is_aside(each))
    return [_text(each) for each in found]


def _prose(reading: _Reading) -> tuple[int, dict[Element, int]]:
    """How much prose the page has, and how much of it each element holds."""
    inside: dict[Element, int] = {}
    total = 0
    for element in reading.body.iter("p"):
        weight = _weight(element)
        if weight < LEAST_WEIGHT or reading.is_aside(element):
            continue
        total += weight
        around = element.getparent()
        while around is not None:
            inside[around] = inside.get(around, 0) + weight
            if around is reading.body:
                break
            around = around.getparent()
    return total, inside


def _weight(element: Element) -> int:
    """The characters of an element's text, those in links counted against it."""
    return len("".join(element.itertext()).strip()) - 2 * sum(
        len("".join(link.itertext())) for link in element.iter("a")
    )


def _innermost(body: Element, inside: dict[Element, int], least: float) -> Element:
    """The innermost element that holds the least that an article must."""
    found = body
    while (child := next((each for each in found if inside.get(each, 0) >= least), None)) is not None:
        found = child
    return found


def _blocks(article: Element, reading: _Reading) -> list[tuple[str, str]]:
    """Tag and text of each block of the article, in order."""
    found: list[tuple[str, str]] = []
    for element in article.iter(*_BLOCKS):
        if reading.is_aside(element) or (element.tag in ("li", "blockquote") and _holds_blocks(element)):
            continue
        text = _text(element)
        if not text:
            continue
        linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
        if linked > 0.6 * len(text) and (element.tag != "p" or linked > 0.9 * len(text)):
            continue
        found.append((element.tag, text))
    return found


def _text(element: Element) -> str:
    """The text of an element without scripts, line breaks as blanks."""
    for each in list(element.iter("br", "script", "style", "noscript")):
        if each.tag != "br":
            each.clear(keep_tail=True)
        each.tail = f" {each.tail or ''}"
    return " ".join("".join(element.itertext()).split())


def _holds_blocks(element: Element) -> bool:
    return next(element.iterdescendants(*_BLOCKS), None) is not None


def _length(article: Element, reading: _Reading) -> int:
    """How long the article's text is in all, links and what is beside it left out."""
    length = 0
    for element in article.iter():
        if not isinstance(element.tag, str) or element.tag == "a" or reading.is_aside(element):
            continue
        length += len((element.text or "").strip())
        length += sum(len((child.tail or "").strip()) for child in element)
    return length


def _ended(blocks: list[tuple[str, str]]) -> list[str]:
    """The texts up to a heading in the second half that leads to other stories, without headings before nothing."""
    total = sum(len(text) for _, text in blocks)
    told = 0
    for at, (tag, text) in enumerate(blocks):
        if tag in _HEADINGS and 2 * told > total and _ELSEWHERE.fullmatch(text):
            blocks = blocks[:at]
            break
        told += len(text)
    blocks = [block for block in blocks if block[0] not in _HEADINGS or not _leads_away(block[1])]
    while blocks and blocks[-1][0] in _HEADINGS:
        blocks.pop()
    return [text for _, text in blocks]


def _leads_away(heading: str) -> bool:
    return (_ASIDE_HEADING.fullmatch(heading) or _ELSEWHERE.fullmatch(heading)) is not None
