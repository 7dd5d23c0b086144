"""The work of the command `client`: one picture after the other to a server, and its answers into files."""

import argparse
import sys
import time
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from holistic_core.commands.picture_files import PictureFile, make_out, on_one_line, picture_files
from holistic_core.configuration import read
from holistic_core.errors import BusyError, HolisticError, ImageError, OptionsError
from holistic_core.export import from_json

_TIMEOUT_S: Final = 60.0
_RETRY_S: Final = 1.0
# Format → what is asked for, and the ending of its file.
_FORMATS: Final = {
    "json": ("application/json", ".json"),
    "csv": ("text/csv", ".csv"),
    "draw": ("image/png", "_annotated.png"),
}


def send_files(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a picture failed. OptionsError: nothing can be done at all."""
    formats = [name for name in _FORMATS if getattr(args, name)] or ["json"]
    if args.out is None and "draw" in formats:
        raise OptionsError("--draw writes pictures: say where to with --out DIR.")
    if args.out is None and len(formats) > 1:
        raise OptionsError("Only one of --json and --csv fits on standard output: say where to with --out DIR.")
    server = _Server(args.url, args.key or read("HOLISTIC_CLIENT_KEY"), _options(args.option), args.patience)
    files = picture_files(args.files)
    if args.out is not None:
        make_out(args.out)
    failed = 0
    for number, file in enumerate(files, 1):
        head = f"[{number}/{len(files)}] {on_one_line(file.name)}:"
        try:
            found = _one(server, file, formats, args.out)
        except OptionsError:
            raise  # the next picture would do no better
        except HolisticError as error:
            failed += 1
            _say(f"{head} failed. {error}")
        else:
            _say(f"{head} {found}")
    return 1 if failed else 0


def _one(server: "_Server", file: PictureFile, formats: Sequence[str], out: Path | None) -> str:
    """What became of one picture, in words."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        raise ImageError(f"The file {file.name!r} cannot be read: {error.strerror}. Check its name.") from error
    found = "done"
    for name in formats:
        accept, ending = _FORMATS[name]
        answer = server.detect(file.name, content, accept)
        if out is None:
            sys.stdout.write(answer.decode().rstrip("\n") + "\n")
            sys.stdout.flush()
        else:
            _write(out / f"{file.stem}{ending}", answer)
        if name == "json":
            found = _found(answer)
    return found


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except (PermissionError, IsADirectoryError) as error:
        raise OptionsError(f"{path.name} cannot be written ({error.strerror}). Choose another --out.") from error


def _found(answer: bytes) -> str:
    """What a JSON of the server says of people, and its advice."""
    try:
        record = from_json(answer)
    except HolisticError:
        # Of another version of the server: it is handed on all the same.
        return "done."
    people = len(record.people)
    return " ".join(
        [{0: "done, nobody found.", 1: "done, 1 person."}.get(people, f"done, {people} people."), *record.advice]
    )


class _Server:
    """A server of Holistic Lab. patience_s: how long a busy one is asked again."""

    def __init__(self, url: str, key: str | None, options: dict[str, str], patience_s: float) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise OptionsError(f"{url!r} is no address of a server; write it like http://localhost:8501.")
        self._address = f"{url.rstrip('/').removesuffix('/api/v1')}/api/v1/detect"
        self._options = options
        self._patience_s = patience_s
        self._session = requests.Session()
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"

    def detect(self, name: str, content: bytes, accept: str) -> bytes:
        """The answer to one picture; HolisticError with the server's words when there is none."""
        give_up_s = time.monotonic() + self._patience_s
        while True:
            answer = self._post(name, content, accept)
            if answer.status_code == HTTPStatus.OK:
                return answer.content
            pause_s = _seconds(answer.headers.get("Retry-After"))
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE or "Retry-After" not in answer.headers:
                raise _error(answer)
            if time.monotonic() + pause_s > give_up_s:
                raise BusyError(f"The server was busy for {self._patience_s:g} s; try again later, or with --patience.")
            time.sleep(pause_s)

    def _post(self, name: str, content: bytes, accept: str) -> requests.Response:
        files: Any = {"file": (name, content)}
        try:
            return self._session.post(
                self._address, params=self._options, files=files, headers={"Accept": accept}, timeout=_TIMEOUT_S
            )
        except requests.RequestException as error:
            raise HolisticError(
                f"The server at {self._address} cannot be reached ({type(error).__name__}). Is it running there?"
            ) from error


def _error(answer: requests.Response) -> HolisticError:
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return HolisticError(f"The server answered with status {answer.status_code}; is it one of Holistic Lab?")
    kinds = {HTTPStatus.BAD_REQUEST: OptionsError, HTTPStatus.UNAUTHORIZED: OptionsError}
    return kinds.get(HTTPStatus(answer.status_code), ImageError)(detail)


def _seconds(text: str | None) -> float:
    try:
        return max(0.1, float(text or _RETRY_S))
    except ValueError:
        return _RETRY_S


def _options(given: Sequence[str]) -> dict[str, str]:
    options = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise OptionsError(f"--option is {each!r}; write it as NAME=VALUE, for example people=4.")
        options[name] = value
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
