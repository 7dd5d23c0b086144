"""The movements as tables: what the body does at the key moments of one repetition."""

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from holistic_core.coach.pose import HAND_FIST, HAND_OPEN, Arm, Trunk, hand_showing

Phases = tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Foot:
    """Where a foot is, in lengths of the leg (hip to ankle) from the world's origin.

    x: out. lift: of the sole above the floor. z: forward. heel_up_deg: 0 = flat; the tip of the toes stays at x, z.
    """

    x: float = 0.145
    z: float = 0.0
    lift: float = 0.0
    heel_up_deg: float = 0.0
    toes_out_deg: float = 10.0


_UPRIGHT: Final = Trunk()
_HANGING: Final = Arm()
_BESIDE: Final = Foot()


@dataclass(frozen=True)
class Key:
    """The body at one moment.

    drop: how much lower than standing the hips are, forward: how far in front of the feet's origin; lengths of the leg.
    knees_out_deg: where the knees point. hands_apart, hands_ahead: where the wrists are on the floor, outwards and
    forward, in lengths of the leg; None = arms go by their angles.
    """

    trunk: Trunk = field(default=_UPRIGHT)
    left_arm: Arm = field(default=_HANGING)
    right_arm: Arm = field(default=_HANGING)
    left_foot: Foot = field(default=_BESIDE)
    right_foot: Foot = field(default=_BESIDE)
    drop: float = 0.0
    forward: float = 0.0
    knees_out_deg: float = 10.0
    hands_apart: float | None = None
    hands_ahead: float | None = None


@dataclass(frozen=True)
class Motion:
    """One exercise. keys: `(share of the repetition, Key)`, from 0 to 1. phases: `(until share, name)`.

    label: for people. upright: whether the person stands. tempo_s: of one repetition. repetition: what counts as one.
    faults: those that make sense. bottom: where in a repetition the movement is at its farthest.
    """

    name: str
    label: str
    keys: tuple[tuple[float, Key], ...]
    phases: Phases
    tempo_s: float
    bottom: float
    repetition: str
    upright: bool = True
    faults: tuple[str, ...] = ()


def arms(key: Key, arm: Arm) -> Key:
    """A key with both arms alike."""
    return replace(key, left_arm=arm, right_arm=arm)


def feet(key: Key, foot: Foot) -> Key:
    """A key with both feet alike."""
    return replace(key, left_foot=foot, right_foot=foot)


_STAND: Final = Key()

# Squat: thighs about level, trunk leaning, arms forward for balance.
_SQUAT_STAND: Final = feet(Key(trunk=Trunk(), knees_out_deg=16.0), Foot(x=0.20, toes_out_deg=16.0))
_SQUAT_LOW: Final = arms(
    replace(
        _SQUAT_STAND, trunk=Trunk(lean_deg=38.0, bend_deg=4.0, nod_deg=-22.0), drop=0.50, forward=-0.215,
        knees_out_deg=20.0,
    ),
    Arm(shoulder_deg=98.0, plane_deg=86.0, elbow_deg=163.0, pronation_deg=55.0),
)  # fmt: skip

# Lunge: a step forward with the left leg, then down until the front thigh is level.
# The arms hang a little outwards, or the hands would sink into the front thigh.
_STEP: Final = Foot(x=0.10, z=0.66, toes_out_deg=3.0)
_LUNGE_ARMS: Final = arms(_STAND, Arm(shoulder_deg=20.0))
_LUNGE_UP: Final = replace(
    _LUNGE_ARMS, left_foot=_STEP, right_foot=Foot(x=0.10, z=0.0, heel_up_deg=32.0, toes_out_deg=3.0), drop=0.10,
    forward=0.34, trunk=Trunk(lean_deg=3.0), knees_out_deg=2.0,
)  # fmt: skip
_LUNGE_SWING: Final = replace(
    _LUNGE_UP, left_foot=replace(_STEP, z=0.34, lift=0.09, heel_up_deg=6.0),
    right_foot=Foot(x=0.10, toes_out_deg=3.0), drop=0.035, forward=0.05,
)  # fmt: skip
_LUNGE_STAND: Final = replace(
    _LUNGE_ARMS, left_foot=Foot(x=0.10, toes_out_deg=3.0), right_foot=Foot(x=0.10, toes_out_deg=3.0), knees_out_deg=2.0
)
_LUNGE_LOW: Final = replace(
    _LUNGE_UP, drop=0.455, forward=0.31, right_foot=replace(_LUNGE_UP.right_foot, heel_up_deg=62.0)
)

