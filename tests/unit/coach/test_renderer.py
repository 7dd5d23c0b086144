"""From a pose to a picture: the same every time, clean at its edges, and lit as the scene says."""

from dataclasses import replace

import numpy as np
import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.landmarks import body_landmarks_m
from holistic_core.coach.pose import Arm, Leg, Pose, Trunk
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.scene import Light, Scene
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.errors import OptionsError
from holistic_core.measure.coach_speed import LEAST_PSNR_DB, psnr_db

SMALL = Scene(image_size=(120, 160), noise=0.0)
_LEG = Leg(hip_deg=70, plane_deg=75, rotation_deg=20, knee_deg=68, toes_out_deg=20)
_ARM = Arm(shoulder_deg=85, plane_deg=90)
SQUAT = Pose(Trunk(lean_deg=38), _ARM, _ARM, _LEG, _LEG)


def picture(scene: Scene = SMALL, pose: Pose | None = None, frame: int = 0) -> np.ndarray:
    return Renderer(scene).render(pose or Pose(), frame=frame)


def without_figure(scene: Scene) -> np.ndarray:
    """The figure is far beside the picture."""
    return picture(scene, Pose(pelvis_m=(9.0, 1.0, -9.0)))


def test_a_picture_is_rgb_of_the_scenes_size() -> None:
    found = picture()
    assert found.shape == (160, 120, 3)
    assert found.dtype == np.uint8
    assert found.std() > 20


def test_the_same_scene_and_pose_give_the_same_picture() -> None:
    scene = replace(SMALL, noise=3.0, seed=5)
    np.testing.assert_array_equal(picture(scene, SQUAT, 7), picture(scene, SQUAT, 7))
    renderer = Renderer(scene)
    first = renderer.render(Pose(), frame=1)
    renderer.render(SQUAT, frame=2)
    np.testing.assert_array_equal(renderer.render(Pose(), frame=1), first)
    np.testing.assert_array_equal(renderer.render_skeleton(skeleton_of(Pose(), scene.figure), frame=1), first)


def test_the_figure_is_where_its_landmarks_are() -> None:
    changed = np.abs(picture().astype(int) - without_figure(SMALL)).max(axis=2) > 10
    xy_px, _ = SMALL.camera.view(SMALL.image_size).project(body_landmarks_m(skeleton_of(Pose(), SMALL.figure)))
    inside = changed[xy_px[:, 1].astype(int), xy_px[:, 0].astype(int)]
    assert inside.mean() > 0.8
    rows, columns = np.nonzero(changed)
    assert rows.min() < xy_px[:, 1].min() + 2
    assert columns.max() > xy_px[:, 0].max() - 4


def test_noise_is_as_strong_as_said_and_another_in_every_frame() -> None:
    scene = replace(SMALL, noise=4.0)
    clean, one, other = picture().astype(float), picture(scene, frame=1), picture(scene, frame=2)
    assert (one - clean).std() == pytest.approx(4.0, rel=0.05)
    assert (one - clean).mean() == pytest.approx(0, abs=0.1)
    assert np.corrcoef((one - clean).ravel(), (other - clean).ravel())[0, 1] < 0.05
    assert not np.array_equal(one, picture(replace(scene, seed=1), frame=1))


def test_blur_smooths_the_picture() -> None:
    def roughness(rgb: np.ndarray) -> float:
        return float(np.abs(np.diff(rgb.astype(float), axis=1)).mean())

    assert roughness(picture(replace(SMALL, blur_px=2.0))) < 0.7 * roughness(picture())


def test_less_light_is_a_darker_picture() -> None:
    means = [picture(replace(SMALL, light=Light(brightness))).mean() for brightness in (0.02, 0.1, 0.4, 1.0, 1.5)]
    assert means == sorted(means)
    assert means[0] < 30
    assert means[-1] > 120
    assert picture(replace(SMALL, light=Light(1.5))).min() < 60  # bright is not washed out


def test_the_figure_is_lit_from_where_the_light_stands() -> None:
    def sides(azimuth: float) -> float:
        """How much brighter the shirt's right half is, in the picture, than its left half."""
        chest = picture(replace(SMALL, light=Light(1, azimuth, 20)))[50:60, 48:72].astype(float)
        return float(chest[:, 12:].mean() - chest[:, :12].mean())

    assert sides(80) > 4 > -4 > sides(-80)


def test_the_figure_throws_a_shadow_on_the_floor() -> None:
    """Light from the person's right and above: the picture's right lower part is darker than without the figure."""
    scene = replace(SMALL, light=Light(1, -80, 50))
    empty, found = without_figure(scene).astype(int), picture(scene).astype(int)
    lost = (empty - found)[138:152, 75:115]
    assert lost.max() > 20
    np.testing.assert_array_equal(found[:20], empty[:20])


@pytest.mark.parametrize("azimuth", [-180, -120, -60, 0, 60, 120])
def test_the_figure_is_seen_from_everywhere(azimuth: float) -> None:
    scene = replace(SMALL, camera=Camera(azimuth_deg=azimuth))
    changed = np.abs(picture(scene).astype(int) - without_figure(scene)).max(axis=2) > 30
    assert 0.03 < changed.mean() < 0.3


def test_a_figure_that_reaches_behind_the_camera_is_cut_off() -> None:
    """The nearest camera, and a figure that stands around it: what is behind the lens is left out."""
    scene = replace(SMALL, camera=Camera(distance_m=1.2))
    for z in (1.1, 1.25, 1.5):
        assert np.isfinite(picture(scene, Pose(pelvis_m=(0.0, 1.0, z)))).all()


@pytest.mark.parametrize("supersampling", [0, 9, 1.5])
def test_a_bad_number_of_samples_is_named(supersampling: int) -> None:
    with pytest.raises(OptionsError, match="supersampling"):
        Renderer(SMALL, supersampling=supersampling)


@pytest.mark.parametrize("azimuth", [0, 90])
def test_edges_are_clean_in_a_deep_squat(azimuth: float) -> None:
    """Against four times as many samples along each axis, each of them shaded."""
    scene = replace(SMALL, camera=Camera(azimuth_deg=azimuth))
    reference = Renderer(scene, supersampling=8, every_sample=True).render(SQUAT)
    assert psnr_db(Renderer(scene).render(SQUAT), reference) >= LEAST_PSNR_DB + 6
    # The measure can tell: without anti-aliasing it is much worse.
    assert (
        psnr_db(Renderer(scene, supersampling=1).render(SQUAT), reference)
        < psnr_db(Renderer(scene).render(SQUAT), reference) - 3
    )


@pytest.mark.slow
def test_edges_are_clean_at_full_size() -> None:
    scene = Scene(noise=0.0)
    reference = Renderer(scene, supersampling=8, every_sample=True).render(SQUAT)
    assert psnr_db(Renderer(scene).render(SQUAT), reference) >= 40
