"""Isolation, over every method of every service: what is somebody else's answers as
what is not there, byte for byte; who lacks a permission is told which; who is nobody
is told that.

Methods and names are taken from the descriptors, so a new method is walked without a
word here.
"""

import pathlib
import tempfile
import unittest

import chain_kinds
import course_kinds
import report_kinds
import study_kinds
import survey_kinds
import transfer_kinds
import value_kinds
from google.protobuf import timestamp_pb2
from lotse.engagement.v1alpha import transfer_pb2
from lotse.type.v1alpha import annotations_pb2, grant_pb2, permission_pb2, role_pb2
from lotse_testing import api
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.daemon import Daemon
from lotse_testing.identity import ADMINS, Realm
from lotse_testing.places import SERVICES
from requests_about import request_about
from tenants import ABSENT, FOREIGN, MAKE, OWN, engagement_with, fill_setup, with_field

# What stands in the place of a name that the caller may not know.
UNNAMED = "something you may not see"

# What everybody may ask, about themselves and what is the same for all.
SELF = permission_pb2.PERMISSION_SELF_READ
FOR_ALL = (SELF, permission_pb2.PERMISSION_REFERENCE_READ)
# What who hands in answers may do.
OF_RESPONDENTS = (
    permission_pb2.PERMISSION_RESPONSE_SUBMIT,
    permission_pb2.PERMISSION_RESPONSE_RESUME,
)


def permission_of(method):
    return method.GetOptions().Extensions[annotations_pb2.permission]


def answer_of(error):
    """All that a caller learns from a refusal, as bytes."""
    return repr((error.code, error.message, sorted(error.trailers.items()))).encode()


