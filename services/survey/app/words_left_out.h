#pragma once

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/qualitative/material/coding_rows.h"

namespace lotse::survey {

// What is left out of the texts of a study since somebody took their consent back, as
// qualitative::CaseVoices says.
class WordsLeftOut {
 public:
  // With `case_id` only of the texts of this case; a case that is not there has none. Deleted cases
  // count too. Errors as resource::Store::Read.
  static absl::StatusOr<WordsLeftOut> Make(resource::Store& store, const OnBehalf& caller,
                                           const std::string& study, absl::string_view case_id);
  // The same inside a transaction of the store, of all cases of the study.
  static absl::StatusOr<WordsLeftOut> MakeIn(resource::Tx& tx, const std::string& study);

  // Whether a part of a text touches any of it; an empty part that of a text of which nothing is
  // taken. Inside a transaction over the material.
  bool Touch(sql::Connection& connection, const std::string& case_id, const std::string& text_id,
             qualitative::TextSpan part);
  // Whether a memo is on such a part, by itself or with its coding: it may repeat what was said
  // there. It has its text and case, if it has any. Inside a transaction over the material.
  bool TouchMemo(sql::Connection& connection, const std::string& study,
                 const qualitative::StoredMemo& memo);
  // Whether somebody of a case took it back, or may be who did.
  bool IsOf(const std::string& case_id, absl::string_view pseudonym) const;

  // Whether all who took part in a case did.
  bool AreAllOf(const std::string& case_id) const;

 private:
  absl::Status Load(resource::Tx& tx, const std::string& study, absl::string_view case_id);
  void Add(const v1alpha::StudyCase& one);

  // Where somebody took it back, by their ids.
  absl::flat_hash_map<std::string, v1alpha::StudyCase> cases_;
  // By the ids of texts that were looked at; nullopt: nothing of the text is taken.
  absl::flat_hash_map<std::string, std::optional<AskedText>> texts_;
};

// Nothing is laid on these any more: RELEASE_BLOCKED with the name of the text or of what is on it.
absl::Status WordsAreLeftOut(const std::string& resource);

}  // namespace lotse::survey
