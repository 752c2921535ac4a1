#include "services/survey/exchange/projects/project_words.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"
#include "services/survey/exchange/codebooks/code_ids.h"

namespace lotse::survey::projects {
namespace {

using refi::VariableType;

constexpr ProjectWord kWords[] = {
    {kCaseKind, VariableType::kText, "What kind of case it is"},
    {kCaseLanguage, VariableType::kText, "Language of the title (BCP 47), if it is not German"},
    {kCaseHeld, VariableType::kDate, "The day it took place"},
    {kCaseMinutes, VariableType::kInteger, "How long it took, in minutes"},
    {kCaseGuide, VariableType::kText, "Id of the guide that was followed"},
    {kDocumentCitation, VariableType::kText, "How the document is cited"},
    {kDocumentFoundAt, VariableType::kText, "Where the document was found"},
    {kDocumentPublished, VariableType::kText, "When it was published: year, month or day"},
    {kDocumentCriteria, VariableType::kText, "Codes of criteria, with spaces between them"},
    {kDocumentSum, VariableType::kText, "SHA-256 of the file"},
    {kAnswersWave, VariableType::kText, "The wave that the answers are of"},
    {kAnswersQuestion, VariableType::kText, "Code of the question"},
    {kPersonRole, VariableType::kText, "Role of a participant"},
    {kPersonConsent, VariableType::kText, "What a participant agreed to"},
    {kPersonConsentDay, VariableType::kDate, "When they did"},
    {kPersonSeat, VariableType::kInteger, "Where a participant sat"},
    {kStaffRole, VariableType::kText, "What somebody of the staff did"},
    {kTextKind, VariableType::kText, "What kind of text it is"},
    {kTextLanguage, VariableType::kText, "Language of a text (BCP 47)"}};

constexpr absl::string_view kCasePrefix = "case-";
constexpr absl::string_view kCodebookPrefix = "codebook-";

// `12.345` seconds; -1 if it is nothing.
bool ReadSeconds(absl::string_view text, int64_t* ms) {
  if (text.empty()) return true;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('.', 1));
  int64_t seconds = 0, rest = 0;
  if (parts.second.size() != 3 || !absl::SimpleAtoi(parts.first, &seconds) ||
      !absl::SimpleAtoi(parts.second, &rest) || seconds < 0 || rest < 0 ||
      seconds > 1'000'000'000) {
    return false;
  }
  *ms = seconds * 1000 + rest;
  return true;
}

std::string Seconds(int64_t ms) {
  return ms < 0 ? "" : absl::StrCat(ms / 1000, ".", absl::Dec(ms % 1000, absl::kZeroPad3));
}

}  // namespace

absl::Span<const ProjectWord> ProjectWords() { return kWords; }

std::string GuidOfVariable(absl::string_view name) {
  return UuidOf(absl::StrCat("lotse/variables/", name));
}

std::string GuidOfCoder(absl::string_view coder_id) {
  return UuidOf(absl::StrCat("lotse/coders/", coder_id));
}

std::string GuidOfPerson(absl::string_view case_guid, absl::string_view pseudonym) {
  return UuidOf(absl::StrCat(case_guid, "/people/", pseudonym));
}

std::string StoredIdOf(absl::string_view guid) {
  if (types::IsRandomUuid(guid)) return std::string(guid);
  std::string id = UuidOf(guid);
  id[14] = '4';
  return id;
}

std::string CaseIdOf(absl::string_view guid) { return absl::StrCat(kCasePrefix, guid); }

std::string CodebookIdOf(absl::string_view guid) { return absl::StrCat(kCodebookPrefix, guid); }

std::string GuidOf(absl::string_view id, absl::string_view name) {
  if (!absl::ConsumePrefix(&id, kCasePrefix)) absl::ConsumePrefix(&id, kCodebookPrefix);
  return types::IsUuid(id) ? std::string(id) : UuidOf(name);
}

std::string ToDateTime(int64_t micros) {
  if (micros == 0) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", absl::FromUnixMicros(micros),
                          absl::UTCTimeZone());
}

std::optional<int64_t> FromDateTime(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%dT%H:%M:%E*S%Ez", text, &time, &error) &&
      !absl::ParseTime("%Y-%m-%dT%H:%M:%E*S", text, &time, &error)) {
    return std::nullopt;
  }
  return absl::ToUnixMicros(time);
}

std::string ToTurn(const TurnTimes& times) {
  if (times == TurnTimes{}) return std::string(kTurnSelection);
  return absl::StrCat(kTurnSelection, " ", Seconds(times.start_ms), "-", Seconds(times.end_ms));
}

std::optional<TurnTimes> FromTurn(absl::string_view description) {
  if (!absl::ConsumePrefix(&description, kTurnSelection)) return std::nullopt;
  TurnTimes times;
  if (description.empty()) return times;
  const std::vector<absl::string_view> parts = absl::StrSplit(description, '-');
  absl::string_view start = parts[0];
  if (parts.size() != 2 || !absl::ConsumePrefix(&start, " ") ||
      !ReadSeconds(start, &times.start_ms) || !ReadSeconds(parts[1], &times.end_ms)) {
    return std::nullopt;
  }
  return times;
}

}  // namespace lotse::survey::projects
