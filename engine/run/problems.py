"""What can go wrong in an executor: a limit of the library, and a mistake of our own.

In: a code and its arguments. Out: exceptions, of which a border makes problems: `problems.add(found.code, **found.named)`.
Newly guaranteed: an executor that returns has returned the whole answer; anything else is one of these.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.clauses.program import Program
from engine.ground import codes
from engine.ground.problems import fill


class Limit(Exception):  # noqa: N818 - not an error of the engine
    """The program cannot be run by this executor: PE6xx. `named["origin"]`, if there, is what to look at."""

    def __init__(self, code: str, **args: object) -> None:
        self.code = code
        self.named: Mapping[str, str] = {name: str(value) for name, value in args.items()}
        super().__init__(f"{code}: {fill(codes.entry(code).text('en').message, self.named, 'en')}")


class EngineBug(Exception):  # noqa: N818 - named for what it is
    """An executor caught itself, the compiler or the library being wrong: PE9xx. Never the author's fault."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.named: Mapping[str, str] = {"detail": detail}
        super().__init__(f"{code}: {fill(codes.entry(code).text('en').message, self.named, 'en')}")


def origin_of(program: Program, clause: int) -> str:
    """`rule stable-after-three-months`: the construct a clause was lowered from."""
    why = program.clauses[clause].why
    if not 0 <= why < len(program.origins):
        return f"clause {clause}"
    origin = program.origins[why]
    return f"{origin.kind} {origin.name}"
