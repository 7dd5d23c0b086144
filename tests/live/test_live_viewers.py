"""Two viewers watch the running app at the same time, each with a person of its own in front of the camera."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from holistic_core.coach.samples import sample_truth
from tests.app_server import running_server
from tests.live.client_process import ClientProcess, measured
from tests.live.element_tree import traces
from tests.live.load import PAGE
from tests.live.load_report import SHARE_LEAST
from tests.live.reel import FPS, Reel, clip_pictures, encoded
from tests.live.server_watch import live_status, wait_until_empty

pytestmark = pytest.mark.slow

CLIPS = ("squat_side", "curl_front")
# Whole clips: the chart shows the last 10 s.
CHART_S = 10.0
CHART = "live-angles"
LIMBS = {"left_knee": "Left knee", "left_elbow": "Left elbow"}
OWN_DEG = 12.0
OTHERS_DEG = 25.0


@pytest.fixture(scope="module")
def reels() -> dict[str, Reel]:
    return {clip: encoded(clip_pictures(clip)) for clip in CLIPS}


@pytest.fixture(scope="module")
def viewers(reels: dict[str, Reel], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[ClientProcess]]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        clients = [ClientProcess(server.url, PAGE, {clip: reels[clip]}) for clip in CLIPS]
        try:
            for client in clients:
                client.do("open")
                client.do("start")
            assert live_status(server.url)["viewers"] == live_status(server.url)["streams"] == 2
            yield clients
            for client in clients:
                client.do("close")
            wait_until_empty(server.url, 5)
        finally:
            for client in clients:
                client.kill()
        assert "Traceback" not in server.log.read_text(errors="replace")


def plotted(client: ClientProcess) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What the page of a viewer plots: angle → seconds (0 is now) and degrees; its chart covers the whole window."""
    give_up_s = time.monotonic() + 4 * CHART_S
    while time.monotonic() < give_up_s:
        curves = [
            {trace.name: (trace.x, trace.y) for trace in traces(figure) if np.isfinite(trace.y).sum() > 10}
            for figure in client.do("plots", CHART)
        ]
        for each in curves:
            if all(label in each and np.nanmin(each[label][0]) < 1 - CHART_S for label in LIMBS.values()):
                return {name: each[label] for name, label in LIMBS.items()}
        time.sleep(0.5)
    pytest.fail(f"the chart did not fill; the page says {client.do('alerts')}")


def error_deg(curves: dict[str, tuple[np.ndarray, np.ndarray]], clip: str, reel: Reel) -> float:
    """Mean absolute difference from a clip's truth where the clip fits best; of two limbs the larger one."""
    frames = sample_truth(clip).frames
    true_s = np.array([frame.time_s for frame in frames])
    true_deg = {
        name: [next(angle.deg_2d for angle in frame.angles if angle.definition.name == name) for frame in frames]
        for name in curves
    }
    loop_s = len(reel.packets) / FPS

    def error_of(began_s: float) -> float:
        expected = {name: np.interp((x + began_s) % loop_s, true_s, true_deg[name]) for name, (x, _) in curves.items()}
        return max(float(np.nanmean(np.abs(y - expected[name]))) for name, (_, y) in curves.items())

    return min(map(error_of, np.arange(0, loop_s, 2 / FPS)))


def test_each_gets_the_landmarks_of_its_own_person(viewers: list[ClientProcess], reels: dict[str, Reel]) -> None:
    for client, own, other in zip(viewers, CLIPS, reversed(CLIPS), strict=True):
        curves = plotted(client)
        assert error_deg(curves, own, reels[own]) < OWN_DEG
        assert error_deg(curves, other, reels[other]) > OTHERS_DEG


def test_each_gets_its_share_of_the_machine(viewers: list[ClientProcess]) -> None:
    counts = measured(viewers, 6.0)
    rates = [each.processed_fps for each in counts]
    assert min(rates) > 0 and min(rates) / max(rates) >= SHARE_LEAST
    for each in counts:
        assert each.processed <= each.received <= each.offered, "nothing is sent twice"
        assert each.unread == 0
