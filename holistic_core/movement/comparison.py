"""How alike two movements are: aligned by dynamic time warping, and told as degrees and as one score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.movement.clip import MovementClip, Values, known
from holistic_core.movement.segments import gaps_filled
from holistic_core.movement.warping import Path, warping_path

# Enough for any movement of a body, and few enough for a moment's memory: 8 MB.
_RATE_HZ: Final = 25.0
_MOST_MOMENTS: Final = 1000
_FEWEST_MOMENTS: Final = 5
# An angle that is known less often than this in one of the clips is not compared.
_KNOWN_SHARE: Final = 0.5
# Joints that hang for longer than this without being seen are not guessed.
_MAX_GAP_S: Final = 1.0
# Whoever holds still trembles; less than this is no movement that anything could be compared with.
_LEAST_MOVEMENT_DEG: Final = 5.0
# For people, wherever the score is shown.
SCORE_MEANING: Final = (
    "The score is 100 × (1 − d / s), never below 0. d is the mean difference of the chosen angles after alignment in "
    "time, s how far these angles are on average from their means in the clip that moves more (at least 5°): 100 is "
    "the same movement at any tempo, and 0 is no more alike than not moving at all."
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two clips, moment by moment. Arrays hold the angles in the order of `names`.

    names: the angles that were compared. left_out: those known too seldom in one of the clips.
    one, other: clips at a uniform rate, without moments at which an angle was not known. path: `(p, 2)` moments of
    both that belong together, in order. difference_deg: mean absolute difference of each angle along the path.
    score: 0-100, see `SCORE_MEANING`.
    """

    names: tuple[str, ...]
    left_out: tuple[str, ...]
    one: MovementClip
    other: MovementClip
    path: Path
    difference_deg: Mapping[str, float]
    score: float

    @property
    def mean_difference_deg(self) -> float:
        """Mean of `difference_deg`."""
        return float(np.mean(list(self.difference_deg.values())))

    @property
    def tempo(self) -> float:
        """How much longer the other one takes: 2 = twice as long."""
        return self.other.duration_s / self.one.duration_s

    def aligned_deg(self, name: str) -> Values:
        """`(n,)` degrees of the other at the moments of `one`; the mean where several belong to one moment."""
        degrees = self.other.angles_deg[name][self.path[:, 1]]
        moments = self.path[:, 0]
        aligned: Values = np.bincount(moments, degrees) / np.bincount(moments)
        return aligned


def compared(one: MovementClip, other: MovementClip, names: Iterable[str] | None = None) -> Comparison:
    """How alike two movements are, from the first to the last moment of both; best with as many repetitions in each.

    one, other: filtered. names: the angles that count; by default all that both have.
    OptionsError: unknown angles, none that both clips know in half of their frames, or fewer than five such moments.
    """
    wanted = list(dict.fromkeys(known(names))) if names is not None else [*one.angles_deg]
    if names is None:
        wanted = [name for name in wanted if name in other.angles_deg]
    enough = [name for name in wanted if all(_known_share(clip, name) >= _KNOWN_SHARE for clip in (one, other))]
    if not enough:
        raise OptionsError(
            "None of the chosen angles is known in at least half of the frames of both clips. Choose joints that are "
            "seen in both, or clips filmed from the same side."
        )
    first, second = _moments(one, enough), _moments(other, enough)
    left, right = (np.stack([clip.angles_deg[name] for name in enough], axis=1) for clip in (first, second))
    path = warping_path(left, right)
    differences = np.abs(left[path[:, 0]] - right[path[:, 1]]).mean(axis=0)
    moved = max(*(float(np.abs(angles - angles.mean(axis=0)).mean()) for angles in (left, right)), _LEAST_MOVEMENT_DEG)
    return Comparison(
        tuple(enough),
        tuple(name for name in wanted if name not in enough),
        first,
        second,
        path,
        dict(zip(enough, differences.tolist(), strict=True)),
        100 * max(0.0, 1 - float(differences.mean()) / moved),
    )


def _known_share(clip: MovementClip, name: str) -> float:
    degrees = clip.angles_deg.get(name)
    return float(np.isfinite(degrees).mean()) if degrees is not None and len(degrees) else 0.0


def _moments(clip: MovementClip, names: list[str]) -> MovementClip:
    """The clip at a uniform rate: the moments at which all of these angles are known."""
    count = min(_MOST_MOMENTS, round(clip.duration_s * _RATE_HZ) + 1)
    frames_s = clip.times_s
    times = np.linspace(frames_s[0], frames_s[-1], count)
    table = [np.interp(times, frames_s, gaps_filled(frames_s, clip.angles_deg[name], _MAX_GAP_S)) for name in names]
    # A moment between two frames is known where both are, and where both are near.
    later = np.clip(np.searchsorted(frames_s, times), 1, len(frames_s) - 1)
    whole = np.isfinite(table).all(axis=0) & (frames_s[later] - frames_s[later - 1] <= _MAX_GAP_S)
    if whole.sum() < _FEWEST_MOMENTS:
        raise OptionsError(
            f"In “{clip.label}” the chosen angles are known together at {int(whole.sum())} moments; a comparison needs "
            f"{_FEWEST_MOMENTS}. Choose fewer joints, or a longer clip."
        )
    return MovementClip(clip.label, times[whole], {name: row[whole] for name, row in zip(names, table, strict=True)})
