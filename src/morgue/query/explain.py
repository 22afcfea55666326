"""Explain a query in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, assert_never

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold, words, written
from morgue.model.fields import BY_NAME
from morgue.query.tree import (
    And,
    AsOf,
    Boost,
    Days,
    Everything,
    Fuzzy,
    Has,
    Instants,
    Keyword,
    Location,
    Near,
    Node,
    Not,
    Numbers,
    Or,
    Phrase,
    Query,
    Versions,
    Wildcard,
    Word,
    unboosted,
)

if TYPE_CHECKING:
    from morgue.gazetteer.former import Period

_JOINED = expression(r" (?:and|or) ")
_CLOSED = expression(r'\(.*\)|"[^"]*"')
"""What is in parentheses or quotes, and so cannot run into a list around it."""


def explanation(query: Query) -> str:
    """Return what a query finds, as one noun phrase: `articles that mention sanctions, dated 23 October 2025`."""
    children = query.tree.children if isinstance(query.tree, And) else (query.tree,)
    days = [child for child in children if isinstance(child, Days)]
    others = [child for child in children if not isinstance(child, Days | Everything | Versions | AsOf)]
    among = "".join(f", {_scope(child)}" for child in children if isinstance(child, Versions | AsOf))
    clauses = _Wording(query.text).all_of(others)
    if not clauses and not days:
        return f"all articles{among}"
    dated = " and ".join(days_in_words(each) for each in _common(days))
    if not clauses:
        return f"articles dated {dated}{among}"
    return f"articles that {clauses}, dated {dated}{among}" if dated else f"articles that {clauses}{among}"


def _scope(node: Versions | AsOf) -> str:
    """Return among which texts a query searches."""
    if isinstance(node, Versions):
        return "in all their versions" if node.all else "in their current version"
    return f"as the archive stood {_end_in_words(node.before)}"


def _end_in_words(before: dt.datetime) -> str:
    """Return the day of UTC, or the second, that a moment is the end of."""
    last = before.astimezone(dt.UTC) - dt.timedelta(seconds=1)
    if _is_midnight(before):
        return f"at the end of {date_in_words(last.date())} (UTC)"
    return f"at {_instant(last)}"


def _common(days: Sequence[Days]) -> Sequence[Days]:
    """Return the one range that several make together, or all of them where they have no day in common."""
    firsts = [each.first for each in days if each.first]
    lasts = [each.last for each in days if each.last]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if len(days) < 2 or (first and last and first > last):
        return days
    return [Days(first, last)]


def date_in_words(day: dt.date) -> str:
    """Return `23 October 2025`."""
    return f"{day.day} {day:%B} {day.year}"


def days_in_words(days: Days) -> str:
    """Return the days of a range, as short as English allows: `1 to 31 October 2025`."""
    first, last = days.first, days.last
    if first is None or last is None:
        if first:
            return f"{date_in_words(first)} or later"
        return f"{date_in_words(last)} or earlier" if last else "at all"
    if first == last:
        return date_in_words(first)
    if first.year != last.year:
        return f"{date_in_words(first)} to {date_in_words(last)}"
    return (
        f"{first.day} to {date_in_words(last)}"
        if first.month == last.month
        else f"{first.day} {first:%B} to {date_in_words(last)}"
    )


def _instant(instant: dt.datetime) -> str:
    plain = instant.astimezone(dt.UTC).replace(tzinfo=None)
    precision = "minutes" if not (plain.second or plain.microsecond) else "auto"
    return f"{plain.isoformat(' ', precision)} UTC"


def _is_midnight(instant: dt.datetime) -> bool:
    return instant.astimezone(dt.UTC).time() == dt.time()


def _instants_in_words(node: Instants) -> str:
    if node.first and node.last:
        if _is_midnight(node.first) and _is_midnight(node.last):
            days = Days(node.first.date(), node.last.date() - dt.timedelta(1))
            return f"{'on' if days.first == days.last else 'from'} {days_in_words(days)} (UTC)"
        return f"from {_instant(node.first)} until before {_instant(node.last)}"
    if node.first:
        return f"at {_instant(node.first)} or later"
    return f"before {_instant(node.last)}" if node.last else "at any time"


def _noun(label: str) -> str:
    """Return the label of a field without its article."""
    return label.removeprefix("a ").removeprefix("an ")


def _number_in_words(node: Numbers) -> str:
    what = BY_NAME[node.field].label
    if node.first is None:
        return f"at most {node.last:,} {what}"
    if node.last is None:
        return f"{node.first:,} {what} or more"
    return f"{node.first:,} {what}" if node.first == node.last else f"{node.first:,} to {node.last:,} {what}"


def _listed(items: Sequence[str], word: str) -> str:
    """Return items in one list, with a comma before the last where an item is a list itself."""
    if len(items) < 2:
        return "".join(items)
    lists = any(_JOINED.search(_CLOSED.sub("", each)) for each in items)
    last = f", {word} " if lists else f" {word} "
    return ", ".join(items[:-1]) + last + items[-1]


def _field_of(node: Node) -> str | None:
    """Return the text field that all of a node is about (`text` for the default), or None where there is none."""
    match node:
        case Word() | Phrase() | Wildcard() | Fuzzy():
            return node.field or "text"
        case Near():
            return _field_of(node.left)
        case Boost():
            return _field_of(node.child)
        case And() | Or():
            fields = {_field_of(child) for child in node.children}
            return fields.pop() if len(fields) == 1 else None
        case _:
            return None


class _Wording:
    """Puts the nodes of one query into words, which are those of its text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def all_of(self, nodes: Iterable[Node]) -> str:
        """Return what articles do that match all of the nodes; neighbours about one text are one clause."""
        clauses: list[str] = []
        run: list[Node] = []
        for node in [*nodes, Everything()]:
            if run and (_field_of(node) is None or _field_of(node) != _field_of(run[0])):
                clauses.append(self.clause(run[0] if len(run) == 1 else And(tuple(run))))
                run = []
            if _field_of(node) is not None:
                run.append(node)
            elif not isinstance(node, Everything):
                clauses.append(self.clause(node))
        return _listed(clauses, "and")

    def clause(self, node: Node, *, negated: bool = False) -> str:
        """Return what articles do (or do not) that match a node: a verb and its object."""
        field = _field_of(node)
        if field is not None:
            return self._of_text(node, field, negated=negated)
        match node:
            case Everything():
                return "are nothing at all" if negated else "are anything at all"
            case Keyword():
                return self._of_keyword([node], negated=negated)
            case Location():
                return f"are {'not ' if negated else ''}placed in {_place(node)}"
            case Days():
                return f"are {'not ' if negated else ''}dated {days_in_words(node)}"
            case Instants():
                return f"were {'not ' if negated else ''}{node.field} {_instants_in_words(node)}"
            case Numbers():
                return f"{'do not have' if negated else 'have'} {_number_in_words(node)}"
            case Has():
                present = BY_NAME[node.field].label
                return f"have no {_noun(present)}" if negated else f"have {present}"
            case Versions():
                return f"are {'not ' if negated else ''}among {'all' if node.all else 'the current'} versions"
            case AsOf():
                stood = f"in the archive as it stood {_end_in_words(node.before)}"
                return f"were {'not ' if negated else ''}{stood}"
            case Not():
                return self.clause(node.child, negated=not negated)
            case Boost():
                return f"{self.clause(node.child, negated=negated)} {_weight(node)}"
            case And():
                clauses = self.all_of(node.children) or "are anything at all"
                return f"are not (articles that {clauses})" if negated else clauses
            case Or():
                return self._of_either(node, negated=negated)
            case Word() | Phrase() | Wildcard() | Fuzzy() | Near():
                return self._of_text(node, "text", negated=negated)
            case _:
                assert_never(node)

    def _of_text(self, node: Node, field: str, *, negated: bool) -> str:
        if negated and isinstance(node, And):
            what = f"both {self.noun(node)}" if len(node.children) == 2 else f"all of {self.noun(node)}"
        else:
            what = self.noun(node)
        if field == "text":
            return f"do not mention {what}" if negated else f"mention {what}"
        return f"{'do not have' if negated else 'have'} {what} in the {field}"

    def _of_either(self, node: Or, *, negated: bool) -> str:
        keywords = [child for child in node.children if isinstance(child, Keyword)]
        if len(keywords) == len(node.children) and len({(each.field, each.prefix) for each in keywords}) == 1:
            return self._of_keyword(keywords, negated=negated)
        days = [child for child in node.children if isinstance(child, Days)]
        if len(days) == len(node.children):
            return f"are {'not ' if negated else ''}dated {' or '.join(map(days_in_words, days))}"
        clauses = [self.clause(child, negated=negated) for child in node.children]
        if negated:
            return _listed(clauses, "and")
        grouped = [
            f"({clause})"
            if isinstance(unboosted(child), And) or " and " in clause or " or " in clause
            else clause
            for child, clause in zip(node.children, clauses, strict=True)
        ]
        return f"either {' or '.join(grouped)}"

    def _of_keyword(self, nodes: Sequence[Keyword], *, negated: bool) -> str:
        row = BY_NAME[nodes[0].field]
        does, does_not = row.verbs
        one = row.one or f"the {_noun(row.label)} {{}}"
        beginning = row.beginning or f"{row.label} that begins with {{}}"
        names = " or ".join(_name(node) for node in nodes)
        return f"{does_not if negated else does} {(beginning if nodes[0].prefix else one).format(names)}"

    def noun(self, node: Node) -> str:
        """Return what a text has to have, as a noun."""
        match node:
            case Word():
                return self._surface(node.span, [node.word])
            case Phrase():
                return self._phrase(node)
            case Wildcard():
                literal = node.pattern.removesuffix("*")
                if "*" in literal or "?" in literal or literal == node.pattern:
                    return f"a word of the form {written(node.pattern)}"
                return f'a word that begins with "{written(literal)}"'
            case Fuzzy():
                letters = "1 letter" if node.distance == 1 else f"{node.distance} letters"
                return (
                    f"a word that differs from {self._surface(node.span, [node.word])} by at most {letters}"
                )
            case Near():
                return node.typed or self._near(node)
            case Boost():
                return f"{self._operand(node.child)} {_weight(node)}"
            case And():
                return _listed([self._operand(child) for child in node.children], "and")
            case Or():
                return _listed([self._operand(child) for child in node.children], "or")
            case _:
                return f"({self.clause(node)})"

    def _operand(self, node: Node) -> str:
        text = self.noun(node)
        return f"({text})" if isinstance(node, And | Or) else text

    def _phrase(self, node: Phrase) -> str:
        quoted = f'"{self._surface(node.span, node.words)}"'
        if len(node.words) == 1:
            return f"the word {quoted} as written"
        if node.slop is None:
            return f"the words {quoted}"
        return f"the words {quoted} in any order and at most {node.slop} apart"

    def _near(self, node: Near) -> str:
        left, right = (
            f"({self.noun(side)})" if isinstance(side, Near) else self._operand(side)
            for side in (node.left, node.right)
        )
        if node.ordered:
            how = "directly before" if node.distance == 1 else f"at most {node.distance} words before"
        else:
            how = "next to" if node.distance == 1 else f"within {node.distance} words of"
        return f"{left} {how} {right}"

    def _surface(self, span: tuple[int, int], folded: Sequence[str]) -> str:
        """Return the words as typed, where they are in the span; else as they are indexed."""
        found = words(self.text[span[0] : span[1]])
        for index in range(len(found) - len(folded) + 1):
            run = found[index : index + len(folded)]
            if [word.folded for word in run] == list(folded):
                return self.text[span[0] + run[0].start : span[0] + run[-1].end]
        return " ".join(map(written, folded))


