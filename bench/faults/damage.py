"""One bit flipped in each of many places, every file cut off, every file missing: found, told, mended."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import morgue
from bench.faults.desk import Desk, held, strange_files

CUTS = (0.0, 0.5, 0.99)
QUERIES = ("harbour ferry", '"harbour ferry"', "stri*", "flood NEAR/3 budget", "agency:ap date:2025", "*")


class Patient:
    """An archive with several segments and deletions, and what it answers while it is whole."""

    def __init__(self, scratch: Path, *, seed: int, editions: int, engine: str = "tantivy") -> None:
        self.desk = Desk(scratch / "feeds", files=10, stories=30, seed=seed)
        self.directory = scratch / "archive"
        with morgue.create(self.directory, engine=engine) as archive:
            archive.index([self.desk.directory])
            for _ in range(editions):
                self.desk.change()
                archive.index([self.desk.directory], prune=True)
        self.answers = self.asked()

    def another(self, suffix: str) -> Path:
        """A file of a kind that a repair may have left none of; the archive is changed until there is one."""
        while not (found := [path for path in self.files() if path.suffix == suffix]):
            self.desk.change()
            with morgue.open(self.directory) as archive:
                archive.index([self.desk.directory], prune=True)
            self.answers = self.asked()
        return found[0]

    def asked(self) -> list[object]:
        """Answers to the queries. Raises MorgueError where the archive says that it is damaged."""
        with morgue.open(self.directory) as archive:
            return [
                [(hit.article.id, round(hit.score, 4)) for hit in archive.search(query, limit=50).hits]
                for query in QUERIES
            ]

    def files(self) -> list[Path]:
        """All files that hold anything."""
        return [path for path in sorted(self.directory.rglob("*")) if path.is_file() and path.stat().st_size]

    def wrong_now(self, what: str) -> Iterator[str]:
        """What should not be, while the archive is damaged."""
        try:
            if self.asked() != self.answers:
                yield f"{what}: a wrong answer"
        except morgue.MorgueError:
            pass
        except BaseException as error:
            yield f"{what}: search raised {type(error).__name__}: {error}"
        with morgue.open(self.directory) as archive:
            if archive.verify().sound:
                yield f"{what}: verify found nothing"

    def mended(self, what: str) -> Iterator[str]:
        """What should not be, after a repair."""
        with morgue.open(self.directory) as archive:
            try:
                report = archive.verify(repair=True)
            except morgue.MorgueError as error:
                yield f"{what}: not mended: {error}"
                return
            if not report.sound:
                yield f"{what}: not mended: {report.problems[:2]} {report.lost[:2]}"
        if held(self.directory) != self.desk.stories:
            yield f"{what}: not what a fresh index holds"
        for name in sorted(strange_files(self.directory)):
            yield f"{what}: left over {name}"
        self.answers = self.asked()


def flipped(path: Path, at: int, bit: int) -> None:
    """Turn one bit of a file over."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def flips(patient: Patient, count: int, chance: random.Random, *, mend_every: int) -> Iterator[str]:
    """What went wrong with so many flipped bits: half of them anywhere, half of them in any file."""
    for number in range(count):
        files = patient.files()
        sizes = [path.stat().st_size for path in files]
        path = chance.choices(files, sizes)[0] if number % 2 else chance.choice(files)
        at, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
        what = f"bit {bit} of byte {at} of {path.relative_to(patient.directory)}"
        flipped(path, at, bit)
        yield from patient.wrong_now(what)
        if number % mend_every == 0:
            wrong = list(patient.mended(what))
            yield from wrong
            if not wrong:
                continue
        flipped(path, at, bit)


def cuts(patient: Patient, *, names: int | None = None) -> Iterator[str]:
    """What went wrong with every file cut off at each of CUTS, and missing; of the first `names` files."""
    seen: set[str] = set()
    for path in patient.files()[:names]:
        for cut in (*CUTS, None):
            if not path.exists():  # a repair gave it another name
                path = patient.another(path.suffix)
            data = path.read_bytes()
            what = f"{path.name} {'missing' if cut is None else f'cut at {cut:.0%}'}"
            if cut is None:
                path.unlink()
            else:
                path.write_bytes(data[: int(len(data) * cut)])
            yield from patient.wrong_now(what)
            kind = f"{path.suffix if path.parent != patient.directory and path.suffix != '.json' else path.name} {cut}"
            if kind not in seen:
                seen.add(kind)
                wrong = list(patient.mended(what))
                yield from wrong
                if not wrong:
                    continue
            path.write_bytes(data)


def campaign(
    *, places: int, seed: int, mend_every: int = 20, engine: str = "tantivy"
) -> tuple[int, list[str]]:
    """Faults, and failures."""
    chance = random.Random(seed)
    failures = []
    with tempfile.TemporaryDirectory(prefix="morgue-damage-") as scratch:
        patient = Patient(Path(scratch), seed=seed, editions=4, engine=engine)
        done = places + 4 * len(patient.files())
        for each in flips(patient, places, chance, mend_every=mend_every):
            print(each, flush=True)
            failures.append(each)
        for each in cuts(patient):
            print(each, flush=True)
            failures.append(each)
    return done, failures
