"""Connect articles that were joined into stories."""

from __future__ import annotations

from collections.abc import Iterable


class Components:
    """The connected parts of a graph, as far as its edges are known. Joining is nearly constant in time (union-find with path halving)."""

    def __init__(self, edges: Iterable[tuple[str, str]] = ()) -> None:
        self._above: dict[str, str] = {}
        for one, other in edges:
            self.join(one, other)

    def of(self, name: str) -> str:
        """Return the name that stands for the part that this one is in: the least of its names."""
        above = self._above
        while (parent := above.get(name, name)) != name:
            above[name] = name = above.get(parent, parent)
        return name

    def join(self, one: str, other: str) -> bool:
        """Join the parts of two names; return whether they were two."""
        one, other = self.of(one), self.of(other)
        if one == other:
            return False
        if other < one:
            one, other = other, one
        self._above[other] = one
        return True
