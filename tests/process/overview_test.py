"""Figures of engagements for front ends, for callers with grants."""

import unittest

from lotse.engagement.v1alpha import engagement_pb2
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.samples import ADMINISTRATION, ENGAGEMENT, PROGRAMME

OTHER = f"{ENGAGEMENT}-2"
PORTFOLIO = f"{PROGRAMME}/engagements/-"


class Overviews(IdentityCase):
    def setUp(self):
        self.engagement = self.serve("engagement")
        self.admin = self.client(self.engagement, "eva", ADMINS)
        samples.make_programme(self.admin)
        samples.make_administration(self.admin)
        for parent in (PROGRAMME, ADMINISTRATION):
            self.grant(parent, "ines", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        consultant = self.client(self.engagement, "ines")
        made = samples.make_only_engagement(consultant)
        consultant.CreateEngagement(
            parent=PROGRAMME, engagement_id=OTHER.split("/")[-1],
            engagement=engagement_pb2.Engagement(
                title=made.title, administration=ADMINISTRATION, start_date=made.start_date,
                end_date=made.end_date,
            ),
        )  # fmt: skip
        self.grant(ENGAGEMENT, "kora", role_pb2.ROLE_MUNICIPAL_COORDINATOR)
        self.grant(ENGAGEMENT, "rene", role_pb2.ROLE_RESPONDENT)
        self.reporting = self.serve("reporting", engagement=self.engagement)

    def grant(self, parent, subject, role):
        self.admin.CreateGrant(
            parent=parent, grant_id=f"rolle-{subject}",
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip

    def caller(self, subject, *groups):
        """A client of somebody whose grants are known to lotse-reporting, after all was heard."""
        client = self.client(self.reporting, subject, *groups)
        wait_for(
            lambda: error_of(client.ListPortfolio, parent=PORTFOLIO) is None, "the first answer"
        )
        return client

    @staticmethod
    def engagements(client):
        return [row.engagement for row in client.ListPortfolio(parent=PORTFOLIO).rows]

    def test_a_portfolio_holds_what_the_caller_may_see(self):
        self.assertEqual(self.engagements(self.caller("ines")), [ENGAGEMENT, OTHER])
        coordinator = self.caller("kora")
        self.assertEqual(self.engagements(coordinator), [ENGAGEMENT])
        page = coordinator.ListPortfolio(parent=PORTFOLIO, page_size=1)
        self.assertEqual(page.next_page_token, "")

    def test_figures_of_an_engagement_need_the_right_to_read_it(self):
        self.caller("ines")
        coordinator = self.caller("kora")
        self.assertEqual(self.reason(coordinator.ListIndicatorProgress, parent=ENGAGEMENT), "")
        missing = f"{ENGAGEMENT}/indicators/keine"
        self.assertEqual(self.reason(coordinator.GetIndicatorSeries, name=missing), "RESOURCE_NOT_FOUND")
        # As if it were not there.
        self.assertEqual(
            self.reason(coordinator.ListIndicatorProgress, parent=OTHER), "RESOURCE_NOT_FOUND"
        )
        respondent = self.client(self.reporting, "rene")
        self.assertEqual(
            self.reason(respondent.ListIndicatorProgress, parent=ENGAGEMENT), "PERMISSION_MISSING"
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
