"""Accuracy measurements as files: JSON that loads back, tables as CSV, and arrays as NPZ."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, Final, cast, get_args

import numpy as np
import numpy.typing as npt

from holistic_core.angles import ANGLES
from holistic_core.errors import OptionsError
from holistic_core.export.json_node import JsonNode
from holistic_core.measure.accuracy_report import PLANES, AccuracyRun
from holistic_core.measure.track import Track
from holistic_core.options import PARTS, EngineName, FindOptions
from holistic_core.topology import LEFT_HAND, POSE

SCHEMA_NAME: Final = "holistic-lab/accuracy"
SCHEMA_VERSION: Final = 1

# 1e-5 of a picture is a hundredth of a pixel or less, and 0.01 mm for metres.
_PLACE_DIGITS: Final = 5
_DEG_DIGITS: Final = 3
_PX_DIGITS: Final = 3
_BODY, _HAND, _ANGLES = len(POSE.names), len(LEFT_HAND.names), len(ANGLES)
# Shape of each array after the frames, and how many digits are written.
_TRACK: Final = {
    "pose": ((_BODY, 3), _PLACE_DIGITS),
    "pose_world": ((_BODY, 3), _PLACE_DIGITS),
    "visibility": ((_BODY,), _PLACE_DIGITS),
    "left_hand": ((_HAND, 3), _PLACE_DIGITS),
    "right_hand": ((_HAND, 3), _PLACE_DIGITS),
}
_SERIES: Final = {
    "time_s": ((), 6),
    "phase_share": ((), _PLACE_DIGITS),
    "height_px": ((), _PX_DIGITS),
    **{f"{what}_{plane}_deg": ((_ANGLES,), _DEG_DIGITS) for what in ("truth", "measured") for plane in PLANES},
}
_LARGEST: Final = 100_000  # frames, or pixels of a side
_USUAL: Final = FindOptions()
_FRAME_COLUMNS: Final = (
    *("frame", "time_s", "phase", "phase_share", "repetitions", "angle", "plane"),
    *("true_deg", "measured_deg", "error_deg"),
)
_SUMMARY_COLUMNS: Final = (
    *("angle", "plane", "frames", "missing", "bias_deg", "bias_low_deg", "bias_high_deg", "sd_deg"),
    *("lower_limit_deg", "upper_limit_deg", "mae_deg", "rmse_deg", "median_deg", "p95_deg", "correlation"),
)
_JOINT_COLUMNS: Final = ("joint", "frames", "median_px", "p95_px", "share_of_height", "median_world_mm")


def to_json(run: AccuracyRun) -> str:
    """One line of JSON, ASCII only: everything but the pictures, NaN as null. `from_json` reads it."""
    document = {
        "schema": SCHEMA_NAME,
        "version": SCHEMA_VERSION,
        "source": run.source,
        "engine": run.engine,
        "find": _find_out(run.find),
        "tracked": run.tracked,
        "min_visibility": run.min_visibility,
        "fps": run.fps,
        "image_size": list(map(int, run.truth.image_size)),
        "frames": len(run),
        "angles": [each.name for each in ANGLES],
        "phases": list(run.phases),
        "repetitions": run.repetitions.tolist(),
        **{name: _numbers(getattr(run, name), digits) for name, (_, digits) in _SERIES.items()},
        "found": {part: run.found[part].tolist() for part in PARTS},
        "expected": {part: run.expected[part].tolist() for part in PARTS},
        "occluded": run.occluded.tolist(),
        "truth": _track_out(run.truth),
        "measured": _track_out(run.measured),
    }
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def from_json(text: str | bytes) -> AccuracyRun:
    """The measurement that `to_json` has written, without pictures; OptionsError, with the place, for anything else."""
    node = JsonNode.parse(text)
    if "schema" not in node or node["schema"].value != SCHEMA_NAME:
        raise OptionsError(
            f'This JSON file is not an accuracy measurement of Holistic Lab: its "schema" is not "{SCHEMA_NAME}". '
            "Choose a file from the JSON download or from `accuracy --out`."
        )
    node["version"].whole(SCHEMA_VERSION, SCHEMA_VERSION)
    node["angles"].exactly(each.name for each in ANGLES)
    frames = node["frames"].whole(1, _LARGEST)
    if node["engine"].text() not in get_args(EngineName):
        node["engine"].fail(" or ".join(get_args(EngineName)))
    phases = node["phases"].texts()
    if len(phases) != frames:
        node["phases"].fail(f"{frames} names")
    sides = node["image_size"].items()
    if len(sides) != 2:  # noqa: PLR2004 -- width and height
        node["image_size"].fail("width and height")
    size = (sides[0].whole(1, _LARGEST), sides[1].whole(1, _LARGEST))
    series = {name: _array(node[name], (frames, *shape)) for name, (shape, _) in _SERIES.items()}
    return AccuracyRun(
        source=node["source"].text(),
        engine=node["engine"].value,
        find=_find_in(node["find"]),
        tracked=node["tracked"].flag(),
        min_visibility=node["min_visibility"].number(),
        fps=node["fps"].number(),
        phases=phases,
        repetitions=_array(node["repetitions"], (frames,)).astype(np.int64),
        found={part: _array(node["found"][part], (frames,)).astype(np.bool_) for part in PARTS},
        expected={part: _array(node["expected"][part], (frames,)).astype(np.bool_) for part in PARTS},
        occluded=_array(node["occluded"], (frames, _BODY)).astype(np.bool_),
        truth=_track_in(node["truth"], size, frames),
        measured=_track_in(node["measured"], size, frames),
        **cast("Any", series),
    )


def to_npz(run: AccuracyRun) -> bytes:
    """A NumPy archive: the arrays of the JSON under the same names, those of the tracks as `truth_pose` and so on."""
    arrays: dict[str, npt.NDArray[Any]] = {name: getattr(run, name) for name in _SERIES}
    arrays |= {"repetitions": run.repetitions, "phases": np.array(run.phases), "occluded": run.occluded}
    arrays["angles"] = np.array([each.name for each in ANGLES])
    for name, track in (("truth", run.truth), ("measured", run.measured)):
        arrays |= {f"{name}_{each}": getattr(track, each) for each in _TRACK}
    for part in PARTS:
        arrays |= {f"found_{part}": run.found[part], f"expected_{part}": run.expected[part]}
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)
    return data.getvalue()


def frames_csv(run: AccuracyRun) -> str:
    """One row for each frame, angle and plane that has a true value; no measured value is an empty cell."""
    return csv_text(_FRAME_COLUMNS, _frame_rows(run))


def summary_csv(run: AccuracyRun) -> str:
    """One row for each angle and plane: bias, its interval, limits of agreement, errors and correlation, in degrees."""
    rows = []
    for each in run.agreements:
        figures = each.figures
        degrees = (
            *(figures.bias, *figures.bias_interval, figures.sd, *figures.limits),
            *(figures.mae, figures.rmse, figures.median_absolute, figures.p95_absolute, figures.correlation),
        )
        rows.append([each.definition.name, each.plane, figures.n, figures.missing, *(cell(value) for value in degrees)])
    return csv_text(_SUMMARY_COLUMNS, rows)


def joints_csv(run: AccuracyRun) -> str:
    """One row for each body landmark: how far it was from its true place."""
    return csv_text(
        _JOINT_COLUMNS,
        (
            (
                *(each.joint, each.n, cell(each.median_px), cell(each.p95_px)),
                *(cell(each.share_of_height, 5), cell(each.median_world_mm, 1)),
            )
            for each in run.joints
        ),
    )


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV with lines as spreadsheets expect them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def cell(value: float, digits: int = _DEG_DIGITS) -> float | str:
    """A number for a cell; empty where there is none."""
    return round(float(value), digits) if np.isfinite(value) else ""


def _frame_rows(run: AccuracyRun) -> Iterable[Sequence[object]]:
    columns = [
        (each.definition.name, each.plane, run.truth_deg(*which), run.measured_deg(*which), run.error_deg(*which))
        for each in run.agreements
        if (which := (each.definition.name, each.plane))
    ]
    for frame in range(len(run)):
        moment = [frame, cell(run.time_s[frame], 6), run.phases[frame], cell(run.phase_share[frame])]
        for name, plane, *series in columns:
            yield [*moment, int(run.repetitions[frame]), name, plane, *(cell(values[frame]) for values in series)]


def _numbers(values: npt.NDArray[np.float64], digits: int) -> Any:
    rounded = np.round(values.astype(np.float64), digits).astype(object)
    rounded[~np.isfinite(values)] = None
    return rounded.tolist()


def _array(node: JsonNode, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Nested arrays of numbers or true and false; null is NaN."""
    try:
        values = np.array(node.value, np.float64)
    except (TypeError, ValueError):
        node.fail(f"numbers in the shape {shape}")
    if values.shape != shape:
        node.fail(f"numbers in the shape {shape}")
    return values


def _track_out(track: Track) -> dict[str, Any]:
    return {name: _numbers(getattr(track, name), digits) for name, (_, digits) in _TRACK.items()}


def _track_in(node: JsonNode, size: tuple[int, int], frames: int) -> Track:
    return Track(size, **{name: _array(node[name], (frames, *shape)) for name, (shape, _) in _TRACK.items()})


def _find_out(find: FindOptions) -> dict[str, Any]:
    values = {each.name: getattr(find, each.name) for each in fields(find)}
    return {**values, "parts": [part for part in PARTS if part in find.parts]}


def _find_in(node: JsonNode) -> FindOptions:
    kinds = {each.name: type(getattr(_USUAL, each.name)) for each in fields(FindOptions)} | {"parts": list}
    if not isinstance(node.value, dict) or any(
        type(value) is not kinds.get(name) for name, value in node.value.items()
    ):
        node.fail("options of a detection")
    try:
        return FindOptions(**{**node.value, "parts": frozenset(node["parts"].texts())})
    except OptionsError as error:
        raise OptionsError(f"This result file cannot be read: in {node.path}, {error}") from error
