"""The hover overlay carries the drawn picture and the name of every landmark that is drawn."""

import base64
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.charts.overlay import hover_overlay
from holistic_core.drawing import DrawOptions, draw
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE
from tests.stick_person import seen_with, standing


def sky(width: int, height: int) -> npt.NDArray[np.uint8]:
    ramp = np.linspace(60, 200, height).astype(np.uint8)
    return np.repeat(np.repeat(ramp[:, None, None], width, axis=1), 3, axis=2)


def embedded(figure) -> npt.NDArray[np.uint8]:  # type: ignore[no-untyped-def]
    head, data = figure.layout.images[0].source.split(",")
    assert head == "data:image/jpeg;base64"
    decoded = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    return decoded[:, :, ::-1]


def names(figure) -> dict[str, tuple[float, float]]:  # type: ignore[no-untyped-def]
    return {text: (x, y) for trace in figure.data for text, x, y in zip(trace.text, trace.x, trace.y, strict=True)}


def test_the_picture_is_the_drawn_one() -> None:
    picture = sky(640, 480)
    difference = np.abs(embedded(hover_overlay(picture, standing())).astype(int) - draw(picture, standing()))
    assert difference.mean() < 1.5


def test_every_landmark_has_its_name_at_its_pixel() -> None:
    person = standing((800, 300))
    shown = names(hover_overlay(sky(800, 300), person))
    assert len(shown) == 543
    assert person.pose is not None
    x, y = person.pose.xy_px((800, 300))[POSE.index("left_knee")]
    assert shown["Left knee (25)"] == pytest.approx((x, y), abs=0.01)


def test_only_what_is_drawn_has_a_name() -> None:
    person = seen_with(standing(), {"left_knee": 0.3})
    shown = names(hover_overlay(sky(640, 480), person, DrawOptions(parts=frozenset({"pose"}))))
    assert len(shown) == 32 and "Left knee (25)" not in shown


def test_large_pictures_are_shown_small_but_told_in_their_own_pixels() -> None:
    person = replace(standing(), image_size=(4000, 3000))
    figure = hover_overlay(sky(4000, 3000), person)
    assert embedded(figure).shape == (960, 1280, 3)
    assert len(figure.to_json()) < 1_500_000
    assert tuple(figure.layout.xaxis.range) == (0, 4000) and tuple(figure.layout.yaxis.range) == (3000, 0)
    image = figure.layout.images[0]
    assert (image.sizex, image.sizey) == (4000, 3000)


def test_small_pictures_are_not_enlarged() -> None:
    assert embedded(hover_overlay(sky(320, 240), replace(standing(), image_size=(320, 240)))).shape == (240, 320, 3)


def test_people_are_told_apart() -> None:
    shown = names(hover_overlay(sky(640, 480), [standing(), standing()]))
    assert {"Person 1: Left knee (25)", "Person 2: Left knee (25)"} <= set(shown)


def test_visibility_is_told_where_there_is_one() -> None:
    body, face, *_ = hover_overlay(sky(640, 480), standing()).data
    assert set(body.customdata) == {"<br>visibility 1.00"} and set(face.customdata) == {""}


@pytest.mark.parametrize("people", [[], HolisticResult((640, 480))])
def test_nobody_is_the_picture_alone(people: object) -> None:
    figure = hover_overlay(sky(640, 480), people)  # type: ignore[arg-type]
    assert names(figure) == {} and embedded(figure).shape == (480, 640, 3)


def test_the_picture_keeps_its_shape_and_fits_a_laptop() -> None:
    for width, height in ((640, 480), (1600, 300), (300, 1600)):
        layout = hover_overlay(sky(width, height), replace(standing(), image_size=(width, height))).layout
        assert layout.yaxis.scaleanchor == "x"
        assert 200 <= layout.height <= 560
