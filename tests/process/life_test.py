"""Start, stop, and start again of each daemon; what it says about itself."""

import json
import re
import statistics
import unittest

from lotse_testing import api, reports, samples
from lotse_testing.case import Case
from lotse_testing.daemon import run
from lotse_testing.places import SANITIZERS, SERVICES, figure

# Budgets are printed; what fails is three times as much.
START_BUDGET_MS = 300
# lotse-survey carries the code of questionnaires, tables and studies: most of it is that.
MEMORY_LIMIT_MIB = {"engagement": 40, "survey": 48, "reporting": 40}


def setting_names(config):
    """The settings of a configuration, which stand in it in groups."""
    for name, value in config.items():
        if isinstance(value, dict):
            yield from setting_names(value)
        else:
            yield name


class Life(Case):
    def test_stop_ends_with_0_and_says_so(self):
        for service in SERVICES:
            for signal_number in (15, 2):
                with self.subTest(service, signal=signal_number):
                    daemon = self.daemon(service)
                    daemon.signal(signal_number)
                    self.assertEqual(daemon.wait(), 0)
                    # lotse-reporting says, too, that it follows nobody here.
                    events = [
                        line["event"]
                        for line in daemon.log()
                        if line["event"] != "feed_not_followed"
                    ]
                    self.assertEqual(events, ["change_logs", "started", "draining", "change_logs", "stopped"])

    def test_data_are_kept(self):
        engagement = self.daemon("engagement")
        survey = self.daemon("survey")
        reporting = self.daemon("reporting")
        with api.connect(engagement) as client:
            made = samples.make_engagement(client)
        with api.connect(survey) as client:
            wave = samples.make_wave(client)
            identifier = samples.response_id()
            client.SubmitResponse(samples.submission(identifier))
        with api.connect(reporting) as client:
            version = reports.make_version(client, "bericht", waves=())
        for daemon in (engagement, survey, reporting):
            self.assertEqual(daemon.stop(), 0)
            daemon.start()
        with api.connect(engagement) as client:
            self.assertEqual(client.GetEngagement(name=made.name), made)
        with api.connect(survey) as client:
            self.assertEqual(client.GetWave(name=wave.name), wave)
            self.assertTrue(client.SubmitResponse(samples.submission(identifier)).duplicate)
        with api.connect(reporting) as client:
            self.assertEqual(client.GetReportVersion(name=version.name), version)
            self.assertTrue(client.VerifyReportVersion(name=version.name).same)

    def test_files_are_for_the_owner_only(self):
        for service in SERVICES:
            folder = self.daemon(service).data_dir
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700, folder)
            for file in folder.iterdir():
                self.assertEqual(file.stat().st_mode & 0o077, 0, file)

    def test_start_time_and_memory(self):
        for service in SERVICES:
            times, memory = [], 0
            for _ in range(5):
                daemon = self.daemon(service)
                times.append(daemon.start_ms)
                memory = max(memory, daemon.rss_kib() / 1024)
                daemon.kill()
            start = statistics.median(times)
            figure(f"lotse-{service} start, median of 5", round(start), "ms", START_BUDGET_MS)
            figure(f"lotse-{service} idle memory, largest of 5", round(memory, 1), "MiB",
                   MEMORY_LIMIT_MIB[service])
            if not SANITIZERS:
                self.assertLess(start, 3 * START_BUDGET_MS, service)
                self.assertLess(memory, MEMORY_LIMIT_MIB[service], service)
        self.needs_unsanitized()


class Information(Case):
    """What a daemon says about itself without starting."""

    def test_help_names_every_setting(self):
        for service in SERVICES:
            code, out, err = run(service, "--help")
            self.assertEqual((code, err), (0, ""))
            config = json.loads(run(service, "--print-config")[1])
            for name in setting_names(config):
                snake = re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name)
                self.assertIn(f"--{snake}=", out)
                self.assertIn(f"LOTSE_{service.upper()}_{snake.upper()}", out)

    def test_version(self):
        for service in SERVICES:
            code, out, err = run(service, "--version")
            self.assertEqual((code, err), (0, ""))
            self.assertRegex(out, rf"^lotse-{service} \d+\.\d+\.\d+\n$")

    def test_print_config_can_be_read_again(self):
        for service in SERVICES:
            folder = self.folder()
            folder.mkdir()
            code, out, err = run(service, f"--data_dir={folder}/x", "--drain_seconds=7",
                                 "--print-config")
            self.assertEqual((code, err), (0, ""))
            file = folder / "config.json"
            file.write_text(out)
            again = run(service, f"--config={file}", "--print-config")
            self.assertEqual(again, (0, out, ""))
            self.assertEqual(json.loads(out)["server"]["drainSeconds"], 7)

    def test_flag_wins_over_variable_wins_over_file(self):
        for service in SERVICES:
            folder = self.folder()
            folder.mkdir()
            file = folder / "config.json"
            file.write_text('{"server": {"drainSeconds": 5, "threads": 5, "maxWaitingCalls": 5}}')
            prefix = f"LOTSE_{service.upper()}_"
            code, out, err = run(
                service, f"--config={file}", "--drain_seconds=7", "--print-config",
                environment={prefix + "DRAIN_SECONDS": "6", prefix + "THREADS": "6"},
            )
            self.assertEqual((code, err), (0, ""))
            server = json.loads(out)["server"]
            self.assertEqual(
                (server["drainSeconds"], server["threads"], server["maxWaitingCalls"]), (7, 6, 5)
            )

    def test_check_config_touches_nothing(self):
        for service in SERVICES:
            folder = self.folder()
            code, out, err = run(service, f"--data_dir={folder}", "--check-config")
            self.assertEqual((code, err), (0, ""))
            self.assertIn(f"lotse-{service}", out)
            self.assertFalse(folder.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
