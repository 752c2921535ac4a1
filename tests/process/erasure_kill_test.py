"""kill -9 while answers are erased or withdrawn, or a wave is closed or purged: what was noted is done
after the start, what was erased is gone from the files and never taken again, and nothing else is
missing."""

import contextlib
import random
import shutil
import sqlite3
import threading
import time
import unittest

from lotse.survey.v1alpha.survey_pb2 import Wave
from lotse_testing import samples
from lotse_testing.api import CallError, Client, connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.places import KILL_ROUNDS, figure, files_of

PEOPLE = 60
SECRET = "geheimes Wort"

# A kill comes at most so long after the call: longer than any of them takes here.
LONGEST = 0.08

MODES = ("IDENTITY_ANONYMOUS", "IDENTITY_CONFIDENTIAL")


def secret_of(number):
    return f"{SECRET} {number:02};"


class Calls(threading.Thread):
    """Makes calls one after the other until the service is gone. `done` counts those that were
    answered."""

    def __init__(self, daemon, calls):
        super().__init__()
        self._client = Client(daemon.service, daemon.address)
        self._calls = calls
        self.done = 0

    def run(self):
        try:
            for name, fields in self._calls:
                getattr(self._client, name)(**fields)
                self.done += 1
        except CallError:
            pass
        finally:
            self._client.close()


