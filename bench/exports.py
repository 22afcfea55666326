"""How many stories morgue finds in the exports of databases, libraries and systems, and how much of each is right.

    python -m bench.exports                              every form of the gold, a row each
    python -m bench.exports nexis-html tei --wrong       these forms, and what is wrong in each
    python -m bench.exports --save result.json

--gold is a folder with a folder for each form and expected.jsonl: a record a file (or a folder of files that belong
together) with what a careful reader finds in it; its README says what the keys mean. Each record is indexed by itself
into an archive of its own, as `morgue index` does it. A story of the gold is found where an article has its first
words and, where the gold judges it, its headline or its last words. Headline, publisher and byline are compared by
their words, without case and punctuation. What is optional in the gold is not demanded, and nothing that the gold does
not name is wrong, but for the number of articles. Text is right where the body begins and ends as in the gold
and has its letters to within 3 in 100 (a caption or credit may be set apart). The rates are of reading alone (bytes to
articles) in one warm process: articles and MB of the files as they are, a second of processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import morgue
from bench.measure import ROOT
from morgue.errors import MorgueError
from morgue.feeds import pick
from morgue.io.containers import head_of, open_feeds
from morgue.model.article import Article

GOLD = ROOT.parent / "shared" / "corpora" / "exports"
FIELDS = ("headline", "publisher", "day", "time", "byline", "section", "page", "place", "agency")
LONG_ENOUGH = 0.5
"""Seconds that a file is read again and again for its rate."""
WITHIN = 0.03
"""The share of letters by which a text may differ: a caption, a credit or a dateline more or less."""


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _choices(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _value(article: Article, name: str) -> Any:
    """Return the field of an article that a key of the gold judges, as the gold writes it."""
    if name == "time":
        return article.published[11:16] if article.published and len(article.published) > 10 else None
    if name == "section":
        return "; ".join(article.section or ()) or None
    if name == "page":
        return article.edition.page if article.edition else None
    if name == "place":
        return [
            each for each in (*(each.place for each in article.locations or ()), article.dateline) if each
        ]
    return getattr(article, name)


def is_right(article: Article, name: str, wanted: Any) -> bool:
    """Return whether a field of an article is one of the values that the gold allows."""
    value = _value(article, name)
    choices = _choices(wanted)
    if None in choices and not value:
        return True
    if name == "place":
        return any(_words(each) == _words(one) for each in value for one in choices if each and one)
    if name in ("day", "time"):
        return value in choices
    if name in ("section", "page"):
        return any(set(_words(one)) <= set(_words(value)) for one in choices if one and value)
    return any(_words(value) == _words(one) for one in choices if one is not None)


def _has(letters: str, wanted: Any, *, at_end: bool = False, dateline: str | None = None) -> bool:
    """Return whether a text begins or ends with one of the texts, with a line before it or behind it at most.

    A dateline that was taken off may be at the beginning of what is wanted.
    """
    for one in _choices(wanted):
        piece = _letters(one or "").removeprefix(_letters(dateline or ""))
        at = letters.rfind(piece) if at_end else letters.find(piece)
        if at >= 0 and (len(letters) - at - len(piece) if at_end else at) <= 200:
            return True
    return False


def _closeness(article: Article, story: dict[str, Any]) -> int:
    letters = _letters(article.body or "")
    score = 0
    if "headline" in story and is_right(article, "headline", story["headline"]):
        score += 4
    if story.get("first") and _has(letters, story["first"], dateline=article.dateline):
        score += 4
    if story.get("last") and _has(letters, story["last"], at_end=True):
        score += 2
    if score and "day" in story and is_right(article, "day", story["day"]):
        score += 1
    return score


def pairs(
    articles: list[Article], stories: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Article | None]]:
    """Yield each story of the gold with the article that is nearest to it; no article twice."""
    near = sorted(
        (
            (-score, abs(number - at), number, at)
            for number, story in enumerate(stories)
            for at, article in enumerate(articles)
            if (score := _closeness(article, story)) >= 4
        )
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, _, number, at in near:
        if number not in taken and at not in used:
            taken[number] = at
            used.add(at)
    for number, story in enumerate(stories):
        yield story, articles[taken[number]] if number in taken else None


def is_text_right(article: Article, story: dict[str, Any]) -> bool:
    """Return whether the body of an article begins and ends as the gold says, and is about as long."""
    letters = _letters(article.body or "")
    for key, at_end in (("first", False), ("last", True)):
        if story.get(key) and not _has(letters, story[key], at_end=at_end, dateline=article.dateline):
            return False
    wanted = story.get("chars")
    least, most = (min(wanted), max(wanted)) if isinstance(wanted, list) else (wanted, wanted)
    if not least:
        return True
    room = max(60, WITHIN * least)
    decomposed = sum(
        map(str.isalnum, unicodedata.normalize("NFKD", article.body or ""))
    )  # Hangul counted by its parts
    return any(least - room <= size <= most + room for size in (len(letters), decomposed))


def _furniture(articles: list[Article], marks: list[str]) -> Iterator[str]:
    for article in articles:
        body = article.body or ""
        for mark in marks:
            if re.search(mark[3:], body) if mark.startswith("re:") else mark in body:
                yield f"{mark!r} is in the body of {article.headline!r}"


def read(paths: list[Path]) -> tuple[list[Article], list[str]]:
    """Index files into an archive of their own; return its articles in order, and what was said of the files."""
    with tempfile.TemporaryDirectory() as folder, morgue.create(Path(folder) / "archive") as archive:
        archive.index(paths)
        hits = archive.search("*", limit=None, snippets=0, partial="ignore").hits
        said = [f"{each}" for each in (*archive.errors(), *archive.no_articles())]
        articles = archive.show([each.article.id for each in hits]) if hits else []
    articles.sort(key=lambda each: (each.source.path, each.source.member or "", each.source.offset))
    return articles, said


class Rate(NamedTuple):
    """What was read how fast: articles, bytes of the files, and seconds of processor time, all of one reading."""

    articles: int
    size: int
    seconds: float


def rate_of(paths: list[Path]) -> Rate:
    """Read files again and again, for half a second at least, and return the fastest reading of all of them."""
    files = [
        each
        for path in paths
        for each in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if each.is_file()
    ]
    size, spent, best = sum(each.stat().st_size for each in files), 0.0, float("inf")
    articles = sum(_number_in(each) for each in files)  # with what is loaded once
    while spent < LONG_ENOUGH:
        began = time.process_time()
        sum(_number_in(each) for each in files)
        took = time.process_time() - began
        best, spent = min(best, took), spent + took
    return Rate(articles, size, best)


def _number_in(path: Path) -> int:
    number = 0
    try:
        for feed in open_feeds(path, source_path=str(path), sha256="0" * 64):
            with suppress(MorgueError):
                reader = pick(head_of(feed), feed.name)
                feed.source = replace(feed.source, format=reader.name)
                for _ in reader.read(feed):
                    number += 1
    except MorgueError:
        return number
    return number


def judge(record: dict[str, Any], gold: Path) -> tuple[Counter[str], list[str]]:
    """Return counts for one record of the gold (NAME and NAME/asked for each field), and what is wrong."""
    names = record.get("files") or [record["file"]]
    articles, said = read([gold / each for each in names])
    wrong: list[str] = [f"said: {each}" for each in said]
    counts: Counter[str] = Counter()
    least, most = record.get("stories_ok") or (record["stories"], record["stories"])
    counts["files"] += 1
    counts["articles"] += len(articles)
    counts["count"] += least <= len(articles) <= most
    if not least <= len(articles) <= most:
        wrong.append(f"{len(articles)} articles, not {least} to {most}")
    for story, article in pairs(articles, record.get("gold", [])):
        name = f"{story['n']} {_choices(story.get('headline'))[0]!r}"
        if article is None:
            if not story.get("optional"):
                counts["stories/asked"] += 1
                wrong.append(f"{name}: not found")
            continue
        counts["stories/asked"] += 1
        counts["stories"] += 1
        for field in FIELDS:
            if field in story:
                counts[f"{field}/asked"] += 1
                if is_right(article, field, story[field]):
                    counts[field] += 1
                else:
                    wrong.append(f"{name}: {field} {_value(article, field)!r}, not {story[field]!r}")
        counts["text/asked"] += 1
        if is_text_right(article, story):
            counts["text"] += 1
        else:
            body = article.body or ""
            wrong.append(
                f"{name}: text of {len(_letters(body))} letters, not {story.get('chars')}, "
                f"{body[:60]!r} … {body[-60:]!r}, not {story.get('first')!r} … {story.get('last')!r}"
            )
    bad = list(_furniture(articles, record.get("not_in_body", [])))
    counts["furniture"] += len(bad)
    return counts, wrong + bad


def _share(counts: Counter[str], name: str) -> str:
    asked = counts[f"{name}/asked"]
    return f"{counts[name] / asked:.2f}" if asked else "."


def _line(form: str, counts: Counter[str], rates: list[Rate]) -> str:
    cells = [form, str(counts["files"]), f"{counts['count']}/{counts['files']}", str(counts["articles"])]
    cells += [f"{counts['stories']}/{counts['stories/asked']}"]
    cells += [_share(counts, name) for name in (*FIELDS, "text")]
    articles, size, seconds = map(sum, zip(*rates, strict=True))
    cells += [str(counts["furniture"]), f"{articles / seconds:.0f}", f"{size / seconds / 1e6:.1f}"]
    return " | ".join(cells)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("forms", nargs="*", metavar="FORM")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    parser.add_argument("--save", type=Path, help="write the counts as JSON")
    asked = parser.parse_args()
    if not (asked.gold / "expected.jsonl").is_file():
        print(f"there is no {asked.gold / 'expected.jsonl'}", file=sys.stderr)
        return 2
    records = [json.loads(line) for line in (asked.gold / "expected.jsonl").read_text("utf-8").splitlines()]
    unknown = set(asked.forms) - {each["form"] for each in records}
    if unknown:
        print(f"the gold has no form {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    totals: dict[str, Counter[str]] = {}
    rates: dict[str, list[Rate]] = {}
    print(
        "form | files | count right | articles | found | "
        + " | ".join((*FIELDS, "text"))
        + " | furniture | articles a second | MB a second"
    )
    forms = list(
        dict.fromkeys(each["form"] for each in records if not asked.forms or each["form"] in asked.forms)
    )
    for form in forms:
        totals[form], rates[form] = Counter(), []
        for record in (each for each in records if each["form"] == form):
            counts, wrong = judge(record, asked.gold)
            totals[form] += counts
            rates[form].append(
                rate_of([asked.gold / each for each in record.get("files") or [record["file"]]])
            )
            if asked.wrong:
                for each in wrong:
                    print(f"    {record['file']}: {each}")
        print(_line(form, totals[form], rates[form]), flush=True)
    every = sum(totals.values(), Counter())
    print(_line("all", every, [each for some in rates.values() for each in some]))
    if asked.save:
        asked.save.write_text(json.dumps({name: dict(counts) for name, counts in totals.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
