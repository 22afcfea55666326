"""Pages for the tests of `morgue.feeds.web`: sentences of stories and of what is beside them, put into markup."""

from __future__ import annotations

from morgue.feeds.web.body import Story, story_of
from morgue.feeds.web.tree import parse

HEADLINE = "Night trains return to the coast"
LEAD = "LISBON, May 4 (AFP) - The railway said on Sunday that sleeping cars would run to the coast again from June."


def told(number: int) -> str:
    """Return a paragraph of the story."""
    return f"Carriage {number} was taken out of a shed near the river, washed, and fitted with new beds, the foreman said."


def beside(number: int) -> str:
    """Return a paragraph of something else, as long as one of the story."""
    return f"Elsewhere {number}: a museum of clocks opened its doors in the hills, and the mayor wound up the largest one."


def ps(first: int, end: int, tag: str = "p") -> str:
    """Return paragraphs of the story from one number to before another."""
    return "".join(f"<{tag}>{told(number)}</{tag}>" for number in range(first, end))


def others(first: int, end: int, form: str = "<p>{}</p>") -> str:
    """Return paragraphs of something else, each in a form."""
    return "".join(form.format(beside(number)) for number in range(first, end))


def markup(body: str, *, head: str = "", title: str = f"{HEADLINE} - The Signal Box") -> bytes:
    """Return a page of a body."""
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def read(body: str, headline: str = HEADLINE) -> Story:
    """Return the story of a page of a body."""
    return story_of(parse(markup(body)), [headline])


def numbers(texts: list[str], word: str) -> list[int]:
    """Return the numbers of the paragraphs that begin with a word, in order."""
    return [int(text.split(word)[1].split()[0].strip(":")) for text in texts if word in text]
