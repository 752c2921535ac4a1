"""The engine of this system and the reference engine of ODK fill in the same forms with the same
answers, and are asked after each step what is relevant, what the values are, what is violated and
which options are offered.

Forms are those of the reference data and one that computes with every function (expressions.py). What
the reference engine reads of a form is what its authors published as an XForm where there is one, also
for the workbook that it was made of (with pyxform); of forms that there are in another format only, it
is what this system writes (rewrite_form). Then a fault of a reader would not be seen here, and one of
the engine would.

Answers are drawn with a seed: right ones, such as violate something, and such as no question takes.
Where the two differ, and both may, differences.toml says so, with the section of the specification. The
clock stands still for both. Not compared: what differs each time (uuid, random) and what a client
records (metadata), which is taken over from the one engine to the other."""

import contextlib
import csv
import io
import pathlib
import subprocess
import tempfile
import unittest

from lotse_testing.places import BIN, LONG, figure, reference

import expressions
import oracle
from comparison import DIFFERENCES, Comparison, Tally, by_path
from person import Person

MOST_DIFFERENCES = 20


def answer(path, number):
    return {"do": "set", "path": path, "value": str(number)}


class Differential(unittest.TestCase):
    maxDiff = 4000
    tally = Tally()

    @classmethod
    def tearDownClass(cls):
        tally = cls.tally
        figure("differential, forms", tally.forms)
        figure("differential, sequences of answers", tally.sequences)
        figure("differential, answers and steps", tally.steps)
        figure("differential, answers that no question takes", tally.refused)
        figure("differential, answers that were no longer offered", tally.taken_away)
        figure("differential, comparisons", tally.assertions)
        figure("differential, kinds of differences", len(DIFFERENCES), limit=MOST_DIFFERENCES)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def written(self, source):
        """The form as this system writes it as an XForm."""
        done = subprocess.run(
            [BIN / "rewrite_form"],
            input=source.read_bytes(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        path = self.folder / "written.xml"
        path.write_bytes(done.stdout)
        return path

    def compare(self, name, sources, theirs=None, sequences=5, steps=20, answers=1, first=()):
        """Fills a form in, read from each of `sources`, as the reference engine does `theirs`. Each
        sequence has so many steps of so many answers; there are ten times as many where it may take
        long, since the other engine needs a second for a step of a large form. Before, the sequences
        `first` are done as they are."""
        theirs = theirs or self.written(sources[0])
        text = theirs.read_text(encoding="utf-8")
        with contextlib.ExitStack() as stack:
            engine = stack.enter_context(oracle.Engine(theirs))
            self.assertNotIn("error", engine.loaded)
            for source in sources:
                ours = stack.enter_context(oracle.Ours(source))
                self.assertNotIn("error", ours.loaded, source)
                self.tally.forms += 1
                comparison = Comparison(name, ours, engine, self.tally)
                for commands in first:
                    self.follow(comparison, commands)
                for seed in range(sequences * (10 if LONG else 1)):
                    self.fill_in(comparison, Person(text, f"{name} {seed}"), steps, answers)

    def follow(self, comparison, commands):
        comparison.start()
        for command in commands:
            self.do(comparison, command)
        ours, theirs = comparison.settle()
        self.assert_none(comparison, comparison.differences(ours, theirs))

    def fill_in(self, comparison, person, steps, answers):
        comparison.start()
        ours, theirs = comparison.settle()
        self.assert_none(comparison, comparison.differences(ours, theirs))
        for _ in range(steps):
            for _ in range(answers):
                command = person.acts(ours, theirs)
                if command is None:
                    continue
                self.do(comparison, command)
                self.tally.steps += 1
                if answers > 1:
                    # What it is that is asked now; the other engine is asked less often, as it is slow.
                    ours = by_path(comparison.ours.nodes())
            ours, theirs = comparison.settle()
            self.assert_none(comparison, comparison.differences(ours, theirs))
        self.tally.sequences += 1

    def do(self, comparison, command):
        if command["do"] == "set":
            comparison.answer(command["path"], command["value"])
            return
        errors = comparison.tell_both(command)
        self.assertEqual(errors, [None, None], command)

    def assert_none(self, comparison, differences):
        if not differences:
            return
        lines = [f"{d.path} {d.aspect}: ours {d.ours!r}, theirs {d.theirs!r}" for d in differences]
        did = [f"{c['do']} {c.get('path', '')} {c.get('value', '')}" for c in comparison.history]
        self.fail("\n".join([f"{comparison.name}:", *lines[:30], "after", *did[-40:]]))

    def test_every_function(self):
        path = self.folder / "expressions.xml"
        path.write_text(expressions.form(), encoding="utf-8")
        # Which each cause a listed difference, whatever is drawn afterwards.
        first = (
            [{"do": "add", "path": "/p"}, answer("/p[1]/age", 29)],
            [answer("/n", 1)],
            [answer("/n", -5), answer("/m", 5)],
            [answer("/m", 100)],
            [answer("/d", "2026-07-01"), answer("/x", 2000)],
        )
        self.compare("expressions", [path], path, sequences=4, steps=6, first=first)

    def test_needs_of_migrant_organisations(self):
        xform = reference("questionnaires", "xform", "mitwirken_umfrage.converted.xml")
        workbook = reference("questionnaires", "xlsform", "mitwirken_umfrage.xlsx")
        self.compare("mitwirken", [xform, workbook], xform)

    def test_impact_of_a_workshop(self):
        xform = reference("questionnaires", "xform", "testA.converted.xml")
        workbook = reference("questionnaires", "xlsform", "testA.xlsx")
        effect = "/wirkung/"
        between_two_steps = [
            answer(f"{effect}beruf_pre", 1),
            answer(f"{effect}beruf_post", 2),
            answer(f"{effect}attribution_beruf", 7),
        ]
        self.compare("testA", [xform, workbook], xform, first=[between_two_steps])

    def test_households_with_persons(self):
        name = "socio-economic-survey-v20240515"
        xform = reference("questionnaires", "xform", f"{name}.xml")
        workbook = reference("questionnaires", "xlsform", f"{name}.xlsx")
        self.compare("socio-economic", [xform, workbook], xform)

    def test_verbal_autopsy(self):
        xform = reference("questionnaires", "xform", "whova_form.xml")
        workbook = reference("questionnaires", "xlsform", "whova_form.xlsx")
        self.compare("whova", [xform, workbook], xform, sequences=1, steps=8, answers=30)

    def test_every_type_of_question(self):
        workbook = reference("questionnaires", "xlsform", "all-question-types-v2024091201-3.xlsx")
        # A list that is kept outside of the form, and has nothing here.
        empty = '{"type": "FeatureCollection", "features": []}'
        (self.folder / "cities.geojson").write_text(empty, encoding="utf-8")
        self.compare("all types", [workbook])

    def test_two_years_of_one_questionnaire(self):
        for year in (2024, 2025):
            self.compare(f"tensing {year}", [self.tables(f"tensing_{year}_tn")], sequences=4)

    def tables(self, stem):
        """A form of two tables of R as one file. An empty cell is `NA` there."""
        output = io.StringIO()
        for sheet in ("survey", "choices"):
            file = reference("questionnaires", "tables", f"{stem}_{sheet}.csv")
            rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
            writer = csv.writer(output, lineterminator="\n")
            writer.writerow([sheet])
            for row in rows:
                writer.writerow(["", *("" if cell == "NA" else cell for cell in row)])
        output.write(f"settings\n,form_title\n,{stem}\n")
        path = self.folder / f"{stem}.csv"
        path.write_text(output.getvalue(), encoding="utf-8")
        return path

    def test_surveys_of_limesurvey(self):
        for name in ("citric_432535", "citric_survey", "citric_answers", "uk_rse_core_survey"):
            file = reference("questionnaires", "limesurvey", f"{name}.lss")
            self.compare(name, [file], sequences=4)

    def test_a_survey_on_paper(self):
        self.compare("uster", [reference("uster-2021", "fragebogen_QUExml.xml")], sequences=4)

    def test_what_cannot_be_filled_in_is_refused_by_both(self):
        form = reference("questionnaires", "xform", "eIMCI-by-D-Tree.xml")
        for program in (oracle.Ours, oracle.Engine):
            with program(form) as engine:
                self.assertIn("error", engine.loaded)

    # The last one by its name, when all have run.
    def test_z_each_difference_that_is_listed_occurs(self):
        reference("questionnaires")  # Without it, not all forms were filled in.
        self.assertLessEqual(len(DIFFERENCES), MOST_DIFFERENCES)
        for known, count in zip(DIFFERENCES, self.tally.known):
            self.assertGreater(count, 0, f"occurs no longer; take it out: {known}")
            for field in ("what", "section"):
                self.assertTrue(known[field], known)


if __name__ == "__main__":
    unittest.main()
