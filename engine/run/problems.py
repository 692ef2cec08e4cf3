"""What can go wrong in an executor: a limit of the library that a program exceeds, and a mistake of our own.

In: a code, a message, and where the clause at fault came from. Out: exceptions that a border can print without guessing.
Newly guaranteed: an executor that returns has returned the whole answer; anything else is one of these.

Codes: PE601 too many rules, PE602 two names the library cannot tell apart, PE603 too many literals, PE604 the library is
absent, PE605 a program whose clauses are out of order, PE606 facts that are not atoms, PE607 a clause with too many
premises. PE901 the answer is not the fixpoint, PE902 the library refused or failed, PE903 it fired what we did not ask.
"""

from __future__ import annotations

from engine.clauses.program import Program


class Limit(Exception):
    """The program (or what was asserted of it) cannot be run by this executor.

    origin: the construct to look at (`rule stable-after-three-months`), or an empty text when it is the whole program.
    """

    def __init__(self, code: str, message: str, origin: str = "") -> None:
        self.code, self.message, self.origin = code, message, origin
        super().__init__(f"{code}: {message}" + (f" ({origin})" if origin else ""))


class EngineBug(Exception):
    """An executor caught itself, or the library, being wrong. Never the author's fault."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(f"{code}: {message}")


def origin_of(program: Program, clause: int) -> str:
    """`rule stable-after-three-months`: the construct a clause was lowered from."""
    why = program.clauses[clause].why
    if not 0 <= why < len(program.origins):
        return f"clause {clause}"
    origin = program.origins[why]
    return f"{origin.kind} {origin.name}"
