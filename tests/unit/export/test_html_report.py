"""The report is one page that loads nothing, runs nothing of others, and tells what it was made of."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from coach_session import HIDDEN, coach_session

from holistic_core.coach.samples import clip_mp4
from holistic_core.exercises import Repetition
from holistic_core.export.html_report import Report, html_report
from holistic_core.export.movement_files import FILES_OF, movement_zip
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_filter import filtered_frames
from holistic_core.export.session_frames import SessionFrames
from holistic_core.export.session_zip import session_zip
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import compared
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.options import FindOptions

HOSTILE = "</title><script>alert(1)</script>&\"'.mp4"
REPETITIONS = (
    Repetition(1, 0.6, 3.1, 98.2, 172.1, 1.1, 0.3, 1.1),
    Repetition(2, 4.0, 6.6, 121.2, 172.1, 1.1, 0.3, 1.2, ("deeper",)),
)
SETTINGS = FilterSettings(cutoff_hz=5.5)


def report(name: str = HOSTILE, frames: SessionFrames | None = None) -> Report:
    measured = coach_session("lunge_three_quarter", hidden=HIDDEN) if frames is None else frames
    return Report(
        SessionHeader("litert", FindOptions(), "lunge", name, SETTINGS),
        filtered_frames(measured, SETTINGS),
        datetime(2026, 5, 4, 15, 30, tzinfo=UTC),
        REPETITIONS,
        measured,
        video={"Size": "<b>480 × 640"},
        notes=("It broke off <here>.",),
    )


class Elements(HTMLParser):
    """Elements with attributes, texts of cells, and what the scripts hold."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return b"".join(html_report(report())).decode()


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    parser = Elements()
    parser.feed(page)
    return parser


def test_names_are_text_and_never_markup(elements: Elements) -> None:
    assert [tag for tag, _ in elements.tags].count("script") == 3
    assert "b" not in {tag for tag, _ in elements.tags}
    assert HOSTILE in elements.texts
    assert "It broke off <here>." in elements.texts
    assert "<b>480 × 640" in elements.texts


def test_nothing_is_loaded_and_only_its_own_programs_run(page: str, elements: Elements) -> None:
    addresses = {key for _, attributes in elements.tags for key in attributes} & {"src", "href", "action", "data"}
    assert addresses == set()
    (policy,) = [a["content"] or "" for tag, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    programs = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in programs}
    assert len(programs) == 2
    assert hashes == allowed
    assert "'unsafe-inline'" not in policy.split("script-src")[1]


def test_numbers_settings_and_versions_are_told(elements: Elements) -> None:
    texts = elements.texts
    assert any("5.5 Hz" in text for text in texts)
    assert {"Lunge", "2", "litert", "Go deeper.", "Right knee", "04 May 2026, 15:30 (UTC)"} <= set(texts)
    assert any("mediapipe 0.10" in text for text in texts)
    assert "With a person" in texts
    count = len(coach_session("lunge_three_quarter"))
    hidden = HIDDEN.stop - HIDDEN.start
    assert f"{100 * (count - hidden) / count:.0f} %" in texts


