"""Files as answers: what is taken, who gets them, what is refused, and that nothing is left of
them. Against the real daemon."""

import hashlib
import unittest

from identity_case import RespondentCase
from lotse.survey.v1alpha import answer_pb2, instrument_pb2, response_service_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.talk import Talk

PNG = b"\x89PNG\r\n\x1a\n"
MIB = 1 << 20
State = response_service_pb2.PersonalResponse.State
Answer = answer_pb2.Answer
Question = instrument_pb2.Question


def png(mark, size=30_000):
    """A picture that can be found on a disk by its mark."""
    return (PNG + f"<{mark}>".encode() * size)[:size]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def questionnaire(**limits):
    """Asks for a photo and for a document."""
    asked = samples.questionnaire()
    for code, media_type in (("foto", "image/png"), ("beleg", "application/pdf")):
        asked.sections[0].questions.append(
            Question(
                code=code,
                text=samples.text("Zeigen Sie es uns?"),
                kind=Question.KIND_FILE,
                media_types=[media_type],
                maximum_file_bytes=limits.get(code, 0),
            )
        )
    return asked


def file_answer(data=b"", media_type="image/png", code="foto", sha256=""):
    return Answer(
        code=code, file=Answer.File(media_type=media_type, data=data, sha256=sha256)
    )


class Files(Case):
    identity = "IDENTITY_CONFIDENTIAL"

    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def make_wave(self, **limits):
        samples.make_wave(
            self.client, invited=True, identity=self.identity, asked=questionnaire(**limits)
        )

    def invite(self, recipient):
        return self.client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": recipient}]
        ).invitations[0].token

    def handed_in(self, token, *answers, response_id=None):
        return {
            "parent": samples.WAVE,
            "response_id": response_id or samples.response_id(),
            "answers": answers,
            "invitation_token": token,
        }

    def listed(self):
        return self.client.ListResponses(parent=samples.WAVE, former_versions=True).responses

    def get(self, whose, content, **other):
        return self.client.GetAnswerFile(
            parent=samples.WAVE, pseudonym=whose.pseudonym, recipient=whose.recipient,
            sha256=sha256(content), **other,
        )  # fmt: skip

    def bytes_on_disk(self):
        return b"".join(
            path.read_bytes() for path in self.survey.data_dir.iterdir() if path.is_file()
        )

    def gone_from_disk(self, mark):
        """What is withdrawn or replaced goes from the log of the file shortly afterwards."""
        wait_for(lambda: mark.encode() not in self.bytes_on_disk(), f"{mark} to be gone")


