"""A study with a coded text, of which releases of material are made by two people."""

import uuid

import study_kinds
from lotse.survey.v1alpha import codebook_pb2, material_release_pb2, material_release_steps_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import text
from study_identity import CASE, StudyIdentityCase

STUDY = study_kinds.STUDY
CODE = f"{STUDY}/codebooks/buch/codes/zugang"
NAME = f"{STUDY}/materialReleases/rat"
LINES = ("Wie läuft es?", "Der Zugang ist, na ja, schwer. 🌧️", "Gut.")
WORDING = "Der Zugang ist schwer."

MaterialRelease = material_release_pb2.MaterialRelease
Finding = material_release_steps_pb2.QuoteFinding
DRAFT, RELEASED = MaterialRelease.STATE_DRAFT, MaterialRelease.STATE_RELEASED
WITHDRAWN = MaterialRelease.STATE_WITHDRAWN

def draft(wording=WORDING, **quote):
    return MaterialRelease(
        title=text("Für den Rat"),
        scope=MaterialRelease.SCOPE_STEERING_GROUP,
        themes=[{"code": CODE}],
        quotes=[{"wording": wording, "scope": MaterialRelease.SCOPE_STEERING_GROUP,
                 "role": "team", "code": CODE, **quote}],
    )  # fmt: skip


class MaterialReleaseCase(StudyIdentityCase):
    def setUp(self):
        super().setUp()
        study = self.consultant.GetStudy(name=STUDY)
        study.coders.add(coder_id="zwei", subject="beratung")
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["*"]})
        self.coder = self.known("kodiert", role_pb2.ROLE_ANALYST)
        self.coder.CreateCodebook(
            parent=STUDY, codebook_id="buch",
            codebook=codebook_pb2.Codebook(title="Codebuch", codes=[
                codebook_pb2.StudyCode(name="zugang", label="Zugang", codable=True),
            ]),
        )  # fmt: skip
        self.text = self.store(CASE)

    def store(self, case, speakers=("M1", "P01", "P02"), lines=LINES):
        """Stores a text, a turn in each line."""
        turns, begin = [], 0
        for line, speaker in zip(lines, speakers, strict=True):
            turns.append({"range": {"begin": begin, "end": begin + len(line)}, "speaker": speaker})
            begin += len(line) + 1
        return self.coder.CreateStudyText(
            parent=case, text_id=str(uuid.uuid4()),
            text={"title": "Gruppe", "kind": "KIND_TRANSCRIPT", "language": "de",
                  "content": "\n".join(lines), "turns": turns},
        ).name  # fmt: skip

    def make(self, identifier="rat", release=None, client=None, **fields):
        return (client or self.coder).CreateMaterialRelease(
            parent=STUDY, material_release_id=identifier,
            material_release=release or draft(), **fields,
        )  # fmt: skip

    def source(self, line=1, quote=0, text=None, revision=1):
        begin = sum(len(each) + 1 for each in LINES[:line])
        return {"quote": quote, "source": {
            "text": text or self.text, "text_revision": revision,
            "range": {"begin": begin, "end": begin + len(LINES[line])},
        }}  # fmt: skip

    def ready(self, identifier="rat", **options):
        """A draft whose quote one chose and another approved."""
        made = self.make(identifier, **options)
        made = self.coder.SetQuoteSources(
            name=made.name, etag=made.etag, sources=[self.source()]
        )
        return self.consultant.ApproveQuote(name=made.name, etag=made.etag, quote=0)

    def released(self, identifier="rat", **options):
        made = self.ready(identifier, **options)
        return self.coder.ReleaseMaterial(name=made.name, etag=made.etag)

    def refused(self, call, reason, /, **fields):
        error = error_of(call, **fields)
        self.assertIsNotNone(error, fields)
        self.assertEqual(error.reason, reason, error)
        for line in LINES:
            self.assertNotIn(line, error.message)
        return error

    def missing(self, call, permission="MATERIAL_RESTRICTED", /, **fields):
        error = self.refused(call, "PERMISSION_MISSING", **fields)
        self.assertEqual(error.info.metadata["permission"], permission)

    def found(self):
        found, token = [], ""
        while True:
            page = self.coder.ListQuoteFindings(parent=STUDY, page_size=1, page_token=token)
            found += [(f.material_release.rsplit("/", 1)[1], f.state, f.kind)
                      for f in page.findings]  # fmt: skip
            token = page.next_page_token
            if not token:
                return found
