#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "services/survey/exchange/limesurvey/limesurvey_testing.h"
namespace lotse::survey::limesurvey {
TEST(Dump, All) {
  for (const char* name : {"citric_432535.lss", "citric_survey.lss", "citric_answers.lss", "uk_rse_core_survey.lss", "mitwirken.limesurvey.tsv"}) {
    std::string content, path;
    ASSERT_TRUE(ReadReference(name, &content, &path)) << path;
    const auto r = absl::string_view(name).find("tsv") != absl::string_view::npos ? ReadLimesurveyTsv(content) : ReadLss(content);
    std::cout << "=== " << name << " " << r.status() << "\n";
    if (!r.ok()) continue;
    for (auto& l : Outline(r->instrument)) std::cout << l << "\n";
    for (auto& l : Errors(*r)) std::cout << "E " << l << "\n";
    for (auto& l : Warnings(*r)) std::cout << "W " << l << "\n";
    for (auto& l : Notes(*r)) std::cout << "N " << l << "\n";
  }
}
}
