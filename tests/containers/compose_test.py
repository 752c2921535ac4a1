"""compose.yaml fits the images, the settings and the edge, and publishes nothing else."""

import re
import shutil
import subprocess
import unittest

import compose
import containerfile
import settings
from lotse_testing.case import Case
from lotse_testing.places import ROOT, SERVICES

FILE = compose.load()
PAGE = ROOT / "docs/operations/containers.md"
# Tools for the stores: what is typed, and what a timer runs.
TOOLS = {f"{tool}-{service}" for tool in ("store", "backup") for service in SERVICES}
NAMES = {"pod", "edge", *SERVICES, *TOOLS}


def services():
    return FILE["services"].items()


def image(name):
    return containerfile.images()[FILE["services"][name]["image"].partition(":")[0]]


class Whole(unittest.TestCase):
    @unittest.skipUnless(shutil.which("docker-compose"), "docker-compose is not installed")
    def test_compose_takes_it(self):
        def run(*arguments):
            return subprocess.run(
                ["docker-compose", "-f", compose.FILE, *arguments, "config", "-q"],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip

        done = run("--env-file", compose.SAMPLE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        # Without what has to be set it says so, and begins nothing.
        self.assertNotEqual(run("--env-file", "/dev/null").returncode, 0)

    def test_services(self):
        self.assertEqual(set(FILE["services"]), NAMES)
        for name, service in services():
            title, _, tag = service["image"].partition(":")
            self.assertIn(title, containerfile.images(), name)
            self.assertEqual(tag, settings.version(), name)
            if "build" in service:
                self.assertEqual(service["build"]["target"], title)
                context = (ROOT / "deploy" / service["build"]["context"]).resolve()
                self.assertEqual(context / service["build"]["dockerfile"], containerfile.FILE)
        built = {service["build"]["target"] for _, service in services() if "build" in service}
        self.assertEqual(built, set(containerfile.images()))

    def test_volumes_and_secrets_are_declared_and_used(self):
        used_volumes, used_secrets = set(), set()
        for _, service in services():
            used_volumes |= {m.source for m in compose.mounts(service) if m.is_volume}
            used_secrets |= set(compose.secrets(service).values())
        self.assertEqual(used_volumes, set(FILE["volumes"]))
        self.assertEqual(used_secrets, set(FILE["secrets"]))

    def test_every_variable_is_explained(self):
        text = compose.FILE.read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r"\$\{(\w+)", text)), set(compose.sample()))

    def test_secrets_are_files_that_the_page_names(self):
        page = PAGE.read_text(encoding="utf-8")
        for name, secret in FILE["secrets"].items():
            self.assertEqual(secret, {"file": f"{compose.sample()['LOTSE_TLS']}/{name}"})
            self.assertIn(f"`{name}`", page)

    def test_dependencies_are_there(self):
        for _, service in services():
            self.assertLessEqual(set(service.get("depends_on", [])), NAMES)


class Closed(unittest.TestCase):
    def test_only_the_edge_is_published(self):
        published = {name: s["ports"] for name, s in services() if "ports" in s}
        self.assertEqual(published, {"pod": [f"443:{image('edge').one('EXPOSE')}"]})

    def test_networks(self):
        """One for all that serve, which belongs to `pod`; none for tools."""
        for name, service in services():
            expected = {"pod": None}.get(
                name, "none" if name in TOOLS else "service:pod"
            )
            self.assertEqual(service.get("network_mode"), expected, name)
            self.assertNotIn("networks", service)

    def test_they_may_nothing(self):
        for name, service in services():
            self.assertTrue(service["read_only"], name)
            self.assertEqual(service["cap_drop"], ["ALL"], name)
            self.assertEqual(service["security_opt"], ["no-new-privileges:true"], name)
            for key in (
                "privileged",
                "cap_add",
                "devices",
                "pid",
                "ipc",
                "userns_mode",
                "volumes_from",
            ):
                self.assertNotIn(key, service, name)
            for mount in compose.mounts(service):
                self.assertNotIn("docker.sock", mount.source)

    def test_limits(self):
        for name, service in services():
            if name in (*SERVICES, "edge"):
                self.assertGreaterEqual(service["ulimits"]["nofile"], 65536)
                self.assertEqual(service["ulimits"]["core"], 0)
                self.assertIn("mem_limit", service)
                self.assertIn("pids_limit", service)

    def test_settings_are_only_read(self):
        for name, service in services():
            for mount in compose.mounts(service):
                if not mount.is_volume and name not in TOOLS:
                    self.assertTrue(mount.read_only, mount.source)


