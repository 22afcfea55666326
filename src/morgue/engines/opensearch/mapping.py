"""What an archive is on a cluster: its indices, their fields, and how an article becomes a document there.

    NAME                     alias of all indices of stories
    NAME.stories-2025-10     the stories of a month of `day`; `-undated` those without one
    NAME.register            one small row an article: which index holds it, from which file, which version
    NAME.words               every word as written that a text of the archive has or had, and what is known of languages
    NAME.catalog             the archive's facts, its files, and what was wrong with them

Words are made here and not by the cluster: a text field holds the words of `morgue.analysis.analyzer` with spaces between
(`body_w` as written, `body` as stems) under an analyzer that splits at spaces. So they are the same words as in
every other engine, whatever version of its own stemmer a cluster has, and both fields have the same positions.
The field `text` has the whole story once more as stems, without positions, for ranking.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import Any

import orjson

from morgue.analysis.analyzer import fold, indexed_words
from morgue.engines.base import Document
from morgue.engines.document import stems
from morgue.engines.opensearch.address import Shape
from morgue.engines.opensearch.client import Client, ConflictError
from morgue.errors import EngineError
from morgue.model.fields import FACET_FIELDS, INSTANT_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from morgue.query.scoring import RANKING

LONGEST = 2_000
"""Code points of a word, beyond which its digest stands for the rest; a cluster takes no term of 32 KB."""

ALTERNATIVES = "alternatives"
"""The analyzer of a query that makes all its words stand in one place, so that they are ranked as one."""

MOST_INDICES = 300
"""Indices of stories that an archive makes; a feed of nonsense dates must not use up a cluster's shards."""


def term(word: str) -> str:
    """Return a word as it is indexed."""
    if len(word) <= LONGEST:
        return word
    return word[:LONGEST] + hashlib.blake2b(word.encode(), digest_size=16).hexdigest()


class Layout:
    """The names of an archive's indices."""

    def __init__(self, name: str) -> None:
        self.alias = name
        self.register = f"{name}.register"
        self.words = f"{name}.words"
        self.catalog = f"{name}.catalog"
        self.stories = f"{name}.stories-"
        self.template = f"{name}.stories"

    def home(self, day: int | None, known: set[str]) -> str:
        """Return the index for a story of a day; `known` are those that there are."""
        if day is None:
            return self.stories + "undated"
        month = f"{self.stories}{day // 10_000:04d}-{day // 100 % 100:02d}"
        return month if month in known or len(known) < MOST_INDICES else self.stories + "other"


def _keyword(**more: Any) -> dict[str, Any]:
    return {"type": "keyword", "doc_values": False, **more}


def _text() -> dict[str, Any]:
    return {"type": "text", "analyzer": "words"}


def story_mapping() -> dict[str, Any]:
    """Return the fields of a story."""
    fields: dict[str, Any] = {name: _text() for field in TEXT_FIELDS for name in (field, field + "_w")}
    fields[RANKING] = {**_text(), "index_options": "freqs"}
    fields |= {name: _keyword() for name in (*VALUE_FIELDS, "has", "id_folded", "stem_class")}
    fields |= {
        name + "_f": {"type": "keyword", "index": False, "ignore_above": 8_000} for name in FACET_FIELDS
    }
    fields |= {name: {"type": "keyword", "index": False} for name in ("year", "month")}
    fields |= {name: {"type": "long"} for name in ("file_key", "day", "moment", "story_label", "replaced")}
    fields |= {name: {"type": "long"} for name in NUMBER_FIELDS}
    for name in INSTANT_FIELDS:
        fields |= {f"{name}_first": {"type": "long", "doc_values": False}}
        fields |= {f"{name}_last": {"type": "long", "doc_values": False}}
    fields["id"] = {"type": "keyword"}
    return {"dynamic": False, "_source": {"includes": ["stored"]}, "properties": fields}


def template(layout: Layout, shape: Shape) -> dict[str, Any]:
    """Return the composable template of the indices of stories.

    Nothing is found before a commit refreshes; deletions are remembered for an hour, so that a write of
    another writer that was held up cannot bring back what was moved.
    """
    return {
        "index_patterns": [layout.stories + "*"],
        "priority": 500,
        "template": {
            "aliases": {layout.alias: {}},
            "settings": {
                "index": {
                    "number_of_shards": shape.shards,
                    "number_of_replicas": shape.replicas,
                    "refresh_interval": "-1",
                    "gc_deletes": "1h",
                    "codec": "best_compression",
                    "analysis": {
                        "analyzer": {
                            "words": {"type": "custom", "tokenizer": "spaces", "filter": []},
                            ALTERNATIVES: {"type": "custom", "tokenizer": "keyword", "filter": ["each"]},
                        },
                        "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 8 * LONGEST}},
                        "filter": {
                            "each": {
                                "type": "pattern_capture",
                                "patterns": ["([^ ]+)"],
                                "preserve_original": False,
                            }
                        },
                    },
                }
            },
            "mappings": story_mapping(),
        },
    }


