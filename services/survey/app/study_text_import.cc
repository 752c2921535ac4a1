// Reading transcripts of studies.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/app/study_texts.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/rules/speaker_rules.h"
#include "services/survey/qualitative/transcript/cue_transcript.h"
#include "services/survey/qualitative/transcript/docx_transcript.h"
#include "services/survey/qualitative/transcript/markdown_transcript.h"
#include "services/survey/qualitative/transcript/plain_transcript.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using qualitative::Transcript;
using v1alpha::ImportStudyTextRequest;
using v1alpha::StudyCase;
using v1alpha::StudyText;

rpc::FieldViolations CheckSource(const StudyCase& study_case, const ImportStudyTextRequest& q) {
  rpc::FieldViolations violations = qualitative::CheckSpeakers(study_case, q.speakers());
  if (q.format() == ImportStudyTextRequest::FORMAT_UNSPECIFIED ||
      !ImportStudyTextRequest::Format_IsValid(q.format())) {
    violations.push_back({"format", "missing or unknown; give one of the formats"});
  }
  if (q.content().empty()) violations.push_back({"content", "missing; give the file"});
  return violations;
}

// `format` is one that there is.
absl::StatusOr<Transcript> ReadTranscript(const ImportStudyTextRequest& q,
                                          const qualitative::SpeakerOptions& options) {
  switch (q.format()) {
    case ImportStudyTextRequest::FORMAT_MARKDOWN:
      return qualitative::ReadMarkdownTranscript(q.content(), options);
    case ImportStudyTextRequest::FORMAT_DOCX:
      return qualitative::ReadDocxTranscript(q.content(), options);
    case ImportStudyTextRequest::FORMAT_WEBVTT:
      return qualitative::ReadCueTranscript(q.content(), qualitative::CueFormat::kWebVtt, options);
    case ImportStudyTextRequest::FORMAT_SUBRIP:
      return qualitative::ReadCueTranscript(q.content(), qualitative::CueFormat::kSubRip, options);
    default:
      return qualitative::ReadPlainTranscript(q.content(), options);
  }
}

// What is wrong with the text that was read, with paths from the request.
rpc::FieldViolations CheckRead(const TextPlace& place, const StudyCase& study_case,
                               const StudyText& text) {
  rpc::FieldViolations violations = CheckToStore(place, study_case, text);
  for (rpc::FieldViolation& each : violations) {
    each.field = std::string(absl::StripPrefix(each.field, "text."));
    // The request has no turns: the file does.
    if (absl::StartsWith(each.field, "turns")) each.field = "content";
  }
  return violations;
}

// Tells what would be stored, if the case takes it.
absl::Status TellOnly(resource::Store& store, const OnBehalf& caller, const TextPlace& place,
                      const StudyText& text, StudyText* told) {
  const absl::Status takes = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    StudyCase study_case;
    if (absl::Status s = tx.Load(place.study_case, &study_case); !s.ok()) return s;
    return CheckTakesText(study_case, text, tx.now());
  });
  if (!takes.ok()) return takes;
  if (absl::Status s = TellText(place.study_case, ToStored(place, text), told); !s.ok()) return s;
  told->clear_create_time();
  told->clear_update_time();
  return absl::OkStatus();
}

}  // namespace

absl::Status ImportStudyText(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const ImportStudyTextRequest& q, v1alpha::StudyTextResult* r) {
  if (absl::Status s = rpc::InvalidFields(CheckTextId(q.text_id())); !s.ok()) return s;
  const TextPlace place = {q.parent(), q.text_id()};
  StudyCase study_case;
  const absl::Status loaded =
      ReadTextCase(store, caller, place.study_case, OfDeleted::kRefused, &study_case);
  if (!loaded.ok()) return loaded;
  if (absl::Status s = rpc::InvalidFields(CheckSource(study_case, q)); !s.ok()) return s;
  const auto transcript =
      ReadTranscript(q, qualitative::LabelsOf(study_case, q.kind(), q.speakers()));
  if (!transcript.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                      absl::StrCat("content: ", transcript.status().message()));
  }
  StudyText text;
  text.set_title(q.title());
  text.set_kind(q.kind());
  text.set_language(q.language());
  *text.mutable_media() = q.media();
  const auto findings = qualitative::SetSpoken(study_case, q.speakers(), *transcript, &text);
  r->mutable_findings()->Assign(findings.begin(), findings.end());
  if (HasError(findings)) return absl::OkStatus();
  const auto violations = CheckRead(place, study_case, text);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (q.validate_only()) {
    return TellOnly(store, caller, place, text, r->mutable_text());
  }
  return KeepNewText(store, studies, caller, place, "IMPORT_STUDY_TEXT", text, r->mutable_text());
}

}  // namespace lotse::survey
