"""No room for the answers: a clear refusal, nothing half written, and work goes
on once there is room.

A small file system in memory is the disk where one can be mounted. The limit on
the size of a file needs no rights: a write fails in the same place.
"""

import resource
import shutil
import signal
import sqlite3
import unittest

import grpc

from lotse.type.v1alpha import blob_pb2, blob_service_pb2
from lotse_testing import reports, samples
from lotse_testing.api import CallError, connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.places import figure

# What is left: room for some responses.
ROOM = 64 * 1024
MOST_SUBMISSIONS = 5000


def ignore_file_size_signal():
    """In the child: a write past the limit fails, as on a full disk, instead of
    killing the process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


class FullDisk(Case):
    def test_limit_on_the_size_of_files(self):
        daemon = self.daemon("survey", preexec=ignore_file_size_signal)
        unlimited = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
        database = samples.wave_file(daemon.data_dir)

        def limit():
            size = database.stat().st_size + ROOM
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (size, unlimited[1]))

        def free():
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, unlimited)

        self.refused_then_taken(daemon, limit, free)

    def test_disk_that_is_full(self):
        disk = self.small_disk("4m")
        daemon = self.daemon("survey", data_dir=disk / "data")
        ballast = disk / "ballast"

        def limit():
            space = shutil.disk_usage(disk).free
            ballast.write_bytes(b"x" * (space - ROOM))

        self.refused_then_taken(daemon, limit, ballast.unlink)

    def refused_then_taken(self, daemon, limit, free):
        """Submits until `limit()` is hit; after `free()` it goes on."""
        database = samples.wave_file(daemon.data_dir)
        with connect(daemon) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 20)
            stored = 20
            limit()
            refused = None
            while refused is None:
                self.assertLess(stored, MOST_SUBMISSIONS, "the limit was never hit")
                submission = samples.submission(remark="x" * 500)
                refused = error_of(client.SubmitResponse, submission)
                stored += refused is None
            figure("full disk", f"refused after {stored} responses")
            self.assert_unavailable(refused)
            wait_for(lambda: daemon.status("/readyz") == 503, "readyz to say 503")
            self.assertEqual(daemon.status("/livez"), 200)
            # It goes on like that: a page may still have room for one, the next
            # needs a new page.
            for _ in range(20):
                error = error_of(client.SubmitResponse, samples.submission(remark="y" * 500))
                if error is None:
                    stored += 1
                else:
                    self.assert_unavailable(error)
            self.assertEqual(self.rows(database), stored)

            free()
            self.assertFalse(client.SubmitResponse(submission).duplicate, "half written")
            stored += 1
            self.assertEqual(daemon.status("/readyz"), 200)
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
            self.assertEqual(rate.responses, stored)
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.integrity(database), "ok")

    def test_other_services_refuse_too(self):
        """Every file of a resource store hits the limit at once."""
        daemon = self.daemon("engagement", preexec=ignore_file_size_signal)
        with connect(daemon) as client:
            samples.make_programme(client)
            unlimited = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (1024, unlimited[1]))
            self.assert_unavailable(error_of(samples.make_administration, client))
            self.assertEqual(daemon.status("/readyz"), 503)
            # What is stored can still be read.
            self.assertEqual(len(client.ListProgrammes().programmes), 1)
            self.assertEqual(len(client.ListAdministrations().administrations), 0)
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, unlimited)
            samples.make_administration(client)
            self.assertEqual(daemon.status("/readyz"), 200)
        daemon.kill()
        daemon.start()
        with connect(daemon) as client:
            self.assertEqual(len(client.ListAdministrations().administrations), 1)

    def test_what_cannot_be_noted_is_not_read(self):
        """A download has to stand in the change log before it is answered."""
        daemon = self.daemon("engagement", preexec=ignore_file_size_signal)
        with connect(daemon) as client:
            samples.make_programme(client)
            head = blob_service_pb2.UploadBlobRequest.Head(
                parent=samples.PROGRAMME,
                blob=blob_pb2.Blob(file_name="a.txt", media_type="text/plain"),
            )
            stored = client.UploadBlob(blob_service_pb2.UploadBlobRequest(head=head, piece=b"x"))
            unlimited = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (1024, unlimited[1]))
            messages = []
            with self.assertRaises(grpc.RpcError) as refused:
                for message in client.open_stream("DownloadBlob", name=stored.name):
                    messages.append(message)
            self.assert_unavailable(CallError("DownloadBlob", refused.exception))
            self.assertEqual(messages, [])
            resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, unlimited)
            self.assertEqual(client.DownloadBlob(name=stored.name)[0].piece, b"x")
            reads = client.ListChanges(parent=samples.PROGRAMME, filter='verb = "READ"').changes
            self.assertEqual([read.resource for read in reads], [stored.name])

    def test_no_file_is_frozen_that_was_cut_off(self):
        """The folder for temporary files is full while a workbook is put together there: no
        version is made of what is left, and one is once there is room."""
        disk = self.small_disk("256k")
        daemon = self.daemon(
            "reporting",
            "--engagement_address=127.0.0.1:1",
            "--survey_address=127.0.0.1:1",
            environment={"TMPDIR": str(disk)},
        )
        ballast = disk / "ballast"
        with connect(daemon) as client:
            report = reports.make_report(client, "voll", waves=())
            # Nothing, and less than a sheet.
            for room in (0, 4096):
                ballast.unlink(missing_ok=True)
                ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - room))
                version = reports.assemble(client, report)
                self.assertEqual(version.state, version.STATE_FAILED)
                self.assertEqual(version.failure.reason, "STORE_UNAVAILABLE")
                self.assertIn("free space", version.failure.message)
                self.assertEqual((version.content_sha256, len(version.artifacts)), ("", 0))
            ballast.unlink()
            version = reports.assemble(client, report)
            self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
            verified = client.VerifyReportVersion(name=version.name)
            self.assertTrue(verified.same)
            # Made anew it has no room either, which is no fault of the version.
            ballast.write_bytes(b"x" * shutil.disk_usage(disk).free)
            error = error_of(client.VerifyReportVersion, name=version.name)
            self.assert_unavailable(error)
            self.assertIn("free space", error.message)
            ballast.unlink()
            self.assertEqual(client.VerifyReportVersion(name=version.name), verified)
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(list(disk.iterdir()), [], "what was begun is gone")

    def assert_unavailable(self, error):
        self.assertIsNotNone(error, "stored on a full disk")
        self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "STORE_UNAVAILABLE"))
        self.assertLessEqual(len(error.details_bytes), 2048)

    @staticmethod
    def rows(database):
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT count(*) FROM response").fetchone()[0]
        finally:
            connection.close()

    @staticmethod
    def integrity(database):
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return connection.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
