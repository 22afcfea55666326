"""Make office documents for the tests: a zip of parts, and the XML of a Word document of paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these members, in order; `mimetype` is stored and not compressed, as the standards want it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=how)
    return made.getvalue()


def word(body: str, *, styles: str = "", links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """Return a Word document with this body (elements of the prefix `w`), styles and targets of links by their ids."""
    targets = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in (links or {}).items()
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONS}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{targets}<Relationship Id="s"'
            f' Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
            **parts,
        }
    )


def paragraph(text: str, *, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run, with properties of its own and of the run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(
    *sheets: str,
    texts: str = "",
    styles: str = "",
    properties: str = "",
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook of sheets given by their rows (elements without a prefix); links belong to the first sheet."""
    names = range(1, len(sheets) + 1)
    related = "".join(
        f'<Relationship Id="s{each}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{each}.xml"/>'
        for each in names
    )
    targets = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in (links or {}).items()
    )
    listed = "".join(f'<sheet name="Sheet {each}" sheetId="{each}" r:id="s{each}"/>' for each in names)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}<Relationship Id="t" Type="{RELATIONS}/sharedStrings"'
            f' Target="/xl/sharedStrings.xml"/><Relationship Id="f" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEETS}">{texts}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{SHEETS}">{styles}</styleSheet>',
            **{
                f"xl/worksheets/sheet{each}.xml": f'<worksheet xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheetData>{rows}</sheetData></worksheet>'
                for each, rows in zip(names, sheets, strict=True)
            },
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>',
        }
    )


def row(*cells: str) -> str:
    """Return a row of texts that are in its cells."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in cells) + "</row>"


def opendocument(content: str, *, kind: str = "text", **parts: str) -> bytes:
    """Return an OpenDocument file whose `office:body` holds this, behind `office:automatic-styles` where it is there."""
    spaces = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "text", "table", "style", "draw", "fo")
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{content}</office:document-content>',
            **parts,
        }
    )


def book(
    chapters: Mapping[str, str], *, metadata: str = "", contents: str = "", guide: str = "", **parts: str
) -> bytes:
    """Return an EPUB book of chapters, by their names the contents of their `body`, with these entries of an NCX."""
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>',
            "O/p.opf": f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>'
            f'<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>{items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>',
            "O/toc.ncx": f"<ncx><navMap>{contents}</navMap></ncx>",
            **{
                f"O/{name}": '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
                f"<body>{body}</body></html>"
                for name, body in chapters.items()
            },
            **parts,
        }
    )
