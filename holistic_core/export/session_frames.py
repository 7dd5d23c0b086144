"""What was found of one person over time, as compact rows of arrays: one row a frame, exact except for the face."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import ANGLES, Angle
from holistic_core.export.schema import LANDMARK_FIELDS
from holistic_core.results import FloatArray, HolisticResult, Landmarks
from holistic_core.topology import FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND, topology_named

Rows = npt.NDArray[np.void]

# Frames that share one array: a third of a megabyte without the face, little enough to be asked for between two
# frames; what writes files takes a block at a time, some tens of its size.
BLOCK_FRAMES: Final = 128
# A face coordinate is kept in 16 bits, in steps of 1/16384 of the picture, and reaches two pictures to every side.
_FACE_STEPS: Final = 16_384
_FACE_MISSING: Final = -32_768
# The steps are read as decimals, which are short in files. Together that is at most 1/32768 + 0.000005 away.
_FACE_DIGITS: Final = 5
FACE_ERROR_NORM: Final = 0.5 / _FACE_STEPS + 0.5 * 10**-_FACE_DIGITS
_COLUMN: Final = {definition.name: column for column, definition in enumerate(ANGLES)}
_POINTS: Final = {
    field: len(topology.names)
    for field, topology in {"pose": POSE, "pose_world": POSE, "left_hand": LEFT_HAND, "right_hand": RIGHT_HAND}.items()
}


def _row_type(*, face: bool) -> np.dtype[np.void]:
    """Numbers of one frame. A part has x, y, z, visibility and presence of its points, NaN where it was not found."""
    fields: list[tuple[Any, ...]] = [
        ("time_s", np.float64),
        ("pose_score", np.float64),
        ("size_px", np.int32, (2,)),
        ("repetitions", np.int32),
        ("latency_ms", np.float32),
        ("angles_deg", np.float32, (len(ANGLES), 2)),
        *((field, np.float32, (count, 5)) for field, count in _POINTS.items()),
        # Which topology a part has, counted from 1 in the order of LANDMARK_FIELDS; 0 when it was not found.
        ("found", np.uint8, (len(LANDMARK_FIELDS),)),
    ]
    if face:
        fields.append(("face", np.int16, (len(FACE_REFINED.names), 3)))
    return np.dtype(fields, align=True)


@dataclass(frozen=True, eq=False)
class SessionFrames:
    """Frames in the order of their time; they never change.

    blocks: arrays of rows, read-only, as a `FrameStore` has them. zero_s: what counts as 0 on the clock of the rows.
    Of results it keeps image size, landmarks and score, bit by bit. Face coordinates are at most `FACE_ERROR_NORM` off
    (2 hundredths of a pixel in 640), without visibility and presence, which no engine tells for them; a face point
    more than two pictures away counts as missing. Segmentation and stage times are not kept.
    """

    blocks: tuple[Rows, ...] = ()
    zero_s: float = 0.0

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    @property
    def times_s(self) -> npt.NDArray[np.float64]:
        """`(n,)` seconds since `zero_s`."""
        times_s: npt.NDArray[np.float64] = self._column("time_s", np.float64) - self.zero_s
        return times_s

    @property
    def repetitions(self) -> npt.NDArray[np.int32]:
        """`(n,)` repetitions counted so far."""
        return self._column("repetitions", np.int32)

    @property
    def latency_ms(self) -> FloatArray:
        """`(n,)` from the arrival of a frame to its overlay; NaN where not known."""
        return self._column("latency_ms", np.float32)

    @property
    def seen(self) -> int:
        """In how many frames somebody was found."""
        return sum(int(block["found"].any(axis=1).sum()) for block in self.blocks)

    @property
    def deg_2d(self) -> FloatArray:
        """`(n, 44)` degrees in the picture plane, in the order of `ANGLES`; NaN where an angle could not be told."""
        return self._angles()[:, :, 0]

    @property
    def deg_3d(self) -> FloatArray:
        """`(n, 44)` degrees in space, as `deg_2d`."""
        return self._angles()[:, :, 1]

    def of(self, name: str, *, in_space: bool = False) -> FloatArray:
        """`(n,)` degrees of one angle by its name."""
        column, plane = _COLUMN[name], int(in_space)
        return _joined([block["angles_deg"][:, column, plane] for block in self.blocks], np.float32)

    def result(self, index: int) -> HolisticResult:
        """What was found in one frame; negative indices count from the end. IndexError outside."""
        place = index + len(self) if index < 0 else index
        for block in self.blocks:
            if 0 <= place < len(block):
                return result_of(block, place)
            place -= len(block)
        raise IndexError(f"There is no frame {index} among {len(self)}.")

    def results(self) -> Iterator[HolisticResult]:
        """What was found in every frame, one after the other."""
        return (result_of(block, row) for block in self.blocks for row in range(len(block)))

    def _angles(self) -> FloatArray:
        return _joined([block["angles_deg"] for block in self.blocks], np.float32, (len(ANGLES), 2))

    def _column(self, name: str, kind: type[Any]) -> npt.NDArray[Any]:
        return _joined([block[name] for block in self.blocks], kind)


class FrameStore:
    """Frames that become more; used by one thread at a time. face: keep the points of the face as well."""

    def __init__(self, *, face: bool = False) -> None:
        self._type = _row_type(face=face)
        self._blocks: list[Rows] = []
        self._used = 0  # rows of the last block

    @property
    def face(self) -> bool:
        """Whether faces are kept."""
        return "face" in (self._type.names or ())

    def keep_faces(self) -> None:
        """Keep faces from the next frame on."""
        if not self.face:
            self._type = _row_type(face=True)
            if self._blocks:
                self._blocks[-1] = self._blocks[-1][: self._used].copy()

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, rows for frames to come included."""
        return sum(block.nbytes for block in self._blocks)

    @property
    def growth_nbytes(self) -> int:
        """Bytes that the next frame will ask for: 0 while there is room."""
        return 0 if self._blocks and self._used < len(self._blocks[-1]) else BLOCK_FRAMES * self._type.itemsize

    def __len__(self) -> int:
        return sum(map(len, self._blocks[:-1])) + self._used

    def add(
        self, time_s: float, result: HolisticResult, angles: Sequence[Angle], repetitions: int, latency_ms: float
    ) -> None:
        """One frame more. angles: all, in the order of `ANGLES`."""
        degrees = np.array([(angle.deg_2d, angle.deg_3d) for angle in angles], np.float32)
        self.add_row(time_s, result, degrees, repetitions, latency_ms)

    def add_row(
        self, time_s: float, result: HolisticResult, angles_deg: FloatArray, repetitions: int, latency_ms: float
    ) -> None:
        """As `add`, with the angles as `(44, 2)` degrees, 2D and 3D; ValueError for another shape."""
        if angles_deg.shape != (len(ANGLES), 2):
            raise ValueError(f"angles_deg has shape {angles_deg.shape}, expected {(len(ANGLES), 2)}.")
        if self.growth_nbytes:
            self._blocks.append(np.empty(BLOCK_FRAMES, self._type))
            self._used = 0
        row = self._blocks[-1][self._used]
        row["time_s"], row["pose_score"] = time_s, result.pose_score
        row["size_px"], row["repetitions"], row["latency_ms"] = result.image_size, repetitions, latency_ms
        row["angles_deg"] = angles_deg
        for place, (field, (_, topologies)) in enumerate(LANDMARK_FIELDS.items()):
            landmarks: Landmarks | None = getattr(result, field)
            if field == "face" and not self.face:
                landmarks = None
            row["found"][place] = 0 if landmarks is None else 1 + topologies.index(landmarks.topology.name)
            if field == "face":
                if self.face:
                    row["face"] = _face_steps(landmarks)
            elif landmarks is None:
                row[field] = np.nan
            else:
                part = row[field]
                part[:, :3], part[:, 3], part[:, 4] = landmarks.xyz, landmarks.visibility, landmarks.presence
        # The row is complete before it counts.
        self._used += 1

    def frames(self, zero_s: float = 0.0) -> SessionFrames:
        """All frames so far. Later ones do not change it, and nothing is copied."""
        views = [*self._blocks[:-1], *(block[: self._used] for block in self._blocks[-1:])]
        views = [block.view() for block in views if len(block)]
        for view in views:
            view.flags.writeable = False
        return SessionFrames(tuple(views), zero_s)


