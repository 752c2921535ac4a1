"""The base of the test cases in which a real Prometheus watches the real daemons."""

import os
import subprocess

from lotse_testing import watching
from lotse_testing.case import wait_for
from lotse_testing.certificates import Authority, replace
from lotse_testing.cli import lotse
from lotse_testing.identity import IdentityCase
from lotse_testing.places import SERVICES
from lotse_testing.prometheus import Exporter, Prometheus

# The exit code of systemd's for a task that ended by itself.
ENDED = {"EXIT_CODE": "exited", "EXIT_STATUS": "0"}


class WatchedCase(IdentityCase):
    """Daemons that show all they can: with TLS, identities and a revocation list."""

    FLAGS = ()  # More of all daemons.
    DISK_BYTES = 0  # Of a disk of the exporter's own.

    def setUp(self):
        authority = Authority(self.folder("authority"))
        crl = authority.folder / "crl.pem"
        authority.write_list(crl)
        self.tls = self.folder("tls")
        self.tls.mkdir()
        self.put_certificate(self.realm.folder / "server.pem", self.realm.folder / "server.key")
        engagement = self.serve("engagement", *self.FLAGS)
        survey = self.serve("survey", *self.FLAGS, engagement=engagement)
        # Nobody shows this one a certificate; so it may believe those of another authority.
        reporting = self.serve(
            "reporting", *self.FLAGS, f"--survey_address={survey.address}",
            f"--tls_client_crl={crl}", f"--tls_client_ca={authority.certificate}",
            f"--tls_certificate={self.tls}/server.pem", f"--tls_key={self.tls}/server.key",
            engagement=engagement,
        )  # fmt: skip
        self.daemons = dict(zip(SERVICES, (engagement, survey, reporting)))
        self.texts = self.folder("texts")
        self.texts.mkdir()
        self.exporter = Exporter(self, self.texts, self.DISK_BYTES)

    def put_certificate(self, certificate, key):
        """What lotse-reporting shows callers from now on."""
        replace(self.tls / "server.key", key)
        replace(self.tls / "server.pem", certificate)

    def start_prometheus(self, **options):
        addresses = {
            f"127.0.0.1:{port}": f"127.0.0.1:{self.daemons[service].management_port}"
            for service, port in zip(SERVICES, (7411, 7412, 7413))
        }
        addresses["127.0.0.1:9100"] = self.exporter.address
        return Prometheus(self, addresses, **options)

    @staticmethod
    def keep_management_port(daemon):
        """Also when it is started again."""
        daemon.flags = (*daemon.flags, f"--management_listen=127.0.0.1:{daemon.management_port}")

    def becomes(self, ask, expected, seconds=60):
        """Waits until `ask()` is as expected, and shows what it is instead."""
        try:
            wait_for(lambda: ask() == expected, expected, seconds)
        except AssertionError:
            self.assertEqual(ask(), expected)

    def report(self, task, service, expect=0, **environment):
        """Runs the script that the units of tasks call."""
        done = subprocess.run(
            [watching.REPORT_TASK, task, service, self.texts], stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, check=False,
            env={"PATH": os.environ["PATH"], **environment},
        )  # fmt: skip
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stderr

    def report_all(self):
        for service in SERVICES:
            lotse("store", "verify", f"--data={self.daemons[service].data_dir}")
            self.report("verify", service, **ENDED)
        # One task for all stores of a machine.
        self.report("backup", ",".join(SERVICES), **ENDED)
