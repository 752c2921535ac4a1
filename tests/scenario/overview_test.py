"""Scenario A as lotse-reporting shows it to front ends: the same figures that lotse-engagement
works out."""

import datetime
import fractions
import unittest

from lotse_testing.api import connect, error_of
from lotse_testing.case import wait_for
from lotse_testing.places import figure
from played import Played, last_id
from story import ENGAGEMENT


def per_mille(ratio):
    """Rounded half away from zero."""
    thousands = abs(fractions.Fraction(ratio)) * 1000
    rounded = (2 * thousands.numerator + thousands.denominator) // (2 * thousands.denominator)
    return rounded if fractions.Fraction(ratio) >= 0 else -rounded


class Overviews(Played):
    START = datetime.date(2024, 10, 1)

    def setUp(self):
        super().setUp()
        self.play("13-12")
        reporting = self.daemon(
            "reporting",
            f"--development_clock_file={self.clock}",
            f"--engagement_address={self.engagement.address}",
        )
        self.overviews = self.enterContext(connect(reporting))
        wait_for(
            lambda: error_of(self.overviews.ListIndicatorProgress, parent=ENGAGEMENT) is None,
            "what lotse-engagement has",
            seconds=30,
        )

    def test_progress_of_each_indicator_is_its_achievement(self):
        reply = self.overviews.ListIndicatorProgress(parent=ENGAGEMENT, page_size=1000)
        progress = {row.name: row for row in reply.indicators}
        listed = self.client.ListIndicators(parent=ENGAGEMENT, page_size=1000).indicators
        self.assertEqual(set(progress), {indicator.name for indicator in listed})
        with_ratio = 0
        for name, row in progress.items():
            with self.subTest(last_id(name)):
                expected = self.achievement(last_id(name))
                for field in ("baseline", "target", "actual"):
                    found = [
                        getattr(of, field).value if of.HasField(field) else None
                        for of in (row, expected)
                    ]
                    self.assertEqual(*found, field)
                self.assertEqual(row.HasField("achievement_per_mille"), expected.ratio != "")
                if expected.ratio:
                    with_ratio += 1
                    self.assertEqual(row.achievement_per_mille, per_mille(expected.ratio))
                if row.HasField("actual"):
                    last = self.client.GetMeasurement(name=expected.measurement)
                    self.assertEqual(row.actual_date, last.end_date)
        figure("indicators with an achievement", f"{with_ratio} of {len(progress)}")
        self.assertGreater(with_ratio, 10)

    def test_a_series_has_each_value(self):
        listed = self.client.ListIndicators(parent=ENGAGEMENT, page_size=1000).indicators
        for indicator in listed:
            series = self.overviews.GetIndicatorSeries(name=indicator.name)
            values = self.client.ListMeasurements(parent=indicator.name, page_size=1000)
            self.assertEqual(series.omitted_points, 0)
            self.assertEqual(
                {point.measurement for point in series.points},
                {value.name for value in values.measurements},
            )
            self.assertEqual(
                series.accumulated.value, self.achievement(last_id(indicator.name)).actual.value
            )

    def test_the_portfolio_counts_what_is_there(self):
        programme = ENGAGEMENT.partition("/engagements/")[0]
        (row,) = self.overviews.ListPortfolio(parent=f"{programme}/engagements/-").rows
        self.assertEqual(row.engagement, ENGAGEMENT)
        *_, action = self.counts()["goals"]
        self.assertEqual(sum(count.count for count in row.goals), action)
        self.assertEqual(sum(c.count for c in row.phases), self.counts()["phases"])
        overdue = [item for item in self.due_items() if item.overdue and "/measures/" in item.resource]
        of_measures = {i.resource for i in overdue if "/milestones/" not in i.resource}
        self.assertEqual(row.overdue_measures, len(of_measures))


if __name__ == "__main__":
    unittest.main()
