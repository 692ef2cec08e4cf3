"""Frozen dataclasses to JSON values and back.

In: a value and its declared type. Out: plain JSON values (a dataclass is the list of its fields, a member of a union of
dataclasses carries its number first). Newly guaranteed: decoding what was encoded gives an equal value; anything else raises
`MismatchError`. Nothing is ever executed: types come from the code, never from the data.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin

from engine.ground.records import fields, is_dataclass

Coder = Callable[[Any], Any]
_HINTS: dict[tuple[str, str], Any] = {}
_SCALARS: dict[type, tuple[type, ...]] = {str: (str,), int: (int,), bool: (bool,), float: (float, int)}


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The types of the fields of a dataclass. (As `typing.get_type_hints`, which evaluates each time what is often the same.)"""
    space = vars(sys.modules[kind.__module__])
    return {field.name: _evaluated(field.type, kind.__module__, space) for field in fields(kind)}


def _evaluated(stated: Any, module: str, space: dict[str, Any]) -> Any:
    if not isinstance(stated, str):
        return stated
    if (module, stated) not in _HINTS:
        _HINTS[module, stated] = eval(stated, space)  # an annotation of ours
    return _HINTS[module, stated]


class MismatchError(ValueError):
    """The data is not what the type says."""


class Codec:
    """Encodes and decodes values of one type."""

    def __init__(self, kind: Any) -> None:
        self._encoders: dict[Any, Coder] = {}
        self._decoders: dict[Any, Coder] = {}
        self.encode: Coder = self._encoder(kind)
        self.decode: Coder = self._decoder(kind)

    # encoding --------------------------------------------------------------------------------------------------------

    def _encoder(self, kind: Any) -> Coder:
        if kind in self._encoders:
            return self._encoders[kind]
        self._encoders[kind] = lambda value: self._encoders[kind](value)  # a recursive type meets itself here
        self._encoders[kind] = made = self._make_encoder(kind)
        return made

    def _make_encoder(self, kind: Any) -> Coder:
        origin, arguments = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            types_of = hints(cast(Any, kind))
            parts = [(field.name, self._encoder(types_of[field.name])) for field in fields(kind)]
            return lambda value: [encode(getattr(value, name)) for name, encode in parts]
        if origin in (Union, types.UnionType):
            return self._union_encoder(arguments)
        if origin is Sequence:
            origin, arguments = tuple, (*arguments, Ellipsis)
        if origin is tuple:
            if len(arguments) == 2 and arguments[1] is Ellipsis:
                inner = self._encoder(arguments[0])
                return lambda value: [inner(item) for item in value]
            each = [self._encoder(argument) for argument in arguments]
            return lambda value: [encode(item) for encode, item in zip(each, value, strict=True)]
        if origin is not None and issubclass(origin, (dict, Mapping)):
            inner = self._encoder(arguments[1])
            return lambda value: {key: inner(item) for key, item in value.items()}
        return lambda value: value

    def _union_encoder(self, members: tuple[Any, ...]) -> Coder:
        tagged = [member for member in members if is_dataclass(member)]
        if len(tagged) < 2:
            inner = self._encoder(tagged[0]) if tagged else _listed
            return lambda value: None if value is None else inner(value)
        table = {member: (at, self._encoder(member)) for at, member in enumerate(tagged)}

        def encode(value: Any) -> Any:
            if value is None:
                return None
            at, inner = table[type(value)]
            return [at, inner(value)]

        return encode

    # decoding --------------------------------------------------------------------------------------------------------

    def _decoder(self, kind: Any) -> Coder:
        if kind in self._decoders:
            return self._decoders[kind]
        self._decoders[kind] = lambda data: self._decoders[kind](data)
        self._decoders[kind] = made = self._make_decoder(kind)
        return made

    def _make_decoder(self, kind: Any) -> Coder:
        origin, arguments = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            return self._dataclass_decoder(kind)
        if origin in (Union, types.UnionType):
            return self._union_decoder(arguments)
        if origin is Sequence:
            return self._tuple_decoder((*arguments, Ellipsis))
        if origin is tuple:
            return self._tuple_decoder(arguments)
        if origin is Literal or kind is Any or kind is object:
            return lambda data: data
        if origin is not None and issubclass(origin, (dict, Mapping)):
            inner = self._decoder(arguments[1])
            return lambda data: {key: inner(item) for key, item in _expect(data, dict).items()}
        allowed = _SCALARS.get(kind)
        if allowed is None:
            raise TypeError(f"no codec for {kind}")
        return lambda data: _scalar(data, allowed)

    def _dataclass_decoder(self, kind: Any) -> Coder:
        types_of = hints(cast(Any, kind))
        inner = [self._decoder(types_of[field.name]) for field in fields(kind)]
        size = len(inner)

        def decode(data: Any) -> Any:
            if type(data) is not list or len(data) != size:
                raise MismatchError(kind.__name__)
            return kind(*[each(item) for each, item in zip(inner, data, strict=True)])

        return decode

    def _tuple_decoder(self, arguments: tuple[Any, ...]) -> Coder:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            inner = self._decoder(arguments[0])
            return lambda data: tuple([inner(item) for item in _expect(data, list)])
        each = [self._decoder(argument) for argument in arguments]

        def decode(data: Any) -> Any:
            if len(_expect(data, list)) != len(each):
                raise MismatchError("tuple")
            return tuple([inner(item) for inner, item in zip(each, data, strict=True)])

        return decode

    def _union_decoder(self, members: tuple[Any, ...]) -> Coder:
        optional = type(None) in members
        tagged = [self._decoder(member) for member in members if is_dataclass(member)]
        kinds = tuple(member for member in members if isinstance(member, type) and member in _SCALARS)
        many = any(get_origin(member) is tuple for member in members)

        def decode(data: Any) -> Any:
            if data is None:
                if optional:
                    return None
                raise MismatchError("null")
            if len(tagged) == 1:
                return tagged[0](data)
            if tagged:
                at, inner = _expect(data, list)
                return tagged[at](inner)
            if many and type(data) is list:
                return tuple([_scalar(item, (*kinds, *_SCALARS)) for item in data])
            return _scalar(data, kinds)

        return decode


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _expect(data: Any, kind: type) -> Any:
    if type(data) is not kind:
        raise MismatchError(kind.__name__)
    return data


def _scalar(data: Any, kinds: tuple[type, ...]) -> Any:
    if type(data) not in kinds:
        raise MismatchError(f"{type(data).__name__} where {kinds} is due")
    return data
