"""Policy files of a revision of git.

In: `git:REV` or `git:REV:PATH`. Out: the files as they were committed. Newly guaranteed: nothing is checked out, written or
fetched; a revision is only ever a revision (never an option of git); what is no plain file is refused.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from functools import cached_property

from engine import bundled
from engine.document.walk import FILES_LIMIT, FOLDER_LIMIT, SUFFIXES, files_digest
from engine.ground.problems import Problems, Rejected, Term, Whole
from engine.ground.spans import Span

PATIENCE = 60
"""Seconds after which git is taken to hang."""
MANIFEST = "manifest.yaml"
USUAL = "policies"
"""The folder of a repository in which policies are looked for when no path is given."""
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class GitSource:
    """A policy set in a revision of a repository: that of the current folder, else the one that holds the bundled policies."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._rev, _, self._path = place.removeprefix("git:").partition(":")

    def stamp(self) -> str | None:
        """The tree of the folder in that revision names its contents for ever."""
        return hashlib.sha256(f"git {self._tree}".encode()).hexdigest()

    def digest(self) -> str:
        """The digest of every file."""
        files = self.files(Problems())
        return files_digest({path: hashlib.sha256(data).hexdigest() for path, data in files.items()})

    @property
    def committed_on(self) -> str:
        """The day of the commit (ISO), in the time zone of whoever made it."""
        return self._text("log", "-1", "--format=%cs", self._commit).strip()

    def files(self, problems: Problems) -> Mapping[str, bytes]:
        """Every policy file. Raises `Rejected` where git, the revision or the folder is not there."""
        listed = dict(self._listed())
        asked = "".join(f"{name}\n" for name in listed.values()).encode()
        answer = self._run("cat-file", "--batch", stdin=asked)
        found, at = {}, 0
        for path in listed:
            end = answer.index(b"\n", at)
            kind, size = answer[at:end].split(b" ")[1:3]
            if kind != b"blob":
                self._refuse("PE192", Term("git.file"), path)
            found[path] = answer[end + 1 : end + 1 + int(size)]
            at = end + int(size) + 2
        return found

    def _listed(self) -> Iterator[tuple[str, str]]:
        """Path and object of each policy file; the same files that a folder counts."""
        total = number = 0
        for line in self._run("ls-tree", "-r", "-l", "-z", "--full-tree", self._tree).split(b"\0")[:-1]:
            told, _, raw = line.partition(b"\t")
            mode, _, name, size = told.decode().split()
            path = raw.decode("utf-8", "surrogateescape")
            if not path.endswith(SUFFIXES) or any(part.startswith(".") for part in path.split("/")):
                continue
            if mode not in ("100644", "100755"):
                problems = Problems()
                problems.add("PE183", Span(path, 1, 1, 1, 1), path=path, name=path)
                raise Rejected(problems.sorted(), "policies")
            total, number = total + int(size), number + 1
            if total > FOLDER_LIMIT or number > FILES_LIMIT:
                problems = Problems()
                problems.add("PE186", path=self.place, folder=Whole(self.place), limit=FOLDER_LIMIT)
                raise Rejected(problems.sorted(), "policies")
            yield path, name

    @cached_property
    def _commit(self) -> str:
        if not self._rev or self._rev.startswith("-") or not self._rev.isprintable():
            self._refuse("PE192", Term("git.revision"), self._rev)
        done = self._done("rev-parse", "--verify", "--quiet", "--end-of-options", self._rev + "^{commit}")
        if done.returncode != 0:
            self._refuse("PE192", Term("git.revision"), self._rev)
        return done.stdout.decode().strip()

    @cached_property
    def _tree(self) -> str:
        """The tree of the policies folder."""
        for path in [self._path.strip("/")] if self._path else self._guesses():
            done = self._done("rev-parse", "--verify", "--quiet", "--end-of-options", f"{self._commit}:{path}^{{tree}}"
                              if not path else f"{self._commit}:{path}")  # fmt: skip
            name = done.stdout.decode().strip()
            if done.returncode == 0 and (self._path or self._has_manifest(name)):
                return name
        self._refuse("PE192", Term("git.folder"), self._path or USUAL)
        raise AssertionError

    def _has_manifest(self, tree: str) -> bool:
        return self._done("cat-file", "-e", f"{tree}:{MANIFEST}").returncode == 0

    def _guesses(self) -> list[str]:
        inside = os.path.relpath(_bundled(), self._top).replace(os.sep, "/")
        return [path for path in dict.fromkeys([inside, USUAL, ""]) if not path.startswith("..")]

    @cached_property
    def _top(self) -> str:
        """The root of the repository."""
        for start in (os.getcwd(), _bundled()):
            done = self._done("rev-parse", "--show-toplevel", start=start)
            if done.returncode == 0:
                return os.path.realpath(os.fsdecode(done.stdout.removesuffix(b"\n")))
        self._refuse("PE192", Term("git.repository"), os.getcwd())
        raise AssertionError

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        done = self._done(*arguments, stdin=stdin)
        if done.returncode != 0:
            self._refuse("PE192", Term("git.failed"), done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _text(self, *arguments: str) -> str:
        return self._run(*arguments).decode("utf-8", "replace")

    def _done(self, *arguments: str, stdin: bytes = b"", start: str | None = None) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", start or self._top, "--no-pager", *arguments]
        try:
            return subprocess.run(
                command, input=stdin, capture_output=True, check=False, timeout=PATIENCE, env={**os.environ, **_QUIET}
            )
        except FileNotFoundError:
            self._refuse("PE192", Term("git.none"), "git")
        except (OSError, subprocess.SubprocessError) as error:
            self._refuse("PE192", Term("git.failed"), type(error).__name__)
        raise AssertionError

    def _refuse(self, code: str, detail: str, name: str) -> None:
        problems = Problems()
        problems.add(code, None, self.place, place=self.place, detail=detail, name=name)
        raise Rejected(problems.sorted(), "policies")


def _bundled() -> str:
    try:
        return os.path.realpath(bundled.place("policies"))
    except FileNotFoundError:
        return os.getcwd()
