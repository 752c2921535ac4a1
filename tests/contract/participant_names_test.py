"""Who stands behind the pseudonyms of a study is known to those who keep the names, and to nobody
who reads what was said under them. Reading is noted, and nothing but the file of the names has
them."""

import unittest

import study_kinds
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from study_identity import CASE, StudyIdentityCase

PERSON = "Änne Übermuth-Çelik"
CONTACT = "aenne.uebermuth@example.org"


class ParticipantNames(StudyIdentityCase):
    PEOPLE = {"obhut": role_pb2.ROLE_DATA_STEWARD, "auswertung": role_pb2.ROLE_ANALYST,
              "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_DATA_STEWARD}

    def setUp(self):
        super().setUp()
        self.steward = self.known("obhut", role_pb2.ROLE_DATA_STEWARD)

    def set(self, client=None, **fields):
        name = {"pseudonym": "P01", "person": PERSON, "contact": CONTACT, **fields}
        client = client or self.steward
        return client.SetParticipantName(parent=CASE, participant_name=name)

    def names(self):
        return self.steward.ListParticipantNames(parent=CASE).participant_names

    def test_a_name_is_kept_read_and_erased_and_each_is_noted(self):
        due = self.consultant.GetStudyCase(name=CASE).names_due_date
        self.assertEqual(list(self.names()), [])
        kept = self.set()
        self.assertEqual((kept.study_case, kept.erase_date), (CASE, due))
        self.assertEqual(list(self.names()), [kept])
        self.assertEqual(self.set(person="Änne Neu").person, "Änne Neu")
        self.steward.EraseParticipantName(parent=CASE, pseudonym="P01", reason="Widerruf")
        self.assertEqual(list(self.names()), [])
        steward = ("obhut", "DATA_STEWARD")
        self.assertEqual(self.notes(), [
            ("READ", *steward, ""),
            ("SET_PARTICIPANT_NAME", *steward, ""),
            ("READ", *steward, ""),
            ("SET_PARTICIPANT_NAME", *steward, ""),
            ("ERASE_PARTICIPANT_NAME", *steward, "Widerruf"),
            ("READ", *steward, ""),
        ])  # fmt: skip

    def test_names_are_in_their_folder_only(self):
        self.set()
        self.survey.stop()
        having = self.files_with(PERSON, CONTACT)
        self.assertEqual([path.parent for path in having], [self.keys])
        self.assertTrue(having[0].name.startswith("study-"), having)
        self.assertTrue(having[0].name.endswith("-names.db"), having)

    def test_each_documented_refusal(self):
        missing = f"{study_kinds.STUDY}/cases/fehlt"
        name = {"pseudonym": "P01", "person": PERSON}
        steward = self.steward
        for call, fields, reason in (
            (steward.SetParticipantName, {"parent": missing, "participant_name": name},
             "RESOURCE_NOT_FOUND"),
            (steward.ListParticipantNames, {"parent": missing}, "RESOURCE_NOT_FOUND"),
            (steward.EraseParticipantName,
             {"parent": missing, "pseudonym": "P01", "reason": "Widerruf"}, "RESOURCE_NOT_FOUND"),
            (steward.SetParticipantName, {"parent": CASE}, "INVALID_FIELDS"),
            (steward.SetParticipantName,
             {"parent": CASE, "participant_name": {**name, "pseudonym": PERSON}},
             "INVALID_FIELDS"),
            (steward.SetParticipantName,
             {"parent": CASE, "participant_name": {**name, "erase_date": samples.day(400)}},
             "INVALID_FIELDS"),
            (steward.ListParticipantNames, {"parent": study_kinds.STUDY}, "INVALID_FIELDS"),
            (steward.EraseParticipantName, {"parent": CASE, "pseudonym": "P01"},
             "INVALID_FIELDS"),
            (steward.EraseParticipantName,
             {"parent": CASE, "pseudonym": PERSON, "reason": "Widerruf"}, "INVALID_FIELDS"),
        ):  # fmt: skip
            with self.subTest(fields=fields):
                error = error_of(call, **fields)
                self.assertEqual(error.reason, reason, error)
                self.assertNotIn(PERSON, repr((error.message, error.trailers)))
        self.assertEqual(self.notes(), [])
        self.assertEqual(list(self.keys.glob("study-*")), [])

    def test_of_a_deleted_case_nothing_is_added(self):
        self.set()
        self.consultant.DeleteStudyCase(name=CASE)
        self.assertEqual(error_of(self.set, pseudonym="P02").reason, "RESOURCE_DELETED")
        self.assertEqual([name.pseudonym for name in self.names()], ["P01"])
        self.steward.EraseParticipantName(parent=CASE, pseudonym="P01", reason="Widerruf")
        self.assertEqual(list(self.names()), [])

    def test_lost_names_are_told(self):
        self.set()
        self.survey.stop()
        (file,) = self.keys.glob("study-*-names.db")
        file.unlink()
        self.restart()
        steward = self.again("obhut")
        self.assertEqual(
            error_of(steward.ListParticipantNames, parent=CASE).reason, "STORE_CORRUPT"
        )
        self.assertEqual(error_of(self.set, steward).reason, "STORE_CORRUPT")

    def test_who_reads_what_was_said_knows_nobody(self):
        self.set()
        analyst = self.known("auswertung", role_pb2.ROLE_ANALYST)
        auditor = self.known("carl", role_pb2.ROLE_AUDITOR)
        self.assertEqual(analyst.GetStudyCase(name=CASE).participants[0].pseudonym, "P01")
        for client in (analyst, auditor, self.consultant):
            for call, fields in (
                (client.SetParticipantName,
                 {"participant_name": {"pseudonym": "P01", "person": "x"}}),
                (client.ListParticipantNames, {}),
                (client.EraseParticipantName, {"pseudonym": "P01", "reason": "x"}),
            ):  # fmt: skip
                error = error_of(call, parent=CASE, **fields)
                self.assertEqual(
                    (error.reason, error.info.metadata["permission"]),
                    ("PERMISSION_MISSING", "PARTICIPANT_NAME"),
                )
        # Nor does who knows them read the case.
        error = error_of(self.steward.GetStudyCase, name=CASE)
        self.assertEqual(
            (error.reason, error.info.metadata["permission"]),
            ("PERMISSION_MISSING", "MATERIAL_READ"),
        )

    def test_a_foreign_steward_is_told_of_no_case(self):
        self.set()
        foreign = self.foreign("fremde")
        there = error_of(foreign.ListParticipantNames, parent=CASE)
        absent = error_of(foreign.ListParticipantNames, parent=CASE.replace("gruppe", "fehlte"))
        self.assertEqual(there.reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(there.message.replace("gruppe", "fehlte"), absent.message)
        for call in (foreign.SetParticipantName, foreign.EraseParticipantName):
            self.assertEqual(error_of(call, parent=CASE).reason, "RESOURCE_NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
