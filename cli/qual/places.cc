#include "cli/qual/places.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/release/spec.h"

namespace lotse::cli {
namespace {

struct Form {
  QualPlace place;
  std::vector<absl::string_view> parts;  // At even places what a name has there.
  const char* told;
};

const std::vector<Form>& Forms() {
  static const auto* forms =
      new std::vector<Form>{{QualPlace::kStudy,
                             {"programmes", "engagements", "studies"},
                             "programmes/…/engagements/…/studies/STUDY"},
                            {QualPlace::kCase,
                             {"programmes", "engagements", "studies", "cases"},
                             "programmes/…/engagements/…/studies/…/cases/CASE"},
                            {QualPlace::kText,
                             {"programmes", "engagements", "studies", "cases", "texts"},
                             "programmes/…/engagements/…/studies/…/cases/…/texts/TEXT"},
                            {QualPlace::kCodebook,
                             {"programmes", "engagements", "studies", "codebooks"},
                             "programmes/…/engagements/…/studies/…/codebooks/CODEBOOK"}};
  return *forms;
}

bool Fits(const Form& form, const std::vector<absl::string_view>& parts) {
  if (parts.size() != 2 * form.parts.size()) return false;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool right = i % 2 == 0 ? parts[i] == form.parts[i / 2] : !parts[i].empty();
    if (!right) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<QualPlace> ReadQualPlace(absl::string_view name,
                                        const std::vector<QualPlace>& allowed) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  std::vector<std::string> told;
  for (const Form& form : Forms()) {
    if (std::find(allowed.begin(), allowed.end(), form.place) == allowed.end()) continue;
    if (Fits(form, parts)) return form.place;
    told.push_back(form.told);
  }
  return UsageError(absl::StrCat("'", name, "': give ", absl::StrJoin(told, " or ")));
}

std::string StudyIn(absl::string_view name) {
  std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  parts.resize(std::min<size_t>(parts.size(), 6));
  return absl::StrJoin(parts, "/");
}

std::string AboveIn(absl::string_view name) {
  std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  parts.resize(parts.size() < 2 ? 0 : parts.size() - 2);
  return absl::StrJoin(parts, "/");
}

absl::StatusOr<std::string> ReadCodeName(absl::string_view study, absl::string_view given) {
  const std::vector<absl::string_view> parts = absl::StrSplit(given, '/');
  if (parts.size() == 2 && !parts[0].empty() && !parts[1].empty()) {
    return absl::StrCat(study, "/codebooks/", parts[0], "/codes/", parts[1]);
  }
  if (parts.size() == 10 && StudyIn(given) == study && parts[6] == "codebooks" &&
      parts[8] == "codes") {
    return std::string(given);
  }
  return UsageError(absl::StrCat("'", given, "' is no code: give CODEBOOK/CODE"));
}

absl::StatusOr<std::vector<std::string>> ReadCodeNames(absl::string_view study, const Args& args,
                                                       const std::string& flag) {
  std::vector<std::string> names;
  for (const std::string& given : ReadCodeLists(args, flag)) {
    auto name = ReadCodeName(study, given);
    if (!name.ok()) return name.status();
    names.push_back(*std::move(name));
  }
  return names;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadPairs(
    const Args& args, const std::string& flag) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& given : args.GetAll(flag)) {
    const size_t at = given.rfind('=');
    // What was given is not repeated: it may be a name.
    if (at == std::string::npos || at == 0 || at + 1 == given.size()) {
      return UsageError(absl::StrCat("--", flag, ": give two words with = between them"));
    }
    pairs.emplace_back(given.substr(0, at), given.substr(at + 1));
  }
  return pairs;
}

absl::StatusOr<int64_t> ReadNumber(const Args& args, const std::string& flag, int64_t least,
                                   int64_t most, int64_t fallback) {
  if (!args.Has(flag)) return fallback;
  int64_t number = 0;
  if (absl::SimpleAtoi(args.Get(flag), &number) && number >= least && number <= most) return number;
  return UsageError(absl::StrCat("--", flag, ": give a number from ", least, " to ", most));
}

absl::StatusOr<UnitWanted> ReadUnit(const Args& args) {
  static const std::vector<std::pair<std::string, survey::v1alpha::StudyUnit>> kWords = {
      {"turn", survey::v1alpha::STUDY_UNIT_TURN},
      {"sentence", survey::v1alpha::STUDY_UNIT_SENTENCE},
      {"window", survey::v1alpha::STUDY_UNIT_WINDOW},
      {"text", survey::v1alpha::STUDY_UNIT_TEXT}};
  const std::string given = args.Get("unit", "turn");
  UnitWanted wanted;
  for (const auto& [word, unit] : kWords) {
    if (word == given) wanted.unit = unit;
  }
  if (wanted.unit == survey::v1alpha::STUDY_UNIT_UNSPECIFIED) {
    return UsageError("--unit: give turn, sentence, window or text");
  }
  const bool is_window = wanted.unit == survey::v1alpha::STUDY_UNIT_WINDOW;
  if (is_window != args.Has("window")) {
    return UsageError("--unit=window and --window=N belong together");
  }
  const auto window = ReadNumber(args, "window", 10, 100'000, 0);
  if (!window.ok()) return window.status();
  wanted.window_code_points = static_cast<int32_t>(*window);
  return wanted;
}

}  // namespace lotse::cli