# Push-up: on toes and hands, the body a straight line.
_PLANK_FEET: Final = Foot(x=0.11, z=-1.20, heel_up_deg=78.0, toes_out_deg=0.0)
_FLAT_HAND: Final = Arm(hand=HAND_OPEN)
_PLANK: Final = feet(
    Key(
        left_arm=_FLAT_HAND,
        right_arm=_FLAT_HAND,
        trunk=Trunk(lean_deg=72.5, nod_deg=-30.0),
        drop=0.595,
        forward=0.012,
        knees_out_deg=0.0,
        hands_apart=0.29,
        hands_ahead=0.56,
    ),
    _PLANK_FEET,
)
_PLANK_LOW: Final = replace(_PLANK, trunk=Trunk(lean_deg=86.5, nod_deg=-38.0), drop=0.825, forward=0.057)

# Biceps curl and shoulder press.
_CURL_DOWN: Final = Arm(
    shoulder_deg=13.0, plane_deg=25.0, elbow_deg=166.0, pronation_deg=-70.0, wrist_deg=176.0, hand=HAND_FIST
)
_CURL_UP: Final = replace(_CURL_DOWN, shoulder_deg=20.0, plane_deg=60.0, elbow_deg=44.0, pronation_deg=-85.0)
_PRESS_LOW: Final = Arm(
    shoulder_deg=76.0,
    plane_deg=12.0,
    rotation_deg=88.0,
    elbow_deg=68.0,
    pronation_deg=5.0,
    wrist_deg=176.0,
    hand=HAND_FIST,
)
_PRESS_HIGH: Final = replace(_PRESS_LOW, shoulder_deg=168.0, elbow_deg=166.0, rotation_deg=70.0)

# Jumping jack: legs and arms apart in one hop, together in the next.
_JACK_CLOSED: Final = feet(Key(knees_out_deg=6.0), Foot(x=0.10, toes_out_deg=8.0))
_JACK_LOADED: Final = replace(_JACK_CLOSED, drop=0.05, trunk=Trunk(lean_deg=4.0))
_JACK_ARM: Final = Arm(shoulder_deg=160.0, plane_deg=4.0, elbow_deg=164.0, rotation_deg=40.0, hand=HAND_OPEN)
_JACK_OPEN: Final = arms(feet(Key(drop=0.10, knees_out_deg=14.0), Foot(x=0.42, toes_out_deg=16.0)), _JACK_ARM)


def _hop(share: float) -> Key:
    """In the air between closed and open."""
    foot = Foot(x=0.10 + 0.32 * share, lift=0.055, heel_up_deg=18.0, toes_out_deg=10.0)
    arm = replace(_JACK_ARM, shoulder_deg=16.0 + 144.0 * share, rotation_deg=40.0 * share)
    return arms(feet(Key(drop=-0.045 + 0.06 * share, knees_out_deg=10.0), foot), arm)


# Side bend to the left and to the right, hands down beside the thighs. The lower hand is led outwards, or it would sink
# into the thigh that the shoulder has come to stand over.
_BEND_ARM: Final = Arm(shoulder_deg=18.0, plane_deg=5.0, elbow_deg=170.0, pronation_deg=5.0)
_BEND_NEAR_ARM: Final = replace(_BEND_ARM, shoulder_deg=30.0)
_BEND_FAR_ARM: Final = replace(_BEND_ARM, shoulder_deg=14.0)
_BEND_REST: Final = arms(_STAND, _BEND_ARM)
_BEND_LEFT: Final = replace(
    _BEND_REST, trunk=Trunk(side_deg=7.0, bend_side_deg=24.0, tilt_deg=8.0), left_arm=_BEND_NEAR_ARM,
    right_arm=_BEND_FAR_ARM,
)  # fmt: skip
_BEND_RIGHT: Final = replace(
    _BEND_REST, trunk=Trunk(side_deg=-7.0, bend_side_deg=-24.0, tilt_deg=-8.0), left_arm=_BEND_FAR_ARM,
    right_arm=_BEND_NEAR_ARM,
)  # fmt: skip

