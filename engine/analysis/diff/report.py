"""What a comparison of two policy sets found.

In: nothing (made by `engine.api.diffing`). Out: frozen values. Newly guaranteed: a witness was decided on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.diff.meaning import Change
from engine.decision.model import Decision
from engine.ground.records import dataclass
from engine.linked.model import Rulebook


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sets: where it is, what it holds (every table)."""

    place: str
    book: Rulebook

    @property
    def named(self) -> dict[str, str]:
        """Name, version, digest, place."""
        book = self.book
        return {"name": book.name, "version": book.version, "digest": book.digest, "place": self.place}


@dataclass(frozen=True, slots=True)
class Witness:
    """A profile on which the sides differ. before, after: decisions; None where the side refuses the profile, by `refused`.

    changes: names (`kind:id`) of the changes that it shows. differs: what differs, by the names of `views`.
    """

    changes: tuple[str, ...]
    profile: Mapping[str, object]
    as_of: str
    office: str | None
    before: Decision | None
    after: Decision | None
    refused: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A population, decided on both sides.

    outcomes, grounds: how many went from one to another. offices: how many changed, and of how many, by office. examples: for
    each pair of outcomes that differ, lines of the file. rejected: lines that a side refuses, with the codes of the problems.
    shown: how many see any difference.
    """

    file: str
    total: int
    outcomes: Mapping[tuple[str, str], int]
    grounds: Mapping[tuple[str, str], int]
    offices: Mapping[str, tuple[int, int]]
    examples: Mapping[tuple[str, str], tuple[int, ...]]
    rejected: tuple[tuple[int, tuple[str, ...]], ...]
    shown: int


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The whole. tried: profiles tried in search of witnesses; None where none was wanted.

    searched: of the changes of meaning, how many (the first ones) a profile was looked for. proved: names (`kind:id`) of the
    changes that no complete profile shows, by the verdict of a solver.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    witnesses: tuple[Witness, ...]
    tried: int | None
    flow: Flow | None
    proved: tuple[str, ...] = ()
    searched: int = 0

    @property
    def meaning(self) -> tuple[Change, ...]:
        """Changes of meaning."""
        return tuple(change for change in self.changes if change.means)

    @property
    def wording(self) -> tuple[Change, ...]:
        """Changes of words, those of parts that changed in meaning too."""
        return tuple(change for change in self.changes if change.wording)

    @property
    def same(self) -> bool:
        """Whether it is proved that no complete profile is decided otherwise."""
        return bool(self.meaning) and all(f"{change.kind}:{change.id}" in self.proved for change in self.meaning)

    def witness(self, change: Change) -> int | None:
        """The position of the profile that shows a change."""
        name = f"{change.kind}:{change.id}"
        return next((at for at, witness in enumerate(self.witnesses) if name in witness.changes), None)
