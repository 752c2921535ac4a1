"""Answers are taken while lotse-engagement is down, with the grants that lotse-survey keeps: one
by one, over a stream, and after lotse-survey was started anew, until the grants are too old."""

import time
import unittest

from identity_case import RespondentCase
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.places import SANITIZERS
from lotse_testing.talk import Talk

# The age at which grants count no more in the test that waits for it.
MAX_AGE_SECONDS = 90 if SANITIZERS else 15


class EngagementDown(RespondentCase):
    PEOPLE = {"ada": role_pb2.ROLE_RESPONDENT}

    def setUp(self):
        super().setUp()
        self.ada = self.respondent("ada")
        self.stored = 0

    def serve_survey(self, *more):
        return super().serve_survey(*getattr(self, "flags", ()), *more)

    def answer_both_ways(self, client):
        """One by one, and over a stream; all is stored."""
        for _ in range(4):
            self.assertFalse(client.SubmitResponse(samples.submission()).duplicate)
        talk = Talk(client)
        talk.send(*[samples.submission() for _ in range(4)])
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(talk.reasons(), {})
        self.assertEqual(len(talk.acknowledged()), 4)
        self.stored += 8

    def test_answers_are_taken_with_engagement_down(self):
        self.answer_both_ways(self.ada)
        talk = Talk(self.ada)
        talk.send(samples.submission())
        talk.read(1)
        self.engagement.kill()
        # A stream that was open goes on.
        talk.send(samples.submission())
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(len(talk.acknowledged()), 2)
        self.stored += 2
        self.answer_both_ways(self.ada)
        for stop in (self.survey.stop, self.survey.kill):
            stop()
            self.survey.start(listen=self.survey.address)
            self.assertEqual(self.survey.status("/readyz"), 200)
            self.answer_both_ways(self.client(self.survey, "ada"))
        # Who has no right gets none by it.
        error = error_of(self.client(self.survey, "bob").SubmitResponse, samples.submission())
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        # The wave is closed, and has all of it.
        consultant = self.client(self.survey, "beratung")
        samples.close_wave(consultant)
        rate = consultant.TabulateWave(name=samples.WAVE).response_rate
        self.assertEqual(rate.responses, self.stored)


class OldGrants(EngagementDown):
    flags = (f"--grants_max_age_seconds={MAX_AGE_SECONDS}",)

    def test_answers_are_taken_with_engagement_down(self):
        """Until the grants are too old, and again when lotse-engagement is back; what was sent
        in between is told to be sent later."""
        self.engagement.stop()
        stopped = time.monotonic()
        self.answer_both_ways(self.ada)
        self.survey.stop()
        self.survey.start(listen=self.survey.address)
        ada = self.client(self.survey, "ada")
        self.answer_both_ways(ada)
        self.assertLess(time.monotonic() - stopped, MAX_AGE_SECONDS, "too slow to tell")
        held = samples.submission()
        wait_for(
            lambda: (error := error_of(ada.SubmitResponse, samples.submission())) is not None
            and error.reason == "GRANTS_UNAVAILABLE",
            "the age", seconds=2 * MAX_AGE_SECONDS,
        )  # fmt: skip
        error = error_of(ada.SubmitResponse, held)
        self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "GRANTS_UNAVAILABLE"))
        talk = Talk(ada)
        talk.send(held)
        self.assertEqual(talk.read().reason, "GRANTS_UNAVAILABLE")
        self.engagement.start(listen=self.engagement.address)
        wait_for(lambda: error_of(ada.SubmitResponse, held) is None, "the grants")
        self.assertTrue(ada.SubmitResponse(held).duplicate)


if __name__ == "__main__":
    unittest.main(verbosity=2)
