"""A person with `lotse`: who one is, and who may see what."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import unittest

from lotse_testing import places
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse
from lotse_testing.identity import Realm

PROGRAMME = json.dumps({
    "programme_id": "vopi",
    "programme": {
        "title": {"variants": [{"language": "de", "text": "Vielfalt"}]},
        "start_date": {"year": 2026, "month": 1, "day": 1},
        "end_date": {"year": 2028, "month": 12, "day": 31},
        "engagement_months_limit": 15,
    },
})
GET = ("call", "GetProgramme", '{"name": "programmes/vopi"}')
GRANT = "programmes/vopi/grants/ada"


class Login(Case):
    def setUp(self):
        self.realm = Realm(self.folder("realm"))
        self.token = self.realm.token
        self.engagement = self.daemon("engagement", *self.realm.flags("engagement"))
        self.people = {}

    def run_as(self, name, *arguments, expect=0, **environment):
        """`lotse` of a person with a home of their own."""
        home = self.people.setdefault(name, self.folder(name))
        return lotse(
            *arguments,
            daemons=[self.engagement],
            expect=expect,
            environment={
                "LOTSE_TLS_CA": str(self.realm.folder / "ca.pem"),
                "XDG_CONFIG_HOME": str(home),
                **environment,
            },
        )

    def log_in(self, name, *groups):
        return self.run_as(name, "login", "--store", LOTSE_TOKEN=self.token(name, *groups))

    def assert_hidden(self, name):
        _, err = self.run_as(name, *GET, expect=1)
        self.assertIn("reason: RESOURCE_NOT_FOUND", err)

    def test_a_grant_is_given_and_taken_back(self):
        out, err = self.log_in("admin", "admins")
        self.assertRegex(out, r"subject +admin\n")
        self.assertRegex(out, r"expires +\d{4}-\d\d-\d\d")
        self.assertRegex(out, r"platform-admin +everywhere +\(configuration\)")
        for name in ("ada", "bert"):
            self.assertIn("There are no rights yet.", self.log_in(name)[0])
        self.run_as("admin", "call", "CreateProgramme", PROGRAMME)
        self.assert_hidden("ada")

        out, err = self.run_as(
            "admin", "grant", "add", "programmes/vopi", "--subject=ada", "--id=ada",
            "--role=institute-consultant", "--reason=Vertrag", "--until=30d",
        )
        self.assertRegex(out, r"\nada +institute-consultant +programmes/vopi .* admin +ada +Vertrag\n")
        self.run_as("ada", *GET)
        self.assert_hidden("bert")
        who = self.run_as("ada", "grant", "who", "programmes/vopi")[0]
        self.assertEqual(who, self.run_as("admin", "grant", "list", "programmes/vopi")[0])
        self.assertEqual(who, out)
        self.assertIn(GRANT, self.run_as("ada", "login", LOTSE_TOKEN=self.token("ada"))[0])

        self.run_as("admin", "grant", "revoke", GRANT)
        self.assert_hidden("ada")
        _, err = self.run_as("admin", "grant", "revoke", GRANT, expect=1)
        self.assertIn("reason: RESOURCE_NOT_FOUND", err)

    def test_wrong_fields_are_readable(self):
        self.log_in("admin", "admins")
        self.run_as("admin", "call", "CreateProgramme", PROGRAMME)
        for flag, line in (
            ("--id=NO", "  grant_id: not a valid id"),
            ("--until=2020-01-01", "  grant.expire_time: has passed"),
        ):
            _, err = self.run_as(
                "admin", "grant", "add", "programmes/vopi", "--subject=ada", "--role=auditor",
                "--reason=x", flag, expect=1,
            )
            self.assertIn(f"\n{line}", err)

    def test_who_has_no_token_is_told(self):
        _, err = self.run_as("ada", *GET, expect=1)
        self.assertIn("see lotse help login", err)
        self.assertIn("IDENTITY_MISSING", err)
        token = self.token("ada")
        # One letter of the signature is another one.
        wrong = token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]
        out, err = self.run_as("ada", "login", "--store", expect=1, LOTSE_TOKEN=wrong)
        self.assertIn("TOKEN_REFUSED", err)
        for part in wrong.split("."):
            self.assertNotIn(part, out + err + self.engagement.log_text())
        self.run_as("ada", "login", LOTSE_TOKEN=token)
        self.run_as("ada", *GET, expect=1)

    def test_a_helper_command_is_remembered(self):
        helper = shlex.join(
            [str(places.BIN / "lotse"), "dev", "token", str(self.realm.folder), "--subject=ada"]
        )
        out, _ = self.run_as("ada", "login", f"--token-command={helper}")
        self.assertRegex(out, r"kept +the command")
        self.assert_hidden("ada")
        self.run_as("ada", "login", "--forget")
        self.assertIn("IDENTITY_MISSING", self.run_as("ada", *GET, expect=1)[1])


class Dev(Case):
    """`lotse dev --auth`."""

    def start(self):
        folder = self.folder("dev")
        folder.mkdir()
        ready = folder / "ready.json"
        dev = subprocess.Popen(
            [places.BIN / "lotse", "dev", "--auth", f"--data={folder}/it's here",
             f"--port-base={free_base()}", f"--ready-file={ready}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=sys.stderr, text=True,
        )
        self.addCleanup(dev.stdout.close)
        self.addCleanup(dev.wait, 60)
        self.addCleanup(dev.send_signal, signal.SIGTERM)
        wait_for(ready.exists, "the services", 60)
        return dev

    def test_prints_how_an_admin_calls(self):
        dev = self.start()
        lines = []
        for line in dev.stdout:
            lines.append(line)
            if "ListProgrammes" in line:
                break
        exports = "".join(line for line in lines if re.match(r" +export LOTSE_\w+=", line))
        commands = "\n".join([
            "set -eu", exports, f"export PATH={shlex.quote(str(places.BIN))}:$PATH",
            "lotse login",
            f"lotse call CreateProgramme {shlex.quote(PROGRAMME)} --json",
            "lotse grant add programmes/vopi --subject=admin --role=auditor --reason=x",
            # The other two follow the grants, within seconds.
            "PARENT='{\"parent\": \"programmes/vopi/engagements/e\"}'",
            "for i in $(seq 100); do",
            "  lotse call ListSurveys \"$PARENT\" && lotse call ListReports \"$PARENT\" && exit",
            "  sleep 0.1",
            "done; exit 1",
        ])
        done = subprocess.run(
            ["bash", "-c", commands], capture_output=True, text=True, timeout=100, check=False,
            env={**os.environ, "XDG_CONFIG_HOME": str(self.folder("config"))},
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"platform-admin +everywhere")


def free_base():
    """As in tests/docs: a base of ports that are free."""
    for base in range(17600, 30000, 20):
        try:
            for offset in (1, 2, 3, 11, 12, 13):
                with socket.socket() as s:
                    s.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
    raise RuntimeError("no free ports")


if __name__ == "__main__":
    unittest.main(verbosity=2)
