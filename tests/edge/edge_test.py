"""What gets through the edge, and what it refuses."""

import collections
import concurrent.futures
import contextlib
import http.client
import json
import re
import socket
import ssl
import time
import unittest

import grpc
import raw
from edge import DOMAIN, HOSTILE, EdgeCase

from lotse.engagement.v1alpha import programme_pb2
from lotse.type.v1alpha import blob_pb2, blob_service_pb2, role_pb2
from lotse_testing import api, samples
from lotse_testing.api import CallError, error_of
from lotse_testing.case import wait_for
from lotse_testing.places import ROOT, SERVICES, files_of
from lotse_testing.samples import PROGRAMME, make_programme
from lotse_testing.talk import Talk

MIB = 1 << 20
MY_RIGHTS = "/lotse.engagement.v1alpha.GrantService/GetMyRights"
CONSULTANT = role_pb2.ROLE_INSTITUTE_CONSULTANT


def upload(client, size):
    sizes = [MIB] * (size // MIB)
    messages = [blob_service_pb2.UploadBlobRequest(piece=bytes(piece)) for piece in sizes]
    messages[0].head.parent = PROGRAMME
    messages[0].head.blob.CopyFrom(
        blob_pb2.Blob(file_name="gross.pdf", media_type="application/pdf")
    )
    return client.UploadBlob(messages)


def raw_call(channel, path, body=b""):
    try:
        return channel.unary_unary(path)(body, timeout=20)
    except grpc.RpcError as error:
        raise CallError(path, error) from None


class Passes(EdgeCase):
    OPTIONS = {"known": ["127.0.0.1"]}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        setup = cls("give")
        admin = setup.admin()
        make_programme(admin)
        setup.give(cls.services["engagement"], "ada", CONSULTANT, "ada")
        setup.give(cls.services["engagement"], "front", role_pb2.ROLE_RESPONDENT, "front")
        setup.doCleanups()

    def waiting_for_grants(self, service, subject):
        client = self.through(service, subject)
        wait_for(lambda: error_of(client.ListBlobs, parent=PROGRAMME) is None, "the grant")
        return client

    def test_each_service_by_its_name(self):
        """Calls of its own, and of the API that all have: the name alone tells these apart."""
        for service in SERVICES:
            client = self.admin(service)
            before = self.services[service].metrics()
            method = next(m for m in api.methods(service) if m.name.startswith("List"))
            own, shared = method.full_name.rpartition(".")[0], "lotse.type.v1alpha.BlobService"
            error_of(getattr(client, method.name))
            error_of(client.ListBlobs)
            after = self.services[service].metrics()
            for name, called in ((own, method.name), (shared, "ListBlobs")):
                key = frozenset(
                    {("grpc_type", "unary"), ("grpc_service", name), ("grpc_method", called)}
                )
                key = ("grpc_server_started_total", key)
                self.assertEqual(after[key] - before[key], 1, key)

    def test_streams(self):
        ada = self.waiting_for_grants("survey", "ada")
        samples.make_wave(ada)
        watched = ada.open_stream("WatchChanges", parent=samples.ENGAGEMENT)
        self.addCleanup(watched.cancel)
        self.assertTrue(next(watched).changes)
        front = self.through("survey", "front")
        talk = Talk(front)
        for _ in range(3):  # Each result comes while the stream is open for more.
            talk.send(samples.submission())
            self.assertIsNone(talk.read(len(talk.sent)))
        talk.end()
        self.assertIsNone(talk.read())
        self.assertEqual(len(talk.acknowledged()), 3)

        front.SubmitResponse(samples.submission())
        unnamed = samples.submission()
        unnamed.response_id = ""
        error = error_of(front.SubmitResponse, unnamed)
        self.assertEqual(error.reason, "INVALID_FIELDS")
        wait_for(lambda: self.lines("/SubmitResponse") and self.lines("/SubmitResponses"), "lines")
        (line,) = self.lines("/SubmitResponse")
        self.assertEqual(line["grpc_status"], "3", "of an accepted answer there is none")
        self.assertNotIn("127.0.0.1", self.edge.log_text())

    def lines(self, method):
        lines = [json.loads(line) for line in self.edge.calls()]
        return [line for line in lines if line["method"].endswith(method)]

    def test_large_files(self):
        ada = self.waiting_for_grants("engagement", "ada")
        blob = upload(ada, 16 * MIB)
        pieces = ada.DownloadBlob(name=blob.name)
        self.assertEqual(sum(len(piece.piece) for piece in pieces), 16 * MIB)
        error = error_of(upload, ada, 18 * MIB)
        self.assertEqual(error.code.name, "RESOURCE_EXHAUSTED")
        self.assertIsNone(error_of(ada.GetMyRights))

    def test_long_refusals_and_tokens(self):
        admin = self.admin()
        wrong = programme_pb2.Programme(short_name="x" * 5000, funders=[{}] * 20)
        error = error_of(admin.CreateProgramme, programme_id="P", programme=wrong)
        self.assertGreater(len(error.details_bytes), 1000)
        self.assertIsNone(error_of(admin.GetMyRights, metadata=[("x-long", "y" * 13000)]))

    def test_no_call_is_lost_when_a_connection_has_had_its_calls(self):
        admin = self.admin()
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            errors = list(pool.map(lambda _: error_of(admin.GetMyRights), range(4000)))
        self.assertEqual([error for error in errors if error], [])

    def test_who_calls_is_what_the_token_says(self):
        rights = self.through(subject="ada").GetMyRights(
            metadata=[("x-forwarded-for", "192.0.2.1"), ("x-real-ip", "192.0.2.1")]
        )
        self.assertEqual(rights.subject, "ada")
        error = error_of(self.through(subject="").GetMyRights)
        self.assertEqual((error.code.name, error.reason), ("UNAUTHENTICATED", "IDENTITY_MISSING"))

    def test_a_certificate_ends_at_the_edge(self):
        """It gives nobody the role of a service."""
        folder = self.realm.folder
        pair = (folder / "lotse-reporting.key", folder / "lotse-reporting.pem")
        service = self.through(subject="", client_certificate=pair)
        self.assertEqual(error_of(service.GetMyRights).reason, "IDENTITY_MISSING")


class PassesOverSockets(Passes):
    """The same, where the edge reaches the daemons over their sockets."""

    OVER_SOCKETS = True


class Refuses(EdgeCase):
    def setUp(self):
        time.sleep(2.5)  # Until the calls of the test before do not count any more.

    def test_what_is_too_large(self):
        admin = self.admin()
        error = error_of(admin.ListProgrammes, page_token="x" * (5 * MIB))
        self.assertEqual(error.code.name, "RESOURCE_EXHAUSTED")
        self.assertIn("too large", error.message)
        # A request that just fits gets its answer from the service.
        error = error_of(admin.ListProgrammes, page_token="x" * (4 * MIB - 100))
        self.assertEqual(error.reason, "INVALID_PAGE_TOKEN")

    def test_metadata_that_is_too_large(self):
        admin = self.admin()
        for size in (17_000, 40_000, 1_000_000):
            error = error_of(admin.GetMyRights, metadata=[("x-long", "y" * size)])
            self.assertIsNotNone(error, size)
        self.assertIsNone(error_of(admin.GetMyRights))

    def test_too_many_calls(self):
        admin = self.admin()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            errors = list(pool.map(lambda _: error_of(admin.GetMyRights), range(1500)))
        refused = [error for error in errors if error]
        self.assertGreater(len(refused), 100)
        self.assertGreaterEqual(len(errors) - len(refused), 200)
        for error in refused:
            self.assertEqual((error.code.name, error.reason), ("RESOURCE_EXHAUSTED", "RATE_LIMITED"))
            self.assertEqual(error.info.domain, "edge.lotse")
            self.assertEqual(error.retry.retry_delay.seconds, 1)
            self.assertEqual((error.status.code, error.status.message), (8, error.message))

    def test_each_address_has_its_rate(self):
        headers = raw.call_headers(MY_RIGHTS, f"engagement.{DOMAIN}")
        before = len(self.edge.calls())
        calls = b"".join(
            raw.frame(raw.HEADERS, raw.END_HEADERS, number, headers)
            + raw.frame(raw.DATA, raw.END_STREAM, number, bytes(5))
            for number in range(1, 201, 2)
        )
        with contextlib.ExitStack() as open_ones:
            connections = [
                open_ones.enter_context(self.edge.connection(source=HOSTILE)) for _ in range(8)
            ]
            for connection in connections:
                connection.sendall(raw.hello() + calls)
            for connection in connections:
                raw.wait_for_ends(connection, 100)
        self.assertIsNone(error_of(self.admin().GetMyRights))
        ends = [json.loads(line)["grpc_status"] for line in self.edge.calls()[before:]]
        self.assertGreater(ends.count("8"), 100, collections.Counter(ends))
        self.assertGreater(ends.count("16"), 50, "what is not too fast gets to the service")

    def status_of(self, path, **options):
        """The status of a call without a token, as the log has it."""
        before = len(self.edge.calls())
        self.raw_answer(path, body=bytes(5), **options)
        wait_for(lambda: len(self.edge.calls()) > before, "the line")
        return json.loads(self.edge.calls()[before])["grpc_status"]

    def raw_answer(self, path, host=f"engagement.{DOMAIN}", body=b"", **options):
        with self.edge.connection(**options) as connection:
            headers = raw.frame(raw.HEADERS, raw.END_HEADERS, 1, raw.call_headers(path, host))
            data = raw.frame(raw.DATA, raw.END_STREAM, 1, body)
            connection.sendall(raw.hello() + headers + data)
            return raw.answer(connection)

    def test_what_is_not_the_api_of_the_name(self):
        for service in SERVICES:
            channel = self.admin(service).channel
            others = {
                method.containing_service.full_name: f"/{method.containing_service.full_name}/{method.name}"
                for other in SERVICES if other != service
                for method in api.methods(other)
                if not method.containing_service.full_name.startswith("lotse.type.")
            }  # fmt: skip
            self.assertGreater(len(others), 2)
            for path in [
                "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch",
                "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                "/grpc.channelz.v1.Channelz/GetServers", "/metrics", "/livez", "/", "/x/y",
                f"/lotse.{service}.v1alpha./", f"/lotse.{service}.v1alpha.XService/Get?x",
                f"/lotse.{service}.v1alpha.XService/../Check",
                f"/lotse.{service}.v1alpha.XService/%47et", f"//lotse.{service}.v1alpha.XService/Get",
                *others.values(),
            ]:  # fmt: skip
                with self.subTest(path=path, service=service):
                    error = error_of(raw_call, channel, path)
                    self.assertEqual(error.code.name, "UNIMPLEMENTED")
                    self.assertIn("under this name", error.message)

    def test_management(self):
        """No port of it is in the configuration, or open on another address."""
        text = b"".join(files_of(ROOT / "deploy/nginx").values()).decode()
        for service in SERVICES:
            settings = json.loads((ROOT / f"deploy/config/{service}.json").read_text())
            address = settings["server"]["managementListen"]
            self.assertNotIn(address.rpartition(":")[2], text)
            daemon = self.services[service]
            self.assertEqual(daemon.status("/livez"), 200)
            for address in (HOSTILE, "::1"):
                with self.assertRaises(OSError):
                    socket.create_connection((address, daemon.management_port), timeout=5)
        for path in ("/metrics", "/livez", "/readyz", "/"):
            with self.edge.connection(alpn="http/1.1") as connection:
                host = f"engagement.{DOMAIN}"
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                self.assertEqual((answer.status, answer.headers["Server"]), (415, "nginx"))

    def test_other_names(self):
        for host in (DOMAIN, f"admin.{DOMAIN}", "localhost"):
            with self.subTest(host=host), self.assertRaises(ssl.SSLError):
                self.edge.connection(host=host).close()
        # One name for the handshake, another for the call.
        self.assertEqual(self.status_of(MY_RIGHTS), "16", "it reaches the service")
        self.assertEqual(self.status_of(MY_RIGHTS, host="elsewhere.example.org"), "12")

    def test_what_is_not_encrypted(self):
        for said in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", raw.hello()):
            with socket.create_connection(("127.0.0.1", self.edge.port), timeout=10) as connection:
                connection.sendall(said)
                answer = connection.recv(1000)
                self.assertTrue(answer == b"" or b"400 Bad Request" in answer, answer)
        context = ssl.create_default_context(cafile=self.edge.authority.certificate)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection(("127.0.0.1", self.edge.port), timeout=10) as plain:
            with self.assertRaises(OSError):
                context.wrap_socket(plain, server_hostname=f"survey.{DOMAIN}")


class Services(EdgeCase):
    def test_one_without_tls_is_not_reached(self):
        """It might have no authentication either."""
        reporting = self.services["reporting"]
        reporting.stop()
        self.daemon("reporting", listen=reporting.address)
        error = error_of(self.admin("reporting").ListBlobs)
        self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", ""))

    def test_one_that_is_gone(self):
        engagement, admin = self.services["engagement"], self.admin()
        self.assertIsNone(error_of(admin.GetMyRights))
        engagement.stop()
        error = error_of(admin.GetMyRights)
        self.assertEqual(error.code.name, "UNAVAILABLE")
        self.assertIn("does not answer", error.message)
        error = error_of(self.admin("survey").ListBlobs)
        self.assertEqual(error.reason, "PERMISSION_MISSING", "others go on")
        engagement.start(listen=engagement.address)
        self.assertIsNone(error_of(admin.GetMyRights))


class Networks(unittest.TestCase):
    def test_ipv6_counts_by_64_bits(self):
        """The patterns of limits.conf, as nginx writes addresses."""
        text = (ROOT / "deploy/nginx/lotse/limits.conf").read_text(encoding="utf-8")
        patterns = re.findall(r'^  "~(\^\(\?<lotse_prefix>.*)" \$lotse_prefix;$', text, re.MULTILINE)
        self.assertEqual(len(patterns), 2)
        for address, network in (
            ("192.0.2.17", "192.0.2.17"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:"),
            ("2001:db8:1:2::6", "2001:db8:1:2:"),
            ("2001:db8:1:2:0:0:5::", "2001:db8:1:2:"),
            ("2001:db8::6", "2001:db8::"),
            ("2001:db8:1::", "2001:db8:1::"),
            ("::1", "::"),
        ):
            with self.subTest(address=address):
                found = [re.match(p.replace("?<", "?P<"), address) for p in patterns]
                found = [match[1] for match in found if match] or [address]
                self.assertEqual(found[0], network)


if __name__ == "__main__":
    unittest.main(verbosity=2)
