"""What is kept of one policy folder, and what is compiled when it is not.

In: a folder. Out: its rulebook, its program, selections of it with their plans, its maps of places. Newly
guaranteed: each is read from the cache where the folder has not changed since it was written there, compiled where
it has; the warm path needs neither yaml nor jsonschema, and reads no more than is asked for.
"""

from __future__ import annotations

import contextlib
import json
from functools import cached_property

from engine.clauses import cache
from engine.clauses.compiled import Compiled
from engine.clauses.store import (
    BROKEN,
    PROGRAM_LINES,
    Stored,
    book_lines,
    encode,
    program_lines,
    stored_book,
    stored_program,
)
from engine.document.sources import source_of
from engine.facts.places import PLACE_TABLES, PlaceLines, Places
from engine.ground.problems import Problems, Rejected
from engine.linked.model import Rulebook
from engine.run.plan import Plan, plan, planned
from engine.run.problems import Limit

Selection = tuple[Compiled, Plan]


class Shelf:
    """A policy folder (or bundle, or revision), compiled."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._source = source_of(root)

    @cached_property
    def book(self) -> Rulebook:
        """The linked rules, facts and catalogues. Raises `Rejected` (border "policies")."""
        lines = self._read("book")
        if lines is not None:
            with contextlib.suppress(*BROKEN):
                return stored_book(lines)
        return self._compiled_now[0].book

    @cached_property
    def compiled(self) -> Compiled:
        """The whole program, all offices."""
        lines = self._read("program")
        if lines is not None:
            with contextlib.suppress(*BROKEN):
                return stored_program(lines)
        return self._compiled_now[0].compiled

    def selection(self, offices: frozenset[str]) -> Selection:
        """The national program with these offices, and its plan. Raises `Rejected` beyond a limit of the library."""
        kind = f"selection-{'-'.join(sorted(offices))[:60]}"
        lines = self._read(kind)
        if lines is not None:
            with contextlib.suppress(*BROKEN):
                kept, *program, definitions, rest = lines
                if json.loads(kept) == sorted(offices) and len(program) == PROGRAM_LINES:
                    return stored_program(program), planned(definitions.decode(), json.loads(rest))
        made = self._select(offices)
        lines = [encode(sorted(offices)), *program_lines(made[0]), made[1].definitions.encode(), encode(made[1].kept())]
        self._write(kind, lines)
        return made

    def _select(self, offices: frozenset[str]) -> Selection:
        from engine.clauses.select import keep_offices

        compiled = keep_offices(self.compiled, self.book, offices)
        try:
            return compiled, plan(compiled.program)
        except Limit as limit:
            problems = Problems()
            problems.add(limit.code, None, "", **limit.named)
            raise Rejected(problems.sorted(), "policies") from limit

    @cached_property
    def places(self) -> Places:
        """Which offices cover each commune, postcode and department; each map is read when it is first asked."""
        found = {name: self._read(name) for name in PLACE_TABLES}
        if any(lines is None for lines in found.values()):
            made = self._compiled_now[1]
            return Places(**made)
        return Places(**{name: PlaceLines(lines) for name, lines in found.items() if lines is not None})

    # the cache -------------------------------------------------------------------------------------------------------

    @cached_property
    def _key(self) -> str | None:
        """The digest of the folder's contents, found again by the names, sizes and times of its files."""
        with contextlib.suppress(ValueError, OSError):
            stamp = self._source.stamp()
            known = cache.read(f"digest-{stamp[:32]}") if stamp is not None else None
            if known is not None and len(known) == 1:
                return known[0].decode()
            digest = self._source.digest().removeprefix("sha256:")[:32]
            if stamp is not None:
                cache.write(f"digest-{stamp[:32]}", [digest.encode()])
            return digest
        return None

    def _read(self, kind: str) -> list[bytes] | None:
        return cache.read(f"{kind}-{self._key}") if self._key is not None else None

    def _write(self, kind: str, lines: list[bytes]) -> None:
        if self._key is not None:
            cache.write(f"{kind}-{self._key}", lines)

    @cached_property
    def _compiled_now(self) -> tuple[Stored, dict[str, dict[str, str]]]:
        """Everything from the sources; kept for the next time."""
        from engine.api.compile import compile_folder

        stored, places = compile_folder(self.root)
        self._write("book", book_lines(stored.book))
        self._write("program", program_lines(stored.compiled))
        for name, found in places.items():
            self._write(name, PlaceLines.of(found))
        return stored, places
