"""The precision tab of the benchmark page: 8-bit models built on this server, and whether one is good enough."""

from typing import Final

import pandas as pd
import streamlit as st

from holistic_core.measure.precision import (
    MAX_ERROR_PERCENT,
    MIN_AGREEMENT,
    MIN_SPEEDUP,
    PrecisionReport,
    run_precision,
)
from ui.benchmark_host import allowed_experiments
from ui.benchmark_runs import benchmark_turn, busy_now
from ui.downloads import data_button
from ui.jobs import Job, Progress, wait
from ui.tables import show_table
from ui.texts import text

# Not among the choices of the sidebar, which can be set back.
_JOB: Final = "measured.precision"
_NEEDS: Final = "throughput"  # as heavy: whoever may not run that may not run this


def show_precision() -> None:
    """What it is, a button, and the table when there is one."""
    st.markdown(text("benchmark.precision_lead"))
    job: Job[PrecisionReport | None] | None = st.session_state.get(_JOB)
    if _NEEDS in allowed_experiments():
        st.button(
            text("benchmark.precision_run"),
            help=text("benchmark.precision_run_help"),
            on_click=_start,
            disabled=job is not None and job.running,
            type="primary",
            icon=":material/play_arrow:",
            key="benchmark-run-precision",
        )
    else:
        st.info(text("benchmark.switched_off"), icon=":material/block:")
    if job is None:
        return
    if job.running:
        wait(job, st.empty(), text("benchmark.precision_running"), "benchmark-precision")
        st.rerun()
    try:
        report = job.result()
    except Exception:
        del st.session_state[_JOB]
        raise
    if report is None:
        st.warning(text("benchmark.precision_stopped"), icon=":material/pause_circle:")
    else:
        _show(report)


def _show(report: PrecisionReport) -> None:
    table = pd.DataFrame(
        [
            (
                row.variant,
                round(row.megabytes, 1),
                round(row.frame_ms, 1),
                round(row.speedup, 2),
                round(row.error_percent, 2),
                round(row.error_p95_percent, 2),
                round(100 * row.agreement, 1),
            )
            for row in report.rows
        ],
        columns=[
            text(f"benchmark.precision_{name}")
            for name in ("variant", "mb", "ms", "speedup", "error", "p95", "presence")
        ],
    )
    show_table(table)
    data_button("precision", table)
    st.caption(
        text(
            "benchmark.precision_limits",
            frames=report.frames,
            others=report.calibration_frames,
            speedup=MIN_SPEEDUP,
            error=MAX_ERROR_PERCENT,
            presence=100 * MIN_AGREEMENT,
        )
    )
    if report.turbo:
        st.success(text("benchmark.precision_turbo", variant=report.turbo), icon=":material/bolt:")
    else:
        st.info(text("benchmark.precision_none"), icon=":material/balance:")


def _start() -> None:
    busy = busy_now()

    def work(progress: Progress) -> PrecisionReport | None:
        def step(done: int, count: int) -> None:
            progress.count = busy.count = max(1, count)
            busy.done = done
            progress.step(done)

        busy.experiment, busy.done, busy.count = "precision", 0, 1
        try:
            return run_precision(step=step, cancelled=progress.cancelled)
        finally:
            busy.experiment = ""

    st.session_state[_JOB] = Job("precision", 1, work, benchmark_turn())
