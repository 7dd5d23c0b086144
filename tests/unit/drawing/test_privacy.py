"""Faces are covered beyond recovery, and a face that was not found does not slip through."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image as PillowImage

from holistic_core import Detector
from holistic_core.drawing import DrawOptions, draw
from holistic_core.drawing.privacy import conceal_all
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE
from tests.stick_person import moved, seen_with, standing

SIZE = (640, 480)
Image = npt.NDArray[np.uint8]
HEAD = POSE.names[:11]
NAN = float("nan")


def noise(size: tuple[int, int] = SIZE) -> Image:
    return np.random.default_rng(4).integers(0, 255, (size[1], size[0], 3), np.uint8)


def covered(picture: Image, people: object, **options: object) -> Image:
    return draw(picture, people, DrawOptions(parts=frozenset(), cover_face=True, **options))  # type: ignore[arg-type]


def head_px(person: HolisticResult) -> npt.NDArray[np.float32]:
    assert person.pose is not None
    return person.pose.xy_px(person.image_size)[:11]


def without_head(person: HolisticResult) -> HolisticResult:
    return replace(moved(person, dict.fromkeys(HEAD, (NAN, NAN))), face=None)


def uniform_around(image: Image, points: npt.NDArray[np.float32]) -> bool:
    """Whether all between the outermost points, as far as it is in the picture, has one colour."""
    x, y = np.floor(points.min(axis=0)).astype(int)
    right, bottom = np.ceil(points.max(axis=0)).astype(int)
    patch = image[max(0, y) : max(0, bottom), max(0, x) : max(0, right)].reshape(-1, 3)
    return bool(len(patch)) and bool((patch == patch[0]).all())


@pytest.mark.parametrize("missing", [{}, {"face": None}, {"pose": None}], ids=["face and body", "body", "face"])
def test_nothing_of_the_face_is_left(missing: dict[str, None]) -> None:
    person = standing()
    assert uniform_around(covered(noise(), replace(person, **missing)), head_px(person))  # type: ignore[arg-type]


def test_the_rest_of_the_picture_stays_as_it_is() -> None:
    picture, person = noise(), standing()
    same = (covered(picture, person) == picture).all(axis=2)
    assert same[200:].all() and same[:, :150].all() and same[:, 490:].all()
    assert 0.001 < 1 - same.mean() < 0.1


@pytest.mark.parametrize("x", [-6.0, 3.0, 320.0, 639.0, 645.0])
@pytest.mark.parametrize("y", [-5.0, 4.0, 477.0, 484.0])
def test_a_head_at_the_edge_is_covered_as_far_as_it_is_seen(x: float, y: float) -> None:
    person = standing()
    shift = np.array((x, y), np.float32) - head_px(person).mean(axis=0)
    places = {name: tuple((point + shift).tolist()) for name, point in zip(HEAD, head_px(person), strict=True)}
    away = replace(moved(person, places), face=None)
    assert uniform_around(covered(noise(), away), head_px(away))


def test_a_head_far_outside_needs_no_cover() -> None:
    person = replace(moved(standing(), dict.fromkeys(HEAD, (320.0, -900.0))), face=None)
    picture = noise()
    np.testing.assert_array_equal(covered(picture, person)[100:], picture[100:])


def test_a_hidden_head_is_covered_too() -> None:
    """The body's model tells where a head is that it does not see well, and it may be wrong about that."""
    person = replace(seen_with(standing(), dict.fromkeys(HEAD, 0.0)), face=None)
    assert uniform_around(covered(noise(), person, min_visibility=0.9), head_px(person))


def test_a_head_whose_points_fall_together_is_covered_by_the_size_of_the_body() -> None:
    x, y = head_px(standing()).mean(axis=0).tolist()
    person = replace(moved(standing(), dict.fromkeys(HEAD, (x, y))), face=None)
    assert uniform_around(covered(noise(), person), head_px(standing()))


def test_everybody_is_covered() -> None:
    one = standing()
    assert one.pose is not None
    points = one.pose.xy_px(SIZE) + np.float32((200, 0))
    other = moved(one, {name: tuple(point.tolist()) for name, point in zip(POSE.names, points, strict=True)})
    drawn = covered(noise(), [one, replace(other, face=None)])
    assert uniform_around(drawn, head_px(one)) and uniform_around(drawn, head_px(other))


