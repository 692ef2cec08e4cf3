"""Work spread over processes.

In: a function and items. Out: its results, in the order of the items. Newly guaranteed: the same results for any number of
processes; what the function holds is not copied by hand (processes are forked; where that cannot be, one does it all).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]
"""Told how many items are done, of how many."""
_work: list[Callable[[object], object]] = []


def silent(done: int, total: int) -> None:
    """No progress."""


def spread(work: Callable[[T], R], items: Sequence[T], jobs: int, progress: Progress = silent) -> list[R]:
    """The result for each item."""
    if jobs < 2 or len(items) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return _collected(map(work, items), len(items), progress)
    _work.append(work)  # type: ignore[arg-type]
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            size = max(1, min(16, len(items) // (4 * jobs)))
            found: Iterable[R] = pool.imap(_call, items, chunksize=size)  # type: ignore[arg-type]
            return _collected(found, len(items), progress)
    finally:
        _work.pop()


def _call(item: object) -> object:
    return _work[-1](item)


def _collected(found: Iterable[R], total: int, progress: Progress) -> list[R]:
    results: list[R] = []
    for result in found:
        results.append(result)
        progress(len(results), total)
    return results
