"""What the X-ray draws: regions on the picture, and a model's answer on the crop it saw."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core import palette
from holistic_core.geometry import Points, Rect, rect_corners
from holistic_core.trace import Candidates, ModelCall
from ui.findings import RGB

Colour = tuple[int, int, int]
SHOWN_PX: Final = 512
_SHIFT: Final = 4
_GREY: Final = 128
_WHITE: Final = (255, 255, 255)
_MOST_BOXES: Final = 40
_HEAT: Final = 0.65


def colour_of(stage: str) -> Colour:
    """The colour of the part a stage works on."""
    for part, colour in (("left", palette.LEFT), ("right", palette.RIGHT), ("face", palette.FACE)):
        if stage.startswith(part):
            return palette.rgb_of(colour)
    return palette.rgb_of(palette.MIDDLE)


def regions_drawn(rgb: RGB, calls: list[ModelCall], full_width_px: int) -> RGB:
    """The picture with the square of every model call, numbered in the order of the calls.

    rgb: the picture, perhaps scaled down. full_width_px: width of the picture the trace was made on.
    A square may reach beyond the picture: the canvas does then too, up to a quarter of the picture on each side.
    """
    scale = rgb.shape[1] / full_width_px
    return squares_drawn(
        rgb,
        [(rect_corners(call.roi) * scale, colour_of(call.stage), str(number)) for number, call in enumerate(calls, 1)],
    )


def region_drawn(rgb: RGB, roi: Rect, colour: Colour | None = None) -> RGB:
    """The picture with one square."""
    return squares_drawn(rgb, [(rect_corners(roi), colour or palette.rgb_of(palette.WARNING), "")])


def squares_drawn(rgb: RGB, squares: list[tuple[Points, Colour, str]]) -> RGB:
    """The picture with squares `(corners in pixels, colour, number)` on a canvas that has room for them."""
    canvas, moved = _roomy(rgb, [corners for corners, _, _ in squares])
    unit = max(canvas.shape[:2]) / 600
    for order, (corners_px, own_colour, number) in enumerate(squares, 1):
        corners = corners_px + moved
        fixed = np.round(corners * (1 << _SHIFT)).astype(np.int32)
        for colour, width in ((_WHITE, 4 * unit), (own_colour, 2 * unit)):
            cv2.polylines(canvas, [fixed], True, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)
        if number:
            _write_number(canvas, number, corners[order % 4], own_colour, unit)
    return canvas


def as_seen(crop: RGB) -> RGB:
    """A crop as large as an answer, with the very pixels the model saw: nothing is smoothed."""
    return np.asarray(cv2.resize(crop, (SHOWN_PX, SHOWN_PX), interpolation=cv2.INTER_NEAREST), np.uint8)


def answer_drawn(
    crop: RGB,
    points: Points | None,
    candidates: Candidates | None = None,
    heat: npt.NDArray[Any] | None = None,
    *,
    colour: Colour | None = None,
    before: Points | None = None,
) -> RGB:
    """A model's answer on an enlarged copy of the crop it saw.

    points: fractions of the crop. candidates: anchors as dots, boxes as lines, what was left bold with its score.
    heat: `(h, w)`, 0-1, laid over it. before: where `points` were before they were refined, with a line between.
    """
    canvas: RGB = np.asarray(cv2.resize(crop, (SHOWN_PX, SHOWN_PX), interpolation=cv2.INTER_LINEAR), np.uint8)
    if heat is not None:
        canvas = _heated(canvas, heat)
    if candidates is not None:
        _draw_candidates(canvas, candidates)
    own = colour or palette.rgb_of(palette.MIDDLE)
    if points is not None:
        # A face has hundreds of points; and where one came from must not be hidden by it.
        radius = 2 if len(points) > 100 else 3 if before is not None else 5  # noqa: PLR2004
        for index, place in enumerate(points * SHOWN_PX):
            centre = _whole(place)
            if before is not None:
                start = _whole(before[index] * SHOWN_PX)
                cv2.line(canvas, start, centre, _WHITE, 1, cv2.LINE_AA)
                cv2.circle(canvas, start, 3, palette.rgb_of(palette.WARNING), -1, cv2.LINE_AA)
            cv2.circle(canvas, centre, radius + 1, _WHITE, -1, cv2.LINE_AA)
            cv2.circle(canvas, centre, radius, own, -1, cv2.LINE_AA)
    return canvas


def moves_drawn(rgb: RGB, before_px: Points, after_px: Points) -> RGB:
    """Points before (vermilion) and after (green) the filters, on the picture they were found in."""
    canvas = rgb.copy()
    unit = max(canvas.shape[:2]) / 600
    for start, end in zip(before_px, after_px, strict=True):
        cv2.line(canvas, _whole(start), _whole(end), _WHITE, max(1, round(unit)), cv2.LINE_AA)
        cv2.circle(canvas, _whole(start), round(3 * unit), palette.rgb_of(palette.WARNING), -1, cv2.LINE_AA)
        cv2.circle(canvas, _whole(end), round(3 * unit), palette.rgb_of(palette.MIDDLE), -1, cv2.LINE_AA)
    return canvas


def _draw_candidates(canvas: RGB, candidates: Candidates) -> None:
    for box, anchor in list(zip(candidates.boxes, candidates.anchors, strict=True))[:_MOST_BOXES]:
        low, high = _whole(box[:2] * SHOWN_PX), _whole(box[2:] * SHOWN_PX)
        cv2.rectangle(canvas, low, high, palette.rgb_of(palette.RIGHT), 1, cv2.LINE_AA)
        cv2.circle(canvas, _whole(anchor * SHOWN_PX), 4, palette.rgb_of(palette.LEFT), -1, cv2.LINE_AA)
    if len(candidates.keypoints):
        for place in candidates.keypoints[0] * SHOWN_PX:
            cv2.circle(canvas, _whole(place), 6, palette.rgb_of(palette.TRUTH), -1, cv2.LINE_AA)
    for number, box in enumerate(candidates.found):
        low, high = _whole(box[:2] * SHOWN_PX), _whole(box[2:] * SHOWN_PX)
        cv2.rectangle(canvas, low, high, palette.rgb_of(palette.MIDDLE), 3, cv2.LINE_AA)
        if number == 0:
            score = f"{candidates.scores[0]:.2f}"
            place = (max(low[0], 4), max(low[1] - 8, 22))
            for colour, width in ((_WHITE, 5), ((0, 0, 0), 2)):
                cv2.putText(canvas, score, place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, colour, width, cv2.LINE_AA)


def _heated(canvas: RGB, heat: npt.NDArray[Any]) -> RGB:
    large = cv2.resize(heat.astype(np.float32), (SHOWN_PX, SHOWN_PX), interpolation=cv2.INTER_NEAREST)
    colours = cv2.applyColorMap(np.round(large * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)[:, :, ::-1]
    grey = canvas.mean(axis=2, keepdims=True)
    share = _HEAT * large[:, :, None]
    return np.clip(grey * (1 - share) + colours * share, 0, 255).astype(np.uint8)


def _whole(place: npt.NDArray[np.float64]) -> tuple[int, int]:
    # Far outside is as good as outside; OpenCV does not take numbers of any size.
    x, y = np.clip(np.round(place), -10_000, 10_000)
    return int(x), int(y)


def _roomy(rgb: RGB, squares: list[Points]) -> tuple[RGB, Points]:
    """The picture on a grey canvas that holds the squares, and by how much it moved, `(x, y)`."""
    size = np.array([rgb.shape[1], rgb.shape[0]])
    points = np.concatenate([*squares, np.array([[0, 0], size])])
    before = np.clip(np.ceil(-points.min(axis=0)), 0, size // 4).astype(int)
    after = np.clip(np.ceil(points.max(axis=0) - size), 0, size // 4).astype(int)
    canvas = cv2.copyMakeBorder(
        rgb, before[1], after[1], before[0], after[0], cv2.BORDER_CONSTANT, value=(_GREY, _GREY, _GREY)
    )
    return np.asarray(canvas, np.uint8), before.astype(np.float64)


def _write_number(canvas: RGB, number: str, corner: Points, colour: Colour, unit: float) -> None:
    # Different corners for consecutive squares, which often share one; never outside of the canvas.
    radius = 11 * unit
    limits = np.array([canvas.shape[1], canvas.shape[0]]) - radius - 1
    centre = tuple(np.round(np.clip(corner, radius, limits)).astype(int).tolist())
    cv2.circle(canvas, centre, round(radius), _WHITE, -1, cv2.LINE_AA)
    cv2.circle(canvas, centre, round(radius), colour, max(1, round(2 * unit)), cv2.LINE_AA)
    scale, width = 0.5 * unit, max(1, round(1.5 * unit))
    (text_width, text_height), _ = cv2.getTextSize(number, cv2.FONT_HERSHEY_SIMPLEX, scale, width)
    origin = centre[0] - text_width // 2, centre[1] + text_height // 2
    cv2.putText(canvas, number, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, (0, 0, 0), width, cv2.LINE_AA)
