"""The contract of repeated and outdated calls about a response, a row for each line of it: what is
answered again, what is refused, and with which error. Against the real daemon."""

import unittest

from lotse.survey.v1alpha.instrument_pb2 import Question
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.talk import Talk

STORED, DUPLICATE, DONE = "stored", "duplicate", "done"
CONFLICT = ("ALREADY_EXISTS", "RESPONSE_CONFLICT")
STALE = ("ABORTED", "ETAG_MISMATCH")
ERASED = ("FAILED_PRECONDITION", "RESPONSE_ERASED")
DRAFT = ("FAILED_PRECONDITION", "WRONG_STATE")
NOT_OPEN = ("FAILED_PRECONDITION", "WAVE_NOT_OPEN")
REFUSED = ("PERMISSION_DENIED", "INVITATION_REFUSED")


class Person:
    """Somebody who is invited, with the last etag and code that they were told."""

    def __init__(self, client, recipient):
        self.client = client
        (issued,) = client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": recipient}]
        ).invitations
        self.token = issued.token
        self.id = samples.response_id()
        self.etag = self.former_etag = self.code = ""

    def fields(self, choice):
        return {
            "parent": samples.WAVE,
            "response_id": self.id,
            "answers": samples.answers(choice=choice),
            "invitation_token": self.token,
        }

    def submit(self, choice="1"):
        reply = self.client.SubmitResponse(**self.fields(choice))
        self.code = reply.withdrawal_code
        self.see(self.client.ResumeResponse(parent=samples.WAVE, invitation_token=self.token).etag)
        return DUPLICATE if reply.duplicate else STORED

    def under_another_id(self):
        self.id = samples.response_id()
        return self.submit()

    def in_a_stream(self, choice="1"):
        talk = Talk(self.client)
        item = samples.submission(identifier=self.id, choice=choice)
        item.invitation_token = self.token
        talk.send(item)
        talk.end()
        talk.read()
        if 1 in talk.reasons():
            return ("an item", talk.reasons()[1])
        return DUPLICATE if talk.results[1].response.duplicate else STORED

    def save(self, choice="1", etag=None):
        etag = self.etag if etag is None else etag
        self.see(self.client.SaveAnswers(etag=etag, **self.fields(choice)).etag)
        return DONE

    def save_outdated(self, choice="1"):
        return self.save(choice, self.former_etag)

    def edit(self, choice="1", etag=None):
        etag = self.etag if etag is None else etag
        self.see(self.client.EditResponse(etag=etag, **self.fields(choice)).etag)
        return DONE

    def edit_outdated(self, choice="1"):
        return self.edit(choice, self.former_etag)

    def erase(self):
        self.client.EraseResponse(parent=samples.WAVE, response_id=self.id, reason="Bitte")

    def withdraw(self):
        self.client.WithdrawResponse(parent=samples.WAVE, withdrawal_code=self.code)

    def see(self, etag):
        if etag != self.etag:
            self.former_etag, self.etag = self.etag, etag


# What is done before, then the call and what comes of it. A step is the name of a method of
# Person, and a choice where it has answers.
OPEN_WAVE = [
    ("the first time", [], "submit", STORED),
    ("the same again", ["submit"], "submit", DUPLICATE),
    ("the same again and again", ["submit", "submit"], "submit", DUPLICATE),
    ("the same again in a stream", ["submit"], "in_a_stream", DUPLICATE),
    ("other answers", ["submit"], "submit 2", CONFLICT),
    ("other answers in a stream", ["submit"], "in_a_stream 2", ("an item", CONFLICT[1])),
    ("another id, the same person", ["submit"], "under_another_id", REFUSED),
    ("what was edited, as it was", ["submit", "edit 2"], "submit", CONFLICT),
    ("what was edited, as it is", ["submit", "edit 2"], "submit 2", DUPLICATE),
    ("an edit", ["submit"], "edit 2", DONE),
    ("a second edit", ["submit", "edit 2"], "edit 3", DONE),
    ("a stale edit", ["submit", "edit 2"], "edit_outdated 3", STALE),
    ("a stale edit back to the first", ["submit", "edit 2"], "edit_outdated", STALE),
    ("the same edit again", ["submit", "edit 2"], "edit_outdated 2", DONE),
    ("an edit of a draft", ["save"], "edit 2", DRAFT),
    ("an edit of what is not there", [], "edit 2", REFUSED),
    ("a draft", [], "save", DONE),
    ("a second draft", ["save"], "save 2", DONE),
    ("a stale draft", ["save", "save 2"], "save_outdated 3", STALE),
    ("a stale draft back to the first", ["save", "save 2"], "save_outdated", STALE),
    ("the same draft again", ["save", "save 2"], "save_outdated 2", DONE),
    ("a draft that is handed in", ["save"], "submit 2", STORED),
    ("a draft of what was handed in", ["submit"], "save 2", CONFLICT),
    ("erased, the same", ["submit", "erase"], "submit", ERASED),
    ("erased, other answers", ["submit", "erase"], "submit 2", ERASED),
    ("erased, in a stream", ["submit", "erase"], "in_a_stream", ("an item", ERASED[1])),
    ("erased, an edit", ["submit", "erase"], "edit 2", ERASED),
    ("erased, a draft", ["submit", "erase"], "save 2", ERASED),
    ("erased before it came", ["erase"], "submit", ERASED),
    ("withdrawn, the same", ["submit", "withdraw"], "submit", ERASED),
    ("withdrawn, other answers", ["submit", "withdraw"], "submit 2", ERASED),
    ("withdrawn, an edit", ["submit", "withdraw"], "edit 2", ERASED),
    ("withdrawn, a draft", ["submit", "withdraw"], "save 2", ERASED),
    ("withdrawn again", ["submit", "withdraw", "withdraw"], "submit", ERASED),
]

