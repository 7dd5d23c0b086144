"""A real TURN server on this machine: coturn on free ports of the loopback, ended with the test."""

import base64
import hashlib
import hmac
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ADDRESS = "127.0.0.1"
SECRET = "only for tests"  # noqa: S105 -- of a server that lives as long as a test
_START_S = 20
_RELAY_PORTS = 40


@dataclass
class Coturn:
    port: int
    log: Path

    @property
    def urls(self) -> dict[str, str]:
        return {way: f"turn:{ADDRESS}:{self.port}?transport={way}" for way in ("udp", "tcp")}

    @property
    def allocations(self) -> int:
        """How many relay addresses it has given away so far."""
        return self.log.read_text(errors="replace").count("ALLOCATE processed, success")


def expired_login(age_s: int = 3600) -> tuple[str, str]:
    """A username and password that were right an hour ago."""
    username = f"{int(time.time()) - age_s}:visitor"
    digest = hmac.new(SECRET.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


@contextmanager
def running_coturn(folder: Path, configuration: Path | None = None) -> Iterator[Coturn]:
    """configuration: a file of coturn's, followed but for addresses and ports; else it knows what a test needs."""
    program = shutil.which("turnserver") or shutil.which(
        "turnserver", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
    )
    if program is None:
        pytest.skip("coturn needed: install the package coturn (it brings the program turnserver)")
    port, log = _free_port(), folder / "coturn.log"
    lowest = 49_152 + os.getpid() % 300 * 50
    options = {
        "listening-ip": ADDRESS,
        "relay-ip": ADDRESS,
        "listening-port": port,
        "min-port": lowest,
        "max-port": lowest + _RELAY_PORTS,
        "realm": "test",
        "static-auth-secret": SECRET,
        "relay-threads": 1,
        "total-quota": _RELAY_PORTS,
        "log-file": "stdout",
        "pidfile": folder / "coturn.pid",
        "userdb": folder / "turndb",
    }
    flags = ["allow-loopback-peers", "verbose"]
    if configuration is None:
        flags += ["use-auth-secret", "no-tls", "no-dtls", "no-cli", "fingerprint"]
    # Nothing of the machine's own configuration: -n.
    command = [
        program,
        *(["-n"] if configuration is None else ["-c", str(configuration)]),
        *(f"--{flag}" for flag in flags),
        *(f"--{name}={value}" for name, value in options.items()),
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
    server = Coturn(port, log)
    try:
        _wait_until_it_listens(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    """A port that is free for UDP and TCP, and so is the next one, which coturn takes as well."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000, 3):
        with ExitStack() as sockets:
            try:
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    for number in (port, port + 1):
                        sockets.enter_context(socket.socket(socket.AF_INET, kind)).bind((ADDRESS, number))
            except OSError:
                continue
            return port
    pytest.fail("no free port for coturn")


def _wait_until_it_listens(server: Coturn, process: subprocess.Popen[bytes]) -> None:
    give_up_s = time.monotonic() + _START_S
    while time.monotonic() < give_up_s and process.poll() is None:
        try:
            socket.create_connection((ADDRESS, server.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"coturn did not start:\n{server.log.read_text(errors='replace')}")
