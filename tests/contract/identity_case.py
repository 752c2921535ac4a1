"""An open wave of lotse-survey whose callers have to say who they are."""

from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.identity import FollowedCase
from lotse_testing.samples import PROGRAMME


class RespondentCase(FollowedCase):
    # What the wave is, as samples.make_wave takes it.
    wave = {}

    @classmethod
    def prepare(cls):
        cls.grant("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)

    def setUp(self):
        super().setUp()
        self.survey = self.serve_survey()
        self.consultant = self.client(self.survey, "beratung")
        self.wait_for_grant(self.consultant.ListSurveys, parent=samples.ENGAGEMENT)
        samples.make_wave(self.consultant, **self.wave)
        self._data = self.survey.data_dir

    def serve_survey(self, *more):
        data = getattr(self, "_data", None)
        options = {"data_dir": data} if data else {}
        return self.serve("survey", *more, engagement=self.engagement, **options)

    def respondent(self, subject, survey=None):
        """A client of somebody who may hand in answers, and knows it."""
        self.grant(subject, role_pb2.ROLE_RESPONDENT)
        client = self.client(survey or self.survey, subject)
        self.wait_for_grant(client.SubmitResponse, "INVALID_FIELDS", parent=samples.WAVE)
        return client

    def auditor(self):
        self.grant("carl", role_pb2.ROLE_AUDITOR)
        client = self.client(self.survey, "carl")
        self.wait_for_grant(client.ListChanges, parent=PROGRAMME)
        return client
