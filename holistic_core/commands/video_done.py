"""How `video` knows what it has done already: a note beside a video's files, written when all of them are there."""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from holistic_core.errors import HolisticError

DONE_FILE: Final = "done.json"


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """A file of these pieces, as of `written_by`."""
    written_by(path, lambda file: file.writelines(pieces))


def written_by(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """A file that appears complete or not at all. HolisticError when it cannot be written, but for a full disk."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except (PermissionError, IsADirectoryError) as error:
        raise HolisticError(f"{path.name} cannot be written ({error.strerror}). Choose another --out.") from error
    finally:
        partial.unlink(missing_ok=True)


def write_done(folder: Path, fingerprint: str, names: Iterable[str], summary: Mapping[str, Any]) -> None:
    """Note that the files `names` of `folder` are complete."""
    files = {name: (folder / name).stat().st_size for name in names}
    note = {"fingerprint": fingerprint, "files_bytes": files, "summary": dict(summary)}
    write_file(folder / DONE_FILE, [json.dumps(note, indent=1).encode()])


def done_already(folder: Path, fingerprint: str) -> dict[str, Any] | None:
    """The summary of `write_done` when it was for the same fingerprint and its files are there with their sizes."""
    try:
        note = json.loads((folder / DONE_FILE).read_bytes())
        same = note["fingerprint"] == fingerprint
        files, summary = note["files_bytes"].items(), note["summary"]
        whole = all((folder / name).stat().st_size == size for name, size in files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # no note, or not one of ours: it is done again
    return summary if same and whole and isinstance(summary, dict) else None
