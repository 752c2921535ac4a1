"""The published table of the reference survey, counted without the product.

Of the product it uses nothing but the mapping of columns to questions, which is
data, and the labels of the questionnaire that was imported.
"""

import collections
import csv
import json

FOLDER = "uster-2021"
QUESTIONNAIRE = "fragebogen_QUExml.xml"
TABLE = "opendata_jugendbefragung.csv"

# As the source says: 600 were invited.
INVITED = 600


class Counted:
    """The true figures of one question or item."""

    def __init__(self):
        self.counts = collections.Counter()  # by option or class code
        self.answered = 0


def class_code(value, bounds):
    below = [bound for bound in bounds if bound <= value]
    return str(below[-1]) if below else "min"


def count(table, mapping_file, instrument):
    """(number of records, Counted by code) of the CSV file `table`."""
    mapping = json.loads(mapping_file.read_text(encoding="utf-8"))
    with open(table, newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    options_of, bounds_of, matrix_of = {}, {}, {}
    for section in instrument.sections:
        for question in section.questions:
            labels = {option.label.variants[0].text: option.code for option in question.options}
            labels.update(mapping["labels"].get(question.code, {}))
            bounds_of[question.code] = list(question.class_bounds)
            options_of[question.code] = labels
            for item in question.items:
                options_of[item.code] = {**labels, **mapping["labels"].get(item.code, {})}
                matrix_of[item.code] = question.code
    found = collections.defaultdict(Counted)
    for record in records:
        ticks = collections.defaultdict(dict)
        for column, rule in mapping["columns"].items():
            cell = record[column].strip()
            if cell in mapping["missing"] or rule.get("ignore"):
                continue
            code = rule["code"]
            if "option" in rule:
                ticks[code][rule["option"]] = cell in rule["selected"]
                continue
            result = found[code]
            result.answered += 1
            if bounds_of.get(code):
                result.counts[class_code(int(cell), bounds_of[code])] += 1
            else:
                result.counts[options_of[code][cell]] += 1
        for code, chosen in ticks.items():
            found[code].answered += 1
            found[code].counts.update(option for option, yes in chosen.items() if yes)
    return len(records), found
