"""Pictures and videos as one Parquet dataset: a file for each, all with the same columns, source included."""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np

from holistic_core.angles import joint_angles
from holistic_core.export.schema import SCHEMA_NAME, SCHEMA_VERSION, PictureRecord, find_out
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_frames import SessionFrames
from holistic_core.export.session_parquet import about_movement, movement_fields, movement_groups, parquet_pieces
from holistic_core.options import PARTS, Part
from holistic_core.results import FloatArray, HolisticResult
from holistic_core.topology import FACE, LEFT_HAND, POSE, RIGHT_HAND, Topology

Kind = Literal["picture", "video"]

# Counted up when the same results would give other columns.
DATASET_VERSION: Final = 1
_TOPOLOGIES: Final[Mapping[Part, Topology]] = MappingProxyType(
    {"pose": POSE, "face": FACE, "left_hand": LEFT_HAND, "right_hand": RIGHT_HAND}
)
_NOTE: Final = b"holistic_lab_batch"
# What some system does not take in a file's name; a leading dot or underscore, which readers of datasets leave out;
# a dot or space at the end, which Windows drops; and the sign that stands for all of them.
_ESCAPED: Final = re.compile(r'[<>:"\\|?*%\x00-\x1f\x7f\ud800-\udfff]|^[._]|[. ]$')


@dataclass(frozen=True)
class DatasetSource:
    """Whose rows they are. name: path below the input folder, with `/`. note: kept in the file, read by `note_of`."""

    name: str
    kind: Kind
    note: Mapping[str, Any]


def dataset_file(name: str) -> PurePosixPath:
    """Where the rows of a source lie in the dataset's folder: other names give other files, on every system."""
    source = PurePosixPath(name)
    return escaped(source.parent) / f"{escaped(PurePosixPath(source.name))}.parquet"


def escaped(path: PurePosixPath) -> PurePosixPath:
    """A relative path whose parts are file names everywhere, and are left out by no reader."""
    return PurePosixPath(*(_ESCAPED.sub(_percent, part) for part in path.parts))


def movement_rows(
    source: DatasetSource, header: SessionHeader, frames: SessionFrames, parts: Collection[Part]
) -> Iterator[bytes]:
    """The file of a video, as pieces: a row a frame, also without a person. parts: which columns there are."""
    topologies = _chosen(parts)
    schema = _schema(source, about_movement(header, frames), topologies)

    def groups() -> Iterator[list[Any]]:
        for rows, arrays in movement_groups(frames, topologies):
            found = np.concatenate([block["found"].any(axis=1) for block in rows])
            yield [*_source_cells(source, [1 if each else None for each in found.tolist()]), *arrays]

    return parquet_pieces(schema, groups())


def picture_rows(source: DatasetSource, record: PictureRecord, parts: Collection[Part]) -> Iterator[bytes]:
    """The file of a picture, as pieces: a row a person, and one without numbers when nobody was found."""
    topologies = _chosen(parts)
    width, height = record.image_size
    about = {
        "schema": SCHEMA_NAME,
        "version": SCHEMA_VERSION,
        "engine": record.engine,
        "find": None if record.find is None else find_out(record.find),
        "source": record.name,
        "width_px": int(width),
        "height_px": int(height),
        "advice": list(record.advice),
    }
    people = record.people or (HolisticResult(record.image_size),)
    numbers: list[int | None] = [*range(1, len(record.people) + 1)] or [None]
    count = len(people)
    columns = [
        *_source_cells(source, numbers),
        *([None] * count for _ in ("time_s", "repetitions", "latency_ms")),
        *([side] * count for side in (width, height)),
        np.array([person.pose_score for person in people], np.float32),
        *np.stack([_person_cells(person, topologies) for person in people]).T,
        *np.stack([_angle_cells(person) for person in people]).T,
    ]
    return parquet_pieces(_schema(source, about, topologies), [columns])


def note_of(path: Path) -> dict[str, Any] | None:
    """The note in a dataset's file; None when there is none, or it is no whole file of a dataset."""
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 -- it holds 50 MB

    read: Any = parquet.read_metadata  # pyarrow has no types
    try:
        note = json.loads(read(os.fspath(path)).metadata[_NOTE])
    except (OSError, ArrowException, ValueError, KeyError, TypeError):
        return None
    return note if isinstance(note, dict) else None


def _chosen(parts: Collection[Part]) -> dict[Part, Topology]:
    return {part: _TOPOLOGIES[part] for part in PARTS if part in parts}


def _schema(source: DatasetSource, about: Mapping[str, Any], topologies: Mapping[Part, Topology]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 -- as above

    columns = [pa.field("source", pa.string()), pa.field("kind", pa.string()), pa.field("person", pa.int32())]
    metadata = {b"holistic_lab": json.dumps(about), _NOTE: json.dumps(dict(source.note))}
    return pa.schema([*columns, *movement_fields(topologies)], metadata=metadata)


def _source_cells(source: DatasetSource, people: Sequence[int | None]) -> list[list[Any]]:
    name = source.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return [[name] * len(people), [source.kind] * len(people), list(people)]


def _person_cells(person: HolisticResult, topologies: Mapping[Part, Topology]) -> FloatArray:
    """`(k,)`: the numbers under `person_columns(topologies)`, as found; NaN where a part was not."""
    parts = []
    for part, topology in topologies.items():
        image, world = person.part(part), person.pose_world if part == "pose" else None
        blank = np.full((len(topology.names), 3), np.nan, np.float32)
        columns = [blank if image is None else image.xyz_px(person.image_size)]
        if part == "pose":
            seen = world if image is None else image
            shares = blank[:, :2] if seen is None else np.column_stack((seen.visibility, seen.presence))
            columns += [shares, blank if world is None else world.xyz_m]
        parts.append(np.concatenate(columns, axis=1).astype(np.float32).ravel())
    return np.concatenate(parts)


def _angle_cells(person: HolisticResult) -> FloatArray:
    return np.array([(each.deg_2d, each.deg_3d) for each in joint_angles(person)], np.float32).ravel()


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogateescape"))
