"""MediaPipe Holistic as the yardstick: its landmarks, and the regions of interest it worked in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from holistic_core.engines.mediapipe import graph_result
from holistic_core.engines.mediapipe_graph import MediaPipeGraph
from holistic_core.geometry import Points, Rect
from holistic_core.options import FindOptions, Part
from holistic_core.results import HolisticResult

_HANDS: Final = "handlandmarksleftandrightcpu"
_FACE: Final = "facelandmarksfromposecpu"
# Region of interest → stream of the flattened graph. "tracking" is the region the landmarks were found in: that of the
# last landmarks where it was close enough to the re-crop, else the re-crop itself.
ROI_STREAMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pose_from_detector": "poselandmarkcpu__pose_rect_from_detection",
        "pose": "poselandmarkcpu__pose_rect",
        "pose_next": "pose_landmarks_roi",
        "left_hand_from_body": f"{_HANDS}__left_hand_roi_from_pose",
        "left_hand_recrop": f"{_HANDS}__left_hand_roi_from_recrop",
        "left_hand_tracking": f"{_HANDS}__left_hand_tracking_roi",
        "right_hand_from_body": f"{_HANDS}__right_hand_roi_from_pose",
        "right_hand_recrop": f"{_HANDS}__right_hand_roi_from_recrop",
        "right_hand_tracking": f"{_HANDS}__right_hand_tracking_roi",
        "face_from_body": f"{_FACE}__face_roi_from_pose",
        "face_detector": f"{_FACE}__face_roi_from_detection",
        "face_tracking": f"{_FACE}__face_tracking_roi",
    }
)
_REMEMBERED: Final[tuple[Part, ...]] = ("left_hand", "right_hand", "face")


@dataclass(frozen=True)
class ReferenceFrame:
    """What MediaPipe made of one picture.

    result: its landmarks. rois: every key of `ROI_STREAMS`, in pixels; None where that step did not happen.
    """

    result: HolisticResult
    rois: Mapping[str, Rect | None]

    @property
    def next_pose_roi(self) -> Rect | None:
        """Where MediaPipe looks for the body in the next frame of a video; None: it asks the detector."""
        return self.rois["pose_next"]

    def previous(self) -> dict[Part, Points | None]:
        """The hands and the face that the next frame of a video may be tracked from, `(n, 2)` in picture fractions."""
        found: dict[Part, Points | None] = {}
        for part in _REMEMBERED:
            landmarks = self.result.part(part)
            found[part] = None if landmarks is None else landmarks.xyz_norm[:, :2].astype(np.float64)
        return found


class Reference:
    """One running MediaPipe graph that shows its regions of interest; use it with `with`.

    static: for pictures that have nothing to do with each other. Take a new one for every picture: its static mode
    forgets the body but carries hands and face over to the next picture.
    """

    def __init__(self, find: FindOptions, *, static: bool) -> None:
        self._find = find
        self._graph = MediaPipeGraph(find, static=static, observe=tuple(ROI_STREAMS.values()))

    def process(self, rgb: npt.NDArray[np.uint8]) -> ReferenceFrame:
        """Landmarks and regions of the next picture, uint8 `(height, width, 3)`; its clock moves on by 33,333 µs."""
        outputs = self._graph.run(rgb)
        image_size = (rgb.shape[1], rgb.shape[0])
        return ReferenceFrame(
            result=graph_result(outputs, image_size, self._find, {}),
            rois={name: _rect(outputs[stream], image_size) for name, stream in ROI_STREAMS.items()},
        )

    def close(self) -> None:
        """Free the graph; closing twice does nothing."""
        self._graph.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _rect(message: Any, image_size: tuple[int, int]) -> Rect | None:
    if message is None:
        return None
    width, height = image_size
    return Rect(
        message.x_center * width,
        message.y_center * height,
        message.width * width,
        message.height * height,
        message.rotation,
    )
