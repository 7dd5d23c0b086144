"""Eight-bit models compute nearly the same, and stay float where they are told to."""

from pathlib import Path

import numpy as np
import pytest

from holistic_core.coach.samples import still_jpeg
from holistic_core.engines.crop import RGB, crop
from holistic_core.engines.model import Model
from holistic_core.engines.model_anatomy import anatomy_of
from holistic_core.engines.model_cut import parsed_model
from holistic_core.engines.model_fold import folded_model
from holistic_core.engines.model_store import STORE
from holistic_core.geometry import Rect
from holistic_core.measure.precision_models import HAND, VARIANTS, calibrated_ranges, lowered_model
from holistic_core.media.pictures import read_picture

# The right hand of the picture, as the pipeline cuts it.
HAND_ROI = Rect(575, 290, 150, 150, 0.0)


@pytest.fixture(scope="module")
def folded() -> bytes:
    return folded_model(STORE.path(HAND).read_bytes())


@pytest.fixture(scope="module")
def hand() -> RGB:
    rgb = read_picture(still_jpeg("counting_five"), name="counting_five").rgb
    return crop(rgb, HAND_ROI, 224)


@pytest.fixture(scope="module")
def ranges(folded: bytes, hand: RGB) -> dict[int, tuple[float, float]]:
    return calibrated_ranges(folded, [hand, hand[:, ::-1]])


def outputs(content: bytes, hand: RGB, folder: Path) -> list[np.ndarray]:
    path = folder / "model.tflite"
    path.write_bytes(content)
    return [output.copy() for output in Model(path, threads=1, xnnpack=True).run(hand)]


def test_folding_changes_nothing(folded: bytes, hand: RGB, tmp_path: Path) -> None:
    stock = outputs(STORE.path(HAND).read_bytes(), hand, tmp_path)
    for one, other in zip(stock, outputs(folded, hand, tmp_path), strict=True):
        assert other == pytest.approx(one, abs=1e-3)
    assert "DEQUANTIZE" not in anatomy_of(tmp_path / "model.tflite").operators


@pytest.mark.parametrize("name", [name for name, variant in VARIANTS.items() if variant.kind != "float"])
def test_a_lowered_model_is_near_the_float_one(
    name: str, folded: bytes, hand: RGB, ranges: dict[int, tuple[float, float]], tmp_path: Path
) -> None:
    reference = outputs(folded, hand, tmp_path)[0].reshape(-1, 3)[:, :2]
    content = lowered_model(folded, VARIANTS[name], ranges)
    lowered = outputs(content, hand, tmp_path)[0].reshape(-1, 3)[:, :2]
    off = np.linalg.norm(lowered - reference, axis=1).mean() / np.ptp(reference, axis=0).max()
    assert 0 < off < 0.1
    weights = anatomy_of(tmp_path / "model.tflite").weights
    assert weights["INT8"] > 0
    assert ("FLOAT32" in weights) is (name != "int8")


def test_the_float_part_stays_float(folded: bytes, ranges: dict[int, tuple[float, float]], tmp_path: Path) -> None:
    def floats(name: str) -> int:
        path = tmp_path / f"{name}.tflite"
        path.write_bytes(lowered_model(folded, VARIANTS[name], ranges))
        return anatomy_of(path).weights.get("FLOAT32", 0)

    assert floats("int8") < floats("int8, float start and end") < floats("int8, second half float")


def test_ranges_hold_what_was_seen(folded: bytes, hand: RGB, ranges: dict[int, tuple[float, float]]) -> None:
    graph = parsed_model(folded).subgraphs[0]
    low, high = ranges[int(graph.inputs[0])]
    assert (low, high) == pytest.approx((hand.min() / 255, hand.max() / 255))
    assert all(int(output) in ranges for output in graph.outputs)
    assert all(low <= high for low, high in ranges.values())
