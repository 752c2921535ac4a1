#include "runtime/types/text.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lotse::types {
namespace {

constexpr int kMaxVariants = 16;
constexpr size_t kMaxBytes = 8192;

// Language, then sub-tags of letters and digits (RFC 5646, 2.1, well-formed in
// the parts that occur here; registered or not is not looked up).
bool IsLanguageTag(absl::string_view tag) {
  bool first = true;
  for (absl::string_view part : absl::StrSplit(tag, '-')) {
    const auto fits = [&](char c) {
      return first ? absl::ascii_isalpha(c) : absl::ascii_isalnum(c);
    };
    if (part.empty() || part.size() > 8 || (first && part.size() < 2)) return false;
    if (!std::all_of(part.begin(), part.end(), fits)) return false;
    first = false;
  }
  return true;
}

}  // namespace

void CheckText(absl::string_view field, const type::v1alpha::Text& text,
               rpc::FieldViolations* violations) {
  if (text.variants().empty() || text.variants_size() > kMaxVariants) {
    violations->push_back(
        {absl::StrCat(field, ".variants"), text.variants().empty()
                                               ? "missing; give the text in one language at least"
                                               : "too many; give 16 at most"});
    return;
  }
  std::set<std::pair<std::string, bool>> seen;
  for (int i = 0; i < text.variants_size(); ++i) {
    const auto& variant = text.variants(i);
    const std::string path = absl::StrCat(field, ".variants[", i, "]");
    if (!IsLanguageTag(variant.language())) {
      violations->push_back({path + ".language", "not a BCP 47 tag; give for example de or en"});
    }
    if (!seen.insert({variant.language(), variant.plain_language()}).second) {
      violations->push_back({path, "a second wording for this language; give one"});
    }
    if (absl::StripAsciiWhitespace(variant.text()).empty()) {
      violations->push_back({path + ".text", "missing"});
    } else if (variant.text().size() > kMaxBytes) {
      violations->push_back({path + ".text", "too long; give 8192 bytes at most"});
    }
  }
}

absl::string_view In(absl::string_view language, const type::v1alpha::Text& text) {
  for (const auto& variant : text.variants()) {
    if (variant.language() == language && !variant.plain_language()) return variant.text();
  }
  return text.variants().empty() ? absl::string_view() : text.variants(0).text();
}

type::v1alpha::Text MakeText(absl::string_view language, absl::string_view wording) {
  type::v1alpha::Text text;
  auto* variant = text.add_variants();
  variant->set_language(std::string(language));
  variant->set_text(std::string(wording));
  return text;
}

}  // namespace lotse::types
