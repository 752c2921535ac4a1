"""An attack on the edge, and what those notice meanwhile who behave well: tests/edge/hostile_test.py
says what must not happen, bench_edge.py prints the figures."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time

from lotse_testing.api import error_of
from lotse_testing.case import wait_for

_HERE = pathlib.Path(__file__).resolve().parent

# What is aimed at: the slowest of a hundred calls, and growth of nginx and the daemon together.
P99_MS = 50
GROWTH_MB = 50


class _WellBehaved(threading.Thread):
    """Calls through the edge, 20 in a second."""

    def __init__(self, client):
        super().__init__()
        self.client = client
        self.stopped = threading.Event()
        self.milliseconds = []
        self.errors = []
        self.start()

    def run(self):
        while not self.stopped.wait(0.05):
            begin = time.monotonic()
            error = error_of(self.client.GetMyRights, timeout=20)
            self.milliseconds.append(1000 * (time.monotonic() - begin))
            if error:
                self.errors.append(error)


class Attack:
    """Runs one of attacks.py against the edge of a case. Afterwards: `report` is what it did,
    `milliseconds` and `errors` what became of the calls of others, `growth_mb` how much memory
    edge and lotse-engagement took more, `descriptors` the most that the latter had open."""

    def __init__(self, case, name, seconds):
        engagement, edge = case.services["engagement"], case.edge
        calm = [case.admin() for _ in range(3)]
        for client in calm:
            client.GetMyRights()
        before = engagement.rss_kib() + edge.rss_kib()
        callers = [_WellBehaved(client) for client in calm]
        attack = subprocess.Popen(
            [sys.executable, "-B", _HERE / "attacks.py", name, str(edge.port), str(seconds)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.descriptors = 0
        newcomer = None
        while attack.poll() is None:
            time.sleep(0.5)
            open_now = len(os.listdir(f"/proc/{engagement.pid}/fd"))
            self.descriptors = max(self.descriptors, open_now)
            if newcomer is None and attack.poll() is None:
                # Somebody who connects only now gets in too.
                newcomer = case.admin()
                wait_for(lambda: error_of(newcomer.GetMyRights) is None, "a new connection")
        for caller in callers:
            caller.stopped.set()
            caller.join()
        if attack.returncode != 0:
            raise AssertionError(f"the attack {name} ended with {attack.returncode}")
        self.report = json.loads(attack.communicate()[0])
        self.milliseconds = [t for caller in callers for t in caller.milliseconds]
        self.errors = [error for caller in callers for error in caller.errors]
        self.growth_mb = (engagement.rss_kib() + edge.rss_kib() - before) / 1024

    @property
    def p99_ms(self):
        return statistics.quantiles(self.milliseconds, n=100)[98]
