"""What comes with a token is given back to the program that people answer with and to nobody
who invites, and nothing tells the employer when somebody answers."""

import unittest

from identity_case import RespondentCase
from lotse.survey.v1alpha import response_service_pb2
from lotse.type.v1alpha import permission_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of

State = response_service_pb2.PersonalResponse.State


def inviting_roles():
    """Those that may invite, by name."""
    return {
        value.name.removeprefix("ROLE_"): value.number
        for value in role_pb2.Role.DESCRIPTOR.values
        if permission_pb2.PERMISSION_INVITATION_WRITE
        in value.GetOptions().Extensions[role_pb2.allows]
    }


class OwnAnswers(RespondentCase):
    wave = {"invited": True, "identity": "IDENTITY_CONFIDENTIAL"}
    PEOPLE = {"frontend": role_pb2.ROLE_RESPONDENT, "karl": role_pb2.ROLE_MUNICIPAL_COORDINATOR,
              **{f"einladend-{role}": role for role in inviting_roles().values()}}  # fmt: skip

    def setUp(self):
        super().setUp()
        self.front = self.respondent("frontend")

    def invite(self, *recipients):
        """Their tokens, of which the consultant keeps a list."""
        people = [{"recipient": recipient} for recipient in recipients]
        issued = self.consultant.IssueInvitations(parent=samples.WAVE, recipients=people)
        return [one.token for one in issued.invitations]

    def submit(self, client, token):
        submission = samples.submission(choice="3")
        submission.invitation_token = token
        return submission.response_id, client.SubmitResponse(submission).withdrawal_code

    def calls_by_token(self, client, token, response_id="", etag=""):
        """What goes on with what came with a token."""
        sent = {"parent": samples.WAVE, "invitation_token": token}
        written = {**sent, "answers": samples.answers(), "response_id": response_id}
        return {
            "ResumeResponse": (client.ResumeResponse, sent),
            "EditResponse": (client.EditResponse, {**written, "etag": etag}),
            "SaveAnswers": (client.SaveAnswers, {**written, "etag": etag}),
        }

    def test_who_invites_gets_nothing_back(self):
        answered, paper = self.invite("1", "2")
        response_id, _ = self.submit(self.front, answered)
        held = self.front.ResumeResponse(parent=samples.WAVE, invitation_token=answered)
        self.assertEqual(list(held.answers), samples.answers(choice="3"))
        roles = inviting_roles()
        self.assertGreater(len(roles), 1)
        for name, role in roles.items():
            subject = f"einladend-{role}"
            client = self.client(self.survey, subject)
            self.wait_for_grant(client.ListSurveys, parent=samples.ENGAGEMENT)
            calls = self.calls_by_token(client, answered, response_id, held.etag)
            for method, (call, sent) in calls.items():
                with self.subTest(role=name, method=method):
                    error = error_of(call, **sent)
                    self.assertEqual(
                        (error.reason, error.info.metadata["permission"]),
                        ("PERMISSION_MISSING", "RESPONSE_RESUME"),
                    )
        # Nor by a role that they give themselves.
        giver = self.client(self.engagement, "beratung")
        error = error_of(
            giver.CreateGrant, parent=samples.PROGRAMME, grant_id="selbst",
            grant={"subject": "beratung", "role": role_pb2.ROLE_RESPONDENT, "reason": "Probe"},
        )  # fmt: skip
        self.assertEqual(
            (error.reason, error.info.metadata["permission"]),
            ("PERMISSION_MISSING", "RESPONSE_RESUME"),
        )
        # What came on paper they hand in, and for whom it is they withdraw.
        _, code = self.submit(self.consultant, paper)
        self.consultant.WithdrawResponse(parent=samples.WAVE, withdrawal_code=code)
        held = self.front.ResumeResponse(parent=samples.WAVE, invitation_token=paper)
        self.assertEqual(held.state, State.STATE_WITHDRAWN)

    def test_nothing_tells_when_somebody_answers(self):
        """Somebody of the employer, who reads the log and follows it."""
        (token,) = self.invite("1")
        employer = self.client(self.survey, "karl")
        self.wait_for_grant(employer.ListChanges, parent=samples.ENGAGEMENT)
        before = employer.ListChanges(parent=samples.ENGAGEMENT, page_size=1000).changes
        wave = employer.GetWave(name=samples.WAVE)
        front, sent = self.front, {"parent": samples.WAVE, "invitation_token": token}
        front.CheckInvitation(**sent)
        draft = samples.response_id()
        front.SaveAnswers(response_id=draft, answers=samples.answers()[:1], **sent)
        self.assertEqual(front.ResumeResponse(**sent).state, State.STATE_DRAFT)
        submission = samples.submission(draft, choice="3")
        submission.invitation_token = token
        code = front.SubmitResponse(submission).withdrawal_code
        held = front.ResumeResponse(**sent)
        front.EditResponse(
            response_id=draft, answers=samples.answers(choice="1"), etag=held.etag, **sent
        )
        front.WithdrawResponse(parent=samples.WAVE, withdrawal_code=code)
        after = employer.ListChanges(parent=samples.ENGAGEMENT, page_size=1000).changes
        self.assertEqual([c.sequence for c in after], [c.sequence for c in before])
        followed = employer.WatchChanges(parent=samples.ENGAGEMENT)[0].changes
        self.assertEqual(followed[-1].sequence, before[-1].sequence)
        self.assertEqual(employer.GetWave(name=samples.WAVE), wave)


if __name__ == "__main__":
    unittest.main()
