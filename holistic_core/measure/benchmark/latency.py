"""How long a frame takes, for every combination of some settings, side by side with MediaPipe Holistic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.child import Event, watch_child
from holistic_core.measure.benchmark.limits import free_memory_mb, whole
from holistic_core.measure.benchmark.ratio import RESAMPLES, Ratio, paired_ratio
from holistic_core.measure.benchmark.settings import Grid, Setting, short_labels, with_references, within_limit
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.table import format_table
from holistic_core.options import PARTS

MOST_REPETITIONS: Final = 50
MOST_FRAMES: Final = 500
MOST_WARM_UP: Final = 100
# Ten minutes or so: others wait for their turn.
_MOST_CALLS: Final = 12_000
_MOST_PAUSE_MS: Final = 1000.0
# Of each turn.
_FLOOR_FRAMES: Final = 3
# What one of them holds at the most, in MB; a whole graph of MediaPipe is about 200.
_MEMORY_MB: Final = {"litert": 120.0, "mediapipe": 220.0, "separate": 300.0}
_FREE_SHARE: Final = 0.8


@dataclass(frozen=True)
class LatencyPlan:
    """What to time. OptionsError for a number out of range, too many combinations, or too little memory.

    settings: with `reference`, MediaPipe Holistic is added to each of them, and ratios are to that.
    repetitions: turns of each setting. frames: of a turn. warm_up: frames before, which do not count.
    pause_ms: rest after a frame, in which idle threads stop spinning.
    """

    source: Source = field(default_factory=Source)
    settings: tuple[Setting, ...] = field(default_factory=lambda: Grid().settings())
    repetitions: int = 5
    frames: int = 20
    warm_up: int = 5
    pause_ms: float = 3.0
    reference: bool = True

    def __post_init__(self) -> None:
        complete = with_references(self.settings) if self.reference else within_limit(dict.fromkeys(self.settings))
        object.__setattr__(self, "settings", complete)
        whole("The number of repetitions", self.repetitions, 1, MOST_REPETITIONS, "5 are usual.")
        whole("The number of frames", self.frames, 3, MOST_FRAMES, "20 are usual.")
        whole("The number of warm-up frames", self.warm_up, 0, MOST_WARM_UP, "5 are usual.")
        if not 0 <= self.pause_ms <= _MOST_PAUSE_MS:
            raise OptionsError(f"The pause is {self.pause_ms!r} ms; it must be from 0 to {_MOST_PAUSE_MS:g} ms.")
        calls = self.repetitions * self.frames * len(complete)
        if calls > _MOST_CALLS:
            raise OptionsError(
                f"That would be {calls:,} frames; the limit is {_MOST_CALLS:,}. Choose fewer repetitions, frames or "
                "combinations."
            )
        needed_mb, free_mb = sum(_MEMORY_MB[each.contender] for each in complete), free_memory_mb()
        if free_mb is not None and needed_mb > _FREE_SHARE * free_mb:
            raise OptionsError(
                f"These {len(complete)} combinations need up to {needed_mb:,.0f} MB at a time, and {free_mb:,.0f} MB "
                "are free here. Choose fewer of them; each of MediaPipe takes 200 MB or more."
            )

    @property
    def steps(self) -> int:
        """What is counted while it runs: loading each setting, and each of its turns."""
        return len(self.settings) * (1 + self.repetitions)


@dataclass(frozen=True)
class LatencyResult:
    """One setting. Milliseconds a frame; `wall_ms` and `cpu_ms` hold every single time by round.

    cpu_ms: of all threads of the process, until the pause after the frame is over. fps: frames a second when one
    follows the other, without the pauses. stage_ms: medians of the pipeline's stages. model_ms: the models alone, the
    least a frame can cost; NaN where that is not known. found: share of frames in which a part was found.
    ratio: to MediaPipe Holistic in the same rounds; None for itself, or when it was not measured.
    """

    setting: Setting
    label: str
    wall_ms: tuple[tuple[float, ...], ...]
    cpu_ms: tuple[tuple[float, ...], ...]
    stage_ms: Mapping[str, float]
    found: Mapping[str, float]
    median_ms: float
    p95_ms: float
    fps: float
    cpu_median_ms: float
    model_ms: float
    ratio: Ratio | None


@dataclass(frozen=True)
class LatencyReport:
    """source: what was looked at. results: of the settings that had a turn. complete: False when it was cancelled.

    resident_mb: of the measuring process at the end, with all settings loaded; NaN when it was cancelled.
    """

    source: str
    repetitions: int
    frames: int
    warm_up: int
    pause_ms: float
    results: tuple[LatencyResult, ...]
    complete: bool
    resident_mb: float


def run_latency(plan: LatencyPlan, *, progress: Watch | Callable[[str], None] | None = None) -> LatencyReport:
    """Time all settings of a plan, in turns, in one process of its own; a cancelled run gives what it has."""
    watch, taken = Watch.of(progress), _Taken(plan)
    numbers = {
        "warm_up": plan.warm_up,
        "frames": plan.frames,
        "repetitions": plan.repetitions,
        "floor": _FLOOR_FRAMES,
    }

    def note(event: Event) -> None:
        taken.note(event)
        if event["event"] in {"ready", "turn"}:
            label = taken.labels[event["setting"]]
            watch.say(f"{'loaded' if event['event'] == 'ready' else 'timed'}: {label}")
            watch.step(taken.done, plan.steps)
        if event["event"] == "turn":
            watch.live(taken.report(complete=False, resamples=0))

    watch.say(f"{plan.source.label or plan.source.sample}: {len(plan.settings)} settings")
    ending = watch_child(
        "holistic_core.measure.benchmark.latency_worker",
        "measure",
        asdict(plan.source),
        [asdict(each) for each in plan.settings],
        numbers,
        plan.pause_ms,
        on_event=note,
        cancelled=watch.cancelled,
    )
    return taken.report(complete=ending == "done")


class _Taken:
    """The times taken so far."""

    def __init__(self, plan: LatencyPlan) -> None:
        self._plan = plan
        self.labels = short_labels(plan.settings)
        self.done = 0
        self._turns: list[list[Event]] = [[] for _ in plan.settings]
        self._resident_mb = float("nan")

    def note(self, event: Event) -> None:
        kind = event["event"]
        if kind in {"ready", "turn"}:
            self.done += 1
        if kind == "turn":
            self._turns[event["setting"]].append(event)
        elif kind == "memory":
            self._resident_mb = event["resident_mb"]

    def report(self, *, complete: bool, resamples: int = RESAMPLES) -> LatencyReport:
        plan = self._plan
        results = tuple(self._result(number, resamples) for number, turns in enumerate(self._turns) if turns)
        return LatencyReport(
            source=plan.source.label or plan.source.sample,
            repetitions=plan.repetitions,
            frames=plan.frames,
            warm_up=plan.warm_up,
            pause_ms=plan.pause_ms,
            results=results,
            complete=complete,
            resident_mb=self._resident_mb,
        )

    def _result(self, number: int, resamples: int) -> LatencyResult:
        setting, turns = self._plan.settings[number], self._turns[number]
        wall, cpu = ([tuple(round(ms, 3) for ms in turn[name]) for turn in turns] for name in ("wall_ms", "cpu_ms"))
        every, floor = np.concatenate(wall), [ms for turn in turns for ms in turn["model_ms"]]
        median_ms, p95_ms = np.percentile(every, (50, 95))
        return LatencyResult(
            setting=setting,
            label=self.labels[number],
            wall_ms=tuple(wall),
            cpu_ms=tuple(cpu),
            stage_ms=_stage_medians(turns),
            found={part: sum(turn["found"].get(part, 0) for turn in turns) / len(every) for part in PARTS},
            median_ms=float(median_ms),
            p95_ms=float(p95_ms),
            fps=float(1e3 / every.mean()),
            cpu_median_ms=float(np.median(np.concatenate(cpu))),
            model_ms=float(np.median(floor)) if floor else float("nan"),
            ratio=self._ratio(number, resamples),
        )

    def _ratio(self, number: int, resamples: int) -> Ratio | None:
        setting = self._plan.settings[number]
        if setting == setting.reference or setting.reference not in self._plan.settings:
            return None
        reference = self._plan.settings.index(setting.reference)
        ours, theirs = ([turn["wall_ms"] for turn in self._turns[each]] for each in (number, reference))
        return paired_ratio(ours, theirs, resamples=resamples)


def _stage_medians(turns: Sequence[Event]) -> dict[str, float]:
    """A stage that did not run in a frame took no time in it: only stages of most frames are more than 0."""
    frames = sum(len(turn["wall_ms"]) for turn in turns)
    times: dict[str, list[float]] = {}
    for turn in turns:
        for stage, values in turn["stages"].items():
            times.setdefault(stage, []).extend(values)
    return {stage: float(np.median(values + [0.0] * (frames - len(values)))) for stage, values in times.items()}


def format_latency(report: LatencyReport) -> str:
    """The report as a table."""
    rows: list[list[Any]] = [
        [
            each.label,
            *(f"{value:.1f}" for value in (each.median_ms, each.p95_ms, each.fps, each.cpu_median_ms)),
            None if np.isnan(each.model_ms) else f"{each.model_ms:.1f}",
            None if each.ratio is None else f"{each.ratio.value:.2f}",
            None if each.ratio is None else f"{each.ratio.low:.2f} to {each.ratio.high:.2f}",
            " ".join(f"{each.found[part]:.0%}" for part in PARTS),
        ]
        for each in report.results
    ]
    title = (
        f"{report.source}: {report.repetitions} turns of {report.frames} frames, {report.pause_ms:g} ms apart, after "
        f"{report.warm_up} to warm up{'' if report.complete else '; CANCELLED before the end'}"
    )
    headers = ["setting", "median ms", "p95 ms", "FPS", "CPU ms", "models alone ms", "ratio to mp.solutions", "95 %"]
    return format_table([*headers, "found: body, face, hands"], rows, title=title)
