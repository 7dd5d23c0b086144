"""The JSON a picture's results are written to and read from. Every field is described in docs/schema.md."""

import base64
import binascii
import json
import math
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import joint_angles
from holistic_core.errors import OptionsError
from holistic_core.export.json_node import JsonNode
from holistic_core.export.number_text import shortest
from holistic_core.options import PARTS, FindOptions
from holistic_core.results import HolisticResult, Landmarks, Space
from holistic_core.topology import topology_named

SCHEMA_NAME: Final = "holistic-lab/picture"
SCHEMA_VERSION: Final = 1

_COLUMNS: Final[dict[Space, tuple[str, ...]]] = {
    "image": ("x_norm", "y_norm", "z_norm", "visibility", "presence"),
    "world": ("x_m", "y_m", "z_m", "visibility", "presence"),
}
# Field of HolisticResult → the space of its points and the topologies it may have.
LANDMARK_FIELDS: Final[dict[str, tuple[Space, tuple[str, ...]]]] = {
    "pose": ("image", ("pose",)),
    "pose_world": ("world", ("pose",)),
    "face": ("image", ("face", "face_refined")),
    "left_hand": ("image", ("left_hand",)),
    "right_hand": ("image", ("right_hand",)),
}
_MASK_ENCODING: Final = "float32-le zlib base64"
# Bounds what a forged file can make the reader allocate; also the largest picture that is read from a file.
_MAX_MASK_PIXELS: Final = 50_000_000
MAX_SIDE_PX: Final = 1_000_000
_MAX_VERSION: Final = 1_000_000
_FRACTIONS: Final = ("min_detection_confidence", "min_tracking_confidence")
_SWITCHES: Final = ("smooth", "refine_face", "segmentation", "clahe", "drop_implausible")


@dataclass(frozen=True)
class PictureRecord:
    """Everything that is known of one picture after detection.

    name: of the picture, for people. image_size: `(width, height)` in pixels, that of every result in `people`.
    find: what was looked for; None when not known. engine: "litert" or "mediapipe".
    people: largest first; empty when nobody was found. advice: sentences about the picture for people.
    Raises ValueError when a result belongs to a picture of another size.
    """

    name: str
    image_size: tuple[int, int]
    find: FindOptions | None
    engine: str
    people: tuple[HolisticResult, ...]
    advice: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", tuple(self.people))
        object.__setattr__(self, "advice", tuple(self.advice))
        for person in self.people:
            if tuple(person.image_size) != tuple(self.image_size):
                raise ValueError(f"A result of a {person.image_size} picture in the record of a {self.image_size} one.")


def to_json(record: PictureRecord, *, angles: bool = True, min_visibility: float = 0.5) -> str:
    """One line of JSON, ASCII only; `from_json` gives back an equal record.

    angles: also write the joint angles, which follow from the landmarks and are ignored when read.
    min_visibility: below it a point gives no angle, 0-1.
    """
    width, height = record.image_size
    document = {
        "schema": SCHEMA_NAME,
        "version": SCHEMA_VERSION,
        "picture": {
            "name": record.name,
            "width_px": int(width),
            "height_px": int(height),
            "advice": list(record.advice),
        },
        "engine": record.engine,
        "find": None if record.find is None else find_out(record.find),
        "people": [person_out(person, min_visibility if angles else None) for person in record.people],
    }
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def from_json(text: str | bytes) -> PictureRecord:
    """The record that `to_json` has written; OptionsError, with the place, for anything else."""
    document = JsonNode.parse(text)
    if "schema" not in document or document["schema"].value != SCHEMA_NAME:
        raise OptionsError(
            f'This JSON file is not a result of Holistic Lab: its "schema" is not "{SCHEMA_NAME}". '
            "Choose a file from the JSON download or from `detect --json`."
        )
    version = document["version"].whole(1, _MAX_VERSION)
    if version != SCHEMA_VERSION:
        raise OptionsError(
            f"This result file has schema version {version}; this program reads version {SCHEMA_VERSION}. "
            "Update the program, or export the picture again."
        )
    picture = document["picture"]
    size = (picture["width_px"].whole(1, MAX_SIDE_PX), picture["height_px"].whole(1, MAX_SIDE_PX))
    return PictureRecord(
        name=picture["name"].text(),
        image_size=size,
        find=None if document["find"].is_null else find_in(document["find"]),
        engine=document["engine"].text(),
        people=tuple(person_in(person, size) for person in document["people"].items()),
        advice=picture["advice"].texts(),
    )


def find_out(find: FindOptions) -> dict[str, Any]:
    """The options as the JSON has them."""
    return {
        "parts": [part for part in PARTS if part in find.parts],
        **{name: float(getattr(find, name)) for name in _FRACTIONS},
        **{name: bool(getattr(find, name)) for name in _SWITCHES},
        "model_complexity": find.model_complexity,
    }


