#include "services/survey/exchange/forms/rule_findings.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/survey/engine/logic_rules.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;

// Columns of an XLSForm by the fields that are read from them.
constexpr struct {
  const char* field;
  const char* column;
} kColumns[] = {
    {".code", "name"},
    {".text", "label"},
    {".title", "label"},
    {".hint", "hint"},
    {".guidance", "guidance_hint"},
    {".appearance", "appearance"},
    {".randomization", "parameters"},
    {".scale", "parameters"},
    {".relevant", "relevant"},
    {".logic.relevant", "relevant"},
    {".logic.constraint_message", "constraint_message"},
    {".logic.constraint", "constraint"},
    {".logic.required_if", "required"},
    {".logic.required_message", "required_message"},
    {".logic.calculation", "calculation"},
    {".logic.initial_value", "default"},
    {".logic.trigger", "trigger"},
    {".logic.read_only_if", "read_only"},
    {".logic.repeat_count", "repeat_count"},
    {".logic.option_filter", "choice_filter"},
    {".option_list", "type"},
};

// The number of `name[12]` at the beginning of a path, which is taken off it.
std::optional<int> TakeIndex(absl::string_view name, absl::string_view* path) {
  absl::string_view rest = *path;
  if (!absl::ConsumePrefix(&rest, name) || !absl::ConsumePrefix(&rest, "[")) return std::nullopt;
  const std::size_t end = rest.find(']');
  int index = 0;
  if (end == rest.npos || !absl::SimpleAtoi(rest.substr(0, end), &index)) return std::nullopt;
  *path = rest.substr(end + 1);
  return index;
}

// What a path leads to.
struct Subject {
  std::string code;
  bool is_list = false;
  // What follows in the path, for example `.logic.relevant`.
  absl::string_view rest;
};

Subject SubjectOf(absl::string_view path, const Instrument& instrument) {
  if (const auto list = TakeIndex("option_lists", &path)) {
    if (*list < 0 || *list >= instrument.option_lists_size()) return {};
    return {instrument.option_lists(*list).code(), true, path};
  }
  const auto section = TakeIndex("sections", &path);
  if (!section || *section < 0 || *section >= instrument.sections_size()) return {};
  Subject subject{instrument.sections(*section).code(), false, path};
  const Questions* questions = &instrument.sections(*section).questions();
  while (const auto index = TakeIndex(".questions", &path)) {
    if (*index < 0 || *index >= questions->size()) return subject;
    const Question& question = (*questions)[*index];
    subject = {question.code(), false, path};
    questions = &question.questions();
  }
  return subject;
}

std::string ColumnOf(absl::string_view rest) {
  for (const auto& known : kColumns) {
    absl::string_view behind = rest;
    if (!absl::ConsumePrefix(&behind, known.field)) continue;
    if (behind.empty() || behind[0] == '.' || behind[0] == '[') return known.column;
  }
  return "";
}

// The place in its file of an option that came from one.
std::optional<Place> PlaceInFile(const Subject& subject, const SourcePlaces& places) {
  const auto found = places.files.find(subject.code);
  if (!subject.is_list || found == places.files.end()) return std::nullopt;
  const OptionRows& rows = found->second;
  absl::string_view rest = subject.rest;
  const std::optional<int> index = TakeIndex(".options", &rest);
  if (!index || *index < 0 || *index >= static_cast<int>(rows.lines.size())) return std::nullopt;
  Place place{rows.lines[*index], rows.file, ""};
  if (absl::StartsWith(rest, ".code")) place.column = rows.value;
  if (absl::StartsWith(rest, ".label")) place.column = rows.label;
  return place;
}

Place PlaceOf(const Subject& subject, const SourcePlaces& places) {
  if (std::optional<Place> place = PlaceInFile(subject, places)) return *std::move(place);
  const auto& known = subject.is_list ? places.lists : places.questions;
  const auto found = known.find(subject.code);
  if (found == known.end()) return {};
  Place place = found->second;
  if (!place.sheet.empty()) place.column = subject.is_list ? "" : ColumnOf(subject.rest);
  return place;
}

}  // namespace

std::vector<ImportFinding> RuleFindings(const rpc::FieldViolations& violations,
                                        ImportFinding::Severity severity,
                                        const ImportResult& result) {
  std::vector<ImportFinding> findings;
  for (const rpc::FieldViolation& violation : violations) {
    const Subject subject = SubjectOf(violation.field, result.instrument);
    const Place place = PlaceOf(subject, result.places);
    ImportFinding& finding = findings.emplace_back();
    finding.set_severity(severity);
    finding.set_code(subject.code);
    // The code is a field of its own.
    absl::string_view message = violation.description;
    absl::ConsumePrefix(&message, FaultOf(subject.code));
    finding.set_message(std::string(message));
    finding.set_sheet(place.sheet);
    finding.set_line(place.line);
    finding.set_column(place.column);
    finding.set_field(absl::StrCat("instrument.", violation.field));
  }
  return findings;
}

void AddFindings(std::vector<ImportFinding> findings, ImportResult* result) {
  FindingList list;
  for (ImportFinding& finding : result->findings) list.Add(std::move(finding));
  for (ImportFinding& finding : findings) list.Add(std::move(finding));
  result->findings = std::move(list).Take();
}

}  // namespace lotse::survey
