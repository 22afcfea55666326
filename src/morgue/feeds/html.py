"""Saved web pages: the facts that a page states (`page`) and the text of its article (`pagetext`).

A page is an article where it says so (JSON-LD, Open Graph, microdata) or where it has a headline and a text of
some length; a front page, a redirect or an error page is none, and the reason says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from morgue.article import Article, printable
from morgue.errors import FeedError, NoArticle
from morgue.extract import Draft, article
from morgue.feeds import jsonld
from morgue.feeds.encoding import decode
from morgue.feeds.feed import Feed
from morgue.feeds.page import META, Element, Page, host_of, is_front, page_of
from morgue.feeds.pagelayout import draft_of_page
from morgue.feeds.pagetext import text_of_page

_DOCTYPE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]", re.IGNORECASE)
_TAGS = re.compile(
    rb"<(?:body|title|div|p|meta|script|table|span|h[1-6]|br|article|section)[\s/>]", re.IGNORECASE
)
_XML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<!doctype\s+html|.{0,4000}?<html[\s>]",
    re.I | re.S,
)
_HEAD = re.compile(
    rb"(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:(?:style|script|noscript)[\s>]|(?:link|meta|base)\s+(?:rel|href|charset|name|http-equiv|property|content|type|target)\s*=)",
    re.IGNORECASE | re.DOTALL,
)
"""What stands in the head of a page, however long it is, and begins no XML."""
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|not found|page (?:missing|unavailable)|access denied|forbidden|just a moment"
    r"|are you a robot|captcha|attention required|service unavailable|server error|has moved|moved permanently",
    re.IGNORECASE,
)
_INDEX_TYPES = frozenset(("collectionpage", "searchresultspage", "profilepage"))
_WORD = re.compile(r"\w+")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

_CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)(?!\d)|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
)
"""A character reference to a control character."""

LEAST_WORDS = 60
"""How many words a page needs that does not say it is an article; one that does needs LEAST_STATED."""

LEAST_STATED = 12

INDEX_WORDS = 250
"""Words from which on a page of links is an article all the same."""


def sniff(head: bytes, name: str) -> int:
    """How sure: a doctype or html element, else tags of a page, else its name."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    suffix = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml", ".mhtml"))
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = decode(head).encode("utf-8", "replace").lstrip()
    if not start.startswith(b"<"):
        return 55 if suffix and _DOCTYPE.search(start) else 15 if suffix else 0
    if _XML.match(start[:8192]):
        return 92
    if _DOCTYPE.search(start, 0, 8192) or _HEAD.match(start):
        return 80
    if start.startswith(b"<!--") and (b"-->" not in start or _DOCTYPE.search(start)):
        return 80 if b"-->" in start or suffix else 35
    tags = len(_TAGS.findall(start, 0, 8192))
    return 65 if tags >= 3 else 52 if tags and suffix else 15 if suffix else 0


def read(feed: Feed) -> Iterator[Article]:
    """The one article of the page."""
    data = feed.bytes()
    yield article_of_page(data, feed, None)


def article_of_page(
    data: bytes, feed: Feed, url: str | None, *, declared: str | None = None, printed: str | None = None
) -> Article:
    """The article of a page's bytes; `url`, `declared` and `printed` are what its capture says of it.

    Raises NoArticle with the reason for a page that is none.
    """
    page = page_of(tree_of(data, declared), url)
    title = " ".join((page.root.findtext(".//title") or "").split())
    draft = draft_of_page(page)
    draft.printed = draft.captured = printed
    if url and page.url and host_of(page.url) != host_of(url):
        draft.identifier = url  # what a page claims of another host is not known to be that host's
    stated = _states_article(page)
    share = 0.0 if stated else _link_share(page.root)
    headlines = _headlines(page, draft)
    draft.text, rule = text_of_page(page)
    reason = _refusal(page, draft, title, stated=stated, share=share)
    if reason is not None:
        raise NoArticle(reason)
    if not draft.text:
        draft.text, rule = (
            page.meta.get("og:description") or page.meta.get("description") or "",
            "description",
        )
    draft.text = _without_headline(draft.text, headlines)
    if draft.text:
        draft.evidence["text"] = rule
    else:
        draft.text = None
    return article(draft, feed.at(0, len(data)))


def tree_of(data: bytes, declared: str | None = None) -> Element:
    """The tree of a page. Raises NoArticle for one without any element."""
    from lxml import etree, html

    text = _CONTROL.sub("", printable(decode(data, declared)).replace("\xad", ""))
    if not text.strip():
        raise NoArticle("an empty page")
    text = _with_closed_links(text)
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
        recover=True,
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise FeedError("the page has no element that can be read") from error


