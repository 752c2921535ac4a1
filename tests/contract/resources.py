"""The resource types and how one of each is made: all that the contract needs to
know of them. Methods and fields are taken from the descriptors."""

import re

import chain_kinds
import course_kinds
import report_kinds
import study_kinds
import survey_kinds
import value_kinds
from google.api import resource_pb2
from google.api.field_behavior_pb2 import REQUIRED, field_behavior
from lotse.engagement.v1alpha import (
    administration_pb2,
    code_list_pb2,
    engagement_pb2,
    municipal_service_pb2,
    org_unit_pb2,
    phase_template_pb2,
    programme_pb2,
    territory_pb2,
    unit_interface_pb2,
)
from lotse.survey.v1alpha import survey_pb2
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import api, samples
from lotse_testing.samples import date, text


def _snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


class Kind:
    """One resource type. `make(i)` gives the content of the i-th resource, `change`
    alters a field that may be altered, `immutable` one that may not, `prepare`
    creates what must be there before. `identify` turns the short ids that the tests use
    into ids of this type, and leaves these as they are. `asked` is what a request to create
    says besides, so that it can be changed."""

    def __init__(
        self, service, name, parent, make, change=None, immutable=None, prepare=None, identify=None,
        asked=None,
    ):  # fmt: skip
        self.service = service
        self.name = name
        self.field = _snake(name)
        self.parent = parent
        self.make = make
        self.change = change
        self.immutable = immutable
        self.prepare = prepare or (lambda client: None)
        self.identify = identify or (lambda identifier: identifier)
        self.asked = asked or {}
        self.methods = {method.name: method for method in api.methods(service)}
        content = self.methods[f"Get{name}"].output_type
        option = content.GetOptions().Extensions[resource_pb2.resource]
        # For example `orgUnits`, as in methods and mostly in names.
        self.collection = option.plural
        self.segment = option.pattern[0].split("/")[-2]
        self.has_required = any(
            REQUIRED in field.GetOptions().Extensions[field_behavior] for field in content.fields
        )
        # Some are the same for all or of a programme.
        self.also_at_the_top = any(pattern.count("/") == 1 for pattern in option.pattern)

    def __repr__(self):
        return f"{self.service}/{self.name}"

    def has(self, verb):
        return f"{verb}{self.name}" in self.methods

    def resource_name(self, identifier):
        prefix = f"{self.parent}/" if self.parent else ""
        return f"{prefix}{self.segment}/{self.identify(identifier)}"

    @property
    def needs_id(self):
        """Whether the caller has to choose the id."""
        field = self.methods[f"Create{self.name}"].input_type.fields_by_name[f"{self.field}_id"]
        return REQUIRED in field.GetOptions().Extensions[field_behavior]

    @property
    def owner_of_first(self):
        """The owner of the resource `a`: itself if it is one."""
        if self.name in ("Programme", "Administration", "Engagement"):
            return self.resource_name("a")
        if not self.parent:
            return self.collection
        parts = self.parent.split("/")
        return "/".join(parts[:4] if parts[2:3] == ["engagements"] else parts[:2])

    def call(self, client, verb, **fields):
        noun = self.name
        if verb == "List":
            noun = self.collection[0].upper() + self.collection[1:]
        name = f"{verb}{noun}"
        return getattr(client, name)(**fields)

    def create(self, client, identifier, content=None, **fields):
        if self.parent:
            fields["parent"] = self.parent
        fields[f"{self.field}_id"] = self.identify(identifier)
        fields[self.field] = content if content is not None else self.make(identifier)
        return self.call(client, "Create", **self.asked, **fields)

    def list(self, client, **fields):
        """(resources, next page token) of one page."""
        if self.parent:
            fields["parent"] = self.parent
        reply = self.call(client, "List", **fields)
        return list(getattr(reply, _snake(self.collection))), reply.next_page_token


def _set(field, value):
    def change(resource):
        current = getattr(resource, field)
        if hasattr(current, "CopyFrom"):
            current.CopyFrom(value)
        else:
            setattr(resource, field, value)

    return change


def _programme(identifier):
    return programme_pb2.Programme(
        title=text(f"Programm {identifier}"),
        start_date=date(2026, 1, 1),
        end_date=date(2029, 12, 31),
    )


def _phase_template(identifier):
    return phase_template_pb2.PhaseTemplate(
        title=text(f"Verlauf {identifier}"),
        version="1",
        phases=[
            phase_template_pb2.PhaseTemplateItem(
                phase_id="auftrag", title=text("Auftragsklärung"), start_month=1, end_month=2
            )
        ],
    )


# The keys of Länder behind the short ids; the title differs where the id does.
_LAENDER = {"a": "01", "b": "02", "c": "03", "d": "04", "e": "05"}


def _territory_id(identifier):
    return f"t{_LAENDER[identifier]}" if identifier in _LAENDER else identifier


def _territory(identifier):
    key = _territory_id(identifier)[1:]
    return territory_pb2.Territory(
        key=key if key.isdigit() else "01",
        title=f"Land {identifier}",
        source="von Hand",
        source_version="1",
    )


def _code_list(identifier):
    return code_list_pb2.CodeList(
        list_uri=f"urn:lotse:codelist:{identifier}",
        version="1",
        title=text(f"Liste {identifier}"),
        entries=[code_list_pb2.CodeListEntry(code="eins", label=text("eins"))],
    )


def _set_number(code_list):
    del code_list.external_ids[:]
    code_list.external_ids.add(system="register", value="1")


def _administration(identifier):
    return administration_pb2.Administration(
        title=text(f"Stadt {identifier}"),
        level=administration_pb2.Administration.LEVEL_MUNICIPALITY,
    )


