#include "services/survey/analysis/tables/table_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/analysis/tables/statistic_rules.h"
#include "services/survey/analysis/tables/table_cells.h"
#include "services/survey/analysis/tables/violations.h"

namespace lotse::survey::tables {
namespace {

using v1alpha::Release;
using v1alpha::TableFilter;
using v1alpha::TableSpec;
using v1alpha::TableVariable;

class SpecRules {
 public:
  SpecRules(const TableSpec& spec, absl::string_view path, const TableVariables& variables,
            const Release& release)
      : spec_(spec), variables_(variables), release_(release), violations_(path) {}

  rpc::FieldViolations Check() && {
    CheckDimensions();
    for (int i = 0; i < std::min(spec_.variables_size(), kMaxTableDimensions); ++i) {
      CheckVariable(i);
    }
    CheckBattery();
    for (int i = 0; i < std::min(spec_.filters_size(), kMaxFilters); ++i) CheckFilter(i);
    // What else is wrong follows from these.
    if (violations_.empty()) {
      CheckSize();
      CheckStatistics(spec_, variables_, &violations_);
    }
    return std::move(violations_).Take();
  }

 private:
  void CheckDimensions() {
    const bool has_battery = !spec_.battery().empty();
    const int most = has_battery ? 1 : kMaxTableDimensions;
    if (!has_battery && spec_.variables().empty()) {
      violations_.Add("variables", "missing; name one to three variables, or a battery");
    }
    if (spec_.variables_size() > most) {
      violations_.Add("variables", has_battery
                                       ? "too many; beside a battery name one at most, as its layer"
                                       : "too many; name one to three");
    }
    if (spec_.filters_size() > kMaxFilters) {
      violations_.Add("filters", absl::StrCat("too many; give at most ", kMaxFilters));
    }
    const int dimensions = spec_.variables_size() + (has_battery ? 1 : 0) + spec_.filters_size();
    if (spec_.variables_size() <= most && spec_.filters_size() <= kMaxFilters &&
        dimensions > kMaxTableDimensions) {
      violations_.Add("filters",
                      absl::StrCat("with the variables of filters the table has ", dimensions,
                                   " dimensions; leave out all but ", kMaxTableDimensions));
    }
  }

  std::vector<std::string> Codes() const {
    std::vector<std::string> codes;
    for (const SpanVariable& variable : variables_.all()) codes.push_back(variable.code());
    return codes;
  }

  // Null, and a violation, if there is no such variable.
  const SpanVariable* Known(const std::string& code, const std::string& field) {
    const SpanVariable* const variable = variables_.Find(code);
    if (variable != nullptr) return variable;
    if (variables_.compiled().IsMatrix(code)) {
      violations_.Add(field, "a matrix; give the codes of its items, each a variable of its own");
    } else if (variables_.compiled().Position(code).has_value()) {
      violations_.Add(field,
                      "cannot span a table: a text, a file, or a number without classes; "
                      "ListVariables tells which can");
    } else {
      violations_.Add(field, absl::StrCat("no variable of the wave's questionnaire; ",
                                          types::RightName(code, Codes())));
    }
    return nullptr;
  }

  void CheckMayBreak(const std::string& code, const std::string& field) {
    const auto& allowed = release_.break_variables();
    if (std::find(allowed.begin(), allowed.end(), code) != allowed.end()) return;
    const std::vector<std::string> names(allowed.begin(), allowed.end());
    violations_.Add(field,
                    names.empty()
                        ? "the release has no break_variables, so nothing can be broken down or "
                          "filtered; begin a release that has this one"
                        : absl::StrCat("not among the break_variables of the release; ",
                                       types::RightName(code, names)));
  }

  // Each variable stands once in the whole table.
  void CheckOnce(const std::string& code, const std::string& field) {
    if (!seen_.insert(code).second) {
      violations_.Add(field, "stands in this table before; give each variable once");
    }
  }

  void CheckVariable(int index) {
    const std::string& code = spec_.variables(index);
    const std::string field = absl::StrCat("variables[", index, "]");
    const SpanVariable* const variable = Known(code, field);
    if (variable == nullptr) return;
    CheckOnce(code, field);
    const bool is_first = index == 0 && spec_.battery().empty();
    if (is_first) return;
    if (variable->is_multiple()) {
      violations_.Add(field, "a multiple choice can only be the first variable; put it there");
    }
    CheckMayBreak(code, field);
  }

