"""A real Prometheus with the rules that are shipped, over the real daemons and Debian's
exporter of the machine: what rules and board ask for exists, and alerts come and go."""

import os
import re
import shutil
import subprocess
import unittest

from watched import ENDED, WatchedCase

from lotse_testing import watching
from lotse_testing.case import wait_for
from lotse_testing.places import ROOT, figure
from lotse_testing.prometheus import EXPORTER, PROBER, PROMETHEUS, Prober

README = ROOT / "docs/operations/README.md"


@unittest.skipUnless(
    PROMETHEUS and EXPORTER and PROBER, "prometheus or one of its exporters is not installed"
)
class Watching(WatchedCase):
    def test_what_rules_and_board_ask_for_exists(self):
        self.report_all()
        # A daemon shows a certificate as the edge does.
        prober = Prober(self, self.realm.folder / "ca.pem", "localhost")
        prometheus = self.start_prometheus(prober=prober, edge=self.daemons["survey"].address)
        wanted = watching.all_selectors()
        self.assertIn("lotse_queue_waiting", wanted)

        def missing():
            return {s: p for s, p in wanted.items() if not prometheus.query(f"count({s})")}

        self.becomes(missing, {})
        figure("series that rules and board ask for", len(wanted))
        # What is asked can be computed, also what the board asks, which no tool of Prometheus reads.
        for panel in watching.panels():
            for target in panel["targets"]:
                self.assertIsNone(prometheus.fault_of(target["expr"]), panel["title"])
        self.assertIsNotNone(prometheus.fault_of("rate(up)"))

    def test_every_metric_is_explained(self):
        """The table of the operators' page has what daemons and tasks show, and no more."""
        self.report_all()
        shown = set()
        for text in [
            *(daemon.get("/metrics")[2] for daemon in self.daemons.values()),
            *(path.read_text() for path in self.texts.glob("*.prom")),
        ]:
            shown.update(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
        table = README.read_text(encoding="utf-8").partition("## Metrics\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", table, re.MULTILINE)
        self.assertEqual({name for row in rows for name in re.findall(r"\w+", row)}, shown)

    def test_alerts_come_and_go(self):
        """A service is killed: that it is down and that the others do not know its grants
        any more is told, and ends when it is back."""
        self.report_all()
        prometheus = self.start_prometheus()
        wait_for(lambda: len(prometheus.query("up == 1")) == 4, "4 targets", 45)
        wait_for(lambda: prometheus.query("job:lotse_calls:rate5m"), "the recorded rules", 45)
        self.becomes(prometheus.firing, set())
        engagement = self.daemons["engagement"]
        self.keep_management_port(engagement)
        engagement.kill()
        expected = {
            ("LotseDown", "lotse-engagement"),
            ("LotseGrantsStale", "lotse-survey"),
            ("LotseGrantsStale", "lotse-reporting"),
        }
        self.becomes(prometheus.firing, expected)
        engagement.start(listen=engagement.address)
        self.becomes(prometheus.firing, set())

    def test_tasks_that_fail_or_never_ran(self):
        self.report_all()
        self.report("backup", "survey", EXIT_CODE="killed", EXIT_STATUS="KILL")
        self.report("verify", "survey", EXIT_CODE="exited", EXIT_STATUS="5")
        for path in self.texts.glob("lotse-*-reporting*.prom"):
            path.unlink()
        prometheus = self.start_prometheus()
        expected = {
            # What failed was all right not long ago.
            ("LotseStoreFaulty", "node"),
            ("LotseStoreNotVerified", "lotse-reporting"),
            ("LotseBackupTooOld", "lotse-reporting"),
        }
        self.becomes(prometheus.firing, expected)
        codes = prometheus.query('lotse_task_exit_code{service="survey"}')
        self.assertEqual({labels["task"]: v for labels, v in codes}, {"backup": -1, "verify": 5})
        self.assertEqual(prometheus.query("node_textfile_scrape_error")[0][1], 0)

    def test_a_wrong_report_is_told(self):
        for call, what in (
            (("", "survey"), "TASK is ''; give one word"),
            (('x"y', "survey"), "TASK is 'x\"y'; give one word"),
            (("verify", "surveys"), "SERVICE is 'surveys'; give engagement, survey or reporting"),
            (("backup", "survey,all"), "SERVICE is 'survey,all'; give engagement, survey or"),
            (("backup", ""), "SERVICE is ''; give engagement, survey or reporting"),
        ):
            self.assertIn(what, self.report(*call, expect=64, **ENDED))
        shutil.rmtree(self.texts)
        self.assertIn("is no folder", self.report("verify", "survey", expect=64, **ENDED))

    def test_a_task_does_not_fail_where_nobody_watches(self):
        """A folder that is named has to be there; that of Debian is only where the exporter is."""
        script = watching.REPORT_TASK.read_text("utf-8")
        usual = "/var/lib/prometheus/node-exporter"
        self.assertIn(usual, script)
        done = subprocess.run(
            ["bash", "-s", "verify", "survey"],
            input=script.replace(usual, f"{self.texts}/absent"),
            env={"PATH": os.environ["PATH"], **ENDED},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertIn("nobody is told of verify", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
