"""One line for each request: as JSON for machines, or as text. Neither keys, addresses nor file names are in it."""

import json
import logging
import time
from typing import Any, Final

LOG: Final = logging.getLogger("holistic_core.rest")
_FIELDS: Final = "fields"


def log_request(level: int, message: str, **fields: Any) -> None:
    """Write one line with further fields."""
    LOG.log(level, message, extra={_FIELDS: fields})


def install_log(kind: str) -> None:
    """Write the lines to standard error: kind is "json", "text" or "off". Calling it again changes the kind."""
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
    LOG.propagate = False
    LOG.setLevel(logging.CRITICAL + 1 if kind == "off" else logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if kind == "json" else _Text())
    LOG.addHandler(handler)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, _FIELDS, {})
    return fields


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        return f"{super().format(record)} {fields}".rstrip()
