"""A machine on which Lotse never was: the packages are installed, started, called, upgraded and
put back by the commands that docs/operations/install.md and upgrade.md show, word for word.

What this does not show: users of systemd, what the units forbid, and apt itself."""

import pathlib
import sys
import tempfile
import unittest

from lotse_testing.places import BIN, ROOT, SERVICES

sys.path[:0] = [
    str(ROOT / folder) for folder in ("deploy/packages", "tests/containers", "tests/docs")
]

import examples
import packing
import sandbox
from machine import Machine

PAGES = ROOT / "docs/operations"


def of_page(name, mark):
    found = examples.examples((PAGES / name).read_text(encoding="utf-8"), mark)
    if not found:
        raise AssertionError(f"{name} has no block marked `sh {mark}`")
    return found


@sandbox.needs
class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        # Nothing here asks for what a package depends on: packages_test.py does.
        cls.packages = packing.pack(BIN.parent, cls.top / "packages", libraries=False)

    def follow(self, shown, more=""):
        """Does what pages show, in their order and in one shell, and `more` at the end."""
        machine = Machine(self.top / self.id(), self.packages.values())
        done = machine.run(examples.script(shown) + more)
        found = list(examples.problems(shown, done.stdout))
        logs = "".join(
            log.read_text(encoding="utf-8")[-2000:] for log in machine.root.glob("run/units/*.log")
        )
        self.assertEqual(
            (done.returncode, found),
            (0, []),
            "\n".join(found) + done.stdout[-2000:] + done.stderr[-2000:] + logs,
        )
        return machine, done

    def test_a_first_call(self):
        machine, _ = self.follow(of_page("install.md", "install"))
        for service in SERVICES:
            store = machine.root / f"var/lib/private/lotse/{service}"
            self.assertTrue((store / f"{service}.db").exists())
            self.assertEqual(store.stat().st_mode & 0o777, 0o700)

    def test_upgrade_and_going_back(self):
        shown = of_page("install.md", "install") + of_page("upgrade.md", "upgrade")
        machine, done = self.follow(
            shown, "lotse store verify --data=/var/lib/private/lotse/survey\nlotse call ListSurveys "
            "'{\"parent\": \"programmes/p/engagements/e\"}'\n",
        )  # fmt: skip
        log = (machine.root / "run/units/lotse-survey.log").read_text(encoding="utf-8")
        # Installed, upgraded, put back.
        self.assertEqual(log.count('"event":"started"'), 3, log)
        self.assertTrue((machine.root / "var/lib/private/lotse/survey.new/survey.db").exists())
        self.assertIn("restored", done.stdout)


if __name__ == "__main__":
    sandbox.enter_network(__file__)
    unittest.main(verbosity=2)
