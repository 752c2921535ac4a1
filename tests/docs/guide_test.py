"""Runs the examples of the API guide against the real services, in order and in one
shell, and compares what they print with what the guide shows."""

import unittest

import examples


class Guide(unittest.TestCase):
    def test_guide(self):
        guide = examples.examples((examples.ROOT / "proto/README.md").read_text(), "guide")
        self.assertGreaterEqual(len(guide), 25)
        with examples.Services() as services:
            run = services.run(examples.script(guide))
        found = list(examples.problems(guide, run.stdout))
        self.assertEqual((run.returncode, found), (0, []),
                         "\n".join(found) + "\n" + run.stderr[-3000:])


if __name__ == "__main__":
    unittest.main()
