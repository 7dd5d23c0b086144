"""What a body does at one moment: all joint angles in degrees, by the conventions of `angle_definitions`.

Hinges (elbow, knee, ankle, wrist, fingers) are inner angles: 180° = straight. A shoulder or hip has the inner angle of
its definition (hip-shoulder-elbow, shoulder-hip-knee) and the plane in which the limb leaves the trunk's line:
0° = sideways, 90° = forward, −90° = back.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, TypeVar

from holistic_core.coach.figure import FINGERS
from holistic_core.coach.limits import in_range, whole_in_range

_FULL_TURN_DEG: Final = 360.0


def _check(part: Any) -> None:
    """OptionsError for an inner angle outside 0-180°, or for any angle that is not a number."""
    for each in fields(part):
        value = getattr(part, each.name)
        if each.name in part.INNER and value is not None:
            in_range(each.name, value, 0.0, 180.0, "°")
        elif each.name.endswith("_deg") and value is not None:
            in_range(each.name, value, -_FULL_TURN_DEG, _FULL_TURN_DEG, "°")


@dataclass(frozen=True)
class Finger:
    """One finger. mcp_deg, pip_deg, dip_deg: inner angles at the knuckle, middle and end joint."""

    mcp_deg: float = 172.0
    pip_deg: float = 172.0
    dip_deg: float = 174.0

    INNER = frozenset({"mcp_deg", "pip_deg", "dip_deg"})

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True)
class Thumb:
    """The thumb.

    out_deg: its first bone away from the hand's axis, in the plane of the palm. across_deg: from there to the palm.
    mcp_deg, ip_deg: inner angles.
    """

    out_deg: float = 42.0
    across_deg: float = 20.0
    mcp_deg: float = 165.0
    ip_deg: float = 170.0

    INNER = frozenset({"mcp_deg", "ip_deg"})

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True)
class Hand:
    """A hand. spread: 0 = fingers parallel, 1 = each in line with the ray from the wrist through its knuckle."""

    thumb: Thumb = Thumb()
    index: Finger = Finger()
    middle: Finger = Finger()
    ring: Finger = Finger()
    pinky: Finger = Finger()
    spread: float = 0.5

    def __post_init__(self) -> None:
        in_range("spread", self.spread, 0.0, 1.5)


_RELAXED_FINGER: Final = Finger(155.0, 150.0, 162.0)
_CURLED_FINGER: Final = Finger(100.0, 85.0, 110.0)
HAND_OPEN: Final = Hand(spread=0.8)
HAND_RELAXED: Final = Hand(
    Thumb(32.0, 25.0, 160.0, 165.0),
    _RELAXED_FINGER,
    replace(_RELAXED_FINGER, mcp_deg=152.0, pip_deg=146.0),
    replace(_RELAXED_FINGER, mcp_deg=149.0, pip_deg=143.0),
    replace(_RELAXED_FINGER, mcp_deg=146.0, pip_deg=145.0),
    spread=0.25,
)
HAND_FIST: Final = Hand(
    Thumb(30.0, 62.0, 145.0, 125.0), _CURLED_FINGER, _CURLED_FINGER, _CURLED_FINGER, _CURLED_FINGER, spread=0.05
)


@dataclass(frozen=True)
class Arm:
    """One arm.

    shoulder_deg: inner angle hip-shoulder-elbow; about 8 = hanging, 180 = straight up.
    plane_deg: where the upper arm goes to: 0 sideways, 90 forward, −90 back.
    rotation_deg: of the upper arm about its own axis; positive = outwards (external).
    elbow_deg: inner. pronation_deg: 0 = thumb where the elbow bends to, 90 = palm down with the forearm forward.
    wrist_deg: inner. wrist_plane_deg: 0 = towards the palm, 90 = towards the thumb.
    """

    shoulder_deg: float = 12.0
    plane_deg: float = 15.0
    rotation_deg: float = 0.0
    elbow_deg: float = 164.0
    pronation_deg: float = 10.0
    wrist_deg: float = 174.0
    wrist_plane_deg: float = 0.0
    hand: Hand = field(default=HAND_RELAXED)

    INNER = frozenset({"shoulder_deg", "elbow_deg", "wrist_deg"})

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True)
class Leg:
    """One leg.

    hip_deg: inner angle shoulder-hip-knee; shoulders are wider than hips, so a vertical thigh has about 170 sideways.
    plane_deg: where the thigh goes to: 0 sideways, 90 forward.
    rotation_deg: of the thigh about its own axis; positive = outwards (external).
    knee_deg: inner. ankle_deg: inner angle knee-ankle-toes; None = the foot lies flat on the floor.
    toes_out_deg: turns the foot outwards about the shank's (flat: the vertical) axis.
    """

    hip_deg: float = 168.0
    plane_deg: float = 0.0
    rotation_deg: float = 6.0
    knee_deg: float = 177.0
    ankle_deg: float | None = None
    toes_out_deg: float = 8.0

    INNER = frozenset({"hip_deg", "knee_deg", "ankle_deg"})

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True)
class Trunk:
    """Pelvis, spine and head.

    turn_deg: of the whole body about the vertical, to the own left. lean_deg: of the pelvis and all above, forward.
    side_deg: the same to the own left. bend_deg, bend_side_deg, twist_deg: the chest relative to the pelvis, forward,
    to the own left, turned to the own left. nod_deg, tilt_deg, look_deg: the head relative to the chest, likewise.
    """

    turn_deg: float = 0.0
    lean_deg: float = 0.0
    side_deg: float = 0.0
    bend_deg: float = 0.0
    bend_side_deg: float = 0.0
    twist_deg: float = 0.0
    nod_deg: float = 0.0
    tilt_deg: float = 0.0
    look_deg: float = 0.0

    INNER = frozenset[str]()

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True)
class Pose:
    """All joint angles of a body, and where it is.

    pelvis_m: `(x, y, z)` of the middle of the hips in the world, metres. None = it stands: the middle of the ankles is
    above the world's origin and the lowest point of the feet is on the floor.
    """

    trunk: Trunk = Trunk()
    left_arm: Arm = Arm()
    right_arm: Arm = Arm()
    left_leg: Leg = Leg()
    right_leg: Leg = Leg()
    pelvis_m: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        for axis, value in zip("xyz", self.pelvis_m or (), strict=False):
            in_range(f"pelvis_m.{axis}", value, -10.0, 10.0, "m")


_Part = TypeVar("_Part")


def blend(one: _Part, other: _Part, share: float) -> _Part:
    """`one` at share 0, `other` at 1, linear in every angle; a value only one of them has counts up to the middle."""
    changed: dict[str, Any] = {}
    for each in fields(one):  # type: ignore[arg-type]
        start, end = getattr(one, each.name), getattr(other, each.name)
        changed[each.name] = _between(start, end, share)
    return replace(one, **changed)  # type: ignore[type-var]


def _between(start: Any, end: Any, share: float) -> Any:
    if start is None or end is None:
        return start if share < 0.5 else end  # noqa: PLR2004 -- the middle
    if isinstance(start, tuple):
        return tuple(_between(a, b, share) for a, b in zip(start, end, strict=True))
    if isinstance(start, int | float):
        # Exact at both ends, and where nothing changes.
        return start if start == end else start * (1 - share) + end * share
    return blend(start, end, share)


def mirrored(pose: Pose) -> Pose:
    """The same pose with left and right exchanged."""
    trunk = pose.trunk
    turned = {name: -getattr(trunk, name) for name in _SIDED}
    pelvis_m = None if pose.pelvis_m is None else (-pose.pelvis_m[0], pose.pelvis_m[1], pose.pelvis_m[2])
    return Pose(replace(trunk, **turned), pose.right_arm, pose.left_arm, pose.right_leg, pose.left_leg, pelvis_m)


_SIDED: Final = ("turn_deg", "side_deg", "bend_side_deg", "twist_deg", "tilt_deg", "look_deg")


def hand_showing(count: int) -> Hand:
    """A hand that shows a number with its fingers: 0 a fist, 1 the index finger … 4 all but the thumb, 5."""
    whole_in_range("count", count, 0, len(FINGERS))
    index, middle, ring, pinky = (Finger() if place < count else _CURLED_FINGER for place in range(4))
    thumb = Thumb(52.0, 10.0, 172.0, 174.0) if count == len(FINGERS) else HAND_FIST.thumb
    return Hand(thumb, index, middle, ring, pinky, spread=0.6)
