"""What one visitor has of the live page: a seat while it is live, and what it left behind when it ended."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import streamlit as st

from holistic_core.coach.samples import sample_clip
from holistic_core.errors import BusyError
from holistic_core.live.feed import ClipFeed
from holistic_core.live.options import LiveOptions
from holistic_core.live.room import Seat
from holistic_core.live.status import Overlay
from holistic_core.live.viewer import LiveViewer
from holistic_core.options import EngineName
from ui.detector import shared_detector
from ui.live_room import live_room
from ui.live_tracks import CameraSink, OverlayTrack
from ui.texts import DEFAULT_LANGUAGE

RGB = npt.NDArray[np.uint8]
Source = Literal["camera", "coach", "snapshot"]

# Not among the choices of the sidebar, which can be set back.
_KEY: Final = "live-slot"


@dataclass(frozen=True)
class Shown:
    """What a visitor has chosen to see. angles: names of the plotted ones. in_space: in 3D. sound: one a repetition."""

    options: LiveOptions
    angles: tuple[str, ...]
    in_space: bool
    sound: bool


class LiveSlot:
    """One visitor's place. viewer: that is live, or was last: its numbers and its recording can still be read."""

    def __init__(self) -> None:
        self.source: Source | None = None
        self.seat: Seat | None = None
        self.viewer: LiveViewer | None = None
        self.sink: CameraSink | None = None
        self.track: OverlayTrack | None = None
        self.clip: str | None = None
        self.ended_because: str | None = None
        # What only this visitor knows, and what the page shows of its movement.
        self.token = secrets.token_urlsafe(16)
        self.shown: Shown | None = None
        # Its numbers are made outside of the page's run, which alone knows what the browser speaks.
        self.language = DEFAULT_LANGUAGE

    @property
    def feed(self) -> str | None:
        """Where the page of a live visitor finds its newest numbers, relative to the page; None: nothing new comes."""
        return f"api/v1/live/{self.token}" if self.live else None

    @property
    def live(self) -> bool:
        """Whether the visitor is live just now."""
        return self.seat is not None and self.seat.taken

    def enter_camera(self, engine: EngineName, options: LiveOptions) -> None:
        """Take a seat for a camera; BusyError, for people, when there is none."""
        track = OverlayTrack()
        seat = self._take_seat("camera", engine, options, on_overlay=track.show)
        # The connection's end must not keep the slot alive: it holds the seat and the track only.
        sink = CameraSink(seat.viewer, partial(_ended, seat, track))
        self.sink, self.track = sink, track

    def enter_coach(self, engine: EngineName, options: LiveOptions, clip: str) -> None:
        """Take a seat and play a kept clip to it; BusyError, for people, when there is none."""
        seat = self._take_seat("coach", engine, options)
        # Its frames come from this server: that somebody watches is told by the page.
        seat.seen()
        self.clip = clip
        ClipFeed(seat.viewer, partial(_frames_of, clip))

    def enter_snapshots(self, engine: EngineName, options: LiveOptions) -> None:
        """Take a seat for single pictures; BusyError, for people, when there is none."""
        self._take_seat("snapshot", engine, options).seen()

    def configure(self, engine: EngineName, options: LiveOptions) -> None:
        """Other options without a new stream; BusyError when the engine has no seat left: it then stays as it was."""
        if self.seat is None or self.viewer is None or not self.live:
            return
        try:
            self.seat.move_to(engine)
        except BusyError:
            self.viewer.configure(options)
            raise
        if options != self.viewer.options or engine != self.viewer.status().engine:
            self.viewer.configure(options, shared_detector(engine))

    def leave(self) -> None:
        """Give the seat back; what was measured stays."""
        if self.seat is not None:
            self.seat.give_back()
        if self.track is not None:
            self.track.end()
        self.seat = self.sink = self.track = None

    def forget(self) -> None:
        """Leave, and drop what was measured: another source comes."""
        self.leave()
        self.source = self.viewer = None

    def note_end(self) -> None:
        """When the seat was taken away: leave, and remember why."""
        if self.seat is not None and not self.seat.taken:
            if self.seat.ended_because in ("silent", "stopped"):
                self.ended_because = self.seat.ended_because
            self.leave()

    def _take_seat(
        self,
        source: Source,
        engine: EngineName,
        options: LiveOptions,
        on_overlay: Callable[[Overlay], None] | None = None,
    ) -> Seat:
        # The own seat first: in a full room it is the one that is free then.
        self.leave()
        detector = shared_detector(engine)
        seat = live_room().enter(engine, lambda: LiveViewer(detector, options, on_overlay=on_overlay))
        self.source, self.seat, self.viewer = source, seat, seat.viewer
        self.ended_because, self.clip = None, None
        return seat


def live_slot() -> LiveSlot:
    """The slot of the visitor whose script runs; it ends with the session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = LiveSlot()
    slot: LiveSlot = st.session_state[_KEY]
    return slot


def _ended(seat: Seat, track: OverlayTrack) -> None:
    seat.give_back()
    track.end()


def _frames_of(clip: str) -> Iterator[tuple[float, RGB]]:
    frames, _ = sample_clip(clip)
    for rgb, truth in frames:
        yield truth.time_s, rgb
