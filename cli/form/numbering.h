#pragma once

#include <map>
#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// The numbers of a questionnaire on paper, by code: `2` is a section, `2.3` a question or group in
// it, `2.3.1` one in that, `2.3a` an item of a matrix. What nobody is asked has none.
class Numbering {
 public:
  explicit Numbering(const survey::v1alpha::Instrument& instrument);

  // Empty if it has none.
  std::string Of(const std::string& code) const;

 private:
  using Questions = google::protobuf::RepeatedPtrField<survey::v1alpha::Question>;

  void Add(const Questions& questions, const std::string& before);

  std::map<std::string, std::string> by_code_;
};

// Whether a person sees it: all but what is computed, hidden or recorded.
bool IsShown(const survey::v1alpha::Question& question);

}  // namespace lotse::cli
