"""A recorded movement as CSV tables: one row a frame or a repetition. The columns are described in docs/schema.md."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from holistic_core.angles import ANGLES
from holistic_core.exercises import Repetition
from holistic_core.export.number_text import fixed_lines
from holistic_core.export.schema import LANDMARK_FIELDS
from holistic_core.export.session_frames import Rows, SessionFrames, face_xyz_norm
from holistic_core.export.tables import (
    DEG_DIGITS,
    SHARE_DIGITS,
    cell_text,
    csv_text,
    decimal,
    person_columns,
    person_digits,
)
from holistic_core.options import PARTS, Part
from holistic_core.results import FloatArray
from holistic_core.topology import Topology, topology_named

# 0.1 ms is a hundredth of what lies between two frames.
_S_DIGITS: Final = 4
_FRAME_COLUMNS: Final = ("time_s", "repetitions")
_SECONDS: Final = ("start_s", "end_s", "duration_s", "out_s", "far_s", "back_s")
_DEGREES: Final = ("lowest_deg", "highest_deg", "range_deg")
_FIELDS: Final = list(LANDMARK_FIELDS)


def session_csv_wide(frames: SessionFrames) -> Iterator[bytes]:
    """One row a frame, as pieces of a file: `time_s`, `repetitions`, and what `to_csv_wide` says of a person.

    A frame without a person has a row with empty cells; parts that no frame has get no columns. A piece is at most a
    few MB (tens of MB with the face).
    """
    topologies = frame_topologies(frames)
    yield _header([*_FRAME_COLUMNS, "width_px", "height_px", "pose_score", *person_columns(topologies)])
    digits = person_digits(topologies)
    for block in frames.blocks:
        starts = [
            f"{start},{width},{height},{decimal(score, SHARE_DIGITS)}".encode("ascii")
            for start, (width, height), score in zip(
                _starts(block, frames.zero_s), block["size_px"].tolist(), block["pose_score"].tolist(), strict=True
            )
        ]
        if digits:
            lines = fixed_lines(frame_cells(block, topologies), digits, [","] * len(digits), "\r\n")
        else:
            lines = [b"\r\n"] * len(block)
        yield b"".join(start + line for start, line in zip(starts, lines, strict=True))


def session_csv_angles(frames: SessionFrames) -> Iterator[bytes]:
    """One row a frame, as pieces of a file: `time_s`, `repetitions`, and every angle as `…_2d_deg` and `…_3d_deg`."""
    yield _header([*_FRAME_COLUMNS, *(f"{each.name}_{plane}_deg" for each in ANGLES for plane in ("2d", "3d"))])
    digits = [DEG_DIGITS] * (2 * len(ANGLES))
    for block in frames.blocks:
        lines = fixed_lines(block["angles_deg"].reshape(len(block), -1), digits, [","] * len(digits), "\r\n")
        starts = _starts(block, frames.zero_s)
        yield b"".join(start.encode("ascii") + line for start, line in zip(starts, lines, strict=True))


def repetitions_csv(repetitions: Iterable[Repetition]) -> str:
    """One row a repetition: when it was, how long it took out, at the far end and back, how far it went, and cues."""
    rows = (
        (
            each.number,
            *(decimal(getattr(each, name), _S_DIGITS) for name in _SECONDS),
            *(decimal(getattr(each, name), DEG_DIGITS) for name in _DEGREES),
            cell_text(" ".join(each.cues)),
        )
        for each in repetitions
    )
    return csv_text(("number", *_SECONDS, *_DEGREES, "cues"), rows)


def _header(columns: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(columns)
    return text.getvalue().encode("utf-8")


def _starts(rows: Rows, zero_s: float) -> list[str]:
    times_s, repetitions = (rows["time_s"] - zero_s).tolist(), rows["repetitions"].tolist()
    return [f"{decimal(time_s, _S_DIGITS)},{count}" for time_s, count in zip(times_s, repetitions, strict=True)]


def frame_topologies(frames: SessionFrames) -> dict[Part, Topology]:
    """Part → the topology with the most points that any frame has."""
    most = [0] * len(_FIELDS)
    for block in frames.blocks:
        most = [max(pair) for pair in zip(most, block["found"].max(axis=0).tolist(), strict=True)]
    codes = dict(zip(_FIELDS, most, strict=True))
    # World points without image points have columns too.
    codes["pose"] = max(codes["pose"], codes["pose_world"])
    return {part: topology_named(LANDMARK_FIELDS[part][1][codes[part] - 1]) for part in PARTS if codes[part]}


def frame_cells(rows: Rows, topologies: Mapping[Part, Topology]) -> FloatArray:
    """`(n, k)`: the numbers under `person_columns(topologies)`, NaN where a part was not found."""
    parts = [_cells(rows, part, topology) for part, topology in topologies.items()]
    return np.concatenate(parts, axis=1) if parts else np.empty((len(rows), 0), np.float32)


def _cells(rows: Rows, part: Part, topology: Topology) -> FloatArray:
    """`(n, k)`: the numbers under the columns of one part, NaN where it was not found."""
    points = len(topology.names)
    if part == "face":
        kept = "face" in (rows.dtype.names or ())
        xyz = face_xyz_norm(rows["face"][:, :points]) if kept else np.full((len(rows), points, 3), np.nan, np.float32)
    else:
        xyz = rows[part][:, :, :3]
    width, height = rows["size_px"].T.astype(np.float32)
    pixels = xyz * np.stack([width, height, width], axis=1)[:, None]
    if part != "pose":
        return _flat(pixels)
    world = rows["pose_world"]
    in_picture = rows["found"][:, _FIELDS.index("pose")].astype(np.bool_)[:, None, None]
    shares = np.where(in_picture, rows["pose"][:, :, 3:], world[:, :, 3:])
    return _flat(np.concatenate([pixels, shares, world[:, :, :3]], axis=2))


def _flat(values: FloatArray) -> FloatArray:
    """`(n, points, columns)` → `(n, k)`."""
    return values.reshape(len(values), -1)
