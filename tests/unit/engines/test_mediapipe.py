"""The MediaPipe engine gives what `mp.solutions.holistic` gives, and leaves nothing behind."""

import math
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import holistic_core
from holistic_core.engines import mediapipe_graph
from holistic_core.engines.mediapipe import MediaPipeEngine, MediaPipeSession
from holistic_core.engines.mediapipe_graph import MediaPipeGraph
from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.errors import BusyError, ModelError, OptionsError
from holistic_core.measure.fresh_process import run_program
from holistic_core.options import BODY, DetectorOptions, FindOptions
from holistic_core.results import HolisticResult
from holistic_core.topology import FACE_REFINED

PROJECT = Path(holistic_core.__file__).parents[1]
FIND = FindOptions()


@pytest.fixture(scope="module")
def engine() -> Iterator[MediaPipeEngine]:
    engine = MediaPipeEngine(DetectorOptions(engine="mediapipe"))
    yield engine
    engine.close()


@pytest.fixture
def session(engine: MediaPipeEngine) -> Iterator[MediaPipeSession]:
    session = engine.open_session(FIND)
    yield session
    session.close()


def original(rgb: np.ndarray, *, frames: int = 1, **options: object) -> object:
    """What mediapipe's own class answers to the last of some equal frames."""
    from mediapipe.python.solutions.holistic import Holistic  # noqa: PLC0415 -- slow, only where needed

    with Holistic(**options) as holistic:
        for _ in range(frames - 1):
            holistic.process(rgb)
        return holistic.process(rgb)


def points(message: object) -> np.ndarray:
    return np.array([(point.x, point.y, point.z) for point in message.landmark], np.float32)  # type: ignore[attr-defined]


def assert_same(result: HolisticResult, expected: object) -> None:
    for part in ("pose", "face", "left_hand", "right_hand"):
        message, landmarks = getattr(expected, f"{part}_landmarks"), result.part(part)
        assert (message is None) == (landmarks is None)
        if landmarks is not None:
            np.testing.assert_array_equal(landmarks.xyz_norm, points(message))
    assert result.pose is not None
    assert result.pose_world is not None
    np.testing.assert_array_equal(result.pose_world.xyz_m, points(expected.pose_world_landmarks))  # type: ignore[attr-defined]
    visibility = [point.visibility for point in expected.pose_landmarks.landmark]  # type: ignore[attr-defined]
    np.testing.assert_array_equal(result.pose.visibility, np.float32(visibility))


def test_still_is_bit_identical_to_mp_solutions(engine: MediaPipeEngine, portrait: np.ndarray) -> None:
    result = engine.still(portrait, FIND)
    assert_same(result, original(portrait, static_image_mode=True))
    assert result.image_size == (portrait.shape[1], portrait.shape[0])
    assert list(result.stage_ms) == ["graph"]
    assert result.stage_ms["graph"] > 0


def test_stream_is_bit_identical_to_mp_solutions(session: MediaPipeSession, portrait: np.ndarray) -> None:
    for _ in range(2):
        session.process(portrait, FIND)
    assert_same(session.process(portrait, FIND), original(portrait, frames=3))


def test_options_reach_the_graph(engine: MediaPipeEngine, portrait: np.ndarray) -> None:
    find = FindOptions(refine_face=True, segmentation=True, min_detection_confidence=0.3, min_tracking_confidence=0.4)
    result = engine.still(portrait, find)
    expected = original(
        portrait,
        static_image_mode=True,
        refine_face_landmarks=True,
        enable_segmentation=True,
        min_detection_confidence=0.3,
        min_tracking_confidence=0.4,
    )
    assert_same(result, expected)
    assert result.face is not None
    assert result.face.topology == FACE_REFINED
    assert result.segmentation is not None
    assert result.segmentation.dtype == np.float32
    np.testing.assert_array_equal(result.segmentation, expected.segmentation_mask)  # type: ignore[attr-defined]


@pytest.mark.parametrize("option", ["min_detection_confidence", "min_tracking_confidence"])
def test_nobody_is_found_above_an_unreachable_confidence(
    engine: MediaPipeEngine, portrait: np.ndarray, option: str
) -> None:
    result = engine.still(portrait, FindOptions(**{option: 1.0}))  # type: ignore[arg-type]
    assert result.parts_found == ()
    assert result.pose_world is None


