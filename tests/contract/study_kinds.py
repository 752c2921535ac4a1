"""Qualitative studies: the resource types of resources.py for them, and one of each below any
engagement."""

from google.protobuf import text_format
from lotse.survey.v1alpha import guide_pb2, material_release_pb2, study_case_pb2, study_pb2
from lotse_testing import samples
from lotse_testing.samples import text

# The ids of what `fill` makes.
IDS = {"study": "erhebung", "guide": "leitfaden", "case": "gruppe", "material_release": "rat"}
STUDY = f"{samples.ENGAGEMENT}/studies/{IDS['study']}"


def study(identifier):
    return text_format.Parse(
        f"""title {{ variants {{ language: "de" text: "Erhebung {identifier}" }} }}
            kinds: [KIND_INTERVIEW, KIND_FOCUS_GROUP]
            coders {{ coder_id: "eins" subject: "kodiert" }}
            roles {{ code: "team" label {{ variants {{ language: "de" text: "Team" }} }} }}
            retention {{ names_months: 6 material_months: 24 }}""",
        study_pb2.Study(),
    )


def guide(identifier):
    return text_format.Parse(
        f"""title {{ variants {{ language: "de" text: "Leitfaden {identifier}" }} }}
            version: "1" kinds: [KIND_INTERVIEW, KIND_FOCUS_GROUP]
            sections {{ code: "auftakt"
                        title {{ variants {{ language: "de" text: "Auftakt" }} }} }}""",
        guide_pb2.Guide(),
    )


def case(identifier):
    """A focus group of today."""
    made = text_format.Parse(
        """kind: KIND_FOCUS_GROUP
           participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES }
           participants { pseudonym: "P02" role: "team" consent: CONSENT_ANALYSIS }
           staff { pseudonym: "M1" role: ROLE_MODERATOR }""",
        study_case_pb2.StudyCase(),
    )
    made.title.CopyFrom(text(f"Gruppe {identifier}"))
    made.held_date.CopyFrom(samples.day())
    return made


def material_release(identifier):
    """A draft with nothing in it yet."""
    return material_release_pb2.MaterialRelease(
        title=text(f"Freigabe {identifier}"),
        scope=material_release_pb2.MaterialRelease.SCOPE_STEERING_GROUP,
    )


def _prepare(client):
    client.CreateStudy(parent=samples.ENGAGEMENT, study_id=IDS["study"], study=study("eins"))


def kinds(kind, change):
    """`kind` and `change` are those of resources.py."""
    return (
        kind("survey", "Study", samples.ENGAGEMENT, study, change=change("phase_id", "diagnose")),
        kind("survey", "Guide", STUDY, guide, prepare=_prepare),
        kind(
            "survey", "StudyCase", STUDY, case,
            change=change("duration_minutes", 110),
            immutable=change("kind", study_case_pb2.StudyCase.KIND_INTERVIEW),
            prepare=_prepare,
        ),
    )  # fmt: skip


def fill(client, engagement, with_release=False):
    """One of each below an engagement; a release of material only if it is asked for, since it
    keeps its study from being deleted."""
    parent = f"{engagement}/studies/{IDS['study']}"
    client.CreateStudy(parent=engagement, study_id=IDS["study"], study=study("eins"))
    client.CreateGuide(parent=parent, guide_id=IDS["guide"], guide=guide("eins"))
    client.CreateStudyCase(parent=parent, study_case_id=IDS["case"], study_case=case("eins"))
    if with_release:
        client.CreateMaterialRelease(
            parent=parent, material_release_id=IDS["material_release"],
            material_release=material_release("eins"),
        )  # fmt: skip
