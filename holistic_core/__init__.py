"""Find the 543 landmarks of a person in pictures, and what they mean. Never imports streamlit."""

from holistic_core.detector import Detector, Stream
from holistic_core.errors import BusyError, HolisticError, ImageError, ModelError, OptionsError, VideoError
from holistic_core.options import DetectorOptions, FindOptions
from holistic_core.results import HolisticResult, Landmarks

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