class ErasureKill(Case):
    def setUp(self):
        self.chance = random.Random(7)

    def rounds(self, modes=MODES):
        """Each with a wave of its own, whose answers have the secret and a number. `codes` are
        those to withdraw them with, if there are any."""
        for number in range(KILL_ROUNDS):
            mode = modes[number % len(modes)]
            daemon = self.daemon("survey")
            with connect(daemon) as client:
                invited = mode != MODES[0]
                samples.make_wave(client, invited=invited, identity=mode)
                sent = [samples.submission(remark=secret_of(n)) for n in range(PEOPLE)]
                if invited:
                    self.invite(client, sent)
                self.codes = [client.SubmitResponse(one).withdrawal_code for one in sent]
            yield daemon, sent
            daemon.close()

    @staticmethod
    def invite(client, sent):
        issued = client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": f"r{n}"} for n in range(len(sent))]
        )
        for submission, invitation in zip(sent, issued.invitations):
            submission.invitation_token = invitation.token

    def cut_off(self, daemon, calls):
        """Kills the daemon while it is called, and starts it; how many calls were answered."""
        calling = Calls(daemon, calls)
        calling.start()
        time.sleep(self.chance.uniform(0, LONGEST))
        daemon.kill()
        calling.join(60)
        self.assertFalse(calling.is_alive(), "a call never ended")
        daemon.start()
        return calling.done

    def assert_there(self, client, sent):
        """Each is stored, once."""
        for submission in sent:
            self.assertTrue(client.SubmitResponse(submission).duplicate, submission.response_id)

    def assert_counted(self, client, count):
        self.assertEqual(samples.close_wave(client).response_count, count)
        self.assertEqual(
            client.TabulateWave(name=samples.WAVE).response_rate.responses, count
        )

    def test_a_response_is_erased_or_whole(self):
        cut = 0
        for daemon, sent in self.rounds():
            fields = {"parent": samples.WAVE, "reason": "Wunsch"}
            calls = [
                ("EraseResponse", {**fields, "response_id": submission.response_id})
                for submission in sent[: PEOPLE // 2]
            ]
            done = self.cut_off(daemon, calls)
            cut += 0 < done < len(calls)
            with connect(daemon) as client:
                # Of the one that was not answered nobody knows; to ask again is right.
                erased = sent[: done + 1] if done < len(calls) else sent[:done]
                client.EraseResponse(**{**fields, "response_id": erased[-1].response_id})
                for submission in erased:
                    refused = error_of(client.SubmitResponse, submission)
                    self.assertEqual(refused.reason, "RESPONSE_ERASED")
                self.assert_there(client, sent[len(erased) :])
                self.assert_counted(client, PEOPLE - len(erased))
        figure("kill -9 of EraseResponse", f"{cut} of {KILL_ROUNDS} were cut off")

    def test_a_question_that_is_noted_is_erased(self):
        noted = 0
        for daemon, sent in self.rounds():
            with connect(daemon) as client:
                wave = client.GetWave(name=samples.WAVE)
            fields = {"name": wave.name, "etag": wave.etag, "codes": ["anregung"]}
            done = self.cut_off(daemon, [("EraseAnswers", {**fields, "reason": "zu heikel"})])
            with connect(daemon) as client:
                wave = client.GetWave(name=samples.WAVE)
                self.assertTrue(wave.erased_codes or not done, "acknowledged, and not noted")
                if wave.erased_codes:
                    noted += not done
                    wait_for(lambda d=daemon: not self.holds(d, [SECRET]), "what is noted to be done")
                self.assert_there(client, sent)
                self.assert_counted(client, PEOPLE)
        figure("kill -9 of EraseAnswers", f"{noted} of {KILL_ROUNDS} were noted and not answered")

    @staticmethod
    def holds(daemon, secrets):
        """Whether one of the texts or bytes is in a file."""
        wanted = [one.encode() if isinstance(one, str) else one for one in secrets]
        contents = files_of(daemon.data_dir).values()
        return any(one in content for content in contents for one in wanted)

    def test_a_response_is_withdrawn_or_whole(self):
        cut = 0
        for daemon, _ in self.rounds(modes=MODES[1:]):
            with connect(daemon) as client:
                samples.close_wave(client)
                client.TabulateWave(name=samples.WAVE)
            sums = self.kept_sums(daemon)
            self.assertTrue(self.holds(daemon, sums))
            codes = self.codes[: PEOPLE // 2]
            done = self.cut_off(
                daemon,
                [
                    ("WithdrawResponse", {"parent": samples.WAVE, "withdrawal_code": code})
                    for code in codes
                ],
            )
            cut += 0 < done < len(codes)
            # Nobody asks again.
            gone = [secret_of(number) for number in range(done)]
            wait_for(lambda d=daemon, g=gone: not self.holds(d, g), "what was withdrawn to be gone")
            with connect(daemon) as client:
                listed = client.ListResponses(parent=samples.WAVE, page_size=1000).responses
            there = sum(len(one.answers) > 0 for one in listed)
            # Of the one that was not answered nobody knows.
            self.assertIn(PEOPLE - there, (done, done + 1))
            if there < PEOPLE:
                wait_for(lambda d=daemon, s=sums: not self.holds(d, s), "the sums to be gone")
        figure("kill -9 of WithdrawResponse", f"{cut} of {KILL_ROUNDS} were cut off")

    def kept_sums(self, daemon):
        """The last sums of the answers, of 8 bytes each, that stand at the end of the kept figures.
        They less those of who is left are what was withdrawn."""
        copy = self.folder("copy")
        copy.mkdir()
        for path in daemon.data_dir.glob("survey.db*"):
            shutil.copy(path, copy)
        with contextlib.closing(sqlite3.connect(copy / "survey.db")) as store:
            select = "SELECT value FROM setting WHERE name = ?"
            (figures,) = store.execute(select, (f"figures/{samples.WAVE}",)).fetchone()
        return [bytes(figures[-8:]), bytes(figures[-16:-8])]

    def test_a_wave_is_closed_or_takes_answers(self):
        closed = 0
        for daemon, sent in self.rounds():
            with connect(daemon) as client:
                wave = client.GetWave(name=samples.WAVE)
            done = self.cut_off(daemon, [("CloseWave", {"name": wave.name, "etag": wave.etag})])
            with connect(daemon) as client:

                def settled(client=client):
                    if client.GetWave(name=samples.WAVE).state == Wave.STATE_CLOSED:
                        return "closed"
                    try:
                        return client.SubmitResponse(sent[0]).duplicate and "open"
                    except CallError as error:
                        self.assertEqual(error.reason, "WAVE_NOT_OPEN")
                        return None

                found = wait_for(settled, "a wave that refuses all and is not closed")
                self.assertTrue(found == "closed" or not done, "acknowledged, and not closed")
                closed += found == "closed" and not done
                if found == "open":
                    self.assert_there(client, sent)
                    samples.close_wave(client)
                rate = client.TabulateWave(name=samples.WAVE).response_rate
                self.assertEqual(rate.responses, PEOPLE)
        figure("kill -9 of CloseWave", f"{closed} of {KILL_ROUNDS} were closed and not answered")

    def test_a_wave_is_purged_or_whole(self):
        purged = 0
        for daemon, _ in self.rounds():
            with connect(daemon) as client:
                wave = samples.close_wave(client)
            fields = {"name": wave.name, "etag": wave.etag, "reason": "Projekt beendet"}
            done = self.cut_off(daemon, [("PurgeWave", fields)])
            with connect(daemon) as client:
                wave = client.GetWave(name=samples.WAVE)
                if wave.state == Wave.STATE_PURGED:
                    purged += not done
                    self.assertTrue(wave.HasField("purge"))
                    # If the first look after the start cannot, the next one does, a minute later.
                    wait_for(lambda d=daemon: not list(d.data_dir.glob("wave-*")), "no files", 90)
                    self.assertFalse(self.holds(daemon, [SECRET]))
                    continue
                self.assertFalse(done, "acknowledged, and not purged")
                rate = client.TabulateWave(name=samples.WAVE).response_rate
                self.assertEqual(rate.responses, PEOPLE)
        figure("kill -9 of PurgeWave", f"{purged} of {KILL_ROUNDS} were purged and not answered")


if __name__ == "__main__":
    unittest.main(verbosity=2)
