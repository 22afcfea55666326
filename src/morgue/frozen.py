"""`frozen`: the frozen slotted dataclass, made in a fifth of the time.

One search from the shell makes some forty classes of this kind while it is loaded. `dataclasses` compiles six
functions for each of them, which is a sixth of that whole run; here it is one, and all classes share the others.
What a class does is the same: positional and named arguments in the order of its fields, equality and hash over
the fields that are compared, its repr, `match`, copies and pickles. `dataclasses.replace` and `fields` do not
know these classes: what users of the library hold in their hands (`morgue.article`) is a plain dataclass.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


def _nothing(value: object) -> tuple[()]:
    return ()


def _values(names: list[str]) -> Any:
    """A function that takes the values of these attributes off an object."""
    return attrgetter(*names) if names else _nothing


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = self._compared
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({shown})"


def _reduce(self: Any) -> tuple[type, tuple[object, ...]]:
    return type(self), tuple([getattr(self, name) for name in self.__slots__])


def _set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__reduce__": _reduce,
    "__setattr__": _set,
    "__delattr__": _delete,
}


def _maker(names: list[str], defaults: dict[str, Any]) -> Any:
    """The `__init__` of a class with these fields."""
    given: dict[str, Any] = {"_set": object.__setattr__}
    parameters, body = ["self"], []
    for name in names:
        default, value = defaults.get(name, MISSING), name
        if isinstance(default, Field):
            if default.default_factory is not MISSING:
                given[f"_{name}"] = default.default_factory
                parameters.append(f"{name}=_set")
                value = f"_{name}() if {name} is _set else {name}"
                body.append(f"_set(self, {name!r}, {value})")
                continue
            default = default.default
        if default is not MISSING:
            given[f"_{name}"] = default
        parameters.append(name if default is MISSING else f"{name}=_{name}")
        body.append(f"_set(self, {name!r}, {value})")
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(parameters)}):\n {'; '.join(body)}\n", given, made)  # noqa: S102  as dataclasses does
    return made["__init__"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class with its annotated names as fields. A field made by `field` may have a default (or a factory
    of one) and `compare`; the class may have a base with slots of its own, which take no part.
    """
    names = list(cls.__annotations__)
    held = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: held.pop(name) for name in names if name in held}
    compared = [
        name
        for name in names
        if not (isinstance(given := defaults.get(name), Field) and given.compare is False)
    ]
    space = {**_SHARED, **held, "__slots__": tuple(names), "__match_args__": tuple(names)}
    space["__init__"] = _maker(names, defaults)
    space["_compared"] = staticmethod(_values(compared))
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made