def test_what_mediapipe_does_not_tell_is_nan(engine: MediaPipeEngine, portrait: np.ndarray) -> None:
    result = engine.still(portrait, FIND)
    assert result.pose is not None
    assert result.face is not None
    assert math.isnan(result.pose_score)
    assert np.isnan(result.pose.presence).all()
    assert np.isnan(result.face.visibility).all()


def test_parts_not_asked_for_are_left_out(engine: MediaPipeEngine, portrait: np.ndarray) -> None:
    assert engine.still(portrait, FIND).face is not None
    assert engine.still(portrait, FindOptions(parts=BODY)).parts_found == ("pose",)


def test_changed_options_make_a_new_graph_and_other_parts_do_not(
    session: MediaPipeSession, portrait: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FindOptions] = []
    build = MediaPipeGraph.__init__

    def counted(graph: MediaPipeGraph, find: FindOptions, **options: bool) -> None:
        made.append(find)
        build(graph, find, **options)

    monkeypatch.setattr(MediaPipeGraph, "__init__", counted)
    session.process(portrait, FIND)
    session.process(portrait, FindOptions(parts=BODY, clahe=True, drop_implausible=True))
    assert made == []
    refined = session.process(portrait, FindOptions(refine_face=True))
    assert refined.face is not None
    assert len(refined.face) == 478
    assert made == [FindOptions(refine_face=True)]


def moved(rgb: np.ndarray, pixels: int) -> np.ndarray:
    return np.ascontiguousarray(np.roll(rgb, pixels, axis=1))


def pose_after_a_step(engine: MediaPipeEngine, rgb: np.ndarray, times_s: tuple[float | None, ...]) -> np.ndarray:
    session = engine.open_session(FIND)
    try:
        for step, time_s in enumerate(times_s):
            result = session.process(moved(rgb, 20 * step), FIND, time_s)
        assert result.pose is not None
        return result.pose.xyz_norm
    finally:
        session.close()


def test_the_time_of_a_frame_is_obeyed(engine: MediaPipeEngine, portrait: np.ndarray) -> None:
    usual = pose_after_a_step(engine, portrait, (None, None, None))
    same = pose_after_a_step(engine, portrait, (5.0, 5.033333, 5.066666))
    late = pose_after_a_step(engine, portrait, (5.0, 6.0, 7.0))
    np.testing.assert_array_equal(same, usual)
    assert np.abs(late - usual).max() > 1e-4


def test_given_and_missing_times_mix(session: MediaPipeSession, portrait: np.ndarray) -> None:
    session.process(portrait, FIND, 0.0)
    with pytest.raises(OptionsError, match=r"0\.000000 s"):
        session.process(portrait, FIND, 0.0)
    session.process(portrait, FIND)
    with pytest.raises(OptionsError, match=r"0\.033333 s"):
        session.process(portrait, FIND, 0.033333)
    assert session.process(portrait, FIND, 0.033334).pose is not None


@pytest.mark.slow
@pytest.mark.parametrize("time_s", [1.0, 0.5, -1.0, math.nan, math.inf])
def test_a_time_that_is_not_later_is_refused_and_the_stream_goes_on(
    session: MediaPipeSession, portrait: np.ndarray, time_s: float
) -> None:
    session.process(portrait, FIND, 1.0)
    with pytest.raises(OptionsError, match="time"):
        session.process(portrait, FIND, time_s)
    assert session.process(portrait, FIND, 1.1).pose is not None


def test_a_graph_that_failed_costs_one_frame(session: MediaPipeSession, portrait: np.ndarray) -> None:
    session.process(portrait, FIND)
    # Push the graph's clock back behind the session's knowledge: the graph refuses the frame and stops.
    session._clock_us = -1_000_000
    with pytest.raises(ModelError, match="starts it anew"):
        session.process(portrait, FIND)
    assert session.process(portrait, FIND).pose is not None


def test_closing_is_final_and_can_be_repeated(portrait: np.ndarray) -> None:
    engine = MediaPipeEngine(DetectorOptions(engine="mediapipe"))
    one, other = engine.open_session(FIND), engine.open_session(FIND)
    one.close()
    one.close()
    engine.close()
    engine.close()
    for call in (
        lambda: one.process(portrait, FIND),
        lambda: other.process(portrait, FIND),
        lambda: engine.still(portrait, FIND),
        lambda: engine.open_session(FIND),
    ):
        with pytest.raises(BusyError, match="closed"):
            call()


