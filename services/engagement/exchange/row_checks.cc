#include "services/engagement/exchange/row_checks.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/schema/request.h"
#include "runtime/types/date.h"
#include "runtime/types/text.h"

namespace lotse::engagement {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kMaxRevision = int64_t{1} << 53;

class Walk {
 public:
  explicit Walk(rpc::FieldViolations* violations) : violations_(*violations) {}

  void Check(const Message& message, const std::string& path) {
    std::vector<const FieldDescriptor*> fields;
    const Reflection& reflection = *message.GetReflection();
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string at = absl::StrCat(path, ".", field->name());
      if (!field->is_repeated()) {
        CheckValue(message, *field, -1, at);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        CheckValue(message, *field, i, absl::StrCat(at, "[", i, "]"));
      }
    }
  }

 private:
  // `index` is -1 for a field that is not repeated.
  void CheckValue(const Message& message, const FieldDescriptor& field, int index,
                  const std::string& at) {
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return CheckMessage(index < 0 ? reflection.GetMessage(message, &field)
                                    : reflection.GetRepeatedMessage(message, &field, index),
                          at);
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = index < 0 ? reflection.GetEnumValue(message, &field)
                                   : reflection.GetRepeatedEnumValue(message, &field, index);
      if (field.enum_type()->FindValueByNumber(number) == nullptr) {
        violations_.push_back({at, "no value of this enum; give one that is there"});
      }
      return;
    }
    // Counts, versions and numbers in a row; amounts and days are messages.
    const bool counts = field.name() == "version" || field.name() == "number" ||
                        absl::EndsWith(field.name(), "_count");
    if (counts && index < 0 && field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 &&
        reflection.GetInt32(message, &field) < 0) {
      violations_.push_back({at, "below zero; give what was counted"});
    }
  }

  void CheckMessage(const Message& message, const std::string& at) {
    if (message.GetDescriptor() == google::type::Date::descriptor()) {
      types::CheckDate(at, static_cast<const google::type::Date&>(message), &violations_);
    } else if (message.GetDescriptor() == type::v1alpha::Text::descriptor()) {
      types::CheckText(at, static_cast<const type::v1alpha::Text&>(message), &violations_,
                       types::Presence::kOptional);
    } else {
      Check(message, at);
    }
  }

  rpc::FieldViolations& violations_;
};

}  // namespace

rpc::FieldViolations CheckRestored(const schema::Kind& kind, const Message& resource) {
  rpc::FieldViolations violations;
  const std::string path(kind.singular);
  if (resource.ByteSizeLong() > kMaxRestoredBytes) {
    violations.push_back({path, absl::StrCat("more than ", kMaxRestoredBytes, " bytes")});
    return violations;
  }
  Walk(&violations).Check(resource, path);
  int64_t revision = 0;
  const std::string etag = schema::TextIn(resource, kind.etag);
  const bool is_number = absl::SimpleAtoi(etag, &revision) && absl::StrCat(revision) == etag;
  if (!etag.empty() && (!is_number || revision < 1 || revision > kMaxRevision)) {
    violations.push_back({absl::StrCat(path, ".etag"), "no revision; give a number from 1"});
  }
  const auto* descriptor = resource.GetDescriptor();
  const Reflection& reflection = *resource.GetReflection();
  const FieldDescriptor* state = descriptor->FindFieldByName("state");
  if (state != nullptr && reflection.GetEnumValue(resource, state) == 0) {
    violations.push_back({absl::StrCat(path, ".state"), "missing; say which one it is in"});
  }
  for (const char* former : {"former_phases", "former_phase_templates"}) {
    const FieldDescriptor* field = descriptor->FindFieldByName(former);
    if (field == nullptr || reflection.FieldSize(resource, field) == 0) continue;
    violations.push_back({absl::StrCat(path, ".", former),
                          "of version 0.1.0; start the daemon that exports once, which takes "
                          "them over, and export again"});
  }
  return violations;
}

}  // namespace lotse::engagement
