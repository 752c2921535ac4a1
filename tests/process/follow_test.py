"""The copy that lotse-reporting keeps of the other two services: however following them was cut
off, afterwards it says the same as one that was read from nothing."""

import itertools
import threading
import unittest

from lotse.engagement.v1alpha import finding_pb2
from lotse.reporting.v1alpha import document_pb2
from lotse.survey.v1alpha import survey_pb2
from lotse_testing import filled, reports, samples
from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.places import figure
from lotse_testing.samples import ENGAGEMENT, PROGRAMME, text

REACHED = document_pb2.Source.STATE_REACHED
UNREACHABLE = document_pb2.Source.STATE_UNREACHABLE

SIZE = 20
ROUNDS = 8

# Stands in the figures of the wave alone.
IN_FIGURES = "Wie zufrieden sind Sie?".encode()


class Changes:
    """Goes on changing things in both services, on a thread of its own. `numbers` gives their ids."""

    def __init__(self, engagement, survey, numbers):
        self.made = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(engagement, survey, numbers))
        self._thread.start()

    def _work(self, engagement, survey, numbers):
        with connect(engagement) as plans, connect(survey) as surveys:
            while not self._ended.is_set():
                number = next(numbers)
                finding = plans.CreateFinding(
                    parent=ENGAGEMENT, finding_id=f"neu-{number}",
                    finding=finding_pb2.Finding(
                        title=text(f"Neu {number}"), kind=finding_pb2.Finding.KIND_POTENTIAL,
                        evidence=[finding_pb2.Evidence(note=text("Gespräche"))],
                    ),
                )  # fmt: skip
                if number % 3 == 0:
                    plans.DeleteFinding(name=finding.name, etag=finding.etag)
                surveys.CreateSurvey(
                    parent=ENGAGEMENT, survey_id=f"neu-{number}",
                    survey=survey_pb2.Survey(title=text(f"Neu {number}")),
                )  # fmt: skip
                self.made += 1

    def wait_for_more(self, count):
        least = self.made + count
        wait_for(lambda: self.made >= least, f"{count} changes", seconds=60)

    def end(self):
        self._ended.set()
        self._thread.join()


class Follow(Case):
    def setUp(self):
        self.numbers = itertools.count()
        self.engagement = self.daemon("engagement")
        self.survey = self.daemon("survey")
        with connect(self.engagement) as client:
            filled.fill(client, SIZE)
        with connect(self.survey) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 60)
            samples.close_wave(client)
        self.reporting = self.start_reporting()

    def start_reporting(self):
        return self.daemon(
            "reporting",
            f"--engagement_address={self.engagement.address}",
            f"--survey_address={self.survey.address}",
        )

    def begin_changes(self):
        return Changes(self.engagement, self.survey, self.numbers)

    def change(self):
        """At least one change more in both services."""
        changes = self.begin_changes()
        changes.wait_for_more(1)
        changes.end()

    def document(self, client):
        """A version of a new report: its hash, and what it says."""
        version = reports.make_version(client, f"bericht-{next(self.numbers)}")
        self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
        return version.content_sha256, client.GetDocument(name=version.name)

    def said(self, daemon):
        """What a daemon says of the engagement and of the survey: the hash of a report for which
        both were reached, and the figures for front ends."""
        with connect(daemon) as client:
            content_sha256, document = self.document(client)
            self.assertEqual({source.state for source in document.sources}, {REACHED})
            found = [
                client.ListPortfolio(parent=f"{PROGRAMME}/engagements/-"),
                client.ListIndicatorProgress(parent=ENGAGEMENT),
            ]
            self.assertEqual(len(found[0].rows), 1)
            self.assertEqual(len(found[1].indicators), SIZE // 5)
            found += [
                client.GetIndicatorSeries(name=row.name) for row in found[1].indicators
            ]
        for reply in found:
            reply.ClearField("as_of_time")
        return content_sha256, found

    def check_same(self):
        """Nothing is missing, doubled or left over in the copy."""
        fresh = self.start_reporting()
        self.assertEqual(self.said(self.reporting), self.said(fresh))
        fresh.kill()

    def drop_mirror(self, pattern):
        """While the daemon does not run."""
        for file in list(self.reporting.data_dir.glob(pattern)):
            file.unlink()

    def test_killed_while_both_feeds_are_followed(self):
        self.check_same()
        changes = self.begin_changes()
        try:
            for number in range(ROUNDS):
                # Another moment each time, from right after the start on.
                changes.wait_for_more(1 + 7 * number)
                self.reporting.kill()
                if number % 3 == 2:
                    self.drop_mirror("mirror.db*")
                changes.wait_for_more(5)
                self.reporting.start()
        finally:
            changes.end()
        figure("kill -9 of lotse-reporting", f"{ROUNDS} times during {changes.made} changes")
        self.check_same()

    def test_deleted_between_two_starts(self):
        # With and without the journal that a kill leaves beside it.
        for pattern in ("mirror.db*", "mirror.db"):
            with self.subTest(pattern):
                self.change()
                self.reporting.kill()
                self.drop_mirror(pattern)
                self.change()
                self.reporting.start()
                self.check_same()

    def test_a_peer_that_was_down_is_caught_up_with(self):
        self.check_same()
        for peer in (self.engagement, self.survey):
            with self.subTest(peer.service):
                self.change()
                peer.kill()
                with connect(self.reporting) as client:
                    states = {s.service: s.state for s in self.document(client)[1].sources}
                self.assertEqual(states[peer.service], UNREACHABLE)
                peer.start(listen=f"127.0.0.1:{peer.port}")
                self.change()
                with connect(self.reporting) as client:
                    wait_for(lambda: self.reached(client), f"{peer.service} to be heard again")
                self.check_same()

    def reached(self, client):
        return {s.state for s in self.document(client)[1].sources} == {REACHED}

    def test_figures_of_a_purged_wave_are_gone(self):
        with connect(self.reporting) as client:
            self.document(client)
            self.assertTrue(self.keeps_figures())
            with connect(self.survey) as survey:
                wave = survey.GetWave(name=samples.WAVE)
                survey.PurgeWave(name=wave.name, etag=wave.etag, reason="Projekt beendet")
            wait_for(lambda: not self.keeps_figures(), "the figures to be forgotten")
            self.survey.kill()
            _, document = self.document(client)
        (of_wave,) = [s for s in document.sources if s.resource == samples.WAVE]
        self.assertEqual((of_wave.state, of_wave.revision), (UNREACHABLE, ""))
        self.assertNotIn(IN_FIGURES, document.SerializeToString())

    def keeps_figures(self):
        return any(
            IN_FIGURES in file.read_bytes() for file in self.reporting.data_dir.glob("mirror.db*")
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
