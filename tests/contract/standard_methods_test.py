"""One contract for all resources: creating, reading, listing and changing, after the
AIPs."""

import unittest

from google.protobuf import field_mask_pb2

from contract import Contract, copy, for_kinds
from lotse_testing import chain
from lotse_testing.api import connect


class StandardMethods(Contract):
    # Create and Get

    @for_kinds("Create", "Get")
    def test_create_and_get(self, kind, client, daemon):
        self.check_nonsense(kind, client)
        self.check_absent(kind, client)
        made = kind.create(client, "a")
        self.assertEqual(made.name, kind.resource_name("a"))
        self.assertEqual(made.etag, "1")
        self.assertGreater(made.create_time.seconds, 0)
        self.assertEqual(kind.call(client, "Get", name=made.name), made)
        # What is sent again is answered with what is stored.
        self.assertEqual(kind.create(client, "a"), made)
        self.assertEqual([c.verb for c in self.changes(client, kind, made.name)], ["CREATE"])
        other = kind.make("other")
        if kind.name == "Report":
            other.language = "en"
        self.refused("ALREADY_EXISTS", "RESOURCE_EXISTS", kind.create, client, "a", other)

    def check_nonsense(self, kind, client):
        """What is wrong is not created."""
        for identifier in ("", "A", "-a", "a-", "a" * 64, "ä", "a/b", "a b"):
            if identifier == "" and not kind.needs_id:
                continue  # The server makes one.
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.create, client, identifier,
                kind.make("a"), field=f"{kind.field}_id",
            )  # fmt: skip
        if kind.parent:
            fields = {f"{kind.field}_id": "a", kind.field: kind.make("a")}
            for parent in ("", "programmes", "programmes/-", kind.parent + "/x", "x/y"):
                if parent == "" and kind.also_at_the_top:
                    continue
                self.refused(
                    "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Create",
                    parent=parent, field="parent", **fields,
                )  # fmt: skip
        self.assertEqual(kind.list(client)[0], [])

    def check_absent(self, kind, client):
        """What is not there cannot be read, nor what no name is."""
        self.refused(
            "NOT_FOUND", "RESOURCE_NOT_FOUND", kind.call, client, "Get",
            name=kind.resource_name("absent"),
        )  # fmt: skip
        for name in ("", "x", kind.resource_name("-"), kind.resource_name("A"), "a" * 100000):
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Get",
                name=name, field="name",
            )  # fmt: skip

    # List

    @for_kinds("Create", "Get")
    def test_list(self, kind, client, daemon):
        there = {r.name for r in kind.list(client)[0]}
        names = [kind.resource_name(i) for i in ("a", "b", "c", "d", "e")]
        for name in reversed(names):
            kind.create(client, name.rsplit("/", 1)[-1])
        for size in (1, 2, 3, 1000, 0):
            found, token = [], ""
            while True:
                page, token = kind.list(client, page_size=size, page_token=token)
                found += [r.name for r in page if r.name not in there]
                if not token:
                    break
            self.assertEqual(found, names, size)
        _, token = kind.list(client, page_size=1)
        for wrong in (token[:-2], token + "AA", token[::-1], "x", "=", "\U0001f600"):
            self.refused(
                "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", kind.list, client, page_token=wrong
            )
        self.refused(
            "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", kind.list, client, page_token=token,
            filter="etag = 7",
        )  # fmt: skip
        self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", kind.list, client, page_size=-1,
            field="page_size",
        )  # fmt: skip
        self.check_filter_and_order(kind, client, there, names)

    def test_list_of_a_parent_that_is_not_there(self):
        daemon = self.daemon("engagement")
        with connect(daemon) as client:
            for method in (client.ListEngagements, client.ListBlobs):
                self.refused("NOT_FOUND", "RESOURCE_NOT_FOUND", method, parent="programmes/nix")

    def check_filter_and_order(self, kind, client, there, names):
        found = [r.name for r in kind.list(client, filter=f'name = "{names[1]}"')[0]]
        self.assertEqual(found, [names[1]])
        self.assertEqual(kind.list(client, filter="NOT name:*")[0], [])
        downwards = [r.name for r in kind.list(client, order_by="name desc")[0]]
        self.assertEqual(downwards, sorted([*there, *names], reverse=True))
        for wrong in ("nonsense = 1", "name =", "((name:*)", "a" * 3000):
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.list, client, filter=wrong,
                field="filter",
            )  # fmt: skip
        for wrong in ("nonsense", "etag", "name sideways"):
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.list, client, order_by=wrong,
                field="order_by",
            )  # fmt: skip

    # Update

    @for_kinds("Update")
    def test_update(self, kind, client, daemon):
        made = kind.create(client, "a")
        wanted = copy(made)
        kind.change(wanted)
        changed = kind.call(client, "Update", **{kind.field: wanted})
        self.assertEqual(changed.etag, "2")
        self.assertNotEqual(changed, made)
        self.assertEqual(kind.call(client, "Get", name=made.name), changed)
        # Nothing different, nothing new.
        again = copy(changed)
        self.assertEqual(kind.call(client, "Update", **{kind.field: again}), changed)
        self.assertEqual(
            [c.verb for c in self.changes(client, kind, made.name)], ["CREATE", "UPDATE"]
        )
        self.refused(
            "ABORTED", "ETAG_MISMATCH", kind.call, client, "Update", **{kind.field: wanted}
        )

    @for_kinds("Update")
    def test_update_masks(self, kind, client, daemon):
        made = kind.create(client, "a")
        wanted = type(made)(name=made.name)
        kind.change(wanted)
        (field,) = (f.name for f, _ in wanted.ListFields() if f.name != "name")
        mask = field_mask_pb2.FieldMask(paths=[field])
        changed = kind.call(
            client, "Update", update_mask=mask, **{kind.field: wanted}
        )
        expected = copy(made)
        kind.change(expected)
        for server_set in ("etag", "update_time"):
            expected.ClearField(server_set)
            changed.ClearField(server_set)
        self.assertEqual(changed, expected)
        for path in ("nonsense", f"{field}.nonsense", "", "create_time.x.y"):
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Update",
                update_mask=field_mask_pb2.FieldMask(paths=[path]), **{kind.field: wanted},
                field="update_mask.paths[0]",
            )  # fmt: skip
        # A whole replacement without what is required is refused.
        if kind.has_required:
            self.refused(
                "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Update",
                update_mask=field_mask_pb2.FieldMask(paths=["*"]),
                **{kind.field: type(made)(name=made.name)},
            )  # fmt: skip

    @for_kinds("Update")
    def test_update_that_only_validates(self, kind, client, daemon):
        made = kind.create(client, "a")
        before = chain.entries(daemon.data_dir / f"{kind.service}.db")
        wanted = copy(made)
        kind.change(wanted)
        reply = kind.call(client, "Update", validate_only=True, **{kind.field: wanted})
        self.assertEqual(reply.etag, "2")
        kind.create(client, "b", validate_only=True)
        kind.call(client, "Delete", name=made.name, validate_only=True)
        self.assertEqual(kind.call(client, "Get", name=made.name), made)
        self.refused(
            "NOT_FOUND", "RESOURCE_NOT_FOUND", kind.call, client, "Get",
            name=kind.resource_name("b"),
        )  # fmt: skip
        self.assertEqual(chain.entries(daemon.data_dir / f"{kind.service}.db"), before)

    @for_kinds("Update")
    def test_update_absent_or_what_never_changes(self, kind, client, daemon):
        wanted = kind.make("a")
        wanted.name = kind.resource_name("a")
        fields = {kind.field: wanted}
        self.refused("NOT_FOUND", "RESOURCE_NOT_FOUND", kind.call, client, "Update", **fields)
        made = kind.call(client, "Update", allow_missing=True, **fields)
        self.assertEqual((made.name, made.etag), (wanted.name, "1"))
        self.assertEqual([c.verb for c in self.changes(client, kind, made.name)], ["CREATE"])
        if kind.immutable is None:
            return
        wanted = copy(made)
        kind.immutable(wanted)
        error = self.refused(
            "INVALID_ARGUMENT", "INVALID_FIELDS", kind.call, client, "Update",
            **{kind.field: wanted},
        )  # fmt: skip
        self.assertIn("never changes", error.message)


if __name__ == "__main__":
    unittest.main(verbosity=2)
