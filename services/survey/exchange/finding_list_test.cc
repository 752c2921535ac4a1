#include "services/survey/exchange/finding_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using v1alpha::ImportFinding;

std::vector<std::string> Told(FindingList findings) {
  std::vector<std::string> told;
  for (const ImportFinding& one : std::move(findings).Take()) {
    told.push_back(absl::StrCat(ImportFinding::Severity_Name(one.severity()).substr(9), " ",
                                one.line(), " ", one.code(), " ", one.message()));
  }
  return told;
}

TEST(FindingList, WhatBecomesOfTheWholeTakesThePlaceOfItsParts) {
  FindingList findings;
  findings.Warn(7, "a", "a part");
  findings.Note(8, "a", "another part");
  findings.Warn(9, "b", "of something else");
  findings.Fail(3, "a", "wrong");
  findings.WarnInstead({}, "a", "left out");
  EXPECT_THAT(Told(std::move(findings)), ElementsAre("ERROR 3 a wrong", "WARNING 7 a left out",
                                                     "WARNING 9 b of something else"));
}

TEST(FindingList, WhatConcernsTheWholeFileStays) {
  FindingList findings;
  findings.Warn(0, "", "one");
  findings.FailInstead({}, "", "two");
  EXPECT_THAT(Told(std::move(findings)), ElementsAre("WARNING 0  one", "ERROR 0  two"));
}

TEST(FindingList, WhatWasForgottenCountsForNothing) {
  FindingList findings;
  for (int i = 0; i < FindingList::kLimit; ++i) findings.Warn(1, "a", "a part");
  findings.WarnInstead({}, "a", "left out");
  findings.Warn(2, "b", "the second");
  EXPECT_THAT(Told(std::move(findings)),
              ElementsAre("WARNING 1 a left out", "WARNING 2 b the second"));
}

TEST(FindingList, OneErrorAmongOthersIsFound) {
  FindingList findings;
  findings.Note(1, "", "a");
  findings.Warn(1, "", "b");
  std::vector<ImportFinding> list = std::move(findings).Take();
  EXPECT_FALSE(HasError(list));
  list.emplace_back().set_severity(ImportFinding::SEVERITY_ERROR);
  EXPECT_TRUE(HasError(list));
  EXPECT_FALSE(HasError(std::vector<ImportFinding>()));
}

}  // namespace
}  // namespace lotse::survey
