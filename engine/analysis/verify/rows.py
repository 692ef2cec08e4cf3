"""Days between two rows of a key on which a table has nothing.

In: a subject. Out: an answer for each table that is looked up and has dated rows. Newly guaranteed: a hole that is shown is one
that a profile of that key meets: it was read, and its lookup found no row.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise

from engine.analysis.verify.model import NONE, SHOWN, UNSHOWN, Answer, Goal, Witness
from engine.analysis.verify.witness import DAY, Runner
from engine.facts.case import Told
from engine.facts.computed import NO_ROW
from engine.facts.nesting import nested
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Row, Table, Window

NAMED = 8
Hole = tuple[tuple[str, ...], Window]


def check_rows(runner: Runner, first: datetime.date, last: datetime.date) -> list[Answer]:
    """One answer for each table and key that is looked up."""
    book = runner.subject.book
    done: dict[tuple[str, tuple[str, ...]], Fact] = {}
    for name in book.index.facts("lookup"):
        fact = book.facts[name]
        done.setdefault((fact.table or "", fact.of), fact)
    return [_answer(runner, fact, first, last) for fact in done.values() if _dated(book.tables[fact.table or ""])]


def _dated(table: Table) -> bool:
    return any(row.window.start or row.window.end for row in table.rows)


def _answer(runner: Runner, fact: Fact, first: datetime.date, last: datetime.date) -> Answer:
    book = runner.subject.book
    found = list(holes(book.tables[fact.table or ""], first.isoformat(), last.isoformat()))
    met = [(hole, witness) for hole in found if (witness := _meeting(runner, fact, hole)) is not None]
    shown = [f"{' '.join(key)} ({window.start} … {window.end})" for (key, window), _ in met[:NAMED]]
    about = {"table": fact.table or "", "fact": fact.name, "names": ", ".join(shown) + (", …" if len(met) > NAMED else "")}
    goal = Goal("rows", f"{fact.table}: {', '.join(fact.of)}", False, (), about=about)
    if met:
        return Answer(goal, SHOWN, met[0][1])
    unreachable = all(book.facts[name].origin == "input" for name in fact.of)
    return Answer(goal, NONE if unreachable or not found else UNSHOWN)


def holes(table: Table, first: str, last: str) -> Iterator[Hole]:
    """Keys with the days of the period that lie between two of their rows."""
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        by_key.setdefault(row.key, []).append(row)
    for key, rows in by_key.items():
        ordered = sorted(rows, key=lambda row: row.window.start or "")
        for earlier, later in pairwise(ordered):
            if earlier.window.end is None or later.window.start is None:
                continue
            start, end = max(_shifted(earlier.window.end, 1), first), min(_shifted(later.window.start, -1), last)
            if start <= end:
                yield key, Window(start, end)


def _meeting(runner: Runner, fact: Fact, hole: Hole) -> Witness | None:
    """A profile that tells the key on the first of the days, if it can be told."""
    book, (key, window) = runner.subject.book, hole
    facts = [book.facts[name] for name in fact.of if name in book.facts]
    if any(found.origin != "input" for found in facts) or len(facts) < len(fact.of):
        return None
    told = {found.name: _told(found, text) for found, text in zip(facts, key, strict=True)}
    day = parse_date(window.start or "")
    case = runner.case(told, day, None)
    if case is None or Truth(book, case).value(fact.name) != NO_ROW:
        return None
    return Witness(nested(_with_day(book, told, day)), day, None)


def _with_day(book: Rulebook, told: Mapping[str, Told], day: datetime.date) -> dict[str, Told]:
    return {**({DAY: day.isoformat()} if DAY in book.facts else {}), **told}


def _told(fact: Fact, text: str) -> Told:
    if fact.type.kind == "boolean":
        return text == "true"
    return int(text) if fact.type.kind == "integer" else text


def _shifted(day: str, days: int) -> str:
    return (parse_date(day) + datetime.timedelta(days=days)).isoformat()
