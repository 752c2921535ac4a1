#include "services/survey/qualitative/rules/text_rules.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/coding_rules.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {
namespace {

using google::protobuf::Duration;
using rpc::FieldViolations;
using v1alpha::StudyCase;
using v1alpha::StudyText;
using v1alpha::TextTurn;

// Whether it is a time in a recording.
bool IsOffset(const Duration& offset) {
  return offset.seconds() >= 0 && offset.seconds() < kMaxTimeMs / 1000 && offset.nanos() >= 0 &&
         offset.nanos() < 1'000'000'000;
}

void CheckOffset(const std::string& field, const Duration& offset, FieldViolations* violations) {
  if (IsOffset(offset)) return;
  violations->push_back({field, "not a time in a recording; give 0 or more, and below 100 hours"});
}

bool IsBefore(const Duration& a, const Duration& b) {
  return std::pair(a.seconds(), a.nanos()) < std::pair(b.seconds(), b.nanos());
}

// `audio/mpeg`: two names as RFC 6838, section 4.2, has them, without parameters.
bool IsMediaType(absl::string_view type) {
  if (type.size() > kMaxMediaTypeBytes || std::count(type.begin(), type.end(), '/') != 1) {
    return false;
  }
  bool first = true;
  for (const char c : type) {
    const bool later = !first && absl::StrContains("!#$&-^_.+", absl::string_view(&c, 1));
    if (c == '/' ? first : !absl::ascii_isalnum(c) && !later) return false;
    first = c == '/';
  }
  return !first;
}

void CheckContent(const StudyText& text, FieldViolations* violations) {
  if (text.title().empty()) {
    violations->push_back({"text.title", "missing; say what it is, and never who speaks"});
  }
  CheckLine("text.title", text.title(), kMaxStudyTextTitleBytes, violations);
  if (text.kind() == StudyText::KIND_UNSPECIFIED || !StudyText::Kind_IsValid(text.kind())) {
    violations->push_back({"text.kind", "missing or unknown; say what it is"});
  }
  if (!text.language().empty() && !types::IsLanguageTag(text.language())) {
    violations->push_back({"text.language", "not a language tag (BCP 47); give one such as de"});
  }
  if (text.content().empty() || text.content().size() > kMaxStudyTextBytes ||
      !types::IsUtf8(text.content()) ||
      static_cast<int64_t>(types::CodePointCount(text.content())) > kMaxStudyTextCodePoints) {
    violations->push_back(
        {"text.content",
         absl::StrCat("missing, too long or no text; give UTF-8 of 1 to ", kMaxStudyTextCodePoints,
                      " code points and at most ", kMaxStudyTextBytes, " bytes")});
  }
}

void CheckTurn(const std::string& path, const TextTurn& turn,
               const absl::flat_hash_set<std::string>& speakers, const TextFacts& facts,
               FieldViolations* violations) {
  CheckRange(path + "range", turn.range(), facts, violations);
  // What was given is not repeated: it may be a name.
  if (!turn.speaker().empty() && !speakers.contains(turn.speaker())) {
    violations->push_back({path + "speaker",
                           "not a pseudonym of the case; give one of a participant or of staff, or "
                           "none"});
  }
  CheckOffset(path + "start_offset", turn.start_offset(), violations);
  CheckOffset(path + "end_offset", turn.end_offset(), violations);
  if (turn.has_start_offset() && turn.has_end_offset() &&
      IsBefore(turn.end_offset(), turn.start_offset())) {
    violations->push_back({path + "end_offset", "before `start_offset`; give a later one"});
  }
}

void CheckTurns(const StudyCase& study_case, const StudyText& text,
                absl::FunctionRef<bool(int64_t)> cuts_sign, FieldViolations* violations) {
  CheckCount("text.turns", text.turns_size(), 0, kMaxTurns, violations);
  absl::flat_hash_set<std::string> speakers;
  for (const auto& each : study_case.participants()) speakers.insert(each.pseudonym());
  for (const auto& each : study_case.staff()) speakers.insert(each.pseudonym());
  const TextFacts facts{static_cast<int64_t>(types::CodePointCount(text.content())),
                        text.revision(), cuts_sign};
  const size_t before = violations->size();
  int64_t behind = 0;
  for (int i = 0; i < text.turns_size() && violations->size() == before; ++i) {
    const TextTurn& turn = text.turns(i);
    const std::string path = absl::StrCat("text.turns[", i, "].");
    CheckTurn(path, turn, speakers, facts, violations);
    if (violations->size() == before && turn.range().begin() < behind) {
      violations->push_back(
          {path + "range.begin", absl::StrCat("inside the turn before it, or before that; give at "
                                              "least ",
                                              behind)});
    }
    behind = turn.range().end();
  }
}

void CheckMedia(const StudyText& text, FieldViolations* violations) {
  CheckCount("text.media", text.media_size(), 0, kMaxMedia, violations);
  for (int i = 0; i < text.media_size(); ++i) {
    const v1alpha::MediaReference& media = text.media(i);
    const std::string path = absl::StrCat("text.media[", i, "].");
    if (media.location().empty()) {
      violations->push_back({path + "location", "missing; say where the recording lies"});
    }
    CheckLine(path + "location", media.location(), kMaxMediaLocationBytes, violations);
    if (!IsMediaType(media.media_type())) {
      violations->push_back(
          {path + "media_type", absl::StrCat("not a media type; give one such as audio/mpeg, of at "
                                             "most ",
                                             kMaxMediaTypeBytes, " bytes")});
    }
    if (!IsSha256(media.sha256())) {
      violations->push_back(
          {path + "sha256", "not a SHA-256; give 64 hexadecimal digits in lower case"});
    }
    CheckOffset(path + "length", media.length(), violations);
  }
}

}  // namespace

FieldViolations CheckStudyText(const StudyCase& study_case, const StudyText& text,
                               absl::FunctionRef<bool(int64_t)> cuts_sign) {
  FieldViolations violations;
  CheckContent(text, &violations);
  // Positions mean nothing in what is no text.
  if (types::IsUtf8(text.content())) {
    CheckTurns(study_case, text, cuts_sign, &violations);
  }
  CheckMedia(text, &violations);
  return violations;
}

}  // namespace lotse::survey::qualitative
