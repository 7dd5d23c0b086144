"""A person in motion: which pose, phase and count belong to a moment of an exercise."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from holistic_core.coach.figure import Figure
from holistic_core.coach.inverse import Ground, with_foot, with_hand
from holistic_core.coach.limits import in_range, one_of, whole_in_range
from holistic_core.coach.motion_keys import MOTIONS, Foot, Key, Motion
from holistic_core.coach.pose import Pose, blend
from holistic_core.coach.skeleton import SIDES, BodySide, about, skeleton_of
from holistic_core.errors import OptionsError

__all__ = ["FAULTS", "MOTIONS", "Moment", "Motion", "MotionOptions", "duration_s", "moment_of"]

FAULTS: Final = {
    "half_depth": "goes only half-way",
    "knees_inward": "knees fall inwards",
    "rounded_back": "back is rounded",
    "uneven_arms": "the right arm does less than the left",
}
# Quiet standing before the first and after the last repetition, and getting into position where that is another pose.
REST_S: Final = 0.7
_READY_S: Final = 0.8
_HALF: Final = 0.5
_KNEES_IN_DEG: Final = 46.0
_ROUND_DEG: Final = 38.0
_UNEVEN: Final = 0.55
# Standing legs are nearly straight.
_STANDING: Final = 0.9975
_BREATH_S: Final = 3.6


@dataclass(frozen=True)
class MotionOptions:
    """What a person does. OptionsError for a value outside its range, naming it.

    name: of `MOTIONS`. repetitions: 1-20. tempo_s: seconds for one, 0.5-20; None = the exercise's own.
    depth: 1 = the full movement, 0.3-1.15. faults: of `FAULTS`, those the exercise can have.
    """

    name: str = "squat"
    repetitions: int = 3
    tempo_s: float | None = None
    depth: float = 1.0
    faults: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        one_of("motion", self.name, MOTIONS)
        whole_in_range("repetitions", self.repetitions, 1, 20)
        if self.tempo_s is not None:
            in_range("tempo_s", self.tempo_s, 0.5, 20.0, "s")
        in_range("depth", self.depth, 0.3, 1.15)
        object.__setattr__(self, "faults", tuple(sorted(set(self.faults))))
        possible = MOTIONS[self.name].faults
        for fault in self.faults:
            if fault not in possible:
                known = ", ".join(possible) or "none"
                raise OptionsError(f"fault is {fault!r}; for {MOTIONS[self.name].label} it may be: {known}.")

    @property
    def seconds_each(self) -> float:
        """Seconds for one repetition."""
        return MOTIONS[self.name].tempo_s if self.tempo_s is None else self.tempo_s


@dataclass(frozen=True)
class Moment:
    """A moment of an exercise. phase: its name; "rest" before and after. phase_share: of the repetition that is done.

    repetitions: completed so far.
    """

    pose: Pose
    phase: str
    phase_share: float
    repetitions: int


def duration_s(options: MotionOptions) -> float:
    """Length of the whole clip, from quiet standing to quiet standing."""
    return 2 * _lead_s(MOTIONS[options.name]) + options.repetitions * options.seconds_each


def moment_of(options: MotionOptions, time_s: float, figure: Figure) -> Moment:
    """What the figure does at `time_s` seconds; before the start and after the end it rests."""
    in_range("time_s", time_s, -1.0, 10_000.0, "s")
    motion = MOTIONS[options.name]
    lead_s = _lead_s(motion)
    active_s = options.repetitions * options.seconds_each
    since_s = time_s - lead_s
    if 0 <= since_s < active_s:
        done = int(since_s / options.seconds_each)
        share = since_s / options.seconds_each - done
        phase = next(name for until, name in motion.phases if share < until)
        return Moment(_posed(_key_at(motion, options, share), figure, time_s), phase, share, done)
    outside_s = max(-since_s, since_s - active_s)
    # Before the first repetition the body gets into position, after the last it goes back to standing.
    away = 0.0 if not _has_start(motion) else _eased(min(outside_s / _READY_S, 1.0))
    key = blend(_key_at(motion, options, 0.0), _REST, away)
    count = options.repetitions if since_s >= active_s else 0
    return Moment(_posed(key, figure, time_s), "rest", 0.0, count)


_REST: Final = Key()


def _has_start(motion: Motion) -> bool:
    """Whether the exercise begins in another pose than standing with arms hanging."""
    return motion.upright and motion.keys[0][1] != _REST


def _lead_s(motion: Motion) -> float:
    return REST_S + (_READY_S if _has_start(motion) else 0.0)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def _key_at(motion: Motion, options: MotionOptions, share: float) -> Key:
    """The keys around a share of the repetition, eased into one another, to the depth and with the faults asked for."""
    times = [time for time, _ in motion.keys]
    after = min(int(np.searchsorted(times, share, side="right")), len(times) - 1)
    (start, one), (end, other) = motion.keys[after - 1], motion.keys[after]
    eased = _eased((share - start) / (end - start))
    rest = motion.keys[0][1]
    depth = options.depth * (_HALF if "half_depth" in options.faults else 1.0)
    key = blend(_deep(rest, one, depth), _deep(rest, other, depth), eased)
    return _faulty(key, rest, options, eased_depth(motion, share))


def eased_depth(motion: Motion, share: float) -> float:
    """How far the movement has gone, 0 at rest to 1 at its farthest."""
    reach = share / motion.bottom if share < motion.bottom else (1 - share) / (1 - motion.bottom)
    return _eased(min(max(reach, 0.0), 1.0))


def _deep(rest: Key, key: Key, depth: float) -> Key:
    """A key less far from rest, or farther. Steps are made in full: only what bends counts."""
    if depth == 1.0 or key == rest:
        return key
    changed = blend(rest, key, depth)
    return replace(changed, left_foot=key.left_foot, right_foot=key.right_foot, forward=_forward(rest, key, depth))


def _forward(rest: Key, key: Key, depth: float) -> float:
    stepping = key.left_foot.z != key.right_foot.z
    return key.forward if stepping else rest.forward + (key.forward - rest.forward) * depth


def _faulty(key: Key, rest: Key, options: MotionOptions, far: float) -> Key:
    if "knees_inward" in options.faults:
        key = replace(key, knees_out_deg=key.knees_out_deg - _KNEES_IN_DEG * far)
    if "rounded_back" in options.faults:
        trunk = replace(key.trunk, bend_deg=key.trunk.bend_deg + _ROUND_DEG * far, nod_deg=key.trunk.nod_deg + 14 * far)
        key = replace(key, trunk=trunk)
    if "uneven_arms" in options.faults:
        key = replace(key, right_arm=blend(rest.right_arm, key.right_arm, _UNEVEN))
    return key


def _posed(key: Key, figure: Figure, time_s: float) -> Pose:
    """The pose of a figure: hips where the key says, feet (and hands) on their places."""
    body = figure.proportions
    leg_m = body.thigh_m + body.shank_m
    breath = np.sin(2 * np.pi * time_s / _BREATH_S)
    trunk = replace(key.trunk, bend_deg=key.trunk.bend_deg - 0.5 * breath)
    pelvis = (0.0, body.ankle_height_m + (_STANDING - key.drop) * leg_m, key.forward * leg_m)
    pose = Pose(trunk, key.left_arm, key.right_arm, pelvis_m=pelvis)
    skeleton = skeleton_of(pose, figure)
    legs = {}
    for side, foot in zip(SIDES, (key.left_foot, key.right_foot), strict=True):
        legs[side] = with_foot(pose, skeleton, side, _ground(foot, figure, side), key.knees_out_deg)
    pose = replace(pose, left_leg=legs["left"], right_leg=legs["right"])
    if key.hands_apart is None or key.hands_ahead is None:
        return pose
    arms = {}
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        wrist = (sign * key.hands_apart * leg_m, 0.032 * body.scale, key.hands_ahead * leg_m)
        back = np.array([sign * 0.55, 0.45, -1.0])
        ahead, down = np.array([0.0, 0.0, 1.0]), np.array([0.0, -1.0, 0.0])
        arms[side] = with_hand(pose, skeleton, side, wrist, back, ahead, down)
    return replace(pose, left_arm=arms["left"], right_arm=arms["right"])


def _ground(foot: Foot, figure: Figure, side: BodySide) -> Ground:
    """Where the ankle is, so that a raised heel turns the foot about its toes."""
    body = figure.proportions
    sign = 1.0 if side == "left" else -1.0
    leg_m = body.thigh_m + body.shank_m
    out = about((0, 1, 0), sign * foot.toes_out_deg)
    # The sole under the toes is what the foot turns about.
    pivot = np.array([0.0, -body.ankle_height_m, float(body.toes_m[2])])
    lifted = pivot - about((1, 0, 0), foot.heel_up_deg) @ pivot
    ankle = np.array([sign * foot.x * leg_m, foot.lift * leg_m + body.ankle_height_m, foot.z * leg_m]) + out @ lifted
    return Ground((float(ankle[0]), float(ankle[1]), float(ankle[2])), foot.heel_up_deg, foot.toes_out_deg)
