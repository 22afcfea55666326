"""All that a page tells of its article: what it states, then microdata, RDFa (rNews), and the few attributes and
class names that pages of every maker share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract import Draft
from morgue.feeds.columns import listed
from morgue.feeds.page import META, Element, Page, host_of
from morgue.feeds.pagefacts import (
    DIGITS,
    NAMED,
    bare,
    facts_of_json_ld,
    facts_of_meta,
    flat,
    state_authors,
    state_date,
)

_PROPERTIES = {
    "headline": "headline",
    "datepublished": "published",
    "datemodified": "updated",
    "author": "byline",
    "creator": "byline",
    "articlesection": "section",
    "dateline": "dateline",
    "inlanguage": "language",
    "publisher": "publisher",
    "sourceorganization": "agency",
    "provider": "agency",
}
_SPLIT_TITLE = re.compile(r"\s+[|\u2013\u2014»·:-]+\s+")
_WORD = re.compile(r"\w+")
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|\u2026)$")
LEAST_HEADLINE = 16
"""How many characters a headline has at least that is taken in place of a longer one."""

TERSER = 0.9
"""How long it is at most, beside the longer one; what is nearer to it in length is only another wording."""

_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")
_GENERIC = frozenset(
    [
        "tv",
        "io",
        "co",
        "me",
        "ai",
        "fm",
        "to",
        "eu",
        "ly",
        "gg",
        "tk",
        "cc",
        "ws",
        "la",
        "st",
        "sh",
        "is",
        "am",
        "so",
        "gl",
        "im",
        "vc",
    ]
)
_DATED = re.compile(r"publish|posted|date|time|stamp|created|pubdate|dateline", re.I)
_CREDIT = re.compile(r"(?:^|[\s_-])(?:byline|author|byl|writer|reporter)(?:$|[\s_-]|name)", re.I)


def draft_of_page(page: Page) -> Draft:
    """The facts that the page states, its text excepted."""
    draft = Draft(url=page.url)
    if page.url:
        draft.evidence["url"] = "page address"
        draft.country = _country(host_of(page.url))
    for state in (facts_of_json_ld, facts_of_meta, _of_microdata, _of_layout):
        state(page, draft)
    if draft.headline:
        _take_headline(page, draft)
    if draft.language:
        draft.language = draft.language.split(",")[0].strip().replace("_", "-")
    return draft


def _country(host: str) -> str | None:
    last = host.rpartition(".")[2]
    if len(last) != 2 or last in _GENERIC:
        return None
    return "GB" if last == "uk" else last.upper()


def _of_microdata(page: Page, draft: Draft) -> None:
    """Facts of itemprop (microdata) and property (RDFa, rNews) attributes on elements of the body."""
    root = page.root
    for element in root.xpath("//body//*[@itemprop or (@property and not(self::meta))]")[:2_000]:
        for name in f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split():
            name = name.rpartition(":")[2]
            page.microdata = page.microdata or name == "articlebody"
            if name in _PROPERTIES:
                _property(draft, _PROPERTIES[name], element, f"itemprop {name}")


def _property(draft: Draft, target: str, element: Element, rule: str) -> None:
    value = element.get("content") or element.get("datetime") or element.text_content()
    value = " ".join(value.split())
    if len(value) > 400 or not (value or target in NAMED):
        return
    if target in NAMED:
        inner = element.xpath(".//*[@itemprop='name' or @property='name' or contains(@property, ':name')]")
        NAMED[target](draft, [each.get("content") or each.text_content() for each in inner] or value, rule)
    elif target == "section":
        draft.state("section", listed([value]), rule)
    elif target in ("published", "updated"):
        if DIGITS.search(value):
            state_date(draft, target, value, rule)
    else:
        draft.state(target, value, rule)


def _of_layout(page: Page, draft: Draft) -> None:
    """What every page has: html lang, h1, title, time elements, a byline by its class, the day in the address."""
    root = page.root
    language = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    )
    if language and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", language.strip()):
        draft.language = language.strip()
        draft.evidence["language"] = "html lang"
    for name in META["language"]:
        draft.state("language", flat(page.meta.get(name)), f"meta {name}")
    headings = [flat(element.text_content()) for element in root.iter("h1")]
    draft.state("headline", next((each for each in headings if each and len(each) > 12), None), "h1")
    title = flat(root.findtext(".//title")) or ""
    if not draft.headline:
        draft.state("headline", _named_headline(root, title), "headline element")
    draft.state("headline", title, "title")
    if not draft.published:
        _visible_date(page, draft)
    if not draft.byline:
        _visible_byline(page, draft)
    draft.state("publisher", _title_site(page), "title")
    host = host_of(page.url or "")
    draft.state("publisher", host.removeprefix("www.") or None, "page address")


def _named_headline(root: Element, title: str) -> str | None:
    """The text of an element that hNews calls the story's title, or one named headline that the page's title repeats."""
    for element in root.xpath("//body//*[contains(@class, 'entry-title') or contains(@class, 'eadline')]")[
        :20
    ]:
        text = flat(element.text_content())
        if text and 12 < len(text) < 200 and ("entry-title" in element.get("class") or text in title):
            return text
    return None


def _visible_date(page: Page, draft: Draft) -> None:
    """The date of a time element, of a short element named for one, or of the address."""
    for element in list(page.root.iter("time"))[:20]:
        for value in (element.get("datetime") or "", " ".join(element.text_content().split())):
            if DIGITS.search(value) and len(value) < 80:
                state_date(draft, "published", value, "time element")
        if draft.published:
            return
    for element in _dated(page.root):
        value = element.get("datetime") or element.get("title") or " ".join(element.text_content().split())
        if re.search(r"\b(?:19|20)\d\d\b", value) and 8 <= len(value) <= 100:
            state_date(draft, "published", value, "dated element")
            if draft.published:
                return
    found = _URL_DAY.search(page.url or "")
    if found:
        draft.state("published", f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", "page address")


def _dated(root: Element) -> Iterator[Element]:
    for element in root.iter("span", "div", "p", "abbr", "li", "h5", "h6", "em", "small", "strong", "td"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if name != " " and len(element) < 6 and _DATED.search(name):
            yield element


def _visible_byline(page: Page, draft: Draft) -> None:
    """The byline of an element with rel=author or named for one."""
    for element in page.root.xpath("//a[@rel='author'] | //*[@class][not(self::body)]"):
        if element.get("rel") != "author" and not _CREDIT.search(element.get("class") or ""):
            continue
        value = " ".join(element.text_content().split())
        if 2 < len(value) < 100 and not DIGITS.search(value):
            state_authors(draft, value, "byline element")
            if draft.byline:
                return


def _title_site(page: Page) -> str | None:
    """The outlet's name after the last bar or dash of the title, where its host has the same letters."""
    parts = _SPLIT_TITLE.split(" ".join((page.root.findtext(".//title") or "").split()))
    letters = re.sub(r"[^a-z]", "", host_of(page.url or ""))
    for part in reversed(parts[1:]):
        name = re.sub(r"[^a-z]", "", part.lower())
        if len(name) > 3 and (name in letters or name.removeprefix("the") in letters):
            return part.strip()
    return None


