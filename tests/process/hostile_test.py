"""Nonsense for every method of every service: a clean refusal, an unharmed daemon,
an unchanged store.

The methods and fields are taken from the descriptors, so a new one is attacked
without a word here.
"""

import pathlib
import random
import re
import sqlite3
import tempfile
import unittest

import grpc
from google.api import resource_pb2
from google.api.field_behavior_pb2 import REQUIRED, field_behavior
from google.protobuf.descriptor import FieldDescriptor

from lotse_testing import api, reports, samples
from lotse_testing.api import error_of
from lotse_testing.case import Case
from lotse_testing.daemon import Daemon
from lotse_testing.places import LONG, SERVICES, figure

MIB = "x" * (1 << 20)
MAX_STATUS_BYTES = 2048

# Never an answer to a request, however wrong.
OUR_FAULT = {"INTERNAL", "UNKNOWN", "DATA_LOSS", "UNIMPLEMENTED"}

DEEP = "programmes/p/engagements/e/surveys/s/waves/w/x/y"

GARBAGE_NAMES = (
    "", "/", "-", "programmes", "programmes/", "programmes//engagements/x", "../../etc/passwd",
    "programmes/../x", "programmes/%70", "Programmes/P", "programmes/p'; DROP TABLE resource;--",
    "programmes/\x00", "programmes/ü", DEEP,
    "programmes/-/engagements/-", "programmes/" + "a" * 64, "\U0001f600" * 100, "/" * 10000,
)  # fmt: skip

PAGE_TOKENS = ("x", "AAAA", "=", "\U0001f600", "a" * 100000, "bG90c2U")

TEXT = FieldDescriptor.TYPE_STRING
BYTES = FieldDescriptor.TYPE_BYTES
MESSAGE = FieldDescriptor.TYPE_MESSAGE

# Messages contain one another; deeper than this nothing new comes.
MAX_DEPTH = 6


def string_fields(descriptor, path=()):
    """Paths of all fields of text or bytes in a message, each a tuple of fields."""
    if len(path) >= MAX_DEPTH:
        return
    for field in descriptor.fields:
        if field.type in (TEXT, BYTES):
            yield path + (field,)
        elif field.type == MESSAGE:
            yield from string_fields(field.message_type, path + (field,))


def fill(message, path, value):
    """Sets the field at the end of `path`, with one element in each list."""
    for field in path[:-1]:
        repeated = field.label == FieldDescriptor.LABEL_REPEATED
        inner = getattr(message, field.name)
        if field.message_type.GetOptions().map_entry:
            key, held = (value, "x") if path[-1].name == "key" else ("x", value)
            inner[key] = held
            return
        message = inner.add() if repeated else inner
    field = path[-1]
    value = value.encode() if field.type == BYTES else value
    if field.label == FieldDescriptor.LABEL_REPEATED:
        getattr(message, field.name).append(value)
    else:
        setattr(message, field.name, value)


# A resource of each kind that exists, and the same form with an id that does not.
def known_names(service):
    report = f"{samples.ENGAGEMENT}/reports/bericht"
    return {
        "engagement": [
            samples.PROGRAMME, samples.PHASE_TEMPLATE, samples.ADMINISTRATION,
            samples.ENGAGEMENT, samples.TRACK, samples.phase_name(samples.PHASES[0]),
        ],
        "survey": [samples.ENGAGEMENT, samples.INSTRUMENT, samples.SURVEY, samples.WAVE],
        "reporting": [samples.PROGRAMME, samples.ENGAGEMENT, report, f"{report}/versions/v0001"],
    }[service]


def give_times(message):
    """Fills the times that a request has to have, so that the rest of it is looked at."""
    for field in message.DESCRIPTOR.fields:
        required = REQUIRED in field.GetOptions().Extensions[field_behavior]
        if required and field.message_type and field.message_type.name == "Timestamp":
            getattr(message, field.name).FromSeconds(1)


