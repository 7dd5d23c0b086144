"""Where a batch runs: processes of its own on this machine, or a Dask cluster that is there already."""

import contextlib
import logging
import os
import re
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Final

from holistic_core.commands.batch_task import can_see
from holistic_core.errors import HolisticError, OptionsError

LOOPBACK: Final = "127.0.0.1"
# Dask's usual port; when it is taken, any other.
_DASHBOARD: Final = f"{LOOPBACK}:8787"
_CONNECT_S: Final = 15.0
_WORKERS_S: Final = 60.0
_ADDRESS: Final = re.compile(r"(tcp|tls)://([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


@dataclass(frozen=True)
class Cluster:
    """client: of Dask. told: where it runs, for people. dashboard: its address."""

    client: Any
    told: str
    dashboard: str


@contextlib.contextmanager
def own_workers(count: int, threads: int) -> Iterator[Cluster]:
    """So many worker processes, which end with the block. Everything listens on the loopback only.

    Where there are cores enough, each process keeps to as many of its own as it has threads: a video's decoding and
    drawing would otherwise run beside its detection, on cores that were not meant for it.
    """
    from distributed import Client, LocalCluster  # noqa: PLC0415 -- it takes two seconds

    with tempfile.TemporaryDirectory(prefix="holistic-batch-") as scratch, contextlib.ExitStack() as stack:
        with _deaf_to_interrupts():
            cluster: Any = LocalCluster(  # type: ignore[no-untyped-call]  # Dask has no types
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                host=LOOPBACK,
                dashboard_address=_DASHBOARD,
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
            )
        _keep_quiet()
        stack.callback(cluster.close)
        client: Any = stack.enter_context(Client(cluster))  # type: ignore[no-untyped-call]
        if count * threads <= len(_cores()):
            client.register_plugin(_own_cores(threads))
        yield Cluster(client, _processes(count, "this machine"), dashboard_page(cluster.dashboard_link))


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Threads and processes that are started here never hear Ctrl-C: it ends the caller, and the caller ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started with the first of them, it would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def workers_at(address: str, folders: tuple[Path, ...]) -> Iterator[Cluster]:
    """The workers of a scheduler. folders: they have to see them.

    OptionsError: it is no address. HolisticError: nobody answers there, there are no workers, or one does not see a
    folder.
    """
    from distributed import Client  # noqa: PLC0415 -- as above

    if not _ADDRESS.fullmatch(address):
        raise OptionsError(f"{address} is not the address of a scheduler; write one like tcp://10.0.0.5:8786.")
    _keep_quiet()
    try:
        client: Any = Client(address, timeout=_CONNECT_S)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        raise HolisticError(f"No scheduler answers at {address} ({error}). Start one; --help says how.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKERS_S)
        except TimeoutError as error:
            raise HolisticError(
                f"The scheduler at {address} has had no worker for {_WORKERS_S:.0f} s. Start some; --help says how."
            ) from error
        _require_sight(client, folders)
        yield Cluster(client, _processes(len(client.nthreads()), address), dashboard_page(client.dashboard_link))


def dashboard_page(link: str) -> str:
    """The address to open: Dask's charts where bokeh is installed, else its plain pages about the workers."""
    try:
        metadata.version("bokeh")
    except metadata.PackageNotFoundError:
        return f"{link.removesuffix('/status')}/info/main/workers.html"
    return link


def _keep_quiet() -> None:
    # Its warnings are of what it mends by itself, such as a worker that is gone; the rest is said here, for people.
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _cores() -> list[int]:
    # Neither macOS nor Windows lets a process choose.
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _own_cores(threads: int) -> Any:
    """What every worker does when it starts, or starts again."""
    from distributed import WorkerPlugin  # noqa: PLC0415 -- as above

    class OwnCores(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            keep_to_cores(worker.name, threads)

    return OwnCores()


def keep_to_cores(number: int, threads: int) -> None:
    """Let every thread of this process run on the cores of worker `number` (from 0) only."""
    mine = _cores()[number * threads : (number + 1) * threads]
    if len(mine) == threads:
        for thread in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(thread.name), mine)


def _require_sight(client: Any, folders: tuple[Path, ...]) -> None:
    try:
        blind = [
            (worker, folder) for folder in folders for worker, sees in client.run(can_see, folder).items() if not sees
        ]
    except (ImportError, AttributeError) as error:
        raise HolisticError(
            f"A worker cannot load this project ({error}). Start the workers in the project's folder, with its .venv."
        ) from error
    if blind:
        worker, folder = blind[0]
        raise HolisticError(f"The worker {worker} does not see {folder}. Mount it there, at the same place.")


def _processes(count: int, where: str) -> str:
    return f"{count} worker process{'' if count == 1 else 'es'} on {where}"