  void CheckBattery() {
    if (spec_.battery().empty()) return;
    if (spec_.battery_size() < kMinBattery || spec_.battery_size() > kMaxBattery) {
      violations_.Add("battery", absl::StrCat("give ", kMinBattery, " to ", kMaxBattery, " items"));
      return;
    }
    const SpanVariable* first = nullptr;
    for (int i = 0; i < spec_.battery_size(); ++i) {
      const std::string field = absl::StrCat("battery[", i, "]");
      const SpanVariable* const item = Known(spec_.battery(i), field);
      if (item == nullptr) continue;
      CheckOnce(item->code(), field);
      if (item->kind != TableVariable::KIND_SINGLE) {
        violations_.Add(field,
                        "not a choice of one option; give single choices or items of a matrix");
        continue;
      }
      if (first == nullptr) first = item;
      if (item->answers != first->answers) {
        violations_.Add(field, absl::StrCat("has other options than ", first->code(),
                                            "; give items with the same options"));
      }
    }
  }

  void CheckFilter(int index) {
    const TableFilter& filter = spec_.filters(index);
    const std::string at = absl::StrCat("filters[", index, "]");
    const SpanVariable* const variable = Known(filter.variable(), absl::StrCat(at, ".variable"));
    if (variable == nullptr) return;
    CheckOnce(variable->code(), absl::StrCat(at, ".variable"));
    CheckMayBreak(variable->code(), absl::StrCat(at, ".variable"));
    const std::string options = absl::StrCat(at, ".options");
    if (filter.options().empty()) {
      violations_.Add(options, "missing; give the options of those who are counted");
    }
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < filter.options_size() && !violations_.full(); ++i) {
      const std::string field = absl::StrCat(options, "[", i, "]");
      if (variable->AnswerOf(filter.options(i)) < 0) {
        violations_.Add(field,
                        absl::StrCat("no option of ", variable->code(), "; ",
                                     types::RightName(filter.options(i), variable->answers)));
      } else if (!seen.insert(filter.options(i)).second) {
        violations_.Add(field, "given before; give each option once");
      }
    }
    if (seen.size() == variable->answers.size()) {
      violations_.Add(options, "all options; leave some out, or the filter");
    }
  }

  void CheckSize() {
    const int64_t cells = OwnCellsOf(spec_, variables_);
    if (cells > kMaxTableCells) {
      violations_.Add("", absl::StrCat("has ", cells,
                                       " cells, with those by the options of its "
                                       "filters; at most ",
                                       kMaxTableCells,
                                       " can be protected: use fewer variables or such with fewer "
                                       "options"));
    }
  }

  const TableSpec& spec_;
  const TableVariables& variables_;
  const Release& release_;
  Violations violations_;
  absl::flat_hash_set<std::string> seen_;
};

}  // namespace

rpc::FieldViolations CheckTableSpec(const TableSpec& spec, absl::string_view path,
                                    const TableVariables& variables, const Release& release) {
  return SpecRules(spec, path, variables, release).Check();
}

rpc::FieldViolations CheckCells(int64_t of_call, int64_t of_wave, int64_t added) {
  if (of_call > kMaxCellsOfACall) {
    return {{"tables", absl::StrCat("have ", of_call, " cells in all; at most ", kMaxCellsOfACall,
                                    " can be asked for at once: ask for fewer tables")}};
  }
  if (added > 0 && of_wave + added > kMaxCellsOfAWave) {
    return {{"tables", absl::StrCat("the wave has given away tables of ", of_wave,
                                    " cells and would get ", added, " more; it takes ",
                                    kMaxCellsOfAWave, ": ask for fewer or smaller tables")}};
  }
  return {};
}

rpc::FieldViolations CheckReplyBytes(int64_t bytes) {
  if (bytes <= kMaxBytesOfAReply) return {};
  return {{"tables", absl::StrCat("would be ", bytes, " bytes; at most ", kMaxBytesOfAReply,
                                  " can be returned: ask for fewer tables at once")}};
}

}  // namespace lotse::survey::tables
