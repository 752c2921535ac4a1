#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/translation.h"

// A survey that the tests of expressions name things in.

namespace lotse::survey::limesurvey {

inline SourceQuestion MakeQuestion(absl::string_view id, absl::string_view type,
                                   absl::string_view code,
                                   const std::vector<std::string>& subquestions = {}) {
  SourceQuestion question;
  question.id = std::string(id);
  question.type = std::string(type);
  question.code = std::string(code);
  for (const std::string& sub : subquestions) {
    question.subquestions.emplace_back().id = sub;
    question.subquestions.back().code = sub;
  }
  return question;
}

// `One` choice (with "other"), `Multi` of `a`, `b`, `c`, `Num`, `Text`, `Day`, `Rank` of two,
// `Arr` with the rows `x`, `y`, `Nums` with `1`, `2`, `Cell` of `r` by `k`, `Box` of `r` by `k`,
// `File`, `Dual` with the row `x`, `Com` with comments; `Lang`, which is left out; `One1`, a
// multiple choice with the option `2`.
inline SourceSurvey TestSurvey() {
  SourceSurvey survey;
  survey.languages = {"de"};
  std::vector<SourceQuestion>& questions = survey.groups.emplace_back().questions;
  questions.push_back(MakeQuestion("1", "L", "One"));
  questions.back().other = true;
  questions.push_back(MakeQuestion("2", "M", "Multi", {"a", "b", "c"}));
  questions.back().other = true;
  questions.push_back(MakeQuestion("3", "N", "Num"));
  questions.push_back(MakeQuestion("4", "T", "Text"));
  questions.push_back(MakeQuestion("5", "D", "Day"));
  questions.push_back(MakeQuestion("6", "R", "Rank"));
  questions.back().answers.resize(2);
  questions.push_back(MakeQuestion("7", "F", "Arr", {"x", "y"}));
  questions.push_back(MakeQuestion("8", "K", "Nums", {"1", "2"}));
  for (const char* code : {"Cell", "Box"}) {
    questions.push_back(MakeQuestion(code, ":", code, {"r", "k"}));
    questions.back().subquestions[1].scale = 1;
  }
  questions.back().attributes["multiflexible_checkbox"].Add("", "1");
  questions.push_back(MakeQuestion("9", "|", "File"));
  questions.push_back(MakeQuestion("10", "1", "Dual", {"x"}));
  questions.push_back(MakeQuestion("11", "P", "Com", {"a"}));
  questions.push_back(MakeQuestion("12", "I", "Lang"));
  questions.push_back(MakeQuestion("13", "M", "One1", {"2"}));
  return survey;
}

}  // namespace lotse::survey::limesurvey
