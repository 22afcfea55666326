"""Colours that can be read, and links only where they can be followed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from morgue.render.answer import Paper
from morgue.render.hits import search_answer
from morgue.render.story import show_answer
from morgue.render.style import _CODES, Style, makes_links
from tests.render.invented import STORY, hit, results

PALETTES = {
    "xterm": {"31": "cd0000", "32": "00cd00", "33": "cdcd00", "34": "0000ee", "35": "cd00cd", "36": "00cdcd"},
    "VGA": {"31": "aa0000", "32": "00aa00", "33": "aa5500", "34": "0000aa", "35": "aa00aa", "36": "00aaaa"},
    "Tango": {"31": "cc0000", "32": "4e9a06", "33": "c4a000", "34": "3465a4", "35": "75507b", "36": "06989a"},
    "VS Code": {
        "31": "cd3131",
        "32": "0dbc79",
        "33": "e5e510",
        "34": "2472c8",
        "35": "bc3fbc",
        "36": "11a8cd",
    },
}
"""The dark six of common palettes."""

LEAST = 2.5
"""The contrast (WCAG 2) that a word must have; one of 3 is good for large text."""


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", ["000000", "ffffff"])
def test_every_colour_can_be_read_on_black_and_on_white(palette: str, ground: str) -> None:
    used = {code for codes in _CODES.values() for code in codes.split(";")} & set(PALETTES[palette])
    assert used == {"31", "35"}
    for code in used:
        assert contrast(PALETTES[palette][code], ground) >= LEAST, code


def test_the_measure_finds_colours_that_fade() -> None:
    assert contrast(PALETTES["xterm"]["33"], "ffffff") < LEAST
    assert contrast(PALETTES["xterm"]["36"], "ffffff") < LEAST
    assert contrast(PALETTES["xterm"]["34"], "000000") < LEAST


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "links"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4205"}, False),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "PAGER": "more"}, False),
        ({"TERM": "xterm-kitty", "PAGER": "/usr/bin/less -R"}, True),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "7600"}, False),
    ],
)
def test_links_are_made_where_they_can_be_followed(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], links: bool
) -> None:
    for name in (
        "TERM_PROGRAM",
        "VTE_VERSION",
        "WT_SESSION",
        "TMUX",
        "FORCE_HYPERLINK",
        "PAGER",
        "NO_COLOR",
        "KITTY_WINDOW_ID",
        "DOMTERM",
        "KONSOLE_VERSION",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert makes_links("auto", Terminal()) is links
    assert makes_links("never", Terminal()) is False
    assert makes_links("always", io.StringIO()) is False


def test_a_hit_links_to_its_file() -> None:
    where = Path("/news/2025 03/\x1b[2Jghént.txt")
    shown = {"locate": lambda article: where}
    link = "\x1b]8;;file:///news/2025%2003/%1B%5B2Jgh%C3%A9nt.txt\x1b\\2025/03/ghent.txt\x1b]8;;\x1b\\"
    answer = search_answer(results([hit(STORY)], total=1), **shown)  # type: ignore[arg-type]
    assert link in "\n".join(answer.text(Paper(links=True)))
    assert "\x1b" not in "\n".join(answer.text(Paper()))
    page = "\n".join(show_answer([STORY], **shown).text(Paper(links=True)))  # type: ignore[arg-type]
    assert page.count("\x1b]8;;file:///news") == 1
    assert "\x1b" not in "\n".join(
        search_answer(results([hit(STORY)], total=1), locate=lambda _: None).text(Paper(links=True))
    )


def test_nothing_is_painted_where_colours_are_off() -> None:
    assert Style()("match", "x") == "x"
    assert Style(True)("match", "x") == "\x1b[1;31mx\x1b[0m"
    assert Style(True)("day", "x") == "x"
