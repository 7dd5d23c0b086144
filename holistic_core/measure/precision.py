"""What lower precision of body and hand models gains and costs on this machine: speed, size, error, presence."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.child import Event, watch_child
from holistic_core.measure.benchmark.limits import whole
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.precision_models import VARIANTS
from holistic_core.measure.table import format_table

MIN_SPEEDUP: Final = 1.8
MAX_ERROR_PERCENT: Final = 1.5
MIN_AGREEMENT: Final = 0.97
EVERY: Final = 12
MOST_EVERY: Final = 60
MOST_FILES: Final = 12

Scope = Literal["whole", "body", "hand"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
SCOPE_WORDS: Final[dict[Scope, str]] = {"whole": "whole frame", "body": "body model", "hand": "hand model"}


@dataclass(frozen=True)
class PrecisionPlan:
    """OptionsError for a number out of range. own: pictures and videos of the user's, beside the coach's clips.

    every: of clips, each how many-th frame.
    """

    own: tuple[Source, ...] = ()
    every: int = EVERY

    def __post_init__(self) -> None:
        whole("Every how many-th frame is looked at", self.every, 1, MOST_EVERY, "Larger numbers are faster.")
        if len(self.own) > MOST_FILES:
            raise OptionsError(f"{len(self.own)} files are more than {MOST_FILES}. Choose the ones that matter most.")


@dataclass(frozen=True)
class PrecisionRow:
    """One variant against float, over all frames.

    scope: the whole of a tracked frame; or one model by itself, on the crops the float models cut. megabytes: of its
    models. frame_ms: processor time, one thread, median. speedup: median over frames of float's time divided by its
    own, taken in turns. error_percent, error_p95_percent: mean distance of a part's landmarks from float's, in percent
    of the longest side of the part's bounding box. agreement: share of parts and frames whose presence is the same.
    good: all three limits.
    """

    scope: Scope
    variant: str
    megabytes: float
    frame_ms: float
    speedup: float
    error_percent: float
    error_p95_percent: float
    agreement: float
    good: bool


@dataclass(frozen=True)
class PrecisionReport:
    """frames, calibration_frames: how many were compared, and others on which ranges were measured. own: files.

    turbo: the fastest variant whose whole frame is within the limits; None when there is none, or not every frame was
    compared. complete: False when cancelled.
    """

    rows: tuple[PrecisionRow, ...]
    frames: int
    calibration_frames: int
    own: tuple[str, ...]
    turbo: str | None
    complete: bool


def run_precision(plan: PrecisionPlan, *, progress: Watch | Callable[[str], None] | None = None) -> PrecisionReport:
    """Build every variant, calibrate it on one half of the frames, and compare it with float on the other.

    All of it in a process of its own; cancelled, it gives what it has. OptionsError: nobody is found in the frames;
    ImageError, VideoError: a file cannot be read.
    """
    watch = Watch.of(progress)
    ready: Event = {}
    frames: list[Event] = []

    def report(*, complete: bool) -> PrecisionReport:
        rows = rows_of(ready.get("sizes", {}), frames)
        good = [row for row in rows if row.scope == "whole" and row.good]
        turbo = max(good, key=lambda row: row.speedup).variant if good and complete else None
        labels = tuple(each.label for each in plan.own)
        return PrecisionReport(rows, len(frames), ready.get("calibration", 0), labels, turbo, complete)

    def note(event: Event) -> None:
        if event["event"] == "words":
            watch.say(event["words"])
        elif event["event"] == "look":
            watch.say(f"looking at frame {event['done'] + 1} of {event['count']}")
            # About half of them will be compared after that.
            watch.step(event["done"], event["count"] * 3 // 2)
        elif event["event"] == "ready":
            ready.update(event)
            watch.say(f"comparing {len(VARIANTS)} variants on {event['frames']} frames")
        else:
            frames.append(event["variants"])
            looked = ready["calibration"] + ready["frames"]
            watch.step(looked + len(frames), looked + ready["frames"])
            watch.live(report(complete=False))

    ending = watch_child(
        "holistic_core.measure.precision_worker",
        "compare",
        [asdict(each) for each in plan.own],
        plan.every,
        on_event=note,
        cancelled=watch.cancelled,
    )
    return report(complete=ending == "done")


def rows_of(sizes: dict[str, dict[str, float]], frames: Sequence[Event]) -> tuple[PrecisionRow, ...]:
    """Whole frame, body and hand model, every variant of each; none before the first frame.

    sizes: variant → `body` and `hand` in MB. frames: variant → scope → `ms`, `errors`, `same`.
    """
    if not frames:
        return ()
    return tuple(
        _row(scope, name, sum(sizes[name].values()) if scope == "whole" else sizes[name][scope], frames)
        for scope in SCOPES
        for name in sizes
    )


def _row(scope: Scope, name: str, megabytes: float, frames: Sequence[Event]) -> PrecisionRow:
    own = [each[name][scope] for each in frames]
    # A frame without hands says nothing about the hand model.
    pairs = [(each["float"][scope]["ms"], one["ms"]) for each, one in zip(frames, own, strict=True) if one["same"]]
    errors = [error for each in own for error in each["errors"]]
    same = [each for one in own for each in one["same"]]
    speedup = float(np.median([usual / ms for usual, ms in pairs])) if pairs else float("nan")
    error = float(np.median(errors)) if errors else float("nan")
    agreement = float(np.mean(same)) if same else float("nan")
    return PrecisionRow(
        scope=scope,
        variant=name,
        megabytes=megabytes,
        frame_ms=float(np.median([ms for _, ms in pairs])) if pairs else float("nan"),
        speedup=speedup,
        error_percent=error,
        error_p95_percent=float(np.percentile(errors, 95)) if errors else float("nan"),
        agreement=agreement,
        good=speedup >= MIN_SPEEDUP and error < MAX_ERROR_PERCENT and agreement >= MIN_AGREEMENT,
    )


def format_precision(report: PrecisionReport) -> str:
    """The table for people, and whether there is a turbo preset."""
    rows: list[list[Any]] = [
        [
            SCOPE_WORDS[row.scope],
            row.variant,
            f"{row.megabytes:.1f}",
            f"{row.frame_ms:.1f}",
            f"{row.speedup:.2f}",
            f"{row.error_percent:.2f}",
            f"{row.error_p95_percent:.2f}",
            f"{100 * row.agreement:.1f}",
        ]
        for row in report.rows
    ]
    own = f" and {', '.join(report.own)}" if report.own else ""
    cancelled = "" if report.complete else "; CANCELLED before the end"
    title = (
        f"Body and hand model in lower precision, on the coach{own}: {report.frames} frames, calibrated on "
        f"{report.calibration_frames} others, 1 thread{cancelled}"
    )
    headers = ("measured on", "variant", "MB", "CPU ms", "× faster", "error %", "p95 %", "presence %")
    limits = (
        f"A turbo preset needs at least {MIN_SPEEDUP} × at an error under {MAX_ERROR_PERCENT} % of the bounding box "
        f"and {100 * MIN_AGREEMENT:.0f} % equal presence, for the whole frame."
    )
    verdict = f"Within them: {report.turbo}." if report.turbo else "None reaches them here: there is no turbo preset."
    return "\n".join([format_table(headers, rows, title=title), limits, verdict])
