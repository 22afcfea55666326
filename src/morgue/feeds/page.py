"""What a web page states of its article: JSON-LD, then meta elements (Open Graph and its kin), then microdata,
RDFa (rNews) and the few attributes and class names that pages of every maker share. The facts go to a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from morgue.article import Place
from morgue.extract import Draft
from morgue.extract.dates import stated
from morgue.feeds import jsonld
from morgue.feeds.columns import listed, moment_of, said
from morgue.feeds.credits import agency_named
from morgue.feeds.markup import plain

Element = Any
"""An lxml element: the library ships no types of its own."""

META: dict[str, tuple[str, ...]] = {
    "published": (
        "article:published_time", "og:article:published_time", "article:published", "datepublished", "og:published_time",
        "parsely-pub-date", "sailthru.date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
        "dc.date", "dcterms.date", "publish-date", "publish_date", "publication_date", "publicationdate", "published_time",
        "pubdate", "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime", "ptime", "pdate",
        "article.published", "rnews:datepublished", "bt:pubdate", "date", "article:post_date", "created", "datecreated",
    ),
    "updated": (
        "article:modified_time", "og:updated_time", "article:modified", "datemodified", "lastmod", "last-modified",
        "dcterms.modified", "dc.date.modified", "article.updated", "article:updated_time", "utime", "revised",
    ),
    "byline": (
        "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "byline",
        "dc.creator", "dcterms.creator", "authors", "cxenseparse:author", "article.author", "og:article:author",
    ),
    "section": ("article:section", "og:section", "og:article:section", "parsely-section", "cg", "section", "articlesection", "category"),
    "headline": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "hdl", "title"),
    "publisher": ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "application-name", "cre", "source"),
    "language": ("og:locale", "dc.language", "dcterms.language", "content-language", "inlanguage", "language"),
    "description": ("og:description", "description", "twitter:description", "dc.description", "sailthru.description"),
    "url": ("og:url", "twitter:url", "parsely-link", "identifier_url"),
    "agency": ("article:agency", "agency", "copyright-holder", "provider", "wire", "dc.source"),
}  # fmt: skip
"""Our field to the names of meta elements, the likeliest first."""

_LISTED = (
    "news_keywords",
    "article:tag",
    "og:article:tag",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
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
_SKIPPED_CRUMBS = re.compile(
    r"home(?:page)?|news ?home|start(?:seite)?|front page|accueil|inicio|…|\.\.\.|>|»", re.I
)
_BY = re.compile(
    r"^(?:(?:words |written |reported |posted )?by[:\s]+|from\s+(?=[A-Z])|von\s+|par\s+|por\s+|di\s+)", re.I
)
_NO_NAME = re.compile(
    r"https?://|www\.|@|\d{4}|^\W*$|^(?:admin|editor|staff|author|guest|none|null|unknown|name|article by|by|follow|contributor)$",
    re.I,
)
_SPLIT_TITLE = re.compile(r"\s+[|\u2013\u2014»·:-]+\s+")
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
_DIGITS = re.compile(r"\d")
_CREDIT = re.compile(r"(?:^|[\s_-])(?:byline|author|byl|writer|reporter)(?:$|[\s_-]|name)", re.I)


@dataclass(slots=True)
class Page:
    """A parsed page: its tree, its meta elements by lower-case name (first wins; lists keep all), its JSON-LD."""

    root: Element
    meta: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[Any] = field(default_factory=list)
    article: jsonld.Node | None = None
    url: str | None = None
    microdata: bool = False
    refresh: str | None = None


def page_of(root: Element, url: str | None = None) -> Page:
    """The page of a tree, with its meta and JSON-LD read; `url` is where it came from, if that is known."""
    page = Page(root, url=url)
    for element in root.iter("meta"):
        _meta(page, element)
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and len(page.blocks) < jsonld.MAX_BLOCKS:
            block = jsonld.loaded("".join(element.itertext()))
            if block is not None:
                page.blocks.append(block)
    page.article = jsonld.article_of(page.blocks)
    page.url = _address(page)
    return page


def _meta(page: Page, element: Element) -> None:
    content = (element.get("content") or "").strip()
    if not content:
        return
    if (element.get("http-equiv") or "").lower() == "refresh":
        page.refresh = page.refresh or content
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for name in (element.get(attribute) or "").lower().split():
            page.meta.setdefault(name, content)
            if name in _LISTED:
                page.many.setdefault(name, []).append(content)


def _address(page: Page) -> str | None:
    """The address of the page: its canonical link, Open Graph or JSON-LD, or where it came from."""
    named = [element.get("href") for element in page.root.iter("link") if _is_canonical(element)]
    named += [page.meta.get(name) for name in META["url"]]
    if page.article is not None:
        main = page.article.get("mainEntityOfPage")
        named += [
            said(main.get("@id")) if isinstance(main, dict) else said(main),
            said(page.article.get("url")),
        ]
    named.append(page.url)
    base = next((each for each in named if each and each.startswith(("http://", "https://"))), None)
    whole = [urljoin(base, each.strip()) if base else each.strip() for each in named if each and each.strip()]
    found = [each for each in whole if each.startswith(("http://", "https://")) and _host(each)]
    deep = [each for each in found if _path(each)]
    return next(iter(deep + found), None)


def _is_canonical(element: Element) -> bool:
    return "canonical" in (element.get("rel") or "").lower().split()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/")
    except ValueError:
        return ""


def is_front(page: Page) -> bool:
    """Whether the address is that of a site's front."""
    return page.url is not None and not _path(page.url)


