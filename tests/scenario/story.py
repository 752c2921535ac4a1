"""Scenario A as its tables say it (cli/data/scenario-a), read without a line of what plays
it. What must be the case on a day is worked out here from the days in the tables."""

import calendar
import datetime
import json

from lotse_testing.places import ROOT

FOLDER = ROOT / "cli/data/scenario-a"
ENGAGEMENT = "programmes/vielfalt/engagements/musterstadt"
UNITS = "administrations/musterstadt/orgUnits"

# From the phase template of the story: which month each phase is planned to end in.
PLANNED_END = {
    "anbahnung": 0, "auftragsklaerung": 2, "bestandsaufnahme": 5, "zieldefinition": 6,
    "massnahmenplanung": 8, "umsetzung": 13, "bilanz": 14, "verstetigung": 14,
}  # fmt: skip


class Story:
    def __init__(self, start):
        self.start = start
        self._tables = [
            item
            for path in sorted(FOLDER.glob("*.json"))
            for item in json.loads(path.read_text()).get("play", [])
            if "template" in item
        ]

    def day(self, text):
        """`8-15` is the 15th of the eighth month, or its last day if it is shorter."""
        month, _, day = text.rpartition("-")
        number = self.start.year * 12 + self.start.month - 1 + int(month) - 1
        year, month = number // 12, number % 12 + 1
        return datetime.date(year, month, min(int(day), calendar.monthrange(year, month)[1]))

    def month(self, number):
        first = self.day(f"{number}-1")
        return first.year, first.month

    def rows(self, template):
        """The rows of all tables of a template, each with its constants."""
        for table in self._tables:
            if table["template"] == template:
                for row in table["rows"]:
                    yield {**table.get("same", {}), **dict(zip(table["columns"], row))}

    def by(self, today, text):
        """Whether that day of the story has come; `-` never comes."""
        return text != "-" and self.day(text) <= today

    # What is due: (kind, name, day), by invariant 17 and the comments of DueItem.

    def due(self, today, days=0):
        last = today + datetime.timedelta(days)
        found = {
            *self._measures(today), *self._milestones(today), *self._items(today),
            *self._phases(today), *self._goals(today),
        }  # fmt: skip
        return {item for item in found if item[2] <= last}

    def _open_measures(self, today):
        """Those that are planned and neither done nor cancelled, by id."""
        for row in self.rows("measure"):
            over = "11-12" if row["id"] == "s-pool-erweitern" else row["done"]
            if self.by(today, row["made"]) and not self.by(today, over):
                yield row

    def _measures(self, today):
        for row in self._open_measures(today):
            yield "MEASURE", f"{ENGAGEMENT}/measures/{row['id']}", self.day(row["due"])

    def _milestones(self, today):
        measures = {row["id"] for row in self._open_measures(today)}
        for row in self.rows("milestone"):
            if row["measure"] not in measures or not self.by(today, row["made"]):
                continue
            if not self.by(today, row["reached"]):
                name = f"{ENGAGEMENT}/measures/{row['measure']}/milestones/{row['id']}"
                yield "MILESTONE", name, self.day(row["due"])

    def _items(self, today):
        # Those that were conditions of a gate are in no table.
        conditions = [
            {"id": "kita-ausgangswert", "made": "5-22", "due": "6-30", "closed": "6-18"},
            {"id": "akteure-nachtragen", "made": "5-22", "due": "7-15", "closed": "7-17"},
            {"id": "sachbericht-ordnung", "made": "14-20", "due": "14-26", "closed": "14-27"},
        ]
        for row in [*self.rows("item"), *conditions]:
            if self.by(today, row["made"]) and not self.by(today, row["closed"]):
                yield "ACTION_ITEM", f"{ENGAGEMENT}/actionItems/{row['id']}", self.day(row["due"])

    def passed(self, track, phase):
        """The day in the story on which the phase was over."""
        conditional = {("jugend", "bestandsaufnahme"): "5-22", ("ordnung", "bilanz"): "14-20"}
        if (track, phase) in conditional:
            return conditional[track, phase]
        for row in self.rows("phase"):
            if (row["track"], row["phase"]) == (track, phase):
                return row["decide"]
        for row in self.rows("skipped"):
            if (row["track"], row["phase"]) == (track, phase):
                return row["day"]
        raise KeyError((track, phase))

    def _phases(self, today):
        again = {(r["track"], r["phase"]): self.day(r["to"]) for r in self.rows("planned")}
        for track in self.rows("track"):
            if not self.by(today, track["day"]):
                continue
            for phase, month in PLANNED_END.items():
                key = track["id"], phase
                reopened = key == ("personal", "bestandsaufnahme") and (
                    self.day("10-5") <= today < self.day("10-20")
                )
                if self.by(today, self.passed(*key)) and not reopened:
                    continue
                name = f"{ENGAGEMENT}/tracks/{track['id']}/phases/{phase}"
                yield "PHASE", name, again.get(key) or self.day(f"{month}-31")

    def _goals(self, today):
        for row in self.rows("goal"):
            if row["due"] == "-" or not self.by(today, row["adopted"]):
                continue
            due = row["due"]
            if row["id"] == "o-online-termine" and today >= self.day("11-16"):
                if today < self.day("11-23"):
                    continue  # Under revision.
                due = "14-10"
            if not self.by(today, row["judged"]):
                yield "GOAL", f"{ENGAGEMENT}/goals/{row['id']}", self.day(due)
