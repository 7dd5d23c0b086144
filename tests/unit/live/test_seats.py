"""Seats: as many as there are, given back by whoever notices first that a viewer has left."""

import time
from collections.abc import Callable, Iterator

import pytest

from holistic_core.errors import BusyError
from holistic_core.live import room as room_module
from holistic_core.live.options import LiveOptions
from holistic_core.live.room import Room, default_limit
from holistic_core.live.viewer import LiveViewer
from tests.unit.live.fake_detector import FakeDetector, picture
from tests.waiting import wait_until

MakeRoom = Callable[..., Room]


def viewer() -> LiveViewer:
    return LiveViewer(FakeDetector(), LiveOptions())  # type: ignore[arg-type]


@pytest.fixture
def make_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeRoom]:
    rooms: list[Room] = []

    def make(limit: int = 2, mediapipe_limit: int = 1, silence_s: float = 60.0) -> Room:
        rooms.append(Room(limit, mediapipe_limit, silence_s, look_every_s=0.02))
        return rooms[-1]

    yield make
    for each in rooms:
        each.stop_all()


def test_the_room_is_full_and_then_it_is_not(make_room: MakeRoom) -> None:
    room = make_room(limit=2)
    one, other = room.enter("litert", viewer), room.enter("litert", viewer)
    made: list[int] = []
    with pytest.raises(BusyError, match="All 2 live places are taken"):
        room.enter("litert", lambda: made.append(1) or viewer())  # type: ignore[func-returns-value]
    assert made == [], "nobody starts a viewer for whom there is no seat"
    one.give_back()
    assert one.viewer.closed
    assert not one.taken
    assert other.taken
    room.enter("litert", viewer)
    assert (room.status().viewers, room.status().limit) == (2, 2)


def test_giving_back_twice_frees_one_seat(make_room: MakeRoom) -> None:
    room = make_room()
    one, other = room.enter("litert", viewer), room.enter("litert", viewer)
    one.give_back()
    one.give_back("again")
    assert room.seats == (other,)
    assert one.ended_because == "left"


def test_the_reference_engine_has_fewer_seats(make_room: MakeRoom) -> None:
    room = make_room(limit=4, mediapipe_limit=1)
    room.enter("mediapipe", viewer)
    seat = room.enter("litert", viewer)
    with pytest.raises(BusyError, match="MediaPipe engine needs about 200 MB"):
        room.enter("mediapipe", viewer)
    with pytest.raises(BusyError, match="Choose the LiteRT engine"):
        seat.move_to("mediapipe")
    assert seat.engine == "litert"
    room.seats[0].move_to("litert")
    seat.move_to("mediapipe")
    seat.move_to("mediapipe")
    assert room.status().mediapipe == 1


def test_who_is_in_a_full_room_may_change_the_engine(make_room: MakeRoom) -> None:
    room = make_room(limit=1)
    seat = room.enter("litert", viewer)
    seat.move_to("mediapipe")
    assert seat.engine == "mediapipe"


def test_a_silent_viewer_loses_its_seat_and_one_that_sends_keeps_it(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room(silence_s=0.3)
    silent, sending = room.enter("litert", viewer), room.enter("litert", viewer)
    silent.viewer.offer(picture)
    end_s = time.monotonic() + 0.8
    while time.monotonic() < end_s:
        sending.viewer.offer(picture)
        time.sleep(0.02)
    assert room.seats == (sending,)
    assert silent.ended_because == "silent"
    assert silent.viewer.closed


def test_who_has_not_sent_yet_gets_more_time_to_connect(make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_module, "FIRST_FRAME_S", 0.5)
    room = make_room(silence_s=0.1)
    seat = room.enter("litert", viewer)
    time.sleep(0.3)
    assert seat.taken
    wait_until(lambda: not seat.taken)


def test_a_page_that_looks_keeps_the_seat_of_a_clip(make_room: MakeRoom) -> None:
    room = make_room(silence_s=0.2)
    seat = room.enter("litert", viewer)
    seat.seen()
    end_s = time.monotonic() + 0.5
    while time.monotonic() < end_s:
        seat.seen()
        seat.viewer.offer(picture)
        time.sleep(0.02)
    assert seat.taken
    end_s = time.monotonic() + 3
    while seat.taken and time.monotonic() < end_s:
        seat.viewer.offer(picture)  # the clip plays on, and nobody watches it
        time.sleep(0.02)
    assert seat.ended_because == "silent"


def test_a_viewer_that_was_closed_elsewhere_is_noticed(make_room: MakeRoom) -> None:
    room = make_room()
    seat = room.enter("litert", viewer)
    seat.viewer.close()
    wait_until(lambda: not seat.taken)


def test_the_host_sends_everybody_away(make_room: MakeRoom) -> None:
    room = make_room()
    seats = [room.enter("litert", viewer) for _ in range(2)]
    assert room.stop_all() == 2
    assert [seat.ended_because for seat in seats] == ["stopped", "stopped"]
    assert all(seat.viewer.closed for seat in seats)
    assert room.stop_all() == 0


@pytest.mark.parametrize(("cores", "limit"), [(1, 2), (2, 4), (8, 16)])
def test_the_usual_limit_follows_the_cores(cores: int, limit: int) -> None:
    assert default_limit(cores) == limit
