"""Reading what persons gave stands in the change log: who, in which role, and what, before
a byte of it is answered. What is refused leaves nothing there."""

import pathlib
import tempfile
import unittest

from lotse.type.v1alpha import annotations_pb2, blob_pb2, blob_service_pb2, grant_pb2, role_pb2
from lotse_testing import api, chain, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.identity import ADMINS, Realm
from lotse_testing.places import SERVICES

CONTENT = b"x" * 700_000


def put_file(client, parent=samples.PROGRAMME):
    head = blob_service_pb2.UploadBlobRequest.Head(
        parent=parent, blob=blob_pb2.Blob(file_name="a.txt", media_type="text/plain")
    )
    return client.UploadBlob(blob_service_pb2.UploadBlobRequest(head=head, piece=CONTENT))


class AuditedReads(Case):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lotse-test-"))
        cls.realm = Realm(pathlib.Path(folder) / "realm")

    def setUp(self):
        self.engagement = self.daemon("engagement", *self.realm.flags("engagement"))
        self.admin = self.client("eva", ADMINS)
        samples.make_programme(self.admin)
        self.give("konrad", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        self.give("ada", role_pb2.ROLE_AUDITOR)
        self.file = put_file(self.client("konrad"))

    def client(self, subject, *groups):
        client = self.realm.client(self.engagement, subject, *groups)
        self.addCleanup(client.close)
        return client

    def give(self, subject, role):
        grant = grant_pb2.Grant(subject=subject, role=role, reason="Probe")
        self.admin.CreateGrant(parent=samples.PROGRAMME, grant_id=f"g-{subject}", grant=grant)

    def changes(self, **query):
        return self.client("ada").ListChanges(parent=samples.PROGRAMME, **query).changes

    def reads(self):
        return self.changes(filter='verb = "READ"')

    def test_the_methods_are_those_that_say_so(self):
        """Whoever adds one adds a test of it here; ExportResponses has export_stream_test.cc."""
        found = {
            method.name
            for service in SERVICES
            for method in api.methods(service)
            if method.GetOptions().Extensions[annotations_pb2.audited_read]
        }
        self.assertEqual(found, {
                "DownloadBlob", "ExportResponses", "ExportStudy", "FindKeyword", "FindSegments",
                "GetAnswerFile", "GetMaterialRelease", "GetStudyText", "ListCodings",
                "ListIdentities", "ListMaterialReleases", "ListParticipantNames", "ListReminders",
                "ListResponses", "ListStudyMemos",
            })

    def test_a_download_names_who_and_in_which_role(self):
        pieces = self.client("konrad").DownloadBlob(name=self.file.name)
        self.assertEqual(b"".join(piece.piece for piece in pieces), CONTENT)
        self.client("ada").DownloadBlob(name=self.file.name)
        first, second = self.reads()
        self.assertEqual((first.actor, first.role), ("konrad", "INSTITUTE_CONSULTANT"))
        self.assertEqual((second.actor, second.role), ("ada", "AUDITOR"))
        for entry in (first, second):
            self.assertEqual(entry.resource, self.file.name)
            self.assertEqual(entry.owner, samples.PROGRAMME)
            self.assertEqual((entry.revision, entry.reason), (0, ""))
            self.assertFalse(entry.HasField("content"))

    def test_whoever_lists_reminders_is_noted(self):
        with connect(self.daemon("survey")) as client:
            samples.make_wave(client, invited=True)
            client.IssueInvitations(parent=samples.WAVE, recipients=[{"recipient": "1"}])
            error_of(client.ListReminders, parent=samples.WAVE, page_token="x")
            listed = client.ListReminders(parent=samples.WAVE).recipients
            self.assertEqual([recipient.recipient for recipient in listed], ["1"])
            reads = client.ListChanges(parent=samples.ENGAGEMENT, filter='verb = "READ"').changes
            issued = client.ListChanges(
                parent=samples.ENGAGEMENT, filter='verb = "ISSUE_INVITATIONS"'
            ).changes
        self.assertEqual([entry.resource for entry in reads], [samples.WAVE])
        # That tokens were issued is another thing.
        self.assertEqual([entry.resource for entry in issued], [samples.WAVE])

    def test_whoever_reads_answers_is_noted(self):
        """And who learns whose a pseudonym is."""
        with connect(self.daemon("survey")) as client:
            samples.make_wave(client, invited=True, identity="IDENTITY_CONFIDENTIAL")
            client.IssueInvitations(parent=samples.WAVE, recipients=[{"recipient": "1"}])
            calls = [
                lambda: client.ListResponses(parent=samples.WAVE),
                lambda: client.ListIdentities(parent=samples.WAVE),
            ]
            for count, call in enumerate(calls, 1):
                call()
                reads = client.ListChanges(parent=samples.ENGAGEMENT, filter='verb = "READ"').changes
                self.assertEqual([entry.resource for entry in reads], [samples.WAVE] * count)
            error_of(
                client.GetAnswerFile, parent=samples.WAVE, pseudonym="0" * 32, sha256="0" * 64
            )
            reads = client.ListChanges(parent=samples.ENGAGEMENT, filter='verb = "READ"').changes
            self.assertEqual(len(reads), 2)

    def test_who_gets_their_own_back_is_not_noted(self):
        """The time of the entry would tell whoever reads the log when somebody answers."""
        with connect(self.daemon("survey")) as client:
            samples.make_wave(client, invited=True, identity="IDENTITY_CONFIDENTIAL")
            token = client.IssueInvitations(
                parent=samples.WAVE, recipients=[{"recipient": "1"}]
            ).invitations[0].token
            saved = client.SaveAnswers(
                parent=samples.WAVE, response_id=samples.response_id(),
                answers=samples.answers()[:1], invitation_token=token,
            )  # fmt: skip
            resumed = client.ResumeResponse(parent=samples.WAVE, invitation_token=token)
            self.assertEqual(resumed.etag, saved.etag)
            reads = client.ListChanges(parent=samples.ENGAGEMENT, filter='verb = "READ"').changes
            self.assertEqual(list(reads), [])

    def test_the_entry_is_there_before_the_content(self):
        stream = self.client("ada").open_stream("DownloadBlob", name=self.file.name)
        next(stream)
        self.assertEqual([entry.actor for entry in self.reads()], ["ada"])
        stream.cancel()

    def test_what_is_refused_leaves_no_entry(self):
        absent = self.file.name[:-12] + "000000000000"
        for subject, name, reason in (
            ("ada", absent, "RESOURCE_NOT_FOUND"),
            ("bob", self.file.name, "RESOURCE_NOT_FOUND"),
            ("ada", samples.PROGRAMME, "INVALID_FIELDS"),
            ("", self.file.name, "IDENTITY_MISSING"),
        ):
            with self.subTest(subject=subject, name=name):
                error = error_of(self.client(subject).DownloadBlob, name=name)
                self.assertEqual(error.reason, reason)
        self.assertEqual(list(self.reads()), [])

    def test_the_log_holds_and_states_are_as_before(self):
        auditor = self.client("ada")

        def state():
            reply = auditor.ListStates(parent=samples.PROGRAMME)
            return [resource.SerializeToString() for resource in reply.resources]

        before = state()
        count = len(self.changes())
        auditor.DownloadBlob(name=self.file.name)
        self.assertEqual(state(), before)
        self.assertEqual(len(self.changes()), count + 1)
        # The file itself has one revision, whoever read it.
        error = error_of(auditor.DiffRevisions, name=self.file.name)
        self.assertEqual(error.reason, "INVALID_FIELDS")
        # Who follows the log is told.
        message = auditor.WatchChanges(parent=samples.PROGRAMME)[0]
        self.assertEqual(message.changes[-1].verb, "READ")
        self.assertEqual(self.engagement.stop(), 0)
        self.assertEqual(chain.faults(self.engagement.data_dir / "engagement.db"), [])
        lotse("store", "verify", f"--data={self.engagement.data_dir}")


if __name__ == "__main__":
    unittest.main()
