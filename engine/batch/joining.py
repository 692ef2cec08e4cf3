"""The output, written while it is still being decided.

In: numbers of parts, as they become ready. Out: the files. Newly guaranteed: parts are joined in their order, whatever order
they come in; when something stops the run, nothing appears.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from engine.batch.parts import Parts


class Stopped(Exception):  # noqa: N818  not an error of its own
    """The run ended before its parts were ready."""


class Joining:
    """A thread that joins parts. Leaving the block waits until the files are there."""

    def __init__(self, parts: Parts, schema: Any, numbers: list[int]) -> None:
        self._numbers = numbers
        self._coming: queue.Queue[int | None] = queue.Queue()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._join, args=(parts, schema), daemon=True)

    def ready(self, number: int) -> None:
        """A part is there. Raises what went wrong with writing."""
        if self._failed is not None:
            raise self._failed
        self._coming.put(number)

    def _join(self, parts: Parts, schema: Any) -> None:
        try:
            parts.finish(self._following(), schema)
        except BaseException as error:  # told to the thread that waits
            self._failed = error

    def _following(self) -> Iterator[int]:
        ready: set[int] = set()
        for number in self._numbers:
            while number not in ready:
                found = self._coming.get()
                if found is None:
                    raise Stopped
                ready.add(found)
            ready.discard(number)
            yield number

    def __enter__(self) -> Joining:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._coming.put(None)
        self._thread.join()
        if kind is None and self._failed is not None:
            raise self._failed