def _weight(node: Boost) -> str:
    return f"(counting {node.factor:g} times as much)"


def _name(node: Keyword) -> str:
    """Return a value as typed; an agency by the name it is known by, and as typed where that is another."""
    typed = (node.typed.removesuffix("*") if node.prefix else node.typed) or node.values[0]
    if node.field == "language" and len(node.values) > 1:
        return f"{typed} ({' or '.join(node.values[1:])})"
    if node.field != "agency" or node.prefix:
        return f'"{typed}"' if node.prefix else typed
    from morgue.gazetteer.agencies import canonical as agency

    name = agency(typed)
    if name is None or name.lower() == typed.lower():
        return name or typed
    return f"{name} ({typed})"


def _place(node: Location) -> str:
    typed = (node.typed.removesuffix("*") if node.prefix else node.typed) or (node.places or node.countries)[
        0
    ]
    if node.prefix:
        return f'a place that begins with "{typed}"'
    if node.field == "country" and node.places:
        return _state(node, typed)
    from morgue.gazetteer.places import country_name

    country = country_name(node.countries[0]) if node.countries else None
    if not node.places:
        return f"{country} ({node.countries[0]})" if country else f"a country {typed}"
    names = _city(typed)
    if node.countries:
        names.append(f"anywhere in {country or node.countries[0]}")
    return _listed(names, "or")


