"""A study of lotse-survey with a case, whose callers have to say who they are."""

import study_kinds
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import FollowedCase
from lotse_testing.samples import ENGAGEMENT, PROGRAMME

OTHERS = "programmes/fremd"
CASE = f"{study_kinds.STUDY}/cases/{study_kinds.IDS['case']}"


class StudyIdentityCase(FollowedCase):
    # Who has which role in another programme.
    FOREIGN = {}

    @classmethod
    def prepare(cls):
        cls.grant("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        if cls.FOREIGN:
            cls.admin.CreateProgramme(
                programme_id="fremd", programme=cls.admin.GetProgramme(name=PROGRAMME)
            )
        for subject, role in cls.FOREIGN.items():
            cls.grant(subject, role, OTHERS)

    def setUp(self):
        super().setUp()
        self.keys = self.top / f"keys-{self.id()}"
        self.survey = self.serve(
            "survey", f"--keys_folder={self.keys}", engagement=self.engagement
        )
        self.consultant = self.known("beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        study_kinds.fill(self.consultant, ENGAGEMENT)

    def known(self, subject, role, parent=PROGRAMME):
        """A client of somebody with this role there, who may list studies."""
        self.grant(subject, role, parent)
        client = self.client(self.survey, subject)
        engagement = ENGAGEMENT.replace(PROGRAMME, parent)
        wait_for(
            lambda: getattr(error_of(client.ListStudies, parent=engagement), "reason", "")
            not in ("RESOURCE_NOT_FOUND", "GRANTS_UNAVAILABLE"),
            "the grant",
        )
        return client

    def foreign(self, subject):
        """A client of somebody of FOREIGN."""
        return self.known(subject, self.FOREIGN[subject], parent=OTHERS)

    def restart(self):
        """Starts the daemon anew on its stopped data."""
        self.survey = self.serve(
            "survey", f"--keys_folder={self.keys}", engagement=self.engagement,
            data_dir=self.survey.data_dir,
        )  # fmt: skip

    def again(self, subject):
        """A client of somebody who has a grant, after a restart."""
        client = self.client(self.survey, subject)
        wait_for(lambda: error_of(client.ListStudies, parent=ENGAGEMENT) is None, "the grant")
        return client

    def files_with(self, *words):
        """The files of the daemon in which any of these words stands."""
        return [
            path
            for folder in (self.survey.data_dir, self.keys)
            for path in folder.rglob("*")
            if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
        ]

    def notes(self, case=CASE, without=("CREATE",)):
        """(verb, actor, role, reason) of what the log notes of the case; without what changed
        it."""
        changes = self.consultant.ListChanges(parent=ENGAGEMENT, page_size=1000).changes
        found = [c for c in changes if c.resource == case and c.verb not in without]
        self.assertFalse(any(c.HasField("content") for c in found))
        return [(c.verb, c.actor, c.role, c.reason) for c in found]
