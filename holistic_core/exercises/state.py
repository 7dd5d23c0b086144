"""What is known about an exercise at a moment: the count, the phase, the angle, the cues, and every repetition."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["hint", "warning"]


@dataclass(frozen=True)
class Cue:
    """What to do better. name: identifier, "deeper". message: for people. severity: "warning" is about health."""

    name: str
    message: str
    severity: Severity = "hint"


@dataclass(frozen=True)
class Repetition:
    """One counted repetition.

    number: from 1. start_s, end_s: when the angle left rest and when it was back, interpolated between frames.
    lowest_deg, highest_deg: of the angle, the rest before it included; range_deg: between them.
    out_s: from the start to the far end, far_s: at the far end, back_s: from there to rest; their sum is duration_s.
    cues: names of those that fired in it.
    """

    number: int
    start_s: float
    end_s: float
    lowest_deg: float
    highest_deg: float
    out_s: float
    far_s: float
    back_s: float
    cues: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """From leaving rest to being back."""
        return self.end_s - self.start_s

    @property
    def range_deg(self) -> float:
        """Range of motion."""
        return self.highest_deg - self.lowest_deg


@dataclass(frozen=True)
class ExerciseState:
    """What is known after a frame.

    repetitions: counted so far. phase: one of `PHASES`; "unseen" while the joints are not visible, "ready" until the
        starting position was seen. signal_deg: the angle that is counted, NaN when not visible. visible: whether it is.
    cues: active now, warnings first. last: the latest repetition. done: the latest ones, oldest first, at most
        `KEPT_REPETITIONS`. progress: share of the way from rest to the full movement, 0-1.
    """

    repetitions: int
    phase: str
    signal_deg: float
    visible: bool
    cues: tuple[Cue, ...]
    last: Repetition | None
    done: tuple[Repetition, ...]
    progress: float
