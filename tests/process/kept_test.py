"""A store that version 0.1.0 wrote opens with this one: everything in it is there,
with its revisions, and is worked on as if it had been made today."""

import shutil
import unittest

from lotse_testing import chain, samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.places import ROOT

KEPT = ROOT / "tests" / "data" / "kept" / "0.1.0-first"

# Of the report that was made then.
REPORT = f"{samples.ENGAGEMENT}/reports/bericht"
REPORT_SHA256 = "9973e75af24fea882f235c6c7e5b37ffa680a39a156acafa39319622788efe2b"
RESPONSES = 40


class Kept(Case):
    def kept(self, service, *flags):
        folder = self.folder(service)
        shutil.copytree(KEPT / service, folder)
        folder.chmod(0o700)
        return self.daemon(service, *flags, data_dir=folder)

    def again(self, daemon, service):
        """The same after another start, and a whole log."""
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(chain.faults(daemon.data_dir / f"{service}.db"), [])
        daemon.start()

    def test_engagement(self):
        daemon = self.kept("engagement")
        for _ in range(2):
            with connect(daemon) as client:
                engagement = client.GetEngagement(name=samples.ENGAGEMENT)
                self.assertEqual(engagement.etag, "2")
                self.assertEqual(len(client.ListProgrammes().programmes), 1)
                self.assertEqual(len(client.ListAdministrations().administrations), 1)
                found = client.ListEngagements(
                    parent=samples.PROGRAMME,
                    filter=f'administration = "{samples.ADMINISTRATION}"',
                )
                self.assertEqual([e.name for e in found.engagements], [samples.ENGAGEMENT])
                log = client.ListChanges(parent=samples.ENGAGEMENT).changes
                self.assertEqual([(c.verb, c.revision) for c in log], [("IMPORT", 2)])
            self.again(daemon, "engagement")
        with connect(daemon) as client:
            changed = client.CompletePhase(
                name=samples.ENGAGEMENT, phase_id=samples.PHASES[0], etag="2"
            )
            self.assertEqual(changed.etag, "3")
            log = client.ListChanges(parent=samples.ENGAGEMENT).changes
            self.assertEqual([c.verb for c in log], ["IMPORT", "COMPLETE_PHASE"])

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
            self.assertEqual(client.GetReport(name=REPORT).content_sha256, REPORT_SHA256)
            rendered = client.RenderReport(name=REPORT, format="FORMAT_JSON")
            self.assertEqual(rendered.sha256, REPORT_SHA256)
        self.again(daemon, "reporting")


if __name__ == "__main__":
    unittest.main(verbosity=2)
