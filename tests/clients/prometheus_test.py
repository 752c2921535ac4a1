"""A real Prometheus scrapes the three daemons with the configuration that is
shipped, and finds nothing to complain about in what they show."""

import json
import re
import shutil
import socket
import subprocess
import unittest
import urllib.parse
import urllib.request

from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.places import ROOT, SERVICES, figure

CONFIG = ROOT / "deploy/prometheus/prometheus.yml"
PROMETHEUS = shutil.which("prometheus", path="/usr/bin:/usr/local/bin")
PROMTOOL = shutil.which("promtool", path="/usr/bin:/usr/local/bin")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@unittest.skipUnless(PROMETHEUS and PROMTOOL, "prometheus is not installed")
class Prometheus(Case):
    def setUp(self):
        self.daemons = {service: self.daemon(service) for service in SERVICES}

    def config(self):
        """The shipped configuration, on the ports of these daemons and in a hurry."""
        text = CONFIG.read_text(encoding="utf-8")
        for service, port in zip(SERVICES, (7411, 7412, 7413)):
            address = f"127.0.0.1:{port}"
            self.assertIn(address, text)
            text = text.replace(address, f"127.0.0.1:{self.daemons[service].management_port}")
        text, changed = re.subn(r"scrape_interval: \w+", "scrape_interval: 1s", text)
        self.assertEqual(changed, 1)
        folder = self.folder("prometheus")
        folder.mkdir()
        (folder / "prometheus.yml").write_text(text, encoding="utf-8")
        return folder

    def start(self):
        folder = self.config()
        self.url = f"http://127.0.0.1:{free_port()}"
        with open(folder / "log", "wb") as log:
            process = subprocess.Popen(
                [
                    PROMETHEUS,
                    f"--config.file={folder}/prometheus.yml",
                    f"--storage.tsdb.path={folder}/data",
                    f"--web.listen-address={self.url.removeprefix('http://')}",
                    "--log.level=warn",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

    def query(self, expression):
        """The result of an instant query: [(labels, value)]."""
        url = f"{self.url}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                result = json.load(answer)["data"]["result"]
        except OSError:  # It is still starting.
            return []
        return [(found["metric"], float(found["value"][1])) for found in result]

    def test_scrapes_all_three(self):
        with connect(self.daemons["engagement"]) as client:
            for _ in range(7):
                client.ListProgrammes()
        self.start()
        up = wait_for(lambda: len(self.query("up == 1")) == 3 and self.query("up"), "3 targets", 45)
        self.assertEqual(
            {labels["job"] for labels, _ in up}, {f"lotse-{service}" for service in SERVICES}
        )
        counted = (
            'grpc_server_handled_total{grpc_method="ListProgrammes",grpc_code="OK",'
            'job="lotse-engagement"}'
        )
        found = wait_for(lambda: self.query(counted), "a count of calls", 30)
        self.assertEqual([value for _, value in found], [7.0])
        samples_per_scrape = self.query("sum(scrape_samples_scraped)")[0][1]
        figure("prometheus", f"3 targets up, {samples_per_scrape:.0f} samples a scrape of all")

    def test_one_that_stops_is_seen(self):
        self.start()
        wait_for(lambda: len(self.query("up == 1")) == 3, "3 targets", 45)
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
