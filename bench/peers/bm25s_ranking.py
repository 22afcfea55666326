"""bm25s: ranking by precomputed scores, of any of the words of a question; it has no other kinds."""

from __future__ import annotations

import sys
from pathlib import Path

import bm25s
import orjson
import Stemmer

from bench.peers.ask import LIMIT, Ask, Reply, serve
from bench.peers.minimal import stories


def index(feeds: str, directory: str) -> None:
    """Score all stories and save the scores with the articles."""
    held = list(stories(feeds))
    stemmer = Stemmer.Stemmer("english")
    texts = [f"{story.headline} {story.body}" for story in held]
    tokens = bm25s.tokenize(texts, stopwords=[], stemmer=stemmer, show_progress=False)
    ranking = bm25s.BM25()
    ranking.index(tokens, show_progress=False)
    ranking.save(directory)
    with (Path(directory) / "stories.jsonl").open("wb") as file:
        file.writelines(story.stored() + b"\n" for story in held)


class Searching:
    """Ranks; shows articles without snippets, of which it knows nothing."""

    def __init__(self, directory: str) -> None:
        self.ranking = bm25s.BM25.load(directory)
        self.stories = (Path(directory) / "stories.jsonl").read_bytes().splitlines()
        self.stemmer = Stemmer.Stemmer("english")

    def answer(self, ask: Ask) -> Reply:
        """The ten best."""
        tokens = bm25s.tokenize(" ".join(ask.words), stopwords=[], stemmer=self.stemmer, show_progress=False)
        best, scores = self.ranking.retrieve(tokens, k=min(LIMIT, len(self.stories)), show_progress=False)
        for at in best[0]:
            orjson.loads(self.stories[at])
        return Reply(int((scores[0] > 0).sum()), len(best[0]), 0)


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`."""
    match arguments:
        case ["version"]:
            print("bm25s", bm25s.__version__)
        case ["index", feeds, directory]:
            index(feeds, directory)
        case ["search", directory]:
            serve(Searching(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
