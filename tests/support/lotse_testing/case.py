"""The base of the test cases."""

import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from lotse_testing.daemon import Daemon
from lotse_testing.places import SANITIZERS


class Case(unittest.TestCase):
    """A test case with folders and processes that are gone afterwards."""

    maxDiff = None

    def folder(self, name="data"):
        """A new folder of this test; it does not exist yet."""
        top = tempfile.mkdtemp(prefix="lotse-test-")
        self.addCleanup(shutil.rmtree, top, ignore_errors=True)
        return pathlib.Path(top, name)

    def small_disk(self, size):
        """A folder of this test's alone on a disk of its own, of so many bytes (`24m`)."""
        disk = self.folder("disk")
        disk.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(disk)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", str(disk)], check=False)
        return disk

    def daemon(self, service, *flags, data_dir=None, **options):
        """A running daemon that is ended with the test; see daemon.Daemon."""
        started = Daemon(service, data_dir or self.folder(service), *flags, **options)
        self.addCleanup(started.close)
        return started

    def needs_unsanitized(self):
        if SANITIZERS:
            self.skipTest(f"built with sanitizers ({SANITIZERS}): figures mean nothing")


def wait_for(condition, what, seconds=10):
    """Waits until `condition()` is true and returns its value."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.02)
    return value
