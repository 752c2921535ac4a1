#include "cli/release/spec.h"

#include <google/protobuf/util/json_util.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/release_service.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::TableSpec;

constexpr FlagSpec kFlags[] = {
    {"statistics", "LIST", "what is worked out, see above (shares); counts: nothing"},
    {"filter", "CODE=A,B", "only who chose one of these options; may be repeated", true},
    {"battery", "CODES", "items with the same options, in place of ROW"},
    {"reversed", "CODES", "items of the battery that count the other way round"},
    {"scores", "A=1,B=2.5", "numbers of the options (their codes, if those are numbers)"},
    {"top-box", "N", "how many of the highest scores the top box has (2)"},
    {"reference", "A=900,B=85", "people of the population in each category, for reach"},
    {"parity-reference", "CODE", "the category that others are compared with, for reach"},
};

const std::vector<std::pair<std::string, TableSpec::Statistic>>& Statistics() {
  static const auto* statistics = new std::vector<std::pair<std::string, TableSpec::Statistic>>{
      {"shares", TableSpec::STATISTIC_SHARES},
      {"intervals", TableSpec::STATISTIC_INTERVALS},
      {"association", TableSpec::STATISTIC_ASSOCIATION},
      {"location", TableSpec::STATISTIC_LOCATION},
      {"top-box", TableSpec::STATISTIC_TOP_BOX},
      {"net-promoter", TableSpec::STATISTIC_NET_PROMOTER},
      {"reliability", TableSpec::STATISTIC_RELIABILITY},
      {"reach", TableSpec::STATISTIC_REACH}};
  return *statistics;
}

absl::Status ReadStatistics(const Args& args, TableSpec* spec) {
  const std::vector<std::string> wanted = ReadCodeList(args.Get("statistics", "shares"));
  std::vector<std::string> words = {"counts"};
  for (const auto& [word, statistic] : Statistics()) words.push_back(word);
  if (wanted == std::vector<std::string>{"counts"}) return absl::OkStatus();
  for (const std::string& given : wanted) {
    const TableSpec::Statistic* found = nullptr;
    for (const auto& [word, statistic] : Statistics()) {
      if (word == given) found = &statistic;
    }
    if (found == nullptr) {
      return UsageError(absl::StrCat(
          "--statistics: '", given, "' is none", DidYouMean(given, words), "; give some of ",
          absl::StrJoin(words, ", "), given == "counts" ? " (counts alone only)" : ""));
    }
    spec->add_statistics(*found);
  }
  if (wanted.empty()) {
    return UsageError(
        absl::StrCat("--statistics is empty; give some of ", absl::StrJoin(words, ", ")));
  }
  return absl::OkStatus();
}

absl::Status ReadFilters(const Args& args, TableSpec* spec) {
  for (const std::string& given : args.GetAll("filter")) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(given, absl::MaxSplits('=', 1));
    const std::vector<std::string> options = ReadCodeList(parts.second);
    if (parts.first.empty() || options.empty()) {
      return UsageError(absl::StrCat("--filter: '", given,
                                     "' is none; give a variable and options, such as Q1=A1,A2"));
    }
    auto* filter = spec->add_filters();
    filter->set_variable(parts.first);
    filter->mutable_options()->Assign(options.begin(), options.end());
  }
  return absl::OkStatus();
}

bool ReadNumber(absl::string_view text, int64_t* number) { return absl::SimpleAtoi(text, number); }
// What is not finite is no number.
bool ReadNumber(absl::string_view text, double* number) {
  return absl::SimpleAtod(text, number) && std::isfinite(*number);
}

