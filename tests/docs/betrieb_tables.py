"""The tables in docs/betrieb that are made from the protos: roles and permissions in German,
reads that are noted, and what is stored.

    PYTHONPATH=build/dev/python /usr/bin/python3 -B tests/docs/betrieb_tables.py

writes them anew, each between the lines `<!-- Tabelle NAME: … -->` and `<!-- /Tabelle -->`.
betrieb_test.py fails where one is not what this makes.
"""

import re

from google.api import resource_pb2
from lotse.type.v1alpha import annotations_pb2, permission_pb2, role_pb2

import roles

FOLDER = roles.ROOT / "docs/betrieb"

# What a permission is for, in German. English stands in permission.proto.
PERMISSIONS = {
    "PROGRAMME_READ": "Programme lesen und was ihre Begleitungen gemeinsam haben: Phasenvorlagen, "
    "Codelisten, gemeinsame Ziele und Kennzahlen",
    "PROGRAMME_WRITE": "dasselbe anlegen, ändern und löschen",
    "ADMINISTRATION_READ": "Verwaltungen lesen, mit Organisationseinheiten, Angeboten und "
    "Schnittstellen",
    "ADMINISTRATION_WRITE": "dasselbe anlegen, ändern und löschen",
    "ENGAGEMENT_READ": "Begleitungen lesen und was zu ihnen gehört",
    "ENGAGEMENT_WRITE": "dasselbe anlegen, ändern und löschen",
    "SURVEY_READ": "Fragebögen, Befragungen und Wellen lesen",
    "SURVEY_WRITE": "dasselbe anlegen, ändern, freigeben und löschen",
    "RESPONSE_SUBMIT": "Antworten abgeben; schließt nie das Lesen einer Antwort ein",
    "FIGURES_READ": "geschützte Zahlen lesen",
    "REPORT_READ": "Berichte lesen",
    "REPORT_WRITE": "Berichte machen",
    "CHANGE_READ": "lesen, wer was wann geändert hat (Änderungsprotokoll)",
    "PERSONAL_ERASE": "personenbezogene Inhalte und Antworten endgültig vernichten",
    "BLOB_READ": "gespeicherte Dateien lesen; jedes Herunterladen wird vermerkt",
    "BLOB_WRITE": "Dateien speichern und endgültig löschen",
    "GRANT_READ": "lesen, wer welche Berechtigung hat",
    "GRANT_WRITE": "Berechtigungen geben und nehmen, nur solche, die nicht mehr erlauben als die "
    "eigenen",
    "SELF_READ": "nach sich selbst fragen; das darf jede bekannte Person, auch ohne Berechtigung",
    "REFERENCE_READ": "lesen, was für alle gleich ist (Gebiete, mitgelieferte Codelisten); das darf "
    "jede bekannte Person, auch ohne Berechtigung",
    "REFERENCE_WRITE": "einlesen, was für alle gleich ist",
    "PLAN_CONTRIBUTE": "zum Plan beitragen: Fortschritt von Maßnahmen, Meilensteinen und Aufgaben, "
    "Werte von Kennzahlen",
    "PLAN_DECIDE": "über den Plan entscheiden: Vereinbarungen, Prüfpunkte, Ziele, Maßnahmen, Werte",
    "INVITATION_WRITE": "zu einer Welle einladen und sehen, wer zu erinnern ist; schließt nie eine "
    "Antwort ein",
    "RESPONSE_READ": "einzelne Antwortbögen lesen, die nicht anonym sind; vertrauliche nur unter "
    "Pseudonym",
    "IDENTITY_READ": "sehen, wer hinter einem Pseudonym steht",
    "FIGURES_RELEASE": "Tabellen einer geschlossenen Welle freigeben",
    "RESPONSE_EXPORT": "Einzelantworten einer geschlossenen Welle in eine Datei ausgeben",
    "RESPONSE_RESUME": "an dem weiterarbeiten, was mit einem Zugangscode kam: zwischenspeichern, "
    "zurückbekommen, ändern; für das Programm, mit dem Menschen antworten",
    "MATERIAL_READ": "lesen, was Menschen in einer qualitativen Erhebung gesagt haben, unter "
    "Pseudonymen: Fälle, Texte, Codierungen, Memos und was daraus gezählt wird",
    "MATERIAL_WRITE": "dasselbe einlesen, berichtigen, unkenntlich machen und codieren",
    "MATERIAL_RESTRICTED": "zusätzlich dort, wo der Zugang enger ist: Tiefeninterviews",
    "MATERIAL_RELEASE": "Material einer qualitativen Erhebung freigeben und Freigaben zurückziehen",
    "PARTICIPANT_NAME": "Namen hinter den Pseudonymen einer qualitativen Erhebung sehen, "
    "eintragen und tilgen",
}

