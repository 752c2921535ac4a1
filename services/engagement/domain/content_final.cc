#include "services/engagement/domain/content_final.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

using google::protobuf::Message;

absl::Status ContentIsFinal(absl::string_view name, absl::string_view state,
                            const rpc::Wording& instead) {
  return rpc::Precondition(type::v1alpha::ERROR_REASON_CONTENT_FINAL, name,
                           {absl::StrCat("ist ", state, " und bleibt, wie es ist; ", instead.de),
                            absl::StrCat("is ", state, " and stays as it is; ", instead.en)},
                           {{"state", state}});
}

absl::Status CheckContentFinal(const Message& before, const Message& after,
                               std::initializer_list<absl::string_view> free,
                               const rpc::Wording& description) {
  const auto* reflection = before.GetReflection();
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const auto* field = before.GetDescriptor()->field(i);
    bool fixed = field->name() != "etag";
    for (const absl::string_view name : free) fixed &= field->name() != name;
    if (!fixed) continue;
    google::protobuf::util::MessageDifferencer differencer;
    if (differencer.CompareWithFields(before, after, {field}, {field})) continue;
    const auto* name = before.GetDescriptor()->FindFieldByName("name");
    return rpc::Precondition(type::v1alpha::ERROR_REASON_CONTENT_FINAL,
                             reflection->GetString(before, name), description,
                             {{"field", field->name()}});
  }
  return absl::OkStatus();
}

}  // namespace lotse::engagement
