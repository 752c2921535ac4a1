"""A real Prometheus with the rules that are shipped, 60 times as fast as it is deployed, while
faults happen to the real daemons and to the machine: each alert comes, and goes when the fault is
mended."""

import datetime
import unittest

from watched import WatchedCase

from lotse_testing.case import wait_for
from lotse_testing.certificates import Authority
from lotse_testing.dead_port import use_up_descriptors
from lotse_testing.places import LONG, SERVICES, figure
from lotse_testing.prometheus import EXPORTER, PROMETHEUS, Exporter, hurried

# What waits for an hour waits for a minute.
FACTOR = 60
# The longest is that of a certificate, with its hour; the mirror is late after a minute, which
# is compared with a clock and not hurried.
COMES_SECONDS = 240
GOES_SECONDS = 180

EXIT_PORT_DEAD = 70

MIB = 1 << 20
# A little above and below what is almost full.
DISK_BYTES, USED_BYTES = 540 * MIB, 40 * MIB

EXPECTED = {
    ("LotseDown", "lotse-survey"),
    ("LotseFeedLags", "survey"),
    ("LotseRestarts", "lotse-engagement"),
    ("LotseCertificateExpires", "lotse-reporting"),
    ("LotseDiskAlmostFull", Exporter.DISK),
}


class Hurry(unittest.TestCase):
    def test_what_takes_time_takes_a_sixtieth(self):
        for text, expected in (
            ("scrape_interval: 15s", "scrape_interval: 1s"),
            ("  for: 5m", "  for: 5s"),
            ("for: 1h", "for: 60s"),
            ("interval: 1m\n", "interval: 1s\n"),
            ("rate(a[3d]) + b[30m]", "rate(a[4320s]) + b[30s]"),
            ("record: job:a:rate5m", "record: job:a:rate5m"),
            ("age > 60", "age > 60"),
        ):
            self.assertEqual(hurried(text, 60), expected)


@unittest.skipUnless(PROMETHEUS and EXPORTER, "prometheus or its node exporter is not installed")
@unittest.skipUnless(LONG, "takes minutes; script/test --long does it")
class Faults(WatchedCase):
    FLAGS = ("--self_probe_seconds=1", "--self_probe_limit_seconds=3")
    DISK_BYTES = DISK_BYTES

    def told(self):
        """The alerts that fire of those that are expected, by what tells them apart."""
        found = set()
        for labels in self.prometheus.alerts():
            which = labels.get("mountpoint") or labels.get("service") or labels["job"]
            found.add((labels["alertname"], which))
        return found & EXPECTED

    def kill_its_port(self, daemon):
        """It ends by itself, and is started as systemd would do it."""
        use_up_descriptors(daemon)
        self.assertEqual(daemon.wait(), EXIT_PORT_DEAD)
        daemon.start(listen=daemon.address)
        start = 'process_start_time_seconds{job="lotse-engagement"}'
        begun = daemon.metrics()["process_start_time_seconds", frozenset()]
        wait_for(lambda: [v for _, v in self.prometheus.query(start)] == [begun], "a scrape", 30)

    def test_each_alert_comes_and_goes(self):
        self.report_all()
        self.prometheus = self.start_prometheus(factor=FACTOR)
        wait_for(lambda: len(self.prometheus.query("up == 1")) == 4, "4 targets", 45)
        for service in SERVICES:
            self.keep_management_port(self.daemons[service])
        self.assertEqual(self.told(), set())

        self.daemons["survey"].kill()
        (self.exporter.disk / "full").write_bytes(bytes(USED_BYTES))
        ends_soon = Authority(self.folder("soon")).server(ends_in=datetime.timedelta(days=10))
        self.put_certificate(ends_soon.certificate, ends_soon.key)
        for _ in range(2):
            self.kill_its_port(self.daemons["engagement"])
        seen = set()

        def all_came():
            seen.update(self.told())
            return seen == EXPECTED

        try:
            wait_for(all_came, "every alert", COMES_SECONDS)
        except AssertionError:
            self.assertEqual(seen, EXPECTED)

        survey = self.daemons["survey"]
        survey.start(listen=survey.address)
        (self.exporter.disk / "full").unlink()
        self.put_certificate(self.realm.folder / "server.pem", self.realm.folder / "server.key")
        self.becomes(self.told, set(), GOES_SECONDS)
        figure("alerts that came and went", len(EXPECTED))


if __name__ == "__main__":
    unittest.main(verbosity=2)
