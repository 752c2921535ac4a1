"""What docs/betrieb says of the program is so: its tables are those of the protos, and whatever it
names exists. What its commands do is run by betrieb_examples_test.py and grants_test.py."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from lotse_testing import watching
from lotse_testing.places import BIN, SERVICES

import betrieb_tables
import betrieb_words as words
import examples
import roles
from lotse.type.v1alpha import role_pb2

DOCUMENTS = {path.stem: path.read_text(encoding="utf-8")
             for path in sorted(betrieb_tables.FOLDER.glob("*.md"))}  # fmt: skip
MANUAL = DOCUMENTS["betriebshandbuch"]
DELETION = DOCUMENTS["loeschkonzept"]
RIGHTS = DOCUMENTS["berechtigungskonzept"]

# Names that an administration chooses, in examples.
CHOSEN = {"lotse-admins"}

# What a document says in figures: the document, its words, the source and what it says there.
FIGURES = (
    (DELETION, "1 bis 120 Monate", "services/survey/domain/retention_rules.h",
     "kMaxRetentionMonths = 120;"),
    (DELETION, "höchstens 20 je Person", "services/survey/responses/personal_rows.h",
     "kMaxFormerVersions = 20;"),
    (DELETION, "weniger als 10", "services/survey/domain/wave_rules.h",
     "kResponseCountStep = 10;"),
    (DELETION, "Der Dienst sieht jede Minute nach", "services/survey/app/field_periods.h",
     "kPause = absl::Minutes(1);"),
    (DELETION, "was älter ist als `--days` (30 Tage)", "cli/backup/keeping.h", "int days = 30;"),
    (DELETION, "höchstens die neuesten 14 (`--newest`)", "cli/backup/keeping.h",
     "int backups = 14;"),
    (DELETION, "ein Monat zählt dabei 28 Tage", "cli/backup/keeping.cc",
     "kDaysOfShortestMonth = 28;"),
    (DELETION, "1 bis 36 Monate", "services/survey/qualitative/rules/study_rules.h",
     "kMaxNamesMonths = 36;"),
    (DELETION, "behält Namen und Texte 30 Tage", "services/survey/qualitative/rules/material_due.h",
     "kUndeleteDays = 30;"),
    (RIGHTS, "erst ab 10 Antworten", "services/survey/domain/export_rules.h",
     "kMinExported = 10;"),
    (RIGHTS, "mit Freitexten ab 20", "services/survey/domain/export_rules.h",
     "kMinExportedWithTexts = 20;"),
    (MANUAL, "läuft in 14 Tagen ab", "deploy/prometheus/tls.rules.yml", "14 * 86400"),
    (MANUAL, "seit 26 Stunden", "deploy/prometheus/store.rules.yml", "26 * 3600"),
)  # fmt: skip


def section(text, heading):
    """What stands below a heading, up to the next one of its level."""
    level = heading.split()[0]
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    return re.split(rf"^{level} ", text[start:], flags=re.MULTILINE)[0]


def rows(text, *cells):
    """Rows of a table whose first cells have these forms."""
    return re.findall("^" + "".join(rf"\| {cell} " for cell in cells), text, re.MULTILINE)


def help_of(*command):
    run = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True,
                         timeout=30, check=False)  # fmt: skip
    return run.stdout


class Tables(unittest.TestCase):
    def test_are_what_the_protos_say(self):
        for name, text in DOCUMENTS.items():
            self.assertEqual(text, betrieb_tables.refreshed(text),
                             f"{name}.md is old; betrieb_tables.py says how to write it anew")

    def test_all_stand_somewhere(self):
        found = [name for text in DOCUMENTS.values() for name in betrieb_tables.tables_in(text)]
        self.assertEqual(sorted(found), sorted(betrieb_tables.TABLES))

    def test_german_words_are_for_what_is_there(self):
        self.assertEqual(set(betrieb_tables.PERMISSIONS), set(roles.PERMISSIONS.values()))
        self.assertEqual(set(betrieb_tables.KINDS), set(betrieb_tables.kinds()))

    def test_reads_the_protos(self):
        kinds = betrieb_tables.kinds()
        marked = list(betrieb_tables.personal_fields(kinds["survey.lotse/Wave"]))
        self.assertEqual(marked, ["prolongations.reason", "purge.reason"])
        names = {"DeleteGoal", "UndeleteGoal", "DeleteGrant"}
        for kind, removal in (("Goal", "ausgeblendet"), ("Grant", "endgültig"), ("Wave", "nie")):
            self.assertEqual(betrieb_tables.removal_of(kind, names), removal)
        self.assertEqual(betrieb_tables.given_by(role_pb2.ROLE_ANALYST), [])
        given = betrieb_tables.given_by(role_pb2.ROLE_INSTITUTE_CONSULTANT)
        self.assertIn(role_pb2.ROLE_AUDITOR, given)
        self.assertNotIn(role_pb2.ROLE_DATA_STEWARD, given)


class Names(unittest.TestCase):
    def test_all_exist(self):
        known = words.Words()
        for name, text in DOCUMENTS.items():
            self.assertEqual(known.unknown(text), [], f"{name}.md")

    def test_finds_what_does_not_exist(self):
        known = words.Words()
        text = "`PurgeWave` `PurgeAll` `Wave.purge.reason` `Wave.gone` `keys_folder` `no_folder` " \
               "`READ` `SEEN` `DATA_STEWARD` `DATA_OWNER` `keysFolder` `LotseDown` `LotseAbove`"
        self.assertEqual(known.unknown(text), ["DATA_OWNER", "LotseAbove", "PurgeAll", "SEEN",
                                               "Wave.gone", "no_folder"])  # fmt: skip

    def test_figures(self):
        for text, says, path, source in FIGURES:
            self.assertIn(says, re.sub(r"\s+", " ", text))
            self.assertIn(source, words.read(path), says)


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        listed = help_of("lotse", "help").partition("\nCommands:\n")[2].partition("\n\n")[0]
        cls.commands = {line[2:26].strip() for line in listed.splitlines()}
        cls.methods = {method.name for _, method in betrieb_tables.methods()}
        cls.helps = {}

    def faults(self, line):
        """What is wrong with a line of the shell."""
        # What a flag is given is not ours.
        line = re.sub(r"""=('[^']*'|"[^"]*")""", "=", line)
        for call in re.finditer(r"(?<![\w/.-])lotse((?: [a-z][a-z-]*)+)([^|]*)", line):
            said, rest = call[1].split(), call[2]
            fitting = [" ".join(said[:n]) for n in range(len(said), 0, -1)]
            command = next((c for c in fitting if c in self.commands), None)
            if command is None:
                # `lotse store` alone stands for all that begin so.
                several = any(c.startswith(f"{fitting[0]} ") for c in self.commands)
                if rest or not several:
                    yield f"no command: lotse {fitting[0]}"
                continue
            if command not in self.helps:
                self.helps[command] = help_of("lotse", "help", command)
            yield from self.unknown_flags(rest, self.helps[command], f"lotse {command}")
            if command == "call" and (method := re.match(r" (\w+)", rest)):
                if method[1] not in self.methods:
                    yield f"no method: {method[1]}"
        for daemon, rest in re.findall(r"(?<![\w/.-])(lotse-(?:%s))((?: --[^|]*)+)"
                                       % "|".join(SERVICES), line):  # fmt: skip
            yield from self.unknown_flags(rest, help_of(daemon, "--help"), daemon)

    @staticmethod
    def unknown_flags(rest, explained, command):
        for flag in re.findall(r"(?<=\s)--[\w-]+", rest):
            if not re.search(rf"(?<![\w-]){flag}\b(?!-)", explained):
                yield f"{command} has no {flag}"

    def test_all_exist(self):
        self.assertGreater(len(self.commands), 40)
        for name, text in DOCUMENTS.items():
            for line in words.shell(text):
                self.assertEqual(list(self.faults(line)), [], f"{name}.md: {line}")

    def test_finds_what_does_not_exist(self):
        for line, faults in (
            ("lotse wave purge $W --reason=x", 0),
            ("lotse wave pruge $W", 1),
            ("lotse wave purge $W --why=x", 1),
            ("lotse store verify --why=x", 1),
            ("lotse call PurgeWave", 0),
            ("lotse call PurgeAll", 1),
            ("exec lotse store backup --data=/a --out=/b", 0),
            ("a | lotse store --out=b", 1),
            ("lotse store", 0),
            ("lotse-survey --check-config", 0),
            ("lotse-survey --check", 1),
        ):
            self.assertEqual(len(list(self.faults(line))), faults, line)

    def test_units_and_files(self):
        units = {path.name for path in (words.ROOT / "deploy/systemd").iterdir()}
        known = CHOSEN | {"lotse-cli", "lotse-report-task"}
        known |= set(re.findall(r"^g (\S+)", words.read("deploy/systemd/lotse.sysusers"), re.M))
        for name, text in DOCUMENTS.items():
            code = "\n".join(words.shell(text))
            for token in re.findall(r"(?<![\w/=@-])lotse-[a-z]+(?:@\w*)?(?:\.\w+)?", code):
                unit = re.sub(r"@\w*", "@", token)
                there = {token, unit, f"{unit}.service"} & (units | known)
                self.assertTrue(there, f"{name}.md names {token}")
            for path in re.findall(r"(?<![\w/.])(?:deploy|script)/[\w./*-]+", code):
                self.assertTrue(list(words.ROOT.glob(path)), f"{name}.md names {path}")


