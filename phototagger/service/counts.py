"""What the service has done since it started, in the text format of Prometheus.

Source: prometheus.io, "Exposition formats", text format 0.0.4. Numbers only: no names, addresses
or tags.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

_STATM = Path("/proc/self/statm")


class Counts:
    """Counters of one service. Thread: the event loop."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._records: Counter[str] = Counter()
        self._batches = 0
        self._pictures = 0
        self._model_s = 0.0

    def request(self, method: str, code: int) -> None:
        """Count an answered request, by API method and HTTP status."""
        self._requests[method, code] += 1

    def record(self, *, is_tagged: bool) -> None:
        """Count a record of a request."""
        self._records["tagged" if is_tagged else "failed"] += 1

    def batch(self, pictures: int, seconds: float) -> None:
        """Count one pass of the model."""
        self._batches += 1
        self._pictures += pictures
        self._model_s += seconds

    def text(self) -> str:
        """Return all of it."""
        lines = [
            *(
                f'phototagger_requests_total{{method="{method}",code="{code}"}} {count}'
                for (method, code), count in sorted(self._requests.items())
            ),
            *(
                f'phototagger_records_total{{outcome="{outcome}"}} {count}'
                for outcome, count in sorted(self._records.items())
            ),
            f"phototagger_model_batches_total {self._batches}",
            f"phototagger_model_pictures_total {self._pictures}",
            f"phototagger_model_seconds_total {self._model_s:.3f}",
            f"phototagger_uptime_seconds {time.monotonic() - self._started:.0f}",
            *_memory(),
        ]
        return "\n".join(lines) + "\n"


def _memory() -> list[str]:
    try:
        pages = int(_STATM.read_text().split()[1])
    except OSError:  # only Linux has it
        return []
    return [f"process_resident_memory_bytes {pages * os.sysconf('SC_PAGE_SIZE')}"]
