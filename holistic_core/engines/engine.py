"""What the detector asks of an engine."""

from typing import Protocol

from holistic_core.engines.crop import RGB
from holistic_core.options import FindOptions, Priority
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace


class Session(Protocol):
    """What an engine remembers of one viewer."""

    def process(
        self,
        rgb: RGB,
        find: FindOptions,
        timestamp_s: float | None = None,
        *,
        priority: Priority = Priority.LIVE,
        trace: Trace | None = None,
    ) -> HolisticResult:
        """The next frame."""

    def close(self) -> None:
        """Free what the session holds."""


class Engine(Protocol):
    """What finds landmarks: LiteRT or MediaPipe."""

    def warm_up(self, find: FindOptions) -> None:
        """Make the first real picture as fast as all others."""

    def still(
        self, rgb: RGB, find: FindOptions, *, priority: Priority = Priority.PICTURE, trace: Trace | None = None
    ) -> HolisticResult:
        """One picture by itself."""

    def open_session(self, find: FindOptions) -> Session:
        """A new viewer."""

    def close(self) -> None:
        """Free everything."""
