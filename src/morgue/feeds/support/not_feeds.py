"""Files that are no news feed: what each is, known by its first bytes or lines, so that the reason names it.

Three tables say it: the marks that binary files begin with, the lines that text files begin with or consist of,
and the roots and marks of documents. A file that holds stories which no reader takes out (a PDF document, the
export of a press database) is rejected; one that holds none (a list of checksums, subtitles, an index) is sound
and without a story.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from morgue.errors import FeedError, NoArticle
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import local
from morgue.io.encoding import decode

_LOOKED_AT = 16_384
"""How many bytes of a head are cut into lines."""

_BINARY = (
    (b"%PDF-", "a PDF document: PDF is not supported"),
    (b"{\\rtf", "an RTF document: RTF is not supported"),
    (b"\xd0\xcf\x11\xe0", "an office document of an old form (Word, Excel), which is not supported"),
    (b"PAR1", "a Parquet table: Parquet is not supported"),
    (b"ARROW1", "an Arrow table: Arrow is not supported"),
    (b"Obj\x01", "an Avro file: Avro is not supported"),
    (b"%!PS", "a PostScript document: PostScript is not supported"),
    (b"AT&TFORM", "a DjVu document: DjVu is not supported"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_MAGICS = tuple(magic for magic, _ in _BINARY)
_DEMANDED = {
    b"%PDF-": rb"%PDF-\d",
    b"PAR1": rb"PAR1(?:[^ -~]|\Z)",
    b"ARROW1": rb"ARROW1(?:\0|\Z)",
    b"%!PS": rb"%!PS(?:-|\s|\Z)",
    b"GIF8": rb"GIF8[79]a(?:.[\0-\x1f].[\0-\x1f]|.{0,3}\Z)",
    b"SQLite format 3": rb"SQLite format 3(?:\0|\Z)",
    b"OggS": rb"OggS(?:\0|\Z)",
    b"ID3": rb"ID3(?:[\x02-\x04]|\Z)",
    b"fLaC": rb"fLaC(?:[\0\x80]|\Z)",
    b"RIFF": rb"RIFF(?:.{4}(?:WAVE|AVI |WEBP|RMID|CDDA|ACON|sfbk)|.{0,7}\Z)",
    b"wOFF": rb"wOFF(?:\0|OTTO|true|\Z)",
    b"wOF2": rb"wOF2(?:\0|OTTO|true|\Z)",
}
"""What the formats demand behind a mark that is made of letters, with which a story may begin, too."""

_DEMANDS = {magic: re.compile(pattern, re.DOTALL) for magic, pattern in _DEMANDED.items()}


def binary_kind(data: bytes) -> str | None:
    """What a file is by the mark that it begins with and what its format demands behind it; None for any other file."""
    if not data.startswith(_MAGICS):
        return None
    magic, what = next(each for each in _BINARY if data.startswith(each[0]))
    return what if magic not in _DEMANDS or _DEMANDS[magic].match(data[:64]) else None


class _Form(NamedTuple):
    """A form of file: how its text begins, or what its lines are, and what it is called."""

    pattern: re.Pattern[str]
    kind: str


def _form(kind: str, pattern: str) -> _Form:
    return _Form(re.compile(pattern, re.MULTILINE), kind)


_BEGINS = (
    _form("subtitles (WebVTT)", r"WEBVTT(?:\s*\Z|(?:[ \t][^\n]*+)?\n(?=[\s\S]*?-->))"),
    _form("subtitles (SRT)", r"(?:\d{1,6}\s*+)?-?\d{1,2}:\d\d:\d\d[,.:]\d{1,3}\s*--?>\s*-?\d{1,2}:\d\d"),
    _form("subtitles (SubViewer)", r"\d{1,2}:\d\d:\d\d\.\d{2,3},\d{1,2}:\d\d:\d\d\.\d{2,3}\s*$|\[INFORMATION\]\s*$"),
    _form("subtitles (SubStation Alpha)", r"\[Script Info\]\s*$"),
    _form("subtitles (MicroDVD)", r"\{\d{1,7}\}\{\d{1,7}\}"),
    _form("timed text (LRC)", r"(?:\[[a-z]{2,6}:[^\]\n]*\]\s*)*\[\d\d:\d\d[.:]\d\d\d?\]"),
    _form("citations (RIS)", r"(?:\d{1,6}\.\s*\n)?TY[ \t]{1,3}-[ \t]*[A-Z]{3,10}\s*$"),
    _form("citations (EndNote)", r"%0 [A-Z][\w ]{3,40}\s*\n%[A-Z0-9@!] "),
    _form("citations (BibTeX)", r"(?:%[^\n]*+\n|\s)*+@(?i:string|comment|preamble|[a-z]{3,24})\s*+[{(]\s*+[^\s,={}()]{0,200}+\s*+(?:,\s*+[\w-]++\s*+=|=)"),
    _form("citations (PubMed)", r"PMID- ?\d+\s*$"),
    _form("citations (Web of Science)", r"FN (?:Thomson|Clarivate|ISI)\b[^\n]*\n"),
    _form("citations (RefWorks)", r"RT [A-Z][\w ,]{3,40}\n(?:SR|ID|A1|T1) "),
    _form("an index of a web archive (cdx)", r" ?CDX(?: [A-Za-z])+\s*$|!meta\s+0\s+\{"),
    _form("rows of GDELT", r"\d{5,12}\t\d{8}\t\d{6}\t\d{4}\t|\d{14}-T?\d+\t\d{14}\t|\d{5,12}\t\d{14}\t\d{14}\t\d\t"),
    _form("the declaration of a delivery (BagIt)", r"BagIt-Version: *\d"),
    _form("the description of a delivery (BagIt)", r"(?:(?!Bag|Payload)[A-Z][\w-]{1,40}: [^\n]*+\n(?:[ \t]++[^\n]*+\n)*+)*+(?:Bagging-Date|Payload-Oxum|Bag-Software-Agent|Bag-Size|Bag-Group-Identifier): "),
    _form("a key or a certificate", r"-----BEGIN (?!PGP SIGNED)[A-Z0-9 ]{3,40}-----\s*$"),
    _form("a calendar (iCalendar)", r"BEGIN:VCALENDAR\s*$"),
    _form("address cards (vCard)", r"BEGIN:VCARD\s*$"),
    _form("a playlist (M3U)", r"#EXTM3U\b"),
    _form("instructions for crawlers (robots.txt)", r"(?:#[^\n]*+\n|\s)*+(?i:user-agent|sitemap):[^\n]*+\n(?:#[^\n]*+\n|\s)*+(?i:user-agent|disallow|allow|crawl-delay|sitemap):"),
    _form("queries of a test collection", r"\*FIND[ \t]+\d{1,6}[ \t]*$"),
    _form("a patch", r"diff --git a/|--- a/[^\n]*\n\+\+\+ b/"),
    _form("a program (PHP)", r"<\?php\b"),
    _form("a program (script)", r"#! ?/(?:\w+/){0,5}bin/(?:env[ \t]++(?:-\S+[ \t]++)*+)?[\w.+-]++(?:[ \t]++-\S++)*+[ \t]*+(?:\n|\Z)"),
)  # fmt: skip
"""How a text begins that is of another kind."""

_STAMP = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d| [A-Z]{3,4})?"
_LEVEL = r"(?i:trace|debug|info|notice|warn(?:ing)?|error|err|fatal|critical|crit|alert|emerg|severe)"
_LOG = _form(
    "a log",
    rf"\S+ \S+ \S+ \[\d{{1,2}}/[A-Z][a-z]{{2}}/\d{{4}}:\d\d:\d\d:\d\d"  # a web server's
    rf"|\[?{_STAMP}\]?[ \t|,;:-]{{1,4}}+(?:[^\s|]{{1,60}}+[ \t|]{{1,4}}+){{0,3}}?[\[(<]?{_LEVEL}[\])>]?[ \t|:,-]"
    rf"|[\[(<]?{_LEVEL}[\])>]?[ \t|:-]+\[?{_STAMP}"
    rf"|(?-i:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL):[A-Za-z_][\w.]*:"
    r"|(?:<\d{1,3}>\d? ?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|" + _STAMP + r") [\w.:-]{1,80} [\w./()-]{1,60}(?:\[\d+\])?: "
    r"|\[(?:[A-Z][a-z]{2} )?(?:\d\d-)?[A-Z][a-z]{2}[- ](?:\d\d|\d{4})[ \d:.]{0,24}[^\]\n]{0,20}\] (?:PHP |\[)"
    rf"|\d{{4}}/\d\d/\d\d \d\d:\d\d:\d\d \[{_LEVEL}\]",
)  # fmt: skip
_HEX = r"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})"
_CONSISTS = (
    _form(
        "a list of checksums",
        rf"\\?{_HEX}(?:[ \t]{{0,8}}[*;,]?[ \t]{{0,8}}|[ \t]{{1,8}}\S{{1,30}}[ \t]{{1,8}})\S|{_HEX}\Z|[A-Za-z][\w/-]{{1,15}} ?\(.{{1,1000}}\) ?= ?[0-9a-fA-F]{{8,128}}\Z"
        rf"|\S.{{0,1000}}?(?<=[ \t:=;,|]){_HEX}\Z|\S+\.\w{{1,5}} [0-9A-Fa-f]{{8}}\Z|sha(?:1|256|384|512)[-:][\w+/=]{{20,90}}\s+\S",
    ),
    _form("an index of a web archive (cdx)", r"\S{1,4000} \d{14} (?:https?:|\{|\S{1,20}:)|\S{0,1000}\)\S{0,1000} \d{4,17}[ \t](?:\{|\S+[ \t]\d+[ \t]\d+)"),
    _form("a list of web addresses", r"<?(?:https?|ftp)://[^\s<>]+>?\Z"),
    _form("a list of names of files", r"(?:\.{0,2}/)?(?:[\w.@+=-]+/)+[\w.@+=-]+\.[A-Za-z0-9]{1,6}(?:\.(?:gz|bz2|xz|zst))?\Z"),
)  # fmt: skip
"""What nearly all lines of a file are that is of another kind."""

_COMMENT = re.compile(r"\s*(?:[#;%]|//|-----|Hash: )")

_PRESS = "{}: not supported yet"
_NEXIS, _FACTIVA, _PROQUEST, _EUROPRESSE = (
    "a Nexis export",
    "a Factiva export",
    "a ProQuest export",
    "a Europresse export",
)
_PAGES_OF_EXPORTS = (
    (b"<DOCFULL>", _NEXIS, None),
    (b"<DOC NUMBER=", _NEXIS, None),
    (b"factivalogo", _FACTIVA, re.compile(rb"class=[\"']factivalogo")),
    (b"Factiva</title>", _FACTIVA, re.compile(rb"<title>\s*(?:Dow Jones )?Factiva</title>")),
    (b"Article", _FACTIVA, re.compile(rb"class=[\"'](?:article )?[a-z]{2}Article[\"'][\s\S]{0,4000}class=[\"'][a-z]{2}Headline")),
    (b"DocPublicationName", _EUROPRESSE, re.compile(rb"class=[\"']?DocPublicationName")),
    (b"publiC-lbl", _EUROPRESSE, re.compile(rb"class=[\"']?publiC-lbl")),
    (b"DocID_", _PROQUEST, re.compile(rb"<a name=[\"']DocID_")),
    (b"<title>Report ", "an Integrum export", re.compile(rb"<title>Report \d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d</title>")),
)  # fmt: skip
"""Pages that press databases export, by marks that nothing else has: bytes in them, the database, what makes it sure."""

_TEXTS_OF_EXPORTS = (
    ((b"proquest", b"ProQuest"), _PROQUEST, re.compile(rb"^Report Information from ProQuest|^From: [^\n]{0,200}@proquest\.com|^ProQuest document ID:", re.MULTILINE)),
    ((b"\t",), _FACTIVA, re.compile(
        rb"^[ \xa0\xc2]*HD[ \xa0\xc2]*\t[^\n]*\n(?=(?:[^\n]*\n){0,60}?[ \xa0\xc2]*(?:PD|SN|SC)[ \xa0\xc2]*\t)(?=(?:[^\n]*\n){0,60}?[ \xa0\xc2]*(?:LP|TD)[ \xa0\xc2]*\t)", re.MULTILINE)),
    ((b"HD",), _FACTIVA, re.compile(
        rb"^HD[ \t]*(?:\r?\n|[ \t]{2}\S)(?=(?:[^\n]*\n){1,60}?SN[ \t]*(?:\r?\n|[ \t]{2}\S))(?=(?:[^\n]*\n){1,60}?(?:LP|TD)[ \t]*(?:\r?\n|[ \t]{2}\S))", re.MULTILINE)),
    ((b"DOCUMENT", b"DOKUMENT", b"Document", b"Dokument", b"Download Request"), _NEXIS, re.compile(
        rb"^[ \t]*(?:\d{1,5} (?:of|de|von|di|van) \d{1,5} (?:DOCUMENTS?|DOCUMENTOS?|DOKUMENTEN?|DOCUMENTI)|(?:Dokument|Document|Documento|DOCUMENT|DOKUMENT) \d{1,5} (?:of|de|von|di|van|sur) \d{1,5})[ \t\r]*$"
        rb"(?=[\s\S]{0,4000}(?:LENGTH|BYLINE|L\xc3\x84NGE|LONGUEUR|LENGTE|LONGITUD|LOAD-DATE|LANGUAGE|UPDATE|AUTOR|AUTEUR|Copyright|Download Request))"
        rb"|^Download Request: Selected Items", re.MULTILINE)),
    ((b", p. ",), "a Mediargus or Gopress export", re.compile(
        rb"^\W{0,4}\d{1,5}\. [^\n]{1,400}\r?\n\s*[^\n]{4,120}, p\. [\w/ -]{1,12}, \d{1,6}w\.", re.MULTILINE)),
)  # fmt: skip
"""The same for texts, by the lines in them."""


def refused(head: bytes) -> FeedError | None:
    """The reason against a file that begins with `head`, as an error to raise; None where it may be a feed.

    NoArticle for a sound file of a kind that holds no story, FeedError for one that is not supported.
    """
    if (what := binary_kind(head)) is not None:
        return FeedError(what, hint=_SAVE if "supported" in what else None)
    begin = head[:400].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if (export := _export(head, is_marked=begin.startswith(b"<"))) is not None:
        return FeedError(_PRESS.format(export), hint="export the stories as RSS, CSV or single pages")
    if begin.startswith(b"<") and not begin.startswith(b"<?php"):
        if _TOPICS.match(begin):
            return NoArticle("queries of a test collection (TREC)")
        root = root_name(head)
        return _of_root(root[1].lower()) if root is not None else None
    if begin.startswith((b"{", b"[")) and _TIMED.match(begin) is None:
        return None
    kind = kind_of_text(_text(head))
    return NoArticle(kind) if kind is not None else None


def _export(head: bytes, *, is_marked: bool) -> str | None:
    """The press database whose export a file is, or None."""
    if not is_marked:
        return next(
            (
                what
                for marks, what, sure in _TEXTS_OF_EXPORTS
                if any(map(head.__contains__, marks)) and sure.search(head)
            ),
            None,
        )
    for mark, what, sure in _PAGES_OF_EXPORTS:
        if mark in head and (sure is None or sure.search(head)):
            return what
    return None


_TOPICS = re.compile(rb"<top>\s*<num>", re.IGNORECASE)

_SAVE = "save it as text, HTML or CSV"
_TIMED = re.compile(rb"\{\d|\[(?:\d\d|[a-z]{2,6}:|[A-Z][a-z]{2}[ a-z]|[A-Z]{4,8}\]|\d{4}[-/])")
"""How subtitles and logs begin with a bracket."""


def _text(head: bytes) -> str:
    """The whole lines that a head begins with."""
    part = head[:_LOOKED_AT]
    text = (
        decode(part)
        if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:64]
        else part.decode("latin-1")
    )
    text = text.removeprefix("\xef\xbb\xbf")
    return text if len(head) <= _LOOKED_AT else text[: text.rfind("\n") + 1] or text


def kind_of_text(text: str) -> str | None:
    """What a text is by how it begins or by what nearly all its lines are; None where it may be a story."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n\t ").rstrip()
    for form in _BEGINS:
        if form.pattern.match(text):
            return form.kind
    if text.startswith("<"):
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip() and not _COMMENT.match(line)]
    if not lines:
        return None
    for form in _CONSISTS:
        if form.pattern.match(lines[0]) or form.pattern.match(lines[-1]):
            count = sum(form.pattern.match(line) is not None for line in lines)
            if count * 10 >= len(lines) * 9:
                return form.kind
    return _LOG.kind if _is_log(text) else None


