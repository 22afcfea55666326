"""Make copy of the markup of MediaWiki: paragraphs, and what its templates say of the story.

    {{date|March 5, 2010}}                                the template `date` with its first value
    '''A [[ferry]]''' of [[Quay Lines|the line]] sank.    A ferry of the line sank.
    [[File:Ferry.jpg|thumb|The ferry in May]]             a caption
    == Sources ==                                         a section that is beside the story
    {{source|url=…|title=Ferry lost|pub=Quay Courier}}    Ferry lost, Quay Courier
    [[Category:Ships]]                                    a category

It is read in one pass over its marks (brackets and braces are paired by a stack), in time that grows with its length.
Templates that set words (`{{w|…}}`, `{{nowrap|…}}`, `{{convert|…}}`) leave these; all others leave nothing. Their names, and
those of the sections beside a story, are in `feeds/data/wikis.tsv`, by language.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cache

from morgue._startup.tables import read_rows
from morgue.feeds.support.data import DATA

MAX_DEPTH = 60
"""How many templates and links may be inside one another; deeper ones are left out."""


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in read_rows(DATA / "wikis.tsv"):
        found.setdefault(name, set()).update(each.replace("_", " ") for each in words.split())
    return {name: frozenset(words) for name, words in found.items()}


def names(group: str) -> frozenset[str]:
    """Return a group of names of `wikis.tsv`, in small letters."""
    return _lists()[group]


@dataclass(slots=True)
class Template:
    """A template: its name in small letters, its values in order, and those with a name."""

    name: str
    values: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def said(self, *keys: str) -> str | None:
        """Return the first of these values that is not empty; a number is a place in the order, from 1."""
        for key in keys:
            value = (
                self.values[int(key) - 1]
                if key.isdigit() and int(key) <= len(self.values)
                else self.named.get(key)
            )
            if value and value.strip():
                return " ".join(value.split())
        return None


@dataclass(slots=True)
class Page:
    """The copy of a page: its text, what is beside it, its categories, and its templates in order."""

    text: str = ""
    aside: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)


_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(ref|gallery|math|timeline|syntaxhighlight|source|score|imagemap|inputbox|graph|templatedata|noinclude|dynamicpagelist|section"
    r"|mapframe|maplink|templatestyles|script|style)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?(?:</\1\s*>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_NOWIKI = re.compile(r"<(nowiki|pre)\b[^<>]*>(.*?)(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"\{\{+|\}\}+|\[\[|\]\]|\|")
_SWITCH = re.compile(r"__[A-Z_]{3,30}__")
_EXTERNAL = re.compile(
    r"\[(?:https?:|ftp:|mailto:)?//[^\s\[\]<>]{1,2000}(?:[ \t]+([^\[\]\n]*))?\]", re.IGNORECASE
)
_MAIL = re.compile(r"\[mailto:[^\s\[\]]{1,300}(?:[ \t]+([^\[\]\n]*))?\]", re.IGNORECASE)
_QUOTES = re.compile(r"'{2,5}")
_TAG = re.compile(r"</?[A-Za-z][\w-]{0,30}(?:[\s/](?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?>")
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_EMPTY = re.compile(r" ?\([ \t,;:/]{0,40}\)")
"""What is left of parentheses that held templates alone, as of how a name is said."""

_HEADING = re.compile(r"\s*(={1,6})\s*(.*?)\s*\1\s*\Z")
_ITEM = re.compile(r"\s*[*#:;]+\s*")
_RULE = re.compile(r"-{4,}")


class Reader:
    """Reads the pages of one wiki, whose names of the namespaces of files and categories it knows."""

    def __init__(self, files: frozenset[str], categories: frozenset[str]) -> None:
        self._files = files | names("files")
        self._categories = categories | names("categories")

    def page(self, markup: str) -> Page:
        """Return the copy of a page. Never fails."""
        page = Page()
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            kept.append(found[2])
            return f"\x00{len(kept) - 1}\x00"

        text = _DROPPED.sub("", markup.replace("\x00", "").replace("\r\n", "\n"))
        text = self._unnested(_NOWIKI.sub(keep, text), page)
        text = _SWITCH.sub("", text)
        text = _EXTERNAL.sub(lambda found: found[1] or "", text)
        text = _MAIL.sub(lambda found: found[1] or "", text)
        text = _TAG.sub("", _BREAK.sub("\n", _QUOTES.sub("", text)))
        text = html.unescape(html.unescape(text))
        text = _EMPTY.sub("", text)
        text = re.sub(r"\x00(\d+)\x00", lambda found: html.unescape(kept[int(found[1])]), text)
        _set(text, page)
        return page

    def _unnested(self, text: str, page: Page) -> str:
        """Return the text with templates and links put for what they say."""
        root: list[list[str]] = [[]]
        stack: list[tuple[str, list[list[str]]]] = [("", root)]
        at = 0
        for mark in _MARKS.finditer(text):
            opens, parts = stack[-1]
            parts[-1].append(text[at : mark.start()])
            at = mark.end()
            signs = mark[0]
            if signs == "|":
                if opens:
                    parts.append([])
                else:
                    parts[-1].append("|")
            elif signs[0] == "{":
                if len(signs) % 2 and not _is_table(text, mark):
                    parts[-1].append("")
                stack += [("{{", [[]]) for _ in range(len(signs) // 2)]
            elif signs == "[[":
                stack.append(("[[", [[]]))
            else:
                self._close(stack, signs, page)
            if len(stack) > MAX_DEPTH:
                del stack[1 : MAX_DEPTH // 2]
        stack[-1][1][-1].append(text[at:])
        while len(stack) > 1:  # what is not closed: the words of a link stay, a template has none
            opens, parts = stack.pop()
            if opens == "[[":
                stack[-1][1][-1].append("|".join(map("".join, parts)))
        return "".join(map("".join, root))

    def _close(self, stack: list[tuple[str, list[list[str]]]], signs: str, page: Page) -> None:
        """Close as many templates, or the link, as there are signs."""
        wanted = "{{" if signs[0] == "}" else "[["
        for _ in range(len(signs) // 2):
            if len(stack) < 2:
                return
            if stack[-1][0] != wanted:
                if not any(opens == wanted for opens, _ in stack):
                    return
                while stack[-1][0] != wanted:  # a template or link inside that was not closed
                    _, parts = stack.pop()
                    stack[-1][1][-1].append("|".join(map("".join, parts)))
            _, parts = stack.pop()
            values = ["".join(each) for each in parts]
            said = self._template(values, page) if wanted == "{{" else self._link(values, page)
            stack[-1][1][-1].append(said)

    def _template(self, values: list[str], page: Page) -> str:
        """Return what a template leaves in the text, and note it."""
        name = values[0].strip().replace("_", " ").casefold()
        made = Template(name.partition(":")[0] if name.startswith("#") else name)
        for value in values[1:]:
            key, mark, rest = value.partition("=")
            key = key.strip().casefold()
            if mark and re.fullmatch(r"[\w -]{1,40}", key):
                made.named[key] = rest.strip()
                if key.isdigit() and 0 < int(key) <= 20:
                    made.values += [""] * (int(key) - len(made.values))
                    made.values[int(key) - 1] = rest.strip()
            else:
                made.values.append(value.strip())
        page.templates.append(made)
        if name in names("last value"):
            return made.values[-1] if made.values else ""
        if name in names("first value"):
            return made.said("1") or ""
        if name in names("measure"):
            return " ".join(made.values[:2])
        if name in names("wikipedia"):
            return made.said("2", "1", "anchor") or ""
        if name in names("source"):
            return _source(made)
        if name in names("quote"):
            quoted = made.said("1", "text", "quote", "quotetext") or ""
            speaker = made.said("2", "author", "sign", "speaker")
            return f"\n\n{quoted}{f' — {speaker}' if speaker else ''}\n\n" if quoted else ""
        return ""

    def _link(self, values: list[str], page: Page) -> str:
        """Return the words of a link; a category and a picture's caption are noted."""
        target = values[0].strip()
        shown = values[-1].strip() if len(values) > 1 else ""
        if target.startswith(":"):
            return shown or target[1:]
        prefix, colon, rest = target.partition(":")
        prefix = prefix.strip().casefold()
        if colon and prefix in self._categories:
            page.categories.append(" ".join(rest.replace("_", " ").split()))
            return ""
        if colon and prefix in self._files:
            caption = shown if len(values) > 1 and not _is_of_picture(shown) else ""
            if caption:
                page.aside.append(_bare(caption))
            return ""
        if colon and not shown and re.fullmatch(r"[a-z]{2,3}(?:-[a-z]{2,8})?", prefix):
            return ""  # the page in another language
        return shown or _without_prefix(target, prefix if colon else "")