def draft_of_page(page: Page) -> Draft:
    """The facts that the page states, its text excepted."""
    draft = Draft(url=page.url, identifier=page.url)
    if page.url:
        draft.evidence["url"] = "page address"
        draft.country = _country(_host(page.url))
    for state in (_of_jsonld, _of_meta, _of_microdata, _of_layout):
        state(page, draft)
    if draft.headline:
        draft.headline = _without_site(draft.headline, page, draft.publisher)
    if draft.language:
        draft.language = draft.language.split(",")[0].strip().replace("_", "-")
    return draft


def _country(host: str) -> str | None:
    last = host.rpartition(".")[2]
    if len(last) != 2 or last in _GENERIC:
        return None
    return "GB" if last == "uk" else last.upper()


def _of_jsonld(page: Page, draft: Draft) -> None:
    """Facts of the JSON-LD article, then of the breadcrumb and the publisher beside it."""
    node = page.article
    if node is not None:
        known = jsonld.by_id(page.blocks)
        rule = f"json-ld {(jsonld.types_of(node) or ['article'])[0]}"
        for key, state in _JSON_LD.items():
            value = node.get(key)
            if value:
                state(draft, _resolved(value, known), f"{rule} {key}")
        if jsonld.rank_of(node) >= jsonld.ARTICLE_RANK:
            draft.state("headline", _flat(said(node.get("name"))), f"{rule} name")
    draft.state("section", _crumbs(page, draft.headline), "json-ld breadcrumb")


def _resolved(value: Any, known: dict[str, jsonld.Node]) -> Any:
    """The value with references by @id replaced by the nodes they name."""
    if isinstance(value, list):
        return [_resolved(each, known) for each in value[:50]]
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        return known.get(str(value["@id"]), value)
    return value


def _flat(text: str | None) -> str | None:
    if not text:
        return None
    return " ".join((plain(text) if "<" in text or "&" in text else text).split())


