"""How the running app bears many live viewers: `python -m tests.live.load --viewers 4`.

Starts the app on the loopback and connects viewers that offer 30 pictures of 640 x 480 a second each, every one another
clip: aiortc peers, Chromium, or both. `--compare-mediapipe` runs the same viewers against one `mp.solutions` instance
each as well: behind the live page itself, with its MediaPipe engine, and as people write it (`mediapipe_app.py`).

Latency is the time from handing a camera's picture to the connection until its overlay is decoded. aiortc on the
receiving side waits for the first packet of the next picture, so that one interval between pictures is in it twice for
aiortc viewers and once for Chromium.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from holistic_core.coach.samples import SAMPLES
from holistic_core.measure.table import as_json
from tests.app_server import Server, running_server
from tests.live.client_process import ClientProcess, measured
from tests.live.load_report import Comparison, LoadReport, ViewerLoad, format_comparison, format_load
from tests.live.process_numbers import machine_busy_s, process_numbers
from tests.live.reel import Reel, clip_pictures, encoded
from ui.texts import ENGLISH

if TYPE_CHECKING:
    from tests.live.chromium_viewer import ChromiumViewer

PAGE: Final = "/live"
_REEL_S: Final = 6.0
_SETTLE_S: Final = 5.0
# Upright people first: they are found in every frame.
CLIPS: Final = ("squat_side", "curl_front", "jumping_jack_front", "press_three_quarter")
_MEDIAPIPE_APP: Final = "tests/live/mediapipe_app.py"


@dataclass(frozen=True)
class Load:
    """viewers: aiortc peers. chromium: browsers. seconds: how long is measured, after all are connected."""

    viewers: int = 4
    chromium: int = 0
    seconds: float = 15.0
    engine: str = "litert"
    mode: str = "throughput"
    refreshes: bool = True

    @property
    def clips(self) -> list[str]:
        """One clip for each viewer, different ones as far as there are."""
        return list(islice(cycle(dict.fromkeys([*CLIPS, *SAMPLES])), self.viewers + self.chromium))

    @property
    def environment(self) -> dict[str, str]:
        """What the app is started with."""
        places = str(self.viewers + self.chromium)
        return {"HOLISTIC_MODE": self.mode, "HOLISTIC_LIVE_VIEWERS": places, "HOLISTIC_LIVE_MEDIAPIPE": places}


def run_load(load: Load, reels: Mapping[str, Reel], folder: Path) -> LoadReport:
    """Measure the live page. reels: one for each of `load.clips`."""
    with running_server(folder, environment=load.environment) as server:
        return loaded(server, load, reels, folder, f"live page, {load.engine}, {load.mode}", PAGE)


def run_mediapipe(load: Load, reels: Mapping[str, Reel], folder: Path) -> LoadReport:
    """Measure `mp.solutions` as people write it, with the same viewers. It tells itself what it has processed."""
    with running_server(folder, _MEDIAPIPE_APP) as server:
        return loaded(server, load, reels, folder, "mp.solutions, one instance a viewer", "")


def loaded(server: Server, load: Load, reels: Mapping[str, Reel], folder: Path, app: str, page: str) -> LoadReport:
    """Connect all viewers to a server, wait until it has settled, and measure."""
    pid = server.process.pid
    with ExitStack() as stack:
        clients, connect_s = [], []
        for clip in load.clips[: load.viewers]:
            client = stack.enter_context(ClientProcess(server.url, page, {clip: reels[clip]}, refreshes=load.refreshes))
            client.do("open")
            if load.engine == "mediapipe" and page:
                client.do("choose", ENGLISH["controls.engine"], ENGLISH["option.engine.mediapipe"])
            connect_s.append(client.do("start"))
            clients.append(client)
        browsers = stack.enter_context(_browsers(server.url, load.clips[load.viewers :], folder))
        time.sleep(_SETTLE_S)
        seen_before = [_frames_seen(client) for client in clients]
        busy_s, clients_s = machine_busy_s(), sum(client.cpu_s for client in clients)
        before = process_numbers(pid)
        for browser in browsers:
            browser.begin()
        counts = measured(clients, load.seconds)
        counts += [browser.counts(load.seconds) for browser in browsers]
        after = process_numbers(pid)
        client_cores = (sum(client.cpu_s for client in clients) - clients_s) / (after.at_s - before.at_s)
        all_cores = (machine_busy_s() - busy_s) / (after.at_s - before.at_s)
        cores = after.cores_since(before)
        seen = [_frames_seen(client) for client in clients]
        says = [text for client in clients for text in client.do("texts") if "rames a second" in text]
        alerts = [alert for client in clients for alert in client.do("alerts")]
        for client in clients:
            client.do("close")
    kinds = ["aiortc"] * load.viewers + ["chromium"] * load.chromium
    connect_s += [browser.connect_s for browser in browsers]
    viewers = [ViewerLoad.of(*each) for each in zip(kinds, load.clips, connect_s, counts, strict=True)]
    for number, (earlier, later) in enumerate(zip(seen_before, seen, strict=True)):
        if earlier and later and later[1] > earlier[1]:
            said_fps = (later[0] - earlier[0]) / (later[1] - earlier[1])
            dropped = max(0.0, 1 - said_fps / viewers[number].offered_fps)
            viewers[number] = replace(viewers[number], processed_fps=said_fps, dropped_share=dropped)
    return LoadReport(
        app,
        load.seconds,
        tuple(viewers),
        cores,
        client_cores,
        max(0.0, all_cores - cores - client_cores),
        after.resident_mb,
        after.threads,
        tuple(says),
        tuple(dict.fromkeys(alerts)),
    )


def _frames_seen(client: ClientProcess) -> tuple[int, float] | None:
    """How many frames `mediapipe_app.py` says it has looked at, and until when; None on the live page."""
    told = [re.fullmatch(r"(\d+) frames until ([\d.]+)", text) for text in client.do("texts")]
    return next(((int(match[1]), float(match[2])) for match in told if match), None)


@contextmanager
def _browsers(url: str, clips: Sequence[str], folder: Path) -> "Iterator[list[ChromiumViewer]]":
    """A Chromium for each clip, connected."""
    if not clips:
        yield []
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only who wants browsers needs it

    from tests.live.chromium_viewer import chromium_viewer, write_camera_file  # noqa: PLC0415

    program = os.environ.get("HOLISTIC_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium needed: install it, or set HOLISTIC_CHROMIUM to the program.")
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        viewers = []
        for number, clip in enumerate(clips):
            camera_file = folder / f"camera-{number}.y4m"
            write_camera_file(camera_file, clip_pictures(clip, seconds=_REEL_S))
            viewers.append(stack.enter_context(chromium_viewer(playwright, program, url, camera_file)))
        yield viewers


def encoded_clips(clips: Sequence[str], seconds: float = _REEL_S) -> dict[str, Reel]:
    """Reels of kept clips, each once."""
    return {clip: encoded(clip_pictures(clip, seconds=seconds)) for clip in dict.fromkeys(clips)}


def compared(load: Load, reels: Mapping[str, Reel], folder: Path, rounds: int) -> Comparison:
    """All three in turns, so that a busy minute of the machine does not meet one of them alone."""
    ours, same_path, as_usual = [], [], []
    for _ in range(rounds):
        for reports, run in (
            (ours, run_load(replace(load, engine="litert"), reels, folder)),
            (same_path, run_load(replace(load, engine="mediapipe"), reels, folder)),
            (as_usual, run_mediapipe(load, reels, folder)),
        ):
            sys.stderr.write(f"{format_load(run)}\n\n")
            reports.append(run)
    return Comparison(tuple(ours), tuple(same_path), tuple(as_usual))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.live.load", description=__doc__)
    parser.add_argument("--viewers", type=int, default=4, help="aiortc viewers (default 4)")
    parser.add_argument("--chromium", type=int, default=0, help="further viewers in Chromium (default none)")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long to measure (default 15)")
    parser.add_argument("--engine", choices=("litert", "mediapipe"), default="litert")
    parser.add_argument("--mode", choices=("latency", "throughput"), default="throughput")
    parser.add_argument("--without-charts", action="store_true", help="viewers that do not refresh their charts")
    parser.add_argument("--compare-mediapipe", action="store_true", help="also one mp.solutions instance a viewer")
    parser.add_argument("--rounds", type=int, default=1, help="with --compare-mediapipe: both in turns so often")
    parser.add_argument("--json", action="store_true", help="for machines")
    args = parser.parse_args(arguments)
    load = Load(args.viewers, args.chromium, args.seconds, args.engine, args.mode, not args.without_charts)
    with tempfile.TemporaryDirectory() as folder:
        sys.stderr.write("encoding the clips …\n")
        reels = encoded_clips(load.clips[: load.viewers])
        if args.compare_mediapipe:
            if load.chromium:
                parser.error("--compare-mediapipe is for aiortc viewers; leave out --chromium")
            comparison = compared(load, reels, Path(folder), args.rounds)
            sys.stdout.write(f"{as_json(comparison) if args.json else format_comparison(comparison)}\n")
            return 0 if comparison.passed else 1
        report = run_load(load, reels, Path(folder))
        sys.stdout.write(f"{as_json(report) if args.json else format_load(report)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
