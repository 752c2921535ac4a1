"""Reports of what samples.py makes, and their versions."""

import hashlib
import time

from lotse.reporting.v1alpha import report_pb2, report_version_pb2
from lotse_testing.samples import ENGAGEMENT, WAVE, text

ReportVersion = report_version_pb2.ReportVersion

# How long a version may take to be made.
ASSEMBLY_SECONDS = 60


def make_report(
    client, identifier, waves=(WAVE,), language="de", kind=report_pb2.Report.KIND_STOCK_TAKING
):
    """What a report shall show; the same again is the report that is there."""
    return client.CreateReport(
        parent=ENGAGEMENT,
        report_id=identifier,
        report=report_pb2.Report(kind=kind, waves=waves, language=language),
    )


def assemble(client, report, reason=""):
    """A version of a report, once it was made or has failed."""
    correction = text(reason) if reason else None
    version = client.AssembleReport(name=report.name, correction_reason=correction)
    end = time.monotonic() + ASSEMBLY_SECONDS
    while version.state in (ReportVersion.STATE_REQUESTED, ReportVersion.STATE_ASSEMBLING):
        if time.monotonic() > end:
            raise AssertionError(f"waited {ASSEMBLY_SECONDS} s for {version.name}")
        time.sleep(0.02)
        version = client.GetReportVersion(name=version.name)
    return version


def make_version(client, identifier, **settings):
    """The first version of a report with these settings, as make_report takes them."""
    version = assemble(client, make_report(client, identifier, **settings))
    if version.state != ReportVersion.STATE_DRAFT:
        raise AssertionError(f"the version could not be made: {version.failure}")
    return version


def release_version(client, version):
    submitted = client.SubmitReportVersion(name=version.name, etag=version.etag)
    return client.ReleaseReportVersion(name=version.name, etag=submitted.etag)


def artifact(client, version, form="HTML"):
    """The bytes of a file of a version; they have the length and hash that were told."""
    head, *parts = client.GetArtifact(name=version.name, format=f"ARTIFACT_FORMAT_{form}")
    content = b"".join(part.data for part in parts)
    found = len(content), hashlib.sha256(content).hexdigest()
    if found != (head.head.size_bytes, head.head.sha256):
        raise AssertionError(f"{found} is not what was told: {head}")
    return content
