"""Programmes that know nothing of one another: what lies below them is called the same."""

import re

import chain_kinds
import course_kinds
import report_kinds
import study_kinds
import survey_kinds
import transfer_kinds
import value_kinds
from google.api import resource_pb2
from lotse_testing import api
from lotse_testing.places import SERVICES
from resources import KINDS

# Two programmes with the same things below them. Of the third, whose name is as long as
# that of the second, there is nothing.
OWN, FOREIGN, ABSENT = "eigenes", "fremdes", "nirgend"

MAKE = {kind.name: kind.make for kind in KINDS}


def patterns_by_type():
    """The name patterns of every resource type in the API."""
    found = {}
    for service in SERVICES:
        for method in api.methods(service):
            pending = [method.input_type, method.output_type]
            seen = set()
            while pending:
                message = pending.pop()
                if message.full_name in seen:
                    continue
                seen.add(message.full_name)
                option = message.GetOptions().Extensions[resource_pb2.resource]
                if option.type:
                    found[option.type] = list(option.pattern)
                pending += [f.message_type for f in message.fields if f.message_type]
    return found


PATTERNS = patterns_by_type()


def example_name(type_name, programme, parent=False):
    """A name of this type below a programme; its parent, if that is wanted."""
    patterns = PATTERNS[type_name]
    # What is the same for all is nobody's; that of a programme is.
    pattern = next((p for p in patterns if p.startswith("programmes/")), patterns[0])
    if parent:
        pattern = pattern.rsplit("/", 2)[0] if pattern.count("/") > 1 else ""
    ids = {
        "programme": programme, "administration": programme, "engagement": "begleitung",
        "phase_template": "verlauf", "org_unit": "eins", "unit_interface": "zuzug",
        "municipal_service": "wohngeld", **chain_kinds.IDS,
        **course_kinds.IDS, **value_kinds.IDS, **transfer_kinds.IDS, **survey_kinds.IDS,
        **report_kinds.IDS, **study_kinds.IDS,
        "code_list": "liste", "territory": "t01",
        "instrument": "bogen", "survey": "befragung", "wave": "welle",
        "grant": "rolle", "blob": "018f3c1e-1111-4111-8111-111111111111",
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda match: ids[match[1]], pattern)


def with_field(message, field, value):
    setattr(message, field, value)
    return message


def engagement_with(administration):
    return with_field(MAKE["Engagement"]("begleitung"), "administration", administration)


def fill_setup(client, programme):
    """What is set up before an engagement begins."""
    client.CreatePhaseTemplate(
        parent=f"programmes/{programme}", phase_template_id="verlauf",
        phase_template=MAKE["PhaseTemplate"]("verlauf"),
    )  # fmt: skip
    parent = f"administrations/{programme}"
    units = [f"{parent}/orgUnits/{unit}" for unit in ("eins", "zwei")]
    for unit in units:
        client.CreateOrgUnit(
            parent=parent, org_unit_id=unit.rsplit("/", 1)[1], org_unit=MAKE["OrgUnit"]("eins")
        )
    unit_interface = MAKE["UnitInterface"]("zuzug")
    unit_interface.units[:] = units
    client.CreateUnitInterface(
        parent=parent, unit_interface_id="zuzug", unit_interface=unit_interface
    )
    client.CreateMunicipalService(
        parent=parent, municipal_service_id="wohngeld",
        municipal_service=MAKE["MunicipalService"]("wohngeld"),
    )  # fmt: skip
