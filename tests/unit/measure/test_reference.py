"""The reference shows where MediaPipe looked."""

import numpy as np

from holistic_core.engines.mediapipe import MediaPipeEngine
from holistic_core.measure.reference import ROI_STREAMS, Reference
from holistic_core.options import PARTS, DetectorOptions, FindOptions

FIND = FindOptions()


def test_static_reference_gives_what_the_engine_gives(portrait: np.ndarray) -> None:
    with Reference(FIND, static=True) as reference:
        frame = reference.process(portrait)
    expected = MediaPipeEngine(DetectorOptions(engine="mediapipe")).still(portrait, FIND)
    assert all(frame.result.part(part) == expected.part(part) for part in PARTS)
    assert frame.result.pose_world == expected.pose_world


def test_regions_hold_what_was_found_in_them(portrait: np.ndarray) -> None:
    with Reference(FIND, static=False) as reference:
        first, second = reference.process(portrait), reference.process(portrait)
    assert set(first.rois) == set(ROI_STREAMS)
    face, roi = first.result.face, first.rois["face_tracking"]
    assert face is not None
    assert roi is not None
    offsets = face.xy_px(first.result.image_size) - np.float32([roi.cx, roi.cy])
    assert np.abs(offsets).max() < roi.width / 2
    assert first.rois["pose_from_detector"] == first.rois["pose"]
    # The second frame asks no detector: it starts where the first one said.
    assert second.rois["pose_from_detector"] is None
    assert second.rois["pose"] == first.next_pose_roi


def test_previous_is_what_the_next_frame_may_be_tracked_from(portrait: np.ndarray) -> None:
    with Reference(FIND, static=False) as reference:
        frame = reference.process(portrait)
        nobody = reference.process(np.zeros_like(portrait))
    previous = frame.previous()
    assert set(previous) == {"left_hand", "right_hand", "face"}
    assert previous["face"] is not None
    assert frame.result.face is not None
    assert previous["face"].dtype == np.float64
    np.testing.assert_allclose(previous["face"], frame.result.face.xyz_norm[:, :2])
    assert nobody.result.parts_found == ()
    assert nobody.next_pose_roi is None
    assert set(nobody.previous().values()) == {None}


def test_closing_twice_is_fine() -> None:
    reference = Reference(FIND, static=True)
    reference.close()
    reference.close()


def test_options_reach_it(portrait: np.ndarray) -> None:
    with Reference(FindOptions(refine_face=True), static=True) as reference:
        face = reference.process(portrait).result.face
    assert face is not None
    assert len(face) == 478
