"""The attacks of attack.py succeed on tables that are protected badly. So a table
on which they fail is protected by more than their weakness."""

import unittest

import attack
from lotse.survey.v1alpha import analysis_service_pb2


def table(counts, hidden, missing=0, multiple_choice=False):
    """A table of the true `counts` with the rows at `hidden` left out; 1 to 4
    missing are left out too."""
    made = analysis_service_pb2.FrequencyTable(
        code="Q", base=sum(counts) + missing * (0 < missing < 5), base_is_all=0 < missing < 5
    )
    if not made.base_is_all:
        made.missing = missing
    for index, count in enumerate(counts):
        row = made.rows.add(code=str(index))
        if index not in hidden:
            row.count = count
    return made


class Attack(unittest.TestCase):
    def test_subtraction_finds_a_single_hidden_row(self):
        self.assertEqual(attack.intervals(table([102, 110, 1], [2])), {"2": (1, 1)})

    def test_two_small_rows_do_not_hide_each_other(self):
        self.assertEqual(
            attack.intervals(table([102, 110, 1, 2], [2, 3])), {"2": (0, 3), "3": (0, 3)}
        )

    def test_few_missing_hide_little(self):
        self.assertEqual(attack.intervals(table([50, 60, 7], [2], missing=2)), {"2": (5, 8)})

    def test_a_large_partner_hides(self):
        (least, most) = attack.intervals(table([102, 110, 1], [0, 2]))["2"]
        self.assertGreaterEqual(most - least, 5)

    def test_who_knows_the_rule_sees_more(self):
        """Hidden rows are smaller than the smallest shown one: 103 and 102 of 205,
        below 104, can be 102 and 103 only."""
        found = attack.possible_counts(table([102, 104, 103], [0, 2]), 104)
        self.assertEqual(found["2"], {102, 103})

    def test_told_numbers_leave_out_what_is_hidden(self):
        told = attack.told_numbers(table([102, 110, 1], [0, 2]))
        self.assertIn(110, told)
        self.assertNotIn(102, told)


if __name__ == "__main__":
    unittest.main(verbosity=2)
