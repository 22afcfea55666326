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


def tei(stories: Sequence[Told], address: str = "") -> bytes:
    divs = "".join(
        f'<div type="article"{f" xml:id={quoteattr(each.identifier)}" if each.identifier else ""}>'
        f"<head>{escape(each.headline)}</head>{_paragraphs(each)}</div>"
        for each in stories
    )
    source = '<bibl><title level="j">The Quay</title></bibl>'
    published = f'<publicationStmt><idno type="URL">{address}</idno></publicationStmt>' if address else ""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt/>{published}<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>'
        f"<text><body>{divs}</body></text></TEI>"
    ).encode()


def tei_of_a_library(stories: Sequence[Told]) -> bytes:
    """An issue that is known by the address of the library that keeps all of them."""
    return tei(stories, "https://library.example/")


def _issue_day(stories: Sequence[Told]) -> dt.datetime:
    """The day of an issue: that of its first story, all of which came on that day."""
    return min(each.moment for each in stories)


def _print_words(text: str) -> str:
    return "".join(f"<wd>{escape(word)}</wd>" for word in text.split())


def _number_of(at: int, each: Told) -> str:
    return each.identifier or f"s{at}"


def gale(stories: Sequence[Told]) -> bytes:
    articles = "".join(
        "<article>"
        + (f"<id>{escape(each.identifier)}</id>" if each.identifier else "")
        + f"<ti>{escape(each.headline)}</ti><text><text.cr>"
        + "".join(f"<p>{_print_words(part)}</p>" for part in each.text.split("\n\n"))
        + "</text.cr></text></article>"
        for each in stories
    )
    return (
        f"<GALENP><Newspaper><issue><title>The Quay</title><pf>{_issue_day(stories):%Y%m%d}</pf>"
        f"<page>{articles}</page></issue></Newspaper></GALENP>"
    ).encode()


def british_library(stories: Sequence[Told]) -> bytes:
    """Articles of the first deliveries, which have `_` for the `-` of the others."""
    return gale(
        [
            Told(each.number, each.headline, f"WO1_QUAY_{each.moment:%Y_%m_%d}-0001-{at:03}")
            for at, each in enumerate(stories, 1)
        ]
    )


def _alto_lines(name: str, text: str) -> str:
    return "".join(
        f'<TextBlock ID="{name}_{at}"><TextLine>'
        + "<SP/>".join(f"<String CONTENT={quoteattr(word)}/>" for word in part.split())
        + "</TextLine></TextBlock>"
        for at, part in enumerate(text.split("\n\n"))
    )


def alto(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>'
        f'<Page ID={quoteattr(each.identifier or "P1")} PHYSICAL_IMG_NR="1"><PrintSpace ID="PS">'
        f"{_alto_lines('H', each.headline)}{_alto_lines('T', each.text)}</PrintSpace></Page></Layout></alto>"
    ).encode()


def mets(stories: Sequence[Told], *, dated: bool = True) -> bytes:
    """An issue that holds its page in itself, whose articles are numbered as they are in it."""
    named = [f"b{at}" for at in range(len(stories))]
    blocks = "".join(
        f'<ComposedBlock ID="{name}">{_alto_lines(name, each.text)}</ComposedBlock>'
        for name, each in zip(named, stories, strict=True)
    )
    page = (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="P1"><PrintSpace ID="PS">'
        f"{blocks}</PrintSpace></Page></Layout></alto>"
    )
    divs = "".join(
        f'<div TYPE="ARTICLE" ID={quoteattr(_number_of(at, each))} LABEL={quoteattr(each.headline)}>'
        f'<fptr><area FILEID="F1" BETYPE="IDREF" BEGIN="{name}"/></fptr></div>'
        for at, (name, each) in enumerate(zip(named, stories, strict=True))
    )
    day = (
        f"<m:originInfo><m:dateIssued>{_issue_day(stories):%Y-%m-%d}</m:dateIssued></m:originInfo>"
        if dated
        else ""
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:m="http://www.loc.gov/mods/v3"><dmdSec ID="D"><mdWrap MDTYPE="MODS"><xmlData><m:mods>'
        f"<m:titleInfo><m:title>The Quay</m:title></m:titleInfo>{day}</m:mods></xmlData></mdWrap></dmdSec>"
        f'<fileSec><fileGrp USE="Text"><file ID="F1" MIMETYPE="text/xml"><FContent><xmlData>{page}</xmlData></FContent></file></fileGrp></fileSec>'
        '<structMap TYPE="PHYSICAL"><div TYPE="physSequence"><div TYPE="page" ORDER="1"><fptr FILEID="F1"/></div></div></structMap>'
        f'<structMap TYPE="LOGICAL"><div TYPE="ISSUE" DMDID="D">{divs}</div></structMap></mets>'
    ).encode()


def mets_undated(stories: Sequence[Told]) -> bytes:
    """An issue that says neither its day nor a number."""
    return mets(stories, dated=False)


