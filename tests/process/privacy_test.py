"""Where answers are and where they are not: never in a log or a metric, in no file
but that of the answers of their wave, and there without a time or an order."""

import json
import re
import sqlite3
import time
import unittest

from lotse_testing import api, samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case
from lotse_testing.places import SERVICES, figure

# Words that occur nowhere else.
REMARK = "Zwergspitzmaus-Anregung-0815"
BAD_OPTION = "Ungereimtheit-4711"
BAD_CODE = "unbekannte_frage_4712"
SECRET_NAME = "programmes/geheimprogramm-4713"
TOKEN = "Bearer geheimes-Zeichen-4714"

# Places in the header of an SQLite file that count its changes: the change counter,
# the schema cookie and the version-valid-for number (file format, 1.3).
DATABASE_COUNTERS = (24, 40, 92)

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
LEVELS = {"info", "warning", "error"}


class Privacy(Case):
    def fill(self, daemon):
        """Responses with words of their own, good ones and refused ones; the words
        that must not be found."""
        identifiers = [samples.response_id() for _ in range(30)]
        with connect(daemon) as client:
            samples.make_wave(client)
            for identifier in identifiers:
                client.SubmitResponse(
                    samples.submission(identifier, remark=REMARK, choice="4"),
                    metadata=[("authorization", TOKEN)],
                )
            conflict = error_of(
                client.SubmitResponse, samples.submission(identifiers[0], remark=REMARK)
            )
            self.assertEqual(conflict.reason, "RESPONSE_CONFLICT")
            for bad in (
                samples.Answer(code="zufrieden", choice=BAD_OPTION),
                samples.Answer(code=BAD_CODE, text=REMARK),
                samples.Answer(code="alter", text=REMARK),
                samples.Answer(code="anregung", text=REMARK + "x" * 20000),
                samples.Answer(code="alter", integer=471512),
            ):
                submission = samples.submission()
                del submission.answers[:]
                submission.answers.append(bad)
                refused = error_of(client.SubmitResponse, submission)
                self.assertEqual(refused.reason, "INVALID_FIELDS")
                # Nor does the refusal repeat what was sent.
                for word in (BAD_OPTION, REMARK, "471512"):
                    self.assertNotIn(word.encode(), refused.details_bytes)
                    self.assertNotIn(word, refused.message)
        return identifiers + [REMARK, BAD_OPTION, BAD_CODE, TOKEN, "471512"]

    def test_no_answer_in_log_metrics_or_other_files(self):
        daemon = self.daemon("survey")
        words = self.fill(daemon)
        metrics = daemon.get("/metrics")[2]
        self.settle(daemon)
        self.look_into_files(daemon, words)
        daemon.kill()
        self.look_into_files(daemon, words)
        daemon.start()
        with connect(daemon) as client:
            samples.close_wave(client)
            client.TabulateWave(name=samples.WAVE)
        self.assertEqual(daemon.stop(), 0)
        self.look_into_files(daemon, words)
        for word in words:
            self.assertNotIn(word, daemon.log_text())
            self.assertNotIn(word, metrics)
        # The words would be found if they were there.
        content = samples.wave_file(daemon.data_dir).read_bytes()
        self.assertIn(REMARK.encode(), content)
        self.assertIn(words[0].encode(), content)

    @staticmethod
    def settle(daemon):
        """Waits until the files are written anew: meanwhile their journals hold what was in
        them, and with a kill they stay."""
        quiet = 0
        while quiet < 10:
            journals = daemon.data_dir.glob("*-journal")
            quiet = 0 if any(journal.stat().st_size for journal in journals) else quiet + 1
            time.sleep(0.05)

    def look_into_files(self, daemon, words):
        files = [f for f in daemon.data_dir.rglob("*") if f.is_file()]
        answers = samples.wave_file(daemon.data_dir)
        self.assertNotIn(answers.name + "-wal", [f.name for f in files])
        self.assertIn(answers, files)
        for file in files:
            if file == answers:
                continue
            content = file.read_bytes()
            for word in words:
                self.assertNotIn(word.encode(), content, f"{word} in {file.name}")

    def test_no_log_line_tells_when_a_response_was_stored(self):
        daemon = self.daemon("survey")
        self.fill(daemon)
        stored = [
            entry
            for entry in daemon.log()
            if entry.get("request", "").endswith(".SubmitResponseRequest") and entry["code"] == "OK"
        ]
        self.assertEqual(stored, [])

    def test_order_of_submissions_is_not_on_disk(self):
        """The same responses in two orders leave the same file, but for its counters,
        once the wave is closed."""
        submissions = [
            samples.submission(choice=str(1 + n % 4), remark="x" * (1 + n % 50)) for n in range(120)
        ]
        contents = []
        for order in (submissions, submissions[::-1]):
            daemon = self.daemon("survey")
            with connect(daemon) as client:
                samples.make_wave(client)
                for submission in order:
                    client.SubmitResponse(submission)
                samples.close_wave(client)
            self.assertEqual(daemon.stop(), 0)
            content = bytearray(samples.wave_file(daemon.data_dir).read_bytes())
            for counter in DATABASE_COUNTERS:
                content[counter : counter + 4] = bytes(4)
            contents.append(bytes(content))
        self.assertEqual(len(contents[0]), len(contents[1]))
        differing = sum(a != b for a, b in zip(*contents))
        figure("order of submissions", f"{differing} bytes of {len(contents[0])} differ")
        self.assertEqual(differing, 0)

    def test_answers_have_no_time_and_no_order(self):
        daemon = self.daemon("survey")
        self.fill(daemon)
        self.assertEqual(daemon.stop(), 0)
        connection = sqlite3.connect(samples.wave_file(daemon.data_dir))
        self.addCleanup(connection.close)
        tables = dict(
            connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        )
        erasure = {
            "erasure": ["salt", "rows"],
            "erased": ["hash"],
            "erased_code": ["code"],
            "rewritten": ["wave"],
        }
        self.assertEqual(set(tables), {"response", "wave", "schema_migration", *erasure})
        for table, expected in erasure.items():
            told = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            self.assertEqual(told, expected)
            self.assertIn("WITHOUT ROWID", tables[table])
        wave = [row[1] for row in connection.execute("PRAGMA table_info(wave)")]
        self.assertEqual(wave, ["name", "closed"])
        self.assertIn("WITHOUT ROWID", tables["response"])
        with self.assertRaises(sqlite3.OperationalError):
            connection.execute("SELECT rowid FROM response")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(response)")]
        self.assertEqual(columns, ["response_id", "answers", "shown"])
        others = connection.execute("SELECT name FROM sqlite_schema WHERE type != 'table'")
        self.assertEqual(
            [name for (name,) in others if not name.startswith("sqlite_autoindex")], []
        )
        # A write-ahead log would keep the order of all submissions.
        self.assertNotEqual(connection.execute("PRAGMA journal_mode").fetchone(), ("wal",))
        stored = [row[0] for row in connection.execute("SELECT response_id FROM response")]
        self.assertEqual(stored, sorted(stored))

    def test_what_was_erased_is_nowhere(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 20)
            erased = samples.submission(remark="geheimnis-4711")
            client.SubmitResponse(erased)
            asked = {"parent": samples.WAVE, "response_id": erased.response_id, "reason": "Wunsch"}
            client.EraseResponse(**asked)
            client.EraseResponse(**asked)
            again = error_of(client.SubmitResponse, erased)
            self.assertEqual(again.reason, "RESPONSE_ERASED")
        self.assertEqual(daemon.stop(), 0)
        for file in daemon.data_dir.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                self.assertNotIn(b"geheimnis-4711", content, file.name)
                self.assertNotIn(erased.response_id.encode(), content, file.name)

    def test_a_response_holds_the_answers_and_nothing_else(self):
        """Two people who say the same leave the same bytes."""
        daemon = self.daemon("survey")
        self.fill(daemon)
        self.assertEqual(daemon.stop(), 0)
        connection = sqlite3.connect(samples.wave_file(daemon.data_dir))
        self.addCleanup(connection.close)
        contents = {row[0] for row in connection.execute("SELECT answers FROM response")}
        self.assertEqual(len(contents), 1)

    def test_resource_stores_know_no_submission(self):
        """The wave is not touched by a response: neither its revision nor its bytes."""
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            opened = samples.make_wave(client)
            before = self.resources(daemon)
            samples.submit_crowd(client, 25)
            self.assertEqual(self.resources(daemon), before)
            after = client.GetWave(name=samples.WAVE)
            self.assertEqual((after.etag, after.response_count), (opened.etag, 20))

    @staticmethod
    def resources(daemon):
        connection = sqlite3.connect(f"file:{daemon.data_dir}/survey.db?mode=ro", uri=True)
        try:
            return list(connection.execute("SELECT * FROM resource ORDER BY kind, name"))
        finally:
            connection.close()


class Logs(Case):
    def test_every_line_is_an_object_with_the_same_heads(self):
        lines = 0
        for service in SERVICES:
            daemon = self.daemon(service)
            with connect(daemon) as client:
                for method in api.methods(service):
                    error_of(getattr(client, method.name))
                    request = api.message_class(method.input_type)()
                    for field in ("name", "parent"):
                        if field in request.DESCRIPTOR.fields_by_name:
                            setattr(request, field, SECRET_NAME)
                    error_of(getattr(client, method.name), request)
            self.assertEqual(daemon.stop(), 0)
            for line in daemon.lines:
                entry = json.loads(line)
                self.assertEqual(list(entry)[:4], ["time", "level", "service", "event"])
                self.assertRegex(entry["time"], TIME)
                self.assertIn(entry["level"], LEVELS)
                self.assertEqual(entry["service"], f"lotse-{service}")
                lines += 1
            self.assertNotIn(SECRET_NAME, daemon.log_text())
            calls = [entry for entry in daemon.log() if entry["event"] == "call"]
            self.assertEqual(len(calls), 2 * len(list(api.methods(service))))
        figure("log", f"{lines} lines, each a JSON object")


if __name__ == "__main__":
    unittest.main(verbosity=2)
