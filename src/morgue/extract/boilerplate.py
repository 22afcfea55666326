"""What is not the story: which lines and paragraphs of a page or a wire file to set aside, and why.

Lines above a story (`furniture`) and paragraphs below it (`closing`) are named by a kind. The kinds that
carry facts (dates, agency, section) are read by `morgue.extract.body`.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import NamedTuple

from morgue.extract import foreign_boilerplate
from morgue.extract.names import is_name
from morgue.extract.stamps import is_stamp
from morgue.extract.wording import first_words, phrases, words
from morgue.gazetteer import agencies

LONGEST_LINE = 200
"""A line above a story that is longer than this is the story."""


class Line(NamedTuple):
    """A line above a story: its kind, and what of it holds the fact."""

    kind: str
    fact: str


_UPDATED = re.compile(
    r"\(?(?:last\s+)?(?:updated|modified|edited)(?:\s+(?:at|on|date|time))?\s*[:\-–|]?\s*(?=.*\d)(.{6,70}?)\)?\s*$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\(?(?:first\s+)?(?:published|posted|created|date|publication date|issued|released)"
    r"(?:\s+(?:at|on|date|time))?\s*[:\-–|]?\s*(?=.*\d)(.{6,70}?)\)?\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|by)\s*:?\s+(?=[^\W\d_a-z])(.{3,100}?)\s*$")
_CRUMB = re.compile(r"\s+[/>»›|→]\s+|\s*[»›]\s*")
_CRUMB_MARKS = frozenset("/>»›|→")
_SOCIAL = re.compile(rf"{phrases('share')}\W*", re.IGNORECASE)
_FIRST_WORDS = first_words("share") | words("above")


def furniture(line: str) -> Line | None:
    """Return what a line above a story is, or None where it belongs to the story.

    Kinds: `updated-line`, `published-line`, `byline`, `breadcrumb`, `credit-line` (an agency alone), `share`,
    `note` (what an update changes), `dated-line` (several of these in one line, parted by bars).
    """
    line = line.strip()
    if not line or len(line) > LONGEST_LINE:
        return None
    word = line.split(None, 1)[0].casefold().strip(":|-–*")
    if word in _FIRST_WORDS or word[:1].isdigit():
        for kind, rule in (("updated-line", _UPDATED), ("published-line", _PUBLISHED)):
            if (found := rule.match(line)) and is_stamp(found[1]):
                return Line(kind, found[1])
        if (found := _BYLINE.match(line)) and _people(found[1]):
            return Line("byline", found[1])
        if _SOCIAL.fullmatch(line) and not foreign_boilerplate.is_spoken(line):
            return Line("share", "")
    if any(map(str.isdigit, line)) and (dated := foreign_boilerplate.dated(line)):
        return Line(*dated)
    if ":" in line and (found := _CREDIT_ABOVE.fullmatch(line)) and agencies.canonical(found[1]):
        return Line("credit-line", found[1])
    if line[0] == "(" and _NOTE.fullmatch(line):
        return Line("note", "")
    if "|" in line and any(part and part.kind in _DATED for part in map(furniture, line.split("|"))):
        return Line("dated-line", line)
    if not _CRUMB_MARKS.isdisjoint(line) and _is_breadcrumb(line):
        return Line("breadcrumb", line)
    if len(line) <= 40 and agencies.canonical(line):
        return Line("credit-line", line)
    return None


_DATED = ("updated-line", "published-line")
_CREDIT_ABOVE = re.compile(
    rf"(?:source|agency|credit|reported by|{foreign_boilerplate.SOURCE})\s*[:：]\s*(.{{2,40}}?)\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(rf"\({phrases('note')}\b[^\n]{{3,190}}\)\W*", re.IGNORECASE)


def _people(text: str) -> bool:
    names = re.split(r",\s*|\s+(?:and|&|with|in|for|of|at)\s+|\s*\|\s*|/", text.rstrip("."))
    return len(text.split()) <= 16 and all(is_name(_HYPHEN.sub("", each)) for each in names if each.strip())


_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[a-zß-ÿ])")
"""The hyphen in a Korean given name (`Kim Deok-hyun`), whose second part has no capital."""


def _is_breadcrumb(line: str) -> bool:
    parts = [each.strip() for each in _CRUMB.split(" ".join(line.split()))]
    return len(parts) >= 2 and parts[0].casefold() in words("home") and all(parts)


def sections(breadcrumb: str, headline: str | None) -> tuple[str, ...]:
    """Return the sections that a breadcrumb names: what is between the home page and the headline."""
    crumbs = _CRUMB.split(" ".join(breadcrumb.split()))  # a run of spaces would be gone over again and again
    parts = [each.strip() for each in crumbs if each.strip()][1:]
    if parts and (same(parts[-1], headline) or len(parts[-1]) > 40 or (len(parts) > 1 and headline is None)):
        parts.pop()
    return tuple(each for each in parts if len(each) <= 40)


def same(text: str, other: str | None) -> bool:
    """Return whether two lines are one but for case, spaces and an ellipsis at the end."""
    if not other or text[:1].casefold() != other.lstrip()[:1].casefold():
        return False
    one, two = (" ".join(each.casefold().split()) for each in (text, other))
    if one == two:
        return True
    cut = one.rstrip(".… ")
    return len(cut) >= 12 and one != cut and two.startswith(cut)


_CLOSING = re.compile(rf"""[\s(\[*\-–—_.©|"“/]*{phrases("closing")}""", re.IGNORECASE)
_OPENERS = first_words("closing")
_MARKS = '([*-–—_.©|"“/ \t'


_ADDRESS = re.compile(r"\W*(?:https?://|www\.)[^\s()]+\W*")


def closing(paragraph: str) -> bool:
    """Return whether a paragraph among or below the story's is not part of it: a disclaimer, a credit, a copyright, a link."""
    start = paragraph.lstrip(_MARKS)
    if len(paragraph) > 1200 or not start:
        return bool(paragraph) and not start
    if "©" in paragraph[:12] or _ADDRESS.fullmatch(paragraph):
        return True
    word = start.split(None, 1)[0].casefold().rstrip(":;,.)!-–—")
    if (
        (word in _OPENERS or not word)
        and (found := _CLOSING.match(paragraph))
        and _is_whole(paragraph, found)
    ):
        return True
    return foreign_boilerplate.closing(paragraph) or foreign_boilerplate.together(paragraph) is not None


def _is_whole(paragraph: str, found: re.Match[str]) -> bool:
    """Return whether the words that open a paragraph below the story are no beginning of a sentence of the story's own."""
    rest = paragraph[found.end() :]
    if found["stamp"]:
        dated = any(map(str.isdigit, found["rest"])) or "published" in found["stamp"].casefold()
        return dated and is_stamp(found["rest"])
    if found["by"] or found["credit"]:
        return _is_credit(rest)
    if (found["leads"] or found["more"]) and foreign_boilerplate.goes_on(rest):
        return False
    return not foreign_boilerplate.is_spoken(paragraph)


_CREDIT_WORDS = words("credit")
"""The words in small letters that stand between the names of a credit."""
_CREDIT_END = re.compile(r"\b(?:our standards|the thomson reuters trust)\b", re.IGNORECASE)
_SMALL_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@]|\.\w)")


