"""The app as `streamlit run` serves it, on a free port of the loopback: for tests and measurements."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
START_S = 90
STOP_S = 20
_TAB_CLOSED = "WebSocket is not connected"
_CHAINED = re.compile(r"During handling of the above exception|The above exception was the direct cause")
_OURS = re.compile(re.escape(str(PROJECT)) + r"/(app|dashboard|ui|pages|holistic_core)\b")


@dataclass
class Server:
    """The app as `streamlit run app.py` serves it."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> int:
        """End it as a host does; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


def tracebacks(log: str) -> list[str]:
    """The tracebacks in a server's log, each with those it led to.

    Left out is the one that Streamlit itself leaves when a tab closes while it is being written to.
    """
    found: list[str] = []
    for part in re.split(r"^(?=\s*Traceback )", log, flags=re.MULTILINE)[1:]:
        if found and _CHAINED.match(found[-1].rstrip().splitlines()[-1]):
            found[-1] += part
        else:
            found.append(part)
    return [each for each in found if _TAB_CLOSED not in each or _OURS.search(each)]


@contextmanager
def running_server(
    folder: Path, script: str = "app.py", environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    options = ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *options],
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_healthy(server)
        yield server
    finally:
        server.stop()


def _wait_until_healthy(server: Server) -> None:
    give_up_s = time.monotonic() + START_S
    while time.monotonic() < give_up_s:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:  # noqa: S310 -- loopback
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not come up:\n{server.log.read_text(errors='replace')}")
