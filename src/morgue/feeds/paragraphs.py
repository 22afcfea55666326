"""The paragraphs of a page's article by where its prose is, for pages that mark their paragraphs.

The prose of a page is its p elements with more text than links. The article is the innermost element that
holds most of that prose; its paragraphs, headings and list items are the text, without what is named for
something else (related stories, comments, captions) or stands in links. Pages of the first ten years of the web
lay their columns out in tables and part their paragraphs by line breaks (`broken_paragraphs`): there the prose
is what stands between two of them. Where the page does not mark its paragraphs so, or its prose lies scattered,
nothing is said, and a slower extractor is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

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
    """What is known of the elements of one page; `tags` are those that hold no story whatever they are named."""

    def __init__(self, body: Element, tags: frozenset[str] = _ASIDE_TAGS) -> None:
        self.body = body
        self.tags = tags
        self._aside: dict[Element, bool] = {body: False}

    def is_aside(self, element: Element) -> bool:
        """Whether an element, or one around it, is named for something beside the article."""
        chain = []
        while (known := self._aside.get(element)) is None:
            chain.append(element)
            element = element.getparent()
        for each in reversed(chain):
            known = known or each.tag in self.tags or _is_named_aside(each)
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


class _Run(NamedTuple):
    """Text between two breaks: the element whose own text it is, what it says, how much of that stands in links."""

    owner: Element
    text: str
    linked: int


_OWNERS = frozenset(
    (
        "body", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "p", "div", "center", "blockquote", "pre", "ul", "ol", "li", "dl",
        "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "form", "article", "section", "main", "header", "hr", "multicol", "layer",
    )
)  # fmt: skip
"""Elements whose text is their own; in those of other names it is their parent's."""
_UNTOLD = _ASIDE_TAGS - {"table", "form"}
_WITHIN = frozenset(("p", "li", "blockquote", "pre", "h2", "h3", "h4", "h5", "h6"))
"""Elements that may stand in an article with less than prose in them."""
_INDENTED = re.compile(r"[ \t\r\n]*(?:\xa0[ \t\r\n]*){2,}\S")
_BLANK_LINE = re.compile(r"\n[ \t\r\xa0]*\n")
LONGEST_HEAD = 200
"""Line breaks are kept in what is no longer than this: headline, byline and date stand so one below the other."""


def broken_paragraphs(root: Element) -> list[str]:
    """The paragraphs of an article that are parted by line breaks or stand in a table; none where there are not enough."""
    body = root.find(".//body")
    if body is None:
        return []
    reading = _Reading(body, _UNTOLD)
    runs = list(_runs(reading))
    inside: dict[Element, int] = {}
    total = 0
    for run in runs:
        if (weight := len(run.text) - 2 * run.linked) >= LEAST_WEIGHT:
            total += weight
            for around in (run.owner, *run.owner.iterancestors()):
                inside[around] = inside.get(around, 0) + weight
                if around is body:
                    break
    if total < LEAST_PROSE:
        return []
    article = _innermost(body, inside, total * SHARE)
    while article.tag not in _OWNERS:  # its first words may be its parent's
        article = article.getparent()
    if not _is_laid_out(article):
        return []
    within = [run for run in runs if run.owner is article or article in run.owner.iterancestors()]
    told = [run for run in within if _is_told(run, inside)]
    length = sum(len(run.text) - run.linked for run in within)
    if sum(len(run.text) for run in told) < 0.6 * length:
        return []
    return _ended([(run.owner.tag, run.text) for run in told])


def _is_laid_out(article: Element) -> bool:
    """Whether an article stands in the cell of a table, or in a page that is without any layout."""
    if article.tag in ("td", "th") or next(article.iterancestors("td"), None) is not None:
        return True
    return article.tag in ("body", "center", "pre") and article.find(".//div") is None


def _is_told(run: _Run, inside: dict[Element, int]) -> bool:
    """Whether a run in the article is of it: no list of links, and in an element that has prose or is a paragraph."""
    return run.linked <= 0.6 * len(run.text) and (run.owner in inside or run.owner.tag in _WITHIN)


def _runs(reading: _Reading) -> Iterator[_Run]:
    """What the page says between breaks: two line breaks, one before an indented line, or the edges of an element."""
    owners = [reading.body]
    pieces: list[str] = []
    linked = breaks = depth = 0

    def run() -> Iterator[_Run]:
        nonlocal linked, breaks
        whole = "".join(pieces)
        for part in _BLANK_LINE.split(whole) if owners[-1].tag == "pre" else [whole]:
            if text := _told_lines(part):
                yield _Run(owners[-1], text, linked)
        pieces.clear()
        linked = breaks = 0

    def say(text: str | None) -> Iterator[_Run]:
        nonlocal linked, breaks
        if not text:
            return
        if breaks and _INDENTED.match(text):
            yield from run()
        if not text.isspace():
            breaks = 0
            linked += len(text.strip()) if depth else 0
        pieces.append(text if owners[-1].tag == "pre" else text.replace("\n", " "))

    walk = _walk(reading.body)
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or (element is not reading.body and reading.is_aside(element)):
                walk.skip_subtree()
                continue
            if tag == "br":
                breaks += 1
                pieces.append("\n")
                if breaks > 1:
                    yield from run()
            elif tag in _OWNERS and element is not reading.body:
                yield from run()
                owners.append(element)
            depth += tag == "a"
            yield from say(element.text)
            continue
        if tag in _OWNERS and element is owners[-1]:
            yield from run()
            if element is not reading.body:
                owners.pop()
        if tag == "a" and depth:
            depth -= 1
        if element is not reading.body:
            yield from say(element.tail)


def _walk(body: Element) -> Any:
    from lxml import etree

    return etree.iterwalk(body, events=("start", "end"))


def _told_lines(text: str) -> str:
    """The text in one line, or in lines of its own where it is short and no sentence."""
    lines = [line for line in (" ".join(each.split()) for each in text.split("\n")) if line]
    whole = " ".join(lines)
    is_head = len(whole) <= LONGEST_HEAD and not whole.rstrip("\"'”’»)").endswith((".", "!", "?", "…"))
    return "\n".join(lines) if is_head else whole
