"""The socket at which an edge on the same machine reaches a daemon: who gets in, what keeps it from
starting, and what becomes of it when a daemon is killed or the socket is taken away."""

import os
import pathlib
import shutil
import signal
import socket
import stat
import tempfile
import unittest

import grpc

from lotse_testing.api import Client, error_of
from lotse_testing.case import wait_for
from lotse_testing.daemon import FREE, run
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.places import SERVICES

EXIT_DEAD = 70
EXIT_PORT = 71
EXIT_CONFIG = 78


class EdgeSockets(IdentityCase):
    def setUp(self):
        # The path of a socket must not be long.
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="lotse-edge-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.place)
        self.socket = self.place / "edge.sock"

    def start(self, *more):
        return self.serve("engagement", f"--edge_socket={self.socket}", *more)

    def over_socket(self, token=None):
        """A client over the socket, as nginx is: without TLS."""
        client = Client("engagement", f"unix:{self.socket}", None, token)
        self.addCleanup(client.close)
        return client

    def is_served(self):
        return error_of(self.over_socket(self.realm.token("eva", ADMINS)).GetMyRights) is None

    def test_a_token_is_needed_and_counts(self):
        daemon = self.start()
        self.assertEqual(stat.S_IMODE(self.socket.stat().st_mode), 0o666)
        rights = self.over_socket(self.realm.token("eva", ADMINS)).GetMyRights()
        direct = self.client(daemon, "eva", ADMINS).GetMyRights()
        self.assertEqual(rights, direct)
        for token in (None, self.other.token("eva", ADMINS)):
            error = error_of(self.over_socket(token).GetMyRights)
            self.assertEqual(error.code, grpc.StatusCode.UNAUTHENTICATED)
        self.assertIn("a socket for the edge, without TLS", daemon.log_text())
        self.assertEqual(daemon.stop(), 0)
        self.assertFalse(self.socket.exists())

    def test_what_a_kill_leaves_is_replaced(self):
        daemon = self.start()
        daemon.kill()
        self.assertTrue(self.socket.exists())
        daemon.start()
        self.assertTrue(self.is_served())

    def test_a_daemon_whose_socket_is_gone_ends(self):
        """So that a supervisor starts it anew, with its socket; the port alone would not do."""
        daemon = self.start("--self_probe_seconds=1", "--self_probe_limit_seconds=3")
        self.assertTrue(self.is_served())
        self.socket.unlink()
        wait_for(lambda: not daemon.alive(), "its end", 60)
        self.assertEqual(daemon.wait(), EXIT_DEAD)
        self.assertIn("api_port_dead", daemon.log_text())
        daemon.start()
        self.assertTrue(self.is_served())

    def refused(self, service, code, says, *flags):
        """A start whose last line says so."""
        folder = self.folder(f"data-{service}")
        found, _, printed = run(
            service, f"--data_dir={folder}", f"--listen={FREE}", f"--management_listen={FREE}",
            *flags,
        )  # fmt: skip
        self.assertEqual(found, code, printed)
        last = printed.splitlines()[-1]
        self.assertRegex(last, rf"\Alotse-{service}: edge_socket: .*{says}")

    def test_settings_that_are_refused(self):
        for service in SERVICES:
            with self.subTest(service):
                flags = self.realm.flags("engagement")
                self.refused(service, EXIT_CONFIG, "auth_issuer", f"--edge_socket={self.socket}")
                for path in ("edge.sock", "unix:/run/edge", "/run/%41", f"/{'a' * 107}"):
                    self.refused(service, EXIT_CONFIG, "107", f"--edge_socket={path}", *flags)

    def test_places_that_are_refused(self):
        flags = [f"--edge_socket={self.socket}", *self.realm.flags("engagement")]
        for mode in (0o755, 0o770):
            self.place.chmod(mode)
            self.refused("engagement", EXIT_CONFIG, "chmod 0750", *flags)
        self.place.chmod(0o700)
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(self.socket))
            other.listen()
            self.refused("engagement", EXIT_PORT, "another process", *flags)
        self.socket.unlink()
        self.socket.write_text("no socket", encoding="ascii")
        self.refused("engagement", EXIT_PORT, "cannot listen", *flags)
        self.assertEqual(self.socket.read_text(encoding="ascii"), "no socket")
        flags[0] = f"--edge_socket={self.place}/none/edge.sock"
        self.refused("engagement", EXIT_CONFIG, "no folder", *flags)

    def test_another_daemon_does_not_take_it(self):
        daemon = self.start()
        self.refused(
            "engagement", EXIT_PORT, "another process", f"--edge_socket={self.socket}",
            *self.realm.flags("engagement"),
        )  # fmt: skip
        self.assertTrue(self.is_served())
        daemon.signal(signal.SIGTERM)
        self.assertEqual(daemon.wait(), 0)

    @unittest.skipUnless(os.getuid() == 0, "only root may be somebody else")
    def test_who_does_not_get_into_the_folder_is_not_let_in(self):
        self.start()
        self.assertTrue(self.is_served())
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setgid(65534)
                os.setuid(65534)
                with socket.socket(socket.AF_UNIX) as stranger:
                    stranger.connect(str(self.socket))
            except PermissionError:
                code = 0
            finally:
                os._exit(code)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
