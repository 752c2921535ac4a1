"""A daemon whose API port is dead ends, so that its supervisor starts it anew, and nothing that
was acknowledged is lost. One that is well, or drains, does not."""

import signal
import threading
import time
import unittest

import grpc

from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.crowd import Crowd, recount
from lotse_testing.dead_port import answers, use_up_descriptors
from lotse_testing.places import SANITIZERS, figure
from lotse_testing.standard_services import Reflection
from lotse_testing.tls_case import TlsCase

EXIT_DEAD = 70
LIMIT_SECONDS = 3
PROBE = ("--self_probe_seconds=1", f"--self_probe_limit_seconds={LIMIT_SECONDS}")
OFF = "--self_probe_seconds=0"

CLIENTS = 4

# The limit, what questions without an answer take beyond it, and a busy machine.
DEAD_SECONDS = 60


class Supervisor(threading.Thread):
    """Starts a daemon again, at the same address, whenever it ended by itself with an error; what
    `Restart=on-failure` is in a unit. `codes` are those it ended with."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.daemon_process = daemon
        self.codes = []
        self.logs = []
        self.start()

    def run(self):
        while True:
            self.codes.append(self.daemon_process.wait(timeout=None))
            self.logs.append(self.daemon_process.log())
            if self.codes[-1] == 0:
                return
            self.daemon_process.start(self.daemon_process.address)


class DeadPort(Case):
    def test_it_ends_and_comes_back_with_all_that_was_acknowledged(self):
        daemon = self.daemon("survey", *PROBE)
        with connect(daemon) as client:
            samples.make_wave(client)
        crowd = Crowd(daemon, CLIENTS, patient=True)
        crowd.wait_for_acknowledged(50)
        supervisor = Supervisor(daemon)
        use_up_descriptors(daemon)
        began = time.monotonic()
        self.assertFalse(answers(daemon), "the fault of gRPC is gone: is the probe still needed?")
        self.assertEqual(supervisor.codes, [])
        self.assertEqual(daemon.status("/livez"), 200)
        # Those who are connected go on until it ends. While there was no descriptor, the store
        # had none for its journal either: it refused, and they sent it again.
        crowd.wait_for_acknowledged(len(crowd.acknowledged) + 50)
        wait_for(lambda: len(supervisor.codes) == 1, "the end of the daemon", DEAD_SECONDS)
        seconds = time.monotonic() - began
        crowd.finish()
        wait_for(lambda: answers(daemon), "the daemon to be there again", 30)
        with connect(daemon) as client:
            found = recount(client, crowd.acknowledged.values())
            samples.submit_crowd(client, 3)
        daemon.signal(signal.SIGTERM)
        supervisor.join(60)
        figure(
            "dead port",
            f"ended after {seconds:.1f} s; {len(crowd.acknowledged)} acknowledged, {found} found",
        )
        self.assertEqual(supervisor.codes, [EXIT_DEAD, 0])
        self.assertEqual(found, len(crowd.acknowledged), "acknowledged, and not stored")
        last = supervisor.logs[0][-1]
        self.assertEqual((last["event"], last["level"]), ("api_port_dead", "error"))
        self.assertGreaterEqual(last["silent_ms"], 1000 * LIMIT_SECONDS)
        self.assertTrue(last["what"])

    @unittest.skipIf(
        "undefined" in SANITIZERS, "to look at memory, the sanitizer needs a descriptor itself"
    )
    def test_without_the_probe_it_stays_dead(self):
        daemon = self.daemon("survey", OFF)
        use_up_descriptors(daemon)
        time.sleep(2 * LIMIT_SECONDS)
        self.assertTrue(daemon.alive())
        self.assertFalse(answers(daemon))
        self.assertEqual(daemon.status("/livez"), 200)
        self.assertEqual(daemon.stop(), 0)


class Others(TlsCase):
    def test_those_that_are_well_or_drain_go_on(self):
        well = self.daemon("survey", *PROBE)
        # It believes no certificate but those of its authority, and shows one for another host.
        under_tls = self.serve(*PROBE)
        # Its port is closed meanwhile.
        drains = self.daemon("survey", *PROBE, "--drain_seconds=60", "--reflection")
        with grpc.insecure_channel(drains.address) as channel:
            stream = Reflection(channel)
            stream.list_services()
            drains.signal(signal.SIGTERM)
            wait_for(lambda: not answers(drains, timeout=1), "the port to be closed")
            time.sleep(3 * LIMIT_SECONDS)
            self.assertTrue(drains.alive())
            stream.close()
            self.assertEqual(drains.wait(), 0)
        self.assertTrue(answers(well))
        self.call(under_tls)
        for daemon in (well, under_tls, drains):
            self.assertNotIn("api_port", daemon.log_text())
        self.assertNotIn('"event":"grpc"', under_tls.log_text())
        # Its own questions are no calls.
        handled = [v for (name, _), v in well.metrics().items() if "handled_total" in name]
        self.assertEqual(sum(handled), 0)
        self.assertEqual(well.stop(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
