"""Beside the live picture: repetitions and their gauge, speed and memory, what is found, and what to change."""

import math
from typing import Any, Final

import streamlit as st

from holistic_core.exercises import ExerciseState
from holistic_core.live.advice import advice
from holistic_core.live.meter import FLOOD_FPS, Speed
from holistic_core.live.status import LiveStatus
from holistic_core.process_memory import resident_memory_mb
from ui.layout import part_items
from ui.live_charts import GAUGE, gauge
from ui.live_controls import LiveChoice
from ui.live_room import live_room
from ui.live_slot import LiveSlot
from ui.steady_charts import REFRESH_MS, component_file, steady_chart
from ui.texts import text

_UNKNOWN: Final = "–"


def show_panel(slot: LiveSlot, choice: LiveChoice) -> None:
    """Draw the panel; while the visitor is live its numbers change by themselves, and the video keeps its pace."""
    if choice.options.exercise is not None:
        with st.container(key="live-exercise"):
            _numbers(slot, "exercise")
            state = None if slot.viewer is None else slot.viewer.status().exercise
            steady_chart(gauge(choice.options.exercise, choice.options, state), GAUGE, feed=slot.feed)
            if slot.viewer is not None:
                st.button(
                    text("live.reset_count"),
                    on_click=slot.viewer.reset_repetitions,
                    icon=":material/restart_alt:",
                    key="live-reset-count",
                    help=text("live.reset_count_help"),
                )
    _numbers(slot, "panel")


def panel_data(slot: LiveSlot) -> dict[str, Any]:
    """The numbers of speed and memory, which parts are found, and what to change. Callable from any thread.

    over: the place was taken away, or the visitor has left: the whole page has to know.
    """
    if slot.seat is not None and slot.source != "camera":
        slot.seat.seen()
    status = None if slot.viewer is None else slot.viewer.status()
    room = live_room().status()
    speed = None if status is None or not slot.live else status.speed
    values = {
        "fps": _UNKNOWN if speed is None else text("live.fps_value", value=speed.processed_fps),
        "latency": _UNKNOWN if speed is None else _latency(speed),
        "memory": text("home.memory_value", mb=resident_memory_mb()),
        "viewers": text("live.viewers_value", count=room.viewers, limit=room.limit),
    }
    caption = ""
    if speed is not None:
        caption = text(
            "live.frames", received=speed.received_fps, processed=speed.processed_fps, dropped=speed.dropped_fps
        )
    return {
        "tiles": _tiles(values),
        "caption": caption,
        "parts": [] if status is None else part_items(status.parts, status.asked),
        "alerts": [] if status is None else _alerts(slot, status),
        "over": slot.seat is not None and not slot.seat.taken,
    }


def exercise_data(slot: LiveSlot) -> dict[str, Any]:
    """Repetitions, phase and the last one, with the advice of this moment. Callable from any thread."""
    state = None if slot.viewer is None else slot.viewer.status().exercise
    count, phase, last = _exercise_words(state)
    cues = () if state is None else state.cues
    return {
        "tiles": _tiles({"repetitions": count, "phase": phase, "last": last}),
        "alerts": [_alert("warn", text(f"cue.{cue.name}")) for cue in cues],
        # A tone for each further one, where the visitor wants that.
        "heard": state.repetitions if state is not None and slot.shown is not None and slot.shown.sound else None,
    }


NUMBERS: Final = {"panel": panel_data, "exercise": exercise_data}


def _numbers(slot: LiveSlot, name: str) -> None:
    # Declared on every run: it belongs to the running server, of which a test has one for each page.
    show = st.components.v2.component(
        "live_numbers",
        html="<div></div>",
        js=component_file("live_feed.js", "live_numbers.js"),
        isolate_styles=False,
    )
    data = {"name": name, "newest": NUMBERS[name](slot), "feed": slot.feed, "every_ms": REFRESH_MS}
    # Its value is of no interest: that it has changed runs the page.
    show(key=f"live-numbers-{name}", data=data, on_over_change=lambda: None)


def _tiles(values: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"name": name, "label": text(f"live.{name}"), "value": value, "help": text(f"live.{name}_help")}
        for name, value in values.items()
    ]


def _alert(level: str, words: str, items: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"level": level, "text": words, "items": items}


def _exercise_words(state: ExerciseState | None) -> tuple[str, str, str]:
    if state is None:
        return "0", _UNKNOWN, _UNKNOWN
    phase = text(f"phase.{state.phase}") if state.visible else text("live.not_visible")
    last = state.last
    if last is None:
        return str(state.repetitions), phase, _UNKNOWN
    return str(state.repetitions), phase, text("live.last_value", deg=last.range_deg, seconds=last.duration_s)


def _latency(speed: Speed) -> str:
    if math.isnan(speed.latency_ms):
        return _UNKNOWN
    return text("live.latency_value", median=speed.latency_ms, p95=speed.latency_p95_ms)


def _alerts(slot: LiveSlot, status: LiveStatus) -> list[dict[str, Any]]:
    """What went wrong with the last frame; else what to change where the machine is too slow, or the camera."""
    if status.error:
        return [_alert("bad", status.error)]
    if not slot.live or slot.viewer is None or slot.viewer.options.stills:
        return []
    found = advice(
        status.speed,
        slot.viewer.options,
        status.engine,
        image_size=status.image_size,
        viewers=live_room().status().viewers,
    )
    if found.flood:
        return [_alert("warn", text("live.flood", fps=status.speed.received_fps, limit=FLOOD_FPS))]
    if found.slow:
        return [_alert("warn", text("live.slow"), tuple(text(f"live.change_{name}") for name in found.changes))]
    if found.camera_slow:
        return [_alert("note", text("live.camera_slow", fps=status.speed.received_fps))]
    return []
