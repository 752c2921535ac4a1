"""Who breaks a rule of the domain is told in German which it is and what would be right: a
line for each thing that is wrong, beside the English of the details."""

import unittest

from google.rpc import error_details_pb2
from google.type import decimal_pb2

from lotse.engagement.v1alpha import (
    agreement_pb2,
    engagement_pb2,
    engagement_service_pb2,
    goal_pb2,
    goal_service_pb2,
    indicator_pb2,
    measure_pb2,
    measurement_pb2,
    phase_pb2,
)
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.samples import ADMINISTRATION, ENGAGEMENT, PROGRAMME, date, text

Definition = indicator_pb2.IndicatorDefinition
Goal = goal_pb2.Goal


def german_lines(error):
    """The German of an error: the text of its reason, and the lines behind it."""
    for detail in error.status.details:
        message = error_details_pb2.LocalizedMessage()
        if detail.Unpack(message) and message.locale == "de":
            return message.message.split("\n")
    return []


def decimal(value):
    return decimal_pb2.Decimal(value=value)


class GermanRefusals(Case):
    @classmethod
    def setUpClass(cls):
        stand = cls()
        cls.addClassCleanup(stand.doCleanups)
        cls.client = cls.enterClassContext(connect(stand.daemon("engagement")))
        samples.make_course(cls.client)

    def refused(self, reason, line, call, **fields):
        """It is refused, and this line tells why; all of its violations have one."""
        error = error_of(call, **fields)
        self.assertIsNotNone(error, f"expected {reason}")
        self.assertEqual(error.reason, reason, error)
        first, *lines = german_lines(error)
        self.assertTrue(first.endswith("."), first)
        self.assertIn(line, lines)
        fields = [violation.field for violation in error.violations]
        if fields:
            self.assertEqual([line.split(":")[0] for line in lines], fields)

    def create_goal(self, identifier, level, parent=""):
        return self.client.CreateGoal(
            parent=ENGAGEMENT, goal_id=identifier,
            goal=Goal(title=text("Ziel"), level=level, parent_goal=parent),
        )  # fmt: skip

    def adopt(self, goal):
        moved = self.client.MoveGoal(
            name=goal.name, etag=goal.etag, step=goal_service_pb2.GOAL_STEP_PROPOSE
        )
        step = goal_service_pb2.GOAL_STEP_ADOPT
        return {"name": moved.name, "etag": moved.etag, "step": step}

    def create_agreement(self, identifier, **fields):
        focus = agreement_pb2.FocusItem(focus_id="kita", title=text("Kita"))
        return self.client.CreateAgreement(
            parent=ENGAGEMENT, agreement_id=identifier,
            agreement=agreement_pb2.Agreement(
                effective_date=date(2026, 3, 1), focus_items=[focus], **fields
            ),
        )  # fmt: skip

    def create_indicator(self, identifier, value_type, accumulation):
        return {
            "parent": ENGAGEMENT,
            "indicator_id": identifier,
            "indicator": indicator_pb2.Indicator(
                title=text("Kennzahl"),
                definition=Definition(
                    unit=text("Personen"), value_type=value_type, accumulation=accumulation,
                    direction=Definition.DIRECTION_INCREASE,
                    aggregation=Definition.AGGREGATION_NONE,
                ),
            ),
        }  # fmt: skip

    def test_invariant_2_one_agreement_in_force(self):
        client = self.client
        engagement = client.GetEngagement(name=ENGAGEMENT)
        client.MoveEngagement(
            name=ENGAGEMENT, etag=engagement.etag,
            step=engagement_service_pb2.ENGAGEMENT_STEP_QUALIFY,
        )  # fmt: skip
        first = self.create_agreement("erste")
        first = client.ProposeAgreement(name=first.name, etag=first.etag)
        self.refused(
            "INVALID_FIELDS", "consents: niemand hat zugestimmt; angeben, wer wann zugestimmt hat",
            client.EnforceAgreement, name=first.name, etag=first.etag,
        )  # fmt: skip
        consent = agreement_pb2.Consent(party=text("Stadt"), date=date(2026, 2, 1))
        client.EnforceAgreement(name=first.name, etag=first.etag, consents=[consent])
        other = self.create_agreement("andere")
        self.refused(
            "INVALID_FIELDS",
            "agreement.amends: muss die Fassung nennen, die in Kraft ist; "
            f"{first.name} angeben",
            client.ProposeAgreement, name=other.name, etag=other.etag,
        )  # fmt: skip
        amending = self.create_agreement(
            "dritte", amends=first.name, amendment_reason=text("Mehr Ämter")
        )
        amending = client.ProposeAgreement(name=amending.name, etag=amending.etag)
        self.refused(
            "AGREEMENT_OVERLAP",
            "agreements/dritte träte am 2026-03-01 in Kraft, nicht nach "
            f"{first.name} am 2026-03-01; zurückziehen und einen späteren Tag nennen",
            client.EnforceAgreement, name=amending.name, etag=amending.etag, consents=[consent],
        )  # fmt: skip

    def test_invariant_3_within_the_programme(self):
        def engagement(first, last):
            return {
                "parent": PROGRAMME,
                "engagement_id": "lang",
                "engagement": engagement_pb2.Engagement(
                    title=text("Begleitung"), administration=ADMINISTRATION,
                    start_date=first, end_date=last,
                ),
            }  # fmt: skip

        self.refused(
            "INVALID_FIELDS",
            "engagement.end_date: länger als die höchstens 15 Monate des Programms; der letzte "
            "mögliche Tag ist 2027-05-31",
            self.client.CreateEngagement, **engagement(date(2026, 3, 1), date(2027, 6, 1)),
        )  # fmt: skip
        self.refused(
            "INVALID_FIELDS",
            "engagement.start_date: außerhalb der Laufzeit des Programms; einen Tag von "
            "2026-01-01 bis 2029-12-31 angeben",
            self.client.CreateEngagement, **engagement(date(2025, 12, 31), date(2026, 6, 1)),
        )  # fmt: skip

    def test_invariants_4_and_6_goals_and_units_of_measures(self):
        guiding = self.create_goal("richtung", Goal.LEVEL_GUIDING)
        unit = f"{ADMINISTRATION}/orgUnits/jugend"
        self.refused(
            "INVALID_FIELDS",
            "measure.contributing_units[0]: ist die verantwortliche Stelle; nur die anderen "
            "angeben",
            self.client.CreateMeasure, parent=ENGAGEMENT, measure_id="m",
            measure=measure_pb2.Measure(
                title=text("M"), accountable_unit=unit, contributing_units=[unit]
            ),
        )  # fmt: skip
        self.refused(
            "INVALID_FIELDS",
            "measure.goals[0].goal: ist LEVEL_GUIDING; Maßnahmen dienen Handlungszielen: eines "
            "davon angeben",
            self.client.CreateMeasure, parent=ENGAGEMENT, measure_id="m",
            measure=measure_pb2.Measure(
                title=text("M"), goals=[measure_pb2.GoalMeasureLink(goal=guiding.name)]
            ),
        )  # fmt: skip
        self.refused(
            "GOAL_TREE",
            f"goals/falsch kann nicht unter {guiding.name} liegen, das LEVEL_GUIDING ist; ein "
            "Ziel der Ebene LEVEL_INTERMEDIATE angeben",
            self.client.CreateGoal, parent=ENGAGEMENT, goal_id="falsch",
            goal=Goal(title=text("F"), level=Goal.LEVEL_ACTION, parent_goal=guiding.name),
        )  # fmt: skip

    def test_invariant_5_goals_are_complete(self):
        top = self.create_goal("leitziel", Goal.LEVEL_GUIDING)
        between = self.create_goal("mittlerziel", Goal.LEVEL_INTERMEDIATE, top.name)
        self.client.DecideGoal(**self.adopt(top))
        self.client.DecideGoal(**self.adopt(between))
        action = self.create_goal("handlungsziel", Goal.LEVEL_ACTION, between.name)
        self.refused(
            "GOAL_INCOMPLETE",
            "goals/handlungsziel#due_date hat keinen Termin; sagen, bis wann es erreicht ist",
            self.client.DecideGoal, **self.adopt(action),
        )  # fmt: skip

    def test_invariant_7_gates_are_passed_with_what_is_missing_said(self):
        phase = self.client.GetPhase(name=samples.phase_name(samples.PHASES[0]))
        self.refused(
            "INVALID_FIELDS", "conditions: keine Auflage; angeben, was bis wann noch zu tun ist",
            self.client.DecideGate, name=phase.name, etag=phase.etag,
            verdict=phase_pb2.GateVerdict.VERDICT_PASSED_WITH_CONDITIONS,
        )  # fmt: skip

    def test_invariants_11_and_12_values_fit_what_is_measured(self):
        made = self.client.CreateIndicator(
            **self.create_indicator(
                "schulungen", Definition.VALUE_TYPE_COUNT, Definition.ACCUMULATION_INCREMENT
            )
        )
        self.refused(
            "INVALID_FIELDS",
            "measurement.value: die Definition lässt höchstens 0 Stellen hinter dem Komma zu; so "
            "viele oder weniger angeben",
            self.client.CreateMeasurement, parent=made.name, measurement_id="m",
            measurement=measurement_pb2.Measurement(
                start_date=date(2026, 4, 1), end_date=date(2026, 6, 30), value=decimal("12.5")
            ),
        )  # fmt: skip
        self.refused(
            "INVALID_FIELDS",
            "indicator.definition.accumulation: eine Summe von Prozenten, Verhältnissen oder "
            "Punktwerten sagt nichts aus; SNAPSHOT oder CUMULATIVE angeben",
            self.client.CreateIndicator,
            **self.create_indicator(
                "anteil", Definition.VALUE_TYPE_PERCENT, Definition.ACCUMULATION_INCREMENT
            ),
        )  # fmt: skip


if __name__ == "__main__":
    unittest.main()
