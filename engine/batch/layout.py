"""Which columns of a table are what.

In: the names of its columns, a rulebook, the batch. Out: the facts, and the column carried through. Newly guaranteed: every
column that is read is a fact that people tell; any other was refused, or left out where that is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.batch.model import Job
from engine.batch.needs import refused
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Rejected
from engine.linked.model import Rulebook


def inputs_of(book: Rulebook) -> frozenset[str]:
    """The facts that people tell."""
    return frozenset(book.index.facts("input"))


def facts_among(names: Sequence[str], book: Rulebook, job: Job) -> tuple[str, ...]:
    """The columns that are facts; raises `Rejected` with every column that is none."""
    inputs, problems = inputs_of(book), Problems()
    wanted = [name for name in names if name != job.ids]
    for name in dict.fromkeys(wanted):
        if wanted.count(name) > 1:
            problems.add("PE866", None, name, column=name)
        if name not in inputs and not job.ignore:
            problems.add("PE861", None, name, column=name, nearest=nearest(name, inputs))
    if problems.errors:
        raise Rejected(problems.sorted(), "usage")
    if job.ids is not None and job.ids not in names:
        raise refused("PE865", column=job.ids, nearest=nearest(job.ids, names))
    return tuple(name for name in wanted if name in inputs)
