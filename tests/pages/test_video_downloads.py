"""What is taken home from the video page: the contents of every file, and that nothing of it stays."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyarrow.parquet as pq
import pytest
import requests
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from holistic_core.coach.samples import SAMPLES, clip_mp4, sample_truth
from holistic_core.export.session import session_from_json
from tests.rest_server import served
from tests.video_page import LONG_S, VIDEO_PAGE, bring, button, control, no_trouble, own_elements
from ui.rest import rest_routes
from ui.video_runs import VideoResult

pytestmark = pytest.mark.slow

FIRST = next(iter(SAMPLES))
FILES = {
    "angles.csv",
    "landmarks.csv",
    "repetitions.csv",
    "session.json",
    "movement.parquet",
    "movement.trc",
    "movement.mot",
    "report.html",
}


class Visited:
    """The page with a clip of the visitor's own, and what its buttons and links give."""

    def __init__(self, page: AppTest, made: dict[str, Callable[[], bytes]], host: str) -> None:
        self.page = page
        self._made = made
        self._host = host

    @property
    def result(self) -> VideoResult:
        result: VideoResult = self.page.session_state["clip.run"].job.result()
        return result

    @property
    def links(self) -> dict[str, str]:
        return {link["file_name"]: f"{self._host}/{link['address']}" for link in own_elements(self.page, "file_link")}

    def file(self, name: str) -> bytes:
        return self._made[name]()

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.file(name).decode("utf-8"))))


@pytest.fixture(scope="module")
def visited() -> Iterator[Visited]:
    made: dict[str, Callable[[], bytes]] = {}
    with pytest.MonkeyPatch.context() as patch, served(Starlette(routes=rest_routes())) as host:
        original = st.download_button

        def noted(*arguments: Any, **options: Any) -> bool:
            made[options["file_name"]] = options["data"]
            return original(*arguments, **options)

        patch.setattr(st, "download_button", noted)
        page = AppTest.from_file("dashboard.py", default_timeout=60).run().switch_page(VIDEO_PAGE).run(timeout=LONG_S)
        control(page, "number_input", "every").set_value(2).run(timeout=LONG_S)
        bring(page, "mine.mp4", clip_mp4(FIRST))
        assert no_trouble(page)
        yield Visited(page, made, host)


def times_of(table: list[dict[str, str]]) -> list[float]:
    return [float(row["time_s"]) for row in table]


@pytest.mark.parametrize("name", ["angles.csv", "landmarks.csv"])
def test_a_table_has_a_row_for_every_frame_at_its_time(visited: Visited, name: str) -> None:
    np.testing.assert_allclose(times_of(visited.table(name)), visited.result.frames.times_s, atol=1e-4)


def test_angles_in_the_table_are_the_filtered_ones_of_the_curves(visited: Visited) -> None:
    truth = {round(frame.time_s, 3): frame for frame in sample_truth(FIRST).frames}
    place = [angle.definition.name for angle in truth[0.0].angles].index("left_knee")
    wrong = [
        float(row["left_knee_2d_deg"]) - truth[round(float(row["time_s"]), 3)].angles[place].deg_2d
        for row in visited.table("angles.csv")
        if row["left_knee_2d_deg"]
    ]
    assert len(wrong) > 0.9 * len(visited.result.frames)
    assert np.abs(wrong).mean() < 5


def test_repetitions_have_a_row_each(visited: Visited) -> None:
    rows = visited.table("repetitions.csv")
    assert len(rows) == sample_truth(FIRST).frames[-1].repetitions
    assert [int(row["number"]) for row in rows] == list(range(1, len(rows) + 1))


