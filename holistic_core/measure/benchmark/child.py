"""A measurement in a process of its own that tells how it goes, is watched over, and can be ended at any moment."""

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO, Any, Final, Literal

from holistic_core import errors
from holistic_core.errors import HolisticError
from holistic_core.measure.fresh_process import environment
from holistic_core.process_memory import resident_memory_mb

Event = dict[str, Any]
Tell = Callable[..., None]
Ending = Literal["done", "cancelled", "limit", "killed"]

# Events have a way of their own: native libraries write to stdout too. The process ends with the one that started it,
# and without waiting for graphs that were never closed.
_PROGRAM: Final = """
import importlib, json, os, sys, threading, traceback
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
lock = threading.Lock()
def tell(**event):
    with lock:
        out.write(json.dumps(event) + "\\n")
        out.flush()
module, function, arguments = json.loads(sys.argv[1])
from holistic_core.errors import HolisticError
try:
    getattr(importlib.import_module(module), function)(tell, *arguments)
except HolisticError as error:
    tell(error=type(error).__name__, message=str(error))
except BaseException:
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)
os._exit(0)
"""
_LOOK_EVERY_S: Final = 0.05
_END_S: Final = 10.0
# Loading many models takes half a minute on a slow machine; who is silent for longer hangs.
_SILENCE_S: Final = 150.0
_KILLED: Final = -9


def watch_child(
    module: str,
    function: str,
    *arguments: Any,
    on_event: Callable[[Event], None],
    cancelled: Callable[[], bool],
    limit_mb: float | None = None,
    on_memory: Callable[[float, float], None] | None = None,
) -> Ending:
    """Run `function(tell, *arguments)` of `module` in a new process; arguments and events travel as JSON.

    on_event: gets what the function tells by `tell(name=value, …)`. cancelled: true ends the process at once.
    limit_mb: resident memory at which it is ended, in MB. on_memory: gets seconds and MB, twenty times a second.
    How it ended; "killed" is by the system, which does that when memory is short.
    HolisticError: of the function itself; or the process told nothing for 150 s; or it failed, and the last line of its
    stderr is in the message.
    """
    command = [sys.executable, "-c", _PROGRAM, json.dumps([module, function, arguments])]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and program
            command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            ending = _follow(process, on_event, cancelled, limit_mb, on_memory)
        finally:
            _end(process)
        if ending == "done" and process.returncode == _KILLED:
            return "killed"
        if ending == "done" and process.returncode != 0:
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
            raise HolisticError(
                f"The measurement's own process ended with code {process.returncode}: "
                f"{(lines or ['it said nothing'])[-1]}"
            )
        return ending


def _follow(
    process: "subprocess.Popen[str]",
    on_event: Callable[[Event], None],
    cancelled: Callable[[], bool],
    limit_mb: float | None,
    on_memory: Callable[[float, float], None] | None,
) -> Ending:
    lines: queue.Queue[str | None] = queue.Queue()
    assert process.stdout is not None  # noqa: S101 -- a pipe was asked for
    threading.Thread(target=_read, args=(process.stdout, lines), name="measurement", daemon=True).start()
    start_s = looked_s = heard_s = time.monotonic()
    while True:
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=_LOOK_EVERY_S)
            if line is None:
                process.wait(_END_S)
                return "done"
            heard_s = time.monotonic()
            _handle(json.loads(line), on_event)
        if cancelled():
            return "cancelled"
        now_s = time.monotonic()
        if now_s - heard_s > _SILENCE_S:
            raise HolisticError(
                f"The measurement did not go on for {_SILENCE_S:g} s and was ended. Close other programs, or ask for "
                "less."
            )
        if now_s - looked_s < _LOOK_EVERY_S or (limit_mb is None and on_memory is None):
            continue
        looked_s = now_s
        try:
            memory_mb = resident_memory_mb(process.pid)
        except OSError:  # it has just ended; its last lines are still to come
            continue
        if on_memory is not None:
            on_memory(now_s - start_s, memory_mb)
        if limit_mb is not None and memory_mb > limit_mb:
            return "limit"


def _read(stdout: IO[str], lines: "queue.Queue[str | None]") -> None:
    for line in stdout:
        lines.put(line)
    lines.put(None)


def _handle(event: Event, on_event: Callable[[Event], None]) -> None:
    if "error" in event:
        raise getattr(errors, event["error"], HolisticError)(event["message"])
    on_event(event)


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
