"""Where a file of a policy folder stands for whoever reads a report.

In: the folder and a file of it. Out: a path relative to the current directory, with `/`, where the folder lies below it; else the
path as given. Newly guaranteed: editors and forges can open it from where the command ran.
"""

from __future__ import annotations

import os

from engine.ground.problems import Problem
from engine.ground.records import replace


def place(root: str, file: str) -> str:
    """The path of a file of a policy folder."""
    whole = os.path.join(root, file) if file else root
    relative = os.path.relpath(whole)
    return (whole if relative.startswith("..") else relative).replace(os.sep, "/")


def placed(problem: Problem, root: str) -> Problem:
    """The problem with the path of its file."""
    if problem.span is None:
        return problem
    return replace(problem, span=replace(problem.span, file=place(root, problem.span.file)))
