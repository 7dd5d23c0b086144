"""What the host says about the REST interface; the table of all settings is `holistic_core/configuration.py`."""

from dataclasses import dataclass, replace
from typing import Self

from holistic_core.configuration import Given, read
from holistic_core.media.limits import PictureLimits


@dataclass(frozen=True)
class RestSettings:
    """keys: of which a program has to send one; empty when everybody may ask. origins: pages that may ask, `*` for all.

    body_bytes, batch_bytes: largest body with one and with several pictures. held_bytes: all bodies together.
    """

    enabled: bool
    keys: tuple[str, ...]
    origins: tuple[str, ...]
    body_bytes: int
    batch_bytes: int
    batch_files: int
    held_bytes: int
    uploads: int
    queue: int
    timeout_s: float

    @classmethod
    def from_host(cls, given: Given | None = None) -> Self:
        """As the host has set it; OptionsError names a variable that is wrong. given: instead of the environment."""
        return cls(
            enabled=read("HOLISTIC_REST", given),
            keys=read("HOLISTIC_API_KEYS", given),
            origins=read("HOLISTIC_CORS_ORIGINS", given),
            body_bytes=int(read("HOLISTIC_REST_MB", given) * 1e6),
            batch_bytes=int(read("HOLISTIC_REST_BATCH_MB", given) * 1e6),
            batch_files=read("HOLISTIC_REST_BATCH_FILES", given),
            held_bytes=int(read("HOLISTIC_REST_MEMORY_MB", given) * 1e6),
            uploads=read("HOLISTIC_REST_UPLOADS", given),
            queue=read("HOLISTIC_REST_QUEUE", given),
            timeout_s=read("HOLISTIC_REST_TIMEOUT_S", given),
        )

    @property
    def picture_limits(self) -> PictureLimits:
        """Limits of one picture, whose file may be as large as the host allows."""
        return replace(PictureLimits(), max_bytes=self.body_bytes)