def _is_log(text: str) -> bool:
    """Whether most lines of a text are entries of a log; what is indented continues the entry before it."""
    lines = [line for line in text.split("\n") if line.strip() and not line[0].isspace()]
    if not lines or not _LOG.pattern.match(lines[0]):
        return False
    return sum(_LOG.pattern.match(line) is not None for line in lines) * 10 >= len(lines) * 6


_ROOTS: dict[str, tuple[str, bool]] = {
    "mets": ("a METS description of a digitised newspaper", True),
    "alto": ("a page of a digitised newspaper (ALTO)", True),
    "pcgts": ("a page of a digitised newspaper (PAGE)", True),
    "didl": ("a description of a digitised newspaper (DIDL)", True),
    "tei": ("a TEI document", True),
    "tei.2": ("a TEI document", True),
    "teicorpus": ("a TEI document", True),
    "ppsresponse": ("a Factiva export", True),
    "ppsarticleresponse": ("a Factiva export", True),
    "galenp": ("a Gale newspaper", True),
    "mediawiki": ("a MediaWiki export", True),
    "office:document": ("an OpenDocument file", True),
    "worddocument": ("a Word document (XML)", True),
    "workbook": ("an Excel table (XML)", True),
    "opml": ("a list of feeds (OPML)", False),
    "svg": ("a picture (SVG)", False),
    "tt": ("subtitles (TTML)", False),
    "sami": ("subtitles (SAMI)", False),
    "plist": ("a property list", False),
    "kml": ("a map (KML)", False),
    "gpx": ("a track (GPX)", False),
    "schema": ("an XML schema", False),
    "stylesheet": ("a stylesheet (XSLT)", False),
    "oai-pmh": ("records of a library (OAI-PMH)", False),
    "mods": ("records of a library (MODS)", False),
    "modscollection": ("records of a library (MODS)", False),
    "opensearchdescription": ("the description of a search engine", False),
}
"""The roots of documents that are no feed: what each is, and whether it holds stories."""


def _of_root(name: str) -> FeedError | None:
    if name not in _ROOTS:
        return None
    what, holds = _ROOTS[name]
    return FeedError(_PRESS.format(what)) if holds else NoArticle(what)


def refused_xml(root: Any) -> FeedError | None:
    """The reason against an XML document, by its root; None where there may be a story in it."""
    from morgue.feeds.support.failure_messages import message_in_xml

    name = local(root).lower()
    if (reason := _of_root(name)) is not None:
        return reason
    if name == "issue" and next(root.iter("{*}newspaperId"), None) is not None:
        return FeedError(_PRESS.format("a newspaper of the British Library"))
    if (message := message_in_xml(name, root)) is not None:
        return NoArticle(f"an error message: {message}")
    return None
