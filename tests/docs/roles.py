"""docs/roles.md, made from what the protos say: which permission a method needs
(option `permission`), and what a role allows (option `allows`).

    PYTHONPATH=build/dev/python /usr/bin/python3 -B tests/docs/roles.py

writes it anew. roles_test.py fails where it is not what this makes.
"""

import pathlib
import re

from google.protobuf import descriptor_pool
from lotse.engagement.v1alpha import (
    action_item_service_pb2,
    administration_service_pb2,
    agreement_service_pb2,
    body_service_pb2,
    code_list_service_pb2,
    decision_service_pb2,
    engagement_service_pb2,
    export_job_service_pb2,
    finding_service_pb2,
    goal_service_pb2,
    grant_service_pb2,
    import_job_service_pb2,
    indicator_service_pb2,
    measure_service_pb2,
    measurement_service_pb2,
    meeting_record_service_pb2,
    milestone_service_pb2,
    municipal_service_service_pb2,
    need_service_pb2,
    org_unit_service_pb2,
    phase_service_pb2,
    phase_template_service_pb2,
    programme_service_pb2,
    progress_service_pb2,
    territory_service_pb2,
    track_service_pb2,
    unit_interface_service_pb2,
)
from lotse.reporting.v1alpha import (
    overview_service_pb2, report_service_pb2, report_template_service_pb2,
    report_version_service_pb2,
)  # fmt: skip
from lotse.survey.v1alpha import (
    analysis_service_pb2,
    codebook_service_pb2,
    coding_service_pb2,
    consent_text_service_pb2,
    export_service_pb2,
    form_service_pb2,
    instrument_service_pb2,
    invitation_service_pb2,
    material_release_service_pb2,
    participant_name_service_pb2,
    population_service_pb2,
    release_service_pb2,
    response_service_pb2,
    study_analysis_service_pb2,
    study_exchange_service_pb2,
    study_service_pb2,
    study_text_service_pb2,
    survey_service_pb2,
)
from lotse.type.v1alpha import (
    annotations_pb2,
    blob_service_pb2,
    change_service_pb2,
    permission_pb2,
    role_pb2,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/roles.md"

# The services by what serves them. roles_test.py compares them with the protos.
SERVED = (
    ("lotse-engagement", (
        territory_service_pb2,
        code_list_service_pb2,
        programme_service_pb2,
        phase_template_service_pb2,
        administration_service_pb2,
        org_unit_service_pb2,
        unit_interface_service_pb2,
        municipal_service_service_pb2,
        engagement_service_pb2,
        agreement_service_pb2,
        track_service_pb2,
        phase_service_pb2,
        action_item_service_pb2,
        body_service_pb2,
        decision_service_pb2,
        meeting_record_service_pb2,
        finding_service_pb2,
        need_service_pb2,
        goal_service_pb2,
        measure_service_pb2,
        milestone_service_pb2,
        indicator_service_pb2,
        measurement_service_pb2,
        progress_service_pb2,
        grant_service_pb2,
        export_job_service_pb2,
        import_job_service_pb2,
    )),
    ("lotse-survey", (instrument_service_pb2, survey_service_pb2, population_service_pb2,
                      consent_text_service_pb2, invitation_service_pb2, response_service_pb2,
                      form_service_pb2, analysis_service_pb2, release_service_pb2, export_service_pb2,
                      study_service_pb2, participant_name_service_pb2, study_text_service_pb2,
                      codebook_service_pb2, coding_service_pb2,
                      study_exchange_service_pb2, study_analysis_service_pb2, material_release_service_pb2)),
    ("lotse-reporting", (
        report_service_pb2, report_version_service_pb2, report_template_service_pb2,
        overview_service_pb2,
    )),
    ("each of the three, for what it keeps", (change_service_pb2, blob_service_pb2)),
)

# What a role is called and means in German. English stands in role.proto.
GERMAN = {
    "PLATFORM_ADMIN": (
        "Plattformverwaltung",
        "Richtet die Plattform ein: legt Programme und Verwaltungen an und gibt die ersten "
        "Berechtigungen. Hat keine Erlaubnis für Antworten, Auswertungen, Dateien oder "
        "Berichte."),
    "INSTITUTE_CONSULTANT": ("Prozessbegleitung", "Begleitet Verwaltungen für das Institut."),
    "MUNICIPAL_COORDINATOR": (
        "Koordination in der Verwaltung", "Koordiniert die Begleitung innerhalb der Verwaltung."),
    "STEERING_GROUP_MEMBER": (
        "Mitglied der Steuerungsgruppe",
        "Entscheidet an den Prüfpunkten, anhand von Auswertungen und Berichten."),
    "DEPARTMENT_CONTRIBUTOR": (
        "Beitragende aus einem Fachbereich",
        "Trägt aus einem Fachbereich bei: liest den Plan, meldet Fortschritt und Werte und "
        "liefert Dokumente."),
    "ANALYST": (
        "Auswertung",
        "Bereitet Befragungen vor und wertet sie aus. Sieht wie alle geschützte Zahlen, und "
        "einzelne Antworten, wo eine Erhebung nicht anonym ist; von wem sie sind, wissen andere."),
    "DATA_STEWARD": (
        "Verantwortung für personenbezogene Daten",
        "Sieht, was aufbewahrt wird und wer es geändert hat, und tilgt es."),
    "AUDITOR": (
        "Prüfung",
        "Prüft für Zuwendungsgeber oder Datenschutz: liest und ändert nichts."),
    "INTEGRATION_SYSTEM": (
        "angebundenes System",
        "Ein anderes Programm: einer der Dienste oder ein System einer Kommune."),
    "RESPONDENT": (
        "Antwortende",
        "Das Programm, mit dem Menschen antworten: gibt Antworten ab und arbeitet an dem weiter, "
        "was mit einem Zugangscode kam, den es mitbringt. Liest sonst nichts."),
}

_HEAD = """\
<!-- Made from the protos. Write it anew with:
PYTHONPATH=build/dev/python /usr/bin/python3 -B tests/docs/roles.py -->

# Roles

A grant gives somebody a role for a prefix of names: an engagement, a programme or an
administration, and all that lies below it. Grants add up. What a role allows stands in
[role.proto](../proto/lotse/type/v1alpha/role.proto), what a method needs stands at the
method; these tables are made from both, and a test compares them. How it is decided
stands in [decision 0015](adr/0015-identity-and-grants.md).

* Two kinds of callers have a role everywhere, by the configuration and without a grant:
  members of the groups in `auth_admin_groups` are `PLATFORM_ADMIN`, and services have the
  role that `auth_services` says.
* A programme and an administration lie below nothing that a grant could be for. So they
  are created by whoever has the permission everywhere.
* A grant for an engagement does not reach its programme or its administration.
* A list shows what the caller may see of it.
* `CHANGE_READ` shows that something was changed, by whom and why. What it was changed to
  is told only to who may read the resource itself: reports, for example, with
  `REPORT_READ`. Answers of people are never in it.
"""


def value_names(enumeration, prefix):
    """The names by number, without prefix; 0 is left out."""
    return {v.number: v.name.removeprefix(prefix) for v in enumeration.values if v.number}


ROLES = value_names(role_pb2.Role.DESCRIPTOR, "ROLE_")
PERMISSIONS = value_names(permission_pb2.Permission.DESCRIPTOR, "PERMISSION_")


def meanings(path, prefix):
    """What the comments of an enumeration say, by name without prefix."""
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.findall(rf"((?:^ +// [^\n]*\n)+) +{prefix}(\w+) = ", text, re.MULTILINE)
    return {name: " ".join(re.findall(r"// (.*)", comment)) for comment, name in found}


def allowed(role):
    """The numbers of the permissions that a role, by number, allows. What everybody
    may ask about themselves needs no role."""
    options = role_pb2.Role.DESCRIPTOR.values_by_number[role].GetOptions()
    return set(options.Extensions[role_pb2.allows]) | {permission_pb2.PERMISSION_SELF_READ}


def services(files):
    """The services of generated files, in order."""
    return [s for file in files for s in file.DESCRIPTOR.services_by_name.values()]


def needed(method):
    """The number of the permission that a method needs."""
    return method.GetOptions().Extensions[annotations_pb2.permission]


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def matrix(heads, rows, yes="yes"):
    """A table with a column for each role; rows are texts and a permission by number."""
    of_role = {role: allowed(role) for role in ROLES}
    return table(
        [*heads, *(f"`{name}`" for name in ROLES.values())],
        [[*texts, *(yes if permission in of_role[role] else "–" for role in ROLES)]
         for *texts, permission in rows])


def document():
    english = meanings("proto/lotse/type/v1alpha/role.proto", "ROLE_")
    parts = [_HEAD, "\n## What each is\n\n", table(
        ["role", "meaning", "auf Deutsch", "Bedeutung"],
        [[f"`{name}`", english[name], *GERMAN[name]] for name in ROLES.values()])]
    purpose = meanings("proto/lotse/type/v1alpha/permission.proto", "PERMISSION_")
    parts += ["\n## Roles and permissions\n\n", matrix(
        ["permission", "for"],
        [(f"`{name}`", purpose[name], number) for number, name in PERMISSIONS.items()])]
    parts += ["\n## Roles and methods\n"]
    for server, files in SERVED:
        parts.append(f"\n### {server[0].upper() + server[1:] if ' ' in server else f'`{server}`'}\n")
        for service in services(files):
            parts += [f"\n`{service.full_name}`:\n\n", matrix(
                ["method", "needs"],
                [(f"`{m.name}`", f"`{PERMISSIONS[needed(m)]}`", needed(m))
                 for m in service.methods])]
    return "".join(parts)


def all_service_files():
    """The protos with services, as they lie in the tree."""
    return sorted(p.relative_to(ROOT / "proto").as_posix()
                  for p in (ROOT / "proto/lotse").rglob("*.proto")
                  if "\nservice " in p.read_text(encoding="utf-8"))


def served_files():
    pool = descriptor_pool.Default()
    return sorted(pool.FindFileByName(f.DESCRIPTOR.name).name for _, files in SERVED for f in files)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
