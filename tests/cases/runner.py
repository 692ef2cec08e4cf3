"""Runs one case of `tests/cases`. In: a .case file. Out: the problems found, as the text a case expects."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from engine.document.csv_text import read_csv
from engine.document.json_text import read_json
from engine.document.text import PROFILE_LIMIT, read_bytes
from engine.document.yaml_text import read_yaml
from engine.ground.problems import Problem, Problems
from engine.schema.validate import validate

CASES = Path(__file__).parent
KINDS = ("document", "policies", "profile")
TODAY = datetime.date(2026, 11, 23)
_HEADER = re.compile(r"== (\S+)( recipe)?")


@dataclass(frozen=True, slots=True)
class Input:
    """One file of a case, as text or as a recipe."""

    name: str
    recipe: bool
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case file, cut up."""

    path: Path
    about: str
    inputs: tuple[Input, ...]
    expected: str

    @property
    def kind(self) -> str:
        """What is done with the input: the name of the folder."""
        return self.path.relative_to(CASES).parts[0]


def all_cases() -> list[Path]:
    """Every case file."""
    return sorted(path for kind in KINDS for path in (CASES / kind).rglob("*.case"))


def read_case_file(path: Path) -> Case:
    """Cut a case file at its headers."""
    about: list[str] = []
    parts: list[tuple[str, bool, list[str]]] = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        header = _HEADER.fullmatch(line)
        if header:
            parts.append((header[1], header[2] is not None, []))
        elif parts:
            parts[-1][2].append(line)
        else:
            about.append(line)
    expected = "\n".join(parts.pop()[2]) if parts[-1][0] == "expect" else ""
    inputs = tuple(Input(name, recipe, "\n".join(lines) + "\n") for name, recipe, lines in parts)
    return Case(path, "\n".join(about), inputs, expected.strip("\n"))


def rewrite(case: Case, found: str) -> None:
    """Write the case again with what was found."""
    text = case.about
    for part in case.inputs:
        text += f"\n== {part.name}{' recipe' if part.recipe else ''}\n{part.body[:-1]}"
    case.path.write_bytes(f"{text}\n== expect\n{found}\n".encode())


def run(case: Case, folder: Path, lang: str = "en") -> str:
    """The problems that the case meets, as text. The folder, and the one around it, are for its files."""
    bare = "options: bare" in case.about
    if case.kind != "document" and not bare:
        shutil.copytree(CASES / "base", folder, dirs_exist_ok=True)
    for part in case.inputs:
        _put((folder.parent if _is_profile(part) else folder) / part.name, part)
    folder.mkdir(exist_ok=True)
    problems = Problems()
    {"document": _document, "policies": _policies, "profile": _profile}[case.kind](case, folder, problems)
    texts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    texts |= {part.name: folder.parent / part.name for part in case.inputs if _is_profile(part)}
    return "\n".join(_told(problem, texts, lang) for problem in problems.sorted()).replace(str(folder), "FOLDER")


def _is_profile(part: Input) -> bool:
    return part.name.startswith("profile.")


def _put(path: Path, part: Input) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not part.recipe:
        path.write_bytes(part.body.encode("utf-8"))
        return
    data = b""
    for step in part.body.split("\n"):
        verb, _, rest = step.partition(" ")
        if verb == "text":
            data += json.loads(rest).encode("utf-8", "surrogatepass")
        elif verb == "repeat":
            count, _, text = rest.partition(" ")
            data += json.loads(text).encode("utf-8") * int(count)
        elif verb == "hex":
            data += bytes.fromhex(rest)
        elif verb == "link":
            path.unlink(missing_ok=True)
            path.symlink_to(rest)
            return
        elif verb == "absent":
            path.unlink()
            return
        elif verb:
            raise ValueError(f"no such step of a recipe: {step}")
    path.write_bytes(data)


def _document(case: Case, folder: Path, problems: Problems) -> None:
    name = case.inputs[0].name
    limit = PROFILE_LIMIT if name.endswith(".json") else 2_000_000
    data = read_bytes((folder.parent if _is_profile(case.inputs[0]) else folder) / name, name, problems, limit)
    if data is None:
        return
    if name.endswith(".json"):
        read_json(data, name, problems)
    elif name.endswith(".csv"):
        read_csv(data, name, problems)
    else:
        document = read_yaml(data, name, problems)
        if document is not None:
            validate(document, problems)


def _policies(case: Case, folder: Path, problems: Problems) -> None:
    from engine.api.compile import linked_book  # here: the floors above are not needed for documents

    linked_book(folder, problems)


def _profile(case: Case, folder: Path, problems: Problems) -> None:
    from engine.api.compile import linked_book
    from engine.facts.places import Places
    from engine.facts.profile import Options, read_case

    book = linked_book(folder, problems)
    assert book is not None, "the base set of the cases does not link"
    name = next(part.name for part in case.inputs if part.name.startswith("profile."))
    reader = read_json if name.endswith(".json") else read_yaml
    document = reader((folder.parent / name).read_bytes(), name, problems)
    if document is not None:
        problems.source(document.file, document.text)
        postcodes = {row.key[0]: row.values[0] for row in book.tables["postcodes"].rows}
        read_case(document.root, book, lambda: Places({}, postcodes, {}), Options(today=TODAY), problems)


def _told(problem: Problem, texts: dict[str, Path], lang: str) -> str:
    place = problem.span
    where = f" {place}-{place.end_line}:{place.end_column}" if place else f" {problem.path}" if problem.path else ""
    lines = [f"{problem.code}{where}", f"  message: {problem.message(lang)}"]
    under = _under(problem, texts)
    if under:
        lines.append(f"  under: {under}")
    if problem.arg("nearest"):
        lines.append(f"  nearest: {problem.arg('nearest')}")
    lines += [f"  help: {line}" for line in (problem.help(lang) or "").split("\n") if line]
    return "\n".join(lines)


def _under(problem: Problem, texts: dict[str, Path]) -> str | None:
    """The text that the carets stand under, read from the file itself: a check of the span."""
    place = problem.span
    if place is None or problem.excerpt is None or place.file not in texts:
        return None
    source = texts[place.file].read_bytes().decode("utf-8-sig", "replace")
    lines = re.split(r"\r\n|\n|\r", source)[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    shown = json.dumps("\n".join(lines), ensure_ascii=False)[1:-1]
    return shown if len(shown) <= 80 else shown[:79] + "…"
