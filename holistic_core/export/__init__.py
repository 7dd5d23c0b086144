"""Results to files for other tools: JSON that loads back, CSV tables, COCO keypoints. Formats: docs/schema.md."""

from holistic_core.export.coco import to_coco
from holistic_core.export.schema import SCHEMA_NAME, SCHEMA_VERSION, PictureRecord, from_json, to_json
from holistic_core.export.tables import to_csv_angles, to_csv_long, to_csv_wide

__all__ = [
    "SCHEMA_NAME",
    "SCHEMA_VERSION",
    "PictureRecord",
    "from_json",
    "to_coco",
    "to_csv_angles",
    "to_csv_long",
    "to_csv_wide",
    "to_json",
]
