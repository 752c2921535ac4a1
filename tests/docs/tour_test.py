"""Runs the tour of the README: each block marked `sh tour`, in order, in one shell."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("LOTSE_BIN", ROOT / "build/dev/bin"))


def tour_blocks(markdown):
    """The code of all blocks that a reader is to run one after the other."""
    return re.findall(r"^```sh tour\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)


def free_port_base():
    """A number N with N+1 to N+3 and N+11 to N+13 free."""
    for base in range(17400, 30000, 20):
        sockets = []
        try:
            for offset in (1, 2, 3, 11, 12, 13):
                s = socket.socket()
                sockets.append(s)
                s.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
        finally:
            for s in sockets:
                s.close()
    raise RuntimeError("no free ports")


class Tour(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.base = free_port_base()
        ready = pathlib.Path(self.folder.name) / "ready.json"
        self.services = subprocess.Popen(
            [BIN / "lotse", "dev", f"--data={self.folder.name}/data",
             f"--port-base={self.base}", f"--ready-file={ready}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.stop)
        deadline = time.monotonic() + 60
        while not ready.exists():
            self.assertIsNone(self.services.poll(), "the services ended")
            self.assertLess(time.monotonic(), deadline, "the services did not start")
            time.sleep(0.05)

    def stop(self):
        self.services.send_signal(signal.SIGTERM)
        self.assertEqual(self.services.wait(60), 0)

    def test_readme(self):
        blocks = tour_blocks((ROOT / "README.md").read_text())
        self.assertGreaterEqual(len(blocks), 4)
        script = "set -eu\n" + "".join(blocks)
        # The services of the test listen elsewhere than those of a reader.
        script = script.replace("127.0.0.1:7412", f"127.0.0.1:{self.base + 12}")
        script = script.replace("$PWD/build/dev/bin", str(BIN))
        environment = dict(os.environ, **{
            f"LOTSE_{name}": f"127.0.0.1:{self.base + offset}"
            for offset, name in enumerate(("ENGAGEMENT", "SURVEY", "REPORTING"), 1)})
        work = pathlib.Path(self.folder.name) / "work"
        work.mkdir()
        (work / "tests").symlink_to(ROOT / "tests")
        run = subprocess.run(["bash", "-c", script], cwd=work, env=environment,
                             capture_output=True, text=True, timeout=100, check=False)
        self.assertEqual(run.returncode, 0, run.stdout[-3000:] + run.stderr[-3000:])
        self.assertRegex(run.stdout, r"sent +240\nduplicate +0\n")
        self.assertRegex(run.stdout, r"sent +0\nduplicate +240\n")
        report = (work / "report.html").read_text()
        self.assertIn("Stadt Musterstadt", report)
        self.assertIn("240", report)

    def test_a_wrong_example_fails(self):
        blocks = tour_blocks("```sh tour\nlotse call NoSuchMethod\n```\n")
        run = subprocess.run(["bash", "-c", "set -e\n" + blocks[0]], capture_output=True,
                             env=dict(os.environ, PATH=f"{BIN}:{os.environ['PATH']}"), check=False)
        self.assertEqual(run.returncode, 2)


if __name__ == "__main__":
    unittest.main()
