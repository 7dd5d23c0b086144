"""Exercises: rules as data, repetitions counted as they happen, and cues on form."""

from holistic_core.exercises.counter import RepetitionCounter
from holistic_core.exercises.exercise import CueRule, DepthRule, Exercise, Signal
from holistic_core.exercises.state import Cue, ExerciseState, Repetition
from holistic_core.exercises.table import EXERCISES, PHASES
from holistic_core.exercises.thresholds import Thresholds

__all__ = [
    "EXERCISES",
    "PHASES",
    "Cue",
    "CueRule",
    "DepthRule",
    "Exercise",
    "ExerciseState",
    "Repetition",
    "RepetitionCounter",
    "Signal",
    "Thresholds",
]
