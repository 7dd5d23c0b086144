"""One repetition in the making: how far it went, when it turned, and how long each part of it took."""

from dataclasses import dataclass, field
from typing import Final

from holistic_core.exercises.thresholds import Thresholds

# A movement has turned when it came back by this much: more than landmarks tremble by.
_TURN_DEG: Final = 10.0
# The far end is what lies within this of the farthest angle.
_FAR_DEG: Final = 6.0
# At the far end a movement pauses: for so long it got no farther than by a trembling.
_PAUSE_S: Final = 0.15
_PAUSE_DEG: Final = 2.0


@dataclass
class Movement:
    """What was seen since the angle left rest. Angles are `Thresholds.outward`: more is farther from rest.

    start_s: when it left rest. rest: the angle farthest back before it. entered: it went past `enter_deg`.
    turned: it is on its way back.
    """

    thresholds: Thresholds
    start_s: float
    rest: float
    farthest: float
    entered: bool = False
    turned: bool = False
    _samples: list[tuple[float, float]] = field(default_factory=list)
    _pivot: float = 0.0
    _grew: tuple[float, float] = (0.0, 0.0)

    def add(self, time_s: float, angle: float) -> None:
        """The next angle, outward, in degrees."""
        if not self._samples:
            self._pivot, self._grew = angle, (time_s, angle)
        self._samples.append((time_s, angle))
        self.farthest = max(self.farthest, angle)
        self.entered = self.entered or angle >= self.thresholds.outward(self.thresholds.enter_deg)
        if angle > self._grew[1] + _PAUSE_DEG:
            self._grew = (time_s, angle)
        self._pivot = min(self._pivot, angle) if self.turned else max(self._pivot, angle)
        if abs(angle - self._pivot) > _TURN_DEG:
            self.turned, self._pivot, self._grew = not self.turned, angle, (time_s, angle)

    @property
    def reached(self) -> bool:
        """Whether it was a full movement."""
        return self.farthest >= self.thresholds.outward(self.thresholds.full_deg)

    def phase(self, names: tuple[str, str, str]) -> str:
        """Where it is: on the way out, at the far end, or on the way back."""
        out, far, back = names
        if self.turned:
            return back
        paused = self.entered and self._samples[-1][0] - self._grew[0] >= _PAUSE_S
        return far if paused else out

    def parts_s(self, end_s: float) -> tuple[float, float, float]:
        """Seconds out, at the far end, and back, for a repetition that ends at `end_s`."""
        far = [time_s for time_s, angle in self._samples if angle >= self.farthest - _FAR_DEG]
        return far[0] - self.start_s, far[-1] - far[0], end_s - far[-1]
