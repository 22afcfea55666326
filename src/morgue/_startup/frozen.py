"""`frozen`: the frozen slotted dataclass, made in a twentieth of the time.

One search from the shell makes some forty classes of this kind while it is loaded. `dataclasses` compiles six
functions for each of them, which is a sixth of that whole run; here all classes share them, and an `__init__` of
its own is compiled for a class once it has made some objects, which most never do in a short run.
What a class does is the same: positional and named arguments in the order of its fields, equality and hash over
the fields that are compared, its repr, `match`, copies and pickles, `dataclasses.fields` and `replace`.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

SEVERAL = 32
"""Objects of a class that are made before its `__init__` is compiled."""


def _nothing(value: object) -> tuple[()]:
    return ()


def _values(names: list[str]) -> Any:
    """Return a function that takes the values of these attributes off an object."""
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


def _compiled(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Return the `__init__` of a class with these fields."""
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


def _first(names: tuple[str, ...], defaults: dict[str, Any], home: list[type]) -> Any:
    """Return an `__init__` for the first objects of a class, which `home` holds: it takes the arguments one by one.

    After SEVERAL the compiled one takes its place. Wrong arguments are left to the compiled one, which says what is wrong with them.
    """
    fill, left = object.__setattr__, SEVERAL

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807  that is what it is
        nonlocal left
        left -= 1
        rest = names[len(values) :]
        good = len(values) <= len(names) and named.keys() <= set(rest)
        for name in rest if good else ():
            if name not in named:
                default = defaults.get(name, MISSING)
                if isinstance(default, Field):
                    factory = default.default_factory
                    default = default.default if factory is MISSING else factory()
                if default is MISSING:
                    good = False
                    break
                named[name] = default
        if left and good:
            for name, value in zip(names, values, strict=False):
                fill(self, name, value)
            for name in rest:
                fill(self, name, named[name])
            return
        made = _compiled(names, defaults)
        type.__setattr__(home[0], "__init__", made)
        made(self, *values, **named)

    return __init__


class _Fields:
    """What `dataclasses` looks for in a class, made when it does."""

    def __init__(self, defaults: dict[str, Any]) -> None:
        self.defaults = defaults

    def __get__(self, made: object, owner: type) -> dict[str, Field[Any]]:
        """Return the fields by name, kept."""
        space = {"__module__": owner.__module__, "__annotations__": owner.__annotations__, **self.defaults}
        plain: Any = dataclass(type(owner.__name__, (), space))
        found: dict[str, Field[Any]] = plain.__dataclass_fields__
        type.__setattr__(owner, "__dataclass_fields__", found)
        return found


def fields_of(value: Any) -> dict[str, Any]:
    """Return the fields of a value of a frozen class, or of any dataclass, by name and in order."""
    return {name: getattr(value, name) for name in value.__match_args__}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Return the class with its annotated names as fields. A field made by `field` may have a default (or a factory
    of one) and `compare`; the class may have a base with slots of its own, which take no part.
    """
    names = tuple(cls.__annotations__)
    held = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: held.pop(name) for name in names if name in held}
    compared = [
        name
        for name in names
        if not (isinstance(given := defaults.get(name), Field) and given.compare is False)
    ]
    space = {**_SHARED, **held, "__slots__": names, "__match_args__": names}
    home: list[type] = []
    space["__init__"] = _first(names, defaults, home)
    space["__dataclass_fields__"] = _Fields(defaults)
    space["_compared"] = staticmethod(_values(compared))
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    home.append(made)
    return made
