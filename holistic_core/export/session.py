"""The JSON a recorded movement is written to and read from: people as in pictures, and the time of every frame.

Every field is described in docs/schema.md.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from holistic_core.angles import ANGLES
from holistic_core.errors import OptionsError
from holistic_core.export.json_node import JsonNode
from holistic_core.export.number_text import fixed_lines, shortest_lines
from holistic_core.export.schema import LANDMARK_FIELDS, MAX_SIDE_PX, find_in, find_out, person_in, person_out
from holistic_core.export.session_filter import filter_in, filter_out
from holistic_core.export.session_frames import FrameStore, Rows, SessionFrames, face_xyz_norm
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.options import FindOptions
from holistic_core.results import FloatArray, HolisticResult, Landmarks
from holistic_core.topology import topology_named

SESSION_SCHEMA: Final = "holistic-lab/session"
SESSION_VERSION: Final = 1

_MAX_VERSION: Final = 1_000_000
# Bounds what a forged file can make the reader allocate: 9 hours at 30 frames a second.
_MOST_FRAMES: Final = 1_000_000
_MOST_REPETITIONS: Final = 1_000_000
_DEG_DIGITS: Final = 2
_S_DIGITS: Final = 6
_MS_DIGITS: Final = 2
# Stands in a template where the numbers of a frame belong; no text of a result is like it.
_GAP: Final = "\x00"


@dataclass(frozen=True)
class SessionHeader:
    """What is true of a whole session.

    engine: "litert" or "mediapipe". find: what was looked for; None when not known. exercise: name of `EXERCISES`
    whose repetitions were counted, or None. source: name of the video; None for a camera. filter: what the angles went
    through; None when they are as they were measured.
    """

    engine: str
    find: FindOptions | None = None
    exercise: str | None = None
    source: str | None = None
    filter: FilterSettings | None = None


def session_json(header: SessionHeader, frames: SessionFrames) -> Iterator[bytes]:
    """The pieces of one JSON document, ASCII only, a line a frame; a piece is at most a few MB.

    `session_from_json` reads them, joined. Times count from `frames.zero_s`.
    """
    head = {
        "schema": SESSION_SCHEMA,
        "version": SESSION_VERSION,
        "engine": header.engine,
        "find": None if header.find is None else find_out(header.find),
        "exercise": header.exercise,
        "source": header.source,
        "filter": None if header.filter is None else filter_out(header.filter),
        "angles": [definition.name for definition in ANGLES],
    }
    yield _compact(head)[:-1].encode("ascii") + b',"frames":['
    separator = b"\n"
    for block in frames.blocks:
        yield separator + b",\n".join(_frame_lines(block, frames.zero_s))
        separator = b",\n"
    yield b"\n]}\n"


def session_from_json(text: str | bytes) -> tuple[SessionHeader, SessionFrames]:
    """What `session_json` has written; OptionsError, with the place, for anything else.

    Needs the memory of the text and of the frames, not of the document.
    """
    reader = _Reader()
    document = JsonNode.parse(text, reader.object_or_frame)
    if "schema" not in document or document["schema"].value != SESSION_SCHEMA:
        raise OptionsError(
            f'This JSON file is not a recording of Holistic Lab: its "schema" is not "{SESSION_SCHEMA}". '
            "Choose a file from the JSON download of a recording."
        )
    version = document["version"].whole(1, _MAX_VERSION)
    if version != SESSION_VERSION:
        raise OptionsError(
            f"This recording has schema version {version}; this program reads version {SESSION_VERSION}. "
            "Update the program, or export the recording again."
        )
    document["angles"].exactly(definition.name for definition in ANGLES)
    header = SessionHeader(
        engine=document["engine"].text(),
        find=None if document["find"].is_null else find_in(document["find"]),
        exercise=None if document["exercise"].is_null else document["exercise"].text(),
        source=None if document.get("source").is_null else document.get("source").text(),
        filter=None if document.get("filter").is_null else filter_in(document.get("filter")),
    )
    members = document["frames"].items()
    for number, member in enumerate(members):
        if not isinstance(member.value, _Frame) or member.value.number != number:
            member.fail("a frame with time_s and person")
    if len(members) != len(reader.store):
        raise OptionsError("This recording cannot be read: it has frames outside of frames. Export it again.")
    return header, reader.store.frames()


def _frame_lines(rows: Rows, zero_s: float) -> Iterator[bytes]:
    angles = [_array_of_numbers(rows["angles_deg"][:, :, plane]) for plane in (0, 1)]
    points = [_points(rows, field) for field in LANDMARK_FIELDS]
    templates: dict[bytes, list[bytes]] = {}
    head = zip(rows["time_s"].tolist(), rows["latency_ms"].tolist(), rows["pose_score"].tolist(), strict=True)
    for row, (time_s, latency_ms, pose_score) in enumerate(head):
        found = rows["found"][row]
        key = found.tobytes()
        if key not in templates:
            templates[key] = _person_template(found.tolist())
        width, height = rows["size_px"][row].tolist()
        start = (
            f'{{"time_s":{_number(time_s - zero_s, _S_DIGITS)},"repetitions":{rows["repetitions"][row]},'
            f'"latency_ms":{_number(latency_ms, _MS_DIGITS)},"width_px":{width},"height_px":{height},'
        )
        pieces = [start.encode("ascii"), b'"angles_2d_deg":', angles[0][row], b',"angles_3d_deg":', angles[1][row]]
        pieces.append(b',"person":')
        if not found.any() and math.isnan(pose_score):
            yield b"".join((*pieces, b"null}"))
            continue
        # The gaps of the template are the score, then the points of what was found.
        before_score, *others = templates[key]
        texts = [lines[row] for lines, code in zip(points, found, strict=True) if code]
        pieces += [before_score, _number(pose_score, None).encode("ascii")]
        for after, between in zip([*texts, b"}"], others, strict=True):
            pieces += [between, after]
        yield b"".join(pieces)


def _person_template(found: Sequence[int]) -> list[bytes]:
    """A person with such parts as the picture's schema has it, in pieces between the numbers that change."""
    parts: dict[str, Any] = {}
    for code, (field, (space, topologies)) in zip(found, LANDMARK_FIELDS.items(), strict=True):
        if code:
            topology = topology_named(topologies[code - 1])
            parts[field] = Landmarks.from_xyz(topology, np.zeros((len(topology.names), 3)), space=space)
    person = person_out(HolisticResult((1, 1), **parts))
    person["pose_score"] = _GAP
    for field in parts:
        person["landmarks"][field]["points"] = _GAP
    return [piece.encode("ascii") for piece in _compact(person).split(_compact(_GAP))]


