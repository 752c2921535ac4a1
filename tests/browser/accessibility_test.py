"""Reports in a browser, looked at by axe-core: nothing in them stands against WCAG 2.2, levels A
and AA, or against what its authors call good practice. What only a person can see is not in it:
docs/reports.md says what that leaves."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import browser
from lotse_testing.places import BIN, LONG, ROOT

sys.path.insert(0, str(ROOT / "tests/docs"))
import examples  # noqa: E402

AXE = ROOT / "tests/browser/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOWN = "programmes/vielfalt/engagements/musterstadt"

# Says what was found in an attribute, since a page that is dumped has nothing else to say it in.
_LOOK = """
axe.run({runOnly: %s}).then(found => document.documentElement.setAttribute("data-found",
  JSON.stringify({passes: found.passes.length, violations: found.violations.map(v =>
    [v.id, v.help, v.nodes.slice(0, 5).map(n => n.html.slice(0, 200))])})))
"""


def look(page):
    """What axe finds in a page. Its policy forbids every script, so the copy that is looked at
    goes without it."""
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    if len(policy.findall(page)) != 1:
        raise AssertionError("a page has one content security policy")
    script = AXE.read_text() + _LOOK % json.dumps(RULES)
    copy = policy.sub("", page).replace("</body>", f"<script>{script}</script></body>")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(copy)
        dumped = browser.run("--virtual-time-budget=60000", "--dump-dom", file.as_uri())
    found = re.search(r'data-found="([^"]*)"', dumped)
    if found is None:
        raise AssertionError("axe did not come to an end")
    return json.loads(found.group(1).replace("&quot;", '"').replace("&amp;", "&"))


class Accessibility(unittest.TestCase):
    def check(self, page):
        found = look(page)
        self.assertEqual(found["violations"], [])
        self.assertGreater(found["passes"], 20)

    def test_every_block_and_chart(self):
        for language in ("de", "en"):
            with self.subTest(language):
                made = subprocess.run(
                    [BIN / "sample_page", language], capture_output=True, text=True, check=True
                )
                self.check(made.stdout)

    def test_the_three_reports_of_a_town(self):
        with examples.Services(story="scenario-a") as services:
            for kind in ("stock-taking", "progress", "final"):
                # What differs in English stands in the page of all blocks, too.
                for language in ("de", "en") if LONG else ("de",):
                    with self.subTest(kind, language=language):
                        run = services.run(
                            f"lotse report make {TOWN} --id={kind}-{language} --kind={kind} "
                            f"--language={language} --out={kind}.html"
                        )
                        self.assertEqual(run.returncode, 0, run.stderr)
                        self.check((services.work / f"{kind}.html").read_text())

    def test_a_fault_is_found(self):
        """So that a check that looks at nothing is noticed."""
        made = subprocess.run(
            [BIN / "sample_page", "de"], capture_output=True, text=True, check=True
        )
        page = re.sub(r'<html ([^>]*)lang="de"', r"<html \1", made.stdout)
        self.assertIn("html-has-lang", [violation[0] for violation in look(page)["violations"]])


if __name__ == "__main__":
    unittest.main()