# What a kind of resource is called in German, by its type.
KINDS = {
    "engagement.lotse/ActionItem": "Aufgabe",
    "engagement.lotse/Administration": "Verwaltung",
    "engagement.lotse/Agreement": "Vereinbarung",
    "engagement.lotse/Body": "Gremium",
    "engagement.lotse/CodeList": "Codeliste",
    "engagement.lotse/Decision": "Beschluss",
    "engagement.lotse/Engagement": "Begleitung",
    "engagement.lotse/ExportJob": "Auftrag zur Ausfuhr",
    "engagement.lotse/Finding": "Befund",
    "engagement.lotse/Goal": "Ziel",
    "engagement.lotse/ImportJob": "Auftrag zur Einfuhr",
    "engagement.lotse/Indicator": "Kennzahl",
    "engagement.lotse/Measure": "Maßnahme",
    "engagement.lotse/Measurement": "Messung",
    "engagement.lotse/MeetingRecord": "Protokoll einer Sitzung",
    "engagement.lotse/Milestone": "Meilenstein",
    "engagement.lotse/MunicipalService": "Angebot",
    "engagement.lotse/Need": "Bedarf",
    "engagement.lotse/OrgUnit": "Organisationseinheit",
    "engagement.lotse/Phase": "Phase",
    "engagement.lotse/PhaseTemplate": "Phasenvorlage",
    "engagement.lotse/Programme": "Programm",
    "engagement.lotse/Territory": "Gebiet",
    "engagement.lotse/Track": "Strang",
    "engagement.lotse/UnitInterface": "Schnittstelle",
    "reporting.lotse/Report": "Bericht",
    "reporting.lotse/ReportTemplate": "Berichtsvorlage",
    "reporting.lotse/ReportVersion": "Fassung eines Berichts",
    "survey.lotse/ConsentText": "Datenschutzhinweis oder Einwilligung",
    "survey.lotse/Guide": "Leitfaden",
    "survey.lotse/Instrument": "Fragebogen",
    "survey.lotse/MaterialRelease": "Freigabe von Material einer qualitativen Erhebung",
    "survey.lotse/Population": "Grundgesamtheit",
    "survey.lotse/Release": "Freigabe von Tabellen",
    "survey.lotse/ReleasedTable": "freigegebene Tabelle",
    "survey.lotse/Study": "qualitative Erhebung",
    "survey.lotse/StudyCase": "Fall einer qualitativen Erhebung",
    "survey.lotse/Survey": "Befragung",
    "survey.lotse/Wave": "Welle",
    "type.lotse/Blob": "Datei",
    "type.lotse/Grant": "Berechtigung",
}

# What can be done with a kind, by the methods that there are for it.
_TAKEN_OUT, _FOR_GOOD, _NEVER = "ausgeblendet", "endgültig", "nie"


def methods():
    """The methods of all services, with the names of those who serve them."""
    return [(server, method) for server, files in roles.SERVED
            for service in roles.services(files) for method in service.methods]  # fmt: skip


def files():
    """The descriptors of all files of ours, those that services only use too."""
    found = {}

    def add(file):
        if file.name.startswith("lotse/") and file.name not in found:
            found[file.name] = file
            for used in file.dependencies:
                add(used)

    for _, served in roles.SERVED:
        for file in served:
            add(file.DESCRIPTOR)
    return list(found.values())


