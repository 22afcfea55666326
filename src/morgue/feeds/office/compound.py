"""Name the files of the form that Office had before 2007 (MS-CFB), and read those that are workbooks by python-calamine.

What is in such a file is known by the names of its streams (`WordDocument`, `Workbook`), which its directory has in UTF-16.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from morgue.errors import FeedError
from morgue.feeds.office.sheets import MAX_COLUMNS, DamageError, Sheet

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_KINDS = (
    (("EncryptedPackage",), "an Office document that is encrypted", "save it without a password"),
    (("WordDocument",), "a Word document of the old form (.doc)", "save it as DOCX, RTF or text"),
    (
        ("PowerPoint Document",),
        "a PowerPoint presentation of the old form",
        "save it as text",
    ),
    (("__properties_version1.0",), "a message of Outlook (.msg)", "save it as EML"),
    (("MatOST",), "a document of Microsoft Works", "save it as DOCX or RTF"),
    (("Quill",), "a Publisher document", "save it as text or DOCX"),
)
_SHEETS = ("Workbook", "Book")
_EXTRA = "pip install 'morgue[xls]', or save it as XLSX or CSV"


def is_compound(head: bytes) -> bool:
    """Return whether a file begins as one of the old form of Office does."""
    return head.startswith(MAGIC)


def _names(data: bytes) -> set[str]:
    """Return the names of the streams: entries of 128 bytes whose name is 64 bytes of UTF-16, followed by its length (2.6.1)."""
    found = set()
    for at in range(512, len(data) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", data, at + 64)
        if 4 <= length <= 64 and length % 2 == 0 and data[at + 66] in (1, 2, 5) and data[at + 67] in (0, 1):
            raw = data[at : at + length - 2]
            if raw[0] > 0 and data[at + length - 2 : at + length] == b"\0\0":
                found.add(raw.decode("utf-16-le", "replace").lstrip("\x01\x02\x03\x04\x05"))
    return found


def sheets_of_compound(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook of the old form. Raises FeedError for any other file of that form, which it names."""
    names = _names(data)
    if not names.intersection(_SHEETS):
        for streams, what, hint in _KINDS:
            if names.intersection(streams):
                raise FeedError(f"{what}: {hint}")
        raise FeedError("a file of an old form of Office: save it as DOCX, XLSX or text")
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise FeedError(f"an Excel workbook of the old form (.xls): {_EXTRA}") from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).iter_rows()
            yield Sheet(name, ([None if each == "" else each for each in row[:MAX_COLUMNS]] for row in rows))
    except CalamineError as error:
        reason = "encrypted" if "assword" in str(error) else f"damaged: {error}"
        raise DamageError(f"the Excel workbook is {reason}"[:200]) from error
