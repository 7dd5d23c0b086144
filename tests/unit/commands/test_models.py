"""`models` says what is there and what is not, and fails when something is damaged."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from holistic_core.__main__ import main
from holistic_core.engines import model_store
from holistic_core.engines.model_manifest import DERIVED_MODELS, STOCK_MODELS
from holistic_core.engines.model_store import ModelStore
from holistic_core.errors import ModelError


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A store of its own: a copy of the models that ship with mediapipe, and an empty cache."""
    installed = ModelStore().package_folder
    package, cache = tmp_path / "package", tmp_path / "cache"
    cache.mkdir()
    for model in STOCK_MODELS.values():
        if (installed / model.path).exists():
            (package / model.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(installed / model.path, package / model.path)
    own = ModelStore(package, cache)
    monkeypatch.setattr(model_store, "STORE", own)
    return own


def rows(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    lines = capsys.readouterr().out.splitlines()
    return {line.split()[0]: line.split() for line in lines[1:]}


def test_every_model_has_a_row(store: ModelStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0

    table = rows(capsys)
    assert set(table) == {*STOCK_MODELS, *DERIVED_MODELS}
    assert table["pose_detection"][1] == "ok"
    assert table["pose_detection"][2] == "3.0"
    assert STOCK_MODELS["pose_detection"].sha256[:12] in " ".join(table["pose_detection"])
    assert table["pose_landmark_heavy"][1:3] == ["not", "downloaded"]
    assert table["face_attention_trunk"][1:4] == ["built", "when", "needed"]
    assert list((store.cache_folder).iterdir()) == [], "listing builds nothing"


def test_json_has_all_the_figures(store: ModelStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0

    listed: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    one = next(each for each in listed if each["name"] == "hand_recrop")
    assert one["sha256"] == STOCK_MODELS["hand_recrop"].sha256
    assert one["size_bytes"] == (store.package_folder / STOCK_MODELS["hand_recrop"].path).stat().st_size
    assert (one["state"], one["origin"]) == ("ok", "wheel")


def test_check_is_content_without_models_that_are_made_or_fetched_later(
    store: ModelStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "--check"]) == 0
    assert "intact" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("harm", "state"),
    [(Path.unlink, "missing"), (lambda path: path.write_bytes(b"TFL3"), "damaged")],
)
def test_check_fails_and_says_how_to_mend(
    harm: Callable[[Path], object], state: str, store: ModelStore, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(store.package_folder / STOCK_MODELS["face_landmark"].path)

    assert main(["models", "--check"]) == 1
    shown = capsys.readouterr()
    assert re.search(rf"^face_landmark +{state} ", shown.out, re.MULTILINE)
    assert "face_landmark.tflite" in shown.err
    assert STOCK_MODELS["face_landmark"].sha256 in shown.err
    assert "pip install" in shown.err
    assert main(["models"]) == 0, "the list alone is no check"


def test_a_damaged_derived_model_is_made_again(store: ModelStore, capsys: pytest.CaptureFixture[str]) -> None:
    path = store.path("pose_landmark_full_no_segmentation")
    path.write_bytes(b"half")
    store._verified.clear()

    assert main(["models", "--check"]) == 0
    assert rows(capsys)["pose_landmark_full_no_segmentation"][1] == "ok"


def test_download_shows_progress_and_the_new_state(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched = []

    def fetch(name: str, progress: Callable[[int, int | None], None]) -> None:
        fetched.append(name)
        progress(1_000_000, None)
        for percent in range(0, 101):
            progress(percent * 28_000, 2_800_000)

    monkeypatch.setattr(store, "fetch", fetch)

    assert main(["models", "--download", "pose_landmark_lite"]) == 0
    shown = capsys.readouterr()
    assert fetched == ["pose_landmark_lite"]
    assert len(shown.err.splitlines()) == 11
    assert shown.err.splitlines()[-1] == "pose_landmark_lite: 2.8 of 2.8 MB (100 %)"
    assert "pose_landmark_lite " in shown.out


def test_a_failed_download_is_one_line(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(*_: object) -> None:
        raise ModelError("The model pose_landmark_heavy could not be downloaded.")

    monkeypatch.setattr(store, "fetch", fetch)

    assert main(["models", "--download", "pose_landmark_heavy"]) == 1
    assert capsys.readouterr().err == "The model pose_landmark_heavy could not be downloaded.\n"
