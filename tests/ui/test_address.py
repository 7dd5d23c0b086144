"""Options by what they are called in each language."""

import pytest

from ui.address import said_in
from ui.texts import LANGUAGES


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("live.source", "Coach", "教练"),
        ("live.parts", "All", "全部"),
        ("live.exercise", "Nothing", "不计数"),
        ("live.rate", "15 a second", "每秒 15 帧"),
        ("live.angles", "Left knee", "左膝"),
        ("xray.stage", "3 · Region", "3 · 区域"),
        ("benchmark.chart-latency-3", "Times", "耗时"),
        ("picture.tab", "Timing", "耗时"),
        ("live.size", "640 × 480 px", "640 × 480 px"),
    ],
)
def test_a_choice_is_called_by_its_own_word(key: str, english: str, chinese: str) -> None:
    for word in (english, chinese):
        assert (said_in("en", key, word), said_in("zh", key, word)) == (english, chinese)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("word", ["", "nobody's word", "../../etc/passwd", "15"])
def test_what_is_no_option_stays(code: str, word: str) -> None:
    assert said_in(code, "live.source", word) == word
