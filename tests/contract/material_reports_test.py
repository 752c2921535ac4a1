"""What was released of a study stands in a report as it was approved, and nothing that leads to who
spoke. Once it is withdrawn no further version takes it, and those that were made stay."""

import re
import unittest

from lotse.reporting.v1alpha import document_pb2, report_version_service_pb2
from lotse_testing import reports
from lotse_testing.case import wait_for
from lotse_testing.samples import text
from material_release_case import LINES, NAME, WORDING
from material_report_case import (
    GROUP,
    LABELS,
    OLD,
    PEOPLE,
    PLAIN,
    SPOKE,
    MaterialReportCase,
    blocks_of,
    themes_of,
)

Check = report_version_service_pb2.VerifyReportVersionResponse.Check

WHY = text("Jemand hat die Einwilligung zurückgenommen")


class MaterialReports(MaterialReportCase):
    def untold(self, *texts):
        """What no reader may find."""
        ids = [name.rsplit("/", 1)[1] for name in (*texts, *self.codings, GROUP)]
        return {*ids, OLD, *LINES[:2], "Rotkehlchen", "der Kolibris", "/cases/", "/texts/",
                "/codings/", "codebooks/", "dohle", "vogelkundig", "kodiert"}  # fmt: skip

    def check_untold(self, said, words):
        for form, content in said.items():
            with self.subTest(form):
                for word in words:
                    self.assertNotIn(word, content)
                self.assertEqual(re.findall(r"\b(?:ZX\d\d|P0[12])\b", content), [])

    def check_nothing_of_it(self, version, document):
        """Neither what was said nor how many spoke of what."""
        self.assertEqual(list(blocks_of(document, "quote")), [])
        self.assertEqual(themes_of(document), [])
        for form, content in self.files_of(version).items():
            with self.subTest(form):
                for word in (WORDING, PLAIN):
                    self.assertNotIn(word, content)

    def mirror_has(self, word):
        files = self.daemon_of_reports.data_dir.glob("mirror.db*")
        return any(word.encode() in file.read_bytes() for file in files)

    def test_what_was_approved_stands_there_and_nothing_that_leads_to_anybody(self):
        said = self.group()
        released = self.given_out()
        version, document = self.assembled(self.report("mit"))
        told = list(blocks_of(document, "quote"))
        self.assertEqual(
            [(quote.text, quote.language, quote.role_label) for quote in told],
            [(WORDING, "de", "Team"), (PLAIN, "de", "eine befragte Person")],
        )
        for quote in told:
            self.assertEqual((quote.release.name, quote.release.sha256),
                             (NAME, released.content_sha256))  # fmt: skip
        self.assertEqual(themes_of(document),
                         [(LABELS[0], SPOKE, None), (LABELS[1], None, None)])  # fmt: skip
        counted = f"unter {PEOPLE + 2} Personen"
        self.assertTrue(
            any(counted in each.text for each in blocks_of(document, "paragraph")), counted
        )
        (source,) = [each for each in document.sources if each.resource == NAME]
        self.assertEqual((source.state, source.content_sha256),
                         (document_pb2.Source.STATE_REACHED, released.content_sha256))  # fmt: skip
        self.assertIn(NAME, [each.name for each in version.sources])
        files = self.files_of(version)
        for form in ("HTML", "JSON"):
            for word in (WORDING, PLAIN, "Team", *LABELS):
                self.assertIn(word, files[form])
        self.check_untold(files, self.untold(self.text, said))

    def test_a_draft_is_in_no_report(self):
        self.ready()
        failed = reports.assemble(self.reporting, self.report("mit"))
        self.assertEqual((failed.state, failed.failure.reason),
                         (failed.STATE_FAILED, "RESOURCE_NOT_FOUND"))  # fmt: skip
        self.assertIn(NAME, failed.failure.message)
        self.assertNotIn(WORDING, failed.failure.message)

    def withdrawn(self):
        """A report with a version that was released, whose material was withdrawn since."""
        self.group()
        released = self.given_out()
        report = self.report("mit")
        first, _ = self.assembled(report)
        first = self.reporting.SubmitReportVersion(name=first.name, etag=first.etag)
        first = self.reporting.ReleaseReportVersion(name=first.name, etag=first.etag)
        before = self.kept(first)
        self.coder.WithdrawMaterial(name=NAME, etag=released.etag, reason="Widerruf")
        return report, first, before

    def kept(self, version):
        return self.reporting.GetDocument(name=version.name), self.files_of(version)

    def corrected(self, report):
        """A further version, without the material."""
        report = self.reporting.GetReport(name=report.name)
        del report.material_releases[:]
        self.reporting.UpdateReport(report=report, update_mask={"paths": ["material_releases"]})
        return self.assembled(report, correction_reason=WHY)

    def test_once_withdrawn_it_is_in_no_further_one_and_what_was_made_stays(self):
        report, first, before = self.withdrawn()
        failed = reports.assemble(self.reporting, report, correction_reason=WHY)
        self.assertEqual((failed.state, failed.failure.reason),
                         (failed.STATE_FAILED, "WRONG_STATE"))  # fmt: skip
        self.assertIn(NAME, failed.failure.message)
        self.check_nothing_of_it(*self.corrected(report))
        self.check_nothing_of_it(*self.assembled(self.report("ohne", releases=())))
        self.assertEqual(self.kept(first), before)
        self.assertEqual(self.reporting.GetReportVersion(name=first.name), first)
        checked = self.reporting.VerifyReportVersion(name=first.name)
        self.assertTrue(checked.same, checked)
        # What it is made of is the document alone, so it can be made anew.
        of_document, *of_files = [check.rendering for check in checked.checks]
        self.assertEqual(of_document, Check.RENDERING_UNSPECIFIED)
        self.assertEqual(of_files, [Check.RENDERING_SAME] * len(first.artifacts))
        self.assertEqual((checked.made_with, checked.verified_with), (first.lotse_version,) * 2)
        self.assertRegex(first.lotse_version, r"^\d+\.\d+\.\d+")

    def test_a_correction_does_not_tell_again_what_the_withdrawn_was_about(self):
        report, _, _ = self.withdrawn()
        version, _ = self.corrected(report)
        for form, content in self.files_of(version).items():
            with self.subTest(form):
                self.assertNotIn(LABELS[1], content)

    def test_what_was_kept_of_it_for_an_outage_is_forgotten(self):
        released = self.released()
        report = self.report("mit")
        first, _ = self.assembled(report)
        self.assertTrue(self.mirror_has(WORDING))
        self.coder.WithdrawMaterial(name=NAME, etag=released.etag, reason="Widerruf")
        # Nobody asks for it in between: the feed of changes says so.
        wait_for(lambda: not self.mirror_has(WORDING), "it to be forgotten")
        self.survey.kill()
        version, document = self.assembled(report)
        (source,) = [each for each in document.sources if each.resource == NAME]
        self.assertEqual((source.state, source.revision, source.content_sha256),
                         (document_pb2.Source.STATE_UNREACHABLE, "", ""))  # fmt: skip
        self.check_nothing_of_it(version, document)
        self.assertIn(WORDING, self.files_of(first)["HTML"])


if __name__ == "__main__":
    unittest.main()
