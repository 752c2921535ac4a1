"""Exports and imports, one of each below any engagement. They go on by themselves, so the
tests over all resource types, which compare what was made with what is there, are not about
them; tests/clients/transfer_test.py is."""

from lotse.engagement.v1alpha import export_job_pb2, import_job_pb2, transfer_pb2
from lotse.type.v1alpha import blob_pb2, blob_service_pb2

IDS = {"export_job": "ausfuhr", "import_job": "einfuhr"}

CSV = transfer_pb2.TRANSFER_FORM_CSV


def fill(client, engagement):
    """One of each below an engagement."""
    client.CreateExportJob(
        parent=engagement, export_job_id=IDS["export_job"],
        export_job=export_job_pb2.ExportJob(form=CSV, collection="goals"),
    )  # fmt: skip
    head = blob_service_pb2.UploadBlobRequest.Head(
        parent=engagement, blob=blob_pb2.Blob(file_name="ziele.csv", media_type="text/csv")
    )
    blob = client.UploadBlob(blob_service_pb2.UploadBlobRequest(head=head, piece=b"name\n"))
    client.CreateImportJob(
        parent=engagement, import_job_id=IDS["import_job"],
        import_job=import_job_pb2.ImportJob(form=CSV, collection="goals", source=blob.name),
    )  # fmt: skip
