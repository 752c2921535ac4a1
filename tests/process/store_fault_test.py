"""A store that was damaged or tampered with: what is wrong is found and named, by
`lotse store verify` and, where it is met, by the daemon."""

import contextlib
import re
import shutil
import sqlite3
import unittest

from lotse.engagement.v1alpha import administration_pb2
from lotse.type.v1alpha import blob_pb2, blob_service_pb2, grant_pb2, role_pb2
from lotse_testing import chain, cli, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.identity import ADMINS, Realm
from lotse_testing.places import ROOT

DATA_EXIT = 5
ADMINISTRATIONS = 300
# Code lists that a daemon stores when it first starts, one revision each.
LISTS = len(list((ROOT / "services/engagement/data").glob("*-v*.json")))
FIRST = "administrations/a000"


def administration(number):
    return administration_pb2.Administration(
        title=samples.text(f"Stadt Nummer {number}"),
        level=administration_pb2.Administration.LEVEL_MUNICIPALITY,
    )


def damage_pages(path, text, most=None):
    """The pages with this text on them, or the first of these, get a head that no page
    can have."""
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    starts = [
        start for start in range(0, len(content), size) if text in content[start : start + size]
    ][:most]
    assert starts, "the text is not there"
    for start in starts:
        content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)


class StoreFault(Case):
    @classmethod
    def setUpClass(cls):
        cls.original = None

    def filled(self):
        """A folder with many administrations, the first of which was changed twice; a
        copy for this test."""
        if StoreFault.original is None:
            daemon = self.daemon("engagement")
            with connect(daemon) as client:
                for i in range(ADMINISTRATIONS):
                    client.CreateAdministration(
                        administration_id=f"a{i:03}", administration=administration(i)
                    )
                for population in (1, 2):
                    changed = client.GetAdministration(name=FIRST)
                    changed.population = population
                    client.UpdateAdministration(administration=changed)
            self.assertEqual(daemon.stop(), 0)
            StoreFault.original = {
                path.name: path.read_bytes() for path in daemon.data_dir.glob("*.db")
            }
        folder = self.folder("damaged")
        folder.mkdir(mode=0o700)
        for name, content in StoreFault.original.items():
            (folder / name).write_bytes(content)
        return folder

    def verify(self, folder, expect=DATA_EXIT):
        out, err = cli.lotse("store", "verify", f"--data={folder}", expect=expect)
        return out + err

    def tamper(self, *statements, folder=None):
        """Runs SQL on a copy of the store, as somebody with access to the file could;
        what `lotse store verify` says."""
        folder = folder or self.filled()
        connection = sqlite3.connect(folder / "engagement.db")
        with connection:
            for statement in statements:
                self.assertGreater(connection.execute(statement).rowcount, 0, statement)
        connection.close()
        return self.verify(folder)

    def test_whole(self):
        folder = self.filled()
        text = self.verify(folder, expect=0)
        self.assertIn(f"{ADMINISTRATIONS + LISTS} resources", text)
        self.assertIn(f"{ADMINISTRATIONS + LISTS + 2} entries", text)

    def test_the_log_of_the_daemon_vouches_for_what_was_there(self):
        folder = self.filled()
        daemon = self.daemon("engagement", data_dir=folder)
        daemon.stop()
        told = [line for line in daemon.log() if line["event"] == "change_logs"]
        self.assertEqual([line["entries"] for line in told], [ADMINISTRATIONS + LISTS + 2] * 2)
        self.assertIn(told[-1]["sha256"], self.verify(folder, expect=0))
        # Somebody who takes entries off the end, with head and resource, leaves a
        # chain that holds; but not the sum that was logged.
        connection = sqlite3.connect(folder / "engagement.db")
        with connection:
            for table in ("change", "change_content", "head"):
                connection.execute(f"DELETE FROM {table} WHERE owner = 'administrations/a299'")
            for table in ("resource", "field_index"):
                connection.execute(f"DELETE FROM {table} WHERE name = 'administrations/a299'")
        connection.close()
        self.assertNotIn(told[-1]["sha256"], self.verify(folder, expect=0))

    def test_entries(self):
        where = f"WHERE owner = '{FIRST}'"
        cases = (
            (["UPDATE change SET actor = 'somebody' " + where + " AND sequence = 2"], "entry 2"),
            (["UPDATE change SET create_time = 0 " + where + " AND sequence = 1"], "entry 1"),
            (["UPDATE change SET revision = 9 " + where + " AND sequence = 3"], "entry 3"),
            (["DELETE FROM change " + where + " AND sequence = 2"], "entry 2 is missing"),
            (["DELETE FROM change_content " + where + " AND sequence = 2"], "entry 2 is missing"),
            (["DELETE FROM change " + where + " AND sequence = 3"], "entry 3"),
            (["UPDATE change_content SET content = x'00' " + where + " AND sequence = 1"],
             "entry 1 has another content"),
            (["UPDATE change_content SET reason = 'x' " + where + " AND sequence = 1"],
             "entry 1 has another content"),
            (["UPDATE change_content SET erased_by = 3 " + where + " AND sequence = 1"],
             "entry 1 was erased by 3"),
            (["UPDATE head SET sequence = 2 " + where], "should be the last"),
            (["DELETE FROM head " + where], "should be the last"),
        )  # fmt: skip
        for statements, expected in cases:
            with self.subTest(statements=statements):
                text = self.tamper(*statements)
                self.assertIn(FIRST, text)
                self.assertIn(expected, text)

    def test_resource_that_is_not_what_its_log_says(self):
        other = "(SELECT content FROM resource WHERE name = 'administrations/a001')"
        for statement in (
            f"UPDATE resource SET content = {other} WHERE name = '{FIRST}'",
            f"UPDATE resource SET revision = 2 WHERE name = '{FIRST}'",
            f"UPDATE resource SET revision = 4 WHERE name = '{FIRST}'",
            f"DELETE FROM resource WHERE name = '{FIRST}'",
        ):
            with self.subTest(statement=statement):
                self.assertIn(FIRST, self.tamper(statement))

    def test_row_that_is_not_what_its_content_says(self):
        """Lists, look-ups and deletions go by what is stored beside the content."""
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            samples.make_engagement(client)
            client.CreateAdministration(administration_id="fort", administration=administration(1))
            gone = client.GetAdministration(name="administrations/fort")
            client.DeleteAdministration(name=gone.name, etag=gone.etag)
        self.assertEqual(daemon.stop(), 0)
        town, engagement = samples.ADMINISTRATION, samples.ENGAGEMENT
        of_town = f"WHERE name = '{town}'"
        programmes = "(SELECT kind FROM kind WHERE type = 'engagement.lotse/Programme')"
        extra = "INSERT INTO field_index SELECT scope, kind, field"
        for statement, where, fault in (
            (f"UPDATE resource SET deleted = 1 {of_town}", town, "deleted = 1"),
            ("UPDATE resource SET deleted = 0 WHERE deleted = 1", gone.name, "deleted = 0"),
            (f"UPDATE resource SET kind = {programmes} {of_town}", town, ""),
            (f"UPDATE resource SET kind = 99 {of_town}", town, "kind"),
            (f"DELETE FROM field_index {of_town}", town, "not in the index"),
            ("DELETE FROM field_index WHERE name = 'engagements/musterstadt-2026'"
             " AND field = 3", engagement, "not in the index of administration"),
            (f"{extra}, 'x', name, 0 FROM field_index {of_town} LIMIT 1", town, "a value that"),
            (f"{extra}, value, 'administrations/none', 0 FROM field_index {of_town} LIMIT 1",
             "administrations/none", "not stored"),
            ("DELETE FROM link", engagement, f"no link to {town}"),
            ("UPDATE link SET source_kind = 99", engagement, f"no link to {town}"),
            ("UPDATE link SET field = 'title'", engagement, "for no reason"),
            (f"INSERT INTO link SELECT scope, target, '{gone.name}', field, source_kind FROM link",
             gone.name, "for no reason"),
        ):  # fmt: skip
            with self.subTest(statement=statement):
                folder = self.folder("related")
                shutil.copytree(daemon.data_dir, folder)
                self.verify(folder, expect=0)
                text = self.tamper(statement, folder=folder)
                self.assertRegex(text, f"{re.escape(where)}.* .*{re.escape(fault)}")

    def test_damaged_page(self):
        folder = self.filled()
        damage_pages(folder / "engagement.db", b"Stadt Nummer 150", most=1)
        text = self.verify(folder)
        self.assertIn("engagement.db", text)
        self.assertRegex(text, re.compile(r"page|malformed", re.IGNORECASE))
        daemon = self.daemon("engagement", data_dir=folder)
        with connect(daemon) as client:
            seen = set()
            calls = [
                (client.GetAdministration, {"name": f"administrations/a{i:03}"})
                for i in range(ADMINISTRATIONS)
            ]
            calls.append((client.ListAdministrations, {"page_size": 1000}))
            calls.append((client.ListChanges, {"parent": "-", "page_size": 1000}))
            for call, fields in calls:
                error = error_of(call, **fields)
                if error is not None:
                    seen.add((error.code.name, error.reason))
            self.assertEqual(seen, {("DATA_LOSS", "STORE_CORRUPT")})
            wait_for(lambda: daemon.status("/readyz") == 503, "readyz to say 503")
            self.assertEqual(daemon.status("/livez"), 200)
            refused = error_of(
                client.CreateAdministration, administration_id="neu", administration=administration(1)
            )
            self.assertEqual((refused.code.name, refused.reason), ("DATA_LOSS", "STORE_CORRUPT"))

    def test_damaged_page_with_grants(self):
        """Below the owners on it no grant counts; those of the others do."""
        realm = Realm(self.folder("realm"))
        daemon = self.daemon("engagement", *realm.flags("engagement"))
        programmes = [f"programmes/p{number:02}" for number in range(40)]
        with contextlib.closing(realm.client(daemon, "eva", ADMINS)) as admin:
            programme = samples.make_programme(admin)
            for name in programmes:
                admin.CreateProgramme(programme_id=name.split("/")[1], programme=programme)
                admin.CreateGrant(parent=name, grant=grant_pb2.Grant(
                    subject="ada", role=role_pb2.ROLE_AUDITOR, reason=f"{name} " + "x" * 300,
                ))  # fmt: skip
        self.assertEqual(daemon.stop(), 0)
        hit = programmes[20]
        damage_pages(daemon.data_dir / "engagement.db", f"{hit} xxx".encode())
        daemon.start()
        (told,) = [line for line in daemon.log() if line["event"] == "grants_unread"]
        self.assertGreaterEqual(told["owners"], 1)
        self.assertLess(told["owners"], 20)
        unread = daemon.metrics()["lotse_grants_unread_owners", frozenset()]
        self.assertEqual(unread, told["owners"])
        with contextlib.closing(realm.client(daemon, "ada")) as ada:
            errors = {name: error_of(ada.GetProgramme, name=name) for name in programmes}
        refused = [name for name, error in errors.items() if error]
        self.assertIn(hit, refused)
        self.assertEqual(len(refused), told["owners"])
        self.assertEqual({errors[name].reason for name in refused}, {"RESOURCE_NOT_FOUND"})
        with contextlib.closing(realm.client(daemon, "eva", ADMINS)) as admin:
            self.assertIsNone(error_of(admin.GetMyRights))

    def test_truncated_write_ahead_log(self):
        """What SQLite cannot read to its end it takes as never committed: an older
        state, and a whole one."""
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            for i in range(100):
                client.CreateAdministration(
                    administration_id=f"a{i:03}", administration=administration(i)
                )
        daemon.kill()
        log = daemon.data_dir / "engagement.db-wal"
        self.assertGreater(log.stat().st_size, 100000)
        for part in (0.9, 0.5, 0.1):
            copy = self.folder("cut")
            shutil.copytree(daemon.data_dir, copy)
            cut = copy / "engagement.db-wal"
            with cut.open("r+b") as file:
                file.truncate(int(log.stat().st_size * part))
            opened = self.daemon("engagement", data_dir=copy)
            with connect(opened) as client:
                found = client.ListAdministrations(page_size=1000).administrations
            opened.stop()
            self.assertLess(len(found), 100)
            self.assertEqual(chain.faults(copy / "engagement.db"), [])
            self.assertIn(f"{len(found) + LISTS} resources", self.verify(copy, expect=0))

    def test_file_that_holds_something_else(self):
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            samples.make_programme(client)
            head = blob_service_pb2.UploadBlobRequest.Head(
                parent=samples.PROGRAMME,
                blob=blob_pb2.Blob(file_name="a.txt", media_type="text/plain"),
            )
            stored = client.UploadBlob(
                blob_service_pb2.UploadBlobRequest(head=head, piece=b"x" * 300000)
            )
        self.assertEqual(daemon.stop(), 0)
        self.verify(daemon.data_dir, expect=0)
        for damage in (
            "UPDATE blob_piece SET bytes = zeroblob(length(bytes)) WHERE position = 0",
            "DELETE FROM blob_piece WHERE position > 0",
            "DELETE FROM blob_piece",
        ):
            with self.subTest(damage=damage):
                copy = self.folder("damaged")
                shutil.copytree(daemon.data_dir, copy)
                connection = sqlite3.connect(copy / "engagement.db")
                with connection:
                    connection.execute(damage)
                connection.close()
                self.assertIn(stored.name, self.verify(copy))

    def test_file_that_is_no_database(self):
        folder = self.filled()
        (folder / "engagement.db").write_bytes(b"no database" * 1000)
        self.assertIn("engagement.db", self.verify(folder))


if __name__ == "__main__":
    unittest.main(verbosity=2)
