"""lotse qual against the service itself: a codebook and a transcript go in, a part is coded, found
and exported, and exit codes say what went wrong."""

import json
import unittest

from google.protobuf import text_format
from lotse.survey.v1alpha import study_case_pb2, study_pb2
from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.samples import text

STUDY = f"{samples.ENGAGEMENT}/studies/erhebung"
CASE = f"{STUDY}/cases/gruppe"
BOOK = """Nr;Name;Oberkode;Beschreibung;Beispiele;Farbe;kodierbar
1;Zugang;;Wie Menschen hinkommen;;;ja
2;Wege;1;;;;ja
"""
SPOKEN = """M1: Wie kommen Sie ins Rathaus?
Frau Weber: Über Stufen. Keine Wege 🚶 für mich.
"""


def study():
    return text_format.Parse(
        """title { variants { language: "de" text: "Erhebung" } }
           kinds: KIND_INTERVIEW
           coders { coder_id: "eins" subject: "sub-1" }
           roles { code: "team" label { variants { language: "de" text: "Team" } } }
           retention { names_months: 6 }""",
        study_pb2.Study(),
    )


def case():
    made = text_format.Parse(
        """kind: KIND_INTERVIEW
           participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES }
           staff { pseudonym: "M1" role: ROLE_MODERATOR }""",
        study_case_pb2.StudyCase(),
    )
    made.title.CopyFrom(text("Gespräch"))
    made.held_date.CopyFrom(samples.day())
    return made


class Qual(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))
        self.client.CreateStudy(parent=samples.ENGAGEMENT, study_id="erhebung", study=study())
        self.client.CreateStudyCase(parent=STUDY, study_case_id="gruppe", study_case=case())

    def qual(self, *words, expect=0):
        return lotse("qual", *words, daemons=(self.survey,), expect=expect)

    def file(self, name, content):
        path = self.folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def test_a_transcript_goes_in_once_and_out_again(self):
        spoken = self.file("gruppe.txt", SPOKEN)
        words = ("import", CASE, spoken, "--title=Gruppe 1", "--speaker=Frau Weber=P01")
        for _ in range(2):
            self.qual(*words)
        (found,) = self.client.ListStudyTexts(parent=CASE).texts
        self.assertEqual(found.title, "Gruppe 1")
        told, _ = self.qual("find", STUDY, "--keyword=Wege", "--json")
        self.assertEqual(json.loads(told)["segments"][0]["content"], "Wege")
        out = self.folder() / "haus.qdpx"
        out.parent.mkdir(parents=True, exist_ok=True)
        self.qual("export", STUDY, f"--out={out}")
        self.assertEqual(out.read_bytes()[:2], b"PK")
        self.assertNotIn(b"Weber", out.read_bytes())

    def test_what_is_wrong_is_told_by_the_exit_code(self):
        spoken = self.file("gruppe.txt", SPOKEN)
        self.qual("import", CASE, spoken, expect=2)
        self.qual("import", CASE, spoken, "--title=Gruppe 1", expect=5)
        self.qual("import", f"{STUDY}/cases/anders", spoken, "--title=Gruppe 1", expect=1)
        self.qual("import", CASE, self.folder() / "none.txt", "--title=Gruppe 1", expect=4)
        self.assertEqual(len(self.client.ListStudyTexts(parent=CASE).texts), 0)

    def test_a_codebook_goes_in_and_out(self):
        self.qual("import", STUDY, self.file("codes.csv", BOOK), "--codebook=themen")
        book = self.client.GetCodebook(parent=STUDY, codebook_id="themen")
        self.assertEqual(len(book.codes), 2)
        out = self.folder() / "codes.qdc"
        out.parent.mkdir(parents=True, exist_ok=True)
        self.qual("export", f"{STUDY}/codebooks/themen", f"--out={out}")
        self.assertIn(b"CodeBook", out.read_bytes())


if __name__ == "__main__":
    unittest.main()
