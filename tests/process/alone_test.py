"""Each service works while the others are down, and a report says what was missing."""

import hashlib
import json
import signal
import time
import unittest

from google.protobuf import json_format

from lotse.engagement.v1alpha import phase_pb2
from lotse.reporting.v1alpha import document_pb2, report_version_pb2
from lotse_testing import reports, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse
from lotse_testing.places import figure

# Forms of files that are compared; all others are made of the same document.
HTML, JSON = "HTML", "JSON"

Phase, GateVerdict = phase_pb2.Phase, phase_pb2.GateVerdict

Progress = report_version_pb2.AssemblyProgress

REACHED = document_pb2.Source.STATE_REACHED
UNREACHABLE = document_pb2.Source.STATE_UNREACHABLE

# How long reporting waits for an answer of a peer.
PEER_SECONDS = 2

UNREACHABLE_IN_WORDS = {"de": "nicht erreichbar", "en": "not be reached"}


def render(client, version, form=HTML):
    return reports.artifact(client, version, form)


def made(client, identifier, **settings):
    """The first version of a report, and what it says."""
    version = reports.make_version(client, identifier, **settings)
    if version.state != version.STATE_DRAFT:
        raise AssertionError(f"the version could not be made: {version.failure}")
    return version, client.GetDocument(name=version.name)


class Stand(Case):
    """The three services over a closed wave with 60 responses."""

    def setUp(self):
        self.engagement = self.daemon("engagement")
        self.survey = self.daemon("survey")
        with connect(self.engagement) as client:
            self.made = samples.make_course(client)
        with connect(self.survey) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 60)
            samples.close_wave(client)
        self.reporting = self.start_reporting()

    def start_reporting(self, peer_seconds=PEER_SECONDS, **options):
        return self.daemon(
            "reporting",
            f"--engagement_address={self.engagement.address}",
            f"--survey_address={self.survey.address}",
            f"--peer_timeout_ms={1000 * peer_seconds}",
            **options,
        )


