#!/usr/bin/env python3
"""Writes made-up answers to a questionnaire in queXML as CSV.

No record belongs to a person. The answers are skewed as real ones are: options
that most people choose, rare ones that only a few do, moods that run through a
person's ratings, questions left out and questionnaires broken off. Columns are
the codes of questions and items, and `code:option` for the boxes of a multiple
choice; cells are labels, numbers, `Ja`, `Nein` and `NA`.

The same file, number of rows and seed always give the same bytes: of the
standard generator only random() is used, whose sequence Python guarantees.

Usage: synthetic_answers.py QUEXML [--rows 240] [--seed 7] > answers.csv
"""

import argparse
import csv
import html
import os
import random
import re
import sys
import xml.etree.ElementTree as ElementTree

MISSING = "NA"
LEFT_OUT = 0.03  # share of questions that somebody skips
BROKEN_OFF = 0.06  # share of persons who stop somewhere

# How often the options of a question are chosen, in their order; where nothing
# stands here, each option is chosen half as often as the one before it.
WEIGHTS = {
    "R3Weg": [46, 22, 14, 15, 3],
    "R4Wartezeit": [24, 30, 33, 11, 2],
    "R7Benachteiligt": [78, 12, 6, 4],
    "R9Informiert": [9, 34, 41, 16],
    "R10Beteiligt": [13, 49, 38],
    "P1Alter": [3, 18, 27, 26, 19, 7],
    "P2Geschlecht": [52, 44, 1.5, 2.5],
    "P3Sprache": [71, 18, 11],
}

# How many of a hundred tick each box; elsewhere one in five does.
TICKED = {
    "R2Anlass": [48, 27, 9, 7, 22, 11, 6, 8, 10],
    "R6Hindernis": [31, 38, 24, 6, 5, 19, 8, 7],
}

# Multiple choices whose last box excludes the others.
LAST_EXCLUDES = {"R6Hindernis"}

# Ratings, best first: the mood of a person moves them.
RATINGS = {"R8Zufrieden"}

# How much worse than the mood the items of a matrix are rated, in their order.
SHIFTS = {"R5Erleben": [0.12, -0.15, 0.2, -0.05, -0.1, 0.08]}

WISHES = [
    "Längere Öffnungszeiten am Nachmittag.",
    "Formulare in einfacher Sprache.",
    "Mehr Termine, auch kurzfristig.",
    "Ein Aufzug, der immer funktioniert.",
    "Man wird zu oft weitergeschickt.",
    "Die Online-Dienste besser erklären.",
    "Bitte auch auf Arabisch und Ukrainisch informieren.",
    "Alles gut, weiter so!",
]


class Source:
    """Random choices that depend on the seed alone."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def chance(self, probability):
        return self._random() < probability

    def below(self, limit):
        return int(self._random() * limit)

    def between(self, low, high):
        return low + (high - low) * self._random()

    def pick(self, weights):
        """Index of one of the weights, each as likely as it is heavy."""
        point = self._random() * sum(weights)
        for index, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return index
        return len(weights) - 1


def plain(element):
    """Text of an element without markup, on one line."""
    text = "".join(element.itertext()) if element is not None else ""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def categories(response):
    return [plain(c.find("label")) for c in response.iterfind("fixed/category")]


def split_stem(names):
    """Stem and option codes: the longest common beginning that an underscore follows."""
    common = os.path.commonprefix(names)
    if not any(name[len(common):].startswith("_") for name in names) and "_" in common:
        common = common[: common.rindex("_")]
    return common, [name[len(common):].removeprefix("_") for name in names]


def choose(source, code, labels, mood):
    if code in RATINGS:
        return rate(source, labels, mood)
    weights = WEIGHTS.get(code, [0.5**i for i in range(len(labels))])
    return labels[source.pick(weights)]


def rate(source, labels, mood, shift=0.0):
    """One of the levels, best first; `mood` from 0 (best) to 1, with some noise."""
    position = 0.65 * mood + 0.35 * source.between(0, 1) + shift
    return labels[max(0, min(int(position * len(labels)), len(labels) - 1))]


def rate_items(source, code, count, labels, mood):
    shifts = SHIFTS.get(code, [0.0] * count)
    return [rate(source, labels, mood, shift) for shift in shifts]


def tick(source, code, count):
    shares = TICKED.get(code, [20] * count)
    ticked = [source.chance(share / 100) for share in shares[:count]]
    ticked += [False] * (count - len(ticked))
    if code in LAST_EXCLUDES:
        ticked[-1] = not any(ticked[:-1])
    return ["Ja" if each else "Nein" for each in ticked]


def count_of(source, free):
    """A whole number: the smallest is rare, the next ones are frequent, large ones rare."""
    low = int(plain(free.find("min")) or 0)
    high = int(plain(free.find("max")) or 100)
    number = low
    while number < high and source.chance(0.9 if number == low else 0.72):
        number += 1
    return str(number)


def questions(root):
    """Yields (columns, answer) per question; answer(source, mood) gives its cells."""
    for question in root.iter("question"):
        responses = question.findall("response")
        items = [sub.get("varName") for sub in question.findall("subQuestion")]
        first = responses[0]
        code = first.get("varName")
        labels = categories(first)
        free = first.find("free")
        if items:
            yield items, lambda s, m, c=code, n=len(items), l=labels: rate_items(s, c, n, l, m)
        elif len(responses) > 1:
            stem, options = split_stem([r.get("varName") for r in responses])
            columns = [f"{stem}:{option}" for option in options]
            yield columns, lambda s, m, c=stem, n=len(options): tick(s, c, n)
        elif free is None:
            yield [code], lambda s, m, c=code, l=labels: [choose(s, c, l, m)]
        elif plain(free.find("format")) == "integer":
            yield [code], lambda s, m, f=free: [count_of(s, f)]
        else:
            yield [code], lambda s, m: [
                WISHES[s.below(len(WISHES))] if s.chance(0.2) else MISSING
            ]


def person(source, asked):
    mood = min(source.between(0, 1), source.between(0, 1))
    last = source.below(len(asked)) if source.chance(BROKEN_OFF) else len(asked)
    cells = []
    for number, (columns, answer) in enumerate(asked):
        given = answer(source, mood)
        if number > last or source.chance(LEFT_OUT):
            given = [MISSING] * len(columns)
        cells += given
    return cells


def main():
    parser = argparse.ArgumentParser(description="Writes made-up answers as CSV.")
    parser.add_argument("quexml", help="the questionnaire")
    parser.add_argument("--rows", type=int, default=240, help="how many records (240)")
    parser.add_argument("--seed", type=int, default=7, help="start of the random numbers (7)")
    arguments = parser.parse_args()

    asked = list(questions(ElementTree.parse(arguments.quexml).getroot()))
    source = Source(arguments.seed)
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column for columns, _ in asked for column in columns])
    for _ in range(arguments.rows):
        writer.writerow(person(source, asked))


if __name__ == "__main__":
    main()