class Tenancy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lotse-test-"))
        top = pathlib.Path(folder)
        cls.realm = Realm(top / "realm")
        cls.daemons = {}
        for service in SERVICES:
            flags = cls.realm.flags(service, cls.daemons.get("engagement"))
            if service == "reporting":
                flags.append(f"--survey_address={cls.daemons['survey'].address}")
            cls.daemons[service] = Daemon(service, top / service, *flags)
            cls.addClassCleanup(cls.daemons[service].close)
        for programme in (OWN, FOREIGN):
            cls.fill(programme)

    @classmethod
    def client(cls, service, subject, *groups):
        client = cls.realm.client(cls.daemons[service], subject, *groups)
        cls.addClassCleanup(client.close)
        return client

    @classmethod
    def give(cls, parent, subject, role, grant_id=""):
        cls.client("engagement", "eva", ADMINS).CreateGrant(
            parent=parent, grant_id=grant_id,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip

    @classmethod
    def fill(cls, programme):
        """Makes one of everything below a programme, by consultants with a grant."""
        consultant = f"beratung-{programme}"
        admin = cls.client("engagement", "eva", ADMINS)
        admin.CreateProgramme(programme_id=programme, programme=MAKE["Programme"](programme))
        admin.CreateAdministration(
            administration_id=programme, administration=MAKE["Administration"](programme)
        )
        lists = {"parent": f"programmes/{programme}", "code_list_id": "liste"}
        admin.CreateCodeList(code_list=MAKE["CodeList"]("liste"), **lists)
        for parent in (f"programmes/{programme}", f"administrations/{programme}"):
            cls.give(parent, consultant, role_pb2.ROLE_INSTITUTE_CONSULTANT)
        engagement = cls.client("engagement", consultant)
        fill_setup(engagement, programme)
        engagement.CreateEngagement(
            parent=f"programmes/{programme}", engagement_id="begleitung",
            engagement=engagement_with(f"administrations/{programme}"),
        )  # fmt: skip
        chain_kinds.fill(engagement, f"programmes/{programme}/engagements/begleitung")
        owner = f"programmes/{programme}/engagements/begleitung"
        course_kinds.fill(engagement, owner)
        value_kinds.fill(engagement, owner)
        transfer_kinds.fill(engagement, owner)
        cls.give(owner, "niemand", role_pb2.ROLE_DEPARTMENT_CONTRIBUTOR, "rolle")
        survey = cls.client("survey", consultant)
        wait_for(lambda: error_of(survey.ListSurveys, parent=owner) is None, "the grant in survey")
        survey.CreateInstrument(
            parent=owner, instrument_id="bogen", instrument=MAKE["Instrument"]("bogen")
        )
        survey.CreateSurvey(
            parent=owner, survey_id="befragung", survey=MAKE["Survey"]("befragung")
        )
        survey_kinds.fill(survey, f"{owner}/surveys/befragung")
        study_kinds.fill(survey, owner, with_release=True)
        wave = survey.CreateWave(
            parent=f"{owner}/surveys/befragung", wave_id="welle",
            wave=with_field(MAKE["Wave"]("welle"), "instrument", f"{owner}/instruments/bogen"),
        )  # fmt: skip
        survey_kinds.fill_wave(survey, wave)
        reporting = cls.client("reporting", consultant)
        wait_for(lambda: error_of(reporting.ListReports, parent=owner) is None,
                 "the grant in reporting")  # fmt: skip
        report_kinds.fill(reporting, owner)

    @staticmethod
    def walk():
        """(service, method) of every method."""
        return [(service, method) for service in SERVICES for method in api.methods(service)]

    def call(self, client, method, message):
        return error_of(getattr(client, method.name), message)

    def test_what_is_foreign_answers_as_what_is_not_there(self):
        walked = 0
        clients = {service: self.client(service, f"beratung-{OWN}") for service in SERVICES}
        for service, method in self.walk():
            foreign = request_about(method, FOREIGN)
            if foreign is None or permission_of(method) == SELF:
                continue
            absent = request_about(method, ABSENT)
            refused = self.call(clients[service], method, foreign)
            unknown = self.call(clients[service], method, absent)
            self.assertIsNotNone(refused, f"{method.name} was answered")
            self.assertEqual(refused.reason, "RESOURCE_NOT_FOUND", refused)
            self.assertEqual(
                answer_of(refused).replace(FOREIGN.encode(), ABSENT.encode()), answer_of(unknown)
            )
            walked += 1
        self.assertGreater(walked, 50)

    def test_what_is_ones_own_is_not_hidden(self):
        clients = {service: self.client(service, f"beratung-{OWN}") for service in SERVICES}
        owner = f"programmes/{OWN}/engagements/begleitung"
        # Whose a pseudonym is and what lies under it are for two others to know, and with tokens
        # goes on who has not issued them.
        others = {
            permission_pb2.PERMISSION_IDENTITY_READ: ("obhut", role_pb2.ROLE_DATA_STEWARD),
            permission_pb2.PERMISSION_RESPONSE_READ: ("auswertung", role_pb2.ROLE_ANALYST),
            permission_pb2.PERMISSION_RESPONSE_RESUME: ("frontend", role_pb2.ROLE_RESPONDENT),
        }
        knowing = {}
        for permission, (subject, role) in others.items():
            self.give(f"programmes/{OWN}", subject, role)
            client = knowing[permission] = self.client("survey", subject)
            # Until then there is nothing for them; the last may not list.
            wait_for(
                lambda: getattr(error_of(client.ListSurveys, parent=owner), "reason", "")
                != "RESOURCE_NOT_FOUND",
                "the grant",
            )
        reads = knowing[permission_pb2.PERMISSION_RESPONSE_READ]
        knowing[permission_pb2.PERMISSION_RESPONSE_EXPORT] = reads
        names = knowing[permission_pb2.PERMISSION_IDENTITY_READ]
        knowing[permission_pb2.PERMISSION_PARTICIPANT_NAME] = names
        for service, method in self.walk():
            own = request_about(method, OWN)
            if own is None or permission_of(method) == permission_pb2.PERMISSION_PERSONAL_ERASE:
                continue
            if hasattr(own, "etag") and method.name.startswith(("Delete", "Undelete")):
                own.etag = "no"  # It shall be there for the others.
            client = knowing.get(permission_of(method), clients[service])
            error = self.call(client, method, own)
            missing = error is not None and error.reason == "RESOURCE_NOT_FOUND"
            for_nobody = "blob" in str(own) or method.name == "GetReleasedMaterial"  # A draft.
            self.assertFalse(missing and not for_nobody, f"{method.name}: {error}")
            if error is not None:
                self.assertNotIn(error.code.name, ("PERMISSION_DENIED", "UNAUTHENTICATED"), error)

    def test_a_missing_permission_is_named(self):
        """Somebody who may hand in answers there, and nothing else."""
        owner = f"programmes/{OWN}"
        for parent in (owner, f"administrations/{OWN}"):
            self.give(parent, "antwort", role_pb2.ROLE_RESPONDENT)
        clients = {service: self.client(service, "antwort") for service in SERVICES}
        for service in ("survey", "reporting"):
            probe = clients[service].ListChanges
            wait_for(
                lambda: error_of(probe, parent=owner).reason == "PERMISSION_MISSING", "the grant"
            )
        for service, method in self.walk():
            own = request_about(method, OWN) or api.message_class(method.input_type)()
            needed = permission_of(method)
            error = self.call(clients[service], method, own)
            if needed in (*FOR_ALL, *OF_RESPONDENTS):
                if error is not None:
                    self.assertNotEqual(error.reason, "PERMISSION_MISSING")
                continue
            self.assertIsNotNone(error, f"{method.name} was answered")
            self.assertEqual(error.reason, "PERMISSION_MISSING", error)
            name = permission_pb2.Permission.Name(needed).removeprefix("PERMISSION_")
            self.assertEqual(error.info.metadata["permission"], name)

    def test_nobody_is_told_so(self):
        clients = {service: self.client(service, "") for service in SERVICES}
        for service, method in self.walk():
            own = request_about(method, OWN) or api.message_class(method.input_type)()
            error = self.call(clients[service], method, own)
            self.assertIsNotNone(error, f"{method.name} was answered")
            self.assertEqual(error.code.name, "UNAUTHENTICATED", error)
            self.assertEqual(error.reason, "IDENTITY_MISSING", error)

    def test_jobs_go_on_with_the_rights_of_their_caller(self):
        """After the calls that began them: rights come from grants, not from the calls."""
        client = self.client("engagement", f"beratung-{OWN}")
        owner = f"programmes/{OWN}/engagements/begleitung"
        for get, job, rows in (
            (client.GetExportJob, f"{owner}/exportJobs/ausfuhr", 1),
            (client.GetImportJob, f"{owner}/importJobs/einfuhr", 0),
        ):
            wait_for(lambda: get(name=job).state > transfer_pb2.TRANSFER_STATE_RUNNING, job)
            ended = get(name=job)
            self.assertEqual(ended.state, transfer_pb2.TRANSFER_STATE_SUCCEEDED, ended)
            self.assertEqual(ended.row_count, rows)

    def test_lists_at_the_top_show_ones_own(self):
        client = self.client("engagement", f"beratung-{OWN}")
        self.assertEqual([p.name for p in client.ListProgrammes().programmes], [f"programmes/{OWN}"])
        self.assertEqual(
            [a.name for a in client.ListAdministrations().administrations],
            [f"administrations/{OWN}"],
        )
        stranger = self.client("engagement", "fremde")
        self.assertEqual(error_of(stranger.ListProgrammes).reason, "PERMISSION_MISSING")

    def test_reporting_duties_of_all_are_ones_own(self):
        admin = self.client("engagement", "eva", ADMINS)
        for programme in (OWN, FOREIGN):
            value = admin.GetProgramme(name=f"programmes/{programme}")
            funder = value.funders.add(funder_id="bund", title=value.title)
            funder.duties.add(duty_id="sachbericht", title=value.title, due_date=value.start_date)
            admin.UpdateProgramme(programme=value)
        client = self.client("engagement", f"beratung-{OWN}")
        rows = client.ListReportingDuties(parent="programmes/-").reporting_duties
        self.assertEqual([row.programme for row in rows], [f"programmes/{OWN}"])
        refused = error_of(client.ListReportingDuties, parent=f"programmes/{FOREIGN}")
        self.assertEqual(refused.reason, "RESOURCE_NOT_FOUND")
        stranger = self.client("engagement", "fremde")
        refused = error_of(stranger.ListReportingDuties, parent="programmes/-")
        self.assertEqual(refused.reason, "RESOURCE_NOT_FOUND")

    def test_the_feed_of_all_shows_ones_own(self):
        for service in SERVICES:
            client = self.client(service, f"beratung-{OWN}")
            changes = client.ListChanges(parent="-", page_size=1000).changes
            self.assertTrue(changes)
            self.assertEqual([c.owner for c in changes if FOREIGN in c.owner], [])

    def test_the_log_opens_no_more_than_a_read(self):
        """A data steward sees that reports are made, and reads none."""
        owner = f"programmes/{OWN}/engagements/begleitung"
        self.give(owner, "stewardin", role_pb2.ROLE_DATA_STEWARD)
        client = self.client("reporting", "stewardin")
        report = f"{owner}/reports/bericht"
        wait_for(lambda: error_of(client.ListChanges, parent=owner) is None, "the grant")
        changes = [c for c in client.ListChanges(parent=owner).changes if c.resource == report]
        seen = [(c.verb, c.HasField("content")) for c in changes[:2]]
        self.assertEqual(seen, [("CREATE", False), ("ASSEMBLE", False)])
        self.assertEqual(len(client.ListStates(parent=owner).resources), 0)
        start = timestamp_pb2.Timestamp(seconds=1)
        changed = client.DiffStates(parent=owner, from_time=start)
        self.assertEqual(len(changed.resources), 0)
        self.assertGreaterEqual(changed.to_sequence, 2)
        error = error_of(client.DiffRevisions, name=report)
        self.assertEqual(error.info.metadata["permission"], "REPORT_READ")
        consultant = self.client("reporting", f"beratung-{OWN}")
        self.assertTrue(consultant.ListChanges(parent=owner).changes[0].HasField("content"))
        self.assertGreaterEqual(len(consultant.ListStates(parent=owner).resources), 2)
        changes = consultant.DiffStates(parent=owner, from_time=start).resources
        added = {c.resource for c in changes if c.kind == c.KIND_ADDED}
        self.assertLessEqual({report, f"{report}/versions/v0001"}, added)
        # Who may not see that things change is not told what became of them.
        self.give(owner, "respondentin", role_pb2.ROLE_RESPONDENT)
        respondent = self.client("reporting", "respondentin")
        wait_for(
            lambda: error_of(respondent.DiffStates, parent=owner, from_time=start).reason
            == "PERMISSION_MISSING",
            "the grant",
        )

    def test_a_reference_to_what_is_foreign_is_one_to_nothing(self):
        client = self.client("engagement", f"beratung-{OWN}")
        answers = []
        for administration in (FOREIGN, ABSENT):
            error = error_of(
                client.CreateEngagement, parent=f"programmes/{OWN}", engagement_id="zwei",
                engagement=engagement_with(f"administrations/{administration}"),
            )  # fmt: skip
            self.assertEqual(error.reason, "INVALID_FIELDS", error)
            answers.append(answer_of(error).replace(FOREIGN.encode(), ABSENT.encode()))
        self.assertEqual(answers[0], answers[1])

    def with_number(self, client, kind, name, number):
        """The error of giving a resource a number that belongs to one thing only."""
        value = getattr(client, f"Get{kind}")(name=name)
        del value.external_ids[:]
        value.external_ids.add(system="akten", value=number)
        return error_of(getattr(client, f"Update{kind}"), **{kind.lower(): value})

    def test_who_has_a_value_is_told_to_who_knows_them_only(self):
        """A value is one of its kind below one owner: engagements of one programme."""
        subjects = (f"beratung-{FOREIGN}", f"beratung-{OWN}")
        consultant, auditor = role_pb2.ROLE_INSTITUTE_CONSULTANT, role_pb2.ROLE_AUDITOR
        for parent in ("programmes", "administrations"):
            self.give(f"{parent}/{OWN}", "beide", consultant)
            self.give(f"{parent}/{FOREIGN}", "beide", auditor)
        mine = f"programmes/{OWN}/engagements/begleitung"
        self.give(mine, "nur-eine", role_pb2.ROLE_MUNICIPAL_COORDINATOR)
        other = self.client("engagement", f"beratung-{OWN}").CreateEngagement(
            parent=f"programmes/{OWN}", engagement_id="nachbarn",
            engagement=engagement_with(f"administrations/{OWN}"),
        )  # fmt: skip
        for kind, name, holder, its_subject, subject in (
            ("Programme", f"programmes/{OWN}", f"programmes/{FOREIGN}", *subjects),
            ("Administration", f"administrations/{OWN}", f"administrations/{FOREIGN}", *subjects),
            ("Engagement", mine, other.name, f"beratung-{OWN}", "nur-eine"),
        ):
            with self.subTest(kind=kind):
                holding, asking, both = (
                    self.client("engagement", s) for s in (its_subject, subject, "beide")
                )
                self.assertIsNone(self.with_number(holding, kind, holder, "4711"))
                error = self.with_number(asking, kind, name, "4711")
                self.assertEqual(error.reason, "VALUE_TAKEN", error)
                self.assertEqual(error.info.metadata["resource"], UNNAMED)
                self.assertNotIn(holder.rsplit("/", 1)[1].encode(), answer_of(error))
                told = self.with_number(both, kind, name, "4711")
                self.assertEqual(told.info.metadata["resource"], holder)

    def test_what_stands_in_the_way_is_told_to_who_knows_it_only(self):
        """An administration on which an engagement of a foreign programme depends."""
        shared = "administrations/gemeinsam"
        admin = self.client("engagement", "eva", ADMINS)
        admin.CreateAdministration(
            administration_id="gemeinsam", administration=MAKE["Administration"]("gemeinsam")
        )
        for subject in (f"beratung-{OWN}", f"beratung-{FOREIGN}"):
            self.give(shared, subject, role_pb2.ROLE_INSTITUTE_CONSULTANT)
        foreign = self.client("engagement", f"beratung-{FOREIGN}")
        engagement = foreign.CreateEngagement(
            parent=f"programmes/{FOREIGN}", engagement_id="zweite",
            engagement=engagement_with(shared),
        )  # fmt: skip
        own = self.client("engagement", f"beratung-{OWN}")
        error = error_of(own.DeleteAdministration, name=shared)
        self.assertEqual(error.reason, "RESOURCE_IN_USE", error)
        self.assertEqual(error.info.metadata["referrer"], UNNAMED)
        self.assertNotIn(FOREIGN.encode(), answer_of(error))
        self.assertNotIn(b"zweite", answer_of(error))
        told = error_of(foreign.DeleteAdministration, name=shared)
        self.assertEqual(told.info.metadata["referrer"], engagement.name)

    def test_a_grant_that_is_taken_back_counts_no_more(self):
        parent = f"programmes/{OWN}"
        self.give(parent, "kurz", role_pb2.ROLE_AUDITOR, "kurz")
        clients = {service: self.client(service, "kurz") for service in SERVICES}
        self.assertIsNone(error_of(clients["engagement"].GetProgramme, name=parent))
        for service in ("survey", "reporting"):
            wait_for(
                lambda: error_of(clients[service].ListChanges, parent=parent) is None, "the grant"
            )
        stream = clients["engagement"].open_stream("WatchChanges", parent=parent)
        next(stream)
        self.client("engagement", "eva", ADMINS).DeleteGrant(name=f"{parent}/grants/kurz")
        error = error_of(clients["engagement"].GetProgramme, name=parent)
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        for service in ("survey", "reporting"):
            wait_for(
                lambda: error_of(clients[service].ListChanges, parent=parent) is not None,
                f"the end of the grant in {service}",
            )
        with self.assertRaises(Exception, msg="the stream goes on"):
            while True:
                next(stream)


if __name__ == "__main__":
    unittest.main()
