"""Results to CSV for spreadsheets and data frames. The columns are described in docs/schema.md."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import joint_angles
from holistic_core.export.schema import PictureRecord
from holistic_core.options import PARTS, Part
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import Topology, topology_named

_LONG_COLUMNS: Final = (
    *("picture", "person", "part", "index", "name"),
    *("x_norm", "y_norm", "z_norm", "x_px", "y_px", "visibility", "presence", "x_m", "y_m", "z_m"),
)
_ANGLE_COLUMNS: Final = ("picture", "person", "angle", "label", "deg_2d", "deg_3d")
# 1e-6 of a 10,000 px picture is 0.01 px; 0.1 mm and 0.0001 of a visibility are far below what the models resolve.
_NORM_DIGITS: Final = 6
_PX_DIGITS: Final = 2
_M_DIGITS: Final = 4
SHARE_DIGITS: Final = 4
DEG_DIGITS: Final = 2
# What makes a spreadsheet take a cell for a formula, the full-width signs of East Asian keyboards included.
_FORMULA_STARTS: Final = tuple("=+-@＝＋－＠")


def to_csv_long(records: Iterable[PictureRecord]) -> str:
    """One row a landmark found, world metres of the body in the row of its image point; a missing value is empty."""
    return csv_text(_LONG_COLUMNS, (row for record in records for row in _long_rows(record)))


def to_csv_wide(records: Iterable[PictureRecord]) -> str:
    """One row a person, one column a value (`left_knee_x_px`); parts that nobody in `records` has get no columns."""
    records = tuple(records)
    topologies = _topologies_used(person for record in records for person in record.people)
    header = ["picture", "person", "width_px", "height_px", "pose_score", *person_columns(topologies)]
    rows = (
        (
            *(cell_text(record.name), number, *record.image_size, decimal(person.pose_score, SHARE_DIGITS)),
            *_person_cells(person, topologies),
        )
        for record in records
        for number, person in enumerate(record.people, 1)
    )
    return csv_text(header, rows)


def to_csv_angles(records: Iterable[PictureRecord], *, min_visibility: float = 0.5) -> str:
    """One row a joint angle of a person, in degrees; empty where a point is less visible than `min_visibility`."""
    rows = (
        (
            *(cell_text(record.name), number, angle.definition.name, angle.definition.label),
            *(decimal(degrees, DEG_DIGITS) for degrees in (angle.deg_2d, angle.deg_3d)),
        )
        for record in records
        for number, person in enumerate(record.people, 1)
        for angle in joint_angles(person, min_visibility=min_visibility)
    )
    return csv_text(_ANGLE_COLUMNS, rows)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with these headers and rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def cell_text(value: str) -> str:
    """A text from outside, marked as text where a spreadsheet would run it as a formula."""
    risky = value.lstrip().startswith(_FORMULA_STARTS) or value.startswith(("\t", "\r", "\n"))
    return f"'{value}" if risky else value


def decimal(value: float, digits: int) -> str:
    """A number with so many digits after the point; empty when it is not known."""
    return f"{value:.{digits}f}" if math.isfinite(value) else ""


def _decimals(values: npt.NDArray[np.float32], digits: int) -> list[list[str]]:
    return [[decimal(value, digits) for value in row] for row in values.tolist()]


def _image_and_world(person: HolisticResult, part: Part) -> tuple[Landmarks | None, Landmarks | None]:
    return person.part(part), person.pose_world if part == "pose" else None


def _long_rows(record: PictureRecord) -> Iterator[Sequence[object]]:
    picture = cell_text(record.name)
    for number, person in enumerate(record.people, 1):
        for part in PARTS:
            image, world = _image_and_world(person, part)
            found = world if image is None else image
            if found is None:
                continue
            blank = np.full((len(found), 3), np.nan, np.float32)
            norm = _decimals(blank if image is None else image.xyz_norm, _NORM_DIGITS)
            pixels = _decimals(blank[:, :2] if image is None else image.xy_px(record.image_size), _PX_DIGITS)
            shares = _decimals(np.column_stack((found.visibility, found.presence)), SHARE_DIGITS)
            metres = _decimals(blank if world is None else world.xyz_m, _M_DIGITS)
            for i, name in enumerate(found.topology.names):
                yield picture, number, part, i, name, *norm[i], *pixels[i], *shares[i], *metres[i]


def _topologies_used(people: Iterable[HolisticResult]) -> dict[Part, Topology]:
    """Part → the topology with the most points anybody has; the refined face begins with the points of the other."""
    sizes: dict[Part, dict[int, str]] = {part: {} for part in PARTS}
    for person in people:
        for part in PARTS:
            for found in _image_and_world(person, part):
                if found is not None:
                    sizes[part][len(found)] = found.topology.name
    return {part: topology_named(names[max(names)]) for part, names in sizes.items() if names}


def person_columns(topologies: Mapping[Part, Topology]) -> list[str]:
    """Headers of the cells of one person."""
    return [
        f"{prefix}_{column}"
        for part, topology in topologies.items()
        for prefix in _prefixes(topology)
        for column in _wide_columns(part)
    ]


def person_digits(topologies: Mapping[Part, Topology]) -> list[int]:
    """Digits behind the decimal point of the cells under `person_columns`."""
    return [
        digits
        for part, topology in topologies.items()
        for _ in topology.names
        for digits in _wide_columns(part).values()
    ]


def _person_cells(person: HolisticResult, topologies: Mapping[Part, Topology]) -> list[str]:
    """The values of one person under `person_columns`; empty where something was not found."""
    return [cell for part, topology in topologies.items() for cell in _wide_cells(person, part, topology)]


def _prefixes(topology: Topology) -> Sequence[str]:
    # The names of hand points do not say which hand; those of body and face points are unique as they are.
    if topology.name.endswith("_hand"):
        return [f"{topology.name}_{name}" for name in topology.names]
    return topology.names


def _wide_columns(part: Part) -> Mapping[str, int]:
    """Column of a point → digits behind the decimal point."""
    columns = dict.fromkeys(("x_px", "y_px", "z_px"), _PX_DIGITS)
    if part == "pose":
        columns |= dict.fromkeys(("visibility", "presence"), SHARE_DIGITS)
        columns |= dict.fromkeys(("x_m", "y_m", "z_m"), _M_DIGITS)
    return columns


def _wide_cells(person: HolisticResult, part: Part, topology: Topology) -> list[str]:
    image, world = _image_and_world(person, part)
    columns: list[list[list[str]]] = []
    count = len(topology.names)

    def add(values: npt.NDArray[np.float32] | None, width: int, digits: int) -> None:
        table = np.full((count, width), np.nan, np.float32)
        if values is not None:
            table[: len(values)] = values
        columns.append(_decimals(table, digits))

    add(None if image is None else image.xyz_px(person.image_size), 3, _PX_DIGITS)
    if part == "pose":
        found = world if image is None else image
        add(None if found is None else np.column_stack((found.visibility, found.presence)), 2, SHARE_DIGITS)
        add(None if world is None else world.xyz_m, 3, _M_DIGITS)
    return [cell for point in zip(*columns, strict=True) for cells in point for cell in cells]
