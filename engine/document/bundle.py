"""A policy set as one file.

In: the files of a set, or the bytes of a bundle. Out: the bytes, or a `Bundle`. Newly guaranteed: the same files published on the
same day give the same bytes; what is read is whole: every size, digest and path was checked, and no byte stands twice or unread.

Lines of canonical JSON: a head (name, version, digest, day of publication, every file with its size and SHA-256), then one line
a file, in the order of the head. The digest is that of the folder: of every file but the tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from types import MappingProxyType

from engine.document.globs import leaves_folder
from engine.document.walk import FILES_LIMIT, FOLDER_LIMIT, file_stamp, files_digest
from engine.ground.canonical import canonical, digest, digest_bytes
from engine.ground.dates import parse_date
from engine.ground.problems import Problems, Rejected, Term
from engine.ground.records import dataclass

FORMAT = "policy-eval bundle"
FORMAT_VERSION = 1
SUFFIX = ".bundle"
HEAD_LIMIT = 2_000_000
BUNDLE_LIMIT = 2 * FOLDER_LIMIT
_HEAD = {"format": str, "format_version": int, "name": str, "version": str, "digest": str, "published_on": str, "files": list}
_FILE = {"path": str, "bytes": int, "sha256": str, "tests": bool}


@dataclass(frozen=True, slots=True)
class Head:
    """What a bundle says of itself. files: (path, size, digest, whether it holds tests)."""

    name: str
    version: str
    digest: str
    published_on: str
    files: tuple[tuple[str, int, str, bool], ...]

    @property
    def tree(self) -> str:
        """The digest of every file, tests too: that of the folder that holds just these."""
        return files_digest({path: sha.removeprefix("sha256:") for path, _, sha, _ in self.files})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole bundle, verified."""

    head: Head
    files: Mapping[str, bytes]


def head_of(name: str, version: str, published_on: str, files: Mapping[str, bytes], tests: frozenset[str]) -> Head:
    """The head of a set; `tests` names the files that hold tests."""
    entries = tuple((path, len(data), digest_bytes(data), path in tests) for path, data in sorted(files.items()))
    return Head(name, version, _set_digest(entries), published_on, entries)


def write_bundle(head: Head, files: Mapping[str, bytes]) -> bytes:
    """The one text of a bundle. ValueError where a file is no UTF-8 (a set that compiles has none)."""
    listed = [{"path": path, "bytes": size, "sha256": sha, "tests": tests} for path, size, sha, tests in head.files]
    first = {
        "format": FORMAT, "format_version": FORMAT_VERSION, "name": head.name, "version": head.version, "digest": head.digest,
        "published_on": head.published_on, "files": listed,
    }  # fmt: skip
    lines = [canonical(first), *(canonical([path, files[path].decode("utf-8")]) for path, *_ in head.files)]
    return "".join(line + "\n" for line in lines).encode("utf-8")


def read_bundle(data: bytes, file: str, problems: Problems) -> Bundle | None:
    """A bundle from its bytes; None with a problem for whatever is not exactly one."""
    try:
        lines = data.decode("utf-8").split("\n")
        head = _head(lines[0])
        _check_lines(lines, head)
        files = dict(_file(line, entry) for line, entry in zip(lines[1:-1], head.files, strict=True))
    except UnicodeDecodeError:
        problems.add("PE190", None, file, file=file, detail=Term("bundle.text"))
    except _Broken as broken:
        problems.add(broken.code, None, file, file=file, detail=broken.detail, name=broken.name)
    else:
        return Bundle(head, MappingProxyType(files))
    return None


