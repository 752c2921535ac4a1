"""Whose limits count for those who are not known, behind the edge."""

import json
import unittest

import raw
from edge import DOMAIN, HOSTILE, EdgeCase

from lotse_testing.case import wait_for

# Addresses of this machine. Two share a bucket of the daemons by chance, once in a thousand
# times; four hardly ever.
OTHERS = ("127.0.0.3", "127.0.0.4", "127.0.0.5")

NOT_KNOWN = "16"
TOO_MANY = "8"

ONE_A_SECOND = "--caller_calls_per_second=1"
METHODS = {
    "engagement": "/lotse.engagement.v1alpha.GrantService/GetMyRights",
    "survey": "/lotse.survey.v1alpha.SurveyService/ListWaves",
}


class Origin(EdgeCase):
    OPTIONS = {"known": ["127.0.0.0/8"]}
    FLAGS = {
        "engagement": (ONE_A_SECOND, "--edge_addresses=127.0.0.1"),
        "survey": (ONE_A_SECOND,),
    }

    def statuses(self, service, source, count=1, more=()):
        """What so many calls without a token end with, one after another."""
        before = len(self.edge.calls())
        host = f"{service}.{DOMAIN}"
        headers = raw.call_headers(METHODS[service], host, more)
        with self.edge.connection(service, source=source) as connection:
            connection.sendall(raw.hello())
            for number in range(1, 2 * count, 2):
                connection.sendall(
                    raw.frame(raw.HEADERS, raw.END_HEADERS, number, headers)
                    + raw.frame(raw.DATA, raw.END_STREAM, number, bytes(5))
                )
                raw.wait_for_ends(connection, 1)
        wait_for(lambda: len(self.edge.calls()) >= before + count, "the lines")
        return [json.loads(line)["grpc_status"] for line in self.edge.calls()[before:]]

    def test_each_address_has_limits_of_its_own(self):
        found = self.statuses("engagement", HOSTILE, 20)
        self.assertEqual(found[0], NOT_KNOWN)
        self.assertEqual(found[-1], TOO_MANY)
        # What a caller says of itself is replaced.
        forged = [self.statuses("engagement", HOSTILE, more=[("x-real-ip", other)])
                  for other in OTHERS]  # fmt: skip
        self.assertIn([TOO_MANY], forged)
        self.assertIn([NOT_KNOWN], [self.statuses("engagement", other) for other in OTHERS])
        self.assertNotIn(HOSTILE, self.services["engagement"].log_text())

    def test_a_daemon_that_believes_no_edge_has_one_limit_for_all(self):
        self.assertEqual(self.statuses("survey", HOSTILE, 20)[-1], TOO_MANY)
        answers = [self.statuses("survey", other)[0] for other in OTHERS]
        self.assertIn(TOO_MANY, answers)


class OriginOverSockets(EdgeCase):
    """Over a socket the edge is believed without being named."""

    OPTIONS = {"known": ["127.0.0.0/8"]}
    FLAGS = {"engagement": (ONE_A_SECOND,)}
    OVER_SOCKETS = True

    statuses = Origin.statuses
    test_each_address_has_limits_of_its_own = Origin.test_each_address_has_limits_of_its_own


if __name__ == "__main__":
    unittest.main(verbosity=2)
