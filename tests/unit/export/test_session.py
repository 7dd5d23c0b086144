"""A recorded movement in JSON is read back equal, and anything else is refused with its place in the file."""

import json
import math
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holistic_core.angles import ANGLES, joint_angles
from holistic_core.errors import OptionsError
from holistic_core.export import PictureRecord, to_json
from holistic_core.export.session import (
    SESSION_SCHEMA,
    SESSION_VERSION,
    SessionHeader,
    session_from_json,
    session_json,
)
from holistic_core.export.session_frames import BLOCK_FRAMES, FrameStore, SessionFrames
from holistic_core.options import BODY, FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND

DOCS = Path(__file__).parents[3] / "docs" / "schema.md"
HEADER = SessionHeader("litert", FindOptions(parts=BODY, clahe=True), "squat")

Person = Callable[..., HolisticResult]
MakeSession = Callable[..., SessionFrames]


def written(frames: SessionFrames, header: SessionHeader = HEADER) -> bytes:
    return b"".join(session_json(header, frames))


def random_people(count: int, seed: int = 0) -> list[HolisticResult]:
    """People with any parts, points missing, coordinates of every size."""
    generator = np.random.default_rng(seed)

    def part(topology: Any, space: Any = "image") -> Landmarks | None:
        if generator.random() < 0.3:
            return None
        points = len(topology.names)
        scale = 10.0 ** generator.integers(-6, 6, (points, 1)) if generator.random() < 0.2 else 1.0
        table = (generator.normal(0.4, 0.4, (points, 5)) * scale).astype(np.float32)
        table[generator.random((points, 5)) < 0.05] = np.nan
        return Landmarks(topology, table[:, :3], table[:, 3], table[:, 4], space)

    return [
        HolisticResult(
            (int(generator.integers(1, 4000)), int(generator.integers(1, 4000))),
            pose=part(POSE),
            pose_world=part(POSE, "world"),
            left_hand=part(LEFT_HAND),
            right_hand=part(RIGHT_HAND),
            pose_score=generator.choice([generator.random(), math.nan]),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    "header", [HEADER, SessionHeader("mediapipe"), SessionHeader("litert", FindOptions(), None)], ids=lambda h: h.engine
)
def test_the_header_is_read_back(session: MakeSession, header: SessionHeader) -> None:
    assert session_from_json(written(session(), header))[0] == header


def test_frames_are_read_back_equal_to_the_last_bit(session: MakeSession) -> None:
    people = random_people(2 * BLOCK_FRAMES + 5)
    frames = session(*people)
    again = session_from_json(written(frames))[1]

    assert list(again.results()) == people
    assert again.times_s.tolist() == frames.times_s.tolist()
    assert again.repetitions.tolist() == frames.repetitions.tolist()
    assert again.latency_ms == pytest.approx(frames.latency_ms, abs=0.01)
    assert again.deg_2d == pytest.approx(frames.deg_2d, abs=0.0051, nan_ok=True)
    assert again.deg_3d == pytest.approx(frames.deg_3d, abs=0.0051, nan_ok=True)


def test_faces_are_read_back_as_they_were_kept(session: MakeSession, person: Person) -> None:
    refined = person(face=Landmarks.from_xyz(FACE_REFINED, np.random.default_rng(1).uniform(-0.5, 1.5, (478, 3))))
    gone = Landmarks.from_xyz(FACE, np.full((468, 3), np.nan))
    frames = session(person(face=None), person(), refined, person(face=gone), face=True)
    again = session_from_json(written(frames))[1]

    assert list(again.results()) == list(frames.results())
    assert [each.face and each.face.topology.name for each in again.results()] == [None, "face", "face_refined", "face"]


def test_a_person_is_what_the_picture_of_that_frame_holds(session: MakeSession, person: Person) -> None:
    """The same fields, names and numbers; only stage times, the mask, and angles are left to the picture."""
    people = [*random_people(40, seed=5), person(), person(face=None, left_hand=None)]
    frames = session(*people, face=True)
    document = json.loads(written(frames))

    for number, result in enumerate(frames.results()):
        record = PictureRecord("", result.image_size, None, "litert", (result,))
        (wanted,) = json.loads(to_json(record, angles=False))["people"]
        if result.parts_found or result.pose_world or not math.isnan(result.pose_score):
            assert document["frames"][number]["person"] == wanted
    assert b'"points":[[0.1,0.05,-0.1,0.9,0.8],' in written(session(person())), "the fewest digits"


def test_a_frame_says_when_it_was_and_what_was_measured(session: MakeSession, person: Person) -> None:
    document = json.loads(written(session(zero_s=1e6 / 3)))
    first, _, nobody = document["frames"]
    angles = {each.definition.name: each for each in joint_angles(person())}

    assert list(document) == ["schema", "version", "engine", "find", "exercise", "source", "filter", "angles", "frames"]
    assert (document["schema"], document["version"]) == (SESSION_SCHEMA, SESSION_VERSION)
    assert document["angles"] == [definition.name for definition in ANGLES]
    assert [frame["time_s"] for frame in document["frames"]] == [0.0, 0.5, 1.0]
    assert [frame["repetitions"] for frame in document["frames"]] == [0, 2, 4]
    assert (first["latency_ms"], first["width_px"], first["height_px"]) == (20.12, 200, 100)
    for plane in ("2d", "3d"):
        measured = dict(zip(document["angles"], first[f"angles_{plane}_deg"], strict=True))
        for name in ("left_knee", "neck", "right_thumb_ip"):
            degrees = getattr(angles[name], f"deg_{plane}")
            assert measured[name] == (None if math.isnan(degrees) else pytest.approx(degrees, abs=0.0051))
    assert nobody["person"] is None
    assert nobody["angles_2d_deg"] == [None] * 44


def test_a_line_is_a_frame_so_that_tools_can_go_line_by_line(session: MakeSession) -> None:
    head, *lines, end = written(session(*random_people(BLOCK_FRAMES + 1))).decode("ascii").splitlines()
    assert json.loads(head + "]}")["engine"] == "litert"
    assert [json.loads(line.rstrip(","))["time_s"] for line in lines] == [n / 2 for n in range(BLOCK_FRAMES + 1)]
    assert end == "]}"


def test_other_layouts_and_further_fields_are_read(session: MakeSession) -> None:
    document = json.loads(written(session()))
    document["weather"] = document["frames"][0]["mood"] = {"time": "fine"}
    text = json.dumps(dict(reversed(document.items())), indent=1)

    assert list(session_from_json(text)[1].results()) == list(session().results())


def test_no_frames_are_a_document_too() -> None:
    empty = written(FrameStore().frames())
    assert json.loads(empty)["frames"] == []
    assert len(session_from_json(empty)[1]) == 0


@pytest.mark.slow
def test_writing_and_reading_need_little_more_memory_than_a_piece(session: MakeSession) -> None:
    frames = session(*random_people(6 * BLOCK_FRAMES))
    text = written(frames)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        longest = max(len(piece) for piece in session_json(HEADER, frames))
        writing = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        again = session_from_json(text)[1]
        reading = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    held = sum(block.nbytes for block in again.blocks)
    assert longest < len(text) / 5
    assert writing < 8e6
    assert reading < held + len(text) + 2e6, "the frames, the text once more, and one frame of objects"


WRONG: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "another schema": (("schema",), "holistic-lab/picture", "not a recording of Holistic Lab"),
    "newer version": (("version",), SESSION_VERSION + 1, f"version {SESSION_VERSION + 1}; .* Update"),
    "other angles": (("angles",), ["left_knee"], "angles is .*, expected the 44 names left_shoulder"),
    "exercise a number": (("exercise",), 3, "exercise is 3, expected a text"),
    "frames an object": (("frames",), {}, r"frames is \{\}, expected an array"),
    "frame a number": (("frames", 1), 3, r"frames\[1\] is 3, expected a frame with time_s and person"),
    "frame without a person": (("frames", 0), {"time_s": 0}, r"frames\[0\] is .*, expected a frame with"),
    "a frame in a wrong place": (
        ("find",),
        {"time_s": 0, "person": None},
        r"frames\[0\]\.(width_px|angles_2d_deg) is missing",
    ),
    "time as text": (("frames", 2, "time_s"), "1", r"frames\[2\].time_s is '1', expected a number"),
    "no width": (("frames", 1, "width_px"), 0, r"frames\[1\].width_px is 0, expected a whole number"),
    "half a repetition": (("frames", 1, "repetitions"), 0.5, r"frames\[1\].repetitions is 0.5"),
    "too few angles": (("frames", 1, "angles_3d_deg"), [1.0], r"frames\[1\].angles_3d_deg is \[1.0\], expected 44"),
    "an angle as text": (("frames", 1, "angles_2d_deg", 3), "straight", r"expected 44 numbers or null"),
    "an angle true": (("frames", 1, "angles_2d_deg", 3), True, r"expected 44 numbers or null"),
    "an endless angle": (("frames", 1, "angles_2d_deg", 3), 10**400, r"expected 44 numbers or null"),
    "a hand as body": (
        ("frames", 1, "person", "landmarks", "pose", "topology"),
        "left_hand",
        r"frames\[1\].person.landmarks.pose.topology is 'left_hand', expected pose",
    ),
    "a short point": (
        ("frames", 0, "person", "landmarks", "pose", "points", 4),
        [1, 2],
        r"frames\[0\].person.landmarks.pose.points\[4\] is \[1, 2\], expected 5 numbers",
    ),
}