class Alone(Stand):
    def test_engagement_works_alone(self):
        self.survey.kill()
        self.reporting.kill()
        self.assertEqual(self.engagement.status("/readyz"), 200)
        with connect(self.engagement) as client:
            self.made.title.variants[0].text = "Neuer Titel"
            changed = client.UpdateEngagement(engagement=self.made)
            self.assertEqual(client.GetEngagement(name=self.made.name), changed)
            moved = samples.move_phase(
                client, samples.PHASES[0], "PREPARE", "START", "ENTER_GATE"
            )
            done = client.DecideGate(
                name=moved.name, etag=moved.etag, verdict=GateVerdict.VERDICT_PASSED
            )
            self.assertEqual(done.state, Phase.STATE_COMPLETED)
            self.assertEqual(client.GetPhase(name=done.name), done)

    def test_survey_takes_responses_alone(self):
        self.engagement.kill()
        self.reporting.kill()
        with connect(self.survey) as client:
            wave = samples.WAVE.replace("erste", "zweite")
            samples.make_wave(client, wave=wave)
            samples.submit_crowd(client, 20, wave=wave)
            samples.close_wave(client, wave)
            self.assertEqual(client.TabulateWave(name=wave).response_rate.responses, 20)

    def report_without(self, identifier, *missing, known=True):
        """A page of a report that was made while `missing` are down: every source is named with
        its state, and the HTML says it in words. What is `known` has its last revision."""
        for daemon in missing:
            daemon.kill()
        for language, words in UNREACHABLE_IN_WORDS.items():
            with connect(self.reporting) as client:
                version, document = made(client, f"{identifier}-{language}", language=language)
                page = render(client, version).decode()
            states = {}
            for source in document.sources:
                self.assertNotEqual(source.resource, "")
                reached = source.state == REACHED
                self.assertEqual(source.revision != "", reached or known, source)
                self.assertEqual(
                    source.HasField("last_reached_date"), not reached and known, source
                )
                states.setdefault(source.service, set()).add(source.state)
            expected = {
                daemon.service: {UNREACHABLE if daemon in missing else REACHED}
                for daemon in (self.engagement, self.survey)
            }
            self.assertEqual(states, expected)
            self.assertEqual(words in page, bool(missing), f"{words} in the page")
        return page

    def never_reached(self, *missing):
        """lotse-reporting over an empty store, which has not heard of `missing`."""
        for daemon in missing:
            daemon.kill()
        self.reporting.kill()
        self.reporting = self.start_reporting()

    def test_report_with_both_up(self):
        page = self.report_without("alle")
        self.assertIn("Begleitung der Stadt Musterstadt", page)
        self.assertIn("Wie zufrieden sind Sie?", page)
        for phase in samples.PHASES:
            self.assertIn(phase.capitalize(), page)

    def test_what_was_said_last_is_shown_with_engagement_down(self):
        self.report_without("vorher")
        page = self.report_without("ohne-begleitung", self.engagement)
        self.assertIn("Begleitung der Stadt Musterstadt", page)
        self.assertIn("Wie zufrieden sind Sie?", page)

    def test_what_was_said_last_is_shown_with_survey_down(self):
        self.report_without("vorher")
        page = self.report_without("ohne-befragung", self.survey)
        self.assertIn("Begleitung der Stadt Musterstadt", page)
        self.assertIn("Wie zufrieden sind Sie?", page)

    def test_what_was_said_last_is_shown_with_both_down_and_after_a_restart(self):
        with connect(self.reporting) as client:
            before, _ = made(client, "vorher")
        self.engagement.kill()
        self.survey.kill()
        self.assertEqual(self.reporting.stop(), 0)
        self.reporting.start()
        page = self.report_without("ohne-alles", self.engagement, self.survey)
        self.assertIn("Begleitung der Stadt Musterstadt", page)
        with connect(self.reporting) as client:
            self.assertEqual(client.GetReportVersion(name=before.name), before)

    def test_report_that_never_heard_of_engagement(self):
        self.never_reached(self.engagement)
        page = self.report_without("ohne-begleitung", self.engagement, known=False)
        self.assertNotIn("Begleitung der Stadt Musterstadt", page)
        self.assertIn("Wie zufrieden sind Sie?", page)

    def test_report_that_never_heard_of_survey(self):
        self.never_reached(self.survey)
        page = self.report_without("ohne-befragung", self.survey, known=False)
        self.assertIn("Begleitung der Stadt Musterstadt", page)
        self.assertNotIn("Wie zufrieden sind Sie?", page)

    def test_report_that_never_heard_of_anything(self):
        self.never_reached(self.engagement, self.survey)
        self.report_without("ohne-alles", self.engagement, self.survey, known=False)

    def test_peer_that_hangs_is_waited_for_once(self):
        """Silence is no answer, and costs one time limit, not one per question."""
        self.engagement.signal(signal.SIGSTOP)
        start = time.monotonic()
        with connect(self.reporting) as client:
            _, document = made(client, "haengt")
        waited = time.monotonic() - start
        figure("report with a peer that hangs", round(waited, 1), "s", PEER_SECONDS)
        self.assertEqual(document.sources[0].state, UNREACHABLE)
        self.assertLess(waited, 3 * PEER_SECONDS)

    def test_a_version_tells_how_far_it_is(self):
        """While the wave is waited for the process alone is read; that is told and kept nowhere."""
        self.reporting.kill()
        # Beyond what a slow machine needs for all that is asked meanwhile.
        self.reporting = self.start_reporting(peer_seconds=25)
        with connect(self.reporting) as client:
            report = reports.make_report(client, "wartet")
            self.survey.signal(signal.SIGSTOP)
            asked = client.AssembleReport(name=report.name)
            self.assertEqual(asked.progress.step, Progress.STEP_WAITING)

            def begun():
                version = client.GetReportVersion(name=asked.name)
                return version if version.progress.done > 0 else None

            version = wait_for(begun, "the first source to be read")
            # The process, the wave, and the log of lotse-survey.
            told = Progress(step=Progress.STEP_GATHERING, done=1, total=3)
            self.assertEqual(version.progress, told)
            self.assertEqual(version.state, version.STATE_ASSEMBLING)
            (listed,) = client.ListReportVersions(parent=report.name).versions
            self.assertEqual(listed.progress, told)
            self.survey.signal(signal.SIGCONT)
            ended = reports.wait_end(client, asked.name)
            self.assertEqual(ended.state, ended.STATE_DRAFT, ended.failure)
            self.assertFalse(ended.HasField("progress"))
            # Asked for, begun, frozen.
            self.assertEqual(ended.etag, "3")

    def test_refusals_are_no_silence(self):
        """A wave that does not exist or is open is refused, not called unreachable: the version
        has failed, and says why."""
        with connect(self.reporting) as client:
            report = reports.make_report(client, "fehlt", waves=[samples.WAVE + "-none"])
            missing = reports.assemble(client, report)
            self.assertEqual(missing.state, missing.STATE_FAILED)
            self.assertEqual(missing.failure.reason, "RESOURCE_NOT_FOUND")
            open_wave = samples.WAVE.replace("erste", "offen")
            with connect(self.survey) as survey:
                samples.make_wave(survey, wave=open_wave)
            report = reports.make_report(client, "offen", waves=[open_wave])
            refused = reports.assemble(client, report)
            self.assertEqual(refused.failure.reason, "WAVE_NOT_CLOSED")
            self.assertEqual((refused.content_sha256, len(refused.artifacts)), ("", 0))
            unmade = error_of(client.GetDocument, name=refused.name)
            self.assertEqual(unmade.reason, "WRONG_STATE")
            self.assertEqual(unmade.info.domain, "reporting.lotse")
            # Once that is put right another version of the same report is made.
            with connect(self.survey) as survey:
                samples.close_wave(survey, open_wave)
            again = reports.assemble(client, client.GetReport(name=refused.settings.name))
            self.assertEqual((again.number, again.state), (2, again.STATE_DRAFT), again.failure)

    def test_peer_that_comes_back_is_asked_at_once(self):
        self.never_reached(self.engagement)
        with connect(self.reporting) as client:
            first, document = made(client, "vorher")
            self.assertEqual(document.sources[0].state, UNREACHABLE)
            # By then the pause between two tries to connect is the longest.
            time.sleep(3)
            self.engagement.start(listen=f"127.0.0.1:{self.engagement.port}")
            report = client.GetReport(name=first.settings.name)
            again = reports.assemble(client, report)
            found = client.GetDocument(name=again.name).sources[0]
            self.assertEqual(found.state, REACHED)
            # What was frozen stays as it was; only that there are later ones is told.
            self.assertEqual(client.GetDocument(name=first.name), document)
            kept = client.GetReportVersion(name=first.name)
            self.assertEqual(kept.state, kept.STATE_SUPERSEDED)
            self.assertEqual(kept.content_sha256, first.content_sha256)


