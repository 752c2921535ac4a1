"""Daemons on the loopback address of IPv6: they serve, follow grants, and are called, as
on 127.0.0.1."""

import socket
import unittest

from lotse.reporting.v1alpha import document_pb2
from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse
from lotse_testing.identity import Realm
from lotse_testing.reports import make_version
from lotse_testing.samples import make_engagement

LOOPBACK = "[::1]:0"


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@unittest.skipUnless(has_ipv6(), "this machine has no ::1")
class Loopback(Case):
    def test_without_tls(self):
        """A token is sent there, and the services ask one another."""
        engagement = self.daemon("engagement", listen=LOOPBACK)
        with connect(engagement) as client:
            make_engagement(client)
        reporting = self.daemon(
            "reporting", f"--engagement_address={engagement.address}", listen=LOOPBACK
        )
        with connect(reporting) as client:
            version = make_version(client, "bericht", waves=())
            document = client.GetDocument(name=version.name)
        self.assertEqual(document.sources[0].state, document_pb2.Source.STATE_REACHED)
        token = Realm(self.folder("realm")).token("ada")
        lotse(
            "call", "ListProgrammes", daemons=[engagement], environment={"LOTSE_TOKEN": token}
        )

    def test_with_tls(self):
        realm = Realm(self.folder("realm"))
        engagement = self.daemon("engagement", *realm.flags("engagement"), listen=LOOPBACK)
        survey = self.daemon("survey", *realm.flags("survey", engagement), listen=LOOPBACK)
        known = "lotse_grants_last_success_timestamp_seconds", frozenset()
        wait_for(lambda: survey.metrics()[known] > 0, "the grants of lotse-engagement")


if __name__ == "__main__":
    unittest.main()
