"""One input as an open stream of bytes, wherever it lies: in a folder, an archive, or a message."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from parley.read.record import MAX_TEXT, Rejected, storable

MAX_DEPTH = 5
"""Archives in archives. Honest ones nest once or twice; a file that unpacks to itself nests for ever."""
FREE, RATIO = 100_000_000, 250
"""An input may unpack to 100 MB; beyond that, to 250 times its packed size. News text packs 3 to 10 times; a zip bomb a thousand times."""
MAX_SPOOLED = 4_000_000_000
"""Bytes of an archive inside an archive, which must be laid down in a temporary file to be read."""


class Bomb(Exception):
    """An archive that unpacks to far more than any text does."""


class TooLarge(Exception):
    """An input longer than an article can be."""


class Damaged(Exception):
    """A library could not make sense of an input's bytes."""


@contextmanager
def reading(library: str) -> Iterator[None]:
    """Around a call of a library that reads foreign bytes: whatever it raises there says that the input is damaged. None of our own code belongs inside.

    Libraries raise AttributeError, IndexError and the like on damaged files; outside of this block those are faults of ours.
    """
    try:
        yield
    except (Bomb, TooLarge, Damaged, EOFError, OSError, zlib.error, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise Damaged(f"{library} cannot read it: {type(error).__name__}: {storable(str(error))[:200]}") from error


@dataclass
class Budget:
    """What one file of the corpus may unpack to, its archives inside archives counted together."""

    packed: int
    spent: int = 0

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked. Raises Bomb."""
        self.spent += count
        if self.spent > max(FREE, RATIO * self.packed):
            raise Bomb(f"it unpacks to more than {max(FREE, RATIO * self.packed) / 1e6:.0f} MB from {self.packed:,} bytes: no text packs so well")


class Counted(io.RawIOBase):
    """A stream of unpacked bytes that keeps its budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._stream.read1(min(len(buffer), 1 << 20))  # what is whole before a break is still given
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


@dataclass
class Source:
    """An input: its name in the corpus, the ending that tells its format, its bytes, and what `metadata.csv` says about it."""

    name: str
    kind: str
    stream: BinaryIO
    size: int | None = None
    extra: dict = field(default_factory=dict)
    depth: int = 0
    budget: Budget = field(default_factory=lambda: Budget(0))
    copy: BinaryIO | None = None

    def whole(self, most: int = MAX_TEXT) -> bytes:
        """All its bytes. Raises TooLarge beyond `most`, before reading where the size is known."""
        if self.size is not None and self.size > most:
            raise TooLarge(f"{self.size / 1e6:.0f} MB; one article holds at most {most / 1e6:.0f} MB. Split the file into articles")
        data = self.stream.read(most + 1)
        if len(data) > most:
            raise TooLarge(f"more than {most / 1e6:.0f} MB; one article holds at most that. Split the file into articles")
        return data

    def seekable(self) -> BinaryIO:
        """The stream, or a temporary copy of it, in which one can go back."""
        if self.depth == 0 and self.stream.seekable():
            return self.stream
        self.copy = copy = tempfile.SpooledTemporaryFile(16_000_000, prefix="parley-")  # noqa: SIM115
        while block := self.stream.read(1 << 20):
            copy.write(block)
            if copy.tell() > MAX_SPOOLED:
                raise TooLarge(f"an archive inside an archive of more than {MAX_SPOOLED / 1e9:.0f} GB; unpack it by hand")
        copy.seek(0)
        return copy

    def close(self) -> None:
        """Let go of the temporary copy, if there is one."""
        if self.copy is not None:
            self.copy.close()

    def reject(self, reason: str, detail: str) -> Rejected:
        """This input as one that is not kept."""
        return Rejected(self.name, reason, detail)
