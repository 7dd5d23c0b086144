"""Video through a real TURN server and nothing else, and what the connection check says when that server refuses."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.app_server import Server, running_server, tracebacks
from tests.browser.coturn import SECRET, Coturn, expired_login, running_coturn
from ui.texts import ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONNECT_MS = 20_000
# Keeps every connection the page makes, so that the test can ask the browser what became of it.
KEEP_CONNECTIONS = """
window.connections = [];
if (window.RTCPeerConnection) window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...given) { super(...given); window.connections.push(this); }
};
"""
STATISTICS = """async () => {
  const connection = window.connections.at(-1);
  const all = [...(await connection.getStats()).values()];
  const one = (id) => all.find((entry) => entry.id === id) || {};
  const transport = all.find((entry) => entry.type === "transport") || {};
  const pair = one(transport.selectedCandidatePairId);
  const local = one(pair.localCandidateId);
  const video = all.find((entry) => entry.type === "inbound-rtp" && entry.kind === "video") || {};
  const tried = all.filter((entry) => entry.type === "local-candidate").map((entry) => entry.candidateType);
  return {
    state: connection.connectionState, type: local.candidateType, way: local.relayProtocol, tried,
    sent: pair.bytesSent, received: pair.bytesReceived, decoded: video.framesDecoded || 0,
  };
}"""


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with running_coturn(tmp_path_factory.mktemp("coturn")) as running:
        yield running


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[Server]:
    with running_server(folder, "tests/browser/turn_app.py", variables) as server:
        yield server
        log = server.log.read_text(errors="replace")
        assert tracebacks(log) == []
        assert SECRET not in log


@contextmanager
def visited(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844}, permissions=["camera"])
    context.add_init_script(KEEP_CONNECTIONS)
    page = context.new_page()
    page.goto("/")
    try:
        yield page
    finally:
        context.close()


def video_frame(page: Page) -> Frame:
    """The frame with the video element, once it is there."""
    expect(page.frame_locator("iframe").get_by_role("button", name=ENGLISH["webrtc.start"])).to_be_visible()
    return next(frame for frame in page.frames if "streamlit_webrtc" in frame.url)


def checked(page: Page) -> dict[str, Any]:
    """Press the button of the check; what the browser reported."""
    button = page.get_by_role("button", name=ENGLISH["check.button"])
    expect(button).to_be_visible()
    # While the script runs, the button may still be drawn anew, and the key would reach the old one.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    button.press("Enter")
    details = page.get_by_role("button", name=ENGLISH["check.details"])
    expect(details).to_be_visible(timeout=CONNECT_MS)
    details.click()
    report: dict[str, Any] = json.loads(page.get_by_test_id("stCode").inner_text())
    return report


@pytest.mark.parametrize("way", ["udp", "tcp"])
def test_frames_flow_through_the_relay_alone(browser: Browser, coturn: Coturn, tmp_path: Path, way: str) -> None:
    variables = {
        "HOLISTIC_TURN_URLS": coturn.urls[way],
        "HOLISTIC_TURN_SECRET": SECRET,
        "HOLISTIC_ICE_RELAY_ONLY": "1",
    }
    before = coturn.allocations
    with served(tmp_path, **variables) as server, visited(browser, server) as page:
        frame = video_frame(page)
        frame.get_by_role("button", name=ENGLISH["webrtc.start"]).click()
        expect(frame.get_by_role("button", name=ENGLISH["webrtc.stop"])).to_be_visible(timeout=CONNECT_MS)
        expect(page.get_by_text(re.compile(r"^[3-9]\d frames$|^\d{3,} frames$"))).to_be_visible(timeout=CONNECT_MS)
        statistics = frame.evaluate(STATISTICS)
        assert statistics["state"] == "connected"
        assert (statistics["type"], statistics["way"]) == ("relay", way)
        assert set(statistics["tried"]) == {"relay"}, "the browser offered nothing else"
        assert statistics["decoded"] >= 15 and min(statistics["sent"], statistics["received"]) > 20_000
        assert coturn.allocations >= before + 2, "browser and server have a relay each"
        frame.get_by_role("button", name=ENGLISH["webrtc.stop"]).click()


def test_the_check_finds_nothing_wrong_with_a_relay_that_works(
    browser: Browser, coturn: Coturn, tmp_path: Path
) -> None:
    urls = ",".join(coturn.urls.values())
    with (
        served(tmp_path, HOLISTIC_TURN_URLS=urls, HOLISTIC_TURN_SECRET=SECRET) as server,
        visited(browser, server) as page,
    ):
        report = checked(page)
        expect(page.get_by_text(ENGLISH["check.relay"])).to_be_visible()
        expect(page.get_by_text(ENGLISH["check.all_good"])).to_be_visible()
        assert [probe["kinds"] for probe in report["network"]["servers"]] == [["relay"], ["relay"]]
        assert report["camera"]["state"] == "works"
        assert "credential" not in json.dumps(report)
        scroll = page.evaluate("document.documentElement.scrollWidth")
        assert scroll <= 390, "nothing is wider than a phone"


def test_the_check_lets_go_of_camera_and_connections(browser: Browser, coturn: Coturn, tmp_path: Path) -> None:
    keep_tracks = """
    window.tracks = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      window.tracks.push(...stream.getTracks());
      return stream;
    };
    """
    with (
        served(tmp_path, HOLISTIC_TURN_URLS=coturn.urls["udp"], HOLISTIC_TURN_SECRET=SECRET) as server,
        visited(browser, server) as page,
    ):
        page.add_init_script(keep_tracks)
        page.reload()
        checked(page)
        assert page.evaluate("window.tracks.map((track) => track.readyState)") == ["ended"]
        states = page.evaluate("window.connections.map((connection) => connection.signalingState)")
        assert len(states) == 2 and set(states) == {"closed"}


def test_the_check_says_that_the_relay_refuses_an_expired_password(
    browser: Browser, coturn: Coturn, tmp_path: Path
) -> None:
    username, password = expired_login()
    variables = {
        "HOLISTIC_TURN_URLS": ",".join(coturn.urls.values()),
        "HOLISTIC_TURN_USERNAME": username,
        "HOLISTIC_TURN_CREDENTIAL": password,
    }
    with served(tmp_path, **variables) as server, visited(browser, server) as page:
        report = checked(page)
        assert all(401 in probe["errors"] for probe in report["network"]["servers"])
        expect(page.get_by_text(ENGLISH["check.turn_refused"])).to_be_visible()
        expect(page.get_by_text(ENGLISH["check.all_good"])).to_have_count(0)


@pytest.mark.parametrize(("answers", "said"), [(True, "check.stun"), (False, "check.udp_blocked")])
def test_the_check_tells_a_stun_server_that_answers_from_silence(
    browser: Browser, coturn: Coturn, tmp_path: Path, answers: bool, said: str
) -> None:
    """Port 9 (discard) on loopback: nobody answers there."""
    url = f"stun:127.0.0.1:{coturn.port if answers else 9}"
    with served(tmp_path, HOLISTIC_STUN_URLS=url) as server, visited(browser, server) as page:
        checked(page)
        expect(page.get_by_text(ENGLISH[said])).to_be_visible()


def test_the_check_says_that_a_relay_over_udp_is_out_of_reach(browser: Browser, tmp_path: Path) -> None:
    variables = {"HOLISTIC_TURN_URLS": "turn:127.0.0.1:9", "HOLISTIC_TURN_SECRET": SECRET}
    with served(tmp_path, **variables) as server, visited(browser, server) as page:
        checked(page)
        expect(page.get_by_text(ENGLISH["check.udp_blocked"])).to_be_visible()


def test_the_check_says_that_the_camera_is_blocked(browser: Browser, tmp_path: Path) -> None:
    refuse = """
    const refusal = new DOMException("Permission denied", "NotAllowedError");
    navigator.mediaDevices.getUserMedia = () => Promise.reject(refusal);
    """
    with served(tmp_path) as server, visited(browser, server) as page:
        page.add_init_script(refuse)
        page.reload()
        checked(page)
        expect(page.get_by_text(ENGLISH["check.denied"])).to_be_visible()
        expect(page.get_by_text(ENGLISH["check.direct_local"])).to_be_visible()
