import json
from io import BytesIO

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.scene import Light, Scene
from holistic_core.coach.truth import ClipTruth, clip_truth
from holistic_core.coach.truth_json import SCHEMA, from_json, from_npz, to_json, to_npz
from holistic_core.errors import OptionsError


@pytest.fixture(scope="module")
def clip() -> ClipTruth:
    scene = Scene(FIGURES["mira"], Camera(azimuth_deg=40), Light(brightness=0.5), (320, 240), seed=3)
    return clip_truth(scene, MotionOptions("squat", 1, tempo_s=1.0, faults=("knees_inward",)), 5.0)


def test_the_text_is_read_back_and_written_the_same(clip: ClipTruth) -> None:
    text = to_json(clip)
    back = from_json(text)
    assert (back.scene, back.fps, len(back)) == (clip.scene, clip.fps, len(clip))
    assert back.motion.faults == clip.motion.faults
    for one, other in zip(clip, back, strict=True):
        np.testing.assert_allclose(other.joints_m, one.joints_m, atol=5.1e-5)
        np.testing.assert_array_equal(other.occluded["left_hand"], one.occluded["left_hand"])
        assert (one.phase, one.repetitions) == (other.phase, other.repetitions)
        measured = [(a.deg_3d, b.deg_3d) for a, b in zip(one.angles, other.angles, strict=True)]
        np.testing.assert_allclose(*np.transpose(measured), atol=0.6)
    assert to_json(clip) == text


def test_the_text_is_plain(clip: ClipTruth) -> None:
    text = to_json(clip)
    document = json.loads(text)
    assert "-0.0," not in text
    assert "NaN" not in text
    assert len(text.splitlines()) == len(clip) + 10
    frame = document["frames"][0]
    assert len(frame["joints_m"]) == len(document["names"]["pose"]) == 33
    assert set(frame["occluded"]["pose"]) <= {"0", "1"}
    assert all(round(value, 4) == value for point in frame["joints_px"] for value in point)


def test_arrays_are_read_back(clip: ClipTruth) -> None:
    data = to_npz(clip)
    back = from_npz(data)
    for one, other in zip(clip, back, strict=True):
        np.testing.assert_array_equal(one.joints_m, other.joints_m)
        assert one.phase == other.phase
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        assert {"joints_m", "angles_3d_deg", "angle_names", "head"} <= set(arrays)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no valid JSON"),
        ("[1, 2]", "schema"),
        ('{"schema": "other/9"}', "schema"),
        (f'{{"schema": "{SCHEMA}"}}', "damaged"),
    ],
)
def test_what_is_no_truth_is_refused(text: str, message: str) -> None:
    with pytest.raises(OptionsError, match=message):
        from_json(text)


def test_damage_is_noticed(clip: ClipTruth) -> None:
    document = json.loads(to_json(clip))
    document["frames"][0]["joints_m"][0] = [0, 0]
    with pytest.raises(OptionsError, match="damaged"):
        from_json(json.dumps(document))
    document["frames"] = []
    with pytest.raises(OptionsError, match="no frames"):
        from_json(json.dumps(document))
    document["scene"]["camera"]["distance_m"] = -3
    with pytest.raises(OptionsError, match="distance_m"):
        from_json(json.dumps(document))
    with pytest.raises(OptionsError, match="arrays"):
        from_npz(b"nothing")
