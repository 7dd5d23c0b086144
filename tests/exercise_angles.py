"""Angles as frames of an exercise, without a picture: what a counter is given, and what it makes of it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from holistic_core.angles import Angle, joint_angles
from holistic_core.exercises import EXERCISES, ExerciseState, RepetitionCounter
from holistic_core.results import HolisticResult

NOBODY = HolisticResult((640, 480))
NOTHING = joint_angles(NOBODY)


def angles_of(exercise: str, deg: float, *, left: bool = True, right: bool = True) -> tuple[Angle, ...]:
    """All angles; those that the exercise counts are `deg` on the sides asked for, the others have no value."""
    sides = [side for side, wanted in (("left", left), ("right", right)) if wanted]
    names = {f"{side}_{joint}" for side in sides for joint in EXERCISES[exercise].signal.joints}
    return tuple(replace(each, deg_2d=deg, deg_3d=deg) if each.definition.name in names else each for each in NOTHING)


def wave(corners: Sequence[tuple[float, float]], fps: float) -> list[tuple[float, float]]:
    """(time, angle) of every frame along straight lines through `corners`; a corner with NaN begins a gap."""
    frames = []
    number = 0
    while (time_s := number / fps) <= corners[-1][0]:
        after = next(index for index, (at_s, _) in enumerate(corners) if at_s >= time_s)
        (start_s, one), (end_s, other) = corners[max(after - 1, 0)], corners[after]
        share = (time_s - start_s) / (end_s - start_s) if end_s > start_s else 1.0
        frames.append((time_s, one + (other - one) * share if share < 1 else other))
        number += 1
    return frames


def squats(depths_deg: Sequence[float], *, fps: float = 25.0, standing_deg: float = 170.0) -> list[tuple[float, float]]:
    """(time, knee) of squats of 2 s each with 1 s of standing before, between and after them."""
    corners = [(0.0, standing_deg), (1.0, standing_deg)]
    for number, deg in enumerate(depths_deg):
        start_s = 1.0 + 3.0 * number
        corners += [(start_s + 1, deg), (start_s + 2, standing_deg), (start_s + 3, standing_deg)]
    return wave(corners, fps)


def states(
    counter: RepetitionCounter, frames: Iterable[tuple[float, float]], result: HolisticResult = NOBODY
) -> list[ExerciseState]:
    """The state after each frame; NaN is a frame in which the joints are not visible."""
    name = counter.exercise.name
    return [
        counter.update(result, NOTHING if math.isnan(deg) else angles_of(name, deg), time_s) for time_s, deg in frames
    ]


def count(frames: Iterable[tuple[float, float]], exercise: str = "squat") -> int:
    """Repetitions after the last frame."""
    return states(RepetitionCounter(EXERCISES[exercise]), frames)[-1].repetitions
