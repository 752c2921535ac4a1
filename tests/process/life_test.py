"""Start, stop, and start again of each daemon; every way in which a start fails."""

import hashlib
import json
import pathlib
import re
import socket
import sqlite3
import statistics
import unittest

from lotse_testing import api, samples
from lotse_testing.daemon import Daemon, FREE, run
from lotse_testing.places import SERVICES, Case, figure, files_of

EXIT_USAGE = 64
EXIT_STORE = 65
EXIT_PORT = 71
EXIT_FOLDER = 73
EXIT_IN_USE = 75
EXIT_CONFIG = 78

DATABASES = {
    "engagement": ["engagement.db"],
    "survey": ["survey.db", "answers.db"],
    "reporting": ["reporting.db"],
}

# Budgets are printed; what fails is three times as much.
START_BUDGET_MS = 300
MEMORY_LIMIT_MIB = 40


def hashes(folder):
    return {name: hashlib.sha256(data).hexdigest() for name, data in files_of(folder).items()}


class Life(Case):
    def test_stop_ends_with_0_and_says_so(self):
        for service in SERVICES:
            for signal_number in (15, 2):
                with self.subTest(service, signal=signal_number):
                    daemon = self.daemon(service)
                    daemon.signal(signal_number)
                    self.assertEqual(daemon.wait(), 0)
                    events = [line["event"] for line in daemon.log()]
                    self.assertEqual(events, ["started", "draining", "stopped"])

    def test_data_are_kept(self):
        engagement = self.daemon("engagement")
        survey = self.daemon("survey")
        reporting = self.daemon(
            "reporting",
            None,
        )
        with api.connect(engagement) as client:
            made = samples.make_engagement(client)
        with api.connect(survey) as client:
            wave = samples.make_wave(client)
            identifier = samples.response_id()
            client.SubmitResponse(samples.submission(identifier))
        with api.connect(reporting) as client:
            report = samples.make_report(client, "bericht", waves=())
        for daemon in (engagement, survey, reporting):
            self.assertEqual(daemon.stop(), 0)
            daemon.start()
        with api.connect(engagement) as client:
            self.assertEqual(client.GetEngagement(name=made.name), made)
        with api.connect(survey) as client:
            self.assertEqual(client.GetWave(name=wave.name), wave)
            self.assertTrue(client.SubmitResponse(samples.submission(identifier)).duplicate)
        with api.connect(reporting) as client:
            self.assertEqual(client.GetReport(name=report.name), report)

    def test_files_are_for_the_owner_only(self):
        for service in SERVICES:
            folder = self.daemon(service).data_dir
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700, folder)

    def test_start_time_and_memory(self):
        for service in SERVICES:
            times, memory = [], 0
            for _ in range(5):
                daemon = self.daemon(service)
                times.append(daemon.start_ms)
                memory = max(memory, daemon.rss_kib() / 1024)
                daemon.stop()
            figure(f"lotse-{service} start, median of 5", statistics.median(times), "ms",
                   START_BUDGET_MS)
            figure(f"lotse-{service} idle memory, largest of 5", round(memory, 1), "MiB",
                   MEMORY_LIMIT_MIB)
            self.results.append((service, statistics.median(times), memory))
        self.needs_unsanitized()
        for service, milliseconds, memory in self.results:
            self.assertLess(milliseconds, 3 * START_BUDGET_MS, service)
            self.assertLess(memory, MEMORY_LIMIT_MIB, service)

    def setUp(self):
        self.results = []


class Information(Case):
    """What a daemon says about itself without starting."""

    def test_help_names_every_setting(self):
        for service in SERVICES:
            code, out, err = run(service, "--help")
            self.assertEqual((code, err), (0, ""))
            config = json.loads(run(service, "--print-config")[1])
            names = [name for name in config if name != "server"] + list(config["server"])
            for name in names:
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