_LINKS = re.compile(
    r"(?P<skip><(?:script|style|textarea)(?=[\s>])|<!--)|(?P<unskip></(?:script|style|textarea)|-->)|(?P<link><a(?=[\s>]))|(?P<end></a(?=[\s>]))"
    r"|(?P<block><(?:address|article|aside|blockquote|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul)(?=[\s>]))",
    re.IGNORECASE,
)


_WEIGHTS = {"p": 1, "h1": 2, "article": 2, "main": 2}
"""How many paragraphs each block counts for that a link takes in."""


def _with_closed_links(text: str) -> str:
    """The page with every link closed that it leaves open, before the first block behind it.

    A link ends where the next begins (HTML, section 13.2.6.4.7, "a"). One that nothing ends would take in all of
    the page behind it, story and all. What it takes in is a story by its heading or its paragraphs; the card of
    an index has a paragraph at most.
    """
    cuts: list[int] = []
    is_open, block, closer, paragraphs = False, -1, "", 0
    for found in _LINKS.finditer(text):
        kind = found.lastgroup
        if closer:
            closer = "" if found[0].lower() == closer else closer
        elif kind == "skip":
            closer = "-->" if found[0] == "<!--" else f"</{found[0][1:].lower()}"
        elif kind == "link":
            if is_open and paragraphs > 1:
                cuts.append(block)
            is_open, block, paragraphs = True, -1, 0
        elif kind == "end":
            is_open = False
        elif kind == "block" and is_open:
            block = found.start() if block < 0 else block
            paragraphs += _WEIGHTS.get(found[0][1:].lower(), 0)
    if is_open and paragraphs > 1:
        cuts.append(block)
    bounds = [0, *cuts, len(text)]
    return "</a>".join(text[begin:end] for begin, end in pairwise(bounds)) if cuts else text


def _states_article(page: Page) -> bool:
    """Whether the page itself says that it is an article."""
    if page.article is not None and jsonld.rank_of(page.article) >= jsonld.ARTICLE_RANK:
        return True
    named = page.meta.get("og:type", "").lower()
    return "article" in named or page.microdata or any(name in page.meta for name in META["published"][:6])


def _words(text: str | None) -> int:
    """How many words a text begins with, up to more than any page needs; each character counts for half a word in
    scripts without spaces."""
    if not text:
        return 0
    spaceless = sum(1 for _ in islice(_SPACELESS.finditer(text), 2 * INDEX_WORDS))
    return sum(1 for _ in islice(_WORD.finditer(text), INDEX_WORDS)) + spaceless // 2


def _refusal(page: Page, draft: Draft, title: str, *, stated: bool, share: float) -> str | None:
    """Why the page is no article, or None."""
    words = _words(draft.text)
    if page.refresh and words < LEAST_WORDS and re.search(r"url\s*=", page.refresh, re.I):
        return f"a page that only redirects to {page.refresh.split('=', 1)[1].strip()[:200]}"
    if words < LEAST_WORDS and not stated and _ERROR.search(title):
        return f"an error page ({title[:80]})"
    if not draft.headline:
        return "a page without a headline"
    if stated and not is_front(page):
        described = _words(page.meta.get("og:description") or page.meta.get("description"))
        return (
            None
            if words >= LEAST_STATED or described >= LEAST_STATED
            else "a page without the text of its article"
        )
    kinds = {kind for block in page.blocks for node in jsonld.nodes(block) for kind in jsonld.types_of(node)}
    if not stated and (is_front(page) or kinds & _INDEX_TYPES or (share > 0.6 and words < INDEX_WORDS)):
        return "an index page: links to articles, none of its own"
    return None if words >= LEAST_WORDS else "a page without the text of an article"


def _link_share(root: Element) -> float:
    """How much of the page's text stands in links, from 0 to 1."""
    body = root.find(".//body")
    if body is None:
        return 0.0
    whole = sum(map(len, body.itertext()))
    whole -= sum(len("".join(each.itertext())) for each in body.iter("script", "style"))
    links = sum(len("".join(each.itertext())) for each in body.iter("a"))
    return links / whole if whole > 0 else 0.0


def _without_headline(text: str, headlines: set[str]) -> str:
    """The text without first paragraphs that only say a headline of the page again."""
    start = 0
    while (end := text.find("\n\n", start)) >= 0 and end + 2 < len(text):
        if " ".join(_WORD.findall(text[start:end].lower())) not in headlines:
            break
        start = end + 2
    return text[start:]


def _headlines(page: Page, draft: Draft) -> set[str]:
    """The headlines that the page gives itself, for comparing."""
    named = [
        draft.headline,
        page.meta.get("og:title"),
        *(element.text_content() for element in page.root.iter("h1")),
    ]
    return {" ".join(_WORD.findall(each.lower())) for each in named if each and each.strip()}
