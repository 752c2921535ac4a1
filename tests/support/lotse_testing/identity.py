"""Daemons whose callers have to say who they are, and tokens for callers."""

import grpc

from lotse_testing.api import Client
from lotse_testing.cli import lotse

ADMINS = "admins"


class Realm:
    """What daemons and callers need, made by `lotse dev certificates` in a new folder."""

    def __init__(self, folder):
        self.folder = folder
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
        flags = [f"--group={group}" for group in groups]
        return lotse("dev", "token", self.folder, f"--subject={subject}", *flags)[0].strip()

    def client(self, daemon, subject, *groups):
        """A client of somebody with a token; without one if `subject` is empty."""
        credentials = grpc.ssl_channel_credentials((self.folder / "ca.pem").read_bytes())
        token = self.token(subject, *groups) if subject else None
        return Client(daemon.service, daemon.address, credentials, token)
