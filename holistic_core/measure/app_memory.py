"""Resident memory of the whole dashboard, with a warm detector and after a visit."""

import importlib.util
import math
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import holistic_core
from holistic_core.errors import HolisticError
from holistic_core.measure.table import format_table, verdict
from holistic_core.process_memory import resident_memory_mb

Progress = Callable[[str], None]

APP_LIMIT_MB: Final = 350.0
_PROJECT: Final = Path(holistic_core.__file__).parents[1]
_START_TIMEOUT_S: Final = 60.0
_SETTLE_TIMEOUT_S: Final = 60.0
_SETTLED_S: Final = 5.0
_SETTLED_MB: Final = 1.0
_PAGES: Final = ("", "picture")
_PAGE_TIMEOUT_MS: Final = 60_000
_LOOK_S: Final = 3.0
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class AppReport:
    """Resident memory of the server process in MB; visited_mb: idle again after a visit, NaN without a browser."""

    started_s: float
    warm_mb: float
    visited_mb: float
    pages: tuple[str, ...]
    limit_mb: float
    passed: bool


def run_app(*, progress: Progress | None = None) -> AppReport:
    """Start `streamlit run app.py`, wait until it has warmed up, open its pages once, and let it idle.

    HolisticError: there is no dashboard next to this package, or it does not start.
    """
    say = progress or (lambda _: None)
    start = time.monotonic()
    with _server() as (address, pid):
        say(f"waiting for {address}")
        _wait_for_health(address, pid)
        started_s = time.monotonic() - start
        say("waiting for the warm-up")
        warm_mb = _settled_mb(pid)
        pages = _visit(address, say)
        visited_mb = _settled_mb(pid) if pages else float("nan")
    worst_mb = max(warm_mb, visited_mb) if pages else warm_mb
    return AppReport(started_s, warm_mb, visited_mb, pages, APP_LIMIT_MB, worst_mb < APP_LIMIT_MB)


@contextmanager
def _server() -> Iterator[tuple[str, int]]:
    if not (_PROJECT / "app.py").is_file():
        raise HolisticError("The dashboard is not there: app.py does not lie next to this package.")
    port = _free_port()
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and program
        command, cwd=_PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for_health(address: str, pid: int) -> None:
    # A proxy of the environment is not asked for this machine's own server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            with opener.open(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        if not _is_alive(pid):
            break
    raise HolisticError("The dashboard did not start. Start it by hand to see why: streamlit run app.py")


def _is_alive(pid: int) -> bool:
    try:
        return resident_memory_mb(pid) > 0
    except OSError:
        return False


def _settled_mb(pid: int) -> float:
    """Resident memory once it has moved by less than 1 MB for five seconds."""
    deadline = time.monotonic() + _SETTLE_TIMEOUT_S
    since, megabytes = time.monotonic(), resident_memory_mb(pid)
    while time.monotonic() < deadline and time.monotonic() - since < _SETTLED_S:
        time.sleep(0.25)
        now = resident_memory_mb(pid)
        if abs(now - megabytes) >= _SETTLED_MB:
            since, megabytes = time.monotonic(), now
    return resident_memory_mb(pid)


def _visit(address: str, say: Progress) -> tuple[str, ...]:
    """Open the pages in a browser, one after the other; nothing where there is none."""
    browser_path = os.environ.get("HOLISTIC_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if importlib.util.find_spec("playwright") is None or browser_path is None:
        say("no browser to open the pages with: they are left out")
        return ()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- a tool of developers, not of users

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        page = browser.new_page()
        for name in _PAGES:
            say(f"opening the page {name or 'home'}")
            page.goto(f"{address}/{name}", timeout=_PAGE_TIMEOUT_MS)
            page.wait_for_selector("[data-testid=stImage], [data-testid=stImageContainer]", timeout=_PAGE_TIMEOUT_MS)
            time.sleep(_LOOK_S)
        browser.close()
    return tuple(name or "home" for name in _PAGES)


def format_app(report: AppReport) -> str:
    """The report as a table with its limit and a verdict."""
    visited = f"after opening {' and '.join(report.pages)}" if report.pages else "after a visit (no browser here)"
    rows: list[list[object]] = [["idle, detector warm", f"{report.warm_mb:.0f}"]]
    rows.append([f"idle, {visited}", None if math.isnan(report.visited_mb) else f"{report.visited_mb:.0f}"])
    table = format_table(
        ["server process", "resident MB"], rows, title=f"The dashboard, up after {report.started_s:.1f} s"
    )
    return f"{table}\n\nLimit {report.limit_mb:g} MB: {verdict(report.passed)}"
