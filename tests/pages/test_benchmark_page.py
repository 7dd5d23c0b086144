"""The benchmark page: every experiment with reports of known numbers, and one real run."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.__main__ import main
from holistic_core.errors import ModelError
from holistic_core.measure.benchmark.report import to_json
from tests.bench_reports import (
    bench_report,
    claims_report,
    cold_report,
    latency_report,
    memory_report,
    precision_report,
    throughput_report,
)
from tests.own_pictures import portrait
from ui import benchmark_runs
from ui.benchmark_runs import BenchmarkRun, Told, benchmark_turn, first_look
from ui.jobs import Job
from ui.texts import ENGLISH

pytestmark = pytest.mark.slow

BENCHMARK_PAGE = "pages/benchmark.py"
REPORTS: dict[str, Callable[[], Any]] = {
    "LatencyPlan": lambda: latency_report(sizes=(320, 640)),
    "ColdPlan": cold_report,
    "MemoryPlan": memory_report,
    "ThroughputPlan": throughput_report,
    "ClaimsPlan": claims_report,
    "PrecisionPlan": precision_report,
}
CHARTS = {
    "latency": ["Time of a frame"],
    "cold": ["From import to the second frame"],
    "memory": ["Resident memory over time"],
    "throughput": ["Frames a second of all streams together"],
    "claims": [],
    "precision": ["Whole frame: how fast, how exact"],
}
# Of one real run: a second or two.
SMALL = {"repetitions": 1, "frames": 3, "warm_up": 1}
SLOWER = """
import time
from holistic_core.engines import litert
found = litert.LiteRTSession.process
def process(*arguments, **options):
    time.sleep(0.5)
    return found(*arguments, **options)
litert.LiteRTSession.process = process
"""


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing was measured on this server before, and nothing is left behind."""
    first_look.clear()
    yield
    first_look.clear()


