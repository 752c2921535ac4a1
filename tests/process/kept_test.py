"""Stores that version 0.1.0 wrote open with this one: everything in them is there,
with its revisions, and is worked on as if it had been made today."""

import shutil
import unittest

from lotse.engagement.v1alpha import engagement_pb2, phase_pb2
from lotse_testing import chain, reports, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.places import ROOT

KEPT = ROOT / "tests" / "data" / "kept"
FIRST, NO_FILES = KEPT / "0.1.0-first", KEPT / "0.1.0-no-files"

# Of the reports that were made then.
REPORT = f"{samples.ENGAGEMENT}/reports/bericht"
CORRECTED = f"{samples.ENGAGEMENT}/reports/korrigiert"
RESPONSES = 40

FORMS = ("HTML", "JSON", "XLSX", "CSV", "CSV_EXCEL")


class Kept(Case):
    def kept(self, service, *flags, store=FIRST):
        folder = self.folder(service)
        shutil.copytree(store / service, folder)
        folder.chmod(0o700)
        return self.daemon(service, *flags, data_dir=folder)

    def again(self, daemon, service):
        """The same after another start, and a whole log."""
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(chain.faults(daemon.data_dir / f"{service}.db"), [])
        daemon.start()

    def test_engagement(self):
        """The phases that stood inside programme and engagement are a template and a track
        now; the log says so, and a second start changes nothing."""
        daemon = self.kept("engagement")
        log = daemon.log()
        (taken,) = [line for line in log if line["event"] == "former_phases_taken"]
        self.assertEqual(taken["owners"], 2)
        for _ in range(2):
            with connect(daemon) as client:
                self.check_programme(client)
                self.check_course(client)
                self.check_log(client)
            self.again(daemon, "engagement")

    def check_programme(self, client):
        self.assertEqual(len(client.ListAdministrations().administrations), 1)
        (programme,) = client.ListProgrammes().programmes
        self.assertEqual(len(programme.former_phase_templates), 0)
        (template,) = client.ListPhaseTemplates(parent=samples.PROGRAMME).phase_templates
        self.assertEqual(template.name, f"{samples.PROGRAMME}/phaseTemplates/former")
        self.assertEqual(template.state, template.STATE_PUBLISHED)
        self.assertEqual([p.phase_id for p in template.phases], list(samples.PHASES))

    def check_course(self, client):
        engagement = client.GetEngagement(name=samples.ENGAGEMENT)
        self.assertEqual((engagement.etag, len(engagement.former_phases)), ("3", 0))
        self.assertEqual(engagement.state, engagement.STATE_ACTIVE)
        self.assertEqual(engagement.phase_template, f"{samples.PROGRAMME}/phaseTemplates/former")
        found = client.ListEngagements(
            parent=samples.PROGRAMME,
            filter=f'administration = "{samples.ADMINISTRATION}"',
        )
        self.assertEqual([e.name for e in found.engagements], [samples.ENGAGEMENT])
        (track,) = client.ListTracks(parent=samples.ENGAGEMENT).tracks
        self.assertEqual(track.name, f"{samples.ENGAGEMENT}/tracks/gesamt")
        phases = client.ListPhases(parent=track.name, order_by="position").phases
        self.assertEqual(
            [(p.phase_id, p.position, p.state, p.HasField("start_date")) for p in phases],
            [
                (samples.PHASES[0], 100, phase_pb2.Phase.STATE_ACTIVE, True),
                (samples.PHASES[1], 200, phase_pb2.Phase.STATE_PLANNED, False),
                (samples.PHASES[2], 300, phase_pb2.Phase.STATE_PLANNED, False),
            ],
        )
        self.assertEqual(
            [p.title.variants[0].text for p in phases], [p.capitalize() for p in samples.PHASES]
        )

    def check_log(self, client):
        """What was, is still told: the first entry holds the phases as they were."""
        log = client.ListChanges(parent=samples.ENGAGEMENT).changes
        first = engagement_pb2.Engagement()
        log[0].content.Unpack(first)
        self.assertEqual([p.phase_id for p in first.former_phases], list(samples.PHASES))
        of_engagement = [
            (c.verb, c.revision, c.actor) for c in log if c.resource == samples.ENGAGEMENT
        ]
        self.assertEqual(
            of_engagement, [("IMPORT", 2, "lotse"), ("TAKE_PHASES_OVER", 3, "lotse-engagement")]
        )
        made = [(c.verb, c.actor) for c in log if c.resource != samples.ENGAGEMENT]
        self.assertEqual(made, [("IMPORT", "lotse-engagement")] * (1 + len(samples.PHASES)))

    def test_survey(self):
        daemon = self.kept("survey")
        with connect(daemon) as client:
            wave = client.GetWave(name=samples.WAVE)
            self.assertEqual((wave.etag, wave.response_count), ("3", RESPONSES))
            tables = client.TabulateWave(name=samples.WAVE)
            self.assertEqual(tables.response_rate.responses, RESPONSES)
        self.again(daemon, "survey")

    def test_reporting(self):
        daemon = self.kept(
            "reporting", "--engagement_address=127.0.0.1:1", "--survey_address=127.0.0.1:1"
        )
        with connect(daemon) as client:
            # What it showed then was of another form; what it shall show is kept.
            report = client.GetReport(name=REPORT)
            self.assertEqual((report.etag, list(report.waves)), ("1", [samples.WAVE]))
            version = reports.assemble(client, report)
            self.assertEqual(version.state, reports.ReportVersion.STATE_DRAFT, version)
        self.again(daemon, "reporting")

    def test_reports_without_files(self):
        """A report knows by now which version was released last. Every form but JSON was written
        otherwise then, so no other file is put in its place; the log says so, and a second start
        changes nothing."""
        daemon = self.kept(
            "reporting",
            "--engagement_address=127.0.0.1:1",
            "--survey_address=127.0.0.1:1",
            store=NO_FILES,
        )
        (taken,) = [line for line in daemon.log() if line["event"] == "former_versions_taken"]
        self.assertEqual(taken["reports"], 2)
        (lost,) = [line for line in daemon.log() if line["event"] == "former_files_lost"]
        self.assertEqual((taken["files"], lost["files"]), (0, 4 * (len(FORMS) - 1)))
        for _ in range(2):
            with connect(daemon) as client:
                self.check_versions(client)
                self.check_taken_over(client)
            self.again(daemon, "reporting")
            self.assertEqual([line for line in daemon.log() if "former" in line["event"]], [])
        with connect(daemon) as client:
            self.correct(client)
        self.again(daemon, "reporting")

    def check_versions(self, client):
        """What a version says is there, and a form that is missing says so."""
        for name in (REPORT, CORRECTED):
            for version in client.ListReportVersions(parent=name).versions:
                frozen = {a.format: a.sha256 for a in version.artifacts}
                self.assertEqual(len(frozen), len(FORMS))
                verified = client.VerifyReportVersion(name=version.name)
                for check in verified.checks:
                    self.assertIn(check.found_sha256, ("", check.frozen_sha256), check)
                self.assertEqual(
                    [c.subject for c in verified.checks if c.same], ["document", "json"]
                )
                self.assertFalse(verified.same)
                # Another Lotse wrote them otherwise; which one, it did not note.
                for check in verified.checks[1:]:
                    same = check.subject == "json"
                    expected = check.RENDERING_SAME if same else check.RENDERING_DIFFERS
                    self.assertEqual(check.rendering, expected, check)
                self.assertEqual((version.lotse_version, verified.made_with), ("", ""))
                self.assertNotEqual(client.GetDocument(name=version.name).title, "")
                for form in FORMS:
                    refused = error_of(reports.artifact, client, version, form)
                    expected = None if form == "JSON" else "STORE_CORRUPT"
                    self.assertEqual(refused and refused.reason, expected)

    def check_taken_over(self, client):
        self.assertEqual(client.GetReport(name=REPORT).last_released_number, 1)
        corrected = client.GetReport(name=CORRECTED)
        self.assertEqual((corrected.last_released_number, corrected.released_version), (2, ""))
        for name in (REPORT, CORRECTED):
            log = client.ListChanges(parent=samples.ENGAGEMENT, filter=f'resource = "{name}"')
            last = log.changes[-1]
            self.assertEqual((last.verb, last.actor), ("TAKE_OVER", "lotse-reporting"))
            self.assertEqual(error_of(client.DeleteReport, name=name).reason, "WRONG_STATE")
            refused = error_of(client.AssembleReport, name=name)
            self.assertEqual(refused.reason, "INVALID_FIELDS", "no reason for a correction")

    def correct(self, client):
        """The version from then is what the next one corrects."""
        report = client.GetReport(name=REPORT)
        version = reports.assemble(
            client, report, correction_reason=samples.text("Eine Zahl war falsch")
        )
        self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
        page = reports.artifact(client, version, "HTML").decode()
        self.assertIn("Eine Zahl war falsch", page)
        version = client.SubmitReportVersion(name=version.name, etag=version.etag)
        version = client.ReleaseReportVersion(name=version.name, etag=version.etag)
        first = client.GetReportVersion(name=f"{REPORT}/versions/v0001")
        self.assertEqual((first.state, first.replaced_by), (first.STATE_SUPERSEDED, version.name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
