"""Results to COCO keypoints (17 points a person) for annotation and evaluation tools. Mapping: docs/schema.md."""

import json
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.export.schema import PictureRecord
from holistic_core.options import PARTS
from holistic_core.results import HolisticResult
from holistic_core.topology import POSE

# Names, order and bones of the "person" category of the COCO keypoint annotations, person_keypoints_*2017.json.
COCO_KEYPOINTS: Final = (
    "nose",
    *("left_eye", "right_eye", "left_ear", "right_ear"),
    *(
        f"{side}_{joint}"
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
        for side in ("left", "right")
    ),
)
_SKELETON: Final = (
    *((16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7)),
    *((6, 8), (7, 9), (8, 10), (9, 11), (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7)),
)
# COCO's own names stand in the body's topology, so the mapping is by name.
POSE_INDICES: Final = tuple(POSE.index(name) for name in COCO_KEYPOINTS)

_NOT_FOUND, _HIDDEN, _VISIBLE = 0, 1, 2
_VISIBLE_FROM: Final = 0.5
_DIGITS: Final = 2


def to_coco(records: Iterable[PictureRecord]) -> str:
    """A COCO keypoints document in pixels; a person without a keypoint inside the picture gets no annotation.

    Image and annotation numbers count from 1 in the order given. Visibility flags: 0 not found or outside the picture
    (then x and y are 0, as the format demands), 1 found with visibility below 0.5, 2 found and visible.
    """
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for image_id, record in enumerate(records, 1):
        width, height = record.image_size
        images.append({"id": image_id, "file_name": record.name, "width": int(width), "height": int(height)})
        for person in record.people:
            annotation = _annotation(person)
            if annotation is not None:
                annotations.append({"id": len(annotations) + 1, "image_id": image_id, "category_id": 1, **annotation})
    document = {
        "info": {"description": "Body keypoints found by Holistic Lab, not annotated by people", "version": "1.0"},
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": [
            {
                "id": 1,
                "name": "person",
                "supercategory": "person",
                "keypoints": list(COCO_KEYPOINTS),
                "skeleton": [list(bone) for bone in _SKELETON],
            }
        ],
    }
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def _annotation(person: HolisticResult) -> dict[str, Any] | None:
    if person.pose is None:
        return None
    xy_px = person.pose.xy_px(person.image_size)[list(POSE_INDICES)]
    hidden = person.pose.visibility[list(POSE_INDICES)] < _VISIBLE_FROM
    inside = _inside(xy_px, person.image_size)
    if not inside.any():
        return None
    keypoints: list[float] = []
    for (x, y), is_inside, is_hidden in zip(xy_px.tolist(), inside, hidden, strict=True):
        flag = (_HIDDEN if is_hidden else _VISIBLE) if is_inside else _NOT_FOUND
        keypoints += [round(x, _DIGITS), round(y, _DIGITS), flag] if flag else [0, 0, _NOT_FOUND]
    left, top, width, height = _box(person)
    annotation: dict[str, Any] = {
        "iscrowd": 0,
        "segmentation": [],
        "num_keypoints": int(inside.sum()),
        "keypoints": keypoints,
        "bbox": [left, top, width, height],
        "area": round(width * height, _DIGITS),
    }
    if np.isfinite(person.pose_score):
        annotation["score"] = round(float(person.pose_score), 4)
    return annotation


def _inside(xy_px: npt.NDArray[np.float32], image_size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    inside: npt.NDArray[np.bool_] = ((xy_px >= 0) & (xy_px <= np.asarray(image_size))).all(axis=1)
    return inside


def _box(person: HolisticResult) -> tuple[float, float, float, float]:
    """x, y, width, height in pixels around every landmark of the person that lies inside the picture."""
    found = [landmarks.xy_px(person.image_size) for part in PARTS if (landmarks := person.part(part)) is not None]
    points = np.concatenate(found)
    points = points[_inside(points, person.image_size)].astype(np.float64)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return (
        round(float(left), _DIGITS),
        round(float(top), _DIGITS),
        round(float(right - left), _DIGITS),
        round(float(bottom - top), _DIGITS),
    )
