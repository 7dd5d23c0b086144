"""Pictures for tests that come with the project's own dependencies or are made on the spot."""

import cv2
import numpy as np

from ui.sample import sample_bytes

NOT_A_PICTURE = b"Dear diary, this is no picture at all, whatever its name says.\n" * 20


def portrait() -> bytes:
    """Somebody to be found, and other bytes than the sample: the coach mirrored, as PNG."""
    return _png(_sample_bgr()[:, ::-1])


def two_portraits() -> bytes:
    """Two people side by side, the left one larger."""
    large = _sample_bgr()
    height, width = large.shape[:2]
    canvas = np.full((height, 2 * width, 3), 128, np.uint8)
    canvas[:, :width] = large
    small = cv2.resize(large[:, ::-1], None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    canvas[height - small.shape[0] :, width + 60 : width + 60 + small.shape[1]] = small
    return _png(canvas)


def nobody() -> bytes:
    """A picture without anybody: a soft gradient."""
    ramp = np.linspace(40, 200, 320, dtype=np.float32)
    grey = np.repeat(ramp[None, :], 240, axis=0).astype(np.uint8)
    return _png(np.dstack([grey, grey, grey]))


def many_portraits(count: int) -> list[bytes]:
    """Portraits with different content each, as JPEG."""
    bgr = _sample_bgr()
    return [cv2.imencode(".jpg", bgr[shift:])[1].tobytes() for shift in range(count)]


def pixels(encoded: bytes) -> np.ndarray:
    """uint8 `(height, width, 3)` of an encoded picture."""
    return cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)


def _sample_bgr() -> np.ndarray:
    return pixels(sample_bytes())


def _png(bgr: np.ndarray) -> bytes:
    return cv2.imencode(".png", bgr)[1].tobytes()