class Daemons(Case):
    def test_take_their_settings(self):
        tls = settings.Tls(self.folder("tls"))
        for service in SERVICES:
            settings.check(
                self, service, image(service).command, FILE["services"][service]["environment"],
                tls, "/run/secrets",
            )  # fmt: skip

    def test_read_the_files_that_are_mounted(self):
        for service in SERVICES:
            mounted = {m.target: m.source for m in compose.mounts(FILE["services"][service])}
            self.assertEqual(mounted[f"/etc/lotse/{service}.json"], f"./config/{service}.json")
            named = set(compose.secrets(FILE["services"][service]))
            environment = FILE["services"][service]["environment"]
            read = {value for value in environment.values() if value.startswith("/run/secrets/")}
            self.assertEqual(read, named)

    def test_share_their_settings(self):
        def shared(service):
            prefix = f"LOTSE_{service.upper()}_"
            environment = FILE["services"][service]["environment"]
            return {
                name.removeprefix(prefix): value for name, value in environment.items()
                if not name.startswith(f"{prefix}PEER_")
            }  # fmt: skip

        self.assertEqual(shared("survey"), shared("engagement"))
        self.assertEqual(shared("reporting"), shared("engagement"))

    def test_health_is_what_the_image_says(self):
        for name in (*SERVICES, "edge"):
            self.assertEqual(
                FILE["services"][name]["healthcheck"]["test"], ["CMD", *image(name).probe]
            )

    def test_stores_are_on_volumes_and_their_tools_are_their_users(self):
        for service in SERVICES:
            daemon, tool = FILE["services"][service], FILE["services"][f"store-{service}"]
            place = image(service).one("VOLUME")
            self.assertIn(f"{service}:{place}", daemon["volumes"])
            self.assertIn(f"{service}:{place}", tool["volumes"])
            self.assertEqual(tool["user"], image(service).one("USER"))
            self.assertEqual(tool["entrypoint"], [*image(f"store-{service}").entrypoint, "store"])
            self.assertEqual(tool["profiles"], ["store"])
            backup = FILE["services"][f"backup-{service}"]
            self.assertEqual((backup["user"], backup["volumes"]), (tool["user"], tool["volumes"]))
            self.assertEqual(backup["profiles"], ["backup"])
            program = image(f"store-{service}").entrypoint
            self.assertEqual(backup["entrypoint"][:2], [*program, "backup"])
            self.assertIn(f"--data={place}", backup["entrypoint"])
            self.assertIn(f"--stores={service}", backup["command"])

    def test_the_edge_finds_its_files(self):
        edge = FILE["services"]["edge"]
        text = "".join(f.read_text("utf-8") for f in (ROOT / "deploy/nginx/lotse").iterdir())
        wanted = set(re.findall(r"^\w+certificate(?:_key)? (lotse/tls/\S+);", text, re.MULTILINE))
        self.assertEqual({f"/etc/nginx/{path}" for path in wanted}, set(compose.secrets(edge)))
        (site,) = compose.mounts(edge)
        self.assertEqual(site.target, "/etc/nginx/lotse/site.conf")

    def test_time_to_drain(self):
        for name, least in (*((service, 30) for service in SERVICES), ("edge", 60)):
            period = FILE["services"][name]["stop_grace_period"]
            self.assertGreater(int(period.removesuffix("s")), least, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