@pytest.fixture
def asked(fresh: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Experiments answer at once; their plans are noted."""
    plans: list[Any] = []

    def run_plan(plan: Any, watch: Any) -> Any:
        plans.append(plan)
        watch.say("working")
        watch.step(1, 1)
        return REPORTS[type(plan).__name__]()

    monkeypatch.setattr(benchmark_runs, "run_plan", run_plan)
    return plans


@pytest.fixture
def page(asked: list[Any], dashboard: AppTest) -> AppTest:
    return dashboard.switch_page(BENCHMARK_PAGE).run()


def open_tab(page: AppTest, name: str) -> AppTest:
    page.session_state["benchmark.tab"] = ENGLISH[f"tab.benchmark_{name}"]
    return page.run()


def press(page: AppTest, name: str) -> AppTest:
    """Run an experiment whose tab is open."""
    next(button for button in page.button if button.key == f"benchmark-run-{name}").click()
    # A browser tells which tab is open at every run; here it has to be said again.
    return open_tab(page, name)


def number(page: AppTest, name: str, value: int) -> None:
    next(each for each in page.number_input if each.key == f"benchmark.{name}").set_value(value)


def charts(page: AppTest) -> list[str]:
    return [json.loads(chart.proto.spec)["layout"]["title"]["text"] for chart in page.get("plotly_chart")]


def words(page: AppTest, kind: str) -> list[str]:
    return [each.value for each in page.get(kind)]


def test_the_page_starts_with_a_first_look(page: AppTest, asked: list[Any], dashboard: AppTest) -> None:
    assert not page.exception and not page.error
    assert charts(page) == ["Time of a frame"]
    assert [metric.value for metric in page.metric] == ["LiteRT · 320 px", "31.0 ms", "32.3 FPS", "0.60 ×"]
    other = AppTest.from_file("dashboard.py", default_timeout=60).switch_page(BENCHMARK_PAGE).run()
    assert charts(other) == charts(page)
    assert len(asked) == 1, "measured once for everybody"
    assert ENGLISH["benchmark.first_look"] in words(other, "caption")


@pytest.mark.parametrize("name", CHARTS)
def test_every_experiment_runs_and_is_shown(page: AppTest, asked: list[Any], name: str) -> None:
    open_tab(page, name)
    press(page, name)
    assert not page.exception and not page.error
    assert charts(page) == CHARTS[name]
    assert len(page.dataframe) == 1 and len(page.dataframe[0].value)
    assert {f"download-benchmark_{each}" for each in ("json", "csv", "html")} <= {
        each.key for each in page.get("download_button")
    }
    assert len(asked) == 2


def test_latency_has_a_chart_for_each_question(page: AppTest) -> None:
    seen = []
    for name in ("latency-shares", "latency-stages", "latency-sizes"):
        page.session_state["benchmark.chart-latency-4"] = name
        seen += charts(page.run())
    assert seen == [
        "Share of frames within a time",
        "What a frame is spent on",
        "Time against the size of the picture",
    ]


@pytest.mark.parametrize("turbo", ["int8", None])
def test_a_turbo_is_named_or_denied(page: AppTest, monkeypatch: pytest.MonkeyPatch, turbo: str | None) -> None:
    monkeypatch.setitem(REPORTS, "PrecisionPlan", lambda: precision_report(turbo))
    open_tab(page, "precision")
    press(page, "precision")
    found = words(page, "success"), words(page, "info")
    if turbo:
        assert found == ([ENGLISH["benchmark.precision_turbo"].format(variant="int8")], [])
    else:
        assert found[0] == [] and "2.20 times the speed, error 0.80 %, equal presence 98.0 %" in found[1][0]
    assert page.dataframe[0].value[ENGLISH["benchmark.precision_scope"]].nunique() == 3


def test_own_files_are_calibrated_on_and_compared(page: AppTest, asked: list[Any]) -> None:
    open_tab(page, "precision")
    page.file_uploader[0].set_value([("a.jpg", portrait(), "image/jpeg"), ("b.jpg", portrait(), "image/jpeg")])
    open_tab(page, "precision")
    press(page, "precision")
    assert [each.label for each in asked[-1].own] == ["a.jpg", "b.jpg"]
    assert not page.error and all(Path(each.path).read_bytes() == portrait() for each in asked[-1].own)


def test_claims_not_yet_run_say_so(page: AppTest) -> None:
    open_tab(page, "claims")
    table = page.dataframe[0].value
    assert len(table) == 11 and set(table[ENGLISH["column.measured_here"]]) == {ENGLISH["benchmark.no_number"]}
    assert ENGLISH["benchmark.claims_note"].format(note="not run yet") in [each.value for each in page.caption]


IMPOSSIBLE = (
    ("latency", "repetitions", 0, "repetitions is 0; it must be a whole number from 1 to 50"),
    ("latency", "frames", 10_000, "from 3 to 500"),
    ("memory", "calls", 0, "from 5 to 300"),
    ("memory", "viewers", 1000, "viewers is 1,000"),
    ("memory", "limit_mb", 10, "memory limit is 10 MB"),
    ("throughput", "seconds", 0, "0.5 to 60 s"),
    ("claims", "claim_frames", 0, "from 3 to 500"),
    ("precision", "every", 0, "from 1 to 60"),
)


def test_impossible_settings(page: AppTest, asked: list[Any]) -> None:
    for tab, control, value, told in IMPOSSIBLE:
        open_tab(page, tab)
        usual = next(each for each in page.number_input if each.key == f"benchmark.{control}").value
        number(page, control, value)
        press(page, tab)
        (error,) = words(page, "error")
        assert told in error
        number(page, control, usual)
    assert len(asked) == 1, "nothing was started"


def test_started_twice_it_says_so(page: AppTest, asked: list[Any]) -> None:
    over = threading.Event()
    job: Job[Any] = Job("slow", 1, lambda _: over.wait(30) and memory_report(), benchmark_turn())
    page.session_state["measured.benchmark_run"] = BenchmarkRun("memory", None, job, Told())
    open_tab(page, "latency")
    assert ENGLISH["benchmark.elsewhere"].format(name="Memory") in words(page, "info")
    press(page, "latency")
    assert ENGLISH["benchmark.already"].format(name="Memory") in words(page, "warning")
    assert len(asked) == 1 and job.running
    over.set()
    open_tab(page, "memory")
    assert charts(page) == CHARTS["memory"]


def test_a_second_visitor_waits_for_the_turn(page: AppTest, asked: list[Any]) -> None:
    turn = benchmark_turn()
    assert turn.acquire(blocking=False)
    waited: list[int] = []

    def release() -> None:
        waited.append(len(asked))
        turn.release()

    threading.Timer(1.0, release).start()
    press(page, "latency")
    assert waited == [1] and len(asked) == 2, "it was not measured before the turn was free"
    assert charts(page) == CHARTS["latency"]


@pytest.mark.parametrize(
    ("value", "runnable"),
    [("all", set(CHARTS)), ("light", {"latency", "cold"}), ("none", set())],
)
def test_the_host_decides_what_may_run(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, value: str, runnable: set[str]
) -> None:
    monkeypatch.setenv("HOLISTIC_BENCHMARKS", value)
    found = set()
    for name in CHARTS:
        open_tab(page, name)
        found |= {name for button in page.button if button.key == f"benchmark-run-{name}"}
        assert (ENGLISH["benchmark.switched_off"] in words(page, "info")) is (name not in runnable)
    assert found == runnable


def test_a_wrong_word_of_the_host_is_named(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLISTIC_BENCHMARKS", "some")
    assert "HOLISTIC_BENCHMARKS is 'some'; it must be one of all, light, none" in words(page.run(), "error")[0]


def test_an_experiment_that_fails_is_told_and_the_page_lives_on(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_plan(*_: Any) -> Any:
        raise ModelError("The heavy model is not there.")

    monkeypatch.setattr(benchmark_runs, "run_plan", run_plan)
    press(page, "latency")
    assert words(page, "error") == ["The heavy model is not there."]
    assert words(page.run(), "error") == []


def test_reports_are_compared_and_garbage_is_named(page: AppTest) -> None:
    open_tab(page, "compare")
    good = [
        (f"{name}.json", to_json(bench_report(scale, name)).encode(), "") for name, scale in (("a", 1.0), ("b", 2.0))
    ]
    old = to_json(bench_report()).replace('"version": 1', '"version": 9').encode()
    page.file_uploader[0].set_value([*good, ("c.json", b"{", ""), ("d.json", old, "")])
    open_tab(page, "compare")
    garbage, version = words(page, "error")
    assert garbage.startswith("c.json") and "version 9" in version
    machines, _ = (each.value for each in page.dataframe)
    assert list(machines.columns)[1:] == ["a.json", "b.json"]
    assert list(machines.iloc[0])[1:] == ["a", "b"]
    assert charts(page) == ["Median, report by report"]


@pytest.mark.slow
def test_a_slower_engine_changes_page_and_command_alike(
    fresh: None, dashboard: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark_runs, "_QUICK", SMALL)
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in SMALL.items()]

    def by_command() -> float:
        capsys.readouterr()
        assert main(["bench", "latency", "--contenders", "litert", "--no-reference", "--json", *arguments]) == 0
        (result,) = json.loads(capsys.readouterr().out)["results"]
        return float(result["median_ms"])

    assert 0 < by_command() < 500
    # The experiments' own processes read this when they start.
    (tmp_path / "sitecustomize.py").write_text(SLOWER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert 500 <= by_command() < 1000
    table = dashboard.switch_page(BENCHMARK_PAGE).run().dataframe[0].value.set_index(ENGLISH["column.setting"])
    assert 500 <= table.loc["LiteRT", ENGLISH["column.median_ms"]] < 1000
