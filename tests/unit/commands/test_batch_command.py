"""`batch` does what `detect` and `video` do, on several processes, and goes on where it stopped."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from holistic_core.__main__ import main
from holistic_core.coach.samples import clip_mp4, still_jpeg
from holistic_core.commands import batch_cluster

ROOT = Path(__file__).parents[3]
SLOWEST_S = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clip, a picture in a folder below, and two files that cannot be read."""
    inputs = tmp_path / "in"
    (inputs / "stills").mkdir(parents=True)
    (inputs / "squat.mp4").write_bytes(clip_mp4("squat_side"))
    (inputs / "stills" / "five.jpg").write_bytes(still_jpeg("counting_five"))
    (inputs / "bad.mp4").write_bytes(b"no video at all")
    (inputs / "notes.txt").write_bytes(b"no media")
    return inputs


def batch(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Exit code and the summary for machines, from a process of its own, as people start it."""
    command = [sys.executable, "-m", "holistic_core", "batch", *map(str, arguments), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SLOWEST_S, check=False)
    assert done.returncode in {0, 1}, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, summary


def listening(pids: set[int]) -> set[str]:
    """Hexadecimal addresses on which these processes listen, as Linux has them."""
    inodes = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            target = str(link.readlink()) if link.is_symlink() else ""
            inodes.add(target.removeprefix("socket:[").removesuffix("]"))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and cells[9] in inodes:
                found.add(cells[1].split(":")[0])
    return found


def family(pid: int) -> set[int]:
    """A process and all below it."""
    pids, waiting = set(), [pid]
    while waiting:
        pids.add(parent := waiting.pop())
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            waiting += map(int, task.read_text().split())
    return pids


@pytest.mark.slow
def test_results_are_those_of_one_process_and_a_second_call_does_nothing(folder: Path, tmp_path: Path) -> None:
    out, alone = tmp_path / "out", tmp_path / "alone"
    call = (folder, out, "--exercise", "squat", "--files", "annotated,csv,json", "--workers", 2)
    code, summary = batch(*call)
    assert (code, summary["done"], summary["failed"]) == (1, 2, 1)
    assert summary["left_out"] == ["notes.txt"]
    assert [each["file"] for each in summary["failures"]] == ["bad.mp4"]
    assert "cannot be read as a video" in summary["failures"][0]["error"]
    assert json.loads((out / "batch.json").read_bytes()) == summary
    assert len({each["pid"] for each in summary["files"]}) == 2
    assert not (out / "files" / "bad.mp4").exists()

    kinds = ("--mp4", "--csv", "--json", "--parquet", "--threads", "1")
    assert main(["video", str(folder / "squat.mp4"), "--out", str(alone), "--exercise", "squat", *kinds]) == 0
    ours, theirs = out / "files" / "squat.mp4", alone / "squat"
    names = {path.name for path in theirs.iterdir()} - {"done.json", "movement.parquet"}
    assert {path.name for path in ours.iterdir()} == names
    assert [name for name in names if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []
    rows = pq.read_table(out / "dataset" / "squat.mp4.parquet", partitioning=None)
    usual = pq.read_table(theirs / "movement.parquet")
    assert rows.select(usual.column_names).equals(usual)

    still = str(folder / "stills" / "five.jpg")
    arguments = ("--out", str(alone), "--draw", "--json", "--csv", "--parts", "body", "--threads", "1")
    assert main(["detect", still, *arguments]) == 0
    ours = out / "files" / "stills" / "five.jpg"
    assert (ours / "annotated.png").read_bytes() == (alone / "five_annotated.png").read_bytes()
    assert timeless(ours / "result.json") == timeless(alone / "five.json")
    csv = {path.name: path.read_bytes() for path in ours.glob("*.csv")}
    assert csv and csv == {path.name: path.read_bytes() for path in alone.glob("*.csv")}
    counts = ds.dataset(out / "dataset").to_table(["source"])["source"].value_counts().to_pylist()
    assert {each["values"] for each in counts} == {"squat.mp4", "stills/five.jpg"}

    before = stamps(out / "dataset")
    assert batch(*call)[1]["skipped"] == 2
    assert stamps(out / "dataset") == before


def timeless(path: Path) -> dict[str, Any]:
    """A picture's result without the times that its steps took."""
    document: dict[str, Any] = json.loads(path.read_bytes())
    for person in document["people"]:
        del person["stage_ms"]
    return document


def stamps(folder: Path) -> Mapping[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}


def long_batch(folder: Path, out: Path) -> list[str]:
    """The command for `folder` and four more clips."""
    for number in range(4):
        (folder / f"more {number}.mp4").write_bytes(clip_mp4("curl_front"))
    return [sys.executable, "-m", "holistic_core", "batch", str(folder), str(out), "--workers", "2"]


def stamps_once_done(out: Path, count: int, give_up_s: float) -> Mapping[str, int]:
    """What is done as soon as that is `count` files, or when it is time to give up."""
    while len(done := stamps(out / "dataset")) < count and time.monotonic() < give_up_s:
        time.sleep(0.05)
    return done


def wait_for_the_end(pids: set[int], give_up_s: float) -> None:
    while any(map(alive, pids)) and time.monotonic() < give_up_s:
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_batch_goes_on_where_it_stopped_and_listens_on_the_loopback_only(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = long_batch(folder, out)
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        give_up_s = time.monotonic() + SLOWEST_S
        before = stamps_once_done(out, 2, give_up_s)
        pids = family(process.pid)
        addresses = listening(pids)
        process.send_signal(signal.SIGKILL)
    assert addresses == {"0100007F"}
    assert 2 <= len(before) < 6
    wait_for_the_end(pids, give_up_s)
    assert not any(map(alive, pids)), "workers end when the batch is gone"

    finished = stamps(out / "dataset")
    _, summary = batch(folder, out, "--workers", 2)
    assert (summary["done"], summary["skipped"], summary["failed"]) == (6 - len(finished), len(finished), 1)
    after = stamps(out / "dataset")
    assert {name: after[name] for name in finished} == dict(finished)
    assert len(after) == 6


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_ends_a_batch_in_a_few_words(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = long_batch(folder, out)
    command += ["--files", "annotated"]
    pipe = subprocess.PIPE
    # A terminal sends it to all processes that were started from it.
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, process_group=0) as process:
        give_up_s = time.monotonic() + SLOWEST_S
        stamps_once_done(out, 1, give_up_s)
        pids = family(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=SLOWEST_S)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert re.search(r"[0-6] of 7 files are done and stay; call again to go on\.\n.*Interrupted\.\n$", told)
    wait_for_the_end(pids, give_up_s)
    assert not any(map(alive, pids)), "its workers end with it"
    assert list(out.rglob(".*.part")) == []


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--workers", "2", "--scheduler", "tcp://127.0.0.1:1"), "leave out one of them"),
        (("--scheduler", "127.0.0.1:8786"), "not the address of a scheduler"),
        (("--exercise", "swimming"), "There is no exercise"),
        (("--people", "2", "--engine", "mediapipe"), "one person only"),
        (("--files", "gif"), "choose from annotated"),
        (("--threads", "0"), "too few"),
    ],
)
def test_bad_arguments(folder: Path, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(folder), str(folder / "out"), *arguments]) == 2
    assert told in capsys.readouterr().err


def test_nobody_answers_at_an_address(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_cluster, "_CONNECT_S", 0.5)
    assert main(["batch", str(folder), str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert "No scheduler answers" in capsys.readouterr().err


def test_other_commands_do_not_load_dask() -> None:
    program = (
        "import sys; from holistic_core.__main__ import main; main(['batch', '--help']); main(['models']);"
        "sys.exit('distributed' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
        == 0
    )


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="a process cannot choose its cores here")
def test_a_worker_keeps_to_its_own_cores() -> None:
    everything = os.sched_getaffinity(0)
    try:
        batch_cluster.keep_to_cores(len(everything) - 1, 1)
        assert os.sched_getaffinity(0) == {max(everything)}
    finally:
        for task in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(task.name), everything)
