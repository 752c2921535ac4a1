"""Requests of any method about something of a programme, made from the descriptors."""

from google.api import resource_pb2
from lotse_testing import api
from tenants import example_name


def subject_fields(message):
    """(message that holds it, field) of what a request is about; None if nothing is."""
    for name in ("name", "parent"):
        if name in message.DESCRIPTOR.fields_by_name:
            return message, message.DESCRIPTOR.fields_by_name[name]
    for field in message.DESCRIPTOR.fields:
        if field.name == "head":
            return subject_fields(message.head)
        inner = field.message_type
        is_resource = inner and inner.GetOptions().Extensions[resource_pb2.resource].type
        if is_resource and not message.DESCRIPTOR.name.startswith("Create"):
            return getattr(message, field.name), inner.fields_by_name["name"]
    return None


def request_about(method, programme):
    """A request of a method about something of a programme; None if it is about nothing,
    or about what is the same for all."""
    message = api.message_class(method.input_type)()
    found = subject_fields(message)
    if found is None:
        return None
    holder, field = found
    reference = field.GetOptions().Extensions[resource_pb2.resource_reference]
    own = holder.DESCRIPTOR.GetOptions().Extensions[resource_pb2.resource].type
    if reference.child_type:
        name = example_name(reference.child_type, programme, parent=True)
    elif reference.type or own:
        name = example_name(reference.type or own, programme)
    else:
        name = f"programmes/{programme}/engagements/begleitung"
    setattr(holder, field.name, name)
    return message if programme in name or name == "" else None
