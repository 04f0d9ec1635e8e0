"""What became of every input: counted as it is read and as it is handed on, so that nothing can vanish; and which inputs were there before."""

from __future__ import annotations

import tempfile
import weakref
from array import array
from dataclasses import dataclass


class Unaccounted(RuntimeError):
    """An input was read and is neither a document nor rejected: a fault of Parley, not of the corpus."""


@dataclass
class Ledger:
    """Inputs as their readers gave them, and what they became. Counted in different places, so that one can check the other."""

    inputs: int = 0
    documents: int = 0
    rejected: int = 0

    def check(self, documents: int | None = None, rejected: int | None = None) -> None:
        """Raise Unaccounted unless inputs = documents + rejected; for counts taken elsewhere (rows of a table) where they are given."""
        kept, not_kept = self.documents if documents is None else documents, self.rejected if rejected is None else rejected
        if self.inputs != kept + not_kept:
            raise Unaccounted(
                f"{self.inputs:,} inputs were read, but {kept:,} documents and {not_kept:,} rejected inputs came of them: "
                f"{abs(self.inputs - kept - not_kept):,} {'vanished' if self.inputs > kept + not_kept else 'too many'}. "
                "This is a fault of Parley; please report it with the kinds of files in the corpus"
            )


class Seen:
    """64-bit keys and the name under which each was first seen.

    A table with open addressing in arrays: 16 bytes a place, 30 to 60 a key, where a dict of names takes 250. The names lie in a temporary file.
    """

    def __init__(self) -> None:
        self._keys, self._places, self._count = array("Q", bytes(8 << 10)), array("q", bytes(8 << 10)), 0
        self._file = tempfile.TemporaryFile(prefix="parley-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._count

    def _slot(self, key: int) -> int:
        """Where the key is, or the free place where it belongs."""
        keys, mask = self._keys, len(self._keys) - 1
        at = key & mask
        while keys[at] and keys[at] != key:
            at = (at + 1) & mask
        return at

    def get(self, key: int) -> str | None:
        """The name under which the key was first seen, or None."""
        at = self._slot(key or 1)
        if not self._keys[at]:
            return None
        self._file.seek(self._places[at])
        length = int.from_bytes(self._file.read(4), "little")
        name = self._file.read(length).decode()
        self._file.seek(0, 2)
        return name

    def __contains__(self, key: int) -> bool:
        return self._keys[self._slot(key or 1)] != 0

    def add(self, key: int, name: str = "") -> None:
        """Note a key that is not there yet. The first name stays."""
        if 10 * self._count >= 6 * len(self._keys):
            self._grow()
        at = self._slot(key or 1)
        if self._keys[at]:
            return
        self._keys[at], self._count = key or 1, self._count + 1
        if name:
            self._places[at] = self._file.tell()
            data = name.encode()
            self._file.write(len(data).to_bytes(4, "little") + data)

    def _grow(self) -> None:
        keys, places = self._keys, self._places
        self._keys, self._places = array("Q", bytes(16 * len(keys))), array("q", bytes(16 * len(keys)))
        for key, place in zip(keys, places, strict=True):
            if key:
                at = self._slot(key)
                self._keys[at], self._places[at] = key, place
