"""Views of one file do not disturb each other."""

import io
import threading

import numpy as np

from holistic_core.media.shared_file import SharedFile

DATA = np.random.default_rng(2).bytes(300_000)


def test_each_view_has_a_place_of_its_own() -> None:
    shared = SharedFile(io.BytesIO(DATA))
    one, other = shared.view(), shared.view()
    assert one.read(10) == DATA[:10]
    assert other.seek(-5, io.SEEK_END) == len(DATA) - 5
    assert (one.read(10), other.read(10)) == (DATA[10:20], DATA[-5:])
    assert shared.size == len(DATA)


def test_threads_read_at_the_same_time() -> None:
    shared, read = SharedFile(io.BytesIO(DATA)), {}

    def work(number: int) -> None:
        view = shared.view()
        read[number] = b"".join(iter(lambda: view.read(777), b""))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(read[number] == DATA for number in range(4))
