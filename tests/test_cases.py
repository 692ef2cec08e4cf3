"""Every case of tests/cases says exactly the problems it expects, in both languages, and quickly."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.cases.runner import CASES, all_cases, read_case_file, rewrite, run

REWRITE = os.environ.get("POLICY_CASES") == "rewrite"


@pytest.mark.parametrize("path", all_cases(), ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix())
def test_case(path: Path, tmp_path: Path) -> None:
    """The problems found are those written in the case."""
    case = read_case_file(path)
    found = run(case, tmp_path / "set")
    if REWRITE:
        rewrite(case, found)
        return
    assert found == case.expected
    french = run(case, tmp_path / "jeu", "fr")
    assert not re.search(r"\{[a-z_]+\}|`\?`|« \? »|[ (:]\?[.,;)]", found + french), "an argument of a message is missing"
    assert found.count("\n") == french.count("\n"), "the French says less, or more"


def test_there_are_cases() -> None:
    """The runner finds its files."""
    assert len(all_cases()) >= 180
