"""What to change when the machine is too slow."""

from dataclasses import replace

import pytest

from holistic_core.live.advice import Advice, advice
from holistic_core.live.meter import Speed
from holistic_core.live.options import LiveOptions
from holistic_core.options import BODY, FindOptions

FAST = Speed(received_fps=30, processed_fps=25, dropped_fps=5, latencies=((0.1, 40.0),))
SLOW = replace(FAST, processed_fps=6)
USUAL = LiveOptions()


def ask(speed: Speed, options: LiveOptions = USUAL, **changes: object) -> Advice:
    given = {"engine": "litert", "image_size": (640, 480), "viewers": 1} | changes
    return advice(speed, options, **given)  # type: ignore[arg-type]


def test_a_fast_machine_and_one_that_has_seen_nothing_get_no_advice() -> None:
    assert ask(FAST) == Advice()
    assert ask(Speed()) == Advice()


def test_a_slow_camera_is_not_a_slow_machine() -> None:
    assert ask(replace(FAST, received_fps=6, processed_fps=6)) == Advice(camera_slow=True)


def test_a_flood_is_told_whether_the_machine_can_stand_it_or_not() -> None:
    assert ask(replace(FAST, received_fps=120)) == Advice(flood=True)
    assert ask(replace(SLOW, received_fps=61)) == Advice(flood=True)
    assert not ask(replace(SLOW, received_fps=60)).flood


@pytest.mark.parametrize(
    ("options", "changes", "expected"),
    [
        (USUAL, {}, ("hands", "face")),
        (USUAL, {"engine": "mediapipe"}, ("engine", "hands", "face")),
        (LiveOptions(find=FindOptions(parts=BODY)), {}, ()),
        (LiveOptions(find=FindOptions(segmentation=True)), {}, ("background", "hands", "face")),
        (LiveOptions(find=FindOptions(refine_face=True)), {}, ("refine_face", "hands", "face")),
        (USUAL, {"image_size": (1280, 720), "viewers": 3}, ("hands", "face", "resolution", "others")),
    ],
)
def test_what_helps_comes_first(options: LiveOptions, changes: dict[str, object], expected: tuple[str, ...]) -> None:
    assert ask(SLOW, options, **changes) == Advice(slow=True, changes=expected)
