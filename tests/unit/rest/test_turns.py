"""The line of pictures: how many at the same time, who comes next, and what live viewers change."""

import asyncio
import itertools
import time

import pytest

from holistic_core.rest.problem import ProblemError
from holistic_core.rest.turns import Turns


def run(turns: Turns, works: int, took_s: float, within_s: float = 10.0) -> list[tuple[int, float, float]]:
    """So many pictures, each working for some time: which one it was, when it began and when it ended."""
    done: list[tuple[int, float, float]] = []

    async def one(number: int) -> None:
        await turns.take(within_s)
        began_s = time.monotonic()
        await asyncio.sleep(took_s)
        done.append((number, began_s, time.monotonic()))
        turns.give_back(took_s)

    async def everything() -> None:
        await asyncio.gather(*(one(number) for number in range(works)))

    asyncio.run(everything())
    return done


def most_at_once(done: list[tuple[int, float, float]]) -> int:
    return max(sum(began <= at < ended for _, began, ended in done) for _, at, _ in done)


@pytest.mark.parametrize(("viewers", "expected"), [(0, 2), (1, 1)])
def test_width(viewers: int, expected: int) -> None:
    done = run(Turns(2, 10, lambda: viewers), 4, 0.02)
    assert most_at_once(done) == expected
    assert [number for number, *_ in done] == [0, 1, 2, 3]


def test_pictures_rest_while_somebody_watches() -> None:
    done = run(Turns(2, 10, lambda: 1), 3, 0.02)
    pauses = [later[1] - earlier[2] for earlier, later in itertools.pairwise(done)]
    assert all(pause >= 0.07 for pause in pauses)


def test_a_full_line_and_a_slow_one_refuse() -> None:
    async def scenario() -> None:
        turns = Turns(1, 1, lambda: 0)
        await turns.take(1)
        waiting = asyncio.create_task(turns.take(5))
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as full:
            await turns.take(5)
        assert full.value.kind == "busy" and int(full.value.headers["Retry-After"]) >= 1
        turns.give_back(0.01)
        await waiting
        for _ in range(30):  # the line has become slow
            turns.give_back(60.0)
            turns.running += 1
        turns._most_waiting = 9
        queued = asyncio.create_task(turns.take(500))
        await asyncio.sleep(0)
        with pytest.raises(ProblemError, match="s of work"):
            await turns.take(5)
        turns.give_back(0.1)
        await queued

    asyncio.run(scenario())


def test_a_turn_that_does_not_come_in_time_is_nobodys() -> None:
    async def scenario() -> None:
        turns = Turns(1, 5, lambda: 0)
        await turns.take(1)
        with pytest.raises(ProblemError, match="for its turn"):
            await turns.take(0.2)
        assert turns.waiting == 0
        turns.give_back(0.01)
        await turns.take(0.1)
        assert turns.running == 1

    asyncio.run(scenario())


def test_who_goes_away_gives_the_turn_on() -> None:
    async def scenario() -> None:
        turns = Turns(1, 5, lambda: 0)
        await turns.take(1)
        leaving = asyncio.create_task(turns.take(5))
        staying = asyncio.create_task(turns.take(5))
        await asyncio.sleep(0.01)
        leaving.cancel()
        await asyncio.sleep(0.01)
        turns.give_back(0.01)
        await asyncio.wait_for(staying, 1)
        assert (turns.running, turns.waiting) == (1, 0)

    asyncio.run(scenario())


def test_a_turn_without_time_for_the_work_is_not_taken() -> None:
    async def scenario() -> None:
        turns = Turns(1, 5, lambda: 0)
        for _ in range(30):
            turns.running += 1
            turns.give_back(0.2)  # a picture takes so long
        await turns.take(1)
        began_s = time.monotonic()
        with pytest.raises(ProblemError, match="for its turn"):
            await turns.take(1.0)
        assert 0.4 < time.monotonic() - began_s < 0.9

    asyncio.run(scenario())
