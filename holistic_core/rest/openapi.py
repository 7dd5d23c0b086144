"""The OpenAPI 3.1 document of the REST interface, made from the tables that also read requests."""

from collections.abc import Sequence
from typing import Any, Final

from holistic_core.rest.document_schema import SCHEMAS
from holistic_core.rest.options import OPTIONS
from holistic_core.rest.problem import KINDS, MEDIA_TYPE

VERSION: Final = "1"
_ABOUT: Final = (
    "Finds the 543 landmarks of a person in pictures: body, face and both hands. Fields of the JSON and columns of the "
    "CSV are those of the downloads (docs/schema.md). Errors are problem documents (RFC 9457), whose `type` ends in "
    "one of the kinds below. `503` says with `Retry-After` in how many seconds to come again. Every answer has the "
    "header `X-Request-ID`; send one of your own to find a request in the log again."
)
_DRAWING: Final = (
    "draw_parts",
    "style",
    "face",
    "thickness",
    "numbers",
    "cover_face",
    "background",
    "background_colour",
)
_RAW_TYPES: Final = ("image/jpeg", "application/octet-stream")
_REQUEST_ID: Final = {"X-Request-ID": {"description": "Names the request in the log.", "schema": {"type": "string"}}}


def document(server: str, *, keys: bool, complexities: Sequence[int], most_files: int) -> dict[str, Any]:
    """The document. server: where the addresses begin. keys: whether the host asks for one.

    complexities: of the body models that are installed. most_files: in one request.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Holistic Lab", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": server}],
        "paths": {
            "/detect": {"post": _detect(keys, complexities)},
            "/detect/batch": {"post": _batch(keys, complexities, most_files)},
            "/models": {"get": _get("models", "The models, and whether they are intact", "Models", keys)},
            "/health": {"get": _get("health", "Whether this server can work; 503 says why not", "Health", False)},
            "/metrics": {"get": _text("metrics", "Numbers for Prometheus", "text/plain", keys)},
            "/openapi.json": {"get": _get("openapi", "This description", None, False)},
            "/docs": {"get": _text("docs", "This description, for people", "text/html", False)},
        },
        "components": {
            "schemas": SCHEMAS,
            "responses": {"Problem": _problem()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
    }


def _security(keys: bool) -> list[dict[str, list[str]]]:
    return [{"bearer": []}, {"key": []}] if keys else []


def _problem() -> dict[str, Any]:
    kinds = "; ".join(f"`{kind}` ({status}): {title}" for kind, (status, title) in KINDS.items())
    return {
        "description": f"A problem. Kinds: {kinds}.",
        "headers": _REQUEST_ID,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": "#/components/responses/Problem"} for status in statuses}


def _parameters(complexities: Sequence[int], *left_out: str) -> list[dict[str, Any]]:
    parameters = []
    for option in OPTIONS.values():
        if option.name in left_out:
            continue
        parameter: dict[str, Any] = {
            "name": option.name,
            "in": "query",
            "description": option.help,
            "schema": option.schema,
        }
        if option.name == "model_complexity":
            parameter["schema"] = {"type": "integer", "enum": list(complexities), "default": option.default}
        if option.kind == "parts":
            parameter |= {"style": "form", "explode": False}
        parameters.append(parameter)
    return parameters


def _detect(keys: bool, complexities: Sequence[int]) -> dict[str, Any]:
    binary: dict[str, Any] = {"type": "string", "format": "binary"}
    form = {"type": "object", "properties": {"file": binary}, "required": ["file"], "additionalProperties": False}
    return {
        "operationId": "detect",
        "summary": "Find people in one picture",
        "description": "Send the picture as a form with one file, or by itself (`image/jpeg` or any other "
        "`image/…`). JPEG, PNG, WebP, HEIC, AVIF, BMP, TIFF "
        "and GIF can be read, told by content. `Accept` chooses the answer: JSON (usual), CSV, or the picture with the "
        "landmarks drawn on, as PNG or JPEG. Nothing of it is kept.",
        "security": _security(keys),
        "parameters": _parameters(complexities),
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": form},
                **{media_type: {"schema": binary} for media_type in _RAW_TYPES},
            },
        },
        "responses": {
            "200": {
                "description": "What was found; nobody is an answer too.",
                "headers": _REQUEST_ID,
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Picture"}},
                    "text/csv": {"schema": {"type": "string"}},
                    "image/png": {"schema": binary},
                    "image/jpeg": {"schema": binary},
                },
            },
            **_problems(400, 401, 403, 405, 406, 408, 413, 415, 422, 500, 503, 504),
        },
    }


def _batch(keys: bool, complexities: Sequence[int], most_files: int) -> dict[str, Any]:
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": most_files}
    form = {"type": "object", "properties": {"file": files}, "required": ["file"], "additionalProperties": False}
    return {
        "operationId": "detectBatch",
        "summary": "Find people in several pictures",
        "description": "Send a form with several files. The answer has for each its result or its problem, in the "
        "order of the files. Each picture waits for its own turn and has its own time.",
        "security": _security(keys),
        "parameters": _parameters(complexities, "table", *_DRAWING),
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {
            "200": _json("A result or a problem for each file.", "Batch"),
            **_problems(400, 401, 403, 405, 406, 408, 413, 415, 500, 503),
        },
    }


def _json(words: str, schema: str | None) -> dict[str, Any]:
    body = {"type": "object"} if schema is None else {"$ref": f"#/components/schemas/{schema}"}
    return {"description": words, "headers": _REQUEST_ID, "content": {"application/json": {"schema": body}}}


def _get(name: str, words: str, schema: str | None, keys: bool) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": words,
        "security": _security(keys),
        "responses": {"200": _json(words, schema), **_problems(401, 405, 500, 503)},
    }


def _text(name: str, words: str, media_type: str, keys: bool) -> dict[str, Any]:
    answer = {"description": words, "headers": _REQUEST_ID, "content": {media_type: {"schema": {"type": "string"}}}}
    return {
        "operationId": name,
        "summary": words,
        "security": _security(keys),
        "responses": {"200": answer, **_problems(401, 405, 500, 503)},
    }
