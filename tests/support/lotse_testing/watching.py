"""What is shipped for watching Lotse: rules of Prometheus, their tests, the board of Grafana."""

import json
import pathlib
import re

import yaml

from lotse_testing.places import ROOT

PROMETHEUS = ROOT / "deploy/prometheus"
CONFIG = PROMETHEUS / "prometheus.yml"
BOARD = ROOT / "deploy/grafana/lotse.json"
REPORT_TASK = ROOT / "deploy/systemd/lotse-report-task"

# What else than a metric stands in an expression as a word; functions have a bracket.
_WORDS = {"and", "or", "unless", "bool"}
_LABELS = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'  # a text
    r"|\[[^\]]*\]"  # a window
    r"|\d[\w.]*"  # a number
    r"|(?P<name>[a-zA-Z_:][\w:]*)\s*(?P<matchers>\{[^}]*\})?(?P<call>\s*\()?"
)


def read_yaml(path):
    return yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))


def rule_files():
    """The files that the configuration names."""
    return [PROMETHEUS / name for name in read_yaml(CONFIG)["rule_files"]]


def rules():
    """All rules, alerts and recordings, as objects."""
    return [rule for file in rule_files() for group in read_yaml(file)["groups"]
            for rule in group["rules"]]  # fmt: skip


def alerts():
    """The alerts by their names; none stands there twice."""
    found = [rule for rule in rules() if "alert" in rule]
    by_name = {rule["alert"]: rule for rule in found}
    assert len(by_name) == len(found), "an alert is there twice"
    return by_name


def panels():
    """The panels of the board that show something."""
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def selectors(expression):
    """The series that an expression asks for, as `name` or `name{matchers}`, in order."""
    found = []
    for token in _TOKEN.finditer(_LABELS.sub("", expression)):
        name = token["name"]
        if name is None or name in _WORDS or token["call"]:
            continue
        found.append(name + (token["matchers"] or ""))
    return found


def all_selectors():
    """Those of all rules and of the board, each with the places it stands in."""
    places = {}
    for rule in rules():
        for selector in selectors(rule["expr"]):
            places.setdefault(selector, []).append(rule.get("alert") or rule["record"])
    for panel in panels():
        for target in panel["targets"]:
            for selector in selectors(target["expr"]):
                places.setdefault(selector, []).append(f"board: {panel['title']}")
    return places