def _is_credit(rest: str) -> bool:
    """Return whether a paragraph that opens like a credit consists of names and the words between them, and no sentence."""
    credit = _CREDIT_END.split(rest, maxsplit=1)[0]
    small = [each for each in _SMALL_WORD.findall(credit) if each[0] == each[0].lower() != each[0].upper()]
    return all(each in _CREDIT_WORDS for each in small)


def _leads_on(paragraph: str) -> bool:
    """Return whether a paragraph opens as a link or a share line does and does not go on as a sentence."""
    if foreign_boilerplate.is_spoken(paragraph):
        return False
    found = _LINK.match(paragraph)
    if found:
        return not foreign_boilerplate.goes_on(paragraph[found.end() :])
    return bool(_SOCIAL.fullmatch(paragraph.strip()))


_INSIDE = first_words("link")
_LINK_BEGINS = frozenset(each[:3] for each in _INSIDE)
_LETTERS = frozenset(string.ascii_letters)


def link(paragraph: str) -> bool:
    """Return whether a short paragraph between two of the story's is a link, an advertisement or a share line."""
    if len(paragraph) > 250:
        return False
    begins = paragraph[:3].lower()
    if (
        paragraph[0] not in _LETTERS or begins in foreign_boilerplate.LINK_BEGINS
    ) and foreign_boilerplate.link(paragraph):
        return True
    if begins not in _LINK_BEGINS and paragraph[0].isalpha():
        return False
    word = paragraph.lstrip(_MARKS).split(None, 1)
    if not word or word[0].casefold().rstrip(":;,.)!") not in _INSIDE:
        return False
    return _leads_on(paragraph)


