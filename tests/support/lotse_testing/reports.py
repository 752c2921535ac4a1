"""Reports about the samples, and their versions.

Each maker goes through the API and returns what the service answered.
"""

import hashlib

from lotse.reporting.v1alpha import report_pb2, report_version_pb2
from lotse_testing.case import wait_for
from lotse_testing.samples import ENGAGEMENT, WAVE

ReportVersion = report_version_pb2.ReportVersion


def make_report(client, identifier, waves=(WAVE,), releases=(), language="de"):
    """A report without a version."""
    return client.CreateReport(
        parent=ENGAGEMENT,
        report_id=identifier,
        report=report_pb2.Report(
            waves=waves, releases=releases, language=language
        ),
    )


def assemble(client, report, **fields):
    """A version of a report, made to its end."""
    asked = client.AssembleReport(name=report.name, **fields)
    return wait_end(client, asked.name)


def wait_end(client, name):
    """A version, once it is no more being made."""

    def ended():
        version = client.GetReportVersion(name=name)
        return version if version.state > ReportVersion.STATE_ASSEMBLING else None

    return wait_for(ended, name, seconds=40)


def make_version(client, identifier, **options):
    """The first version of a new report, made to its end."""
    return assemble(client, make_report(client, identifier, **options))


def make_released(client, identifier):
    """A report with a version that was released."""
    version = make_version(client, identifier, waves=())
    version = client.SubmitReportVersion(name=version.name, etag=version.etag)
    return client.ReleaseReportVersion(name=version.name, etag=version.etag)


def artifact(client, version, form):
    """The bytes of a file of a version; `form` as `HTML`."""
    head, *pieces = client.GetArtifact(name=version.name, format=f"ARTIFACT_FORMAT_{form}")
    content = b"".join(piece.data for piece in pieces)
    assert hashlib.sha256(content).hexdigest() == head.head.sha256
    return content
