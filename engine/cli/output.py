"""How to write: language, colours, width.

In: options, environment, terminal. Out: `Output`. Newly guaranteed: no colour where `NO_COLOR` is set or nobody sees it; lines
of 80 columns, up to 100 on a terminal that is wider.
"""

from __future__ import annotations

import io
import os
import sys
from typing import IO, Any, ClassVar

from engine.ground.records import dataclass

NARROWEST, USUAL, WIDEST = 40, 80, 100
SPOKEN = ("text", "plain")
"""Forms of output that people read, in the encoding of their terminal; programs read the others."""


@dataclass(frozen=True, slots=True)
class Output:
    """How one command writes."""

    lang: str
    format: str = "text"
    color: str = "auto"

    _current: ClassVar[Output | None] = None

    @classmethod
    def current(cls) -> Output:
        """The output of the running command; before one runs, what the environment says."""
        return cls._current or Output(default_language())

    def use(self) -> Output:
        """Make this the output of the running command: text does without letters that a terminal lacks, JSON is UTF-8."""
        Output._current = self
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding=None if self.format in SPOKEN else "utf-8", errors="replace")
        return self

    def color_for(self, stream: IO[Any]) -> bool:
        """Whether to colour what goes to a stream."""
        if self.format == "plain" or self.color == "never":
            return False
        if self.color == "always":
            return True
        quiet = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not quiet and stream.isatty()

    def width(self) -> int:
        """Columns to fill."""
        if not sys.stdout.isatty():
            return USUAL
        return min(max(_columns(), NARROWEST), WIDEST)

    def write(self, text: str) -> None:
        """Write to standard output, as it stands."""
        sys.stdout.write(text + "\n")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL


def default_language() -> str:
    """POLICY_EVAL_LANG, else the locale: French where it is French, English elsewhere."""
    for name in ("POLICY_EVAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        stated = os.environ.get(name)
        if stated:
            return "fr" if stated.lower().startswith("fr") else "en"
    return "en"
