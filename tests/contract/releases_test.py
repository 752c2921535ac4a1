"""Releases of figures through the real daemon: what they tell, what stands in the log of them, and
what is left of them in the end."""

import hashlib
import json
import pathlib
import tempfile
import unittest
import uuid

from lotse.survey.v1alpha import release_pb2, survey_pb2, table_pb2
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.identity import ADMINS, Realm

RELEASE = f"{samples.WAVE}/releases/bericht"


def spec(*variables, **fields):
    return table_pb2.TableSpec(variables=variables, **fields)


def release(**fields):
    return release_pb2.Release(
        title=samples.text("Bericht"),
        audience=release_pb2.Release.AUDIENCE_STEERING_GROUP,
        break_variables=["klima_1"],
        **fields,
    )


def begin(client, release_id="bericht", **fields):
    return client.CreateRelease(
        parent=samples.WAVE, release_id=release_id, release=release(), **fields
    )


def plain(message):
    """The content of a message for its canonical JSON (runtime/types/canonical_json.h)."""

    def one(field, value):
        if field.message_type:
            return plain(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return field.enum_type.values_by_number[value].name if field.enum_type else value

    return {
        field.json_name: [one(field, each) for each in value]
        if field.label == field.LABEL_REPEATED
        else one(field, value)
        for field, value in message.ListFields()
    }


def cells(table):
    for layer in table.layers:
        yield from layer.totals
        for row in layer.rows:
            yield from row.cells
            if row.HasField("total"):
                yield row.total


class Releases(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))
        samples.make_wave(self.client)
        samples.submit_crowd(self.client, 60)

    def close(self):
        return samples.close_wave(self.client)

    def changes(self, verb):
        filtered = self.client.ListChanges(parent=samples.ENGAGEMENT, filter=f'verb = "{verb}"')
        return [change.resource for change in filtered.changes]

    def test_from_the_first_table_to_the_last(self):
        self.assertEqual(error_of(begin, self.client).reason, "WAVE_NOT_CLOSED")
        self.close()
        made = begin(self.client)
        self.assertEqual((made.name, made.responses), (RELEASE, 60))
        wanted = [spec("zufrieden"), spec("zufrieden", "klima_1"), spec("sprachen")]
        tables = self.client.Tabulate(name=RELEASE, tables=wanted).tables
        self.assertEqual([table.spec for table in tables], wanted)
        self.assertEqual({table.refusal for table in tables}, {table_pb2.Table.REFUSAL_UNSPECIFIED})
        for table in tables:
            self.assertEqual(table.base, 60)
            for cell in cells(table):
                self.assertFalse(cell.HasField("count") and 0 < cell.count < 5, table)
        # The same again is the same, and is told by name as well.
        again = self.client.Tabulate(name=RELEASE, tables=wanted[1:]).tables
        self.assertEqual(list(again), list(tables)[1:])
        listed = self.client.ListReleasedTables(parent=RELEASE).tables
        self.assertEqual([t.name for t in listed], [f"{RELEASE}/tables/t000{i}" for i in (1, 2, 3)])
        self.assertEqual([t.table for t in listed], list(tables))
        self.assertEqual(self.client.GetReleasedTable(name=listed[2].name), listed[2])
        page = self.client.ListReleasedTables(parent=RELEASE, page_size=2)
        rest = self.client.ListReleasedTables(
            parent=RELEASE, page_size=2, page_token=page.next_page_token
        )
        self.assertEqual([*page.tables, *rest.tables], list(listed))
        checked = self.client.CheckRelease(name=RELEASE)
        self.assertTrue(checked.passed, checked)
        frozen = self.client.FreezeRelease(name=RELEASE)
        self.assertEqual(frozen.table_count, 3)
        self.assertEqual(frozen.tables_sha256, self.hash_of(listed))
        error = error_of(self.client.Tabulate, name=RELEASE, tables=[spec("alter")])
        self.assertEqual(error.reason, "WRONG_STATE")
        releases = self.client.ListReleases(parent=samples.WAVE, filter="state = STATE_FROZEN")
        self.assertEqual(list(releases.releases), [frozen])
        # All of it stands in the log.
        self.assertEqual(self.changes("TABULATE"), [RELEASE])
        self.assertEqual(self.changes("FREEZE"), [RELEASE])
        created = self.changes("CREATE")
        self.assertEqual([name for name in created if RELEASE in name],
                         [RELEASE, *(table.name for table in listed)])  # fmt: skip

    def hash_of(self, listed):
        how = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
        lines = "".join(json.dumps(plain(stored.table), **how) + "\n" for stored in listed)
        return hashlib.sha256(lines.encode()).hexdigest()

    def test_options_that_stand_for_numbers(self):
        self.close()
        begin(self.client)
        numbers = {"1": 1.5, "2": 0.5, "3": -3, "4": -0.125}
        scores = [table_pb2.CategoryScore(option=o, score=s) for o, s in numbers.items()]
        location = table_pb2.TableSpec.STATISTIC_LOCATION
        wanted = spec("zufrieden", scores=scores, statistics=[location])
        (table,) = self.client.Tabulate(name=RELEASE, tables=[wanted]).tables
        self.assertEqual(table.spec, wanted)
        (told,) = table.layers[0].locations
        counts = {
            row.code: layer_row.cells[0].count
            for row, layer_row in zip(table.rows, table.layers[0].rows)
            if row.code in numbers
        }
        self.assertEqual(sum(counts.values()), 60)
        mean = sum(numbers[code] * count for code, count in counts.items()) / 60
        self.assertAlmostEqual(float(told.mean.number.value), mean, delta=0.01)
        again = self.client.Tabulate(name=RELEASE, tables=[wanted]).tables
        self.assertEqual(list(again), [table])
        self.assertTrue(self.client.CheckRelease(name=RELEASE).passed)
        frozen = self.client.FreezeRelease(name=RELEASE)
        self.assertEqual(frozen.table_count, 1)
        listed = self.client.ListReleasedTables(parent=RELEASE).tables
        self.assertEqual(frozen.tables_sha256, self.hash_of(listed))

    def test_a_request_can_be_repeated(self):
        self.close()
        first, second = str(uuid.uuid4()), str(uuid.uuid4())
        made = begin(self.client, request_id=first)
        self.assertEqual(begin(self.client, request_id=first), made)
        error = error_of(begin, self.client, "andere", request_id=first)
        self.assertEqual(error.reason, "REQUEST_ID_REUSED")
        self.client.Tabulate(name=RELEASE, tables=[spec("zufrieden")])
        etag = self.client.GetRelease(name=RELEASE).etag
        frozen = self.client.FreezeRelease(name=RELEASE, etag=etag, request_id=second)
        again = self.client.FreezeRelease(name=RELEASE, etag=etag, request_id=second)
        self.assertEqual(again, frozen)
        self.assertEqual(self.changes("FREEZE"), [RELEASE])

    def test_each_refusal(self):
        for call in (self.client.GetRelease, self.client.CheckRelease, self.client.FreezeRelease):
            self.assertEqual(error_of(call, name=RELEASE).reason, "RESOURCE_NOT_FOUND")
        table = f"{RELEASE}/tables/t0001"
        error = error_of(self.client.GetReleasedTable, name=table)
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        error = error_of(self.client.ListReleasedTables, parent=RELEASE)
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        self.close()
        begin(self.client)
        other = release_pb2.Release(
            title=samples.text("Anderes"), audience=release_pb2.Release.AUDIENCE_PUBLIC
        )
        error = error_of(
            self.client.CreateRelease, parent=samples.WAVE, release_id="bericht", release=other
        )
        self.assertEqual(error.reason, "RESOURCE_EXISTS")
        wrong = {
            "unknown": spec("farbe"),
            "not allowed": spec("klima_1", "zufrieden"),
            "too many": spec("zufrieden", "klima_1", "klima_1", "klima_1"),
            "nothing": table_pb2.TableSpec(),
        }
        for what, table in wrong.items():
            with self.subTest(what):
                error = error_of(self.client.Tabulate, name=RELEASE, tables=[table])
                self.assertEqual(error.reason, "INVALID_FIELDS", error)
                self.assertTrue(error.violations[0].field.startswith("tables[0]"), error)
        self.assertEqual(self.client.GetRelease(name=RELEASE).table_count, 0)
        self.assertEqual(error_of(self.client.FreezeRelease, name=RELEASE).reason, "WRONG_STATE")
        error = error_of(self.client.FreezeRelease, name=RELEASE, etag="9")
        self.assertEqual(error.reason, "ETAG_MISMATCH")

    def test_what_was_given_away_stays(self):
        wave = self.close()
        begin(self.client)
        self.client.Tabulate(name=RELEASE, tables=[spec("zufrieden")])
        (table,) = self.client.ListReleasedTables(parent=RELEASE).tables
        self.survey.stop()
        self.survey.start()
        client = self.enterContext(connect(self.survey))
        self.assertTrue(client.CheckRelease(name=RELEASE).passed)
        before = client.TabulateWave(name=samples.WAVE)
        self.assertEqual(before.response_rate.responses, 60)
        client.PurgeWave(name=samples.WAVE, etag=wave.etag, reason="Projekt beendet")
        self.assertEqual(error_of(client.CheckRelease, name=RELEASE).reason, "WRONG_STATE")
        error = error_of(client.Tabulate, name=RELEASE, tables=[spec("alter")])
        self.assertEqual(error.reason, "WRONG_STATE")
        client.DeleteWave(name=samples.WAVE)
        self.assertEqual(client.GetReleasedTable(name=table.name), table)
        error = error_of(begin, client, "zweite")
        self.assertEqual(error.reason, "RESOURCE_DELETED")
        self.assertEqual(client.GetWave(name=samples.WAVE).state, survey_pb2.Wave.STATE_PURGED)

    def test_metrics_tell_of_images(self):
        self.close()
        begin(self.client)
        for variable in ("zufrieden", "alter"):
            self.client.Tabulate(name=RELEASE, tables=[spec(variable)])
        metrics = self.survey.metrics()
        self.assertEqual(metrics["lotse_survey_images_built_total", frozenset()], 1)
        self.assertGreater(metrics["lotse_survey_image_bytes", frozenset()], 0)

    def test_variables_come_in_pages(self):
        found, token = [], ""
        while True:
            page = self.client.ListVariables(parent=samples.WAVE, page_size=2, page_token=token)
            found += [variable.code for variable in page.variables]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(found, ["zufrieden", "sprachen", "klima_1", "klima_2", "alter"])
        error = error_of(self.client.ListVariables, parent=samples.WAVE + "x", page_token="x")
        self.assertEqual(error.reason, "INVALID_PAGE_TOKEN")


