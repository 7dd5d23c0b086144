"""What Streamlit does differently here."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit import config
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from ui._compat import changed_on_the_page, keep_downloads, keep_page_runs, raise_upload_limit, reword_arrivals


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    names = ("mark_for_delete", "is_marked_for_delete")
    before = {name: MediaFileMetadata.__dict__[name] for name in names}
    yield
    for name, value in before.items():
        setattr(MediaFileMetadata, name, value)


@pytest.mark.parametrize(("megabytes", "accepted"), [(100.0, 200), (200.0, 200), (512.5, 513)])
def test_the_server_takes_uploads_as_large_as_a_video_may_be(megabytes: float, accepted: int) -> None:
    config.set_option("server.maxUploadSize", 200)
    raise_upload_limit(megabytes)
    assert config.get_option("server.maxUploadSize") == accepted
    config.set_option("server.maxUploadSize", 200)


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> ScriptRequests:
    monkeypatch.setattr(ScriptRequests, "request_rerun", ScriptRequests.request_rerun)
    keep_page_runs()
    return ScriptRequests()


def fragments_to_run(requests: ScriptRequests) -> list[str]:
    request = requests.on_scriptrunner_ready()
    assert request.type is ScriptRequestType.RERUN
    return request.rerun_data.fragment_id_queue


@pytest.mark.parametrize("is_auto", [False, True])
def test_a_click_is_not_lost_to_a_fragment_that_refreshes_itself(requests: ScriptRequests, *, is_auto: bool) -> None:
    requests.request_rerun(RerunData())
    requests.request_rerun(RerunData(fragment_id="picture", is_auto_rerun=is_auto))
    assert fragments_to_run(requests) == [], "the whole page runs"


def test_fragments_run_alone_when_nothing_else_was_asked_for(requests: ScriptRequests) -> None:
    requests.request_rerun(RerunData(fragment_id="picture"))
    requests.request_rerun(RerunData(fragment_id="chart"))
    assert fragments_to_run(requests) == ["picture", "chart"]


def test_a_click_takes_the_place_of_fragments_that_wait(requests: ScriptRequests) -> None:
    requests.request_rerun(RerunData(fragment_id="picture"))
    requests.request_rerun(RerunData())
    assert fragments_to_run(requests) == []


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


CHOICE = WidgetMetadata[list[str]](
    id="a-widget",
    deserializer=lambda words: list(words or ()),
    serializer=list,
    value_type="string_array_value",
)
COACH = {"en": "Coach", "zh": "教练"}


def said_in(code: str, key: str, word: str) -> str:
    return COACH[code] if key == "live.source" and word in COACH.values() else word


@pytest.mark.parametrize(
    ("key", "drawn", "read", "told_anew"),
    [
        ("live.source", ["Camera", "Coach"], "Coach", True),
        ("live.source", ["摄像头", "教练"], "教练", True),
        ("live.source", None, "Coach", True),
        ("live.source", ["Camera"], "教练", True),
        ("share-workshop", ["Camera", "Coach"], "教练", False),
        ("nobody.knows", ["Camera", "Coach"], "教练", False),
    ],
    ids=["drawn-since", "not-yet-drawn", "new-session", "option-gone", "no-choice", "unknown"],
)
def test_a_browser_may_still_speak_the_language_of_before(
    monkeypatch: pytest.MonkeyPatch, key: str, drawn: list[str] | None, read: str, *, told_anew: bool
) -> None:
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun)
    reword_arrivals(said_in, ("en", "zh"), lambda: "en")
    state = SessionState()
    state._key_id_mapper[key] = "a-widget"
    if drawn is not None:
        state._new_widget_state.set_widget_metadata(replace(CHOICE, formatted_options=drawn))
    sent = WidgetStates()
    for widget in ("a-widget", "one-without-a-key"):
        sent.widgets.add(id=widget).string_array_value.data[:] = ["教练"]
    SafeSessionState(state, lambda: None).on_script_will_rerun(sent)
    arrived = {each.id: list(each.string_array_value.data) for each in sent.widgets}
    assert arrived == {"a-widget": [read], "one-without-a-key": ["教练"]}
    if drawn is not None:
        assert state[key] == [read]
        assert state.is_new_state_value(key) is told_anew


@pytest.mark.parametrize(
    ("fragment", "sent", "changed"),
    [(None, "Coach", True), (None, "Camera", False), ("picture", "Coach", False)],
    ids=["chosen", "as-before", "of-a-fragment"],
)
def test_a_choice_in_the_message_of_a_fragment_is_seen(fragment: str | None, sent: str, *, changed: bool) -> None:
    state = SessionState()
    state._new_widget_state.set_widget_metadata(replace(CHOICE, fragment_id=fragment))
    state._new_widget_state.set_from_value("a-widget", ["Camera"])
    message = ClientState(fragment_id="picture")
    message.widget_states.widgets.add(id="a-widget").string_array_value.data[:] = [sent]
    assert changed_on_the_page(state, message) is changed
