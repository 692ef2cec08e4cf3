"""A policy folder gathered. In: a folder with a manifest.yaml. Out: `PolicyFiles`: its YAML documents and its tables.

Guaranteed: every file lies inside the folder (no absolute path, no `..`, no link that leads outside), sizes are
bounded, and the digest tells one published set from another. What the files mean is for the floors above.

Two digests, for two uses:
- `PolicyFiles.digest` identifies a published set: the SHA-256 of the canonical JSON of {path: SHA-256 of the file's
  bytes} over the files the manifest names, tests and weights of populations left out (a set is the same set however well it is
  tested).
- `folder_digest` finds a compiled set in a cache before anything is parsed: it covers the bytes of every .yaml, .yml
  and .csv file under the folder, named by the manifest or not.
"""

from __future__ import annotations

import os
from collections.abc import Mapping as MappingOf
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.document.csv_text import TABLE_LIMIT, Table, read_csv
from engine.document.globs import leaves_folder, matches
from engine.document.nodes import Document, Mapping, Scalar, Sequence, first_key
from engine.document.text import POLICY_LIMIT, read_bytes
from engine.document.walk import FILES_LIMIT, FOLDER_LIMIT, folder_digest, policy_paths
from engine.ground.canonical import digest, digest_bytes
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Whole
from engine.ground.records import dataclass
from engine.ground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MANIFEST = "manifest.yaml"
BESIDE = ("tests", "population")
"""Kinds of files that no decision depends on."""
__all__ = ["MANIFEST", "PolicyFiles", "folder_digest", "read_files", "read_folder"]


@dataclass(frozen=True, slots=True)
class PolicyFiles:
    """What a policy folder holds. File names are relative to its root, with `/`."""

    root: str
    documents: tuple[Document, ...]  # the manifest first, then by path
    tables: MappingOf[str, Table]  # by path of the CSV file
    digest: str  # of the set: every file but those beside it
    digests: MappingOf[str, str]  # of each file, those beside the set too
    tests: frozenset[str]  # the files that hold tests, or weights of populations: those beside the set
    contents: MappingOf[str, bytes]  # of each file, as it stands

    def document(self, file: str) -> Document | None:
        """One document by its path."""
        return next((found for found in self.documents if found.file == file), None)


def read_folder(root: Path, problems: Problems) -> PolicyFiles | None:
    """Read a policy folder. None where there is no usable manifest; other problems still give what could be read."""
    if not root.is_dir():
        problems.add("PE180", path=str(root), folder=Whole(root))
        return None
    listed = _list(root, problems)
    if listed is None:
        return None
    return _gather(str(root), listed, lambda file, limit: read_bytes(root / file, file, problems, limit), problems)


def read_files(files: MappingOf[str, bytes], root: str, problems: Problems) -> PolicyFiles | None:
    """The same from memory (a bundle): relative paths with `/`, and bytes."""
    outside = [file for file in files if leaves_folder(file)]
    for file in outside:
        problems.add("PE182", path=file, name=file)
    if outside:
        return None
    return _gather(root, tuple(sorted(files)), lambda file, limit: files[file], problems)


def _list(root: Path, problems: Problems) -> tuple[str, ...] | None:
    """The files of the folder, those that links lead outside left out with a problem."""
    try:
        files = policy_paths(root)
    except ValueError:
        problems.add("PE186", path=str(root), folder=Whole(root), limit=FILES_LIMIT)
        return None
    real_root = os.path.realpath(root)
    kept = []
    for file in files:
        real = os.path.realpath(root / file)
        if os.path.commonpath([real, real_root]) == real_root:
            kept.append(file)
        else:
            problems.add("PE183", Span(file, 1, 1, 1, 1), path=file, name=file)
    return tuple(kept)


def _gather(
    root: str, listed: tuple[str, ...], load: Callable[[str, int], bytes | None], problems: Problems
) -> PolicyFiles | None:
    own = Problems()
    gatherer = _Gatherer(listed, load, own)
    manifest = gatherer.manifest(root)
    if manifest is None:
        problems.extend(own)
        return None
    for file in gatherer.named(manifest):
        gatherer.read(file)
    for document in list(gatherer.documents):
        gatherer.read_table(document)
    if not own.errors:
        gatherer.warn_unlisted()
    problems.extend(own)
    kinds = {document.file: _kind(document) for document in gatherer.documents}
    tests = frozenset(file for file, kind in kinds.items() if kind in BESIDE)
    covered = {file: value for file, value in sorted(gatherer.digests.items()) if file not in tests}
    return PolicyFiles(
        root,
        tuple(gatherer.documents),
        MappingProxyType(gatherer.tables),
        digest(covered),
        MappingProxyType(dict(sorted(gatherer.digests.items()))),
        tests,
        MappingProxyType(dict(sorted(gatherer.contents.items()))),
    )


