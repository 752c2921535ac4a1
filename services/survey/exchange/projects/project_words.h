#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/exchange/refi/project.h"

// How a project of REFI-QDA says what the standard has no element for: as variables, and as names
// of notes, links and sets, all of which other programs show and write back. docs/qda-exchange.md
// lists them.
namespace lotse::survey::projects {

// Variables of cases: of a conversation, of somebody in it, and of a text.
inline constexpr absl::string_view kCaseKind = "lotse.case.kind";
inline constexpr absl::string_view kCaseLanguage = "lotse.case.language";
inline constexpr absl::string_view kCaseHeld = "lotse.case.held";
inline constexpr absl::string_view kCaseMinutes = "lotse.case.minutes";
inline constexpr absl::string_view kCaseGuide = "lotse.case.guide";
inline constexpr absl::string_view kDocumentCitation = "lotse.document.citation";
inline constexpr absl::string_view kDocumentFoundAt = "lotse.document.found_at";
inline constexpr absl::string_view kDocumentPublished = "lotse.document.published";
inline constexpr absl::string_view kDocumentCriteria = "lotse.document.criteria";
inline constexpr absl::string_view kDocumentSum = "lotse.document.sha256";
inline constexpr absl::string_view kAnswersWave = "lotse.answers.wave";
inline constexpr absl::string_view kAnswersQuestion = "lotse.answers.question";
inline constexpr absl::string_view kPersonRole = "lotse.participant.role";
inline constexpr absl::string_view kPersonConsent = "lotse.participant.consent";
inline constexpr absl::string_view kPersonConsentDay = "lotse.participant.consent_date";
inline constexpr absl::string_view kPersonSeat = "lotse.participant.seat";
inline constexpr absl::string_view kStaffRole = "lotse.staff.role";
inline constexpr absl::string_view kTextKind = "lotse.text.kind";
inline constexpr absl::string_view kTextLanguage = "lotse.text.language";

// Names of notes, of links and of the description of sets and selections.
inline constexpr absl::string_view kMemoNote = "Memo";
inline constexpr absl::string_view kExampleNote = "lotse.code.example";
inline constexpr absl::string_view kRetiredNote = "lotse.code.retired";
inline constexpr absl::string_view kRecordingNote = "lotse.text.recording";
inline constexpr absl::string_view kPersonLink = "lotse.participant";
inline constexpr absl::string_view kMemoLink = "lotse.memo";
inline constexpr absl::string_view kCodebookSet = "lotse.codebook";
inline constexpr absl::string_view kTurnSelection = "lotse.turn";

// Name in `Project.origin`.
inline constexpr absl::string_view kOrigin = "Lotse";

struct ProjectWord {
  absl::string_view name;
  refi::VariableType type = refi::VariableType::kText;
  absl::string_view meaning;
};

// The variables above.
absl::Span<const ProjectWord> ProjectWords();

// The guid of a variable with this name.
std::string GuidOfVariable(absl::string_view name);
// The guid of a user that is the coder with this id.
std::string GuidOfCoder(absl::string_view coder_id);
// The guid of a case that is somebody who took part in the one with this guid.
std::string GuidOfPerson(absl::string_view case_guid, absl::string_view pseudonym);

// The id under which something with this guid is stored: the guid if that is a random UUID, else
// one that is made of it and always the same.
std::string StoredIdOf(absl::string_view guid);

// The id of a case or codebook that is made of one with this guid: it has the guid in it, so that
// it has the same when it is written again.
std::string CaseIdOf(absl::string_view guid);
std::string CodebookIdOf(absl::string_view guid);
// The guid of something stored: the one in its id, or its id, or one that is made of its name.
std::string GuidOf(absl::string_view id, absl::string_view name);

// The values of something, by the names of their variables.
using NamedValues = std::map<std::string, std::string>;

// A time as xsd:dateTime in UTC; empty for 0.
std::string ToDateTime(int64_t micros);
// The same back, also with another offset, or with none: then it is UTC. nullopt if it is none.
std::optional<int64_t> FromDateTime(absl::string_view text);

// Where a turn is in its recording, as the description of its selection; -1: not known.
struct TurnTimes {
  int64_t start_ms = -1;
  int64_t end_ms = -1;
  friend bool operator==(const TurnTimes&, const TurnTimes&) = default;
};
std::string ToTurn(const TurnTimes& times);
// nullopt if it is no description of a turn.
std::optional<TurnTimes> FromTurn(absl::string_view description);

}  // namespace lotse::survey::projects
