"""Compiled policy sets as lines of JSON, and back.

In: a rulebook, a compiled program. Out: lines of bytes. Newly guaranteed: what comes back is equal; facts, rules, sources and the
other catalogues are decoded one by one, when they are first read. Never executed: every line is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from engine.clauses.compiled import AtomSpec, Compiled
from engine.clauses.program import Clause, Origin, Program
from engine.ground.codec import Codec, hints
from engine.ground.lazily import LazyMapping, LazySequence
from engine.ground.records import dataclass, fields
from engine.linked.index import Positions, RuleIndex
from engine.linked.model import Rulebook

BROKEN = (ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError)
"""What reading lines that are not ours can raise."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A policy set, ready to decide."""

    book: Rulebook
    compiled: Compiled


@cache
def codec(kind: Any) -> Codec:
    """The codec of a type, made once."""
    return Codec(kind)


def encode(value: object) -> bytes:
    """A JSON value on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


# rulebooks -----------------------------------------------------------------------------------------------------------


@cache
def _parts() -> list[tuple[str, str, Any]]:
    """(name, way of keeping, type) of each field: "mapping" and "sequence" an item a line, "whole" in the first line."""
    found: list[tuple[str, str, Any]] = []
    types = hints(Rulebook)
    for field in fields(Rulebook):
        kind = types[field.name]
        arguments: tuple[Any, ...] = getattr(kind, "__args__", ())
        origin = getattr(kind, "__origin__", None)
        if origin is Mapping and arguments[1] is not int:
            found.append((field.name, "mapping", arguments[1]))
        elif origin is Sequence:
            found.append((field.name, "sequence", arguments[0]))
        else:
            found.append((field.name, "whole", kind))
    return found


def book_lines(book: Rulebook) -> list[bytes]:
    """A rulebook: a line about the others, then an item a line."""
    head: dict[str, Any] = {"index": codec(Positions).encode(book.index.positions)}
    lines: list[bytes] = []
    for name, way, kind in _parts():
        value = getattr(book, name)
        if way == "whole":
            head[name] = codec(kind).encode(value)
            continue
        items = list(value.values()) if way == "mapping" else list(value)
        head[name] = [len(lines), list(value) if way == "mapping" else len(items)]
        one = codec(kind).encode
        lines += [encode(one(item)) for item in items]
    return [encode(head), *lines]


def stored_book(lines: Sequence[bytes]) -> Rulebook:
    """The rulebook that was kept; one of `BROKEN` where it is none."""
    head, items = json.loads(lines[0]), lines[1:]
    values: dict[str, Any] = {}
    for name, way, kind in _parts():
        if way == "whole":
            values[name] = codec(kind).decode(head[name])
            continue
        start, names = head[name]
        size = len(names) if way == "mapping" else names
        part = items[start : start + size]
        if len(part) != size:
            raise ValueError(name)
        decode = _later(kind)
        values[name] = LazyMapping(names, part, decode) if way == "mapping" else LazySequence(part, decode)
    book = Rulebook(**values)
    positions = codec(Positions).decode(head["index"])
    vars(book)["index"] = RuleIndex(book.rules, positions)  # found out when it was linked
    return book


def _later(kind: Any) -> Callable[[Any], Any]:
    """Decodes items of a type; its codec is made with the first."""
    return lambda data: codec(kind).decode(data)


# programs ------------------------------------------------------------------------------------------------------------


def program_lines(compiled: Compiled) -> list[bytes]:
    """A compiled program."""
    program = compiled.program
    specs = codec(tuple[AtomSpec, ...]).encode(compiled.atoms)
    clauses = [[clause.head, clause.why, *clause.body] for clause in program.clauses]
    origins = [[origin.kind, origin.name] for origin in program.origins]
    parts = (program.names, program.atoms, specs, clauses, origins, dict(compiled.aliases))
    return [encode(part) for part in parts]


def stored_program(lines: Sequence[bytes]) -> Compiled:
    """The program that was kept; one of `BROKEN` where it is none."""
    names, atoms, specs, clauses, origins, aliases = (json.loads(line) for line in lines)
    program = Program(
        tuple(names),
        tuple(atoms),
        tuple([Clause(head, tuple(body), why) for head, why, *body in clauses]),
        tuple([Origin(kind, name) for kind, name in origins]),
    )
    found = codec(tuple[AtomSpec, ...]).decode(specs)
    index = {name: at for at, name in enumerate(program.names)}
    return Compiled(program, found, index, aliases)


PROGRAM_LINES = 6
