"""Files and folders on the command line become a list of pictures, each with a name and a stem of its own."""

import os
import sys
from pathlib import Path

import pytest

from holistic_core.commands.picture_files import on_one_line, picture_files
from holistic_core.errors import HolisticError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def put(folder: Path, *names: str, content: bytes = PNG) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [folder / name for name in names]


def test_files_keep_their_order_and_need_not_exist(tmp_path: Path) -> None:
    files = picture_files([*put(tmp_path, "b.png", "a.png"), tmp_path / "missing.png"])

    assert [file.name for file in files] == ["b.png", "a.png", "missing.png"]
    assert [file.stem for file in files] == ["b", "a", "missing"]


def test_a_folder_gives_its_pictures_by_content_sorted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "z.png", "a.mp4", ".hidden.png", "inner/deep.png")
    put(tmp_path, "notes.txt", "fake.jpg", content=b"no picture at all")

    assert [file.name for file in picture_files([tmp_path])] == ["a.mp4", "z.png"]
    said = capsys.readouterr().err
    assert f"{tmp_path.as_posix()}: 2 files that are not a picture left out: fake.jpg, notes.txt" in said


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "a.png")

    assert len(picture_files([path, tmp_path, path, tmp_path / "." / "a.png"])) == 1


def test_same_names_in_different_folders_stay_apart(tmp_path: Path) -> None:
    one, two, other = put(tmp_path, "one/a.png", "two/a.png", "two/b.png")
    files = picture_files([one, two, other])

    assert [file.name for file in files] == [one.as_posix(), two.as_posix(), "b.png"]
    assert [file.stem for file in files] == ["a", "a_2", "b"]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(HolisticError, match="no picture in the folder"):
        picture_files([tmp_path])


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)

    with pytest.raises(HolisticError, match=rf"{tmp_path.name} cannot be read: Permission denied"):
        picture_files([tmp_path])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are not text")
def test_a_name_that_is_not_text_can_be_written_to_files(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.png")
    path.write_bytes(PNG)
    (file,) = picture_files([path])

    assert file.name == "caf\N{REPLACEMENT CHARACTER}.png"
    assert file.path.read_bytes() == PNG
    file.stem.encode()


def test_a_name_cannot_write_to_the_terminal() -> None:
    assert on_one_line("a\nb\x1b[2Jc é.png") == "a?b?[2Jc é.png"
