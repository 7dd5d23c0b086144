"""Whether one viewer's trouble stays its own: `python -m tests.live.faults`.

Three viewers watch. One of them misbehaves in one way after the other: its frames make the models raise, take 5 s, or
never answer (`faulty_app.py`); its camera changes its size all the time, goes black, or floods. Before each fault and
while it lasts the frames of the two others are counted, and the server is asked for its health ten times a second.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.measure.table import as_json, format_table, verdict
from tests.app_server import running_server
from tests.live.client_process import ClientProcess, measured
from tests.live.load import CLIPS, PAGE
from tests.live.process_numbers import process_numbers
from tests.live.reel import MARKS, Reel, black_pictures, clip_pictures, encoded, marked
from tests.live.server_watch import HealthWatch

KEPT_LEAST: Final = 0.8
HEALTH_LIMIT_S: Final = 0.5
_APP: Final = "tests/live/faulty_app.py"
_CLIP_S: Final = 3.0
_SIZES: Final = {"small": (320, 240), "large": (1280, 720)}
_SIZE_LASTS_S: Final = 1.0
_FLOOD_FPS: Final = 120.0
_SETTLE_S: Final = 4.0
# The models' time-out is 10 s, and the longest pause of a viewer whose frames fail is 8 s.
_RECOVERY_S: Final = 30.0
_ALIVE_FPS: Final = 2.0


@dataclass(frozen=True)
class FaultEffect:
    """One fault. before_fps, during_fps: of each of the others. own_fps: of the one in trouble, meanwhile.

    health_s: the slowest answer. recovered_s: from the end of the fault until its own frames are looked at again; None:
    they were not within 30 s. says: what its page said.
    """

    fault: str
    before_fps: tuple[float, ...]
    during_fps: tuple[float, ...]
    own_fps: float
    health_s: float
    recovered_s: float | None
    resident_mb: float
    says: tuple[str, ...]

    @property
    def kept(self) -> float:
        """The smallest share of its frame rate that one of the others kept."""
        pairs = zip(self.during_fps, self.before_fps, strict=True)
        return min(during / before if before else 0.0 for during, before in pairs)

    @property
    def passed(self) -> bool:
        return self.kept >= KEPT_LEAST and self.health_s < HEALTH_LIMIT_S and self.recovered_s is not None


def _play(name: str, fps: float = 30.0) -> Callable[[ClientProcess, float], None]:
    def misbehave(client: ClientProcess, seconds: float) -> None:
        client.do("play", name, fps)
        time.sleep(seconds)

    return misbehave


def _change_size(client: ClientProcess, seconds: float) -> None:
    names = ["small", "large", "clip"]
    for turn in range(round(seconds / _SIZE_LASTS_S)):
        client.do("play", names[turn % len(names)])
        time.sleep(_SIZE_LASTS_S)


FAULTS: Final[dict[str, Callable[[ClientProcess, float], None]]] = {
    "raises": _play("raises"),
    "slow": _play("slow"),
    "stuck": _play("stuck"),
    "size": _change_size,
    "black": _play("black"),
    "flood": _play("clip", _FLOOD_FPS),
}


def reels_of_trouble() -> dict[str, Reel]:
    """All that the camera of the viewer in trouble may film; numbers are different from reel to reel."""
    pictures = list(clip_pictures(CLIPS[0], seconds=_CLIP_S))
    reels = {"clip": encoded(pictures)}
    more = {fault: marked(pictures, fault) for fault in MARKS}
    more |= {name: clip_pictures(CLIPS[0], size, _CLIP_S) for name, size in _SIZES.items()}
    more["black"] = black_pictures()
    for name, each in more.items():
        last = list(reels.values())[-1]
        reels[name] = encoded(each, first=last.first + len(last.packets))
    return reels


def run_faults(
    faults: Sequence[str], folder: Path, *, mode: str, seconds: float, progress: Callable[[str], None]
) -> list[FaultEffect]:
    """All faults, one after the other, against one server. seconds: how long each lasts, and the time before it."""
    progress("encoding the clips …")
    trouble = reels_of_trouble()
    others = {clip: encoded(clip_pictures(clip, seconds=_CLIP_S)) for clip in CLIPS[1:3]}
    with ExitStack() as stack:
        server = stack.enter_context(running_server(folder, _APP, {"HOLISTIC_MODE": mode}))
        clients = []
        for reels in [trouble, *({clip: reel} for clip, reel in others.items())]:
            clients.append(stack.enter_context(ClientProcess(server.url, PAGE, reels)))
            clients[-1].do("open")
            clients[-1].do("start")
        health = stack.enter_context(HealthWatch(server.url))
        effects = []
        for fault in faults:
            time.sleep(_SETTLE_S)
            progress(f"fault: {fault}")
            effects.append(_effect(fault, clients, health, server.process.pid, seconds))
            progress(f"  kept {effects[-1].kept:.0%}, health {effects[-1].health_s * 1e3:.0f} ms")
    return effects


def _effect(fault: str, clients: list[ClientProcess], health: HealthWatch, pid: int, seconds: float) -> FaultEffect:
    own, *others = clients
    before = measured(others, seconds)
    from_s = time.monotonic()
    FAULTS[fault](own, seconds)
    to_s = time.monotonic()
    during = [client.counts(from_s, to_s) for client in others]
    own_fps = own.counts(from_s, to_s).processed_fps
    says = tuple(own.do("alerts"))
    own.do("play", "clip")
    recovered_s = _recovered(own)
    return FaultEffect(
        fault,
        tuple(counts.processed_fps for counts in before),
        tuple(counts.processed_fps for counts in during),
        own_fps,
        health.slowest_s(from_s, time.monotonic()),
        recovered_s,
        process_numbers(pid).resident_mb,
        says,
    )


def _recovered(client: ClientProcess) -> float | None:
    started_s = time.monotonic()
    while time.monotonic() - started_s < _RECOVERY_S:
        if measured([client], 1.0)[0].processed_fps >= _ALIVE_FPS:
            return time.monotonic() - started_s
    return None


def format_faults(effects: Sequence[FaultEffect]) -> str:
    """One row a fault, with the verdict, and what the page said."""
    rows = [
        [
            each.fault,
            " ".join(f"{fps:.1f}" for fps in each.before_fps),
            " ".join(f"{fps:.1f}" for fps in each.during_fps),
            f"{each.kept:.0%}",
            f"{each.own_fps:.1f}",
            f"{each.health_s * 1e3:.0f}",
            None if each.recovered_s is None else f"{each.recovered_s:.1f}",
            f"{each.resident_mb:.0f}",
            verdict(each.passed),
        ]
        for each in effects
    ]
    headers = ["fault", "others before", "others during", "kept", "own fps", "slowest health ms", "own again after s"]
    title = f"At least {KEPT_LEAST:.0%} kept, health in less than {HEALTH_LIMIT_S * 1e3:.0f} ms"
    table = format_table([*headers, "resident MB", ""], rows, title=title)
    return "\n".join([table, *(f"{each.fault}: the page says: {say}" for each in effects for say in each.says)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.live.faults", description=__doc__)
    parser.add_argument("--faults", nargs="+", choices=tuple(FAULTS), default=tuple(FAULTS), help="default: all")
    parser.add_argument("--mode", choices=("latency", "throughput"), default="latency")
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each fault lasts (default 12)")
    parser.add_argument("--json", action="store_true", help="for machines")
    args = parser.parse_args(arguments)

    def progress(what: str) -> None:
        sys.stderr.write(f"{what}\n")

    with tempfile.TemporaryDirectory() as folder:
        effects = run_faults(args.faults, Path(folder), mode=args.mode, seconds=args.seconds, progress=progress)
    sys.stdout.write(f"{as_json(effects) if args.json else format_faults(effects)}\n")
    return 0 if all(each.passed for each in effects) else 1


if __name__ == "__main__":
    sys.exit(main())
