"""Body landmarks as an OpenSim marker file (.trc): millimetres, axes of OpenSim, a uniform rate.

The format is that of OpenSim's own TRCFileAdapter (opensim-core 4.x). What the numbers mean: docs/schema.md.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import check_min_visibility
from holistic_core.errors import VideoError
from holistic_core.export.number_text import fixed_lines
from holistic_core.export.resampling import UniformRows
from holistic_core.export.session_frames import SessionFrames
from holistic_core.topology import POSE

Floats = npt.NDArray[np.float64]

UNITS: Final = "mm"
_MM: Final = 1000.0
_DIGITS: Final = 2
_S_DIGITS: Final = 6
# World landmarks have x to the right edge of the picture, y down and z away from the camera. OpenSim has x forward, y
# up and z to the right of the person: for somebody who faces the camera, forward is -z, up is -y, and the own right is
# -x. Both systems are right-handed.
FROM_WORLD: Final = np.array([[0.0, 0.0, -1.0], [0.0, -1.0, 0.0], [-1.0, 0.0, 0.0]])
# A left-right line that is shorter than this on average does not tell where somebody faces.
_FACING_M: Final = 0.05
_ROWS: Final = 256


def opensim_trc(
    frames: SessionFrames, *, name: str = "movement.trc", min_visibility: float = 0.5, turned: bool = True
) -> Iterator[bytes]:
    """The world landmarks of every frame as pieces of a .trc file: 33 markers, named as in the other exports.

    name: of the file, in its first line. min_visibility: a less visible point is a gap, 0-1. turned: all markers are
    turned about the vertical by one angle, so that the person faces x on average; False = x points to the camera.
    The origin stays between the hips. A gap is NaN, as in the files that OpenSim writes: readers that split lines at
    blanks lose count at empty cells. VideoError when nobody was found in any frame.
    """
    check_min_visibility(min_visibility)
    rows = UniformRows.over(frames.times_s)
    markers_m = opensim_axes(_world_m(frames, min_visibility))
    if not np.isfinite(markers_m).any():
        raise VideoError("Nobody was found in the video, so there are no markers for a .trc file.")
    if turned:
        markers_m = markers_m @ facing_forward(markers_m).T
    return _pieces(rows, rows.of(_MM * markers_m.reshape(len(markers_m), -1)), name)


def opensim_axes(world_m: npt.NDArray[np.floating[Any]]) -> Floats:
    """`(…, 3)` world landmarks in the axes of OpenSim, for somebody who faces the camera (see `FROM_WORLD`)."""
    axes: Floats = np.asarray(world_m, np.float64) @ FROM_WORLD.T
    return axes


def facing_forward(markers: Floats) -> Floats:
    """`(3, 3)`: the turn about the vertical that lets the person face x on average.

    markers: `(n, 33, 3)` in metres, OpenSim's axes. The line from left to right through hips and shoulders becomes z.
    No turn when that line is not known or, on average, shorter than 5 cm.
    """
    pairs = [(POSE.index(f"left_{joint}"), POSE.index(f"right_{joint}")) for joint in ("hip", "shoulder")]
    to_right = np.concatenate([markers[:, right] - markers[:, left] for left, right in pairs])
    to_right = to_right[np.isfinite(to_right).all(axis=1)]
    x, _, z = to_right.mean(axis=0) if len(to_right) else np.zeros(3)
    length = float(np.hypot(x, z))
    if length < _FACING_M:
        return np.eye(3)
    sine, cosine = x / length, z / length
    return np.array([[cosine, 0.0, -sine], [0.0, 1.0, 0.0], [sine, 0.0, cosine]])


def _world_m(frames: SessionFrames, min_visibility: float) -> npt.NDArray[np.float32]:
    """`(n, 33, 3)` metres, NaN where a point was not found or is not visible enough."""
    parts = []
    for block in frames.blocks:
        world = block["pose_world"]
        xyz = world[:, :, :3].copy()
        xyz[world[:, :, 3] < min_visibility] = np.nan  # False where the visibility is not told
        parts.append(xyz)
    joined: npt.NDArray[np.float32] = np.concatenate(parts)
    return joined


def _pieces(rows: UniformRows, values_mm: Floats, name: str) -> Iterator[bytes]:
    yield _header(rows, name).encode("utf-8")
    digits, before = [_DIGITS] * values_mm.shape[1], ["\t"] * values_mm.shape[1]
    for start in range(0, len(rows), _ROWS):
        part = values_mm[start : start + _ROWS]
        lines = fixed_lines(part.astype(np.float32), digits, before, "\n", missing="null")
        times = rows.times_s[start : start + _ROWS].tolist()
        yield b"".join(
            f"{start + number}\t{time_s:.{_S_DIGITS}f}".encode("ascii") + line.replace(b"null", b"NaN")
            for number, (time_s, line) in enumerate(zip(times, lines, strict=True), 1)
        )


def _header(rows: UniformRows, name: str) -> str:
    rate, count, markers = f"{rows.rate_hz:.2f}", len(rows), POSE.names
    told = "".join(character if character.isprintable() else "_" for character in name)
    header = {"DataRate": rate, "CameraRate": rate, "NumFrames": count, "NumMarkers": len(markers), "Units": UNITS}
    header |= {"OrigDataRate": rate, "OrigDataStartFrame": 1, "OrigNumFrames": count}
    axes = "\t".join(f"{axis}{number}" for number in range(1, len(markers) + 1) for axis in "XYZ")
    return "\n".join(
        (
            f"PathFileType\t4\t(X/Y/Z)\t{told}",
            "\t".join(header),
            "\t".join(map(str, header.values())),
            "Frame#\tTime\t" + "".join(f"{marker}\t\t\t" for marker in markers),
            f"\t\t{axes}",
            "",
            "",
        )
    )
