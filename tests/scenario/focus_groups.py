"""Six focus groups of seven people and who leads them, in German: what is said is put together from
sentences that people wrote, always in the same way. Each turn may stand for a theme."""

import dataclasses
import itertools

GROUPS = range(1, 7)
PEOPLE = range(1, 8)
TURNS = 150
MODERATOR = "M1"
# As people call one another in the room; their pseudonyms are P01 to P07.
CALLED = ("Aylin", "Bogdan", "Chantal", "Dörte", "Emeka", "Fatou", "Grzegorz")

# A child theme of `zugang`, and others. The last is what hardly anybody speaks of.
THEMES = {"wege": "Wege zum Amt", "sprache": "Sprache", "ton": "Umgangston",
          "digital": "Digitale Anträge", "wunsch": "Wünsche", "selten": "Parken"}  # fmt: skip

# What is said of a theme, in sentences of which a turn takes one to three.
SENTENCES = {
    "wege": (
        "Ich bin dreimal mit dem Bus gefahren, bis ich das richtige Haus hatte. 🚌",
        "Der Eingang liegt hinten, und vorne hängt kein Schild.",
        "Mit dem Kinderwagen kommt man die Treppe nicht hoch.",
        "Für einen Stempel war ich einen halben Tag unterwegs.",
        "Überall stehen Pfeile, aber jeder zeigt woanders hin. 🤷🏽‍♀️",
    ),
    "sprache": (
        "Das Schreiben verstehe ich nicht, obwohl ich hier aufgewachsen bin.",
        "Meine Mutter nimmt immer mich mit, damit ich übersetze.",
        "Ein Satz hat dort vier Zeilen, das liest keiner zu Ende.",
        "Beim Wort „Bedarfsgemeinschaft“ steige ich aus. 😵‍💫",
        "Mit Bildern wäre es leichter, auch für uns, die Deutsch können.",
    ),
    "ton": (
        "Am Telefon war die Frau sehr freundlich, das muss man auch einmal sagen.",
        "Man wird behandelt, als wollte man etwas geschenkt haben.",
        "Sobald mein Mann mitkommt, reden sie nur noch mit ihm.",
        "Er hat sich entschuldigt, das hat mir viel bedeutet. 🙏🏿",
        "Mir wurde gesagt, ich soll erst einmal richtig grüßen.",
    ),
    "digital": (
        "Das Formular im Netz bricht nach zehn Minuten ab.",
        "Ohne Drucker kommt man trotzdem nicht weiter. 🖨️",
        "Der Code kommt per Brief, das ist doch verrückt.",
        "Auf dem Telefon sieht man nur die halbe Seite.",
        "Mein Nachbar macht das für das ganze Haus, kostenlos. 👍🏽",
    ),
    "wunsch": (
        "Eine Person, die für mich zuständig bleibt, das wäre schön.",
        "Abends offen haben, einmal in der Woche, mehr braucht es nicht.",
        "Jemand am Eingang, der fragt, wohin man will.",
        "Ein Anruf, bevor die Frist abläuft. ⏰",
        "Dass man Fragen stellen darf, ohne dass einer seufzt.",
    ),
    "selten": ("Parken kann man dort auch nicht mehr.",),
    None: (
        "Ja, so war das bei mir auch.",
        "Hm, da bin ich mir nicht sicher.",
        "Nein, nein, lassen Sie ruhig.",
        "Das habe ich anders erlebt. 😅",
        "In unserem Cafe\u0301 redet man darüber auch.",
    ),
}  # fmt: skip
# Said by who leads, and half sentences that others cut off.
QUESTIONS = (
    "Wie kommen Sie an das, was Sie vom Amt brauchen?",
    "Möchte jemand etwas dazu sagen, der noch nicht dran war?",
    "Können Sie ein Beispiel erzählen?",
    "Was müsste morgen anders sein? 🌅",
)
CUT_OFF = (
    "Und dann habe ich gesagt, dass –",
    "Ich wollte nur noch –",
    "Moment, ich war noch nicht –",
)
CUTTING_IN = "(fällt ins Wort) Genau!"
# Said once in each group, by others than who is named.
NAMED = "Frau Öztürk am Schalter hat mir geholfen, und Herr Öztürk auch."
NAME = "Öztürk"
NAMED_TURN = 20


@dataclasses.dataclass(frozen=True)
class Turn:
    speaker: str
    sentences: tuple
    theme: str | None

    @property
    def said(self):
        return " ".join(self.sentences)


def pseudonym(person):
    return f"P{person:02}"


def turns(group):
    """The turns of a group, in which no sentence of a theme stands beside that of another."""
    themes = itertools.cycle(
        ["wege", None, "sprache", "ton", None, "digital", "wunsch", "ton", "wege", None, "sprache"]
    )
    made = []
    for number in range(TURNS):
        speaker = pseudonym((number * 5 + group + number // 7) % len(PEOPLE) + 1)
        if number % 16 == 0:
            question = QUESTIONS[(number // 16 + group) % len(QUESTIONS)]
            made.append(Turn(MODERATOR, (question,), None))
        elif number == NAMED_TURN:
            made.append(Turn(speaker, (NAMED,), "ton"))
        elif number % 23 == 11:
            made.append(Turn(speaker, (CUT_OFF[number % len(CUT_OFF)],), None))
        elif number % 23 == 12:
            made.append(Turn(speaker, (CUTTING_IN,), None))
        elif group == 2 and number == 75:
            made.append(Turn(speaker, SENTENCES["selten"], "selten"))
        else:
            theme = next(themes)
            pool = SENTENCES[theme]
            first = number * 3 + group * 2
            picked = tuple(pool[(first + i) % len(pool)] for i in range(1 + number % 3))
            made.append(Turn(speaker, picked, theme))
    return made


def transcript(group):
    """The turns as a plain text, with the names by which people were called."""
    names = {label["pseudonym"]: label["label"] for label in labels()}
    return "\n".join(f"{names[turn.speaker]}: {turn.said}" for turn in turns(group)) + "\n"


def labels():
    """Which label stands for which pseudonym."""
    people = [{"label": CALLED[p - 1], "pseudonym": pseudonym(p)} for p in PEOPLE]
    return [*people, {"label": "Leitung", "pseudonym": MODERATOR}]


def codings(group):
    """Which turn both coders code how, and how much of it: `{coder: {turn: (theme, sentences)}}`.
    The second overlooks some, takes some for another theme, and marks less."""
    themes = [theme for theme in THEMES if theme != "selten"]
    eins, zwei = {}, {}
    for number, turn in enumerate(turns(group)):
        if turn.theme is None:
            continue
        eins[number] = (turn.theme, len(turn.sentences))
        if number % 13 == group % 13:
            continue
        theme = turn.theme
        if number % 17 == group % 17 and theme != "selten":
            theme = themes[(themes.index(theme) + 1) % len(themes)]
        zwei[number] = (theme, 1)
    return {"eins": eins, "zwei": zwei}
