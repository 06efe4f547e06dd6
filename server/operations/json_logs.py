"""JSON logs: a record a line on standard error, with the id of the request it speaks of."""

import json
import logging
import sys
import time
from typing import Final

from server.gateway.request import REQUEST_ID

__all__ = ["configure"]

_OWN: Final = frozenset(vars(logging.makeLogRecord({})))
_SILENCED: Final = ("uvicorn", "asyncio", "httpx2", "httpcore2")
"""httpx2 tells each address that it asks, whole: a key may be in it."""


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said: dict[str, object] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            said["request"] = request_id
        said |= {name: each for name, each in vars(record).items() if name not in _OWN}
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def configure(level: str) -> None:
    """Write records of a level (`info`, `warning`…) and above; replaces any other configuration."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
