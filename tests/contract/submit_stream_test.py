"""SubmitResponses: each item is answered as SubmitResponse would, however the stream ends."""

import sqlite3
import time
import unittest

from identity_case import PROGRAMME, RespondentCase
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.crowd import recount
from lotse_testing.places import SANITIZERS, figure
from lotse_testing.talk import Talk

# What is under way at most; source: the limits in proto/README.md.
MOST_UNDER_WAY = 256
MOST_OF_A_MESSAGE = 64

# More than fits between both sides while nobody reads.
MESSAGES = 600


def submissions(count):
    return [samples.submission() for _ in range(count)]


def messages_of(items):
    return [items[i : i + MOST_OF_A_MESSAGE] for i in range(0, len(items), MOST_OF_A_MESSAGE)]


class Items(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def test_they_are_answered_as_calls_are(self):
        samples.make_wave(self.client, invited=True)
        issued = self.client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": str(n)} for n in range(5)]
        ).invitations
        tokens = [invitation.token for invitation in issued]

        def invited(token, **given):
            made = samples.submission(**given)
            made.invitation_token = token
            return made

        stored = invited(tokens[0])
        other = samples.submission(identifier=stored.response_id, choice="2")
        other.invitation_token = tokens[1]
        no_id = invited(tokens[2])
        no_id.response_id = "anna.muster@example.org"
        refused = [
            no_id,
            invited(tokens[2], choice="geheim"),
            invited(""),
            invited("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-23"),
            invited(tokens[0]),
            other,
        ]
        talk = Talk(self.client)
        talk.send(stored)
        talk.read(1)
        talk.send(*refused, invited(tokens[3]), stored)
        talk.send(invited(tokens[4]))
        talk.end()
        self.assertIsNone(talk.read())
        outcomes = [talk.results[n].WhichOneof("outcome") for n in sorted(talk.results)]
        self.assertEqual(outcomes, ["response"] + ["error"] * len(refused) + ["response"] * 3)
        duplicates = [n for n, r in talk.results.items() if r.response.duplicate]
        self.assertEqual(duplicates, [9])
        for number, submission in enumerate(refused, 2):
            error = error_of(self.client.SubmitResponse, submission)
            self.assertIsNotNone(error)
            self.assertEqual(talk.results[number].error, error.status)
        self.assertEqual(
            set(talk.reasons().values()),
            {"INVALID_FIELDS", "INVITATION_REFUSED", "RESPONSE_CONFLICT"},
        )

    def test_a_wave_that_takes_none_is_told_at_the_beginning(self):
        talk = Talk(self.client)
        talk.send(samples.submission())
        self.assertEqual(talk.read().reason, "RESOURCE_NOT_FOUND")
        wave = samples.make_wave(self.client, open_it=False)
        for state in ("planned", "closed", "deleted"):
            if state == "closed":
                samples.open_wave(self.client, wave)
                samples.close_wave(self.client)
            if state == "deleted":
                self.client.DeleteWave(name=samples.WAVE)
            talk = Talk(self.client)
            talk.send(samples.submission())
            reason = "RESOURCE_DELETED" if state == "deleted" else "WAVE_NOT_OPEN"
            self.assertEqual(talk.read().reason, reason)
            self.assertEqual(talk.results, {})

    def test_a_wave_that_is_closed_meanwhile_refuses_each(self):
        samples.make_wave(self.client)
        talk = Talk(self.client)
        for message in messages_of(submissions(5000)):
            talk.send(*message)
        talk.read(200)
        samples.close_wave(self.client)
        talk.send(*submissions(3))
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(set(talk.reasons().values()), {"WAVE_NOT_OPEN"})
        self.assertLess({5001, 5002, 5003}, set(talk.reasons()))
        rate = self.client.TabulateWave(name=samples.WAVE).response_rate
        self.assertEqual(rate.responses, len(talk.acknowledged()))

    def test_too_many_at_once_are_refused_with_the_time_to_try_again(self):
        self.survey.stop()
        narrow = self.daemon("survey", "--max_waiting_calls=20")
        client = self.enterContext(connect(narrow))
        samples.make_wave(client)
        # Nothing is stored until more are there than may wait.
        answers = sqlite3.connect(samples.wave_file(narrow.data_dir), isolation_level=None)
        self.addCleanup(answers.close)
        answers.execute("BEGIN IMMEDIATE")
        talk = Talk(client)
        for message in messages_of(submissions(192)):
            talk.send(*message)
        talk.read(1)
        answers.execute("ROLLBACK")
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(set(talk.reasons().values()), {"OVERLOADED"})
        for result in talk.results.values():
            if result.WhichOneof("outcome") == "error":
                self.assertIn("RetryInfo", str(result.error.details))
        self.assertEqual(recount(client, talk.acknowledged()), len(talk.acknowledged()))
        self.assertEqual(len(talk.results), 192)
        again = Talk(client)
        again.send(*[talk.sent[item] for item in list(talk.reasons())[:20]])
        again.end()
        self.assertIsNone(again.read())
        self.assertFalse(any(r.response.duplicate for r in again.results.values()))


