"""What a benchmark may be asked for, and how much memory it may take: the container's limit where there is one."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from holistic_core.errors import OptionsError

_CGROUPS: Final = Path("/sys/fs/cgroup")
_BYTES_PER_MB: Final = 1_000_000
# Above it a cgroup of the first version means "no limit".
_NO_LIMIT_BYTES: Final = 1 << 60
_SHARE: Final = 0.5
_LEAST_MB: Final = 300.0
_MOST_MB: Final = 4000.0
_SAFE_SHARE: Final = 0.8


def whole(name: str, value: int, low: int, high: int, advice: str = "") -> int:
    """The number itself; OptionsError with the range unless it is a whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        told = f"{value:,}" if isinstance(value, int) else repr(value)
        raise OptionsError(
            f"{name} is {told}; it must be a whole number from {low:,} to {high:,}.{' ' + advice if advice else ''}"
        )
    return value


def cgroup_memory_mb(root: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> float | None:
    """The smallest memory limit of this process's cgroups and those around them, in MB; None without one."""
    limits = [value for path in _limit_files(root, own) if (value := _bytes_in(path)) is not None]
    smallest = min(limits, default=_NO_LIMIT_BYTES)
    return None if smallest >= _NO_LIMIT_BYTES else smallest / _BYTES_PER_MB


def cgroup_cpus(root: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> float | None:
    """Processors that this process's cgroup may use at a time, by its quota; None without one."""
    for folder, version in _folders(root, own, "cpu"):
        try:
            if version == 2:  # noqa: PLR2004 -- of cgroups
                quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
            else:
                quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii").strip()
                period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if quota not in {"max", "-1"}:
            return int(quota) / int(period)
    return None


def machine_memory_mb() -> float | None:
    """All memory of the machine in MB; None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _BYTES_PER_MB
    except (AttributeError, ValueError, OSError):
        return None


def free_memory_mb() -> float | None:
    """What can still be taken, in MB: of the machine, and of the cgroup where it has a limit; None if unknown."""
    free = [value for value in (_available_mb(), _cgroup_free_mb()) if value is not None]
    return min(free, default=machine_memory_mb())


def default_limit_mb(free_mb: float | None = None) -> float:
    """The resident memory at which an experiment is stopped when nothing else is asked for, in MB.

    Half of what is free, but not more than 4,000: enough to see how memory grows, and the machine stays usable.
    """
    free = free_memory_mb() if free_mb is None else free_mb
    return _MOST_MB if free is None else max(_LEAST_MB, min(_MOST_MB, _SHARE * free))


def checked_limit_mb(limit_mb: float | None, free_mb: float | None = None) -> float:
    """The limit asked for, or the default; OptionsError when it is below 300 MB, or most of what is free."""
    free = free_memory_mb() if free_mb is None else free_mb
    if limit_mb is None:
        return default_limit_mb(free)
    most = float("inf") if free is None else max(_LEAST_MB, _SAFE_SHARE * free)
    if not _LEAST_MB <= limit_mb <= most:
        raise OptionsError(
            f"The memory limit is {limit_mb:,.0f} MB; it must be from {_LEAST_MB:,.0f} to {most:,.0f} MB, four fifths "
            "of what is free here. Choose another one, or leave it out."
        )
    return float(limit_mb)


def _available_mb() -> float | None:
    if sys.platform != "linux":
        return None
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024 / _BYTES_PER_MB
    return None


def _cgroup_free_mb(root: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> float | None:
    free = []
    for limit in _limit_files(root, own):
        used_name = "memory.current" if limit.name == "memory.max" else "memory.usage_in_bytes"
        most, used = _bytes_in(limit), _bytes_in(limit.with_name(used_name))
        if most is not None and used is not None and most < _NO_LIMIT_BYTES:
            free.append(max(0, most - used) / _BYTES_PER_MB)
    return min(free, default=None)


def _limit_files(root: Path, own: Path) -> Iterator[Path]:
    for folder, version in _folders(root, own, "memory"):
        yield folder / ("memory.max" if version == 2 else "memory.limit_in_bytes")  # noqa: PLR2004 -- of cgroups


def _folders(root: Path, own: Path, controller: str) -> Iterator[tuple[Path, int]]:
    """Folders of the process's own cgroup and of those around it, and the version of cgroups they belong to."""
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        number, controllers, path = line.split(":", 2)
        if number == "0" and not controllers:
            base, version = root, 2
        elif controller in controllers.split(","):
            base, version = root / controller, 1
        else:
            continue
        folder = base / path.lstrip("/")
        # In a container the path is often that of the host, and only the top is there.
        yield from ((each, version) for each in (folder, *folder.parents) if each == base or base in each.parents)


def _bytes_in(path: Path) -> int | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
