"""Joint angles as an OpenSim motion file (.mot): flexion in degrees, a uniform rate.

The header is that of OpenSim's Storage files. What the numbers mean: docs/schema.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.errors import VideoError
from holistic_core.export.resampling import UniformRows
from holistic_core.export.session_frames import SessionFrames

Model = Literal["rajagopal", "gait2392"]

_STRAIGHT_DEG: Final = 180.0
# Somebody who stands has this angle between shin and the line from the ankle to the toes (see `ANGLES`).
_STANDING_ANKLE_DEG: Final = 110.0
_KNOWN_SHARE: Final = 0.5
_DIGITS: Final = 4
_S_DIGITS: Final = 6
_ROWS: Final = 256


@dataclass(frozen=True)
class Coordinate:
    """A coordinate of OpenSim's models, as neutral_deg - angle, times sign.

    name: with `_r` or `_l` behind it. joint: of `ANGLES`, without the side. neutral_deg: the inner angle at which the
    coordinate is 0.
    """

    name: str
    joint: str
    neutral_deg: float = _STRAIGHT_DEG
    sign: int = 1


_HIP: Final = Coordinate("hip_flexion", "hip")
_KNEE: Final = Coordinate("knee_angle", "knee")
_ANKLE: Final = Coordinate("ankle_angle", "ankle", _STANDING_ANKLE_DEG)
_ELBOW: Final = Coordinate("elbow_flex", "elbow")
# In Rajagopal's model (2016) a bent knee is positive; in gait2392, which has no arms, it is negative.
COORDINATES: Final[dict[Model, tuple[Coordinate, ...]]] = {
    "rajagopal": (_HIP, _KNEE, _ANKLE, _ELBOW),
    "gait2392": (_HIP, Coordinate("knee_angle", "knee", sign=-1), _ANKLE),
}
_SIDES: Final = (("r", "right"), ("l", "left"))


def opensim_mot(
    frames: SessionFrames, *, name: str = "movement", model: Model = "rajagopal", in_space: bool = True
) -> Iterator[bytes]:
    """Flexion of hips, knees, ankles and elbows as pieces of a .mot file.

    name: in the first line. model: whose coordinates and signs. in_space: the 3D angles, else those in the picture.
    Inner angles have no sign: stretching a hip or a knee beyond straight comes out as flexion.
    A .mot file has no gaps: what reads it in OpenSim (Storage, 4.6) stops at the first number that is missing. So gaps
    are filled on the line between the known rows around them, the ends with the nearest known row, and the header tells
    how many rows that are; a coordinate that is known in less than half of the rows is left out.
    VideoError when none is left.
    """
    rows = UniformRows.over(frames.times_s)
    names, degrees = flexions(frames, model, in_space=in_space)
    at_rows = rows.of(degrees)
    known = np.isfinite(at_rows)
    kept = [column for column, name in enumerate(names) if known[:, column].mean() >= _KNOWN_SHARE]
    if not kept:
        raise VideoError(
            "No hip, knee, ankle or elbow was seen in half of the video, so there is nothing for a .mot file. "
            "Film the whole person, or choose the part in which it is seen."
        )
    for column in kept:
        there = known[:, column]
        at_rows[~there, column] = np.interp(rows.times_s[~there], rows.times_s[there], at_rows[there, column])
    filled = {names[column]: int((~known[:, column]).sum()) for column in kept}
    return _pieces(rows, at_rows[:, kept], filled, name)


def flexions(
    frames: SessionFrames, model: Model = "rajagopal", *, in_space: bool = True
) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Names of the coordinates, and `(n, k)` degrees at the frames; NaN where not known."""
    names, values = [], []
    for coordinate in COORDINATES[model]:
        for letter, side in _SIDES:
            inner = frames.of(f"{side}_{coordinate.joint}", in_space=in_space).astype(np.float64)
            names.append(f"{coordinate.name}_{letter}")
            values.append(coordinate.sign * (coordinate.neutral_deg - inner))
    return names, np.column_stack(values)


def _pieces(
    rows: UniformRows, degrees: npt.NDArray[np.float64], filled: Mapping[str, int], name: str
) -> Iterator[bytes]:
    """filled: coordinate → how many of its rows are no measurements, in the order of the columns."""
    told = "".join(character if character.isprintable() else "_" for character in name)
    gaps = ", ".join(f"{column} {count}" for column, count in filled.items() if count) or "none"
    header = (
        *(told, "version=1", f"nRows={len(rows)}", f"nColumns={len(filled) + 1}", "inDegrees=yes"),
        *("", "Angles are in degrees.", f"Rows filled where nothing was measured: {gaps}"),
        *("endheader", "\t".join(("time", *filled)), ""),
    )
    yield "\n".join(header).encode("utf-8")
    for start in range(0, len(rows), _ROWS):
        part = zip(rows.times_s[start : start + _ROWS].tolist(), degrees[start : start + _ROWS].tolist(), strict=True)
        yield "".join(
            "\t".join((f"{time_s:.{_S_DIGITS}f}", *(f"{deg:.{_DIGITS}f}" for deg in values))) + "\n"
            for time_s, values in part
        ).encode("ascii")
