"""Runs the commands about login and grants of the operations guide, and those of the German
concept of roles and rights, in order and in one shell, against the real services, whose callers
have to say who they are. What the guide says somebody does in between is done in between."""

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


ADMIN = "export PERSON='--subject=admin --group=admins'\n"

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


def others(commands):
    """An example that a document does not show."""
    return examples.Example(commands, fails=False)


def of_guide():
    """The examples of the guide: of login, of the first grants, and of further ones."""
    text = (examples.ROOT / "docs/operations/README.md").read_text()
    part = text[text.index("**With the command line**") : text.index("### When keys change")]
    return examples.examples(part, "grants")


class Grants(unittest.TestCase):
    def run_all(self, all_examples):
        """What each example printed."""
        with examples.Services("--auth") as services:
            helper = services.work / "bin/our-sso-helper"
            helper.parent.mkdir()
            helper.write_text(HELPER.format(certificates=services.certificates))
            helper.chmod(0o755)
            script = later(examples.script(all_examples)).replace(
                "/etc/lotse/tls/ca.pem", str(services.certificates / "ca.pem")
            )
            run = services.run(f"PATH={helper.parent}:$PATH\n{ADMIN}{script}")
        self.assertEqual(run.returncode, 0, run.stdout[-3000:] + run.stderr[-3000:])
        printed = examples.outputs(run.stdout)
        self.assertEqual(len(printed), len(all_examples))
        return printed

    def test_first_set_up(self):
        login, first, further = of_guide()
        printed = self.run_all([login, others(FIRST), first, others(INSTITUTE), further,
                                others(WHO)])  # fmt: skip
        self.assertRegex(printed[0], r"platform-admin +everywhere +\(configuration\)")
        self.assertRegex(printed[2], r"institute-consultant +administrations/uster .* admin ")
        self.assertRegex(printed[4], r"municipal-coordinator +programmes/vopi/engagements/uster ")
        self.assertIn("institute-consultant", printed[5])
        self.assertNotIn("municipal-coordinator", printed[5])

    def test_concept(self):
        """Giving, taking, reviewing, and what of it is in the change log."""
        login, first, _ = of_guide()
        text = (examples.ROOT / "docs/betrieb/berechtigungskonzept.md").read_text()
        concept = examples.examples(text, "berechtigungen")
        before = [login, others(FIRST), first, others(INSTITUTE), others(ADMIN)]
        give, take, review, log = self.run_all(before + concept)[len(before):]
        self.assertRegex(give, r"data-steward +programmes/vopi/engagements/uster ")
        self.assertRegex(give, r"analyst +programmes/vopi/engagements/uster ")
        self.assertIn("grants/auswertung", take)
        self.assertIn("data-steward", review)
        self.assertNotIn("analyst", review)
        verbs = [change["verb"] for change in examples.last_json(log)["changes"]]
        self.assertEqual(verbs, ["CREATE", "CREATE", "DELETE"])


if __name__ == "__main__":
    unittest.main()