// `A=1,B=2` of a flag, with `example` of such numbers. UsageError.
template <class Number>
absl::StatusOr<std::vector<std::pair<std::string, Number>>> ReadNumbers(const Args& args,
                                                                        const std::string& flag,
                                                                        absl::string_view example) {
  std::vector<std::pair<std::string, Number>> numbers;
  for (const std::string& given : ReadCodeList(args.Get(flag))) {
    const std::vector<std::string> parts = absl::StrSplit(given, absl::MaxSplits('=', 1));
    Number number = 0;
    if (parts.size() != 2 || parts[0].empty() || !ReadNumber(parts[1], &number)) {
      return UsageError(
          absl::StrCat("--", flag, ": '", given, "' is none; give options with ", example));
    }
    numbers.emplace_back(parts[0], number);
  }
  if (numbers.empty() && args.Has(flag)) {
    return UsageError(absl::StrCat("--", flag, " is empty; give options with ", example));
  }
  return numbers;
}

absl::Status ReadScores(const Args& args, TableSpec* spec) {
  const auto scores = ReadNumbers<double>(args, "scores", "numbers, such as A1=1,A2=2.5");
  if (!scores.ok()) return scores.status();
  for (const auto& [option, number] : *scores) {
    auto* score = spec->add_scores();
    score->set_option(option);
    score->set_score(number);
  }
  const auto reference =
      ReadNumbers<int64_t>(args, "reference", "whole numbers, such as A1=900,A2=85");
  if (!reference.ok()) return reference.status();
  for (const auto& [option, number] : *reference) {
    auto* category = spec->add_reference();
    category->set_option(option);
    category->set_population(number);
  }
  int32_t top_box = 0;
  if (args.Has("top-box") && (!absl::SimpleAtoi(args.Get("top-box"), &top_box) || top_box < 1)) {
    return UsageError("--top-box: give how many of the highest scores count, from 1");
  }
  spec->set_top_box(top_box);
  spec->set_parity_reference(args.Get("parity-reference"));
  return absl::OkStatus();
}

}  // namespace

absl::Span<const FlagSpec> TableSpecFlags() { return kFlags; }

std::vector<std::string> ReadCodeList(absl::string_view text) {
  std::vector<std::string> codes;
  for (const absl::string_view code : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    codes.emplace_back(absl::StripAsciiWhitespace(code));
  }
  return codes;
}

std::vector<std::string> ReadCodeLists(const Args& args, const std::string& flag) {
  return ReadCodeList(absl::StrJoin(args.GetAll(flag), ","));
}

absl::StatusOr<TableSpec> ReadTableSpec(const Args& args) {
  TableSpec spec;
  for (size_t i = 1; i < args.positional.size(); ++i) spec.add_variables(args.positional[i]);
  const std::vector<std::string> battery = ReadCodeList(args.Get("battery"));
  if (args.Has("battery") && battery.size() < 2) {
    return UsageError("--battery: give two or more items with commas between them");
  }
  spec.mutable_battery()->Assign(battery.begin(), battery.end());
  const size_t most = battery.empty() ? 3 : 1;
  if (args.positional.size() > most + 1) {
    return UsageError(battery.empty()
                          ? "a table has at most three variables: rows, columns, layers"
                          : "with --battery give one more variable at most: the layers");
  }
  const std::vector<std::string> reversed = ReadCodeList(args.Get("reversed"));
  spec.mutable_reversed()->Assign(reversed.begin(), reversed.end());
  for (const auto& read : {ReadStatistics, ReadFilters, ReadScores}) {
    if (absl::Status status = read(args, &spec); !status.ok()) return status;
  }
  return spec;
}

absl::StatusOr<std::vector<TableSpec>> ReadSpecFile(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return content.status();
  std::string json(absl::StripAsciiWhitespace(*content));
  if (!json.empty() && json.front() == '[') json = absl::StrCat("{\"tables\":", json, "}");
  survey::v1alpha::TabulateRequest request;
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, &request);
  if (!parsed.ok()) {
    return DataError(
        absl::StrCat(path, " is no list of tables: ", FirstLine(std::string(parsed.message())),
                     "; see lotse help release make"));
  }
  if (!request.name().empty()) {
    return DataError(absl::StrCat(path, ": leave `name` out; the command line says which release"));
  }
  if (request.tables().empty()) return DataError(absl::StrCat(path, " has no tables"));
  return std::vector<TableSpec>(request.tables().begin(), request.tables().end());
}

}  // namespace lotse::cli
