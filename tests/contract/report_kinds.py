"""Templates of reports as a resource type of resources.py, and below any engagement a report with
a version. Versions go on by themselves, so the tests over all resource types are not about them."""

from lotse.reporting.v1alpha import report_pb2, report_template_pb2
from lotse_testing import samples
from lotse_testing.samples import text

# The ids of what `fill` makes.
IDS = {"report": "bericht", "version": "v0001", "report_template": "vorlage"}

PROGRESS, FINAL = report_pb2.Report.KIND_PROGRESS, report_pb2.Report.KIND_FINAL


def _report_template(identifier):
    Section = report_template_pb2.TemplateSection
    return report_template_pb2.ReportTemplate(
        title=text(f"Vorlage {identifier}"),
        kind=PROGRESS,
        sections=[
            Section(section_id="stand", title=text("Stand"), content=Section.CONTENT_PHASES),
            Section(
                section_id="herkunft", title=text("Herkunft"), content=Section.CONTENT_PROVENANCE
            ),
        ],
    )


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    return (
        kind(
            "reporting", "Report", samples.ENGAGEMENT,
            lambda identifier: report_pb2.Report(language="de", kind=PROGRESS),
            change=change("language", "en"), immutable=change("kind", FINAL),
        ),
        kind(
            "reporting", "ReportTemplate", samples.PROGRAMME, _report_template,
            change=change("accent_colour", "#1a4480"), immutable=change("kind", FINAL),
        ),
    )  # fmt: skip


def fill(client, engagement):
    """One of each below the programme and the engagement."""
    client.CreateReportTemplate(
        parent=engagement.partition("/engagements/")[0],
        report_template_id=IDS["report_template"],
        report_template=_report_template("eins"),
    )
    report = client.CreateReport(
        parent=engagement, report_id=IDS["report"], report={"language": "de"}
    )
    client.AssembleReport(name=report.name)
