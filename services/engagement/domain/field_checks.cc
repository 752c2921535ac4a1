#include "services/engagement/domain/field_checks.h"

#include "absl/strings/str_join.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

// The values of an enumeration but that for "not said".
std::string ChoicesOf(const google::protobuf::EnumDescriptor& choices) {
  std::vector<std::string> names;
  for (int i = 0; i < choices.value_count(); ++i) {
    if (choices.value(i)->number() != 0) names.push_back(choices.value(i)->name());
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace

void CheckRange(absl::string_view field, int value, int least, int most,
                rpc::FieldViolations* violations) {
  if (value >= least && value <= most) return;
  violations->push_back(
      Violation(std::string(field), {absl::StrCat(least, " bis ", most, " angeben"),
                                     absl::StrCat("give ", least, " to ", most)}));
}

void CheckEnum(absl::string_view field, const google::protobuf::Message& message,
               const std::string& name, rpc::FieldViolations* violations, Zero zero) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(name);
  const int value = message.GetReflection()->GetEnumValue(message, descriptor);
  const bool known = descriptor->enum_type()->FindValueByNumber(value) != nullptr;
  if (known && (value != 0 || zero == Zero::kAllowed)) return;
  const std::string choices = ChoicesOf(*descriptor->enum_type());
  violations->push_back(
      Violation(std::string(field),
                {absl::StrCat(value == 0 ? "fehlt" : "unbekannt", "; angeben: ", choices),
                 absl::StrCat(value == 0 ? "missing" : "unknown", "; give one of ", choices)}));
}

void CheckTexts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1alpha::Text>& texts, int limit,
                rpc::FieldViolations* violations) {
  CheckLimit(field, texts.size(), limit, violations);
  for (int i = 0; i < texts.size() && i < limit; ++i) {
    types::CheckText(At(field, i), texts[i], violations);
  }
}

void CheckOptionalText(absl::string_view field, const type::v1alpha::Text& text,
                       rpc::FieldViolations* violations) {
  types::CheckText(field, text, violations, types::Presence::kOptional);
}

void CheckOptionalName(absl::string_view field, absl::string_view pattern, absl::string_view name,
                       rpc::FieldViolations* violations) {
  if (!name.empty()) types::CheckName(field, pattern, name, violations);
}

bool CheckNameBeside(absl::string_view field, absl::string_view pattern, absl::string_view name,
                     absl::string_view of, rpc::FieldViolations* violations) {
  if (types::CheckName(field, pattern, name, violations).empty()) return false;
  const std::string owner = types::Prefix(of, 1);
  if (types::Prefix(name, 1) == owner) return true;
  violations->push_back(Violation(
      std::string(field), {absl::StrCat("gehört zu anderen; angeben, was unter ", owner, " liegt"),
                           absl::StrCat("belongs to others; give one of ", owner)}));
  return false;
}

bool IsLandKey(absl::string_view key) {
  return key.size() == 2 && key >= "01" && key <= "16" && key[1] >= '0' && key[1] <= '9';
}

}  // namespace lotse::engagement
