"""Somebody who fills a form in by chance: what is done next, and with which answer."""

import random
import re

from comparison import offered

# Answers that are drawn besides those that are made of numbers and texts of the form itself.
TEXTS = ("a", "abc", "x y", " b  c ", "anna@example.org", "12", "1.5", "true", "Grüße", "2026-02-28")
INTEGERS = ("0", "1", "2", "3", "5", "7", "-1", "17", "18", "100", "2000000000")
DECIMALS = ("0.5", "-2.5", "3", "1.25", "99.9")
DATES = ("2026-03-01", "2026-02-28", "2026-03-29", "1990-05-06", "1969-12-31", "2030-12-24")
TIMES = ("08:30:00.000+01:00", "23:59:59.000+01:00", "12:00:00.000+01:00")
MOMENTS = (
    "2026-03-01T12:59:00.000+01:00",
    "2026-03-01T13:01:00.000+01:00",
    "2020-02-29T00:00:00.000+01:00",
)
# What no question of the kind takes.
NONSENSE = {
    "integer": ("abc", "--1", "9" * 30),
    "decimal": ("abc", "1,5", "."),
    "date": ("2026-02-30", "gestern", "2026-13-01"),
    "time": ("25:00:00.000+01:00", "noon"),
    "date_time": ("2026-02-30T10:00:00.000+01:00", "jetzt"),
    "single_choice": ("no_such_option",),
}


class Person:
    """Draws what somebody does who fills a form in."""

    def __init__(self, source, seed):
        self._random = random.Random(seed)
        found = re.findall(r"(?<![\w.])\d{1,4}(?![\w.])", source)
        numbers = {int(text) for text in found}
        self._integers = INTEGERS + tuple(
            str(number + more) for number in sorted(numbers) for more in (-1, 0, 1)
        )

    def acts(self, ours, theirs):
        """One thing to do: a command, with a path below the root."""
        repeats = [path for path, node in ours.items() if node["kind"] == "repeat"]
        repeats = [path for path in repeats if not ours[path]["counted"] and ours[path]["relevant"]]
        if repeats and self._random.random() < 0.15:
            return self._repeats(self._random.choice(repeats), ours)
        open_ones = [path for path, node in ours.items() if self._is_asked(path, node, theirs)]
        empty = [path for path in open_ones if ours[path]["value"] == ""]
        if not open_ones:
            return None
        # Mostly the next question, so that long forms are gone through.
        if empty and self._random.random() < 0.7:
            path = empty[0] if self._random.random() < 0.8 else self._random.choice(empty)
        else:
            path = self._random.choice(open_ones)
        return {"do": "set", "path": path, "value": self._value(ours[path])}

    @staticmethod
    def _is_asked(path, node, theirs):
        asked = {"input", "select", "rank", "range", "trigger"}
        if path not in theirs or theirs[path]["kind"] not in asked or "value" not in node:
            return False
        return node["relevant"] and not node["readonly"] and not theirs[path]["readonly"]

    def _repeats(self, path, ours):
        count = sum(re.fullmatch(re.escape(path) + r"\[\d+\]", other) is not None for other in ours)
        if count == 0 or (count < 4 and self._random.random() < 0.6):
            return {"do": "add", "path": path}
        return {"do": "remove", "path": path, "index": self._random.randint(1, count)}

    def _value(self, node):
        draw, kind = self._random, node["kind"]
        if draw.random() < 0.08:
            return ""
        if draw.random() < 0.06 and kind in NONSENSE:
            return draw.choice(NONSENSE[kind])
        if "choices" in node:
            return self._chosen(kind, offered(node, node["shuffled"]))
        if kind in ("integer", "decimal"):
            numbers = self._integers + (DECIMALS if kind == "decimal" else ())
            return draw.choice(numbers)
        if kind == "acknowledgement":
            return "OK"
        pool = {"date": DATES, "time": TIMES, "date_time": MOMENTS}
        return draw.choice(pool.get(kind, TEXTS))

    def _chosen(self, kind, options):
        draw = self._random
        if not options:
            return ""
        if kind == "ranking":
            return " ".join(draw.sample(options, len(options)))
        if kind == "multiple_choice":
            count = min(len(options), draw.choice((1, 1, 2, 2, 3, 5)))
            wanted = set(draw.sample(options, count))
            return " ".join(option for option in options if option in wanted)
        return draw.choice(options)