def _city(typed: str) -> list[str]:
    """Return a place as typed, and the other names that it has and had, each with its country where it needs one.

    Of the names of a large city in all languages today's English one is given, and how many they are.
    """
    from morgue.gazetteer.former import city_named, is_shared
    from morgue.gazetteer.places import country_name
    from morgue.query.places import city_of

    city, renamed = city_of(typed), city_named(typed)
    if city is None:
        return [typed]
    listed = renamed.names if renamed and renamed.country == city.country else city.names[:1]
    others = [each for each in listed if fold(each) != fold(typed)]
    names = [
        typed,
        *(f"{each} ({country_name(city.country)})" if is_shared(each, city) else each for each in others),
    ]
    if len(city.names) > len(listed):
        names[-1] += f" (any of {len(city.names)} names)"
    return names


def _state(node: Location, typed: str) -> str:
    """Return a state that was: its name, and where what is dated in its time may be placed."""
    from morgue.gazetteer.former import state_named

    state = state_named(typed)
    if state is None:
        return typed
    names = [typed]
    for period in state.periods:
        days = days_in_words(Days(period.first, period.last))
        names.append(f"or, dated {days}, in {_listed(_territory(period), 'or')}")
    return "; ".join(names)


def _territory(period: Period) -> list[str]:
    from morgue.gazetteer.places import country_name

    held = [*period.places, *sorted(country_name(each) or each for each in period.countries)]
    return [f"{each} outside {period.without}" for each in held] if period.without else held
