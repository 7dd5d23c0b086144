"""Every exercise, phase and cue has its words in every language."""

import pytest

from holistic_core.exercises import EXERCISES, PHASES
from ui.texts import ENGLISH, LANGUAGES

CUES = {cue.name: cue.message for exercise in EXERCISES.values() for cue in exercise.cues}
KEYS = (
    {f"exercise.{name}" for name in EXERCISES} | {f"phase.{name}" for name in PHASES} | {f"cue.{name}" for name in CUES}
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_all_and_for_nothing_else(language: str) -> None:
    given = {key for key in LANGUAGES[language] if key.startswith(("exercise.", "phase.", "cue."))}
    assert given == KEYS


def test_the_page_says_what_the_command_line_says() -> None:
    assert {name: ENGLISH[f"cue.{name}"] for name in CUES} == CUES
    assert {name: ENGLISH[f"exercise.{name}"] for name in EXERCISES} == {
        name: each.label for name, each in EXERCISES.items()
    }
