"""COCO keypoints, read by a reader that knows the format and nothing of this project."""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from holistic_core.export import PictureRecord, to_coco
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE

# Written from the format's own description, independent of the tables of the exporter.
COCO_ORDER = [
    *("nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow"),
    *("right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle"),
    "right_ankle",
]
POSE_INDEX = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)


def load(text: str) -> tuple[dict[str, Any], list[tuple[dict[str, Any], dict[str, tuple[float, float, int]]]]]:
    """Checks a document against the rules of the format; gives the annotations with their points by name."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    document = json.loads(text, parse_constant=refuse)
    assert set(document) == {"info", "licenses", "images", "annotations", "categories"}
    (category,) = document["categories"]
    names = category["keypoints"]
    assert (category["name"], names) == ("person", COCO_ORDER)
    assert len(category["skeleton"]) == 19
    assert {end for bone in category["skeleton"] for end in bone} == set(range(1, 18)), "bones count from 1"
    images = {image["id"]: image for image in document["images"]}
    assert len(images) == len(document["images"])
    assert len({annotation["id"] for annotation in document["annotations"]}) == len(document["annotations"])
    people = []
    for annotation in document["annotations"]:
        image = images[annotation["image_id"]]
        numbers = annotation["keypoints"]
        assert len(numbers) == 51
        assert annotation["category_id"] == category["id"]
        assert annotation["iscrowd"] == 0
        points = {name: tuple(numbers[3 * i : 3 * i + 3]) for i, name in enumerate(names)}
        for x, y, flag in points.values():
            assert flag in (0, 1, 2)
            assert (x, y) == (0, 0) if flag == 0 else (0 <= x <= image["width"] and 0 <= y <= image["height"])
        assert annotation["num_keypoints"] == sum(flag > 0 for _, _, flag in points.values())
        left, top, width, height = annotation["bbox"]
        assert 0 <= left <= left + width <= image["width"] + 0.01
        assert 0 <= top <= top + height <= image["height"] + 0.01
        assert annotation["area"] == pytest.approx(width * height, abs=0.01)
        for x, y, flag in points.values():
            if flag:
                assert left - 0.01 <= x <= left + width + 0.01
                assert top - 0.01 <= y <= top + height + 0.01
        people.append((annotation, points))
    return document, people


def test_each_coco_point_is_the_body_point_of_that_name(record: Callable[..., PictureRecord]) -> None:
    _, ((annotation, points),) = load(to_coco([record()]))

    for name, index in zip(COCO_ORDER, POSE_INDEX, strict=True):
        x = 0.1 + index / 1000
        assert points[name] == (pytest.approx(200 * x, abs=0.01), pytest.approx(50 * x, abs=0.01), 2)
    assert annotation["num_keypoints"] == 17
    assert annotation["score"] == 0.9877


def test_flags_tell_missing_outside_hidden_and_visible_points_apart(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    xyz = person().pose.xyz.copy()
    visibility = np.full(33, 0.9)
    xyz[POSE.index("left_knee")] = np.nan
    xyz[POSE.index("left_ankle")] = (0.5, 1.2, 0)
    xyz[POSE.index("nose")] = (-0.01, 0.2, 0)
    visibility[POSE.index("right_wrist")] = 0.49
    visibility[POSE.index("right_elbow")] = 0.5
    visibility[POSE.index("right_hip")] = np.nan
    someone = person(pose=Landmarks.from_xyz(POSE, xyz, visibility=visibility))
    _, ((annotation, points),) = load(to_coco([record(people=(someone,))]))

    assert points["left_knee"] == points["left_ankle"] == points["nose"] == (0, 0, 0)
    assert points["right_wrist"][2] == 1
    assert points["right_elbow"][2] == points["right_hip"][2] == 2, "an unknown visibility does not hide a point"
    assert annotation["num_keypoints"] == 14


def test_the_box_reaches_around_hands_and_face_inside_the_picture(record: Callable[..., PictureRecord]) -> None:
    _, ((annotation, _),) = load(to_coco([record()]))

    # The body begins at x = 0.1, the face ends at 0.2 + 467 / 1000, in a picture of 200 × 100.
    assert annotation["bbox"] == pytest.approx([20, 5, 113.4, 28.35], abs=0.01)


def test_pictures_and_people_are_numbered_and_pictures_without_people_stay(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    outside = person(pose=Landmarks.from_xyz(POSE, np.full((33, 3), 1.5)), face=None, left_hand=None)
    records = [
        record(name="a.jpg", people=(person(), person())),
        record(name="b.jpg", people=()),
        record(name="c.jpg", people=(person(pose=None), outside, person(pose_score=math.nan))),
    ]
    document, people = load(to_coco(records))

    assert [(image["id"], image["file_name"]) for image in document["images"]] == [
        (1, "a.jpg"),
        (2, "b.jpg"),
        (3, "c.jpg"),
    ]
    assert [(annotation["id"], annotation["image_id"]) for annotation, _ in people] == [(1, 1), (2, 1), (3, 3)]
    assert "score" not in people[2][0]
