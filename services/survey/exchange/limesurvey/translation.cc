#include "services/survey/exchange/limesurvey/translation.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/name_parts.h"
#include "services/survey/exchange/limesurvey/translation_of_one.h"

namespace lotse::survey::limesurvey {
namespace {

using Kind = Expression::Kind;

bool IsName(const Expression& part, absl::string_view name) {
  return part.kind == Kind::kName && part.value == name;
}

// True if `script` is false of itself whenever the variable `name` has no answer.
bool IsFalseWithout(const Expression& script, absl::string_view name) {
  if (IsName(script, name)) return true;
  const auto is_false = [&](const Expression& part) { return IsFalseWithout(part, name); };
  if (script.kind == Kind::kUnary && script.value == "!") {
    const Expression& part = script.parts[0];
    return part.kind == Kind::kCall && part.value == "is_empty" && part.parts.size() == 1 &&
           IsName(part.parts[0], name);
  }
  if (script.kind != Kind::kBinary) return false;
  if (script.value == "and") return std::any_of(script.parts.begin(), script.parts.end(), is_false);
  if (script.value == "or") return std::all_of(script.parts.begin(), script.parts.end(), is_false);
  const Expression& left = script.parts[0];
  const Expression& right = script.parts[1];
  if (!IsName(left, name) && !IsName(right, name)) return false;
  const Expression& other = IsName(left, name) ? right : left;
  if (script.value == "==") {
    return other.kind == Kind::kNumber || (other.kind == Kind::kText && !other.value.empty());
  }
  const bool is_number = other.kind == Kind::kNumber || IsNumeral(other.value);
  return absl::StrContains("<=>=", script.value) && is_number;
}

void CollectNames(const Expression& script, std::vector<std::string>* names) {
  if (script.kind == Kind::kName) names->push_back(script.value);
  for (const Expression& part : script.parts) CollectNames(part, names);
}

absl::Status CheckSize(const std::string& translated) {
  if (translated.size() <= kMaxScriptBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("translated it would have ", translated.size(),
                                                 " bytes, at most ", kMaxScriptBytes));
}

}  // namespace

std::string Quoted(absl::string_view text) {
  if (!absl::StrContains(text, '\'')) return absl::StrCat("'", text, "'");
  if (!absl::StrContains(text, '"')) return absl::StrCat("\"", text, "\"");
  std::string parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\''), text.size());
    if (end > 0) absl::StrAppend(&parts, parts.empty() ? "" : ", ", "'", text.substr(0, end), "'");
    if (end == text.size()) break;
    absl::StrAppend(&parts, parts.empty() ? "" : ", ", "\"'\"");
    text.remove_prefix(end + 1);
  }
  return absl::StrCat("concat(", parts, ")");
}

absl::StatusOr<std::string> Translator::Condition(const Expression& script, const Place& place) {
  absl::StatusOr<Translated> translated = TranslationOfOne(this, place).Truth(script);
  if (!translated.ok()) return translated.status();
  return Guarded(script, std::move(translated->xpath), true, place);
}

absl::StatusOr<std::string> Translator::Value(const Expression& script, const Place& place) {
  absl::StatusOr<Translated> translated = TranslationOfOne(this, place).Value(script);
  if (!translated.ok()) return translated.status();
  return Guarded(script, std::move(translated->xpath), false, place);
}

void Translator::SetRelevance(const SourceQuestion& question, std::string relevance) {
  relevance_[&question] = std::move(relevance);
}

std::vector<std::string> Translator::TakeRemarks() {
  std::vector<std::string> remarks = std::move(remarks_);
  remarks_.clear();
  return remarks;
}

absl::StatusOr<std::string> Translator::Guarded(const Expression& script, std::string translated,
                                                bool is_condition, const Place& place) {
  if (const absl::Status status = CheckSize(translated); !status.ok()) return status;
  std::vector<std::string> names;
  CollectNames(script, &names);
  absl::flat_hash_set<const SourceQuestion*> guarded;
  std::string guards;
  for (const std::string& name : names) {
    const NameParts parts = SplitName(name);
    if (parts.naok || !parts.pronoun.empty()) continue;
    const Variable* variable = variables_.Find(parts.variable);
    if (variable == nullptr || variable->question == place.question) continue;
    const auto relevance = relevance_.find(variable->question);
    if (relevance != relevance_.end() && relevance->second.empty()) continue;
    if (IsFalseWithout(script, name) || !guarded.insert(variable->question).second) continue;
    if (relevance == relevance_.end()) {
      remarks_.push_back(absl::StrCat("`", Shortened(parts.variable),
                                      "` comes later and stands without `.NAOK`: while it is not "
                                      "relevant it counts here as a question without an answer."));
    } else {
      absl::StrAppend(&guards, guards.empty() ? "" : " and ", "(", relevance->second, ")");
    }
    if (const absl::Status status = CheckSize(guards); !status.ok()) return status;
  }
  // A value without an answer in it is empty already.
  if (guards.empty() || (!is_condition && script.kind == Kind::kName)) return translated;
  translated = is_condition ? absl::StrCat(guards, " and (", translated, ")")
                            : absl::StrCat("if(", guards, ", ", translated, ", '')");
  if (const absl::Status status = CheckSize(translated); !status.ok()) return status;
  return translated;
}

}  // namespace lotse::survey::limesurvey
