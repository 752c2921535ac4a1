"""The Debian packages hold what they should, and are installed, upgraded and removed.

    packages_test.py FOLDER

FOLDER holds the packages, or is a build from which they are made first. They are installed
into a folder of their own, with nothing of the machine changed.
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from packing import found_in, pack, run

SERVICES = ("engagement", "survey", "reporting")
DAEMONS = tuple(f"lotse-{service}" for service in SERVICES)
PACKAGES = ("lotse-cli",) + DAEMONS

folder = None  # from the command line
packages = {}  # path by name


def setUpModule():
    if (folder / "CPackConfig.cmake").exists():
        made = tempfile.TemporaryDirectory()
        unittest.addModuleCleanup(made.cleanup)
        packages.update(pack(folder, pathlib.Path(made.name)))
    else:
        packages.update(found_in(folder))


class Root:
    """A folder into which dpkg installs."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        for name in ("etc", "var/lib/dpkg/info", "var/lib/dpkg/updates"):
            (self.path / name).mkdir(parents=True)
        (self.path / "var/lib/dpkg/status").touch()

    def dpkg(self, *arguments):
        # What the packages depend on is on the machine, not in the folder.
        return run(
            "dpkg", f"--root={self.path}", "--force-not-root", "--force-depends",
            "--force-confold", "--force-script-chrootless", "--force-unsafe-io",
            f"--log={self.path}/log", *arguments,
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"},
        )

    def install(self):
        self.dpkg("--install", *packages.values())

    def __truediv__(self, name):
        return self.path / name


class Packages(unittest.TestCase):
    def test_there_is_one_for_each_program(self):
        self.assertEqual(sorted(packages), sorted(PACKAGES))

    def test_they_need_the_libraries_of_debian_12(self):
        for name, path in packages.items():
            needed = run("dpkg-deb", "--field", path, "Depends")
            self.assertRegex(needed, r"\blibgrpc\+\+1\.51 \(>= 1\.51", name)
            self.assertRegex(needed, r"\blibprotobuf32 ", name)
            if name in DAEMONS:
                self.assertIn("systemd | systemd-standalone-sysusers", needed)

    def test_only_programs_can_be_run_and_all_belongs_to_root(self):
        for name, path in packages.items():
            for line in run("dpkg-deb", "--contents", path).splitlines():
                mode, owner, *_, file = line.split()
                self.assertEqual(owner, "root/root", line)
                runs = file.endswith("/") or file.startswith(("./usr/bin/", "./usr/lib/lotse/"))
                self.assertEqual(mode[1:], "rwxr-xr-x" if runs else "rw-r--r--", f"{name}: {line}")

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_finds_no_error(self):
        run("lintian", "--fail-on", "error", *packages.values())


