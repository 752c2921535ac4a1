"""An attacker who holds all there is cannot join invitations with answers.

200 people are invited and answer; the attacker controls 20 of them. The same attacks
that join nearly all of a plain store do no better than chance on the files, journals,
logs, figures, lists and backups of lotse-survey, over 20 runs.
"""

import hashlib
import random
import sqlite3
import unittest
import uuid

import attacks
from attacks import Guess, Person

from lotse_testing import samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.cli import lotse
from lotse_testing.places import figure

PEOPLE = 200
CONTROLLED = 20
RUNS = 20
# A defence that holds is taken for one that does not once in so many tries; then the
# runs are made again.
LEAST_PROBABILITY = 0.01
# Fewest people by whom two views may differ.
STEP = 10


def token_hash(token):
    return hashlib.sha256(token.encode()).digest()


class PlainStore(Case):
    """The attacks work: on a store that keeps both in one file with a write-ahead log,
    in the order of their coming."""

    def test_nearly_all_are_joined(self):
        for source in ("file", "log"):
            for attack in (attacks.by_rank, attacks.between_anchors):
                with self.subTest(source=source, attack=attack.__name__):
                    self.assertGreaterEqual(self.joined(source, attack), 150)

    def joined(self, source, attack):
        chance = random.Random(7)
        people = [
            Person(n, chance.randbytes(32), str(uuid.UUID(bytes=chance.randbytes(16))))
            for n in range(PEOPLE)
        ]
        path = self.folder() / "plain.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(path, isolation_level=None)
        self.addCleanup(store.close)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE used (token_hash BLOB)")
        store.execute("CREATE TABLE response (response_id TEXT, answers TEXT)")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for person in attacks.shuffled(people, 3):
            store.execute("BEGIN")
            store.execute("INSERT INTO used VALUES (?)", (person.token_hash,))
            store.execute("INSERT INTO response VALUES (?, 'abc')", (person.response_id,))
            store.execute("COMMIT")
        if source == "log":
            images = attacks.frames(path.with_name("plain.db-wal").read_bytes())
        else:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            images = attacks.pages(path.read_bytes())
        tokens, responses = orders(images, images, people)
        guesses = attack(people, people[:CONTROLLED], tokens, responses)
        figure(f"plain store, {source}, {attack.__name__}", attacks.right(guesses))
        return attacks.right(guesses) + CONTROLLED


def orders(ledger_images, answer_images, people):
    """(token hashes, response ids) in the order in which files have them."""
    by_bytes = {p.response_id.encode(): p.response_id for p in people}
    return (
        attacks.order_of(ledger_images, [p.token_hash for p in people]),
        [by_bytes[r] for r in attacks.order_of(answer_images, list(by_bytes))],
    )


class Run:
    """One wave of 200 people, and all that an attacker could get hold of."""

    def __init__(self, case, seed):
        self.chance = random.Random(seed)
        self.daemon = case.daemon("survey")
        self.case = case
        self.polls = []  # Per poll: hashes of the tokens that are told as used.
        self.backups = []
        with connect(self.daemon) as client:
            samples.make_wave(client, invited=True)
            self.invite(client)
            self.answer(client)
        self.figures = self.daemon.get("/metrics")[2]
        self.daemon.kill()
        self.live = self.files(self.daemon.data_dir)
        self.log = self.daemon.log_text()

    def invite(self, client):
        issued = client.IssueInvitations(
            parent=samples.WAVE,
            recipients=[{"recipient": f"Nr {n}"} for n in range(PEOPLE)],
        ).invitations
        self.tokens = {i.recipient: i.token for i in issued}
        self.people = [
            Person(n, token_hash(self.tokens[f"Nr {n}"]), samples.response_id())
            for n in range(PEOPLE)
        ]
        self.controlled = self.chance.sample(self.people, CONTROLLED)

    def answer(self, client):
        # The second copy comes so soon that few have answered since.
        first = self.chance.randrange(40, 120)
        copies = {first, first + self.chance.choice((1, 3, 60))}
        for number, person in enumerate(attacks.shuffled(self.people, self.chance.random()), 1):
            request = samples.submission(person.response_id, age=self.chance.randint(15, 99))
            request.invitation_token = self.tokens[f"Nr {person.number}"]
            client.SubmitResponse(request)
            if number % 5 == 0 or number in copies:
                self.poll(client)
            if number in copies:
                self.back_up()

    def poll(self, client):
        left = {r.recipient for r in client.ListReminders(parent=samples.WAVE, page_size=5000).recipients}
        self.polls.append(
            {p.token_hash for p in self.people if f"Nr {p.number}" not in left}
        )

    def back_up(self):
        """By the one command and by the other in turn."""
        to = self.case.folder("backup")
        if len(self.backups) % 2 == 0:
            lotse("store", "backup", f"--data={self.daemon.data_dir}", f"--out={to}")
        else:
            lotse("backup", f"--data={self.daemon.data_dir.parent}", "--stores=survey",
                  f"--out={to}")  # fmt: skip
            (made,) = to.glob("20*")
            to = made / "survey"
        self.backups.append((len(self.polls) - 1, self.files(to)))

    @staticmethod
    def files(folder):
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    @staticmethod
    def one(files, end):
        (content,) = [content for name, content in files.items() if name.endswith(end)]
        return content

    def responses_in(self, files):
        answers = self.one(files, "-answers.db")
        return {p.response_id for p in self.people if p.response_id.encode() in answers}

    def used_in(self, files):
        path = self.case.folder("ledger.db")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.one(files, "-ledger.db"))
        store = sqlite3.connect(path)
        try:
            return {row[0] for row in store.execute("SELECT token_hash FROM invitation WHERE used")}
        finally:
            store.close()

    # The attacks.

    def places_in_files(self, attack):
        """Where rows lie in the files, free pages and all."""
        tokens, responses = orders(
            attacks.pages(self.one(self.live, "-ledger.db")),
            attacks.pages(self.one(self.live, "-answers.db")),
            self.people,
        )
        return attack(self.people, self.controlled, tokens, responses)

    def places_in_journals(self):
        """What a daemon that was killed in the middle of its work has left there."""
        tokens, responses = orders(
            attacks.records(self.live.get(self.name("-ledger.db") + "-journal", b"")),
            attacks.records(self.live.get(self.name("-answers.db") + "-journal", b"")),
            self.people,
        )
        return attacks.by_rank(self.people, self.controlled, tokens, responses)

    def name(self, end):
        return next(name for name in self.live if name.endswith(end))

    def anything_elsewhere(self):
        """Tokens or responses in any other file, in the log or in figures, in the order in
        which they stand there. There are none."""
        others = [c for name, c in self.live.items() if not name.startswith("wave-")]
        others += [self.log.encode(), self.figures.encode()]
        images = [image for content in others for image in attacks.pages(content)]
        tokens, responses = orders(images, images, self.people)
        self.case.assertEqual((tokens, responses), ([], []))
        words = [token.encode() for token in self.tokens.values()]
        for content in others:
            for word in words:
                self.case.assertNotIn(word, content)

    def watching(self):
        """All views, in their order: lists that were polled, backups, and the files at the
        end. `Guess.among` is as small as the steps allow."""
        gone, seen = {}, {}
        last = len(self.polls)
        for number, told in enumerate(self.polls):
            for hashed in told:
                gone.setdefault(hashed, number)
        for number, files in self.backups:
            for response in self.responses_in(files):
                seen.setdefault(response, number)
            for hashed in self.used_in(files):
                gone[hashed] = min(gone.get(hashed, number), number)
        for person in self.people:
            seen.setdefault(person.response_id, last)
        return attacks.within_steps(self.people, self.controlled, gone, seen, self.chance)

    def check_steps(self):
        """No two views differ by fewer people than a step."""
        views = [self.responses_in(files) for _, files in self.backups]
        views.append({p.response_id for p in self.people})
        for before, after in zip([set(), *views], views):
            self.case.assertLessEqual(before, after)
            self.case.assertTrue(before == after or len(after - before) >= STEP)
        for before, after in zip([set(), *self.polls], self.polls):
            self.case.assertLessEqual(before, after)
            self.case.assertEqual(len(after - before) % STEP, 0)
        for number, files in self.backups:
            # Of the answers that are there, at least a step's tokens are not told.
            self.case.assertLessEqual(
                len(self.used_in(files)), max(0, len(self.responses_in(files)) - STEP)
            )