class Ends(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        with connect(self.survey) as client:
            samples.make_wave(client)

    def sent_again(self, talk):
        """Sends all again, as a program does whose stream broke; the duplicates."""
        with connect(self.survey) as client:
            again = Talk(client)
            for message in messages_of(list(talk.sent.values())):
                again.send(*message)
            again.end()
            self.assertIsNone(again.read())
            self.assertEqual(again.reasons(), {})
            stored = [again.sent[i] for i, r in again.results.items() if r.response.duplicate]
        ids = {submission.response_id for submission in stored}
        self.assertLessEqual({s.response_id for s in talk.acknowledged()}, ids)
        with connect(self.survey) as client:
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
        self.assertEqual(rate.responses, len(talk.sent), "lost or doubled")
        return stored

    def test_what_was_acknowledged_is_stored_when_it_is_cut(self):
        with connect(self.survey) as client:
            talk = Talk(client)
            for message in messages_of(submissions(2000)):
                talk.send(*message)
            talk.read(300)
            talk.cancel()
        self.sent_again(talk)

    def test_what_was_acknowledged_is_stored_after_a_kill(self):
        with connect(self.survey) as client:
            talk = Talk(client)
            for message in messages_of(submissions(2000)):
                talk.send(*message)
            talk.read(300)
            self.survey.kill()
            error = talk.read()
            self.assertEqual(error.code.name, "UNAVAILABLE")
            talk.end()
        self.survey.start()
        stored = self.sent_again(talk)
        figure("stream, kill -9", f"{len(talk.acknowledged())} acknowledged, {len(stored)} found")

    def test_a_stop_tells_what_is_under_way(self):
        with connect(self.survey) as client:
            talk = Talk(client)
            for message in messages_of(submissions(5000)):
                talk.send(*message)
            talk.read(300)
            self.survey.signal()
            error = talk.read()
            end = (error.code.name, error.reason)
            self.assertEqual(end, ("UNAVAILABLE", "SHUTTING_DOWN"), str(error))
            talk.end()
        self.assertEqual(self.survey.wait(), 0)
        self.survey.start()
        stored = self.sent_again(talk)
        # Nothing is stored that is not told.
        self.assertEqual(len(stored), len(talk.acknowledged()))

    def test_who_sends_and_reads_nothing_fills_no_memory(self):
        with connect(self.survey) as client:
            before = self.survey.rss_kib()
            talk = Talk(client, timeout=300)
            # Their errors are large, and soon fill what lies between both sides.
            wrong = samples.submission()
            wrong.answers.extend(samples.Answer(code=f"frage_{n}", choice="1") for n in range(40))
            for _ in range(MESSAGES):
                talk.send(*[wrong] * MOST_OF_A_MESSAGE)
            taken = -1
            while taken != talk.taken:
                taken = talk.taken
                time.sleep(3)
            grown = self.survey.rss_kib() - before
            figure("stream that nobody reads", f"{taken} messages taken, {grown / 1024:.1f} MiB")
            self.assertLess(taken, MESSAGES, "it took all in")
            if not SANITIZERS:
                self.assertLess(grown, 64 * 1024)
            # Others go on, and who reads now is told of what was taken.
            client.SubmitResponse(samples.submission())
            self.assertIsNone(talk.read(2 * MOST_UNDER_WAY))
            self.assertEqual(set(talk.reasons().values()), {"INVALID_FIELDS"})
            talk.cancel()
        wait_for(self.survey.alive, "it")


class Rights(RespondentCase):
    PEOPLE = {"ada": role_pb2.ROLE_RESPONDENT, "rita": role_pb2.ROLE_RESPONDENT,
              "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip

    def test_a_right_that_is_revoked_ends_it(self):
        ada = self.respondent("ada")
        talk = Talk(ada)
        talk.send(*submissions(3))
        talk.read(3)
        self.assertEqual(talk.reasons(), {})
        self.admin.DeleteGrant(name=f"{PROGRAMME}/grants/ada")
        end = None
        while end is None:
            talk.send(samples.submission())
            end = talk.read(len(talk.sent))
            time.sleep(0.05)
        self.assertEqual(end.reason, "RESOURCE_NOT_FOUND")
        self.assertLessEqual(set(talk.reasons().values()), {"RESOURCE_NOT_FOUND"})
        stored = len(talk.acknowledged())
        talk.end()
        samples.close_wave(self.consultant)
        rate = self.consultant.TabulateWave(name=samples.WAVE).response_rate
        self.assertEqual(rate.responses if stored >= 10 else stored, stored)

    def test_it_is_refused_as_a_call_is(self):
        submission = samples.submission()
        for client in (self.client(self.survey, "bob"), self.auditor()):
            talk = Talk(client)
            talk.send(submission)
            end = talk.read()
            refused = error_of(client.SubmitResponse, submission)
            self.assertEqual(end.status, refused.status)
            self.assertIn(end.reason, ("RESOURCE_NOT_FOUND", "PERMISSION_MISSING"))
            self.assertEqual(talk.results, {})

    def test_items_count_as_calls(self):
        self.survey.stop()
        limited = self.serve_survey("--caller_calls_per_second=5")
        rita = self.respondent("rita", limited)
        time.sleep(2.1)  # Until the bucket is full again.
        talk = Talk(rita)
        talk.send(*submissions(40))
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(set(talk.reasons().values()), {"RATE_LIMITED"})
        self.assertGreaterEqual(len(talk.acknowledged()), 5)
        self.assertLess(len(talk.acknowledged()), 20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
