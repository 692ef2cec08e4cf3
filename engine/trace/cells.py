"""Cells: how a trace lists the completions that settle what nothing derives.

In: completions that were tried, with the literals that each establishes. Out: a table of the claim, a line a cell. Newly
guaranteed: each line has the digest of its answers and of what they establish, so that another answer or another outcome shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from engine.facts.case import Told
from engine.ground.canonical import canonical, digest_bytes
from engine.ground.records import dataclass
from engine.policy.model import Value
from engine.trace.values import plain


@dataclass(frozen=True, slots=True)
class Table:
    """Completions of some inputs. settles: what is the same in all. rows: the values, the literals established with them."""

    over: tuple[str, ...]
    settles: tuple[tuple[str, Value], ...]
    rows: Sequence[tuple[tuple[Told, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Tried:
    """Tables of completions, and the told inputs on which they rest."""

    tables: tuple[Table, ...]
    read: tuple[str, ...]


def cells_json(table: Table) -> dict[str, object]:
    """A table of cells: the inputs once, then the values and the digest of each cell."""
    return {"over": list(table.over), "settles": dict(table.settles), "cells": list(_cells(table))}


def _cells(table: Table) -> Iterator[dict[str, object]]:
    """The cells, their canonical JSON put together from parts that many of them share."""
    names = sorted((canonical(name), at) for at, name in enumerate(table.over))
    text = cache(canonical)  # of hashable values: a set is a tuple
    establishes = cache(lambda literals: canonical(list(literals)))
    for values, literals in table.rows:
        told = ",".join(f"{name}:{text(values[at])}" for name, at in names)
        body = f'{{"establishes":{establishes(literals)},"told":{{{told}}}}}'
        yield {"is": [plain(value) for value in values], "digest": digest_bytes(body.encode())}
