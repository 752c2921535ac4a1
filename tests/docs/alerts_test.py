"""The alerts, their tests, the board and the pages for operators belong together."""

import itertools
import json
import re
import unittest

from lotse_testing import watching
from lotse_testing.places import ROOT

PAGE = ROOT / "docs/operations/alerts.md"
LOG_PAGE = ROOT / "docs/operations/log.md"
README = ROOT / "docs/operations/README.md"

# What the page says of each alert.
PARTS = ("**Means.**", "**Look.**", "**Do.**", "**Over.**")


def sections():
    """The text of the page below each alert."""
    parts = re.split(r"^### (\w+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def tested(name, path):
    """(how often the rule tests expect the alert, how often they expect none of it)."""
    comes = stays_away = 0
    for test in watching.read_yaml(path)["tests"]:
        for case in test.get("alert_rule_test", []):
            if case["alertname"] == name:
                comes += bool(case.get("exp_alerts"))
                stays_away += not case.get("exp_alerts")
    return comes, stays_away


class Alerts(unittest.TestCase):
    def test_every_file_of_rules_is_loaded_and_tested(self):
        there = {path.name for path in watching.PROMETHEUS.glob("*.rules.yml")}
        self.assertEqual({path.name for path in watching.rule_files()}, there)
        tests = {path.name for path in watching.PROMETHEUS.glob("*.rules.test.yml")}
        self.assertEqual(tests, {name.replace(".yml", ".test.yml") for name in there})

    def test_every_alert_comes_and_stays_away_in_a_rule_test(self):
        for file in watching.rule_files():
            test = file.with_name(file.name.replace(".yml", ".test.yml"))
            self.assertEqual(watching.read_yaml(test)["rule_files"], [file.name])
            for group in watching.read_yaml(file)["groups"]:
                for rule in group["rules"]:
                    if name := rule.get("alert"):
                        comes, stays_away = tested(name, test)
                        self.assertTrue(comes, f"no test expects {name}")
                        self.assertTrue(stays_away, f"no test expects that {name} does not come")

    def test_every_alert_says_how_bad_it_is_and_what_to_read(self):
        for name, alert in watching.alerts().items():
            self.assertRegex(name, r"^Lotse[A-Z]")
            self.assertIn(alert["labels"]["severity"], ("critical", "warning"), name)
            self.assertTrue(alert["annotations"]["summary"], name)
            self.assertEqual(
                alert["annotations"]["runbook"], f"docs/operations/alerts.md#{name.lower()}"
            )

    def test_every_alert_has_its_place_on_the_page(self):
        found = sections()
        self.assertEqual(set(found), set(watching.alerts()))
        for name, text in found.items():
            places = [text.find(part) for part in PARTS]
            self.assertNotIn(-1, places, f"{name}: a part of {PARTS} is missing")
            self.assertEqual(places, sorted(places), f"{name}: the parts stand in another order")

    def test_the_page_sorts_them_as_the_rules_do(self):
        """Of each alert the table names the severity."""
        rows = re.findall(
            r"^\| \[(\w+)\]\(#\w+\) \| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE
        )
        severities = {n: a["labels"]["severity"] for n, a in watching.alerts().items()}
        self.assertEqual(dict(rows), severities)


class Selectors(unittest.TestCase):
    """What is taken for a metric in an expression."""

    CASES = (
        ("up == 0", ["up"]),
        ('up{job=~"a.+"} == 0', ['up{job=~"a.+"}']),
        ("sum by (job, le) (rate(a_total[5m])) > 14.4 * 0.001", ["a_total"]),
        ("a:b:rate5m / on (x) c and d unless e or 100e9 < f", ["a:b:rate5m", "c", "d", "e", "f"]),
        ('label_replace(up, "service", "$1", "job", "lotse-(.+)")', ["up"]),
        ("histogram_quantile(0.5, sum(a_bucket)) > bool 1h", ["a_bucket"]),
    )

    def test_cases(self):
        for expression, expected in self.CASES:
            self.assertEqual(watching.selectors(expression), expected, expression)


class Board(unittest.TestCase):
    def test_panels_are_whole(self):
        for panel in watching.panels():
            title = panel["title"]
            self.assertTrue(title and panel["description"], title)
            self.assertTrue(panel["fieldConfig"]["defaults"]["unit"], title)
            self.assertEqual(panel["datasource"]["uid"], "${datasource}", title)
            self.assertTrue(panel["targets"], title)
            for target in panel["targets"]:
                self.assertTrue(target["expr"] and target["legendFormat"], title)
                self.assertEqual(target["datasource"], panel["datasource"], title)

    def test_panels_do_not_lie_over_one_another(self):
        board = json.loads(watching.BOARD.read_text(encoding="utf-8"))
        ids = [panel["id"] for panel in board["panels"]]
        self.assertEqual(len(ids), len(set(ids)))
        places = [panel["gridPos"] for panel in board["panels"]]
        for place in places:
            self.assertLessEqual(place["x"] + place["w"], 24)
        for a, b in itertools.combinations(places, 2):
            beside = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
            above = a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]
            self.assertTrue(beside or above, (a, b))

    def test_names_alerts_that_exist(self):
        named = set(re.findall(r"\bLotse[A-Z]\w+", watching.BOARD.read_text(encoding="utf-8")))
        self.assertTrue(named)
        self.assertLessEqual(named, set(watching.alerts()))


class Log(unittest.TestCase):
    """The page of the log has each event that the code writes, with its fields."""

    # A call of the log: its event and, up to the end of the statement, its fields.
    CALL = re.compile(
        r'(?:(?:->|\.)(?:Info|Warning|Error)|\(log->\*write\)|\bLine)'
        r'\((?:service_, "\w+", )?"(\w+)"(.*?)\);',
        re.DOTALL,
    )

    def written(self):
        """{event: fields} of the code."""
        found = {}
        for path in [*ROOT.glob("runtime/**/*.cc"), *ROOT.glob("services/**/*.cc")]:
            if path.stem.endswith("_test"):
                continue
            for event, rest in self.CALL.findall(path.read_text(encoding="utf-8")):
                found.setdefault(event, set()).update(re.findall(r'\{"(\w+)",', rest))
        return found

    def test_every_event_has_a_row_with_its_fields(self):
        rows = re.findall(
            r"^\| `(\w+)` \| (\w+(?:, \w+)*) \| ([^|]*)\|", LOG_PAGE.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        documented = {event: set(re.findall(r"`(\w+)`", fields)) for event, _, fields in rows}
        self.assertEqual(documented, self.written())


class Links(unittest.TestCase):
    def test_the_page_of_operations_leads_to_all(self):
        text = README.read_text(encoding="utf-8")
        for page in ("alerts.md", "capacity.md", "log.md"):
            self.assertIn(f"]({page}", text)


if __name__ == "__main__":
    unittest.main()
