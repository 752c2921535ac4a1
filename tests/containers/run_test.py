"""What the files for containers say at work, without an engine: the roots of the images, run
by bubblewrap as compose.yaml and deploy/kustomize say."""

import functools
import http.server
import pathlib
import re
import shutil
import stat
import tempfile
import threading
import unittest

import grpc

import cluster
import compose
import containerfile
import kustomization
import sandbox
from lotse_testing.api import Client, error_of
from lotse_testing.case import wait_for
from lotse_testing.certificates import Authority
from lotse_testing.daemon import parse_metrics
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.places import SERVICES
from lotse_testing.samples import PROGRAMME, make_administration, make_programme

DOMAIN = "lotse.example.org"

# What a root must not have, wherever it lies.
TOOLS = {"sh", "bash", "dash", "busybox", "perl", "python3", "apt", "apt-get", "dpkg", "env", "su"}

images = None  # made once, by setUpModule


def setUpModule():
    global images
    if sandbox.is_possible():
        folder = tempfile.TemporaryDirectory(prefix="lotse-test-")
        unittest.addModuleCleanup(folder.cleanup)
        images = sandbox.Images(folder.name)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Running(IdentityCase):
    """A host with all that serves, started once for the class. A subclass says in `make_host`
    what it is, and in PREFIX how its containers are called."""

    # Of the certificates, besides that of the service.
    ALTERNATIVE_NAMES = ""
    PREFIX = ""
    FIRST = ()  # What is started before the services, and has no probe.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tls = cls.top / "tls"
        authority = Authority(cls.tls)
        cls.authority = cls.tls / "ca.pem"
        for service in SERVICES:
            authority.issue(service, f"{cls.ALTERNATIVE_NAMES}DNS:lotse-{service}")
        authority.issue("edge", f"DNS:*.{DOMAIN}")
        cls.host = cls.make_host({
            "AUTH_ISSUER": "https://lotse.localhost",
            "AUTH_AUDIENCE": "lotse",
            "AUTH_JWKS": f"http://127.0.0.1:{cls.serve_keys()}/jwks.json",
            "AUTH_GROUPS_CLAIM": "groups",
            "AUTH_ADMIN_GROUPS": ADMINS,
        })  # fmt: skip
        cls.addClassCleanup(cls.host.close)
        cls.containers = {}
        for name in (*cls.FIRST, *SERVICES, "edge"):
            cls.containers[name] = cls.host.start(cls.PREFIX + name)
        for name in (*SERVICES, "edge"):
            wait_for(cls.containers[name].healthy, f"{name} to be healthy", 60)

    @classmethod
    def serve_keys(cls):
        """The keys of the issuer over HTTP; the port."""
        handler = functools.partial(Quiet, directory=cls.realm.folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port

    def through_the_edge(self, service, *groups):
        client = Client(
            service, "127.0.0.1:443", grpc.ssl_channel_credentials(self.authority.read_bytes()),
            self.realm.token("eva", *groups),
            [("grpc.ssl_target_name_override", f"{service}.{DOMAIN}")],
        )  # fmt: skip
        self.addCleanup(client.close)
        return client

    def metrics(self, service):
        container = self.containers[service]
        *probe, address = container.spec.probe
        probe.append(re.sub(r"/\w+$", "/metrics", address))
        code, printed = self.host.run(container.name, probe)
        self.assertEqual(code, 0, printed)
        return parse_metrics(printed)

    def check_edge(self):
        """The edge leads to each service."""
        for service in SERVICES:
            answered = error_of(self.through_the_edge(service, ADMINS).ListBlobs)
            self.assertEqual(answered.info.domain, f"{service}.lotse")
            self.assertNotEqual(answered.reason, "IDENTITY_MISSING")

    def check_peers(self):
        """Services know one another by their certificates."""

        def followed():
            return all(
                self.metrics(service)["lotse_grants_last_success_timestamp_seconds", frozenset()]
                for service in ("survey", "reporting")
            )

        wait_for(followed, "the grants to be followed", 20)


class Compose(Running):
    ALTERNATIVE_NAMES = "DNS:localhost,IP:127.0.0.1,"
    FIRST = ("pod",)

    @classmethod
    def make_host(cls, identity):
        backups = cls.top / "backups"
        for service in SERVICES:
            backups.mkdir(exist_ok=True)
            (backups / service).mkdir(mode=0o700)
        return compose.host(cls.top, images, {
            "LOTSE_TLS": cls.tls, "LOTSE_SITE": "nginx/lotse/site.conf", "LOTSE_BACKUPS": backups,
            "LOTSE_BACKUPS_NEWEST": 3, "LOTSE_BACKUPS_DAYS": 30,
            **{f"LOTSE_{name}": value for name, value in identity.items()},
        })  # fmt: skip

    def store(self, service, *arguments, code=0):
        """A command of `lotse store`, as `run --rm store-SERVICE` gives it."""
        name = f"store-{service}"
        ended, printed = self.host.run(name, [*self.host.specs[name].arguments, *arguments])
        self.assertEqual(ended, code, printed)
        return printed


@sandbox.needs
class Runs(Compose):
    def test_calls(self):
        self.check_edge()
        self.check_peers()

    def test_only_the_edge_listens_for_others(self):
        """Addresses and ports as the kernel writes them, in hexadecimal digits."""
        listening = set()
        for table in ("tcp", "tcp6"):
            for line in (
                pathlib.Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]
            ):
                _, local, _, state, *_ = line.split()
                address, _, port = local.partition(":")
                if state == "0A" and int(address, 16) == 0:
                    listening.add(int(port, 16))
        self.assertEqual(listening, {443})

    def test_what_is_written_is_seen_by_all_that_share_the_volume(self):
        self.store("survey", "verify", "--data=/var/lib/lotse/survey")

    def test_a_store_is_closed_to_others(self):
        for service in SERVICES:
            folder = self.top / "volumes" / service / service
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)

    def test_each_is_number_one_and_has_no_rights(self):
        for name, container in self.containers.items():
            status = pathlib.Path(f"/proc/{container.pid()}/status").read_text(encoding="ascii")
            self.assertRegex(status, r"(?m)^NSpid:.*\s1$", name)
            self.assertRegex(status, r"(?m)^CapBnd:\s0+$", name)
            self.assertRegex(status, r"(?m)^NoNewPrivs:\s1$", name)

    def test_the_log_of_the_edge_comes_out(self):
        self.through_the_edge("engagement", ADMINS).GetMyRights()
        log = self.containers["edge"].log
        wait_for(
            lambda: '"grpc_status":"0"' in log.read_text(encoding="utf-8"), "the call in the log"
        )
        # Here the limit of descriptors may be lower than what it asks for.
        faults = re.findall(
            r"\[(?:emerg|alert|crit|error)\] (?!.*RLIMIT_NOFILE).*", log.read_text("utf-8")
        )
        self.assertEqual(faults, [])


