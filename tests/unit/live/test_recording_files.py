"""A recording as files: on its own clock, with the repetitions in it, packed when it is large."""

import csv
import gzip
import io
import json
import zipfile

import pytest

from holistic_core.angles import joint_angles
from holistic_core.exercises import Repetition
from holistic_core.export.session import SessionHeader, session_from_json
from holistic_core.live.recording import Recording
from holistic_core.live.recording_files import RecordingFiles
from tests.stick_person import standing

HEADER = SessionHeader("litert", exercise="squat")
PERSON = standing()
ANGLES_OF_PERSON = joint_angles(PERSON)


def recorded(frames: int, *, face: bool = False, start_s: float = 100.0) -> Recording:
    recording = Recording(face=face)
    for step in range(frames):
        recording.add(start_s + step / 10, PERSON, ANGLES_OF_PERSON, step // 10, 15.0)
    return recording


def repetition(number: int, start_s: float, end_s: float) -> Repetition:
    return Repetition(number, start_s, end_s, 70.0, 170.0, 1.0, 0.5, end_s - start_s - 1.5)


def test_repetitions_in_it_are_told_on_its_clock() -> None:
    done = [repetition(n, 95.0 + 2 * n, 96.8 + 2 * n) for n in range(1, 8)]  # end at 98.8, 100.8, …, 110.8
    files = RecordingFiles.of(recorded(51), HEADER, done)

    assert [(each.number, each.end_s) for each in files.repetitions] == [
        (2, pytest.approx(0.8)),
        (3, pytest.approx(2.8)),
        (4, pytest.approx(4.8)),
    ]
    assert files.repetitions[0].start_s == pytest.approx(-1.0), "it had begun before"
    assert files.repetitions[1].duration_s == pytest.approx(1.8)
    rows = list(csv.DictReader(io.StringIO(files.repetitions_csv().decode(), newline="")))
    assert [row["end_s"] for row in rows] == ["0.8000", "2.8000", "4.8000"]


def test_what_is_recorded_later_is_not_in_it() -> None:
    recording = recorded(20)
    files = RecordingFiles.of(recording, HEADER)
    recording.add(200.0, PERSON, ANGLES_OF_PERSON, 9, 15.0)

    assert files.angles_csv().count(b"\r\n") == files.landmarks_csv().count(b"\r\n") == 21
    assert len(files.frames) == len(json.loads(files.json())["frames"]) == 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("frames", "face", "packed"), [(500, False, False), (2100, False, True), (300, True, False), (700, True, True)]
)
def test_a_large_json_is_packed(frames: int, face: bool, packed: bool) -> None:
    files = RecordingFiles.of(recorded(frames, face=face), HEADER)
    data = files.json()
    text = gzip.decompress(data) if packed else data

    assert files.json_is_packed is packed
    assert files.json_name == ("session.json.gz" if packed else "session.json")
    assert (len(text) > 10e6) is packed, "what counts as large is roughly right"
    assert (len(data) < len(text) / 2) is packed
    header, again = session_from_json(text)
    assert (header, len(again)) == (HEADER, frames)
    assert again.result(-1) == files.frames.result(-1)


def test_the_zip_has_all_files() -> None:
    files = RecordingFiles.of(recorded(30), HEADER, [repetition(1, 100.2, 102.5)])
    with zipfile.ZipFile(io.BytesIO(files.zip())) as archive:
        assert archive.read("angles.csv") == files.angles_csv()
        assert archive.read("landmarks.csv") == files.landmarks_csv()
        assert archive.read("repetitions.csv") == files.repetitions_csv()
        assert archive.read("session.json") == files.json()


def test_an_empty_recording_gives_headers() -> None:
    files = RecordingFiles.of(Recording(), HEADER, [repetition(1, -1, 0.5)])
    assert files.repetitions == ()
    assert files.angles_csv().count(b"\r\n") == files.repetitions_csv().count(b"\r\n") == 1
    assert json.loads(files.json())["frames"] == []
