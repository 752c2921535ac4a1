"""The management port, health and reflection of each daemon."""

import os
import resource
import signal
import threading
import time
import unittest

import grpc

from lotse_testing import api, samples, standard_services
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.daemon import run
from lotse_testing.places import SERVICES
from lotse_testing.standard_services import NOT_SERVING, SERVING

# gRPC's status codes as the metrics spell them.
CODES = (
    "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound",
    "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted",
    "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
)  # fmt: skip


def _type(method):
    if method.client_streaming:
        return "bidi_stream" if method.server_streaming else "client_stream"
    return "server_stream" if method.server_streaming else "unary"


def labels(method, **more):
    return frozenset(
        {
            "grpc_type": _type(method),
            "grpc_service": method.containing_service.full_name,
            "grpc_method": method.name,
            **more,
        }.items()
    )


def reasons(daemon):
    """How many calls ended with each reason."""
    return {
        dict(labels)["reason"]: value
        for (name, labels), value in daemon.metrics().items()
        if name == "lotse_call_errors_total"
    }


class Pages(Case):
    def test_livez_and_readyz(self):
        for service in SERVICES:
            daemon = self.daemon(service)
            for path in ("/livez", "/readyz"):
                status, headers, body = daemon.get(path)
                self.assertEqual((status, body), (200, "ok\n"))
                self.assertTrue(headers["Content-Type"].startswith("text/plain"))
                self.assertEqual(headers["Cache-Control"], "no-store")

    def test_nothing_else_is_served(self):
        daemon = self.daemon("survey")
        for path in ("/", "/metrics/x", "/livezz", "/..%2f..%2fetc/passwd", "/survey.db"):
            self.assertEqual(daemon.status(path), 404, path)

    def test_readyz_does_not_depend_on_the_others(self):
        reporting = self.daemon("reporting")
        self.assertEqual(reporting.status("/readyz"), 200)


class Metrics(Case):
    def test_all_series_are_there_from_the_start(self):
        for service in SERVICES:
            series = self.daemon(service).metrics()
            expected = set()
            for method in api.methods(service):
                expected.add(("grpc_server_started_total", labels(method)))
                expected.add(("grpc_server_handling_seconds_count", labels(method)))
                expected.add(("grpc_server_handling_seconds_sum", labels(method)))
                if _type(method) != "unary":
                    expected.add(("grpc_server_msg_received_total", labels(method)))
                    expected.add(("grpc_server_msg_sent_total", labels(method)))
                for code in CODES:
                    expected.add(("grpc_server_handled_total", labels(method, grpc_code=code)))
            found = {
                key
                for key in series
                if key[0].startswith("grpc_server_") and not key[0].endswith("_bucket")
            }
            self.assertEqual(found, expected)
            self.assertEqual({series[key] for key in found}, {0.0})
            buckets = [key for key in series if key[0] == "grpc_server_handling_seconds_bucket"]
            self.assertEqual({series[key] for key in buckets}, {0.0})
            per_method = len(buckets) / len(list(api.methods(service)))
            self.assertGreaterEqual(per_method, 10)
            self.assertEqual(per_method, int(per_method))

    def test_calls_are_counted_at_once(self):
        """One call of each method, in the way that nobody can serve."""
        for service in SERVICES:
            daemon = self.daemon(service)
            with connect(daemon) as client:
                for method in api.methods(service):
                    error = error_of(getattr(client, method.name))
                    series = daemon.metrics(f'grpc_method="{method.name}"')
                    code = "OK" if error is None else "InvalidArgument"
                    handled = {
                        c: series["grpc_server_handled_total", labels(method, grpc_code=c)]
                        for c in CODES
                    }
                    self.assertEqual(handled, {c: float(c == code) for c in CODES}, method.name)
                    self.assertEqual(series["grpc_server_started_total", labels(method)], 1)
                    self.assertEqual(
                        series["grpc_server_handling_seconds_count", labels(method)], 1
                    )
                total = sum(
                    value
                    for (name, _), value in daemon.metrics().items()
                    if name == "grpc_server_handled_total"
                )
                self.assertEqual(total, len(list(api.methods(service))))

    def test_codes_are_told_apart(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client)
            error_of(client.GetWave, name=samples.WAVE + "-none")
            error_of(client.CloseWave, name=samples.WAVE, etag="17")
            error_of(client.TabulateWave, name=samples.WAVE)
        series = daemon.metrics()
        by_name = {m.name: m for m in api.methods("survey")}
        for method, code in (
            ("GetWave", "NotFound"),
            ("CloseWave", "Aborted"),
            ("TabulateWave", "FailedPrecondition"),
            ("CreateWave", "OK"),
        ):
            key = ("grpc_server_handled_total", labels(by_name[method], grpc_code=code))
            self.assertEqual(series[key], 1, method)

    def test_errors_are_told_apart_by_their_reasons(self):
        daemon = self.daemon("survey")
        before = reasons(daemon)
        self.assertEqual(set(before), set(api.REASONS))
        self.assertEqual(set(before.values()), {0})
        with connect(daemon) as client:
            samples.make_wave(client)
            error_of(client.GetWave, name=samples.WAVE + "-none")
            error_of(client.GetWave, name="nonsense")
        expected = {**before, "RESOURCE_NOT_FOUND": 1, "INVALID_FIELDS": 1}
        self.assertEqual(reasons(daemon), expected)

    def test_the_process_tells_of_itself(self):
        for service in SERVICES:
            before = time.time()
            daemon = self.daemon(service, "--threads=3")
            values = {name: value for (name, _), value in daemon.metrics().items()}
            self.assertEqual(values["lotse_ready"], 1)
            self.assertEqual(values["lotse_threads"], 3)
            self.assertEqual(values["lotse_threads_busy"], 0)
            self.assertEqual(values["lotse_log_lines_dropped_total"], 0)
            version = run(service, "--version")[1].split()[1]
            info = ("lotse_build_info", frozenset({("version", version)}))
            self.assertEqual(daemon.metrics()[info], 1)
            self.assertAlmostEqual(values["process_start_time_seconds"], before, delta=30)
            open_now = len(os.listdir(f"/proc/{daemon.pid}/fd"))
            self.assertAlmostEqual(values["process_open_fds"], open_now, delta=10)
            limit = resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE)[0]
            self.assertEqual(values["process_max_fds"], limit)
            rss = 1024 * daemon.rss_kib()
            self.assertAlmostEqual(values["process_resident_memory_bytes"], rss, delta=rss / 2)
            self.assertGreater(values["process_cpu_seconds_total"], 0)

    def test_what_people_do_is_counted(self):
        engagement, survey = self.daemon("engagement"), self.daemon("survey")
        with connect(survey) as client:
            samples.make_wave(client)
        overdue = {
            dict(labels)["kind"]: value
            for (name, labels), value in engagement.metrics().items()
            if name == "lotse_engagement_overdue"
        }
        self.assertEqual(overdue, {"measure": 0, "phase": 0, "report": 0})
        survey.stop()
        survey.start()  # It counts at its start, and every minute.
        open_waves = ("lotse_survey_open_waves", frozenset())
        wait_for(lambda: survey.metrics()[open_waves] == 1, "the wave to be counted")
        waiting = ("lotse_reporting_versions_waiting", frozenset())
        self.assertEqual(self.daemon("reporting").metrics()[waiting], 0)


