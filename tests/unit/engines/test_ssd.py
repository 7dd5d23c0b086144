"""Detector decoding: anchors, gates, weighted suppression."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.engines.ssd import FACE_DETECTOR, POSE_DETECTOR, anchor_centres, decode, overlap

Raw = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


def raw(boxes: dict[int, tuple[float, ...]], scores: dict[int, float]) -> Raw:
    """Model outputs of the face detector that are empty but for some anchors."""
    values = np.zeros((1, 896, 16), np.float32)
    logits = np.full((1, 896, 1), -50, np.float32)
    for index, box in boxes.items():
        values[0, index, : len(box)] = box
    for index, score in scores.items():
        logits[0, index] = math.log(score / (1 - score))
    return values, logits


def test_anchors_are_those_of_the_models() -> None:
    pose, face = anchor_centres(POSE_DETECTOR), anchor_centres(FACE_DETECTOR)
    assert pose.shape == (2254, 2)
    assert face.shape == (896, 2)
    assert pose[0].tolist() == pose[1].tolist() == pytest.approx([0.5 / 28, 0.5 / 28])
    assert pose[2].tolist() == pytest.approx([1.5 / 28, 0.5 / 28])  # x runs first
    assert face[512:518].tolist() == [[0.0625, 0.0625]] * 6  # three merged layers of stride 16
    assert pose[-1].tolist() == pytest.approx([6.5 / 7, 6.5 / 7])


def test_a_box_is_relative_to_its_anchor() -> None:
    found = decode(*raw({0: (12.8, 0, 25.6, 12.8, 6.4)}, {0: 0.9}), FACE_DETECTOR, 0.5)
    assert len(found) == 1
    anchor = 0.5 / 16
    assert found[0].score == pytest.approx(0.9)
    assert found[0].box.tolist() == pytest.approx([anchor + 0.0, anchor - 0.05, anchor + 0.2, anchor + 0.05])
    assert found[0].keypoints[0].tolist() == pytest.approx([anchor + 0.05, anchor])


@pytest.mark.parametrize(("score", "count"), [(0.501, 1), (0.499, 0)])
def test_the_gate_keeps_what_reaches_it(score: float, count: int) -> None:
    assert len(decode(*raw({0: (0, 0, 20, 20)}, {0: score}), FACE_DETECTOR, 0.5)) == count


def test_overlapping_boxes_are_averaged_by_their_scores() -> None:
    found = decode(*raw({0: (0, 0, 40, 40), 1: (8, 0, 40, 40)}, {0: 0.9, 1: 0.6}), FACE_DETECTOR, 0.5)
    expected = 0.5 / 16 + (0.9 * 0 + 0.6 * 8) / (0.9 + 0.6) / 128
    assert found[0].box[[0, 2]].mean() == pytest.approx(expected)
    assert found[0].score == pytest.approx(0.9)


def test_distant_boxes_are_detections_of_their_own_best_first() -> None:
    outputs = raw({0: (0, 0, 20, 20), 400: (0, 0, 20, 20)}, {0: 0.6, 400: 0.8})
    assert [round(each.score, 2) for each in decode(*outputs, FACE_DETECTOR, 0.5, most=5)] == [0.8, 0.6]
    assert [round(each.score, 2) for each in decode(*outputs, FACE_DETECTOR, 0.5)] == [0.8]


@pytest.mark.parametrize("size", [-5.0, math.nan])
def test_impossible_boxes_are_dropped(size: float) -> None:
    assert decode(*raw({0: (0, 0, size, 20)}, {0: 0.9}), FACE_DETECTOR, 0.5) == []


def test_overlap_is_intersection_over_union() -> None:
    boxes = np.array([[0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 6, 6], [0, 0, 0, 0]], np.float32)
    assert overlap(boxes, boxes[0]).tolist() == pytest.approx([1, 1 / 7, 0, 0])