# Walking on the spot: thighs up to level, arms swing against the legs.
_BACK_ARM: Final = Arm(shoulder_deg=24.0, plane_deg=-70.0, elbow_deg=112.0, pronation_deg=10.0)
_AHEAD_ARM: Final = Arm(shoulder_deg=34.0, plane_deg=80.0, elbow_deg=82.0, pronation_deg=10.0)
_LIFTED: Final = Foot(x=0.10, z=0.20, lift=0.34, heel_up_deg=22.0, toes_out_deg=4.0)
_WALK_FOOT: Final = Foot(x=0.10, toes_out_deg=6.0)
_WALK_REST: Final = feet(Key(knees_out_deg=4.0), _WALK_FOOT)
_WALK_LEFT: Final = replace(
    _WALK_REST, left_foot=_LIFTED, left_arm=_BACK_ARM, right_arm=_AHEAD_ARM, trunk=Trunk(side_deg=-2.0, twist_deg=-4.0)
)
_WALK_RIGHT: Final = replace(
    _WALK_REST, right_foot=_LIFTED, right_arm=_BACK_ARM, left_arm=_AHEAD_ARM, trunk=Trunk(side_deg=2.0, twist_deg=4.0)
)
_WALK_MIDDLE: Final = arms(_WALK_REST, Arm(shoulder_deg=16.0, plane_deg=30.0, elbow_deg=105.0))

# Waving with the right hand; the left hangs.
_WAVE_ARM: Final = Arm(
    shoulder_deg=92.0,
    plane_deg=25.0,
    rotation_deg=88.0,
    elbow_deg=72.0,
    pronation_deg=0.0,
    wrist_deg=178.0,
    hand=HAND_OPEN,
)
_WAVE_IN: Final = replace(_STAND, right_arm=replace(_WAVE_ARM, elbow_deg=56.0))
_WAVE_OUT: Final = replace(_STAND, right_arm=replace(_WAVE_ARM, elbow_deg=100.0))

# Counting with both hands, palms to the front.
_COUNT_ARM: Final = Arm(
    shoulder_deg=44.0, plane_deg=18.0, rotation_deg=72.0, elbow_deg=46.0, pronation_deg=14.0, wrist_deg=178.0
)


def _counted(number: int) -> Key:
    return arms(_STAND, replace(_COUNT_ARM, hand=hand_showing(number)))


_T_ARM: Final = Arm(
    shoulder_deg=99.0, plane_deg=4.0, rotation_deg=0.0, elbow_deg=176.0, pronation_deg=90.0, wrist_deg=179.0,
    hand=replace(HAND_OPEN, spread=0.6),
)  # fmt: skip
_DOWN_UP: Final[Phases] = ((0.44, "down"), (0.54, "bottom"), (1.0, "up"))
_UP_DOWN: Final[Phases] = ((0.42, "up"), (0.54, "top"), (1.0, "down"))


def _there_and_back(rest: Key, peak: Key, reached: float = 0.44, left: float = 0.54) -> tuple[tuple[float, Key], ...]:
    return (0.0, rest), (reached, peak), (left, peak), (1.0, rest)


