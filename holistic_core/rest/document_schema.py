"""JSON Schemas of what the REST interface answers; the words for them are in docs/schema.md."""

from typing import Any, Final

from holistic_core.export.schema import LANDMARK_FIELDS, SCHEMA_NAME, SCHEMA_VERSION
from holistic_core.options import PARTS

_TEXT: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer", "minimum": 0}
_FLAG: Final = {"type": "boolean"}
_FRACTION: Final = {"type": "number", "minimum": 0, "maximum": 1}
_NUMBER: Final = {"type": ["number", "null"]}
_TEXTS: Final = {"type": "array", "items": _TEXT}


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


_FIND: Final = _object(
    {
        "parts": _list({"enum": list(PARTS)}),
        "min_detection_confidence": _FRACTION,
        "min_tracking_confidence": _FRACTION,
        "smooth": _FLAG,
        "refine_face": _FLAG,
        "segmentation": _FLAG,
        "model_complexity": {"enum": [0, 1, 2]},
        "clahe": _FLAG,
        "drop_implausible": _FLAG,
    }
)
_PERSON: Final = _object(
    {
        "pose_score": _NUMBER,
        "stage_ms": _list(_object({"stage": _TEXT, "ms": _NUMBER})),
        "landmarks": _object({name: _or_null(_ref("Landmarks")) for name in LANDMARK_FIELDS}),
        "segmentation": _or_null(_object({"encoding": _TEXT, "shape": _list(_WHOLE), "data": _TEXT})),
        "angles": _object(
            {
                "min_visibility": _FRACTION,
                "joints": _list(_object({"name": _TEXT, "deg_2d": _NUMBER, "deg_3d": _NUMBER})),
            }
        ),
    }
)

SCHEMAS: Final[dict[str, Any]] = {
    "Picture": _object(
        {
            "schema": {"const": SCHEMA_NAME},
            "version": {"const": SCHEMA_VERSION},
            "picture": _object({"name": _TEXT, "width_px": _WHOLE, "height_px": _WHOLE, "advice": _TEXTS}),
            "engine": _TEXT,
            "find": _FIND,
            "people": _list(_ref("Person")),
        }
    ),
    "Person": _PERSON,
    "Landmarks": _object(
        {
            "topology": _TEXT,
            "columns": _TEXTS,
            "names": _TEXTS,
            "points": _list(_list(_NUMBER)),
        }
    ),
    "Batch": _object({"results": _list({"oneOf": [_ref("Found"), _ref("Failed")]})}),
    "Found": _object({"name": _TEXT, "status": {"const": 200}, "result": _ref("Picture")}),
    "Failed": _object({"name": _TEXT, "status": {"type": "integer", "minimum": 400}, "problem": _ref("Problem")}),
    "Models": _object({"models": _list(_ref("Model"))}),
    "Model": _object(
        {
            "name": _TEXT,
            "origin": {"enum": ["wheel", "download", "derived"]},
            "file": _TEXT,
            "size_bytes": {"type": ["integer", "null"]},
            "sha256": {"type": ["string", "null"]},
            "state": {"enum": ["ok", "missing", "damaged"]},
            "source": _TEXT,
        }
    ),
    "Health": _object(
        {
            "status": {"const": "ok"},
            "version": _TEXT,
            "detector": {"enum": ["ready", "resting"]},
            "waiting": _WHOLE,
            "viewers": _WHOLE,
        }
    ),
    "Problem": _object({"type": _TEXT, "title": _TEXT, "status": _WHOLE, "detail": _TEXT, "request_id": _TEXT}),
}