_LINK = re.compile(rf"[\s(\[*\-–—_]*{phrases('link')}", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"(?:\s*\((?P<bracket>[^()\n]{2,60})\)[.\s]*|(?:^|\s+)(?:[-–—]{1,2}\s?|/)(?P<dash>[^\s/–—-][^()\n/–—]{1,40}?)/?[.\s]*"
    r"|(?:^|\s+)/(?P<slash>[^\s/()\n][^/()\n]{1,30})/[.\s]*|^=*(?P<alone>[^\W\d_][^()\n.,;:/–—]{1,30})\s*)\Z"
)
_INITIALS = r"(?:[A-Z]{2,4}(?: [A-Z]{2,4}){0,3}|[a-z]{1,5}(?:/[a-z.]{1,5}){1,4})"
_AGENCY_LAST = re.compile(
    rf"(?:^|(?<=[.!?\"'”’»)])\s+)(?:--?\s?)?(?P<agency>[^\W\d_a-z][^\W\d_]{{1,11}})(?:\s+(?P<initials>{_INITIALS}))?\s*\Z"
)
_MARK_LAST = re.compile(
    r"(?:(?:^|(?<=[.!?\"'”’»)])\s+|(?<=[。」』)]))(?:Enditem\.?|\((?:ends?|END|完)\)|（完）|"
    + _INITIALS
    + r"(?<=[a-z]))"
    r"|\s*\((?:www\.|https?://)[^()\s]+\))\s*\Z"
)


_SENTENCE_ENDS = (".", "!", "?", '"', "”", "’", "。")


class SignOff(NamedTuple):
    """The mark that ends a story: where it begins, and the agency's canonical name where it names one."""

    start: int
    agency: str | None


def sign_off(paragraph: str) -> SignOff | None:
    """Return the agency sign-off at the end of a paragraph (`… the bloc. (ANI)`), or None."""
    tail = paragraph[-80:]
    cut = len(paragraph) - len(tail)
    if not tail.endswith(_SENTENCE_ENDS) or tail.endswith("Enditem."):
        last = _AGENCY_LAST.search(tail)
        is_name = last and last["initials"] and agencies.is_given_name(last["agency"])  # ANN ROE, of a letter
        if last and last["agency"] in own_forms() and not is_name:
            return SignOff(cut + last.start(), agencies.canonical(last["agency"]))
        if mark := _MARK_LAST.search(tail):
            return SignOff(cut + mark.start(), None)
    if not _may_sign(tail):
        return None
    for found in _SIGN_OFF.finditer(tail):
        named = found["bracket"] or found["dash"] or found["slash"] or found["alone"]
        agency = agencies.first_of(named.strip()) if found["bracket"] else agencies.canonical(named)
        bare = found["dash"] or found["slash"] or found["alone"] or ""
        if (
            agency
            and not bare.islower()
            and not _said_in_passing(paragraph[: cut + found.start()], found[0], agency)
        ):
            return SignOff(cut + found.start(), agency)
    return None


