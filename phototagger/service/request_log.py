"""One line of JSON per log record: for people, and for programs that collect logs.

Requests are logged by the name of the API method, never by path, header or content: no token, no
picture, no file name and no address can get in.
"""

from __future__ import annotations

import json
import logging
import time


class JsonLines(logging.Formatter):
    """Formats a record, with the fields in its ``fields`` attribute, as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_to_stderr(level: int) -> None:
    """Send all log records of this process from *level* on to standard error."""
    output = logging.StreamHandler()
    output.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[output])
