"""Find the 543 landmarks of a person in pictures, and what they mean. Never imports streamlit."""

from typing import TYPE_CHECKING

from holistic_core.errors import BusyError, HolisticError, ImageError, ModelError, OptionsError, VideoError
from holistic_core.options import DetectorOptions, FindOptions
from holistic_core.results import HolisticResult, Landmarks

if TYPE_CHECKING:
    from holistic_core.detector import Detector, Stream
else:

    def __getattr__(name):
        # Detectors bring LiteRT and OpenCV: whoever only reads results, or `--help`, does not wait for them.
        if name not in ("Detector", "Stream"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from holistic_core import detector  # noqa: PLC0415 -- that is the point

        return getattr(detector, name)


__all__ = [
    "BusyError",
    "Detector",
    "DetectorOptions",
    "FindOptions",
    "HolisticError",
    "HolisticResult",
    "ImageError",
    "Landmarks",
    "ModelError",
    "OptionsError",
    "Stream",
    "VideoError",
]
