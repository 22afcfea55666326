"""Pack the plain sources in .plain/ into the compressed samples: gzip, zip, tar.gz and WARC; and make the binary tables.

Run `python corpus/make.py` after a change in .plain/. Times, names and owners are fixed, so that the same
sources give the same content each time. `packed()` is what the tests compare with the files that are here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAIN = HERE / ".plain"

SITE = "https://www.egeandaily.example"
CAPTURES = (
    ("index.html", f"{SITE}/", "2025-09-23T05:00:00Z"),
    ("strike.html", f"{SITE}/2025/09/19/strike", "2025-09-23T05:00:04Z"),
    ("bakers.html", f"{SITE}/2025/09/21/bakers", "2025-09-23T05:00:07Z"),
    ("telos.html", f"{SITE}/el/2025/09/22/telos", "2025-09-23T05:00:11Z"),
)
"""The pages of the web archive: file, address, moment of capture."""


def warc_record(kind: str, moment: str, content_type: str, block: bytes, address: str = "") -> bytes:
    """One WARC/1.0 record (ISO 28500); its identifier is made from its content."""
    digest = hashlib.sha1(block, usedforsecurity=False)
    name = hashlib.md5(kind.encode() + address.encode() + block, usedforsecurity=False).hexdigest()
    uuid = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
    headers = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid}>",
        f"WARC-Date: {moment}",
        *([f"WARC-Target-URI: {address}"] if address else []),
        f"WARC-Block-Digest: sha1:{base64.b32encode(digest.digest()).decode()}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(page: bytes, moment: str, address: str) -> bytes:
    """The record of a page that was fetched without trouble."""
    head = (
        "HTTP/1.1 200 OK\r\nServer: press\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\n\r\n"
    )
    return warc_record(
        "response", moment, "application/http; msgtype=response", head.encode() + page, address
    )


def warc() -> bytes:
    """A web archive of one gzip member for each record, as crawlers write it."""
    info = warc_record(
        "warcinfo",
        "2025-09-23T05:00:00Z",
        "application/warc-fields",
        b"software: morgue corpus\r\nformat: WARC File Format 1.0\r\n",
    )
    records = [info]
    for name, address, moment in CAPTURES:
        records.append(response((PLAIN / "pages" / name).read_bytes(), moment, address))
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def members(folder: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file under a folder of .plain/, in order of name."""
    root = PLAIN / folder
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()


def zip_of(folder: str) -> bytes:
    """A zip of the folder's files, all of them dated 1 January 1980, the earliest day that zip knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(folder):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def document_of(folder: str, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """An office document or a book, which is a zip of the folder's files: `mimetype` is the first and not compressed.

    `replaced` are other contents of some of them, for the tests.
    """
    out = io.BytesIO()
    files = {**dict(members(folder)), **(replaced or {})}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda each: (each != "mimetype", each)):
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], how)
    return out.getvalue()


def pdf_of(text: str) -> bytes:
    """A PDF document of a plain description, in two fonts that every reader has.

    A line is `page`, or font (regular, bold), size, the two coordinates in points from the lower left corner, and text.
    """
    pages: list[list[str]] = []
    for line in text.split("\n"):
        if line == "page":
            pages.append([])
        elif line:
            font, size, x, y, words = line.split(" ", 4)
            escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            pages[-1].append(f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * at} 0 R' for at in range(len(pages)))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        content = "\n".join(page).encode("cp1252", "replace")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /regular 3 0 R /bold 4 0 R >> >>"
            b" /Contents %d 0 R >>" % (6 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    made = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    )


def tar_of(folder: str) -> bytes:
    """A gzip-compressed tar of the folder's files, dated 1970 and owned by nobody."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members(folder):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def packed() -> dict[str, bytes]:
    """The packed samples: path in corpus/ to content."""
    return {
        "reuters/wire-1987.sgm.gz": gzip.compress(
            (PLAIN / "reuters" / "wire-1987.sgm").read_bytes(), mtime=0
        ),
        "warc/egean-daily.warc.gz": warc(),
        "text/agencies.zip": zip_of("zip"),
        "rss/october-2025.tar.gz": tar_of("tar"),
        "docx/harbour-clippings.docx": document_of("docx/harbour-clippings"),
        "nexis/orkney-ports.docx": document_of("nexis/orkney-ports"),
        "odt/lighthouse-keeper.odt": document_of("odt/lighthouse-keeper"),
        "pdf/estuary-magazine.pdf": pdf_of(
            (PLAIN / "pdf" / "estuary-magazine.txt").read_text(encoding="utf-8")
        ),
        "epub/quayside-weekly.epub": document_of("epub/quayside-weekly"),
        "xlsx/tide-desk.xlsx": document_of("xlsx/tide-desk"),
        "ods/cable-cars.ods": document_of("ods/cable-cars"),
    }


def write_tables() -> None:
    """Write the samples of Parquet, Arrow and SQLite, whose bytes name the version of the library that wrote them."""
    import pyarrow
    from pyarrow import ipc, parquet

    tables = {
        form: pyarrow.Table.from_pylist(
            [json.loads(line) for line in (PLAIN / "tables" / f"{form}.jsonl").read_text().splitlines()]
        )
        for form in ("parquet", "arrow")
    }
    parquet.write_table(tables["parquet"], HERE / "parquet" / "locks-and-tides.parquet")
    with ipc.new_file(HERE / "arrow" / "selvoy-herald.arrow", tables["arrow"].schema) as file:
        file.write_table(tables["arrow"])
    path = HERE / "sqlite" / "emsport.sqlite"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA page_size = 512")
        database.executescript((PLAIN / "tables" / "sqlite.sql").read_text())
    database.close()


def main() -> None:
    """Write the packed samples and the tables beside this file."""
    for name, data in packed().items():
        (HERE / name).write_bytes(data)
    write_tables()


if __name__ == "__main__":
    main()
