#include "services/reporting/document/check_problems.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {
namespace {

bool IsId(absl::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

}  // namespace

std::string In(absl::string_view path, absl::string_view field) {
  return absl::StrCat(path, path.empty() ? "" : ".", field);
}

std::string At(absl::string_view path, absl::string_view field, int index) {
  return absl::StrCat(In(path, field), "[", index, "]");
}

void Problems::Add(absl::string_view path, absl::string_view what) {
  problems_.push_back({absl::StrCat(path), absl::StrCat(what)});
}

void Problems::RequireUtf8(absl::string_view text, absl::string_view path) {
  if (!types::IsUtf8(text)) Add(path, "is not UTF-8");
}

void Problems::RequireText(absl::string_view text, absl::string_view path) {
  if (absl::StripAsciiWhitespace(text).empty()) {
    Add(path, "must not be empty");
  } else {
    RequireUtf8(text, path);
  }
}

void Problems::RequireId(const std::string& id, absl::string_view path) {
  if (!IsId(id)) {
    Add(path, "is not of lower-case letters, digits and hyphens");
  } else if (!ids_.insert(id).second) {
    Add(path, absl::StrCat("is used twice: ", id));
  }
}

bool Problems::RequireDay(const google::type::Date& day, absl::string_view path) {
  if (IsFullDate(day)) return true;
  Add(path, "is not a day that exists");
  return false;
}

void Problems::RequireLanguage(absl::string_view tag, absl::string_view path) {
  if (!types::IsLanguageTag(tag)) Add(path, "is not a language tag of BCP 47, such as `de`");
}

void Problems::RequireRevision(absl::string_view name, int64_t revision,
                               absl::string_view name_path, absl::string_view revision_path) {
  RequireText(name, name_path);
  if (revision < 1) Add(revision_path, "is not 1 or more");
}

}  // namespace lotse::reporting
