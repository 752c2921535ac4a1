"""Every way in which a daemon does not start: its exit code, its one line, and a
disk that is left as it was."""

import hashlib
import pathlib
import re
import shutil
import socket
import sqlite3
import tempfile
import time
import unittest

from lotse_testing import api
from lotse_testing.case import Case
from lotse_testing.daemon import FREE, Daemon, run
from lotse_testing.places import ROOT, SERVICES, files_of

EXIT_USAGE = 64
EXIT_STORE = 65
EXIT_PORT = 71
EXIT_FOLDER = 73
EXIT_IN_USE = 75
EXIT_CONFIG = 78

DATABASES = {
    "engagement": ["engagement.db"],
    "survey": ["survey.db"],
    "reporting": ["reporting.db"],
}


def hashes(folder):
    return {name: hashlib.sha256(data).hexdigest() for name, data in files_of(folder).items()}


def await_quiet(folder):
    """Waits until a daemon that was just started has done in it what it does at its start."""
    before = None
    deadline = time.monotonic() + 60
    while before != (now := hashes(folder)):
        assert time.monotonic() < deadline, "the daemon goes on and on"
        before = now
        time.sleep(1)


class FailedStarts(Case):
    """Each ends with its own code and one line that names what is wrong, and
    leaves the disk as it was."""

    @classmethod
    def setUpClass(cls):
        """One store of each service that ran and was stopped, to copy from."""
        cls.stores = {}
        for service in SERVICES:
            cls.stores[service] = pathlib.Path(tempfile.mkdtemp(prefix="lotse-test-"), "data")
            cls.addClassCleanup(shutil.rmtree, cls.stores[service].parent)
            daemon = Daemon(service, cls.stores[service])
            cls.addClassCleanup(daemon.close)
            assert daemon.stop() == 0

    def stopped_store(self, service):
        return shutil.copytree(self.stores[service], self.folder(service))

    def expect(self, service, code, named, *flags, environment=None, folder=None):
        folder = folder or self.folder()
        before = hashes(folder)
        got, out, err = run(
            service, f"--listen={FREE}", f"--management_listen={FREE}", f"--data_dir={folder}",
            *flags, environment=environment,
        )
        self.assertEqual((got, out), (code, ""), err)
        # lotse-reporting may have said by then, too, that nobody is there to be followed.
        lines = err.splitlines(keepends=True)
        err = "".join(line for line in lines if '"event":"feed_not_followed"' not in line)
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
            ("self_probe_seconds", -1), ("self_probe_seconds", 61),
            ("self_probe_limit_seconds", 2), ("self_probe_limit_seconds", 601),
        ]  # fmt: skip
        for service in SERVICES:
            own = [("peer_timeout_ms", 0), ("peer_timeout_ms", 60001)]
            ages = [("grants_max_age_seconds", n) for n in (-1, 1, 9, 31536001)]
            more = (own if service == "reporting" else []) + (ages if service != "engagement" else [])
            for setting, value in cases + more:
                with self.subTest(service, setting=setting, value=value):
                    self.expect(service, EXIT_CONFIG, setting, f"--{setting}={value}")
            self.assertEqual(
                run(service, "--threads=65", "--data_dir=/x", "--check-config")[0], EXIT_CONFIG
            )

    def test_address_that_is_not_loopback(self):
        for service in SERVICES:
            settings = ["listen", "management_listen"]
            if service != "engagement":
                settings.append("engagement_address")
            if service == "reporting":
                settings.append("survey_address")
            for setting in settings:
                for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:7401", "example.org:1", "7401"):
                    with self.subTest(service, setting=setting, address=address):
                        self.expect(service, EXIT_CONFIG, setting, f"--{setting}={address}")

    def test_edge_that_is_no_address(self):
        for service in SERVICES:
            for edge in ("edge.example.org", "127.0.0.1;::1", "0.0.0.0/0", "127.0.0.1,"):
                with self.subTest(service, edge=edge):
                    self.expect(
                        service, EXIT_CONFIG, "edge_addresses: ", f"--edge_addresses={edge}"
                    )

    def test_services_without_an_authority_for_them(self):
        flags = (
            "--auth_issuer=https://login.example", "--auth_audience=lotse",
            "--auth_jwks=/nowhere.json", "--auth_services=lotse-survey=INTEGRATION_SYSTEM",
        )  # fmt: skip
        for service in SERVICES:
            for more in ((), ("--check-config",)):
                with self.subTest(service, more=more):
                    err = self.expect(
                        service, EXIT_CONFIG, "tls_client_ca: missing", *flags, *more
                    )
                    self.assertIn("auth_services needs it", err)

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

    def test_folder_that_is_open_to_others(self):
        """It is refused, not mended: it may be somebody else's."""
        for service in SERVICES:
            for mode in (0o750, 0o701, 0o777):
                with self.subTest(service, mode=oct(mode)):
                    folder = self.folder()
                    folder.mkdir(mode=mode)
                    folder.chmod(mode)
                    err = self.expect(service, EXIT_FOLDER, "data_dir", folder=folder)
                    self.assertIn(str(folder), err)
                    self.assertEqual(folder.stat().st_mode & 0o777, mode)

    def test_folder_in_use(self):
        for service in SERVICES:
            with self.subTest(service):
                daemon = self.daemon(service)
                await_quiet(daemon.data_dir)
                err = self.expect(service, EXIT_IN_USE, "data_dir", folder=daemon.data_dir)
                self.assertIn(str(daemon.data_dir), err)
                self.assertEqual(daemon.status("/readyz"), 200)

    def test_store_of_a_newer_version(self):
        """By its schema, or by the version that it notes; the page on upgrades has the line."""
        page = (ROOT / "docs/operations/upgrade.md").read_text(encoding="utf-8")
        (shown,) = re.findall(r"^lotse-survey: (.*:) was written by .*\n", page, re.MULTILINE)
        line = re.search(r"^lotse-survey: .*\n", page, re.MULTILINE)[0]
        for service in SERVICES:
            for name in DATABASES[service]:
                for sign, change in (
                    ("schema file 9999_future.sql",
                     "INSERT INTO schema_migration VALUES ('9999_future.sql', 'x')"),
                    ("9.0.0",
                     "UPDATE setting SET value = CAST('9.0.0' AS BLOB) WHERE name = 'version'"),
                ):
                    with self.subTest(service, database=name, sign=sign):
                        folder = self.stopped_store(service)
                        connection = sqlite3.connect(folder / name)
                        self.assertEqual(connection.execute(change).rowcount, 1)
                        connection.commit()
                        connection.close()
                        err = self.expect(service, EXIT_STORE, name, folder=folder)
                        told = line.replace("lotse-survey", f"lotse-{service}", 1)
                        told = told.replace(shown, f"{folder}/{name}:").replace("0.2.0", sign)
                        self.assertEqual(err, told)

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
        self.daemon("engagement", data_dir=folder)


if __name__ == "__main__":
    unittest.main(verbosity=2)
