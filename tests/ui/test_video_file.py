"""A visitor's video is fetched in ranges, by who knows its address and for as long as it is there, without memory."""

import gc
import io
import json
import secrets
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
import requests
from starlette.applications import Starlette

from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.process_memory import resident_memory_mb
from tests.app_server import PROJECT
from tests.clip_results import clip_result
from tests.rest_server import served
from ui.jobs import Job
from ui.rest import rest_routes
from ui.video_compare import LastComparison
from ui.video_downloads import zip_writer
from ui.video_file import ServedFile
from ui.video_runs import VideoResult, VideoRun, Watch, discard

DATA = secrets.token_bytes(300_000)
LARGE_MB = 120
# Far less than the file, and more than a server needs for its own work.
GROWS_LESS_MB = 40
NO_TIME_S = 10


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The address of a server with the app's own routes below `/api`."""
    with served(Starlette(routes=rest_routes())) as url:
        yield url


def run_of(result: VideoResult) -> VideoRun:
    job: Job[VideoResult | None] = Job(result.question, 1, lambda _: result, threading.BoundedSemaphore(1))
    while job.running:
        pass
    return VideoRun(result.name, job, Watch())


def served_file(result: VideoResult) -> ServedFile:
    assert result.annotated is not None
    return result.annotated


def get(host: str, address: str, *, part: str | None = None) -> requests.Response:
    headers = {} if part is None else {"Range": f"bytes={part}"}
    return requests.get(f"{host}/{address}", headers=headers, timeout=NO_TIME_S)


def is_gone(answer: requests.Response) -> bool:
    return (
        answer.status_code == 404
        and answer.headers["Content-Type"] == "application/problem+json"
        and answer.json()["type"].endswith("#not-found")
    )


def test_the_whole_is_a_video_that_can_be_asked_for_in_parts(host: str) -> None:
    result = clip_result(DATA)
    answer = get(host, served_file(result).address)
    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Content-Disposition" not in answer.headers, "a player plays it"


@pytest.mark.parametrize(
    ("part", "wanted", "told"),
    [
        ("0-99", slice(100), "0-99"),
        ("1000-1999", slice(1000, 2000), "1000-1999"),
        ("299990-", slice(299_990, None), "299990-299999"),
        ("-7", slice(-7, None), "299993-299999"),
        ("200000-999999", slice(200_000, None), "200000-299999"),
    ],
)
def test_a_part_has_just_its_bytes(host: str, part: str, wanted: slice, told: str) -> None:
    result = clip_result(DATA)
    answer = get(host, served_file(result).address, part=part)
    assert (answer.status_code, answer.content) == (206, DATA[wanted])
    assert answer.headers["Content-Range"] == f"bytes {told}/{len(DATA)}"
    assert int(answer.headers["Content-Length"]) == len(DATA[wanted])


def test_a_part_beyond_the_end_is_refused(host: str) -> None:
    result = clip_result(DATA)
    assert get(host, served_file(result).address, part="300000-").status_code == 416


@pytest.mark.parametrize(
    ("wanted", "saved"),
    [
        ("annotated.mp4", 'attachment; filename="annotated.mp4"'),
        ("跑步 1.mp4", "attachment; filename*=utf-8''%E8%B7%91%E6%AD%A5%201.mp4"),
        ("../../etc/pass\r\nwd", "attachment; filename*=utf-8''pass%0D%0Awd"),
    ],
)
def test_a_download_is_saved_under_its_name(host: str, wanted: str, saved: str) -> None:
    result = clip_result(DATA)
    answer = get(host, served_file(result).download(wanted))
    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["Content-Disposition"] == saved


def test_nobody_guesses_an_address(host: str) -> None:
    tokens = {ServedFile(Path("nothing"), "video/mp4").address for _ in range(50)}
    assert len(tokens) == 50
    assert min(len(each.rsplit("/", 1)[1]) for each in tokens) >= 43, "256 bits"
    assert is_gone(get(host, "api/v1/video/guessed"))
    assert is_gone(get(host, tokens.pop())), "it goes with whoever held it"


def test_a_discarded_run_leaves_neither_address_nor_file(host: str) -> None:
    result = clip_result(DATA)
    address, mp4 = served_file(result).address, result.movement.mp4
    assert mp4 is not None and get(host, address).status_code == 200
    discard(run_of(result))
    assert not mp4.exists()
    assert is_gone(get(host, address))
    assert is_gone(get(host, address, part="0-99"))


def test_a_visitor_who_leaves_takes_the_address_along(host: str) -> None:
    result = clip_result(DATA)
    address, folder = served_file(result).address, result.folder.path
    assert get(host, address).status_code == 200
    del result
    gc.collect()
    assert is_gone(get(host, address))
    assert not folder.exists()


def test_a_file_that_somebody_deleted_is_no_fault_of_the_server(host: str) -> None:
    result = clip_result(DATA)
    result.folder.delete()
    assert is_gone(get(host, served_file(result).address))


def test_the_zip_is_made_when_it_is_asked_for(host: str) -> None:
    result = clip_result(DATA)
    packed = ServedFile(
        zip_writer(result, FilterSettings(), LastComparison(), in_space=False, spoken="en"), "application/zip"
    )
    answer = get(host, packed.download("mine.zip"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''mine.zip"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("annotated.mp4") == DATA
    discard(run_of(result))
    assert is_gone(get(host, packed.address)), "it does not outlive its clip"


def test_who_makes_a_zip_does_not_keep_the_clip(host: str) -> None:
    result = clip_result(DATA)
    packed = ServedFile(
        zip_writer(result, FilterSettings(), LastComparison(), in_space=False, spoken="en"), "application/zip"
    )
    del result
    gc.collect()
    assert is_gone(get(host, packed.address))


def test_what_fails_while_it_is_made_is_told_as_a_problem(host: str) -> None:
    def broken(_: IO[bytes]) -> None:
        raise OSError(28, "No space left on device")

    answer = get(host, (file := ServedFile(broken, "application/zip")).address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "space" not in answer.text and file.address not in answer.text


@pytest.mark.slow
def test_the_server_does_not_grow_by_what_it_serves() -> None:
    command = [sys.executable, "-m", "tests.video_file_server", str(LARGE_MB)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            small, *large = json.loads(process.stdout.readline())
            assert requests.get(small, timeout=60).ok  # what is loaded once
            before_mb, most_mb = resident_memory_mb(process.pid), 0.0
            for address in large:
                length = 0
                with requests.get(address, stream=True, timeout=60) as answer:
                    for number, piece in enumerate(answer.iter_content(1_000_000)):
                        length += len(piece)
                        if number % 5 == 0:
                            most_mb = max(most_mb, resident_memory_mb(process.pid))
                assert length >= LARGE_MB * 1_000_000
            assert most_mb - before_mb < GROWS_LESS_MB
        finally:
            process.stdin.close()
            process.wait(30)
