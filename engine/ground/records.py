"""Dataclasses that cost nothing until they are used.

In: a class with annotated fields. Out: the dataclass that `dataclasses.dataclass` would make of it, as far as this project
uses it (frozen, slots, defaults, default factories; no inheritance). Newly guaranteed: type checkers see the real thing; the
functions of `dataclasses` work on the result; nothing is compiled before a first instance is made.

The standard decorator compiles six methods for each class when a module is imported: at the hundred classes of a decision,
a third of the time of the whole command. Here the constructor is compiled by the first call, and the rest is shared.
"""

from __future__ import annotations

TYPE_CHECKING = False  # known to type checkers by its name; importing `typing` for it would cost what is saved here
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
else:
    from operator import attrgetter

    _MISSING = object()

    class _Factory:
        """A default made anew for each instance."""

        __slots__ = ("make",)

        def __init__(self, make):
            self.make = make

    def field(*, default=_MISSING, default_factory=_MISSING):
        """A default, or what makes one."""
        return default if default_factory is _MISSING else _Factory(default_factory)

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """Make a class a dataclass."""
        if cls is None:
            return lambda found: _made(found, frozen, slots)
        return _made(cls, frozen, slots)

    def _made(cls, frozen, slots):
        stated = dict(cls.__annotations__)
        names = tuple(name for name, kind in stated.items() if not str(kind).startswith(("ClassVar", "typing.ClassVar")))
        space = {**cls.__dict__, "__annotations__": stated}
        defaults = {name: space.pop(name) for name in names if name in space}
        added = {"__match_args__": names, "__record__": (names, defaults, frozen), "__dataclass_fields__": _Fields(), **_SHARED}
        if frozen:
            added |= _FROZEN
        else:
            added["__hash__"] = None
        if not slots:
            for name, value in {**added, **defaults}.items():
                if name not in cls.__dict__ or name in defaults or name == "__hash__":
                    setattr(cls, name, value)
            for name, value in defaults.items():
                if isinstance(value, _Factory):
                    delattr(cls, name)
            return cls
        for name in ("__dict__", "__weakref__"):
            space.pop(name, None)
        made = type(cls)(cls.__name__, cls.__bases__, {**added, **space, "__slots__": names})
        made.__qualname__ = cls.__qualname__
        return made

    def _first(self, *values, **named):
        """The constructor until there is one."""
        cls = type(self)
        cls.__init__ = _constructor(cls)
        cls.__init__(self, *values, **named)

    def _constructor(cls):
        names, defaults, frozen = cls.__record__
        space = {"_set": object.__setattr__, "_Missing": _MISSING}
        heads, lines = [], []
        for name in names:
            if name not in defaults:
                heads.append(name)
                value = name
            elif isinstance(defaults[name], _Factory):
                space[f"_make_{name}"] = defaults[name].make
                heads.append(f"{name}=_Missing")
                value = f"_make_{name}() if {name} is _Missing else {name}"
            else:
                space[f"_default_{name}"] = defaults[name]
                heads.append(f"{name}=_default_{name}")
                value = name
            lines.append(f" _set(self,{name!r},{value})" if frozen else f" self.{name}={value}")
        exec(f"def __init__({','.join(['self', *heads])}):\n" + ("\n".join(lines) or " pass"), space)
        made = space["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        return made

    def _values(self):
        names = self.__match_args__
        return tuple(getattr(self, name) for name in names) if len(names) < 2 else attrgetter(*names)(self)

    def _equal(self, other):
        return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _shown(self):
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({inside})"

    def _reduced(self):
        return type(self), _values(self)

    def _refuse(self, name, *value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    class _Fields:
        """The fields as the standard library describes them, made when something asks."""

        def __get__(self, instance, cls):
            import dataclasses

            names, defaults, _ = cls.__record__
            found = {}
            for name in names:
                default = defaults.get(name, dataclasses.MISSING)
                if isinstance(default, _Factory):
                    one = dataclasses.field(default_factory=default.make)
                else:
                    one = dataclasses.field(default=default)
                one.name, one.type, one._field_type = name, cls.__annotations__[name], dataclasses._FIELD
                found[name] = one
            cls.__dataclass_fields__ = found
            return found

    _SHARED = {"__init__": _first, "__eq__": _equal, "__repr__": _shown, "__reduce__": _reduced}
    _FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse, "__hash__": _hash}

    class _Named:
        """A field as far as this project reads it."""

        __slots__ = ("name", "type")

        def __init__(self, name, kind):
            self.name, self.type = name, kind

    def fields(kind):
        """The fields of a dataclass, in order."""
        return tuple(_Named(name, kind.__annotations__[name]) for name in kind.__match_args__)

    def is_dataclass(kind):
        """Whether it is a dataclass (or an instance of one)."""
        return hasattr(kind, "__record__") or hasattr(kind, "__dataclass_fields__")

    def replace(instance, /, **changes):
        """The same with other values in some fields."""
        values = {name: getattr(instance, name) for name in instance.__match_args__}
        return type(instance)(**{**values, **changes})
