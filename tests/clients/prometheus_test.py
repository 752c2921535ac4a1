"""A real Prometheus scrapes the three daemons with the configuration that is
shipped, and finds nothing to complain about in what they show."""

import subprocess
import unittest

from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.places import SERVICES, figure
from lotse_testing.prometheus import EXPORTER, PROMETHEUS, PROMTOOL, Exporter, Prometheus

JOBS = {*(f"lotse-{service}" for service in SERVICES), "node"}


@unittest.skipUnless(PROMETHEUS and PROMTOOL and EXPORTER, "prometheus is not installed")
class Scrapes(Case):
    def setUp(self):
        self.daemons = {service: self.daemon(service) for service in SERVICES}

    def start(self):
        texts = self.folder("texts")
        texts.mkdir()
        addresses = {
            f"127.0.0.1:{port}": f"127.0.0.1:{self.daemons[service].management_port}"
            for service, port in zip(SERVICES, (7411, 7412, 7413))
        }
        addresses["127.0.0.1:9100"] = Exporter(self, texts).address
        self.prometheus = Prometheus(self, addresses)
        return wait_for(
            lambda: len(self.query("up == 1")) == len(JOBS) and self.query("up"), "all targets", 45
        )

    def query(self, expression):
        return self.prometheus.query(expression)

    def test_scrapes_all_three_and_the_machine(self):
        with connect(self.daemons["engagement"]) as client:
            for _ in range(7):
                client.ListProgrammes()
        up = self.start()
        self.assertEqual({labels["job"] for labels, _ in up}, JOBS)
        counted = (
            'grpc_server_handled_total{grpc_method="ListProgrammes",grpc_code="OK",'
            'job="lotse-engagement"}'
        )
        found = wait_for(lambda: self.query(counted), "a count of calls", 30)
        self.assertEqual([value for _, value in found], [7.0])
        samples_per_scrape = self.query('sum(scrape_samples_scraped{job=~"lotse-.+"})')[0][1]
        figure("prometheus", f"3 daemons up, {samples_per_scrape:.0f} samples a scrape of all")

    def test_one_that_stops_is_seen(self):
        self.start()
        self.daemons["survey"].kill()
        down = wait_for(lambda: self.query("up == 0"), "the target to be down", 30)
        self.assertEqual([labels["job"] for labels, _ in down], ["lotse-survey"])

    def test_promtool_has_no_complaint(self):
        for service, daemon in self.daemons.items():
            done = subprocess.run(
                [PROMTOOL, "check", "metrics"], input=daemon.get("/metrics")[2],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""), service)


if __name__ == "__main__":
    unittest.main(verbosity=2)
