"""Which files a batch takes, in which order, and what it leaves out."""

import os
from pathlib import Path

import pytest

from holistic_core.commands.batch_files import batch_files, remove_stale_partials
from holistic_core.errors import HolisticError, OptionsError

JPEG, MP4, MKV = b"\xff\xd8\xff\xe0", b"\0\0\0\x18ftypisom", b"\x1aE\xdf\xa3"
TRANSPORT = (b"\x47" + bytes(187)) * 3


def put(folder: Path, name: str, content: bytes, size: int = 0) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.ljust(size, b"\0"))


def test_the_largest_come_first_and_names_are_paths_below_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", JPEG, 100)
    put(tmp_path, "day 2/b", MP4, 3000)
    put(tmp_path, "day 1/c.mkv", MKV, 2000)
    put(tmp_path, "day 1/a.mkv", MKV, 2000)
    files = batch_files(tmp_path, tmp_path / "out").files
    assert [each.name for each in files] == ["day 2/b", "day 1/a.mkv", "day 1/c.mkv", "a.jpg"]
    assert [each.kind for each in files] == ["video", "video", "video", "picture"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("picture.mp4", JPEG, "picture"),
        ("video.jpg", MP4, "video"),
        ("stream.ts", TRANSPORT, "video"),
        ("raw.y4m", b"YUV4MPEG2 W2", "video"),
        ("broken.mp4", b"not a video", "video"),
        ("empty.jpg", b"", "picture"),
        ("notes.txt", b"squat, second try", None),
        ("truth.json", b"{}", None),
        ("arrays.npz", b"PK\x03\x04", None),
        (".hidden.jpg", JPEG, "hidden"),
        (".cache/a.jpg", JPEG, "hidden"),
        ("out/dataset/a.jpg", JPEG, "hidden"),
    ],
)
def test_content_tells_and_a_damaged_file_is_known_by_its_name(
    tmp_path: Path, name: str, content: bytes, kind: str | None
) -> None:
    put(tmp_path, name, content)
    put(tmp_path, "there is one.jpg", JPEG)
    found = batch_files(tmp_path, tmp_path / "out")
    kinds = {each.name: each.kind for each in found.files}
    assert kinds.pop("there is one.jpg") == "picture"
    assert kinds == ({} if kind in {None, "hidden"} else {name: kind})
    assert found.left_out == ([name] if kind is None else [])


def test_a_folder_that_is_none_and_one_without_anything(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match="not a folder"):
        batch_files(tmp_path / "nowhere", tmp_path)
    put(tmp_path, "notes.txt", b"nothing to see")
    with pytest.raises(HolisticError, match="no picture and no video"):
        batch_files(tmp_path, tmp_path / "out")


def test_only_old_partial_files_are_taken_away(tmp_path: Path) -> None:
    for name in (".a.parquet.12.part", ".b.parquet.34.part", "c.parquet"):
        put(tmp_path, f"sub/{name}", b"half")
    os.utime(tmp_path / "sub" / ".a.parquet.12.part", (0, 0))
    os.utime(tmp_path / "sub" / "c.parquet", (0, 0))
    remove_stale_partials(tmp_path)
    assert sorted(path.name for path in (tmp_path / "sub").iterdir()) == [".b.parquet.34.part", "c.parquet"]
