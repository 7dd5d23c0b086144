"""Agreement of two series, against numbers computed by hand and from tables."""

import math

import numpy as np
import pytest

from holistic_core.agreement import agreement, differences, does_wrap, student_t_975
from holistic_core.angles import ANGLES
from holistic_core.errors import OptionsError

NAN = math.nan


def test_hand_computed() -> None:
    # Differences 1, 2, 3, -2: mean 1, squares 18, sum of squared deviations 0 + 1 + 4 + 9 = 14.
    found = agreement([10, 20, 30, 40], [11, 22, 33, 38])
    sd = math.sqrt(14 / 3)
    assert (found.n, found.missing, found.without_truth) == (4, 0, 0)
    assert found.bias == pytest.approx(1.0)
    assert found.sd == pytest.approx(sd)
    assert found.mae == pytest.approx(2.0)
    assert found.rmse == pytest.approx(math.sqrt(18 / 4))
    assert found.median_absolute == pytest.approx(2.0)
    assert found.p95_absolute == pytest.approx(2.85)  # between 2 and 3 of 1, 2, 2, 3, at 0.95 × 3 = 2.85 steps
    assert found.limits == pytest.approx((1 - 1.96 * sd, 1 + 1.96 * sd))
    # t(3) = 3.182 in every table.
    assert found.bias_interval == pytest.approx((1 - 3.182 * sd / 2, 1 + 3.182 * sd / 2), rel=3e-3)
    half = 3.182 * math.sqrt(3) * sd / 2
    assert found.upper_interval == pytest.approx((1 + 1.96 * sd - half, 1 + 1.96 * sd + half), abs=0.02)
    assert found.lower_interval == pytest.approx((1 - 1.96 * sd - half, 1 - 1.96 * sd + half), abs=0.02)
    # Deviations −15, −5, 5, 15 and −15, −4, 7, 12: products 460, squares 500 and 434.
    assert found.correlation == pytest.approx(460 / math.sqrt(500 * 434))


def test_bland_and_altmans_own_example() -> None:
    """Peak expiratory flow of 17 people (The Lancet 1986, table 1): bias −2.1 l/min, sd 38.8, limits −79.7 to 75.5.

    The paper rounds 1.96 to 2; its intervals are −22.0 to 17.8 and, for the limits, −114.3 to −45.1 and 40.9 to 110.1.
    """
    wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    found = agreement(mini, wright)
    assert found.bias == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert found.limits == pytest.approx((-78.1, 73.9), abs=0.1)
    assert found.bias_interval == pytest.approx((-22.0, 17.8), abs=0.1)
    assert found.upper_interval[1] - found.limits[1] == pytest.approx(110.1 - 75.5, abs=0.3)
    assert found.correlation == pytest.approx(0.94, abs=0.005)


def test_missing_pairs_are_left_out_and_counted() -> None:
    found = agreement([10, NAN, 30, NAN, 50], [11, 22, NAN, NAN, 49])
    assert (found.n, found.missing, found.without_truth) == (2, 1, 2)
    assert found.bias == pytest.approx(0.0)
    assert found.mae == pytest.approx(1.0)


def test_signed_angles_wrap() -> None:
    truth, measured = [179, -179, 10, 0], [-179, 179, 20, 180]
    assert differences(truth, measured, wraps=True).tolist() == pytest.approx([2, -2, 10, 180])
    assert differences(truth, measured).tolist() == pytest.approx([-358, 358, 10, 180])
    near = agreement([175, 178, -179, -176], [176, 179, -178, -175], wraps=True)
    assert near.bias == pytest.approx(1.0)
    assert near.correlation == pytest.approx(1.0)
    assert [each.name for each in ANGLES if does_wrap(each)] == ["trunk_lean"]


def test_too_few_pairs_are_not_made_up() -> None:
    nothing, one = agreement([NAN], [1.0]), agreement([1.0], [3.0])
    assert (nothing.n, nothing.without_truth) == (0, 1)
    assert math.isnan(nothing.bias) and math.isnan(nothing.mae) and math.isnan(nothing.p95_absolute)
    assert one.bias == one.mae == one.rmse == pytest.approx(2.0)
    assert math.isnan(one.sd) and math.isnan(one.limits[0]) and math.isnan(one.correlation)


def test_a_constant_series_has_no_correlation() -> None:
    assert math.isnan(agreement([5.1] * 6, np.arange(6)).correlation)
    assert math.isnan(agreement(np.arange(6), [0.3] * 6).correlation)


def test_lengths_must_fit() -> None:
    with pytest.raises(OptionsError, match="2 measured values for 3"):
        agreement([1, 2, 3], [1, 2])


@pytest.mark.parametrize(
    ("degrees_of_freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (10, 2.2281), (30, 2.0423), (1000, 1.9623)],
)
def test_students_t(degrees_of_freedom: int, quantile: float) -> None:
    assert student_t_975(degrees_of_freedom) == pytest.approx(quantile, rel=2e-3)


def test_students_t_needs_a_degree_of_freedom() -> None:
    with pytest.raises(OptionsError):
        student_t_975(0)