@sandbox.needs
class Changes(Compose):
    """What an operator does, in the order of docs/operations/containers.md."""

    def test_backup_restore_and_stop(self):
        engagement = self.through_the_edge("engagement", ADMINS)
        make_programme(engagement)
        backup = self.host.specs["backup-engagement"]
        ended, printed = self.host.run("backup-engagement", backup.arguments)
        self.assertEqual(ended, 0, printed)
        (made,) = (self.top / "backups/engagement").glob("20*")
        make_administration(engagement)
        container = self.containers["engagement"]
        self.assertEqual(container.stop(), 0)
        self.assertIn('"event":"stopped"', container.log.read_text("utf-8").splitlines()[-1])
        volume = self.top / "volumes/engagement"
        (volume / "engagement").rename(volume / "engagement.old")
        self.store("engagement", "restore", f"--from=/var/backups/lotse/{made.name}/engagement",
                   "--data=/var/lib/lotse/engagement")  # fmt: skip
        self.containers["engagement"] = self.host.start("engagement")
        wait_for(self.containers["engagement"].healthy, "engagement to be healthy", 30)
        self.assertEqual([p.name for p in engagement.ListProgrammes().programmes], [PROGRAMME])
        self.assertFalse(engagement.ListAdministrations().administrations)
        for name in ("edge", "survey", "reporting", "pod"):
            self.assertEqual(self.containers[name].stop(), 0, name)


