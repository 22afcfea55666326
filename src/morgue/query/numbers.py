"""Ranges of whole numbers in a query: `500`, `>500`, `>=500`, `<500`, `<=500`, `100..500`, `100..`, `..500`."""

from __future__ import annotations

from morgue._startup.expression import expression
from morgue.query.context import shown, wrong

_DIGITS = 15
"""The most digits of a number: every engine orders numbers of so many exactly."""

_COMPARED = expression(rf"(>=|<=|>|<|)([0-9]{{1,{_DIGITS}}})\Z")
_RANGE = expression(rf"([0-9]{{0,{_DIGITS}}})\.\.([0-9]{{0,{_DIGITS}}})\Z")


def number_range(field: str, typed: str, position: int) -> tuple[int | None, int | None]:
    """Return the first and the last number that are meant, both included; None is open. Raises QueryError."""
    plain = typed.replace(",", "")
    if found := _COMPARED.match(plain):
        return _compared(found[1], int(found[2]))
    found = _RANGE.match(plain)
    if found is None or not (found[1] or found[2]):
        raise wrong(
            position,
            f"{field}: takes whole numbers, and {shown(typed)} is something else",
            f"write {field}:500, {field}:>500, {field}:<500 or {field}:100..500",
        )
    first, last = (int(each) if each else None for each in (found[1], found[2]))
    if first is not None and last is not None and first > last:
        raise wrong(position, f"{shown(typed)} ends before it begins", f"write {field}:{last}..{first}")
    return first, last


def _compared(operator: str, number: int) -> tuple[int | None, int | None]:
    if operator in (">", ">="):
        return number + (operator == ">"), None
    if operator in ("<", "<="):
        return None, number - (operator == "<")
    return number, number
