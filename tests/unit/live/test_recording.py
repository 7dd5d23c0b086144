"""A recording keeps what it is given until it is full, in the memory it says."""

import threading
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.angles import joint_angles
from holistic_core.export.session_frames import BLOCK_FRAMES
from holistic_core.live.recording import Recording
from holistic_core.results import HolisticResult
from tests.stick_person import standing

PERSON = standing()
ANGLES_OF_PERSON = joint_angles(PERSON)


def fill(recording: Recording, frames: int, fps: float = 30.0, result: HolisticResult = PERSON) -> int:
    """How many frames it took."""
    return sum(recording.add(step / fps, result, ANGLES_OF_PERSON, step // 60, 20.0) for step in range(frames))


def test_it_gives_back_what_it_was_given() -> None:
    recording = Recording()
    assert (recording.frames, recording.duration_s, recording.full, recording.memory_mb) == (0, 0, False, 0)
    assert recording.add(7.25, PERSON, ANGLES_OF_PERSON, 3, 12.5)
    assert recording.add(7.75, PERSON, ANGLES_OF_PERSON, 4, 13.5)
    frames = recording.snapshot()

    assert (recording.frames, recording.duration_s) == (2, 0.5)
    assert frames.times_s.tolist() == [0.0, 0.5], "a recording starts at 0"
    assert (frames.zero_s, frames.repetitions.tolist(), frames.latency_ms.tolist()) == (7.25, [3, 4], [12.5, 13.5])
    knee = next(each for each in ANGLES_OF_PERSON if each.definition.name == "left_knee")
    assert frames.of("left_knee").tolist() == [np.float32(knee.deg_2d)] * 2
    assert frames.of("left_knee", in_space=True).tolist() == [np.float32(knee.deg_3d)] * 2
    assert frames.result(1) == replace(PERSON, face=None, stage_ms={})


def test_missing_parts_points_and_angles_stay_missing() -> None:
    assert PERSON.pose is not None
    xyz = PERSON.pose.xyz.copy()
    xyz[25] = np.nan
    partly = replace(PERSON, pose=replace(PERSON.pose, xyz=xyz), left_hand=None, face=None)
    nobody = HolisticResult((640, 480))
    recording = Recording(face=True)
    for step, result in enumerate((partly, nobody, PERSON)):
        recording.add(step, result, joint_angles(result), 0, 1.0)
    frames = recording.snapshot()

    assert frames.result(0) == replace(partly, stage_ms={})
    assert frames.result(1) == nobody
    assert frames.result(2).parts_found == ("pose", "face", "left_hand", "right_hand")
    assert np.isnan(frames.of("left_knee")).tolist() == [True, True, False]
    assert np.isnan(frames.deg_3d[1]).all()


def test_the_camera_may_be_turned_while_it_records() -> None:
    recording, sizes = Recording(), [(640, 480), (480, 640), (640, 480)]
    for step, size in enumerate(sizes):
        recording.add(step, standing(size), ANGLES_OF_PERSON, 0, 1.0)
    frames = recording.snapshot()

    assert [each.image_size for each in frames.results()] == sizes
    assert [each.pose == standing(each.image_size).pose for each in frames.results()] == [True] * 3


def test_time_ends_it() -> None:
    recording = Recording(longest_s=2.0)
    assert fill(recording, 100, fps=10) == 21
    assert (recording.frames, recording.duration_s) == (21, 2.0)
    assert (recording.full, recording.why_full) == (True, "time")
    assert not recording.add(0.0, PERSON, ANGLES_OF_PERSON, 0, 1.0), "it stays full"


def test_memory_ends_it_before_the_budget_is_spent() -> None:
    recording = Recording(budget_mb=2.0)
    taken = fill(recording, 2000)
    assert taken == recording.frames > 500
    assert taken % BLOCK_FRAMES == 0
    assert (recording.full, recording.why_full) == (True, "memory")
    assert 1.5 < recording.memory_mb <= 2.0


def test_a_budget_smaller_than_anything_keeps_nothing() -> None:
    recording = Recording(budget_mb=0.01)
    assert fill(recording, 3) == 0
    assert recording.why_full == "memory"
    assert (recording.memory_mb, recording.duration_s, len(recording.snapshot())) == (0, 0, 0)


@pytest.mark.parametrize(("face", "why", "minutes"), [(False, "time", 10.0), (True, "memory", 6.5)])
def test_ten_minutes_fit_without_the_face_and_six_with_it(face: bool, why: str, minutes: float) -> None:
    recording = Recording(face=face)
    fill(recording, 18_100)
    assert recording.why_full == why
    assert recording.duration_s / 60 == pytest.approx(minutes, abs=0.1)
    assert recording.memory_mb <= 64


def test_the_memory_it_says_is_the_memory_it_takes() -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        recording = Recording()
        fill(recording, 10 * BLOCK_FRAMES)
        taken_mb = (tracemalloc.get_traced_memory()[0] - before) / 1e6
        frames = recording.snapshot()
        looking_mb = (tracemalloc.get_traced_memory()[0] - before) / 1e6 - taken_mb
    finally:
        tracemalloc.stop()
    assert recording.memory_mb == pytest.approx(taken_mb, rel=0.02)
    assert recording.memory_mb == sum(block.nbytes for block in frames.blocks) / 1e6
    assert looking_mb < 0.02, "a snapshot copies nothing"


def test_what_others_see_while_it_grows_is_complete() -> None:
    """Every number of frame n is n: a row that counts before it is written would show another."""
    recording = Recording(longest_s=1e9)
    many, seen, wrong = 6 * BLOCK_FRAMES, set[int](), list[str]()
    done = threading.Event()

    def add() -> None:
        for step in range(many):
            angles = tuple(replace(each, deg_2d=float(step), deg_3d=float(step)) for each in ANGLES_OF_PERSON)
            recording.add(step, replace(PERSON, pose_score=float(step)), angles, step, step)
        done.set()

    def look() -> None:
        while not done.is_set():
            frames = recording.snapshot()
            count = len(frames)
            seen.add(count)
            expected = np.arange(count)
            columns = (frames.times_s, frames.repetitions, frames.latency_ms, frames.of("neck", in_space=True))
            if not all(np.array_equal(column, expected) for column in columns):
                wrong.append(f"of {count}")
            if count and (frames.result(-1).pose_score != count - 1 or frames.result(-1).pose != PERSON.pose):
                wrong.append(f"last of {count}")
            if recording.frames < count or recording.duration_s < count - 1:
                wrong.append("went back")

    threads = [threading.Thread(target=target) for target in (look, look, add)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done.is_set()
    assert wrong == []
    assert len(seen) > 2
    assert recording.frames == many
