// How much can be given away: by a call, and of a wave.
#include <gmock/gmock.h>

#include "services/survey/analysis/tables/release_rules.h"
#include "services/survey/app/figures_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// U has 90 options, whose labels have 1,000 bytes each.
class ReleaseLimitsTest : public FiguresTesting {
 protected:
  void SetUp() override {
    FiguresTesting::SetUp();
    Instrument instrument = FiguresInstrument();
    auto* questions = instrument.mutable_sections(0)->mutable_questions();
    questions->RemoveLast();
    auto* unit = &(*questions)[2];
    while (unit->options_size() < 90) {
      *unit->add_options() = unit->options(0);
      unit->mutable_options()->rbegin()->set_code(absl::StrCat("u", unit->options_size()));
    }
    for (auto& option : *unit->mutable_options()) {
      option.mutable_label()->mutable_variants(0)->set_text(std::string(1000, 'a'));
    }
    for (auto& question : *questions) question.set_special_category(false);
    *questions->Add() = *unit;
    questions->rbegin()->set_code("V");
    MakeEmptyWave(instrument);
    SubmitSome(20, "x", "w", "1");
    SubmitSome(20, "y", "m", "2");
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Create(Begin("erste")), kOk) << status_;
  }
};

TEST_F(ReleaseLimitsTest, ACallTakesSoManyCells) {
  // 91 * 91 each.
  EXPECT_EQ(Add("erste", std::vector<TableSpec>(13, Spec({"V", "U"}))), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("have 107653 cells in all"));
  ASSERT_EQ(GetRelease("erste"), kOk);
  EXPECT_EQ(release_.table_count(), 0);
}

TEST_F(ReleaseLimitsTest, ACallTakesSoManyBytes) {
  EXPECT_EQ(Add("erste", std::vector<TableSpec>(400, Spec({"U"}))), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("at most 33554432 can be returned"));
  ASSERT_EQ(GetRelease("erste"), kOk);
  EXPECT_EQ(release_.table_count(), 0) << "nothing was given away";
  ASSERT_EQ(Add("erste", {Spec({"U"})}), kOk) << status_;
  EXPECT_EQ(Add("erste", std::vector<TableSpec>(400, Spec({"U"}))), kInvalid) << "it is there";
  ASSERT_EQ(Add("erste", std::vector<TableSpec>(300, Spec({"U"}))), kOk) << status_;
  EXPECT_THAT(added_.tables(), SizeIs(300));
}

TEST_F(ReleaseLimitsTest, AWaveTakesSoManyReleases) {
  for (int i = 1; i < tables::kMaxReleasesOfAWave; ++i) {
    ASSERT_EQ(Create(Begin(absl::StrCat("r", i).c_str())), kOk) << i << status_;
  }
  EXPECT_EQ(Create(Begin("noch-eine")), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("as many as a wave takes"));
  ASSERT_EQ(Create(Begin("r7")), kOk) << "it is there already";
}

}  // namespace
}  // namespace lotse::survey
