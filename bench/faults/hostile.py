"""Feeds that want to do harm, each read in a process of its own: its time, its memory, and what came of it.

A feed fails the campaign where it takes more than SECONDS of CPU (and a millisecond for each story that it
holds) or more than MEGABYTES, is neither read nor named with a reason, brings in a byte of the file that stands outside of the root, or opens
a socket.
"""

from __future__ import annotations

import bz2
import gzip
import importlib
import inspect
import io
import json
import lzma
import os
import random
import resource
import socket
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.faults.kill import environment

SECONDS = 2.0
MEGABYTES = 300
HANGS = 600
"""Seconds of CPU after which a reader is killed."""
SECRET = "kvetch-9318-outside-the-root"

NETWORK = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")
"""Events of Python's audit hooks that tell of a call over the network."""

Made = bytes | Callable[[], bytes] | Callable[[Path], None]
"""A feed: its bytes, what makes them, or (in the group `outside`) what makes the file."""


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]><rss version="2.0"><channel><item><title>&l11;</title></item></channel></rss>'.encode()


def _external(address: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{address}"><!ENTITY % p SYSTEM "{address}"> %p;]><rss version="2.0"><channel><item><title>t &x;</title><description>&x;</description></item></channel></rss>'.encode()


def _include(address: str) -> bytes:
    return f'<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item><title>t</title><description><xi:include href="{address}" parse="text"/></description></item></channel></rss>'.encode()


def _zip(members: dict[str, bytes], *, level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tar(members: dict[str, bytes], *, links: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, target
                archive.addfile(info)
    return out.getvalue()


def _zeros(compress: str, megabytes: int) -> bytes:
    data = bytes(megabytes << 20)
    if compress == "zstd":
        import zstandard

        return zstandard.compress(data)
    return {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[compress](data)


def _nested(depth: int) -> bytes:
    data = b"HARBOUR TOWN, May 4 (AP) - The ferry sailed.\n" * 20
    for each in range(depth):
        data = (_tar({"x": data}), _zip({"x": data}), gzip.compress(data))[each % 3]
    return data


def _line(megabytes: int, start: bytes = b"", end: bytes = b"") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            for _ in range(megabytes):
                file.write(b"a" * (1 << 20))
            file.write(end)

    return write


RSS = '<rss version="2.0"><channel><title>The Harbour Post</title><item><title>{}</title><pubDate>{}</pubDate><description>{}</description></item></channel></rss>'
_ITEM = {"headline": "h", "body": "b", "date": "2025-10-23"}
_UNITS = {
    "spaces": " ", "newlines": "\n", "returns": "\r\n", "tabs": "\t", "brackets": "(", "squares": "[", "angles": "<",
    "digits": "7", "letters": "a", "capitals": "A", "commas": ",", "list": "a, ", "pairs": "A, B (C) ", "dashes": "-", "dots": ".",
    "slashes": "/", "crumbs": "Home > ", "colons": "12:", "ampersands": "&", "entities": "&amp;", "quotes": '"', "equals": "=",
    "at": "a@", "months": "October ", "dates": "23 October 2025 ", "agencies": "(Reuters) ", "underscores": "_ ", "urls": "http://a.", "zones": "+05:30 ",
    "han": "北京", "accents": "e\u0301", "marks": "\u0301", "bidi": "\u202e", "nul": "\0", "bom": "\ufeff", "by": "By A. ", "datelines": "BRUSSELS, Oct. 23 (AP) - ",
    "hyphens": "LONDON/", "updated": "Updated At: ", "percents": "%", "backslashes": "\\", "stars": "*",
}  # fmt: skip
"""What a megabyte is made of, for expressions that go back over what they have read."""


def _megabyte(unit: str, size: int = 1 << 20) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _repeated() -> Iterator[tuple[str, Made]]:
    for name, unit in _UNITS.items():
        text = _megabyte(unit)
        plain = f"LONDON, October 23 (AP) - {text}\n\n{text} end.\n"
        yield f"text of {name}", plain.encode()
        yield f"text that begins with {name}", f"{text}\nThe ferry sailed on Monday.\n".encode()
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\0", "")
        yield f"rss of {name}", RSS.format(escaped, escaped[:100_000], escaped).encode()
        fields = dict.fromkeys(
            ("headline", "body", "date", "byline", "dateline", "agency", "location", "section"), text
        )
        yield f"jsonl of {name}", json.dumps(fields).encode() + b"\n"
        yield (
            f"html of {name}",
            f"<html><head><title>{text[:200_000]}</title></head><body><h1>Ferry</h1><p>{text}</p><p>{text} sailed.</p></body></html>".encode(),
        )
        yield (
            f"mail of {name}",
            f"From: a@b.example\nSubject: {text[:100_000]}\nDate: {text[:100_000]}\n\n{text}\n".encode(
                "utf-8", "replace"
            ),
        )
        yield (
            f"csv of {name}",
            f'headline,body,date\n"{text.replace(chr(34), "")}","b","{text[:1000].replace(chr(34), "")}"\n'.encode(),
        )
        yield f"wire of {name}", f"ZCZC ABC123\n\n{text}\n\nNNNN\n".encode()


def _markup() -> Iterator[tuple[str, Made]]:
    deep = 200_000
    yield "xml of 200,000 levels", lambda: b"<rss>" + b"<a>" * deep + b"</a>" * deep + b"</rss>"
    yield "json of 200,000 levels", lambda: b"[" * deep + b"]" * deep
    yield "json objects of 200,000 levels", lambda: b'{"a":' * deep + b"1" + b"}" * deep
    yield "html of 200,000 levels", lambda: b"<html><body>" + b"<div>" * deep + b"x" + b"</div>" * deep
    yield "billion laughs", lambda: _laughs()
    yield (
        "quadratic blowup",
        b'<!DOCTYPE r [<!ENTITY a "'
        + b"a" * 100_000
        + b'">]><rss version="2.0"><channel><item><title>'
        + b"&a;" * 100_000
        + b"</title></item></channel></rss>",
    )
    yield (
        "a million attributes",
        b'<nitf><head><title>t</title></head><body x="1" '
        + b" ".join(b'a%d="1"' % n for n in range(1_000_000))
        + b"><p>x</p></body></nitf>",
    )
    yield (
        "a million elements",
        lambda: b'<rss version="2.0"><channel>' + b"<item/>" * 1_000_000 + b"</channel></rss>",
    )
    yield (
        "a million namespaces",
        lambda: b"<rss " + b" ".join(b'xmlns:n%d="u"' % n for n in range(300_000)) + b"/>",
    )
    yield "a doctype without end", lambda: b"<!DOCTYPE a [" + b'<!ENTITY a "b">' * 100_000
    yield "comments without end", lambda: b"<rss>" + b"<!-- " * 300_000
    yield "cdata without end", lambda: b"<rss>" + b"<![CDATA[" * 200_000
    yield "tags without end", lambda: b"<html>" + b"<a href='" * 200_000
    yield (
        "a headline of 60 MB",
        b'<rss version="2.0"><channel><item><title>'
        + b"a " * (30 << 20)
        + b"</title></item></channel></rss>",
    )
    yield (
        "utf-7",
        b'<?xml version="1.0" encoding="UTF-7"?><rss version="2.0"><channel><item><title>+ADw-script+AD4-</title></item></channel></rss>',
    )
    yield (
        "an encoding that is a codec of bytes",
        lambda: b'<?xml version="1.0" encoding="zlib"?><rss version="2.0"/>',
    )
    yield "utf-32 bombs", lambda: b"\xff\xfe\x00\x00" + b"<\0\0\0" * 500_000
    yield "json numbers", lambda: b'{"headline": ' + b"9" * 2_000_000 + b', "body": "b"}\n'
    yield "json escapes", lambda: b'{"headline": "' + b"\\ud800" * 300_000 + b'", "body": "b"}\n'
    yield "json keys", lambda: json.dumps({**{f"k{n}": n for n in range(300_000)}, **_ITEM}).encode()


def _packed() -> Iterator[tuple[str, Made]]:
    for each in ("gzip", "bz2", "xz", "zstd"):
        yield f"a {each} bomb", lambda each=each: _zeros(each, 400)
        yield f"a {each} bomb in a zip", lambda each=each: _zip({"x": _zeros(each, 400)})
    yield "a zip bomb", lambda: _zip({f"{n}.xml": bytes(40 << 20) for n in range(10)})
    yield "a zip of 70,000 members", lambda: _zip({f"{n}.txt": b"x" for n in range(70_000)}, level=1)
    yield "a tar of 30,000 members", lambda: _tar({f"{n}.txt": b"x" for n in range(30_000)})
    yield "archives within archives", lambda: _nested(30)
    yield "gzip after gzip", lambda: gzip.compress(b"x\n") * 100_000
    yield (
        "zip names",
        _zip(
            {
                "../../secret.txt": b"x" * 99,
                "/etc/passwd": b"y" * 99,
                "..\\..\\x": b"z" * 99,
                "a\0b\x1b[31m": b"q" * 99,
                "\u202etxt": b"r" * 99,
            }
        ),
    )
    yield (
        "tar names and links",
        _tar(
            {"../../secret.txt": b"x" * 99, "/etc/passwd": b"y"},
            links={"link": "../secret.txt", "etc": "/etc/passwd"},
        ),
    )
    yield (
        "a warc with lying lengths",
        b"".join(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<html>x</html>\r\n\r\n"
            % size
            for size in (5, 10**15, -4, 0, 80)
        ),
    )
    yield "a warc header without end", lambda: b"WARC/1.0\r\n" + b"X-A: " + b"a" * (20 << 20)


def _outside(root: Path) -> Iterator[tuple[str, Made]]:
    secret = root.parent / "secret.txt"
    for address in (f"file://{secret}", str(secret), "../secret.txt"):
        yield f"an entity of {address[:8]}", _external(address)
        yield f"an inclusion of {address[:8]}", _include(address)
    yield "an entity of a host", _external("http://127.0.0.1:9/x.dtd")
    yield "an inclusion of a host", _include("http://127.0.0.1:9/x")
    yield (
        "a page with pictures and frames",
        b'<html><head><base href="http://127.0.0.1:9/"><link rel=stylesheet href=x.css><meta http-equiv=refresh content="0;url=http://127.0.0.1:9/"></head><body><h1>Ferry</h1><img src=x><iframe src="file:///etc/passwd"></iframe><p>The ferry sailed on Monday in the morning with few passengers.</p></body></html>',
    )

    def link(target: str) -> Callable[[Path], None]:
        return lambda path: path.symlink_to(target)

    yield "a link out of the root", link(str(secret))
    yield "a link to a link", link("a link to a link")
    yield "a link to the root", link("..")
    yield "a link to a device", link("/dev/zero")
    yield "a pipe", lambda path: os.mkfifo(path)
    yield "a socket", _socket
    if os.geteuid() == 0:
        yield "a device", _device
    yield "a line of 500 MB", _line(500)
    yield "a line of 500 MB of json", _line(500, b'{"headline": "', b'", "body": "b"}\n')
    yield (
        "a document of 500 MB",
        _line(500, b'<rss version="2.0"><channel><item><title>', b"</title></item></channel></rss>"),
    )
    yield "nul bytes", bytes(1 << 20)
    yield "random bytes", random.Random(1).randbytes(1 << 20)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path)[-100:] if len(str(path)) < 100 else "/proc/self/cwd/s")


def _device(path: Path) -> None:
    os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))


