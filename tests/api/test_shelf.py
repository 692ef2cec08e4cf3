"""What is kept of compiled policies: equal, never trusted blindly, never in the way."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.api.policyset import load
from engine.api.shelf import Shelf
from engine.clauses import cache
from engine.clauses.store import book_lines, program_lines, stored_book, stored_program
from engine.document.walk import folder_stamp
from engine.ground.problems import Rejected
from engine.linked.index import positions_of
from engine.run.plan import plan, planned

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "small"
PROFILE = json.loads((ROOT / "examples" / "american-spouse.json").read_text("utf-8"))
HEAVY = ("yaml", "jsonschema", "referencing", "tomllib", "decimal", "asyncio", "click", "dataclasses", "inspect", "pathlib")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of our own."""
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Small policies, written long enough ago to be known by their stamp."""
    folder = tmp_path / "policies"
    shutil.copytree(SMALL, folder)
    return folder


def settled(folder: Path) -> None:
    """Wait until the files are old enough to be known by their times."""
    for _ in range(60):
        if folder_stamp(folder) is not None:
            return
        time.sleep(0.1)
    pytest.fail("the folder never settles")


def digest(folder: Path) -> str:
    return load(folder).digest


def test_what_comes_back_is_equal() -> None:
    found = Shelf(str(ROOT / "policies"))
    book, compiled = found._compiled_now[0].book, found._compiled_now[0].compiled
    again = stored_book(book_lines(book))
    assert again == book and book == again
    assert again.index.positions == positions_of(book.rules, book.facts.values())
    assert stored_program(program_lines(compiled)) == compiled
    made = plan(compiled.program)
    assert planned(made.definitions, json.loads(json.dumps(made.kept()))) == made


def test_the_second_time_nothing_is_compiled(kept: Path, policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = digest(policies)
    monkeypatch.setattr("engine.api.compile.compile_folder", lambda root: pytest.fail("compiled again"))
    assert digest(policies) == first


def test_a_change_is_seen(kept: Path, policies: Path) -> None:
    before = digest(policies)
    settled(policies)
    digest(policies)
    changed = next(path for path in sorted(policies.rglob("*.yaml")) if "title" in path.read_text("utf-8"))
    times = changed.stat()
    text = changed.read_text("utf-8")
    at = text.index("title")
    changed.write_text(text[:at] + text[at:].replace("a", "e", 1), "utf-8")
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))  # as tools do that keep the times of files
    assert digest(policies) != before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-10],
        lambda data: b"",
        lambda data: b"\x00" * len(data),
        lambda data: data.replace(b"1", b"2"),
        lambda data: (lambda body: hashlib.sha256(body).hexdigest().encode() + b"\n" + body)(b"{}\n[]\nnull"),
        lambda data: (lambda body: hashlib.sha256(body).hexdigest().encode() + b"\n" + body)(b"[[[["),
    ],
    ids=["cut", "empty", "zeros", "changed", "foreign", "no JSON"],
)  # fmt: skip
def test_a_spoilt_cache_is_made_again(spoil, kept: Path, policies: Path) -> None:  # type: ignore[no-untyped-def]
    expected = load(policies).decide({}).decision
    for path in kept.glob("*.cache"):
        if not path.name.startswith("digest"):
            path.write_bytes(spoil(path.read_bytes()))
    assert load(policies).decide({}).decision == expected
    assert load(policies).decide({}).decision == expected


def test_without_a_cache(policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.ENVIRONMENT, "")
    assert cache.folder() is None and digest(policies)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv(cache.ENVIRONMENT, str(blocked))
    assert digest(policies)


def test_a_relative_home_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.ENVIRONMENT, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/folder")
    assert cache.folder() is None


def test_the_folder_is_the_user_s_alone_and_is_cleared(kept: Path) -> None:
    for number in range(cache.KEPT + 10):
        cache.write(f"x{number}", [b"a"])
    assert kept.stat().st_mode & 0o077 == 0
    assert len(list(kept.iterdir())) == cache.KEPT and cache.read(f"x{cache.KEPT + 9}") == [b"a"]


def test_errors_are_never_kept(kept: Path, policies: Path) -> None:
    (policies / "manifest.yaml").write_text("name: 1\n")
    for _ in range(2):
        with pytest.raises(Rejected):
            load(policies)


def test_many_processes_at_once(kept: Path) -> None:
    code = "import engine; print(engine.load().decide({'stay': {'document': 'vls_ts'}}).entitlement)"

    def one(_: int) -> str:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1


def test_the_warm_path_is_light(kept: Path) -> None:
    """Neither what reads policies nor what parses options is imported for files alone."""
    example = str(ROOT / "examples" / "american-spouse.json")
    code = (
        "import sys; from engine.cli.main import run; before = set(sys.modules)\n"
        f"code = run([{example!r}])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    for expected in (None, "[]\n"):
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert expected is None or done.stderr == expected


def test_the_same_answer_from_the_cache(kept: Path) -> None:
    cold, warm = load().decide(PROFILE), load().decide(PROFILE)
    assert cold.decision == warm.decision and cold.trace()[0] == warm.trace()[0]
