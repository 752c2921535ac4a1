"""Backups of all stores by the real programs: under load, cut off, on a full disk, damaged, of an
older version, and restored elsewhere."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from lotse.engagement.v1alpha import programme_pb2
from lotse_testing import chain, reports, samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import BIN, KILL_ROUNDS, ROOT, SERVICES, figure, files_of

DRILL = ROOT / "deploy/systemd/lotse-drill"
KEPT = ROOT / "tests/data/kept/0.1.0-first"
ORDER = ("reporting", "survey", "engagement")


def manifest_of(backup):
    return json.loads((backup / "manifest.json").read_text("utf-8"))


def make_programme(client, identifier):
    return client.CreateProgramme(
        programme_id=identifier,
        programme=programme_pb2.Programme(
            title=samples.text(identifier),
            short_name=identifier,
            start_date=samples.date(2026, 1, 1),
            end_date=samples.date(2026, 12, 31),
            engagement_months_limit=12,
        ),
    )


def whole(out):
    """The backups in a folder that have their name, oldest first."""
    return sorted(path for path in out.glob("20*") if path.is_dir())


class Stand(Case):
    """The three services, each in its folder of one data folder."""

    def setUp(self):
        self.data = self.folder()
        self.data.mkdir(mode=0o700)
        self.out = self.folder("backups")
        self.engagement = self.daemon("engagement", data_dir=self.data / "engagement")
        self.survey = self.daemon("survey", data_dir=self.data / "survey")
        self.reporting = self.daemon(
            "reporting",
            f"--engagement_address={self.engagement.address}",
            f"--survey_address={self.survey.address}",
            data_dir=self.data / "reporting",
        )

    def fill(self):
        """An engagement, a closed wave, and a report that was released."""
        with connect(self.engagement) as client:
            samples.make_course(client)
        with connect(self.survey) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 60)
            samples.close_wave(client)
        with connect(self.reporting) as client:
            return reports.make_released(client, "bericht")

    def backup(self, *flags, expect=0):
        printed, said = lotse("backup", f"--data={self.data}", f"--out={self.out}", "--json",
                              *flags, expect=expect)  # fmt: skip
        return said if expect else pathlib.Path(json.loads(printed)["backup"])

    def kill_all(self):
        for daemon in (self.engagement, self.survey, self.reporting):
            daemon.kill()


class Writers:
    """Write to a service until they are stopped, and know what was acknowledged."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.acknowledged = []  # (moment, name)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()

    def run(self):
        with connect(self.daemon) as client:
            number = 0
            while not self.stopping.is_set():
                number += 1
                made = make_programme(client, f"unter-last-{number}")
                self.acknowledged.append((time.time(), made.name))


