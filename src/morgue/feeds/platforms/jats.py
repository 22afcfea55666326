"""Read articles of periodicals in JATS (Journal Article Tag Suite, NISO Z39.96), its forerunner NLM, and dumps of several.

The periodical is the publisher, a heading of `article-categories` the section, the date of publication the day, page and volume
the edition. The abstract goes beside the body, or is the text where there is no body. Figures, tables, formulas, references and
notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, markup_line, set_aside
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import (
    Element,
    children,
    descendants,
    every,
    first,
    language_of,
    line_at,
    line_of,
    lines_of,
    local,
    spans,
)
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_META = re.compile(
    rb"<(?:[\w.-]{1,20}:)?article-meta[\s>]|<(?:[\w.-]{1,20}:)?front[\s>]\s*<(?:[\w.-]{1,20}:)?journal-meta"
)
_ROOTS = frozenset(("article", "articles", "pmc-articleset", "pmcarticleset"))
_HIDDEN = frozenset(
    (
        "fig", "fig-group", "table-wrap", "table-wrap-group", "disp-formula", "disp-formula-group", "inline-formula", "ref-list", "fn-group", "fn",
        "supplementary-material", "graphic", "media", "tex-math", "math", "object-id", "label", "sec-meta", "alternatives",
    )
)  # fmt: skip
_DATES = ("pub", "epub", "ppub", "epub-ppub", "collection", "preprint", "")
"""The kinds of dates of publication, the surest first."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  a table of words


