"""What deploy/ ships fits together and passes the tools of its target system.

    deploy_test.py [FOLDER-OF-THE-PROGRAMS]

Without the folder the checks that need a built daemon are skipped.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SERVICES = ("engagement", "survey", "reporting")

# Worst exposure that is accepted, on systemd's scale from 0 (best) to 10.
MAX_EXPOSURE = 2.0

programs = None  # folder, from the command line


def unit_path(service):
    return HERE / "systemd" / f"lotse-{service}.service"


def settings(unit_text, key):
    """All values of a key of a unit, in order."""
    return re.findall(rf"^{key}=(.*)$", unit_text, re.MULTILINE)


def config(service):
    return json.loads((HERE / "config" / f"{service}.json").read_text(encoding="utf-8"))


def run(*command):
    """(exit code, everything printed)"""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=60, check=False,
    )
    return done.returncode, done.stdout


def check_exposure(case, unit):
    code, printed = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    case.assertEqual(code, 0, printed)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", printed)
    case.assertIsNotNone(found, printed)
    print(f"{unit.name}: exposure {found.group(1)} (limit {MAX_EXPOSURE})")
    case.assertLessEqual(float(found.group(1)), MAX_EXPOSURE)


def check_with_timer(case, text, unit, instance=""):
    """A unit and its timer, with the programs and settings of this tree, are right for systemd."""
    if programs is None:
        case.skipTest("no folder of programs was given")
    for installed, here in (
        ("/usr/bin/", f"{programs}/"),
        ("/usr/lib/lotse/", f"{HERE}/systemd/"),
        ("/etc/lotse/", f"{HERE}/config/"),
    ):
        text = text.replace(installed, here)
    with tempfile.TemporaryDirectory() as folder:
        service = pathlib.Path(folder, f"{unit}{instance}.service")
        service.write_text(text, encoding="utf-8")
        timer = pathlib.Path(folder, f"{unit}{instance}.timer")
        timer.write_bytes((HERE / "systemd" / f"{unit}.timer").read_bytes())
        for path in (service, timer):
            code, printed = run("systemd-analyze", "verify", "--man=no", str(path))
            case.assertEqual((code, printed), (0, ""))


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"{tool} is not installed")


class Configs(unittest.TestCase):
    def test_addresses_are_loopback(self):
        for service in SERVICES:
            server = config(service)["server"]
            for address in (server["listen"], server["managementListen"]):
                self.assertRegex(address, r"^127\.0\.0\.1:\d+$")

    def test_no_address_twice(self):
        servers = [config(service)["server"] for service in SERVICES]
        addresses = [s["listen"] for s in servers] + [s["managementListen"] for s in servers]
        self.assertEqual(len(set(addresses)), 2 * len(SERVICES))

    def test_reporting_calls_the_others_where_they_listen(self):
        reporting = config("reporting")
        for address, peer in (
            (reporting["peers"]["engagementAddress"], "engagement"),
            (reporting["surveyAddress"], "survey"),
        ):
            self.assertEqual(address, config(peer)["server"]["listen"])

    def test_prometheus_scrapes_all(self):
        text = (HERE / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
        scraped = re.findall(r'job_name: lotse-(\w+)\n.*\n\s+- targets: \["([^"]+)"\]', text)
        expected = [(s, config(s)["server"]["managementListen"]) for s in SERVICES]
        self.assertEqual(scraped, expected)
        # And Debian's exporter where it listens unless told otherwise.
        self.assertRegex(text, r'job_name: node\n.*\n\s+- targets: \["127.0.0.1:9100"\]')

    def test_daemons_accept_them(self):
        if programs is None:
            self.skipTest("no folder of programs was given")
        for service in SERVICES:
            code, printed = run(
                f"{programs}/lotse-{service}",
                f"--config={HERE}/config/{service}.json",
                "--data_dir=/var/lib/lotse",  # as the unit does; nothing is made here
                "--check-config",
            )
            self.assertEqual(code, 0, printed)

    def test_daemons_accept_the_examples_of_the_operations_page(self):
        if programs is None:
            self.skipTest("no folder of programs was given")
        page = (HERE.parent / "docs/operations/README.md").read_text(encoding="utf-8")
        examples = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertTrue(examples)
        for example in examples:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                file.write(example)
                file.flush()
                for service in SERVICES:
                    code, printed = run(
                        f"{programs}/lotse-{service}", f"--config={file.name}",
                        "--data_dir=/var/lib/lotse", "--check-config",
                    )
                    self.assertEqual(code, 0, printed)


class Units(unittest.TestCase):
    def test_fit_the_configs(self):
        for service in SERVICES:
            text = unit_path(service).read_text(encoding="utf-8")
            (folder,) = settings(text, "StateDirectory")
            # One place decides: a second one could only differ.
            self.assertNotIn("dataDir", config(service)["server"])
            (command,) = settings(text, "ExecStart")
            self.assertEqual(
                command,
                f"/usr/bin/lotse-{service} --config=/etc/lotse/{service}.json"
                f" --data_dir=%S/{folder}",
            )

    def test_differ_only_in_what_they_start(self):
        texts = [unit_path(s).read_text(encoding="utf-8").replace(s, "NAME") for s in SERVICES]
        bodies = {text.partition("StartLimitIntervalSec")[2] for text in texts}
        self.assertEqual(len(bodies), 1)

    @needs("systemd-analyze")
    def test_verify(self):
        """The units are valid; the daemons stand in a folder of the build."""
        if programs is None:
            self.skipTest("no folder of programs was given")
        with tempfile.TemporaryDirectory() as folder:
            for service in SERVICES:
                text = unit_path(service).read_text(encoding="utf-8")
                copy = pathlib.Path(folder, f"lotse-{service}.service")
                copy.write_text(text.replace("/usr/bin/", f"{programs}/"), encoding="utf-8")
                code, printed = run("systemd-analyze", "verify", "--man=no", str(copy))
                self.assertEqual((code, printed), (0, ""))

    @needs("systemd-analyze")
    def test_drop_ins(self):
        """Those for keys of TLS and for a socket are valid, and are looked at."""
        if programs is None:
            self.skipTest("no folder of programs was given")
        for name in ("tls-credentials", "edge-socket"):
            drop_in = (HERE / f"systemd/{name}.conf").read_text(encoding="utf-8")
            for text, expected in ((drop_in, ""), (drop_in + "Unheard=of\n", "Unheard")):
                with self.subTest(name, expected=expected):
                    self.assertRegex(self.verified(text), expected or r"\A\Z")

    def test_a_folder_for_the_socket(self):
        """The group is given behind the start: before, systemd would take it back."""
        drop_in = (HERE / "systemd/edge-socket.conf").read_text(encoding="utf-8")
        self.assertIn("\nExecStartPost=+/usr/bin/chgrp www-data %t/%N\n", drop_in)
        for service in SERVICES:
            unit = unit_path(service).read_text(encoding="utf-8")
            self.assertNotRegex(unit, "ExecReload|ExecStartPost|RuntimeDirectory", service)

    def verified(self, drop_in):
        """What systemd says of a unit with this drop-in."""
        with tempfile.TemporaryDirectory() as folder:
            unit = unit_path("survey").read_text(encoding="utf-8")
            copy = pathlib.Path(folder, "lotse-survey.service")
            copy.write_text(unit.replace("/usr/bin/lotse", f"{programs}/lotse"), encoding="utf-8")
            pathlib.Path(f"{copy}.d").mkdir()
            pathlib.Path(f"{copy}.d", "more.conf").write_text(drop_in, encoding="utf-8")
            code, printed = run("systemd-analyze", "verify", "--man=no", str(copy))
            self.assertEqual(code, 0, printed)
            return printed

    @needs("systemd-analyze")
    def test_exposure(self):
        for service in SERVICES:
            check_exposure(self, unit_path(service))


class Verification(unittest.TestCase):
    """The unit that looks through a store each night, and its timer."""

    UNIT = "lotse-verify@"

    def setUp(self):
        self.text = (HERE / "systemd" / f"{self.UNIT}.service").read_text(encoding="utf-8")

    def test_runs_as_the_daemon_whose_store_it_is(self):
        for service in SERVICES:
            daemon = unit_path(service).read_text(encoding="utf-8")
            own = self.text.replace("%i", service)
            for key in ("DynamicUser", "User", "StateDirectory", "StateDirectoryMode", "UMask"):
                self.assertEqual(settings(own, key), settings(daemon, key), key)
            (folder,) = settings(own, "StateDirectory")
            self.assertEqual(
                settings(own, "ExecStart"), [f"/usr/bin/lotse store verify --data=%S/{folder} --json"]
            )
            # However it ended, and outside of what is forbidden to it.
            self.assertEqual(
                settings(own, "ExecStopPost"), [f"+/usr/lib/lotse/lotse-report-task verify {service}"]
            )

    @needs("systemd-analyze")
    def test_verify(self):
        check_with_timer(self, self.text, self.UNIT, instance="survey")

    @needs("systemd-analyze")
    def test_exposure(self):
        check_exposure(self, HERE / "systemd" / f"{self.UNIT}.service")


class Backup(unittest.TestCase):
    """The unit that backs up all stores each night, its timer and its settings."""

    UNIT = "lotse-backup"

    def setUp(self):
        self.text = (HERE / "systemd" / f"{self.UNIT}.service").read_text(encoding="utf-8")
        self.conf = (HERE / "config/backup.conf").read_text(encoding="utf-8")

    def test_what_is_set_is_used_and_no_more(self):
        (place,) = settings(self.text, "EnvironmentFile")
        self.assertEqual(place, "/etc/lotse/backup.conf")
        given = set(re.findall(r"^(LOTSE_\w+)=\S+$", self.conf, re.MULTILINE))
        self.assertEqual(set(re.findall(r"\$\{(\w+)\}", self.text)), given)
        self.assertEqual(settings(self.conf, "LOTSE_BACKUP_STORES"), [",".join(SERVICES)])

    def test_it_takes_the_stores_where_the_daemons_have_them(self):
        (command,) = settings(self.text, "ExecStart")
        (data,) = re.findall(r" --data=(\S+)", command)
        for service in SERVICES:
            daemon = unit_path(service).read_text(encoding="utf-8")
            # With DynamicUser systemd keeps it below `private`.
            self.assertEqual(settings(daemon, "DynamicUser"), ["yes"])
            (folder,) = settings(daemon, "StateDirectory")
            self.assertEqual(f"/var/lib/private/{folder}", f"{data}/{service}")

    def test_it_may_write_where_it_is_set_to(self):
        (folder,) = settings(self.conf, "LOTSE_BACKUP_FOLDER")
        (writable,) = settings(self.text, "ReadWritePaths")
        places = [pathlib.PurePath(word.lstrip("-")) for word in writable.split()]
        self.assertTrue(any(place in pathlib.PurePath(folder).parents for place in places))
        # And what SQLite makes beside the files of a daemon.
        self.assertIn(pathlib.PurePath("/var/lib/private/lotse"), places)

    def test_it_tells_how_it_ended_for_each_store(self):
        self.assertEqual(
            settings(self.text, "ExecStopPost"),
            ["+/usr/lib/lotse/lotse-report-task backup ${LOTSE_BACKUP_STORES}"],
        )

    def test_none_is_kept_for_longer_than_the_deletion_concept_says(self):
        concept = (HERE.parent / "docs/betrieb/loeschkonzept.md").read_text(encoding="utf-8")
        most = int(re.search(r"^\| Aufbewahrung der Sicherungen \(L11\) \| (\d+) Tage", concept,
                             re.MULTILINE)[1])  # fmt: skip
        (days,) = settings(self.conf, "LOTSE_BACKUP_DAYS")
        self.assertLessEqual(int(days), most)

    def test_the_pages_have_every_setting_with_what_it_is(self):
        given = dict(re.findall(r"^(LOTSE_\w+)=(\S+)$", self.conf, re.MULTILINE))
        self.assertEqual(len(given), 4)
        for page in ("operations/backup.md", "betrieb/betriebshandbuch.md"):
            text = (HERE.parent / "docs" / page).read_text(encoding="utf-8")
            rows = re.findall(r"^ *\| `(LOTSE_BACKUP_\w+)` \| .* \| (.+) \|$", text, re.MULTILINE)
            found = {name: value.strip("`") for name, value in rows}
            if found.get("LOTSE_BACKUP_STORES") == "alle drei":
                found["LOTSE_BACKUP_STORES"] = ",".join(SERVICES)
            self.assertEqual(found, given, page)

    @needs("systemd-analyze")
    def test_verify(self):
        check_with_timer(self, self.text, self.UNIT)

    @needs("systemd-analyze")
    def test_exposure(self):
        check_exposure(self, HERE / "systemd" / f"{self.UNIT}.service")

    @needs("shellcheck")
    def test_scripts(self):
        for script in ("lotse-drill", "lotse-report-task"):
            code, printed = run("shellcheck", str(HERE / "systemd" / script))
            self.assertEqual(code, 0, printed)


class Prometheus(unittest.TestCase):
    @needs("promtool")
    def test_config(self):
        code, printed = run("promtool", "check", "config", f"{HERE}/prometheus/prometheus.yml")
        self.assertEqual(code, 0, printed)

    @needs("promtool")
    def test_rules(self):
        """Each alert comes, and does not come too early."""
        tests = sorted((HERE / "prometheus").glob("*.test.yml"))
        self.assertTrue(tests)
        for test in tests:
            code, printed = run("promtool", "test", "rules", str(test))
            self.assertEqual(code, 0, printed)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        programs = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
