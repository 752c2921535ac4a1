#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/coding/coding.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/study_store.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/indexed_text.h"

// What the use cases over the material of a study have in common.
namespace lotse::survey {

// A study, and what of its material a caller sees and reaches. It holds what was so when the call
// came.
class StudyReach {
 public:
  enum class For { kReading, kWriting };

  // RESOURCE_NOT_FOUND; for writing also RESOURCE_DELETED.
  static absl::StatusOr<StudyReach> Make(resource::Store& store, const OnBehalf& caller,
                                         const std::string& study, For purpose);

  const std::string& name() const { return study_.name(); }
  const v1alpha::Study& study() const { return study_; }
  // Who calls, as StudyCoder.subject.
  const std::string& subject() const { return subject_; }
  absl::Time now() const { return now_; }

  // As whom the caller looks at codings.
  const qualitative::CodingViewer& viewer() const { return viewer_; }
  // The id of the coder as whom the caller codes; empty if they do not.
  std::string coder() const;
  // Whether codings and memos of this coder are there for the caller.
  bool Sees(absl::string_view coder) const;
  // Whether those of all coders are.
  bool SeesAll() const { return !study_.blind() || viewer_.compares; }
  // Whether the caller may do something with what lies in this case.
  bool Reaches(absl::string_view case_id) const { return !barred_.contains(case_id); }
  // The same as an error: PERMISSION_MISSING.
  absl::Status CheckReaches(absl::string_view case_id) const;
  // The same inside a transaction.
  static absl::StatusOr<StudyReach> MakeIn(resource::Tx& tx, const resource::Cause& cause,
                                           const std::string& study, For purpose);

  // Whether codings of this coder in this case are there for the caller, and in reach.
  bool ShowsOf(absl::string_view coder, absl::string_view case_id) const {
    return Sees(coder) && Reaches(case_id);
  }
  // Whether a coding is there for the caller, and in reach.
  bool Shows(sql::Connection& connection, const qualitative::StoredCoding& coding) const;

 private:
  absl::Status Load(resource::Tx& tx, const resource::Cause& cause, const std::string& study,
                    For purpose);

  v1alpha::Study study_;
  std::string subject_;
  absl::Time now_;
  qualitative::CodingViewer viewer_;
  // Ids of the cases that are restricted, if that stops the caller.
  absl::flat_hash_set<std::string> barred_;
};

// Whether something may be laid on what is in a case: it has to be in reach, there (`none` if it is
// not) and not deleted. PERMISSION_MISSING, RESOURCE_DELETED.
absl::Status CheckLiveCase(resource::Store& store, const OnBehalf& caller, const StudyReach& reach,
                           absl::string_view case_id, const absl::Status& none);

// Does `work`, which stores codings, inside a transaction over the material (`files` is not null),
// with the study as it is then for a caller who writes: nobody makes a study blind, or takes a
// coder out, between what is checked and what is stored. `work` may be run again. Not inside a
// transaction. Errors of StudyReach::Make.
using CodingWork = absl::FunctionRef<absl::Status(sql::Connection&, const StudyReach&)>;
absl::Status AddCodings(resource::Store& store, const OnBehalf& caller, const std::string& study,
                        qualitative::StudyFiles& files, CodingWork work);

// A text with its positions.
struct PositionedText {
  std::string case_id;
  int64_t revision = 0;
  qualitative::IndexedText text;

  // Whether this position is inside of what a reader sees as one sign.
  bool CutsSign(int64_t position) const { return !text.IsBoundary(position); }
};

// The positions of a text that was read. STORE_CORRUPT.
absl::StatusOr<PositionedText> WithPositions(qualitative::StoredText stored);

// Reads a text; nullopt if there is none, also if `files` is null. STORE_CORRUPT.
absl::StatusOr<std::optional<PositionedText>> ReadPositions(qualitative::StudyFiles* files,
                                                            const sql::Patience& patience,
                                                            absl::string_view text_id);

}  // namespace lotse::survey
