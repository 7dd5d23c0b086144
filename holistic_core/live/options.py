"""What one viewer chooses about the live picture. It can change from frame to frame without a new stream."""

from dataclasses import dataclass, field

from holistic_core.drawing import DrawOptions
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, Thresholds
from holistic_core.options import FindOptions


@dataclass(frozen=True)
class LiveOptions:
    """How one viewer's frames are looked at and drawn.

    find, draw: of the detection and of the overlay. mirror: show it like a mirror; sides stay the person's own.
    exercise: name of `EXERCISES` whose repetitions are counted, or None. thresholds: instead of the exercise's own.
    counter: write the repetitions into the picture. stills: frames are pictures of their own, not of one movement.
    OptionsError for an unknown exercise.
    """

    find: FindOptions = field(default_factory=FindOptions)
    draw: DrawOptions = field(default_factory=DrawOptions)
    mirror: bool = True
    exercise: str | None = None
    thresholds: Thresholds | None = None
    counter: bool = True
    stills: bool = False

    def __post_init__(self) -> None:
        if self.exercise is not None and self.exercise not in EXERCISES:
            raise OptionsError(f"exercise is {self.exercise!r}; choose one of {', '.join(EXERCISES)}, or none.")