def _points(rows: Rows, field: str) -> list[bytes]:
    """The array of points of one part, for every row; whatever, where the part was not found."""
    if field != "face":
        return _tables_of_numbers(rows[field])
    lines = [b""] * len(rows)
    if "face" not in (rows.dtype.names or ()):
        return lines
    codes = rows["found"][:, list(LANDMARK_FIELDS).index("face")]
    for code, name in enumerate(LANDMARK_FIELDS["face"][1], 1):
        chosen = np.flatnonzero(codes == code)
        xyz = face_xyz_norm(rows["face"][chosen, : len(topology_named(name).names)])
        for place, line in zip(chosen.tolist(), _tables_of_numbers(xyz), strict=True):
            # No engine tells visibility and presence of a face.
            lines[place] = line[:-1].replace(b"]", b",null,null]") + b"]"
    return lines


def _tables_of_numbers(tables: FloatArray) -> list[bytes]:
    """`(n, points, columns)` → n arrays of arrays."""
    count, points, columns = tables.shape
    first = ["[[", *[","] * (columns - 1)]
    others = ["],[", *[","] * (columns - 1)]
    return shortest_lines(tables.reshape(count, points * columns), [*first, *others * (points - 1)], "]]")


def _array_of_numbers(values: FloatArray) -> list[bytes]:
    """`(n, k)` degrees → n arrays."""
    before = ["[", *[","] * (values.shape[1] - 1)]
    return fixed_lines(values, [_DEG_DIGITS] * values.shape[1], before, "]", missing="null")


class _Frame:
    """Stands in the document for a frame that was read."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Reader:
    """Takes frames out of a document while it is read, so that only one of them is in memory as a whole."""

    def __init__(self) -> None:
        self.store = FrameStore()

    def object_or_frame(self, value: dict[str, Any]) -> Any:
        """The object itself, or what stands for it when it is a frame; OptionsError when that cannot be read."""
        if "time_s" not in value or "person" not in value:
            return value
        number = len(self.store)
        if number >= _MOST_FRAMES:
            raise OptionsError(f"This recording has more than {_MOST_FRAMES:,} frames. Choose a shorter one.")
        self._add(JsonNode(value, f"frames[{number}]"))
        return _Frame(number)

    def _add(self, node: JsonNode) -> None:
        size = (node["width_px"].whole(1, MAX_SIDE_PX), node["height_px"].whole(1, MAX_SIDE_PX))
        person = node["person"]
        result = HolisticResult(size) if person.is_null else person_in(person, size)
        if result.face is not None:
            self.store.keep_faces()
        degrees = np.column_stack([node[f"angles_{plane}_deg"].numbers(len(ANGLES)) for plane in ("2d", "3d")])
        self.store.add_row(
            node["time_s"].number(),
            result,
            degrees,
            node["repetitions"].whole(0, _MOST_REPETITIONS),
            node["latency_ms"].number_or_nan(),
        )


def _number(value: float, digits: int | None) -> str:
    return repr(value if digits is None else round(value, digits)) if math.isfinite(value) else "null"


def _compact(document: object) -> str:
    return json.dumps(document, allow_nan=False, separators=(",", ":"))
