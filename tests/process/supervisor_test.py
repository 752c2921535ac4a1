"""What a daemon tells its supervisor over NOTIFY_SOCKET, as systemd understands it."""

import socket
import time
import unittest

from lotse_testing.case import Case, wait_for
from lotse_testing.daemon import FREE, run
from lotse_testing.dead_port import use_up_descriptors
from lotse_testing.places import SERVICES

WATCHDOG_SECONDS = 3
# It ends by itself only long after the test.
PATIENT = ("--self_probe_seconds=1", "--self_probe_limit_seconds=600")


class Told:
    """A socket that supervises: what was told, with the time of each."""

    def __init__(self, case):
        self.path = case.folder("notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.socket.setblocking(False)
        case.addCleanup(self.socket.close)
        self.beats = []
        self.states = []

    def environment(self, **more):
        return {"NOTIFY_SOCKET": str(self.path), **more}

    def read(self):
        while True:
            try:
                message = self.socket.recv(4096).decode()
            except BlockingIOError:
                return self
            if message == "WATCHDOG=1":
                self.beats.append(time.monotonic())
            else:
                self.states.append(message)


class Supervised(Case):
    def setUp(self):
        self.told = Told(self)

    def watched(self, *flags, told=None):
        microseconds = str(WATCHDOG_SECONDS * 1_000_000)
        environment = (told or self.told).environment(WATCHDOG_USEC=microseconds)
        return self.daemon("survey", *flags, environment=environment)

    def watch(self, seconds, *others):
        """The longest pause between two signs of life, of all who are watched at once."""
        watched = (self.told, *others)
        for told in watched:
            told.read().beats.clear()
        begin = time.monotonic()
        while time.monotonic() < begin + seconds:
            for told in watched:
                told.read()
            time.sleep(0.02)
        end = time.monotonic()
        longest = 0
        for told in watched:
            times = [begin, *told.beats, end]
            longest = max(longest, *(after - before for before, after in zip(times, times[1:])))
        return longest

    def test_ready_and_stopping(self):
        for service in SERVICES:
            daemon = self.daemon(service, environment=self.told.environment())
            wait_for(lambda: "READY=1" in self.told.read().states, "the daemon to be ready")
            self.assertEqual(daemon.status("/readyz"), 200)
            self.assertEqual(self.told.states, ["READY=1"])
            self.assertEqual(daemon.stop(), 0)
            self.assertEqual(self.told.read().states, ["READY=1", "STOPPING=1"])
            self.told.states.clear()

    def test_a_failed_start_is_not_ready(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            for flags in (["--threads=0"], [f"--listen=127.0.0.1:{taken.getsockname()[1]}"]):
                code, _, _ = run(
                    "survey", f"--data_dir={self.folder()}", f"--management_listen={FREE}", *flags,
                    environment=self.told.environment(),
                )
                self.assertNotEqual(code, 0)
        self.assertEqual(self.told.read().states, [])

    def test_signs_of_life_come_in_time(self):
        """At whatever interval it asks its port."""
        other = Told(self)
        daemons = [
            self.watched("--self_probe_seconds=60"),
            self.watched("--self_probe_seconds=0", told=other),
        ]
        self.assertLess(self.watch(3 * WATCHDOG_SECONDS, other), WATCHDOG_SECONDS)
        for daemon in daemons:
            self.assertEqual(daemon.stop(), 0)

    def test_a_dead_port_gives_none(self):
        daemon = self.watched(*PATIENT)
        self.assertLess(self.watch(WATCHDOG_SECONDS), WATCHDOG_SECONDS)
        use_up_descriptors(daemon)
        self.assertGreaterEqual(self.watch(2 * WATCHDOG_SECONDS), WATCHDOG_SECONDS)
        self.assertTrue(daemon.alive())

    def test_without_a_watchdog_only_states_are_needed(self):
        daemon = self.daemon("survey", "--self_probe_seconds=0", environment=self.told.environment())
        time.sleep(1)
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.told.read().beats, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
