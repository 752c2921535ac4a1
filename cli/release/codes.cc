#include "cli/release/codes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/engagement/words.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::TableCategory;
using survey::v1alpha::TableFilter;
using survey::v1alpha::TableSpec;
using survey::v1alpha::TableVariable;
using Variables = std::map<std::string, TableVariable>;

// The codes of a table with their fields.
std::vector<std::pair<std::string, std::string>> CodesOf(const TableSpec& spec) {
  std::vector<std::pair<std::string, std::string>> codes;
  const auto add = [&](absl::string_view field, const auto& list) {
    for (int i = 0; i < list.size(); ++i) {
      codes.emplace_back(absl::StrCat(field, "[", i, "]"), list[i]);
    }
  };
  add("variables", spec.variables());
  add("battery", spec.battery());
  add("reversed", spec.reversed());
  for (int i = 0; i < spec.filters_size(); ++i) {
    codes.emplace_back(absl::StrCat("filters[", i, "].variable"), spec.filters(i).variable());
  }
  return codes;
}

std::vector<std::string> OptionsOf(const TableVariable& variable) {
  std::vector<std::string> options;
  for (const TableCategory& category : variable.categories()) {
    if (category.kind() == TableCategory::KIND_UNSPECIFIED) options.push_back(category.code());
  }
  return options;
}

bool Has(const std::vector<std::string>& list, const std::string& code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

// Those with which a table is broken down or filtered, with their fields.
std::vector<std::pair<std::string, std::string>> BreaksOf(const TableSpec& spec) {
  std::vector<std::pair<std::string, std::string>> breaks;
  for (int i = spec.battery().empty() ? 1 : 0; i < spec.variables_size(); ++i) {
    breaks.emplace_back(absl::StrCat("variables[", i, "]"), spec.variables(i));
  }
  for (int i = 0; i < spec.filters_size(); ++i) {
    breaks.emplace_back(absl::StrCat("filters[", i, "].variable"), spec.filters(i).variable());
  }
  return breaks;
}

}  // namespace

std::vector<Problem> UnknownCodes(const TableSpec& spec, const Variables& variables,
                                  absl::string_view language) {
  std::vector<std::string> known;
  for (const auto& [code, variable] : variables) known.push_back(code);
  std::vector<Problem> problems;
  for (const auto& [field, code] : CodesOf(spec)) {
    if (variables.count(code) > 0) continue;
    problems.push_back(
        {field, absl::StrCat(Either(language, "im Fragebogen gibt es nichts auszuzählen nach '",
                                    "the questionnaire has nothing to tabulate by '"),
                             code, "'", DidYouMean(code, known))});
  }
  for (int i = 0; i < spec.filters_size(); ++i) {
    const auto variable = variables.find(spec.filters(i).variable());
    if (variable == variables.end()) continue;
    const std::vector<std::string> options = OptionsOf(variable->second);
    for (int j = 0; j < spec.filters(i).options_size(); ++j) {
      const std::string& option = spec.filters(i).options(j);
      if (Has(options, option)) continue;
      problems.push_back(
          {absl::StrCat("filters[", i, "].options[", j, "]"),
           absl::StrCat("'", variable->first,
                        Either(language, "' hat keine Antwort '", "' has no option '"), option, "'",
                        DidYouMean(option, options))});
    }
  }
  return problems;
}

std::vector<Problem> WrongCodes(absl::Span<const TableSpec> specs, const Variables& variables,
                                const std::vector<std::string>& breaks,
                                absl::string_view language) {
  std::vector<Problem> problems;
  for (size_t i = 0; i < specs.size(); ++i) {
    const std::string path = absl::StrCat("tables[", i, "].");
    for (const Problem& problem : UnknownCodes(specs[i], variables, language)) {
      problems.push_back({absl::StrCat(path, problem.where), problem.what});
    }
    for (const auto& [field, code] : BreaksOf(specs[i])) {
      if (Has(breaks, code) || variables.count(code) == 0) continue;
      problems.push_back(
          {absl::StrCat(path, field),
           absl::StrCat("'", code,
                        Either(language, "' gliedert auf oder filtert; dazu --break=",
                               "' breaks down or filters; that needs --break="),
                        code)});
    }
  }
  return problems;
}

}  // namespace lotse::cli
