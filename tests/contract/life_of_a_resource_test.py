"""One contract for all resources: repeating, deleting, other systems, history and
feed."""

import time
import unittest
import uuid

from google.protobuf import field_mask_pb2, timestamp_pb2

from contract import Contract, copy, for_kinds
from lotse.type.v1alpha import external_id_pb2
from lotse_testing import api, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import wait_for


class LifeOfAResource(Contract):
    # Idempotency and feed

    @for_kinds("Create")
    def test_request_ids_and_feed(self, kind, client, daemon):
        identifier = str(uuid.uuid4())
        made = kind.create(client, "a", request_id=identifier)
        if kind.has("Update"):
            wanted = copy(made)
            kind.change(wanted)
            kind.call(client, "Update", **{kind.field: wanted})
        # The reply of then, also when much has happened since, and after it ended without warning.
        self.assertEqual(kind.create(client, "a", request_id=identifier), made)
        daemon.kill()
        daemon.start()
        with connect(daemon) as anew:
            self.assertEqual(kind.create(anew, "a", request_id=identifier), made)
            self.refused(
                "INVALID_ARGUMENT", "REQUEST_ID_REUSED", kind.create, anew, "b",
                request_id=identifier,
            )  # fmt: skip
            for wrong in ("1", identifier.upper(), str(uuid.uuid1()), identifier + "x"):
                self.refused(
                    "INVALID_ARGUMENT", "INVALID_FIELDS", kind.create, anew, "b",
                    request_id=wrong, field="request_id",
                )  # fmt: skip
            entries = self.changes(anew, kind, made.name)
            self.assertEqual([c.verb for c in entries].count("CREATE"), 1)
            self.assertEqual(entries[0].request_id, identifier)
            self.check_feed(kind, anew)

    # Delete and Undelete

    @for_kinds("Delete")
    def test_delete(self, kind, client, daemon):
        name = kind.resource_name("absent")
        self.refused(
            "NOT_FOUND", "RESOURCE_NOT_FOUND", kind.call, client, "Delete", name=name
        )
        kind.call(client, "Delete", name=name, allow_missing=True)
        if kind.has("Undelete"):
            self.check_undelete(kind, client)

    def check_undelete(self, kind, client):
        made = kind.create(client, "a")
        self.refused(
            "ABORTED", "ETAG_MISMATCH", kind.call, client, "Delete", name=made.name, etag="9"
        )
        deleted = kind.call(client, "Delete", name=made.name, etag=made.etag)
        self.assertTrue(deleted.HasField("delete_time"))
        self.assertEqual(kind.call(client, "Get", name=made.name), deleted)
        listed = [r.name for r in kind.list(client)[0]]
        self.assertNotIn(made.name, listed)
        listed = [r.name for r in kind.list(client, show_deleted=True)[0]]
        self.assertIn(made.name, listed)
        self.refused(
            "FAILED_PRECONDITION", "RESOURCE_DELETED", kind.call, client, "Delete",
            name=made.name,
        )  # fmt: skip
        kind.call(client, "Delete", name=made.name, allow_missing=True)
        self.refused("ALREADY_EXISTS", "RESOURCE_EXISTS", kind.create, client, "a")
        if kind.has("Update"):
            self.refused(
                "FAILED_PRECONDITION", "RESOURCE_DELETED", kind.call, client, "Update",
                **{kind.field: copy(made)},
            )  # fmt: skip
        self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Undelete",
            name=made.name, field="etag",
        )  # fmt: skip
        self.refused(
            "ABORTED", "ETAG_MISMATCH", kind.call, client, "Undelete", name=made.name, etag="1"
        )
        back = kind.call(client, "Undelete", name=made.name, etag=deleted.etag)
        self.assertFalse(back.HasField("delete_time"))
        self.assertEqual(back.etag, "3")
        self.refused(
            "ALREADY_EXISTS", "RESOURCE_EXISTS", kind.call, client, "Undelete",
            name=made.name, etag=back.etag,
        )  # fmt: skip
        self.assertEqual(
            [c.verb for c in self.changes(client, kind, made.name)],
            ["CREATE", "DELETE", "UNDELETE"],
        )

    def test_what_is_in_use_is_not_deleted(self):
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            made = samples.make_engagement(client)
            for method, name in (
                (client.DeleteAdministration, samples.ADMINISTRATION),
                (client.DeleteProgramme, samples.PROGRAMME),
            ):
                error = self.refused(
                    "FAILED_PRECONDITION", "RESOURCE_IN_USE", method, name=name
                )
                self.assertEqual(error.info.metadata["referrer"], samples.ENGAGEMENT)
            deleted = client.DeleteEngagement(name=made.name)
            client.DeleteAdministration(name=samples.ADMINISTRATION)
            # It cannot come back to an administration that is gone.
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", client.UndeleteEngagement, name=made.name,
                etag=deleted.etag, field="engagement.administration",
            )  # fmt: skip

    # History and external ids

    @for_kinds("Update")
    def test_history_and_external_ids(self, kind, client, daemon):
        made = kind.create(client, "a")
        time.sleep(0.002)
        between = timestamp_pb2.Timestamp()
        between.GetCurrentTime()
        time.sleep(0.002)
        wanted = copy(made)
        kind.change(wanted)
        changed = kind.call(client, "Update", **{kind.field: wanted})
        entries = self.changes(client, kind, made.name)
        self.assertEqual([c.revision for c in entries], [1, 2])
        self.assertEqual({c.actor for c in entries}, {"local"})
        stored = type(made)()
        entries[0].content.Unpack(stored)
        stored.etag = "1"
        made.ClearField("response_count") if kind.name == "Wave" else None
        self.assertEqual(stored, made)
        diff = client.DiffRevisions(name=made.name)
        self.assertEqual((diff.from_revision, diff.to_revision), (1, 2))
        self.assertEqual(len({d.path.split(".")[0] for d in diff.differences}), 1)
        self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", client.DiffRevisions, name=made.name,
            to_revision=3,
        )  # fmt: skip
        state = client.ListStates(
            parent=kind.owner_of_first, as_of_time=between, page_size=1000
        )
        then = [r for r in state.resources if r.Is(made.DESCRIPTOR)]
        found = []
        for packed in then:
            resource = type(made)()
            packed.Unpack(resource)
            resource.etag = "1"
            found.append(resource)
        self.assertIn(made, found)
        long_ago = timestamp_pb2.Timestamp(seconds=1)
        nothing = client.ListStates(parent=kind.owner_of_first, as_of_time=long_ago)
        self.assertEqual((len(nothing.resources), nothing.sequence, nothing.hash), (0, 0, b""))
        now = client.ListStates(parent=kind.owner_of_first, page_size=1000)
        self.assertEqual(now.hash, entries[-1].hash)
        self.assertEqual(changed.etag, "2")
        self.between(client, kind, made, diff, between, long_ago)
        self.check_external_ids(kind, client)

    def between(self, client, kind, made, diff, between, long_ago):
        """What became of it since then, and from the start."""
        parent = kind.owner_of_first
        since = client.DiffStates(parent=parent, from_time=between, page_size=1000)
        (found,) = (r for r in since.resources if r.resource == made.name)
        self.assertEqual(found.kind, found.KIND_CHANGED)
        self.assertEqual((found.from_revision, found.to_revision), (1, 2))
        self.assertEqual(found.differences, diff.differences)
        self.assertTrue(found.content.Is(made.DESCRIPTOR))
        from_start = client.DiffStates(
            parent=parent, from_time=long_ago, to_time=between, page_size=1000
        )
        (found,) = (r for r in from_start.resources if r.resource == made.name)
        self.assertEqual((found.kind, found.to_revision), (found.KIND_ADDED, 1))
        self.assertEqual((from_start.from_sequence, from_start.from_hash), (0, b""))
        self.assertEqual(since.from_hash, from_start.to_hash)
        self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", client.DiffStates, parent=parent,
            from_time=between, to_time=long_ago, field="to_time",
        )  # fmt: skip
        self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", client.DiffStates, parent=parent,
            field="from_time",
        )  # fmt: skip
        self.refused(
            "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", client.DiffStates, parent=parent,
            from_time=between, page_token="x",
        )  # fmt: skip

    def check_external_ids(self, kind, client):
        """The number that another system has is that of one resource."""
        content = kind.make("b")
        if "external_ids" not in content.DESCRIPTOR.fields_by_name:
            return
        content.external_ids.add(system="akten", value="4711/26")
        made = kind.create(client, "b", content)
        found, _ = kind.list(client, filter='external_ids:"akten/4711/26"')
        self.assertEqual([r.name for r in found], [made.name])
        other = kind.make("c")
        other.external_ids.add(system="akten", value="4711/26")
        error = self.refused("ALREADY_EXISTS", "VALUE_TAKEN", kind.create, client, "c", other)
        self.assertEqual(error.info.metadata["resource"], made.name)
        # Given up by one, it is free for the other.
        made.ClearField("external_ids")
        mask = field_mask_pb2.FieldMask(paths=["external_ids"])
        kind.call(client, "Update", update_mask=mask, **{kind.field: made})
        kind.create(client, "c", other)
        wrong = kind.make("d")
        wrong.external_ids.append(external_id_pb2.ExternalId(system="Akten", value=""))
        self.refused("INVALID_ARGUMENT", "INVALID_FIELDS", kind.create, client, "d", wrong)

    def check_feed(self, kind, client):
        """What is made is told to who follows."""
        start = client.ListChanges(parent="-", page_size=1000)
        self.assertFalse(start.more)
        stream = client.open_stream("WatchChanges", parent="-", cursor=start.next_cursor)
        first = next(stream)
        self.assertEqual(len(first.changes), 0)
        names = [kind.create(client, i).name for i in ("c", "d", "e")]
        seen = []
        while len(seen) < 3:
            message = next(stream)
            seen += [c.resource for c in message.changes]
        stream.cancel()
        self.assertEqual(seen, names)
        # The same, one by one, from where the reader stood.
        cursor, pulled = start.next_cursor, []
        while True:
            reply = client.ListChanges(parent="-", cursor=cursor, page_size=1)
            pulled += [c.resource for c in reply.changes]
            cursor = reply.next_cursor
            if not reply.more:
                break
        self.assertEqual(sorted(pulled), sorted(names))
        nothing = client.ListChanges(parent="-", cursor=cursor)
        self.assertEqual((len(nothing.changes), nothing.more), (0, False))
        self.refused(
            "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", client.ListChanges,
            parent="administrations/-", cursor=cursor,
        )  # fmt: skip

    def test_streams_end_with_the_daemon(self):
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            stream = client.open_stream("WatchChanges", parent="-")
            next(stream)
            daemon.signal()
            with self.assertRaises(Exception) as raised:
                next(stream)
            error = api.CallError("WatchChanges", raised.exception)
            self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "SHUTTING_DOWN"))
        self.assertEqual(daemon.wait(), 0)

    def test_the_shared_services_refuse_nonsense(self):
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            for parent in ("", "x", "programmes", "programmes/p/engagements", "programmes/-/-"):
                for method in (
                    client.ListChanges, client.ListStates, client.WatchChanges, client.DiffStates
                ):  # fmt: skip
                    self.refused(
                        "INVALID_ARGUMENT", "INVALID_FIELDS", method, parent=parent, field="parent"
                    )
            for method in (client.DiffRevisions, client.ErasePersonalFields):
                for name in ("", "x", "programmes/absent"):
                    error = error_of(method, name=name)
                    self.assertIn(error.code.name, ("NOT_FOUND", "INVALID_ARGUMENT"))
            wait_for(lambda: daemon.status("/readyz") == 200, "readyz")


if __name__ == "__main__":
    unittest.main(verbosity=2)
