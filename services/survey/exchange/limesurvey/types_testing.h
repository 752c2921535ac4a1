#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

// What the tests of the types of questions share.

namespace lotse::survey::limesurvey {

// Subquestions of the question 1 as `code=text`, those behind `/` of the second scale.
inline std::string Subs(const std::vector<std::string>& codes, int scale = 0,
                        absl::string_view more = "") {
  std::string rows;
  for (const std::string& code : codes) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=", scale, code, "|parent_qid=1|gid=1|title=", code,
                                            "|question=", code, "?|language=de|scale_id=", scale,
                                            more.empty() ? "" : "|", more)));
  }
  return rows;
}
inline std::string Subquestions(const std::vector<std::string>& codes,
                                absl::string_view more = "") {
  return TableOf("subquestions", Subs(codes, 0, more));
}
inline std::string Answers(const std::vector<std::string>& codes, int scale = 0) {
  std::string rows;
  for (const std::string& code : codes) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=1|code=", code, "|answer=", code,
                                            "!|language=de|scale_id=", scale)));
  }
  return rows;
}
inline std::string Options(const std::vector<std::string>& codes) {
  return TableOf("answers", Answers(codes));
}
// Settings of the question 1 as `name=value`.
inline std::string Settings(const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string rows;
  for (const auto& [name, value] : settings) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=1|attribute=", name, "|value=", value)));
  }
  return TableOf("question_attributes", rows);
}

struct Case {
  const char* type;
  const char* columns;
  std::string tables;
  std::vector<std::string> outline;
};

inline void ExpectOutlines(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion(c.type, c.columns, c.tables));
    EXPECT_THAT(Outline(result.instrument), testing::ElementsAreArray(c.outline))
        << c.type << c.columns;
    EXPECT_THAT(Errors(result), testing::IsEmpty()) << c.type << c.columns;
    EXPECT_THAT(Warnings(result), testing::IsEmpty()) << c.type << c.columns;
  }
}

}  // namespace lotse::survey::limesurvey