# Names of the form of each kind, below what is there.
def absent_names(service):
    ids = {
        "programme": samples.PROGRAMME.split("/")[1],
        "administration": samples.ADMINISTRATION.split("/")[1],
        "engagement": samples.ENGAGEMENT.split("/")[3],
    }
    for method in api.methods(service):
        option = method.output_type.GetOptions().Extensions[resource_pb2.resource]
        for pattern in option.pattern:
            above = pattern.rpartition("/")[0]
            yield re.sub(r"\{(\w+)\}", lambda m: ids.get(m[1], "eins"), above) + "/keines"


# What lists ask below where an id may be left open, and what they ask below that need not be there.
OPEN_PARENTS = (
    "programmes/-", f"{samples.PROGRAMME}/engagements/-", f"{samples.ENGAGEMENT}/tracks/-",
    f"{samples.ENGAGEMENT}/measures/-", f"{samples.ENGAGEMENT}/indicators/-",
    f"{samples.WAVE}/releases/-", f"{samples.ENGAGEMENT}/reports/-",
    f"{samples.ENGAGEMENT}/studies/-", f"{samples.ENGAGEMENT}/studies/eins",
    f"{samples.ENGAGEMENT}/studies/eins/cases/eins",
)  # fmt: skip


def is_required(request, field):
    return REQUIRED in request.DESCRIPTOR.fields_by_name[field].GetOptions().Extensions[field_behavior]


def needs_nothing(request):
    return not any(is_required(request, field.name) for field in request.DESCRIPTOR.fields)


