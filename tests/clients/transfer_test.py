"""A whole engagement out of one daemon and into an empty one, and tables out and in again,
with the command line."""

import csv
import json
import pathlib
import unittest

from lotse.engagement.v1alpha import need_pb2
from lotse_testing import chain, filled
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import figure
from lotse_testing.samples import ENGAGEMENT, PROGRAMME, text

SIZE = 120


def collection_of(name):
    """As names have it: `actionItems`."""
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


class Transfer(Case):
    @classmethod
    def setUpClass(cls):
        cls.stand = stand = cls()
        cls.addClassCleanup(stand.doCleanups)
        cls.source = stand.daemon("engagement")
        cls.client = cls.enterClassContext(connect(cls.source))
        filled.fill(cls.client, SIZE)
        cls.files = pathlib.Path(stand.folder("files"))
        cls.files.mkdir()
        cls.file = cls.files / "musterstadt.jsonl"
        cls.told, _ = lotse(
            "export", "engagement", ENGAGEMENT, f"--out={cls.file}", daemons=[cls.source]
        )

    def numbers(self, out):
        """What a command counted."""
        words = (line.rsplit(maxsplit=1) for line in out.splitlines())
        return {name.strip(): int(value) for name, value in words if value.isdigit()}

    def import_engagement(self, daemon, file=None, expect=0):
        out, err = lotse(
            "import", "engagement", file or self.file, daemons=[daemon], expect=expect
        )
        return self.numbers(out), err

    def import_csv(self, content, collection="needs", expect=0, flags=()):
        file = self.files / "table.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err = lotse(
            "import", "csv", file, f"--parent={ENGAGEMENT}/{collection}", *flags,
            daemons=[self.source], expect=expect,
        )  # fmt: skip
        return self.numbers(out), err

    def test_an_empty_daemon_has_the_same_resources(self):
        target = self.daemon("engagement")
        counted, _ = self.import_engagement(target)
        before = filled.own(self.client)
        figure("export and import", f"{len(before)} resources, {self.file.stat().st_size} bytes")
        self.assertGreater(len(before), 5 * SIZE)
        with connect(target) as client:
            # Every field: states, etags and times too.
            self.assertEqual(filled.own(client), before)
            self.assertEqual(filled.outside(client), filled.outside(self.client))
            self.assertEqual((counted["refused"], counted["unchanged"]), (0, 1 + self.shipped()))
            self.assertEqual(counted["rows"], counted["created"] + counted["unchanged"])
            again, _ = self.import_engagement(target)
            self.assertEqual((again["created"], again["unchanged"]), (0, counted["rows"]))
            self.assertEqual(filled.own(client), before)
            # What was brought back goes on: a state is where it was.
            goal = client.GetGoal(name=f"{ENGAGEMENT}/goals/ziel-0")
            goal.title.CopyFrom(text("Anders"))
            client.UpdateGoal(goal=goal)
            _, err = self.import_engagement(target, expect=5)
            self.assertRegex(err, r"line \d+: .*goals/ziel-0: .*RESOURCE_EXISTS")
            self.assertEqual(client.GetGoal(name=goal.name).title, text("Anders"))
            entries = client.ListChanges(parent=ENGAGEMENT, page_size=1000).changes
            self.assertEqual({c.verb for c in entries[:100]}, {"IMPORT"})
            self.assertRegex(entries[0].reason, rf"^{PROGRAMME}/importJobs/")
        target.stop()
        self.assertEqual(chain.faults(target.data_dir / "engagement.db"), [])

    def shipped(self):
        """Code lists that come with every daemon, and that the file has."""
        lines = self.file.read_text().splitlines()
        return sum('"name":"codeLists/' in line for line in lines)

    def test_nothing_of_it_stays_in_the_service(self):
        self.assertEqual(len(self.client.ListExportJobs(parent=ENGAGEMENT).export_jobs), 0)
        self.assertEqual(len(self.client.ListBlobs(parent=ENGAGEMENT).blobs), 0)
        verbs = [
            c.verb
            for c in self.client.ListChanges(
                parent=ENGAGEMENT, page_size=1000, filter='verb = "START"'
            ).changes
        ]
        self.assertTrue(verbs, "that it was exported stands in the log")
        self.assertEqual(self.file.stat().st_mode & 0o077, 0)

    def test_tables_come_back_unchanged(self):
        before = filled.own(self.client)
        for name in filled.OWN:
            collection = collection_of(name)
            file = self.files / f"{collection}.csv"
            out, _ = lotse(
                "export", "csv", f"{ENGAGEMENT}{filled.OWN[name]}/{collection}", f"--out={file}",
                daemons=[self.source],
            )  # fmt: skip
            rows = self.numbers(out)["rows"]
            with file.open(newline="", encoding="utf-8-sig") as opened:
                table = list(csv.DictReader(opened))
            self.assertEqual(len(table), rows)
            self.assertEqual({row["name"] for row in table}, {n for n in before if f"/{collection}/" in n
                             and n.split("/")[-2] == collection})  # fmt: skip
            counted, _ = self.import_csv(file.read_bytes(), collection)
            self.assertEqual((counted["unchanged"], counted["rows"]), (rows, rows), collection)
            for row in table:
                for cell in row.values():
                    self.assertNotIn(cell[:1], list("=+@\t\r"), row["name"])
        self.assertEqual(filled.own(self.client), before)

    def test_rows_are_refused_with_their_lines(self):
        title = json.dumps([{"language": "de", "text": "Neu"}]).replace('"', '""')
        table = (
            "name,title.variants,priority\n"
            f'neu-1,"{title}",1\n'
            f'neu-2,"{title}",99\n'
            f'{PROGRAMME}/engagements/anderes/needs/x,"{title}",1\n'
            f'neu-3,"{title}",2\n'
        )
        tried, err = self.import_csv(table, expect=5, flags=["--dry-run", "--language=de"])
        self.assertEqual((tried["created"], tried["refused"]), (2, 2))
        self.assertRegex(
            err,
            r"line 3: .*need\.priority: nicht von 1 bis 5; eine Zahl davon angeben, oder 0 für "
            r"keine \(INVALID_FIELDS\)",
        )
        self.assertEqual(
            error_of(self.client.GetNeed, name=f"{ENGAGEMENT}/needs/neu-1").reason,
            "RESOURCE_NOT_FOUND",
        )
        counted, err = self.import_csv(table, expect=5)
        self.assertEqual((counted["created"], counted["refused"]), (2, 2))
        self.assertRegex(err, r"line 3: .*need\.priority: .*INVALID_FIELDS")
        self.assertRegex(err, r"line 4: .*need\.name: ")
        made = self.client.GetNeed(name=f"{ENGAGEMENT}/needs/neu-3")
        self.assertEqual((made.priority, made.title), (2, text("Neu")))
        self.assertIsInstance(made, need_pb2.Need)
        for name in ("neu-1", "neu-3"):
            self.client.DeleteNeed(name=f"{ENGAGEMENT}/needs/{name}")

    def test_files_that_are_none(self):
        target = self.daemon("engagement")
        whole = self.file.read_text()
        broken = self.files / "broken.jsonl"
        broken.write_text(whole[: whole.rstrip().rfind("\n") + 1])
        _, err = self.import_engagement(target, broken, expect=5)
        self.assertIn("UNREADABLE_SOURCE", err)
        with connect(target) as client:
            self.assertEqual(
                error_of(client.GetEngagement, name=ENGAGEMENT).reason, "RESOURCE_NOT_FOUND"
            )
        broken.write_text("name\n")
        _, err = self.import_engagement(target, broken, expect=5)
        self.assertIn("no file of an engagement", err)

    def test_an_import_that_is_refused_leaves_no_file(self):
        table = self.files / "dinge.csv"
        table.write_text("name\nx\n", encoding="utf-8")
        _, err = lotse(
            "import", "csv", str(table), f"--parent={ENGAGEMENT}/dinge",
            daemons=[self.source], expect=1,
        )  # fmt: skip
        self.assertIn("collection", err)
        self.assertEqual(len(self.client.ListBlobs(parent=ENGAGEMENT).blobs), 0)

    def test_what_is_not_there(self):
        _, err = lotse(
            "export", "engagement", f"{PROGRAMME}/engagements/keines", "--out=/dev/null",
            daemons=[self.source], expect=1,
        )  # fmt: skip
        self.assertIn("RESOURCE_NOT_FOUND", err)
        _, err = lotse(
            "export", "csv", f"{ENGAGEMENT}/dinge", "--out=/dev/null",
            daemons=[self.source], expect=1,
        )  # fmt: skip
        self.assertIn("collection", err)
        lotse("export", "csv", ENGAGEMENT, "--out=/dev/null", daemons=[self.source], expect=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
