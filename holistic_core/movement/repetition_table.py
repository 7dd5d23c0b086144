"""The repetitions of a complete recording: counted afterwards, as a table, and laid over one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from holistic_core.angles import ANGLES, Angle
from holistic_core.exercises import Exercise, Repetition, RepetitionCounter, Thresholds
from holistic_core.export.session_frames import SessionFrames
from holistic_core.movement.kinematics import VelocityPeak, angular_velocity, fastest
from holistic_core.movement.segments import Samples, Values, checked, segments

# 0-100 % of a repetition, in steps of one, as is usual for gait cycles.
CYCLE_POINTS: Final = 101


@dataclass(frozen=True, eq=False)
class CountedRepetitions:
    """What an exercise's counter says about a whole recording.

    repetitions: all of them, the first one first. signal_deg: `(n,)` the angle that is counted, of every frame;
    NaN where its joints were not visible. counts: `(n,)` repetitions completed by each frame.
    """

    exercise: Exercise
    repetitions: tuple[Repetition, ...]
    signal_deg: Values
    counts: np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class RepetitionRow:
    """One repetition with its speeds. fastest_out, fastest_back: None where the angle was not known.

    Deg a second are positive while the angle grows, so a squat goes out with negative ones.
    """

    repetition: Repetition
    fastest_out: VelocityPeak | None
    fastest_back: VelocityPeak | None


def counted_repetitions(
    frames: SessionFrames, exercise: Exercise, thresholds: Thresholds | None = None
) -> CountedRepetitions:
    """Count a recording as it would have been counted live, at its true times.

    thresholds: instead of the exercise's own. OptionsError when they go in the other direction.
    """
    counter = RepetitionCounter(exercise, thresholds)
    done: list[Repetition] = []
    signal, counts = np.full(len(frames), np.nan), np.zeros(len(frames), np.int64)
    rows = zip(frames.times_s.tolist(), frames.results(), frames.deg_2d, frames.deg_3d, strict=True)
    for place, (time_s, result, flat, deep) in enumerate(rows):
        angles = [Angle(*each) for each in zip(ANGLES, flat.tolist(), deep.tolist(), strict=True)]
        state = counter.update(result, angles, time_s)
        signal[place], counts[place] = state.signal_deg, state.repetitions
        if state.last is not None and len(done) < state.repetitions:
            done.append(state.last)
    return CountedRepetitions(exercise, tuple(done), signal, counts)


def repetition_rows(
    repetitions: Iterable[Repetition], times_s: Samples, degrees: Samples, *, falls: bool
) -> tuple[RepetitionRow, ...]:
    """Every repetition with the fastest moments of its way out and back.

    times_s, degrees: `(n,)` of the angle that is counted, filtered, on the clock of the repetitions. falls: whether it
    gets smaller on the way out, as of `Thresholds.falls`. OptionsError as `angular_velocity`.
    """
    times, values = checked(times_s, degrees)
    outward = -1.0 if falls else 1.0
    velocity = outward * angular_velocity(times, values)
    rows = []
    for each in repetitions:
        turned_s = each.start_s + each.out_s
        out = (times >= each.start_s) & (times <= turned_s)
        back = (times >= turned_s) & (times <= each.end_s)
        rows.append(
            RepetitionRow(
                each,
                fastest(times[out], velocity[out], sign=outward),
                fastest(times[back], -velocity[back], sign=-outward),
            )
        )
    return tuple(rows)


def repetition_cycles(repetitions: Sequence[Repetition], times_s: Samples, degrees: Samples) -> Values:
    """`(r, 101)` degrees of every repetition from 0 to 100 % of its time; NaN in gaps and outside of the recording.

    times_s, degrees: `(n,)`, of any angle, on the clock of the repetitions. OptionsError as of `segments.checked`.
    """
    times, values = checked(times_s, degrees)
    cycles = np.full((len(repetitions), CYCLE_POINTS), np.nan)
    for row, each in zip(cycles, repetitions, strict=True):
        moments = np.linspace(each.start_s, each.end_s, CYCLE_POINTS)
        for stretch in segments(times, values):
            within = (moments >= times[stretch][0]) & (moments <= times[stretch][-1])
            row[within] = np.interp(moments[within], times[stretch], values[stretch])
    return cycles
