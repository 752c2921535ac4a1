#include "services/survey/qualitative/rules/speaker_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

namespace lotse::survey::qualitative {
namespace {

using google::protobuf::Duration;
using v1alpha::StudyCase;
using v1alpha::StudyText;
using v1alpha::TextTurn;

std::vector<std::string> PseudonymsOf(const StudyCase& study_case) {
  std::vector<std::string> pseudonyms;
  for (const auto& each : study_case.participants()) pseudonyms.push_back(each.pseudonym());
  for (const auto& each : study_case.staff()) pseudonyms.push_back(each.pseudonym());
  return pseudonyms;
}

// Pseudonyms by label.
using Pseudonyms = absl::flat_hash_map<std::string, std::string>;

Pseudonyms ByLabel(const StudyCase& study_case, const TranscriptSpeakers& speakers) {
  Pseudonyms pseudonyms;
  for (const auto& each : speakers) pseudonyms.emplace(each.label(), each.pseudonym());
  for (const std::string& each : PseudonymsOf(study_case)) pseudonyms.emplace(each, each);
  return pseudonyms;
}

void SetTime(int64_t ms, Duration* time) {
  time->set_seconds(ms / 1000);
  time->set_nanos(static_cast<int32_t>(ms % 1000) * 1'000'000);
}

void FindUnknown(const Transcript& transcript, const Pseudonyms& pseudonyms,
                 FindingList* findings) {
  for (size_t i = 0; i < transcript.speakers.size(); ++i) {
    if (pseudonyms.contains(transcript.speakers[i])) continue;
    findings->Fail(0, "",
                   absl::StrCat("Speaker ", i + 1, " of ", transcript.speakers.size(),
                                ", in the order in which they first speak, has no pseudonym of the "
                                "case; give one in `speakers`. If this is no speaker but a "
                                "sentence with a colon, give those who are."));
  }
}

// What a text has no place for.
void FindLeftOut(const Transcript& transcript, FindingList* findings) {
  absl::flat_hash_set<int64_t> kept;
  bool has_role = false;
  for (const Turn& turn : transcript.turns) {
    has_role |= !turn.role.empty();
    if (turn.begin_ms.has_value()) kept.insert(turn.span.begin);
    if (turn.end_ms.has_value()) kept.insert(turn.span.end);
  }
  const auto& marks = transcript.time_marks;
  const auto inside = std::count_if(marks.begin(), marks.end(), [&](const TimeMark& mark) {
    return !kept.contains(mark.position);
  });
  if (has_role) findings->Note(0, "", "What stood in parentheses behind labels was left out.");
  if (inside > 0) {
    findings->Note(
        0, "", absl::StrCat("Times inside of turns were left out: ", inside, " of ", marks.size()));
  }
}

// False if it ended before it began; then its end is left out.
bool SetTurn(const Turn& turn, const Pseudonyms& pseudonyms, TextTurn* made) {
  made->mutable_range()->set_begin(turn.span.begin);
  made->mutable_range()->set_end(turn.span.end);
  const auto pseudonym = pseudonyms.find(turn.speaker);
  if (pseudonym != pseudonyms.end()) made->set_speaker(pseudonym->second);
  if (turn.begin_ms.has_value()) SetTime(*turn.begin_ms, made->mutable_start_offset());
  if (!turn.end_ms.has_value()) return true;
  if (turn.begin_ms.has_value() && *turn.end_ms < *turn.begin_ms) return false;
  SetTime(*turn.end_ms, made->mutable_end_offset());
  return true;
}

}  // namespace

rpc::FieldViolations CheckSpeakers(const StudyCase& study_case,
                                   const TranscriptSpeakers& speakers) {
  rpc::FieldViolations violations;
  CheckCount("speakers", speakers.size(), 0, kMaxSpeakers, &violations);
  const std::vector<std::string> known = PseudonymsOf(study_case);
  absl::flat_hash_set<std::string> labels;
  for (int i = 0; i < speakers.size(); ++i) {
    const std::string path = absl::StrCat("speakers[", i, "].");
    const std::string& label = speakers[i].label();
    if (label.empty() || static_cast<int64_t>(types::CodePointCount(label)) > kMaxSpeakerLength) {
      violations.push_back({path + "label", absl::StrCat("missing or too long; give 1 to ",
                                                         kMaxSpeakerLength, " code points")});
    } else if (!labels.insert(label).second) {
      violations.push_back({path + "label", "given twice; give each once"});
    }
    if (std::find(known.begin(), known.end(), speakers[i].pseudonym()) == known.end()) {
      violations.push_back({path + "pseudonym",
                            "not a pseudonym of the case; give one of a participant or of staff"});
    }
  }
  return violations;
}

SpeakerOptions LabelsOf(const StudyCase& study_case, StudyText::Kind kind,
                        const TranscriptSpeakers& speakers) {
  SpeakerOptions options;
  for (const auto& each : speakers) options.speakers.push_back(each.label());
  options.others = PseudonymsOf(study_case);
  options.each_is_known = CaseVoices(study_case).AnyWithdrew();
  options.has_paragraphs = kind == StudyText::KIND_OPEN_ANSWERS;
  options.has_labels = kind != StudyText::KIND_DOCUMENT && !options.has_paragraphs;
  return options;
}

std::vector<v1alpha::ImportFinding> SetSpoken(const StudyCase& study_case,
                                              const TranscriptSpeakers& speakers,
                                              const Transcript& transcript, StudyText* text) {
  const Pseudonyms pseudonyms = ByLabel(study_case, speakers);
  FindingList findings;
  for (const v1alpha::ImportFinding& finding : transcript.findings) findings.Add(finding);
  FindUnknown(transcript, pseudonyms, &findings);
  FindLeftOut(transcript, &findings);
  text->set_content(transcript.text.utf8());
  text->clear_turns();
  int reversed = 0;
  for (const Turn& turn : transcript.turns) {
    if (!SetTurn(turn, pseudonyms, text->add_turns())) ++reversed;
  }
  if (reversed > 0) {
    findings.Warn(0, "",
                  absl::StrCat("Of ", reversed,
                               " turns the end is before the begin; their ends "
                               "were left out."));
  }
  return std::move(findings).Take();
}

}  // namespace lotse::survey::qualitative
