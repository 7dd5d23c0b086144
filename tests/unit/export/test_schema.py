"""What is written is read back equal, and anything else is refused with its place in the file."""

import base64
import json
import math
import re
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from holistic_core.angles import ANGLES
from holistic_core.errors import OptionsError
from holistic_core.export import SCHEMA_NAME, SCHEMA_VERSION, PictureRecord, from_json, to_json
from holistic_core.options import BODY, PARTS, EngineName, FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND, Topology

DOCS = Path(__file__).parents[3] / "docs" / "schema.md"
# Points far outside the picture happen; the smallest and most awkward float32 values must survive too.
ANY_FLOAT32 = st.one_of(
    st.just(math.nan), st.floats(-4, 4, width=32), st.floats(width=32, allow_nan=False, allow_infinity=False)
)


def arrays(*shape: int) -> st.SearchStrategy[np.ndarray]:
    return hnp.arrays(np.float32, shape, elements=ANY_FLOAT32, fill=ANY_FLOAT32)


def landmarks(*topologies: Topology, space: str = "image") -> st.SearchStrategy[Landmarks | None]:
    return st.none() | st.sampled_from(topologies).flatmap(
        lambda topology: st.builds(
            Landmarks,
            st.just(topology),
            arrays(len(topology.names), 3),
            arrays(len(topology.names)),
            arrays(len(topology.names)),
            st.just(space),
        )
    )


@st.composite
def picture_records(draw: st.DrawFn) -> PictureRecord:
    width, height = draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    milliseconds = st.floats(0, 1e6) | st.just(math.nan)
    people = st.builds(
        HolisticResult,
        image_size=st.just((width, height)),
        pose=landmarks(POSE),
        pose_world=landmarks(POSE, space="world"),
        face=landmarks(FACE, FACE_REFINED),
        left_hand=landmarks(LEFT_HAND),
        right_hand=landmarks(RIGHT_HAND),
        segmentation=st.none() | arrays(height, width),
        stage_ms=st.dictionaries(st.text(max_size=8), milliseconds.filter(lambda ms: not math.isnan(ms)), max_size=5),
        pose_score=st.floats(0, 1) | st.just(math.nan),
    )
    find = st.builds(
        FindOptions,
        parts=st.frozensets(st.sampled_from(PARTS)),
        min_detection_confidence=st.floats(0, 1),
        model_complexity=st.sampled_from((0, 1, 2)),
        clahe=st.booleans(),
    )
    return draw(
        st.builds(
            PictureRecord,
            name=st.text(max_size=20),
            image_size=st.just((width, height)),
            find=st.none() | find,
            engine=st.sampled_from(get_args(EngineName)),
            people=st.lists(people, max_size=2).map(tuple),
            advice=st.lists(st.text(max_size=20), max_size=2).map(tuple),
        )
    )


def bits(person: HolisticResult) -> list[bytes | None]:
    """Every coordinate bit by bit, except that all NaN are the same."""
    arrays_ = [
        array
        for each in (person.pose, person.pose_world, person.face, person.left_hand, person.right_hand)
        for array in ((each.xyz, each.visibility, each.presence) if each else (None,))
    ]
    arrays_.append(person.segmentation)
    return [None if each is None else np.where(np.isnan(each), np.float32(np.nan), each).tobytes() for each in arrays_]


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # Thousands of numbers take minutes to shrink and are no clearer then; the next test finds the small example.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(picture_records())
def test_what_is_written_is_read_back_equal_to_the_last_bit(record: PictureRecord) -> None:
    again = from_json(to_json(record, angles=False))

    assert again == record
    assert [bits(person) for person in again.people] == [bits(person) for person in record.people]
    assert [list(person.stage_ms) for person in again.people] == [list(person.stage_ms) for person in record.people]


@given(hnp.arrays(np.float32, (33, 3), elements=st.floats(width=32, allow_nan=False, allow_infinity=False)))
def test_every_finite_float32_survives(xyz: np.ndarray) -> None:
    person = HolisticResult((10, 10), pose=Landmarks.from_xyz(POSE, xyz))
    again = from_json(to_json(PictureRecord("", (10, 10), None, "litert", (person,)), angles=False))

    assert again.people[0].pose.xyz.tobytes() == xyz.tobytes()


def test_coordinates_are_written_with_the_fewest_digits(record: Callable[..., PictureRecord]) -> None:
    points = json.loads(to_json(record()))["people"][0]["landmarks"]["pose"]["points"]

    assert points[0] == [0.1, 0.05, -0.1, 0.9, 0.8]
    assert '"points":[[0.1,0.05,-0.1,0.9,0.8],' in to_json(record())


