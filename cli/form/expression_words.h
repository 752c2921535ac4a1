#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "cli/form/numbering.h"
#include "cli/question_index.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// Says expressions of a questionnaire as a person would: `selected(${lang}, 'de') and ${age} > 17`
// is `1.2 = „Deutsch“ und 1.1 über 17`. What has no such words stays as it is written.
class ExpressionWords {
 public:
  // `language` is a BCP 47 tag. The questionnaire outlives it.
  ExpressionWords(const survey::v1alpha::Instrument& instrument, const std::string& language);

  // The expression in words; as it is if it cannot be read.
  std::string Say(const std::string& expression) const;
  // Who is asked a question: `relevant_if` and `logic.relevant`. Empty: everybody.
  std::string SayWhoIsAsked(const survey::v1alpha::Question& question) const;
  // `1.2`, or the code of what has no number.
  std::string NameOf(const std::string& code) const;
  const Numbering& numbering() const { return numbering_; }

 private:
  const std::string language_;
  const bool german_;
  const Numbering numbering_;
  const QuestionIndex index_;
  std::set<std::string> sections_;

  friend class Speaker;
};

}  // namespace lotse::cli
