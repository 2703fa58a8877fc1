"""Starts both faces of an installed PhotoTagger: service and window."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

HERE = Path(sys.executable).parent


def check_service() -> None:
    """The service prints its address and answers ping there."""
    server = subprocess.Popen(
        [HERE / "phototagger", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = None
        while address is None:
            line = server.stdout.readline()
            assert line, "the service ended without saying its address"
            address = re.search(r"http://[^\s/]+:\d+", line)
        with urllib.request.urlopen(f"{address[0]}/photo/tags/v2/ping", timeout=20) as answer:
            status = json.load(answer)["status"]
        assert status["code"] == 200, status
    finally:
        server.terminate()
        server.wait(timeout=20)
    print("service: ping answered")


def check_window() -> None:
    """The window opens off-screen, says so, and closes."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [HERE / "phototagger", "--home", "home", "--self-test"],
        env=environment,
        check=True,
        timeout=60,
    )


if __name__ == "__main__":
    check_service()
    check_window()
