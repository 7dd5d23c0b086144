"""Filters against what is known of them: sine waves of known frequency, injected outliers, gaps, uneven times."""

import itertools
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from holistic_core.errors import OptionsError
from holistic_core.filters import OneEuro
from holistic_core.movement.filter_settings import FILTER_KINDS, FilterSettings
from holistic_core.movement.smoothing import filtered, filtered_all, outliers

Values = npt.NDArray[np.float64]
NAN = float("nan")
RATE_HZ = 30.0
EVEN = np.arange(600) / RATE_HZ
# Frames that come 40 % early or late, as those of a phone do, and some that are missing.
UNEVEN = np.delete(EVEN + np.random.default_rng(1).uniform(-0.4, 0.4, 600) / RATE_HZ, np.arange(7, 600, 19))
SMOOTHING = pytest.mark.parametrize("kind", ["one_euro", "butterworth", "median"])
PURE = {"outliers": False}


def wave(times_s: Values, frequency_hz: float, amplitude_deg: float = 40.0) -> Values:
    return 100 + amplitude_deg * np.sin(2 * math.pi * frequency_hz * times_s)


def gain(times_s: Values, before: Values, after: Values) -> float:
    """How much of a wave is left, away from the ends."""
    inner = (times_s > 3) & (times_s < times_s[-1] - 3)
    return float(np.std(after[inner]) / np.std(before[inner]))


@pytest.mark.parametrize("order", [1, 2, 4])
@pytest.mark.parametrize("cutoff_hz", [2.0, 4.0, 8.0])
def test_butterworth_weakens_its_cutoff_by_3_db_and_every_other_frequency_by_its_formula(
    cutoff_hz: float, order: int
) -> None:
    settings = FilterSettings("butterworth", cutoff_hz=cutoff_hz, order=order, **PURE)
    # Two passes of a filter whose own cut-off is higher by `each`, as of the analogue filter behind the digital one.
    each = (math.sqrt(2) - 1) ** (1 / (2 * order))
    for share in (0.25, 1.0, 1.5):
        before = wave(EVEN, share * cutoff_hz)
        ratio = math.tan(math.pi * share * cutoff_hz / RATE_HZ) / math.tan(math.pi * cutoff_hz / RATE_HZ)
        expected = 1 / (1 + (ratio * each) ** (2 * order))
        assert gain(EVEN, before, filtered(EVEN, before, settings)) == pytest.approx(expected, abs=0.01)
        if share == 1.0:
            assert expected == pytest.approx(1 / math.sqrt(2))


@pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
def test_butterworth_has_no_delay_and_removes_what_is_fast(times: Values) -> None:
    slow, fast = wave(times, 0.5), wave(times, 9.0, 6.0) - 100
    smooth = filtered(times, slow + fast, FilterSettings("butterworth", **PURE))
    inner = slice(30, -30)
    assert np.abs(smooth - slow)[inner].mean() < (0.2 if times is EVEN else 0.9)
    assert np.abs(fast)[inner].mean() > 3.5
    # Moved by a frame to either side it fits worse: it is not late.
    fits = [float(np.abs(np.roll(smooth, by) - slow)[inner].mean()) for by in (-1, 0, 1)]
    assert fits[1] == min(fits)


def test_one_euro_lags_and_butterworth_which_is_the_default_does_not() -> None:
    before = wave(EVEN, 0.5)
    lags = []
    for settings in (FilterSettings("one_euro", **PURE), FilterSettings(**PURE)):
        after = filtered(EVEN, before, settings)
        fits = [float(np.abs(np.roll(after, -by) - before)[60:-60].mean()) for by in range(-10, 11)]
        lags.append(int(np.argmin(fits)) - 10)
    assert lags[0] > 0, "it knows only the past"
    assert lags[1] == 0 and FilterSettings().kind == "butterworth"


def test_uneven_times_are_taken_as_they_are() -> None:
    """A 0.5 Hz wave sampled at 10 fps, then at 30: with an assumed rate the first part would be a wave of 1.5 Hz."""
    times = np.concatenate([np.arange(100) / 10, 10 + np.arange(300) / 30])
    before = wave(times, 0.5)
    after = filtered(times, before, FilterSettings("butterworth", cutoff_hz=1.5, **PURE))
    for part in (slice(20, 90), slice(120, 370)):
        assert np.abs(after - before)[part].mean() < 1.0


