"""Indicators and their values, bodies and what they decide: the resource types of
resources.py that measure and steer an engagement, and one of each below any engagement."""

from google.type import decimal_pb2
from lotse.engagement.v1alpha import (
    body_pb2,
    decision_pb2,
    indicator_pb2,
    measurement_pb2,
    meeting_record_pb2,
)
from lotse_testing import samples
from lotse_testing.samples import date, text

# The ids of what `fill` makes.
IDS = {
    "indicator": "schulungen", "measurement": "erste", "body": "steuerung",
    "decision": "leitbild", "meeting_record": "auftakt",
}  # fmt: skip

INDICATOR = f"{samples.ENGAGEMENT}/indicators/{IDS['indicator']}"
BODY = f"{samples.ENGAGEMENT}/bodies/{IDS['body']}"
OTHER_BODY = f"{samples.ENGAGEMENT}/bodies/planung"

Definition = indicator_pb2.IndicatorDefinition


def _indicator(identifier):
    return indicator_pb2.Indicator(
        title=text(f"Kennzahl {identifier}"),
        definition=Definition(
            unit=text("Personen"),
            value_type=Definition.VALUE_TYPE_COUNT,
            direction=Definition.DIRECTION_INCREASE,
            accumulation=Definition.ACCUMULATION_INCREMENT,
            aggregation=Definition.AGGREGATION_SUM,
        ),
    )


def _measurement(identifier):
    # Each id has a year of its own: periods do not overlap.
    year = 1900 + sum(position * byte for position, byte in enumerate(identifier.encode(), 1)) % 300
    return measurement_pb2.Measurement(
        start_date=date(year, 4, 1),
        end_date=date(year, 6, 30),
        value=decimal_pb2.Decimal(value="12"),
    )


def _body(identifier):
    return body_pb2.Body(
        title=text(f"Gruppe {identifier}"),
        kind=body_pb2.Body.KIND_STEERING,
        members=[body_pb2.BodyMember(function_id="leitung-soziales", chairs=True)],
    )


def _decision(identifier, body=BODY):
    return decision_pb2.Decision(
        title=text(f"Beschluss {identifier}"), text=text("Das Leitbild gilt."), body=body
    )


def _meeting_record(identifier, body=BODY):
    return meeting_record_pb2.MeetingRecord(
        body=body, meeting_date=date(2026, 4, 14), text=text(f"Protokoll {identifier}")
    )


def _prepare_measurement(client):
    samples.make_engagement(client)
    client.CreateIndicator(
        parent=samples.ENGAGEMENT,
        indicator_id=IDS["indicator"],
        indicator=_indicator(IDS["indicator"]),
    )


def _prepare_bodies(client):
    samples.make_engagement(client)
    for name in (BODY, OTHER_BODY):
        identifier = name.rsplit("/", 1)[1]
        client.CreateBody(
            parent=samples.ENGAGEMENT, body_id=identifier, body=_body(identifier)
        )


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    return (
        kind(
            "engagement", "Indicator", samples.ENGAGEMENT, _indicator,
            change=change("interval_months", 3),
            immutable=change("shared_indicator", f"{samples.PROGRAMME}/indicators/schulungen"),
            prepare=samples.make_engagement,
        ),
        kind(
            "engagement", "Measurement", INDICATOR, _measurement,
            change=change("value", decimal_pb2.Decimal(value="13")),
            immutable=change("start_date", date(2026, 5, 1)), prepare=_prepare_measurement,
        ),
        kind(
            "engagement", "Body", samples.ENGAGEMENT, _body,
            change=change("quorum", 1), prepare=samples.make_engagement,
        ),
        kind(
            "engagement", "Decision", samples.ENGAGEMENT, _decision,
            change=change("text", text("Das Leitbild gilt ab Mai.")),
            immutable=change("body", OTHER_BODY), prepare=_prepare_bodies,
        ),
        kind(
            "engagement", "MeetingRecord", samples.ENGAGEMENT, _meeting_record,
            change=change("attendee_count", 9),
            immutable=change("body", OTHER_BODY), prepare=_prepare_bodies,
        ),
    )  # fmt: skip


def fill(client, engagement):
    """One of each below an engagement."""
    body = f"{engagement}/bodies/{IDS['body']}"
    client.CreateIndicator(
        parent=engagement, indicator_id=IDS["indicator"], indicator=_indicator(IDS["indicator"])
    )
    client.CreateMeasurement(
        parent=f"{engagement}/indicators/{IDS['indicator']}",
        measurement_id=IDS["measurement"],
        measurement=_measurement(IDS["measurement"]),
    )
    client.CreateBody(parent=engagement, body_id=IDS["body"], body=_body(IDS["body"]))
    client.CreateDecision(
        parent=engagement, decision_id=IDS["decision"], decision=_decision(IDS["decision"], body)
    )
    client.CreateMeetingRecord(
        parent=engagement,
        meeting_record_id=IDS["meeting_record"],
        meeting_record=_meeting_record(IDS["meeting_record"], body),
    )