class Manual(unittest.TestCase):
    def test_has_every_alert(self):
        found = rows(MANUAL, r"\[(\w+)\]\(\.\./operations/alerts\.md#\w+\)", r"(\w+)")
        severities = {name: a["labels"]["severity"] for name, a in watching.alerts().items()}
        self.assertEqual(dict(found), severities)

    def test_has_every_exit_code(self):
        self.assertEqual(words.exit_codes(section(MANUAL, "### Ende-Codes")),
                         words.exit_codes(words.read("docs/operations/exit-codes.md")))

    def test_defaults_are_those_of_the_daemons(self):
        defaults = {}
        for service in SERVICES:
            text = help_of(f"lotse-{service}", "--help")
            defaults |= dict(re.findall(r"^ +--(\w+)=(\S*) ", text, re.MULTILINE))
        table = re.findall(r"^\| (`[^|]+) \| [^|]+ \| ([^|]+) \|$",
                           section(MANUAL, "## 4 Einstellungen"), re.MULTILINE)
        self.assertGreater(len(table), 10)
        for names, default in table:
            for name in re.findall(r"`(\w+)`", names):
                self.assertEqual(defaults[name], {"–": '""'}.get(default, default), name)

    def test_the_settings_shown_are_right(self):
        shown, = [json.loads(c) for kind, c in examples.blocks(MANUAL) if kind == ["json"]]
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder, "made")
            subprocess.run([BIN / "lotse", "dev", "certificates", made], check=True,
                           capture_output=True, timeout=60)
            text = json.dumps(shown).replace("/etc/lotse/tls/survey", f"{made}/server")
            file = pathlib.Path(folder, "survey.json")
            file.write_text(text.replace("/etc/lotse/tls", str(made)), encoding="utf-8")
            file.chmod(0o600)
            data = pathlib.Path(folder, "data")
            data.mkdir(mode=0o700)
            run = subprocess.run([BIN / "lotse-survey", f"--config={file}", f"--data_dir={data}",
                                  "--check-config"], capture_output=True, text=True, timeout=60,
                                 check=False)  # fmt: skip
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


