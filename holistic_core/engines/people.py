"""Several people in one picture: candidates from the whole picture and from parts of it, without doubles."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from holistic_core.engines.body import Body, body_rois, find_body
from holistic_core.engines.crop import RGB, whole_picture
from holistic_core.engines.interpreters import InterpreterSet
from holistic_core.engines.recorder import Recorder
from holistic_core.geometry import Points, Rect
from holistic_core.options import FindOptions

# The person detector was made for one person who fills the picture; people in a corner are found when they fill a
# window. Sides are fractions of the picture's shorter side, neighbours overlap by half.
_WINDOW_SIDES: Final = (1.0, 0.6)
_OVERLAP: Final = 0.5
_MOST_WINDOWS: Final = 48
_CANDIDATES_PER_WINDOW: Final = 6
# Median distance of the points of two bodies, in sides of the smaller one's ROI, below which they are one person.
_SAME_PERSON: Final = 0.15
# Distance of two noses, in head sizes, below which they are one.
_SAME_HEAD: Final = 0.5
_NOSE, _HEAD = 0, slice(0, 11)
# A hand or a lamp can look like a person to the detector, but the landmarks then lie unseen or outside.
_MIN_VISIBLE_POINTS: Final = 9
_VISIBLE: Final = 0.5


def distinct_bodies(
    models: InterpreterSet, rgb: RGB, max_people: int, find: FindOptions, recorder: Recorder
) -> list[Body]:
    """Bodies of different people, the largest in the picture first, at most `max_people`."""
    size = np.array([rgb.shape[1], rgb.shape[0]], np.float64)
    bodies: list[Body] = []
    for window in _windows((rgb.shape[1], rgb.shape[0])):
        for roi in body_rois(models, rgb, find, recorder, window=window, most=_CANDIDATES_PER_WINDOW):
            body = find_body(models, rgb, roi, find, recorder)
            if body is not None and _is_seen(body):
                _add_unless_known(body, bodies, size)
    return sorted(bodies, key=lambda body: _extent_px(body, size), reverse=True)[:max_people]


def _windows(image_size: tuple[int, int]) -> Iterator[Rect]:
    """The whole picture first, then squares over all of it."""
    yield whole_picture(image_size)
    budget = _MOST_WINDOWS
    for fraction in _WINDOW_SIDES:
        side = min(image_size) * fraction
        columns, rows = (_positions(length, side) for length in image_size)
        budget -= len(columns) * len(rows)
        if budget < 0:  # a panorama: smaller windows would take seconds
            return
        for cy in rows:
            for cx in columns:
                yield Rect(cx, cy, side, side, 0.0)


def _positions(length: int, side: float) -> list[float]:
    """Centres of windows that cover `length` and overlap at least by half."""
    steps = math.ceil(max(length - side, 0) / (side * _OVERLAP))
    return [float(centre) for centre in np.linspace(side / 2, length - side / 2, steps + 1)] if steps else [length / 2]


def _add_unless_known(body: Body, bodies: list[Body], size: Points) -> None:
    for index, known in enumerate(bodies):
        if _is_same_person(body, known, size):
            if body.score > known.score:
                bodies[index] = body
            return
    bodies.append(body)


def _is_same_person(one: Body, other: Body, size: Points) -> bool:
    """Whether the bodies lie on each other, or share a head: a close-up of a face can look like a small person."""
    one_px, other_px = one.points[:, :2] * size, other.points[:, :2] * size
    apart = np.median(np.linalg.norm(one_px - other_px, axis=1))
    if apart < _SAME_PERSON * min(one.roi.width, other.roi.width):
        return True
    head_px = max(float(np.linalg.norm(np.ptp(points[_HEAD], axis=0))) for points in (one_px, other_px))
    return float(np.linalg.norm(one_px[_NOSE] - other_px[_NOSE])) < _SAME_HEAD * head_px


def _seen_points(body: Body) -> Points:
    inside = ((body.points[:, :2] >= 0) & (body.points[:, :2] <= 1)).all(axis=1)
    seen: Points = body.points[inside & (body.visibility > _VISIBLE), :2]
    return seen


def _is_seen(body: Body) -> bool:
    return len(_seen_points(body)) >= _MIN_VISIBLE_POINTS


def _extent_px(body: Body, size: Points) -> float:
    """Area of the box around what can be seen of the person, in square pixels."""
    return float(np.prod(np.ptp(_seen_points(body) * size, axis=0)))
