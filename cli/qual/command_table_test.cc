#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/help.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

TEST(QualCommandsTest, EachHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : QualCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(command.description, '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

TEST(QualPlacesTest, NamesAreOfWhatIsAllowed) {
  constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
  const std::string text = absl::StrCat(kStudy, "/cases/g/texts/t");
  EXPECT_EQ(*ReadQualPlace(kStudy, {QualPlace::kCase, QualPlace::kStudy}), QualPlace::kStudy);
  EXPECT_EQ(*ReadQualPlace(text, {QualPlace::kText}), QualPlace::kText);
  EXPECT_EQ(*ReadQualPlace(absl::StrCat(kStudy, "/codebooks/b"), {QualPlace::kCodebook}),
            QualPlace::kCodebook);
  for (const char* wrong :
       {"", "s", "programmes/p/engagements/e/studies/", "programmes/p/engagements/e/surveys/s"}) {
    const auto place = ReadQualPlace(wrong, {QualPlace::kStudy});
    ASSERT_FALSE(place.ok()) << wrong;
    EXPECT_THAT(std::string(place.status().message()), HasSubstr("studies/STUDY"));
  }
  EXPECT_FALSE(ReadQualPlace(kStudy, {QualPlace::kText}).ok());
  EXPECT_EQ(StudyIn(text), kStudy);
  EXPECT_EQ(AboveIn(text), absl::StrCat(kStudy, "/cases/g"));
}

TEST(QualPlacesTest, CodesAreNamedShortOrWhole) {
  constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
  const std::string whole = absl::StrCat(kStudy, "/codebooks/b/codes/c");
  EXPECT_EQ(*ReadCodeName(kStudy, "b/c"), whole);
  EXPECT_EQ(*ReadCodeName(kStudy, whole), whole);
  for (const char* wrong :
       {"", "c", "b/", "/c", "a/b/c", "programmes/p/engagements/e/studies/t/codebooks/b/codes/c"}) {
    EXPECT_FALSE(ReadCodeName(kStudy, wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace lotse::cli
