"""An engagement with something of every kind, with states, and all that it holds as one
value that can be compared."""

from google.type import decimal_pb2

from lotse.engagement.v1alpha import (
    action_item_pb2,
    action_item_service_pb2,
    agreement_pb2,
    body_pb2,
    code_list_pb2,
    decision_pb2,
    decision_service_pb2,
    finding_pb2,
    finding_service_pb2,
    goal_pb2,
    goal_service_pb2,
    indicator_pb2,
    measure_pb2,
    measurement_pb2,
    meeting_record_pb2,
    milestone_pb2,
    municipal_service_pb2,
    need_pb2,
    org_unit_pb2,
    unit_interface_pb2,
)
from lotse.type.v1alpha import code_pb2
from lotse_testing import samples
from lotse_testing.samples import ADMINISTRATION, ENGAGEMENT, PROGRAMME, date, text

# Collections of an engagement, with what lies between.
OWN = {
    "agreements": "", "tracks": "", "phases": "/tracks/-", "action_items": "", "bodies": "",
    "decisions": "", "meeting_records": "", "findings": "", "needs": "", "goals": "",
    "measures": "", "milestones": "/measures/-", "indicators": "",
    "measurements": "/indicators/-",
}  # fmt: skip
OF_ADMINISTRATION = ("org_units", "unit_interfaces", "municipal_services")
OF_PROGRAMME = ("phase_templates", "code_lists", "goals", "indicators", "engagements")

Definition = indicator_pb2.IndicatorDefinition


def _list(client, collection, parent):
    method = getattr(client, "List" + "".join(word.title() for word in collection.split("_")))
    found, token = {}, ""
    while True:
        page = method(parent=parent, page_size=1000, page_token=token)
        found.update({r.name: r for r in getattr(page, collection)})
        token = page.next_page_token
        if not token:
            return found


def own(client, engagement=ENGAGEMENT):
    """All resources of an engagement by name, itself too."""
    found = {engagement: client.GetEngagement(name=engagement)}
    for collection, between in OWN.items():
        found.update(_list(client, collection, engagement + between))
    return found


def outside(client):
    """What it refers to, by name."""
    found = {ADMINISTRATION: client.GetAdministration(name=ADMINISTRATION)}
    for collection in OF_ADMINISTRATION:
        found.update(_list(client, collection, ADMINISTRATION))
    for collection in OF_PROGRAMME:
        found.update(_list(client, collection, PROGRAMME))
    return found


def fill(client, size):
    """An engagement; of what there is much, `size` each."""
    samples.make_course(client)
    samples.make_track(client, f"{ENGAGEMENT}/tracks/jugend")
    samples.move_phase(client, samples.PHASES[0], "PREPARE", "START")
    _fill_outside(client)
    _fill_plan(client, size)
    _fill_values(client, size)
    _fill_bodies(client, size)


def _fill_outside(client):
    for unit in ("eins", "zwei"):
        client.CreateOrgUnit(
            parent=ADMINISTRATION, org_unit_id=unit,
            org_unit=org_unit_pb2.OrgUnit(title=text(f"Amt {unit}"), headcount=12),
        )  # fmt: skip
    client.CreateUnitInterface(
        parent=ADMINISTRATION, unit_interface_id="zuzug",
        unit_interface=unit_interface_pb2.UnitInterface(
            title=text("Zuzug"),
            units=[f"{ADMINISTRATION}/orgUnits/{unit}" for unit in ("eins", "zwei")],
            state=unit_interface_pb2.UnitInterface.STATE_OPEN,
        ),
    )  # fmt: skip
    client.CreateMunicipalService(
        parent=ADMINISTRATION, municipal_service_id="wohngeld",
        municipal_service=municipal_service_pb2.MunicipalService(
            title=text("Wohngeld"), offer=municipal_service_pb2.MunicipalService.OFFER_REGULAR
        ),
    )  # fmt: skip
    client.CreateCodeList(
        parent=PROGRAMME, code_list_id="arten",
        code_list=code_list_pb2.CodeList(
            list_uri="urn:lotse:codelist:arten", version="1", title=text("Arten"),
            entries=[code_list_pb2.CodeListEntry(code="eins", label=text("eins"))],
        ),
    )  # fmt: skip
    client.CreateGoal(
        parent=PROGRAMME, goal_id="gemeinsam",
        goal=goal_pb2.Goal(title=text("Gemeinsam"), level=goal_pb2.Goal.LEVEL_GUIDING),
    )  # fmt: skip


