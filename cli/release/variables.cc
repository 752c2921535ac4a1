// lotse variables: what can span the tables of a wave.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/release/commands.h"
#include "cli/release/load.h"
#include "cli/release/spec.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ListVariablesResponse;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableVariable;

std::string WordingOf(const TableVariable& variable, const ViewOptions& options) {
  std::string wording = ShowText(variable.question(), options);
  if (variable.has_item()) {
    absl::StrAppend(&wording, " ", Sign("-", "–", options), " ",
                    ShowText(variable.item(), options));
  }
  return wording;
}

std::string KindOf(const TableVariable& variable, const ViewOptions& options) {
  std::string kind = Word(variable.kind(), options.language);
  if (variable.conditional()) {
    absl::StrAppend(&kind, Either(options.language, ", nicht an alle", ", not for all"));
  }
  if (variable.special_category()) {
    absl::StrAppend(&kind, Either(options.language, ", Art. 9 DSGVO", ", Art. 9 GDPR"));
  }
  return Show(kind, options);
}

std::string ViewList(const ListVariablesResponse& variables, const ViewOptions& options) {
  std::vector<std::vector<std::string>> rows;
  for (const TableVariable& variable : variables.variables()) {
    const auto& categories = variable.categories();
    const auto answers = std::count_if(
        categories.begin(), categories.end(),
        [](const TableCategory& c) { return c.kind() == TableCategory::KIND_UNSPECIFIED; });
    rows.push_back({Show(variable.code(), options), absl::StrCat(answers),
                    WordingOf(variable, options), KindOf(variable, options)});
  }
  return rows.empty() ? "" : Columns(std::move(rows), /*flexible=*/2, /*indent=*/0, options);
}

std::string ViewOne(const TableVariable& variable, const ViewOptions& options) {
  std::string text = Lines(absl::StrCat(Show(variable.code(), options), "  "),
                           WordingOf(variable, options), options);
  absl::StrAppend(&text, Lines("  ", KindOf(variable, options), options));
  std::vector<std::vector<std::string>> rows;
  for (const TableCategory& category : variable.categories()) {
    const std::string label = CategoryText(category, options);
    rows.push_back(
        {Show(category.code(), options), category.kind() == TableCategory::KIND_UNSPECIFIED
                                             ? label
                                             : absl::StrCat("(", label, ")")});
  }
  if (!rows.empty()) absl::StrAppend(&text, Columns(std::move(rows), 1, 4, options));
  return text;
}

// Only those with one of the codes. UsageError for a code that is none.
absl::Status KeepCodes(const std::vector<std::string>& codes, ListVariablesResponse* variables) {
  std::vector<std::string> known;
  for (const TableVariable& variable : variables->variables()) known.push_back(variable.code());
  ListVariablesResponse kept;
  for (const std::string& code : codes) {
    const auto found = std::find(known.begin(), known.end(), code);
    if (found == known.end()) {
      return UsageError(absl::StrCat("the questionnaire has nothing to tabulate by '", code, "'",
                                     DidYouMean(code, known)));
    }
    *kept.add_variables() = variables->variables(static_cast<int>(found - known.begin()));
  }
  variables->Swap(&kept);
  return absl::OkStatus();
}

// A table of each variable, and of each one by each of `by`: a file for lotse release make, to
// take away from and to add to. UsageError for a code in `by` that cannot be columns.
absl::StatusOr<std::string> SpecsJson(const ListVariablesResponse& variables,
                                      const std::vector<std::string>& by,
                                      const ListVariablesResponse& all) {
  ListVariablesResponse columns = all;
  if (absl::Status s = KeepCodes(by, &columns); !s.ok()) return s;
  for (const TableVariable& column : columns.variables()) {
    if (column.kind() == TableVariable::KIND_MULTIPLE) {
      return UsageError(
          absl::StrCat("--by: '", column.code(), "' is a multiple choice, which can be rows only"));
    }
  }
  survey::v1alpha::TabulateRequest request;
  for (const TableVariable& row : variables.variables()) {
    auto* one_way = request.add_tables();
    one_way->add_variables(row.code());
    one_way->add_statistics(survey::v1alpha::TableSpec::STATISTIC_SHARES);
    for (const std::string& column : by) {
      if (column == row.code()) continue;
      auto* crosstab = request.add_tables();
      crosstab->add_variables(row.code());
      crosstab->add_variables(column);
      crosstab->add_statistics(survey::v1alpha::TableSpec::STATISTIC_SHARES);
    }
  }
  return MessageJson(request, /*indented=*/true);
}

}  // namespace

absl::Status RunVariables(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto& words = invocation.args.positional;
  if (absl::Status s = CheckWaveName(words[0]); !s.ok()) return s;
  Client client(invocation.settings);
  ListVariablesResponse variables;
  if (absl::Status s = LoadVariables(words[0], &client, &variables); !s.ok()) return s;
  const std::vector<std::string> codes(words.begin() + 1, words.end());
  const std::vector<std::string> by = ReadCodeLists(invocation.args, "by");
  const bool specs = invocation.args.Has("specs");
  if (!by.empty() && !specs) return UsageError("--by is for --specs");
  const ListVariablesResponse all = variables;
  if (!codes.empty()) {
    if (absl::Status s = KeepCodes(codes, &variables); !s.ok()) return s;
  }
  std::ostream& out = invocation.environment.out;
  if (specs) {
    const absl::StatusOr<std::string> json = SpecsJson(variables, by, all);
    if (!json.ok()) return json.status();
    out << *json;
    return absl::OkStatus();
  }
  if (invocation.settings.json) {
    for (const TableVariable& variable : variables.variables())
      out << JsonValueOf(variable) << "\n";
    return absl::OkStatus();
  }
  if (codes.empty()) {
    out << ViewList(variables, *options);
    return absl::OkStatus();
  }
  for (const TableVariable& variable : variables.variables()) out << ViewOne(variable, *options);
  return absl::OkStatus();
}

}  // namespace lotse::cli