PARTS = ("markup", "packed", "outside", "repeated")
"""The groups of feeds."""


def feeds(root: Path, parts: Sequence[str] = PARTS) -> Iterator[tuple[str, Made]]:
    """The feeds of some groups, by name."""
    groups = {"markup": _markup, "packed": _packed, "outside": lambda: _outside(root), "repeated": _repeated}
    for name in parts:
        yield from groups[name]()


def _most_memory() -> float:
    """The most megabytes of this process; `ru_maxrss` would begin with what its parent had at the fork."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def read(directory: str) -> None:
    """Read what is in a directory, as a worker does; print CPU seconds, megabytes, articles, reasons and leaks."""
    from morgue.ingest.walk import walk
    from morgue.ingest.workers import Batch, Job, work

    calls: list[str] = []
    sys.addaudithook(lambda event, _: calls.append(event) if event in NETWORK else None)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    articles, reasons, leaked, before = 0, [], False, resource.getrusage(resource.RUSAGE_SELF)
    for each in walk([directory]):
        if each.trouble:
            reasons.append(each.trouble)
            continue
        for message in work(Job(1, each.location, each.path, {}, None, each.root)):
            if isinstance(message, Batch):
                articles += len(message.entries)
                leaked |= any(SECRET.encode() in entry.document.stored for entry in message.entries)
            else:
                reasons += [why for _, why, _ in message.problems]
    after = resource.getrusage(resource.RUSAGE_SELF)
    leaked |= any(SECRET in why for why in reasons)
    print(json.dumps({
        "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "megabytes": _most_memory(), "articles": articles, "reasons": reasons[:3], "leaked": leaked, "calls": calls,
    }))  # fmt: skip


def _put(path: Path, made: Made) -> None:
    """Make the feed."""
    if callable(made):
        made = made(path) if inspect.signature(made).parameters.keys() == {"path"} else made()  # type: ignore[call-arg,assignment]
    if made is not None:
        path.write_bytes(made)


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader of one feed has told: CPU seconds, megabytes, stories, reasons; and what it must not."""

    seconds: float
    megabytes: float
    articles: int
    reasons: list[str]
    leaked: bool
    calls: list[str]

    def __str__(self) -> str:
        came = f"{self.articles} stories" + (f", {self.reasons}" if self.reasons else "")
        return f"{self.seconds:.1f} s, {self.megabytes:.0f} MB; {came}"

    def wrong(self, *, measured: bool) -> Iterator[str]:
        """What is wrong with how the feed was read; its time and memory too, where they are measured."""
        if measured and self.seconds > SECONDS + self.articles / 1000:
            yield "too slow"
        if measured and self.megabytes > MEGABYTES:
            yield "too large"
        if self.leaked:
            yield "something from outside of the root came in"
        if self.calls:
            yield self.calls[0]
        if not self.articles and not self.reasons:
            yield "neither read nor named with a reason"


