"""The score's properties on the coach's clips: itself, itself at another tempo, half of it, and other movements."""

import itertools
import math
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import OptionsError
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.comparison import SCORE_MEANING, compared

NAN = float("nan")
BODY = [f"{side}_{joint}" for joint in ("shoulder", "elbow", "hip", "knee") for side in ("left", "right")]
TIMES = np.arange(101) / 25


def truth(name: str) -> MovementClip:
    return MovementClip.of_truth(name, sample_truth(name), BODY, in_space=True)


def stretched(clip: MovementClip, factor: float) -> MovementClip:
    return MovementClip(clip.label, clip.times_s * factor, clip.angles_deg)


def clip(times_s: Any, **angles_deg: Any) -> MovementClip:
    return MovementClip.of_arrays("clip", np.asarray(times_s, float), {k: np.asarray(v) for k, v in angles_deg.items()})


@pytest.mark.parametrize("name", SAMPLES)
def test_every_movement_is_itself(name: str) -> None:
    same = compared(truth(name), truth(name))
    assert same.score == pytest.approx(100, abs=1e-6)
    assert (same.path[:, 0] == same.path[:, 1]).all() and same.tempo == 1
    assert set(same.difference_deg) == set(same.names) == set(BODY)


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("name", ["squat_side", "jumping_jack_front", "curl_front"])
def test_another_tempo_changes_little(name: str, factor: float) -> None:
    slower = compared(truth(name), stretched(truth(name), factor))
    assert slower.score > 93
    assert slower.tempo == pytest.approx(factor, rel=0.02)


@pytest.mark.slow
def test_the_score_ranks_movements_as_people_would() -> None:
    """Half a squat is most of a squat; a lunge bends the same joints less alike; arms are something else."""
    squat = truth("squat_side")
    scores = {name: compared(squat, truth(name)).score for name in SAMPLES}
    assert scores["squat_side"] > scores["squat_shallow"] > scores["lunge_three_quarter"] > scores["curl_front"]
    assert 65 < scores["squat_shallow"] < 85


@pytest.mark.slow
def test_other_movements_score_clearly_lower_than_half_of_the_same_one() -> None:
    half = compared(truth("squat_side"), truth("squat_shallow")).score
    pairs = [pair for pair in itertools.combinations(SAMPLES, 2) if not all(name.startswith("squat") for name in pair)]
    for one, other in pairs:
        assert compared(truth(one), truth(other)).score < half - 15, (one, other)


def test_trembling_landmarks_cost_little() -> None:
    squat = truth("squat_side")
    rng = np.random.default_rng(8)
    noisy = {name: degrees + rng.normal(0, 4, len(degrees)) for name, degrees in squat.angles_deg.items()}
    assert 80 < compared(squat, MovementClip.of_arrays("noisy", squat.times_s, noisy)).score < 95


def test_the_order_of_clips_does_not_matter() -> None:
    there, back = (compared(*pair) for pair in itertools.permutations((truth("squat_side"), truth("squat_shallow"))))
    assert there.score == pytest.approx(back.score, abs=0.5)
    assert there.tempo == pytest.approx(1 / back.tempo)


def test_the_score_is_what_its_sentence_says() -> None:
    """A wave of ±40° and the same 8° higher: no alignment helps at its ends, where it turns."""
    wave = 100 + 40 * np.sin(math.pi * TIMES)
    told = compared(clip(TIMES, left_knee=wave), clip(TIMES, left_knee=wave + 8))
    moved = np.abs(wave - wave.mean()).mean()
    assert told.score == pytest.approx(100 * (1 - told.mean_difference_deg / moved))
    path_deg = wave[told.path[:, 0]] - (wave + 8)[told.path[:, 1]]
    assert told.mean_difference_deg == pytest.approx(np.abs(path_deg).mean()) == told.difference_deg["left_knee"]
    assert "100 is the same movement" in SCORE_MEANING


def test_standing_still_is_like_standing_still_and_nothing_like_a_squat() -> None:
    still = clip(TIMES, left_knee=np.full(101, 172.0))
    assert compared(still, clip(TIMES, left_knee=np.full(101, 171.0))).score == pytest.approx(80)
    squat = truth("squat_side")
    assert compared(squat, clip(TIMES, left_knee=np.full(101, 172.0)), ["left_knee"]).score < 15


def test_the_other_is_told_at_the_moments_of_the_first() -> None:
    one = clip([0, 0.04, 0.08, 0.12, 0.16], left_knee=[170, 150, 100, 150, 170])
    other = clip(np.arange(7) * 0.04, left_knee=[170, 150, 100, 104, 100, 150, 170])
    told = compared(one, other)
    np.testing.assert_allclose(told.aligned_deg("left_knee"), [170, 150, 304 / 3, 150, 170])


def test_angles_that_are_seldom_known_are_left_out_and_named() -> None:
    squat = truth("squat_side")
    hidden = dict(squat.angles_deg)
    hidden["right_knee"] = np.where(np.arange(len(squat.times_s)) % 5 < 2, hidden["right_knee"], NAN)
    hidden["left_elbow"] = np.full(len(squat.times_s), NAN)
    told = compared(squat, MovementClip.of_arrays("hidden", squat.times_s, hidden))
    assert told.left_out == ("left_elbow", "right_knee")
    assert len(told.names) == 6 and told.score == pytest.approx(100, abs=1e-6)


def test_gaps_do_not_count() -> None:
    squat = truth("squat_side")
    gapped = {name: degrees.copy() for name, degrees in squat.angles_deg.items()}
    for degrees in gapped.values():
        degrees[40:75] = NAN  # 1.75 s
    clip_with_gap = MovementClip.of_arrays("gapped", squat.times_s, gapped)
    told = compared(clip_with_gap, clip_with_gap)
    assert told.score == pytest.approx(100, abs=1e-6)
    assert not ((told.one.times_s > 1.96) & (told.one.times_s < 3.74)).any()
    # What is missing are the way down and the bottom of one squat of two, and the other clip has them.
    assert 60 < compared(clip_with_gap, squat).score < 90


def test_a_pause_without_frames_is_no_movement() -> None:
    times = np.concatenate([np.arange(25) / 25, 30 + np.arange(25) / 25])
    angles = np.concatenate([np.full(25, 170.0), np.full(25, 90.0)])
    told = compared(clip(times, left_knee=angles), clip(times, left_knee=angles))
    assert set(told.one.angles_deg["left_knee"].tolist()) == {170.0, 90.0}


def test_an_hour_is_compared_at_a_thousand_moments() -> None:
    times = np.arange(36_000) / 10
    told = compared(*(clip(times, left_knee=100 + 40 * np.sin(times / rate)) for rate in (300, 310)))
    assert len(told.one.times_s) == len(told.other.times_s) == 1000


@pytest.mark.parametrize(
    ("other", "names", "words"),
    [
        (clip(TIMES, right_knee=TIMES), None, "None of the chosen angles is known"),
        (clip(TIMES, left_knee=np.full(101, NAN)), None, "None of the chosen angles"),
        (clip([], left_knee=[]), None, "None of the chosen angles"),
        (clip(TIMES, left_knee=TIMES), ["tail"], "no angle 'tail'"),
        (clip([0, 0.04, 0.08], left_knee=[1, 2, 3]), None, "“clip” the chosen angles are known together at 3 moments"),
        (clip([1.0], left_knee=[1]), None, "at 1 moments"),
    ],
)
def test_what_cannot_be_compared_is_refused(other: MovementClip, names: list[str] | None, words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        compared(clip(TIMES, left_knee=TIMES), other, names)
