"""How much memory a process holds, and giving back what it no longer needs."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_BYTES_PER_MB: Final = 1_000_000
_M_ARENA_MAX: Final = -8  # <malloc.h>
_M_MMAP_THRESHOLD: Final = -3
_SHARED_ARENAS: Final = 2
# Frames of 1080p have 3 and 6 MB; smaller pictures, asked for many times a second, stay with the quick way.
_LARGE_BYTES: Final = 2_000_000
_MADV_DONTNEED: Final = 4  # <sys/mman.h>
_MAPS_FIELDS: Final = 6


def resident_memory_mb(pid: int | None = None) -> float:
    """Resident set size of this process, or of the process `pid`, in MB (10^6 bytes).

    It counts pages shared with other processes too, as `ps` and `top` do; on Windows it is the working set.
    `OSError` when there is no such process, or when it belongs to somebody else.
    """
    if sys.platform == "win32":
        return _windows_bytes(pid) / _BYTES_PER_MB
    if sys.platform == "darwin":
        return _macos_bytes(pid) / _BYTES_PER_MB
    return _linux_bytes(pid) / _BYTES_PER_MB


def return_freed_memory() -> None:
    """Hand memory that was freed back to the operating system.

    glibc keeps the pieces between blocks still in use: hundreds of MB after a model was closed. Nothing happens, or
    needs to, with other C libraries.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # musl has no such function
            ctypes.CDLL(None).malloc_trim(0)


def drop_file_pages(paths: Iterable[Path]) -> None:
    """Take the pages of memory-mapped, read-only files out of memory; they come back when they are read again.

    LiteRT keeps a model's file mapped, although its kernels work on copies of the weights. Only Linux lets us.
    """
    if sys.platform != "linux":
        return
    names = {str(path) for path in paths}
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        addresses, access, *_, name = line.split(maxsplit=_MAPS_FIELDS - 1)
        if name in names and "w" not in access:
            start, end = (int(address, 16) for address in addresses.split("-"))
            if madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_DONTNEED):
                raise OSError(ctypes.get_errno(), f"The pages of {name} cannot be dropped")


def share_freed_memory() -> bool:
    """Let all threads share two pools of freed memory, and say whether that worked; called before the threads start.

    glibc gives each thread a pool of its own, up to eight a core, and what is free in one is of no use to the others: a
    server with many short-lived threads holds tens of MB more than it needs. Large blocks, which in time it would take
    from those pools too, go back to the system when they are freed: between the frames of a video gaps of tens of MB
    stay otherwise. Nothing happens with other C libraries.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # musl has no such function
            mallopt = ctypes.CDLL(None).mallopt
            return bool(mallopt(_M_ARENA_MAX, _SHARED_ARENAS) == 1 and mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES) == 1)
    return False


def _linux_bytes(pid: int | None) -> int:
    fields = Path("/proc", "self" if pid is None else str(pid), "statm").read_text(encoding="ascii").split()
    return int(fields[1]) * int(os.sysconf("SC_PAGE_SIZE"))


class _MacTaskInfo(ctypes.Structure):
    """`struct proc_taskinfo` of <sys/proc_info.h>: six 64-bit and twelve 32-bit fields."""

    _fields_ = (
        ("virtual_size", ctypes.c_uint64),
        ("resident_size", ctypes.c_uint64),
        ("times", ctypes.c_uint64 * 4),
        ("counters", ctypes.c_int32 * 12),
    )


_PROC_PIDTASKINFO: Final = 4


def _macos_bytes(pid: int | None) -> int:
    info = _MacTaskInfo()
    libproc = ctypes.CDLL("/usr/lib/libproc.dylib", use_errno=True)
    size = ctypes.sizeof(info)
    target = os.getpid() if pid is None else pid
    written = libproc.proc_pidinfo(target, _PROC_PIDTASKINFO, ctypes.c_uint64(0), ctypes.byref(info), size)
    if written != size:
        error = ctypes.get_errno()
        raise OSError(error, f"The memory of process {target} cannot be read: {os.strerror(error)}")
    return int(info.resident_size)


class _WindowsMemoryCounters(ctypes.Structure):
    """`PROCESS_MEMORY_COUNTERS` of <psapi.h>."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("page_fault_count", ctypes.c_uint32),
        ("peak_working_set_size", ctypes.c_size_t),
        ("working_set_size", ctypes.c_size_t),
        ("pool_and_page_file_sizes", ctypes.c_size_t * 6),
    )


_PROCESS_QUERY_LIMITED_INFORMATION: Final = 0x1000


def _windows_bytes(pid: int | None) -> int:
    # By name, so that type checkers of the other systems, which know no WinDLL, can read this file too.
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009
    kernel.OpenProcess.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    counters = _WindowsMemoryCounters(cb=ctypes.sizeof(_WindowsMemoryCounters))
    handle = (
        kernel.GetCurrentProcess() if pid is None else kernel.OpenProcess(_PROCESS_QUERY_LIMITED_INFORMATION, 0, pid)
    )
    try:
        if not (handle and kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)):
            error: int = getattr(ctypes, "get_last_error")()  # noqa: B009
            raise OSError(error, f"The memory of process {os.getpid() if pid is None else pid} cannot be read")
    finally:
        if handle and pid is not None:
            kernel.CloseHandle(handle)
    return int(counters.working_set_size)