def test_missing_points_and_parts_are_null(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    xyz = np.full((33, 3), np.nan)
    lonely = person(pose=Landmarks.from_xyz(POSE, xyz), pose_world=None, pose_score=math.nan, face=None)
    document = json.loads(to_json(record(people=(lonely,))))
    found = document["people"][0]

    assert found["landmarks"]["pose"]["points"][5] == [None] * 5
    assert found["landmarks"]["pose_world"] is None
    assert found["landmarks"]["face"] is None
    assert found["pose_score"] is None
    assert found["segmentation"] is None


def test_infinity_is_written_as_null_because_json_has_none(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    endless = person(pose=Landmarks.from_xyz(POSE, np.full((33, 3), np.inf)))

    assert np.isnan(from_json(to_json(record(people=(endless,)), angles=False)).people[0].pose.xyz).all()


def test_nobody_found_is_an_empty_list(record: Callable[..., PictureRecord]) -> None:
    empty = record(people=(), advice=("Nobody was found.",))

    assert from_json(to_json(empty)) == empty


def test_every_option_is_kept(record: Callable[..., PictureRecord]) -> None:
    others: dict[str, Any] = {"parts": BODY, "model_complexity": 2}
    for field in fields(FindOptions):
        if isinstance(field.default, bool):
            others[field.name] = not field.default
        elif isinstance(field.default, float):
            others[field.name] = 0.125
    assert set(others) == {field.name for field in fields(FindOptions)}

    assert from_json(to_json(record(find=FindOptions(**others)))).find == FindOptions(**others)


def test_an_option_younger_than_the_file_has_its_default(record: Callable[..., PictureRecord]) -> None:
    document = json.loads(to_json(record(find=FindOptions(refine_face=True))))
    del document["find"]["clahe"]

    assert from_json(json.dumps(document)).find == FindOptions(refine_face=True)


def test_unknown_fields_are_ignored_and_bytes_are_read(record: Callable[..., PictureRecord]) -> None:
    document = json.loads(to_json(record()))
    document["camera"] = document["people"][0]["mood"] = "cheerful"

    assert from_json(json.dumps(document).encode()) == record()


def test_angles_stand_beside_the_landmarks_and_say_their_threshold(record: Callable[..., PictureRecord]) -> None:
    angles = json.loads(to_json(record(), min_visibility=0.25))["people"][0]["angles"]

    assert angles["min_visibility"] == 0.25
    assert [each["name"] for each in angles["joints"]] == [definition.name for definition in ANGLES]
    knee = next(each for each in angles["joints"] if each["name"] == "left_knee")
    assert knee["deg_2d"] == pytest.approx(180, abs=0.5), "all points of the small person lie on a line"
    assert "angles" not in json.loads(to_json(record(), angles=False))["people"][0]


def test_invisible_points_give_null_angles(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    hidden = person(pose=replace(person().pose, visibility=np.zeros(33)), left_hand=None)
    joints = json.loads(to_json(record(people=(hidden,))))["people"][0]["angles"]["joints"]

    assert next(each for each in joints if each["name"] == "left_knee")["deg_2d"] is None


def test_a_result_of_another_picture_is_refused(person: Callable[..., HolisticResult]) -> None:
    with pytest.raises(ValueError, match=r"\(200, 100\).*\(100, 200\)"):
        PictureRecord("", (100, 200), None, "litert", (person(),))


def packed(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw)).decode()


MASK = np.linspace(0, 1, 20_000, dtype=np.float32).reshape(100, 200)
PERSON = ("people", 0)
POINTS = (*PERSON, "landmarks", "pose", "points")
WRONG: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "another schema": (("schema",), "coco", "not a result of Holistic Lab"),
    "newer version": (("version",), SCHEMA_VERSION + 1, f"version {SCHEMA_VERSION + 1}; .* Update"),
    "version as text": (("version",), "1", "version is '1', expected a whole number"),
    "version true": (("version",), True, "version is True"),
    "no width": (("picture", "width_px"), None, "picture.width_px is None, expected a whole number"),
    "zero width": (("picture", "width_px"), 0, "picture.width_px is 0"),
    "name a number": (("picture", "name"), 7, "picture.name is 7, expected a text"),
    "people an object": (("people",), {}, r"people is \{\}, expected an array"),
    "person a number": (PERSON, 3, r"people\[0\] is 3, expected an object"),
    "unknown part": (("find", "parts"), ["tail"], "in find, Unknown parts"),
    "confidence too large": (("find", "min_detection_confidence"), 2, "from 0 to 1"),
    "switch as text": (("find", "clahe"), "yes", "find.clahe is 'yes', expected true or false"),
    "a hand as body": ((*PERSON, "landmarks", "pose", "topology"), "left_hand", "expected pose"),
    "other names": ((*PERSON, "landmarks", "left_hand", "names"), ["a"], "the 21 names wrist, thumb_cmc"),
    "other columns": ((*PERSON, "landmarks", "pose", "columns", 0), "x_px", "the 5 names x_norm"),
    "image points as world": (
        (*PERSON, "landmarks", "pose_world", "columns"),
        ["x_norm", "y_norm", "z_norm", "visibility", "presence"],
        "the 5 names x_m",
    ),
    "too few points": (POINTS, [[0, 0, 0, 0, 0]], r"people\[0\].landmarks.pose.points has 1 rows, expected 33"),
    "short point": ((*POINTS, 4), [1, 2], r"points\[4\] is \[1, 2\], expected 5 numbers"),
    "text in a point": ((*POINTS, 4), [1, 2, "3", 4, 5], "5 numbers or null"),
    "true in a point": ((*POINTS, 4), [1, 2, True, 4, 5], "5 numbers or null"),
    "a number float32 cannot hold": ((*POINTS, 4), [1e39, 0, 0, 0, 0], "5 numbers or null"),
    "an endless whole number": ((*POINTS, 4), [10**4000, 0, 0, 0, 0], "5 numbers or null"),
    "score as text": ((*PERSON, "pose_score"), "high", "pose_score is 'high', expected a number"),
    "stage without time": ((*PERSON, "stage_ms"), [{"stage": "face"}], r"stage_ms\[0\].ms is missing"),
    "mask of another picture": ((*PERSON, "segmentation", "shape"), [200, 100], "shape is .200, 100., expected"),
    "mask not base64": ((*PERSON, "segmentation", "data"), "%%%", "expected a mask packed"),
    "mask not zlib": ((*PERSON, "segmentation", "data"), "AAAA", "expected a mask packed"),
    "mask with non-ASCII": ((*PERSON, "segmentation", "data"), "é", "expected a mask packed"),
    "mask too short": ((*PERSON, "segmentation", "data"), packed(b"1234"), "expected a mask of 100 × 200"),
    "mask too long": ((*PERSON, "segmentation", "data"), packed(bytes(100_000)), "expected a mask of 100 × 200"),
    "mask encoding": ((*PERSON, "segmentation", "encoding"), "png", "encoding is 'png'"),
}


@pytest.mark.parametrize(("place", "value", "message"), WRONG.values(), ids=WRONG)
def test_wrong_values_are_refused_with_their_place(
    place: tuple[str | int, ...],
    value: Any,
    message: str,
    record: Callable[..., PictureRecord],
    person: Callable[..., HolisticResult],
) -> None:
    document = json.loads(to_json(record(people=(person(segmentation=MASK),))))
    assert from_json(json.dumps(document)).people[0].segmentation is not None
    parent: Any = document
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value

    with pytest.raises(OptionsError, match=message):
        from_json(json.dumps(document))


@pytest.mark.parametrize("key", ["schema", "version", "picture", "engine", "find", "people"])
def test_a_missing_field_is_named(key: str, record: Callable[..., PictureRecord]) -> None:
    document = json.loads(to_json(record()))
    del document[key]

    with pytest.raises(OptionsError, match=key):
        from_json(json.dumps(document))


@pytest.mark.parametrize(
    "text", ["", "{", "[NaN]", "﻿{}", b"\xff\xfe\x00\xd8", b"\x89PNG", "[" * 100_000, "1" * 5000, "null", "[]", "3"]
)
def test_garbage_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(OptionsError, match=r"not a result"):
        from_json(text)


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 3000))
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    whole = to_json(PictureRecord("a", (10, 10), FindOptions(), "litert", (HolisticResult((10, 10)),)))

    with pytest.raises(OptionsError):
        from_json(whole[: min(cut, len(whole) - 1)])


def test_a_mask_that_unpacks_to_gigabytes_is_not_unpacked(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    document = json.loads(to_json(record(people=(person(segmentation=MASK),))))
    document["picture"] |= {"width_px": 100_000, "height_px": 100_000}
    document["people"][0]["segmentation"]["shape"] = [100_000, 100_000]

    with pytest.raises(OptionsError, match="at most 50,000,000 pixels"):
        from_json(json.dumps(document))


def test_the_description_names_every_field_and_the_version(
    record: Callable[..., PictureRecord], person: Callable[..., HolisticResult]
) -> None:
    description = DOCS.read_text("utf-8")

    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    written = names(json.loads(to_json(record(people=(person(segmentation=MASK),)))))
    assert {"find", "stage_ms", "deg_3d", "encoding"} <= written
    assert sorted(name for name in written if f"`{name}`" not in description) == []
    assert f'"{SCHEMA_NAME}"' in description
    assert re.search(rf"version {SCHEMA_VERSION}\b", description)
