"""Runs the examples of the German deletion concept at the end of the tour of the README, whose data
they delete, and compares what they print with what the concept shows."""

import unittest

import examples


class Deletion(unittest.TestCase):
    def test_concept(self):
        tour = examples.examples((examples.ROOT / "README.md").read_text(), "tour")
        concept = (examples.ROOT / "docs/betrieb/loeschkonzept.md").read_text()
        shown = examples.examples(concept, "loeschen")
        self.assertGreaterEqual(len(shown), 2)
        self.assertTrue(all(example.text for example in shown[:2]))
        with examples.Services() as services:
            run = services.run("export LC_ALL=C.UTF-8\n" + examples.script(tour + shown))
            found = list(examples.problems(tour + shown, run.stdout))
        self.assertEqual((run.returncode, found), (0, []),
                         "\n".join(found) + "\n" + run.stderr[-3000:])


if __name__ == "__main__":
    unittest.main()
