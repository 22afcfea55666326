"""What the tests of the agencies' formats share: reading bytes, the shared samples, and damaged bytes."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from morgue.errors import FeedError
from morgue.extract.dates import moment
from morgue.feeds import HEAD_BYTES, feed_of_bytes, pick
from morgue.gazetteer.agencies import canonical, first_of
from morgue.model.article import Article

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "formats"


def samples(folder: str) -> list[Path]:
    """The files of a folder of the shared formats; none where it is absent."""
    found = FORMATS / folder
    return sorted(path for path in found.iterdir() if path.name != "README.md") if found.is_dir() else []


def stories(reader: ModuleType, data: bytes, name: str = "sample") -> list[Article]:
    """The articles that a reader module yields for bytes."""
    return list(reader.read(feed_of_bytes(data, path=name)))


def story(reader: ModuleType, data: bytes | str) -> Article:
    """The one article of a document."""
    found = stories(reader, data.encode() if isinstance(data, str) else data)
    assert len(found) == 1
    return found[0]


@functools.cache
def read_as_picked(path: Path) -> tuple[str, tuple[Article, ...], str]:
    """Format, articles and reason of a file as the table of formats reads it."""
    data = path.read_bytes()
    reader = pick(data[:HEAD_BYTES], path.name)
    try:
        return reader.name, tuple(reader.read(feed_of_bytes(data, path=path.name))), ""
    except FeedError as error:
        return reader.name, (), error.message


def corpus(folder: str) -> list[bytes]:
    """The samples of a format that come with the project."""
    found = Path(__file__).resolve().parents[2] / "corpus" / folder
    return [path.read_bytes() for path in sorted(found.iterdir()) if path.is_file()]


def plain_tree(data: bytes) -> Any:
    """The tree of a document by lxml alone, recovering."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    return etree.fromstring(data.lstrip(b"\xef\xbb\xbf"), parser)


def texts(node: Any, path: str) -> list[str]:
    """What XPath finds, on one line each, empty ones left out. `*:name` stands for any namespace."""
    found = node.xpath(re.sub(r"\*:([\w.-]+)", r"*[local-name()='\1']", path))
    lines = [" ".join((each if isinstance(each, str) else each.xpath("string()")).split()) for each in found]
    return [line for line in lines if line]


def same_line(one: str | None, other: str | None) -> bool:
    """Whether two headlines are one, space and character references aside."""
    return " ".join((one or "").split()) == " ".join((other or "").split())


def day_and_time(text: str) -> str:
    """The reading of a stated moment to the second, to compare with an article's."""
    found = moment(text)
    assert found is not None, f"{text!r} is no moment"
    return found


def agencies_in(names: list[str]) -> set[str]:
    """The agencies that any of the names means, codes and domains included."""
    found = set()
    for name in names:
        for each in (
            name,
            name.rpartition(":")[2],
            name.rpartition(".")[0],
            name.split(".")[0],
            name.lower().removesuffix("news"),
        ):
            if each and (agency := canonical(each) or first_of(each)):
                found.add(agency)
    return found


def damaged(*seeds: bytes) -> st.SearchStrategy[bytes]:
    """Arbitrary bytes, and the seeds with bytes replaced, cut out, repeated or cut off."""
    return st.one_of(
        st.binary(max_size=400), st.builds(_damage, st.sampled_from(seeds), st.randoms(use_true_random=False))
    )


def _damage(seed: bytes, random: Any) -> bytes:
    data = bytearray(seed)
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(data)) if data else 0
        match random.randint(0, 4):
            case 0:
                data[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del data[at : at + random.randint(1, 40)]
            case 2:
                data[at:at] = data[at : at + random.randint(1, 200)]
            case 3:
                data[at:at] = random.choice(
                    [b"<", b">", b"&", b"\0", b"]]>", b"<!--", b"{", b'"', b"\\", b"\x01", b"\xff\xfe"]
                )
            case _:
                del data[random.randrange(len(data) + 1) :]
    return bytes(data)


def holds_its_contract(reader: ModuleType, data: bytes) -> None:
    """Reading yields articles or raises FeedError; sniffing never raises."""
    assert 0 <= reader.sniff(data[:HEAD_BYTES], "x") <= 100
    try:
        found = stories(reader, data)
    except FeedError as error:
        assert error.message  # noqa: PT017  either outcome is right, an empty reason is not
        return
    assert found
    for each in found:
        assert len(each.id) == 16
        assert each.headline or each.body
