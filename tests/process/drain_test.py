"""SIGTERM while calls run: what was taken is answered, nothing is lost or doubled."""

import collections
import unittest

from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.crowd import Crowd, recount
from lotse_testing.places import figure

ROUNDS = 5
CLIENTS = 16


class Drain(Case):
    def test_every_acknowledged_response_is_stored(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client)
        acknowledged, unanswered = {}, {}
        codes = collections.Counter()
        for number in range(1, ROUNDS + 1):
            crowd = Crowd(daemon, CLIENTS)
            crowd.wait_for_acknowledged(100)
            in_flight = crowd.in_flight()
            self.assertEqual(daemon.stop(), 0)
            crowd.finish()
            acknowledged.update(crowd.acknowledged)
            unanswered.update({i: s for i, (s, _) in crowd.refused.items()})
            codes.update(error.code.name for _, error in crowd.refused.values())
            # No submission was answered as a duplicate: each was sent once.
            self.assertEqual(crowd.doubled, 0)
            figure(f"drain, round {number}", f"{len(crowd.acknowledged)} acknowledged, "
                   f"{len(crowd.refused)} refused, {in_flight} in flight at SIGTERM")
            daemon.start()
        self.assertEqual(set(codes), {"UNAVAILABLE"}, "what a draining daemon refuses with")

        with connect(daemon) as client:
            found = recount(client, acknowledged.values())
            self.assertEqual(found, len(acknowledged), "acknowledged, and not stored")
            # What was not answered may have been stored or not; after it was sent
            # again it is there once.
            stored_unanswered = recount(client, unanswered.values())
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
        figure("drain", f"{len(acknowledged)} acknowledged, {found} found, "
               f"{stored_unanswered} of {len(unanswered)} refused were stored")
        self.assertEqual(rate.responses, len(acknowledged) + len(unanswered))
        # A refusal during the drain means that nothing was done.
        self.assertEqual(stored_unanswered, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
