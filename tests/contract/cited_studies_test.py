"""Findings that rest on what was said in a study: they cite a case, a code or a release by name and
revision, as it was given, and never a text. Reports name no more than what was released."""

import unittest

from lotse.engagement.v1alpha import finding_pb2, finding_service_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT, text
from material_release_case import CODE, NAME, STUDY
from material_report_case import MaterialReportCase, blocks_of
from study_identity import CASE

Finding = finding_pb2.Finding
VALIDATE = finding_service_pb2.FINDING_STEP_VALIDATE
# How reports call what they do not name, and the release by its title.
UNNAMED, TITLE = "Gespräche und Dokumente", "Für den Rat"


def finding(*sources):
    return Finding(
        title=text("Der Weg ist weit"), kind=Finding.KIND_NEED,
        evidence=[{"source": source} for source in sources],
    )  # fmt: skip


class CitedStudies(MaterialReportCase):
    ONE_EACH = True  # They make findings.
    FOREIGN = {"fremde": role_pb2.ROLE_INSTITUTE_CONSULTANT}

    def create(self, made, identifier="weg"):
        return self.plans.CreateFinding(parent=ENGAGEMENT, finding_id=identifier, finding=made)

    def validated(self, *sources, identifier="weg"):
        made = self.create(finding(*sources), identifier)
        return self.plans.DecideFinding(name=made.name, etag=made.etag, step=VALIDATE)

    def citations(self, released):
        """A case, a code and a release as they are now."""
        case = self.consultant.GetStudyCase(name=CASE)
        book = self.coder.GetCodebook(parent=STUDY, codebook_id="buch")
        return (
            {"name": CASE, "revision": int(case.etag)},
            {"name": CODE, "revision": book.revision},
            {"name": NAME, "revision": int(released.etag), "sha256": released.content_sha256},
        )

    def lacks_in(self, document):
        """The table of confirmed findings of what is missing."""
        (table,) = [each for each in blocks_of(document, "table")
                    if each.table_id.endswith("-lacks")]  # fmt: skip
        return table

    def test_a_case_a_code_and_a_release_are_cited_with_their_revisions(self):
        cited = self.citations(self.released())
        done = self.validated(*cited)
        self.assertEqual(done.state, Finding.STATE_VALIDATED)
        self.assertEqual(self.plans.GetFinding(name=done.name), done)
        self.assertEqual(list(done.evidence), list(finding(*cited).evidence))
        self.assertGreaterEqual(min(each.source.revision for each in done.evidence), 1)

    def test_what_is_not_there_or_of_others_is_kept_as_given_and_nothing_is_told(self):
        """No service waits for another one to store a reference (ResourceRevision)."""
        theirs = "programmes/fremd/engagements/e/studies/s"
        for number, name in enumerate((
            f"{STUDY}/cases/fehlt", f"{STUDY}/codebooks/buch/codes/fehlt",
            f"{STUDY}/materialReleases/fehlt", f"{theirs}/cases/c",
            f"{theirs}/codebooks/b/codes/c", f"{theirs}/materialReleases/rat",
        )):  # fmt: skip
            with self.subTest(name):
                made = self.create(finding({"name": name, "revision": 7}), f"f{number}")
                source = made.evidence[0].source
                self.assertEqual((source.name, source.revision), (name, 7))
        outsider = self.client(self.engagement, "fremde")
        for call, fields in (
            (outsider.GetFinding, {"name": made.name}),
            (outsider.ListFindings, {"parent": ENGAGEMENT}),
            (outsider.CreateFinding,
             {"parent": ENGAGEMENT, "finding_id": "neu", "finding": finding()}),
        ):  # fmt: skip
            self.assertEqual(error_of(call, **fields).reason, "RESOURCE_NOT_FOUND")

    def test_what_cannot_be_cited_is_refused(self):
        case = {"name": CASE, "revision": 1}
        for made, field in (
            (finding({"name": self.text, "revision": 1}), "finding.evidence[0].source.name"),
            (finding({"name": f"{self.text}/turns/1", "revision": 1}),
             "finding.evidence[0].source.name"),
            (finding(case, {"name": self.text, "revision": 1}),
             "finding.evidence[1].source.name"),
            (finding({"revision": 1}), "finding.evidence[0].source.name"),
            (finding({"name": CASE}), "finding.evidence[0].source.revision"),
            (finding({"name": NAME, "revision": -1}), "finding.evidence[0].source.revision"),
            (Finding(title=text("x"), kind=Finding.KIND_NEED, evidence=[{}]),
             "finding.evidence[0]"),
            (finding(*[case] * 31), "finding.evidence"),
        ):  # fmt: skip
            with self.subTest(field=field, evidence=len(made.evidence)):
                self.check_refused(field, self.create, made)
        stored = self.create(finding(case))
        changed = finding(case, {"name": self.text, "revision": 1})
        changed.name = stored.name
        self.check_refused(
            "finding.evidence[1].source.name", self.plans.UpdateFinding,
            finding=changed, update_mask={"paths": ["evidence"]},
        )  # fmt: skip
        self.assertEqual(self.plans.GetFinding(name=stored.name), stored)

    def check_refused(self, field, call, *arguments, **fields):
        error = error_of(call, *arguments, **fields)
        self.assertIsNotNone(error, field)
        self.assertEqual(error.reason, "INVALID_FIELDS", error)
        self.assertIn(field, [violation.field for violation in error.violations])
        self.assertNotIn(self.text.rsplit("/", 1)[1], error.message)

    def test_reports_name_a_release_by_its_title_and_no_case_and_no_code(self):
        released = self.released()
        done = self.validated(*self.citations(released))
        version, document = self.assembled(self.report("mit"))
        table = self.lacks_in(document)
        (row,) = table.rows
        self.assertEqual((row.resource, row.cells[2].integer), (done.name, 3))
        self.assertEqual(row.cells[3].text, f"{UNNAMED}; {UNNAMED}; {TITLE}")
        self.assertIn(NAME, [document.sources[place].resource for place in table.sources])
        self.check_unnamed(version)
        self.coder.WithdrawMaterial(name=NAME, etag=released.etag, reason="Widerruf")
        version, document = self.assembled(self.report("ohne", releases=()))
        (row,) = self.lacks_in(document).rows
        self.assertEqual(row.cells[3].text, "; ".join([UNNAMED] * 3))
        self.check_unnamed(version, TITLE, NAME)

    def test_reports_name_nothing_of_others(self):
        theirs = "programmes/fremd/engagements/e/studies/s"
        self.validated({"name": f"{theirs}/materialReleases/rat", "revision": 7},
                       {"name": f"{theirs}/cases/c", "revision": 7})  # fmt: skip
        version, document = self.assembled(self.report("ohne", releases=()))
        (row,) = self.lacks_in(document).rows
        self.assertEqual(row.cells[3].text, f"{UNNAMED}; {UNNAMED}")
        self.check_unnamed(version, theirs)

    def check_unnamed(self, version, *more):
        for form, content in self.files_of(version).items():
            with self.subTest(form):
                for word in ("/cases/", "/codebooks/", *more):
                    self.assertNotIn(word, content)


if __name__ == "__main__":
    unittest.main()
