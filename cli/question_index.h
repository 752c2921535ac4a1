#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// What a code of a questionnaire stands for: a question, an item of a matrix, a group or a repeat.
struct IndexedQuestion {
  // Of an item its matrix.
  const survey::v1alpha::Question* question = nullptr;
  bool is_item = false;
  // Codes of the repeats around it, from the outermost.
  std::vector<std::string> repeats;
  // Whether somebody may not be asked: it, or something around it, has a condition.
  bool conditional = false;
  // What can be chosen: its own options, or those of its list. Never null.
  const google::protobuf::RepeatedPtrField<survey::v1alpha::Option>* options = nullptr;

  // Whether one of the options has this code.
  bool HasOption(absl::string_view code) const;
};

// All codes of a questionnaire but for those of sections. The questionnaire outlives it.
class QuestionIndex {
 public:
  explicit QuestionIndex(const survey::v1alpha::Instrument& instrument);

  // What has this code; null if nothing has.
  const IndexedQuestion* Find(const std::string& code) const;
  // The codes, in the order of the questionnaire.
  const std::vector<std::string>& codes() const { return codes_; }

 private:
  void Add(const survey::v1alpha::Question& question, IndexedQuestion around);

  const survey::v1alpha::Instrument& instrument_;
  std::map<std::string, IndexedQuestion> by_code_;
  std::vector<std::string> codes_;
};

}  // namespace lotse::cli
