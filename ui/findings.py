"""What was found in one visitor's pictures, remembered within a budget, so that a rerun computes nothing again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from holistic_core.drawing import draw
from holistic_core.errors import ImageError
from holistic_core.media.pictures import Picture, encode_picture, read_picture
from holistic_core.media.scaling import scaled_to
from holistic_core.options import PARTS
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace
from ui.bounded import Bounded
from ui.detector import shared_detector
from ui.picture_input import Source
from ui.settings import Settings

RGB = npt.NDArray[np.uint8]

DISPLAY_PX: Final = 1280
THUMBNAIL_PX: Final = 320
_RESULTS_BYTES: Final = 64_000_000
_PICTURES_BYTES: Final = 12_000_000
_THUMBNAILS_BYTES: Final = 32_000_000  # 100 square ones
_TRACES_BYTES: Final = 6_000_000
_REFUSALS_BYTES: Final = 100_000
_DISPLAY_QUALITY: Final = 90
_SESSION_KEY: Final = "findings"


@dataclass(frozen=True, eq=False)
class Finding:
    """What one picture holds.

    image_size: `(width, height)` in pixels. format: of the file. advice: sentences about the picture for people.
    results: one for each person; one without parts, or none, when nobody was found. total_ms: reading not included.
    """

    image_size: tuple[int, int]
    format: str
    advice: tuple[str, ...]
    results: tuple[HolisticResult, ...]
    total_ms: float

    @property
    def people(self) -> tuple[HolisticResult, ...]:
        """The people that were found."""
        return tuple(result for result in self.results if result.parts_found)


class Findings:
    """One visitor's results and display copies. Safe to use from download threads."""

    def __init__(self) -> None:
        self._results = Bounded[Finding](_RESULTS_BYTES, _finding_bytes)
        self._pictures = Bounded[RGB](_PICTURES_BYTES, lambda rgb: rgb.nbytes)
        self._thumbnails = Bounded[RGB](_THUMBNAILS_BYTES, lambda rgb: rgb.nbytes)
        self._encoded = Bounded[bytes](_PICTURES_BYTES, len)
        self._traces = Bounded[Trace](_TRACES_BYTES, lambda trace: trace.nbytes)
        self._refused = Bounded[str](_REFUSALS_BYTES, len)

    def known(self, source: Source, settings: Settings) -> bool:
        """Whether `find` would answer without computing."""
        return (source.digest, settings.question) in self._results or source.digest in self._refused

    def find(self, source: Source, settings: Settings) -> Finding:
        """Who is in the picture; `HolisticError` for people when it cannot be told."""
        return self._results.get((source.digest, settings.question), lambda: self._detect(source, settings))

    def x_ray(self, source: Source, settings: Settings) -> Trace:
        """What every model saw of the best match; its own detection, so that timings stay free of the looking."""

        def look() -> Trace:
            trace = Trace()
            shared_detector(settings.engine).detect(self._read(source).rgb, settings.find, trace=trace)
            return trace

        return self._traces.get((source.digest, settings.engine, settings.find), look)

    def display(self, source: Source) -> RGB:
        """The picture, scaled down to what a screen shows."""
        return self._pictures.get(source.digest, lambda: scaled_to(self._read(source).rgb, DISPLAY_PX))

    def thumbnail(self, source: Source) -> RGB:
        """The picture, scaled down to what a gallery shows."""
        return self._thumbnails.get(source.digest, lambda: scaled_to(self._read(source).rgb, THUMBNAIL_PX))

    def original_jpeg(self, source: Source) -> bytes:
        """The display copy, encoded."""
        return self._encoded.get((source.digest,), lambda: _jpeg(self.display(source)))

    def overlay_jpeg(self, source: Source, settings: Settings) -> bytes:
        """The display copy with the overlay, encoded."""
        return self._overlay(source, settings, "display", self.display)

    def thumbnail_jpeg(self, source: Source, settings: Settings) -> bytes:
        """The thumbnail with the overlay, encoded."""
        return self._overlay(source, settings, "thumbnail", self.thumbnail)

    def annotated(self, source: Source, settings: Settings) -> RGB:
        """The full picture with the overlay; computed anew, because a full picture is too large to keep."""
        people = self.find(source, settings).people
        return draw(self._read(source).rgb, people, settings.draw)

    def _overlay(self, source: Source, settings: Settings, size: str, picture: Callable[[Source], RGB]) -> bytes:
        def annotate() -> bytes:
            people = self.find(source, settings).people
            return _jpeg(draw(picture(source), people, settings.draw))

        return self._encoded.get((source.digest, size, settings.question, settings.draw), annotate)

    def _read(self, source: Source) -> Picture:
        reason = self._refused.peek(source.digest)
        if reason is not None:
            raise ImageError(reason)
        try:
            return read_picture(source.data, name=source.name)
        except ImageError as error:
            reason = str(error)
            self._refused.get(source.digest, lambda: reason)
            raise

    def _detect(self, source: Source, settings: Settings) -> Finding:
        picture = self._read(source)
        # The small copies now, while the full picture is at hand: decoding it again would double the wait.
        small = self._pictures.get(source.digest, lambda: scaled_to(picture.rgb, DISPLAY_PX))
        self._thumbnails.get(source.digest, lambda: scaled_to(small, THUMBNAIL_PX))
        start = time.perf_counter()
        results = _look(picture.rgb, settings)
        total_ms = (time.perf_counter() - start) * 1e3
        height, width = picture.rgb.shape[:2]
        return Finding((width, height), picture.format, picture.advice, results, total_ms)


def session_findings() -> Findings:
    """The findings of the visitor whose script runs; they end with the session."""
    if _SESSION_KEY not in st.session_state:
        st.session_state[_SESSION_KEY] = Findings()
    findings: Findings = st.session_state[_SESSION_KEY]
    return findings


def without_mask(settings: Settings) -> Settings:
    """The same settings without the person mask, which costs memory in the size of the picture."""
    background = "picture" if settings.find.segmentation else settings.draw.background
    return replace(
        settings,
        find=replace(settings.find, segmentation=False),
        draw=replace(settings.draw, background=background),
    )


def _look(rgb: RGB, settings: Settings) -> tuple[HolisticResult, ...]:
    detector = shared_detector(settings.engine)
    if settings.people == "best":
        return (detector.detect(rgb, settings.find),)
    if settings.people == "largest":
        return tuple(detector.detect_people(rgb, 1, settings.find))
    return tuple(detector.detect_people(rgb, settings.max_people, settings.find))


def _jpeg(rgb: RGB) -> bytes:
    return encode_picture(rgb, "jpeg", _DISPLAY_QUALITY)


def _finding_bytes(finding: Finding) -> int:
    return 1000 + sum(_result_bytes(result) for result in finding.results)


def _result_bytes(result: HolisticResult) -> int:
    arrays: list[Any] = [result.segmentation]
    for landmarks in (result.pose_world, *(result.part(name) for name in PARTS)):
        if landmarks is not None:
            arrays += [landmarks.xyz, landmarks.visibility, landmarks.presence]
    return sum(array.nbytes for array in arrays if array is not None)
