"""The real nginx with the configuration of deploy/nginx in front of real daemons."""

import grp
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest

import grpc

from lotse_testing import places
from lotse_testing.api import Client
from lotse_testing.case import wait_for
from lotse_testing.certificates import Authority
from lotse_testing.daemon import Daemon
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.places import SERVICES

DOMAIN = "lotse.example.org"

# Where it lies on a machine of Debian, whatever PATH a user has.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")

# Another address of this machine, for callers with other intentions.
HOSTILE = "127.0.0.2"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def replaced(text, old, new):
    """A test that changes what is not there would test something else."""
    assert old in text, f"{old} is not in the configuration"
    return text.replace(old, new)


class Edge:
    """A running nginx. `daemons` by service; `known` are addresses without limits;
    `connections` is how many a worker may have; `sockets` are those of the daemons by service, if
    they are reached over them."""

    def __init__(
        self, folder, authority, services_ca, daemons, known=(), connections=None, sockets=None
    ):  # fmt: skip
        self.folder = folder
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.authority = authority
        shutil.copytree(places.ROOT / "deploy/nginx", folder)
        self._change("lotse/log.conf", {"/var/log/nginx/": f"{folder}/"})
        self._change("nginx.conf", {
            "/var/log/nginx/": f"{folder}/",
            "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
            "http {": "http {\n" + "".join(
                f"  {kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            ),
        })  # fmt: skip
        if connections:
            self._change("nginx.conf", {"connections 16384;": f"connections {connections};"})
        ports = {"7401": "engagement", "7402": "survey", "7403": "reporting"}
        self._change("lotse/site.conf", {
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen [::]:443": f"listen [::1]:{self.port}",
            "# 192.0.2.17/32 1;": " ".join(f"{address} 1;" for address in known),
        })  # fmt: skip
        self._change("lotse/services.conf", {
            f"127.0.0.1:{port}": f"unix:{sockets[name]}" if sockets else daemons[name].address
            for port, name in ports.items()
        })  # fmt: skip
        if sockets:
            self._change("lotse/services.conf", {
                "default grpcs;": " ".join(["default grpcs;", *(f"{name} grpc;" for name in sockets)])
            })  # fmt: skip
        tls = folder / "lotse/tls"
        tls.mkdir()
        pair = authority.issue("edge", f"DNS:*.{DOMAIN}")
        shutil.copy(pair.certificate, tls / "edge.pem")
        shutil.copy(pair.key, tls / "edge.key")
        shutil.copy(services_ca, tls / "services-ca.pem")
        self.command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", f"{folder}/start.log"]
        self.start()

    def _change(self, name, changes):
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = replaced(text, old, new)
        file.write_text(text, encoding="utf-8")

    def start(self):
        checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr.replace('the "user" directive', ""), checked.stderr
        self.process = subprocess.Popen(
            [*self.command, "-g", "daemon off;"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self._listens, "nginx")

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def workers(self):
        found = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in found.read_text(encoding="ascii").split()]

    def rss_kib(self):
        """Resident memory of all workers together."""
        return sum(
            int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
            for pid in self.workers()
        )

    def calls(self):
        """The lines of the log of calls."""
        file = self.folder / "lotse.log"
        return file.read_text(encoding="utf-8").splitlines()

    def log_text(self):
        """Everything that it wrote."""
        return "".join(file.read_text(encoding="utf-8") for file in self.folder.glob("*.log"))

    def client(self, service, token=None, host=None, client_certificate=None):
        """A client of the API under the name of a service."""
        name = host or f"{service}.{DOMAIN}"
        key, chain = (None, None)
        if client_certificate:
            key, chain = (pathlib.Path(f).read_bytes() for f in client_certificate)
        return Client(
            service, self.address,
            grpc.ssl_channel_credentials(self.authority.certificate.read_bytes(), key, chain),
            token, [("grpc.ssl_target_name_override", name)],
        )  # fmt: skip

    def connection(self, service="engagement", source="127.0.0.1", alpn="h2", host=None):
        """A connection under TLS, without gRPC."""
        context = ssl.create_default_context(cafile=self.authority.certificate)
        context.set_alpn_protocols([alpn])
        plain = socket.create_connection(
            ("127.0.0.1", self.port), timeout=20, source_address=(source, 0)
        )
        try:
            return context.wrap_socket(plain, server_hostname=host or f"{service}.{DOMAIN}")
        except BaseException:
            plain.close()
            raise


@unittest.skipUnless(NGINX, "nginx is not installed")
class EdgeCase(IdentityCase):
    """The three daemons with identity behind an edge, made once for the class."""

    # Of the edge; the daemons' own limits are out of the way.
    OPTIONS = {}
    # More settings of a daemon, by service.
    FLAGS = {}
    # Of every daemon.
    ENVIRONMENT = {}
    # Whether the edge reaches the daemons over their sockets.
    OVER_SOCKETS = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # nginx drops its rights, and has to reach its files all the same.
        cls.top.chmod(0o755)
        cls.services = {}
        cls.sockets = {}
        for service in SERVICES:
            cls.services[service] = cls.start(service)
        cls.edge = Edge(
            cls.top / "nginx", Authority(cls.top / "edge-authority"), cls.realm.folder / "ca.pem",
            cls.services, sockets=cls.sockets, **cls.OPTIONS,
        )  # fmt: skip
        cls.addClassCleanup(cls.edge.close)

    @classmethod
    def start(cls, service):
        flags = cls.realm.flags(service, cls.services.get("engagement"))
        if service == "reporting":
            flags.append(f"--survey_address={cls.services['survey'].address}")
        if cls.OVER_SOCKETS:
            cls.sockets[service] = cls.make_folder() / "edge.sock"
            flags.append(f"--edge_socket={cls.sockets[service]}")
        started = Daemon(
            service, cls.top / f"data-{service}", *flags, "--reflection=true",
            "--caller_calls_per_second=100000", "--caller_calls_at_once=1000",
            *cls.FLAGS.get(service, ()), environment=cls.ENVIRONMENT,
        )  # fmt: skip
        cls.addClassCleanup(started.close)
        return started

    @classmethod
    def make_folder(cls):
        """For a socket, whose path must not be long; closed to all but nginx."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="lotse-edge-", dir="/tmp"))
        cls.addClassCleanup(shutil.rmtree, folder)
        if os.getuid() == 0:  # Then nginx drops its rights.
            os.chown(folder, -1, grp.getgrnam("www-data").gr_gid)
            folder.chmod(0o750)
        return folder

    def through(self, service="engagement", subject="eva", groups=(), **options):
        """A client of somebody through the edge; without a token if `subject` is empty."""
        token = self.realm.token(subject, *groups) if subject else None
        client = self.edge.client(service, token, **options)
        self.addCleanup(client.close)
        return client

    def admin(self, service="engagement"):
        return self.through(service, "eva", [ADMINS])
