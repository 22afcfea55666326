"""Read the text exports of Retriever: Mediearkivet (Sweden), ATEKST (Norway), and those of Denmark and Finland.

A cover names the library, the day and often every document (`> Headline, Paper, DATE`). Rules part the documents:

    Färjan ställs in
    Norra Kustbladet, 2004-12-23                                 Norwegian: 20.09.1989, below a rule of hyphens
    NORDIN EVA                                                   an author; or a section
    Sida 11                                                      pages of a double one: 10#11
    Publicerat i print.                                          or on the web: then only the first words may follow

    The text, hard-wrapped; what Retriever takes for the lead is a paragraph of its own, if within a sentence.

    Bildtext: …
    © Kustbladet<br>Alla artiklar är skyddade …

    Läs hela artikeln på http://ret.nu/abcDEF
    ==============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.extract.names import is_name
from morgue.feeds.press.documents import SENTENCE_END, Line, lines_of_text, unwrapped
from morgue.feeds.press.download import Download
from morgue.feeds.press.issue import state_edition
from morgue.io.feed import Feed
from morgue.model.article import Article

_RULE = re.compile(r"={40,}")
_UNDERLINE = re.compile(r"-{40,}")
_LISTED = re.compile(r">\s*\S.*,\s(?:\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})(?:\s\d\d?[:.]\d\d)?")
_PAPER = re.compile(
    r"(?P<paper>[^>\s].{0,120}?),\s+(?P<day>\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})(?:,?\s+(?:kl\.?\s*)?(?P<clock>\d\d?[:.]\d\d(?::\d\d)?))?"
)
_MEDIUM = re.compile(
    r"(?:Publicerat (?:i|på)|Pu ?blisert på|Publiceret (?:i|på)|Udgivet (?:i|på)|Julkaistu|Sänt i|Sendt (?:i|på)|Published (?:in|on)) .{1,40}?\.?"
)
_PAGE = re.compile(r"(?:Sida|Sidor|Sidan|Side|Sider|Sivu|Sivut|Pages?):?\s+(?P<page>[\w#–, /-]{1,40})")
_SECTION = re.compile(
    r"(?:Seksjon|Sektion|Avdelning|Avdeling|Del|Osasto|Section):\s*(?P<section>\S.*)", re.IGNORECASE
)
_CAPTION = re.compile(r"(?:Bildtext|Bildetekst|Billedtekst|Kuvateksti|Caption):", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:Optional\[)?(?:©|Alla artiklar är skyddade|Alt innhold er opphavsrett|Materialet er vernet|Alt materiale i)"
)
_LINK = re.compile(r"(?:[^\W\d_][^.:;\n]{0,60}\s+)?(?P<url>https?://(?:www\.)?\S+)")
_COUNT = re.compile(
    r"(?P<count>\d{1,6})\s+(?:papir|nett|print|web|tidnings)?(?:artikler|artiklar|artikel|klipp|nyheter|nyheder|artikkelia|articles)",
    re.IGNORECASE,
)
_MOST_ABOVE = 4
"""Lines that a headline may have."""
_MOST_LINES = 8
"""Lines within which the paper is named, and within which the medium is below it."""
_MOST_RIGHTS = 2_000
_SURE = 98


def sniff(head: bytes, name: str) -> int:
    """Return 98 where the first document, or the one behind the cover, has a line of paper and day and one of its medium."""
    held: list[Line] = []
    for line in lines_of_text(head):
        if _RULE.fullmatch(line.text.strip()) and _paper_of(held) is not None:
            break
        held.append(line)
    if (paper := _paper_of(held)) is None:
        return 0
    return _SURE if _medium_of(held, paper[0]) is not None else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the documents in order, and compare their number with the cover's. Raises NoArticle where there is none."""
    data = feed.bytes()
    download = Download()
    end = lost = 0
    for at, lines in enumerate(_between_rules(lines_of_text(data))):
        if at == 0:
            _count_listed(download, lines)
        if (paper := _paper_of(lines)) is None:
            lost += at > 0 and any(each.text.strip() for each in lines)
            continue
        draft, start = _draft(lines, *paper)
        if not (draft.headline or draft.text):
            continue
        download.count()
        first, last = lines[start], lines[-1]
        end = last.offset + last.length
        yield article(draft, feed.at(first.offset, end - first.offset) if end else feed.at(0, len(data)))
    if not download.found:
        raise NoArticle("an export of Retriever without a document")
    download.check(feed)
    if lost:
        feed.complain(f"{lost:,} parts of the export name no paper and day, and were not read")


