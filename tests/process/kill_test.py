"""kill -9 while many submit: every acknowledged response is there afterwards, and in an
anonymous wave as many invitations are used as there are responses."""

import sqlite3
import unittest

from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.crowd import Crowd, recount
from lotse_testing.places import KILL_ROUNDS, figure

CLIENTS = 16

# A kill that hits fewer calls proves little; such a round is repeated.
LEAST_IN_FLIGHT = 8
MOST_ROUNDS = 3 * KILL_ROUNDS

# More than a round uses.
TOKENS_OF_A_ROUND = 1000


class Kill(Case):
    def test_every_acknowledged_response_is_stored(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client, invited=True)
        everything = {}
        counted = tried = 0
        while counted < KILL_ROUNDS and tried < MOST_ROUNDS:
            tried += 1
            crowd = Crowd(daemon, CLIENTS, self.invite(daemon, tried))
            # Another moment each time: from a few to several hundred rows.
            crowd.wait_for_acknowledged(10 + 37 * (tried % 7))
            in_flight = crowd.in_flight()
            daemon.kill()
            crowd.finish()
            daemon.start()
            acknowledged, unanswered = crowd.acknowledged, crowd.refused
            with connect(daemon) as client:
                found = recount(client, acknowledged.values())
                stored_unanswered = recount(client, [s for s, _ in unanswered.values()])
            everything.update(acknowledged)
            everything.update({i: s for i, (s, _) in unanswered.items()})
            counts = in_flight >= LEAST_IN_FLIGHT
            counted += counts
            figure(
                f"kill -9, round {counted if counts else 'not counted'}",
                f"{len(acknowledged)} acknowledged, {found} found, {crowd.doubled} doubled, "
                f"{in_flight} in flight, {stored_unanswered} of {len(unanswered)} unanswered "
                "were stored",
            )
            self.assertEqual(found, len(acknowledged), "acknowledged, and not stored")
            self.assertEqual(crowd.doubled, 0)
            used, stored = self.used_and_stored(daemon)
            self.assertEqual(used, stored, "the two files of the wave disagree")
        self.assertEqual(counted, KILL_ROUNDS, f"after {tried} tries")

        with connect(daemon) as client:
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
        figure("kill -9", f"{len(everything)} sent, {rate.responses} stored")
        self.assertEqual(rate.responses, len(everything), "lost or doubled")

    def test_confidential_responses_are_there_with_their_codes(self):
        """Each person has one row, under a pseudonym, and whoever lost a reply is told the code
        with which they can withdraw."""
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client, invited=True, identity="IDENTITY_CONFIDENTIAL")
        crowd = Crowd(daemon, CLIENTS, self.invite(daemon, 1))
        crowd.wait_for_acknowledged(100)
        in_flight = crowd.in_flight()
        daemon.kill()
        crowd.finish()
        daemon.start()
        lost = [submission for submission, _ in crowd.refused.values()]
        with connect(daemon) as client:
            self.assertEqual(recount(client, crowd.acknowledged.values()), len(crowd.acknowledged))
            replies = [client.SubmitResponse(submission) for submission in lost]
            stored = sum(reply.duplicate for reply in replies)
            self.assertEqual({len(reply.withdrawal_code) for reply in replies}, {26})
            client.WithdrawResponse(
                parent=samples.WAVE, withdrawal_code=replies[0].withdrawal_code
            )
            samples.close_wave(client)
            count = client.GetWave(name=samples.WAVE).response_count
        figure(
            "kill -9, confidential",
            f"{len(crowd.acknowledged)} acknowledged, {in_flight} in flight, "
            f"{stored} of {len(lost)} unanswered were stored",
        )
        self.assertEqual(count, len(crowd.acknowledged) + len(lost) - 1, "lost or doubled")

    @staticmethod
    def invite(daemon, number):
        with connect(daemon) as client:
            issued = client.IssueInvitations(
                parent=samples.WAVE,
                recipients=[
                    {"recipient": f"{number}-{n}"} for n in range(TOKENS_OF_A_ROUND)
                ],
            )
        return [invitation.token for invitation in issued.invitations]

    @staticmethod
    def used_and_stored(daemon):
        """What each of the two files says."""
        found = []
        for which, question in (
            ("ledger", "SELECT sum(used) FROM invitation"),
            ("answers", "SELECT count(*) FROM response"),
        ):
            store = sqlite3.connect(samples.wave_file(daemon.data_dir, which))
            found.append(store.execute(question).fetchone()[0])
            store.close()
        return found


if __name__ == "__main__":
    unittest.main(verbosity=2)
