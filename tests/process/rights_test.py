"""What becomes of calls and streams when a right ends, and of grants that grow old."""

import time
import unittest

import grpc

from google.protobuf import timestamp_pb2
from identity_test import TAKES_EFFECT_SECONDS, IdentityCase
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing.api import CallError, error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS
from lotse_testing.samples import PROGRAMME, make_programme


class RightsCase(IdentityCase):
    def setUp(self):
        self.engagement = self.serve("engagement")
        make_programme(self.client(self.engagement, "eva", ADMINS))

    def ends(self, stream):
        """The reason with which a stream ends that stands still, and after how long."""
        begin = time.monotonic()
        with self.assertRaises(grpc.RpcError) as ended:
            next(stream)
        return CallError("WatchChanges", ended.exception).reason, time.monotonic() - begin

    def watch(self, daemon, subject="ada"):
        """A stream that stands still: its first message has come."""
        client = self.client(daemon, subject)
        wait_for(lambda: error_of(client.ListChanges, parent=PROGRAMME) is None, "the grants")
        stream = client.open_stream("WatchChanges", parent=PROGRAMME, timeout=60)
        next(stream)
        return stream


class Streams(RightsCase):
    def test_a_stream_that_stands_still_ends_with_the_grant_in_survey(self):
        admin = self.give(self.engagement, "ada")
        self.give(self.engagement, "bob", grant_id="andere")
        survey = self.serve("survey", engagement=self.engagement)
        stream, other = self.watch(survey), self.watch(survey, "bob")
        admin.DeleteGrant(name=f"{PROGRAMME}/grants/rolle")
        reason, seconds = self.ends(stream)
        self.assertEqual(reason, "RESOURCE_NOT_FOUND")
        self.assertLess(seconds, TAKES_EFFECT_SECONDS)
        # Whoever has the right goes on.
        time.sleep(2)
        self.assertTrue(other.is_active())
        other.cancel()

    def test_it_ends_when_the_grant_expires(self):
        admin = self.client(self.engagement, "eva", ADMINS)
        until = timestamp_pb2.Timestamp(seconds=int(time.time()) + 4)
        admin.CreateGrant(
            parent=PROGRAMME, grant_id="kurz",
            grant=grant_pb2.Grant(
                subject="ada", role=role_pb2.ROLE_AUDITOR, reason="Probe", expire_time=until
            ),
        )  # fmt: skip
        reason, _ = self.ends(self.watch(self.engagement))
        self.assertEqual(reason, "RESOURCE_NOT_FOUND")
        self.assertLess(time.time() - until.seconds, TAKES_EFFECT_SECONDS)
        self.assertGreaterEqual(time.time(), until.seconds)


class OldGrants(RightsCase):
    def test_grants_count_no_more_when_they_are_too_old(self):
        self.give(self.engagement, "ada")
        survey = self.serve("survey", "--grants_max_age_seconds=10", engagement=self.engagement)
        stream = self.watch(survey)
        ada, admin = self.client(survey, "ada"), self.client(survey, "eva", ADMINS)
        self.engagement.stop()
        stopped = time.monotonic()
        self.assertEqual(self.reason(ada.ListChanges, parent=PROGRAMME), "")
        reason, _ = self.ends(stream)
        self.assertEqual(reason, "GRANTS_UNAVAILABLE")
        self.assertGreater(time.monotonic() - stopped, 7)
        self.assertLess(time.monotonic() - stopped, 10 + TAKES_EFFECT_SECONDS)
        error = error_of(ada.ListChanges, parent=PROGRAMME)
        self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "GRANTS_UNAVAILABLE"))
        # A start makes them no younger, and the configuration counts.
        survey.stop()
        survey.start(listen=survey.address)
        self.assertEqual(self.reason(ada.ListChanges, parent=PROGRAMME), "GRANTS_UNAVAILABLE")
        self.assertEqual(self.reason(admin.ListChanges, parent=PROGRAMME), "")
        self.engagement.start(listen=self.engagement.address)
        wait_for(lambda: error_of(ada.ListChanges, parent=PROGRAMME) is None, "the grants")


if __name__ == "__main__":
    unittest.main()