def test_rare_frames_that_show_nothing_fast_stay_as_they_are() -> None:
    times = np.arange(50) / 5
    before = wave(times, 0.3)
    np.testing.assert_array_equal(filtered(times, before, FilterSettings("butterworth", cutoff_hz=4.0, **PURE)), before)


def test_one_euro_is_that_of_the_paper_at_true_times() -> None:
    settings = FilterSettings("one_euro", min_cutoff_hz=2.0, beta=0.1, **PURE)
    times, values = UNEVEN[:40], wave(UNEVEN[:40], 1.0)
    reference = OneEuro(2.0, 0.1)
    expected = [float(reference(np.array([value]), time)[0]) for time, value in zip(times, values, strict=True)]
    np.testing.assert_allclose(filtered(times, values, settings), expected)
    assert expected[1] != values[1]


def test_one_euro_calms_a_joint_at_rest() -> None:
    noise = np.random.default_rng(2).normal(0, 3, len(EVEN))
    calm = filtered(EVEN, 120 + noise, FilterSettings("one_euro", min_cutoff_hz=0.5, beta=0.0, **PURE))
    assert np.std(calm[60:]) < 0.45 * np.std(noise)


@pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
def test_a_median_keeps_a_step_and_drops_a_spike(times: Values) -> None:
    step = np.where(times < 10, 60.0, 150.0)
    spiked = step.copy()
    spiked[[100, 400]] += 80
    smooth = filtered(times, spiked, FilterSettings("median", window_s=0.2, **PURE))
    away = np.abs(times - 10) > 0.15
    np.testing.assert_allclose(smooth[away], step[away], atol=1e-9)


def test_a_median_is_that_of_its_window() -> None:
    times, values = np.arange(9) / 10, np.array([5, 1, 9, 2, 8, 3, 7, 4, 6.0])
    smooth = filtered(times, values, FilterSettings("median", window_s=0.2, **PURE))
    expected = [np.median(values[place - 1 : place + 2]) for place in range(1, 8)]
    np.testing.assert_array_equal(smooth[1:-1], expected)


@pytest.mark.parametrize("times", [EVEN, UNEVEN], ids=["even", "uneven"])
@pytest.mark.parametrize("by_deg", [25.0, -25.0])
def test_outliers_are_found_all_and_nothing_else(times: Values, by_deg: float) -> None:
    values = wave(times, 0.5) + np.random.default_rng(3).normal(0, 0.3, len(times))
    wrong = np.array([3, 50, 51, 200, 333, len(times) - 4])
    values[wrong] += by_deg
    found = outliers(times, values, 0.5, 3.0)
    assert set(wrong) <= set(np.flatnonzero(found).tolist())
    assert found.sum() <= len(wrong) + 0.01 * len(times)


def test_an_outlier_is_told_by_the_median_absolute_deviation() -> None:
    """By hand. Medians of the three chords around places 3-9: 2, 2, 2, 0, 2, 2, 2; bends: -2, 2, -6, 20, 2, -6, -2.

    The median of these is -2, their deviations are 0, 4, 4, 22, 4, 4, 0, and 22 / (4 / 0.6745) = 3.71.
    """
    times, values = np.arange(13) / 10, np.array([0, 0, 0, 0, 4, -4, 20, 4, -4, 0, 0, 0, 0.0])
    found = [np.flatnonzero(outliers(times, values, 0.6, sigmas)).tolist() for sigmas in (3.7, 3.72)]
    assert found == [[6], []]


@pytest.mark.parametrize(("rate_hz", "found"), [(30, [10]), (12, [10]), (11, [])])
def test_rare_frames_are_not_judged(rate_hz: float, found: list[int]) -> None:
    values = np.full(21, 90.0)
    values[10] = 20.0
    assert np.flatnonzero(outliers(np.arange(21) / rate_hz, values, 0.5, 3.0)).tolist() == found


def test_trembling_below_3_degrees_is_never_an_outlier() -> None:
    values = np.full(50, 90.0)
    values[20], values[30] = 92.9, 93.1
    assert np.flatnonzero(outliers(np.arange(50) / 30, values, 0.5, 3.0)).tolist() == [30]


