"""A small policy set to change. In: changes of its files. Out: a folder with the changed set. As it stands it has no finding."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from engine.analysis.checkreport import CheckReport
from engine.api.checking import check_policies
from engine.ground.spans import Span

SMALL = Path(__file__).parent.parent / "data" / "small"
TODAY = datetime.date(2026, 11, 23)
BASE, FACTS, TESTS, PARIS = "national/base.yaml", "vocabulary/facts.yaml", "tests/base.yaml", "offices/751-paris.yaml"


def changed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the set; each change is (file, old text, new text), and an empty old text appends."""
    root = folder / "policies"
    shutil.copytree(SMALL, root)
    for file, old, new in changes:
        path = root / file
        text = path.read_text("utf-8") if path.exists() else ""
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
    return root


def findings(folder: Path, *changes: tuple[str, str, str], conflicts: bool = False) -> list[str]:
    """The findings of the changed set, as `CODE file:line`."""
    return [f"{problem.code} {_place(problem.span)}" for problem in report(folder, *changes, conflicts=conflicts).problems]


def report(folder: Path, *changes: tuple[str, str, str], conflicts: bool = False) -> CheckReport:
    """The report on the changed set."""
    return check_policies(changed(folder, *changes), today=TODAY, conflicts=conflicts)


def _place(span: Span | None) -> str:
    return f"{span.file}:{span.line}" if span is not None else "-"
