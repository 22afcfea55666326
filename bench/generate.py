"""A seeded generator of news archives: `python -m bench.generate DIRECTORY --size 20000 --seed 1`.

No text of anyone is in it. Words are made up, with English endings so that stemming has something to do, beside
the function words that English copy cannot do without; how often each comes, and the lengths of sentences,
paragraphs, headlines and stories, are numbers taken from the wire copy of Reuters-21578 (10,051 stories,
1,462,635 words). One file is one seed, so that any number of processes writes the same archive.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import multiprocessing
import random
import shutil
import zipfile
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

A_FILE = 100
"""Stories in a file, if nothing else is said."""

BYTES_A_STORY = 1_500
FIRST_DAY, DAYS = dt.date(2015, 1, 1), 3_652

SLOTS = 1 << 20
VOCABULARY = 24_000
EXPONENT, SHIFT, KNEE, TAIL = 1.08, 2.2, 2_500, 1.75
"""Zipf-Mandelbrot: a word of rank r comes 1 / (r + SHIFT) ** EXPONENT times as often, and from the rank KNEE on
falls with TAIL; fitted to ranks 1 to 20,000."""

FUNCTION_SHARE = 0.40
COLLOCATIONS, COLLOCATION_SHARE = 6_000, 0.10
NUMBER_SHARE = 0.05
RARE_SHARE, RARE_TAIL = 0.015, 1.1
"""Words that no table holds: names and slips, by which a vocabulary grows without end."""

TOPICS, TOPIC_WORDS, TOPIC_SHARE = 2_000, 40, 0.14
"""Stories repeat the words of their subject."""

REPEATS = 0.035
"""Stories that are an earlier one with a few words changed, as updates are."""

STORY_WORDS = (25, 40, 48, 56, 64, 71, 78, 84, 91, 96, 103, 112, 127, 152, 178, 203, 249, 309, 445, 700)
SENTENCE_WORDS = (8, 11, 13, 14, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 28, 29, 32, 35, 39, 48)
HEADLINE_WORDS = (5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 9, 11)
"""Twentieths of the distributions."""

COMMAS = 0.05

FUNCTION_WORDS = [
    "the",
    "of",
    "to",
    "and",
    "in",
    "said",
    "a",
    "for",
    "it",
    "on",
    "from",
    "by",
    "is",
    "that",
    "its",
    "at",
    "with",
    "be",
    "as",
    "was",
    "will",
    "has",
    "would",
    "an",
    "which",
    "not",
    "he",
    "but",
    "have",
    "or",
    "this",
    "were",
    "are",
    "had",
    "been",
    "up",
    "also",
    "their",
    "they",
    "his",
    "more",
    "than",
    "about",
    "after",
    "other",
    "over",
    "last",
    "one",
    "new",
    "two",
    "all",
    "some",
    "no",
    "into",
    "first",
    "under",
    "between",
    "there",
    "could",
    "because",
    "if",
    "against",
    "when",
    "who",
    "out",
    "we",
    "before",
    "three",
    "most",
    "while",
    "only",
    "next",
    "today",
    "such",
    "being",
    "through",
    "during",
    "per",
    "any",
    "did",
    "still",
    "down",
    "further",
    "made",
    "however",
    "since",
    "where",
    "now",
    "both",
    "should",
    "four",
    "them",
    "these",
    "so",
    "can",
    "may",
    "what",
    "might",
    "then",
    "i",
    "she",
    "her",
    "him",
    "you",
    "our",
    "your",
    "my",
    "me",
    "do",
    "does",
    "very",
    "much",
    "many",
    "off",
    "own",
    "same",
    "too",
    "each",
    "few",
    "without",
    "within",
    "around",
    "until",
    "among",
    "whether",
    "although",
    "either",
    "nor",
    "near",
]

_STARTS = [
    "b",
    "br",
    "c",
    "ch",
    "cl",
    "cr",
    "d",
    "dr",
    "f",
    "fl",
    "fr",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sc",
    "sh",
    "sl",
    "sp",
    "st",
    "str",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ee", "io", "oa", "ou"]
_ENDS = [
    "b",
    "ck",
    "d",
    "f",
    "g",
    "l",
    "ll",
    "m",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rd",
    "rm",
    "rn",
    "rt",
    "s",
    "sh",
    "sk",
    "ss",
    "st",
    "t",
    "th",
    "v",
    "x",
]
_INFLECTIONS = (
    "",
    "",
    "",
    "s",
    "s",
    "ed",
    "ing",
    "er",
    "ation",
    "ations",
    "ly",
    "ment",
    "al",
    "ity",
    "ive",
    "ness",
)

CITIES = (
    ("New York", "US"), ("London", "GB"), ("Washington", "US"), ("Tokyo", "JP"), ("Paris", "FR"), ("Brussels", "BE"),
    ("Chicago", "US"), ("Beijing", "CN"), ("Frankfurt", "DE"), ("Moscow", "RU"), ("Delhi", "IN"), ("Toronto", "CA"),
    ("Berlin", "DE"), ("Zurich", "CH"), ("Sydney", "AU"), ("Singapore", "SG"), ("Seoul", "KR"), ("Madrid", "ES"),
    ("Rome", "IT"), ("Geneva", "CH"), ("Vienna", "AT"), ("Cairo", "EG"), ("Nairobi", "KE"), ("Lagos", "NG"),
    ("Mumbai", "IN"), ("Jakarta", "ID"), ("Manila", "PH"), ("Bangkok", "TH"), ("Ankara", "TR"), ("Tehran", "IR"),
    ("Baghdad", "IQ"), ("Riyadh", "SA"), ("Dubai", "AE"), ("Warsaw", "PL"), ("Prague", "CZ"), ("Budapest", "HU"),
    ("Athens", "GR"), ("Lisbon", "PT"), ("Dublin", "IE"), ("Oslo", "NO"), ("Stockholm", "SE"), ("Helsinki", "FI"),
    ("Copenhagen", "DK"), ("Amsterdam", "NL"), ("Kyiv", "UA"), ("Santiago", "CL"), ("Lima", "PE"), ("Bogota", "CO"),
    ("Caracas", "VE"), ("Montevideo", "UY"), ("Dhaka", "BD"), ("Karachi", "PK"), ("Colombo", "LK"), ("Hanoi", "VN"),
)  # fmt: skip
AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "ANI", "PTI", "TASS", "dpa", "EFE", "UPI")
SECTIONS = ("World", "Business", "Politics", "Sport", "Science", "Culture", "Markets", "Health")
PUBLISHERS = (
    "Harbour Post",
    "Prairie Ledger",
    "Limmat Bote",
    "Severn Gazette",
    "Coral Coast Times",
    "Ridge Herald",
)


class Vocabulary(NamedTuple):
    """Tables to draw from, with as many slots for a word as it is frequent."""

    words: list[str]
    content: list[str]
    topics: list[list[str]]


class Item(NamedTuple):
    """A story of the generator. `paragraphs` do not begin with the dateline."""

    number: int
    headline: str
    paragraphs: tuple[str, ...]
    when: dt.datetime
    city: str
    country: str
    agency: str
    section: str
    publisher: str

    @property
    def dateline(self) -> str:
        """As wire copy has it."""
        return f"{self.city.upper()}, {self.when:%b} {self.when.day} ({self.agency}) -"


def _stem(chance: random.Random) -> str:
    syllables = chance.choices((1, 2, 3), (2, 5, 1))[0]
    return "".join(chance.choice(_STARTS) + chance.choice(_VOWELS) for _ in range(syllables)) + chance.choice(
        _ENDS
    )


def _content_words(chance: random.Random, number: int) -> list[str]:
    """Distinct words; those of one stem stand far apart in frequency."""
    words: dict[str, None] = {}
    stems: list[str] = []
    while len(words) < number:
        if not stems or chance.random() < 0.45:
            stems.append(_stem(chance))
        words.setdefault(chance.choice(stems) + chance.choice(_INFLECTIONS))
    return list(words)


def _slots(words: Sequence[str], share: float, exponent: float, shift: float) -> list[str]:
    """`words` by rank, each repeated as often as its part of `share` of all slots is, and at least once."""
    weights = [(rank + shift) ** -exponent for rank in range(1, min(KNEE, len(words)) + 1)]
    weights += [weights[-1] * (rank / KNEE) ** -TAIL for rank in range(KNEE + 1, len(words) + 1)]
    unit = SLOTS * share / math.fsum(weights)
    return [
        word for word, weight in zip(words, weights, strict=True) for _ in range(max(1, round(weight * unit)))
    ]


@cache
def vocabulary(seed: int) -> Vocabulary:
    """The tables of a seed."""
    chance = random.Random(f"words {seed}")
    content = _content_words(chance, VOCABULARY)
    content_slots = _slots(
        content, 1 - FUNCTION_SHARE - COLLOCATION_SHARE - NUMBER_SHARE, EXPONENT, SHIFT + 20
    )
    phrases = [
        " ".join(chance.choice(content_slots) for _ in range(chance.choice((2, 2, 3))))
        for _ in range(COLLOCATIONS)
    ]
    slots = _slots(FUNCTION_WORDS, FUNCTION_SHARE, EXPONENT, SHIFT - 1)
    slots += content_slots
    slots += _slots(phrases, COLLOCATION_SHARE / 2.3, 0.8, 10)
    slots += [_number(chance) for _ in range(int(SLOTS * NUMBER_SHARE))]
    topics = [[chance.choice(content_slots) for _ in range(TOPIC_WORDS)] for _ in range(TOPICS)]
    return Vocabulary(slots, content_slots, topics)


def _number(chance: random.Random) -> str:
    whole = int(10 ** chance.uniform(0, 4.5))
    return chance.choice((f"{whole:,}", str(whole), f"{whole / 10:.1f}", str(chance.randint(1990, 2026))))


def _rare(rank: int) -> str:
    """The word of a rank beyond all tables, spelt from its digits."""
    spelt = ""
    while rank:
        rank, start = divmod(rank, len(_STARTS))
        rank, vowel = divmod(rank, len(_VOWELS))
        spelt += _STARTS[start] + _VOWELS[vowel]
    return spelt.capitalize() + "n"


class Desk:
    """Writes the stories of one file."""

    def __init__(self, seed: int, file: int, files: int) -> None:
        self.vocabulary = vocabulary(seed)
        self.chance = random.Random(f"{seed} {file}")
        self.file = file
        self.files = files
        self.written: list[Item] = []

    def items(self, number: int) -> list[Item]:
        """So many stories, in order of time; the files of an archive divide its years among them."""
        day = 86_400 * DAYS / self.files
        times = sorted(self.chance.random() for _ in range(number))
        start = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC)
        for at, time in enumerate(times):
            when = start + dt.timedelta(seconds=int((self.file + time) * day))
            self.written.append(self._item(self.file * A_FILE + at, when))
        return self.written

    def _item(self, number: int, when: dt.datetime) -> Item:
        chance = self.chance
        if self.written and chance.random() < REPEATS:
            return self._again(number, when)
        city, country = CITIES[min(int(chance.expovariate(0.09)), len(CITIES) - 1)]
        agency = AGENCIES[min(int(chance.expovariate(0.5)), len(AGENCIES) - 1)]
        topic = chance.choice(self.vocabulary.topics)
        length = int(chance.choice(STORY_WORDS) * chance.uniform(0.85, 1.15))
        headline = " ".join(chance.choices(self.vocabulary.content, k=chance.choice(HEADLINE_WORDS) - 2))
        headline = f"{chance.choice(topic)} {headline} {chance.choice(topic)}".capitalize()
        return Item(
            number,
            headline,
            self._paragraphs(length, topic),
            when,
            city,
            country,
            agency,
            chance.choice(SECTIONS),
            chance.choice(PUBLISHERS),
        )

    def _again(self, number: int, when: dt.datetime) -> Item:
        old = self.chance.choice(self.written)
        words = [paragraph.split(" ") for paragraph in old.paragraphs]
        for paragraph in words:
            paragraph[self.chance.randrange(len(paragraph))] = self.chance.choice(self.vocabulary.content)
        return old._replace(
            number=number,
            when=when,
            headline=f"UPDATE {self.chance.randint(1, 4)}-{old.headline}",
            paragraphs=tuple(map(" ".join, words)),
        )

    def _paragraphs(self, length: int, topic: list[str]) -> tuple[str, ...]:
        chance = self.chance
        tokens = chance.choices(self.vocabulary.words, k=length)
        for _ in range(int(length * TOPIC_SHARE)):
            tokens[int(chance.random() * length)] = chance.choice(topic)
        for _ in range(int(length * COMMAS)):
            tokens[int(chance.random() * length)] += ","
        for _ in range(int(length * RARE_SHARE + chance.random())):
            tokens[int(chance.random() * length)] = _rare(int(5_000 * chance.paretovariate(RARE_TAIL)))
        paragraphs: list[str] = []
        sentences: list[str] = []
        while tokens:
            size = chance.choice(SENTENCE_WORDS)
            sentence = " ".join(tokens[:size]).rstrip(",")
            del tokens[:size]
            sentences.append(sentence[0].upper() + sentence[1:] + ".")
            if chance.random() < 0.7:
                paragraphs.append(" ".join(sentences))
                sentences = []
        return (*paragraphs, " ".join(sentences)) if sentences else tuple(paragraphs)


def _identifier(item: Item) -> str:
    return f"bench-{item.number:08}"


def _reuters(items: list[Item], path: Path) -> None:
    stories = ['<!DOCTYPE lewis SYSTEM "lewis.dtd">\n']
    for item in items:
        body = "\n    ".join(escape(paragraph, quote=False) for paragraph in item.paragraphs)
        stories.append(
            f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="{item.number}">\n'
            f"<DATE>{item.when.day:2}-{f'{item.when:%b-%Y %H:%M:%S}'.upper()}.00</DATE>\n"
            f"<TOPICS><D>{item.section.lower()}</D></TOPICS>\n"
            f"<PLACES><D>{item.city.lower()}</D></PLACES>\n"
            f"<PEOPLE></PEOPLE>\n<ORGS></ORGS>\n<EXCHANGES></EXCHANGES>\n<COMPANIES></COMPANIES>\n"
            f"<TEXT>&#2;\n<TITLE>{escape(item.headline.upper(), quote=False)}</TITLE>\n"
            f"<DATELINE>    {item.city.upper()}, {item.when:%b} {item.when.day} - </DATELINE><BODY>{body}\n"
            " Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
        )
    path.write_text("".join(stories), encoding="latin-1")


def _jsonl(items: list[Item], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for item in items:
            first, *rest = item.paragraphs
            value = {
                "id": _identifier(item),
                "headline": item.headline,
                "body": "\n\n".join((f"{item.dateline} {first}", *rest)),
                "date": item.when.isoformat(),
                "location": item.city,
                "agency": item.agency,
                "publisher": item.publisher,
                "section": item.section,
                "language": "en",
                "url": f"https://news.example/{_identifier(item)}",
            }
            file.write(json.dumps(value) + "\n")


def _rss(items: list[Item], path: Path) -> None:
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{items[0].publisher}</title><link>https://news.example/</link><language>en</language>\n"
    ]
    for item in items:
        first, *rest = item.paragraphs
        content = "".join(f"<p>{escape(p, quote=False)}</p>\n" for p in (f"{item.dateline} {first}", *rest))
        rows.append(
            f"<item><title>{escape(item.headline, quote=False)}</title>"
            f"<link>https://news.example/{_identifier(item)}</link>"
            f'<guid isPermaLink="false">{_identifier(item)}</guid>'
            f"<pubDate>{format_datetime(item.when)}</pubDate><category>{item.section}</category>"
            f"<description>{escape(content, quote=False)}</description></item>\n"
        )
    path.write_text("".join(rows) + "</channel></rss>\n", encoding="utf-8")


def _nitf(item: Item) -> tuple[str, str]:
    content = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in item.paragraphs)
    return f"{_identifier(item)}.xml", (
        '<?xml version="1.0" encoding="UTF-8"?>\n<nitf version="-//IPTC//DTD NITF 3.4//EN"><head><docdata>'
        f'<doc-id regsrc="{item.agency}" id-string="{_identifier(item)}"/>'
        f'<date.issue norm="{item.when:%Y%m%dT%H%M%SZ}"/></docdata></head><body><body.head>'
        f"<hedline><hl1>{escape(item.headline, quote=False)}</hl1></hedline>"
        f"<distributor>{item.agency}</distributor>"
        f"<dateline><location>{item.city.upper()}</location>, {item.when:%b} {item.when.day} ({item.agency}) -"
        f"</dateline></body.head><body.content><block>{content}</block></body.content></body></nitf>\n"
    )


def _text(item: Item) -> tuple[str, str]:
    first, *rest = item.paragraphs
    body = "\n\n".join((f"{item.dateline} {first}", *rest))
    return (
        f"{_identifier(item)}.txt",
        f"{item.headline}\n\n{item.when:%B} {item.when.day}, {item.when.year}\n\n{body}\n",
    )


def _zipped(member: Callable[[Item], tuple[str, str]], items: list[Item], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            name, text = member(item)
            archive.writestr(zipfile.ZipInfo(name, item.when.timetuple()[:6]), text)


_FORMATS: tuple[tuple[str, Callable[[list[Item], Path], None]], ...] = (
    *(("reuters.sgm", _reuters),) * 8,
    *(("wire.jsonl", _jsonl),) * 5,
    *(("channel.rss", _rss),) * 3,
    *(("nitf.zip", lambda items, path: _zipped(_nitf, items, path)),) * 2,
    *(("text.zip", lambda items, path: _zipped(_text, items, path)),) * 2,
)
"""Twenty files are so many of each format."""


def write_file(directory: Path, seed: int, file: int, files: int, number: int) -> None:
    """One file of an archive."""
    name, write = _FORMATS[file * 7 % len(_FORMATS)]
    folder = directory / f"{file // 100:03}"
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = name.split(".")
    write(Desk(seed, file, files).items(number), folder / f"{file:06}-{stem}.{suffix}")


def _write(task: tuple[Path, int, int, int, int]) -> None:
    write_file(*task)


def generate(directory: Path, size: int, *, seed: int = 1, a_file: int = A_FILE) -> Path:
    """An archive of `size` stories below `directory`, made once and kept; at most A_FILE stories a file.

    Raises OSError where the disk has too little room for it and the indexes of it.
    """
    home = directory / f"generated-{size}-{seed}"
    done = home.with_suffix(".done")
    stamp = f"{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()} {a_file}"
    if done.exists() and done.read_text() == stamp:
        return home
    shutil.rmtree(home, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)
    wanted = size * BYTES_A_STORY * 6
    if shutil.disk_usage(directory).free < wanted:
        raise OSError(f"{directory} has less than the {wanted >> 20} MB free that {size:,} stories ask for")
    files = -(-size // a_file)
    tasks = [(home, seed, at, files, min(a_file, size - at * a_file)) for at in range(files)]
    vocabulary(seed)
    with multiprocessing.get_context("fork").Pool(1 if size < 10 * A_FILE else None) as pool:
        for _ in pool.imap_unordered(_write, tasks, chunksize=4):
            pass
    done.write_text(stamp)
    return home


def main() -> None:
    """Write an archive and say where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(generate(arguments.directory, arguments.size, seed=arguments.seed))


if __name__ == "__main__":
    main()
