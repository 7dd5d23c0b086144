"""The precision tab of the benchmark page: measured when asked for, and shown as the command prints it."""

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.measure.precision import PrecisionReport, PrecisionRow
from ui import benchmark_precision
from ui.texts import ENGLISH

ROWS = (
    PrecisionRow("float", 11.9, 20.0, 1.0, 0.0, 0.0, 1.0, False),
    PrecisionRow("int8", 7.2, 9.0, 2.2, 0.8, 3.0, 0.98, True),
)


@pytest.mark.parametrize("turbo", ["int8", None])
def test_the_table_and_its_verdict(dashboard: AppTest, monkeypatch: pytest.MonkeyPatch, turbo: str | None) -> None:
    monkeypatch.setattr(benchmark_precision, "run_precision", lambda **_: PrecisionReport(ROWS, 10, 12, turbo))
    page = dashboard.run().switch_page("pages/benchmark.py")
    page.session_state["benchmark.tab"] = ENGLISH["tab.benchmark_precision"]
    page.run()
    next(button for button in page.button if button.key == "benchmark-run-precision").click().run()
    page.run()
    assert not page.exception and not page.error
    table = page.dataframe[0].value
    assert list(table[ENGLISH["benchmark.precision_variant"]]) == ["float", "int8"]
    verdicts = [each.value for each in (*page.success, *page.info)]
    told = ENGLISH["benchmark.precision_turbo"].format(variant="int8") if turbo else ENGLISH["benchmark.precision_none"]
    assert told in verdicts
