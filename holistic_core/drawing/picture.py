"""Results drawn on a copy of their picture."""

from collections.abc import Sequence

import numpy as np

from holistic_core.drawing.background import with_background
from holistic_core.drawing.brush import Image
from holistic_core.drawing.options import DrawOptions
from holistic_core.drawing.person import draw_person
from holistic_core.drawing.privacy import cover_faces
from holistic_core.errors import ImageError
from holistic_core.results import HolisticResult

_DEFAULT = DrawOptions()
_RGB_DIMENSIONS, _RGB_CHANNELS = 3, 3


def draw(rgb: Image, results: HolisticResult | Sequence[HolisticResult], options: DrawOptions = _DEFAULT) -> Image:
    """The landmarks of one or several people drawn on a copy of the picture.

    rgb: uint8 `(height, width, 3)`, never written to. It may be scaled: the results are drawn at its size.
    results: one person or several; an empty sequence draws the background alone. The first person is drawn last.
        With `cover_face` a result without any part counts as nobody.
    Returns a new uint8 array of the same shape. ImageError for another kind of array; OptionsError when the
    background needs a segmentation the results do not have.
    """
    if rgb.dtype != np.uint8 or rgb.ndim != _RGB_DIMENSIONS or rgb.shape[2] != _RGB_CHANNELS or not rgb.size:
        raise ImageError(
            f"The picture to draw on has shape {rgb.shape} and type {rgb.dtype}; "
            "8-bit RGB is needed: (height, width, 3) of uint8."
        )
    people = [results] if isinstance(results, HolisticResult) else list(results)
    image = with_background(rgb, people, options)
    if options.cover_face and options.background != "black":
        cover_faces(image, people)
    for person in reversed(people):
        draw_person(image, person, options)
    return image
