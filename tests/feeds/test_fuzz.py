"""Every reader against damaged copies of the samples in corpus/: articles or a reason come of any bytes, never a bug.

`FUZZ=20000 pytest --hypothesis-profile=search tests/feeds/test_fuzz.py` tries so many others of each kind of damage.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, QueryError
from morgue.ingest.read import articles_of
from morgue.io.containers import open_stream
from morgue.query.parser import parse
from tests.conftest import ROOT

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EXAMPLES = int(os.environ.get("FUZZ", "40"))
SEEDS = sorted(
    path
    for path in (ROOT / "corpus").rglob("*")
    if path.is_file()
    and ".expected" not in path.parts
    and path.suffix not in (".py", ".md")
    and path.stat().st_size < 60_000
)
PIECES = (
    b"<", b">", b"&", b'"', b"'", b"\0", b"\xff", b"\xc3", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [", b"&#0;", b"&#xD800;",
    b"{", b"}", b"[", b"\\ud800", b"null", b"-1", b"1e999", b"9" * 40, b"\r\n\r\n", b"\x01", b"\x02", b"\x03", b"\x1f\x8b", b"PK\x03\x04",
    "\u202e".encode(), "\ufeff".encode(), b"WARC/1.0\r\n", b"Content-Length: -1\r\n", b"charset=utf-7", b"0000-00-00", b"2025-13-45T99:99",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sample with bytes changed, pieces put in, parts taken out or doubled, the end cut off."""
    path = draw(st.sampled_from(SEEDS))
    data = bytearray(path.read_bytes())
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 200)))
        match draw(st.integers(0, 4)):
            case 0:
                data[at:at] = draw(st.sampled_from(PIECES))
            case 1:
                data[at:end] = b""
            case 2:
                data[at:at] = data[at:end]
            case 3:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 4:
                del data[at:]
    return path.name, bytes(data)


@settings(max_examples=EXAMPLES)
@given(damaged())
def test_damaged_samples_give_articles_or_reasons(sample: tuple[str, bytes]) -> None:
    name, data = sample
    if not data:
        return
    with contextlib.suppress(FeedError):
        for feed in open_stream(io.BytesIO(data), name=name, source_path=name, sha256="0" * 64):
            with contextlib.suppress(FeedError):
                for article in articles_of(feed):
                    assert len(article.id) == 16
                    assert article.headline != ""


@settings(max_examples=EXAMPLES)
@given(st.text(st.sampled_from("ab \"():*?~^-+[]{}.,/\\'\u202eéADNORTE0123456789\n"), max_size=200))
def test_any_query_means_something_or_says_where_it_does_not(text: str) -> None:
    wrong = None
    try:
        parse(text, now=NOW)
    except QueryError as error:
        wrong = error.position
    assert wrong is None or 0 <= wrong <= len(text)
