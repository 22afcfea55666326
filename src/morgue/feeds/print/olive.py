"""Read articles of newspapers in the XML of Olive Software's ActivePaper: a file for each article, advertisement or picture.

`Meta` has the headline, the section, the paper and the day; `HedLine_hl1` and `HedLine_hl2` print the headline and what is below it, `Byline` who
wrote it, and the rest the text, a `Primitive` for each block, in which `L` begins a line and `W` is a word. A word that a line
divides is given in its parts (`Q`, `q`), and whole behind them (`QW`). `NS` says that no blank follows a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import state_kind
from morgue.feeds.print.ocr_lines import paragraphs_of
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, descendants, first, local
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_ROOTS = frozenset(("xmd-entity", "xmd-page"))
_FOLDER = re.compile(r"/(\d{4})/(\d\d)/(\d\d)(?:/|\Z)")
_SIGNS = frozenset(",.;:!?)]»”")
"""What no blank is before."""


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an entity or the layout of a page of ActivePaper, else 0."""
    root = root_name(head)
    return 95 if root is not None and root[1].lower() in _ROOTS else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the article of the file. Raises NoArticle for the layout of a page, whose articles are files of their own."""
    data = feed.bytes()
    parsed = parse(data)
    drafts = ((draft, (0, len(data))) for draft in _drafts(parsed.root))
    yield from articles_of(feed, parsed, data, drafts, lambda: _instead(parsed.root))


def _instead(root: Element) -> str:
    if _is_page(root):
        return "the layout of a newspaper's page: its articles are in files of their own"
    return "an entity of a newspaper without a word"


def _is_page(root: Element) -> bool:
    return local(root).lower() == "xmd-page" or (root.get("ENTITY_TYPE") or "").lower() == "page"


def _drafts(root: Element) -> Iterator[Draft]:
    if _is_page(root):
        return
    meta = first(root, "Meta")
    facts: dict[str, str] = dict(meta.attrib) if meta is not None else {}
    draft = Draft()
    printed = [
        (local(each), _blocks(each)) for each in root if local(each) not in ("Meta", "Link", "DataFiles", "")
    ]
    heads = {name: " ".join(map(" ".join, blocks)) for name, blocks in printed if name.startswith("HedLine")}
    draft.state("headline", heads.pop("HedLine_hl1", None), "HedLine_hl1")
    draft.state("headline", _named(facts.get("NAME")), "Meta@NAME")
    draft.other_headlines += filter(None, heads.values())
    if draft.other_headlines:
        draft.evidence["other_headlines"] = "HedLine_hl2"
    draft.state(
        "byline",
        next((" ".join(map(" ".join, blocks)) for name, blocks in printed if name == "Byline"), None),
        "Byline",
    )
    body = [
        block for name, blocks in printed if not name.startswith(("HedLine", "Byline")) for block in blocks
    ]
    draft.state("text", paragraphs_of(body), "Content")
    if not (draft.text or draft.headline):
        return
    state_kind(draft, root.get("ENTITY_TYPE"), "XMD-entity@ENTITY_TYPE")
    if section := " ".join((facts.get("SECTION") or "").split()):
        draft.section = [section]
        draft.evidence["section"] = "Meta@SECTION"
    draft.state("publisher", facts.get("PUBLICATION"), "Meta@PUBLICATION")
    day = _day(facts)
    draft.state("day", day, "Meta@BASE_HREF")
    draft.state("published", day, "Meta@BASE_HREF")
    page = facts.get("PAGE_LABEL") or root.get("PAGE_NO")
    draft.edition = Edition(None, page, None, None) if page else None
    draft.evidence["edition"] = "Meta@PAGE_LABEL"
    draft.state("language", root.get("LANGUAGE"), "XMD-entity@LANGUAGE")
    if (issue := root.get("DOC_UID")) and (name := root.get("ID")):
        draft.authority = "olive"
        draft.state("identifier", f"{issue}/{name}", "XMD-entity@ID")
    yield draft


def _named(name: str | None) -> str | None:
    """Return a name that an editor gave; `Untitled Article` and a beginning of the text that breaks off (`…`) are the program's."""
    if not name or name.endswith(("...", "…")):
        return None
    return None if name.lower().startswith(("untitled", "ad.", "article", "no title")) else name


def _day(facts: dict[str, str]) -> str | None:
    """Return the day of issue: that of the folder (`GDL/1900/01/02`), where year, month and day are plain, else as it is printed."""
    found = _FOLDER.search(f"/{facts.get('BASE_HREF') or ''}")
    return "-".join(found.groups()) if found else facts.get("ISSUE_DATE")


def _blocks(node: Element) -> list[list[str]]:
    """Return the lines of each block in a part of an article."""
    return [lines for each in (list(descendants(node, "Primitive")) or [node]) if (lines := _lines(each))]


def _lines(primitive: Element) -> list[str]:
    lines: list[str] = []
    line = ""
    is_joined = ends_joined = False
    for each in primitive:
        name = local(each)
        if name == "L":
            lines += [line] if line else []
            line, is_joined = "", False
            continue
        if name not in ("W", "QW"):
            ends_joined = each.get("NS") == "y"
            continue
        word = " ".join((each.text or "").split())
        if word:
            is_close = not line or is_joined or (len(word) == 1 and word in _SIGNS)
            line += word if is_close else f" {word}"
            is_joined = ends_joined if name == "QW" else each.get("NS") == "y"
    return [*lines, line] if line else lines