@pytest.mark.parametrize(("place", "value", "message"), WRONG.values(), ids=WRONG)
def test_wrong_values_are_refused_with_their_place(
    place: tuple[str | int, ...], value: Any, message: str, session: MakeSession
) -> None:
    document = json.loads(written(session()))
    parent: Any = document
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value

    with pytest.raises(OptionsError, match=message):
        session_from_json(json.dumps(document))


def test_frames_outside_of_frames_are_refused(session: MakeSession) -> None:
    document = json.loads(written(session()))
    document["more"] = document["frames"][1:]
    with pytest.raises(OptionsError, match=r"outside|frames\["):
        session_from_json(json.dumps(document))


@pytest.mark.parametrize("key", ["schema", "version", "engine", "find", "exercise", "angles", "frames"])
def test_a_missing_field_is_named(key: str, session: MakeSession) -> None:
    document = json.loads(written(session()))
    del document[key]
    with pytest.raises(OptionsError, match=key):
        session_from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["", "{", "[NaN]", b"\xff\xfe", "[" * 100_000, "null", "[]"])
def test_garbage_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(OptionsError, match=r"not a re"):
        session_from_json(text)


def test_a_file_that_was_cut_off_is_refused(session: MakeSession) -> None:
    whole = written(session())
    for end in range(0, len(whole) - 4, 997):
        with pytest.raises(OptionsError):
            session_from_json(whole[:end])


def test_the_description_names_every_field_and_the_version(session: MakeSession, person: Person) -> None:
    description = DOCS.read_text("utf-8")
    section = description[description.index("## Recordings") :]
    document = json.loads(written(session(person(), face=True)))
    fields = {*document, *document["frames"][0]}

    assert sorted(name for name in fields if f"`{name}`" not in section) == []
    assert f'"{SESSION_SCHEMA}"' in section
    assert re.search(rf"version {SESSION_VERSION}\b", section)


def test_the_person_that_the_description_leaves_out_is_not_written(session: MakeSession, person: Person) -> None:
    masked = replace(person(), segmentation=np.zeros((100, 200), np.float32))
    (frame,) = json.loads(written(session(masked)))["frames"]
    assert (frame["person"]["segmentation"], frame["person"]["stage_ms"]) == (None, [])
    assert frame["person"]["landmarks"]["face"] is None
    assert "angles" not in frame["person"]