class Hostile(Case):
    @classmethod
    def setUpClass(cls):
        """Since nothing that is tried here changes anything, all tries it on the same daemons."""
        top = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.daemons = {}
        for service in SERVICES:
            flags = [f"--{s}_address={d.address}" for s, d in cls.daemons.items()]
            daemon = Daemon(service, top / service, *(flags if service == "reporting" else ()))
            cls.addClassCleanup(daemon.close)
            cls.daemons[service] = daemon
        cls.clients = {}
        for service, daemon in cls.daemons.items():
            cls.clients[service] = api.Client(service, daemon.address)
            cls.addClassCleanup(cls.clients[service].close)
        samples.make_course(cls.clients["engagement"])
        samples.make_wave(cls.clients["survey"])
        samples.submit_crowd(cls.clients["survey"], 3)
        # Another version then needs a reason.
        reports.make_released(cls.clients["reporting"], "bericht")
        cls.before = {service: cls.content(service) for service in SERVICES}

    def setUp(self):
        self.largest = 0
        self.calls = 0

    @classmethod
    def content(cls, service):
        """Everything that is stored: all rows of all tables, but of the mirror, which moves on
        with what it follows."""
        rows = []
        files = cls.daemons[service].data_dir.glob("*.db")
        for file in sorted(file for file in files if file.name != "mirror.db"):
            connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in sorted(tables):
                rows += [(file.name, table, row) for row in connection.execute(
                    f'SELECT * FROM "{table}"')]  # fmt: skip
            connection.close()
        return rows

    def expect_refusal(self, service, method, request, what, may_succeed=False):
        """Sends a request that is refused properly; what only reads may succeed."""
        error = error_of(getattr(self.clients[service], method.name), request)
        self.calls += 1
        with self.subTest(method=method.name, what=what):
            if error is None:
                self.assertTrue(may_succeed, "was accepted")
                return None
            self.assertNotIn(error.code.name, OUR_FAULT, error)
            self.assertIsNotNone(error.info, f"{error.code.name} without ErrorInfo")
            self.assertIn(error.info.reason, api.REASONS)
            self.assertEqual(error.info.domain, f"{service}.lotse")
            self.assertLessEqual(len(error.details_bytes), MAX_STATUS_BYTES)
            self.assertEqual(error.status.code, error.code.value[0])
            self.assertEqual(error.status.message, error.message)
            self.assertNotEqual(error.message, "")
            self.largest = max(self.largest, len(error.details_bytes))
        return error

    def each(self):
        """(service, method, empty request, whether the method only reads)."""
        for service in SERVICES:
            for method in api.methods(service):
                # StartSession hands out a form and stores nothing.
                reads = method.name.startswith((
                    "Get", "List", "Check", "Count", "Verify", "TabulateWave", "Diff", "Watch",
                    "Download", "ExportInstrument", "Preview", "Validate", "StartSession",
                ))  # fmt: skip
                yield service, method, api.message_class(method.input_type), reads

    def finish(self):
        """Nothing was harmed."""
        for service, daemon in self.daemons.items():
            self.assertTrue(daemon.alive(), service)
            self.assertEqual(daemon.status("/readyz"), 200, service)
            self.assertEqual(self.content(service), self.before[service], service)
            self.assertNotIn('"incident"', daemon.log_text())
        figure("hostile", f"{self.calls} calls, largest status {self.largest} bytes")

    def test_empty_requests(self):
        for service, method, request, _ in self.each():
            error = self.expect_refusal(
                service, method, request(), "empty", may_succeed=needs_nothing(request)
            )
            if error is not None:
                self.assertEqual(error.reason, "INVALID_FIELDS", method.name)
                self.assertGreater(len(error.violations), 0, method.name)
        self.finish()

    def test_garbage_names(self):
        for service, method, request, _ in self.each():
            for field in ("name", "parent"):
                if field not in request.DESCRIPTOR.fields_by_name:
                    continue
                for name in GARBAGE_NAMES:
                    if name == "-" and method.name in ("ListChanges", "WatchChanges", "WatchCollection"):
                        continue  # Everything, to them.
                    if name == "" and not is_required(request, field):
                        continue  # Everywhere, or of all.
                    if name == DEEP and method.name in ("GetMyRights", "ListEffectiveGrants"):
                        continue  # Another service may have such a thing.
                    error = self.expect_refusal(
                        service, method, request(**{field: name}), f"{field}={name[:40]!r}"
                    )
                    self.assertIn(field, {violation.field for violation in error.violations})
        self.finish()

    def test_unknown_names(self):
        """Names of a right form that nobody has; with the other fields empty."""
        for service, method, request, reads in self.each():
            for field in ("name", "parent"):
                if field not in request.DESCRIPTOR.fields_by_name:
                    continue
                for known in known_names(service):
                    message = request(**{field: known + "-none"})
                    self.expect_refusal(service, method, message, f"{field}={known}-none", reads)
                    if method.name.startswith(("Delete", "Erase")):
                        continue  # The name says it all.
                    self.expect_refusal(
                        service, method, request(**{field: known}), f"{field}={known}",
                        # There is nothing to inherit, and nothing handed in.
                        reads or method.name in ("InheritShared", "SubmitResponses"),
                    )  # fmt: skip
        self.finish()

    def test_unknown_resources_are_not_found(self):
        for service, method, request, _ in self.each():
            if not method.name.startswith(("Get", "Tabulate")) or method.name == "GetMyRights":
                continue
            if not {"name", "parent"} & set(request.DESCRIPTOR.fields_by_name):
                continue  # It is about nothing that could be missing.
            answers = set()
            others = [
                f"{samples.ENGAGEMENT}/{name}"
                for name in ("blobs/datei", "grants/rolle", "indicators/kennzahl")
            ]
            for known in [*known_names(service), *absent_names(service), *others]:
                if "name" not in request.DESCRIPTOR.fields_by_name:
                    message = request(parent=known + "-none")
                else:
                    message = request(name=known + "-none")
                answers.add(self.expect_refusal(service, method, message, known).reason)
            self.assertLessEqual(answers, {"RESOURCE_NOT_FOUND", "INVALID_FIELDS"}, method.name)
            self.assertIn("RESOURCE_NOT_FOUND", answers, method.name)
        self.finish()

    def test_a_mebibyte_in_each_text(self):
        tried = set()
        for service, method, request, reads in self.each():
            for path in string_fields(request.DESCRIPTOR):
                # A field of a resource that several requests carry is tried in the first.
                below = (service, *(field.full_name for field in path[1:]))
                if not LONG and len(path) > 1 and below in tried:
                    continue
                tried.add(below)
                message = request()
                fill(message, path, MIB)
                self.expect_refusal(
                    service, method, message, ".".join(field.name for field in path),
                    reads and path[0].name not in ("name", "parent", "page_token"),
                )
        self.finish()

    def test_page_tokens(self):
        for service, method, request, _ in self.each():
            if "page_token" not in request.DESCRIPTOR.fields_by_name:
                continue
            for token in PAGE_TOKENS:
                parents = [*known_names(service), *OPEN_PARENTS]
                about = [f for f in ("parent", "name") if f in request.DESCRIPTOR.fields_by_name]
                if not about:
                    messages = [request(page_token=token)]
                else:
                    messages = [request(**{about[0]: p}, page_token=token) for p in parents]
                for message in messages:
                    give_times(message)
                errors = [
                    self.expect_refusal(service, method, message, f"token {token[:20]!r}")
                    for message in messages
                ]
                reasons = {error.reason for error in errors}
                self.assertIn("INVALID_PAGE_TOKEN", reasons, f"{service}.{method.name}")
        self.finish()

    def test_page_sizes(self):
        for service, method, request, _ in self.each():
            if "page_size" not in request.DESCRIPTOR.fields_by_name:
                continue
            for size, may_succeed in ((-1, False), (-(2**31), False), (2**31 - 1, True)):
                for parent in known_names(service):
                    message = request(page_size=size)
                    if "parent" in request.DESCRIPTOR.fields_by_name:
                        message.parent = parent
                    self.expect_refusal(service, method, message, f"size {size}", may_succeed)
        self.finish()

    def test_wrong_etags(self):
        for service, method, request, _ in self.each():
            if "etag" not in request.DESCRIPTOR.fields_by_name:
                continue
            for etag in ("0", "99", "x", "1 ", "\x00", "-1", MIB):
                about = "name" if "name" in request.DESCRIPTOR.fields_by_name else "parent"
                for known in known_names(service):
                    message = request(**{about: known, "etag": etag})
                    self.expect_refusal(service, method, message, f"etag {etag[:20]!r}")
        self.finish()

    def test_random_bytes(self):
        """What is no message at all is refused by gRPC itself, before us."""
        chance = random.Random(7)
        codes = set()
        for service, method, _, reads in self.each():
            call = self.clients[service].channel.unary_unary(
                f"/{method.containing_service.full_name}/{method.name}"
            )
            bodies = [chance.randbytes(size) for size in (1, 7, 64, 4096)]
            # A name that is not UTF-8; a length beyond the end; a group never closed.
            bodies += [b"\x0a\x02\xc3\x28", b"\x0a\xff\xff\xff\xff\x0f", b"\x0b" * 200]
            for body in bodies:
                self.calls += 1
                try:
                    call(body, timeout=30)
                    # By chance it may be a message of fields that nobody knows.
                    self.assertTrue(reads, f"{method.name} accepted {body!r}")
                except grpc.RpcError as error:
                    codes.add(error.code().name)
        figure("random bytes", f"refused with {sorted(codes)}")
        self.assertNotIn("DEADLINE_EXCEEDED", codes)
        self.assertNotIn("UNAVAILABLE", codes)
        self.finish()

    def test_unknown_methods(self):
        for service, daemon in self.daemons.items():
            channel = self.clients[service].channel
            for path in ("/lotse.survey.v1alpha.ResponseService/GetResponse", "/x/y", "//"):
                self.calls += 1
                with self.assertRaises(grpc.RpcError) as raised:
                    channel.unary_unary(path)(b"", timeout=30)
                self.assertEqual(raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
            self.assertTrue(daemon.alive())
        self.finish()


if __name__ == "__main__":
    unittest.main(verbosity=2)
