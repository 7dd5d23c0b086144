"""A movement held against the coach's true one: the first repetition of each, aligned in time."""

from collections.abc import Sequence
from functools import lru_cache

from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import OptionsError
from holistic_core.exercises import EXERCISES, Repetition, RepetitionCounter
from holistic_core.export.session_frames import SessionFrames
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import Comparison, compared


def coach_of(exercise: str | None) -> str | None:
    """Name of the first kept sample in which the coach does this exercise; None where there is none."""
    return next((name for name in SAMPLES if SAMPLES[name].options.motion.name == exercise), None)


@lru_cache(maxsize=16)
def true_repetitions(sample: str, exercise: str) -> tuple[Repetition, ...]:
    """The repetitions of a kept sample, counted on its truth by the rules of an exercise."""
    counter = RepetitionCounter(EXERCISES[exercise])
    found: list[Repetition] = []
    for frame in sample_truth(sample):
        state = counter.update(frame.result, frame.angles, frame.time_s)
        if state.last is not None and len(found) < state.repetitions:
            found.append(state.last)
    return tuple(found)


def compared_with_coach(
    frames: SessionFrames,
    repetitions: Sequence[Repetition],
    exercise: str | None,
    names: Sequence[str],
    *,
    label: str,
    in_space: bool,
) -> Comparison | None:
    """The first repetition of a movement against the coach's first true one.

    frames: filtered as they are shown. names: of the angles that count. label: of the movement, for people.
    None: nothing was counted, the coach has no such exercise, or none of the angles is known well enough.
    """
    sample = coach_of(exercise)
    if sample is None or exercise is None or not repetitions or not names:
        return None
    mine = MovementClip.of_frames(label, frames, names, in_space=in_space)
    coach = MovementClip.of_truth(f"Coach: {SAMPLES[sample].label}", sample_truth(sample), names, in_space=in_space)
    first, true = repetitions[0], true_repetitions(sample, exercise)[0]
    try:
        return compared(mine.part(first.start_s, first.end_s), coach.part(true.start_s, true.end_s), names)
    except OptionsError:
        return None  # a repetition that was hardly seen; whoever chose angles is told so by `compared` itself
