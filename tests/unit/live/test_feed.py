"""A clip that plays like a camera."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from holistic_core.live.feed import ClipFeed
from holistic_core.live.options import LiveOptions
from holistic_core.live.viewer import LiveViewer
from tests.unit.live.fake_detector import RGB, FakeDetector, picture


def clip() -> Iterator[tuple[float, RGB]]:
    for number in range(6):
        yield number * 0.05, picture(number + 1)


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def viewer(detector: FakeDetector) -> Iterator[LiveViewer]:
    made = LiveViewer(detector, LiveOptions())  # type: ignore[arg-type]
    yield made
    made.close()


def test_frames_come_at_their_times_and_once(viewer: LiveViewer, detector: FakeDetector) -> None:
    start = time.monotonic()
    feed = ClipFeed(viewer, clip, loop=False)
    assert feed.join(5)
    assert 0.25 <= time.monotonic() - start < 2
    assert viewer.wait_for_frame(5)
    assert [value for value, _ in detector.seen] == [1, 2, 3, 4, 5, 6]
    assert [time_s for _, time_s in detector.seen] == pytest.approx([0, 0.05, 0.1, 0.15, 0.2, 0.25])


@pytest.mark.slow
def test_a_loop_goes_on_with_growing_times_until_the_viewer_leaves(viewer: LiveViewer, detector: FakeDetector) -> None:
    feed = ClipFeed(viewer, clip)
    time.sleep(1.2)
    viewer.close()
    assert feed.join(5)
    values, times_s = zip(*detector.seen, strict=True)
    assert values[:8] == (1, 2, 3, 4, 5, 6, 1, 2)
    assert all(later > earlier for earlier, later in pairwise(times_s))
