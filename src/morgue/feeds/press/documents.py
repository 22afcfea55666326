"""Take the paragraphs out of a Word or RTF document that the export of a database is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from morgue.feeds.office.paragraph import Paragraph


def paragraphs_in(data: bytes, complain: Callable[[str], None]) -> Iterator[Paragraph] | None:
    """Return the paragraphs of a document, or None where the bytes are of neither kind."""
    if data.startswith(b"PK\x03\x04"):
        from morgue.feeds.office import docx

        return docx.paragraphs(data, complain)
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        from morgue.feeds.office import rtf

        return rtf.paragraphs(data, complain)
    return None
