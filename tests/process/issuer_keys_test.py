"""Keys of an issuer behind an https address whose certificate is of an authority of its
own."""

import http.server
import ssl
import threading
import unittest

from lotse_testing.api import error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.certificates import Authority, replace
from lotse_testing.daemon import run
from lotse_testing.identity import Realm

EXIT_CONFIG = 78


class Keys(http.server.BaseHTTPRequestHandler):
    """Answers every question with the keys."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.keys)))
        self.end_headers()
        self.wfile.write(self.server.keys)

    def log_message(self, *_):
        pass


class KeysOverHttps(Case):
    def setUp(self):
        self.realm = Realm(self.folder("realm"))
        self.authority = Authority(self.folder("authority"))
        self.foreign = Authority(self.folder("foreign"))

    def issuer(self, certificate):
        """The address of an issuer with this certificate."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        server.keys = (self.realm.folder / "jwks.json").read_bytes()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.certificate, certificate.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        # Who hangs up in the middle is no news.
        server.handle_error = lambda *_: None
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"https://127.0.0.1:{server.server_address[1]}/keys"

    def settings(self, keys, ca=None):
        kept = [f for f in self.realm.flags("engagement") if not f.startswith("--auth_jwks=")]
        return [*kept, f"--auth_jwks={keys}", *([f"--auth_jwks_ca={ca}"] if ca else [])]

    def reason(self, daemon):
        client = self.realm.client(daemon, "ada")
        self.addCleanup(client.close)
        error = error_of(client.GetMyRights)
        return error.reason if error else ""

    def test_only_the_authority_of_the_setting_counts(self):
        keys = self.issuer(self.authority.server())
        for ca, expected in (
            (self.authority.certificate, ""),
            (self.foreign.certificate, "KEYS_UNAVAILABLE"),
            (None, "KEYS_UNAVAILABLE"),
        ):
            with self.subTest(ca=ca):
                daemon = self.daemon("engagement", *self.settings(keys, ca))
                self.assertEqual(self.reason(daemon), expected)
                failed = "auth_keys_failed" in daemon.log_text()
                self.assertEqual(failed, expected != "")

    def test_a_certificate_for_another_host_does_not_count(self):
        keys = self.issuer(self.authority.issue("elsewhere", "DNS:elsewhere"))
        daemon = self.daemon("engagement", *self.settings(keys, self.authority.certificate))
        self.assertEqual(self.reason(daemon), "KEYS_UNAVAILABLE")

    def test_a_new_authority_counts_from_the_next_look(self):
        """That is after ten seconds as long as none succeeded."""
        ca = self.folder("ca.pem")
        ca.write_bytes(self.foreign.certificate.read_bytes())
        keys = self.issuer(self.authority.server())
        daemon = self.daemon("engagement", *self.settings(keys, ca))
        self.assertEqual(self.reason(daemon), "KEYS_UNAVAILABLE")
        replace(ca, self.authority.certificate)
        wait_for(lambda: self.reason(daemon) == "", "the keys", seconds=30)

    def test_what_cannot_be_used_is_refused(self):
        nowhere = self.folder("none.pem")
        for keys, ca, expected in (
            ("https://login.example/keys", nowhere, "auth_jwks_ca: "),
            ("https://login.example/keys", self.realm.folder / "issuer.key", "auth_jwks_ca: "),
            ("http://127.0.0.1:1/keys", self.authority.certificate, "auth_jwks: no https"),
            (self.realm.folder / "jwks.json", self.authority.certificate, "auth_jwks: no https"),
        ):
            code, _, err = run(
                "engagement", f"--data_dir={self.folder()}", *self.settings(keys, ca),
                "--check-config",
            )  # fmt: skip
            self.assertEqual(code, EXIT_CONFIG, err)
            self.assertIn(expected, err)


if __name__ == "__main__":
    unittest.main()
