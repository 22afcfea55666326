"""Small issues of newspapers, for tests: pages of ALTO and the METS that describes them."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from morgue.errors import FeedError
from morgue.feeds import reader
from morgue.io.delivery import Delivery
from morgue.io.feed import Feed
from morgue.model.article import Article, Source

ALTO_3 = "http://www.loc.gov/standards/alto/ns-v3#"


def strings(words: str) -> str:
    """Words as elements; `pre|whole-` is the first part of a parted word, `-fix|whole` the second."""
    made = []
    for at, word in enumerate(words.split()):
        text, _, whole = word.partition("|")
        kind = ""
        if whole:
            part = 1 if whole.endswith("-") else 2
            kind = f' SUBS_TYPE="HypPart{part}" SUBS_CONTENT={quoteattr(whole.rstrip("-"))}'
        made.append(f'<String HPOS="{at * 10}" VPOS="5" CONTENT={quoteattr(text)}{kind} WC="0.80"/>')
    return "<SP/>".join(made)


def block(name: str, *lines: str, more: str = "") -> str:
    """A block of text; a line that ends in ~ has a HYP at its end."""
    made = "".join(
        f"<TextLine>{strings(line.removesuffix('~'))}{'<HYP/>' if line.endswith('~') else ''}</TextLine>"
        for line in lines
    )
    return f'<TextBlock ID="{name}" {more}>{made}</TextBlock>'


def alto(
    *blocks: str, number: int = 1, namespace: str = ALTO_3, before: str = "", margins: str = ""
) -> bytes:
    """A page of these blocks."""
    declared = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alto{declared}>{before}<Layout><Page ID="P{number}" PHYSICAL_IMG_NR="{number}" PC="0.7">'
        f'{margins}<PrintSpace ID="PS{number}">{"".join(blocks)}</PrintSpace></Page></Layout></alto>'
    ).encode()


def area(begin: str, *, file: str = "F1", end: str = "") -> str:
    """A pointer to a part of a page."""
    last = f' END="{end}"' if end else ""
    return f'<fptr><area FILEID="{file}" BETYPE="IDREF" BEGIN="{begin}"{last}/></fptr>'


def div(kind: str, inside: str = "", more: str = "") -> str:
    """A div of a structure."""
    return f'<div TYPE="{kind}" {more}>{inside}</div>'


def mods(name: str, inside: str) -> str:
    """A section of MODS."""
    return f'<dmdSec ID="{name}"><mdWrap MDTYPE="MODS"><xmlData><mods:mods>{inside}</mods:mods></xmlData></mdWrap></dmdSec>'


ISSUE = (
    "<mods:titleInfo><mods:title>Harbour Post</mods:title></mods:titleInfo>"
    "<mods:originInfo><mods:dateIssued>1911-03-04</mods:dateIssued></mods:originInfo>"
)


def mets(
    logical: str,
    pages: Iterable[str] = ("p1.xml", "p2.xml"),
    *,
    sections: str | None = None,
    links: str = "",
    physical: str | None = None,
    more: str = "",
) -> bytes:
    """An issue whose pages are at these addresses, with the IDs F1, F2…"""
    named = list(enumerate(pages, start=1))
    files = "".join(
        f'<file ID="F{at}" MIMETYPE="text/xml"><FLocat LOCTYPE="URL" xlink:href={quoteattr(each)}/></file>'
        for at, each in named
    )
    sheets = "".join(
        f'<div TYPE="page" ORDER="{at}" ORDERLABEL="{at}"><fptr FILEID="F{at}"/></div>' for at, _ in named
    )
    structure = f'<structMap TYPE="LOGICAL">{logical}</structMap>' if logical else ""
    return (
        '<?xml version="1.0"?><mets xmlns="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {more}>'
        f'{mods("D", ISSUE) if sections is None else sections}<fileSec><fileGrp USE="Text">{files}</fileGrp></fileSec>'
        f'<structMap TYPE="PHYSICAL"><div TYPE="physSequence">{sheets if physical is None else physical}</div></structMap>'
        f"{structure}{links}</mets>"
    ).encode()


def issue(*inside: str) -> str:
    """The logical structure of an issue with these articles."""
    return div("ISSUE", "".join(inside), 'DMDID="D"')


class InMemory(Delivery):
    """A delivery of bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files

    def read(self, path: str, size: int) -> bytes | None:
        found = self.files.get(path)
        return None if found is None else found[:size]

    def names(self, folder: str) -> list[str]:
        return sorted(posixpath.basename(each) for each in self.files if posixpath.dirname(each) == folder)


def feed(files: Mapping[str, bytes], name: str, form: str) -> Feed:
    """One of these files as a feed, with the others as its delivery."""
    data = files[name]
    made = Feed(Source(name, form, length=len(data)), io.BytesIO(data), posixpath.basename(name))
    made.place, made.delivery = name, InMemory(files)
    return made


def read(files: Mapping[str, bytes], name: str = "mets.xml", form: str = "mets") -> list[Article]:
    """The articles of one of these files; a complaint is a failure."""
    given = feed(files, name, form)
    found = list(reader(form).read(given))
    assert [each.message for each in given.complaints] == []
    return found


def read_with_reasons(
    files: Mapping[str, bytes], name: str = "mets.xml", form: str = "mets"
) -> tuple[list[Article], list[str]]:
    """The articles of one of these files, and what is said of it."""
    given = feed(files, name, form)
    found: list[Article] = []
    said: list[str] = []
    try:
        for each in reader(form).read(given):
            found.append(each)
    except FeedError as error:
        said.append(error.message)
    return found, [*(each.message for each in given.complaints), *said]
