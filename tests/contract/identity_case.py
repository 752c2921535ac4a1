"""An open wave of lotse-survey whose callers have to say who they are."""

from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.samples import PROGRAMME


class RespondentCase(IdentityCase):
    # What the wave is, as samples.make_wave takes it.
    wave = {}

    def setUp(self):
        self.engagement = self.serve("engagement")
        self.admin = self.client(self.engagement, "eva", ADMINS)
        samples.make_programme(self.admin)
        self.grant("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        self.survey = self.serve_survey()
        self.consultant = self.client(self.survey, "beratung")
        wait_for(
            lambda: error_of(self.consultant.ListSurveys, parent=samples.ENGAGEMENT) is None,
            "the grant",
        )
        samples.make_wave(self.consultant, **self.wave)
        self._data = self.survey.data_dir

    def serve_survey(self, *more):
        data = getattr(self, "_data", None)
        options = {"data_dir": data} if data else {}
        return self.serve("survey", *more, engagement=self.engagement, **options)

    def grant(self, subject, role):
        self.admin.CreateGrant(
            parent=PROGRAMME, grant_id=subject,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip

    def respondent(self, subject, survey=None):
        """A client of somebody who may hand in answers, and knows it."""
        self.grant(subject, role_pb2.ROLE_RESPONDENT)
        client = self.client(survey or self.survey, subject)
        probe = samples.submission()
        probe.response_id = ""
        wait_for(
            lambda: error_of(client.SubmitResponse, probe).reason == "INVALID_FIELDS", "the grant"
        )
        return client

    def auditor(self):
        self.grant("carl", role_pb2.ROLE_AUDITOR)
        client = self.client(self.survey, "carl")
        wait_for(lambda: error_of(client.ListChanges, parent=PROGRAMME) is None, "the grant")
        return client
