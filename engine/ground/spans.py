"""Places in source text. In: positions counted by a reader. Out: a `Span` that any problem can point at."""

from __future__ import annotations

from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a file: lines and columns count from 1, in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
