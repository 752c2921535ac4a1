"""From findings to measures: the resource types of resources.py that belong to the plan
of an engagement, and one of each below any engagement."""

from lotse.engagement.v1alpha import finding_pb2, goal_pb2, measure_pb2, milestone_pb2, need_pb2
from lotse_testing import samples
from lotse_testing.samples import date, text

MEASURE = f"{samples.ENGAGEMENT}/measures/uebersetzen"


def _finding(identifier):
    return finding_pb2.Finding(
        title=text(f"Befund {identifier}"), kind=finding_pb2.Finding.KIND_POTENTIAL
    )


def _need(identifier):
    return need_pb2.Need(title=text(f"Bedarf {identifier}"), priority=1)


def _goal(identifier):
    return goal_pb2.Goal(title=text(f"Ziel {identifier}"), level=goal_pb2.Goal.LEVEL_GUIDING)


def _measure(identifier):
    return measure_pb2.Measure(
        title=text(f"Maßnahme {identifier}"),
        start_date=date(2026, 4, 1),
        due_date=date(2026, 6, 30),
    )


def _milestone(identifier):
    return milestone_pb2.Milestone(title=text(f"Etappe {identifier}"), due_date=date(2026, 5, 1))


def _prepare_milestone(client):
    samples.make_engagement(client)
    client.CreateMeasure(
        parent=samples.ENGAGEMENT,
        measure_id=MEASURE.rsplit("/", 1)[1],
        measure=_measure("übersetzen"),
    )


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    of_engagement = {"parent": samples.ENGAGEMENT, "prepare": samples.make_engagement}
    return (
        kind(
            "engagement", "Finding", make=_finding,
            change=change("statement", text("Zwölf Sprachen im Haus")), **of_engagement,
        ),
        kind("engagement", "Need", make=_need, change=change("priority", 2), **of_engagement),
        kind(
            "engagement", "Goal", make=_goal, change=change("due_date", date(2026, 12, 31)),
            immutable=change("level", goal_pb2.Goal.LEVEL_ACTION), **of_engagement,
        ),
        kind(
            "engagement", "Measure", make=_measure, change=change("progress_percent", 20),
            **of_engagement,
        ),
        kind(
            "engagement", "Milestone", MEASURE, _milestone,
            change=change("due_date", date(2026, 5, 15)), prepare=_prepare_milestone,
        ),
    )  # fmt: skip


# The ids of what `fill` makes.
IDS = {
    "finding": "befund", "need": "bedarf", "goal": "ziel", "measure": "massnahme",
    "milestone": "etappe",
}  # fmt: skip


def fill(client, engagement):
    """One of each below an engagement."""
    for field, make in (
        ("finding", _finding), ("need", _need), ("goal", _goal), ("measure", _measure),
    ):  # fmt: skip
        content = {f"{field}_id": IDS[field], field: make(IDS[field])}
        getattr(client, f"Create{field.capitalize()}")(parent=engagement, **content)
    client.CreateMilestone(
        parent=f"{engagement}/measures/{IDS['measure']}",
        milestone_id=IDS["milestone"],
        milestone=_milestone(IDS["milestone"]),
    )
