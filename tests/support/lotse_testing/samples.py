"""Things to fill the stores with: a small programme, questionnaire and wave.

Each maker goes through the API and returns what the service answered.
"""

import datetime
import hashlib
import random
import uuid
import zoneinfo

from google.type import date_pb2

from lotse.engagement.v1alpha import (
    administration_pb2,
    engagement_pb2,
    phase_service_pb2,
    phase_template_pb2,
    programme_pb2,
    track_pb2,
)
from lotse.survey.v1alpha import (
    answer_pb2,
    consent_text_pb2,
    instrument_pb2,
    population_pb2,
    response_service_pb2,
    survey_pb2,
)
from lotse.type.v1alpha import text_pb2
from lotse_testing.api import CallError

PROGRAMME = "programmes/musterprogramm"
PHASE_TEMPLATE = f"{PROGRAMME}/phaseTemplates/musterverlauf"
ADMINISTRATION = "administrations/musterstadt"
ENGAGEMENT = f"{PROGRAMME}/engagements/musterstadt-2026"
TRACK = f"{ENGAGEMENT}/tracks/verwaltung"
INSTRUMENT = f"{ENGAGEMENT}/instruments/beschaeftigte"
SURVEY = f"{ENGAGEMENT}/surveys/beschaeftigte"
WAVE = f"{SURVEY}/waves/erste"
POPULATION = f"{SURVEY}/populations/beschaeftigte"
NOTICE = f"{SURVEY}/consentTexts/datenschutz"

# Items that a message of SubmitResponses may have.
MOST_ITEMS = 64

PHASES = ("bestandsaufnahme", "zieldefinition", "umsetzung")

Question = instrument_pb2.Question
Answer = answer_pb2.Answer


def text(german, english=""):
    variants = [text_pb2.Text.Variant(language="de", text=german)]
    if english:
        variants.append(text_pb2.Text.Variant(language="en", text=english))
    return text_pb2.Text(variants=variants)


def date(year, month, day):
    return date_pb2.Date(year=year, month=month, day=day)


def day(days=0):
    """Today in Berlin by the clock of this machine, or so many days later."""
    today = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")).date()
    moved = today + datetime.timedelta(days=days)
    return date(moved.year, moved.month, moved.day)


def make_programme(client):
    return client.CreateProgramme(
        programme_id=PROGRAMME.split("/")[-1],
        programme=programme_pb2.Programme(
            title=text("Musterprogramm", "Sample programme"),
            short_name="MP",
            start_date=date(2026, 1, 1),
            end_date=date(2029, 12, 31),
            engagement_months_limit=15,
        ),
    )


def make_phase_template(client):
    """The published template whose phases are PHASES; the programme is there."""
    made = client.CreatePhaseTemplate(
        parent=PROGRAMME,
        phase_template_id=PHASE_TEMPLATE.split("/")[-1],
        phase_template=phase_template_pb2.PhaseTemplate(
            title=text("Musterverlauf", "Sample course"),
            version="1",
            phases=[
                phase_template_pb2.PhaseTemplateItem(
                    phase_id=phase,
                    title=text(phase.capitalize()),
                    start_month=4 * i + 1,
                    end_month=4 * i + 4,
                )
                for i, phase in enumerate(PHASES)
            ],
        ),
    )
    return client.PublishPhaseTemplate(name=made.name, etag=made.etag)


def make_administration(client, administration=ADMINISTRATION):
    return client.CreateAdministration(
        administration_id=administration.split("/")[-1],
        administration=administration_pb2.Administration(
            title=text("Stadt Musterstadt"),
            level=administration_pb2.Administration.LEVEL_MUNICIPALITY,
            population=21000,
        ),
    )


def make_engagement(client):
    """The engagement, with the programme and administration that it needs."""
    make_programme(client)
    make_administration(client)
    return make_only_engagement(client)


def make_only_engagement(client, phase_template=""):
    """The engagement, where there are programme and administration."""
    return client.CreateEngagement(
        parent=PROGRAMME,
        engagement_id=ENGAGEMENT.split("/")[-1],
        engagement=engagement_pb2.Engagement(
            title=text("Begleitung der Stadt Musterstadt"),
            administration=ADMINISTRATION,
            start_date=date(2026, 3, 1),
            end_date=date(2027, 2, 28),
            phase_template=phase_template,
        ),
    )


