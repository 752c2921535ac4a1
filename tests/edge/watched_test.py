"""What the watcher of the edge sees, which is Debian's blackbox exporter with the shipped
configuration: the alerts of deploy/prometheus/edge.rules.yml need no more."""

import ssl
import time
import unittest

from edge import DOMAIN, EdgeCase

from lotse_testing.certificates import Authority
from lotse_testing.places import SERVICES
from lotse_testing.prometheus import PROBER, Prober


@unittest.skipUnless(PROBER, "prometheus-blackbox-exporter is not installed")
class Watched(EdgeCase):
    def prober(self, host, authority=None):
        return Prober(self, (authority or self.edge.authority).certificate, host)

    def succeeds(self, prober):
        return prober.probe(self.edge.address)["probe_success"] == 1

    def test_each_name_and_until_when_its_certificate_holds(self):
        with self.edge.connection() as connection:
            ends = ssl.cert_time_to_seconds(connection.getpeercert()["notAfter"])
        self.assertGreater(ends, time.time())
        for service in SERVICES:
            seen = self.prober(f"{service}.{DOMAIN}").probe(self.edge.address)
            self.assertEqual(seen["probe_success"], 1, service)
            self.assertEqual(seen["probe_ssl_earliest_cert_expiry"], ends)

    def test_another_name_gets_nowhere(self):
        self.assertFalse(self.succeeds(self.prober("other.example.org")))

    def test_a_certificate_that_is_not_believed(self):
        other = Authority(self.folder("other-authority"))
        self.assertFalse(self.succeeds(self.prober(f"survey.{DOMAIN}", other)))

    def test_nginx_that_is_gone_and_comes_back(self):
        prober = self.prober(f"survey.{DOMAIN}")
        self.edge.close()
        try:
            self.assertFalse(self.succeeds(prober))
        finally:
            self.edge.start()
        self.assertTrue(self.succeeds(prober))


if __name__ == "__main__":
    unittest.main(verbosity=2)
