"""Model files: found without importing mediapipe, checked, derived once, mended, downloaded only when asked for."""

import hashlib
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holistic_core.engines import model_store
from holistic_core.engines.model import Model
from holistic_core.engines.model_manifest import DERIVED_MODELS, STOCK_MODELS
from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.errors import ModelError, OptionsError

DERIVED = "pose_landmark_full_no_segmentation"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """The installed package with an empty cache."""
    return ModelStore(cache_folder=tmp_path)


def package_with(tmp_path: Path, name: str, content: bytes | None) -> ModelStore:
    """A package folder that holds one model file only."""
    path = tmp_path / "package" / STOCK_MODELS[name].path
    path.parent.mkdir(parents=True)
    if content is not None:
        path.write_bytes(content)
    return ModelStore(tmp_path / "package", tmp_path)


def test_models_are_found_without_importing_mediapipe() -> None:
    code = (
        "import sys; from holistic_core.engines.model_store import STORE; STORE.path('pose_detection');"
        "sys.exit(any(name.split('.')[0] == 'mediapipe' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", [name for name, model in STOCK_MODELS.items() if model.url is None])
def test_every_shipped_model_has_the_hash_of_the_manifest(store: ModelStore, name: str) -> None:
    assert hashlib.sha256(store.path(name).read_bytes()).hexdigest() == STOCK_MODELS[name].sha256


def test_a_wrong_model_says_both_hashes_and_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        package_with(tmp_path, "hand_recrop", b"not a model").path("hand_recrop")
    message = str(caught.value)
    assert "hand_recrop.tflite" in message
    assert STOCK_MODELS["hand_recrop"].sha256 in message
    assert hashlib.sha256(b"not a model").hexdigest() in message
    assert "pip install --force-reinstall --no-deps mediapipe==0.10.21" in message


def test_a_missing_model_names_the_file_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"hand_recrop\.tflite is missing.*pip install"):
        package_with(tmp_path, "hand_recrop", None).path("hand_recrop")


def test_unknown_names_are_refused(store: ModelStore) -> None:
    with pytest.raises(OptionsError, match="pose_detection"):
        store.path("pose_landmark_huge")


def test_a_derived_model_is_built_once_and_leaves_no_half_files(store: ModelStore, tmp_path: Path) -> None:
    path = store.path(DERIVED)
    written = path.stat().st_mtime_ns
    assert ModelStore(cache_folder=tmp_path).path(DERIVED) == path
    assert path.stat().st_mtime_ns == written
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("damage", ["truncated", "changed", "empty"])
def test_a_damaged_cache_is_rebuilt(store: ModelStore, tmp_path: Path, damage: str) -> None:
    path = store.path("face_attention_heads")
    good = path.read_bytes()
    path.write_bytes({"truncated": good[:1000], "changed": good[:-1] + b"x", "empty": b""}[damage])
    assert ModelStore(cache_folder=tmp_path).path("face_attention_heads").read_bytes() == good


def test_concurrent_builds_agree(tmp_path: Path) -> None:
    paths: list[Path] = []
    stores = [ModelStore(cache_folder=tmp_path) for _ in range(3)]
    threads = [threading.Thread(target=lambda s=s: paths.append(s.path("face_attention_heads"))) for s in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(paths)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_the_cut_body_model_gives_the_same_bits_as_the_whole_one() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    whole = [each.copy() for each in Model(STORE.path("pose_landmark_full"), threads=1, xnnpack=True).run(picture)]
    cut = Model(STORE.path(DERIVED), threads=1, xnnpack=True).run(picture)
    for ours, theirs in zip(cut, (whole[0], whole[1], whole[3], whole[4]), strict=True):
        assert np.array_equal(ours, theirs)
    assert STORE.path(DERIVED).stat().st_size < STORE.path("pose_landmark_full").stat().st_size


def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("HOLISTIC_CACHE", str(blocked / "cache"))
    folder = ModelStore().cache_folder
    assert folder.is_dir()
    assert blocked not in folder.parents
    shutil.rmtree(folder)


def test_statuses_list_every_model_and_build_nothing(store: ModelStore, tmp_path: Path) -> None:
    states = {status.name: status.state for status in store.statuses()}
    assert set(states) == {*STOCK_MODELS, *DERIVED_MODELS}
    assert states["pose_detection"] == "ok"
    assert states[DERIVED] == "missing"
    assert list(tmp_path.iterdir()) == []
    store.path(DERIVED).write_bytes(b"")
    assert {status.name: status.state for status in store.statuses()}[DERIVED] == "damaged"


class _Server(http.server.ThreadingHTTPServer):
    content = b""


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = self.server.content  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def offer(server: _Server, monkeypatch: pytest.MonkeyPatch, content: bytes, promised: bytes) -> None:
    """Let the manifest point at the local server, with the hash of `promised`."""
    server.content = content
    lite = replace(
        STOCK_MODELS["pose_landmark_lite"],
        sha256=hashlib.sha256(promised).hexdigest(),
        url=f"http://127.0.0.1:{server.server_port}/lite.tflite",
    )
    monkeypatch.setitem(model_store.STOCK_MODELS, "pose_landmark_lite", lite)


def test_a_download_is_checked_kept_and_reports_progress(
    store: ModelStore, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(server, monkeypatch, b"m" * 200_000, b"m" * 200_000)
    seen: list[tuple[int, int | None]] = []
    path = store.fetch("pose_landmark_lite", lambda done, total: seen.append((done, total)))
    assert store.path("pose_landmark_lite") == path
    assert seen[-1] == (200_000, 200_000)
    assert len(seen) > 1


def test_a_wrong_download_is_refused_and_not_kept(
    store: ModelStore, tmp_path: Path, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(server, monkeypatch, b"something else", b"the model")
    with pytest.raises(ModelError, match="arrived damaged"):
        store.fetch("pose_landmark_lite")
    assert list(tmp_path.iterdir()) == []


def test_offline_the_message_says_what_to_do(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = replace(STOCK_MODELS["pose_landmark_heavy"], url="http://127.0.0.1:9/heavy.tflite")
    monkeypatch.setitem(model_store.STOCK_MODELS, "pose_landmark_heavy", nowhere)
    with pytest.raises(ModelError, match=r"models --download pose_landmark_heavy"):
        store.path("pose_landmark_heavy_no_segmentation")
    with pytest.raises(ModelError, match="connection to the internet"):
        store.fetch("pose_landmark_heavy")


def test_models_of_the_wheel_cannot_be_downloaded(store: ModelStore) -> None:
    with pytest.raises(OptionsError, match="pose_landmark_heavy, pose_landmark_lite"):
        store.fetch("pose_detection")


def test_the_dense_person_detector_gives_the_same_bits_as_the_sparse_one() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (224, 224, 3), np.uint8)
    models = [
        Model(STORE.path(name), threads=1, xnnpack=True, input_range="-1..1")
        for name in ("pose_detection", "pose_detection_dense")
    ]
    for sparse, dense in zip(*(model.run(picture) for model in models), strict=True):
        assert np.array_equal(sparse, dense)
