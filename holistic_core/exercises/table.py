"""The exercises, one row each: which angle is counted, from where to where, and what is said about form."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from holistic_core.exercises.exercise import CueRule, DepthRule, Exercise, Signal
from holistic_core.exercises.measures import (
    feet_together,
    hands_uneven,
    hips_bent_deg,
    hips_height,
    knees_inward,
    trunk_forward_deg,
)
from holistic_core.exercises.state import Cue
from holistic_core.exercises.thresholds import Thresholds

# What `ExerciseState.phase` may be: without a repetition going on, and the ways out, far ends and ways back below.
IDLE_PHASES: Final = ("unseen", "ready", "rest")

DEEPER: Final = Cue("deeper", "Go deeper.")
HIGHER: Final = Cue("higher", "Go all the way up.")
ARMS_HIGHER: Final = Cue("arms_higher", "Bring your arms all the way up.")
OPEN_FULLY: Final = Cue("open_fully", "Open your hand all the way.")
KNEES_OUT: Final = Cue("knees_out", "Knees out: keep them above your feet.", "warning")
BACK_STRAIGHT: Final = Cue("back_straight", "Keep your back straight and your chest up.", "warning")
BODY_STRAIGHT: Final = Cue("body_straight", "Keep your body in one line from shoulders to ankles.", "warning")
EVEN_ARMS: Final = Cue("even_arms", "Move both arms alike.")
LEGS_APART: Final = Cue("legs_apart", "Jump with your feet apart.")

_FINGERS: Final = tuple(
    f"{finger}_{joint}" for finger in ("index", "middle", "ring", "pinky") for joint in ("mcp", "pip")
)
_LOW_HIPS: Final = DepthRule(hips_height, 0.70)
_UNEVEN: Final = CueRule(EVEN_ARMS, hands_uneven, 0.21)

_ROWS: Final = (
    Exercise(
        "squat",
        "Squat",
        Signal(("knee",), "3d", (40.0, 180.0)),
        Thresholds(enter_deg=135.0, leave_deg=150.0, target_deg=100.0, min_repetition_s=0.6),
        ("down", "bottom", "up"),
        DEEPER,
        (CueRule(KNEES_OUT, knees_inward, 0.3), CueRule(BACK_STRAIGHT, trunk_forward_deg, 52.0)),
        "In space, because seen from the front a knee bends towards the camera and looks straighter in the picture.",
        _LOW_HIPS,
    ),
    Exercise(
        "lunge",
        "Lunge",
        Signal(("knee",), "3d", (40.0, 180.0)),
        Thresholds(enter_deg=130.0, leave_deg=146.0, target_deg=112.0, min_repetition_s=0.6),
        ("down", "bottom", "up"),
        DEEPER,
        (CueRule(BACK_STRAIGHT, trunk_forward_deg, 25.0),),
        "In space, as for the squat; the mean of both knees, because both bend.",
        _LOW_HIPS,
    ),
    Exercise(
        "push_up",
        "Push-up",
        Signal(("elbow",), "2d", (40.0, 180.0)),
        Thresholds(enter_deg=132.0, leave_deg=145.0, target_deg=88.0, min_repetition_s=0.5),
        ("down", "bottom", "up"),
        DEEPER,
        (CueRule(BODY_STRAIGHT, hips_bent_deg, 13.0),),
        "In the picture, because the depth of somebody near the floor is guessed badly; best seen from the side.",
    ),
    Exercise(
        "biceps_curl",
        "Biceps curl",
        Signal(("elbow",), "3d", (40.0, 180.0)),
        Thresholds(enter_deg=134.0, leave_deg=144.0, target_deg=95.0, min_repetition_s=0.5),
        ("up", "top", "down"),
        HIGHER,
        (_UNEVEN,),
        "In space, because from the front the forearm points at the camera and its angle in the picture jumps.",
    ),
    Exercise(
        "shoulder_press",
        "Shoulder press",
        Signal(("shoulder",), "2d"),
        Thresholds(enter_deg=110.0, leave_deg=94.0, target_deg=145.0, min_repetition_s=0.5),
        ("up", "top", "down"),
        HIGHER,
        (_UNEVEN,),
        "The upper arm against the trunk: the elbow is as straight with hanging arms as with raised ones.",
    ),
    Exercise(
        "jumping_jack",
        "Jumping jack",
        Signal(("shoulder",), "3d"),
        Thresholds(enter_deg=70.0, leave_deg=45.0, target_deg=120.0, min_repetition_s=0.35),
        ("open", "apart", "close"),
        ARMS_HIGHER,
        (CueRule(LEGS_APART, feet_together, -1.6), _UNEVEN),
        "The arms, because they go farther than the legs; the legs have a cue.",
    ),
    Exercise(
        "hand_open_close",
        "Hand open and close",
        Signal(_FINGERS, "3d", (60.0, 180.0)),
        Thresholds(enter_deg=140.0, leave_deg=118.0, target_deg=155.0, min_repetition_s=0.3),
        ("open", "opened", "close"),
        OPEN_FULLY,
        (),
        "From the fist to the open hand and back. In space, so that a turned hand counts as well.",
    ),
)
EXERCISES: Final[Mapping[str, Exercise]] = MappingProxyType({row.name: row for row in _ROWS})
PHASES: Final = tuple(dict.fromkeys((*IDLE_PHASES, *(phase for row in _ROWS for phase in row.phases))))
