// What is read of a study for a request: no more than it needs, unless it needs most of it.
#include "services/survey/app/study_image.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/analysis_testing.h"

namespace lotse::survey {
namespace {

using SharedImage = std::shared_ptr<const StudyImage>;

const std::vector<std::string>& Wege() {
  static const auto* const keys = new std::vector<std::string>{"buch/wege"};
  return *keys;
}

class StudyImageTest : public AnalysisTest {
 protected:
  // `MakeCoded`, with one more case and a text in it.
  void MakeTwoCases() {
    MakeCoded();
    MakeRestricted();
    ASSERT_EQ(studies_->kept_bytes(), 0u);
  }
  StudyScope ScopeOf(const std::vector<std::string>& places) {
    const OnBehalf caller{cause_, {}};
    const auto reach = StudyReach::Make(*store_, caller, kStudy, StudyReach::For::kReading);
    EXPECT_TRUE(reach.ok()) << reach.status();
    PlaceNames names;
    for (const std::string& place : places) *names.Add() = place;
    auto scope = StudyScope::Make(*store_, caller, *reach, names);
    EXPECT_TRUE(scope.ok()) << scope.status();
    return *std::move(scope);
  }
  absl::StatusOr<SharedImage> Read(const std::vector<std::string>& places,
                                   const std::vector<std::string>& codes,
                                   const sql::Patience& patience = {}) {
    const StudyScope scope = ScopeOf(places);
    const auto files = studies_->Make(kStudy);
    if (!files.ok()) return files.status();
    absl::StatusOr<SharedImage> image = absl::UnknownError("not read");
    const absl::Status read = (*files)->Read(patience, [&](sql::Connection& connection) {
      image = ImageFor(**files, connection, [](absl::string_view) { return true; }, scope, codes);
      return image.status();
    });
    if (!read.ok()) return read;
    return image;
  }
  SharedImage Get(const std::vector<std::string>& places, const std::vector<std::string>& codes) {
    auto image = Read(places, codes);
    EXPECT_TRUE(image.ok()) << image.status();
    return image.ok() ? *std::move(image) : std::make_shared<const StudyImage>();
  }
};

TEST_F(StudyImageTest, OfSomePlacesNoMoreIsReadAndNothingKept) {
  MakeTwoCases();
  for (int i = 0; i < 3; ++i) {
    const SharedImage some = Get({kText}, Wege());
    EXPECT_EQ(some->texts.size(), 1u);
    EXPECT_EQ(some->codings.size(), 2u);
  }
  EXPECT_EQ(Get({kCase}, {})->codings.size(), 4u);
  EXPECT_EQ(studies_->kept_bytes(), 0u);
  const SharedImage whole = Get({}, {});
  EXPECT_EQ(whole->texts.size(), 2u);
  EXPECT_GT(studies_->kept_bytes(), 0u);
  EXPECT_EQ(Get({kText}, Wege()), whole) << "it is there already";
  StoreCoding(9, "t", {0, 9}, "wege", "eins");
  EXPECT_EQ(studies_->kept_bytes(), 0u);
  EXPECT_EQ(Get({kText}, Wege())->texts.size(), 1u) << "others code meanwhile";
  EXPECT_EQ(Get({kText}, Wege())->codings.size(), 3u);
}

TEST_F(StudyImageTest, OfSomeCodesAllIsReadTheSecondTime) {
  MakeTwoCases();
  EXPECT_EQ(Get({}, Wege())->codings.size(), 2u);
  const SharedImage whole = Get({}, Wege());
  EXPECT_EQ(whole->codings.size(), 4u);
  EXPECT_EQ(Get({}, Wege()), whole);
  EXPECT_EQ(Get({}, {}), whole);
  StoreCoding(9, "t", {0, 9}, "wege", "eins");
  EXPECT_EQ(Get({}, Wege())->codings.size(), 3u) << "another state";
}

// Else whoever has little time would never be answered.
TEST_F(StudyImageTest, AllIsTriedOnceForSomeCodes) {
  MakeTwoCases();
  StoreShortTexts(500);
  EXPECT_EQ(Get({}, Wege())->codings.size(), 2u);
  int asked = 0;
  sql::Patience little;
  little.gone = [&] { return ++asked > 1; };
  EXPECT_EQ(rpc::ReasonOf(Read({}, Wege(), little).status()),
            type::v1alpha::ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(Get({}, Wege())->codings.size(), 2u);
  const SharedImage whole = Get({}, {});
  EXPECT_EQ(whole->codings.size(), 4u) << "who needs all of it";
  EXPECT_EQ(Get({}, Wege()), whole);
}

TEST_F(StudyImageTest, TextsAreThereInWhateverOrderTheirCasesCome) {
  MakeTwoCases();
  std::vector<v1alpha::StudyCase> cases(2);
  cases[0].set_name("tief");
  cases[1].set_name("g");
  const StudyScope scope = StudyScope::OfAll(cases);
  const auto files = studies_->Make(kStudy);
  ASSERT_TRUE(files.ok()) << files.status();
  const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
    const auto corpus =
        ReadCorpus(&connection, [](absl::string_view) { return true; }, scope, CorpusWish());
    if (corpus.ok()) {
      EXPECT_EQ(corpus->texts.size(), 2u);
      EXPECT_EQ(corpus->corpus.codings().size(), 4u);
    }
    return corpus.status();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(StudyImageTest, WhatIsThereIsCounted) {
  MakeTwoCases();
  const auto files = studies_->Make(kStudy);
  ASSERT_TRUE(files.ok()) << files.status();
  const absl::Status read = (*files)->Read({}, [](sql::Connection& connection) {
    EXPECT_EQ(qualitative::CountTexts(connection), 2);
    EXPECT_EQ(qualitative::CountTurns(connection), 3);
    EXPECT_EQ(qualitative::CountCodings(connection), 4);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST(FitsImage, IfNothingIsMoreThanIsReadAtOnce) {
  const struct {
    MaterialSize size;
    bool fits;
  } cases[] = {{{0, 0, 0}, true},
               {{10'000, 500'000, 200'000}, true},
               {{10'001, 0, 0}, false},
               {{1, 500'001, 0}, false},
               {{1, 1, 200'001}, false}};
  for (const auto& c : cases) {
    EXPECT_EQ(FitsImage(c.size), c.fits) << c.size.texts << " " << c.size.turns;
  }
}

}  // namespace
}  // namespace lotse::survey
