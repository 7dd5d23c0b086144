"""The coach's repetitions are counted as the truth has them, faults included, and cues fire on faults alone."""

from dataclasses import replace
from functools import cache

import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.motions import MOTIONS, MotionOptions
from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, clip_truth
from holistic_core.exercises import EXERCISES, ExerciseState, RepetitionCounter

# What the coach calls a repetition, from the fist to the open hand and back, is one of this exercise.
EXERCISE_OF = {name: name for name in MOTIONS if name in EXERCISES} | {"finger_counting": "hand_open_close"}
REPETITIONS = {"finger_counting": 1}
STANDING = Camera(distance_m=4.3, target_height_m=1.05)
LYING = Camera(distance_m=3.2, height_m=0.9, target_height_m=0.45)
CUES = {
    ("squat", "half_depth"): "deeper",
    ("squat", "knees_inward"): "knees_out",
    ("squat", "rounded_back"): "back_straight",
    ("lunge", "half_depth"): "deeper",
    ("lunge", "rounded_back"): "back_straight",
    ("push_up", "half_depth"): "deeper",
    ("push_up", "rounded_back"): "body_straight",
    ("biceps_curl", "half_depth"): "higher",
    ("biceps_curl", "uneven_arms"): "even_arms",
    ("shoulder_press", "half_depth"): "higher",
    ("shoulder_press", "uneven_arms"): "even_arms",
    ("jumping_jack", "half_depth"): "arms_higher",
    ("jumping_jack", "uneven_arms"): "even_arms",
}
CASES = [(name, ()) for name in EXERCISE_OF] + [(name, (fault,)) for name, fault in CUES]
# Elsewhere the fault cannot be seen: a body from its front, a second arm from the side.
SHOWN_FROM = {"knees_inward": 0.0, "rounded_back": 45.0, "uneven_arms": 0.0}


@cache
def truth(motion: str, faults: tuple[str, ...], azimuth_deg: float) -> ClipTruth:
    camera, size = (STANDING, (480, 640)) if MOTIONS[motion].upright else (LYING, (640, 480))
    people = list(FIGURES.values())
    person = people[(len(motion) + len(faults) + int(azimuth_deg) // 45) % len(people)]
    scene = Scene(person, replace(camera, azimuth_deg=azimuth_deg), image_size=size)
    return clip_truth(scene, MotionOptions(motion, REPETITIONS.get(motion, 2), faults=faults), 12.5)


def counted(motion: str, clip: ClipTruth) -> tuple[ExerciseState, set[str]]:
    """The state after the last frame, and names of all cues that fired; hidden joints have their true angles."""
    counter = RepetitionCounter(EXERCISES[EXERCISE_OF[motion]])
    fired: set[str] = set()
    for frame in clip:
        state = counter.update(frame.result, frame.angles, frame.time_s)
        fired |= {cue.name for cue in state.cues}
    return state, fired


def test_every_fault_of_an_exercise_has_its_cue() -> None:
    assert {(name, fault) for name in EXERCISE_OF for fault in MOTIONS[name].faults} == set(CUES)


@pytest.mark.parametrize("name", [name for name, each in SAMPLES.items() if each.options.motion.name in EXERCISES])
def test_the_truth_of_the_kept_clips_is_counted(name: str) -> None:
    clip = sample_truth(name)
    state, fired = counted(clip.motion.name, clip)
    assert state.repetitions == clip.repetitions
    assert fired == {CUES[clip.motion.name, fault] for fault in clip.motion.faults}


@pytest.mark.slow
@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0, 180.0])
@pytest.mark.parametrize(("motion", "faults"), CASES)
def test_the_count_is_the_truth(motion: str, faults: tuple[str, ...], azimuth_deg: float) -> None:
    clip = truth(motion, faults, azimuth_deg)
    state, _ = counted(motion, clip)
    assert state.repetitions == clip.repetitions
    assert state.phase == "rest" or motion == "finger_counting"  # hands hang half open in the end


@pytest.mark.slow
@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0, 180.0])
@pytest.mark.parametrize("motion", EXERCISE_OF)
def test_no_cue_fires_on_clean_form(motion: str, azimuth_deg: float) -> None:
    assert counted(motion, truth(motion, (), azimuth_deg))[1] == set()


@pytest.mark.slow
@pytest.mark.parametrize(("motion", "fault"), CUES)
def test_a_fault_fires_its_cue_in_every_repetition(motion: str, fault: str) -> None:
    clip = truth(motion, (fault,), SHOWN_FROM.get(fault, 45.0))
    state, fired = counted(motion, clip)
    assert fired == {CUES[motion, fault]}
    assert [each.cues for each in state.done] == [(CUES[motion, fault],)] * clip.repetitions
