"""What tutorials say about speed and memory, beside what is measured here; what was not measured stays open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from holistic_core.coach.samples import STILLS, still_jpeg
from holistic_core.engines.model_store import STORE
from holistic_core.errors import ModelError
from holistic_core.measure.benchmark.latency import LatencyPlan, run_latency
from holistic_core.measure.benchmark.limits import whole
from holistic_core.measure.benchmark.settings import Complexity, Setting
from holistic_core.measure.benchmark.source import DEFAULT_SAMPLE, Source
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.cold_start import run_cold
from holistic_core.measure.table import format_table
from holistic_core.media.pictures import read_picture

MOST_FRAMES: Final = 500
_STARTS: Final = 2
_COMPLEXITIES: Final[tuple[Complexity, Complexity]] = (1, 2)
_NAN: Final = float("nan")
_NOT_RUN: Final = "not run yet"


@dataclass(frozen=True)
class Claim:
    """claim: what tutorials say, with their figure `said`. unit: of all figures, "" for how many times as much.

    mediapipe: measured with `mp.solutions`. here: with this project's engine. NaN: not measured, and `note` says why.
    """

    claim: str
    said: str
    unit: str
    mediapipe: float = _NAN
    here: float = _NAN
    note: str = _NOT_RUN


CLAIMS: Final[Mapping[str, Claim]] = {
    "holistic_ms": Claim("Holistic takes 45 ms a frame", "45", "ms"),
    "holistic_mb": Claim("Holistic needs 300 MB", "300", "MB"),
    "separate_ms": Claim("Pose, Hands and FaceMesh take 90 ms a frame", "90", "ms"),
    "separate_mb": Claim("Pose, Hands and FaceMesh need 600 MB", "600", "MB"),
    "pose_ms": Claim("Pose alone takes 18 ms a frame", "18", "ms"),
    "pose_mb": Claim("Pose alone needs 120 MB", "120", "MB"),
    "cold_s": Claim("A cold start takes 1.5 s", "1.5", "s"),
    "warm_s": Claim("Once warm, a frame takes 80 ms", "0.08", "s"),
    "heavy": Claim("Complexity 2 is three times as slow as 1", "3", "×"),
    "xnnpack": Claim("XNNPACK makes it 1.5 to 3 times as fast", "1.5–3", "×"),
    "int8": Claim("int8 models are 30 % faster", "1.3", "×"),
}


@dataclass(frozen=True)
class ClaimsPlan:
    """frames: that count, of each measurement; OptionsError unless from 3 to 500. threads: of this project's engine."""

    source: Source = field(default_factory=lambda: Source.of_sample(DEFAULT_SAMPLE))
    frames: int = 40
    threads: int = field(default_factory=lambda: Setting().threads)

    def __post_init__(self) -> None:
        whole("The number of frames", self.frames, 3, MOST_FRAMES, "40 are usual.")


@dataclass(frozen=True)
class ClaimsReport:
    """All claims, measured or not. complete: False when it was cancelled."""

    source: str
    claims: tuple[Claim, ...]
    complete: bool


def unmeasured() -> ClaimsReport:
    """The table before anything was run."""
    return ClaimsReport("", tuple(CLAIMS.values()), complete=False)


def run_claims(plan: ClaimsPlan, *, progress: Watch | Callable[[str], None] | None = None) -> ClaimsReport:
    """Measure one claim after the other, each figure in a process of its own; what was not reached stays open."""
    run = _Run(plan, Watch.of(progress))
    steps: tuple[Callable[[], None], ...] = (run.three_ways, run.cold, run.heavy, run.xnnpack)
    for number, step in enumerate(steps):
        if run.watch.cancelled():
            break
        step()
        run.watch.step(number + 1, len(steps))
        run.watch.live(run.report(complete=False))
    run.settle("int8", note="measured by the precision experiment")
    return run.report(complete=not run.watch.cancelled())


class _Run:
    def __init__(self, plan: ClaimsPlan, watch: Watch) -> None:
        self.plan, self.watch = plan, watch
        self._claims: dict[str, Claim] = dict(CLAIMS)

    def report(self, *, complete: bool) -> ClaimsReport:
        return ClaimsReport(self.plan.source.label, tuple(self._claims.values()), complete)

    def settle(self, name: str, mediapipe: float = _NAN, here: float = _NAN, note: str = "") -> None:
        before = CLAIMS[name]
        self._claims[name] = Claim(before.claim, before.said, before.unit, mediapipe, here, note)

    def three_ways(self) -> None:
        for name, theirs, parts in (
            ("holistic", "mediapipe", "everything"),
            ("separate", "separate", "everything"),
            ("pose", "separate", "body"),
        ):
            mediapipe = self._alone(Setting(theirs, parts=parts))  # type: ignore[arg-type]
            here = self._alone(Setting("litert", self.plan.threads, parts=parts))  # type: ignore[arg-type]
            for unit, ours, others in zip(("ms", "mb"), here, mediapipe, strict=True):
                self.settle(f"{name}_{unit}", others, ours)

    def cold(self) -> None:
        source = self.plan.source
        still = source.sample if source.sample in STILLS else DEFAULT_SAMPLE
        rgb = read_picture(still_jpeg(still), name=still).rgb
        report = run_cold(rgb, runs=_STARTS, progress=Watch(say=self.watch.say, cancelled=self.watch.cancelled))
        starts: dict[str, Any] = {each.engine: each for each in report.engines if not each.warm}
        if {"litert", "mediapipe"} <= set(starts):
            self.settle("cold_s", starts["mediapipe"].total_s, starts["litert"].total_s)
            self.settle("warm_s", starts["mediapipe"].second_s, starts["litert"].second_s)

    def heavy(self) -> None:
        try:
            STORE.path("pose_landmark_heavy")
        except ModelError:
            self.settle(
                "heavy", note="needs the heavy model: python -m holistic_core models --download pose_landmark_heavy"
            )
            return
        ours = [self._alone(Setting("litert", self.plan.threads, complexity=each))[0] for each in _COMPLEXITIES]
        theirs = [self._alone(Setting("mediapipe", complexity=each))[0] for each in _COMPLEXITIES]
        self.settle("heavy", theirs[1] / theirs[0], ours[1] / ours[0])

    def xnnpack(self) -> None:
        plain, fast = (self._alone(Setting("litert", self.plan.threads, xnnpack=each))[0] for each in (False, True))
        self.settle("xnnpack", here=plain / fast, note="MediaPipe's own graph always uses XNNPACK")

    def _alone(self, setting: Setting) -> tuple[float, float]:
        """Milliseconds a frame, and resident MB at the end, in a process that does nothing else."""
        plan = LatencyPlan(self.plan.source, (setting,), repetitions=1, frames=self.plan.frames, reference=False)
        watch = Watch(say=self.watch.say, cancelled=self.watch.cancelled)
        report = run_latency(plan, progress=watch)
        if not report.results:
            return _NAN, _NAN
        return report.results[0].median_ms, report.resident_mb


def format_claims(report: ClaimsReport) -> str:
    """The table: tutorials say, measured here."""
    rows = [
        [
            each.claim,
            f"{each.said} {each.unit}",
            *(None if value != value else f"{value:.3g} {each.unit}" for value in (each.mediapipe, each.here)),  # noqa: PLR0124 -- NaN
            each.note,
        ]
        for each in report.claims
    ]
    title = f"{report.source}{'' if report.complete else '; CANCELLED before the end'}"
    return format_table(["tutorials say", "figure", "mp.solutions here", "this project here", ""], rows, title=title)
