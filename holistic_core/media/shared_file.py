"""One open file, read by several threads as if each had it alone."""

import io
import threading
from typing import IO


class SharedFile:
    """A file open for reading that can seek; it is read through views. Nobody else may use it meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._size = file.seek(0, io.SEEK_END)

    def view(self) -> io.BufferedReader:
        """The file from its beginning, with a place of its own; for one thread."""
        return io.BufferedReader(_View(self))

    def read_at(self, place: int, count: int) -> bytes:
        """Up to `count` bytes from `place` on."""
        with self._lock:
            self._file.seek(place)
            return self._file.read(count)

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._size


class _View(io.RawIOBase):
    def __init__(self, shared: SharedFile) -> None:
        self._shared = shared
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._shared.size}[whence]
        self._place = max(0, origin + offset)
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._shared.read_at(self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