def _fill_plan(client, size):
    client.CreateAgreement(
        parent=ENGAGEMENT, agreement_id="erste",
        agreement=agreement_pb2.Agreement(
            effective_date=date(2026, 3, 1),
            focus_items=[
                agreement_pb2.FocusItem(
                    focus_id="kita", title=text("Kita"),
                    content_level=code_pb2.Code(list="codeLists/c-01-v1", code="product"),
                )
            ],
        ),
    )  # fmt: skip
    guiding = client.CreateGoal(
        parent=ENGAGEMENT, goal_id="richtung",
        goal=goal_pb2.Goal(title=text("=1+1"), level=goal_pb2.Goal.LEVEL_GUIDING),
    )  # fmt: skip
    client.MoveGoal(
        name=guiding.name, etag=guiding.etag, step=goal_service_pb2.GOAL_STEP_PROPOSE
    )
    between = client.CreateGoal(
        parent=ENGAGEMENT, goal_id="zugang",
        goal=goal_pb2.Goal(
            title=text("Zugang"), level=goal_pb2.Goal.LEVEL_INTERMEDIATE, parent_goal=guiding.name
        ),
    )  # fmt: skip
    for i in range(size):
        finding = client.CreateFinding(
            parent=ENGAGEMENT, finding_id=f"befund-{i}",
            finding=finding_pb2.Finding(
                title=text(f"Befund {i}", f"Finding {i}"), kind=finding_pb2.Finding.KIND_POTENTIAL,
                evidence=[finding_pb2.Evidence(note=text("Gespräche im April"))],
                statement=text('Mit "Anführung",\nZeile; und ä'),
            ),
        )  # fmt: skip
        if i % 3 == 0:
            client.DecideFinding(
                name=finding.name, etag=finding.etag,
                step=finding_service_pb2.FINDING_STEP_VALIDATE,
            )  # fmt: skip
        need = client.CreateNeed(
            parent=ENGAGEMENT, need_id=f"bedarf-{i}",
            need=need_pb2.Need(
                title=text(f"Bedarf {i}"), priority=1 + i % 3, findings=[finding.name]
            ),
        )  # fmt: skip
        goal = client.CreateGoal(
            parent=ENGAGEMENT, goal_id=f"ziel-{i}",
            goal=goal_pb2.Goal(
                title=text(f"Ziel {i}"), level=goal_pb2.Goal.LEVEL_ACTION,
                parent_goal=between.name, needs=[need.name],
                accountable_unit=f"{ADMINISTRATION}/orgUnits/eins",
            ),
        )  # fmt: skip
        measure = client.CreateMeasure(
            parent=ENGAGEMENT, measure_id=f"massnahme-{i}",
            measure=measure_pb2.Measure(
                title=text(f"Maßnahme {i}"), start_date=date(2026, 4, 1),
                due_date=date(2026, 6, 30),
                goals=[measure_pb2.GoalMeasureLink(goal=goal.name, weight=_decimal("60.5"))],
            ),
        )  # fmt: skip
        client.CreateMilestone(
            parent=measure.name, milestone_id="auftrag",
            milestone=milestone_pb2.Milestone(title=text("Auftrag"), due_date=date(2026, 5, 1)),
        )  # fmt: skip


def _decimal(value):
    return decimal_pb2.Decimal(value=value)


def _fill_values(client, size):
    for i in range(max(1, size // 5)):
        indicator = client.CreateIndicator(
            parent=ENGAGEMENT, indicator_id=f"kennzahl-{i}",
            indicator=indicator_pb2.Indicator(
                title=text(f"Kennzahl {i}"),
                definition=Definition(
                    unit=text("Personen"), value_type=Definition.VALUE_TYPE_COUNT,
                    direction=Definition.DIRECTION_INCREASE,
                    accumulation=Definition.ACCUMULATION_INCREMENT,
                    aggregation=Definition.AGGREGATION_SUM,
                ),
            ),
        )  # fmt: skip
        for quarter in range(3):
            client.CreateMeasurement(
                parent=indicator.name, measurement_id=f"q{quarter}",
                measurement=measurement_pb2.Measurement(
                    start_date=date(2026, 1 + 3 * quarter, 1),
                    end_date=date(2026, 3 + 3 * quarter, 28), value=_decimal(str(quarter)),
                ),
            )  # fmt: skip


def _fill_bodies(client, size):
    body = client.CreateBody(
        parent=ENGAGEMENT, body_id="steuerung",
        body=body_pb2.Body(
            title=text("Steuerung"), kind=body_pb2.Body.KIND_STEERING,
            members=[body_pb2.BodyMember(function_id="leitung-soziales", chairs=True)],
        ),
    )  # fmt: skip
    decision = client.CreateDecision(
        parent=ENGAGEMENT, decision_id="leitbild",
        decision=decision_pb2.Decision(
            title=text("Leitbild"), text=text("Das Leitbild gilt."), body=body.name
        ),
    )  # fmt: skip
    client.MoveDecision(
        name=decision.name, etag=decision.etag, step=decision_service_pb2.DECISION_STEP_ADOPT
    )
    client.CreateMeetingRecord(
        parent=ENGAGEMENT, meeting_record_id="auftakt",
        meeting_record=meeting_record_pb2.MeetingRecord(
            body=body.name, meeting_date=date(2026, 4, 14), text=text("Protokoll")
        ),
    )  # fmt: skip
    for i in range(max(1, size // 5)):
        item = client.CreateActionItem(
            parent=ENGAGEMENT, action_item_id=f"auftrag-{i}",
            action_item=action_item_pb2.ActionItem(
                title=text(f"Auftrag {i}"), due_date=date(2026, 9, 30), decision=decision.name
            ),
        )  # fmt: skip
        if i % 2:
            client.MoveActionItem(
                name=item.name, etag=item.etag,
                step=action_item_service_pb2.ACTION_ITEM_STEP_FINISH,
            )  # fmt: skip
