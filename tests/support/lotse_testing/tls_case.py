"""The base of the test cases about TLS."""

import pathlib
import socket
import ssl
import tempfile

import grpc

from lotse_testing import places
from lotse_testing.case import Case
from lotse_testing.certificates import Authority, replace
from lotse_testing.cli import lotse

# How long a change of files may take: a second until it is read, one until gRPC has it,
# and the rest for a busy machine.
TAKES_EFFECT_SECONDS = 10 if places.SANITIZERS else 5


class TlsCase(Case):
    """An authority, another one, and a daemon with certificates of the first."""

    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lotse-test-"))
        )
        cls.authority = Authority(cls.shared / "authority")
        cls.foreign = Authority(cls.shared / "foreign")
        cls.good_server = cls.authority.server()
        cls.good_client = cls.authority.client()

    def setUp(self):
        self.files = self.folder("tls")
        self.files.mkdir()
        self.put("server.pem", self.good_server.certificate)
        self.put("server.key", self.good_server.key)
        self.put("ca.pem", self.authority.certificate)

    def put(self, name, source):
        replace(self.files / name, source)

    def flags(self, *more):
        return [
            f"--tls_certificate={self.files}/server.pem", f"--tls_key={self.files}/server.key",
            f"--tls_client_ca={self.files}/ca.pem", *more,
        ]

    def serve(self, *more):
        return self.daemon("engagement", *self.flags(*more))

    def call(self, daemon, client=None, ca=None, expect=0, host="127.0.0.1"):
        """`lotse call`; its stderr."""
        flags = [f"--tls-ca={ca or self.authority.certificate}"]
        if client:
            flags += [f"--tls-certificate={client.certificate}", f"--tls-key={client.key}"]
        return lotse(
            "call", "ListProgrammes", "--timeout=20", f"--engagement={host}:{daemon.port}", *flags,
            expect=expect,
        )[1]

    def context(self, version=None):
        """What Python's TLS needs; `version` is the only one that is offered."""
        context = ssl.create_default_context(cafile=self.authority.certificate)
        context.set_alpn_protocols(["h2"])
        if version:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = version
        return context

    @staticmethod
    def connection(daemon, context, session=None):
        """A connection without gRPC; `session` is one that is taken up again."""
        plain = socket.create_connection(("127.0.0.1", daemon.port), timeout=10)
        try:
            return context.wrap_socket(plain, server_hostname="localhost", session=session)
        except BaseException:
            plain.close()
            raise

    @staticmethod
    def is_welcome(connection):
        """Whether the daemon begins to speak HTTP/2, or hangs up."""
        try:
            return connection.recv(1) != b""
        except OSError:
            return False

    def serial(self, daemon):
        """The number of the certificate that a new connection is shown."""
        with self.connection(daemon, self.context()) as connection:
            return int(connection.getpeercert()["serialNumber"], 16)

    def credentials(self, client=None):
        key, chain = (client.key, client.certificate) if client else (None, None)
        return grpc.ssl_channel_credentials(
            self.authority.certificate.read_bytes(),
            key and key.read_bytes(), chain and chain.read_bytes(),
        )

    def channel(self, daemon, client=None):
        """A channel of Python's gRPC with a connection of its own."""
        return grpc.secure_channel(
            f"localhost:{daemon.port}", self.credentials(client),
            [("grpc.use_local_subchannel_pool", 1)],
        )

    @staticmethod
    def gauge(daemon, name, setting):
        return daemon.metrics()[name, frozenset({("setting", setting)})]

    def refused(self, daemon):
        return self.gauge(daemon, "lotse_tls_files_refused", "tls_certificate")
