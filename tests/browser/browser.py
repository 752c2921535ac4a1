"""Debian's Chromium without a window."""

import subprocess
import tempfile

_COMMAND = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def run(*arguments):
    """What it prints, started on a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [*_COMMAND, f"--user-data-dir={profile}", *arguments],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout  # fmt: skip
