"""Say which words of an archive a part of a query stands for: those of a stem, by language, and those of `*`, `?` and `~`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from morgue.analysis.analyzer import ENGLISH, fold, stem, written
from morgue.analysis.analyzer import words as words_of
from morgue.engines.base import Searcher
from morgue.model.article import Article
from morgue.query import deadline
from morgue.query.canonical import leaf as leaf_text
from morgue.query.expansion import acceptor, beginning
from morgue.query.tree import (
    And,
    Fuzzy,
    Keyword,
    Leaf,
    Near,
    Node,
    Not,
    Phrase,
    Wildcard,
    Word,
    fields_of,
    walk,
)

MOST_LEAVES = 24
"""Parts of a query whose words are looked for."""

MOST_WORDS = 50
"""Words that are named of one part in one language, the most frequent ones."""

LOOKED_AT = 20_000
"""Words of the dictionary that are looked at for one part, in alphabetical order."""

COUNTED = 500
"""Words of one part whose articles are counted, in alphabetical order: some 20 ms."""

_BEGINNING = 2
"""Letters that a word has in common with its stem, or with the word that was typed, to be looked at."""


READ = 20
"""Articles of a language that are read for words that begin otherwise than their stem: with an article, a prefix, another letter."""


class Meaning(NamedTuple):
    """The words that a part stands for in the articles of a stem class, each with the articles that have it.

    `language` is a code of ISO 639, None where the words stay as written or where the part is no bare word; `stem` is None
    there too. `others` counts the words beyond the first MOST_WORDS.
    """

    part: str
    language: str | None
    stem: str | None
    words: list[tuple[str, int]]
    others: int

    def to_json(self) -> dict[str, object]:
        """Return the keys part, language, stem, words (each a pair of word and articles), others."""
        return {**self._asdict(), "words": [list(each) for each in self.words]}


def meanings(tree: Node, searcher: Searcher) -> list[Meaning]:
    """Return what the bare words, wildcards and words of near spelling of a query stand for, in its order.

    A bare word has an entry for each language of which the archive has any of its words. `tree` is resolved.
    """
    found: list[Meaning] = []
    for each in list(dict.fromkeys(_leaves(tree)))[:MOST_LEAVES]:
        deadline.check()
        found += _of_word(each, searcher) if isinstance(each, Word) else _of_many(each, searcher)
    return found


def _leaves(tree: Node) -> Iterator[Word | Wildcard | Fuzzy]:
    """Yield the bare words, wildcards and words of near spelling; of a word that an apostrophe parts, the last part."""
    for each in walk(tree, without=Not, whole=Near):
        sides: tuple[Node, ...] = (each,)
        if isinstance(each, Near):
            sides = (each.right,) if each.is_word else tuple(walk(each))
        yield from (side for side in sides if isinstance(side, Word | Wildcard | Fuzzy))


def _of_many(part: Wildcard | Fuzzy, searcher: Searcher) -> Iterator[Meaning]:
    accepts = acceptor(part)
    words = list(filter(accepts, searcher.lexicon(beginning(part), fields_of(part.field), limit=LOOKED_AT)))
    if isinstance(part, Fuzzy):  # whose words may begin with any letter, beyond those that were looked at
        near = searcher.near({part.word: part.distance})[part.word]
        words = list(dict.fromkeys((*(word for word, _ in near), *words)))
    held = _counted(words, part.field, None, searcher)
    if held:
        yield _meaning(part, None, None, held)


def _of_word(part: Word, searcher: Searcher) -> Iterator[Meaning]:
    from morgue.analysis.stems import AS_WRITTEN, token

    meant = set(searcher.tokens(part))
    classes = searcher.stem_classes()
    looked_at = sorted(_looked_at(part, meant, searcher))
    for code in classes:
        made = stem if code == ENGLISH else lambda word, code=code: token(written(word), code)
        words = [each for each in looked_at if _is_meant(each, made(each), meant, code, searcher)]
        if code != ENGLISH:
            words = sorted({*words, *_read(part, code, searcher)})
        before = (part.before,) if part.before else ()
        held = _counted(words, part.field, code if len(classes) > 1 else None, searcher, before)
        if held:
            named = None if code == AS_WRITTEN else code
            yield _meaning(part, named, _stem_in(part, code), held)


def _read(part: Word, code: str, searcher: Searcher) -> Iterator[str]:
    """Yield the words that a bare word is found by in the likeliest articles of a stem class, folded; a word may come twice."""
    from morgue.highlight.snippets import highlights

    among = And((part, Keyword("stem_class", (code,))))
    for each in searcher.search(among, limit=READ, count=False).found:
        deadline.check()
        article = Article.from_json(orjson.loads(each.stored))
        for field, marks in highlights(article, part).items():
            text = article.text_of(field) or ""
            for start, end in marks:
                yield from (word.folded for word in words_of(text[start:end]))


def _is_meant(word: str, made: str, meant: set[str], code: str, searcher: Searcher) -> bool:
    if made in meant:
        return True
    return code != ENGLISH and not meant.isdisjoint(searcher.spellings(word))


def _stem_in(part: Word, code: str) -> str | None:
    from morgue.analysis.stems import AS_WRITTEN, stem_in

    if code == AS_WRITTEN:
        return None
    return written(stem(part.word) if code == ENGLISH else stem_in(part.typed or written(part.word), code))


def _looked_at(part: Word, meant: set[str], searcher: Searcher) -> set[str]:
    """Return the words of the dictionary that begin as the word or one of its stems does."""
    from morgue.analysis.stems import unmarked

    starts = {fold(unmarked(each[:_BEGINNING])) for each in (part.word, *meant)} - {""}
    fields = fields_of(part.field)
    return {word for start in starts for word in searcher.lexicon(start, fields, limit=LOOKED_AT)}


def _counted(
    words: Sequence[str],
    field: str | None,
    code: str | None,
    searcher: Searcher,
    before: tuple[str, ...] = (),
) -> list[tuple[str, int]]:
    """Return those of written words that articles of a stem class (None: any) have in a field, and how many have each.

    `before` are the words that stand directly before each.
    """
    found = []
    for word in words[:COUNTED]:
        deadline.check()
        asked: Node = Phrase((*before, word), field)
        if code:
            asked = And((asked, Keyword("stem_class", (code,))))
        if number := searcher.count(asked):
            found.append((word, number))
    return found


def _meaning(
    part: Leaf, language: str | None, stemmed: str | None, held: Sequence[tuple[str, int]]
) -> Meaning:
    best = sorted(held, key=lambda each: (-each[1], each[0]))
    words = [(written(word), number) for word, number in best[:MOST_WORDS]]
    if isinstance(part, Word) and part.before:
        words = [(f"{written(part.before)}'{word}", number) for word, number in words]
    return Meaning(leaf_text(part), language, stemmed, words, len(best) - len(words))
