"""A recorded movement as Parquet: one row a frame, the numbers of both CSV tables, exact and with their units."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np

from holistic_core.angles import ANGLES
from holistic_core.export.schema import find_out
from holistic_core.export.session import SESSION_SCHEMA, SESSION_VERSION, SessionHeader
from holistic_core.export.session_filter import filter_out
from holistic_core.export.session_frames import Rows, SessionFrames
from holistic_core.export.session_tables import frame_cells, frame_topologies
from holistic_core.export.tables import person_columns
from holistic_core.options import Part
from holistic_core.topology import Topology

# Of a group everything is in memory: a megabyte without face and hands, 8 MB with them.
_GROUP_BLOCKS: Final = 8
_UNITS: Final = {"_s": "s", "_ms": "ms", "_px": "px", "_m": "m", "_deg": "degrees"}
_FIRST: Final = ("time_s", "repetitions", "latency_ms", "width_px", "height_px", "pose_score")
_ANGLE_COLUMNS: Final = tuple(f"{each.name}_{plane}_deg" for each in ANGLES for plane in ("2d", "3d"))


def session_parquet(header: SessionHeader, frames: SessionFrames) -> Iterator[bytes]:
    """One row a frame, as pieces of a file, each a row group of about a thousand frames.

    Columns: `time_s`, `repetitions`, `latency_ms`, `width_px`, `height_px`, `pose_score`, those of `session_csv_wide`
    and those of `session_csv_angles`, as 32-bit floats (times: 64). What is missing is null. A column's metadata has
    its unit; the file's has `holistic_lab`, a JSON object: schema, version, engine, find, exercise, source, filter,
    width_px and height_px (of the first frame; null without any).
    """
    import pyarrow as pa  # noqa: PLC0415 -- it holds 50 MB, and only who writes Parquet needs it

    topologies = frame_topologies(frames)
    about = json.dumps(about_movement(header, frames))
    schema = pa.schema(movement_fields(topologies), metadata={"holistic_lab": about})
    yield from parquet_pieces(schema, (cells for _, cells in movement_groups(frames, topologies)))


def movement_fields(topologies: Mapping[Part, Topology]) -> list[Any]:
    """The columns of a movement with these parts, with their units."""
    import pyarrow as pa  # noqa: PLC0415 -- as above

    kinds = {"time_s": pa.float64(), "repetitions": pa.int32(), "width_px": pa.int32(), "height_px": pa.int32()}
    return [
        pa.field(name, kinds.get(name, pa.float32()), metadata=_unit(name))
        for name in (*_FIRST, *person_columns(topologies), *_ANGLE_COLUMNS)
    ]


def movement_groups(
    frames: SessionFrames, topologies: Mapping[Part, Topology]
) -> Iterator[tuple[list[Rows], list[np.ndarray[Any, Any]]]]:
    """About a thousand frames at a time: their rows, and one array for each of `movement_fields`."""
    blocks = iter(frames.blocks)
    while group := list(islice(blocks, _GROUP_BLOCKS)):
        arrays = _first_columns(group, frames.zero_s)
        arrays += list(np.concatenate([frame_cells(block, topologies) for block in group]).T)
        arrays += list(np.concatenate([block["angles_deg"] for block in group]).reshape(-1, len(_ANGLE_COLUMNS)).T)
        yield group, arrays


def parquet_pieces(schema: Any, groups: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A file of these row groups, each an array a column, as pieces. NaN becomes null."""
    import pyarrow as pa  # noqa: PLC0415 -- as above
    from pyarrow import parquet  # noqa: PLC0415

    sink = _Pieces()
    writer_of: Any = parquet.ParquetWriter  # pyarrow has no types
    with writer_of(sink, schema, compression="zstd") as writer:
        for arrays in groups:
            cells = [pa.array(each, field.type, from_pandas=True) for each, field in zip(arrays, schema, strict=True)]
            writer.write_batch(pa.record_batch(cells, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Pieces:
    """What a writer of files writes to; the bytes are taken away from time to time."""

    closed = False

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._taken = 0

    def write(self, data: Any) -> int:
        """Keep some bytes until they are taken."""
        view = memoryview(data)
        self._bytes += view
        return view.nbytes

    def tell(self) -> int:
        """Bytes written so far, those taken included."""
        return self._taken + len(self._bytes)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """What is left can still be taken."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = bytes(self._bytes)
        self._taken += len(piece)
        self._bytes.clear()
        return piece


def _first_columns(group: list[Rows], zero_s: float) -> list[np.ndarray[Any, Any]]:
    """The columns of `_FIRST`."""
    sizes = np.concatenate([block["size_px"] for block in group])
    times_s = np.concatenate([block["time_s"] for block in group]) - zero_s
    joined = {
        name: np.concatenate([block[name] for block in group]) for name in ("repetitions", "latency_ms", "pose_score")
    }
    return [times_s, joined["repetitions"], joined["latency_ms"], sizes[:, 0], sizes[:, 1], joined["pose_score"]]


def _unit(name: str) -> dict[str, str] | None:
    return next(({"unit": unit} for ending, unit in _UNITS.items() if name.endswith(ending)), None)


def about_movement(header: SessionHeader, frames: SessionFrames) -> dict[str, Any]:
    """What the metadata of a movement's file says."""
    width, height = frames.blocks[0]["size_px"][0].tolist() if len(frames) else (None, None)
    return {
        "schema": SESSION_SCHEMA,
        "version": SESSION_VERSION,
        "engine": header.engine,
        "find": None if header.find is None else find_out(header.find),
        "exercise": header.exercise,
        "source": header.source,
        "filter": None if header.filter is None else filter_out(header.filter),
        "width_px": width,
        "height_px": height,
    }
