"""Counts repetitions as frames come in, and tells phase, range of motion, tempo and cues."""

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from holistic_core.angles import Angle
from holistic_core.errors import OptionsError
from holistic_core.exercises.exercise import Exercise
from holistic_core.exercises.form import FormWatch
from holistic_core.exercises.movement import Movement
from holistic_core.exercises.smoothing import RunningMedian
from holistic_core.exercises.state import ExerciseState, Repetition
from holistic_core.exercises.thresholds import Thresholds
from holistic_core.results import HolisticResult

KEPT_REPETITIONS: Final = 200
# Who stays away from rest for longer does something else, like sitting down.
_LONGEST_S: Final = 60.0
# A camera that is slow still shows a movement; after a break this long nobody knows what happened.
_NO_FRAMES_S: Final = 1.5


class RepetitionCounter:
    """The state of one viewer's exercise; used by one thread.

    A repetition starts at rest, goes past `enter_deg` and ends back at rest. Whoever is first seen in the middle of one
    has to get to rest before anything counts. The angle is smoothed by a running median.

    thresholds: instead of the exercise's own. OptionsError when they go in the other direction.
    """

    def __init__(self, exercise: Exercise, thresholds: Thresholds | None = None) -> None:
        self.exercise = exercise
        self.thresholds = thresholds or exercise.thresholds
        if self.thresholds.falls != exercise.thresholds.falls:
            side = "smaller" if exercise.thresholds.falls else "larger"
            raise OptionsError(
                f"enter_deg is {self.thresholds.enter_deg:g}° and leave_deg {self.thresholds.leave_deg:g}°; for "
                f"{exercise.label} enter_deg must be the {side} one."
            )
        self._median = RunningMedian()
        self._form = FormWatch(exercise)
        self.reset()

    def reset(self) -> None:
        """Forget the count and everything else."""
        self._done: deque[Repetition] = deque(maxlen=KEPT_REPETITIONS)
        self._done_tuple: tuple[Repetition, ...] = ()
        self._count = 0
        self._form.reset()
        self._start_over()
        self._now_s = self._seen_s = -math.inf
        self._hidden = False  # since the joints were seen last

    def update(self, result: HolisticResult, angles: Sequence[Angle], time_s: float) -> ExerciseState:
        """The state after a frame.

        angles: as from `joint_angles(result)`. time_s: of the frame in seconds; where it does not increase (a video
        that starts again), the count stays and a repetition that was going on is dropped. OptionsError unless finite.
        """
        if not math.isfinite(time_s):
            raise OptionsError(f"time_s is {time_s!r}; it must be a finite number of seconds.")
        if time_s <= self._now_s:
            self._start_over()
            self._seen_s = time_s
        self._now_s = time_s
        deg = self.exercise.signal.deg(result, {angle.definition.name: angle for angle in angles})
        self._hidden = self._hidden or math.isnan(deg)
        if time_s - self._seen_s > (self.thresholds.max_gap_s if self._hidden else _NO_FRAMES_S):
            self._start_over()
        if math.isnan(deg):
            return self._state("unseen", math.nan, time_s)
        smooth_deg = self._median(deg, time_s)
        self._follow(smooth_deg, time_s)
        if self._movement is not None:
            if self.thresholds.share(smooth_deg) >= self.thresholds.share(self.thresholds.enter_deg):
                self._form.look(result, time_s)
            self._ask_for_depth(self._movement, time_s)
        self._last_deg, self._seen_s, self._hidden = smooth_deg, time_s, False
        return self._state(self._phase(), smooth_deg, time_s)

    def _start_over(self) -> None:
        """Nothing that was seen until now belongs to the movement from now on."""
        self._movement: Movement | None = None
        self._rest: float | None = None  # farthest back since rest began, outward; None = not at rest yet
        self._last_deg = math.nan
        self._median.reset()

    def _follow(self, deg: float, time_s: float) -> None:
        angle, leave = (self.thresholds.outward(each) for each in (deg, self.thresholds.leave_deg))
        if self._movement is None:
            if angle <= leave:
                self._rest = angle if self._rest is None else min(self._rest, angle)
                return
            if self._rest is None:
                return
            self._movement = Movement(self.thresholds, self._crossed_s(deg, time_s), self._rest, angle)
            self._form.begin()
        if angle <= leave:
            self._finish(self._movement, self._crossed_s(deg, time_s))
            self._movement, self._rest = None, angle
            return
        self._movement.add(time_s, angle)
        if time_s - self._movement.start_s > _LONGEST_S:
            self._start_over()

    def _crossed_s(self, deg: float, time_s: float) -> float:
        """When the angle crossed `leave_deg`, between the last frame and this one."""
        share = (self.thresholds.leave_deg - self._last_deg) / (deg - self._last_deg) if deg != self._last_deg else 1.0
        return self._seen_s + min(max(share, 0.0), 1.0) * (time_s - self._seen_s)

    def _ask_for_depth(self, movement: Movement, time_s: float) -> None:
        if movement.reached and self._form.is_deep:
            self._form.withdraw(self.exercise.depth_cue)
        elif movement.entered and movement.turned:
            self._form.fire(self.exercise.depth_cue, time_s)

    def _finish(self, movement: Movement, end_s: float) -> None:
        if not movement.entered or end_s - movement.start_s < self.thresholds.min_repetition_s:
            return
        if not (movement.reached and self._form.is_deep):  # also one that turned and ended between two frames
            self._form.fire(self.exercise.depth_cue, end_s)
        self._count += 1
        ends_deg = sorted(self.thresholds.outward(each) for each in (movement.rest, movement.farthest))
        out_s, far_s, back_s = movement.parts_s(end_s)
        repetition = Repetition(
            self._count, movement.start_s, end_s, ends_deg[0], ends_deg[1], out_s, far_s, back_s,
            self._form.of_repetition(),
        )  # fmt: skip
        self._done.append(repetition)
        self._done_tuple = tuple(self._done)

    def _phase(self) -> str:
        if self._movement is not None:
            return self._movement.phase(self.exercise.phases)
        return "ready" if self._rest is None else "rest"

    def _state(self, phase: str, deg: float, time_s: float) -> ExerciseState:
        visible = not math.isnan(deg)
        return ExerciseState(
            repetitions=self._count,
            phase=phase,
            signal_deg=deg,
            visible=visible,
            cues=self._form.active(time_s),
            last=self._done_tuple[-1] if self._done_tuple else None,
            done=self._done_tuple,
            progress=min(max(self.thresholds.share(deg), 0.0), 1.0) if visible else 0.0,
        )