class Bytes(Stand):
    def test_same_sources_same_bytes(self):
        with connect(self.reporting) as client:
            first, document = made(client, "erster")
            second, other = made(client, "zweiter")
            self.assertEqual(first.content_sha256, second.content_sha256)
            self.assertEqual(document, other)
            self.assertEqual(render(client, first, JSON), render(client, second, JSON))
            # The name of its report stands in a page, and nothing else is different.
            pages = [render(client, version) for version in (first, second)]
            self.assertEqual(pages[0], pages[1].replace(b"zweiter", b"erster"))
            figure("report", f"{len(pages[0])} bytes of HTML, the same twice")
            # A further version of the same report says the same.
            third = reports.assemble(client, client.GetReport(name=first.settings.name))
            self.assertEqual(third.content_sha256, first.content_sha256)
            self.assertEqual(third.previous_sha256, first.content_sha256)
            # The canonical JSON is the document, and its hash is the version's.
            content = render(client, first, JSON)
            self.assertEqual(hashlib.sha256(content).hexdigest(), first.content_sha256)
            parsed = json_format.ParseDict(json.loads(content), document_pb2.Document())
            self.assertEqual(parsed, document)

    def test_a_phase_that_moved_makes_another_report(self):
        """Lists are sources like others: their revision follows what is in them."""
        with connect(self.reporting) as client:
            first, before = made(client, "erster")
            with connect(self.engagement) as engagement:
                samples.move_phase(engagement, samples.PHASES[0], "PREPARE", "START")
            second, after = made(client, "zweiter")
        self.assertNotEqual(first.content_sha256, second.content_sha256)
        revisions = [
            {source.resource: source.revision for source in document.sources}
            for document in (before, after)
        ]
        self.assertEqual(list(revisions[0]), list(revisions[1]))
        moved = {name for name in revisions[0] if revisions[0][name] != revisions[1][name]}
        self.assertEqual(moved, {f"{samples.ENGAGEMENT}/tracks/-/phases"})

    def test_made_again_with_both_down_it_is_the_same_but_for_its_sources(self):
        with connect(self.reporting) as client:
            _, before = made(client, "erster")
            self.engagement.kill()
            self.survey.kill()
            _, after = made(client, "zweiter")
        revisions = [
            [(source.resource, source.revision) for source in document.sources]
            for document in (before, after)
        ]
        self.assertEqual(*revisions)

    def test_served_with_both_down_and_in_another_environment(self):
        """A second process, with the peers gone and another language and time zone,
        gives the same bytes."""
        forms = ("HTML", "JSON", "XLSX", "CSV", "CSV_EXCEL")
        with connect(self.reporting) as client:
            version, _ = made(client, "erster")
            before = [render(client, version, form) for form in forms]
        self.engagement.kill()
        self.survey.kill()
        self.assertEqual(self.reporting.stop(), 0)
        for environment in (
            {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
            {"LANG": "C", "LC_ALL": "C", "TZ": "America/Los_Angeles"},
        ):
            other = self.start_reporting(
                data_dir=self.reporting.data_dir, environment=environment
            )
            with connect(other) as client:
                self.assertEqual(client.GetReportVersion(name=version.name), version)
                after = [render(client, version, form) for form in forms]
                self.assertTrue(client.VerifyReportVersion(name=version.name).same)
            other.kill()
            self.assertEqual(after, before)

    def test_a_backup_that_is_restored_has_the_same_files(self):
        """Into another folder, and with the peers gone."""
        forms = ("HTML", "JSON", "XLSX", "CSV", "CSV_EXCEL")
        with connect(self.reporting) as client:
            version, _ = made(client, "erster")
            version = client.SubmitReportVersion(name=version.name, etag=version.etag)
            version = client.ReleaseReportVersion(name=version.name, etag=version.etag)
            before = [render(client, version, form) for form in forms]
            checks = client.VerifyReportVersion(name=version.name)
            backup, restored = self.folder("backup"), self.folder("restored")
            lotse("store", "backup", f"--data={self.reporting.data_dir}", f"--out={backup}")
        for daemon in (self.reporting, self.engagement, self.survey):
            daemon.kill()
        lotse("store", "restore", f"--from={backup}", f"--data={restored}")
        other = self.start_reporting(data_dir=restored)
        with connect(other) as client:
            self.assertEqual(client.GetReportVersion(name=version.name), version)
            self.assertEqual(client.VerifyReportVersion(name=version.name), checks)
            self.assertTrue(checks.same)
            self.assertEqual([render(client, version, form) for form in forms], before)

    def test_two_daemons_make_the_same_report(self):
        """Not only rendered but made by two processes with stores of their own."""
        other = self.start_reporting(environment={"LC_ALL": "C", "TZ": "Asia/Tokyo"})
        results = []
        for daemon in (self.reporting, other):
            with connect(daemon) as client:
                version, _ = made(client, "erster")
                results.append((version.content_sha256, render(client, version)))
        self.assertEqual(*results)


if __name__ == "__main__":
    unittest.main(verbosity=2)
