"""Which picture files a command line names, and what each is called in reports and in the names of its outputs."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holistic_core.errors import HolisticError, OptionsError
from holistic_core.export.bundle import unique_stems
from holistic_core.media.sniff import picture_format

# Longer than every file signature.
_HEAD_BYTES: Final = 4096
_MOST_NAMED: Final = 10


@dataclass(frozen=True)
class PictureFile:
    """A file to be read.

    name: shown to people; the file's own name, or the path as it was given when several files have that name.
    stem: of the files that are written for it; no two are the same, whatever the case.
    """

    path: Path
    name: str
    stem: str


def picture_files(arguments: Iterable[Path]) -> list[PictureFile]:
    """Every file once, in the order given; of a folder those that are pictures by content, sorted by name.

    A file that is named need not be a picture, nor be there: reading it says so. Folders inside folders are left out.
    HolisticError: a folder cannot be read, or there is nothing to read.
    """
    paths: dict[Path, Path] = {}
    for argument in arguments:
        for path in _pictures_in(argument) if argument.is_dir() else [argument]:
            paths.setdefault(path.resolve(), path)
    if not paths:
        raise HolisticError("There is no picture in the folder. Name pictures, or a folder with pictures in it.")
    own_names = [_printable(path.name) for path in paths.values()]
    names = [
        own if own_names.count(own) == 1 else _printable(path.as_posix())
        for own, path in zip(own_names, paths.values(), strict=True)
    ]
    return list(map(PictureFile, paths.values(), names, unique_stems(own_names)))


def make_out(folder: Path) -> None:
    """Make the folder of `--out`; OptionsError when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionsError(f"The folder for --out cannot be made ({error.strerror}); choose another.") from error


def on_one_line(name: str) -> str:
    """A name as it can be shown on a terminal: line breaks and control characters become question marks."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _pictures_in(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        name = on_one_line(_printable(folder.as_posix()))
        raise HolisticError(f"The folder {name} cannot be read: {error.strerror}.") from error
    others: list[str] = []
    for path in paths:
        if path.name.startswith(".") or not path.is_file():
            continue
        if _may_be_picture(path):
            yield path
        else:
            others.append(on_one_line(_printable(path.name)))
    if others:
        files = "1 file that is" if len(others) == 1 else f"{len(others)} files that are"
        named = ", ".join(others[:_MOST_NAMED]) + (", …" if len(others) > _MOST_NAMED else "")
        where = on_one_line(_printable(folder.as_posix()))
        print(f"{where}: {files} not a picture left out: {named}", file=sys.stderr)


def _may_be_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return picture_format(file.read(_HEAD_BYTES)) is not None
    except OSError:
        return True  # reading it for real says what is wrong


def _printable(name: str) -> str:
    # Names that are not valid in the file system's encoding come with lone surrogates, which no output can hold.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
