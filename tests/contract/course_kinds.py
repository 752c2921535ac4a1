"""The course of an engagement: the resource types of resources.py that say how it goes on,
and one of each below any engagement."""

from lotse.engagement.v1alpha import action_item_pb2, agreement_pb2, phase_pb2, track_pb2
from lotse_testing import samples
from lotse_testing.samples import date, text

IDS = {"agreement": "erste", "track": "soziales", "phase": "auftrag", "action_item": "klaeren"}

TRACK = f"{samples.ENGAGEMENT}/tracks/{IDS['track']}"


def _agreement(identifier):
    return agreement_pb2.Agreement(
        effective_date=date(2026, 3, 1),
        focus_items=[agreement_pb2.FocusItem(focus_id="kita", title=text(f"Kita {identifier}"))],
    )


def _track(identifier):
    return track_pb2.Track(title=text(f"Strang {identifier}"))


def _phase(identifier):
    # Each at a position of its own.
    position = sum(ord(c) << i for i, c in enumerate(identifier))
    return phase_pb2.Phase(title=text(f"Phase {identifier}"), position=position)


def _action_item(identifier):
    return action_item_pb2.ActionItem(
        title=text(f"Auftrag {identifier}"), due_date=date(2026, 9, 30)
    )


def _prepare_phase(client):
    samples.make_engagement(client)
    client.CreateTrack(
        parent=samples.ENGAGEMENT, track_id=IDS["track"], track=_track(IDS["track"])
    )


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    of_engagement = {"parent": samples.ENGAGEMENT, "prepare": samples.make_engagement}
    return (
        kind(
            "engagement", "Agreement", make=_agreement,
            change=change("effective_date", date(2026, 4, 1)), **of_engagement,
        ),
        kind(
            "engagement", "Track", make=_track,
            change=change("lead_function_id", "leitung-soziales"), **of_engagement,
        ),
        kind(
            "engagement", "Phase", TRACK, _phase,
            change=change("planned_end_date", date(2026, 12, 31)), prepare=_prepare_phase,
        ),
        kind(
            "engagement", "ActionItem", make=_action_item,
            change=change("responsible_function", "leitung-kita"), **of_engagement,
        ),
    )  # fmt: skip


def fill(client, engagement):
    """One of each below an engagement."""
    client.CreateAgreement(
        parent=engagement, agreement_id=IDS["agreement"], agreement=_agreement("erste")
    )
    client.CreateTrack(parent=engagement, track_id=IDS["track"], track=_track("soziales"))
    client.CreatePhase(
        parent=f"{engagement}/tracks/{IDS['track']}", phase_id=IDS["phase"], phase=_phase("auftrag")
    )
    client.CreateActionItem(
        parent=engagement, action_item_id=IDS["action_item"], action_item=_action_item("klaeren")
    )