def _take_headline(page: Page, draft: Draft) -> None:
    """Clear the headline of the outlet's name, and of two that the page states of itself take the terser.

    JSON-LD and Open Graph often hold two wordings of one headline, the longer of them for search engines. Where
    the two share most of their words the shorter is the headline; a teaser in other words is none, and a
    `twitter:title` that repeats the JSON-LD decides for it. So does an h1 that repeats it over a `title` that
    repeats the Open Graph, which then is what search engines are shown.
    """
    headings = {text for element in page.root.iter("h1") if (text := flat(element.text_content()))}

    def clear(headline: str | None) -> str:
        return _of_heading(_without_site(headline, page, draft.publisher), headings) if headline else ""

    stated, shared = clear(draft.headline), clear(flat(page.meta.get("og:title")))
    draft.headline = stated
    if _CUT_OFF.search(stated):
        begun = _CUT_OFF.sub("", stated)
        whole = (each for each in (shared, *headings) if each.startswith(begun) and not _CUT_OFF.search(each))
        draft.headline = next((each for each in whole if len(each) > len(begun) + 1), stated)
        return
    if not draft.evidence["headline"].startswith("json-ld"):
        return
    if not LEAST_HEADLINE <= len(shared) <= TERSER * len(stated) or not _is_reworded(shared, stated):
        return
    if clear(flat(page.meta.get("twitter:title"))) == stated:
        return
    if stated in headings and clear(flat(page.root.findtext(".//title"))) == shared:
        return
    draft.headline, draft.evidence["headline"] = shared, "meta og:title"


def _is_reworded(one: str, other: str) -> bool:
    """Whether the shorter of two headlines has at least half of its words from the other, and another wording."""
    ours, theirs = (set(_WORD.findall(each.casefold())) for each in (one, other))
    return ours != theirs and 2 * len(ours & theirs) >= min(len(ours), len(theirs)) > 0


def _of_heading(headline: str, headings: set[str]) -> str:
    """The heading of the page which the headline repeats with a mark and more after it, or the headline."""
    for heading in headings:
        repeated = len(heading) >= LEAST_HEADLINE and headline.startswith(heading)
        if repeated and _SPLIT_TITLE.match(headline, len(heading)):
            return heading
    return headline


def _without_site(headline: str, page: Page, publisher: str | None) -> str:
    """The headline without the outlet's name at its end."""
    head, mark, tail = _last_part(headline)
    if not mark or len(head) < 12:
        return headline
    names = {
        bare(name)
        for name in (publisher, page.meta.get("og:site_name"), page.meta.get("application-name"))
        if name
    }
    host = re.sub(r"[^a-z0-9]", "", host_of(page.url or ""))
    last = bare(tail)
    if last in names or (len(last) > 3 and (last in host or last.removeprefix("the") in host)):
        return head.strip()
    return headline


def _last_part(headline: str) -> tuple[str, str, str]:
    marks = list(_SPLIT_TITLE.finditer(headline))
    if not marks:
        return headline, "", ""
    last = marks[-1]
    return headline[: last.start()], last[0], headline[last.end() :]