def _texts(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        draft.state(name, [_flat(each) or each for each in listed(value)], rule)

    return state


def _text(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        draft.state(name, _flat(said(value[0] if isinstance(value, list) and value else value)), rule)

    return state


def _time(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        _date(draft, name, value[0] if isinstance(value, list) and value else value, rule)

    return state


def _date(draft: Draft, name: str, value: Any, rule: str) -> None:
    """State a moment where it is one that can be read; pages have some that are wrong beside right ones."""
    if getattr(draft, name):
        return
    moment = moment_of(value)
    if moment is not None and stated(moment, draft.country) is not None:
        draft.state(name, moment, rule)


def names_of(value: Any) -> list[str]:
    """The names of people or organisations in a JSON-LD value or a meta element's text."""
    parts = value if isinstance(value, list) else [value]
    found: list[str] = []
    for part in parts:
        name = _flat(
            said(part.get("name") or part.get("legalName")) if isinstance(part, dict) else said(part)
        )
        name = _BY.sub("", name or "").strip(" ,;|")
        if name and len(name) < 120 and not _NO_NAME.search(name) and name not in found:
            found.append(name)
    return found


def _authors(draft: Draft, value: Any, rule: str) -> None:
    names = names_of(value)
    if names:
        draft.state("byline", ", ".join(names), rule)
        agency = next((known for known in map(agency_named, reversed(names)) if known), None)
        draft.state("agency", agency, rule)


def _provider(draft: Draft, value: Any, rule: str) -> None:
    for name in names_of(value):
        draft.state("agency", agency_named(name), rule)


def _publisher(draft: Draft, value: Any, rule: str) -> None:
    draft.state("publisher", next(iter(names_of(value)), None), rule)


_NAMED: dict[str, Callable[[Draft, Any, str], None]] = {
    "byline": _authors,
    "publisher": _publisher,
    "agency": _provider,
}


def _places(draft: Draft, value: Any, rule: str) -> None:
    found = [Place(name) for name in names_of(value) if len(name) < 60]
    draft.state("locations", found, rule)


_JSON_LD: dict[str, Callable[[Draft, Any, str], None]] = {
    "headline": _text("headline"),
    "datePublished": _time("published"),
    "dateCreated": _time("published"),
    "dateModified": _time("updated"),
    "author": _authors,
    "creator": _authors,
    "articleSection": _texts("section"),
    "keywords": _texts("keywords"),
    "inLanguage": _text("language"),
    "dateline": _text("dateline"),
    "locationCreated": _places,
    "contentLocation": _places,
    "sourceOrganization": _provider,
    "provider": _provider,
    "copyrightHolder": _provider,
}


def _crumbs(page: Page, headline: str | None) -> list[str]:
    """The names in the JSON-LD breadcrumb, without the front page and the story itself."""
    for block in page.blocks:
        for node in jsonld.nodes(block):
            if "breadcrumblist" in jsonld.types_of(node):
                items = node.get("itemListElement")
                names = [_crumb(item) for item in items] if isinstance(items, list) else []
                kept = [name for name in names[:8] if name and not _SKIPPED_CRUMBS.fullmatch(name)]
                if kept and headline and (kept[-1] == headline or len(kept[-1]) > 50):
                    kept.pop()
                return kept
    return []


def _crumb(item: Any) -> str | None:
    if not isinstance(item, dict):
        return None
    return _flat(
        said(item.get("name")) or (said(item.get("item")) if isinstance(item.get("item"), dict) else None)
    )


def _of_meta(page: Page, draft: Draft) -> None:
    """Facts of the meta elements; the outlet's own name goes before the company's of the JSON-LD."""
    for name, rule in ((name, f"meta {name}") for name in META["byline"] if name in page.meta):
        _authors(draft, re.split(r"\s*[;|]\s*", page.meta[name]), rule)
    for name in META["agency"]:
        if name in page.meta:
            draft.state("agency", agency_named(page.meta[name]), f"meta {name}")
    for target in ("published", "updated"):
        for name in META[target]:
            if name in page.meta and _DIGITS.search(page.meta[name]):
                _date(draft, target, page.meta[name], f"meta {name}")
    _outlet(page, draft)
    for name in META["headline"]:
        draft.state("headline", _flat(page.meta.get(name)), f"meta {name}")
    for name in META["section"]:
        draft.state("section", listed(page.meta.get(name)), f"meta {name}")
    for name in _LISTED:
        values = page.many.get(name, [])
        draft.state(
            "keywords",
            listed(values) if len(values) > 1 else listed(values[0] if values else None),
            f"meta {name}",
        )


def _outlet(page: Page, draft: Draft) -> None:
    """State the publisher: of the names that the page gives itself the first that its host is named for."""
    named = [(page.meta[name], f"meta {name}") for name in META["publisher"] if name in page.meta]
    if page.article is not None:
        publisher = names_of(_resolved(page.article.get("publisher"), jsonld.by_id(page.blocks)))
        named[1:1] = [(name, "json-ld publisher") for name in publisher]
    names = [
        ((_flat(name) or "").split(" | ")[0], rule) for name, rule in named if not name.startswith("http")
    ]
    letters = re.sub(r"[^a-z0-9]", "", _host(page.url or ""))
    fitting = [
        (name, rule)
        for name, rule in names
        if len(_bare(name)) > 2 and _bare(name).removeprefix("the") in letters
    ]
    for name, rule in fitting + names:
        draft.state("publisher", name, rule)


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
    if len(value) > 400 or not (value or target in _NAMED):
        return
    if target in _NAMED:
        inner = element.xpath(".//*[@itemprop='name' or @property='name' or contains(@property, ':name')]")
        _NAMED[target](draft, [each.get("content") or each.text_content() for each in inner] or value, rule)
    elif target == "section":
        draft.state("section", listed([value]), rule)
    elif target in ("published", "updated"):
        if _DIGITS.search(value):
            _date(draft, target, value, rule)
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
        draft.state("language", _flat(page.meta.get(name)), f"meta {name}")
    headings = [_flat(element.text_content()) for element in root.iter("h1")]
    draft.state("headline", next((each for each in headings if each and len(each) > 12), None), "h1")
    draft.state("headline", _flat(root.findtext(".//title")), "title")
    if not draft.published:
        _visible_date(page, draft)
    if not draft.byline:
        _visible_byline(page, draft)
    draft.state("publisher", _title_site(page), "title")
    host = _host(page.url or "")
    draft.state("publisher", host.removeprefix("www.") or None, "page address")


def _visible_date(page: Page, draft: Draft) -> None:
    """The date of a time element, of a short element named for one, or of the address."""
    for element in list(page.root.iter("time"))[:20]:
        for value in (element.get("datetime") or "", " ".join(element.text_content().split())):
            if _DIGITS.search(value) and len(value) < 80:
                _date(draft, "published", value, "time element")
        if draft.published:
            return
    for element in _dated(page.root):
        value = element.get("datetime") or element.get("title") or " ".join(element.text_content().split())
        if re.search(r"\b(?:19|20)\d\d\b", value) and 8 <= len(value) <= 100:
            _date(draft, "published", value, "dated element")
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
        if 2 < len(value) < 100 and not _DIGITS.search(value):
            _authors(draft, value, "byline element")
            if draft.byline:
                return


def _title_site(page: Page) -> str | None:
    """The outlet's name after the last bar or dash of the title, where its host has the same letters."""
    parts = _SPLIT_TITLE.split(" ".join((page.root.findtext(".//title") or "").split()))
    letters = re.sub(r"[^a-z]", "", _host(page.url or ""))
    for part in reversed(parts[1:]):
        bare = re.sub(r"[^a-z]", "", part.lower())
        if len(bare) > 3 and (bare in letters or bare.removeprefix("the") in letters):
            return part.strip()
    return None


def _without_site(headline: str, page: Page, publisher: str | None) -> str:
    """The headline without the outlet's name at its end."""
    head, mark, tail = _last_part(headline)
    if not mark or len(head) < 12:
        return headline
    names = {
        _bare(name)
        for name in (publisher, page.meta.get("og:site_name"), page.meta.get("application-name"))
        if name
    }
    host = re.sub(r"[^a-z0-9]", "", _host(page.url or ""))
    bare = _bare(tail)
    if bare in names or (len(bare) > 3 and (bare in host or bare.removeprefix("the") in host)):
        return head.strip()
    return headline


def _last_part(headline: str) -> tuple[str, str, str]:
    marks = list(_SPLIT_TITLE.finditer(headline))
    if not marks:
        return headline, "", ""
    last = marks[-1]
    return headline[: last.start()], last[0], headline[last.end() :]


def _bare(name: str) -> str:
    return re.sub(r"\W", "", name).lower()
