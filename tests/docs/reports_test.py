"""Runs the examples of docs/reports.md over the town of scenario A, in order and in one shell,
and compares what they print with what the document shows."""

import hashlib
import unittest

import examples


class Reports(unittest.TestCase):
    def test_reports(self):
        blocks = examples.examples((examples.ROOT / "docs/reports.md").read_text(), "reports")
        self.assertGreaterEqual(len(blocks), 10)
        with examples.Services(story="scenario-a") as services:
            # The document shows what a terminal that knows UTF-8 does.
            run = services.run("export LC_ALL=C.UTF-8\n" + examples.script(blocks))
            found = list(examples.problems(blocks, run.stdout))
            self.assertEqual((run.returncode, found), (0, []),
                             "\n".join(found) + "\n" + run.stderr[-3000:])
            # What was checked by hand is what counts.
            content = (services.work / "fortschritt.json").read_bytes()
            self.assertIn(f"✓  document   {hashlib.sha256(content).hexdigest()}\n", run.stdout)
            page = (services.work / "rat.html").read_text()
            self.assertIn("Zur Lage der Stadt", page)
            self.assertNotIn("{administration}", page)
            made = (services.work / "fortschritt.xlsx").read_bytes()
            self.assertEqual(made[:2], b"PK")


if __name__ == "__main__":
    unittest.main()