def result_of(rows: Rows, index: int) -> HolisticResult:
    """What was found in one row."""
    row = rows[index]
    parts: dict[str, Landmarks | None] = {}
    for code, (field, (space, topologies)) in zip(row["found"].tolist(), LANDMARK_FIELDS.items(), strict=True):
        if not code:
            parts[field] = None
            continue
        topology = topology_named(topologies[code - 1])
        if field == "face":
            parts[field] = Landmarks.from_xyz(topology, face_xyz_norm(row["face"][: len(topology.names)]))
        else:
            table = row[field]
            parts[field] = Landmarks(topology, table[:, :3], table[:, 3], table[:, 4], space)
    width, height = row["size_px"].tolist()
    return HolisticResult((width, height), pose_score=float(row["pose_score"]), **parts)  # type: ignore[arg-type]


def _face_steps(landmarks: Landmarks | None) -> npt.NDArray[np.int16]:
    steps = np.full((len(FACE_REFINED.names), 3), _FACE_MISSING, np.int16)
    if landmarks is not None:
        scaled = np.rint(landmarks.xyz_norm * _FACE_STEPS)
        there = np.abs(scaled) < -_FACE_MISSING  # False for NaN
        steps[: len(landmarks)] = np.where(there, scaled, _FACE_MISSING)
    return steps


def face_xyz_norm(steps: npt.NDArray[np.int16]) -> FloatArray:
    """float32 coordinates of the same shape, from the 16-bit numbers of rows."""
    xyz: FloatArray = np.round(steps / _FACE_STEPS, _FACE_DIGITS).astype(np.float32)
    xyz[steps == _FACE_MISSING] = math.nan
    return xyz


def _joined(columns: list[npt.NDArray[Any]], kind: type[Any], shape: tuple[int, ...] = ()) -> npt.NDArray[Any]:
    joined: npt.NDArray[Any] = np.concatenate([np.empty((0, *shape), kind), *columns])
    joined.flags.writeable = False
    return joined