def serve() -> None:
    """Read the directories that standard input names, each in a process of its own; print what `read` does, and its code.

    The processes are copies of this one, which has loaded what every feed needs: that is not counted as one's.
    """
    import traceback

    for name in (
        "extract.assembly",
        "feeds.web.html",
        "feeds.syndication.rss",
        "ingest.read",
        "ingest.workers",
    ):
        importlib.import_module(f"morgue.{name}")
    from morgue.gazetteer import places

    places.meanings("London")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
                read(line.removesuffix("\n"))
                sys.stdout.flush()
                code = 0
            except BaseException:  # it must not go on as the one that serves
                traceback.print_exc()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


class Readers:
    """The process that reads feeds in copies of itself."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.faults.hostile"],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def judged(self, root: Path, *, measured: bool) -> tuple[str, list[str]]:
        """What came of the feed below `root`, and what is wrong with it."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a process without pipes")
        self._process.stdin.write(f"{root}\n")
        self._process.stdin.flush()
        lines: list[str] = []
        for line in self._process.stdout:
            lines.append(line)
            if isinstance(code := json.loads(line), int):
                if code:
                    return "nothing", [f"the reader ended with {code}"]
                told = Told(**json.loads(lines[-2]))
                return str(told), list(told.wrong(measured=measured))
        raise RuntimeError("the process that reads feeds has ended")


