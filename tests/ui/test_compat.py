"""What Streamlit does differently here."""

import time
from collections.abc import Iterator

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui._compat import keep_downloads


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    names = ("mark_for_delete", "is_marked_for_delete")
    before = {name: MediaFileMetadata.__dict__[name] for name in names}
    yield
    for name, value in before.items():
        setattr(MediaFileMetadata, name, value)


def file_of_a_download(manager: MediaFileManager) -> str:
    """A file that was made when its button was pressed; no session refers to it."""
    storage = manager._storage
    file_id = storage.load_and_get_id(b"1,2,3", "text/csv", MediaFileKind.DOWNLOADABLE, "table.csv")
    manager._file_metadata[file_id] = MediaFileMetadata(kind=MediaFileKind.DOWNLOADABLE)
    return file_id


def test_a_download_waits_to_be_fetched_however_often_scripts_run() -> None:
    keep_downloads(seconds=0.3)
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    file_id = file_of_a_download(manager)
    for _ in range(10):
        manager.remove_orphaned_files()
    assert file_id in manager._file_metadata
    time.sleep(0.35)
    manager.remove_orphaned_files()
    assert file_id not in manager._file_metadata, "and then its memory is given back"


def test_without_it_the_second_run_takes_it_away() -> None:
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    file_id = file_of_a_download(manager)
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()
    assert file_id not in manager._file_metadata