def head_at(path: str) -> Head:
    """The head of a bundle in a file; the rest is not looked at. Raises `Rejected`."""
    problems = Problems()
    try:
        with open(path, "rb") as stream:
            line = stream.readline(HEAD_LIMIT + 1)
        return _head(line.decode("utf-8").removesuffix("\n"))
    except UnicodeDecodeError:
        problems.add("PE190", None, path, file=path, detail=Term("bundle.text"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.add("PE108", None, path, file=path, reason=reason, reason_fr=reason)
    except _Broken as broken:
        problems.add(broken.code, None, path, file=path, detail=broken.detail, name=broken.name)
    raise Rejected(problems.sorted(), "policies")


def bundle_at(path: str) -> Bundle:
    """The bundle in a file, verified. Raises `Rejected`."""
    from engine.document.text import read_bytes

    problems = Problems()
    data = read_bytes(path, path, problems, BUNDLE_LIMIT)
    found = read_bundle(data, path, problems) if data is not None else None
    if found is None:
        raise Rejected(problems.sorted(), "policies")
    return found


class BundleSource:
    """A policy set in a bundle."""

    def __init__(self, place: str) -> None:
        self.place = place

    def stamp(self) -> str | None:
        """See `folder_stamp`."""
        return file_stamp(self.place)

    def digest(self) -> str:
        """The digest of every file, verified. Raises `Rejected`."""
        return bundle_at(self.place).head.tree

    def files(self, problems: Problems) -> Mapping[str, bytes] | None:
        """Every file. A bundle that is damaged raises `Rejected`."""
        return bundle_at(self.place).files


class _Broken(Exception):  # noqa: N818  the name says what is wrong with the bundle
    def __init__(self, detail: str, name: str | None = None, code: str = "PE190") -> None:
        super().__init__(detail)
        self.code, self.detail, self.name = code, Term(detail), name


def _head(line: str) -> Head:
    if len(line) > HEAD_LIMIT:
        raise _Broken("bundle.head")
    value = _value(line, "bundle.head")
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _Broken("bundle.head")
    if value.get("format_version") != FORMAT_VERSION:
        raise _Broken("bundle.version")
    if not _shaped(value, _HEAD):
        raise _Broken("bundle.head")
    files = value["files"]
    if len(files) > FILES_LIMIT or not all(isinstance(entry, dict) and _shaped(entry, _FILE) for entry in files):
        raise _Broken("bundle.head")
    entries = tuple((entry["path"], entry["bytes"], entry["sha256"], entry["tests"]) for entry in files)
    head = Head(value["name"], value["version"], value["digest"], value["published_on"], entries)
    _check_head(head)
    return head


def _check_head(head: Head) -> None:
    paths = [path for path, *_ in head.files]
    outside = next((path for path in paths if not _safe(path)), None)
    if outside is not None:
        raise _Broken("bundle.path", outside, "PE182")
    if paths != sorted(set(paths)) or sum(size for _, size, *_ in head.files) > FOLDER_LIMIT:
        raise _Broken("bundle.files")
    if any(size < 0 for _, size, *_ in head.files):
        raise _Broken("bundle.files")
    try:
        parse_date(head.published_on)
    except ValueError:
        raise _Broken("bundle.day") from None
    if head.digest != _set_digest(head.files):
        raise _Broken("bundle.digest", head.digest, "PE191")


def _safe(path: str) -> bool:
    """A path that stays in its folder, and is written in one way only."""
    return bool(path) and not leaves_folder(path) and os.path.normpath(path) == path and path.isprintable()


def _check_lines(lines: list[str], head: Head) -> None:
    if lines[-1] != "" or len(lines) != len(head.files) + 2:
        raise _Broken("bundle.files")


def _file(line: str, entry: tuple[str, int, str, bool]) -> tuple[str, bytes]:
    path, size, sha, _ = entry
    value = _value(line, "bundle.files")
    if not isinstance(value, list) or len(value) != 2 or value[0] != path or not isinstance(value[1], str):
        raise _Broken("bundle.files")
    data = value[1].encode("utf-8")
    if len(data) != size or digest_bytes(data) != sha:
        raise _Broken("bundle.digest", path, "PE191")
    return path, data


def _value(line: str, part: str) -> object:
    """The value of a line, which must be its canonical text: no second key of a name, no space, no other escape."""
    try:
        value: object = json.loads(line)
        same = canonical(value) == line
    except (ValueError, RecursionError):
        raise _Broken(part) from None
    if not same:
        raise _Broken(part)
    return value


def _shaped(value: Mapping[str, object], shape: Mapping[str, type]) -> bool:
    return value.keys() == shape.keys() and all(type(value[key]) is kind for key, kind in shape.items())


def _set_digest(files: tuple[tuple[str, int, str, bool], ...]) -> str:
    return digest({path: sha for path, _, sha, tests in files if not tests})
