"""Feeds of invented stories in every format, for tests of identity: the same stories under any identifiers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

_START = dt.datetime(2025, 3, 1, 8, 0, tzinfo=dt.UTC)
_WORDS = [
    "harbour",
    "winter",
    "ferry",
    "bridge",
    "council",
    "teachers",
    "budget",
    "orchard",
    "signal",
    "library",
    "railway",
    "mountain",
    "village",
    "market",
    "festival",
    "hospital",
    "glacier",
    "election",
    "lantern",
    "copper",
    "museum",
    "theatre",
    "airport",
    "highway",
    "forest",
    "reservoir",
    "vineyard",
    "stadium",
    "lighthouse",
    "pipeline",
    "quarry",
    "parliament",
    "students",
    "farmers",
    "engineers",
    "nurses",
    "pilots",
    "bakers",
    "miners",
    "painters",
    "announced",
    "rejected",
    "repaired",
    "expected",
    "discovered",
    "celebrated",
    "postponed",
    "delivered",
    "inspected",
    "abandoned",
    "restored",
]


@dataclass(frozen=True)
class Told:
    """An invented story: `identifier` is what its feed calls it, None where the feed names nothing."""

    number: int
    headline: str
    identifier: str | None

    @property
    def text(self) -> str:
        """Two paragraphs of its own words."""
        step = len(_WORDS)
        picked = [_WORDS[(self.number * 17 + at * (self.number * 2 + 1)) % step] for at in range(14)]
        return (
            f"The {picked[0]} {picked[1]} {' '.join(picked[2:8])} on day {self.number}.\n\n"
            f"Nobody {' '.join(picked[8:])} before number {self.number}."
        )

    @property
    def moment(self) -> dt.datetime:
        """When it was published: a day after the one before."""
        return _START + dt.timedelta(days=self.number)


def rss(stories: Sequence[Told]) -> bytes:
    items = "".join(
        f"<item><title>{escape(each.headline)}</title><description>{escape(each.text)}</description>"
        + (f'<guid isPermaLink="false">{escape(each.identifier)}</guid>' if each.identifier else "")
        + f"<pubDate>{format_datetime(each.moment)}</pubDate></item>"
        for each in stories
    )
    head = "<title>Quay Courier</title><link>https://quay.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def atom(stories: Sequence[Told]) -> bytes:
    entries = "".join(
        f"<entry><title>{escape(each.headline)}</title><content>{escape(each.text)}</content>"
        + (f"<id>{escape(each.identifier)}</id>" if each.identifier else "")
        + f"<published>{each.moment.isoformat()}</published></entry>"
        for each in stories
    )
    head = '<title>Quay Courier</title><id>https://quay.example/feed</id><link href="https://quay.example/"/>'
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode()


def wxr(stories: Sequence[Told]) -> bytes:
    items = "".join(
        f"<item><title>{escape(each.headline)}</title><content:encoded>{escape(escape(each.text))}</content:encoded>"
        + (f'<guid isPermaLink="false">{escape(each.identifier)}</guid>' if each.identifier else "")
        + f"<wp:post_date>{each.moment:%Y-%m-%d %H:%M:%S}</wp:post_date><wp:post_name>{each.number}</wp:post_name></item>"
        for each in stories
    )
    head = "<title>Quay Courier</title><link>https://quay.example/</link><wp:wxr_version>1.2</wp:wxr_version>"
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    )
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{head}{items}</channel></rss>'.encode()


def _rows(stories: Sequence[Told]) -> list[dict[str, str]]:
    return [
        {"title": each.headline, "text": each.text, "date": each.moment.isoformat()}
        | ({"id": each.identifier} if each.identifier else {})
        for each in stories
    ]


def json_feed(stories: Sequence[Told]) -> bytes:
    items = [
        {"title": each.headline, "content_text": each.text, "date_published": each.moment.isoformat()}
        | ({"id": each.identifier} if each.identifier else {})
        for each in stories
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay",
        "home_page_url": "https://quay.example/",
    }
    return json.dumps(head | {"items": items}).encode()


def json_list(stories: Sequence[Told]) -> bytes:
    return json.dumps(_rows(stories)).encode()


def jsonl(stories: Sequence[Told]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in _rows(stories)).encode()


def table(stories: Sequence[Told]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "title", "text", "date"])
    writer.writeheader()
    writer.writerows(_rows(stories))
    return out.getvalue().encode()


def xml(stories: Sequence[Told]) -> bytes:
    parts = "".join(
        f"<story{f' id={quoteattr(each.identifier)}' if each.identifier else ''}>"
        f"<headline>{escape(each.headline)}</headline><date>{each.moment.isoformat()}</date>"
        f"<body>{''.join(f'<p>{escape(part)}</p>' for part in each.text.split(chr(10) * 2))}</body></story>"
        for each in stories
    )
    return f'<?xml version="1.0"?><stories>{parts}</stories>'.encode()


def newsml_g2(stories: Sequence[Told]) -> bytes:
    items = "".join(
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid={quoteattr(each.identifier or "")} standard="NewsML-G2">'
        f"<itemMeta><itemClass qcode='ninat:text'/><firstCreated>{each.moment.isoformat()}</firstCreated></itemMeta>"
        f"<contentMeta><headline>{escape(each.headline)}</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_paragraphs(each)}</body></html></inlineXML></contentSet></newsItem>'
        for each in stories
    )
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>'
        f"<itemSet>{items}</itemSet></newsMessage>"
    ).encode()


def _paragraphs(each: Told) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in each.text.split("\n\n"))


def newsml(stories: Sequence[Told]) -> bytes:
    items = "".join(
        "<NewsItem><Identification><NewsIdentifier>"
        + (f"<NewsItemId>{escape(each.identifier)}</NewsItemId>" if each.identifier else "")
        + "</NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName='News'/>"
        f"<FirstCreated>{each.moment.isoformat()}</FirstCreated></NewsManagement><NewsComponent><NewsLines>"
        f"<HeadLine>{escape(each.headline)}</HeadLine></NewsLines><ContentItem><DataContent>{_paragraphs(each)}</DataContent>"
        "</ContentItem></NewsComponent></NewsItem>"
        for each in stories
    )
    return f'<?xml version="1.0"?><NewsML><NewsEnvelope/>{items}</NewsML>'.encode()


def nitf(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    identifier = f"<doc-id id-string={quoteattr(each.identifier)}/>" if each.identifier else ""
    return (
        f'<?xml version="1.0"?><nitf><head><docdata>{identifier}<date.issue norm="{each.moment:%Y%m%dT%H%M%SZ}"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{escape(each.headline)}</hl1></hedline></body.head>"
        f"<body.content>{_paragraphs(each)}</body.content></body></nitf>"
    ).encode()


def ninjs(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    facts = {
        "uri": each.identifier or "", "type": "text", "versioncreated": each.moment.isoformat(),
        "headline": each.headline, "body_text": each.text,
    }  # fmt: skip
    return json.dumps(facts).encode()


def trec(stories: Sequence[Told]) -> bytes:
    return "".join(
        "<DOC>\n"
        + (f"<DOCNO> {escape(each.identifier)} </DOCNO>\n" if each.identifier else "")
        + f"<HEADLINE>{escape(each.headline)}</HEADLINE>\n<DATE>{each.moment:%B %d, %Y}</DATE>\n"
        f"<TEXT>\n{escape(each.text)}\n</TEXT>\n</DOC>\n"
        for each in stories
    ).encode()


def nexis(stories: Sequence[Told]) -> bytes:
    return "".join(
        f"{'':31}{at} of {len(stories)} DOCUMENTS\n\n{'':33}Quay Courier\n\n{'':30}{each.moment:%B %d, %Y %A}\n\n{each.headline}\n\n"
        f"LENGTH: 40 words\n\n{each.text}\n\nLOAD-DATE: {each.moment:%B %d, %Y}\n\nLANGUAGE: ENGLISH\n\n\n"
        for at, each in enumerate(stories, 1)
    ).encode()


def reuters(stories: Sequence[Told]) -> bytes:
    return (
        '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
        + "".join(
            f'<REUTERS TOPICS="NO" OLDID="1" NEWID="{each.identifier if (each.identifier or "").isdigit() else 1}">\n<DATE>{each.moment:%d-%b-%Y %H:%M:%S.00}</DATE>\n'
            f"<TEXT>\n<TITLE>{escape(each.headline)}</TITLE>\n<BODY>{escape(each.text)}\n</BODY></TEXT>\n</REUTERS>\n"
            for each in stories
        )
    ).encode()


def mail(stories: Sequence[Told]) -> bytes:
    return "".join(
        f"From desk@quay.example {each.moment:%a %b %d %H:%M:%S %Y}\nFrom: desk@quay.example\nSubject: {each.headline}\n"
        + (f"Message-ID: <{each.identifier}>\n" if each.identifier else "")
        + f"Date: {format_datetime(each.moment)}\n\n{each.text}\n\n"
        for each in stories
    ).encode()


def page(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    canonical = f'<link rel="canonical" href={quoteattr(each.identifier)}>' if each.identifier else ""
    paragraphs = "".join(
        f"<p>{escape(part)} {escape(part)} {escape(part)}</p>" for part in each.text.split("\n\n")
    )
    return (
        f'<!DOCTYPE html><html><head><title>{escape(each.headline)}</title><meta property="og:type" content="article">{canonical}'
        f'<meta property="article:published_time" content="{each.moment.isoformat()}"></head>'
        f"<body><article><h1>{escape(each.headline)}</h1>{paragraphs}</article></body></html>"
    ).encode()


def warc(stories: Sequence[Told]) -> bytes:
    out = b""
    for each in stories:
        address = each.identifier or f"https://quay.example/{each.number}"
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(
            [Told(each.number, each.headline, None)]
        )
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {each.moment:%Y-%m-%dT%H:%M:%SZ}\r\n"
                f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
            + b"\r\n\r\n"
        )
    return out


def sitemap(stories: Sequence[Told]) -> bytes:
    entries = "".join(
        "<url>"
        + (f"<loc>{escape(each.identifier)}</loc>" if each.identifier else "")
        + f"<news:news><news:publication><news:name>Quay</news:name></news:publication><news:publication_date>{each.moment.isoformat()}"
        f"</news:publication_date><news:title>{escape(each.headline)}</news:title></news:news></url>"
        for each in stories
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    ).encode()


def text(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    return f"{each.headline}\n\nOSLO, {each.moment:%B} {each.moment.day}, {each.moment.year} (Reuters) - {each.text}\n".encode()


def wire(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    number = "".join(filter(str.isalnum, each.identifier or "eca0077"))[:7].ljust(7, "0")
    copy = "\r\n\r\n   ".join(each.text.split("\n\n"))
    return (
        f"\x7f\x7f\r\n\x01{number} 3 i 143 ccccb   dpa 0912\r\n\r\nEU/shipping/\r\n\x02{each.headline} =\r\n\r\n"
        f"   Berlin (dpa) - {copy}\r\n\r\ndpa hgl pwi xxde\r\n\r\n\x03{each.moment:%d%H%M} GMT {each.moment:%b %y}\r\n\x7f\r\n\x04"
    ).encode()


def tei(stories: Sequence[Told]) -> bytes:
    divs = "".join(
        f'<div type="article"{f" xml:id={quoteattr(each.identifier)}" if each.identifier else ""}>'
        f"<head>{escape(each.headline)}</head>{_paragraphs(each)}</div>"
        for each in stories
    )
    source = '<bibl><title level="j">The Quay</title></bibl>'
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt/><sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>'
        f"<text><body>{divs}</body></text></TEI>"
    ).encode()


LISTS: dict[str, Callable[[Sequence[Told]], bytes]] = {
    "feed.rss": rss, "feed.atom": atom, "feed.json": json_feed, "list.json": json_list, "rows.jsonl": jsonl, "table.csv": table,
    "stories.xml": xml, "g2.xml": newsml_g2, "newsml.xml": newsml, "docs.sgml": trec, "reuters.sgm": reuters,
    "hits.txt": nexis, "box.mbox": mail, "pages.warc": warc, "news.xml": sitemap,
    "posts.xml": wxr, "edition.xml": tei,
}  # fmt: skip
"""Formats that hold several stories a file, by the name that a file of each has."""

SINGLES: dict[str, Callable[[Sequence[Told]], bytes]] = {
    "nitf.xml": nitf, "item.json": ninjs, "page.html": page, "copy.txt": text, "copy.iptc": wire,
}  # fmt: skip
"""Formats that hold one."""
