"""A measured clip: its frames, its numbers, and its pictures with both skeletons."""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import streamlit as st

from holistic_core.coach.samples import sample_clip
from holistic_core.coach.truth import ClipTruth
from holistic_core.drawing import DrawOptions, draw_comparison
from holistic_core.measure.accuracy_report import AccuracyRun
from holistic_core.media.pictures import encode_picture, read_picture
from holistic_core.options import BODY_AND_HANDS
from ui.bounded import Bounded

RGB = npt.NDArray[np.uint8]

# Some six clips of 130 frames; everybody who visits shares them.
_SAMPLES_BYTES: Final = 40_000_000
_QUALITY: Final = 90
_DRAW: Final = DrawOptions(parts=BODY_AND_HANDS)
# Arrays of one frame: landmarks of body and hands, twice, and the angles.
_FRAME_BYTES: Final = 12_000
# Small clips are shown larger, so that the two skeletons can be told apart.
_SHOWN_PX: Final = 720


@dataclass(frozen=True, eq=False)
class Measured:
    """One clip that was looked at, as far as it was measured.

    name: of the clip, for people. sample: name of the kept sample it is, if it is one. question: what it answers.
    jpegs: its pictures. truth: of these frames. run: truth and measurement as arrays, and what is summed up from them.
    count: frames there would have been.
    """

    name: str
    sample: str | None
    question: Hashable
    jpegs: Sequence[bytes]
    truth: ClipTruth
    run: AccuracyRun
    count: int

    def __len__(self) -> int:
        return len(self.jpegs)

    @property
    def complete(self) -> bool:
        """Whether it was not cancelled before the end."""
        return len(self) == self.count

    @cached_property
    def digest(self) -> str:
        """Tells this measurement from others in the keys of widgets."""
        return hashlib.sha256(repr(self.question).encode()).hexdigest()[:12]

    @cached_property
    def first_look(self) -> int:
        """The frame that is shown first: where the largest movement is farthest from its beginning."""
        angles = self.run.truth_2d_deg
        moved = np.abs(angles - angles[:1])
        return int(np.nanargmax(np.nansum(moved, axis=1))) if np.isfinite(moved).any() else 0

    @property
    def held_bytes(self) -> int:
        """About what it takes in memory."""
        return sum(map(len, self.jpegs)) + len(self) * _FRAME_BYTES

    def drawn_jpeg(self, index: int) -> bytes:
        """One frame with truth and measurement drawn into it, encoded."""
        return encode_picture(self._drawn(self._large(index), index), "jpeg", _QUALITY)

    def steps_jpeg(self, index: int) -> bytes:
        """One frame three times, encoded: as it is, with its truth, and with the measurement as well."""
        rgb = self._large(index)
        truth = draw_comparison(rgb, self.run.truth.result(index), None, _DRAW)
        return encode_picture(np.hstack([rgb, truth, self._drawn(rgb, index)]), "jpeg", _QUALITY)

    def _large(self, index: int) -> RGB:
        rgb = read_picture(self.jpegs[index], name=self.name).rgb
        larger = max(1.0, _SHOWN_PX / min(rgb.shape[:2]))
        return np.asarray(cv2.resize(rgb, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC), np.uint8)

    def _drawn(self, rgb: RGB, index: int) -> RGB:
        options = replace(_DRAW, min_visibility=self.run.min_visibility)
        return draw_comparison(rgb, self.run.truth.result(index), self.run.measured.result(index), options)


@st.cache_data(show_spinner=False, max_entries=8)
def first_frame_jpeg(sample: str) -> bytes:
    """The first frame of a kept sample with its truth drawn into it, encoded: what can be shown at once."""
    frames, _ = sample_clip(sample)
    rgb, truth = next(frames)
    return encode_picture(draw_comparison(rgb, truth.result, None, _DRAW), "jpeg", _QUALITY)


@st.cache_resource(show_spinner=False)
def measured_samples() -> Bounded[Measured]:
    """Measured samples, shared by everybody on this server."""
    return Bounded(_SAMPLES_BYTES, lambda measured: measured.held_bytes)
