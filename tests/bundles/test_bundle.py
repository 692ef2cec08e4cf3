"""Bundles: the same set with the same digest, whole or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.api.bundles import make_bundle, save_bundle, unpack
from engine.api.policyset import load
from engine.api.replay import replay, set_of
from engine.api.store import Store
from engine.document.bundle import bundle_at, read_bundle
from engine.document.walk import folder_digest
from engine.ground.canonical import canonical, digest_bytes
from engine.ground.problems import Problems, Rejected

SMALL = Path(__file__).parent.parent / "data" / "small"
DAY = "2026-01-15"


def test_a_bundle_is_the_folder_in_one_file(tmp_path: Path) -> None:
    written = save_bundle(SMALL, tmp_path, DAY)
    there, folder = load(written.path), load(SMALL)
    assert there.digest == folder.digest == written.head.digest
    assert written.head.tree == folder_digest(SMALL)
    assert Path(written.path).name == f"{folder.book.name}-{folder.book.version}-{folder.digest[7:19]}.bundle"
    unpacked = unpack(written.path, tmp_path / "out")
    assert {file: (SMALL / file).read_bytes() for file in unpacked} == dict(bundle_at(written.path).files)
    assert folder_digest(tmp_path / "out") == folder_digest(SMALL)


def test_a_bundle_decides_as_its_folder(tmp_path: Path) -> None:
    place = save_bundle(SMALL, tmp_path, DAY).path
    profile = {"person": {"nationalities": ["US"]}}
    first, second = (load(source).decide(profile, as_of="2026-11-23") for source in (SMALL, place))
    assert first.trace()[0] == second.trace()[0]


def test_the_same_set_of_the_same_day_is_the_same_bytes() -> None:
    assert make_bundle(SMALL, DAY) == make_bundle(SMALL, DAY)
    assert make_bundle(SMALL, DAY)[1] != make_bundle(SMALL, "2026-01-16")[1]


def test_a_store_keeps_the_day_of_publication(tmp_path: Path) -> None:
    first = save_bundle(SMALL, tmp_path, DAY)
    again = save_bundle(SMALL, tmp_path)
    assert first.new and not again.new and again.head.published_on == DAY
    assert save_bundle(first.path, tmp_path / "copy.bundle").head.published_on == DAY


def test_unpack_never_mixes_two_sets(tmp_path: Path) -> None:
    place = save_bundle(SMALL, tmp_path / "a.bundle", DAY).path
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "other.yaml").write_text("x: 1\n")
    with pytest.raises(Rejected) as found:
        unpack(place, tmp_path / "used")
    assert [problem.code for problem in found.value.problems] == ["PE195"]
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["other.yaml"]


# what is no whole bundle -------------------------------------------------------------------------------------------------


def _head(change: Callable[[dict[str, object]], object]) -> Callable[[list[str]], list[str]]:
    def apply(lines: list[str]) -> list[str]:
        head = json.loads(lines[0])
        change(head)
        return [canonical(head), *lines[1:]]

    return apply


def _first_path(path: str) -> Callable[[list[str]], list[str]]:
    """Another path for the first file, in the head and on its line, every digest of the head made to fit."""

    def apply(lines: list[str]) -> list[str]:
        head = json.loads(lines[0])
        head["files"][0]["path"] = path
        covered = {entry["path"]: entry["sha256"] for entry in head["files"] if not entry["tests"]}
        head["digest"] = digest_bytes(canonical(covered).encode())
        return [canonical(head), canonical([path, json.loads(lines[1])[1]]), *lines[2:]]

    return apply


HOSTILE: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "another digest": (_head(lambda head: head.update(digest="sha256:" + "0" * 64)), "PE191"),
    "tests flag moved": (_head(lambda head: head["files"][0].update(tests=True)), "PE191"),  # type: ignore[index]
    "no such day": (_head(lambda head: head.update(published_on="2026-02-30")), "PE190"),
    "another version": (_head(lambda head: head.update(format_version=2)), "PE190"),
    "an extra key": (_head(lambda head: head.update(more=1)), "PE190"),
    "a number for a name": (_head(lambda head: head.update(name=1)), "PE190"),
    "a size of true": (_head(lambda head: head["files"][0].update(bytes=True)), "PE190"),  # type: ignore[index]
    "a huge size": (_head(lambda head: head["files"][0].update(bytes=10**12)), "PE190"),  # type: ignore[index]
    "a negative size": (_head(lambda head: head["files"][0].update(bytes=-1)), "PE190"),  # type: ignore[index]
    "climbing": (_first_path("../evil.yaml"), "PE182"),
    "absolute": (_first_path("/etc/evil.yaml"), "PE182"),
    "a drive": (_first_path("C:evil.yaml"), "PE182"),
    "backslashes": (_first_path("..\\evil.yaml"), "PE182"),
    "two ways to write a path": (_first_path("a//b.yaml"), "PE182"),
    "a line break in a path": (_first_path("a\nb.yaml"), "PE182"),
    "out of order": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "PE190"),
    "a file twice": (lambda lines: [*lines[:2], *lines[1:]], "PE190"),
    "a file less": (lambda lines: [lines[0], *lines[2:]], "PE190"),
    "bytes after the end": (lambda lines: [*lines, "more"], "PE190"),
    "cut short": (lambda lines: [*lines[:-2], lines[-2][:-5]], "PE190"),
    "one letter changed": (lambda lines: [*lines[:1], lines[1][:-5] + "~" + lines[1][-4:], *lines[2:]], "PE191"),
    "a space more": (lambda lines: [lines[0] + " ", *lines[1:]], "PE190"),
    "a key twice": (lambda lines: [lines[0][:-1] + ',"version":"9"}', *lines[1:]], "PE190"),
    "deep": (lambda lines: ["[" * 100_000, *lines[1:]], "PE190"),
    "empty": (lambda lines: [], "PE190"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_bundles_are_refused(case: str, tmp_path: Path) -> None:
    change, code = HOSTILE[case]
    lines = make_bundle(SMALL, DAY)[1].decode().split("\n")
    data = "\n".join(change(lines)).encode()
    problems = Problems()
    assert read_bundle(data, "x.bundle", problems) is None
    assert [problem.code for problem in problems.sorted()] == [code]
    (tmp_path / "x.bundle").write_bytes(data)
    for use in (lambda: load(tmp_path / "x.bundle").book, lambda: unpack(tmp_path / "x.bundle", tmp_path / "out")):
        with pytest.raises(Rejected):
            use()
    assert not (tmp_path / "out").exists() and not (tmp_path.parent / "evil.yaml").exists()


def test_bytes_that_are_no_text_are_refused() -> None:
    problems = Problems()
    assert read_bundle(b"\xff\xfe\x00", "x", problems) is None and problems.errors


def test_policies_with_errors_make_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("name: x\n")
    with pytest.raises(Rejected):
        save_bundle(tmp_path, tmp_path / "x.bundle")
    assert not (tmp_path / "x.bundle").exists()


# the store ---------------------------------------------------------------------------------------------------------------


def _two(folder: Path) -> tuple[Path, str, str]:
    """A store with two sets, published a year apart."""
    from tests.analysis.small import changed

    manifest = (SMALL / "manifest.yaml").read_text("utf-8")
    version = next(line for line in manifest.splitlines() if line.startswith("version:"))
    newer = changed(folder, ("manifest.yaml", version, "version: 9.10.0"))
    store = folder / "store"
    first = save_bundle(SMALL, f"{store}/", "2025-01-15").head.digest
    return store, first, save_bundle(newer, f"{store}/", "2026-01-15").head.digest


@pytest.mark.parametrize(("day", "which"), [("2025-01-15", 0), ("2026-01-14", 0), ("2026-01-15", 1), ("2030-01-01", 1)])
def test_known_at_is_the_newest_published_by_then(day: str, which: int, tmp_path: Path) -> None:
    store, *digests = _two(tmp_path)
    found = load(known_at=day, store=store)
    assert (found.digest, found.known_at) == (digests[which], day)
    trace = found.decide({}, as_of="2026-11-23").trace()[0]
    assert trace["envelope"]["known_at"] == day  # type: ignore[index]
    assert trace["claim"]["policy_set"]["digest"] == digests[which]  # type: ignore[index]


def test_before_the_first_publication_nothing_was_known(tmp_path: Path) -> None:
    store, *_ = _two(tmp_path)
    with pytest.raises(Rejected) as found:
        load(known_at="2025-01-14", store=store)
    assert found.value.problems[0].code == "PE193" and "2025-01-15" in str(found.value.problems[0].help())


def test_a_choice_that_nobody_made_is_refused(tmp_path: Path) -> None:
    from tests.analysis.small import changed

    other = changed(tmp_path, ("national/base.yaml", "", "\n# another\n"))
    save_bundle(SMALL, f"{tmp_path}/store/", DAY)
    save_bundle(other, f"{tmp_path}/store/", DAY)
    with pytest.raises(Rejected) as found:
        Store(tmp_path / "store").known_at("2026-02-01")
    assert found.value.problems[0].code == "PE194"


def test_replay_finds_an_older_set_by_its_digest(tmp_path: Path) -> None:
    store, *_ = _two(tmp_path)
    trace = load(known_at="2025-06-01", store=store).decide({}, as_of="2026-11-23").trace()[0]
    found = set_of(trace, None, str(store))
    assert found.digest == load(SMALL).digest and replay(found, trace).identical
    with pytest.raises(Rejected):
        replay(set_of(trace, None, str(tmp_path / "none")), trace)