def campaign(
    *, parts: Sequence[str] = PARTS, only: Sequence[str] = (), quiet: bool = False, measured: bool = True
) -> tuple[int, list[str]]:
    """Feeds, and failures; `only` those in whose names one of these stands. Each feed is told as it was read.

    Without `measured` a machine may be slow: only a feed whose reader does not end, or runs out of memory, fails.
    """
    failures, number = [], 0
    with tempfile.TemporaryDirectory(prefix="morgue-hostile-") as scratch:
        (Path(scratch) / "secret.txt").write_text(f"LONDON, May 4 (AP) - {SECRET} sailed.\n")
        root = Path(scratch) / "root"
        with Readers() as readers:
            for name, made in feeds(root, parts):
                if only and not any(each in name for each in only):
                    continue
                number += 1
                root.mkdir()
                path = root / (name.replace("/", "-")[:60] + ".x")
                _put(path if not name.startswith("a link") else root / name, made)
                told, wrong = readers.judged(root, measured=measured)
                failures += [f"{name}: {each}: {told}" for each in wrong]
                if wrong or not quiet:
                    print(
                        f"{number:>4} {name}: {told}" + "".join(f"  <- {each}" for each in wrong), flush=True
                    )
                for each in root.iterdir():
                    each.unlink()
                root.rmdir()
    return number, failures


if __name__ == "__main__":
    serve()
