"""The Containerfile makes images of what is in the project, and none that may do much."""

import fnmatch
import re
import subprocess
import unittest

import containerfile
import settings
from lotse_testing.case import Case
from lotse_testing.places import ROOT, SERVICES

PAGE = ROOT / "docs/operations/containers.md"
DAEMONS = tuple(f"lotse-{service}" for service in SERVICES)


class Build(unittest.TestCase):
    def test_all_begins_with_debian_12_or_nothing(self):
        bases = {stage.base for stage in containerfile.stages().values()}
        self.assertEqual(bases, {"${DEBIAN}", "scratch"})
        self.assertEqual(containerfile.arguments(), {"DEBIAN": "debian:bookworm-slim"})
        self.assertIn("--build-arg DEBIAN=debian@sha256:", PAGE.read_text(encoding="utf-8"))

    def test_what_is_copied_is_there_and_not_ignored(self):
        lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        self.assertIn("*", lines)
        rules = [line for line in lines if line.startswith("!")]
        self.assertTrue(rules)
        for stage in containerfile.stages().values():
            for flags, sources, _ in stage.copies:
                if any(flag.startswith("--from=") for flag in flags):
                    self.assertIn("--from=roots", flags)
                    continue
                for source in sources:
                    kept = [
                        rule
                        for rule in rules
                        if fnmatch.fnmatch(f"!{source.rstrip('/')}", f"{rule}*")
                    ]
                    self.assertTrue(kept, f"{source} is left out by .dockerignore")
                    if source != "build/packages/*.deb":  # script/package makes these.
                        self.assertTrue((ROOT / source).exists(), source)

    def test_the_packages_are_those_that_the_project_makes(self):
        """Each program and each file of ours in a root comes from a package."""
        packaging = (ROOT / "deploy/packages/CMakeLists.txt").read_text(encoding="utf-8")
        self.assertIn("DESTINATION /etc/lotse", packaging)
        commands = " ".join(containerfile.stages()["roots"].all("RUN"))
        named = set(re.findall(r"/usr/bin/(lotse\S*)", commands))
        self.assertEqual(named, {"lotse", *DAEMONS})
        for service in SERVICES:
            self.assertIn(f"/etc/lotse/{service}.json", commands)
        self.assertTrue((ROOT / "script/package").exists())

    def test_the_time_zones_that_the_programs_ask_for_are_there(self):
        commands = containerfile.stages()["roots"].all("RUN")
        asked = set()
        for folder in ("runtime", "services", "cli"):
            for file in (ROOT / folder).rglob("*.cc"):
                asked |= set(re.findall(r'LoadTimeZone\("([^"]+)"', file.read_text("utf-8")))
        self.assertTrue(asked)
        for command in (c for c in commands if "/usr/bin/lotse" in c):
            for zone in asked:
                self.assertIn(f"/usr/share/zoneinfo/{zone} ", f"{command} ")


class Images(unittest.TestCase):
    def test_there_is_one_for_each_program(self):
        expected = {"lotse-cli", "lotse-edge", "lotse-pod", *DAEMONS}
        self.assertEqual(set(containerfile.images()), expected)

    def test_none_runs_as_root(self):
        users = {name: stage.one("USER") for name, stage in containerfile.images().items()}
        for name, user in users.items():
            self.assertRegex(user, r"^(74\d\d):\1$", name)
        # The stores of two daemons are closed to one another, also on one volume.
        self.assertEqual(len({users[name] for name in DAEMONS}), len(DAEMONS))

    def test_the_user_is_the_one_that_the_root_knows(self):
        commands = containerfile.stages()["roots"].all("RUN")
        made = {c.split()[2]: c.split()[3] for c in commands if c.startswith("make-root ")}
        for name, stage in containerfile.images().items():
            self.assertEqual(f"{made[name]}:{made[name]}", stage.one("USER"))
            for flags, sources, target in stage.copies:
                if sources == ["/roots/data/"]:
                    self.assertIn(f"--chown={stage.one('USER')}", flags, name)
                    self.assertEqual(target, "/var/lib/")

    def test_nothing_needs_a_shell(self):
        for name, stage in containerfile.images().items():
            self.assertFalse(stage.all("RUN"), name)
            for words in (stage.entrypoint, stage.command, stage.probe or ["/"]):
                self.assertIsInstance(words, list, name)
            self.assertTrue(stage.entrypoint[0].startswith("/usr/"), name)

    def test_ports_and_probes_are_those_of_the_daemons(self):
        for service, (port, management) in settings.ports().items():
            stage = containerfile.images()[f"lotse-{service}"]
            self.assertEqual(stage.one("EXPOSE"), str(port))
            self.assertEqual(stage.probe[-1], f"http://127.0.0.1:{management}/readyz")

    def test_labels(self):
        for name, stage in containerfile.images().items():
            labels = stage.labels
            prefix = "org.opencontainers.image."
            self.assertEqual(labels[f"{prefix}title"], name)
            self.assertEqual(stage.one("ARG"), f"VERSION={settings.version()}")
            self.assertEqual(labels[f"{prefix}version"], "${VERSION}")
            self.assertTrue(labels[f"{prefix}description"])
            self.assertIn(f"-t $image:{settings.version()} .", PAGE.read_text(encoding="utf-8"))
            expected = "GPL-3.0-or-later" if name == "lotse-pod" else "EUPL-1.2"
            self.assertIn(expected, labels[f"{prefix}licenses"])

    def test_a_volume_lies_where_the_store_does(self):
        for service in SERVICES:
            stage = containerfile.images()[f"lotse-{service}"]
            self.assertEqual(
                stage.command,
                [
                    f"--config=/etc/lotse/{service}.json",
                    f"--data_dir={stage.one('VOLUME')}/{service}",
                ],
            )


class MakeRoot(Case):
    """The script by itself; what it makes of the programs, run_test.py shows."""

    def make(self, *arguments, code=0):
        root = self.folder("root")
        done = subprocess.run(
            [containerfile.MAKE_ROOT, root, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, code, done.stderr)
        return root, done.stderr

    def test_a_program_comes_with_what_it_needs(self):
        root, _ = self.make("somebody", "7499", "/usr/bin/sort", "/etc/debian_version")
        self.assertEqual((root / "etc/debian_version").read_text("utf-8")[:2], "12")
        self.assertIn("somebody:x:7499:7499:", (root / "etc/passwd").read_text("utf-8"))
        loader = next(root.glob("usr/lib*/ld-linux*"), None) or next(root.rglob("ld-linux*"))
        done = subprocess.run(
            [loader, "--library-path", *root.glob("usr/lib/*-linux-gnu"), root / "usr/bin/sort"],
            input="b\na\n", capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        self.assertEqual(done.stdout, "a\nb\n", done.stderr)
        records = {path.name for path in (root / "var/lib/dpkg/status.d").iterdir()}
        self.assertLessEqual({"coreutils", "libc6", "base-files"}, records)

    def test_what_is_not_there_is_said(self):
        _, printed = self.make("somebody", "7499", "/usr/bin/no-such-program", code=1)
        self.assertIn("/usr/bin/no-such-program", printed)

    def test_a_wrong_call_is_explained(self):
        _, printed = self.make("somebody", code=64)
        self.assertIn("make-root ROOT USER UID FILE...", printed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
