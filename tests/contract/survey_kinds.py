"""What a survey stands on and what comes of it: the resource types of resources.py that say of
whom it tells something and what people read, and the releases of its figures; and one of each
below any survey or wave."""

from lotse.survey.v1alpha import release_pb2, survey_pb2, table_pb2
from lotse_testing import samples
from lotse_testing.samples import text

# The ids of what `fill` and `fill_wave` make.
IDS = {
    "population": "alle", "consent_text": "hinweis", "release": "freigabe", "table": "t0001",
}  # fmt: skip


def _population(identifier):
    return samples.population(title=f"Grundgesamtheit {identifier}")


def _consent_text(identifier):
    return samples.notice(title=f"Hinweis {identifier}")


def _release(identifier):
    return release_pb2.Release(
        title=text(f"Freigabe {identifier}"),
        audience=release_pb2.Release.AUDIENCE_STEERING_GROUP,
    )


def _prepare(client):
    client.CreateSurvey(
        parent=samples.ENGAGEMENT,
        survey_id=samples.SURVEY.split("/")[-1],
        survey=survey_pb2.Survey(title=text("Befragung")),
    )


def _prepare_release(client):
    samples.make_wave(client)
    samples.submit_crowd(client, 12)
    samples.close_wave(client)


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    return (
        kind(
            "survey", "Population", samples.SURVEY, _population,
            change=change("source", "Stellenplan"), prepare=_prepare,
        ),
        kind("survey", "ConsentText", samples.SURVEY, _consent_text, prepare=_prepare),
        kind("survey", "Release", samples.WAVE, _release, prepare=_prepare_release),
    )  # fmt: skip


def fill(client, survey):
    """One of each below a survey."""
    client.CreatePopulation(
        parent=survey, population_id=IDS["population"], population=_population("alle")
    )
    client.CreateConsentText(
        parent=survey, consent_text_id=IDS["consent_text"], consent_text=_consent_text("hinweis")
    )


def fill_wave(client, wave):
    """Closes a planned wave that nobody answered, and makes a release with a table, which is
    refused."""
    survey = wave.name.rsplit("/", 2)[0]
    wave.start_date.CopyFrom(samples.day(-1))
    wave.end_date.CopyFrom(samples.day(30))
    wave.access = survey_pb2.Wave.ACCESS_OPEN
    wave.population = f"{survey}/populations/{IDS['population']}"
    wave.data_protection_notice = f"{survey}/consentTexts/{IDS['consent_text']}"
    samples.release_wave(client, client.UpdateWave(wave=wave))
    samples.close_wave(client, wave.name)
    release = client.CreateRelease(
        parent=wave.name, release_id=IDS["release"], release=_release("eins")
    )
    client.Tabulate(name=release.name, tables=[table_pb2.TableSpec(variables=["zufrieden"])])
