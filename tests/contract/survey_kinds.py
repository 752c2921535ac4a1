"""What a survey stands on: the resource types of resources.py that say of whom it tells
something and what people read, and one of each below any survey."""

from lotse.survey.v1alpha import survey_pb2
from lotse_testing import samples
from lotse_testing.samples import text

# The ids of what `fill` makes.
IDS = {"population": "alle", "consent_text": "hinweis"}


def _population(identifier):
    return samples.population(title=f"Grundgesamtheit {identifier}")


def _consent_text(identifier):
    return samples.notice(title=f"Hinweis {identifier}")


def _prepare(client):
    client.CreateSurvey(
        parent=samples.ENGAGEMENT,
        survey_id=samples.SURVEY.split("/")[-1],
        survey=survey_pb2.Survey(title=text("Befragung")),
    )


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    return (
        kind(
            "survey", "Population", samples.SURVEY, _population,
            change=change("source", "Stellenplan"), prepare=_prepare,
        ),
        kind("survey", "ConsentText", samples.SURVEY, _consent_text, prepare=_prepare),
    )  # fmt: skip


def fill(client, survey):
    """One of each below a survey."""
    client.CreatePopulation(
        parent=survey, population_id=IDS["population"], population=_population("alle")
    )
    client.CreateConsentText(
        parent=survey, consent_text_id=IDS["consent_text"], consent_text=_consent_text("hinweis")
    )