class Health(Case):
    def test_serving(self):
        for service in SERVICES:
            daemon = self.daemon(service)
            with connect(daemon) as client:
                self.assertEqual(standard_services.check_health(client.channel), SERVING)

    def test_draining_is_told_before_the_end(self):
        """An open reflection stream holds the daemon in its drain: meanwhile it
        is alive, not ready and not serving, and after drain_seconds it ends."""
        for service in SERVICES:
            daemon = self.daemon(service, "--reflection", "--drain_seconds=3")
            with connect(daemon) as client, connect(daemon) as watcher:
                stream = standard_services.Reflection(client.channel)
                stream.list_services()
                seen = []
                told = threading.Event()

                def watch(channel=watcher.channel, seen=seen, told=told):
                    try:
                        for status in standard_services.watch_health(channel):
                            seen.append(status)
                            told.set()
                    except grpc.RpcError:
                        pass

                thread = threading.Thread(target=watch)
                thread.start()
                self.assertTrue(told.wait(10))
                self.assertEqual(daemon.status("/readyz"), 200)
                start = time.monotonic()
                daemon.signal(signal.SIGTERM)
                wait_for(lambda d=daemon: d.status("/readyz") == 503, "readyz to say 503", 2)
                self.assertEqual(daemon.status("/livez"), 200)
                self.assertEqual(daemon.status("/metrics"), 200)
                self.assertEqual(daemon.wait(), 0)
                self.assertGreater(time.monotonic() - start, 2.5, "the stream did not hold it")
                thread.join(10)
                self.assertEqual(seen[:2], [SERVING, NOT_SERVING])
                stream.close()


class Reflection(Case):
    def test_off_unless_asked_for(self):
        for service in SERVICES:
            daemon = self.daemon(service)
            with connect(daemon) as client:
                stream = standard_services.Reflection(client.channel)
                with self.assertRaises(grpc.RpcError) as raised:
                    stream.list_services()
                self.assertEqual(raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
                stream.close()

    def test_on(self):
        for service in SERVICES:
            daemon = self.daemon(service, "--reflection")
            with connect(daemon) as client:
                stream = standard_services.Reflection(client.channel)
                listed = stream.list_services()
                for method in api.methods(service):
                    self.assertIn(method.containing_service.full_name.encode(), listed)
                stream.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
