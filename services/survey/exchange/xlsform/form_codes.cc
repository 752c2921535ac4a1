#include "services/survey/exchange/xlsform/form_codes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/exchange/source_codes.h"

namespace lotse::survey {
namespace {

bool IsLetter(char32_t c) {
  return c >= 0x80 ? !types::IsWhiteSpace(c) && !types::IsControl(c)
                   : absl::ascii_isalpha(static_cast<unsigned char>(c));
}

bool IsAsciiLetterOrDigit(char32_t c) {
  return c < 0x80 && absl::ascii_isalnum(static_cast<unsigned char>(c));
}

std::string Cut(std::string code) {
  if (code.size() > kMaxCodeLength) code.resize(kMaxCodeLength);
  return code;
}

}  // namespace

bool IsFormName(absl::string_view name) {
  bool first = true;
  for (absl::string_view rest = name; !rest.empty(); first = false) {
    const types::CodePoint c = types::DecodeFirst(rest);
    rest.remove_prefix(c.size);
    if (!c.valid) return false;
    if (IsLetter(c.value) || c.value == '_') continue;
    if (first || (!IsAsciiLetterOrDigit(c.value) && c.value != '-' && c.value != '.')) return false;
  }
  return !first;
}

std::string FormCodes::Give(absl::string_view name, absl::string_view group) {
  if (!in_group_.insert(absl::StrCat(group, "\n", name)).second) return "";
  std::string code = CodeOfName(name);
  if (taken_.contains(code) && !group.empty()) code = Cut(absl::StrCat(group, "_", code));
  const std::string first = code;
  for (int number = 2; !taken_.insert(code).second; ++number) {
    const std::string ending = absl::StrCat("_", number);
    code = absl::StrCat(first.substr(0, kMaxCodeLength - ending.size()), ending);
  }
  codes_[std::string(name)].push_back(code);
  return code;
}

const std::vector<std::string>* FormCodes::Find(absl::string_view name) const {
  const auto found = codes_.find(name);
  return found == codes_.end() ? nullptr : &found->second;
}

std::vector<std::string> FormCodes::Names() const {
  std::vector<std::string> names;
  for (const auto& entry : codes_) names.push_back(entry.first);
  return names;
}

}  // namespace lotse::survey
