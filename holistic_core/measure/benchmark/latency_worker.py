"""The process in which frames are timed: contenders take turns, and every turn is told at once."""

import contextlib
import time
from collections import Counter
from typing import Any

import numpy as np

from holistic_core.measure.benchmark.child import Tell
from holistic_core.measure.benchmark.contenders import Contender, contender
from holistic_core.measure.benchmark.settings import Setting
from holistic_core.measure.benchmark.source import Source, frame_at
from holistic_core.measure.frames import RGB
from holistic_core.process_memory import resident_memory_mb


def measure(
    tell: Tell, source: dict[str, Any], settings: list[dict[str, Any]], numbers: dict[str, int], pause_ms: float
) -> None:
    """Tell `ready` for each setting, then `turn` for each in every round, and `memory` at the end.

    numbers: frames of warm_up, repetitions, frames of a turn, and further ones of the floor, in which the time of the
    models alone is taken: in every turn, so that what slows the machine down slows both. In every round the order moves
    on by one, and every second round goes backwards, so that nobody always follows the same one.
    """
    chosen = [Setting(**each) for each in settings]
    looked_at = Source(**source)
    pictures = {size: looked_at.frames(size) for size in {each.longer_px for each in chosen}}
    with contextlib.ExitStack() as stack:
        made: list[Contender] = []
        for number, setting in enumerate(chosen):
            made.append(stack.enter_context(contender(setting)))
            for frame in range(numbers["warm_up"]):
                made[-1].process(frame_at(pictures[setting.longer_px], frame))
            tell(event="ready", setting=number)
        first = numbers["warm_up"]
        for round_ in range(numbers["repetitions"]):
            for number in _order(len(chosen), round_):
                shown = pictures[chosen[number].longer_px]
                turn = _turn(made[number], shown, first, numbers["frames"], pause_ms / 1e3)
                after = range(first + numbers["frames"], first + numbers["frames"] + numbers["floor"])
                floor = [made[number].model_ms(frame_at(shown, each)) for each in after]
                tell(event="turn", setting=number, model_ms=[ms for ms in floor if not np.isnan(ms)], **turn)
            first += numbers["frames"] + numbers["floor"]
        tell(event="memory", resident_mb=resident_memory_mb())


def _order(count: int, round_: int) -> list[int]:
    order = [(number + round_) % count for number in range(count)]
    return order[::-1] if round_ % 2 else order


def _turn(one: Contender, pictures: list[RGB], first: int, count: int, pause_s: float) -> dict[str, Any]:
    wall_ms, cpu_ms = [], []
    stages: dict[str, list[float]] = {}
    found: Counter[str] = Counter()
    for number in range(first, first + count):
        rgb = frame_at(pictures, number)
        cpu_start, start = time.process_time(), time.perf_counter()
        look = one.process(rgb)
        wall_ms.append((time.perf_counter() - start) * 1e3)
        # Idle threads spin for a while after a frame, which is part of what it costs.
        time.sleep(pause_s)
        cpu_ms.append((time.process_time() - cpu_start) * 1e3)
        for stage, ms in look.stage_ms.items():
            stages.setdefault(stage, []).append(ms)
        found.update(look.found)
    return {"wall_ms": wall_ms, "cpu_ms": cpu_ms, "stages": stages, "found": found}