class Joining(Case):
    def test_no_attack_does_better_than_chance(self):
        worst = self.probabilities()
        if min(worst.values()) <= LEAST_PROBABILITY:
            worst = self.probabilities()
        for name, probability in worst.items():
            self.assertGreater(probability, LEAST_PROBABILITY, name)

    def probabilities(self):
        guesses = {}
        for seed in range(RUNS):
            run = Run(self, seed)
            run.check_steps()
            run.anything_elsewhere()
            for name, found in (
                ("places, by rank", run.places_in_files(attacks.by_rank)),
                ("places, by anchors", run.places_in_files(attacks.between_anchors)),
                ("journals", run.places_in_journals()),
                ("watching", run.watching()),
            ):
                if name != "journals":
                    self.assertEqual(len(found), PEOPLE - CONTROLLED, name)
                guesses.setdefault(name, []).append(found)
        probabilities = {}
        for name, runs in guesses.items():
            hits = sum(attacks.right(found) for found in runs)
            every = [guess for found in runs for guess in found.values()]
            expected = sum(1 / guess.among for guess in every)
            probabilities[name] = attacks.tail(every, hits)
            figure(
                f"{name}: right of {len(every)}",
                f"{hits}, by chance {expected:.1f}, probability {probabilities[name]:.3f}",
            )
            fewest = min((guess.among for guess in every), default=PEOPLE)
            self.assertGreaterEqual(fewest, STEP // 2, name)
        return probabilities


class WithoutSteps(unittest.TestCase):
    """What watching would give if each view were exact: a list and a copy after each answer,
    or after each tenth."""

    def found(self, step):
        chance = random.Random(5)
        people = [Person(n, bytes([n]), str(n)) for n in range(PEOPLE)]
        gone, seen = {}, {}
        for number, person in enumerate(attacks.shuffled(people, 9)):
            gone[person.token_hash] = seen[person.response_id] = number // step
        guesses = attacks.within_steps(people, people[:CONTROLLED], gone, seen, chance)
        return attacks.right(guesses) + CONTROLLED

    def test_everybody_is_found(self):
        self.assertEqual(self.found(1), PEOPLE)

    def test_of_ten_one_is_found(self):
        self.assertLess(self.found(10), 60)


class Counting(unittest.TestCase):
    """The arithmetic of the test itself."""

    def test_tail(self):
        coins = [Guess("", 2)] * 3
        for hits, probability in ((0, 1), (1, 7 / 8), (2, 4 / 8), (3, 1 / 8)):
            self.assertAlmostEqual(attacks.tail(coins, hits), probability)

    def test_order_is_that_of_coming(self):
        page = b"----bb--aa".ljust(attacks.PAGE_BYTES, b"-")
        later = b"cc".ljust(attacks.PAGE_BYTES, b"-")
        self.assertEqual(
            attacks.order_of([page, later], [b"cc", b"bb", b"aa"]), [b"aa", b"bb", b"cc"]
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
