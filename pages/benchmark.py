"""Benchmark: speed, start-up, memory and throughput, measured on this very machine, beside MediaPipe's own."""

from typing import Any, Final

import streamlit as st

from holistic_core.errors import HolisticError
from holistic_core.measure.benchmark.machine import system_info, system_rows
from ui.benchmark_choice import CHOICES, PREFIX, Input, choose_input
from ui.benchmark_compare import show_compare
from ui.benchmark_host import EXPERIMENTS, allowed_experiments
from ui.benchmark_precision import brought_files
from ui.benchmark_result import show_result, show_unmeasured, take_home
from ui.benchmark_runs import current_run, finish, first_look, quick_plan, reports, start, start_first_look, wait_for
from ui.errors import show_error, shown
from ui.explain import how_this_works
from ui.layout import page_title
from ui.tabs import open_tab
from ui.texts import text

_TABS: Final = (*EXPERIMENTS, "compare")


def _experiment(name: str, given: Input) -> None:
    """One sentence, controls, Run; what runs; and the result there is."""
    st.markdown(text(f"benchmark.{name}_lead"))
    if name in allowed_experiments():
        _controls(name, given)
    else:
        st.info(text("benchmark.switched_off"), icon=":material/block:")
    _running(name)
    report = reports().get(name)
    if report is None and name == "latency":
        report = first_look().report
        if report is not None:
            st.caption(text("benchmark.first_look"))
    if report is not None:
        show_result(name, report)
    elif name == "claims":
        show_unmeasured()
    else:
        st.info(text("benchmark.nothing_yet"), icon=":material/play_circle:")
    take_home()


def _controls(name: str, given: Input) -> None:
    with st.expander(text("benchmark.settings"), icon=":material/tune:", expanded=name != "latency"):
        plan_of = CHOICES[name](given.source)
    pressed = st.button(
        text("benchmark.run"),
        help=text(f"benchmark.{name}_run_help"),
        type="primary",
        icon=":material/play_arrow:",
        key=f"benchmark-run-{name}",
    )
    run = current_run()
    if pressed and run is not None and run.job.running:
        running = text(f"tab.benchmark_{run.experiment}")
        st.warning(text("benchmark.already", name=running), icon=":material/hourglass_top:")
    elif pressed:
        try:
            start(name, plan_of(), (given.file, brought_files()))
        except HolisticError as error:
            show_error(error)
    elif name == "latency" and run is None and not reports():
        # The page does not start empty.
        start_first_look()


def _running(name: str) -> None:
    run = current_run()
    if run is None:
        return
    if run.job.running and run.experiment != name:
        running = text(f"tab.benchmark_{run.experiment}")
        st.info(text("benchmark.elsewhere", name=running), icon=":material/hourglass_top:")
        st.button(
            text("job.cancel"), on_click=run.job.progress.cancel, key="benchmark-cancel-other", icon=":material/stop:"
        )
        return
    wait_for(run, st.empty())
    with shown():
        finish(run)


def _machine() -> None:
    rows: dict[str, Any] = {text("column.what"): [], text("column.value"): []}
    for name, value in system_rows(system_info()).items():
        rows[text("column.what")].append(name)
        rows[text("column.value")].append(value)
    st.dataframe(rows, hide_index=True, width="stretch")


page_title("benchmark")
st.markdown(text("benchmark.lead"))
given = Input(quick_plan().source)
with shown():
    given = choose_input()
name, tab = open_tab({each: text(f"tab.benchmark_{each}") for each in _TABS}, f"{PREFIX}tab")
with tab, shown():
    if name == "compare":
        show_compare()
    else:
        _experiment(name, given)
with shown():
    how_this_works("benchmark", _machine)