@cache
def own_forms() -> frozenset[str]:
    """Return the names of agencies that mean one even without a bracket around: short forms as they write them."""
    return frozenset(name for name in agencies.all_names() if len(name) <= 12 and not name.islower())


def _said_in_passing(before: str, mark: str, agency: str) -> bool:
    """Return whether the bracket only abbreviates the name before it (`told Agence France-Presse (AFP).`)."""
    if not mark.strip().startswith("("):
        return False
    if mark.rstrip().endswith(".") and not before.rstrip("\"'”’ ").endswith((".", "!", "?")):
        return True
    last = before.split()[-5:]
    return any(agencies.canonical(" ".join(last[at:])) == agency for at in range(len(last)))


def _may_sign(tail: str) -> bool:
    end = tail.rstrip(" .\n")
    return (
        end.endswith((")", "/"))
        or len(end) < 40
        or any(mark in end[-40:] for mark in (" -", "--", "–", "—", " /", ".-"))
    )


_OUTLET = (
    re.compile(
        r"(?:^|[.;,]\s+|\band\s+)((?:The\s)?[A-Z][\w&'’.-]*(?:\s(?:of\s)?[A-Z][\w&'’.-]*){0,5})\s+(?:assumes?|accepts?|takes?|bears?|holds?|is\snot)\s(?:no|responsible)\b"
    ),
    re.compile(
        r"(?:edited|created|verified|reviewed)\sby\s((?:the\s)?[A-Z][\w&'’.-]*(?:\s[A-Z][\w&'’.-]*){0,4}?)(?:['’]s)?\s(?:staff|team|editors|desk)",
        re.IGNORECASE,
    ),
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[^A-Za-z]{0,24}(?:(?:copyright|c\)|by)[^A-Za-z]{1,24}){0,3}"
    r"(?P<owner>(?:[Tt]he\s)?[A-Z][\w&'’-]*(?:\s(?:of\s|and\s)?[A-Z][\w&'’-]*){0,5})",
    re.IGNORECASE,
)


def outlet(paragraph: str) -> str | None:
    """Return the outlet that a syndication disclaimer speaks of (`The Tribune assumes no responsibility`), or None."""
    for rule in _OUTLET:
        found = rule.search(paragraph[:600])
        if found and found[1].split()[0] not in ("This", "It", "We", "Neither", "Our"):
            return re.sub(r"^the\b", "The", found[1])
    return None


def owner(paragraph: str) -> str | None:
    """Who a copyright line names as the owner, or None."""
    found = _COPYRIGHT.search(paragraph[:300])
    if not found:
        return None
    name = re.split(r"\s(?:all|rights|reserved|ltd|inc|llc|limited)\b", found["owner"], flags=re.IGNORECASE)[
        0
    ].strip()
    return (
        name
        if name
        and name[0].isupper()
        and len(name) > 1
        and name.casefold() not in ("all rights", "all", "copyright", "riproduzione riservata")
        else None
    )


_CREDIT = re.compile(
    r"(?:inputs?|reports?|agency|source|credit)\s*(?:from|:)?\s*(?:the\s)?([^().;]{2,60})", re.IGNORECASE
)


def credited(paragraph: str) -> str | None:
    """Return the agency that a credit names (`-- With inputs from PTI`, `Source: Xinhua`), or None."""
    if named := foreign_boilerplate.together(paragraph):
        return named
    found = _CREDIT.search(paragraph[:200])
    if not found and (other := foreign_boilerplate.CREDIT.search(paragraph[:200])):
        return agencies.first_of(other["name"].strip())
    return agencies.first_of(found[1].strip()) if found else None
