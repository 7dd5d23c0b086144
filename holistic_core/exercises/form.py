"""Which cues are active: faults that last, shown long enough to be read."""

import math
from typing import Final

import numpy as np

from holistic_core.exercises.exercise import Exercise
from holistic_core.exercises.state import Cue
from holistic_core.results import HolisticResult

# A fault has to last for so long; what is shorter may be a jump of the landmarks.
_LASTS_S: Final = 0.2
# A cue stays for so long after its fault was seen last.
_SHOWN_S: Final = 2.0


class FormWatch:
    """The cues of one exercise, for one viewer."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._since_s: dict[str, float] = {}
        self._fired_s: dict[str, float] = {}
        self._in_repetition: set[str] = set()
        self._depth = math.nan

    def begin(self) -> None:
        """A repetition starts: its cues are noted from now on."""
        self._since_s.clear()
        self._in_repetition.clear()
        self._depth = math.nan

    def look(self, result: HolisticResult, time_s: float) -> None:
        """Measure form in a frame in which the movement is past `enter_deg`."""
        if self._exercise.depth is not None:
            self._depth = float(np.fmin(self._depth, self._exercise.depth.measure(result)))
        for rule in self._exercise.form:
            value = rule.measure(result)
            if value > rule.limit:
                since_s = self._since_s.setdefault(rule.cue.name, time_s)
                if time_s - since_s >= _LASTS_S:
                    self.fire(rule.cue, time_s)
            elif value <= rule.limit:  # neither is true for NaN: what cannot be told changes nothing
                self._since_s.pop(rule.cue.name, None)

    @property
    def is_deep(self) -> bool:
        """Whether the repetition met the exercise's rule of depth; also where there is none, or it cannot be told."""
        rule = self._exercise.depth
        return rule is None or not self._depth > rule.limit

    def fire(self, cue: Cue, time_s: float) -> None:
        """Show a cue from now on, and note it for the repetition."""
        self._fired_s[cue.name] = time_s
        self._in_repetition.add(cue.name)

    def withdraw(self, cue: Cue) -> None:
        """What the cue asked for was done after all."""
        self._fired_s.pop(cue.name, None)
        self._in_repetition.discard(cue.name)

    def active(self, time_s: float) -> tuple[Cue, ...]:
        """The cues to show, warnings first."""
        shown = [cue for cue in self._exercise.cues if time_s - self._fired_s.get(cue.name, -_SHOWN_S) < _SHOWN_S]
        return tuple(sorted(shown, key=lambda cue: cue.severity != "warning"))

    def of_repetition(self) -> tuple[str, ...]:
        """Names of the cues that fired in the repetition, in the order of the exercise's."""
        return tuple(cue.name for cue in self._exercise.cues if cue.name in self._in_repetition)
