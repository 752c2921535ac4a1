"""Runs the commands about login and grants of the operations guide, in order and in one
shell, against the real services, whose callers have to say who they are. What the guide
says somebody does in between is done in between."""

import json
import re
import unittest

import examples

# A provider's command, as the guide calls it: it prints a token of whoever sits there.
HELPER = """#!/bin/sh
test "$*" = "--audience lotse" || exit 2
exec lotse dev token '{certificates}' $PERSON
"""

TITLE = {"variants": [{"language": "de", "text": "Titel"}]}


def call(method, **request):
    return f"lotse call {method} '{json.dumps(request)}'\n"


# What the admin makes with `lotse call`.
FIRST = call("CreateProgramme", programme_id="vopi", programme={
    "title": TITLE, "engagement_months_limit": 15,
    "start_date": {"year": 2026, "month": 1, "day": 1},
    "end_date": {"year": 2028, "month": 12, "day": 31},
}) + call("CreateAdministration", administration_id="uster", administration={
    "title": TITLE, "level": "LEVEL_MUNICIPALITY",
})  # fmt: skip

# What somebody of the institute makes with their new role.
INSTITUTE = "export PERSON='--subject=ida --group=vopi-team'\n" + call(
    "CreateEngagement", parent="programmes/vopi", engagement_id="uster", engagement={
        "title": TITLE, "administration": "administrations/uster",
        "start_date": {"year": 2026, "month": 3, "day": 1},
        "end_date": {"year": 2027, "month": 5, "day": 31},
    })  # fmt: skip

WHO = "lotse grant who programmes/vopi/engagements/uster\n"


def later(commands):
    """With ends of grants that are still to come: those of a document pass."""
    return re.sub(r"--until=(\d{4})", lambda m: f"--until={int(m[1]) + 100}", commands)


class Grants(unittest.TestCase):
    def test_first_set_up(self):
        text = (examples.ROOT / "docs/operations/README.md").read_text()
        part = text[text.index("**With the command line**") : text.index("### When keys change")]
        login, first, others = examples.examples(part, "grants")
        extra = [examples.Example(commands, fails=False) for commands in (FIRST, INSTITUTE, WHO)]
        all_examples = [login, extra[0], first, extra[1], others, extra[2]]
        with examples.Services("--auth") as services:
            helper = services.work / "bin/our-sso-helper"
            helper.parent.mkdir()
            helper.write_text(HELPER.format(certificates=services.certificates))
            helper.chmod(0o755)
            script = later(examples.script(all_examples)).replace(
                "/etc/lotse/tls/ca.pem", str(services.certificates / "ca.pem")
            )
            script = (
                f"PATH={helper.parent}:$PATH\n"
                "export PERSON='--subject=admin --group=admins'\n" + script
            )
            run = services.run(script)
        self.assertEqual(run.returncode, 0, run.stdout[-3000:] + run.stderr[-3000:])
        printed = examples.outputs(run.stdout)
        self.assertEqual(len(printed), len(all_examples))
        self.assertRegex(printed[0], r"platform-admin +everywhere +\(configuration\)")
        self.assertRegex(printed[2], r"institute-consultant +administrations/uster .* admin ")
        self.assertRegex(printed[4], r"municipal-coordinator +programmes/vopi/engagements/uster ")
        self.assertIn("institute-consultant", printed[5])
        self.assertNotIn("municipal-coordinator", printed[5])


if __name__ == "__main__":
    unittest.main()
