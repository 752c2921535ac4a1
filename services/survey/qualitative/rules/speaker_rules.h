#pragma once

#include <vector>

#include "google/protobuf/repeated_field.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"
#include "services/survey/qualitative/transcript/transcript.h"

// Under whose pseudonym what was said is kept when a transcript is read. A label may be a name:
// nothing here repeats one.
namespace lotse::survey::qualitative {

using TranscriptSpeakers = google::protobuf::RepeatedPtrField<v1alpha::TranscriptSpeaker>;

// What is wrong with the speakers of a request, with paths from `speakers`.
rpc::FieldViolations CheckSpeakers(const v1alpha::StudyCase& study_case,
                                   const TranscriptSpeakers& speakers);

// Which labels begin a turn in a text of that kind: those of `speakers` and the pseudonyms of the
// case; if there are no `speakers`, also what looks like a label. Documents and open answers have
// none, and each paragraph of these is an answer. Once somebody took their consent back, each label
// has to be known, so that nobody's words are taken for another's.
SpeakerOptions LabelsOf(const v1alpha::StudyCase& study_case, v1alpha::StudyText::Kind kind,
                        const TranscriptSpeakers& speakers);

// Sets `content` and `turns` of a text to those of a transcript, with pseudonyms in the place of
// labels; its findings and those of doing so. It is an ERROR if a speaker has no pseudonym.
std::vector<v1alpha::ImportFinding> SetSpoken(const v1alpha::StudyCase& study_case,
                                              const TranscriptSpeakers& speakers,
                                              const Transcript& transcript,
                                              v1alpha::StudyText* text);

}  // namespace lotse::survey::qualitative
