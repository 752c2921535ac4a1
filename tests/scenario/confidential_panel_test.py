"""A confidential panel: the same people are asked twice, and what changed for whom can be told
without anybody knowing who they are. Against the real daemon, which is killed in between, with
its keys in a folder apart.
"""

import hashlib
import unittest

from lotse.survey.v1alpha import response_service_pb2, survey_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse

PEOPLE = [f"Personalnummer {n}" for n in range(1, 25)]
SECOND = f"{samples.SURVEY}/waves/zweite"
State = response_service_pb2.PersonalResponse.State


def choice_of(answers):
    return next(answer.choice for answer in answers if answer.code == "zufrieden")


class Panel(Case):
    def setUp(self):
        self.keys = self.folder("keys")
        self.survey = self.daemon("survey", f"--keys_folder={self.keys}")
        self.tokens = {}
        self.codes = {}
        self.ids = {}

    def open_second(self, client):
        made = client.CreateWave(
            parent=samples.SURVEY,
            wave_id=SECOND.split("/")[-1],
            wave=survey_pb2.Wave(
                title=samples.text("Zweite Welle"),
                instrument=samples.INSTRUMENT,
                start_date=samples.day(-1),
                end_date=samples.day(30),
                access="ACCESS_INVITED",
                identity="IDENTITY_CONFIDENTIAL",
                population=samples.POPULATION,
                data_protection_notice=samples.NOTICE,
            ),
        )
        samples.open_wave(client, made)

    def invite(self, client, wave):
        issued = client.IssueInvitations(
            parent=wave, recipients=[{"recipient": person} for person in PEOPLE]
        ).invitations
        self.tokens[wave] = {one.recipient: one.token for one in issued}

    def submission(self, wave, person, **given):
        request = samples.submission(self.ids.get((wave, person)), wave=wave, **given)
        self.ids[wave, person] = request.response_id
        request.invitation_token = self.tokens[wave][person]
        return request

    def submit(self, client, wave, person, **given):
        reply = client.SubmitResponse(self.submission(wave, person, **given))
        self.codes[wave, person] = reply.withdrawal_code
        return reply

    def responses(self, client, wave):
        """By pseudonym, over all pages."""
        found, token = {}, ""
        while True:
            reply = client.ListResponses(parent=wave, page_size=7, page_token=token)
            found.update({one.pseudonym: one for one in reply.responses})
            token = reply.next_page_token
            if not token:
                return found

    def identities(self, client, wave):
        return {
            one.recipient: one.pseudonym
            for one in client.ListIdentities(parent=wave).identities
        }

    def test_two_waves(self):
        with connect(self.survey) as client:
            samples.make_wave(client, invited=True, identity="IDENTITY_CONFIDENTIAL")
            self.invite(client, samples.WAVE)
            self.someone_goes_on_later(client)
        # What was acknowledged is there after the process was killed.
        self.survey.kill()
        self.survey.start()
        with connect(self.survey) as client:
            self.first_wave(client)
            first = self.responses(client, samples.WAVE)
            self.open_second(client)
            self.invite(client, SECOND)
            for person in PEOPLE[2:]:
                self.submit(client, SECOND, person, choice="2")
            second = self.responses(client, SECOND)
            # 22 people answered twice, and each of them went from 1 to 2.
            changes = {
                pseudonym: (choice_of(first[pseudonym].answers), choice_of(one.answers))
                for pseudonym, one in second.items()
                if first[pseudonym].state == State.STATE_SUBMITTED
            }
            self.assertEqual(set(changes.values()), {("1", "2")})
            self.assertEqual(len(changes), 22)
            known = self.identities(client, samples.WAVE)
            self.assertEqual(known, self.identities(client, SECOND))
            self.assertEqual({known[person] for person in PEOPLE[2:]}, set(second))
            self.check_counts(client)
            samples.close_wave(client, SECOND)
            self.check_files()
            self.one_withdraws_late(client)
        self.check_backup()
        self.destroy_the_key()

    def someone_goes_on_later(self, client):
        """Saves half of it, and nobody reads that."""
        person = PEOPLE[0]
        self.ids[samples.WAVE, person] = samples.response_id()
        saved = client.SaveAnswers(
            parent=samples.WAVE,
            response_id=self.ids[samples.WAVE, person],
            answers=samples.answers()[:1],
            invitation_token=self.tokens[samples.WAVE][person],
        )
        (draft,) = self.responses(client, samples.WAVE).values()
        self.assertEqual((draft.state, len(draft.answers)), (State.STATE_DRAFT, 0))
        self.etag = saved.etag

    def first_wave(self, client):
        person = PEOPLE[0]
        token = self.tokens[samples.WAVE][person]
        resumed = client.ResumeResponse(parent=samples.WAVE, invitation_token=token)
        self.assertEqual((resumed.state, resumed.etag), (State.STATE_DRAFT, self.etag))
        self.assertEqual(list(resumed.answers), samples.answers()[:1])
        for someone in PEOPLE:
            first = self.submit(client, samples.WAVE, someone, choice="3")
            again = self.submit(client, samples.WAVE, someone, choice="3")
            self.assertEqual((first.duplicate, again.duplicate), (False, True))
            self.assertEqual(again.withdrawal_code, first.withdrawal_code)
        for someone in PEOPLE:
            edit = self.submission(samples.WAVE, someone, choice="1")
            held = client.ResumeResponse(
                parent=samples.WAVE, invitation_token=edit.invitation_token
            )
            client.EditResponse(
                parent=samples.WAVE, response_id=edit.response_id, answers=edit.answers,
                invitation_token=edit.invitation_token, etag=held.etag,
            )  # fmt: skip
        # Two say that they want nothing to be left of it.
        for someone in PEOPLE[:2]:
            code = self.codes[samples.WAVE, someone]
            client.WithdrawResponse(parent=samples.WAVE, withdrawal_code=code.upper())
            refused = error_of(
                client.SubmitResponse, self.submission(samples.WAVE, someone, choice="1")
            )
            self.assertEqual(refused.reason, "RESPONSE_ERASED")
        samples.close_wave(client)
        wave = client.GetWave(name=samples.WAVE)
        self.assertEqual(wave.response_count, len(PEOPLE) - 2)
        tables = client.TabulateWave(name=samples.WAVE)
        self.assertEqual(tables.wave.response_count, len(PEOPLE) - 2)

    def check_counts(self, client):
        """22 have answered, of whom 10 are shown."""
        left = client.ListReminders(parent=SECOND, page_size=5000).recipients
        self.assertEqual(len(left), len(PEOPLE) - 10)
        (count,) = client.CountInvitations(parent=SECOND).counts
        self.assertEqual((count.invited, count.answered), (len(PEOPLE), 10))

    def answer_bytes(self):
        return b"".join(
            path.read_bytes() for path in self.survey.data_dir.iterdir() if path.is_file()
        )

    def check_files(self):
        """Nothing beside the answers tells who gave them, and no code or token is kept."""
        content = self.answer_bytes() + self.survey.log_text().encode()
        self.assertIn(b"-responses.db", b"".join(
            path.name.encode() for path in self.survey.data_dir.iterdir()))  # fmt: skip
        self.assertNotIn(b"Personalnummer", content)
        everything = content + b"".join(path.read_bytes() for path in self.keys.iterdir())
        for tokens in self.tokens.values():
            for token in tokens.values():
                self.assertNotIn(token.encode(), everything)
                self.assertNotIn(hashlib.sha256(token.encode()).digest(), content)
        for code in self.codes.values():
            self.assertNotIn(code.encode(), everything)

    def one_withdraws_late(self, client):
        """A right that does not end with the field period."""
        code = self.codes[SECOND, PEOPLE[5]]
        client.WithdrawResponse(parent=SECOND, withdrawal_code=code)
        self.assertEqual(client.GetWave(name=SECOND).response_count, 21)
        file = samples.wave_file(self.survey.data_dir, "responses", SECOND)
        log = file.with_name(file.name + "-wal")
        wait_for(lambda: not log.exists() or log.stat().st_size == 0, "the log to be emptied")

    def check_backup(self):
        """The answers are copied without what leads to people, which has a copy of its own."""
        data, keys = self.folder("data-copy"), self.folder("keys-copy")
        lotse("store", "backup", f"--data={self.survey.data_dir}", f"--out={data}")
        lotse("store", "backup", f"--data={self.keys}", f"--out={keys}")
        for path in data.iterdir():
            self.assertFalse(path.name.endswith(("-key.db", "-invitations.db")), path.name)
            self.assertNotIn(b"Personalnummer", path.read_bytes())
        again, again_keys = self.folder("again"), self.folder("again-keys")
        lotse("store", "restore", f"--from={data}", f"--data={again}")
        lotse("store", "restore", f"--from={keys}", f"--data={again_keys}")
        restored = self.daemon("survey", f"--keys_folder={again_keys}", data_dir=again)
        with connect(restored) as client, connect(self.survey) as before:
            for wave in (samples.WAVE, SECOND):
                self.assertEqual(self.responses(client, wave), self.responses(before, wave))
                self.assertEqual(self.identities(client, wave), self.identities(before, wave))

    def destroy_the_key(self):
        self.survey.stop()
        (key,) = self.keys.glob("survey-*-key.db")
        key.unlink()
        self.survey.start()
        with connect(self.survey) as client:
            self.assertEqual(len(self.responses(client, SECOND)), 22)
            client.TabulateWave(name=SECOND)
            refused = error_of(client.ListIdentities, parent=SECOND)
            self.assertEqual(refused.reason, "WRONG_STATE")
        self.assertFalse(key.exists())


if __name__ == "__main__":
    unittest.main()