class FailedStarts(Case):
    """Each ends with its own code and one line that names what is wrong, and
    leaves the disk as it was."""

    def expect(self, service, code, named, *flags, environment=None, folder=None):
        folder = folder or self.folder()
        before = hashes(folder)
        got, out, err = run(
            service, f"--listen={FREE}", f"--management_listen={FREE}", f"--data_dir={folder}",
            *flags, environment=environment,
        )
        self.assertEqual((got, out), (code, ""), err)
        self.assertRegex(err, rf"\Alotse-{service}: [^\n]+\n\Z")
        self.assertIn(named, err)
        self.assertEqual(hashes(folder), before)
        return err

    def used_port(self):
        """An address on which somebody listens."""
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        return f"127.0.0.1:{taken.getsockname()[1]}"

    def test_usage(self):
        for service in SERVICES:
            for named, flag in (
                ("--no-such", "--no-such=1"),
                ("word", "word"),
                ("--threads", "--threads=many"),
                ("--threads", "--threads"),
                ("--reflection", "--reflection=perhaps"),
            ):
                with self.subTest(service, flag=flag):
                    self.expect(service, EXIT_USAGE, named, flag)

    def test_config_file(self):
        file = self.folder("file").with_suffix(".json")
        for service in SERVICES:
            for named, content in (
                ("thread", '{"server": {"thread": 3}}'),
                ("nonsense", '{"nonsense": true}'),
                ("file.json", "{"),
                ("threads", '{"server": {"threads": "many"}}'),
            ):
                with self.subTest(service, content=content):
                    file.write_text(content)
                    self.expect(service, EXIT_CONFIG, named, f"--config={file}")
            self.expect(service, EXIT_CONFIG, "/nowhere.json", "--config=/nowhere.json")

    def test_environment(self):
        for service in SERVICES:
            prefix = f"LOTSE_{service.upper()}_"
            for name, value in (("NO_SUCH", "1"), ("THREADS", "many")):
                with self.subTest(service, name=name):
                    self.expect(
                        service, EXIT_CONFIG, prefix + name, environment={prefix + name: value}
                    )

    def test_range(self):
        cases = [
            ("drain_seconds", 0), ("drain_seconds", 601), ("threads", 0), ("threads", 65),
            ("max_waiting_calls", 0), ("max_waiting_calls", 100001),
            ("max_request_bytes", 1023), ("max_request_bytes", 67108865), ("threads", -1),
        ]  # fmt: skip
        for service in SERVICES:
            own = [("peer_timeout_ms", 0), ("peer_timeout_ms", 60001)]
            for setting, value in cases + (own if service == "reporting" else []):
                with self.subTest(service, setting=setting, value=value):
                    self.expect(service, EXIT_CONFIG, setting, f"--{setting}={value}")
            self.assertEqual(
                run(service, "--threads=65", "--data_dir=/x", "--check-config")[0], EXIT_CONFIG
            )

    def test_address_that_is_not_loopback(self):
        for service in SERVICES:
            settings = ["listen", "management_listen"]
            if service == "reporting":
                settings += ["engagement_address", "survey_address"]
            for setting in settings:
                for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:7401", "example.org:1", "7401"):
                    with self.subTest(service, setting=setting, address=address):
                        self.expect(service, EXIT_CONFIG, setting, f"--{setting}={address}")

    def test_no_folder_given(self):
        for service in SERVICES:
            self.expect(service, EXIT_CONFIG, "data_dir", "--data_dir=")

    def test_port_in_use(self):
        for service in SERVICES:
            for setting in ("listen", "management_listen"):
                with self.subTest(service, setting=setting):
                    folder = self.stopped_store(service)
                    address = self.used_port()
                    err = self.expect(
                        service, EXIT_PORT, setting, f"--{setting}={address}", folder=folder
                    )
                    self.assertIn(address, err)

    def test_folder_that_cannot_be_used(self):
        for service in SERVICES:
            with self.subTest(service):
                file = self.folder("file")
                file.write_text("in the way")
                for folder in (file, file / "below"):
                    err = self.expect(
                        service, EXIT_FOLDER, "data_dir", f"--data_dir={folder}"
                    )
                    self.assertIn(str(folder), err)
                self.assertEqual(file.read_text(), "in the way")

    def test_folder_in_use(self):
        for service in SERVICES:
            with self.subTest(service):
                daemon = self.daemon(service)
                err = self.expect(service, EXIT_IN_USE, "data_dir", folder=daemon.data_dir)
                self.assertIn(str(daemon.data_dir), err)
                self.assertEqual(daemon.status("/readyz"), 200)

    def stopped_store(self, service):
        """The folder of a daemon that ran and was stopped."""
        daemon = self.daemon(service)
        self.assertEqual(daemon.stop(), 0)
        return daemon.data_dir

    def test_store_of_a_newer_version(self):
        for service in SERVICES:
            for name in DATABASES[service]:
                with self.subTest(service, database=name):
                    folder = self.stopped_store(service)
                    connection = sqlite3.connect(folder / name)
                    connection.execute(
                        "INSERT INTO schema_migration VALUES ('9999_future.sql', 'x')"
                    )
                    connection.commit()
                    connection.close()
                    err = self.expect(service, EXIT_STORE, name, folder=folder)
                    self.assertIn("9999_future.sql", err)
                    self.assertIn("newer", err)

    def test_damaged_store(self):
        for service in SERVICES:
            for name in DATABASES[service]:
                for damage in (self.overwrite_all, self.overwrite_pages):
                    with self.subTest(service, database=name, damage=damage.__name__):
                        folder = self.stopped_store(service)
                        damage(folder / name)
                        self.expect(service, EXIT_STORE, name, folder=folder)

    @staticmethod
    def overwrite_all(file):
        file.write_bytes(b"this is no database\n" * 1000)

    @staticmethod
    def overwrite_pages(file):
        """The header stays as it was, the list of tables behind it is gone."""
        data = bytearray(file.read_bytes())
        data[100:4096] = b"\xff" * 3996
        file.write_bytes(data)


class Ports(Case):
    def test_two_daemons_never_share_a_port(self):
        first = self.daemon("engagement")
        folder = self.folder()
        code, _, err = run(
            "survey", f"--listen={first.address}", f"--management_listen={FREE}",
            f"--data_dir={folder}",
        )
        self.assertEqual(code, EXIT_PORT, err)
        code, _, err = run(
            "survey", f"--listen={FREE}", f"--data_dir={folder}",
            f"--management_listen=127.0.0.1:{first.management_port}",
        )
        self.assertEqual(code, EXIT_PORT, err)
        with api.connect(first) as client:
            for _ in range(20):
                client.ListProgrammes()

    def test_failed_start_leaves_the_folder_free(self):
        """What failed for its port can be started again at once."""
        folder = self.folder()
        first = self.daemon("engagement")
        code, _, _ = run(
            "engagement", f"--listen={first.address}", f"--management_listen={FREE}",
            f"--data_dir={folder}",
        )
        self.assertEqual(code, EXIT_PORT)
        self.daemon("engagement", folder)


if __name__ == "__main__":
    unittest.main(verbosity=2)
