"""Backups that are restored: damaged, of an older version, beside stores of another moment, and the
drill."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import time
import unittest

from lotse_testing import chain, reports, samples
from lotse_testing.api import connect
from lotse_testing.backups import Stand, make_programme
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import BIN, ROOT, SERVICES, figure, files_of

DRILL = ROOT / "deploy/systemd/lotse-drill"
KEPT = ROOT / "tests/data/kept/0.1.0-first"


class Restored(Stand):
    def test_drill_over_what_nobody_wrote_to_since(self):
        self.fill()
        backup = self.backup()
        before = files_of(backup)
        printed = self.drill(f"--reporting={self.reporting.address}")
        for service in SERVICES:
            self.assertIn(f"{service}: nothing was written since; the same bytes as in the source",
                          printed)  # fmt: skip
            self.assertRegex(printed, rf"{service}: whole; \d+ resources, the same bytes")
        self.assertIn("reports: 3 versions compared with what was frozen and 15 files, the same "
                      "bytes as those of the source", printed)  # fmt: skip
        self.assertIn("references: 0 references lead to nothing", printed)
        for name in ("RPO", "RTO"):
            figure(name, re.search(rf"^{name}: ([\d.]+) s", printed, re.MULTILINE)[1], "s")
        self.assertEqual(files_of(backup), before)
        # Nobody meddled with the source: it serves as before.
        self.assertEqual(self.engagement.status("/readyz"), 200)

    def test_drill_tells_what_was_written_since(self):
        self.fill()
        self.backup()
        with connect(self.engagement) as client:
            make_programme(client, "danach")
        printed = self.drill()
        self.assertIn("engagement: written since the backup; 1 resources of the source are new or "
                      "different", printed)  # fmt: skip
        self.assertIn("survey: nothing was written since", printed)

    def test_drill_finds_what_is_not_as_it_was(self):
        """Somebody wrote in the file of the source, or in that of the backup."""
        self.fill()
        backup = self.backup()
        self.kill_all()
        statement = "UPDATE resource SET revision = 7 WHERE name = ?"
        self.alter(self.data / "engagement/engagement.db", statement, samples.PROGRAMME)
        self.assertIn("FAULT: engagement: the source is not whole", self.drill(expect=1))
        self.alter(backup / "engagement/engagement.db", statement, samples.PROGRAMME)
        printed = self.drill(expect=1)
        self.assertIn("engagement/engagement.db: is not what was written", printed)
        self.assertIn("lotse-drill: the backup is not whole", printed)

    @staticmethod
    def alter(database, statement, *values):
        connection = sqlite3.connect(database)
        connection.execute(statement, values)
        connection.commit()
        connection.close()

    def test_references_between_stores_of_different_moments(self):
        """A wave of an engagement that the older copy of lotse-engagement does not know."""
        with connect(self.engagement) as client:
            samples.make_programme(client)
        older = self.backup()
        with connect(self.engagement) as client:
            samples.make_administration(client)
            samples.make_only_engagement(client)
        with connect(self.survey) as client:
            samples.make_wave(client)
        time.sleep(1)
        newer = self.backup()
        self.assertEqual(lotse("store", "references", f"--data={newer}")[0],
                         "0 references lead to nothing\n")  # fmt: skip
        with connect(self.survey) as client:
            samples.submit_crowd(client, 20)
            samples.close_wave(client)
        with connect(self.reporting) as client:
            reports.make_report(client, "bericht")
        time.sleep(1)
        newest = self.backup()
        self.assertEqual(lotse("store", "references", f"--data={newest}")[0],
                         "0 references lead to nothing\n")  # fmt: skip
        self.references_of(older, newest)

    def references_of(self, older, newer):
        mixed = self.folder("mixed")
        lotse("restore", f"--from={newer}", f"--data={mixed}", "--stores=reporting")
        lotse("restore", f"--from={older}", f"--data={mixed}", "--stores=survey,engagement")
        printed, _ = lotse("store", "references", f"--data={mixed}")
        self.assertIn(f"waves names {samples.WAVE}, which is not there in survey\n", printed)
        mixed = self.folder("mixed")
        lotse("restore", f"--from={newer}", f"--data={mixed}", "--stores=survey,reporting")
        lotse("restore", f"--from={older}", f"--data={mixed}", "--stores=engagement")
        printed, _ = lotse("store", "references", f"--data={mixed}")
        self.assertIn(f"{samples.WAVE}: name names {samples.ENGAGEMENT}, which is not there in "
                      "engagement\n", printed)  # fmt: skip

    def test_the_others_follow_a_store_that_is_older(self):
        """lotse-reporting goes on over an engagement that was restored, as its copies say."""
        version = self.fill()
        self.backup()
        with connect(self.engagement) as client:
            made = client.GetEngagement(name=samples.ENGAGEMENT)
            made.title.variants[0].text = "Nach der Sicherung"
            client.UpdateEngagement(engagement=made)
        self.assertEqual(self.engagement.stop(), 0)
        (self.data / "engagement").rename(self.data / "engagement.old")
        lotse("restore", f"--from={self.out}", f"--data={self.data}", "--stores=engagement")
        self.engagement.start(listen=self.engagement.address)
        with connect(self.reporting) as client:
            report = client.GetReport(name=version.settings.name)
            again = reports.assemble(client, report, correction_reason=samples.text("Nochmals"))
            self.assertEqual(again.state, again.STATE_DRAFT, again.failure)
            self.assertNotIn("Nach der Sicherung", reports.artifact(client, again, "HTML").decode())

    def test_damaged_by_one_byte_it_is_refused(self):
        self.fill()
        backup = self.backup()
        self.kill_all()
        dice = random.Random(11)
        for path in sorted(backup.rglob("*")):
            if path.is_dir():
                continue
            content = path.read_bytes()
            damaged = bytearray(content)
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
            path.write_bytes(damaged)
            to = self.folder("restored")
            _, said = lotse("restore", f"--from={backup}", f"--data={to}", expect=5)
            self.assertIn("is not what was written", said, path)
            self.assertFalse(to.exists(), path)
            path.write_bytes(content)
        lotse("backup", "verify", f"--from={backup}")

    def drill(self, *flags, expect=0):
        work = self.folder("drill")
        done = subprocess.run(
            [DRILL, f"--from={self.out}", f"--source={self.data}", f"--work={work}",
             f"--bin={BIN}", *flags],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
            env={**os.environ, "XDG_CONFIG_HOME": "/nonexistent"},
        )  # fmt: skip
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        self.assertFalse(work.exists(), "what was restored is gone")
        return done.stdout + done.stderr


class Older(Case):
    def test_a_backup_of_stores_of_an_older_version(self):
        """Made and checked by this one, restored, and brought to its own form at the start."""
        data = self.folder()
        shutil.copytree(KEPT, data)
        for path in (data, *data.iterdir()):
            path.chmod(0o700)
        stores = ",".join(s for s in SERVICES if (data / s).exists())
        out, to = self.folder("backups"), self.folder("restored")
        lotse("backup", f"--data={data}", f"--stores={stores}", f"--out={out}")
        lotse("backup", "verify", f"--from={out}")
        lotse("restore", f"--from={out}", f"--data={to}")
        for service in stores.split(","):
            flags = [] if service == "engagement" else ["--engagement_address=127.0.0.1:1"]
            flags += ["--survey_address=127.0.0.1:1"] if service == "reporting" else []
            daemon = self.daemon(service, *flags, data_dir=to / service)
            self.assertEqual(daemon.status("/readyz"), 200)
            self.assertEqual(daemon.stop(), 0)
            self.assertEqual(chain.faults(to / service / f"{service}.db"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