class Installed(unittest.TestCase):
    """What is installed is looked at, and not changed."""

    @classmethod
    def setUpClass(cls):
        cls.root = Root(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.root.install()

    def test_programs_run(self):
        for program in ("lotse",) + DAEMONS:
            self.assertRegex(
                run(self.root / "usr/bin" / program, "--version"), rf"^{program} \d+\.\d+\.\d+\n$"
            )

    def test_daemons_accept_what_the_units_start_them_with(self):
        for service, daemon in zip(SERVICES, DAEMONS):
            unit = (self.root / f"lib/systemd/system/{daemon}.service").read_text("utf-8")
            program, config = re.search(r"^ExecStart=(\S+) --config=(\S+) ", unit, re.M).groups()
            self.assertTrue((self.root / config.lstrip("/")).exists(), service)
            run(self.root / program.lstrip("/"), f"--config={self.root.path}{config}",
                "--data_dir=/var/lib/lotse", "--check-config")

    def test_the_nightly_tasks_find_their_programs(self):
        for name in ("lotse-verify@", "lotse-backup"):
            unit = (self.root / f"lib/systemd/system/{name}.service").read_text("utf-8")
            self.assertTrue((self.root / f"lib/systemd/system/{name}.timer").exists())
            programs = re.findall(r"^Exec\w+=\+?/(\S+)", unit, re.M)
            self.assertEqual(len(programs), 2)
            for program in programs:
                self.assertTrue(os.access(self.root / program, os.X_OK), program)
            for file in re.findall(r"^EnvironmentFile=/(\S+)$", unit, re.M):
                self.assertTrue((self.root / file).exists(), file)
        self.assertTrue(os.access(self.root / "usr/lib/lotse/lotse-drill", os.X_OK))

    def test_what_the_pages_install_from_the_sources_is_there_without_them(self):
        """The edge and the rules: as pages name them, below the examples."""
        examples = self.root / "usr/share/doc/lotse-cli/examples"
        named = set()
        for page in ("operations/edge.md", "operations/README.md", "betrieb/betriebshandbuch.md"):
            text = (pathlib.Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
            for line in re.findall(r"^(?:cp|install) .*", text, re.M):
                named |= set(re.findall(r"(?<=\s)deploy/\S+", line))
        self.assertIn("deploy/nginx/nginx.conf", named)
        for pattern in named:
            self.assertTrue(list(examples.glob(pattern)), pattern)

    def test_no_task_is_left_without_its_program(self):
        """Before the command line is removed its timers are stopped."""
        unpacked = self.root / "control"
        run("dpkg-deb", "--control", packages["lotse-cli"], unpacked)
        stopped = (unpacked / "prerm").read_text("utf-8")
        units = self.root / "lib/systemd/system"
        for timer in units.glob("lotse-*.timer"):
            self.assertIn(timer.name.partition(".")[0], stopped)
        for script in ("postinst", "postrm"):
            self.assertIn("systemctl daemon-reload", (unpacked / script).read_text("utf-8"))

    def test_the_group_of_the_units_is_made(self):
        group = (self.root / "etc/group").read_text("utf-8")
        for daemon in DAEMONS:
            unit = (self.root / f"lib/systemd/system/{daemon}.service").read_text("utf-8")
            name = re.search(r"^SupplementaryGroups=(\S+)$", unit, re.M)[1]
            self.assertRegex(group, rf"(?m)^{name}:x:\d+:$")

    def test_manual_pages(self):
        for page in ["man1/lotse.1.gz"] + [f"man8/{daemon}.8.gz" for daemon in DAEMONS]:
            path = self.root / "usr/share/man" / page
            shown = run("man", "--warnings", "--local-file", path,
                        env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100"})
            for heading in ("NAME", "SYNOPSIS", "SEE ALSO"):
                self.assertRegex(shown, rf"(?m)^{heading}$", page)
            self.assertNotIn("warning:", shown)
            program = path.name.partition(".")[0]
            self.assertRegex(shown, rf"(?m)^ +{program} - \S", page)


class Changed(unittest.TestCase):
    def test_what_was_set_stays_when_it_is_upgraded_and_goes_when_it_is_purged(self):
        root = Root(self.enterContext(tempfile.TemporaryDirectory()))
        root.install()
        config = root / "etc/lotse/survey.json"
        backup = root / "etc/lotse/backup.conf"
        store = root / "var/lib/private/lotse/survey/survey.db"
        store.parent.mkdir(parents=True)
        store.write_text("kept", encoding="utf-8")
        config.write_text("{}", encoding="utf-8")
        backup.write_text("LOTSE_BACKUP_NEWEST=3\n", encoding="utf-8")
        root.install()
        self.assertEqual(config.read_text("utf-8"), "{}")
        root.dpkg("--remove", *PACKAGES)
        self.assertEqual(config.read_text("utf-8"), "{}")
        self.assertEqual(backup.read_text("utf-8"), "LOTSE_BACKUP_NEWEST=3\n")
        self.assertFalse((root / "usr/bin/lotse-survey").exists())
        root.dpkg("--purge", *PACKAGES)
        self.assertFalse(config.exists() or backup.exists())
        self.assertEqual(store.read_text("utf-8"), "kept", "a store is never purged")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