def _org_unit(identifier):
    return org_unit_pb2.OrgUnit(title=text(f"Amt {identifier}"), headcount=12)


def _unit_interface(identifier):
    return unit_interface_pb2.UnitInterface(
        title=text(f"Schnittstelle {identifier}"),
        units=[f"{samples.ADMINISTRATION}/orgUnits/{unit}" for unit in ("eins", "zwei")],
        state=unit_interface_pb2.UnitInterface.STATE_OPEN,
    )


def _prepare_unit_interface(client):
    samples.make_administration(client)
    for unit in ("eins", "zwei"):
        client.CreateOrgUnit(
            parent=samples.ADMINISTRATION, org_unit_id=unit, org_unit=_org_unit(unit)
        )


def _municipal_service(identifier):
    return municipal_service_pb2.MunicipalService(
        title=text(f"Angebot {identifier}"),
        offer=municipal_service_pb2.MunicipalService.OFFER_REGULAR,
        barriers=[
            municipal_service_pb2.AccessBarrier(
                barrier_id="sprache",
                title=text("Vordrucke nur auf Deutsch"),
                severity=municipal_service_pb2.AccessBarrier.SEVERITY_HIGH,
            )
        ],
    )


def _engagement(identifier):
    return engagement_pb2.Engagement(
        title=text(f"Begleitung {identifier}"),
        administration=samples.ADMINISTRATION,
        start_date=date(2026, 3, 1),
        end_date=date(2027, 2, 28),
    )


def _prepare_engagement(client):
    samples.make_programme(client)
    samples.make_administration(client)
    client.CreateAdministration(administration_id="andere", administration=_administration("andere"))


def _grant(identifier):
    return grant_pb2.Grant(subject=identifier, role=role_pb2.ROLE_AUDITOR, reason="Probe")


def _instrument(identifier):
    instrument = samples.questionnaire()
    instrument.title.CopyFrom(text(f"Fragebogen {identifier}"))
    return instrument


def _survey(identifier):
    return survey_pb2.Survey(title=text(f"Befragung {identifier}"))


def _wave(identifier):
    return survey_pb2.Wave(
        title=text(f"Welle {identifier}"),
        instrument=samples.INSTRUMENT,
        start_date=date(2026, 4, 1),
        end_date=date(2026, 4, 30),
        invited_count=400,
    )


def _prepare_wave(client):
    for identifier in (samples.INSTRUMENT.split("/")[-1], "anderer"):
        client.CreateInstrument(
            parent=samples.ENGAGEMENT, instrument_id=identifier, instrument=_instrument(identifier)
        )
    client.CreateSurvey(
        parent=samples.ENGAGEMENT,
        survey_id=samples.SURVEY.split("/")[-1],
        survey=_survey("beschaeftigte"),
    )


KINDS = (
    Kind(
        "engagement", "Territory", "", _territory,
        change=_set("title", "ein anderer Name"),
        immutable=_set("key", "06"),
        identify=_territory_id,
    ),
    Kind(
        "engagement", "CodeList", samples.PROGRAMME, _code_list,
        change=_set_number,
        immutable=_set("version", "2"),
        prepare=samples.make_programme,
    ),
    Kind(
        "engagement", "Programme", "", _programme, change=_set("short_name", "KURZ")
    ),
    Kind(
        "engagement", "Administration", "", _administration, change=_set("population", 4711)
    ),
    Kind(
        "engagement", "PhaseTemplate", samples.PROGRAMME, _phase_template,
        change=_set("version", "2"),
        prepare=samples.make_programme,
    ),
    Kind(
        "engagement", "OrgUnit", samples.ADMINISTRATION, _org_unit,
        change=_set("headcount", 40),
        prepare=samples.make_administration,
    ),
    Kind(
        "engagement", "UnitInterface", samples.ADMINISTRATION, _unit_interface,
        change=_set("problem", text("Akten wandern doppelt")),
        prepare=_prepare_unit_interface,
    ),
    Kind(
        "engagement", "MunicipalService", samples.ADMINISTRATION, _municipal_service,
        change=_set("offer", municipal_service_pb2.MunicipalService.OFFER_SPECIAL),
        prepare=samples.make_administration,
    ),
    Kind(
        "engagement", "Engagement", samples.PROGRAMME, _engagement,
        change=_set("end_date", date(2027, 1, 31)),
        immutable=_set("administration", "administrations/andere"),
        prepare=_prepare_engagement,
    ),
    Kind(
        "engagement", "Grant", samples.PROGRAMME, _grant,
        change=_set("reason", "ein anderer Grund"),
        immutable=_set("role", role_pb2.ROLE_ANALYST),
        prepare=samples.make_programme,
    ),
    *course_kinds.kinds(Kind, _set),
    *chain_kinds.kinds(Kind, _set),
    *value_kinds.kinds(Kind, _set),
    Kind(
        "survey", "Instrument", samples.ENGAGEMENT, _instrument,
        change=_set("version", "2"),
        asked={"draft": True},
    ),
    Kind(
        "survey", "Survey", samples.ENGAGEMENT, _survey, change=_set("title", text("Neuer Titel"))
    ),
    Kind(
        "survey", "Wave", samples.SURVEY, _wave,
        change=_set("invited_count", 500),
        immutable=_set("instrument", f"{samples.ENGAGEMENT}/instruments/anderer"),
        prepare=_prepare_wave,
    ),
    *survey_kinds.kinds(Kind, _set),
    *study_kinds.kinds(Kind, _set),
    *report_kinds.kinds(Kind, _set),
)  # fmt: skip
