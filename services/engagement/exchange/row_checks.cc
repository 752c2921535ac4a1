#include "services/engagement/exchange/row_checks.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/schema/request.h"
#include "runtime/types/date.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kMaxRevision = int64_t{1} << 53;

class Walk {
 public:
  explicit Walk(rpc::FieldViolations* violations) : violations_(*violations) {}

  // `rule` is that of the message, null where the schema has none; `by_server` says that a
  // field above is set by the server only, and so all of it.
  void Check(const Message& message, const schema::MessageRule* rule, bool by_server,
             const std::string& path) {
    std::vector<const FieldDescriptor*> fields;
    const Reflection& reflection = *message.GetReflection();
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const schema::FieldRule* one = rule == nullptr ? nullptr : &rule->fields[field->index()];
      Part part = {&message, field, -1, one == nullptr ? nullptr : one->inner,
                   by_server || (one != nullptr && one->output_only)};
      const std::string at = absl::StrCat(path, ".", field->name());
      if (!field->is_repeated()) {
        CheckValue(part, at);
        continue;
      }
      for (part.index = 0; part.index < reflection.FieldSize(message, field); ++part.index) {
        CheckValue(part, absl::StrCat(at, "[", part.index, "]"));
      }
    }
  }

 private:
  // One value of a field.
  struct Part {
    const Message* message;
    const FieldDescriptor* field;
    int index;  // -1 for a field that is not repeated.
    const schema::MessageRule* inner;
    bool by_server;
  };

  void CheckValue(const Part& part, const std::string& at) {
    const Reflection& reflection = *part.message->GetReflection();
    const FieldDescriptor* field = part.field;
    const bool single = part.index < 0;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return CheckMessage(single ? reflection.GetMessage(*part.message, field)
                                 : reflection.GetRepeatedMessage(*part.message, field, part.index),
                          part, at);
    }
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = single ? reflection.GetEnumValue(*part.message, field)
                                : reflection.GetRepeatedEnumValue(*part.message, field, part.index);
      if (field->enum_type()->FindValueByNumber(number) == nullptr) {
        violations_.push_back(
            Violation(at, {"kein Wert dieser Aufzählung; einen angeben, den es gibt",
                           "no value of this enum; give one that is there"}));
      }
      return;
    }
    if (part.by_server && IntegerIn(part) < 0) {
      violations_.push_back(Violation(at, {"kleiner als null; angeben, was gezählt wurde",
                                           "below zero; give what was counted"}));
    }
  }

  // The value of a signed integer; 0 of another field.
  static int64_t IntegerIn(const Part& part) {
    const Reflection& reflection = *part.message->GetReflection();
    const bool single = part.index < 0;
    if (part.field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      return single ? reflection.GetInt32(*part.message, part.field)
                    : reflection.GetRepeatedInt32(*part.message, part.field, part.index);
    }
    if (part.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      return single ? reflection.GetInt64(*part.message, part.field)
                    : reflection.GetRepeatedInt64(*part.message, part.field, part.index);
    }
    return 0;
  }

  void CheckMessage(const Message& message, const Part& part, const std::string& at) {
    if (message.GetDescriptor() == google::type::Date::descriptor()) {
      types::CheckDate(at, static_cast<const google::type::Date&>(message), &violations_);
    } else if (message.GetDescriptor() == type::v1alpha::Text::descriptor()) {
      types::CheckText(at, static_cast<const type::v1alpha::Text&>(message), &violations_,
                       types::Presence::kOptional);
    } else {
      // The seconds of a time count from 1970, so what is before has fewer than none.
      const bool counts = message.GetDescriptor()->file()->package() != "google.protobuf";
      Check(message, part.inner, part.by_server && counts, at);
    }
  }

  rpc::FieldViolations& violations_;
};

}  // namespace

rpc::FieldViolations CheckRestored(const schema::Kind& kind, const Message& resource) {
  rpc::FieldViolations violations;
  const std::string path(kind.singular);
  if (resource.ByteSizeLong() > kMaxRestoredBytes) {
    violations.push_back(
        Violation(path, {absl::StrCat("mehr als ", kMaxRestoredBytes, " Bytes; weniger angeben"),
                         absl::StrCat("more than ", kMaxRestoredBytes, " bytes; give less")}));
    return violations;
  }
  Walk(&violations).Check(resource, kind.rule, /*by_server=*/false, path);
  int64_t revision = 0;
  const std::string etag = schema::TextIn(resource, kind.etag);
  const bool is_number = absl::SimpleAtoi(etag, &revision) && absl::StrCat(revision) == etag;
  if (!is_number || revision < 1 || revision > kMaxRevision) {
    violations.push_back(
        Violation(absl::StrCat(path, ".etag"),
                  {"keine Fassung; eine Zahl ab 1 angeben", "no revision; give a number from 1"}));
  }
  const auto* descriptor = resource.GetDescriptor();
  const Reflection& reflection = *resource.GetReflection();
  const FieldDescriptor* state = descriptor->FindFieldByName("state");
  if (state != nullptr && reflection.GetEnumValue(resource, state) == 0) {
    violations.push_back(
        Violation(absl::StrCat(path, ".state"),
                  {"fehlt; den Zustand angeben", "missing; say which one it is in"}));
  }
  for (const char* former : {"former_phases", "former_phase_templates"}) {
    const FieldDescriptor* field = descriptor->FindFieldByName(former);
    if (field == nullptr || reflection.FieldSize(resource, field) == 0) continue;
    violations.push_back(
        Violation(absl::StrCat(path, ".", former),
                  {"aus Version 0.1.0; den Dienst, aus dem exportiert wird, einmal starten, damit "
                   "er sie übernimmt, und neu exportieren",
                   "of version 0.1.0; start the daemon that exports once, which takes "
                   "them over, and export again"}));
  }
  return violations;
}

}  // namespace lotse::engagement