def messages():
    """All messages of these files, those within others too."""

    def within(message):
        yield message
        for inner in message.nested_types:
            yield from within(inner)

    return [m for file in files() for top in file.message_types_by_name.values()
            for m in within(top)]  # fmt: skip


def kinds():
    """The messages that are resources, by their types, in order."""
    found = {m.GetOptions().Extensions[resource_pb2.resource].type: m for m in messages()}
    found.pop("", None)
    return dict(sorted(found.items()))


def personal_fields(message, above=()):
    """The paths of the fields that are marked personal."""
    for field in message.fields:
        if field.GetOptions().Extensions[annotations_pb2.personal]:
            yield field.name
        elif field.message_type is not None and field.message_type not in above:
            for path in personal_fields(field.message_type, (*above, message)):
                yield f"{field.name}.{path}"


def removal_of(kind, names):
    """How resources of a kind, such as `Goal`, are removed; `names` are those of all methods."""
    if f"Undelete{kind}" in names:
        return _TAKEN_OUT
    return _FOR_GOOD if f"Delete{kind}" in names else _NEVER


def roles_table():
    return roles.table(["Rolle", "auf Deutsch", "Bedeutung"],
                       [[f"`{name}`", *roles.GERMAN[name]] for name in roles.ROLES.values()])


def permissions_table():
    """Like that of docs/roles.md, but turned for reading in German."""
    return roles.matrix(
        ["Erlaubnis", "wofür"],
        [(f"`{name}`", PERMISSIONS[name], number) for number, name in roles.PERMISSIONS.items()],
        yes="ja")


def given_by(giver):
    """The roles that whoever has this role alone may give, by their numbers. As View::CheckGives of
    runtime/auth/access.cc decides it: platform admins give every role, and they alone theirs."""
    if permission_pb2.PERMISSION_GRANT_WRITE not in roles.allowed(giver):
        return []
    if giver == role_pb2.ROLE_PLATFORM_ADMIN:
        return list(roles.ROLES)
    return [role for role in roles.ROLES if role != role_pb2.ROLE_PLATFORM_ADMIN
            and roles.allowed(role) <= roles.allowed(giver)]  # fmt: skip


def giving_table():
    rows = []
    for giver, name in roles.ROLES.items():
        if given := given_by(giver):
            rows.append([f"`{name}`", ", ".join(f"`{roles.ROLES[role]}`" for role in given)])
    return roles.table(["wer", "kann geben"], rows)


def noted_table():
    rows = [[f"`{m.name}`", f"`{roles.PERMISSIONS[roles.needed(m)]}`"] for _, m in methods()
            if m.GetOptions().Extensions[annotations_pb2.audited_read]]
    return roles.table(["Methode", "braucht"], rows)


def resources_table():
    names = {m.name for _, m in methods()}
    rows = []
    for kind, message in kinds().items():
        marked = ", ".join(f"`{path}`" for path in personal_fields(message))
        removal = removal_of(kind.split("/")[1], names)
        rows.append([KINDS[kind], f"`{kind}`", removal, marked or "–"])
    return roles.table(["auf Deutsch", "Art", "Löschen", "als persönlich markierte Felder"], rows)


TABLES = {
    "rollen": roles_table,
    "erlaubnisse": permissions_table,
    "geben": giving_table,
    "vermerkte-lesezugriffe": noted_table,
    "ressourcen": resources_table,
}

_BLOCK = re.compile(r"(^<!-- Tabelle ([\w-]+): [^\n]* -->\n\n).*?(^<!-- /Tabelle -->$)",
                    re.MULTILINE | re.DOTALL)


def refreshed(text):
    """The text with its tables as they should be."""
    return _BLOCK.sub(lambda m: f"{m[1]}{TABLES[m[2]]()}\n{m[3]}", text)


def tables_in(text):
    """The names of the tables that stand in the text."""
    return [name for _, name, _ in _BLOCK.findall(text)]


if __name__ == "__main__":
    for path in FOLDER.glob("*.md"):
        path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")