def test_charts_hold_the_curves(page: str, elements: Elements) -> None:
    match = re.search(r'<script type="application/json" id="figures">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    figures = json.loads(match[1])
    places = [int(a["data-figure"] or -1) for _, a in elements.tags if a.get("class") == "chart"]
    assert places == list(range(len(figures)))
    assert len(figures) >= 3
    names = {trace["name"] for trace in figures[0]["data"]}
    assert {"Right knee", "Right knee, measured"} <= names, "filtered and as measured"
    assert len(figures[0]["layout"]["shapes"]) == len(REPETITIONS)


def chart_titles(page: str) -> list[str]:
    match = re.search(r'<script type="application/json" id="figures">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return [figure["layout"]["title"]["text"] for figure in json.loads(match[1])]


def test_it_has_the_charts_of_the_page(page: str, elements: Elements) -> None:
    assert chart_titles(page) == [
        *("Lunge: what is counted", "Legs", "Arms", "Trunk"),
        *("Each repetition: range of motion, tempo", "Repetitions over one another: left knee"),
        *("Angular velocity and its peaks", "Phase portrait: angle against velocity"),
        "Range of motion and symmetry index",
        *chart_titles(page)[9:],
    ]
    *aligned, path = chart_titles(page)[9:]
    assert aligned and path.startswith("Time of both")
    assert all(re.fullmatch(r"(Left|Right) knee, aligned: \d+° apart on average", title) for title in aligned)
    assert any(text.startswith(f"“{HOSTILE}” against “Coach: Lunge") for text in elements.texts)


def test_what_was_compared_takes_the_place_of_the_coach() -> None:
    frames = filtered_frames(coach_session("lunge_three_quarter"), SETTINGS)
    one = MovementClip.of_frames("before", frames, ["left_hip"])
    both = compared(one, MovementClip(f"after {HOSTILE}", one.times_s, one.angles_deg))
    page = b"".join(html_report(replace(report(), comparison=both))).decode()
    assert "100 of 100 points" in page and "Coach: " not in page
    assert chart_titles(page)[9:] == ["Left hip, aligned: 0° apart on average", "Time of both: the second takes 1.00 ×"]
    parser = Elements()
    parser.feed(page)
    assert [tag for tag, _ in parser.tags].count("script") == 3


def test_without_an_exercise_there_is_nothing_to_compare_and_the_rest_stays() -> None:
    plain = replace(report(), header=SessionHeader("litert", FindOptions(), None, "a.mp4", None), repetitions=())
    titles = chart_titles(b"".join(html_report(replace(plain, measured=None))).decode())
    assert titles[:3] == ["Legs", "Arms", "Trunk"]
    assert "Phase portrait: angle against velocity" in titles
    assert not any("aligned" in title or "epetition" in title for title in titles)


@pytest.mark.parametrize("frames", [SessionFrames(), coach_session("squat_side", hidden=slice(0, 1000))], ids=str)
def test_without_a_person_it_says_so(frames: SessionFrames) -> None:
    page = b"".join(html_report(report(frames=frames))).decode()
    assert "No joint angle could be measured" in page


def test_everything_fits_into_one_zip(tmp_path: Path) -> None:
    mp4 = tmp_path / "a.mp4"
    mp4.write_bytes(clip_mp4("squat_side"))
    told: list[float] = []
    target = BytesIO()
    assert movement_zip(target, report(), mp4=mp4, on_progress=told.append) == ()
    with ZipFile(target) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {name for names in FILES_OF.values() for name in names} | {"annotated.mp4"}
        assert archive.read("annotated.mp4") == mp4.read_bytes()
        kinds = {info.filename: info.compress_type for info in archive.infolist()}
    assert kinds["annotated.mp4"] == kinds["movement.parquet"] == ZIP_STORED
    assert kinds["session.json"] != ZIP_STORED
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_what_a_movement_has_nothing_for_is_left_out_and_told() -> None:
    target = BytesIO()
    nobody = report(frames=coach_session("squat_side", hidden=slice(0, 1000)))
    left_out = movement_zip(target, nobody)
    assert len(left_out) == 2
    with ZipFile(target) as archive:
        assert not {"movement.trc", "movement.mot"} & set(archive.namelist())


def test_a_zip_is_written_as_its_pieces_come() -> None:
    target, seen = BytesIO(), []

    def pieces() -> Iterator[bytes]:
        for _ in range(5):
            seen.append(target.tell())
            yield bytes(2_000_000)

    session_zip(target, SessionHeader("litert"), SessionFrames(), more={"a.mp4": pieces()})
    assert [later - earlier for earlier, later in pairwise(seen)] == [2_000_000] * 4