def _kind(document: Document) -> str | None:
    key = first_key(document.root)
    return str(key.value) if key else None


class _Gatherer:
    """Reads the files a manifest names, each once."""

    def __init__(self, listed: tuple[str, ...], load: Callable[[str, int], bytes | None], problems: Problems) -> None:
        self._listed = listed
        self._load = load
        self._problems = problems
        self._size = 0
        self._asked: set[str] = set()
        self.documents: list[Document] = []
        self.tables: dict[str, Table] = {}
        self.digests: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}

    def manifest(self, root: str) -> Document | None:
        """The manifest, read first."""
        if MANIFEST not in self._listed:
            self._problems.add("PE181", path=root, folder=Whole(root))
            return None
        self.read(MANIFEST)
        return self.documents[0] if self.documents else None

    def named(self, manifest: Document) -> list[str]:
        """The files that the patterns of the manifest name, sorted. What is no list of texts is for the schema to say."""
        patterns = manifest.root.get("files") if isinstance(manifest.root, Mapping) else None
        if not isinstance(patterns, Sequence):
            self._asked.update(self._listed)
            return []
        found: set[str] = set()
        for item in patterns.items:
            if isinstance(item, Scalar) and isinstance(item.value, str):
                found.update(self._matching(item.value, item.span))
        return sorted(found - {MANIFEST})

    def _matching(self, pattern: str, span: Span) -> list[str]:
        if leaves_folder(pattern):
            self._problems.add("PE182", span, "files", name=pattern)
            return []
        hits = [file for file in self._listed if not file.endswith(".csv") and matches(pattern, file)]
        if not hits:
            yaml_files = [file for file in self._listed if not file.endswith(".csv")]
            self._problems.add("PE184", span, "files", name=pattern, nearest=_nearest_file(pattern, yaml_files))
        return hits

    def read(self, file: str) -> None:
        """Read one YAML file."""
        from engine.document.yaml_text import read_yaml  # here: `folder_digest` must not need yaml

        data = self._bytes(file, POLICY_LIMIT)
        document = read_yaml(data, file, self._problems) if data is not None else None
        if document is not None:
            self.documents.append(document)

    def read_table(self, document: Document) -> None:
        """Read the CSV file that a table document names, relative to that document."""
        name = document.root.get("file") if isinstance(document.root, Mapping) else None
        if _kind(document) != "table" or not isinstance(name, Scalar) or not isinstance(name.value, str):
            return
        file = os.path.normpath(os.path.join(os.path.dirname(document.file), name.value)).replace("\\", "/")
        if leaves_folder(file) or leaves_folder(name.value, up=True):
            self._problems.add("PE182", name.span, "file", name=name.value)
        elif file not in self._listed:
            beside = os.path.dirname(document.file) or "."
            tables = [os.path.relpath(found, beside) for found in self._listed if found.endswith(".csv")]
            self._problems.add("PE185", name.span, "file", name=name.value, nearest=nearest(name.value, tables))
        elif file not in self.tables:
            data = self._bytes(file, TABLE_LIMIT)
            table = read_csv(data, file, self._problems) if data is not None else None
            if table is not None:
                self.tables[file] = table

    def warn_unlisted(self) -> None:
        """Files of the folder that the set leaves out, which is seldom meant."""
        for file in self._listed:
            if file not in self._asked:
                self._problems.add("PE490", Span(file, 1, 1, 1, 1), name=file)

    def _bytes(self, file: str, limit: int) -> bytes | None:
        self._asked.add(file)
        data = self._load(file, limit) if self._size <= FOLDER_LIMIT else None
        if self._size > FOLDER_LIMIT:
            self._problems.add("PE186", limit=FOLDER_LIMIT, folder=file)
        if data is not None:
            self._size += len(data)
            self.digests[file] = digest_bytes(data)
            self.contents[file] = data
        return data


def _nearest_file(name: str, files: Iterable[str]) -> str | None:
    return nearest(name, files) if "*" not in name else None