class UnderLoad(Stand):
    def test_holds_what_was_acknowledged_before_each_store_was_copied(self):
        self.fill()
        wave = samples.WAVE.replace("erste", "offen")
        with connect(self.survey) as client:
            samples.make_wave(client, wave=wave)
        with Writers(self.engagement) as writers, connect(self.survey) as client:
            made = []
            for _ in range(3):
                samples.submit_crowd(client, 15, wave=wave, seed=random.random())
                made.append(self.backup())
                time.sleep(1.1)  # Each is named for its second.
        self.assertGreater(len(writers.acknowledged), 30)
        for backup in made:
            lotse("backup", "verify", f"--from={backup}")
            self.check_engagement(backup, writers.acknowledged)
            self.check_open_wave(backup, wave)
        figure("programmes made meanwhile", len(writers.acknowledged))

    def check_engagement(self, backup, acknowledged):
        manifest = manifest_of(backup)
        self.assertEqual([store["service"] for store in manifest["stores"]], list(ORDER))
        times = [store["copyTime"] for store in manifest["stores"]]
        self.assertEqual(times, sorted(times))
        begin = subprocess.run(["date", "-d", times[-1], "+%s.%N"], capture_output=True, text=True,
                               check=True)  # fmt: skip
        exported, _ = lotse("store", "export", f"--data={backup}/engagement", "--kind=Programme")
        names = set(re.findall(r'"resource":{"name":"([^"]*)"', exported))
        before = {name for moment, name in acknowledged if moment < float(begin.stdout)}
        self.assertTrue(before)
        self.assertEqual(before - names, set())
        self.assertEqual(chain.faults(backup / "engagement/engagement.db"), [])

    def check_open_wave(self, backup, wave):
        """Answers and used invitations advance in steps, and no file tells when it was written."""
        answers = samples.wave_file(backup / "survey", wave=wave)
        connection = sqlite3.connect(f"file:{answers}?mode=ro&immutable=1", uri=True)
        rows = [row[0] for row in connection.execute("SELECT response_id FROM response")]
        connection.close()
        self.assertEqual(len(rows) % 10, 0)
        times, modes = set(), set()
        for path in backup.rglob("*.db"):
            info = path.stat()
            times.add(info.st_mtime_ns)
            modes.add(info.st_mode & 0o777)
        self.assertEqual(len(times), 1)
        self.assertEqual(times.pop() % 10**9, 0)
        self.assertEqual(modes, {0o600})
        for folder in (backup, *(backup / service for service in SERVICES)):
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        # In the order of their names, whichever was written last.
        survey = next(s for s in manifest_of(backup)["stores"] if s["service"] == "survey")
        names = [file["name"] for file in survey["files"]]
        self.assertEqual(names, sorted(names))

    def test_killed_in_the_middle_it_is_no_backup(self):
        self.fill()
        first = self.backup()
        begin = time.monotonic()
        self.assertEqual(self.backup_after_a_second(), 0)
        takes = time.monotonic() - begin - 1
        cut_off = 0
        dice = random.Random(7)
        for _ in range(KILL_ROUNDS):
            before = whole(self.out)
            time.sleep(1)
            process = self.start_backup()
            time.sleep(dice.uniform(0, takes))
            process.send_signal(signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                cut_off += 1
            # One that was named before the signal came is whole; nothing else has a name.
            for made in whole(self.out):
                if made in before:
                    continue
                lotse("backup", "verify", f"--from={made}")
            lotse("backup", "verify", f"--from={self.out}")
        self.assertGreater(cut_off, KILL_ROUNDS // 2)
        time.sleep(1)
        last = self.backup()
        self.assertFalse((self.out / ".partial").exists())
        lotse("backup", "verify", f"--from={last}")
        lotse("backup", "verify", f"--from={first}")
        figure("backups that were cut off", cut_off, "", KILL_ROUNDS)

    def start_backup(self):
        return subprocess.Popen(
            [BIN / "lotse", "backup", f"--data={self.data}", f"--out={self.out}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def backup_after_a_second(self):
        time.sleep(1)
        return self.start_backup().wait(timeout=120)


class Room(Stand):
    def small_disk(self, size):
        disk = self.folder("disk")
        disk.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(disk)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", str(disk)], check=False)
        return disk

    def test_without_room_nothing_is_begun(self):
        self.fill()
        self.out = self.small_disk("24m") / "backups"
        first = self.backup()
        ballast = self.out.parent / "ballast"
        ballast.write_bytes(b"x" * (8 << 20))
        said = self.backup(expect=4)
        self.assertRegex(said, r"\d+ MiB are free there and \d+ MiB are needed; nothing was begun")
        self.assertEqual(whole(self.out), [first])
        self.assertFalse((self.out / ".partial").exists())
        ballast.unlink()
        time.sleep(1)
        self.assertEqual(len({first, self.backup()}), 2)


class Owners(Stand):
    # Nobody has this number; it stands for the user of a daemon.
    USER = 64123

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "needs root and setpriv")
    def test_root_with_two_rights_leaves_the_stores_to_their_users(self):
        """As lotse-backup.service runs it. A daemon was killed, so its log is read in and goes."""
        self.fill()
        self.kill_all()
        unit = (ROOT / "deploy/systemd/lotse-backup.service").read_text("utf-8")
        (rights,) = re.findall(r"^CapabilityBoundingSet=(.+)$", unit, re.MULTILINE)
        bounds = ",".join(["-all", *(f"+{r[4:].lower()}" for r in rights.split())])
        for path in (self.data, *self.data.rglob("*")):
            os.chown(path, self.USER, self.USER)
        done = subprocess.run(
            ["setpriv", f"--bounding-set={bounds}", "--inh-caps=-all", BIN / "lotse", "backup",
             f"--data={self.data}", f"--out={self.out}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        left = {path: path.stat().st_uid for path in self.data.rglob("*")}
        self.assertEqual({path for path, user in left.items() if user != self.USER}, set())
        (made,) = whole(self.out)
        self.assertEqual({path.stat().st_uid for path in made.rglob("*")}, {0})
        lotse("backup", "verify", f"--from={made}")


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
        self.assertIn("reports: 1 versions compared with what was frozen and 5 files, the same "
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
