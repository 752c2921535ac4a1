"""A consultant's day on the command line, against a running service: open an engagement,
see where it stands, pass a gate, record values, see what is due and what changed."""

import datetime
import json
import unicodedata
import unittest
import zoneinfo

from google.type import decimal_pb2

from lotse.engagement.v1alpha import (
    indicator_pb2,
    phase_template_pb2,
    programme_pb2,
)
from lotse_testing import api, samples
from lotse_testing.case import Case
from lotse_testing.cli import lotse

PROGRAMME = "programmes/oeffnung"
ENGAGEMENT = f"{PROGRAMME}/engagements/musterstadt"
PHASES = f"{ENGAGEMENT}/tracks/jugendamt/phases"
INDICATOR = f"{ENGAGEMENT}/indicators/beratungen"

# As the services count days.
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")).date()
START = TODAY - datetime.timedelta(days=100)

Definition = indicator_pb2.IndicatorDefinition
Item = phase_template_pb2.PhaseTemplateItem


def date(day):
    return samples.date(day.year, day.month, day.day)


def columns(line):
    """Columns of a terminal; nothing here is wide."""
    return sum(1 for c in line if not unicodedata.combining(c))


class ConsultantDay(Case):
    def test_from_the_opening_to_what_changed(self):
        self.running = self.daemon("engagement")
        with api.connect(self.running) as client:
            self.client = client
            self.set_up(client)
            self.opens_an_engagement_and_goes_on()
            self.shows_where_it_stands()
            self.passes_a_gate()
            self.records_values()
            self.lists_what_is_due()
            self.tells_what_it_was_and_what_changed()

    def set_up(self, client):
        client.CreateProgramme(
            programme_id="oeffnung",
            programme=programme_pb2.Programme(
                title=samples.text("Öffnung"),
                start_date=samples.date(START.year - 1, 1, 1),
                end_date=samples.date(START.year + 5, 12, 31),
                funders=[
                    programme_pb2.Funder(
                        funder_id="bund",
                        title=samples.text("Bund"),
                        duties=[
                            programme_pb2.ReportingDuty(
                                duty_id="sachbericht",
                                title=samples.text("Sachbericht"),
                                due_date=date(TODAY + datetime.timedelta(days=3)),
                            )
                        ],
                    )
                ],
            ),
        )
        template = client.CreatePhaseTemplate(
            parent=PROGRAMME,
            phase_template_id="verlauf",
            phase_template=phase_template_pb2.PhaseTemplate(
                title=samples.text("Verlauf"),
                version="1",
                phases=[
                    Item(
                        phase_id="bestand",
                        title=samples.text("Bestände prüfen"),
                        start_month=1,
                        end_month=2,
                        criteria=[
                            phase_template_pb2.PhaseCriterion(
                                criterion_id="bericht",
                                title=samples.text("Bericht liegt vor"),
                                mandatory=True,
                            )
                        ],
                    ),
                    Item(
                        phase_id="ziele",
                        title=samples.text("Ziele klären"),
                        start_month=3,
                        end_month=12,
                    ),
                ],
            ),
        )
        client.PublishPhaseTemplate(name=template.name, etag=template.etag)
        samples.make_administration(client)

    def run_lotse(self, *words, expect=0):
        return lotse(
            *words,
            daemons=[self.running],
            expect=expect,
            environment={"LC_ALL": "C.UTF-8"},
        )

    def open(self, *tracks):
        return self.run_lotse(
            "engagement", "open", PROGRAMME, "--id=musterstadt",
            f"--administration={samples.ADMINISTRATION}", "--title=Begleitung Größenwald",
            f"--start={START}", "--months=12", *(f"--track={track}" for track in tracks),
        )[0]  # fmt: skip

    def opens_an_engagement_and_goes_on(self):
        first = self.open("jugendamt:Jugendamt")
        self.assertEqual(
            first,
            f"angelegt  {ENGAGEMENT}\nangelegt  {ENGAGEMENT}/tracks/jugendamt, 2 Phasen\n",
        )
        again = self.open("jugendamt:Jugendamt", "soziales:Amt für Soziales")
        self.assertEqual(
            again,
            f"vorhanden {ENGAGEMENT}\nvorhanden {ENGAGEMENT}/tracks/jugendamt, 2 Phasen\n"
            f"angelegt  {ENGAGEMENT}/tracks/soziales, 2 Phasen\n",
        )
        made = self.client.GetEngagement(name=ENGAGEMENT)
        self.assertEqual(made.phase_template, f"{PROGRAMME}/phaseTemplates/verlauf")
        _, err = self.run_lotse(
            "engagement", "open", PROGRAMME, "--id=neu", "--administration=absent",
            "--title=x", f"--start={START}", "--months=12", expect=1,
        )  # fmt: skip
        self.assertIn("administration", err)

    def shows_where_it_stands(self):
        out, _ = self.run_lotse("engagement", "status", ENGAGEMENT)
        self.assertIn("Zustand       im Gespräch\n", out)
        self.assertIn("Vereinbarung  keine in Kraft\n", out)
        self.assertIn("     Amt für Soziales\n  ○  Bestände prüfen", out)
        self.assertIn("überfällig", out)
        status = json.loads(self.run_lotse("engagement", "status", ENGAGEMENT, "--json")[0])
        self.assertEqual([len(track["phases"]) for track in status["tracks"]], [2, 2])
        chart, _ = self.run_lotse("engagement", "gantt", ENGAGEMENT, "--width=80")
        self.assertIn("  ○ Bestände prüfen", chart)
        self.assertIn(f"▼ {TODAY}", chart)
        for line in chart.splitlines():
            self.assertLessEqual(columns(line), 80, line)
        plain, _ = self.run_lotse("engagement", "gantt", ENGAGEMENT, "--ascii")
        self.assertTrue(plain.isascii())
        self.assertIn("Begleitung Groessenwald", plain)

    def passes_a_gate(self):
        phase = f"{PHASES}/bestand"
        out, _ = self.run_lotse("gate", "check", phase)
        self.assertIn("kann nicht ohne Auflagen passiert werden", out)
        self.assertIn("  ✗ Bericht liegt vor (bericht)\n", out)
        _, err = self.run_lotse("gate", "pass", phase, expect=1)
        self.assertIn("Bericht liegt vor (bericht)", err)
        self.assertEqual(self.client.GetPhase(name=phase).start_date.year, 0)
        soon = TODAY + datetime.timedelta(days=2)
        out, _ = self.run_lotse(
            "gate", "pass", phase, "--verdict=passed-with-conditions",
            f"--condition=bericht:{soon}:Bericht nachreichen",
        )  # fmt: skip
        self.assertIn("vorbereitet", out)
        self.assertIn(f"Bestände prüfen: mit Auflagen passiert, {TODAY}\n", out)
        self.assertIn(f"  {ENGAGEMENT}/actionItems/bericht\n", out)
        again, _ = self.run_lotse(
            "gate", "pass", phase, "--verdict=passed-with-conditions",
            f"--condition=bericht:{soon}:Bericht nachreichen",
        )  # fmt: skip
        self.assertEqual(again.splitlines()[0], "schon entschieden")
        self.assertEqual(again.splitlines()[1:], out.splitlines()[4:])
        _, err = self.run_lotse(
            "gate", "pass", phase, "--verdict=passed-with-conditions",
            f"--condition=anderes:{soon}:Anderes", expect=1,
        )  # fmt: skip
        self.assertIn(f"decided on {TODAY}, PASSED_WITH_CONDITIONS", err)
        _, err = self.run_lotse("gate", "pass", f"{PHASES}/absent", expect=1)
        self.assertIn("NOT_FOUND", err)
        chart, _ = self.run_lotse("engagement", "gantt", ENGAGEMENT)
        self.assertIn("  ✓ Bestände prüfen", chart)
        self.assertRegex(chart, r"\n    abgeschlossen +◇")

    def records_values(self):
        self.client.CreateIndicator(
            parent=ENGAGEMENT,
            indicator_id="beratungen",
            indicator=indicator_pb2.Indicator(
                title=samples.text("Beratungen"),
                definition=Definition(
                    unit=samples.text("Fälle"),
                    value_type=Definition.VALUE_TYPE_COUNT,
                    direction=Definition.DIRECTION_INCREASE,
                    accumulation=Definition.ACCUMULATION_SNAPSHOT,
                    aggregation=Definition.AGGREGATION_SUM,
                ),
                baseline=indicator_pb2.Baseline(
                    value=decimal_pb2.Decimal(value="10"), date=date(START)
                ),
                targets=[
                    indicator_pb2.Target(
                        target_id="ziel",
                        start_date=date(START),
                        end_date=date(START + datetime.timedelta(days=300)),
                        value=decimal_pb2.Decimal(value="30"),
                    )
                ],
                interval_months=1,
            ),
        )
        first = START
        last = START + datetime.timedelta(days=9)
        words = ("measurement", "record", INDICATOR, f"--period={first}..{last}")
        out, _ = self.run_lotse(*words, "--value=20")
        self.assertIn("angelegt", out)
        self.assertIn("Ausgangswert 10, Zielwert 30, Istwert 20: Zielerreichung 50 %\n", out)
        out, _ = self.run_lotse(*words, "--value=25", "--state=validate")
        self.assertIn("geändert", out)
        self.assertIn("geprüft\n", out)
        self.assertIn("Zielerreichung 75 %\n", out)
        _, err = self.run_lotse(*words, "--value=26", expect=1)
        self.assertIn("is VALIDATED with the value 25", err)
        later = last + datetime.timedelta(days=1)
        file = self.folder("values") / "values.csv"
        file.parent.mkdir(parents=True)
        file.write_text(
            "kennzahl;zeitraum;wert;nicht_messbar\n"
            f"beratungen;{first}..{last};25;\n"
            f"beratungen;{later}..{later};;Umstellung der Zählung\n"
            f"beratungen;{last}..{later};1;\n",
            encoding="utf-8",
        )
        out, err = self.run_lotse("measurement", "record", ENGAGEMENT, f"--file={file}", expect=5)
        self.assertIn("1 of 3 values were not recorded", err)
        self.assertIn("line 4", err)
        self.assertIn("unverändert", out)
        self.assertIn("nicht messbar", out)
        page = self.client.ListMeasurements(parent=INDICATOR)
        self.assertEqual(len(page.measurements), 2)

    def lists_what_is_due(self):
        out, _ = self.run_lotse("due", ENGAGEMENT)
        self.assertRegex(out, r"(?m)^Überfällig: \d+$")
        self.assertRegex(out, r"Phase +Bestände prüfen")
        self.assertRegex(out, r"Aufgabe +Bericht nachreichen\s+actionItems/bericht")
        self.assertRegex(out, r"Messung +Beratungen ab \S+\s+indicators/beratungen")
        self.assertNotIn("Sachbericht", out)
        out, _ = self.run_lotse("due", PROGRAMME, "--days=10", "--json")
        kinds = {json.loads(line)["kind"] for line in out.splitlines()}
        self.assertEqual(kinds, {"PHASE", "ACTION_ITEM", "MEASUREMENT", "REPORTING_DUTY"})

    def tells_what_it_was_and_what_changed(self):
        yesterday = TODAY - datetime.timedelta(days=1)
        now, _ = self.run_lotse("engagement", "status", ENGAGEMENT)
        as_of, _ = self.run_lotse("engagement", "status", ENGAGEMENT, f"--as-of={TODAY}")
        self.assertTrue(now.startswith(as_of), as_of)
        _, err = self.run_lotse(
            "engagement", "status", ENGAGEMENT, f"--as-of={yesterday}", expect=1
        )
        self.assertIn("was not there", err)
        out, _ = self.run_lotse("engagement", "changes", ENGAGEMENT, f"--from={yesterday}")
        self.assertIn("+ (Begleitung)  Begleitung Größenwald\n", out)
        self.assertIn("+ actionItems/bericht  Bericht nachreichen\n", out)
        self.assertIn("+ tracks/soziales  Amt für Soziales\n", out)
        out, err = self.run_lotse("engagement", "changes", ENGAGEMENT, f"--from={TODAY}")
        self.assertEqual((out, err), ("", "nichts wurde geändert\n"))


if __name__ == "__main__":
    unittest.main()
