"""A figure, or several, of every chart function of the library, from little data: for what is true of all of them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from holistic_core.angles import ANGLES, joint_angles
from holistic_core.charts.accuracy_curves import angle_over_time, bland_altman
from holistic_core.charts.accuracy_errors import AngleErrors, detection_bars, error_boxes
from holistic_core.charts.accuracy_sweep import sweep_heat_map
from holistic_core.charts.angles import angle_bars
from holistic_core.charts.benchmark_compare import comparison_bars
from holistic_core.charts.benchmark_latency import LatencySeries, latency_boxes, latency_ecdf, size_curves, stage_stacks
from holistic_core.charts.benchmark_precision import Limits, Precision, precision_map
from holistic_core.charts.benchmark_runs import (
    MemorySeries,
    StreamsSeries,
    cold_bars,
    memory_curves,
    share_curves,
    throughput_curves,
)
from holistic_core.charts.diagram import angle_diagram
from holistic_core.charts.exercise import repetition_bars, signal_gauge
from holistic_core.charts.live_angles import scrolling_angles
from holistic_core.charts.live_speed import latency_chart, stage_stack
from holistic_core.charts.model_graph import model_graph
from holistic_core.charts.movement_comparison import aligned_curves, warping_chart
from holistic_core.charts.movement_curves import movement_curves
from holistic_core.charts.movement_cycles import repetition_overlay
from holistic_core.charts.movement_phase import phase_portrait, velocity_curves
from holistic_core.charts.movement_symmetry import symmetry_bars
from holistic_core.charts.overlay import hover_overlay
from holistic_core.charts.session import session_angles, session_speed
from holistic_core.charts.skeleton import skeleton_3d
from holistic_core.charts.timing import stage_bars
from holistic_core.charts.tracking_strip import tracking_strip
from holistic_core.coach.motions import MOTIONS
from holistic_core.engines.model_graph import GraphNode
from holistic_core.exercises import EXERCISES, ExerciseState, Repetition
from holistic_core.measure.benchmark.memory_growth import WAY_WORDS
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import compared
from holistic_core.movement.kinematics import VelocityPeak
from holistic_core.movement.symmetry import Symmetry
from holistic_core.options import PARTS
from holistic_core.results import HolisticResult
from holistic_core.topology import FACE
from holistic_core.trace import TrackingChoice
from tests.stick_person import landmarks_px, standing

_NAN: Final = math.nan
_TIMES: Final = np.arange(101) / 20
_WAVE: Final = 110 + 40 * np.sin(math.pi * _TIMES)
_SPEED: Final = 40 * math.pi * np.cos(math.pi * _TIMES)
_BOTH: Final = {"left_knee": _WAVE, "right_knee": _WAVE + 10}
_SPEEDS: Final = {"left_knee": _SPEED, "right_knee": _SPEED}
_KNEE: Final = next(each for each in ANGLES if each.name == "left_knee")
_TILT: Final = next(each for each in ANGLES if each.name == "pelvis_tilt")
_REPETITIONS: Final = [
    Repetition(number, 2.0 * number, 2.0 * number + 1.5, 70, 150, 1.0, 0.0, 0.5) for number in (1, 2)
]
_STATE: Final = ExerciseState(1, "down", 120.0, True, (), None, (), 0.6)
# Every stage that any engine, the live page and the video page measure.
_STAGES: Final = (
    *("mailbox", "waiting", "decoding", "pose_detector", "pose_landmarks", "filters", "segmentation"),
    *("left_hand_recrop", "left_hand_landmarks", "right_hand_recrop", "right_hand_landmarks"),
    *("face_detector", "contrast", "face_landmarks", "angles", "drawing", "graph"),
)
_COLD: Final = ("Import", "Create", "First frame", "Second frame")
_STAGE_MS: Final = {stage: float(number % 3) + 0.4 for number, stage in enumerate(_STAGES)}
_LATENCY: Final = [
    LatencySeries("LiteRT", "ours", [30.0, 10.0, 20.0], 8.0, _STAGE_MS),
    LatencySeries("MediaPipe", "theirs", [40.0, 50.0], _NAN, {"graph": 45.0}),
]
_MEMORY: Final = [
    MemorySeries(label, "ours", [0, 1], [0, 9], [100.0, 400.0], growth, 99.0, stopped)
    for label, (growth, stopped) in zip(WAY_WORDS.values(), [(0.5, False), (_NAN, True)] * 3, strict=False)
]
_STREAMS: Final = [StreamsSeries("LiteRT", "ours", [1, 2], [[30.0], [20.0, 10.0]])]


def _person() -> HolisticResult:
    return replace(standing(), face=landmarks_px(FACE, np.full((len(FACE.names), 2), 100.0), (640, 480)))


def _compared() -> Any:
    one = MovementClip.of_arrays("1.mp4", _TIMES, {"left_knee": _WAVE})
    return compared(one, MovementClip.of_arrays("2.mp4", _TIMES * 2, {"left_knee": _WAVE}))


def _errors() -> list[AngleErrors]:
    return [AngleErrors(each, np.array([1.0, -2.0] * 30 + [170.0]), np.array([0.5])) for each in ANGLES]


def _over_time() -> list[Any]:
    phases = dict.fromkeys(phase for motion in MOTIONS.values() for _, phase in motion.phases)
    many = [[phase] * 20 for phase in phases]
    whole = [phase for each in many for phase in each]
    times, truth = np.arange(len(whole)) / 20, np.full(len(whole), 20.0)
    return [
        angle_over_time(each, times, truth, truth + 3, plane=plane, phases=whole)
        for each in (_KNEE, _TILT)
        for plane in ("2d", "3d")  # type: ignore[misc]
    ]


def _strip() -> Any:
    return tracking_strip(
        [[TrackingChoice("pose", None, None, False, "turned", 2.0, 1.0)]],
        title="1", axis="2", parts=dict.fromkeys(PARTS, "3"), kinds=("4", "5", "6"), reasons={"turned": "7"}, now=1,
    )  # fmt: skip


def _gauges() -> list[Any]:
    states = [
        (each, state)
        for each in EXERCISES.values()
        for state in (
            None,
            replace(_STATE, visible=False),
            *(replace(_STATE, phase=phase) for phase in (*each.phases, "rest", "ready")),
        )
    ]
    return [signal_gauge(each, state, each.thresholds) for each, state in states]


def _repetitions() -> list[Any]:
    return [
        repetition_bars([replace(_REPETITIONS[0], cues=tuple(cue.name for cue in each.cues))], each)
        for each in EXERCISES.values()
    ]


# The name of the function → what makes figures of it. Words that pages hand over are numbers here.
FIGURES: Final[Mapping[str, Callable[[], list[Any]]]] = {
    "angle_over_time": _over_time,
    "bland_altman": lambda: [bland_altman(each, _WAVE, _WAVE + np.sin(_TIMES)) for each in ANGLES],
    "error_boxes": lambda: [error_boxes(_errors())],
    "detection_bars": lambda: [
        detection_bars({"pose": (1, 2), "face": (0, 0), "left_hand": (1, 1), "right_hand": (1, 1)})
    ],
    "sweep_heat_map": lambda: [
        sweep_heat_map(np.array([[1.0, _NAN]]), [_KNEE.label], ["1", "2"], condition="3", plane="2D")
    ],
    "angle_bars": lambda: [angle_bars(angles, kind) for angles in _angles() for kind in ("2d", "3d", "both")],  # type: ignore[arg-type]
    "comparison_bars": lambda: [comparison_bars({"1": [1.0]}, ["LiteRT"], figure="median", unit="ms")],
    "latency_boxes": lambda: [latency_boxes(_LATENCY)],
    "latency_ecdf": lambda: [latency_ecdf(_LATENCY)],
    "stage_stacks": lambda: [stage_stacks(_LATENCY)],
    "size_curves": lambda: [size_curves({"LiteRT": ("ours", [(320, 30.0, 20.0), (640, 40.0, 20.0)])})],
    "precision_map": lambda: [
        precision_map(
            [Precision("float16", 1.0, 0.1, 99.0), Precision("int8", 2.0, 3.0, 10.0)],
            Limits(1.5, 1.0, 95.0),
            title="Body model: how fast, how exact",
        )
    ],
    "memory_curves": lambda: [memory_curves(_MEMORY, 300.0)],
    "cold_bars": lambda: [cold_bars({"LiteRT": dict.fromkeys(_COLD, 1.0), "MediaPipe, warmed up": {}})],
    "throughput_curves": lambda: [throughput_curves(_STREAMS)],
    "share_curves": lambda: [share_curves(_STREAMS)],
    "angle_diagram": lambda: [angle_diagram(each) for each in ANGLES],
    "signal_gauge": _gauges,
    "repetition_bars": _repetitions,
    "scrolling_angles": lambda: [scrolling_angles(_TIMES, _BOTH, now_s=5.0, repetitions_s=[1.0, 3.0])],
    "latency_chart": lambda: [latency_chart(np.linspace(4.9, 0, 20), np.linspace(30, 60, 20))],
    "stage_stack": lambda: [stage_stack(_STAGE_MS)],
    "model_graph": lambda: [
        model_graph(
            [GraphNode(stage, "a.tflite", "picture", 1, 1.0, 1.0, 0.5, True) for stage in _STAGES],
            title="1",
            picture="2",
            before="3",
        )
    ],
    "aligned_curves": lambda: [aligned_curves(_compared(), "left_knee", ties=ties) for ties in (False, True)],
    "warping_chart": lambda: [warping_chart(_compared())],
    "movement_curves": lambda: [movement_curves(_TIMES, _BOTH, _BOTH, repetitions=_REPETITIONS, cursor_s=1.0)],
    "repetition_overlay": lambda: [
        repetition_overlay(np.tile(_WAVE, (3, 1)), _KNEE, [1, 2, 3], chosen=chosen) for chosen in (None, 2)
    ],
    "phase_portrait": lambda: [phase_portrait(_BOTH, _SPEEDS, cursor_index=3)],
    "velocity_curves": lambda: [
        velocity_curves(_TIMES, _SPEEDS, {name: [VelocityPeak(1.0, 100.0)] for name in _SPEEDS}, cursor_s=1.0)
    ],
    "symmetry_bars": lambda: [
        symmetry_bars(
            [
                *(Symmetry(joint, 90.0, 60.0, 40.0, 12.0, 1.0) for joint in _joints()),
                Symmetry("elbow", 3.0, 2.0, _NAN, 1.0, 1.0),
                Symmetry("wrist", _NAN, _NAN, _NAN, _NAN, 0.0),
            ]
        )
    ],
    "hover_overlay": lambda: [hover_overlay(np.zeros((48, 64, 3), np.uint8), [_person(), _person()])],
    "session_angles": lambda: [session_angles(_TIMES, _BOTH, repetitions_s=[1.0, 3.0])],
    "session_speed": lambda: [session_speed(_TIMES, np.full(len(_TIMES), 30.0))],
    "skeleton_3d": lambda: [
        skeleton_3d(_person()), skeleton_3d(_person(), "image"), skeleton_3d(HolisticResult((640, 480)))
    ],
    "stage_bars": lambda: [stage_bars(_STAGE_MS)],
    "tracking_strip": lambda: [_strip()],
}  # fmt: skip


def _angles() -> list[Any]:
    angles = joint_angles(standing())
    groups = dict.fromkeys(each.definition.group for each in angles)
    return [[each for each in angles if each.definition.group == group] for group in groups]


def _joints() -> list[str]:
    return [each.name.removeprefix("left_") for each in ANGLES if each.name.startswith("left_")]