def make_track(client, track=TRACK):
    """A track of the engagement; it has the phases of its template."""
    return client.CreateTrack(
        parent=ENGAGEMENT,
        track_id=track.split("/")[-1],
        track=track_pb2.Track(title=text(track.split("/")[-1].capitalize())),
    )


def make_course(client):
    """The engagement with all it needs, and a track with the phases PHASES."""
    make_programme(client)
    template = make_phase_template(client)
    make_administration(client)
    made = make_only_engagement(client, phase_template=template.name)
    make_track(client)
    return made


def phase_name(phase, track=TRACK):
    return f"{track}/phases/{phase}"


def move_phase(client, phase, *steps, track=TRACK):
    """Takes steps such as `START` with a phase, from where it stands."""
    moved = client.GetPhase(name=phase_name(phase, track))
    for step in steps:
        number = phase_service_pb2.PhaseStep.Value(f"PHASE_STEP_{step}")
        moved = client.MovePhase(name=moved.name, etag=moved.etag, step=number)
    return moved


def questionnaire():
    """One question of each kind."""

    def options(*labels):
        return [
            instrument_pb2.Option(code=str(i), label=text(label))
            for i, label in enumerate(labels, 1)
        ]

    def items(*labels):
        return [
            instrument_pb2.Item(code=f"klima_{i}", text=text(label))
            for i, label in enumerate(labels, 1)
        ]

    return instrument_pb2.Instrument(
        title=text("Befragung der Beschäftigten"),
        sections=[
            instrument_pb2.InstrumentSection(
                title=text("Alles"),
                questions=[
                    Question(
                        code="zufrieden",
                        text=text("Wie zufrieden sind Sie?"),
                        kind=Question.KIND_SINGLE_CHOICE,
                        options=options("sehr", "etwas", "wenig", "gar nicht"),
                    ),
                    Question(
                        code="sprachen",
                        text=text("Welche Sprachen sprechen Sie?"),
                        kind=Question.KIND_MULTIPLE_CHOICE,
                        options=options("Deutsch", "Türkisch", "Arabisch"),
                    ),
                    Question(
                        code="klima",
                        text=text("Wie ist das Klima?"),
                        kind=Question.KIND_MATRIX,
                        options=options("gut", "schlecht"),
                        items=items("im Team", "im Haus"),
                    ),
                    Question(
                        code="alter",
                        text=text("Wie alt sind Sie?"),
                        kind=Question.KIND_INTEGER,
                        minimum=15,
                        maximum=99,
                        class_bounds=[30, 45, 60],
                    ),
                    Question(
                        code="anregung",
                        text=text("Was regen Sie an?"),
                        kind=Question.KIND_TEXT,
                    ),
                ],
            )
        ],
    )


def population(title="Beschäftigte"):
    return population_pb2.Population(
        title=text(title),
        definition=text("Alle, die am Stichtag beschäftigt sind, auch Auszubildende"),
        strata=[population_pb2.Stratum(code="haus", label=text("Das ganze Haus"), size=400)],
        as_of_date=date(2026, 1, 1),
    )


def notice(title="Datenschutz"):
    return consent_text_pb2.ConsentText(
        title=text(title),
        text=text("Die Antworten werden ohne Namen, Zeit und Reihenfolge gespeichert."),
        kind=consent_text_pb2.ConsentText.KIND_NOTICE,
    )


def make_texts(client, survey=SURVEY):
    """The population and the notice of a survey, as fields of its waves."""
    asked = client.CreatePopulation(
        parent=survey, population_id=POPULATION.split("/")[-1], population=population()
    )
    told = client.CreateConsentText(
        parent=survey, consent_text_id=NOTICE.split("/")[-1], consent_text=notice()
    )
    return {"population": asked.name, "data_protection_notice": told.name}


def staff_council():
    """A statement with which a wave is released."""
    return survey_pb2.StaffCouncilInvolvement(
        involvement=survey_pb2.StaffCouncilInvolvement.INVOLVEMENT_AGREED,
        date=date(2020, 12, 1),
        reference="PR-2020/9",
    )


