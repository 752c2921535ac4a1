"""What somebody can do who wants to know who answered what, and holds all files.

An attacker knows the mailing list: which token each person got. Of some people, whom
they control, they also know the response. An attack guesses the response of the others:
{person: response id}. It also says among how many responses it chose, because what is
told on purpose (see docs/anonymity.md) narrows that down.
"""

import dataclasses
import random

PAGE_BYTES = 4096
WAL_HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24
JOURNAL_HEADER_BYTES = 512
RECORD_BYTES_AROUND_A_PAGE = 8


@dataclasses.dataclass(frozen=True)
class Person:
    number: int
    token_hash: bytes
    response_id: str


@dataclasses.dataclass
class Guess:
    response_id: str
    among: int  # Responses that the choice was between, as far as the attacker knows.


def pages(data, skip=0, header=0):
    """The pages of a file, or the page images of a write-ahead log, in order."""
    step = PAGE_BYTES + header
    return [data[i + header : i + step] for i in range(skip, len(data), step)]


def frames(wal):
    return pages(wal, WAL_HEADER_BYTES, FRAME_HEADER_BYTES)


def records(journal):
    """The page images of a rollback journal."""
    return pages(journal, JOURNAL_HEADER_BYTES, RECORD_BYTES_AROUND_A_PAGE)


def order_of(images, keys):
    """The keys in the order in which they came, if rows were added as they came: by the
    first image that has one, and within a page from its end, where SQLite begins."""
    places = {}
    for number, image in enumerate(images):
        for key in keys:
            if key not in places and (offset := image.find(key)) >= 0:
                places[key] = (number, -offset)
    return sorted(places, key=places.get)


def by_rank(people, controlled, tokens, responses):
    """Joins two orders place by place, first without those who are known."""
    own_tokens = {p.token_hash for p in controlled}
    own_responses = {p.response_id for p in controlled}
    persons = {p.token_hash: p for p in people}
    left_tokens = [t for t in tokens if t not in own_tokens]
    left_responses = [r for r in responses if r not in own_responses]
    return {
        persons[token]: Guess(response, len(left_responses))
        for token, response in zip(left_tokens, left_responses)
    }


def between_anchors(people, controlled, tokens, responses):
    """As by_rank, but between people who are known: their places in both orders say how
    far one order has run ahead of the other."""
    persons = {p.token_hash: p for p in people}
    token_at = {t: i for i, t in enumerate(tokens)}
    response_at = {r: i for i, r in enumerate(responses)}
    anchors = sorted(
        (token_at[p.token_hash], response_at[p.response_id])
        for p in controlled
        if p.token_hash in token_at and p.response_id in response_at
    )
    if not anchors:
        return {}
    own_tokens = {p.token_hash for p in controlled}
    free = {r for r in responses} - {p.response_id for p in controlled}
    among = len(free)
    guesses = {}
    for token in tokens:
        if token in own_tokens or not free:
            continue
        at = token_at[token]
        near = min(anchors, key=lambda anchor: abs(anchor[0] - at))
        wanted = near[1] + (at - near[0])
        best = min(free, key=lambda r: (abs(response_at[r] - wanted), r))
        free.discard(best)
        guesses[persons[token]] = Guess(best, among)
    return guesses


def within_steps(people, controlled, gone, seen, chance):
    """Uses what may be watched: `gone` is, for each token, the number of the view in
    which it was first told as used (absent: never), `seen` for each response that of the
    view in which it was first there. Who was told of in a view had answered by then, so
    the next look at the answers has the response; most likely among those new in it."""
    own = {p.response_id for p in controlled}
    looks = sorted(set(seen.values()))
    guesses = {}
    for person in people:
        if person in controlled:
            continue
        view = gone.get(person.token_hash, looks[-1])
        look = min(number for number in looks if number >= view)
        candidates = [r for r, first in seen.items() if first == look and r not in own]
        guesses[person] = Guess(chance.choice(sorted(candidates)), len(candidates))
    return guesses


def right(guesses):
    return sum(guess.response_id == person.response_id for person, guess in guesses.items())


def tail(guesses, hits):
    """The probability that as many guesses are right by chance: each choice between n
    is right with 1/n."""
    reached = [1.0]  # reached[h]: probability of h hits so far; beyond `hits` not needed.
    for guess in guesses:
        p = 1 / guess.among
        more = [0.0] * min(len(reached) + 1, hits + 1)
        for h, probability in enumerate(reached):
            if h < len(more):
                more[h] += probability * (1 - p)
            if h + 1 < len(more):
                more[h + 1] += probability * p
        reached = more
    return 1 - sum(reached[:hits])


def shuffled(people, seed):
    people = list(people)
    random.Random(seed).shuffle(people)
    return people
