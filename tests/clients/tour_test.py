"""The first steps of a programme, as a client in Python takes them: from the
programme to the report."""

import hashlib
import re
import unittest

from lotse.engagement.v1alpha import engagement_pb2, phase_pb2
from lotse.engagement.v1alpha.phase_service_pb2 import PHASE_STEP_PREPARE, PHASE_STEP_START
from lotse.survey.v1alpha import survey_pb2
from lotse.type.v1alpha import resource_revision_pb2
from lotse_testing import reports, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.places import ROOT

QUESTIONNAIRE = ROOT / "tests/data/rathaus.quexml.xml"

Engagement = engagement_pb2.Engagement
Phase = phase_pb2.Phase


class Tour(Case):
    def test_from_the_programme_to_the_report(self):
        engagement, survey = self.daemon("engagement"), self.daemon("survey")
        reporting = self.daemon(
            "reporting",
            f"--engagement_address={engagement.address}",
            f"--survey_address={survey.address}",
        )
        with connect(engagement) as client:
            self.accompany(client)
        with connect(survey) as client:
            instrument = self.import_questionnaire(client)
            answered = self.ask(client, instrument)
        with connect(reporting) as client:
            released = self.report(client, answered)
        with connect(engagement) as client:
            self.record(client, released)

    def accompany(self, client):
        """Programme with its course, administration, engagement; the first phase of its
        track is begun."""
        programme = samples.make_programme(client)
        self.assertEqual(programme, client.GetProgramme(name=samples.PROGRAMME))
        template = samples.make_phase_template(client)
        samples.make_administration(client)
        made = samples.make_only_engagement(client, phase_template=template.name)
        self.assertEqual(made.state, Engagement.STATE_DRAFT)
        twice = error_of(client.PublishPhaseTemplate, name=template.name, etag=template.etag)
        self.assertEqual(twice.reason, "WRONG_STATE")
        track = samples.make_track(client)
        phases = client.ListPhases(parent=track.name, order_by="position").phases
        self.assertEqual([phase.phase_id for phase in phases], list(samples.PHASES))
        first, second = phases[:2]
        prepared = client.MovePhase(name=first.name, etag=first.etag, step=PHASE_STEP_PREPARE)
        self.assertEqual(prepared.state, Phase.STATE_READY)
        # Two coordinators at once: the second decided upon what is no more.
        late = error_of(
            client.MovePhase, name=first.name, etag=first.etag, step=PHASE_STEP_PREPARE
        )
        self.assertEqual(late.reason, "ETAG_MISMATCH")
        started = client.MovePhase(
            name=first.name, etag=prepared.etag, step=PHASE_STEP_START
        )
        self.assertEqual(started.state, Phase.STATE_ACTIVE)
        early = error_of(
            client.MovePhase, name=second.name, etag=second.etag, step=PHASE_STEP_PREPARE
        )
        self.assertEqual(early.reason, "PHASE_ORDER")

    def import_questionnaire(self, client):
        reply = client.ImportInstrument(
            parent=samples.ENGAGEMENT,
            instrument_id="rathaus",
            format=1,
            content=QUESTIONNAIRE.read_bytes(),
            language="de",
        )
        self.assertRegex(reply.instrument.content_sha256, r"^[0-9a-f]{64}$")
        self.assertGreater(len(reply.findings), 0)
        return reply.instrument

    def ask(self, client, instrument):
        """A wave whose first single choice 30 people answer, each the first option
        or the second; the question and how many gave each."""
        client.CreateSurvey(
            parent=samples.ENGAGEMENT,
            survey_id=samples.SURVEY.split("/")[-1],
            survey=survey_pb2.Survey(title=samples.text("Befragung")),
        )
        made = client.CreateWave(
            parent=samples.SURVEY,
            wave_id=samples.WAVE.split("/")[-1],
            wave=survey_pb2.Wave(
                title=samples.text("Erste Welle"),
                instrument=instrument.name,
                start_date=samples.day(-1),
                end_date=samples.day(30),
                invited_count=40,
                **samples.make_texts(client),
            ),
        )
        question = next(
            question
            for section in instrument.sections
            for question in section.questions
            if question.kind == samples.Question.KIND_SINGLE_CHOICE and len(question.options) > 1
        )
        first, second = (option.code for option in question.options[:2])
        submission = samples.submission()
        del submission.answers[:]
        submission.answers.append(samples.Answer(code=question.code, choice=first))
        self.assertEqual(error_of(client.SubmitResponse, submission).reason, "WAVE_NOT_OPEN")
        early = error_of(client.OpenWave, name=made.name, etag=made.etag)
        self.assertEqual(early.reason, "WRONG_STATE")
        opened = samples.open_wave(client, made)
        for number in range(30):
            submission.response_id = samples.response_id()
            submission.answers[0].choice = first if number < 18 else second
            self.assertFalse(client.SubmitResponse(submission).duplicate)
            # The reply was lost, the client sends it again.
            self.assertTrue(client.SubmitResponse(submission).duplicate)
        self.assertEqual(error_of(client.TabulateWave, name=made.name).reason, "WAVE_NOT_CLOSED")
        client.CloseWave(name=made.name, etag=opened.etag)
        tables = client.TabulateWave(name=made.name)
        rate = tables.response_rate
        self.assertEqual((rate.invited, rate.responses, rate.rate_per_mille), (40, 30, 750))
        table = next(table for table in tables.tables if table.code == question.code)
        self.assertEqual([row.count for row in table.rows[:2]], [18, 12])
        self.assertEqual([row.share_per_mille for row in table.rows[:2]], [600, 400])
        return question

    def report(self, client, question):
        version = reports.make_version(client, "erster")
        self.assertEqual(version.number, 1)
        self.assertRegex(version.content_sha256, r"^[0-9a-f]{64}$")
        page = reports.artifact(client, version, "HTML")
        self.assertEqual(version.artifacts[0].sha256, hashlib.sha256(page).hexdigest())
        text = re.sub(r"<[^>]+>", " ", page.decode())
        self.assertIn("Begleitung der Stadt Musterstadt", text)
        self.assertIn(question.options[0].label.variants[0].text, text)
        self.assertIn("60,0\u00a0%", text)
        # What nobody has looked at yet does not count.
        early = error_of(client.ReleaseReportVersion, name=version.name, etag=version.etag)
        self.assertEqual(early.reason, "WRONG_STATE")
        submitted = client.SubmitReportVersion(name=version.name, etag=version.etag)
        released = client.ReleaseReportVersion(name=version.name, etag=submitted.etag)
        self.assertEqual(released.state, reports.ReportVersion.STATE_RELEASED)
        (listed,) = client.ListReports(parent=samples.ENGAGEMENT).reports
        self.assertEqual(listed.released_version, released.name)
        self.assertTrue(client.VerifyReportVersion(name=released.name).same)
        # From now on a further version is a correction, and says why.
        refused = error_of(client.AssembleReport, name=listed.name)
        self.assertEqual(refused.reason, "INVALID_FIELDS")
        reason = samples.text("Die Zahl der Befragten war falsch")
        second = reports.assemble(client, listed, correction_reason=reason)
        self.assertEqual(second.state, reports.ReportVersion.STATE_DRAFT, second.failure)
        self.assertEqual(second.previous_sha256, released.content_sha256)
        self.assertEqual(reports.artifact(client, released, "HTML"), page)
        return released

    def record(self, client, released):
        """The engagement has on record what was released."""
        engagement = client.GetEngagement(name=samples.ENGAGEMENT)
        recorded = client.RecordReport(
            name=engagement.name,
            etag=engagement.etag,
            report=resource_revision_pb2.ResourceRevision(
                name=released.name,
                revision=int(released.etag),
                sha256=released.content_sha256,
            ),
        )
        (entry,) = recorded.reports
        self.assertEqual((entry.report.name, entry.final), (released.name, False))


if __name__ == "__main__":
    unittest.main(verbosity=2)