def sniff(head: bytes, name: str) -> int:
    """Return 97 for an article, or a set of them, with the front matter of JATS, else 0."""
    root = root_name(head)
    return 97 if root is not None and root[1].lower() in _ROOTS and _META.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles in order. Raises NoArticle where none has a title or a text."""
    data = feed.bytes()
    parsed = parse(data)
    items = [each for each in descendants(parsed.root, "article") if first(each, "front") is not None]
    places = spans(data, "article", len(items)) if len(items) > 1 else iter([(0, len(data))])
    drafts = ((draft, place) for item, place in zip(items, places, strict=False) if (draft := _draft(item)))
    yield from articles_of(feed, parsed, data, drafts, lambda: "a document of JATS without an article")


def _draft(item: Element) -> Draft | None:
    """Return what an article says; None where it has neither title nor text."""
    meta = first(item, "front/article-meta")
    if meta is None:
        meta = first(item, "front")
    draft = Draft()
    draft.state("headline", markup_line(_title(first(meta, "title-group/article-title"))), "article-title")
    others = lines_of(
        [*every(meta, "title-group/subtitle"), *every(meta, "title-group/trans-title-group/trans-title")]
    )
    draft.state("other_headlines", others, "subtitle")
    abstracts = [copy_of(each, hidden=_HIDDEN) for each in children(meta, "abstract")]
    body = _body(first(item, "body"))
    rule = "body" if body else "abstract"
    text = body or (abstracts.pop(0) if abstracts else "")
    draft.state("text", text, rule)
    draft.partial = rule == "abstract"
    for each in abstracts:
        set_aside(draft, each)
    for caption in (
        line_of(each) for figure in descendants(item, "fig") for each in children(figure, "caption")
    ):
        set_aside(draft, caption)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    if draft.text:
        draft.evidence["body"] = rule
    set_aside(draft, line_at(meta, "permissions/copyright-statement"))
    draft.state("byline", ", ".join(_writers(meta)), "contrib")
    journal = first(item, "front/journal-meta")
    if journal is not None:
        for path in ("journal-title-group/journal-title", "journal-title", "publisher/publisher-name"):
            draft.state("publisher", line_at(journal, path), path.rpartition("/")[2])
    draft.state("published", _date(meta), "pub-date")
    groups = [
        each for each in descendants(meta, "subj-group") if each.get("subj-group-type") in ("heading", None)
    ]
    draft.state(
        "section",
        list(dict.fromkeys(lines_of(each for group in groups for each in children(group, "subject")))),
        "subject",
    )
    draft.state("keywords", lines_of(descendants(meta, "kwd")), "kwd")
    draft.state("language", language_of(item), "lang")
    doi = next(
        (line_of(each) for each in children(meta, "article-id") if each.get("pub-id-type") == "doi"), None
    )
    draft.identifier = f"doi:{doi}" if doi else None
    _lineage(draft, item)
    address = next((each for each in children(meta, "self-uri")), None)
    href = (
        next((value for name, value in address.attrib.items() if name.endswith("href")), None)
        if address is not None
        else None
    )
    draft.state("url", href if href and href.startswith("http") else None, "self-uri")
    page, volume = line_at(meta, "fpage"), line_at(meta, "volume")
    if page or volume:
        draft.edition = Edition(None, page, line_at(meta, "issue"), volume)
        draft.evidence["edition"] = "fpage" if page else "volume"
        draft.state("day", draft.published, "pub-date")
    return draft


_RELATIONS = {
    "corrected-article": "correction",
    "retracted-article": "withdrawn",
    "updated-article": "update",
}
"""The relations of a notice to the article that it is about (JATS, `related-article-type`)."""


def _lineage(draft: Draft, item: Element) -> None:
    """State which articles a notice corrects or retracts, by their DOI."""
    for each in descendants(item, "related-article"):
        signal = _RELATIONS.get(each.get("related-article-type") or "")
        href = next((value for name, value in each.attrib.items() if name.endswith("href")), None)
        if signal and href and each.get("ext-link-type", "doi") == "doi":
            draft.follow(f"doi:{_DOI.sub('', href.strip())}", "related-article")
            draft.signal_version(signal, "related-article")


_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)


def _body(node: Element | None) -> str:
    """Return the copy of a body: its sections with their titles, without the marks of references and notes."""
    if node is None:
        return ""
    for each in list(descendants(node, "xref")):
        if each.get("ref-type") in ("bibr", "fn", "table-fn"):
            each.text = None
            for child in list(each):
                each.remove(child)
    for section in descendants(node, "sec"):
        for title in children(section, "title"):
            title.tag = "h2"
    return (
        copy_of(node, hidden=_HIDDEN)
        .replace(" .", ".")
        .replace(" ,", ",")
        .replace("[]", "")
        .replace("()", "")
    )


def _title(node: Element | None) -> str | None:
    """Return the words of a title without its footnotes."""
    if node is None:
        return None
    return " ".join(copy_of(node, hidden=_HIDDEN | {"xref"}).split()) or line_of(node)


def _writers(meta: Element) -> Iterator[str]:
    """Yield the names of the writers, given name first; a group by its own name."""
    for each in descendants(meta, "contrib"):
        if each.get("contrib-type", "author") not in ("author", "reporter", "writer"):
            continue
        for name in each:
            kind = local(name)
            if kind == "name":
                parts = [line_at(name, part) for part in ("prefix", "given-names", "surname", "suffix")]
                if found := " ".join(filter(None, parts)):
                    yield found
                break
            if kind in ("string-name", "collab", "name-alternatives", "on-behalf-of") and (
                found := line_of(name) or ""
            ):
                yield found
                break


def _date(meta: Element) -> str | None:
    """Return the day of publication; None where only a month or a year is stated."""
    found: dict[str, str] = {}
    for each in children(meta, "pub-date"):
        kind = each.get("date-type") or each.get("pub-type") or ""
        stated = each.get("iso-8601-date")
        year, month, day = (line_at(each, part) for part in ("year", "month", "day"))
        if month and not month.isdecimal() and month[:3].lower() in _MONTHS:
            month = str(_MONTHS.index(month[:3].lower()) + 1)
        if year and month and day and month.isdecimal() and day.isdecimal():
            stated = stated or f"{year}-{int(month):02}-{int(day):02}"
        if stated and len(stated) >= 10:
            found.setdefault(kind, stated)
    return next((found[kind] for kind in _DATES if kind in found), next(iter(found.values()), None))
