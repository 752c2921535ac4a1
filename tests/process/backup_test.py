"""Backups of all stores by the real programs: under load, cut off, on a full disk, as root with two
rights. restore_test.py has what becomes of them."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from lotse_testing import chain, samples
from lotse_testing.api import connect
from lotse_testing.backups import Stand, make_programme, whole
from lotse_testing.cli import lotse
from lotse_testing.places import BIN, KILL_ROUNDS, ROOT, SERVICES, figure

ORDER = ("reporting", "survey", "engagement")


def manifest_of(backup):
    return json.loads((backup / "manifest.json").read_text("utf-8"))


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
                for _ in range(15):  # One by one: what comes together is shown together.
                    samples.submit_crowd(client, 1, wave=wave, seed=random.random())
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
        last = self.backup(f"--newest={2 * KILL_ROUNDS}")
        self.assertFalse((self.out / ".partial").exists())
        lotse("backup", "verify", f"--from={last}")
        lotse("backup", "verify", f"--from={first}")
        figure("backups that were cut off", cut_off, "", KILL_ROUNDS)

    def start_backup(self):
        return subprocess.Popen(
            [BIN / "lotse", "backup", f"--data={self.data}", f"--out={self.out}",
             f"--newest={2 * KILL_ROUNDS}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def backup_after_a_second(self):
        time.sleep(1)
        return self.start_backup().wait(timeout=120)


class Room(Stand):
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


if __name__ == "__main__":
    unittest.main(verbosity=2)
