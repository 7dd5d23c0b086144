"""Small answers are not held back."""

import socket
import sys
from pathlib import Path

import pytest

from ui.answer_at_once import answer_at_once


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not list the open files of a process")
@pytest.mark.parametrize("protocol", [0, socket.IPPROTO_TCP])
def test_connections_do_not_wait_for_acknowledgements(protocol: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert answer_at_once() >= 1
        with socket.create_connection(listening.getsockname()) as near:
            far, _ = listening.accept()
            with far:
                assert far.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                near.sendall(b"still open")
                assert far.recv(10) == b"still open"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not list the open files of a process")
def test_other_files_and_sockets_are_left_alone(tmp_path: Path) -> None:
    with socket.socket() as idle, (tmp_path / "file").open("w") as file:
        before = len(list(Path("/dev/fd").iterdir()))
        answer_at_once()
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert len(list(Path("/dev/fd").iterdir())) == before
        file.write("still open")
