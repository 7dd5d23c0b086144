"""Memory and processor limits come from the cgroup where there is one, of either version, on any level."""

from pathlib import Path

import pytest

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.limits import (
    cgroup_cpus,
    cgroup_memory_mb,
    checked_limit_mb,
    default_limit_mb,
    free_memory_mb,
    machine_memory_mb,
)

V1_NONE = "9223372036854771712"


def tree(folder: Path, files: dict[str, str], own: str) -> tuple[Path, Path]:
    for name, content in files.items():
        path = folder / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (folder / "own").write_text(own)
    return folder / "cgroup", folder / "own"


@pytest.mark.parametrize(
    ("files", "own", "memory_mb"),
    [
        ({"memory.max": "512000000\n"}, "0::/\n", 512.0),
        ({"memory.max": "max\n"}, "0::/\n", None),
        ({"a/memory.max": "300000000", "a/b/memory.max": "max"}, "0::/a/b\n", 300.0),
        ({"memory.max": "700000000"}, "0::/docker/of-the-host\n", 700.0),
        ({"memory/x/memory.limit_in_bytes": "256000000\n"}, "4:memory:/x\n0::/\n", 256.0),
        ({"memory/memory.limit_in_bytes": V1_NONE}, "4:memory:/\n0::/\n", None),
        ({"cpu,cpuacct/x": ""}, "1:cpu,cpuacct:/\n", None),
        ({}, "", None),
    ],
)
def test_memory(tmp_path: Path, files: dict[str, str], own: str, memory_mb: float | None) -> None:
    assert cgroup_memory_mb(*tree(tmp_path, files, own)) == memory_mb


@pytest.mark.parametrize(
    ("files", "own", "cpus"),
    [
        ({"cpu.max": "150000 100000\n"}, "0::/\n", 1.5),
        ({"cpu.max": "max 100000\n"}, "0::/\n", None),
        ({"cpu/cpu.cfs_quota_us": "50000\n", "cpu/cpu.cfs_period_us": "100000\n"}, "1:cpu:/\n", 0.5),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, "1:cpu:/\n", None),
    ],
)
def test_processors(tmp_path: Path, files: dict[str, str], own: str, cpus: float | None) -> None:
    assert cgroup_cpus(*tree(tmp_path, files, own)) == cpus


def test_a_system_without_cgroups(tmp_path: Path) -> None:
    assert cgroup_memory_mb(tmp_path, tmp_path / "none") is None


@pytest.mark.parametrize(("free_mb", "limit_mb"), [(1000.0, 500.0), (100_000.0, 4000.0), (100.0, 300.0)])
def test_half_of_what_is_free_unless_that_is_a_lot(free_mb: float, limit_mb: float) -> None:
    assert default_limit_mb(free_mb) == checked_limit_mb(None, free_mb) == limit_mb


@pytest.mark.parametrize(("limit_mb", "told"), [(299.0, "299 MB"), (801.0, "to 800 MB"), (float("nan"), "nan MB")])
def test_a_limit_that_is_no_use(limit_mb: float, told: str) -> None:
    with pytest.raises(OptionsError, match=told):
        checked_limit_mb(limit_mb, 1000.0)
    assert checked_limit_mb(800.0, 1000.0) == 800.0


def test_this_machine_has_memory() -> None:
    machine_mb, free_mb = machine_memory_mb(), free_memory_mb()
    assert machine_mb is not None and free_mb is not None and 0 < free_mb <= machine_mb
