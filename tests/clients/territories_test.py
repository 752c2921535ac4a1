"""A real official list from end to end: all municipalities of two Länder, imported
twice. What is counted here comes from the statistical offices, not from this program."""

import csv
import re
import unittest

from lotse_testing import api
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import figure, reference

LIST = "municipalities/gemeinden_ni_rp_zensus2022.csv"
SOURCE = "Statistische Ämter des Bundes und der Länder, Zensus 2022, dl-de/by-2-0"

# By Land: municipalities, inhabitants, districts, towns that are districts of their own,
# associations, municipalities in them.
EXPECTED = {
    "03": (941, 7_943_265, 37, 8, 114, 650),
    "07": (2_301, 4_094_169, 24, 12, 129, 2_260),
}


class Territories(Case):
    @classmethod
    def setUpClass(cls):
        cls.file = reference(LIST)
        cls.stand = stand = cls()
        cls.addClassCleanup(stand.doCleanups)
        cls.daemon = stand.daemon("engagement")
        cls.first = cls.run_import(cls.file)
        cls.client = cls.enterClassContext(api.connect(cls.daemon))
        cls.all = cls.read_all()

    @classmethod
    def run_import(cls, file, expect=0):
        return lotse(
            "import", "territories", file, f"--source={SOURCE}", "--source-version=2022-05-15",
            daemons=[cls.daemon], expect=expect,
        )  # fmt: skip

    @classmethod
    def read_all(cls):
        found, token = [], ""
        while True:
            page = cls.client.ListTerritories(page_size=1000, page_token=token)
            found += page.territories
            token = page.next_page_token
            if not token:
                return found

    def at(self, land, level):
        wanted = type(self.all[0]).Level.Value(f"LEVEL_{level}")
        return [t for t in self.all if (t.land, t.level) == (land, wanted)]

    def test_all_rows_are_taken(self):
        out, err = self.first
        self.assertEqual(err, "")
        created = int(re.search(r"^created +(\d+)", out, re.MULTILINE)[1])
        self.assertEqual(created, len(self.all))
        self.assertRegex(out, r"(?m)^rows +3242\nrefused +0$")
        self.assertEqual(len(self.all), 3242 + 61 + 20 + 243 + 2)
        figure("territories", f"{len(self.all)} of {LIST}")

    def test_counts_are_those_of_the_statistical_offices(self):
        for land, expected in EXPECTED.items():
            with self.subTest(land):
                municipalities = self.at(land, "MUNICIPALITY")
                found = (
                    len(municipalities),
                    sum(m.populations[0].count for m in municipalities),
                    len(self.at(land, "DISTRICT")),
                    len(self.at(land, "DISTRICT_TOWN")),
                    len(self.at(land, "ASSOCIATION")),
                    sum(m.association != "" for m in municipalities),
                )
                self.assertEqual(found, expected)

    def test_each_row_says_what_its_line_says(self):
        by_key = {t.key: t for t in self.all}
        with open(self.file, encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            territory = by_key[row["ars12"]]
            self.assertEqual(territory.ags, row["ags8"])
            self.assertEqual(territory.title, row["name"])
            self.assertEqual(territory.source, SOURCE)
            (population,) = territory.populations
            self.assertEqual(str(population.count), row["population_2022_05_15"])
            self.assertEqual(population.quality, row["quality"])
            day = population.date
            self.assertEqual((day.year, day.month, day.day), (2022, 5, 15))

    def test_what_is_derived_says_so(self):
        derived = {t.name for t in self.all if t.derived}
        self.assertEqual(len(derived), 61 + 20 + 243 + 2)
        self.assertFalse(any(t.title for t in self.all if t.derived))

    def test_filters_find_them(self):
        page = self.client.ListTerritories(
            filter='association = "031515401" level = MUNICIPALITY', page_size=100
        )
        titles = {t.title for t in page.territories}
        self.assertIn("Barwedel", titles)
        self.assertEqual(len(titles), 6)

    def test_the_second_time_nothing_is_changed(self):
        before = self.client.ListStates(parent="territories").sequence
        out, _ = self.run_import(self.file)
        self.assertIn("unchanged  3242\nnothing was changed\n", out)
        self.assertEqual(self.client.ListStates(parent="territories").sequence, before)
        self.assertEqual({t.etag for t in self.read_all()}, {"1"})

    def test_a_wrong_line_is_named_and_the_others_are_taken(self):
        lines = self.file.read_text(encoding="utf-8").splitlines()
        lines[1] = lines[1].replace("031010000000", "03101")
        folder = self.folder("wrong")
        folder.mkdir()
        file = folder / "list.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        out, err = self.run_import(file, expect=5)
        self.assertIn("line 2, column ags: only a municipality has one", err)
        self.assertRegex(out, r"(?m)^refused +1$")
        self.assertRegex(out, r"(?m)^unchanged +3241$")


if __name__ == "__main__":
    unittest.main()
