"""Daemons whose callers have to say who they are, and tokens for callers."""

import base64
import json
import pathlib
import tempfile

import grpc

from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import Client, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse
from lotse_testing.daemon import Daemon
from lotse_testing.samples import PROGRAMME

ADMINS = "admins"


class Realm:
    """What daemons and callers need, made by `lotse dev certificates` in a new folder."""

    def __init__(self, folder):
        self.folder = folder
        self._tokens = {}
        lotse("dev", "certificates", folder)

    def flags(self, service, engagement=None):
        """The settings of a daemon; `engagement` is the one whose grants it follows."""
        found = [
            f"--tls_certificate={self.folder}/server.pem",
            f"--tls_key={self.folder}/server.key",
            f"--tls_client_ca={self.folder}/ca.pem",
            "--auth_issuer=https://lotse.localhost",
            "--auth_audience=lotse",
            f"--auth_jwks={self.folder}/jwks.json",
            "--auth_groups_claim=groups",
            f"--auth_admin_groups={ADMINS}",
            "--auth_services=lotse-survey=INTEGRATION_SYSTEM,lotse-reporting=INTEGRATION_SYSTEM",
        ]
        if service != "engagement":
            found += [
                f"--engagement_address={engagement.address}",
                f"--peer_tls_ca={self.folder}/ca.pem",
                f"--peer_tls_certificate={self.folder}/lotse-{service}.pem",
                f"--peer_tls_key={self.folder}/lotse-{service}.key",
            ]
        return found

    def token(self, subject, *groups):
        """A token of somebody; made once, since it counts for longer than a test takes."""
        who = (subject, *groups)
        if who not in self._tokens:
            flags = [f"--group={group}" for group in groups]
            told, _ = lotse("dev", "token", self.folder, f"--subject={subject}", *flags)
            self._tokens[who] = told.strip()
        return self._tokens[who]

    def client(self, daemon, subject, *groups):
        """A client of somebody with a token; without one if `subject` is empty."""
        credentials = grpc.ssl_channel_credentials((self.folder / "ca.pem").read_bytes())
        token = self.token(subject, *groups) if subject else None
        return Client(daemon.service, daemon.address, credentials, token)


def altered(token, part, change):
    """The token with another JSON in its header (0) or claims (1), its signature kept."""
    parts = token.split(".")
    padded = parts[part] + "=" * (-len(parts[part]) % 4)
    content = json.loads(base64.urlsafe_b64decode(padded))
    content.update(change)
    parts[part] = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    return ".".join(parts)


class IdentityCase(Case):
    """A realm, another one, and daemons with callers of the first."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lotse-test-"))
        cls.top = pathlib.Path(folder)
        cls.realm = Realm(cls.top / "realm")
        cls.other = Realm(cls.top / "other")

    def serve(self, service, *more, engagement=None, **options):
        return self.daemon(service, *self.realm.flags(service, engagement), *more, **options)

    def client(self, daemon, subject, *groups, realm=None):
        client = (realm or self.realm).client(daemon, subject, *groups)
        self.addCleanup(client.close)
        return client

    def with_token(self, daemon, token):
        credentials = grpc.ssl_channel_credentials((self.realm.folder / "ca.pem").read_bytes())
        client = Client(daemon.service, daemon.address, credentials, token)
        self.addCleanup(client.close)
        return client

    def reason(self, call, **fields):
        error = error_of(call, **fields)
        return error.reason if error else ""

    def give(self, engagement, subject, role=role_pb2.ROLE_AUDITOR, grant_id="rolle"):
        admin = self.client(engagement, "eva", ADMINS)
        admin.CreateGrant(
            parent=PROGRAMME, grant_id=grant_id,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip
        return admin


class FollowedCase(IdentityCase):
    """A lotse-engagement with a programme and grants, one for all tests of the class, and services
    of each test that follow it."""

    # Whether each test has a lotse-engagement of its own, because it changes what is there.
    ONE_EACH = False
    # Who has which role in the programme before any service starts: of what is given later a
    # service hears when it asks again, which takes up to a second.
    PEOPLE = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.ONE_EACH:
            cls._begin(cls.addClassCleanup)

    def setUp(self):
        super().setUp()
        if self.ONE_EACH:
            self._begin(self.addCleanup)

    @classmethod
    def _begin(cls, clean_up):
        data = pathlib.Path(tempfile.mkdtemp(dir=cls.top), "engagement")
        cls.engagement = Daemon("engagement", data, *cls.realm.flags("engagement"))
        clean_up(cls.engagement.close)
        cls.admin = cls.realm.client(cls.engagement, "eva", ADMINS)
        clean_up(cls.admin.close)
        cls._given = set()
        samples.make_programme(cls.admin)
        for subject, role in cls.PEOPLE.items():
            cls.grant(subject, role)
        cls.prepare()

    @classmethod
    def prepare(cls):
        """Makes what else the tests of the class have in common there."""

    @classmethod
    def grant(cls, subject, role, parent=PROGRAMME):
        """Gives somebody this role there, unless they have it."""
        if (subject, role, parent) in cls._given:
            return
        cls.admin.CreateGrant(
            parent=parent, grant_id=subject,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip
        cls._given.add((subject, role, parent))

    @staticmethod
    def wait_for_grant(call, reason="", **fields):
        """Waits until a call ends with this reason, as it does once the grant is known."""
        wait_for(lambda: getattr(error_of(call, **fields), "reason", "") == reason, "the grant")