@sandbox.needs
class Cluster(Running):
    """The base of deploy/kustomize, with the identity of the test in its settings."""

    PREFIX = "lotse-"

    @classmethod
    def make_host(cls, identity):
        secrets = cls.top / "secrets"
        for name in (*SERVICES, "edge"):
            folder = secrets / f"lotse-{name}-tls"
            folder.mkdir(parents=True)
            shutil.copy(cls.tls / f"{name}.pem", folder / "tls.crt")
            shutil.copy(cls.tls / f"{name}.key", folder / "tls.key")
            shutil.copy(cls.authority, folder / "ca.crt")
        objects = kustomization.render(kustomization.FOLDER / "base")
        kustomization.find(objects, "ConfigMap", "lotse-settings")["data"].update(identity)
        return cluster.host(cls.top, images, objects, secrets)

    def test_calls(self):
        self.check_edge()
        self.check_peers()

    def test_backups(self):
        for service in SERVICES:
            code, printed = self.host.run(f"lotse-{service}-backup")
            self.assertEqual(code, 0, printed)
            volume = self.top / f"volumes/lotse-{service}-backup"
            (made,) = (volume / service).glob("20*")
            self.assertTrue((made / "manifest.json").exists())
            self.assertTrue(list((made / service).glob("*.db")))

    def test_a_store_is_closed_though_its_volume_is_open_to_the_group(self):
        for service in SERVICES:
            volume = self.top / f"volumes/data-lotse-{service}-0"
            self.assertEqual(stat.S_IMODE((volume / service).stat().st_mode) & 0o777, 0o700)


@sandbox.needs
class Roots(unittest.TestCase):
    def roots(self):
        for name in containerfile.images():
            yield name, images.root(name)

    def test_have_no_shell_and_no_package_manager(self):
        for name, root in self.roots():
            programs = {
                path.name for path in root.rglob("*") if path.parent.name in ("bin", "sbin")
            }
            self.assertEqual(programs & TOOLS, set(), name)
            self.assertLessEqual(len(programs), 2, f"{name}: {programs}")

    def test_nothing_in_them_gives_rights(self):
        for name, root in self.roots():
            for path in root.rglob("*"):
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode):
                    self.assertFalse(
                        mode & (stat.S_ISUID | stat.S_ISGID | stat.S_IWOTH), f"{name}: {path}"
                    )

    def test_they_tell_scanners_what_is_in_them(self):
        for name, root in self.roots():
            records = {
                path.name: path.read_text("utf-8")
                for path in (root / "var/lib/dpkg/status.d").iterdir()
            }
            for package, record in records.items():
                self.assertRegex(record, rf"\APackage: {re.escape(package)}\n", name)
                self.assertRegex(record, r"(?m)^Version: \d", name)
                self.assertTrue(
                    (root / "usr/share/doc" / package).exists() or "libs" in record, name
                )
            expected = {
                "lotse-pod": {"catatonit"},
                "lotse-edge": {"nginx", "libc6", "libssl3", "curl"},
            }.get(name, {"libc6", "libssl3", "libgrpc++1.51", "libsqlite3-0", "tzdata"})
            self.assertEqual(expected - set(records), set(), name)

    def test_there_is_no_library_that_is_in_no_record(self):
        """Every shared object stands in the list of files of one of the packages."""
        lists = pathlib.Path("/var/lib/dpkg/info")
        for name, root in self.roots():
            known = set()
            for record in (root / "var/lib/dpkg/status.d").iterdir():
                for file in (
                    *lists.glob(f"{record.name}.list"),
                    *lists.glob(f"{record.name}:*.list"),
                ):
                    known |= {
                        pathlib.Path(line).name for line in file.read_text("utf-8").splitlines()
                    }
            for path in (root / "usr").rglob("*.so*"):
                if path.is_file():
                    found = path.name in known or any(k.startswith(path.name + ".") for k in known)
                    self.assertTrue(found, f"{name}: {path}")


if __name__ == "__main__":
    sandbox.enter_network(__file__)
    unittest.main(verbosity=2)
