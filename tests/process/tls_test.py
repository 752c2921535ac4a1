"""TLS of the daemons: who gets in, and who does not."""

import ssl
import time
import unittest
import warnings

import grpc

from lotse.reporting.v1alpha import document_pb2
from lotse_testing import api, places, reports, samples, standard_services
from lotse_testing.case import wait_for
from lotse_testing.certificates import HOUR, Pair
from lotse_testing.cli import lotse
from lotse_testing.daemon import FREE, run
from lotse_testing.standard_services import SERVING
from lotse_testing.tls_case import TAKES_EFFECT_SECONDS, TlsCase

EXIT_CONFIG = 78


def events(daemon, name):
    return [line for line in daemon.log() if line["event"] == name]


class Connections(TlsCase):
    def test_every_daemon_serves_tls_and_nothing_else(self):
        for service in places.SERVICES:
            daemon = self.daemon(service, *self.flags())
            (started,) = events(daemon, "started")
            self.assertEqual(
                started["note"],
                "TLS with client certificates, no authentication: loopback only",
            )
            with self.channel(daemon) as channel:
                self.assertEqual(standard_services.check_health(channel), SERVING)
            with grpc.insecure_channel(daemon.address) as channel:
                with self.assertRaises(grpc.RpcError) as raised:
                    standard_services.check_health(channel)
                self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAVAILABLE)

    def test_plain_client_is_told_what_to_check(self):
        daemon = self.serve()
        _, err = lotse("call", "ListProgrammes", daemons=[daemon], expect=3)
        self.assertIn("if the service serves TLS, name its authority", err)

    def test_tls_client_at_a_plain_daemon(self):
        self.assertIn("does not serve TLS", self.call(self.daemon("engagement"), expect=3))

    def test_names_and_addresses_of_the_certificate_are_good(self):
        daemon = self.serve()
        for host in ("127.0.0.1", "localhost"):
            self.call(daemon, host=host)
        elsewhere = self.authority.issue("elsewhere", "DNS:elsewhere")
        self.put("server.pem", elsewhere.certificate)
        self.put("server.key", elsewhere.key)
        self.assertIn("another host", self.call(self.serve(), expect=3))

    def test_old_tls_is_refused(self):
        daemon = self.serve()
        for version, good in (("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)):
            with self.subTest(version), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context = self.context(ssl.TLSVersion[version])
                context.set_ciphers("ALL:@SECLEVEL=0")
                if good:
                    with self.connection(daemon, context) as connection:
                        self.assertEqual(connection.version(), version.replace("_", "."))
                else:
                    with self.assertRaises(ssl.SSLError):
                        self.connection(daemon, context)
        # It was the daemon that refused, not the client that did not even try.
        wait_for(lambda: "unsupported protocol" in daemon.log_text(), "the refusal in the log")


class Certificates(TlsCase):
    def test_server_that_is_not_to_be_believed(self):
        self.assertIn(
            "not of the given authority",
            self.call(self.serve(), ca=self.foreign.certificate, expect=3),
        )

    def test_server_whose_certificate_expired_meanwhile(self):
        """It starts with one that is still good for a moment."""
        short = self.authority.server("short", ends_in=3 * HOUR / 3600)
        end = time.monotonic() + 4
        self.put("server.pem", short.certificate)
        self.put("server.key", short.key)
        daemon = self.serve()
        self.assertLess(
            self.gauge(daemon, "lotse_tls_certificate_expiry_timestamp_seconds", "tls_certificate"),
            time.time() + 4,
        )
        time.sleep(max(0, end - time.monotonic()))
        self.assertIn("has expired", self.call(daemon, expect=3))

    def test_clients(self):
        listed = self.files / "list.pem"
        revoked = self.authority.client("revoked")
        self.authority.revoke(revoked)
        self.authority.write_list(listed)
        daemon = self.serve(f"--tls_client_crl={listed}")
        self.call(daemon)  # people come without one
        self.call(daemon, client=self.good_client)
        for name, client in (
            ("foreign", self.foreign.client()),
            ("revoked", revoked),
        ):
            with self.subTest(name):
                self.assertIn("the client certificate", self.call(daemon, client=client, expect=3))
        (line,) = wait_for(lambda: events(daemon, "client_refused"), "the line")
        self.assertEqual(line["client"], "revoked")
        self.assertIn("revoked", line["what"])
        # One that has expired our own client does not even show.
        expired = self.authority.client("expired", ends_in=-HOUR)
        self.assertIn("expired at", self.call(daemon, client=expired, expect=5))
        for client, code in ((expired, grpc.StatusCode.UNAVAILABLE), (self.good_client, None)):
            with self.channel(daemon, client) as channel:
                try:
                    standard_services.check_health(channel)
                    self.assertIsNone(code)
                except grpc.RpcError as error:
                    self.assertEqual(error.code(), code)

    def test_revoked_while_it_runs(self):
        listed = self.files / "list.pem"
        self.authority.write_list(listed)
        daemon = self.serve(f"--tls_client_crl={listed}")
        client = self.authority.client("soon")
        self.call(daemon, client=client)
        self.authority.revoke(client)
        self.authority.write_list(listed)

        def is_refused():
            with self.channel(daemon, client) as channel:
                try:
                    standard_services.check_health(channel)
                    return False
                except grpc.RpcError:
                    return True

        wait_for(is_refused, "the list to be used", TAKES_EFFECT_SECONDS)
        self.call(daemon, client=self.good_client)
        self.call(daemon)


    def test_revoked_client_with_an_old_session(self):
        """OpenSSL does not look at the certificate again; the daemon does."""
        listed = self.files / "list.pem"
        self.authority.write_list(listed)
        daemon = self.serve(f"--tls_client_crl={listed}")
        client = self.authority.client("old-session")
        context = self.context(ssl.TLSVersion.TLSv1_2)
        context.load_cert_chain(client.certificate, client.key)
        with self.connection(daemon, context) as connection:
            session = connection.session
            self.assertTrue(self.is_welcome(connection))
        with self.connection(daemon, context, session) as connection:
            self.assertTrue(connection.session_reused)
            self.assertTrue(self.is_welcome(connection))
        self.authority.revoke(client)
        self.authority.write_list(listed)
        time.sleep(TAKES_EFFECT_SECONDS)
        with self.connection(daemon, context, session) as connection:
            self.assertTrue(connection.session_reused)
            self.assertFalse(self.is_welcome(connection))


class Starts(TlsCase):
    def refusal(self, *flags):
        code, out, err = run(
            "engagement", f"--management_listen={FREE}", f"--data_dir={self.folder()}", *flags,
            "--check-config",
        )
        self.assertEqual((code, out), (EXIT_CONFIG, ""), err)
        self.assertEqual(err.count("\n"), 1, err)
        return err

    def test_files_that_cannot_be_used(self):
        other = self.authority.server("beside")
        expired = self.authority.server("expired", ends_in=-HOUR)
        for flag, file, setting in (
            ("tls_certificate", "/nonexistent.pem", "tls_certificate: "),
            ("tls_certificate", self.good_server.key, "tls_certificate: "),
            ("tls_certificate", expired.certificate, "tls_certificate: "),
            ("tls_certificate", "", "tls_certificate: missing"),
            ("tls_key", other.key, "tls_key: "),
            ("tls_key", "", "tls_key: missing"),
            ("tls_client_ca", self.good_server.key, "tls_client_ca: "),
            ("tls_client_crl", self.good_server.key, "tls_client_crl: "),
        ):
            with self.subTest(flag, file=str(file)):
                err = self.refusal(*self.flags(), f"--{flag}={file}")
                self.assertIn(f"lotse-engagement: {setting}", err)

    def test_addresses(self):
        everywhere, issuer = "--listen=0.0.0.0:0", "--auth_issuer=https://issuer.example"
        self.assertIn("TLS (tls_certificate) and authentication", self.refusal(everywhere))
        self.assertIn("without authentication", self.refusal(everywhere, *self.flags()))
        self.assertIn("without TLS", self.refusal(everywhere, issuer))


class Peers(TlsCase):
    """lotse-reporting as a client."""

    def reporting(self, engagement, *flags):
        return self.daemon(
            "reporting", f"--engagement_address={engagement.address}", "--peer_timeout_ms=10000",
            *flags,
        )

    @staticmethod
    def state(reporting, name):
        """Whether a report could be made with what the engagement service knows."""
        with api.connect(reporting) as client:
            version = reports.make_version(client, name, waves=())
            return client.GetDocument(name=version.name).sources[0].state

    def test_asks_under_tls(self):
        engagement = self.serve()
        with api.connect(engagement, self.credentials()) as client:
            samples.make_engagement(client)
        self.put("peer-ca.pem", self.authority.certificate)
        ca = f"--peer_tls_ca={self.files}/peer-ca.pem"
        certificate = (
            f"--peer_tls_certificate={self.good_client.certificate}",
            f"--peer_tls_key={self.good_client.key}",
        )
        for flags in ((ca,), (ca, *certificate)):
            reporting = self.reporting(engagement, *flags)
            self.assertEqual(self.state(reporting, "r"), document_pb2.Source.STATE_REACHED)
        self.assertGreater(
            self.gauge(reporting, "lotse_tls_certificate_expiry_timestamp_seconds", "peer_tls_ca"),
            time.time(),
        )

    def test_says_what_to_check(self):
        engagement = self.serve()
        for flags, check in (
            ((), "if the service serves TLS"),
            ((f"--peer_tls_ca={self.foreign.certificate}",), "not of the given authority"),
        ):
            reporting = self.reporting(engagement, *flags)
            self.assertEqual(self.state(reporting, "r"), document_pb2.Source.STATE_UNREACHABLE)

            def told(daemon):
                lines = events(daemon, "feed_not_followed")
                return [line for line in lines if line["peer"] == "engagement"]

            line, *_ = wait_for(lambda r=reporting: told(r), "the line")
            self.assertIn(check, line["check"])

    def test_addresses(self):
        def check(*flags):
            return run("reporting", f"--data_dir={self.folder()}", *flags, "--check-config")

        far = "--engagement_address=engagement.example:7401"
        code, _, err = check(far)
        self.assertEqual(code, EXIT_CONFIG)
        self.assertIn("without TLS (peer_tls_ca) only loopback is asked", err)
        ca = f"--peer_tls_ca={self.authority.certificate}"
        self.assertEqual(check(far, ca)[0], 0)
        for flags, setting in (
            ((far, f"--peer_tls_ca={self.good_client.key}"), "peer_tls_ca: "),
            ((ca, f"--peer_tls_key={self.good_client.key}"), "peer_tls_certificate: missing"),
        ):
            code, _, err = check(*flags)
            self.assertEqual(code, EXIT_CONFIG)
            self.assertIn(setting, err)


class Development(TlsCase):
    def test_certificates_of_lotse_dev(self):
        folder = self.folder("certificates")
        lotse("dev", "certificates", folder)
        daemon = self.daemon(
            "engagement", f"--tls_certificate={folder}/server.pem",
            f"--tls_key={folder}/server.key", f"--tls_client_ca={folder}/ca.pem",
        )
        ca = folder / "ca.pem"
        self.call(daemon, ca=ca)
        for service in ("lotse-survey", "lotse-reporting"):
            client = Pair(folder / f"{service}.pem", folder / f"{service}.key")
            self.call(daemon, client=client, ca=ca)
        # What is for a daemon is not for a client.
        server = Pair(folder / "server.pem", folder / "server.key")
        self.call(daemon, client=server, ca=ca, expect=3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
