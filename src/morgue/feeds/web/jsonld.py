"""Read what JSON-LD in a page says of its article: load the blocks, broken ones too, and find the article in them.

schema.org's Article and its subtypes (NewsArticle, ReportageNewsArticle, LiveBlogPosting, …), alone, in a
list, in an @graph, or as the main entity of a WebPage.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue._startup.expression import expression
from morgue.feeds.support.json_document import SCRIPT, mend, values_from

Node = dict[str, Any]

_TYPES = {
    "newsarticle": 10, "reportagenewsarticle": 10, "analysisnewsarticle": 10, "askpublicnewsarticle": 10,
    "backgroundnewsarticle": 10, "opinionnewsarticle": 10, "reviewnewsarticle": 10, "liveblogposting": 9,
    "article": 8, "report": 8, "blogposting": 7, "socialmediaposting": 6, "techarticle": 6, "scholarlyarticle": 6,
    "satiricalarticle": 8, "advertisercontentarticle": 5, "review": 4, "videoobject": 1, "webpage": 2,
    "medicalwebpage": 2, "creativework": 2,
}  # fmt: skip
"""How sure a type of node is the page's article; below ARTICLE_RANK it lends facts and is no sign of one."""

ARTICLE_RANK = 4
MAX_BLOCKS = 64


_BEFORE = expression(
    r"(?:\s++|<!--|<!\[CDATA\[|/\*[^*]{0,80}\*/|//[^\n{\[]{0,80}\n|(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]{0,80}\s*+=(?=\s*+[{\[]))*+(?=[{\[])"
)
"""What scripts have before a value of JSON: comments, and the name of a variable that it is given to."""


def load(text: str) -> Any:
    """Return the value of a JSON-LD block, mended where it is broken in the common ways; None where it is beyond that.

    Several that follow one another are a list.
    """
    text = text.strip("\ufeff \t\r\n")
    found = mend(text, SCRIPT)
    if found is not None:
        return found[0]
    before = _BEFORE.match(text)
    return (values_from(text, before.end(), "[{")[0] if before is not None else None) or None


def nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    """Yield the typed objects in a block, outermost first."""
    if depth > 5:
        return
    if isinstance(value, list):
        for each in value[:200]:
            yield from nodes(each, depth + 1)
    elif isinstance(value, dict):
        if types_of(value):
            yield value
        for key in (
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "itemListElement" if "@type" not in value else "@set",
        ):
            inner = value.get(key)
            if isinstance(inner, (dict, list)):
                yield from nodes(inner, depth + 1)


def types_of(node: Node) -> list[str]:
    """Return the types of a node in lower case, without a schema.org prefix."""
    given = node.get("@type")
    named = given if isinstance(given, list) else [given]
    return [each.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for each in named if isinstance(each, str)]


def rank_of(node: Node) -> int:
    """Return how sure it is that the node is an article (see _TYPES); 0 for none."""
    return max((_TYPES.get(each, 0) for each in types_of(node)), default=0)


def article_of(blocks: list[Any]) -> Node | None:
    """Return the node that is the page's article: of the surest type, and among those the one with most facts."""
    best: tuple[int, int, Node] | None = None
    for block in blocks:
        for node in nodes(block):
            rank = rank_of(node)
            if not rank or not (node.get("headline") or node.get("name") or node.get("datePublished")):
                continue
            weight = sum(
                bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody")
            )
            if best is None or (rank, weight) > best[:2]:
                best = rank, weight, node
    return best[2] if best else None


def by_id(blocks: list[Any]) -> dict[str, Node]:
    """Return the nodes of the page by their @id, for references from one to another."""
    return {str(node["@id"]): node for block in blocks for node in nodes(block) if "@id" in node}
