"""What is seen behind the people: the picture, black, a blur or one colour."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core import palette
from holistic_core.drawing.brush import Image
from holistic_core.drawing.options import DrawOptions
from holistic_core.errors import OptionsError
from holistic_core.results import HolisticResult

# The blur is made at this size of the shorter side: detail is lost anyway, and large pictures stay quick.
_BLUR_SIDE_PX: Final = 120
_BLUR_SIGMA_PX: Final = 4.0
# The mask comes from a model that answers in 256 steps: smoothed at that size, its steps do not show.
_MASK_SIDE_PX: Final = 256
_MASK_SIGMA_PX: Final = 1.0
# The model is unsure in a wide band around the person; this part of it becomes the soft outline.
_MASK_FROM, _MASK_TO = 0.35, 0.75
_STEP: Final = np.clip((np.arange(256) / 255 - _MASK_FROM) / (_MASK_TO - _MASK_FROM), 0, 1)
_SOFT_STEP: Final = np.round(255 * _STEP * _STEP * (3 - 2 * _STEP)).astype(np.uint8)


def with_background(rgb: Image, results: Sequence[HolisticResult], options: DrawOptions) -> Image:
    """A new picture with the background that was asked for; OptionsError when it needs a mask that is not there."""
    if options.background == "picture":
        return np.array(rgb, order="C")
    if options.background == "black":
        return np.zeros(rgb.shape, np.uint8)
    height, width = rgb.shape[:2]
    mask = _people_mask(results, (width, height))
    picture = np.ascontiguousarray(rgb)
    if options.background == "blurred":
        behind = _blurred(picture, mask)
    else:
        behind = np.empty_like(picture)
        cv2.rectangle(behind, (0, 0), (width, height), palette.rgb_of(options.background_colour), cv2.FILLED)
    _put_people(behind, picture, mask)
    return behind


def _put_people(behind: Image, picture: Image, mask: npt.NDArray[np.uint8]) -> None:
    """Copy the people onto what is behind them, softly along their outlines; only where there are any."""
    x, y, width, height = cv2.boundingRect(mask)
    if not width:
        return
    part = np.s_[y : y + height, x : x + width]
    # One weight a channel: that is the multiplication OpenCV is quick at.
    person = cv2.cvtColor(mask[part], cv2.COLOR_GRAY2RGB)
    rest = cv2.bitwise_not(person)
    behind[part] = cv2.add(
        cv2.multiply(picture[part], person, scale=1 / 255), cv2.multiply(behind[part], rest, scale=1 / 255)
    )


def _people_mask(results: Sequence[HolisticResult], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """`(height, width)`, 255 where any person is; nobody found is background everywhere."""
    width, height = size
    shrink = min(1.0, _MASK_SIDE_PX / max(size))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    mask = np.zeros((small[1], small[0]), np.uint8)
    for result in results:
        if result.pose is None:
            continue
        if result.segmentation is None:
            raise OptionsError(
                "A blurred or replaced background needs to know where the person is: "
                "switch segmentation on and detect again."
            )
        steps = cv2.convertScaleAbs(result.segmentation, alpha=255)
        np.maximum(mask, cv2.resize(steps, small, interpolation=cv2.INTER_AREA), out=mask)
    smooth = cv2.GaussianBlur(mask, (0, 0), _MASK_SIGMA_PX)
    return np.asarray(cv2.LUT(cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR), _SOFT_STEP), np.uint8)


def _blurred(picture: Image, mask: npt.NDArray[np.uint8]) -> Image:
    """The picture blurred without the people in it, who would shine around their own outlines."""
    height, width = mask.shape
    shrink = min(1.0, _BLUR_SIDE_PX / min(width, height))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    # A little of the people remains, so that there is a colour where the background is out of reach.
    rest = np.float32(255) - cv2.resize(mask, small, interpolation=cv2.INTER_AREA)
    weight = np.maximum(rest, np.float32(0.3))
    colours = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA)) * weight[:, :, None]
    blurred = np.asarray(cv2.GaussianBlur(colours, (0, 0), _BLUR_SIGMA_PX))
    blurred = blurred / np.asarray(cv2.GaussianBlur(weight, (0, 0), _BLUR_SIGMA_PX))[:, :, None]
    return np.asarray(cv2.resize(cv2.convertScaleAbs(blurred), (width, height)), np.uint8)
