from dataclasses import replace

import numpy as np
import pytest

from holistic_core.drawing import DrawOptions
from holistic_core.errors import ImageError
from holistic_core.options import BODY, FindOptions
from tests.own_pictures import NOT_A_PICTURE, nobody, pixels, portrait
from ui.bounded import Bounded
from ui.findings import Findings, without_mask
from ui.picture_input import Source
from ui.settings import Settings

PORTRAIT = Source.of("portrait.png", portrait())
BODY_ONLY = Settings(find=FindOptions(parts=BODY))


def test_the_same_question_is_answered_from_memory() -> None:
    findings = Findings()
    first = findings.find(PORTRAIT, BODY_ONLY)
    assert findings.known(PORTRAIT, BODY_ONLY)
    assert findings.find(Source.of("other name.png", PORTRAIT.data), BODY_ONLY) is first
    assert findings.find(PORTRAIT, replace(BODY_ONLY, draw=DrawOptions(numbers=True))) is first
    assert not findings.known(PORTRAIT, Settings())


def test_a_file_that_cannot_be_read_is_refused_again_without_reading() -> None:
    findings, source = Findings(), Source.of("notes.jpg", NOT_A_PICTURE)
    with pytest.raises(ImageError) as first:
        findings.find(source, BODY_ONLY)
    assert findings.known(source, BODY_ONLY)
    with pytest.raises(ImageError) as second:
        findings.find(source, BODY_ONLY)
    assert str(first.value) == str(second.value)


def test_nobody_is_a_finding_without_people() -> None:
    finding = Findings().find(Source.of("wall.png", nobody()), BODY_ONLY)
    assert finding.people == () and finding.image_size == (320, 240) and finding.total_ms > 0


def test_the_overlay_follows_the_drawing_options() -> None:
    findings = Findings()
    plain = pixels(findings.original_jpeg(PORTRAIT)).astype(int)
    overlay = pixels(findings.overlay_jpeg(PORTRAIT, BODY_ONLY)).astype(int)
    assert plain.shape == overlay.shape
    assert (np.abs(plain - overlay).max(axis=2) > 60).sum() > 500
    thick = findings.overlay_jpeg(PORTRAIT, replace(BODY_ONLY, draw=DrawOptions(thickness=3.0)))
    assert (np.abs(pixels(thick).astype(int) - overlay).max(axis=2) > 60).sum() > 500


def test_the_download_has_the_size_of_the_picture() -> None:
    assert Findings().annotated(PORTRAIT, BODY_ONLY).shape == pixels(PORTRAIT.data).shape


def test_the_x_ray_shows_every_model_that_ran() -> None:
    trace = Findings().x_ray(PORTRAIT, Settings())
    assert {"pose_detector", "pose_landmarks", "face_landmarks"} <= {call.stage for call in trace.calls}


def test_the_memory_has_a_budget_and_keeps_the_newest() -> None:
    bounded = Bounded[bytes](100, len)
    for name in "abc":
        bounded.get(name, lambda: bytes(40))
    assert "a" not in bounded and "b" in bounded and "c" in bounded
    bounded.get("b", lambda: pytest.fail("it was there"))
    bounded.get("d", lambda: bytes(40))
    assert "c" not in bounded and "b" in bounded, "the least recently used one goes"
    bounded.get("huge", lambda: bytes(1000))
    assert "huge" in bounded and "b" not in bounded
    bounded.get("small", lambda: bytes(1))
    assert "huge" not in bounded and "small" in bounded


def test_many_pictures_are_looked_at_without_masks() -> None:
    settings = Settings(find=FindOptions(segmentation=True), draw=DrawOptions(background="blurred"))
    light = without_mask(settings)
    assert not light.find.segmentation and light.draw.background == "picture"
    black = Settings(draw=DrawOptions(background="black"))
    assert without_mask(black) == black
