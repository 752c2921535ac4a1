#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"
#include "services/survey/qualitative/material/text_rows.h"

// What the use cases of the texts of studies (study_texts.h) have in common.
namespace lotse::survey {

// Which text of which case.
struct TextPlace {
  std::string study_case;
  std::string text_id;

  std::string study() const;
  std::string case_id() const;
  // The name of the text.
  std::string name() const;
};

// What is wrong with `text_id` of a request.
rpc::FieldViolations CheckTextId(const std::string& text_id);

// Whether what is asked for can be done with a deleted case.
enum class OfDeleted { kRefused, kTaken };

// Reads a case whose texts are wanted. RESOURCE_NOT_FOUND, PERMISSION_MISSING if it is restricted
// and `tx` has no view of such, RESOURCE_DELETED.
absl::Status LoadTextCase(Tx& tx, const std::string& name, OfDeleted of_deleted,
                          v1alpha::StudyCase* study_case);
// The same in a transaction of its own.
absl::Status ReadTextCase(resource::Store& store, const OnBehalf& caller, const std::string& name,
                          OfDeleted of_deleted, v1alpha::StudyCase* study_case);

// Whether the texts of the case are kept still: INVALID_FIELDS once they are due to be erased.
absl::Status CheckTextsAreKept(const v1alpha::StudyCase& study_case, absl::Time now);
// Whether a text of the case may be stored: that, and RELEASE_BLOCKED.
absl::Status CheckTakesText(const v1alpha::StudyCase& study_case, absl::Time now);
// The same of this text: RELEASE_BLOCKED also if somebody speaks in it who took their consent back.
absl::Status CheckTakesText(const v1alpha::StudyCase& study_case, const v1alpha::StudyText& text,
                            absl::Time now);

// What is noted in the log of a case before it is done.
struct TextNote {
  absl::string_view verb;
  OfDeleted of_deleted = OfDeleted::kRefused;
  std::string reason = {};
};
using TextCheck = absl::FunctionRef<absl::Status(const v1alpha::StudyCase&, absl::Time now)>;

// Looks at the case again, and at what `check` says, and notes that it is done; the time of it.
absl::StatusOr<absl::Time> NoteText(resource::Store& store, const OnBehalf& caller,
                                    const TextPlace& place, const TextNote& note, TextCheck check);

// Reads a text. RESOURCE_NOT_FOUND, also if the study has no files: `files` is null then.
absl::StatusOr<qualitative::StoredText> ReadStoredText(const qualitative::StudyStore::Lease& files,
                                                       const sql::Patience& patience,
                                                       const TextPlace& place);

// Opens the files of a study to overwrite something in them, and overwrites first what an earlier
// change could not. Null if there are none.
absl::StatusOr<qualitative::StudyStore::Lease> OpenToOverwrite(qualitative::StudyStore& studies,
                                                               const TextPlace& place);

// A text as it is stored and as it is told. `stored` may lack content and turns.
qualitative::StoredText ToStored(const TextPlace& place, const v1alpha::StudyText& text);
absl::Status TellText(const std::string& study_case, const qualitative::StoredText& stored,
                      v1alpha::StudyText* text);

// What is wrong with a text as it is told, if it cannot be told in one message, whoever takes their
// consent back later.
rpc::FieldViolations CheckTold(absl::string_view field, const v1alpha::StudyText& told);

// Hides what people said who took their consent back, so that the text can be told in one message.
void HideForTelling(const v1alpha::StudyCase& study_case, v1alpha::StudyText* told);

// What is wrong with a text that is to be stored, with paths from `text`.
rpc::FieldViolations CheckToStore(const TextPlace& place, const v1alpha::StudyCase& study_case,
                                  const v1alpha::StudyText& text);

// Stores a text inside a transaction over the material unless it is there: then `*text` becomes the
// stored one. RESOURCE_EXISTS if another one has this id.
absl::Status AddTextOnce(sql::Connection& connection, qualitative::StoredText* text);

// Stores a text that CheckToStore takes, unless it is there; tells it without content and turns.
// RESOURCE_EXISTS if another one has this id.
absl::Status KeepNewText(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const TextPlace& place, absl::string_view verb,
                         const v1alpha::StudyText& text, v1alpha::StudyText* told);

}  // namespace lotse::survey