def page_xml(stories: Sequence[Told], document: str | None = None) -> bytes:
    """A page of Transkribus, with groups of lines that are articles, which Transkribus has given a number of its own."""
    regions = "".join(
        f'<TextRegion id="r{at}" custom="structure {{id:a{at}; type:article;}}"><TextLine id="l{at}"><TextEquiv><Unicode>{escape(line)}</Unicode>'
        "</TextEquiv></TextLine></TextRegion>"
        for at, each in enumerate(stories)
        for line in (each.headline, *each.text.split("\n\n"))
    )
    name = str(4000 + stories[0].number) if document is None else document
    known = f"<TranskribusMetadata docId={quoteattr(name)} pageId={quoteattr(name)}/>"
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Metadata>{known}</Metadata><Page imageFilename="p.jpg">{regions}</Page></PcGts>'
    ).encode()


def page_xml_of_no_server(stories: Sequence[Told]) -> bytes:
    """A page that was made without a server of Transkribus, where every document has the number -1."""
    return page_xml(stories, "-1")


def hocr(stories: Sequence[Told]) -> bytes:
    pages = "".join(
        f"<div class='ocr_page' id='page_{at}' title='ppageno {at}'>"
        + "".join(
            f"<p class='ocr_par'><span class='ocr_line'>{escape(part)}</span></p>"
            for part in (each.headline, *each.text.split("\n\n"))
        )
        + "</div>"
        for at, each in enumerate(stories)
    )
    name = next(filter(None, (each.identifier for each in stories)), "")
    return (
        f"<html><head><meta name='ocr-system' content='tesseract'/><meta name='DC.identifier' content={quoteattr(name)}/></head>"
        f"<body>{pages}</body></html>"
    ).encode()


def trove(stories: Sequence[Told]) -> bytes:
    records = [
        {
            "heading": each.headline, "category": "Article", "title": {"id": "1", "title": "The Quay (SA : 1880 - 1912)"},
            "date": f"{each.moment:%Y-%m-%d}", "page": "1",
            "articleText": "".join(f"<p><span>{escape(part)}</span></p>" for part in each.text.split("\n\n")),
        }
        | ({"id": each.identifier} if each.identifier else {})
        for each in stories
    ]  # fmt: skip
    found = {"n": len(records), "article": records}
    return json.dumps({"query": "quay", "category": [{"code": "newspaper", "records": found}]}).encode()


def chronicling(stories: Sequence[Told]) -> bytes:
    items = [
        {
            "title": "The Quay. [volume]", "lccn": "sn99000001", "date": f"{each.moment:%Y%m%d}", "page": "1", "language": ["English"],
            "ocr_eng": f"{each.headline}\n\n{each.text}", "place_of_publication": "Quay, Me.",
        }
        | ({"id": each.identifier} if each.identifier else {})
        for each in stories
    ]  # fmt: skip
    return json.dumps({"totalItems": len(items), "items": items}).encode()


def olive(stories: Sequence[Told]) -> bytes:
    (each,) = stories
    blocks = "".join(
        "<Primitive><L/>" + "".join(f"<W>{escape(word)}</W>" for word in part.split()) + "</Primitive>"
        for part in each.text.split("\n\n")
    )
    named = f'DOC_UID={quoteattr(each.identifier)} ID="Ar00100"' if each.identifier else ""
    return (
        f'<XMD-entity ENTITY_TYPE="Article" {named}><Meta NAME={quoteattr(each.headline)} PUBLICATION="The Quay" '
        f'BASE_HREF="QUA/{each.moment:%Y/%m/%d}"/><Content>{blocks}</Content></XMD-entity>'
    ).encode()


LISTS: dict[str, Callable[[Sequence[Told]], bytes]] = {
    "feed.rss": rss, "feed.atom": atom, "feed.json": json_feed, "list.json": json_list, "rows.jsonl": jsonl, "table.csv": table,
    "stories.xml": xml, "g2.xml": newsml_g2, "newsml.xml": newsml, "docs.sgml": trec, "reuters.sgm": reuters,
    "hits.txt": nexis, "box.mbox": mail, "pages.warc": warc, "news.xml": sitemap,
    "posts.xml": wxr, "edition.xml": tei, "kept.xml": tei_of_a_library, "gale.xml": gale, "bl.xml": british_library, "mets.xml": mets, "undated.xml": mets_undated,
    "page.xml": page_xml, "local.xml": page_xml_of_no_server, "scan.html": hocr, "trove.json": trove, "loc.json": chronicling,
}  # fmt: skip
"""Formats that hold several stories a file, by the name that a file of each has."""

SINGLES: dict[str, Callable[[Sequence[Told]], bytes]] = {
    "nitf.xml": nitf, "item.json": ninjs, "page.html": page, "copy.txt": text, "copy.iptc": wire,
    "alto.xml": alto, "olive.xml": olive,
}  # fmt: skip
"""Formats that hold one."""
