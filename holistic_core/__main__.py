"""The command line: `python -m holistic_core COMMAND …`. A command's modules load only when it is called."""

import argparse
import contextlib
import errno
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

from holistic_core.errors import HolisticError, OptionsError
from holistic_core.thread_turns import shorten_turns

# Command → module with NAME, HELP, add_arguments(parser) and run(args), cheap to import.
COMMANDS: Final = {
    "config": "holistic_core.commands.config",
    "client": "holistic_core.commands.client",
    "detect": "holistic_core.commands.detect",
    "models": "holistic_core.commands.models",
    "parity": "holistic_core.commands.parity",
    "bench": "holistic_core.commands.bench",
    "accuracy": "holistic_core.commands.accuracy",
    "coach": "holistic_core.commands.coach",
    "video": "holistic_core.commands.video",
    "batch": "holistic_core.commands.batch",
}

_PROGRAM: Final = "python -m holistic_core"
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FAILED, _BAD_ARGUMENTS, _INTERRUPTED, _TERMINATED = 1, 2, 130, 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 something failed, 2 bad arguments, 130 interrupted.

    SIGTERM ends it with SystemExit(143), by way of everything that has to be closed.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _accept_any_text(sys.stdout)
    shorten_turns()
    try:
        with _unwound_by_sigterm():
            code = _run(arguments)
        sys.stdout.flush()
    except OptionsError as error:
        return _say(error, _BAD_ARGUMENTS)
    except HolisticError as error:
        return _say(error, _FAILED)
    except KeyboardInterrupt:
        return _say("Interrupted.", _INTERRUPTED)
    except BrokenPipeError:
        _give_up_stdout()  # whoever read it has gone, and wants no message
        return _FAILED
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _give_up_stdout()
        return _say(f"The output cannot be written: {error.strerror}. Make room, or write to another disk.", _FAILED)
    return code


@contextlib.contextmanager
def _unwound_by_sigterm() -> Iterator[None]:
    """SIGTERM unwinds the program as Ctrl-C does: graphs and servers are closed. A handler that is there stays."""
    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL

    def stop(*_: object) -> None:
        sys.exit(_TERMINATED)

    if mine:
        signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="Find the 543 landmarks of a person in pictures, on an ordinary CPU, offline.",
        epilog=f"More about a command: {_PROGRAM} COMMAND --help. "
        "Exit code: 0 done, 1 something failed, 2 bad arguments.",
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # The help of all commands needs all their modules; a call needs one.
    named = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for module_name in [COMMANDS[named]] if named else COMMANDS.values():
        _add_command(subparsers, importlib.import_module(module_name))
    if not arguments:
        parser.print_help(sys.stderr)
        return _BAD_ARGUMENTS
    try:
        args = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has shown its help, or said what is wrong
        return stop.code if isinstance(stop.code, int) else _BAD_ARGUMENTS
    code: int = args.run(args)
    return code


def _add_command(subparsers: Any, command: Any) -> None:
    parser = subparsers.add_parser(
        command.NAME,
        help=command.HELP,
        description=command.HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    parser.set_defaults(run=command.run)


def _accept_any_text(stream: Any) -> None:
    # A file name may hold characters that the terminal's encoding lacks; they are shown as escapes.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _give_up_stdout() -> None:
    # Python would complain once more when it flushes what is left at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: object, code: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201 -- this is the command line
    return code


if __name__ == "__main__":
    sys.exit(main())