# In a process of their own: in that of all tests, others' freed memory is reused and given back meanwhile.
MEMORY_OF_SESSIONS = """
import gc, json, sys
import numpy as np
from holistic_core.engines.mediapipe import MediaPipeEngine
from holistic_core.options import DetectorOptions, FindOptions
from holistic_core.process_memory import resident_memory_mb, share_freed_memory
# As the dashboard does: with a pool for each of the graphs' threads, up to 60 MB of what is free stay in the process.
assert share_freed_memory()
portrait, count, closed = np.load(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "closed"
engine = MediaPipeEngine(DetectorOptions(engine="mediapipe"))
engine.still(portrait, FindOptions())
before_mb = resident_memory_mb()
sessions = [engine.open_session(FindOptions()) for _ in range(count)]
for session in sessions:
    session.process(portrait, FindOptions())
opened_mb = resident_memory_mb() - before_mb
if closed:
    for session in sessions:
        session.close()
del session, sessions
gc.collect()
print(json.dumps([opened_mb, resident_memory_mb() - before_mb]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("count", "way"), [(2, "closed"), (1, "forgotten")])
def test_memory_comes_back(portrait: np.ndarray, count: int, way: str, tmp_path: Path) -> None:
    np.save(tmp_path / "portrait.npy", portrait)
    opened_mb, left_mb = run_program(MEMORY_OF_SESSIONS, str(tmp_path / "portrait.npy"), str(count), way)
    assert opened_mb > 125 * count
    assert left_mb < 10


@pytest.mark.parametrize("complexity", [0, 2])
def test_a_body_model_that_is_not_there_is_named_and_not_fetched(
    engine: MediaPipeEngine,
    portrait: np.ndarray,
    complexity: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = ModelStore(cache_folder=tmp_path)
    monkeypatch.setattr(mediapipe_graph, "STORE", store)
    name = ("lite", "full", "heavy")[complexity]
    with pytest.raises(ModelError, match=f"pose_landmark_{name}.*models --download"):
        engine.still(portrait, FindOptions(model_complexity=complexity))  # type: ignore[arg-type]
    assert not list(store.package_folder.rglob(f"pose_landmark_{name}.tflite"))


def test_a_downloaded_body_model_is_used_where_it_lies(
    engine: MediaPipeEngine, portrait: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Downloaded(ModelStore):
        """Stands in for a download: the lite model is a copy of the full one in the cache."""

        def path(self, name: str) -> Path:
            return self.cache_folder / "lite.tflite" if name == "pose_landmark_lite" else super().path(name)

    shutil.copy(STORE.path("pose_landmark_full"), tmp_path / "lite.tflite")
    monkeypatch.setattr(mediapipe_graph, "STORE", Downloaded(cache_folder=tmp_path))
    assert engine.still(portrait, FindOptions(model_complexity=0)).pose == engine.still(portrait, FIND).pose


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)


def test_mediapipe_is_imported_with_the_first_graph_only() -> None:
    program = (
        "import sys\n"
        "from holistic_core.engines.mediapipe import MediaPipeEngine\n"
        "from holistic_core.options import DetectorOptions\n"
        "MediaPipeEngine(DetectorOptions(engine='mediapipe'))\n"
        "print('mediapipe' in sys.modules)"
    )
    assert run_python(program).stdout == "False\n"


OPEN_SESSION = """
import numpy as np, signal, sys, time
from mediapipe.python.solution_base import SolutionBase
from holistic_core.engines.mediapipe import MediaPipeEngine
from holistic_core.options import DetectorOptions, FindOptions
close = SolutionBase.close
SolutionBase.close = lambda graph: (close(graph), print("graph closed", flush=True))
engine = MediaPipeEngine(DetectorOptions(engine="mediapipe"))
session = engine.open_session(FindOptions())
session.process(np.zeros((64, 64, 3), np.uint8), FindOptions())
"""


@pytest.mark.slow
def test_an_open_session_is_closed_at_exit_without_a_word_on_stderr() -> None:
    done = run_python(OPEN_SESSION)
    assert done.stdout == "graph closed\n"
    assert done.stderr == ""


@pytest.mark.slow
def test_sigterm_that_ends_the_program_closes_it_too() -> None:
    program = (
        OPEN_SESSION
        + "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\nprint('ready', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        start = time.monotonic()
        child.send_signal(signal.SIGTERM)
        assert child.stdout.read() == "graph closed\n"
        assert child.wait(20) == 143
        assert time.monotonic() - start < 10
