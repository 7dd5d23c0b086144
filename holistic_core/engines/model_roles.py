"""What each model is for, and what its tensors mean: the part of the truth that no file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from holistic_core.engines.model_manifest import DERIVED_MODELS, STOCK_MODELS

LICENCE: Final = "Apache-2.0"
_RGB01: Final = ("RGB picture", "0 … 1")
_RGB11: Final = ("RGB picture", "−1 … 1")
_MAPS: Final = ("feature map of lips, of the left or of the right eye", "any")


@dataclass(frozen=True)
class Role:
    """purpose: what it is for, in one line. inputs, outputs: meaning and range of every tensor, in the file's order.

    graph: file of MediaPipe v0.10.21 that says how it is used.
    """

    purpose: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    graph: str


def _detector(purpose: str, keypoints: int, picture: tuple[str, str], size: int, graph: str) -> Role:
    box = f"box and {keypoints} key points of every anchor, in pixels from the anchor"
    return Role(purpose, (picture,), ((box, f"about ±{size}"), ("score of every anchor", "logit")), graph)


def _body(purpose: str) -> Role:
    return Role(
        purpose,
        (_RGB01,),
        (
            ("39 points: x, y, z in crop pixels; visibility, presence", "0 … 256; logits"),
            ("is there a body", "0 … 1"),
            ("person mask", "logits"),
            ("heat map of each point", "logits"),
            ("39 points in metres from the hips", "about ±1"),
        ),
        "pose_landmark_by_roi_cpu.pbtxt",
    )


def _hand(purpose: str) -> Role:
    return Role(
        purpose,
        (_RGB01,),
        (
            ("21 points: x, y, z in crop pixels", "0 … 224"),
            ("is there a hand", "0 … 1"),
            ("right rather than left", "0 … 1"),
            ("21 points in metres from the hand's middle", "about ±0.1"),
        ),
        "hand_landmark_cpu.pbtxt",
    )


_MESH: Final = ("468 points: x, y, z in crop pixels", "0 … 192")
_FACE_FLAG: Final = ("is there a face", "logit")
_EYE: Final = ("71 points of an eye: x, y", "0 … 16")
_IRIS: Final = ("5 points of an iris: x, y", "0 … 16")
_LIPS: Final = ("80 points of the lips: x, y", "0 … 16")
_MASK: Final = ("person mask", "0 … 1")

_STOCK: Final[dict[str, Role]] = {
    "pose_detection": _detector("finds the person in the whole picture", 4, _RGB11, 224, "pose_detection_cpu.pbtxt"),
    "pose_landmark_lite": _body("33 points of the body, fastest"),
    "pose_landmark_full": _body("33 points of the body"),
    "pose_landmark_heavy": _body("33 points of the body, most exact"),
    "hand_recrop": Role(
        "points at a hand's middle and edge, for a closer crop",
        (_RGB01,),
        (("2 points: x, y in crop pixels", "0 … 256"),),
        "hand_recrop_by_roi_cpu.pbtxt",
    ),
    "hand_landmark_full": _hand("21 points of a hand"),
    "hand_landmark_lite": _hand("21 points of a hand, faster; Holistic takes the full one"),
    "face_detection_short_range": _detector(
        "finds the face near the head of the body", 6, _RGB11, 128, "face_detection_short_range_cpu.pbtxt"
    ),
    "face_detection_full_range_sparse": _detector(
        "finds small faces far away", 6, _RGB11, 192, "face_detection_full_range_cpu.pbtxt"
    ),
    "face_landmark": Role("468 points of the face", (_RGB01,), (_MESH, _FACE_FLAG), "face_landmark_cpu.pbtxt"),
    "face_landmark_with_attention": Role(
        "478 points of the face, with finer lips, eyes and irises",
        (_RGB01,),
        (_MESH, _LIPS, _EYE, _EYE, _IRIS, _IRIS, _FACE_FLAG),
        "face_landmark_cpu.pbtxt",
    ),
    "iris_landmark": Role(
        "irises in a crop of an eye, for the older face pipeline",
        (_RGB01,),
        (("71 points of the eye: x, y, z in crop pixels", "0 … 64"), ("5 points of the iris: x, y, z", "0 … 64")),
        "iris_landmark_cpu.pbtxt",
    ),
    "palm_detection_full": _detector(
        "finds palms in the whole picture; Holistic asks the body instead", 7, _RGB01, 192, "palm_detection_cpu.pbtxt"
    ),
    "palm_detection_lite": _detector(
        "finds palms in the whole picture, faster", 7, _RGB01, 192, "palm_detection_cpu.pbtxt"
    ),
    "selfie_segmentation": Role(
        "separates a person from the background", (_RGB01,), (_MASK,), "selfie_segmentation_cpu.pbtxt"
    ),
    "selfie_segmentation_landscape": Role(
        "separates a person from the background, wide picture", (_RGB01,), (_MASK,), "selfie_segmentation_cpu.pbtxt"
    ),
}
_HEADS: Final = Role(
    "lips, eyes and irises from three cut-out feature maps",
    (_MAPS,) * 3,
    (_LIPS, _EYE, _IRIS, _EYE, _IRIS),
    "face_landmark_cpu.pbtxt",
)
_TRUNK: Final = Role(
    "468 points of the face and a feature map of it",
    (_RGB01,),
    (_MESH, ("feature map", "any"), _FACE_FLAG),
    "face_landmark_cpu.pbtxt",
)


def _derived(name: str) -> Role:
    own = {"face_attention_trunk": _TRUNK, "face_attention_heads": _HEADS}.get(name)
    if own is not None:
        return own
    model = DERIVED_MODELS[name]
    stock = _STOCK[model.source]
    return Role(stock.purpose, stock.inputs, tuple(stock.outputs[index] for index in model.outputs), stock.graph)


ROLES: Final[Mapping[str, Role]] = MappingProxyType(
    {name: _STOCK[name] for name in STOCK_MODELS} | {name: _derived(name) for name in DERIVED_MODELS}
)
"""The role of every model of the manifest."""