def _is_table(text: str, mark: re.Match[str]) -> bool:
    return text[mark.end() : mark.end() + 1] == "|"


def _is_of_picture(value: str) -> bool:
    """Return whether the last value of a picture is its size or place and no caption."""
    return bool(
        re.fullmatch(r"(?:\d+(?:x\d+)?|x\d+)\s*px|upright(?:=[\d.]+)?|(?:alt|link|lang|page)=.*", value)
    ) or (value.casefold() in names("picture words"))


def _without_prefix(target: str, prefix: str) -> str:
    """Return the title that a link without words shows: all of it but the prefix of another wiki."""
    return target.partition(":")[2].strip() if prefix in names("other wikis") else target


def _source(made: Template) -> str:
    """Return the source that a story names, in one line."""
    parts = [made.said(key) for key in ("author", "title", "pub", "date")]
    line = ", ".join(filter(None, map(_bare, filter(None, parts))))
    return line or made.said("url", "1") or ""


def _bare(text: str) -> str:
    """Return a caption without the markup within a line."""
    text = _EXTERNAL.sub(lambda found: found[1] or "", _QUOTES.sub("", text))
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _set(text: str, page: Page) -> None:
    """Set the lines of a text as paragraphs, headings, entries of lists and rows of tables."""
    story: list[str] = []
    beside: list[str] = []
    into = story
    level = 0
    block: list[str] = []
    row: list[str] | None = None

    def close() -> None:
        if block:
            into.append("\n".join(block))
            block.clear()

    was_item = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if row is not None:
            row = _row(stripped, row, block)
            if row is None:
                close()
            continue
        if stripped.lstrip(":*#").lstrip().startswith("{|"):
            close()
            row = []
            continue
        if not stripped:
            close()
            continue
        if stripped.startswith("=") and (heading := _HEADING.match(" ".join(stripped.split()))):
            close()
            title = " ".join(heading[2].split())
            if into is beside and len(heading[1]) > level:
                into.append(title)
                continue
            is_beside = title.casefold().strip(" :.") in names("beside")
            into, level = (beside, len(heading[1])) if is_beside else (story, level)
            if title:
                into.append(title)
            continue
        if _RULE.match(stripped) and not stripped.strip("- "):
            close()
            continue
        item = _ITEM.match(raw)
        words = " ".join((raw[item.end() :] if item else raw).split())
        if not words:
            continue
        if block and not (item and was_item):
            close() if item or was_item else None
        if block and not item:
            block[-1] += f" {words}"
        else:
            block.append(words)
        was_item = item is not None
    close()
    page.text = "\n\n".join(_without_empty_headings(story))
    if words := "\n".join(beside):
        page.aside.append(words)


def _without_empty_headings(story: list[str]) -> list[str]:
    return [each for each in story if any(map(str.isalnum, each))]


def _row(line: str, row: list[str], block: list[str]) -> list[str] | None:
    """Set one line of a table into its row; return the row that is open then, None where the table ends."""

    def end() -> None:
        if words := " | ".join(filter(None, row)):
            block.append(words)
        row.clear()

    if line.startswith("|}"):
        end()
        return None
    if line.startswith("|-"):
        end()
    elif line.startswith("|+"):
        end()
        if caption := _cell(line[2:]):
            block.append(caption)
    elif line.startswith(("|", "!")):
        row += [_cell(each) for each in re.split(r"\|\||!!", line[1:])]
    elif row and line and not line.startswith("{|"):
        row[-1] = f"{row[-1]} {line}".strip()
    return row


def _cell(text: str) -> str:
    """Return the words of a cell, without its attributes."""
    before, mark, words = text.partition("|")
    return (words if mark and "=" in before else text).strip()
