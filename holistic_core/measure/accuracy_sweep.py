"""How the error of every angle changes while one condition of the recording does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.angles import ANGLES, AngleDefinition
from holistic_core.coach.scene import Scene
from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy import DEFAULT_VISIBILITY, Cancelled, measure_clip
from holistic_core.measure.accuracy_files import cell, csv_text
from holistic_core.measure.accuracy_report import PLANES, RGB, AccuracyRun, Floats, PartFound, Plane
from holistic_core.measure.table import format_table
from holistic_core.options import FindOptions

if TYPE_CHECKING:
    from holistic_core.coach.truth import FrameTruth
    from holistic_core.detector import Detector

# The frames of one step: pictures and their truth in a scene.
Render = Callable[[Scene], "Iterable[tuple[RGB, FrameTruth]]"]
# Name of the step under way, steps done, and how many there are.
Progress = Callable[[str, int, int], None]
# No value stands for a row of fingers: there are 28 of them.
_HANDS: Final = ("left_hand", "right_hand")


@dataclass(frozen=True)
class Condition:
    """What is changed. name: identifier. label, unit: for people. values: those of the usual sweep, in its unit.

    scene: the same scene with another value of the condition; OptionsError when it is out of range.
    """

    name: str
    label: str
    unit: str
    values: tuple[float, ...]
    scene: Callable[[Scene, float], Scene]

    def step_label(self, value: float) -> str:
        """A value with its unit, for people."""
        return f"{value:g}{self.unit if self.unit in ('', '°') else f' {self.unit}'}"


def _azimuth(scene: Scene, value: float) -> Scene:
    return replace(scene, camera=replace(scene.camera, azimuth_deg=value))


def _distance(scene: Scene, value: float) -> Scene:
    return replace(scene, camera=replace(scene.camera, distance_m=value))


def _light(scene: Scene, value: float) -> Scene:
    return replace(scene, light=replace(scene.light, brightness=value / 100))


def _noise(scene: Scene, value: float) -> Scene:
    return replace(scene, noise=value)


def _size(scene: Scene, value: float) -> Scene:
    share = value / max(scene.image_size)
    width, height = (round(side * share) for side in scene.image_size)
    return replace(scene, image_size=(width, height))


CONDITIONS: Final = MappingProxyType(
    {
        each.name: each
        for each in (
            Condition("azimuth", "Azimuth of the camera", "°", (0, 30, 60, 90, 120, 150, 180), _azimuth),
            Condition("distance", "Distance of the camera", "m", (2.5, 3, 4, 5, 6, 8), _distance),
            Condition("light", "Light", "%", (100, 50, 25, 12, 6, 3), _light),
            Condition("noise", "Image noise (grey levels)", "", (0, 5, 10, 20, 30, 45), _noise),
            Condition("size", "Longer side of the picture", "px", (128, 192, 256, 384, 640, 960), _size),
        )
    }
)


@dataclass(frozen=True, eq=False)
class SweepTable:
    """Errors of every angle (rows) at every value of the condition (columns).

    condition: name in `CONDITIONS`. label, unit: for people. source: what was looked at. values: `(k,)`.
    angles: of the rows, those of the body that have a true value somewhere. frames: at each value.
    mae_2d_deg, mae_3d_deg, bias_2d_deg, bias_3d_deg: `(rows, k)`; NaN where nothing was measured.
    measured_2d, measured_3d: `(rows, k)` share of the frames that have a value, 0-1.
    parts: how often each part was found, one tuple a value.
    """

    condition: str
    label: str
    unit: str
    source: str
    values: tuple[float, ...]
    angles: tuple[AngleDefinition, ...]
    frames: int
    mae_2d_deg: Floats
    mae_3d_deg: Floats
    bias_2d_deg: Floats
    bias_3d_deg: Floats
    measured_2d: Floats
    measured_3d: Floats
    parts: tuple[tuple[PartFound, ...], ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The values with their unit, for people."""
        return tuple(CONDITIONS[self.condition].step_label(value) for value in self.values)

    def mae_deg(self, plane: Plane) -> Floats:
        """`(rows, k)` mean absolute errors in one plane."""
        return self.mae_2d_deg if plane == "2d" else self.mae_3d_deg

    @property
    def pose_share(self) -> Floats:
        """`(k,)` share of the frames in which the body was found, 0-1."""
        return np.array([next(each.share for each in parts if each.part == "pose") for parts in self.parts])


