#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/checks.h"

// Checks of single fields and of embedded lists, as in checks.h.
namespace lotse::engagement {

// The path of an element of a list, for example `phases[2]`.
inline std::string At(absl::string_view field, int i) { return absl::StrCat(field, "[", i, "]"); }

// A number from `least` to `most`.
void CheckRange(absl::string_view field, int value, int least, int most,
                rpc::FieldViolations* violations);

// Whether `value` is one of the enumeration of the field `name` of `message`. Zero is one
// only where the field need not be set.
enum class Zero { kAllowed, kMissing };
void CheckEnum(absl::string_view field, const google::protobuf::Message& message,
               const std::string& name, rpc::FieldViolations* violations,
               Zero zero = Zero::kAllowed);

// At most `limit` texts, none empty.
void CheckTexts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1alpha::Text>& texts, int limit,
                rpc::FieldViolations* violations);

// A text that may be absent.
void CheckOptionalText(absl::string_view field, const type::v1alpha::Text& text,
                       rpc::FieldViolations* violations);

// A name of this pattern, or nothing.
void CheckOptionalName(absl::string_view field, absl::string_view pattern, absl::string_view name,
                       rpc::FieldViolations* violations);

// A name of this pattern that lies below the same programme or administration as `of`.
// Returns whether it does.
bool CheckNameBeside(absl::string_view field, absl::string_view pattern, absl::string_view name,
                     absl::string_view of, rpc::FieldViolations* violations);

// Key of a Land: 01 to 16, as the first two digits of every official key of a municipality
// have it.
bool IsLandKey(absl::string_view key);

// An embedded list of at most `limit` elements with an id each, none twice. `id_of` gives
// the id of an element, which stands in its field `id_field`; `check` is called for each
// with its path.
template <class Elements, class IdOf, class Check>
void CheckElements(absl::string_view field, absl::string_view id_field, const Elements& elements,
                   int limit, IdOf id_of, Check check, rpc::FieldViolations* violations) {
  CheckLimit(field, elements.size(), limit, violations);
  if (elements.size() > limit) return;
  std::vector<std::string> ids;
  for (const auto& element : elements) ids.push_back((element.*id_of)());
  CheckUniqueIds(field, id_field, ids, violations);
  for (int i = 0; i < elements.size(); ++i) check(At(field, i), elements[i]);
}

}  // namespace lotse::engagement
