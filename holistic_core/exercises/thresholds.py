"""From which angle a movement counts, and how long it has to take: limits that a user may change."""

from dataclasses import dataclass
from typing import Final

from holistic_core.errors import OptionsError

ANGLE_DEG: Final = (0.0, 180.0)
REPETITION_S: Final = (0.2, 10.0)
GAP_S: Final = (0.0, 5.0)
# Less than what landmarks tremble by would count the trembling.
HYSTERESIS_DEG: Final = 10.0


@dataclass(frozen=True)
class Thresholds:
    """What makes a repetition: the angle goes past `enter_deg`, and then back past `leave_deg`.

    enter_deg: angle the movement has to reach, 0-180. leave_deg: angle at which it is over, 0-180, at least 10° away
        on the side of rest: between the two nothing changes (hysteresis). Which of them is larger tells the direction.
    target_deg: angle of a full movement, 0-180; short of it the repetition counts, and a cue asks for more. Nearer to
        rest than `enter_deg` it asks for nothing.
    min_repetition_s: shorter ones are taken for a jump of the landmarks, 0.2-10 s.
    max_gap_s: how long the joints may be out of sight within a repetition, 0-5 s.
    OptionsError for a value outside its range, naming it.
    """

    enter_deg: float
    leave_deg: float
    target_deg: float
    min_repetition_s: float = 0.6
    max_gap_s: float = 0.6

    def __post_init__(self) -> None:
        for name in ("enter_deg", "leave_deg", "target_deg"):
            _check(name, getattr(self, name), ANGLE_DEG, "°")
        _check("min_repetition_s", self.min_repetition_s, REPETITION_S, " s")
        _check("max_gap_s", self.max_gap_s, GAP_S, " s")
        if abs(self.leave_deg - self.enter_deg) < HYSTERESIS_DEG:
            raise OptionsError(
                f"enter_deg is {self.enter_deg:g}° and leave_deg {self.leave_deg:g}°; they must be at least "
                f"{HYSTERESIS_DEG:g}° apart, or a trembling joint would be counted."
            )

    @property
    def falls(self) -> bool:
        """Whether the angle gets smaller on the way out, as a knee's does in a squat."""
        return self.enter_deg < self.leave_deg

    def outward(self, deg: float) -> float:
        """An angle, turned such that more is always farther from rest."""
        return -deg if self.falls else deg

    @property
    def full_deg(self) -> float:
        """Angle of a full movement: `target_deg`, or `enter_deg` where that is farther from rest."""
        return max(self.target_deg, self.enter_deg, key=self.outward)

    def share(self, deg: float) -> float:
        """How much of the way from `leave_deg` to `full_deg` an angle has gone; outside 0-1 beyond them."""
        return (deg - self.leave_deg) / (self.full_deg - self.leave_deg)


def _check(name: str, value: float, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        told = f"{value:g}{unit}" if isinstance(value, int | float) and not isinstance(value, bool) else repr(value)
        raise OptionsError(f"{name} is {told}; it must be from {low:g} to {high:g}{unit}.")