# What was done while the wave was open, and the call after its end. Nothing tells whether the
# answers were stored.
CLOSED_WAVE = [
    ("the same again", ["submit"], "submit", NOT_OPEN),
    ("other answers", ["submit"], "submit 2", NOT_OPEN),
    ("the first time", [], "submit", NOT_OPEN),
    ("an edit", ["submit"], "edit 2", NOT_OPEN),
    ("a stale edit", ["submit", "edit 2"], "edit_outdated 3", NOT_OPEN),
    ("a draft", ["save"], "save 2", NOT_OPEN),
    ("erased", ["submit", "erase"], "submit", NOT_OPEN),
    ("withdrawn", ["submit", "withdraw"], "submit", NOT_OPEN),
]


def run(person, step):
    name, _, choice = step.partition(" ")
    return getattr(person, name)(*choice.split())


class Idempotency(Case):
    def setUp(self):
        self.client = self.enterContext(connect(self.daemon("survey")))
        samples.make_wave(self.client, invited=True, identity="IDENTITY_CONFIDENTIAL")

    def person_after(self, number, before):
        person = Person(self.client, str(number))
        for step in before:
            run(person, step)
        return person

    def check(self, person, call, expected):
        etag = person.etag
        outcome = []
        error = error_of(lambda: outcome.append(run(person, call)))
        if error is None:
            self.assertEqual(outcome, [expected])
        else:
            self.assertEqual((error.code.name, error.reason), expected)
            self.assertEqual(person.etag, etag, "nothing was changed")

    def test_while_the_wave_is_open(self):
        for number, (name, before, call, expected) in enumerate(OPEN_WAVE):
            with self.subTest(name):
                self.check(self.person_after(number, before), call, expected)

    def test_after_its_end_and_after_its_purge(self):
        people = [self.person_after(n, row[1]) for n, row in enumerate(CLOSED_WAVE)]
        samples.close_wave(self.client)
        for person, (name, _, call, expected) in zip(people, CLOSED_WAVE):
            with self.subTest(f"closed: {name}"):
                self.check(person, call, expected)
        wave = self.client.GetWave(name=samples.WAVE)
        self.client.PurgeWave(name=wave.name, etag=wave.etag, reason="Projekt beendet")
        for person, (name, _, call, expected) in zip(people, CLOSED_WAVE):
            with self.subTest(f"purged: {name}"):
                self.check(person, call, expected)


class OfAnAnonymousWave(Case):
    """Nobody is known there: an id is all there is."""

    ROWS = [
        ("the same again", "1", False, DUPLICATE),
        ("other answers", "2", False, CONFLICT),
        ("erased, the same", "1", True, ERASED),
        ("erased, other answers", "2", True, ERASED),
    ]

    def test_by_the_id_alone(self):
        self.check_rows(samples.questionnaire())

    def test_where_each_answer_has_a_computed_one(self):
        """What the server computes is another value each time, and nobody handed it in."""
        asked = samples.questionnaire()
        for code, calculation in (("zufall", "random()"), ("zeit", "decimal-date-time(now())")):
            question = asked.sections[0].questions.add(
                code=code, kind=Question.KIND_CALCULATION, text=samples.text(code)
            )
            question.logic.calculation = calculation
        self.check_rows(asked)

    def check_rows(self, asked):
        client = self.enterContext(connect(self.daemon("survey")))
        samples.make_wave(client, asked=asked)
        kept = []
        for name, choice, is_erased, expected in self.ROWS:
            with self.subTest(name):
                first = samples.submission()
                kept.append(first)
                self.assertFalse(client.SubmitResponse(first).duplicate)
                if is_erased:
                    client.EraseResponse(
                        parent=samples.WAVE, response_id=first.response_id, reason="Bitte"
                    )
                again = samples.submission(identifier=first.response_id, choice=choice)
                error = error_of(client.SubmitResponse, again)
                if error is None:
                    self.assertEqual(expected, DUPLICATE)
                    self.assertTrue(client.SubmitResponse(again).duplicate)
                else:
                    self.assertEqual((error.code.name, error.reason), expected)
        samples.close_wave(client)
        for first in kept:
            error = error_of(client.SubmitResponse, first)
            self.assertEqual((error.code.name, error.reason), NOT_OPEN)


if __name__ == "__main__":
    unittest.main()
