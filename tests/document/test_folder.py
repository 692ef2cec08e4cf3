"""Policy folders: what is read, in which order, and the two digests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.document.folder import PolicyFiles, folder_digest, read_files, read_folder
from engine.document.globs import leaves_folder, matches
from engine.ground.problems import Problems

BASE = Path(__file__).parents[1] / "cases" / "base"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small set of the cases."""
    return Path(shutil.copytree(BASE, tmp_path / "set"))


def _read(root: Path) -> PolicyFiles:
    problems = Problems()
    files = read_folder(root, problems)
    assert files is not None and not problems.sorted()
    return files


def test_documents_and_tables(root: Path) -> None:
    """The manifest comes first, then the others by path; tables by the path of their CSV file."""
    files = _read(root)
    names = [document.file for document in files.documents]
    assert names[0] == "manifest.yaml" and names[1:] == sorted(names[1:]) and "national/base.yaml" in names
    assert len(files.tables) == 3 and files.tables["tables/countries.csv"].columns[0] == "country"
    assert files.document("steps.yaml") is not None and files.document("nothing.yaml") is None
    with pytest.raises(TypeError):
        files.tables["x"] = files.tables["tables/countries.csv"]  # type: ignore[index]


def test_the_digest_of_a_set(root: Path) -> None:
    """Rules and tables count, tests and files that no pattern names do not; the place of the folder does not."""
    digest = _read(root).digest
    assert digest == _read(BASE).digest and digest.startswith("sha256:")
    with (root / "tests/base.yaml").open("a") as stream:
        stream.write("# a remark\n")
    assert _read(root).digest == digest
    with (root / "tables/countries.csv").open("a") as stream:
        stream.write("DE,none,,,law-a,high\n")
    assert _read(root).digest != digest


def test_the_digest_of_a_folder(root: Path) -> None:
    """Any byte and any name of a policy file counts; other files do not."""
    digests = [folder_digest(root)]
    (root / "README.md").write_text("about")
    (root / ".hidden.yaml").write_text("x")
    assert folder_digest(root) == digests[0] == folder_digest(BASE)
    (root / "tests/base.yaml").write_text("tests: []\n")
    digests.append(folder_digest(root))
    (root / "steps.yaml").rename(root / "steps2.yaml")
    digests.append(folder_digest(root))
    (root / "national/new.yml").write_text("x")
    digests.append(folder_digest(root))
    assert len(set(digests)) == 4


def test_the_digest_of_a_folder_needs_no_yaml() -> None:
    """A run whose policies are compiled pays neither for yaml nor for jsonschema."""
    code = "import sys, pathlib; from engine.document.folder import folder_digest; folder_digest(pathlib.Path(sys.argv[1]));"
    code += "import engine.document.json_text; print([name for name in ('yaml', 'jsonschema', 'tomllib') if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code, str(BASE)], capture_output=True, text=True, check=True, cwd=BASE.parents[2]
    )
    assert found.stdout.strip() == "[]"


def test_the_same_from_memory(root: Path) -> None:
    """A bundle gives the same set, with the same digest."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    problems = Problems()
    found = read_files(files, "bundle", problems)
    assert found is not None and not problems.sorted() and found.digest == _read(root).digest and found.root == "bundle"
    assert read_files({**files, "../x.yaml": b"a: 1"}, "bundle", problems) is None


def test_links_inside_the_folder_are_followed(root: Path) -> None:
    """A file may be a link to another one of the folder; linked folders are not entered."""
    (root / "national/copy.yaml").symlink_to("base.yaml")
    (root / "loop").symlink_to(root)
    assert _read(root).document("national/copy.yaml") is not None


def test_a_huge_file_is_not_read(root: Path) -> None:
    """Its size is looked at first: a sparse file of 50 MB costs nothing."""
    with (root / "national/huge.yaml").open("wb") as stream:
        stream.truncate(50_000_000)
    problems = Problems()
    assert read_folder(root, problems) is not None
    assert [(problem.code, str(problem.span)) for problem in problems.sorted()] == [("PE101", "national/huge.yaml:1:1")]


@pytest.mark.parametrize(
    ("pattern", "path", "yes"),
    [
        ("national/*.yaml", "national/a.yaml", True),
        ("national/*.yaml", "national/a/b.yaml", False),
        ("**/*.yaml", "a.yaml", True),
        ("**/*.yaml", "a/b/c.yaml", True),
        ("a?.yaml", "ab.yaml", True),
        ("a.yaml", "aXyaml", False),
        ("*(a+)+$.yaml", "(a+)+$.yaml", True),
    ],
)
def test_patterns(pattern: str, path: str, yes: bool) -> None:
    """`*` stays within a folder; nothing but * and ? is special."""
    assert matches(pattern, path) is yes


@pytest.mark.parametrize("path", ["/a", "../a", "a/../../b", "~/a", "C:/a", "C:a", "a\\b", "a\0b", ".."])
def test_paths_that_leave(path: str) -> None:
    """Absolute, climbing, of another system."""
    assert leaves_folder(path)
    assert not leaves_folder("a/b..c/d.yaml")