def _between_rules(lines: Iterable[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        if _RULE.fullmatch(line.text.strip()):
            if held:
                yield held
            held = []
        else:
            held.append(line)
    if held:
        yield held


def _count_listed(download: Download, lines: list[Line]) -> None:
    """Note how many documents the cover lists, or says that there are."""
    listed = sum(1 for each in lines if _LISTED.fullmatch(each.text.strip()))
    if not listed:
        found = next(filter(None, (_COUNT.fullmatch(each.text.strip()) for each in lines[:12])), None)
        listed = int(found["count"]) if found else 0
    if listed:
        download.state(None, listed)


def _paper_of(lines: list[Line]) -> tuple[int, re.Match[str]] | None:
    """Return the place of the line that names the paper and the day, and the line.

    It is the first one behind the list of the cover that has the medium below it, or else one of the first lines.
    """
    listed = [at for at, each in enumerate(lines) if each.text.startswith(">")]
    start = listed[-1] + 1 if listed and _LISTED.fullmatch(lines[listed[-1]].text.strip()) else 0
    first = None
    for at in range(max(1, start), len(lines)):
        if found := _PAPER.fullmatch(lines[at].text.strip()):
            if _medium_of(lines, at) is not None:
                return at, found
            if first is None and at <= start + _MOST_LINES:
                first = at, found
    return first


def _medium_of(lines: list[Line], place: int) -> int | None:
    """Return the place of the line that names the medium, below that of the paper."""
    below = range(place + 1, min(place + _MOST_LINES, len(lines)))
    return next((at for at in below if _MEDIUM.fullmatch(lines[at].text.strip())), None)


def _draft(lines: list[Line], place: int, found: re.Match[str]) -> tuple[Draft, int]:
    """Return the draft of a document, and the place of its first line."""
    draft = Draft()
    rule = "line of the paper"
    draft.state("publisher", found["paper"], rule)
    draft.state("published", f"{found['day']} {(found['clock'] or '').replace('.', ':')}".strip(), rule)
    draft.state("day", found["day"], rule)
    start = place
    while start and (
        _UNDERLINE.fullmatch(lines[start - 1].text.strip()) or not lines[start - 1].text.strip()
    ):
        start -= 1
    above: list[str] = []
    while start and len(above) < _MOST_ABOVE and lines[start - 1].text.strip():
        if lines[start - 1].text.startswith(">") or lines[start - 1].text.rstrip().endswith(":"):
            break
        start -= 1
        above.insert(0, " ".join(lines[start].text.split()))
    draft.state("headline", " ".join(above), "above the paper")
    end = next((at for at in range(place + 1, len(lines)) if not lines[at].text.strip()), len(lines))
    medium = _medium_of(lines, place)
    end = medium + 1 if medium is not None else end
    for line in lines[place + 1 : end]:
        _state_fact(draft, " ".join(line.text.split()))
    _state_text(draft, [each.text.rstrip() for each in lines[end:]])
    return draft, start


def _state_fact(draft: Draft, text: str) -> None:
    """State what a line below the paper says."""
    if not text or _MEDIUM.fullmatch(text):
        return
    if found := _PAGE.fullmatch(text):
        state_edition(draft, "page", page=found["page"].replace("#", "–"))
    elif found := _SECTION.fullmatch(text):
        draft.section.append(found["section"])
        draft.evidence.setdefault("section", "section")
    elif (
        draft.byline is None and not text.endswith(".") and is_name(text.title() if text.isupper() else text)
    ):
        draft.state("byline", text, "below the paper")
    else:
        draft.section.append(text.rstrip("."))
        draft.evidence.setdefault("section", "below the paper")


def _state_text(draft: Draft, lines: list[str]) -> None:
    """State the text; the address, the rights and captions are no part of it."""
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and (found := _LINK.fullmatch(lines[-1].strip())):
        draft.state("url", found["url"], "link to the whole")
        lines.pop()
        if found["url"] == found[0] and lines and re.fullmatch(r"\D{4,40} på", lines[-1].strip()):
            lines.pop()
    text = "\n".join(lines)
    begins = [each.start() for each in _RIGHTS.finditer(text, max(0, len(text) - _MOST_RIGHTS))]
    rights = next((at for at in begins if "\n\n" not in text[at:].strip()), None)
    if rights is not None:
        draft.boilerplate.append(" ".join(re.sub(r"<br\s*/?>", " ", text[rights:]).split()))
        text = text[:rights]
    kept: list[str] = []
    for paragraph in unwrapped(text):
        if _CAPTION.match(paragraph):
            draft.boilerplate.append(paragraph)
        elif len(kept) == 1 and paragraph[0].islower() and not SENTENCE_END.search(kept[0]):
            kept[0] = f"{kept[0]} {paragraph}"
        else:
            kept.append(paragraph)
    draft.state("text", "\n\n".join(kept), "text")
