"""The machine and the versions that figures belong to."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.measure.benchmark.limits import cgroup_cpus, cgroup_memory_mb, free_memory_mb, machine_memory_mb
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.table import format_table

_PACKAGES: Final = ("mediapipe", "ai-edge-litert", "numpy", "opencv-python-headless", "streamlit", "av")
# Those that the fast kernels choose by.
_FLAGS: Final = ("sse4_1", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd", "asimddp")


@dataclass(frozen=True)
class SystemInfo:
    """cpu: name of the processor. cores: that the system knows; usable: that this process may run on, quotas included.

    features: of the processor, that its fast kernels choose by. memory_mb, free_mb: of the machine; cgroup_mb: the
    container's limit. NaN for what the system does not tell, and where there is no limit.
    """

    cpu: str
    cores: int
    usable: float
    features: tuple[str, ...]
    memory_mb: float
    free_mb: float
    cgroup_mb: float
    system: str
    python: str
    versions: Mapping[str, str]


def run_system(*, progress: Watch | Callable[[str], None] | None = None) -> SystemInfo:
    """What is known about this machine."""
    Watch.of(progress).say("asking the system")
    return system_info()


def system_info() -> SystemInfo:
    """What is known about this machine."""
    cores = os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    quota = cgroup_cpus()
    return SystemInfo(
        cpu=_cpu(),
        cores=cores,
        usable=float(allowed if quota is None else min(allowed, quota)),
        features=_features(),
        memory_mb=_or_nan(machine_memory_mb()),
        free_mb=_or_nan(free_memory_mb()),
        cgroup_mb=_or_nan(cgroup_memory_mb()),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=platform.python_version(),
        versions={name: _version(name) for name in _PACKAGES},
    )


def system_rows(info: SystemInfo) -> dict[str, str]:
    """The same for people: what, and how much."""
    limit = "no limit" if info.cgroup_mb != info.cgroup_mb else f"{info.cgroup_mb:,.0f} MB"
    return {
        "Processor": info.cpu,
        "Cores": f"{info.cores}, usable {info.usable:g}",
        "Features": ", ".join(info.features) or "–",
        "Memory": f"{info.memory_mb:,.0f} MB, free {info.free_mb:,.0f} MB",
        "Container's memory": limit,
        "System": info.system,
        "Python": info.python,
        **info.versions,
    }


def format_system(info: SystemInfo) -> str:
    """The same as a table."""
    return format_table(["what", "value"], [[name, value] for name, value in system_rows(info).items()])


def _cpu() -> str:
    if sys.platform == "linux":
        for line in _cpuinfo():
            name, _, value = line.partition(":")
            if name.strip() in {"model name", "Model", "Hardware"}:
                return value.strip()
    return platform.processor() or platform.machine()


def _features() -> tuple[str, ...]:
    for line in _cpuinfo() if sys.platform == "linux" else ():
        name, _, value = line.partition(":")
        if name.strip() in {"flags", "Features"}:
            there = set(value.split())
            return tuple(flag for flag in _FLAGS if flag in there)
    return ()


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
