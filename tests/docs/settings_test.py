"""docs/operations/settings.md is what the protos and the daemons say, and the ranges that
it names are those that the daemons take."""

import pathlib
import re
import subprocess
import tempfile
import unittest

import settings
from google.protobuf import descriptor_pb2
from lotse_testing import certificates
from lotse_testing.places import BIN, SERVICES

# With these a daemon asks who calls, and looks at the settings beside them.
IDENTITY = (
    "--auth_issuer=https://login.example.org", "--auth_audience=lotse",
    "--auth_jwks=https://login.example.org/keys",
)

# The one setting with a file that --check-config does not read.
NOT_READ = {"auth_jwks"}


def check(service, *flags):
    """(exit code, what is printed) of --check-config."""
    done = subprocess.run(
        [BIN / f"lotse-{service}", "--check-config", "--data_dir=/var/lib/lotse", *flags],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=60, check=False,
    )
    return done.returncode, done.stdout


def bounds(text):
    """The least and the largest number of a range such as `1 to 1,000 bytes`."""
    found = re.match(r"([\d,]+) to ([\d,]+)\b", text)
    return tuple(int(number.replace(",", "")) for number in found.groups())


class Page(unittest.TestCase):
    def test_document(self):
        self.assertEqual(settings.DOCUMENT.read_text(encoding="utf-8"), settings.document(),
                         "the page is old; its first lines say how to write it anew")

    def test_every_section_has_a_title(self):
        _, found = settings.collect()
        self.assertEqual({setting.owner for setting in found}, set(settings.TITLES))

    def test_every_setting_has_a_meaning_and_every_daemon_has_settings(self):
        _, found = settings.collect()
        for setting in found:
            self.assertRegex(setting.meaning, r"\.$", setting.name)
            # A cell of a table.
            self.assertNotIn("|", " ".join(settings.row(setting)), setting.name)
        self.assertEqual({s for setting in found for s in setting.daemons}, set(SERVICES))


class Reading(unittest.TestCase):
    CASES = (
        ("", ("", {})),
        (" One.\n Two.\n", ("One. Two.", {})),
        (" One.\n Range: 1 to\n 2.\n", ("One.", {"Range": "1 to 2"})),
        (" A.\n Range: b.\n Secret file: c.\n", ("A.", {"Range": "b", "Secret file": "c"})),
        (" The Range: is no label within a line.\n", ("The Range: is no label within a line.", {})),
    )

    def test_comments(self):
        for comment, expected in self.CASES:
            self.assertEqual(settings.read_comment(comment), expected)

    def test_option_and_places(self):
        protos = settings.Protos("runtime/ops/command_line_test.proto")
        found = {s.name: s for s in protos.settings("lotse.ops.test.TestConfig")}
        self.assertEqual(found["tls_key"].place, "server.tls.tlsKey")
        self.assertEqual([name for name, s in found.items() if s.secret], ["api_key"])
        found["api_key"].daemons["survey"] = ("LOTSE_SURVEY_API_KEY", "")
        self.assertEqual(settings.row(found["api_key"])[-2:], ["yes", "–"])

    def test_links(self):
        self.assertEqual(settings.linked("a (docs/adr/1-b.md)"), "a ([1-b](../adr/1-b.md))")
        self.assertEqual(settings.linked("docs/c.md."), "[c](../c.md).")


class Daemons(unittest.TestCase):
    def test_ranges_are_those_that_are_taken(self):
        _, found = settings.collect()
        numbers = [s for s in found
                   if s.type == descriptor_pb2.FieldDescriptorProto.TYPE_INT32]
        self.assertGreaterEqual(len(numbers), 10)
        for setting in numbers:
            least, most = bounds(setting.labels["Range"])
            for service in setting.daemons:
                for value, code in ((least - 1, 78), (least, 0), (most, 0), (most + 1, 78)):
                    with self.subTest(setting=setting.name, service=service, value=value):
                        flag = f"--{setting.name}={value}"
                        got, printed = check(service, *IDENTITY, flag)
                        self.assertEqual(got, code, printed)
                        self.assertEqual(f"{setting.name}: " in printed, code != 0, printed)

    def test_what_is_a_file_is_read_as_one(self):
        _, found = settings.collect()
        files = {s.name for s in found if {"File", "Secret file"} & set(s.labels)}
        self.assertLess(NOT_READ, files)
        with tempfile.TemporaryDirectory() as folder:
            there = self.files(pathlib.Path(folder))
            self.assertEqual(set(there), files - NOT_READ)
            flags = [f"--{name}={path}" for name, path in there.items()]
            self.assertEqual(check("reporting", *IDENTITY, *flags)[0], 0)
            for name in there:
                with self.subTest(setting=name):
                    code, printed = check(
                        "reporting", *IDENTITY, *flags, f"--{name}={folder}/missing")
                    self.assertEqual(code, 78, printed)
                    self.assertIn(f"{name}: {folder}/missing cannot be read", printed)

    @staticmethod
    def files(folder):
        """A right file for each setting."""
        authority = certificates.Authority(folder / "authority")
        pair = authority.server()
        revoked = folder / "revoked.pem"
        authority.write_list(revoked)
        return {
            "tls_certificate": pair.certificate, "tls_key": pair.key,
            "tls_client_ca": authority.certificate, "tls_client_crl": revoked,
            "peer_tls_ca": authority.certificate, "peer_tls_certificate": pair.certificate,
            "peer_tls_key": pair.key, "auth_jwks_ca": authority.certificate,
        }


if __name__ == "__main__":
    unittest.main()
