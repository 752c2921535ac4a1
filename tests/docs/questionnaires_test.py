"""Runs the examples of docs/questionnaires.md against the real services, in order and in one
shell, and compares what they print with what the document shows."""

import unittest

import examples


class Questionnaires(unittest.TestCase):
    def test_questionnaires(self):
        page = (examples.ROOT / "docs/questionnaires.md").read_text()
        blocks = examples.examples(page, "questionnaires")
        self.assertGreaterEqual(len(blocks), 3)
        with examples.Services() as services:
            run = services.run("export LC_ALL=C.UTF-8\n" + examples.script(blocks))
        found = list(examples.problems(blocks, run.stdout))
        self.assertEqual((run.returncode, found), (0, []),
                         "\n".join(found) + "\n" + run.stderr[-3000:])


if __name__ == "__main__":
    unittest.main()
