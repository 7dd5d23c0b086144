"""Benchmarks as jobs: one at a time on the whole server, because two would spoil each other's numbers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from holistic_core.measure.benchmark.claims import ClaimsPlan, run_claims
from holistic_core.measure.benchmark.figures import FIGURES
from holistic_core.measure.benchmark.latency import LatencyPlan, run_latency
from holistic_core.measure.benchmark.memory_growth import MemoryPlan, run_memory
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.benchmark.throughput import ThroughputPlan, run_throughput
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.cold_start import run_cold
from holistic_core.measure.precision import PrecisionPlan, run_precision
from ui.jobs import Job, Progress
from ui.library_words import figure_in_words
from ui.texts import text

_RUN: Final = "measured.benchmark_run"
_DONE: Final = "measured.benchmark"
_LOOKED: Final = "measured.benchmark_first_look"
_LOOK_EVERY_S: Final = 0.25
_DRAW_EVERY_S: Final = 1.0
_QUICK: Final = {"repetitions": 3, "frames": 8, "warm_up": 3}


@dataclass(frozen=True)
class ColdPlan:
    """What `run_cold` is asked for. runs: fresh processes of each kind."""

    source: Source
    runs: int = 3


@dataclass
class Told:
    """What a running benchmark tells: its newest words, and its report so far."""

    words: str = ""
    report: Any = None


@dataclass(frozen=True)
class BenchmarkRun:
    """A benchmark that was started. plan: what it measures. keeps: the file it looks at, which must stay meanwhile.

    first: it is the first look, which belongs to the server and not to the visitor.
    """

    experiment: str
    plan: Any
    job: Job[Any]
    told: Told
    keeps: Any = None
    first: bool = False


@dataclass
class Busy:
    """Which benchmark has its turn on this server, and how far it is; "" for none."""

    experiment: str = ""
    done: int = 0
    count: int = 1


@dataclass
class FirstLook:
    """A small latency benchmark of this server, for visitors who have not run any themselves; None until it is made."""

    report: Any = None


@st.cache_resource(show_spinner=False)
def benchmark_turn() -> threading.BoundedSemaphore:
    """The one turn there is."""
    return threading.BoundedSemaphore(1)


@st.cache_resource(show_spinner=False)
def busy_now() -> Busy:
    """What runs on this server."""
    return Busy()


@st.cache_resource(show_spinner=False)
def first_look() -> FirstLook:
    """Shared by all visitors."""
    return FirstLook()


def quick_plan() -> LatencyPlan:
    """What is measured before anybody asks: the usual settings against MediaPipe, a few frames."""
    return LatencyPlan(Source.of_sample(Source().sample), **_QUICK)


def run_plan(plan: Any, watch: Watch) -> Any:
    """The report of a plan, whichever experiment it belongs to."""
    if isinstance(plan, ColdPlan):
        return run_cold(plan.source.frames()[0], runs=plan.runs, progress=watch)
    runners: dict[type, Callable[..., Any]] = {
        LatencyPlan: run_latency,
        MemoryPlan: run_memory,
        ThroughputPlan: run_throughput,
        ClaimsPlan: run_claims,
        PrecisionPlan: run_precision,
    }
    return runners[type(plan)](plan, progress=watch)


def start_first_look() -> None:
    """Measure this server once, when nobody has yet; whoever cancels it is not asked again."""
    if first_look().report is None and not st.session_state.get(_LOOKED):
        st.session_state[_LOOKED] = True
        start("latency", quick_plan(), first=True)


def start(experiment: str, plan: Any, keeps: Any = None, *, first: bool = False) -> BenchmarkRun:
    """Run a plan in the background as soon as it has its turn. keeps, first: as in `BenchmarkRun`."""
    told, busy, look = Told(), busy_now(), first_look()

    def work(progress: Progress) -> Any:
        def step(done: int, count: int) -> None:
            progress.count = busy.count = max(1, count)
            busy.done = done
            progress.step(done)

        def say(words: str) -> None:
            told.words = words

        def live(report: Any) -> None:
            told.report = report

        busy.experiment, busy.done, busy.count = experiment, 0, 1
        try:
            if first and look.report is not None:
                # Somebody else's was faster.
                return look.report
            report = run_plan(plan, Watch(say, step, live, progress.cancelled))
            if first and report.complete:
                look.report = report
            return report
        finally:
            busy.experiment = ""

    run = BenchmarkRun(experiment, plan, Job(plan, 1, work, benchmark_turn()), told, keeps, first)
    st.session_state[_RUN] = run
    return run


def current_run() -> BenchmarkRun | None:
    """The visitor's own benchmark that was started last and not yet looked at."""
    run: BenchmarkRun | None = st.session_state.get(_RUN)
    return run


def reports() -> dict[str, Any]:
    """What the visitor has measured: experiment → its newest report."""
    found: dict[str, Any] = st.session_state.get(_DONE, {})
    return found


def finish(run: BenchmarkRun) -> None:
    """Keep what came out of a run that has ended; raises what it raised."""
    if st.session_state.get(_RUN) is run:
        del st.session_state[_RUN]
    report = run.job.result()
    # The first look is everybody's.
    if report is not None and report is not first_look().report:
        st.session_state[_DONE] = {**reports(), run.experiment: report}


def wait_for(run: BenchmarkRun, place: Any) -> None:
    """Show how far a run is, with its chart so far and a button to cancel, until it has ended.

    Any click in the page interrupts this; the run goes on, and the next run of the page waits again.
    """
    progress = run.job.progress
    with place.container():
        waiting = st.empty()
        bar = st.progress(0.0)
        st.button(text("job.cancel"), on_click=progress.cancel, key="benchmark-cancel", icon=":material/stop:")
        live = st.empty()
    drawn, drawn_s, number = None, 0.0, 0
    while run.job.running:
        if progress.waiting:
            busy = busy_now()
            name = text(f"tab.benchmark_{busy.experiment}") if busy.experiment else text("benchmark.another")
            waiting.info(
                text("benchmark.waiting", name=name, done=busy.done, count=busy.count), icon=":material/hourglass_top:"
            )
        else:
            waiting.empty()
        bar.progress(min(1.0, progress.done / progress.count), text=_words(run))
        report = run.told.report
        if report is not drawn and time.monotonic() - drawn_s >= _DRAW_EVERY_S and run.experiment in FIGURES:
            number += 1
            first = FIGURES[run.experiment](report)[0]
            live.plotly_chart(figure_in_words(first.figure), width="stretch", key=f"benchmark-live-{number}")
            drawn, drawn_s = report, time.monotonic()
        time.sleep(_LOOK_EVERY_S)
    place.empty()


def _words(run: BenchmarkRun) -> str:
    progress = run.job.progress
    fields = {"name": text(f"tab.benchmark_{run.experiment}"), "done": progress.done, "count": progress.count}
    if progress.left_s is None:
        return text("benchmark.progress", **fields, words=run.told.words)
    return text("benchmark.progress_left", **fields, words=run.told.words, seconds=progress.left_s)
