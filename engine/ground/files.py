"""Writing files whole or not at all. In: a path and text. Out: the file, complete; on failure the old one untouched."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO


def write_atomically(path: str | Path, text: str) -> None:
    """Write beside, flush to disk, rename over. Keeps the mode of an existing file and writes through a link."""
    write_bytes_atomically(path, text.encode("utf-8"))


def write_bytes_atomically(path: str | Path, data: bytes) -> None:
    """As `write_atomically`, for bytes."""
    with beside(path) as file:
        file.write(data)


@contextlib.contextmanager
def beside(path: str | Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of another once it is whole: for what is written bit by bit."""
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    hidden = os.path.join(folder, f".{name[:100]}.{os.urandom(6).hex()}.tmp")
    descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # the user's umask applies
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(hidden, os.stat(target).st_mode & 0o7777)
        os.replace(hidden, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(hidden)
        raise
