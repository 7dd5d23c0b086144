"""The tables of the models say what stands in their files."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.coach.samples import still_jpeg
from holistic_core.engines.crop import whole_picture
from holistic_core.engines.model import Model
from holistic_core.engines.model_anatomy import anatomy_of, cut_between
from holistic_core.engines.model_manifest import STOCK_MODELS
from holistic_core.engines.model_roles import ROLES
from holistic_core.engines.model_store import STORE
from holistic_core.errors import OptionsError
from holistic_core.geometry import Rect
from holistic_core.measure.model_facts import format_models, format_tensors, model_facts
from holistic_core.measure.model_timing import time_model, time_models
from holistic_core.measure.model_trial import trial_models, try_model
from holistic_core.media.pictures import read_picture

RGB = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def picture() -> RGB:
    return read_picture(still_jpeg("counting_five"), name="counting_five").rgb


def test_every_file_of_the_wheel_is_listed() -> None:
    shipped = {path.relative_to(STORE.package_folder).as_posix() for path in STORE.package_folder.rglob("*.tflite")}
    assert shipped == {model.path for model in STOCK_MODELS.values() if model.url is None}
    assert not any(Path(path).name == "holistic.tflite" for path in shipped)


@pytest.mark.parametrize("name", [each.name for each in STORE.statuses() if each.state == "ok"])
def test_every_tensor_of_every_file_has_a_meaning(name: str) -> None:
    anatomy, role = anatomy_of(STORE.path(name)), ROLES[name]
    assert (len(anatomy.inputs), len(anatomy.outputs)) == (len(role.inputs), len(role.outputs))
    assert sum(anatomy.weights.values()) < STORE.path(name).stat().st_size


@pytest.mark.parametrize(
    ("name", "operators", "custom"),
    [("hand_recrop", 63, 0), ("face_landmark_with_attention", 712, 3), ("selfie_segmentation", 246, 1)],
)
def test_operators_are_counted(name: str, operators: int, custom: int) -> None:
    anatomy = anatomy_of(STORE.path(name))
    assert (anatomy.operator_count, len(anatomy.custom)) == (operators, custom)


def test_what_was_cut_off_is_the_mask() -> None:
    cut = cut_between(STORE.path("pose_landmark_full"), STORE.path("pose_landmark_full_no_segmentation"))
    mask = next(tensor.name for tensor in anatomy_of(STORE.path("pose_landmark_full")).outputs if 256 in tensor.shape)
    assert cut.outputs == (mask,)
    assert sum(cut.operators.values()) == 46 and cut.bytes > 0


def test_the_tables_hold_what_the_files_hold() -> None:
    facts = model_facts()
    times = [time_model("hand_recrop", 1, calls=2), time_model("face_landmark_with_attention", 1, calls=2)]
    lines = {line.split()[0]: line for line in format_models(facts, times).splitlines()}
    assert lines["name"].endswith("ms, 1 thread")
    assert float(lines["hand_recrop"].split()[-1]) == pytest.approx(times[0].median_ms, abs=0.01)
    assert lines["face_landmark_with_attention"].endswith("not runnable")
    assert math.isnan(times[1].median_ms) and "TransformLandmarks" in times[1].problem
    assert "1 × 64 × 64 × 39" in format_tensors(facts)


def test_timing_can_be_stopped() -> None:
    done: list[int] = []
    times = time_models(
        ["hand_recrop", "face_landmark"], calls=1, progress=done.append, cancelled=lambda: len(done) > 1
    )
    assert [(time.name, time.threads) for time in times] == [("hand_recrop", 1), ("hand_recrop", 2)]


def test_a_slower_model_takes_longer_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415

    original = Model.warm_up

    def slow(self: Model) -> None:
        time.sleep(0.05)
        original(self)

    monkeypatch.setattr(Model, "warm_up", slow)
    assert time_model("hand_recrop", 1, calls=2).median_ms > 50


@pytest.mark.parametrize("name", trial_models())
def test_every_model_that_takes_a_picture_can_be_tried(name: str, picture: RGB) -> None:
    height, width = picture.shape[:2]
    trial = try_model(name, picture, whole_picture((width, height)))
    anatomy = anatomy_of(STORE.path(name))
    assert [output.shape for output in trial.outputs] == [tensor.shape for tensor in anatomy.outputs]
    assert all(math.isfinite(output.mean) for output in trial.outputs)
    assert trial.crop.shape == (*anatomy.inputs[0].shape[1:3], 3)


def test_a_trial_finds_what_is_there(picture: RGB) -> None:
    height, width = picture.shape[:2]
    found = try_model("pose_detection_dense", picture, whole_picture((width, height)))
    assert found.candidates is not None and len(found.candidates.found) == 1 and found.score > 0.9
    nobody = try_model("pose_detection_dense", np.full_like(picture, 128), whole_picture((width, height)))
    assert nobody.candidates is not None and len(nobody.candidates.found) == 0 and nobody.score < 0.5


@pytest.mark.parametrize(
    ("name", "roi"),
    [
        ("face_attention_heads", Rect(9, 9, 9, 9, 0)),
        ("hand_recrop", Rect(9, 9, 0, 0, 0)),
        ("none", Rect(9, 9, 9, 9, 0)),
    ],
)
def test_what_cannot_be_tried_is_told(name: str, roi: Rect, picture: RGB) -> None:
    with pytest.raises(OptionsError, match=r"choose another|at least 1"):
        try_model(name, picture, roi)
