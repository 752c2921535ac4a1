#include "runtime/resource/output_only.h"

#include <algorithm>
#include <vector>

#include "google/api/field_behavior.pb.h"

namespace lotse::resource {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void ClearOutputOnly(Message* message) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const auto& options = field->options();
    bool output_only = false;
    for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
      output_only |=
          options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY;
    }
    if (output_only) {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
          ClearOutputOnly(reflection->MutableRepeatedMessage(message, field, i));
        }
      } else {
        ClearOutputOnly(reflection->MutableMessage(message, field));
      }
    }
  }
}

}  // namespace lotse::resource
