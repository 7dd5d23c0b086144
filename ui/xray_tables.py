"""What the X-ray found as data frames."""

from collections.abc import Sequence

import pandas as pd

from holistic_core.trace import TrackingChoice
from ui.texts import text


def tracking_table(frames: Sequence[Sequence[TrackingChoice]]) -> pd.DataFrame:
    """One row a frame and part: what was decided, why, and what was compared with which limit."""
    rows = [
        (
            number,
            text(f"part.{choice.part}"),
            text("xray.kept" if choice.kept else "xray.anew"),
            text(f"xray.reason_{choice.reason}"),
            choice.value,
            choice.limit,
        )
        for number, choices in enumerate(frames, 1)
        for choice in choices
    ]
    columns = [text(f"xray.column_{name}") for name in ("frame", "part", "decision", "reason", "value", "limit")]
    return pd.DataFrame(rows, columns=columns).round(3)