def _plain(properties: dict[str, Any], shards: int, replicas: int) -> dict[str, Any]:
    settings = {"number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": "-1"}
    return {"settings": {"index": settings}, "mappings": {"dynamic": False, "properties": properties}}


def companions(layout: Layout, shape: Shape) -> dict[str, dict[str, Any]]:
    """Return the bodies of the other indices, by name."""
    register = {
        "id": {"type": "keyword"}, "file": {"type": "long"}, "version": {"type": "keyword", "index": False, "doc_values": False},
        "home": {"type": "keyword"}, "revision": {"type": "long"}, "gone": {"type": "boolean"}, "superseded": {"type": "boolean"},
    }  # fmt: skip
    words = {"word": {"type": "keyword"}, "spelt": _keyword(), "class": _keyword()}
    catalog = {
        "kind": {"type": "keyword"}, "machine": {"type": "keyword"}, "file": {"type": "long"}, "id": {"type": "keyword"},
        "path": {"type": "keyword", "ignore_above": 8_000}, "sha256": {"type": "keyword"}, "size": {"type": "long"},
        "name": {"type": "keyword"}, "period": {"type": "long"}, "linked": {"type": "boolean"}, "texts": {"type": "long", "doc_values": False},
        "ends": _keyword(),
        "digest": {"type": "keyword"},
    }  # fmt: skip
    return {
        layout.register: _plain(register, shape.register_shards, shape.replicas),
        layout.words: _plain(words, 1, shape.replicas),
        layout.catalog: _plain(catalog, 1, shape.replicas),
    }


def make(client: Client, layout: Layout, shape: Shape) -> None:
    """Make the indices of an archive; those that one who was cut off has made are left as they are."""
    client.request("PUT", f"/_index_template/{layout.template}", template(layout, shape))
    for name, body in companions(layout, shape).items():
        make_index(client, name, body)
    make_index(client, layout.stories + "undated", {})


def make_index(client: Client, name: str, body: dict[str, Any]) -> bool:
    """Make an index; False where it is there already."""
    try:
        client.request("PUT", f"/{name}", body, params={"wait_for_active_shards": "1"})
    except EngineError as error:
        if "already exists" in error.message:
            return False
        raise
    return True


def indices(client: Client, layout: Layout) -> set[str]:
    """Return the indices of stories that there are."""
    return set(client.request("GET", f"/_alias/{layout.alias}"))


def unmake(client: Client, layout: Layout) -> None:
    """Remove everything of an archive."""
    found = client.request("GET", f"/{layout.alias}.*/_settings", params={"expand_wildcards": "all"})
    for name in found:
        with contextlib.suppress(ConflictError):
            client.request("DELETE", f"/{name}")
    client.request("DELETE", f"/_index_template/{layout.template}")


def story(document: Document) -> tuple[bytes, set[str]]:
    """Return a document as JSON for the cluster, and the keys of the rows of the list of words that it needs."""
    fields: dict[str, Any] = {
        "id": document.id,
        "id_folded": fold(document.id),
        "file_key": document.file,
        "has": list(document.has),
        "stem_class": document.stem_class,
        "stored": document.stored.decode(),
    }
    keys = {f"\n{document.stem_class}"}
    keys.update(f"{word}\n{token}" for word, token in document.spellings)
    for name, prepared in document.texts.items():
        written = list(map(term, indexed_words(prepared)))
        keys.update(written)
        fields[name + "_w"] = " ".join(written)
    fields |= {name: " ".join(map(term, found)) for name, found in stems(document).items()}
    fields |= {name: list(values) for name, values in document.values.items()}
    fields |= {name + "_f": list(shown) for name, shown in document.facets.items()}
    if document.day is not None:
        fields["day"] = document.day
        fields["year"] = f"{document.day // 10_000:04d}"
        fields["month"] = f"{fields['year']}-{document.day // 100 % 100:02d}"
    if document.moment is not None:
        fields["moment"] = document.moment
    if document.story is not None:
        fields["story_label"] = document.story
    if document.replaced is not None:
        fields["replaced"] = document.replaced
    for name, span in document.spans.items():
        fields[name + "_first"], fields[name + "_last"] = span
    fields |= document.numbers
    return orjson.dumps(fields), keys


def row(key: str) -> dict[str, str]:
    """Return the row of the list of words that has a key: a word as written, a token by how it is spelt without accents, or a stem class."""
    word, parted, token = key.partition("\n")
    if not parted:
        return {"word": word}
    return {"spelt": term(word), "token": token} if word else {"class": token}
