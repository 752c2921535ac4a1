"""Reports about an engagement with a study of which material is released, made by a daemon that
asks the other two."""

import contextlib
import io
import uuid
import zipfile

import study_kinds
from lotse.reporting.v1alpha import report_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import reports, samples
from lotse_testing.samples import ADMINISTRATION, ENGAGEMENT
from material_release_case import (
    NAME,
    STUDY,
    WORDING,
    MaterialRelease,
    MaterialReleaseCase,
    draft,
)

GROUP = f"{STUDY}/cases/kolibrirunde"
BOOK = f"{STUDY}/codebooks/buch"
PEOPLE = 20
# How many of them speak of the first theme.
SPOKE = 7
LABELS = ("Zugang", "Parken")
# As it was written first, and one that stands for no theme and under no role.
OLD = "Der Zugang ist eine Zumutung."
PLAIN = "Man ist freundlich."


def sections_of(sections):
    """All sections, of each level."""
    for section in sections:
        yield section
        yield from sections_of(section.sections)


def blocks_of(document, kind):
    """What stands in a document of one kind of block."""
    for section in sections_of(document.sections):
        for block in section.blocks:
            if block.HasField(kind):
                yield getattr(block, kind)


def themes_of(document):
    """The rows of themes: each with its counts, None where one is protected."""
    return [
        (row.cells[0].text, *(cell.integer if cell.HasField("integer") else None
                              for cell in row.cells[1:]))
        for table in blocks_of(document, "table") if table.table_id.endswith("--themes")
        for row in table.rows
    ]  # fmt: skip


class MaterialReportCase(MaterialReleaseCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "vogelkundig": role_pb2.ROLE_ANALYST}

    @classmethod
    def prepare(cls):
        super().prepare()
        samples.make_administration(cls.admin)
        cls.grant("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT, ADMINISTRATION)
        with contextlib.closing(cls.realm.client(cls.engagement, "beratung")) as plans:
            samples.make_only_engagement(plans)

    def setUp(self):
        super().setUp()
        self.plans = self.client(self.engagement, "beratung")
        self.daemon_of_reports = self.serve(
            "reporting", f"--survey_address={self.survey.address}", engagement=self.engagement
        )
        self.reporting = self.client(self.daemon_of_reports, "beratung")
        self.wait_for_grant(self.reporting.ListReports, parent=ENGAGEMENT)

    def report(self, identifier, releases=(NAME,)):
        """A stock-taking report without a version."""
        return self.reporting.CreateReport(
            parent=ENGAGEMENT, report_id=identifier,
            report=report_pb2.Report(
                language="de", kind=report_pb2.Report.KIND_STOCK_TAKING,
                material_releases=releases,
            ),
        )  # fmt: skip

    def assembled(self, report, **fields):
        """What a version of a report says, which has to be made."""
        version = reports.assemble(self.reporting, report, **fields)
        self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
        return version, self.reporting.GetDocument(name=version.name)

    def files_of(self, version):
        """What the files of a version say, by their forms."""
        said = {form: reports.artifact(self.reporting, version, form).decode()
                for form in ("HTML", "JSON")}  # fmt: skip
        for form in ("XLSX", "CSV"):
            packed = io.BytesIO(reports.artifact(self.reporting, version, form))
            with zipfile.ZipFile(packed) as archive:
                said[form] = "\n".join(archive.read(name).decode("utf-8", "replace")
                                       for name in archive.namelist())  # fmt: skip
        return said

    def group(self):
        """A group, coded by somebody else: some speak of the first theme, one of the second."""
        study = self.consultant.GetStudy(name=STUDY)
        study.coders.add(coder_id="dohle", subject="vogelkundig")
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["coders"]})
        self.bird = self.known("vogelkundig", role_pb2.ROLE_ANALYST)
        self.bird.AddCode(
            parent=STUDY, codebook_id="buch", revision=1,
            code={"code_id": "parken", "code": {"label": LABELS[1], "codable": True}},
        )  # fmt: skip
        case = study_kinds.case("der Kolibris")
        del case.participants[:]
        for number in range(PEOPLE):
            case.participants.add(
                pseudonym=f"ZX{number:02}", role="team", consent="CONSENT_ANALYSIS"
            )
        self.consultant.CreateStudyCase(
            parent=STUDY, study_case_id=GROUP.rsplit("/", 1)[1], study_case=case
        )
        lines = [f"Rotkehlchen {number:02}." for number in range(PEOPLE)]
        said = self.store(GROUP, [one.pseudonym for one in case.participants], lines)
        self.codings = [self.give(said, number, len(lines[0]), theme) for number, theme in
                        (*((n, "zugang") for n in range(SPOKE)), (0, "parken"))]  # fmt: skip
        return said

    def give(self, said, line, length, theme):
        begin = line * (length + 1)
        return self.bird.CreateCoding(
            parent=STUDY, coding_id=str(uuid.uuid4()),
            coding={"text": said, "coder": "dohle", "text_revision": 1,
                    "code": f"{BOOK}/codes/{theme}",
                    "range": {"begin": begin, "end": begin + length}},
        ).name  # fmt: skip

    def given_out(self):
        """The release of both themes and two quotes, one of which was written otherwise first."""
        release = draft(OLD)
        release.themes.add(code=f"{BOOK}/codes/parken")
        release.quotes.add(wording=PLAIN, scope=MaterialRelease.SCOPE_STEERING_GROUP)
        made = self.make(release=release)
        made.quotes[0].wording = WORDING
        made = self.coder.UpdateMaterialRelease(
            material_release=made, update_mask={"paths": ["quotes"]}
        )
        made = self.coder.SetQuoteSources(
            name=NAME, etag=made.etag, sources=[self.source(), self.source(quote=1)]
        )
        for quote in range(2):
            made = self.bird.ApproveQuote(name=NAME, etag=made.etag, quote=quote)
        return self.coder.ReleaseMaterial(name=NAME, etag=made.etag)
