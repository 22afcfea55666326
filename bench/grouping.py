"""What a search by story costs beside one by article, in one archive of generated articles of which many are copies.

    python -m bench.grouping                         200,000 articles, 30 in 100 of them copies
    python -m bench.grouping --size 1000000 --copies 0.3 --engine whoosh

Articles get their places in stories here and not by an archive's link stage: it is the engines that are measured. For queries
of many and of few hits there is a row with the milliseconds of processor time of a page of ten by article and by story (the
best of several), what is known of whole stories included, and with those of the exact count of stories, in all and a hit.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench.generate import A_FILE, Desk
from morgue.archive.grouping import Grouping, with_carried
from morgue.engines import create_engine
from morgue.engines.base import Searcher
from morgue.engines.document import document
from morgue.model.article import Article, Place, article_id
from morgue.query.tree import Everything, Node, Word

PUBLISHERS = [f"Outlet {number}" for number in range(200)]
SIZES = (2, 2, 2, 3, 3, 5, 8, 20)
"""Articles of stories that have several, of which one is drawn."""


def main() -> None:
    """Run the benchmark and print a table."""
    given = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="morgue-bench-") as folder:
        searcher = _indexed(Path(folder), given.size, given.copies, given.engine)
        print(
            f"{given.engine}, {searcher.total():,} articles, {searcher.count_stories(Everything()):,} stories"
        )
        print("query      articles   stories  page ms  by story ms  more ms  count ms  µs a hit")
        for name, tree in _queries(searcher):
            print(_row(searcher, name, tree, given.rounds))


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m bench.grouping",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--size", type=int, default=200_000, help="articles (%(default)s)")
    made.add_argument("--copies", type=float, default=0.3, help="the share of copies (%(default)s)")
    made.add_argument("--engine", default="tantivy", help="of %(default)s")
    made.add_argument("--rounds", type=int, default=7, help="how often each is measured (%(default)s)")
    return made


def _indexed(folder: Path, size: int, copies: float, engine: str) -> Searcher:
    """Return a searcher of generated articles; those of one story have the same text and other publishers."""
    made = create_engine(engine, folder)
    writer = made.writer()
    writer.add(document(each, 1) for each in islice(_articles(size, copies), size))
    writer.commit()
    writer.close()
    return made.searcher()


def _articles(size: int, copies: float) -> Iterator[Article]:
    """Yield articles without end, of which so many are copies of another."""
    chance = random.Random(1)
    # a story of n articles has n - 1 copies: so many of the stories have to have several
    several = copies / (1 - copies) / (sum(SIZES) / len(SIZES) - 1)
    files = -(-size // A_FILE)
    for file in range(files):
        for item in Desk(1, file, files).items(A_FILE):
            number = chance.choice(SIZES) if chance.random() < several else 1
            ids = [article_id(f"{item.number} {at}") for at in range(number)]
            for each in ids:
                yield Article(
                    id=each,
                    headline=item.headline,
                    body="\n\n".join(item.paragraphs),
                    dateline=item.dateline,
                    published=item.when.isoformat(),
                    day=item.when.date().isoformat(),
                    locations=(Place(item.city, item.country),),
                    agency=item.agency,
                    publisher=item.publisher if number == 1 else chance.choice(PUBLISHERS),
                    section=(item.section,),
                    language="en",
                    story=ids[0] if number > 1 else None,
                    copies=number,
                )


def _queries(searcher: Searcher) -> Iterator[tuple[str, Node]]:
    """Yield everything, and words of about a half, a tenth, a hundredth and a thousandth of the articles."""
    yield "*", Everything()
    held = [(number, word) for word, number in searcher.words("", limit=1 << 30)]
    for share in (0.5, 0.1, 0.01, 0.001):
        _, word = min((abs(number - share * searcher.total()), word) for number, word in held)
        yield word, Word(word)


def _best(rounds: int, work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time of the cheapest of several rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return 1_000 * min(times)


def _row(searcher: Searcher, name: str, tree: Node, rounds: int) -> str:
    grouping = Grouping(searcher, "relevance", "best")
    total, stories = searcher.count(tree), searcher.count_stories(tree)
    plain = _best(rounds, lambda: searcher.search(tree, limit=10))
    page = _best(
        rounds,
        lambda: list(with_carried(searcher, grouping.answer(tree, limit=10, offset=0, count=True).found)),
    )
    count = _best(rounds, lambda: searcher.count_stories(tree))
    each = 1_000 * count / max(1, total)
    return f"{name:<10} {total:>8,} {stories:>9,} {plain:>8.2f} {page:>12.2f} {page - plain:>8.2f} {count:>9.2f} {each:>9.3f}"


if __name__ == "__main__":
    main()