class Rights(Case):
    """Who may read figures may not give them away."""

    def test_who_gives_away(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="lotse-test-"))
        realm = Realm(pathlib.Path(folder) / "realm")
        engagement = self.daemon("engagement", *realm.flags("engagement"))
        survey = self.daemon("survey", *realm.flags("survey", engagement))
        admin = realm.client(engagement, "eva", ADMINS)
        self.addCleanup(admin.close)
        samples.make_programme(admin)
        roles = {
            "konrad": role_pb2.ROLE_INSTITUTE_CONSULTANT,
            "ada": role_pb2.ROLE_AUDITOR,
        }
        clients = {}
        for subject, role in roles.items():
            admin.CreateGrant(
                parent=samples.PROGRAMME, grant_id=f"g-{subject}",
                grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
            )  # fmt: skip
            clients[subject] = realm.client(survey, subject)
            self.addCleanup(clients[subject].close)
            listing = clients[subject].ListSurveys
            wait_for(lambda: error_of(listing, parent=samples.ENGAGEMENT) is None, "the grant")
        consultant, auditor = clients["konrad"], clients["ada"]
        samples.make_wave(consultant)
        samples.submit_crowd(consultant, 20)
        samples.close_wave(consultant)
        begin(consultant)
        consultant.Tabulate(name=RELEASE, tables=[spec("zufrieden")])
        self.assertEqual(auditor.GetRelease(name=RELEASE).table_count, 1)
        self.assertEqual(len(auditor.ListReleasedTables(parent=RELEASE).tables), 1)
        self.assertTrue(auditor.CheckRelease(name=RELEASE).passed)
        for refused in (
            error_of(begin, auditor, "zweite"),
            error_of(auditor.Tabulate, name=RELEASE, tables=[spec("alter")]),
            error_of(auditor.FreezeRelease, name=RELEASE),
        ):
            self.assertEqual(refused.reason, "PERMISSION_MISSING")
            self.assertEqual(refused.info.metadata["permission"], "FIGURES_RELEASE")


if __name__ == "__main__":
    unittest.main()