def test_json_is_one_of_ours_and_loads_back_without_loss(visited: Visited) -> None:
    document = visited.file("session.json")
    assert json.loads(document)["schema"] == "holistic-lab/session"
    header, frames = session_from_json(document)
    found = visited.result.frames
    assert (header.source, header.exercise, header.engine) == ("mine.mp4", "squat", "litert")
    assert header.filter is not None and header.filter.kind == "butterworth"
    np.testing.assert_allclose(frames.times_s, found.times_s, atol=1e-6)
    loaded, known = frames.result(10).pose, found.result(10).pose
    assert loaded is not None and known is not None
    np.testing.assert_array_equal(loaded.xyz_norm, known.xyz_norm)


def test_parquet_is_read_and_has_units(visited: Visited) -> None:
    table = pq.read_table(io.BytesIO(visited.file("movement.parquet")))
    assert table.num_rows == len(visited.result.frames)
    np.testing.assert_allclose(table["time_s"].to_numpy(), visited.result.frames.times_s, atol=1e-4)
    assert table.schema.field("left_knee_2d_deg").metadata


def test_files_for_opensim_have_a_line_for_every_moment(visited: Visited) -> None:
    trc = visited.file("movement.trc").decode().splitlines()
    assert trc[0].startswith("PathFileType\t4")
    told = dict(zip(trc[1].split("\t"), trc[2].split("\t"), strict=False))
    assert int(told["NumFrames"]) == len([line for line in trc[5:] if line.strip()])
    assert int(told["NumMarkers"]) == 33
    mot = visited.file("movement.mot").decode().splitlines()
    assert "inDegrees=yes" in mot
    rows = int(next(line for line in mot if line.startswith("nRows=")).split("=")[1])
    assert rows == len(mot) - mot.index("endheader") - 2


def test_the_report_is_a_page_with_its_charts(visited: Visited) -> None:
    page = visited.file("report.html").decode("utf-8")
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert "mine.mp4" in page and "data-figure=" in page


def test_the_video_has_every_frame_at_its_time(visited: Visited, tmp_path: Path) -> None:
    answer = requests.get(visited.links["annotated.mp4"], timeout=30)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="annotated.mp4"'
    path = tmp_path / "annotated.mp4"
    path.write_bytes(answer.content)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        times_s = [frame.time for frame in container.decode(stream)]
    wanted_s = visited.result.frames.times_s
    np.testing.assert_allclose(times_s, wanted_s - wanted_s[0], atol=0.002)


def test_the_zip_has_everything_and_the_same(visited: Visited) -> None:
    answer = requests.get(visited.links["mine.zip"], timeout=60)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == FILES | {"annotated.mp4"}
        for name in FILES - {"report.html", "movement.parquet"}:  # which say when they were made
            assert archive.read(name) == visited.file(name), name
        assert archive.read("annotated.mp4") == requests.get(visited.links["annotated.mp4"], timeout=30).content


def test_another_filter_is_another_zip_and_the_same_video(visited: Visited) -> None:
    before = visited.links
    control(visited.page, "selectbox", "filter").set_value("none").run()
    after = visited.links
    assert no_trouble(visited.page)
    assert after["annotated.mp4"] == before["annotated.mp4"] and after["mine.zip"] != before["mine.zip"]
    assert requests.get(before["mine.zip"], timeout=60).status_code == 404
    with zipfile.ZipFile(io.BytesIO(requests.get(after["mine.zip"], timeout=60).content)) as archive:
        header, _ = session_from_json(archive.read("session.json"))
    assert header.filter is None
    control(visited.page, "selectbox", "filter").set_value("butterworth").run()


def test_nothing_stays_when_the_clip_is_deleted(visited: Visited) -> None:
    links = visited.links
    source, folder = visited.page.session_state["clip.upload"].path, visited.result.folder.path
    assert source.is_file() and folder.is_dir()
    button(visited.page, "video-forget").click().run(timeout=LONG_S)
    assert no_trouble(visited.page)
    assert not source.exists() and not folder.exists()
    assert {requests.get(link, timeout=10).status_code for link in links.values()} == {404}
    assert set(visited.links) != set(links), "those of the sample are there"