class Confidential(Files):
    def test_from_the_answer_to_its_erasure(self):
        self.make_wave()
        first, second = self.invite("1"), self.invite("2")
        photo, other = png("geheim"), png("offen")
        given = self.handed_in(first, file_answer(photo), Answer(code="alter", integer=40))
        self.assertFalse(self.client.SubmitResponse(**given).duplicate)
        self.assertTrue(self.client.SubmitResponse(**given).duplicate)
        conflict = dict(given, answers=[file_answer(other)])
        self.assertEqual(
            error_of(self.client.SubmitResponse, **conflict).reason, "RESPONSE_CONFLICT"
        )
        self.client.SubmitResponse(**self.handed_in(second, file_answer(other)))
        # What was acknowledged is there after the process was killed.
        self.survey.kill()
        self.survey.start(listen=self.survey.address)
        self.client = self.enterContext(connect(self.survey))
        whose = next(one for one in self.listed() if len(one.answers) == 2)
        told = whose.answers[1].file
        self.assertEqual(
            (told.media_type, told.size_bytes, told.sha256, told.data),
            ("image/png", len(photo), sha256(photo), b""),
        )
        got = self.get(whose, photo)
        self.assertEqual((got.media_type, got.data), ("image/png", photo))
        self.assertIn(b"<geheim>", self.bytes_on_disk())
        self.client.EraseResponse(
            parent=samples.WAVE, pseudonym=whose.pseudonym, codes=["foto"], reason="Bitte"
        )
        self.assertNotIn(b"<geheim>", self.bytes_on_disk())
        self.assertEqual(error_of(self.get, whose, photo).reason, "RESOURCE_NOT_FOUND")
        wave = self.client.GetWave(name=samples.WAVE)
        self.client.EraseAnswers(
            name=wave.name, etag=wave.etag, codes=["foto"], reason="Niemand braucht sie"
        )
        self.assertNotIn(b"<offen>", self.bytes_on_disk())
        self.assertNotIn("geheim", self.survey.log_text())

    def test_what_is_stored_is_not_sent_again(self):
        self.make_wave()
        token = self.invite("1")
        identifier = samples.response_id()
        photo, other = png("geheim"), png("neu")
        saved = self.client.SaveAnswers(
            **self.handed_in(token, file_answer(photo), response_id=identifier)
        )
        self.assertEqual(error_of(self.get, self.listed()[0], photo).reason, "RESOURCE_NOT_FOUND")
        resumed = self.client.ResumeResponse(parent=samples.WAVE, invitation_token=token)
        self.assertEqual(resumed.answers[0].file.data, b"")
        self.client.SaveAnswers(
            etag=saved.etag,
            **self.handed_in(
                token, Answer(code="alter", integer=40), *resumed.answers, response_id=identifier
            ),
        )
        submitted = self.client.SubmitResponse(
            **self.handed_in(token, *resumed.answers, response_id=identifier)
        )
        self.assertEqual(self.get(self.listed()[0], photo).data, photo)
        resumed = self.client.ResumeResponse(parent=samples.WAVE, invitation_token=token)
        self.client.EditResponse(
            etag=resumed.etag, **self.handed_in(token, file_answer(other), response_id=identifier)
        )
        (held,) = self.listed()
        self.assertEqual(held.former_versions[0].answers[0].file.sha256, sha256(photo))
        self.assertEqual(self.get(held, photo).data, photo)
        self.client.WithdrawResponse(
            parent=samples.WAVE, withdrawal_code=submitted.withdrawal_code
        )
        self.assertEqual(error_of(self.get, held, photo).reason, "RESOURCE_NOT_FOUND")
        self.gone_from_disk("<geheim>")
        self.gone_from_disk("<neu>")

    def test_what_is_no_file_of_the_question_is_refused(self):
        self.make_wave(foto=40_000)
        token = self.invite("1")
        wrong = {
            "answers[0].file.data": [
                file_answer(b"geheim"),
                file_answer(png("geheim", 40_001)),
                file_answer(),
            ],
            "answers[0].file.media_type": [
                file_answer(png("geheim"), "image/jpeg"),
                file_answer(png("geheim"), ""),
                file_answer(b"%PDF-1.7", "application/pdf"),
            ],
            "answers[0].file.sha256": [
                file_answer(png("geheim"), sha256=sha256(b"anders")),
                file_answer(sha256=sha256(b"unbekannt")),
                file_answer(sha256="geheim"),
            ],
            "answers[0].text": [Answer(code="foto", text="geheim")],
            "answers[0].file": [
                Answer(code="alter", file=Answer.File(media_type="image/png", data=PNG))
            ],
        }
        calls = [
            self.client.SubmitResponse,
            self.client.SaveAnswers,
        ]
        for field, answers in wrong.items():
            for answer in answers:
                for call in calls:
                    error = error_of(call, **self.handed_in(token, answer))
                    self.assertEqual(error.reason, "INVALID_FIELDS", answer.file.media_type)
                    self.assertEqual([one.field for one in error.violations], [field])
                    self.assertNotIn("geheim", str(error.status))
        self.assertEqual(list(self.listed()), [])

    def test_the_largest_files_come_and_go_in_one_message(self):
        self.make_wave(foto=2 * MIB, beleg=MIB)
        photo, pdf = png("x", 2 * MIB), b"%PDF-" + b"y" * (MIB - 5)
        answers = samples.answers(remark="z" * 9_000)
        answers += [file_answer(photo), file_answer(pdf, "application/pdf", "beleg")]
        self.client.SubmitResponse(**self.handed_in(self.invite("1"), *answers))
        (whose,) = self.listed()
        self.assertEqual(self.get(whose, photo).data, photo)
        self.assertEqual(self.get(whose, pdf).media_type, "application/pdf")

    def test_a_stream_takes_them(self):
        self.make_wave()
        talk = Talk(self.client)
        for number in range(3):
            item = response_service_pb2.SubmitResponseRequest(
                **self.handed_in(self.invite(str(number)), file_answer(png(f"n{number}")))
            )
            item.parent = ""
            talk.send(item)
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(talk.reasons(), {})
        self.assertEqual(len(self.listed()), 3)

    def test_reading_is_refused(self):
        asked = {"parent": samples.WAVE, "pseudonym": "0" * 32, "sha256": "0" * 64}
        self.assertEqual(error_of(self.client.GetAnswerFile, **asked).reason, "RESOURCE_NOT_FOUND")
        self.make_wave()
        self.assertEqual(error_of(self.client.GetAnswerFile, **asked).reason, "RESOURCE_NOT_FOUND")
        for field, wrong in {
            "pseudonym": {"pseudonym": ""},
            "recipient": {"recipient": "1"},
            "sha256": {"sha256": "x"},
        }.items():
            error = error_of(self.client.GetAnswerFile, **{**asked, **wrong})
            self.assertEqual(error.reason, "INVALID_FIELDS")
            self.assertEqual([one.field for one in error.violations], [field])
        closed = samples.close_wave(self.client)
        self.client.PurgeWave(name=closed.name, etag=closed.etag, reason="Ende")
        self.assertEqual(error_of(self.client.GetAnswerFile, **asked).reason, "WRONG_STATE")
        self.client.DeleteWave(name=samples.WAVE)
        self.assertEqual(error_of(self.client.GetAnswerFile, **asked).reason, "RESOURCE_DELETED")

    def test_a_purge_counts_them_and_leaves_nothing(self):
        self.make_wave()
        for number in range(10):
            self.client.SubmitResponse(
                **self.handed_in(self.invite(str(number)), file_answer(png("geheim")))
            )
        closed = samples.close_wave(self.client)
        purged = self.client.PurgeWave(name=closed.name, etag=closed.etag, reason="Ende")
        self.assertEqual((purged.purge.responses, purged.purge.files), (10, 10))
        self.assertNotIn(b"<geheim>", self.bytes_on_disk())


