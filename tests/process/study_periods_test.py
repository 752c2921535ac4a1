"""By a clock from a file: names and texts of a study go on their day, also if the service was off
then, and nothing of them is in any file afterwards."""

import unittest
import uuid

from google.protobuf import text_format
from lotse.survey.v1alpha import study_case_pb2, study_pb2, study_text_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.samples import date, text

STUDY = f"{samples.ENGAGEMENT}/studies/erhebung"
CASE = f"{STUDY}/cases/gruppe"
NAME = "Übermuth"
SAID = "Schatzkammer"


def study():
    return text_format.Parse(
        """title { variants { language: "de" text: "Erhebung" } }
           kinds: KIND_INTERVIEW
           roles { code: "team" label { variants { language: "de" text: "Team" } } }
           retention { names_months: 1 material_months: 2 }""",
        study_pb2.Study(),
    )


def case():
    made = text_format.Parse(
        """kind: KIND_INTERVIEW
           participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES }""",
        study_case_pb2.StudyCase(),
    )
    made.title.CopyFrom(text("Gespräch"))
    made.held_date.CopyFrom(date(2026, 1, 31))
    return made


class StudyPeriods(Case):
    def setUp(self):
        self.file = self.folder("now")
        self.say("2026-01-31T12:00:00+01:00")
        self.survey = self.daemon("survey", f"--development_clock_file={self.file}")
        self.text_id = str(uuid.uuid4())
        with connect(self.survey) as client:
            client.CreateStudy(parent=samples.ENGAGEMENT, study_id="erhebung", study=study())
            client.CreateStudyCase(parent=STUDY, study_case_id="gruppe", study_case=case())
            client.SetParticipantName(
                parent=CASE, participant_name={"pseudonym": "P01", "person": f"Änne {NAME}"}
            )
            client.CreateStudyText(
                parent=CASE, text_id=self.text_id,
                text={"title": "Gespräch", "content": f"Ich sage: {SAID}!",
                      "kind": study_text_pb2.StudyText.KIND_TRANSCRIPT},
            )  # fmt: skip

    def say(self, time):
        self.file.write_text(f"{time}\n")

    def restart(self, time):
        """What the service does at a start is done once it was waited for."""
        self.survey.stop()
        self.say(time)
        self.survey.start()

    def files_with(self, word):
        return [
            path.name
            for path in self.survey.data_dir.rglob("*")
            if path.is_file() and word.encode() in path.read_bytes()
        ]

    def get(self, client):
        return error_of(client.GetStudyText, parent=CASE, text_id=self.text_id)

    def test_names_go_first_and_texts_on_their_day(self):
        self.restart("2026-02-28T23:59:59+01:00")
        self.assertTrue(self.files_with(NAME))
        self.restart("2026-03-01T00:00:00+01:00")
        wait_for(lambda: not self.files_with(NAME), "the name to go")
        self.assertTrue(self.files_with(SAID))
        self.restart("2026-06-01T00:00:00+02:00")
        wait_for(lambda: not self.files_with(SAID), "the text to go")
        with connect(self.survey) as client:
            self.assertEqual(self.get(client).reason, "RESOURCE_NOT_FOUND")
            self.assertTrue(client.GetStudyCase(name=CASE).HasField("material_erase_time"))
        failures = self.survey.metrics()["lotse_survey_study_period_failures_total", frozenset()]
        self.assertEqual(failures, 0)

    def test_a_deleted_study_is_destroyed(self):
        with connect(self.survey) as client:
            client.DeleteStudyCase(name=CASE, etag=client.GetStudyCase(name=CASE).etag)
            client.DeleteStudy(name=STUDY, etag=client.GetStudy(name=STUDY).etag)
        self.restart("2026-03-03T00:00:00+01:00")
        wait_for(lambda: not list(self.survey.data_dir.glob("study-*")), "the files to go")
        with connect(self.survey) as client:
            gone = client.GetStudy(name=STUDY)
            self.assertEqual(len(gone.purge.certificate_sha256), 64)
            refused = error_of(client.UndeleteStudy, name=STUDY, etag=gone.etag)
            self.assertEqual(refused.reason, "WRONG_STATE")


if __name__ == "__main__":
    unittest.main()
