"""The memory figure is the operating system's own, and it moves when memory is taken."""

import ctypes
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from holistic_core import process_memory
from holistic_core.process_memory import resident_memory_mb, return_freed_memory

STATUS = Path("/proc/self/status")


@pytest.mark.skipif(not STATUS.exists(), reason="needs /proc")
def test_agrees_with_the_kernels_own_summary() -> None:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    assert resident_memory_mb() == pytest.approx(int(line.split()[1]) * 1024 / 1e6, abs=2)


def test_grows_with_touched_memory_in_units_of_a_million_bytes() -> None:
    before = resident_memory_mb()
    block = np.ones(100_000_000, np.uint8)
    assert resident_memory_mb() - before == pytest.approx(100, abs=5)
    del block
    assert resident_memory_mb() - before == pytest.approx(0, abs=5)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps freed memory")
def test_freed_memory_goes_back_to_the_system() -> None:
    before = resident_memory_mb()
    blocks = [bytes(100_000) for _ in range(2_000)]
    del blocks[:-1]  # the last one keeps the heap from shrinking by itself
    kept = resident_memory_mb() - before
    return_freed_memory()
    assert kept > 100
    assert resident_memory_mb() - before < 5


def test_reads_another_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "b=b'x'*60_000_000; print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert 60 < resident_memory_mb(child.pid) < 100


def test_own_pid_is_this_process() -> None:
    assert resident_memory_mb(os.getpid()) == pytest.approx(resident_memory_mb(), abs=1)


def test_a_process_that_is_gone_is_an_os_error() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    with pytest.raises(OSError, match=str(child.pid)):
        resident_memory_mb(child.pid)


@pytest.mark.parametrize(
    ("structure", "size", "field", "offset"),
    [
        (process_memory._MacTaskInfo, 96, "resident_size", 8),
        (process_memory._WindowsMemoryCounters, 72, "working_set_size", 16),
    ],
)
def test_layouts_for_other_systems_match_their_headers(
    structure: type[ctypes.Structure], size: int, field: str, offset: int
) -> None:
    assert ctypes.sizeof(structure) == size
    assert getattr(structure, field).offset == offset


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives each thread a pool of its own")
def test_threads_share_their_freed_memory() -> None:
    code = """
import ctypes, sys, threading
from holistic_core.process_memory import share_freed_memory
if sys.argv[1] == "shared":
    assert share_freed_memory()
meet = threading.Barrier(16)
def fill():
    meet.wait()
    blocks = [bytes(2000) for _ in range(2000)]
    meet.wait()
threads = [threading.Thread(target=fill) for _ in range(16)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""
    arenas = {}
    for way in ("shared", "own"):
        done = subprocess.run([sys.executable, "-c", code, way], capture_output=True, text=True, check=True)
        arenas[way] = done.stderr.count("Arena ")
    assert arenas["shared"] <= 2 < arenas["own"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can drop the pages of a mapped file")
def test_dropped_file_pages_leave_memory_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(np.arange(5_000_000, dtype=np.uint32).tobytes())
    # In a process of its own: the memory of this one moves while other tests' threads end.
    code = """
import json, mmap, sys
from pathlib import Path
from holistic_core.process_memory import drop_file_pages, resident_memory_mb
path = Path(sys.argv[1])
with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped:
    hashed = hash(mapped[:])
    before = resident_memory_mb()
    drop_file_pages([path.with_name("another")])
    other = resident_memory_mb()
    drop_file_pages([path])
    after = resident_memory_mb()
    print(json.dumps([before, other, after, hash(mapped[:]) == hashed]))
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    before_mb, other_mb, after_mb, same = json.loads(done.stdout)
    assert other_mb == pytest.approx(before_mb, abs=1)
    assert after_mb < before_mb - 15
    assert same