class Named(Files):
    identity = "IDENTITY_IDENTIFIED"

    def test_they_are_read_under_the_recipient(self):
        self.make_wave()
        photo = png("geheim")
        self.client.SubmitResponse(**self.handed_in(self.invite("Amt 1"), file_answer(photo)))
        (whose,) = self.listed()
        self.assertEqual(whose.recipient, "Amt 1")
        self.assertEqual(self.get(whose, photo).data, photo)
        error = error_of(
            self.client.GetAnswerFile,
            parent=samples.WAVE, pseudonym="Amt 1", sha256=sha256(photo),
        )  # fmt: skip
        self.assertEqual(error.reason, "INVALID_FIELDS")


class Anonymous(Files):
    identity = "IDENTITY_ANONYMOUS"

    def test_they_cannot_be_asked_for(self):
        error = error_of(self.make_wave)
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertEqual([one.field for one in error.violations], ["wave.identity"])

    def test_none_can_be_read(self):
        samples.make_wave(self.client)
        asked = {"parent": samples.WAVE, "pseudonym": "0" * 32, "sha256": "0" * 64}
        self.assertEqual(error_of(self.client.GetAnswerFile, **asked).reason, "IDENTITY_MODE")


class Rights(RespondentCase):
    PEOPLE = {"rita": role_pb2.ROLE_RESPONDENT, "anna": role_pb2.ROLE_ANALYST}

    """The wave is anonymous: rights are asked before anything is told of it."""

    asked = {"parent": samples.WAVE, "pseudonym": "0" * 32, "sha256": "0" * 64}

    def test_who_may_not_read_answers_is_told(self):
        for client in (self.consultant, self.respondent("rita")):
            error = error_of(client.GetAnswerFile, **self.asked)
            self.assertEqual(
                (error.reason, error.info.metadata["permission"]),
                ("PERMISSION_MISSING", "RESPONSE_READ"),
            )

    def test_to_strangers_all_is_as_if_it_were_not_there(self):
        stranger = self.client(self.survey, "fremd")
        foreign = error_of(stranger.GetAnswerFile, **self.asked)
        absent = error_of(
            stranger.GetAnswerFile, **dict(self.asked, parent=samples.WAVE[:-1] + "x")
        )
        self.assertEqual(foreign.reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(
            foreign.message.replace(samples.WAVE, ""),
            absent.message.replace(samples.WAVE[:-1] + "x", ""),
        )

    def test_who_may_gets_further(self):
        self.grant("anna", role_pb2.ROLE_ANALYST)
        analyst = self.client(self.survey, "anna")
        self.wait_for_grant(analyst.GetAnswerFile, "IDENTITY_MODE", **self.asked)


if __name__ == "__main__":
    unittest.main()
