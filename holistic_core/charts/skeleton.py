"""The skeleton in space, to be turned with the mouse or a finger."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.angles import check_min_visibility
from holistic_core.charts.look import COLOURS, GRID, SIDE_LABELS, SYMBOLS, apply_look, landmark_label
from holistic_core.errors import OptionsError
from holistic_core.options import PARTS, Part
from holistic_core.results import HolisticResult, Landmarks

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SkeletonSource = Literal["world", "image"]

_Points = npt.NDArray[np.float64]
_HEIGHT_PX: Final = 500
_MARKER_PX: Final = {"pose": 4, "face": 1.5, "left_hand": 3, "right_hand": 3}
_LINE_PX: Final = {"pose": 6, "face": 2, "left_hand": 4, "right_hand": 4}
# From the front, a little from the side and from above, in units of the scene.
_EYE: Final = {"x": 0.5, "y": -2.3, "z": 0.6}
_FARTHEST: Final = 1.4
# Each part has its own origin in depth. Those of hands and face are put where the body has the same point:
# (index in the part, index in the body).
_SHARED_POINT: Final = {"left_hand": (0, 15), "right_hand": (0, 16), "face": (1, 0)}


def skeleton_3d(result: HolisticResult, source: SkeletonSource = "world", *, min_visibility: float = 0.5) -> "Figure":
    """One person's bones in space, upright and seen from the front, on axes of equal scale.

    source: "world" is the body in metres around the middle of the hips; "image" is body, face and hands in pixels of
    the picture, hands and face moved in depth to the wrists and the nose. Points less visible than `min_visibility`
    (0-1) are left out.
    """
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    check_min_visibility(min_visibility)
    if source not in ("world", "image"):
        raise OptionsError(f"source is {source!r}; choose 'world' or 'image'.")
    unit = "m" if source == "world" else "px"
    figure = go.Figure()
    far = 1.0
    for part, landmarks, points in _parts(result, source, min_visibility):
        if part == "pose":
            far = _distance(points)
        for trace in _traces(part, landmarks, points, unit):
            figure.add_trace(trace)
    title = "Body in metres (3D)" if source == "world" else "All landmarks in pixels (3D)"
    apply_look(figure, title=title, height=_HEIGHT_PX, legend=True)
    if not figure.data:
        figure.add_annotation(text="No body found", showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper")
    axis = {"showbackground": False, "gridcolor": GRID, "zeroline": False, "nticks": 6, "tickfont": {"size": 10}}
    figure.update_layout(
        dragmode="turntable",
        margin={"l": 0, "r": 0},
        scene={
            "aspectmode": "data",
            "xaxis": axis | {"title": f"right ({unit})"},
            "yaxis": axis | {"title": f"away ({unit})", "nticks": 3},
            "zaxis": axis | {"title": f"down ({unit})", "autorange": "reversed"},
            "camera": {
                "eye": {axis: distance * far for axis, distance in _EYE.items()},
                "center": {"x": 0, "y": 0, "z": -0.1},
                "up": {"x": 0, "y": 0, "z": 1},
            },
        },
    )
    return figure


def _parts(
    result: HolisticResult, source: SkeletonSource, min_visibility: float
) -> Iterator[tuple[Part, Landmarks, _Points]]:
    """What is drawn: the part and its points `(n, 3)`: right, down, away from the camera; NaN where not visible."""
    if source == "world":
        if result.pose_world is not None:
            yield "pose", result.pose_world, _visible(result.pose_world, result.pose_world.xyz_m, min_visibility)
        return
    pose = None if result.pose is None else result.pose.xyz_px(result.image_size)
    for part in PARTS:
        landmarks = result.part(part)
        if landmarks is None:
            continue
        points = _visible(landmarks, landmarks.xyz_px(result.image_size), min_visibility)
        if pose is not None and part in _SHARED_POINT:
            own, body = _SHARED_POINT[part]
            shift = float(pose[body, 2]) - points[own, 2]
            points[:, 2] += shift if np.isfinite(shift) else 0.0
        yield part, landmarks, points


def _distance(points: _Points) -> float:
    """How much farther the eye stands for a person wider than tall, who would not fit a phone."""
    there = points[np.isfinite(points).all(axis=1)]
    if not len(there):
        return 1.0
    wide, tall, _ = np.ptp(there, axis=0)
    return float(np.clip(wide / tall, 1.0, _FARTHEST)) if tall > 0 else 1.0


def _visible(landmarks: Landmarks, xyz: npt.NDArray[np.float32], min_visibility: float) -> _Points:
    points = xyz.astype(np.float64)
    points[landmarks.visibility < min_visibility] = np.nan  # False where the visibility is not told
    return points


def _traces(part: Part, landmarks: Landmarks, points: _Points, unit: str) -> Iterator[Any]:
    from plotly import graph_objects as go  # noqa: PLC0415

    topology = landmarks.topology
    digits = ".3f" if unit == "m" else ".0f"
    for side in dict.fromkeys(topology.sides):
        bones = [edge for edge in topology.edges if topology.edge_side(edge) == side]
        # x, y and z of the chart are right, away and down; None lifts the pen between bones.
        drawn = [edge for edge in bones if np.isfinite(points[list(edge)]).all()]
        gap = [np.full(3, np.nan)]
        path = np.array([row for one, other in drawn for row in (points[one], points[other], *gap)]).reshape(-1, 3)
        yield go.Scatter3d(
            x=path[:, 0],
            y=path[:, 2],
            z=path[:, 1],
            mode="lines",
            line={"color": COLOURS[side], "width": _LINE_PX[part]},
            legendgroup=side,
            showlegend=False,
            hoverinfo="skip",
        )
        own = [i for i, point_side in enumerate(topology.sides) if point_side == side]
        yield go.Scatter3d(
            name=SIDE_LABELS[side],
            x=points[own, 0],
            y=points[own, 2],
            z=points[own, 1],
            mode="markers",
            marker={"color": COLOURS[side], "symbol": SYMBOLS[side], "size": _MARKER_PX[part]},
            legendgroup=side,
            showlegend=part in ("pose", "face"),
            text=[landmark_label(part, topology.names[i]) for i in own],
            hovertemplate=(
                f"%{{text}}<br>right %{{x:{digits}}} {unit}, down %{{z:{digits}}} {unit}, "
                f"away %{{y:{digits}}} {unit}<extra></extra>"
            ),
        )
