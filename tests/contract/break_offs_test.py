"""Responses that break off, through the real daemon: by call and in the stream, each error, and
what is told of them."""

import unittest

from lotse.survey.v1alpha import instrument_pb2, response_service_pb2, survey_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.talk import Talk

WAVE = f"{samples.SURVEY}/waves/seiten"
INSTRUMENT = f"{samples.ENGAGEMENT}/instruments/seiten"
QUESTIONS = ("eins", "zwei", "drei")


def pages():
    """A questionnaire of three sections with one required question each."""
    asked = samples.questionnaire().sections[0].questions[0]
    asked.required = True
    made = instrument_pb2.Instrument(title=samples.text("Drei Seiten"))
    for code in QUESTIONS:
        asked.code = code
        made.sections.add(questions=[asked])
    return made


def submission(answered, broke_off_section, identifier=None, token=""):
    """Who answered so many questions and broke off in a section; 0: went to the end."""
    return response_service_pb2.SubmitResponseRequest(
        parent=WAVE,
        response_id=identifier or samples.response_id(),
        answers=[samples.Answer(code=code, choice="1") for code in QUESTIONS[:answered]],
        broke_off_section=broke_off_section,
        invitation_token=token,
    )


class BreakOffs(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def make_wave(self, open_it=True, **fields):
        # For what every wave needs.
        samples.make_wave(self.client, open_it=False)
        self.client.CreateInstrument(
            parent=samples.ENGAGEMENT, instrument_id="seiten", instrument=pages()
        )
        made = self.client.CreateWave(
            parent=samples.SURVEY,
            wave_id="seiten",
            wave=survey_pb2.Wave(
                title=samples.text("Seiten"),
                instrument=INSTRUMENT,
                start_date=samples.day(-1),
                end_date=samples.day(30),
                invited_count=400,
                population=samples.POPULATION,
                data_protection_notice=samples.NOTICE,
                **fields,
            ),
        )
        return samples.open_wave(self.client, made) if open_it else made

    def violated(self, request):
        error = error_of(self.client.SubmitResponse, request)
        self.assertEqual(error.reason, "INVALID_FIELDS")
        return {(v.field, v.description) for v in error.violations}

    def test_each_fault_is_named(self):
        self.make_wave()
        self.assertEqual(
            self.violated(submission(2, 1)),
            {
                (
                    "answers[1]",
                    "`zwei` is in section 2, behind the one in which the response broke off; "
                    "leave the answer out",
                )
            },
        )
        for wrong in (4, -1):
            self.assertEqual(
                self.violated(submission(3, wrong)),
                {
                    (
                        "broke_off_section",
                        "no section of the questionnaire; give 1 to 3, or 0 for a complete "
                        "response",
                    )
                },
            )
        missing = "`eins` has to be answered; give an answer to it"
        self.assertEqual(self.violated(submission(0, 2)), {("answers", missing)})

    def test_it_is_final(self):
        self.make_wave(access="ACCESS_INVITED")
        issued = self.client.IssueInvitations(
            parent=WAVE, recipients=[{"recipient": "a"}, {"recipient": "b"}]
        ).invitations
        first = submission(1, 2, token=issued[0].token)
        self.assertFalse(self.client.SubmitResponse(first).duplicate)
        self.assertTrue(self.client.SubmitResponse(first).duplicate)
        for answered, section in ((3, 0), (2, 3), (1, 1)):
            other = submission(answered, section, first.response_id, issued[0].token)
            error = error_of(self.client.SubmitResponse, other)
            self.assertEqual(error.reason, "RESPONSE_CONFLICT", (answered, section))
        again = error_of(self.client.SubmitResponse, submission(3, 0, token=issued[0].token))
        self.assertEqual(again.reason, "INVITATION_REFUSED")
        # In the stream it is the same.
        talk = Talk(self.client, wave=WAVE)
        talk.send(first, submission(2, 1, token=issued[1].token))
        talk.send(submission(0, 1, token=issued[1].token))
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(talk.reasons(), {2: "INVALID_FIELDS"})
        self.assertTrue(talk.results[1].response.duplicate)
        self.assertFalse(talk.results[3].response.duplicate)

    def test_the_line_to_partial_is_drawn_before(self):
        made = self.make_wave(open_it=False)
        for wrong in (-1, 4):
            made.partial_from_section = wrong
            error = error_of(self.client.UpdateWave, wave=made)
            self.assertEqual(error.reason, "INVALID_FIELDS")
            self.assertEqual([v.field for v in error.violations], ["wave.partial_from_section"])
        made.partial_from_section = 3
        made = samples.release_wave(self.client, self.client.UpdateWave(wave=made))
        made.partial_from_section = 2
        self.assertEqual(error_of(self.client.UpdateWave, wave=made).reason, "WRONG_STATE")

    def test_what_is_told_survives_a_kill_and_fits_to_the_tables(self):
        self.make_wave(partial_from_section=3)
        for answered, section, people in ((3, 0, 25), (1, 1, 12), (1, 2, 3), (2, 3, 10)):
            for _ in range(people):
                self.client.SubmitResponse(submission(answered, section))

        # Nothing of it is told while the wave is under way.
        report = self.client.GetCollectionReport(name=WAVE)
        self.assertEqual(list(report.sections), [])
        self.assertEqual((report.total.started, report.total.completed), (50, 50))
        self.assertFalse(report.total.HasField("broke_off"))
        self.survey.kill()
        self.survey.start()
        with connect(self.survey) as client:
            samples.close_wave(client, WAVE)
            report = client.GetCollectionReport(name=WAVE, with_items=True)
            tables = client.TabulateWave(name=WAVE)
        self.assertEqual(
            [(s.section, s.reached, s.broke_off) for s in report.sections],
            [(1, 50, 12), (2, 38, 0), (3, 38, 13)],
        )
        total = report.total
        self.assertEqual((total.started, total.completed, total.partial), (50, 25, 13))
        self.assertEqual((total.usable, total.broke_off), (38, 12))
        self.assertEqual([rate.fraction for rate in total.rates.rates][:2], ["1/16", "19/200"])
        self.assertEqual(tables.response_rate.responses, 38)
        self.assertEqual(tables.wave.response_count, 50)
        self.assertEqual([item.missing for item in report.items], [0, 0, 0])
        self.assertEqual([item.not_reached for item in report.items], [0, 0, 13])

    def test_of_few_nothing_is_told(self):
        self.make_wave()
        for answered, section, people in ((3, 0, 20), (1, 2, 4)):
            for _ in range(people):
                self.client.SubmitResponse(submission(answered, section))
        samples.close_wave(self.client, WAVE)
        report = self.client.GetCollectionReport(name=WAVE)
        self.assertEqual([s.broke_off for s in report.sections], [0, 0, 0])
        self.assertEqual((report.total.completed, report.total.broke_off), (24, 0))
        self.assertEqual(self.client.TabulateWave(name=WAVE).response_rate.responses, 24)


if __name__ == "__main__":
    unittest.main()
