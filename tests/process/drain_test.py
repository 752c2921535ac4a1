"""SIGTERM while calls run: what was taken is answered, nothing is lost or doubled."""

import collections
import time
import unittest

from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.crowd import Crowd, recount
from lotse_testing.places import SERVICES, figure

ROUNDS = 5
CLIENTS = 16
LEAST_IN_FLIGHT = 8

# What a caller is told whose call was not taken. Mostly UNAVAILABLE; gRPC itself
# cancels what arrives in the very instant in which it shuts down.
NOT_TAKEN = {"UNAVAILABLE", "CANCELLED"}


class Drain(Case):
    def test_every_acknowledged_response_is_stored(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client)
        acknowledged, unanswered = {}, {}
        for number in range(1, ROUNDS + 1):
            crowd = Crowd(daemon, CLIENTS)
            crowd.wait_for_acknowledged(100)
            in_flight = crowd.in_flight()
            self.assertEqual(daemon.stop(), 0)
            crowd.finish()
            codes = collections.Counter(error.code.name for _, error in crowd.refused.values())
            figure(f"drain, round {number}", f"{len(crowd.acknowledged)} acknowledged, "
                   f"{in_flight} in flight at SIGTERM, refused: {dict(codes)}")
            self.assertGreaterEqual(in_flight, LEAST_IN_FLIGHT)
            self.assertLessEqual(set(codes), NOT_TAKEN)
            self.assertEqual(crowd.doubled, 0)
            acknowledged.update(crowd.acknowledged)
            unanswered.update({i: s for i, (s, _) in crowd.refused.items()})
            daemon.start()

        with connect(daemon) as client:
            found = recount(client, acknowledged.values())
            # What was stored was acknowledged: the daemon ended what it had begun, and
            # a refusal while it drains means that nothing was done.
            stored_unanswered = recount(client, unanswered.values())
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
        figure("drain", f"{len(acknowledged)} acknowledged, {found} found, "
               f"{stored_unanswered} of {len(unanswered)} refused were stored")
        self.assertEqual(found, len(acknowledged), "acknowledged, and not stored")
        self.assertEqual(stored_unanswered, 0, "refused, and stored all the same")
        self.assertEqual(rate.responses, len(acknowledged) + len(unanswered))


class NobodyThere(Case):
    def end(self, daemon):
        """How long it takes to end."""
        begin = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        return time.monotonic() - begin

    def test_it_ends_at_once(self):
        # lotse-reporting ends a question to a service that is not there first.
        peers = [f"--{name}_address={self.daemon(name).address}" for name in ("engagement", "survey")]
        for service in SERVICES:
            flags = peers if service == "reporting" else ()
            seconds = min(self.end(self.daemon(service, *flags)) for _ in range(3))
            with self.subTest(service):
                figure(f"end of lotse-{service} with nobody there, quickest of 3", round(seconds, 2), "s")
                self.needs_unsanitized()
                self.assertLess(seconds, 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
