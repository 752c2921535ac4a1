"""What the tests of the contract share: each runs for every resource type that
has the methods it needs, on the real daemons."""

import functools
import pathlib
import tempfile

from lotse_testing import chain, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.daemon import Daemon
from resources import KINDS

MAX_STATUS_BYTES = 2048


def copy(resource):
    other = type(resource)()
    other.CopyFrom(resource)
    return other


def for_kinds(*verbs):
    """The test runs for each type that has these methods, over a new store;
    whatever was done, the change log holds afterwards."""

    def decorate(test):
        @functools.wraps(test)
        def run(self):
            for kind in KINDS:
                if all(kind.has(verb) for verb in verbs):
                    with self.subTest(kind=kind):
                        self.run_for(kind, test)

        return run

    return decorate


class Contract(Case):
    """Tests over all types in resources.py."""

    @classmethod
    def setUpClass(cls):
        """The services that reports are made from; nothing of them changes."""
        cls.folders = tempfile.TemporaryDirectory(prefix="lotse-test-")
        folder = pathlib.Path(cls.folders.name)
        cls.sources = {s: Daemon(s, folder / s) for s in ("engagement", "survey")}
        with connect(cls.sources["engagement"]) as client:
            samples.make_engagement(client)

    @classmethod
    def tearDownClass(cls):
        for daemon in cls.sources.values():
            daemon.close()
        cls.folders.cleanup()

    def run_for(self, kind, test):
        flags = ()
        if kind.service == "reporting":
            flags = [f"--{s}_address={daemon.address}" for s, daemon in self.sources.items()]
        daemon = self.daemon(kind.service, *flags)
        with connect(daemon) as client:
            kind.prepare(client)
            test(self, kind, client, daemon)
        daemon.close()
        self.assertEqual(chain.faults(daemon.data_dir / f"{kind.service}.db"), [])

    def refused(self, code, reason, call, *arguments, field=None, **fields):
        error = error_of(call, *arguments, **fields)
        self.assertIsNotNone(error, f"expected {reason}")
        self.assertEqual((error.code.name, error.reason), (code, reason), error)
        self.assertLessEqual(len(error.details_bytes), MAX_STATUS_BYTES)
        if field is not None:
            self.assertIn(field, [violation.field for violation in error.violations])
        return error

    def changes(self, client, kind, name):
        """The entries of the log about one resource."""
        reply = client.ListChanges(
            parent=kind.owner_of_first if name == kind.resource_name("a") else "-",
            filter=f'resource = "{name}"',
            page_size=1000,
        )
        return list(reply.changes)
