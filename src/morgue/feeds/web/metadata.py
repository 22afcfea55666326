"""Put what a page says of its article in JSON-LD and in meta elements (Open Graph and its kin) into a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from morgue.extract.dates import stated
from morgue.extract.draft import Draft
from morgue.feeds.support.columns import listed, moment_of, said
from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.markup import plain
from morgue.feeds.web import jsonld
from morgue.feeds.web.page import LISTED, META, Page, host_of
from morgue.model.article import Place

_SKIPPED_CRUMBS = re.compile(
    r"home(?:page)?|news ?home|start(?:seite)?|front page|accueil|inicio|…|\.\.\.|>|»", re.I
)
_BY = re.compile(
    r"^(?:(?:words |written |reported |posted )?by[:\s]+|from\s+(?=[A-Z])|von\s+|par\s+|por\s+|di\s+)", re.I
)
_NO_NAME = re.compile(
    r"https?://|www\.|@|\d{4}|^\W*$|^(?:admin|editor|staff|author|guest|none|null|unknown|name|(?:article |written |posted )?by|authors?|follow|contributor)$",
    re.I,
)
DIGITS = re.compile(r"\d")


def facts_of_json_ld(page: Page, draft: Draft) -> None:
    """State the facts of the JSON-LD article, then the section of the breadcrumb beside it."""
    node = page.article
    if node is not None:
        known = jsonld.by_id(page.blocks)
        rule = f"json-ld {(jsonld.types_of(node) or ['article'])[0]}"
        for key, state in _JSON_LD.items():
            value = node.get(key)
            if value:
                state(draft, _resolved(value, known), f"{rule} {key}")
        if jsonld.rank_of(node) >= jsonld.ARTICLE_RANK:
            draft.state("headline", flat(said(node.get("name"))), f"{rule} name")
    draft.state("section", _crumbs(page, draft.headline), "json-ld breadcrumb")


def _resolved(value: Any, known: dict[str, jsonld.Node]) -> Any:
    """Return the value with references by @id replaced by the nodes they name."""
    if isinstance(value, list):
        return [_resolved(each, known) for each in value[:50]]
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        return known.get(str(value["@id"]), value)
    return value


def flat(text: str | None) -> str | None:
    """Return a text on one line, without markup; None where there is none."""
    if not text:
        return None
    return " ".join((plain(text) if "<" in text or "&" in text else text).split())


def _texts(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        draft.state(name, [flat(each) or each for each in listed(value)], rule)

    return state


def _text(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        draft.state(name, flat(said(value[0] if isinstance(value, list) and value else value)), rule)

    return state


def _time(name: str) -> Callable[[Draft, Any, str], None]:
    def state(draft: Draft, value: Any, rule: str) -> None:
        state_date(draft, name, value[0] if isinstance(value, list) and value else value, rule)

    return state


def state_date(draft: Draft, name: str, value: Any, rule: str) -> None:
    """State a moment where it is one that can be read; pages have some that are wrong beside right ones."""
    if getattr(draft, name):
        return
    moment = moment_of(value)
    if moment is not None and stated(moment, draft.country) is not None:
        draft.state(name, moment, rule)


def names_of(value: Any) -> list[str]:
    """Return the names of people or organisations in a JSON-LD value or a meta element's text, each once."""
    parts = value if isinstance(value, list) else [value]
    found: list[str] = []
    for part in parts:
        name = flat(said(part.get("name") or part.get("legalName")) if isinstance(part, dict) else said(part))
        name = _BY.sub("", name or "").strip(" ,;|")
        if name and len(name) < 120 and not _NO_NAME.search(name) and name not in found:
            found.append(name)
    return found


def state_authors(draft: Draft, value: Any, rule: str) -> None:
    """State the byline, and the agency that it names last."""
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


NAMED: dict[str, Callable[[Draft, Any, str], None]] = {
    "byline": state_authors,
    "publisher": _publisher,
    "agency": _provider,
}


def _places(draft: Draft, value: Any, rule: str) -> None:
    found = [Place(name) for name in names_of(value) if len(name) < 60]
    draft.state("locations", found, rule)


def _correction(draft: Draft, value: Any, rule: str) -> None:
    """State that the article was corrected, where a text, an address or a CorrectionComment says how (schema.org, `correction`)."""
    for each in value if isinstance(value, list) else [value]:
        if said(each) or (isinstance(each, dict) and said(each.get("text"))):
            draft.signal_version("correction", rule)


_JSON_LD: dict[str, Callable[[Draft, Any, str], None]] = {
    "headline": _text("headline"),
    "datePublished": _time("published"),
    "dateCreated": _time("published"),
    "dateModified": _time("updated"),
    "author": state_authors,
    "creator": state_authors,
    "articleSection": _texts("section"),
    "keywords": _texts("keywords"),
    "inLanguage": _text("language"),
    "dateline": _text("dateline"),
    "locationCreated": _places,
    "contentLocation": _places,
    "correction": _correction,
    "sourceOrganization": _provider,
    "provider": _provider,
    "copyrightHolder": _provider,
}


def _crumbs(page: Page, headline: str | None) -> list[str]:
    """Return the names in the JSON-LD breadcrumb, without the front page and the story itself."""
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
    return flat(
        said(item.get("name")) or (said(item.get("item")) if isinstance(item.get("item"), dict) else None)
    )


def facts_of_meta(page: Page, draft: Draft) -> None:
    """State the facts of the meta elements; the outlet's own name goes before the company's of the JSON-LD."""
    for name, rule in ((name, f"meta {name}") for name in META["byline"] if name in page.meta):
        state_authors(draft, re.split(r"[;|]", page.meta[name]), rule)
    for name in META["agency"]:
        if name in page.meta:
            draft.state("agency", agency_named(page.meta[name]), f"meta {name}")
    for target in ("published", "updated"):
        for name in META[target]:
            if name in page.meta and DIGITS.search(page.meta[name]):
                state_date(draft, target, page.meta[name], f"meta {name}")
    _outlet(page, draft)
    for name in META["headline"]:
        draft.state("headline", flat(page.meta.get(name)), f"meta {name}")
    for name in META["section"]:
        draft.state("section", listed(page.meta.get(name)), f"meta {name}")
    for name in LISTED:
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
        ((flat(name) or "").split(" | ")[0], rule) for name, rule in named if not name.startswith("http")
    ]
    letters = re.sub(r"[^a-z0-9]", "", host_of(page.url or ""))
    fitting = [
        (name, rule)
        for name, rule in names
        if len(bare(name)) > 2 and bare(name).removeprefix("the") in letters
    ]
    for name, rule in fitting + names:
        draft.state("publisher", name, rule)


def bare(name: str) -> str:
    """Return the letters and digits of a name in lower case, for comparing."""
    return re.sub(r"\W", "", name).lower()
