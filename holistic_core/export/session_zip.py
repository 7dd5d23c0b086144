"""Everything about a recorded movement as one ZIP: tables, the JSON that loads back, and further files with them."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from holistic_core.exercises import Repetition
from holistic_core.export.session import SessionHeader, session_json
from holistic_core.export.session_frames import SessionFrames
from holistic_core.export.session_tables import repetitions_csv, session_csv_angles, session_csv_wide

ANGLES_FILE: Final = "angles.csv"
LANDMARKS_FILE: Final = "landmarks.csv"
REPETITIONS_FILE: Final = "repetitions.csv"
SESSION_FILE: Final = "session.json"
# A third of the JSON's size; the usual level takes five times as long for a sixth less.
_LEVEL: Final = 1
# These are packed already.
_STORED: Final = (".mp4", ".parquet")
_PIECE_BYTES: Final = 1_000_000


def session_zip(
    target: IO[bytes],
    header: SessionHeader,
    frames: SessionFrames,
    repetitions: Iterable[Repetition] = (),
    *,
    more: Mapping[str, Iterable[bytes]] | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write `angles.csv`, `landmarks.csv`, `repetitions.csv` and `session.json` as a ZIP into `target`, piece by piece.

    more: name → pieces of further files, asked for one after the other; `file_pieces` for one that is on disk. Those
    that are packed already (MP4, Parquet) are stored as they are.
    on_progress: told the share that is written, 0-1; what it raises ends the writing.
    """
    files: dict[str, Iterable[bytes]] = {
        ANGLES_FILE: session_csv_angles(frames),
        LANDMARKS_FILE: session_csv_wide(frames),
        REPETITIONS_FILE: iter([repetitions_csv(repetitions).encode("utf-8")]),
        SESSION_FILE: session_json(header, frames),
    }
    # Angles are a fifth of the numbers, which are in the tables and in the JSON.
    shares = {ANGLES_FILE: 0.05, LANDMARKS_FILE: 0.35, REPETITIONS_FILE: 0.0, SESSION_FILE: 0.6}
    # The others take about as long as the tables, all together; how many pieces they have is not known.
    part = 0.7 if more else 1.0
    done = 0.0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, pieces in files.items():
            for _ in _written(archive, name, pieces):
                done = min(done + part * shares[name] / max(1, len(frames.blocks)), part)
                _tell(on_progress, done)
        for number, (name, pieces) in enumerate((more or {}).items(), 1):
            for _ in _written(archive, name, pieces):
                _tell(on_progress, done)
            done = part + (1 - part) * number / len(more or {})
            _tell(on_progress, done)


def file_pieces(path: Path) -> Iterator[bytes]:
    """The content of a file, a megabyte at a time; it is opened when the first is asked for."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _written(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Iterator[None]:
    """Write one member, and stop after each of its pieces."""
    archive.compression = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    with archive.open(name, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            yield


def _tell(on_progress: Callable[[float], None] | None, share: float) -> None:
    if on_progress is not None:
        on_progress(min(share, 1.0))
