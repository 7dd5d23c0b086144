"""Reports load back as they were, are compared number by number, and bad ones are named."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from holistic_core.__main__ import main
from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.compare import compare, format_compare, ratios
from holistic_core.measure.benchmark.machine import format_system, run_system
from holistic_core.measure.benchmark.report import SECTIONS, figures_of, from_json, report_of, to_csv, to_json
from holistic_core.measure.benchmark.report_page import html_page
from tests.bench_reports import bench_report


def changed(**changes: Any) -> bytes:
    return json.dumps({**json.loads(to_json(bench_report())), **changes}).encode()


def without(key: str) -> bytes:
    document = json.loads(to_json(bench_report()))
    del document["latency"]["results"][0][key]
    return json.dumps(document).encode()


def test_a_report_loads_back() -> None:
    # NaN is not itself: the texts are compared.
    assert to_json(from_json(to_json(bench_report()))) == to_json(bench_report())
    assert from_json(to_json(bench_report())).latency.results[0] == bench_report().latency.results[0]  # type: ignore[union-attr]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_report_of_one_experiment(section: str) -> None:
    made = report_of({section: getattr(bench_report(), section)})
    back = from_json(to_json(made))
    assert list(back.sections) == [section] and list(figures_of(back))
    assert back.system.cores == made.system.cores


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "JSON"),
        (b"\xff\xd8\xff\xe0", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "not a benchmark report"),
        (b'{"schema": "holistic-lab/accuracy"}', "not a benchmark report"),
        (changed(version=2), "version 2.*reads version 1"),
        (changed(version=None), "version None"),
        (changed(latency=[]), "latency"),
        (changed(system={"cpu": 7}), r"system\.cpu is 7, expected a text"),
        (changed(made=None), "made is None"),
        (without("median_ms"), r"latency\.results\[0\]\.median_ms is missing"),
        (to_json(bench_report()).replace('"litert"', '"abacus"').encode(), "abacus"),
        (b" " * 21_000_000, "21.0 MB.*at most 20 MB"),
    ],
)
def test_what_is_no_report_is_said_with_its_name(text: bytes, told: str) -> None:
    with pytest.raises(OptionsError, match=f"(?s)^mine.json.*{told}"):
        from_json(text, "mine.json")


def test_every_number_and_every_time_is_in_the_table() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(bench_report()))))
    medians = {row["what"]: row["value"] for row in rows if row["figure"] == "median"}
    assert medians == {"LiteRT": "31", "MediaPipe Holistic": "51"}
    assert len([row for row in rows if row["figure"].startswith("time, turn")]) == 12
    assert {row["experiment"] for row in rows} == {"system", *SECTIONS}


def test_two_machines_side_by_side() -> None:
    comparison = compare([("old", bench_report()), ("old", bench_report(2.0, "Another"))])
    assert comparison.names == ("old", "old (2)")
    assert dict(comparison.system)["Processor"] == ("A processor", "Another")
    found = {(each.what, each.figure): each for each in comparison.figures if each.experiment == "latency"}
    median = found["LiteRT", "median"]
    assert (median.values, ratios(median)) == ((31.0, 62.0), (2.0,))
    assert found["LiteRT", "ratio to mp.solutions"].values == (0.6, 0.6)
    assert "62" in format_compare(comparison)


def test_what_one_report_lacks_is_open() -> None:
    comparison = compare([("a", bench_report()), ("b", report_of({"cold": bench_report().cold}))])
    only = next(each for each in comparison.figures if each.experiment == "throughput")
    assert np.isnan(only.values[1]) and np.isnan(ratios(only)[0])
    with pytest.raises(OptionsError, match="1 report cannot be compared; bring 2 to 8"):
        compare([("a", bench_report())])


def test_the_command_compares_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other, bad = (tmp_path / name for name in ("one.json", "other.json", "bad.json"))
    one.write_text(to_json(bench_report()))
    other.write_text(to_json(bench_report(3.0)))
    bad.write_text("{}")
    assert main(["bench", "compare", str(one), str(other)]) == 0
    assert re.search(r"latency +LiteRT +median, ms +31 +93 +3\.00", capsys.readouterr().out)
    assert main(["bench", "compare", str(one), str(bad)]) == 2
    assert "bad.json" in capsys.readouterr().err
    assert main(["bench", "compare", str(one), str(tmp_path / "none.json")]) == 2


def test_a_page_of_its_own() -> None:
    page = b"".join(html_page(bench_report(cpu="<b>fast</b>"))).decode()
    assert page.count('class="chart"') == 10
    assert "<b>fast" not in page and "&lt;b&gt;fast" in page
    assert "This experiment was cancelled" in page, "the claims were not all measured"
    markup = page.partition("<script>")[0]  # what follows is plotly's own program
    assert not re.search(r"(src|href)=", markup)


def test_this_machine_is_described() -> None:
    told = format_system(run_system())
    assert re.search(r"mediapipe +0\.10\.21", told) and "Cores" in told
