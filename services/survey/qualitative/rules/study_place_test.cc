#include "services/survey/qualitative/rules/study_place.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = StudyPlace::Kind;

constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
constexpr char kUuid[] = "0f8b6a1e-3c5d-4e7f-8a9b-0c1d2e3f4a5b";

TEST(StudyPlace, IsReadAndWritten) {
  const struct {
    std::string below;
    StudyPlace place;
  } cases[] = {{"", {}},
               {"/cases/g", {Kind::kCase, "", "g"}},
               {absl::StrCat("/cases/g/texts/", kUuid), {Kind::kText, "g", kUuid}},
               {"/codebooks/buch", {Kind::kCodebook, "", "buch"}},
               {absl::StrCat("/codebooks/buch/codes/", kUuid), {Kind::kCode, "buch", kUuid}},
               {absl::StrCat("/codings/", kUuid), {Kind::kCoding, "", kUuid}}};
  for (const auto& c : cases) {
    const std::string name = kStudy + c.below;
    const auto place = ReadStudyPlace(kStudy, name);
    ASSERT_TRUE(place.has_value()) << name;
    EXPECT_EQ(*place, c.place) << name;
    EXPECT_EQ(NameOf(kStudy, *place), name);
  }
}

TEST(StudyPlace, IsOfThisStudyAndHasIds) {
  for (const char* below : {"2", "2/cases/g", "/", "/cases", "/cases/", "/cases/G", "/cases/-",
                            "/cases/g/", "/cases/g/x/t", "/texts/t", "/cases/g/texts/t/x/y",
                            "/codebooks/b/texts/t", "/codings/c/codes/d", "/memos/m"}) {
    EXPECT_FALSE(ReadStudyPlace(kStudy, absl::StrCat(kStudy, below)).has_value()) << below;
  }
  EXPECT_FALSE(ReadStudyPlace(kStudy, "").has_value());
  EXPECT_FALSE(ReadStudyPlace(kStudy, "programmes/p").has_value());
}

}  // namespace
}  // namespace lotse::survey::qualitative
