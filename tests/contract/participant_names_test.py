"""Who stands behind the pseudonyms of a study is known to those who keep the names, and to nobody
who reads what was said under them. Reading is noted, and nothing but the file of the names has
them."""

import unittest

import study_kinds
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.samples import ENGAGEMENT, PROGRAMME

CASE = f"{study_kinds.STUDY}/cases/{study_kinds.IDS['case']}"
PERSON = "Änne Übermuth-Çelik"
CONTACT = "aenne.uebermuth@example.org"


class ParticipantNames(IdentityCase):
    def setUp(self):
        self.engagement = self.serve("engagement")
        self.admin = self.client(self.engagement, "eva", ADMINS)
        samples.make_programme(self.admin)
        self.keys = self.top / f"keys-{self.id()}"
        self.survey = self.serve(
            "survey", f"--keys_folder={self.keys}", engagement=self.engagement
        )
        self.consultant = self.known("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        study_kinds.fill(self.consultant, ENGAGEMENT)
        self.steward = self.known("obhut", role_pb2.ROLE_DATA_STEWARD)

    def known(self, subject, role, parent=PROGRAMME):
        """A client of somebody with this role, who may list studies."""
        self.admin.CreateGrant(
            parent=parent, grant_id=subject,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip
        client = self.client(self.survey, subject)
        wait_for(
            lambda: getattr(error_of(client.ListStudies, parent=ENGAGEMENT), "reason", "")
            != "RESOURCE_NOT_FOUND",
            "the grant",
        )
        return client

    def set(self, client=None, **fields):
        name = {"pseudonym": "P01", "person": PERSON, "contact": CONTACT, **fields}
        client = client or self.steward
        return client.SetParticipantName(parent=CASE, participant_name=name)

    def names(self):
        return self.steward.ListParticipantNames(parent=CASE).participant_names

    def notes(self):
        """(verb, actor, role, reason) of what the log says of the case, but for making it."""
        changes = self.consultant.ListChanges(parent=ENGAGEMENT, page_size=1000).changes
        found = [c for c in changes if c.resource == CASE and c.verb != "CREATE"]
        self.assertFalse(any(c.HasField("content") for c in found))
        return [(c.verb, c.actor, c.role, c.reason) for c in found]

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
        having = [
            path
            for folder in (self.survey.data_dir, self.keys)
            for path in folder.rglob("*")
            if path.is_file() and any(
                word.encode() in path.read_bytes() for word in (PERSON, CONTACT)
            )
        ]  # fmt: skip
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
        data = self.survey.data_dir
        self.survey.stop()
        (file,) = self.keys.glob("study-*-names.db")
        file.unlink()
        self.survey = self.serve(
            "survey", f"--keys_folder={self.keys}", engagement=self.engagement, data_dir=data
        )
        steward = self.client(self.survey, "obhut")
        wait_for(lambda: error_of(steward.ListStudies, parent=ENGAGEMENT) is None, "the grant")
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
        self.admin.CreateProgramme(
            programme_id="fremd", programme=self.admin.GetProgramme(name=PROGRAMME)
        )
        self.admin.CreateGrant(
            parent="programmes/fremd", grant_id="fremde",
            grant=grant_pb2.Grant(
                subject="fremde", role=role_pb2.ROLE_DATA_STEWARD, reason="Probe"
            ),
        )  # fmt: skip
        foreign = self.client(self.survey, "fremde")
        elsewhere = "programmes/fremd/engagements/e"
        wait_for(lambda: error_of(foreign.ListStudies, parent=elsewhere) is None, "the grant")
        there = error_of(foreign.ListParticipantNames, parent=CASE)
        absent = error_of(foreign.ListParticipantNames, parent=CASE.replace("gruppe", "fehlte"))
        self.assertEqual(there.reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(there.message.replace("gruppe", "fehlte"), absent.message)
        for call in (foreign.SetParticipantName, foreign.EraseParticipantName):
            self.assertEqual(error_of(call, parent=CASE).reason, "RESOURCE_NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
