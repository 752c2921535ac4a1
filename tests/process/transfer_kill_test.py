"""kill -9 in the middle of an import: what was begun is FAILED at the next start, and the same
file again makes what is missing."""

import pathlib
import time
import unittest

from lotse.engagement.v1alpha import import_job_pb2, transfer_pb2
from lotse.type.v1alpha import blob_pb2, blob_service_pb2
from lotse_testing import chain, filled, samples
from lotse_testing.api import connect
from lotse_testing.case import Case, wait_for
from lotse_testing.cli import lotse
from lotse_testing.places import figure
from lotse_testing.samples import ENGAGEMENT, PROGRAMME

SIZE = 300
ROUNDS = 4

RUNNING = transfer_pb2.TRANSFER_STATE_RUNNING
FAILED = transfer_pb2.TRANSFER_STATE_FAILED


class TransferKill(Case):
    def upload(self, client, content):
        pieces = [content[i : i + (512 << 10)] for i in range(0, len(content), 512 << 10)]
        messages = [blob_service_pb2.UploadBlobRequest(piece=piece) for piece in pieces]
        messages[0].head.parent = PROGRAMME
        messages[0].head.blob.CopyFrom(
            blob_pb2.Blob(file_name="e.jsonl", media_type="application/json")
        )
        return client.UploadBlob(messages).name

    def begin(self, client, blob):
        return client.CreateImportJob(
            parent=PROGRAMME,
            import_job=import_job_pb2.ImportJob(
                form=transfer_pb2.TRANSFER_FORM_ENGAGEMENT, source=blob
            ),
        ).name

    def test_what_a_kill_left_is_repaired_by_the_same_file(self):
        source = self.daemon("engagement")
        file = pathlib.Path(self.folder("files"))
        with connect(source) as client:
            filled.fill(client, SIZE)
            before = filled.own(client)
        lotse("export", "engagement", ENGAGEMENT, f"--out={file}", daemons=[source])
        target = self.daemon("engagement")
        with connect(target) as client:
            samples.make_programme(client)
            blob = self.upload(client, file.read_bytes())
        partial = 0
        for round_number in range(ROUNDS):
            with connect(target) as client:
                name = self.begin(client, blob)
                wait_for(lambda: client.GetImportJob(name=name).state >= RUNNING, "the start")
                # Later each time: there is something left to do in the first rounds.
                least = 200 * (round_number + 1)
                deadline = time.monotonic() + 20
                while time.monotonic() < deadline:
                    job = client.GetImportJob(name=name)
                    if job.state != RUNNING or job.decided_count >= least:
                        break
            target.kill()
            target.start()
            with connect(target) as client:
                job = client.GetImportJob(name=name)
                figure(
                    f"kill -9 of an import, round {round_number}",
                    f"{job.decided_count} of {job.row_count} rows decided, {job.refused_count} "
                    f"refused, {transfer_pb2.TransferState.Name(job.state)}",
                )
                self.assertEqual(job.refused_count, 0, job)
                if job.state == FAILED:
                    self.assertIn("stopped", job.failure.description)
                    partial += 1
                # Each row is there as a whole or not at all.
                if job.decided_count:
                    found = filled.own(client)
                    self.assertEqual({n: before[n] for n in found}, found)
        self.assertGreater(partial, 0, "no kill hit an import")
        with connect(target) as client:
            name = self.begin(client, blob)
            job = wait_for(
                lambda: (j := client.GetImportJob(name=name)).state > RUNNING and j,
                "the end",
                seconds=60,
            )
            self.assertEqual(job.state, transfer_pb2.TRANSFER_STATE_SUCCEEDED, job)
            self.assertEqual(job.refused_count, 0)
            self.assertEqual(filled.own(client), before)
        target.stop()
        self.assertEqual(chain.faults(target.data_dir / "engagement.db"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
