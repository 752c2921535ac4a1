"""Runs the tour of the README: each block marked `sh tour`, in order, in one shell."""

import unittest

import examples


class Tour(unittest.TestCase):
    def test_readme(self):
        tour = examples.examples((examples.ROOT / "README.md").read_text(), "tour")
        self.assertGreaterEqual(len(tour), 4)
        with examples.Services() as services:
            run = services.run(examples.script(tour))
            self.assertEqual(run.returncode, 0, run.stdout[-3000:] + run.stderr[-3000:])
            self.assertEqual(list(examples.problems(tour, run.stdout)), [])
            self.assertRegex(run.stdout, r"gespeichert +240\nschon da +0\n")
            self.assertRegex(run.stdout, r"sent +0\nduplicate +240\n")
            report = (services.work / "report.html").read_text()
            self.assertIn("Stadt Musterstadt", report)
            self.assertIn("240", report)
            self.assertEqual((services.work / "report.xlsx").read_bytes()[:2], b"PK")
            self.assertRegex(run.stdout, r"\nfreigegeben +programmes/tour/")


if __name__ == "__main__":
    unittest.main()