class Deletion(unittest.TestCase):
    def test_has_every_table_and_file_of_the_stores(self):
        named = set(words.inline(DELETION))
        self.assertGreater(len(words.sql_tables()), 30)
        self.assertEqual(words.sql_tables() - named, set(), "tables without a rule")
        files = words.data_files()
        self.assertIn("mirror.db", files)
        missing = {file for file in files if not any(text.endswith(file) for text in named)}
        self.assertEqual(missing, set(), "files without a rule")

    def test_every_rule_is_there_and_used(self):
        rules = rows(section(DELETION, "## 4 Löschregeln"), r"(L\d+)")
        self.assertEqual(rules, [f"L{n}" for n in range(1, len(rules) + 1)])
        kept = section(DELETION, "## 3 Welche Daten es gibt")
        self.assertEqual(set(re.findall(r"\bL\d+\b", kept)), set(rules))


class Separation(unittest.TestCase):
    TEXT = section(RIGHTS, "## 4 Was getrennt bleibt")

    @staticmethod
    def who_has(permission):
        number, = [n for n, name in roles.PERMISSIONS.items() if name == permission]
        return {name for role, name in roles.ROLES.items() if number in roles.allowed(role)}

    def test_no_role_has_both(self):
        pairs = rows(self.TEXT.partition("| nur |")[0], r"`([A-Z_]+)`", r"`([A-Z_]+)`")
        self.assertGreater(len(pairs), 5)
        for one, other in pairs:
            self.assertEqual(self.who_has(one) & self.who_has(other), set(), (one, other))

    def test_one_role_only(self):
        only = rows(self.TEXT.partition("| nur |")[2], r"`([A-Z_]+)`", r"`([A-Z_]+)`")
        self.assertGreater(len(only), 3)
        for permission, role in only:
            self.assertEqual(self.who_has(permission), {role}, permission)


class Links(unittest.TestCase):
    def test_readers_find_them(self):
        for path in ("README.md", "docs/operations/README.md"):
            for name in DOCUMENTS:
                self.assertIn(f"betrieb/{name}.md)", words.read(path), path)


if __name__ == "__main__":
    unittest.main()
