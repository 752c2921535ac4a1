#include "services/survey/exchange/projects/project_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lotse/survey/v1alpha/import_finding.pb.h"

namespace lotse::survey::projects {
namespace {

using testing::HasSubstr;

// What is told of a project; empty if it fits.
std::string ToldOf(const refi::Project& project) {
  FindingList findings;
  const bool fits = FitsLimits(project, &findings);
  std::string told;
  for (const v1alpha::ImportFinding& each : std::move(findings).Take()) {
    EXPECT_EQ(each.severity(), v1alpha::ImportFinding::SEVERITY_ERROR);
    told += each.message();
  }
  EXPECT_EQ(told.empty(), fits);
  return told;
}

TEST(ProjectSizeTest, OneMoreThanTheMostIsTooMuch) {
  const struct {
    const char* what;
    std::size_t most;
    std::function<void(std::size_t, refi::Project*)> make;
  } cases[] = {
      {"10001 texts", kMaxFileTexts, [](auto number, auto* p) { p->texts.resize(number); }},
      {"50001 codings", kMaxFileCodings,
       [](auto number, auto* p) {
         // Some of the text as a whole, the others of a part of it.
         p->texts.resize(1);
         p->texts[0].codings.resize(7);
         p->texts[0].selections.resize(1);
         p->texts[0].selections[0].codings.resize(number - 7);
       }},
      {"50001 notes", kMaxFileNotes, [](auto number, auto* p) { p->notes.resize(number); }},
      {"50001 cases", kMaxFileCases, [](auto number, auto* p) { p->cases.resize(number); }},
  };
  for (const auto& c : cases) {
    refi::Project project;
    c.make(c.most, &project);
    EXPECT_EQ(ToldOf(project), "") << c.what;
    c.make(c.most + 1, &project);
    EXPECT_THAT(ToldOf(project), HasSubstr(c.what));
  }
}

}  // namespace
}  // namespace lotse::survey::projects
