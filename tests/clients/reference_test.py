"""A real municipal survey from end to end: invited, imported, closed, tabulated, reported.

600 young people of Uster were invited and 213 answered, one of them as `non-binär`.
Every shown figure is right, and nobody who has everything that is returned can find that
one.
"""

import html
import json
import re
import unittest

import attack
import reported
import uster
from lotse.survey.v1alpha import release_pb2, survey_pb2, table_pb2
from lotse_testing import api, samples
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import ROOT, figure, reference

MAPPING = ROOT / "tests/data/uster-2021.mapping.json"

# The question with the lone person.
QUESTION, LONE, PARTNER, LARGE = "Z2Geschlecht", "non-binär", "männlich", "weiblich"

MINIMUM_CELL = 5


def label(row):
    return row.label.variants[0].text


class Reference(Case):
    @classmethod
    def setUpClass(cls):
        """Everything is made once; the cases look at it."""
        folder = reference(uster.FOLDER)
        cls.stand = stand = cls()
        cls.addClassCleanup(stand.doCleanups)
        engagement, survey = stand.daemon("engagement"), stand.daemon("survey")
        reporting = stand.daemon(
            "reporting",
            f"--engagement_address={engagement.address}",
            f"--survey_address={survey.address}",
        )
        cls.daemons = (engagement, survey, reporting)
        cls.seen = {}
        with api.connect(engagement) as client:
            samples.make_engagement(client)
        cls.client = api.Client("survey", survey.address)
        cls.addClassCleanup(cls.client.close)
        cls.import_all(folder)
        cls.records, cls.truth = uster.count(folder / uster.TABLE, MAPPING, cls.instrument)
        cls.tables = cls.client.TabulateWave(name=samples.WAVE)
        cls.by_code = {table.code: table for table in cls.tables.tables}
        cls.make_report()

    @classmethod
    def lotse(cls, *arguments):
        out, err = lotse(*arguments, daemons=cls.daemons)
        cls.seen[f"lotse {arguments[0]} {len(cls.seen)}"] = out + err
        return out

    @classmethod
    def import_all(cls, folder):
        cls.lotse(
            "import", "questionnaire", folder / uster.QUESTIONNAIRE, "--id=jugend",
            f"--parent={samples.ENGAGEMENT}", f"--mapping={MAPPING}",
        )
        name = f"{samples.ENGAGEMENT}/instruments/jugend"
        cls.instrument = cls.client.GetInstrument(name=name)
        cls.client.CreateSurvey(
            parent=samples.ENGAGEMENT,
            survey_id=samples.SURVEY.split("/")[-1],
            survey=survey_pb2.Survey(title=samples.text("Jugendbefragung")),
        )
        made = cls.client.CreateWave(
            parent=samples.SURVEY,
            wave_id=samples.WAVE.split("/")[-1],
            wave=survey_pb2.Wave(
                title=samples.text("Jugendbefragung"),
                instrument=name,
                start_date=samples.day(-1),
                end_date=samples.day(30),
                invited_count=uster.INVITED,
                access=survey_pb2.Wave.ACCESS_INVITED,
                **samples.make_texts(cls.client),
            ),
        )
        opened = samples.open_wave(cls.client, made)
        tokens = cls.invite()
        for _ in range(2):  # The second time everything is a duplicate.
            cls.lotse(
                "import", "answers", folder / uster.TABLE, f"--wave={samples.WAVE}",
                f"--mapping={MAPPING}", f"--tokens={tokens}",
            )
        cls.seen["open wave"] = str(cls.client.GetWave(name=samples.WAVE))
        cls.closed = cls.client.CloseWave(name=samples.WAVE, etag=opened.etag)

    @classmethod
    def invite(cls):
        """Invites all, and gives the file with their tokens."""
        folder = cls.stand.folder("invited")
        folder.mkdir()
        people, tokens = folder / "people.csv", folder / "tokens.csv"
        lines = [f"Nr {number},haus" for number in range(uster.INVITED)]
        people.write_text("\n".join(["recipient,stratum", *lines, ""]), encoding="utf-8")
        cls.lotse("invite", "issue", people, f"--wave={samples.WAVE}", f"--out={tokens}")
        return tokens

    @classmethod
    def make_report(cls):
        cls.table_text = cls.lotse("table", samples.WAVE)
        cls.lotse("table", samples.WAVE, "--language=en", "--ascii")
        cls.lotse("table", samples.WAVE, "--json")
        out = cls.stand.folder("report")
        out.mkdir()
        for form in ("html", "json"):
            cls.lotse(
                "report", "make", samples.ENGAGEMENT, "--id=bericht", "--kind=stock-taking",
                f"--wave={samples.WAVE}", f"--format={form}", f"--out={out / form}",
            )
            cls.seen[f"report.{form}"] = (out / form).read_text(encoding="utf-8")
        cls.html = cls.seen["report.html"]
        cls.document = json.loads(cls.seen["report.json"])

    def test_all_answers_are_there(self):
        rate = self.tables.response_rate
        self.assertEqual((rate.invited, rate.responses), (uster.INVITED, self.records))
        self.assertEqual(rate.rate_per_mille, (2000 * self.records + 600) // 1200)
        self.assertEqual(self.closed.response_count, self.records)
        self.assertEqual(set(self.by_code), set(self.truth), "a question without its column")
        figure("reference survey", f"{self.records} responses, {len(self.by_code)} tables")

    def test_each_answer_used_up_an_invitation(self):
        count = self.client.CountInvitations(parent=samples.WAVE).counts[0]
        self.assertEqual(count.invited, uster.INVITED)
        self.assertEqual(count.answered, self.records // 10 * 10, "told in tens")
        figure("reference survey", f"{count.invited} invited, told as {count.answered} answered")

    def test_every_shown_figure_is_right(self):
        shown_cells = 0
        for code, table in self.by_code.items():
            with self.subTest(code):
                true = self.truth[code]
                base = self.records if table.base_is_all else true.answered
                if table.not_shown:
                    self.assertFalse(table.HasField("base") or table.HasField("missing"))
                    self.assertLess(true.answered, 14)
                    continue
                self.assertEqual(table.base, base)
                if table.HasField("missing"):
                    self.assertEqual(table.missing, self.records - true.answered)
                shown, hidden = attack.rows_by_protection(table)
                for row in shown:
                    shown_cells += 1
                    self.assertEqual(row.count, true.counts[row.code], row.code)
                    # Per mille, rounded half up.
                    self.assertEqual(row.share_per_mille, (2000 * row.count + base) // (2 * base))
                if table.HasField("protected_count"):
                    self.assertEqual(
                        table.protected_count, base - sum(row.count for row in shown)
                    )
        self.assertGreater(shown_cells, 100)
        figure("reference survey", f"{shown_cells} shown counts, all as counted from the table")

    def test_no_small_count_is_shown(self):
        small = 0
        for code, table in self.by_code.items():
            true = self.truth[code]
            for row in table.rows:
                is_small = 0 < true.counts[row.code] < MINIMUM_CELL
                small += is_small
                if is_small:
                    self.assertFalse(row.HasField("count"), f"{code} {row.code}")
                if row.HasField("count"):
                    self.assertNotIn(row.count, range(1, MINIMUM_CELL), code)
                    if table.multiple_choice:
                        self.assertNotIn(table.base - row.count, range(1, MINIMUM_CELL), code)
            if table.HasField("missing"):
                self.assertNotIn(table.missing, range(1, MINIMUM_CELL), code)
        self.assertGreater(small, 20, "the reference has many small cells")
        figure("reference survey", f"{small} counts from 1 to 4, none of them shown")

    def test_no_protected_row_can_be_calculated(self):
        attacked = 0
        for code, table in self.by_code.items():
            shown, hidden = attack.rows_by_protection(table)
            if not hidden or table.not_shown:
                continue
            with self.subTest(code):
                if table.multiple_choice:
                    # Each row stands by itself: nothing but the base bounds it.
                    self.assertFalse(table.HasField("protected_count"))
                    self.assertGreaterEqual(table.base, 10)
                    attacked += len(hidden)
                    continue
                for row, (least, most) in attack.intervals(table).items():
                    attacked += 1
                    self.assertGreaterEqual(most - least, MINIMUM_CELL, row)
                ceiling = min((row.count for row in shown if row.count), default=table.base + 1)
                for row, counts in attack.possible_counts(table, ceiling).items():
                    if 0 < self.truth[code].counts[row] < MINIMUM_CELL:
                        self.assertLessEqual(set(range(1, MINIMUM_CELL)), counts, row)
                        self.assertGreaterEqual(max(counts) - min(counts), MINIMUM_CELL, row)
        self.assertGreater(attacked, 40)
        figure("reference survey", f"{attacked} protected rows attacked, none known within 5")

    def test_the_lone_person_has_a_partner(self):
        rows = {label(row): row for row in self.by_code[QUESTION].rows}
        true = self.truth[QUESTION].counts
        self.assertEqual(true[rows[LONE].code], 1, "the reference changed")
        self.assertFalse(rows[LONE].HasField("count"))
        self.assertFalse(rows[PARTNER].HasField("count"))
        self.assertEqual(rows[LARGE].count, true[rows[LARGE].code])

    def test_a_release_keeps_the_lone_person_hidden(self):
        """The tables of a full report: of each question alone, and by gender."""
        codes = [v.code for v in self.client.ListVariables(parent=samples.WAVE, page_size=1000).variables]
        self.assertIn(QUESTION, codes)
        release = self.client.CreateRelease(
            parent=samples.WAVE, release_id="bericht",
            release=release_pb2.Release(
                title=samples.text("Bericht"),
                audience=release_pb2.Release.AUDIENCE_PUBLIC,
                break_variables=[QUESTION],
            ),
        )  # fmt: skip
        wanted = [table_pb2.TableSpec(variables=[code]) for code in codes]
        wanted += [
            table_pb2.TableSpec(variables=[code, QUESTION]) for code in codes if code != QUESTION
        ]
        tables = self.client.Tabulate(name=release.name, tables=wanted).tables
        published = [table for table in tables if not table.refusal]
        crosstabs = [table for table in published if len(table.spec.variables) == 2]
        for table in published:
            self.check_released(table)
        for table in crosstabs:
            lone = [label(column) for column in table.columns].index(LONE)
            # Of what nobody answered it is known of each group that nobody did.
            column = [
                row.cells[lone]
                for row in table.layers[0].rows
                if not row.total.HasField("count") or row.total.count > 0
            ]
            for cell in [*column, table.layers[0].totals[lone]]:
                self.assertTrue(cell.HasField("protected"), table.spec)
        checked = self.client.CheckRelease(name=release.name)
        self.assertTrue(checked.passed, checked)
        self.assertGreater(len(published), len(wanted) // 2)
        self.assertGreater(len(crosstabs), 5)
        figure(
            "reference survey",
            f"{len(published)} of {len(wanted)} tables of a release published, "
            f"{checked.protected_cells} cells protected",
        )

    def check_released(self, table):
        """Shown counts are right and large, and none is hidden alone in its row."""
        code = table.spec.variables[0]
        for layer in table.layers:
            for row, described in zip(layer.rows, table.rows):
                total = row.total if table.columns else row.cells[0]
                if described.kind == table_pb2.TableCategory.KIND_UNSPECIFIED and total.HasField("count"):
                    self.assertEqual(total.count, self.truth[code].counts[described.code], code)
                hidden = [cell for cell in row.cells if cell.HasField("protected")]
                if table.columns and total.HasField("count"):
                    self.assertNotEqual(len(hidden), 1, table.spec)
                for cell in row.cells:
                    self.assertFalse(cell.HasField("count") and 0 < cell.count < MINIMUM_CELL)

    def check_question(self, table, view):
        self.assertEqual([text for text, _ in view], [label(row) for row in table.rows])
        for row, (_, cells) in zip(table.rows, view):
            if row.HasField("count"):
                share = cells[-1]["share"]
                self.assertEqual(int(share.get("numerator", 0)), row.count)
                self.assertEqual(int(share["denominator"]), table.base)
                self.assertEqual(cells[:-1], [{"integer": row.count}] * (len(cells) - 1))
            else:
                self.assertEqual(cells, [{"protected": {}}] * len(cells))

    def test_report_shows_the_protected_tables_and_no_other(self):
        """Row by row; and no other number stands in the text around them."""
        tables = [t for t in self.tables.tables if not t.not_shown]
        for section, views in reported.questions(self.document):
            here, tables = tables[: len(views[0])], tables[len(views[0]) :]
            for view in views:
                self.assertEqual(len(view), len(here), section["title"])
                for table, question in zip(here, view):
                    with self.subTest(table.code):
                        self.check_question(table, question)
            # A note on several answers says that shares can add up to over 100 %.
            known = {100} if any(table.multiple_choice for table in here) else set()
            for table in here:
                known |= attack.told_numbers(table)
            text = json.dumps(reported.without_places(section), ensure_ascii=False)
            ids = attack.numbers(" ".join(re.findall(r'"survey--[^"]*"', text)))
            said = attack.numbers(text) - ids
            with self.subTest(section["title"]):
                self.assertLessEqual(said, known)
        self.assertEqual(tables, [], "not in the report")

    def html_section(self, title):
        heading = html.escape(title, quote=False)
        parts = [p for p in re.split(r"<section\b", self.html) if heading in p]
        parts = [p for p in parts if re.search(rf"<h\d>[\d. ]*{re.escape(heading)}</h\d>", p)]
        self.assertEqual(len(parts), 1, title)
        return parts[0]

    def test_the_lone_person_is_in_no_view(self):
        """Neither the lone count nor its partner's stands in any view of the table:
        text, JSON, HTML with its charts."""
        table = self.by_code[QUESTION]
        true = self.truth[QUESTION].counts
        partner = next(true[row.code] for row in table.rows if label(row) == PARTNER)
        base = table.base
        shares = [round(1000 * n / base) for n in (1, partner)]
        text = self.lotse("table", samples.WAVE, QUESTION)
        as_json = self.lotse("table", samples.WAVE, QUESTION, "--json")
        section = self.html_section("Dein Geschlecht")
        view = text[text.index(QUESTION) :]
        for row in view.splitlines():
            if LONE in row or PARTNER in row:
                self.assertEqual(attack.numbers(row), set(), row)
        self.assertLessEqual(attack.numbers(view), attack.told_numbers(table))
        rows = json.loads(as_json)["tables"][0]["rows"]
        self.assertEqual(["count" in row for row in rows], [label(r) == LARGE for r in table.rows])
        for where, content in (("text", view), ("json", as_json), ("html", section)):
            self.assertNotRegex(content, rf"(?<!\d){partner}(?!\d)", where)
            for share in shares:
                self.assertNotRegex(
                    content, rf"(?<!\d){share // 10}[.,]{share % 10}(?!\d)", where
                )
        self.assertNotRegex(section, r">\s*1\s*<")
        self.assertNotRegex(view, r"(?<!\d)1(?!\d)")

    def test_bars_of_protected_rows_look_alike(self):
        """The length of a bar would be the figure."""
        widths = {
            re.search(r'width="([^"]+)"', rect).group(1)
            for rect in re.findall(r"<rect [^>]*url\(#[^>]*>", self.html)
        }
        self.assertEqual(len(widths), 1, widths)

    def test_wave_tells_no_more(self):
        waves = self.client.ListWaves(parent=samples.SURVEY).waves
        self.assertEqual(list(waves), [self.client.GetWave(name=samples.WAVE)])
        self.assertEqual(waves[0].response_count, self.records)
        self.assertIn("response_count: 210\n", self.seen["open wave"])

    def test_metrics_and_logs_know_no_answers(self):
        words = {QUESTION, "Geschlecht", "AO03"}
        for table in self.tables.tables:
            words.add(table.code)
            words.update(label(row) for row in table.rows if len(label(row)) > 5)
        for daemon in self.daemons:
            for content in (daemon.log_text(), daemon.get("/metrics")[2]):
                for word in words:
                    self.assertNotIn(word, content, daemon.service)

    def test_imports_print_totals_only(self):
        """What the import prints names no answer."""
        answers = [self.seen[k] for k in self.seen if k.startswith("lotse import")][1:]
        self.assertEqual(len(answers), 2)
        for printed in answers:
            self.assertLessEqual(attack.numbers(printed), {0, self.records}, printed)
        self.assertRegex(answers[1], rf"duplicate\s+{self.records}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