def find_in(node: JsonNode) -> FindOptions:
    """The options that `find_out` has written; OptionsError when they cannot be."""
    # An option that is younger than the file has the default it had before it could be chosen.
    values: dict[str, Any] = {"parts": frozenset(node["parts"].texts())}
    values |= {name: node[name].number() for name in _FRACTIONS if name in node}
    values |= {name: node[name].flag() for name in _SWITCHES if name in node}
    if "model_complexity" in node:
        values["model_complexity"] = node["model_complexity"].whole(0, 2)
    try:
        return FindOptions(**values)
    except OptionsError as error:
        raise OptionsError(f"This result file cannot be read: in {node.path}, {error}") from error


def person_out(person: HolisticResult, angle_visibility: float | None = None) -> dict[str, Any]:
    """One person as the JSON has it. angle_visibility: below it a point gives no angle; None leaves the angles out."""
    out: dict[str, Any] = {
        "pose_score": _number_or_null(person.pose_score),
        "stage_ms": [{"stage": stage, "ms": _number_or_null(ms)} for stage, ms in person.stage_ms.items()],
        "landmarks": {name: _landmarks_out(getattr(person, name)) for name in LANDMARK_FIELDS},
        "segmentation": None if person.segmentation is None else _mask_out(person.segmentation),
    }
    if angle_visibility is not None:
        out["angles"] = {
            "min_visibility": angle_visibility,
            "joints": [
                {
                    "name": angle.definition.name,
                    "deg_2d": _number_or_null(round(angle.deg_2d, 2)),
                    "deg_3d": _number_or_null(round(angle.deg_3d, 2)),
                }
                for angle in joint_angles(person, min_visibility=angle_visibility)
            ],
        }
    return out


def person_in(node: JsonNode, size: tuple[int, int]) -> HolisticResult:
    """The person that `person_out` has written, in a picture of `size` (width, height); OptionsError with the place."""
    landmarks = {
        name: _landmarks_in(node["landmarks"][name], space, topologies)
        for name, (space, topologies) in LANDMARK_FIELDS.items()
    }
    mask = node["segmentation"]
    return HolisticResult(
        image_size=size,
        segmentation=None if mask.is_null else _mask_in(mask, size),
        stage_ms={each["stage"].text(): each["ms"].number_or_nan() for each in node["stage_ms"].items()},
        pose_score=node["pose_score"].number_or_nan(),
        **landmarks,
    )


def _landmarks_out(landmarks: Landmarks | None) -> dict[str, Any] | None:
    if landmarks is None:
        return None
    table = np.column_stack((landmarks.xyz, landmarks.visibility, landmarks.presence))
    return {
        "topology": landmarks.topology.name,
        "columns": list(_COLUMNS[landmarks.space]),
        "names": list(landmarks.topology.names),
        "points": shortest(table),
    }


def _landmarks_in(node: JsonNode, space: Space, topologies: tuple[str, ...]) -> Landmarks | None:
    if node.is_null:
        return None
    if node["topology"].text() not in topologies:
        node["topology"].fail(" or ".join(topologies))
    topology = topology_named(node["topology"].text())
    node["columns"].exactly(_COLUMNS[space])
    node["names"].exactly(topology.names)
    table = node["points"].table(len(topology.names), len(_COLUMNS[space]))
    return Landmarks(topology, table[:, :3], table[:, 3], table[:, 4], space)


def _number_or_null(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _mask_out(mask: npt.NDArray[np.float32]) -> dict[str, Any]:
    data = zlib.compress(np.ascontiguousarray(mask, dtype="<f4").tobytes())
    return {
        "encoding": _MASK_ENCODING,
        "shape": [int(side) for side in mask.shape],
        "data": base64.b64encode(data).decode("ascii"),
    }


def _mask_in(node: JsonNode, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    width, height = size
    if node["encoding"].text() != _MASK_ENCODING:
        node["encoding"].fail(_MASK_ENCODING)
    if node["shape"].value != [height, width] or height * width > _MAX_MASK_PIXELS:
        node["shape"].fail(f"[height, width] of the picture, at most {_MAX_MASK_PIXELS:,} pixels")
    count = height * width * 4
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.b64decode(node["data"].text(), validate=True), count + 1)
    except (binascii.Error, ValueError, zlib.error):
        node["data"].fail("a mask packed with zlib and base64")
    if len(raw) != count:
        node["data"].fail(f"a mask of {height} × {width} numbers")
    return np.frombuffer(raw, dtype="<f4").reshape(height, width).astype(np.float32)
