"""Two skeletons of one person in one picture: where the joints are, and where they were measured."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core import palette
from holistic_core.drawing import brush
from holistic_core.drawing.brush import Image, PointsPx
from holistic_core.drawing.options import DrawOptions
from holistic_core.drawing.person import leave_to_finer_parts, visible_px
from holistic_core.drawing.picture import draw
from holistic_core.options import BODY_AND_HANDS, PARTS, Part
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE, topology_named

_DEFAULT: Final = DrawOptions(parts=BODY_AND_HANDS)
_TRUTH: Final = palette.rgb_of(palette.TRUTH)
_DARK: Final = (24, 24, 24)
_WHITE: Final = (255, 255, 255)
# Widths and lengths in pixels of a picture whose shorter side is 480; hands are drawn finer.
_REFERENCE_SIDE_PX: Final = 480
_HAND_SHARE: Final = 0.6
_BONE_PX: Final = 2.0
_DASH_PX: Final = 7.0
_RING_PX: Final = 4.6
_JOINER_PX: Final = 1.0
# Eyes and mouth stand too close for hollow points, and no angle uses them.
_CROWDED: Final = [index for index, name in enumerate(POSE.names) if "eye" in name or "mouth" in name]
# Joints closer than this to each other are joined by nothing that could be seen.
_CLOSE_PX: Final = 3.0


def draw_comparison(
    rgb: Image, truth: HolisticResult, measured: HolisticResult | None, options: DrawOptions = _DEFAULT
) -> Image:
    """The measured skeleton in the usual colours, the true one over it, and lines between corresponding points.

    The truth is magenta and dashed with hollow points, the lines are thin and white.
    rgb: uint8 `(height, width, 3)`, never written to. measured: None, or without parts, where nobody was found.
    options: for what was measured; parts and thickness count for the truth too, whose hidden joints are drawn as well.
    """
    image = draw(rgb, [] if measured is None else [measured], options)
    height, width = image.shape[:2]
    size = (width, height)
    scale = min(size) / _REFERENCE_SIDE_PX * options.thickness
    true_points = _points(truth, size, options.parts, 0.0)
    if "pose" in true_points:
        true_points["pose"][_CROWDED] = np.nan
    found = {} if measured is None else _points(measured, size, options.parts, options.min_visibility)
    for part, points in true_points.items():
        if part in found:
            _join(image, points, found[part], scale)
    for part, points in true_points.items():
        _draw_truth(image, part, points, scale * (1.0 if part == "pose" else _HAND_SHARE))
    return image


def _points(
    result: HolisticResult, size: tuple[int, int], parts: frozenset[Part], min_visibility: float
) -> dict[Part, PointsPx]:
    present = {part: landmarks for part in PARTS if part in parts and (landmarks := result.part(part)) is not None}
    points = {part: visible_px(landmarks, size, min_visibility) for part, landmarks in present.items()}
    leave_to_finer_parts(points)
    return points


def _join(image: Image, truth: PointsPx, found: PointsPx, scale: float) -> None:
    pairs = np.stack([truth, found], axis=1)
    with np.errstate(invalid="ignore"):
        apart = np.hypot(*(truth - found).T) > _CLOSE_PX * scale  # False for NaN
    width = max(1, round(_JOINER_PX * scale))
    brush.lines(image, pairs[apart], _DARK, width + 2)
    brush.lines(image, pairs[apart], _WHITE, width)


def _draw_truth(image: Image, part: Part, points: PointsPx, scale: float) -> None:
    is_hand = part != "pose"
    width = max(1, round(_BONE_PX * scale))
    # The points of a hand stand too close for circles.
    radius = 0.0 if is_hand else max(1.5, _RING_PX * scale)
    segments = points[np.array(topology_named(part).edges, np.intp)]
    segments = _between_rings(segments[np.isfinite(segments).all(axis=(1, 2))], radius)
    there = points[np.isfinite(points).all(axis=1)]
    # A dark rim keeps the magenta readable on skin and on white walls; around a hand it would hide the fingers.
    for colour, more in ((_TRUTH, 0),) if is_hand else ((_DARK, 2), (_TRUTH, 0)):
        brush.dashes(image, segments, colour, width + more, max(2.0, _DASH_PX * scale))
        if radius:
            brush.rings(image, there, colour, radius, width + more)


def _between_rings(segments: npt.NDArray[np.float32], radius: float) -> npt.NDArray[np.float32]:
    """Shortened at both ends, so that the points stay hollow; those with nothing left between are dropped."""
    along = segments[:, 1] - segments[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    long_enough = length > 2 * radius + 1
    step = along[long_enough] * (radius / length[long_enough])[:, None]
    kept = segments[long_enough]
    return np.stack([kept[:, 0] + step, kept[:, 1] - step], axis=1)