def detail(image: Image) -> float:
    """How much neighbours differ: of what a face is recognised by."""
    return float(np.abs(np.diff(image.astype(int), axis=1)).mean())


@pytest.mark.parametrize("background", ["picture", "blurred", "replaced"])
@pytest.mark.parametrize(
    "people",
    [[], HolisticResult(SIZE), [HolisticResult(SIZE)]],
    ids=["nobody", "a result without parts", "only results without parts"],
)
def test_with_nobody_found_the_whole_picture_is_concealed(people: object, background: str) -> None:
    assert detail(covered(noise(), people, background=background)) < 0.02 * detail(noise())


@pytest.mark.parametrize("of", ["the only person", "the second person"])
def test_somebody_whose_head_is_not_located_conceals_the_whole_picture(of: str) -> None:
    people = [without_head(standing())] if of == "the only person" else [standing(), without_head(standing())]
    assert detail(covered(noise(), people)) < 0.02 * detail(noise())


@pytest.mark.parametrize("place", [(1e30, 1e30), (float("inf"), 0.0)], ids=str)
def test_absurd_places_count_as_not_located(place: tuple[float, float]) -> None:
    person = replace(moved(standing(), dict.fromkeys(HEAD, place)), face=None)
    assert detail(covered(noise(), person)) < 0.02 * detail(noise())


def test_hands_alone_do_not_tell_where_the_face_is() -> None:
    hands = replace(standing(), pose=None, face=None)
    assert detail(covered(noise(), hands)) < 0.02 * detail(noise())


@pytest.mark.parametrize("size", [(64, 64), (320, 240), (1280, 720), (90, 2000)])
def test_a_concealed_picture_has_no_more_in_it_than_a_few_patches(size: tuple[int, int]) -> None:
    """It can be made again from 8 colours along its shorter side."""
    picture = noise(size)
    concealed = conceal_all(picture)
    assert concealed.shape == picture.shape
    shorter = min(size)
    patches = (round(size[0] * 8 / shorter), round(size[1] * 8 / shorter))
    small = cv2.resize(picture, patches, interpolation=cv2.INTER_AREA)
    assert np.abs(cv2.resize(small, size).astype(int) - concealed).max() <= 1


def test_a_black_background_needs_no_cover() -> None:
    for people in (standing(), [], without_head(standing())):
        plain, cover = (
            draw(noise(), people, DrawOptions(background="black", cover_face=each)) for each in (False, True)
        )
        np.testing.assert_array_equal(plain, cover)


def test_the_face_can_be_drawn_on_its_cover() -> None:
    drawn = draw(noise(), standing(), DrawOptions(cover_face=True, face="mesh"))
    cover = covered(noise(), standing())
    x, y = head_px(standing()).mean(axis=0).astype(int)
    assert (drawn[y - 15 : y + 15, x - 15 : x + 15] != cover[y - 15 : y + 15, x - 15 : x + 15]).any()


def test_the_input_is_not_written_to_and_nothing_is_covered_unasked() -> None:
    picture = noise()
    covered(picture, [])
    covered(picture, standing())
    np.testing.assert_array_equal(picture, noise())
    assert DrawOptions().cover_face is False


@pytest.mark.parametrize("name", ["tensorflow_portrait.jpg", "vladmandic_ai-body.jpg", "COCO_val2014_000000000294.jpg"])
def test_the_bodys_landmarks_alone_cover_a_real_face(name: str, test_media: Path) -> None:
    """Where the face model finds its 468 points, the cover made from the body has one colour."""
    rgb = np.asarray(PillowImage.open(test_media / "images" / name).convert("RGB"))
    with Detector() as detector:
        result = detector.detect(rgb)
    assert result.face is not None
    cover = covered(rgb, replace(result, face=None))
    hull = cv2.convexHull(np.round(result.face.xy_px(result.image_size)).astype(np.int32))
    face = cv2.fillPoly(np.zeros(rgb.shape[:2], np.uint8), [hull], 1).astype(bool)
    assert len(np.unique(cover[face], axis=0)) == 1
