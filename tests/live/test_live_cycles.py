"""A visitor of each kind comes and leaves, and nothing is left of them."""

from pathlib import Path

import pytest

from tests.live.cycles import WAYS, format_cycles, run_cycles
from tests.live.reel import clip_pictures, encoded

pytestmark = pytest.mark.slow


def test_nothing_is_left_of_visitors_who_have_gone(tmp_path: Path) -> None:
    reels = {"clip": encoded(clip_pictures("squat_side", seconds=1.0))}
    report = run_cycles(len(WAYS), reels, tmp_path, rest_s=12.0)
    assert report.passed, format_cycles(report)
    freed_s = {visit.way: visit.freed_s for visit in report.cycles}
    assert freed_s["STOP"] < 5 and freed_s["page change"] < 5
    assert freed_s["closed tab"] < 20 and freed_s["killed client"] < 20