def release_wave(client, made):
    return client.ReleaseWave(name=made.name, etag=made.etag, staff_council=staff_council())


def open_wave(client, made):
    """Releases and opens a planned wave with all that it needs, whose first day has come."""
    released = release_wave(client, made)
    try:
        return client.OpenWave(name=released.name, etag=released.etag)
    except CallError:
        # The calendar may have been faster.
        now = client.GetWave(name=released.name)
        if now.state != survey_pb2.Wave.STATE_OPEN:
            raise
        return now


def make_wave(
    client, wave=WAVE, open_it=True, days=None, invited=False, identity="IDENTITY_UNSPECIFIED",
    asked=None,
):  # fmt: skip
    """The wave, with all that it needs. Unless `days` says its first and its last, its
    field period began yesterday: no midnight comes between. `asked` is its questionnaire."""
    first, last = days or (day(-1), day(30))
    access = survey_pb2.Wave.ACCESS_INVITED if invited else survey_pb2.Wave.ACCESS_OPEN
    client.CreateInstrument(
        parent=ENGAGEMENT,
        instrument_id=INSTRUMENT.split("/")[-1],
        instrument=asked or questionnaire(),
    )
    client.CreateSurvey(
        parent=ENGAGEMENT,
        survey_id=SURVEY.split("/")[-1],
        survey=survey_pb2.Survey(title=text("Befragung")),
    )
    made = client.CreateWave(
        parent=SURVEY,
        wave_id=wave.split("/")[-1],
        wave=survey_pb2.Wave(
            title=text("Erste Welle"),
            instrument=INSTRUMENT,
            phase_id=PHASES[0],
            start_date=first,
            end_date=last,
            invited_count=400,
            access=access,
            identity=identity,
            **make_texts(client),
        ),
    )
    return open_wave(client, made) if open_it else made


def wave_file(data_dir, which="answers", wave=WAVE):
    """Where lotse-survey keeps the answers of a wave, or the ledger of its invitations."""
    digits = hashlib.sha256(wave.encode()).hexdigest()[:32]
    return data_dir / f"wave-{digits}-{which}.db"


def close_wave(client, wave=WAVE):
    return client.CloseWave(name=wave, etag=client.GetWave(name=wave).etag)


def answers(choice="1", languages=("1",), climate="1", age=40, remark=None):
    given = [
        Answer(code="zufrieden", choice=choice),
        Answer(code="sprachen", choices=Answer.Choices(codes=languages)),
        Answer(code="klima_1", choice=climate),
        Answer(code="klima_2", choice=climate),
        Answer(code="alter", integer=age),
    ]
    if remark is not None:
        given.append(Answer(code="anregung", text=remark))
    return given


def response_id():
    return str(uuid.uuid4())


def submission(identifier=None, wave=WAVE, **given):
    return response_service_pb2.SubmitResponseRequest(
        parent=wave, response_id=identifier or response_id(), answers=answers(**given)
    )


def submit_all(client, submissions, wave=WAVE):
    """Hands them in over a stream: what arrives together is written to the disk together."""
    messages = []
    for begin in range(0, len(submissions), MOST_ITEMS):
        message = response_service_pb2.SubmitResponsesRequest(
            parent="" if messages else wave, items=submissions[begin : begin + MOST_ITEMS]
        )
        for item in message.items:
            item.parent = ""
        messages.append(message)
    results = [r for answer in client.SubmitResponses(messages) for r in answer.results]
    stored = sum(result.HasField("response") for result in results)
    if stored != len(submissions):
        raise AssertionError(f"{stored} of {len(submissions)} were stored: {results}")


def submit_crowd(client, count, wave=WAVE, seed=1):
    """`count` responses whose answers follow from `seed`."""
    chance = random.Random(seed)
    submit_all(client, [
        submission(
            wave=wave,
            choice=chance.choice("1112223334"),
            languages=[c for c in "123" if chance.random() < 0.4],
            climate=chance.choice("12"),
            age=chance.randint(18, 66),
        )
        for _ in range(count)
    ], wave)  # fmt: skip
