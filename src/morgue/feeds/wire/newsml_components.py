"""Find the stories in the tree of components of a NewsML 1.x item, and what belongs to each.

- A component with a headline of its own and a text is a story of its own.
- A text without a headline of its own belongs to the story around it: to the nearest component with a headline, or
  to the main story inside that component, where it has no text itself.
- Captions, titles of pictures and the like belong beside the nearest story. In an item without a story, the captions of
  a component are the text of a picture, video or graphic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.xml_elements import (
    Element,
    attribute_at,
    children,
    descendants,
    first,
    language_of,
    line_at,
    local,
    text_of,
)

_NAMES = ordered_lists("newsml_roles.tsv")
TITLES = frozenset(_NAMES["titles"])
"""The roles of components that hold a headline as content."""

_ASIDE = frozenset(_NAMES["aside"])
_PICTURES = _NAMES["pictures"]
_MEDIA = re.compile(
    r"photo|picture|image|graphic|video|audio|sound|animation|jpe?g|mpeg|icon|logo|css|javascript",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"css|javascript", re.IGNORECASE)
_ENCODED = re.compile(r"\S{60,}")


@dataclass(slots=True)
class Story:
    """A component that is a story: its texts in order, and what belongs beside them; `type` is that of an article."""

    owner: Element
    type: str = "story"
    contents: list[Element] = field(default_factory=list)
    beside: list[Element] = field(default_factory=list)


def stories_in(item: Element) -> list[Story]:
    """Return the stories of a NewsItem in document order; nothing where it has no text."""
    stories: dict[Element, Story] = {}
    titles, beside = [], []
    for content in descendants(item, "ContentItem"):
        if not _has_words(content):
            continue
        if is_media(content) or _is_aside(content):
            beside.append(content)
        elif role(content.getparent()) in TITLES:
            titles.append(content)
        else:
            owner = _owner(content, item)
            stories.setdefault(owner, Story(owner)).contents.append(content)
    found = _merge(list(stories.values()), item)
    owners = {story.owner: story for story in found}
    for title in titles:
        story = owners.get(_owner(title, item))
        if story is not None:
            story.contents.insert(0, title)
        else:
            beside.append(title)
    if not found:
        return _pictured(beside, item)
    for content in beside:
        nearest(content, found, item).beside.append(content)
    return found


def _pictured(contents: list[Element], item: Element) -> list[Story]:
    """Return what the captions of an item without a story are of; nothing where no picture, video, graphic or sound is in it."""
    found: dict[Element, Story] = {}
    for content in contents:
        owner = _owner(content, item)
        if (kind := _type_of(owner)) != "story" and _says_caption(content):
            found.setdefault(owner, Story(owner, kind)).contents.append(content)
    return list(found.values())


def _type_of(component: Element) -> str:
    """Return the type of an article that a component is by the media in it; a story where it has none."""
    kinds = [
        item_type(name) for each in descendants(component, "ContentItem") for name in _kinds(each).split()
    ]
    roles = [item_type(role(each)) for each in (component, *descendants(component, "NewsComponent"))]
    return next((each for each in (*kinds, *roles) if each != "story"), "story")


_RIGHTS = frozenset(("copyright", "keyword", "keywords"))


def _says_caption(content: Element) -> bool:
    """Return whether a text beside a picture is what it shows, not its rights or keywords."""
    own = role(content.getparent()) or next(
        filter(None, (role(each) for each in content.iterancestors("{*}NewsComponent"))), ""
    )
    return own not in _RIGHTS


def nearest(node: Element, stories: list[Story], item: Element) -> Story:
    """Return the story around `node`; else the one beside it, in its language and the main one where there is."""
    outer = node if local(node) == "NewsComponent" else node.getparent()
    while outer is not None and outer is not item:
        for story in stories:
            if story.owner is outer:
                return story
        inside = [story for story in stories if _is_below(story.owner, outer)]
        if inside:
            return _chief(inside, language_of(node))
        outer = outer.getparent()
    return _chief(stories, language_of(node))


def role(node: Element) -> str:
    """Return the role of a component, in lower case; empty for none."""
    return (attribute_at(node, "Role", "FormalName") or "").strip().lower()


def is_media(content: Element) -> bool:
    """Return whether a ContentItem is a picture, sound or video."""
    return bool(_MEDIA.search(_kinds(content))) or (
        content.get("Href") is not None and first(content, "DataContent") is None
    )


def names_of(stories: list[Story]) -> list[str]:
    """Return what distinguishes the stories of one item, to go behind its identifier; empty for the main one.

    That is the Duid of each, else its language, else its role; numbered where that is no name of one alone.
    """
    around = (
        one.owner
        for one in stories
        if all(one is each or _is_below(each.owner, one.owner) for each in stories)
    )
    main = next(around, None)
    ways: tuple[Callable[[Element], str | None], ...] = (lambda node: node.get("Duid"), language_of, role)
    others = [story.owner for story in stories if story.owner is not main]
    for way in ways:
        names = [way(owner) or "" for owner in others]
        if all(names) and len(set(names)) == len(names):
            break
    else:
        names = [f"{role(owner)}{number}" for number, owner in enumerate(others, 1)]
    of = dict(zip(others, (f"#{name}" for name in names), strict=True))
    return [of.get(story.owner, "") if len(stories) > 1 else "" for story in stories]


def _kinds(content: Element) -> str:
    names = (
        each.get("FormalName") or "" for name in ("MediaType", "MimeType") for each in children(content, name)
    )
    return " ".join(names)


def _has_words(content: Element) -> bool:
    """Return whether a ContentItem holds a text; the bytes of a picture and a program of a page are none."""
    text = "".join(text_of(data) for data in children(content, "DataContent"))
    if not text.strip():
        return False
    if not is_media(content):
        return True
    return (
        not _PROGRAM.search(_kinds(content))
        and first(content, "Encoding") is None
        and not _ENCODED.search(text)
    )


def _is_aside(content: Element) -> bool:
    """Return whether a text is no part of a story by its role: a caption, or a part of a picture."""
    around = [role(each) for each in content.iterancestors("{*}NewsComponent")]
    own = role(content.getparent()) or next(filter(None, around), "")
    return own in _ASIDE or any(each in _PICTURES for each in around)


def _components(node: Element, item: Element) -> Iterator[Element]:
    """Yield the components around a node, the nearest first."""
    outer = node.getparent()
    while outer is not None and outer is not item:
        if local(outer) == "NewsComponent":
            yield outer
        outer = outer.getparent()


def _owner(content: Element, item: Element) -> Element:
    """Return the component whose story a content is: the nearest with a headline of its own, else with news lines, else the outermost."""
    around = list(_components(content, item))
    lined = [each for each in around if first(each, "NewsLines") is not None]
    headed = [each for each in lined if line_at(each, "NewsLines/HeadLine") or _is_titled(each)]
    return next(iter(headed or lined), around[-1] if around else content)


def _is_titled(component: Element) -> bool:
    return any(role(each) in TITLES for each in children(component, "NewsComponent"))


def _merge(stories: list[Story], item: Element) -> list[Story]:
    """Return the stories, where the parts that have no headline have gone to the main story inside or beside them."""
    kept = list(stories)
    for story in stories:
        others = [each for each in kept if each is not story]
        chief = _chief_of(story, others, item)
        if chief is not None:
            kept = others
            chief.contents += story.contents
            order = {content: at for at, content in enumerate(descendants(item, "ContentItem"))}
            chief.contents.sort(key=order.__getitem__)
    return kept


def _chief_of(story: Story, others: list[Story], item: Element) -> Story | None:
    """Return the story that the texts of a component belong to, which has none itself but in parts without a headline."""
    owner = story.owner
    if first(owner, "ContentItem") is not None or not others:
        return None
    inside = [each for each in others if _is_below(each.owner, owner)]
    if line_at(owner, "NewsLines/HeadLine"):
        return next((each for each in inside if role(each.owner) == "main"), None)
    chief = _chief(inside, language_of(owner)) if inside else None
    same = chief is not None and all(
        language_of(content) == language_of(chief.owner) for content in story.contents
    )
    return chief if same and line_at(chief.owner, "NewsLines/HeadLine") else None  # type: ignore[union-attr]


def _chief(stories: list[Story], language: str | None) -> Story:
    """Return the main one of some stories: of a language where one is, by its role, else the first."""
    own = [story for story in stories if language_of(story.owner) == language] or stories
    return next((story for story in own if role(story.owner) == "main"), own[0])


def _is_below(node: Element, outer: Element) -> bool:
    return node is not outer and any(each is outer for each in node.iterancestors())