def run_sweep(
    condition: str,
    scene: Scene,
    render: Render,
    detector: "Detector",
    find: FindOptions | None = None,
    *,
    values: Sequence[float] | None = None,
    source: str = "",
    min_visibility: float = DEFAULT_VISIBILITY,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SweepTable:
    """Measure the same moments, each frame by itself, once for every value of a condition.

    condition: a name of `CONDITIONS`. scene: what stays the same. render: the frames of a scene. values: in the unit
    of the condition; by default its usual ones. cancelled: asked before every frame; steps that are not complete are
    left out. OptionsError: an unknown condition, a value out of range, or cancelled before the first step was complete.
    """
    if condition not in CONDITIONS:
        raise OptionsError(f"There is no sweep {condition!r}; choose one of {', '.join(CONDITIONS)}.")
    what = CONDITIONS[condition]
    chosen = tuple(what.values if values is None else values)
    # All scenes first: a value out of range is told before anything was rendered.
    scenes = [what.scene(scene, value) for value in chosen]
    stopped = cancelled or (lambda: False)
    runs: list[AccuracyRun] = []
    for number, (value, one) in enumerate(zip(chosen, scenes, strict=True)):
        if stopped():
            break
        if progress is not None:
            progress(what.step_label(value), number, len(chosen))
        run = measure_clip(
            _until(render(one), stopped),
            one,
            detector,
            find,
            fps=0.0,
            tracked=False,
            min_visibility=min_visibility,
        )
        if stopped():
            break
        runs.append(run)
    if not runs:
        raise OptionsError("The sweep was stopped before its first step was complete, so there is nothing to show.")
    return _table(what, source, chosen[: len(runs)], runs)


def format_sweep(table: SweepTable) -> str:
    """Two tables, 2D and 3D: a row an angle, a column a value, mean absolute error in degrees; then what was found."""
    blocks = []
    for plane in PLANES:
        rows = [
            [angle.label, *(float("nan") if np.isnan(value) else f"{value:.1f}" for value in row)]
            for angle, row in zip(table.angles, table.mae_deg(plane), strict=True)
        ]
        title = f"{table.label}: mean absolute error in degrees, {plane.upper()}, {table.frames} frames at each value"
        blocks.append(format_table(["angle", *table.steps], rows, title=title))
    names = [each.part for each in table.parts[0]]
    shares = [[part, *(_share(parts[row]) for parts in table.parts)] for row, part in enumerate(names)]
    blocks.append(format_table(["found", *table.steps], shares, title="Found of expected"))
    return "\n\n".join(blocks)


def sweep_csv(table: SweepTable) -> str:
    """One row for each angle, plane and value."""
    header = ["condition", "value", "unit", "angle", "plane", "mae_deg", "bias_deg", "measured_share", "pose_share"]
    arrays: Mapping[Plane, tuple[Floats, Floats, Floats]] = {
        "2d": (table.mae_2d_deg, table.bias_2d_deg, table.measured_2d),
        "3d": (table.mae_3d_deg, table.bias_3d_deg, table.measured_3d),
    }
    rows = (
        [
            *(table.condition, value, table.unit, angle.name, plane),
            *(cell(array[row, column]) for array in arrays[plane]),
            cell(table.pose_share[column]),
        ]
        for column, value in enumerate(table.values)
        for row, angle in enumerate(table.angles)
        for plane in PLANES
    )
    return csv_text(header, rows)


def sweep_figures(table: SweepTable) -> dict[str, Any]:
    """The table for machines: values, and for each angle its errors at every value."""
    return {
        "condition": table.condition,
        "unit": table.unit,
        "values": table.values,
        "frames": table.frames,
        "pose_share": table.pose_share.tolist(),
        "angles": [
            {
                "angle": angle.name,
                "mae_2d_deg": table.mae_2d_deg[row].tolist(),
                "mae_3d_deg": table.mae_3d_deg[row].tolist(),
                "bias_2d_deg": table.bias_2d_deg[row].tolist(),
                "bias_3d_deg": table.bias_3d_deg[row].tolist(),
            }
            for row, angle in enumerate(table.angles)
        ],
        "parts": table.parts,
    }


def _until(frames: "Iterable[tuple[RGB, FrameTruth]]", stopped: Cancelled) -> "Iterator[tuple[RGB, FrameTruth]]":
    """The frames until `stopped`, but the first in any case: a report needs one."""
    for frame in frames:
        yield frame
        if stopped():
            return


def _table(what: Condition, source: str, values: tuple[float, ...], runs: Sequence[AccuracyRun]) -> SweepTable:
    named = {(each.definition.name, each.plane) for run in runs for each in run.agreements}
    angles = tuple(each for each in ANGLES if each.group not in _HANDS and (each.name, "2d") in named)
    figures = {plane: [[run.agreement_of(angle.name, plane) for run in runs] for angle in angles] for plane in PLANES}

    def array(plane: Plane, figure: str) -> Floats:
        return np.array([[getattr(each, figure) for each in row] for row in figures[plane]], np.float64)

    lengths = np.array([len(run) for run in runs])
    return SweepTable(
        condition=what.name,
        label=what.label,
        unit=what.unit,
        source=source,
        values=values,
        angles=angles,
        frames=len(runs[0]),
        mae_2d_deg=array("2d", "mae"),
        mae_3d_deg=array("3d", "mae"),
        bias_2d_deg=array("2d", "bias"),
        bias_3d_deg=array("3d", "bias"),
        measured_2d=array("2d", "n") / lengths,
        measured_3d=array("3d", "n") / lengths,
        parts=tuple(run.parts for run in runs),
    )


def _share(part: PartFound) -> str:
    return f"{part.found}/{part.expected}" if part.expected else "–"
