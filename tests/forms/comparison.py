"""One form in two engines that answer in the protocol of oracle.mjs, step by step."""

import dataclasses
import pathlib
import re
import tomllib

import expressions

DIFFERENCES = tomllib.loads(
    pathlib.Path(__file__).with_name("differences.toml").read_text(encoding="utf-8")
)["difference"]

# What every response has anew.
META = "/meta"


def paths_of(known):
    """The paths of the calculations that an entry of DIFFERENCES names by their expressions."""
    places = map(expressions.EXPRESSIONS.index, known.get("expressions", ()))
    return {f"/c{place}" for place in places}


@dataclasses.dataclass
class Tally:
    """What was done, over all forms."""

    forms: int = 0
    sequences: int = 0
    steps: int = 0
    assertions: int = 0
    refused: int = 0
    taken_away: int = 0
    # How often each of DIFFERENCES occurred.
    known: list = dataclasses.field(default_factory=lambda: [0] * len(DIFFERENCES))


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing that the two say differently."""

    form: str
    kind: str
    path: str
    aspect: str
    ours: object
    theirs: object

    def place_in_list(self):
        """Its place in DIFFERENCES; None if it is not there."""
        for place, known in enumerate(DIFFERENCES):
            if self.aspect not in known["aspects"] or known["form"] not in (self.form, "*"):
                continue
            if known.get("kind", self.kind) != self.kind:
                continue
            if self.path in paths_of(known) or re.fullmatch(known.get("path", ""), self.path):
                return place
        return None


def below_root(path):
    """A path without the name of the root, which may differ."""
    return "/" + path.split("/", 2)[2] if path.count("/") > 1 else "/"


def by_path(nodes):
    found = {below_root(path): node for path, node in nodes.items()}
    return {path: node for path, node in found.items() if not path.startswith(META)}


def value_of(node):
    """What is compared of a value: of a decimal the number, which may be written as `6` and `6.0`."""
    value = node.get("value")
    if node["kind"] != "decimal" or value in (None, "", "NaN"):
        return value
    return float(value)


def conditions(node):
    return sorted(violation["condition"] for violation in node["violations"])


def offered(node, shuffled):
    values = [choice["value"] for choice in node["choices"] or []]
    return sorted(values) if shuffled else values


class Comparison:
    """One form in the two engines."""

    def __init__(self, name, ours, theirs, tally):
        self.name = name
        self.ours = ours
        self.theirs = theirs
        self.tally = tally
        self.root = ""
        self.history = []

    def tell_both(self, command):
        """Gives both a command, with a path below the root, and returns their errors or None."""
        self.history.append(command)
        errors = []
        for program in (self.ours, self.theirs):
            path = command.get("path")
            given = command if path is None else {**command, "path": self.root + path}
            errors.append(program.ask(given).get("error"))
        return errors

    def start(self):
        self.history = []
        if any(self.tell_both({"do": "new"})):
            raise AssertionError(f"{self.name}: a response cannot be begun: {self.ours.ask({'do': 'new'})}")
        nodes = self.theirs.nodes()
        self.root = next(iter(nodes))
        ours, theirs = by_path(self.ours.nodes()), by_path(nodes)
        for path, node in ours.items():
            if node["kind"] == "metadata" and path in theirs:
                self.ours.ask({"do": "set", "path": self.root + path, "value": theirs[path]["value"]})
        # A form has the instances of its definition; a response begins with none.
        for path, node in theirs.items():
            if node["kind"] != "repeat" or ours.get(path, {}).get("counted"):
                continue
            for other in theirs:
                if other.startswith(path + "[") and other.endswith("]") and "/" not in other[len(path):]:
                    self.ours.ask({"do": "add", "path": self.root + path})

    def settle(self):
        """The nodes of both, after answers that are no longer offered were taken away: the one engine
        hides them, the other refuses a response with them."""
        while True:
            ours, theirs = by_path(self.ours.nodes()), by_path(self.theirs.nodes())
            gone = [
                path
                for path, node in ours.items()
                if "violations" in node and "option" in conditions(node)
            ]
            if not gone:
                return ours, theirs
            for path in gone:
                left = set(offered(ours[path], False))
                value = " ".join(word for word in ours[path]["value"].split() if word in left)
                if theirs[path]["value"] != value:
                    raise AssertionError(f"{path}: {theirs[path]['value']!r} and not {value!r}")
                self.tell_both({"do": "set", "path": path, "value": value})
                self.tally.taken_away += 1

    def is_known(self, path, aspect, one, other, kind=""):
        """Whether a list has what the two say differently; then it is counted."""
        place = Difference(self.name, kind, path, aspect, one, other).place_in_list()
        if place is None:
            return False
        self.tally.known[place] += 1
        return True

    def differences(self, ours, theirs):
        """What the two say differently and is in no list."""
        found = []

        def compare(path, aspect, one, other):
            self.tally.assertions += 1
            if one == other:
                return
            kind = ours.get(path, {}).get("kind", "")
            if not self.is_known(path, aspect, one, other, kind):
                found.append(Difference(self.name, kind, path, aspect, one, other))

        for path in sorted(ours.keys() | theirs.keys()):
            compare(path, "nodes", path in ours, path in theirs)
            if path not in ours or path not in theirs:
                continue
            one, other = ours[path], theirs[path]
            if one["kind"] != "repeat":  # It is each of its instances that is asked or not.
                compare(path, "relevant", one["relevant"], other["relevant"])
            if "value" not in one or one["kind"] == "metadata":
                continue
            compare(path, "value", value_of(one), value_of({**other, "kind": one["kind"]}))
            if one["relevant"] and other["relevant"]:
                compare(path, "violations", conditions(one), conditions(other))
                if "choices" in one:
                    shuffled = one["shuffled"]
                    compare(path, "choices", offered(one, shuffled), offered(other, shuffled))
        return found

    def answer(self, path, value):
        """Gives an answer to both. One that no question takes is an error of ours, and no answer of
        the other engine."""
        ours, theirs = self.tell_both({"do": "set", "path": path, "value": value})
        if ours is None and theirs is None:
            return
        if ours is None:
            raise AssertionError(f"{path} = {value!r}: only the other engine refuses it: {theirs}")
        self.tally.refused += 1
        kept = by_path(self.theirs.nodes())[path]["value"]
        if theirs is None and kept != "" and not self.is_known(path, "taken", "", kept):
            raise AssertionError(f"{path} = {value!r}: only ours refuses it: {ours}")
        self.tell_both({"do": "set", "path": path, "value": ""})