_MOTIONS: Final = (
    Motion(
        "squat", "Squat", _there_and_back(_SQUAT_STAND, _SQUAT_LOW), _DOWN_UP, 2.6, 0.49, "down and up again",
        faults=("half_depth", "knees_inward", "rounded_back"),
    ),
    Motion(
        "lunge", "Lunge",
        (
            *((0.0, _LUNGE_STAND), (0.13, _LUNGE_SWING), (0.26, _LUNGE_UP), (0.48, _LUNGE_LOW), (0.56, _LUNGE_LOW)),
            *((0.76, _LUNGE_UP), (0.88, _LUNGE_SWING), (1.0, _LUNGE_STAND)),
        ),
        ((0.26, "step"), (0.48, "down"), (0.56, "bottom"), (0.76, "up"), (1.0, "back")),
        3.4, 0.52, "a step forward, down, and back",
        faults=("half_depth", "rounded_back"),
    ),
    Motion(
        "push_up", "Push-up", _there_and_back(_PLANK, _PLANK_LOW), _DOWN_UP, 2.4, 0.49, "down and up again",
        upright=False, faults=("half_depth", "rounded_back"),
    ),
    Motion(
        "biceps_curl", "Biceps curl", _there_and_back(arms(_STAND, _CURL_DOWN), arms(_STAND, _CURL_UP), 0.42, 0.54),
        _UP_DOWN, 2.4, 0.48, "up and down again", faults=("half_depth", "uneven_arms"),
    ),
    Motion(
        "shoulder_press", "Shoulder press",
        _there_and_back(arms(_STAND, _PRESS_LOW), arms(_STAND, _PRESS_HIGH), 0.42, 0.54),
        _UP_DOWN, 2.4, 0.48, "up and down again", faults=("half_depth", "uneven_arms"),
    ),
    Motion(
        "jumping_jack", "Jumping jack",
        (
            *((0.0, _JACK_CLOSED), (0.10, _JACK_LOADED), (0.26, _hop(0.5)), (0.42, _JACK_OPEN), (0.55, _JACK_OPEN)),
            *((0.74, _hop(0.45)), (0.90, _JACK_LOADED), (1.0, _JACK_CLOSED)),
        ),
        ((0.42, "open"), (0.55, "apart"), (1.0, "close")), 1.4, 0.48, "apart and together again",
        faults=("half_depth", "uneven_arms"),
    ),
    Motion(
        "side_bend", "Side bend",
        ((0.0, _BEND_REST), (0.22, _BEND_LEFT), (0.30, _BEND_LEFT), (0.5, _BEND_REST), (0.72, _BEND_RIGHT),
         (0.80, _BEND_RIGHT), (1.0, _BEND_REST)),
        ((0.22, "left"), (0.30, "bent left"), (0.5, "back"), (0.72, "right"), (0.80, "bent right"), (1.0, "back")),
        4.0, 0.26, "to the left, to the right, and upright again", faults=("half_depth",),
    ),
    Motion(
        "walking", "Walking on the spot",
        ((0.0, _WALK_MIDDLE), (0.22, _WALK_LEFT), (0.28, _WALK_LEFT), (0.5, _WALK_MIDDLE), (0.72, _WALK_RIGHT),
         (0.78, _WALK_RIGHT), (1.0, _WALK_MIDDLE)),
        ((0.25, "left up"), (0.5, "left down"), (0.75, "right up"), (1.0, "right down")),
        1.5, 0.25, "a step with each leg", faults=("half_depth", "uneven_arms"),
    ),
    Motion(
        "waving", "Waving", ((0.0, _WAVE_OUT), (0.5, _WAVE_IN), (1.0, _WAVE_OUT)),
        ((0.5, "in"), (1.0, "out")), 0.9, 0.5, "in and out again",
    ),
    Motion(
        "finger_counting", "Finger counting",
        tuple((share, _counted(number)) for share, number in (
            (0.0, 0), (0.06, 0), (0.10, 1), (0.22, 1), (0.27, 2), (0.38, 2), (0.43, 3), (0.54, 3), (0.59, 4), (0.70, 4),
            (0.75, 5), (0.90, 5), (1.0, 0))),
        ((0.08, "fist"), (0.245, "one"), (0.405, "two"), (0.565, "three"), (0.725, "four"), (0.95, "five"),
         (1.0, "fist")),
        6.0, 0.82, "from the fist to five and back",
    ),
    Motion(
        "t_pose", "T-pose", _there_and_back(arms(_STAND, Arm()), arms(_STAND, _T_ARM), 0.25, 0.78),
        ((0.25, "raise"), (0.78, "hold"), (1.0, "lower")), 4.0, 0.5, "arms up to the sides and down again",
    ),
)  # fmt: skip
MOTIONS: Final = MappingProxyType({motion.name: motion for motion in _MOTIONS})
