"""Which files a batch looks at: pictures and videos below a folder, told by their content, the largest first."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.errors import HolisticError, OptionsError
from holistic_core.export.dataset import Kind
from holistic_core.media.sniff import other_kind, picture_format

# Longer than every file signature.
_HEAD_BYTES: Final = 4096
_PICTURE_ENDINGS: Final = frozenset(["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff", "gif"])
_VIDEO_ENDINGS: Final = frozenset(
    ["mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "mts", "ts", "flv", "ogv", "wmv", "3gp", "y4m"]
)
# ASF (WMV) and YUV4MPEG2; an MPEG transport stream has its sync byte at every packet (ISO 13818-1, 2.4.3.2).
_VIDEO_STARTS: Final = (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"YUV4MPEG2")
_PACKET_BYTES, _SYNC_BYTE = 188, 0x47
# A file being written is renamed within minutes; an older one was left behind by a process that was killed.
_STALE_S: Final = 3600.0


@dataclass(frozen=True)
class BatchFile:
    """A file to be looked at. name: its path below the input folder, with `/`."""

    path: Path
    name: str
    kind: Kind
    size_bytes: int


@dataclass(frozen=True)
class Found:
    """files: the largest first. left_out: names of those that are neither picture nor video."""

    files: list[BatchFile]
    left_out: list[str]


def batch_files(folder: Path, out: Path) -> Found:
    """All pictures and videos below `folder`, without hidden ones and without what lies in `out`.

    A file that cannot be opened counts as a video: looking at it says what is wrong. OptionsError: no such folder.
    HolisticError: there is nothing to look at.
    """
    if not folder.is_dir():
        raise OptionsError(f"{folder} is not a folder. Name the folder with your pictures and videos.")
    files, left_out = [], []
    for path in _below(folder, out.resolve()):
        name = path.relative_to(folder).as_posix()
        kind = _kind(path)
        if kind is None:
            left_out.append(name)
        else:
            files.append(BatchFile(path, name, kind, _size(path)))
    if not files:
        raise HolisticError(f"There is no picture and no video in {folder}.")
    # By name within a size, so that every call has the same order.
    return Found(sorted(files, key=lambda each: (-each.size_bytes, each.name)), left_out)


def remove_stale_partials(folder: Path) -> None:
    """Take away what processes that were killed have left half written."""
    _remove_partials(folder, lambda changed_s: time.time() - changed_s > _STALE_S)


def remove_partials_since(folder: Path, begun_s: float) -> None:
    """Take away what processes that have ended meanwhile have left half written. begun_s: Unix time."""
    _remove_partials(folder, lambda changed_s: changed_s >= begun_s)


def _remove_partials(folder: Path, is_left: Callable[[float], bool]) -> None:
    for path in folder.rglob(".*.part"):
        try:
            if is_left(path.stat().st_mtime):
                path.unlink()
        except OSError:
            continue  # somebody else's, or just renamed; it harms nobody


def _below(folder: Path, out: Path) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        raise HolisticError(f"The folder {error.filename} cannot be read: {error.strerror}.") from error

    for where, folders, names in os.walk(folder, onerror=unreadable):
        here = Path(where)
        folders[:] = sorted(each for each in folders if not each.startswith(".") and (here / each).resolve() != out)
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield path


def _kind(path: Path) -> Kind | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return "video"
    if picture_format(head):
        return "picture"
    if "video" in other_kind(head).name or any(map(head.startswith, _VIDEO_STARTS)) or _is_transport_stream(head):
        return "video"
    # Damaged from its first byte on, it still wants to be one: it shall be reported, not left out in silence.
    ending = path.suffix.lower().removeprefix(".")
    return "picture" if ending in _PICTURE_ENDINGS else "video" if ending in _VIDEO_ENDINGS else None


def _is_transport_stream(head: bytes) -> bool:
    return len(head) > _PACKET_BYTES and head[0] == head[_PACKET_BYTES] == _SYNC_BYTE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