def test_hampel_replaces_outliers_from_their_neighbours_and_leaves_the_rest_bit_by_bit() -> None:
    values = wave(EVEN, 0.4)
    spiked = values.copy()
    wrong = [40, 222, 223, 500]
    spiked[wrong] = 20.0
    mended = filtered(EVEN, spiked, FilterSettings("hampel"))
    assert np.abs(mended - values)[wrong].max() < 1.0
    others = np.delete(np.arange(600), wrong)
    np.testing.assert_array_equal(mended[others], values[others])
    unfilled = filtered(EVEN, spiked, FilterSettings("hampel", max_gap_s=0.0))
    assert np.flatnonzero(np.isnan(unfilled)).tolist() == wrong


@SMOOTHING
def test_outliers_go_before_smoothing_smears_them(kind: Any) -> None:
    values = wave(EVEN, 0.4)
    spiked = values.copy()
    spiked[[150, 300]] = 10.0
    with_chain, without = (
        np.abs(filtered(EVEN, spiked, FilterSettings(kind, outliers=chosen)) - values)[100:350].max()
        for chosen in (True, False)
    )
    assert with_chain < 8.0
    assert with_chain < without or kind == "median"  # which drops single spikes by itself


@SMOOTHING
def test_long_gaps_stay_and_what_is_beyond_them_does_not_matter(kind: Any) -> None:
    values = wave(UNEVEN, 0.5)
    values[200:230], values[:5], values[300:303] = NAN, NAN, NAN
    settings = FilterSettings(kind, max_gap_s=0.3)
    whole = filtered(UNEVEN, values, settings)
    assert np.isnan(whole[200:230]).all() and np.isnan(whole[:5]).all()
    assert np.isfinite(np.delete(whole, np.r_[0:5, 200:230])).all(), "the short gap is filled"
    changed = values.copy()
    changed[230:] = 10.0
    np.testing.assert_array_equal(filtered(UNEVEN, changed, settings)[:200], whole[:200])


@pytest.mark.parametrize("kind", FILTER_KINDS)
@pytest.mark.parametrize("values", [[], [NAN, NAN], [90.0], [90.0, 91.0, NAN, 92.0], [80.0] * 5])
def test_hardly_any_frames_are_fine(kind: Any, values: list[float]) -> None:
    times = np.arange(len(values)) / 30
    out = filtered(times, np.array(values), FilterSettings(kind))
    assert out.shape == (len(values),)
    known = np.array(values)[np.isfinite(values)]
    if len(known) and kind != "butterworth":  # which may swing beyond them
        assert known.min() - 1e-9 <= np.nanmin(out) and np.nanmax(out) <= known.max() + 1e-9


@pytest.mark.parametrize("kind", FILTER_KINDS)
def test_the_input_is_left_alone_and_a_constant_stays_one(kind: Any) -> None:
    values = np.full(len(UNEVEN), 77.0, np.float32)
    out = filtered(UNEVEN, values, FilterSettings(kind))
    np.testing.assert_allclose(out, 77.0, atol=1e-6)
    assert out is not values and (values == 77.0).all()


def test_none_changes_nothing() -> None:
    values = wave(EVEN, 3.0)
    values[[10, 11, 100]] = NAN, 5.0, 180.0
    np.testing.assert_array_equal(filtered(EVEN, values, FilterSettings("none")), values)


def test_columns_are_filtered_one_by_one() -> None:
    table = np.stack([wave(EVEN, 0.5), wave(EVEN, 2.0), np.full(600, NAN)], axis=1)
    out = filtered_all(EVEN, table, FilterSettings())
    for number in range(3):
        np.testing.assert_array_equal(out[:, number], filtered(EVEN, table[:, number], FilterSettings()))
    assert filtered_all(EVEN, np.empty((600, 0)), FilterSettings()).shape == (600, 0)


def test_times_that_go_back_are_refused() -> None:
    with pytest.raises(OptionsError, match="times must be numbers that increase"):
        filtered(EVEN[::-1], wave(EVEN, 1.0), FilterSettings())


def test_filters_differ() -> None:
    noisy = wave(EVEN, 1.0) + np.random.default_rng(4).normal(0, 3, 600)
    results = [filtered(EVEN, noisy, FilterSettings(kind)) for kind in FILTER_KINDS if kind != "hampel"]
    assert all(np.abs(one - other).max() > 0.5 for one, other in itertools.combinations(results, 2))
