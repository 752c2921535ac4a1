"""A story that is played against the real daemon, and what a test asks it."""

import datetime
import zoneinfo

from google.protobuf import timestamp_pb2
from google.rpc import error_details_pb2
from google.type import date_pb2
from lotse.engagement.v1alpha import goal_pb2, phase_pb2, progress_service_pb2
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from story import ENGAGEMENT, UNITS, Story

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")

# How a phase is drawn in the matrix.
SIGNS = {
    "STATE_PLANNED": ".", "STATE_READY": "r", "STATE_ACTIVE": "A", "STATE_IN_GATE": "G",
    "STATE_COMPLETED": "C", "STATE_REOPENED": "R", "STATE_SKIPPED": "S",
}  # fmt: skip


def date(day):
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def last_id(name):
    return name.rpartition("/")[2]


class Played(Case):
    # First day of the story.
    START = None

    def setUp(self):
        self.story = Story(self.START)
        self.clock = self.folder("clock")
        self.clock.write_text("2020-01-01T00:00:00+01:00")
        self.engagement = self.daemon("engagement", f"--development_clock_file={self.clock}")
        self.client = self.enterContext(connect(self.engagement))
        self.played = None

    def evening(self, text):
        return datetime.datetime.combine(self.story.day(text), datetime.time(18), BERLIN)

    def play(self, text):
        """Plays to the end of a day of the story and lets it be six in the evening."""
        today = self.story.day(text)
        after = [f"--after={self.played}"] if self.played else []
        lotse(
            "seed", "scenario-a", f"--start={self.START}", f"--until={today}", *after,
            f"--clock-file={self.clock}", daemons=[self.engagement], timeout=600,
        )  # fmt: skip
        self.clock.write_text(self.evening(text).isoformat())
        self.played = today
        return today

    # What is due.

    def due_items(self, days=0):
        return self.client.ListDueItems(parent=ENGAGEMENT, days=days, page_size=1000).items

    def due_item(self, name):
        return next(item for item in self.due_items() if item.resource == name)

    def check_due(self, today, days=0):
        """All that is due within so many days, as the tables of the story have it."""
        kinds = progress_service_pb2.DueItem.Kind.Name
        found = {}
        for item in self.due_items(days):
            due = datetime.date(item.due_date.year, item.due_date.month, item.due_date.day)
            found[kinds(item.kind).removeprefix("KIND_"), item.resource, due] = item
        self.assertEqual(set(found), self.story.due(today, days))
        self.assertTrue(found)
        for (_, _, due), item in found.items():
            self.assertEqual((item.overdue, item.days), (due < today, (due - today).days), item)

    # Questions, as sets and texts that are easy to compare.

    def gaps(self):
        kinds = progress_service_pb2.Gap.Kind.Name
        found = self.client.ListGaps(parent=ENGAGEMENT, page_size=1000).gaps
        return {(kinds(g.kind).removeprefix("KIND_"), last_id(g.resource)) for g in found}

    def rows(self):
        reply = self.client.ListPhaseMatrix(parent=ENGAGEMENT)
        return {last_id(row.track): row.cells for row in reply.rows}

    def matrix(self):
        """The phases of each track as signs, in order."""
        states = phase_pb2.Phase.State.Name
        return {t: "".join(SIGNS[states(c.state)] for c in cells) for t, cells in self.rows().items()}

    def late(self):
        """Phases whose last day as planned is past."""
        return {
            f"{track}/{last_id(cell.phase)}"
            for track, cells in self.rows().items()
            for cell in cells
            if cell.overdue
        }

    def completed(self, track, phase):
        """Year and month in which a gate was passed."""
        (cell,) = [c for c in self.rows()[track] if last_id(c.phase) == phase]
        return cell.complete_date.year, cell.complete_date.month

    def stale(self):
        """Everything that a phase opened again has marked."""
        client, everything = self.client, dict(page_size=1000)
        found = [
            *client.ListPhases(parent=f"{ENGAGEMENT}/tracks/-", **everything).phases,
            *client.ListGoals(parent=ENGAGEMENT, **everything).goals,
            *client.ListMeasures(parent=ENGAGEMENT, **everything).measures,
        ]
        return {resource.name.removeprefix(f"{ENGAGEMENT}/") for resource in found if resource.stale}

    def capacity(self, unit):
        """Planned days and days that a unit can give, by month of the story; with a mark
        where it is too much."""
        rows = self.client.GetCapacity(name=ENGAGEMENT, page_size=1000).rows
        months = {self.story.month(number): number for number in range(1, 15)}
        return {
            months[row.year, row.month]: (row.planned_days.value, row.capacity_days.value)
            + (("!",) if row.overloaded else ())
            for row in rows
            if row.org_unit == f"{UNITS}/{unit}"
        }

    def achievement(self, indicator, **fields):
        return self.client.GetAchievement(name=f"{ENGAGEMENT}/indicators/{indicator}", **fields)

    def due_measurements(self):
        """(indicator, first day) of each value that is due."""
        reply = self.client.ListDueMeasurements(parent=ENGAGEMENT, page_size=1000)
        return {
            (last_id(d.indicator), datetime.date(d.start_date.year, d.start_date.month, d.start_date.day))
            for d in reply.due_measurements
        }

    def changes(self):
        """The change log of the engagement."""
        found, cursor = [], ""
        while True:
            reply = self.client.ListChanges(parent=ENGAGEMENT, cursor=cursor, page_size=1000)
            found += reply.changes
            cursor = reply.next_cursor
            if not reply.more:
                return found

    def states(self, text, kind):
        """Resources of a kind as they were in the evening of a day, by their last id."""
        as_of = timestamp_pb2.Timestamp(seconds=int(self.evening(text).timestamp()))
        found, token = {}, ""
        while True:
            reply = self.client.ListStates(
                parent=ENGAGEMENT, as_of_time=as_of, page_size=1000, page_token=token
            )
            for packed in reply.resources:
                resource = kind()
                if packed.Unpack(resource):
                    found[last_id(resource.name)] = resource
            token = reply.next_page_token
            if not token:
                return found

    def obstacles(self, error):
        failure = error.detail(error_details_pb2.PreconditionFailure)
        return {v.subject.removeprefix(ENGAGEMENT) for v in failure.violations}

    def counts(self):
        client, everything = self.client, dict(page_size=1000)
        phases = client.ListPhases(parent=f"{ENGAGEMENT}/tracks/-", **everything).phases
        levels = [goal.level for goal in client.ListGoals(parent=ENGAGEMENT, **everything).goals]
        measures, indicators = f"{ENGAGEMENT}/measures", f"{ENGAGEMENT}/indicators"
        return {
            "tracks": len(client.ListTracks(parent=ENGAGEMENT).tracks),
            "phases": len(phases),
            "gates": sum(p.state == phase_pb2.Phase.STATE_COMPLETED for p in phases),
            "goals": tuple(
                levels.count(level)
                for level in (
                    goal_pb2.Goal.LEVEL_GUIDING,
                    goal_pb2.Goal.LEVEL_INTERMEDIATE,
                    goal_pb2.Goal.LEVEL_ACTION,
                )
            ),
            "measures": len(client.ListMeasures(parent=ENGAGEMENT, **everything).measures),
            "milestones": len(client.ListMilestones(parent=f"{measures}/-", **everything).milestones),
            "indicators": len(client.ListIndicators(parent=ENGAGEMENT, **everything).indicators),
            "measurements": len(
                client.ListMeasurements(parent=f"{indicators}/-", **everything).measurements
            ),
            "meeting records": len(
                client.ListMeetingRecords(parent=ENGAGEMENT, **everything).meeting_records
            ),
            "decisions": len(client.ListDecisions(parent=ENGAGEMENT, **everything).decisions),
            "action items": len(client.ListActionItems(parent=ENGAGEMENT, **everything).action_items),
        }
