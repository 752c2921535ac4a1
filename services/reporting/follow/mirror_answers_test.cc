#include <functional>

#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/reporting/follow/mirror_testing.h"

// The last answers of lotse-survey, and what becomes of them.
namespace lotse::reporting {
namespace {

using survey::v1alpha::Wave;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kFigures[] = "34 of 57 said that it is well";
constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";

class MirrorAnswersTest : public MirrorTest {
 protected:
  // `bytes@revision second`; empty if there is none.
  std::string Kept(const std::string& question) {
    std::string found;
    const absl::Status read = mirror_->Read([&](MirrorView& view) {
      const auto kept = view.AnswerTo(question);
      if (!kept.has_value()) return absl::OkStatus();
      EXPECT_EQ(kept->question, question);
      found =
          absl::StrCat(kept->bytes, "@", kept->revision, " ", absl::ToUnixSeconds(kept->heard_at));
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
  bool HasFigures() { return !Kept(FiguresQuestion(kWave)).empty(); }
  void KeepFigures(const char* revision) {
    ASSERT_EQ(mirror_->Keep({{FiguresQuestion(kWave), kFigures, revision, kNow}}),
              absl::OkStatus());
  }
  void ApplyWaves() {
    for (bool more = true; more;) {
      const auto applied = ApplyPageOf(waves_, kSurveyService);
      ASSERT_TRUE(applied.ok()) << applied.status();
      more = *applied;
    }
  }
  static Wave WaveNamed() {
    Wave wave;
    wave.set_name(kWave);
    return wave;
  }

  FakeFeed waves_;
};

TEST_F(MirrorAnswersTest, KeepsTheLastOnes) {
  EXPECT_EQ(Kept("a"), "");
  ASSERT_TRUE(mirror_->Keep({{"a", "one", "1", kNow}, {"b", "", "2", kNow}}).ok());
  ASSERT_TRUE(mirror_->Keep({{"a", std::string("t\0o", 3), "3", kNow + absl::Seconds(1)}}).ok());
  Open(folder_);
  EXPECT_EQ(Kept("a"), absl::StrCat(std::string("t\0o", 3), "@3 1800000001"));
  EXPECT_EQ(Kept("b"), "@2 1800000000");
  ASSERT_TRUE(mirror_->Forget(std::vector<std::string>{"a", "c"}).ok());
  EXPECT_EQ(Kept("a"), "");
  EXPECT_EQ(Kept("b"), "@2 1800000000");
}

TEST_F(MirrorAnswersTest, FiguresThatAreTakenBackAreGoneFromTheFile) {
  const struct {
    const char* what;
    std::function<void()> change;
    bool takes_back;
  } cases[] = {
      {"another title", [&] { waves_.Put(WaveNamed()); }, false},
      {"somebody read it", [&] { waves_.Note(kWave, "READ"); }, false},
      {"another wave",
       [&] {
         Wave wave;
         wave.set_name(absl::StrCat(kWave, "2"));
         wave.mutable_purge();
         waves_.Put(wave, "PURGE");
       },
       false},
      {"a question was erased",
       [&] {
         Wave wave = WaveNamed();
         wave.add_erased_codes("G");
         waves_.Put(wave, "ERASE_ANSWERS");
       },
       true},
      {"purged",
       [&] {
         Wave wave = WaveNamed();
         wave.mutable_purge();
         waves_.Put(wave, "PURGE");
       },
       true},
      {"deleted",
       [&] {
         Wave wave = WaveNamed();
         wave.mutable_delete_time()->set_seconds(1);
         waves_.Put(wave, "DELETE");
       },
       true},
      {"deleted for good", [&] { waves_.Delete(kWave); }, true},
  };
  for (const auto& c : cases) {
    Folder fresh;
    Open(fresh);
    waves_ = FakeFeed();
    waves_.Put(WaveNamed());
    ApplyWaves();
    KeepFigures("1");
    ASSERT_TRUE(
        mirror_
            ->Keep({{absl::StrCat("GetRelease ", kWave, "/releases/r"), "given away", "1", kNow}})
            .ok());
    c.change();
    ApplyWaves();
    EXPECT_EQ(HasFigures(), !c.takes_back) << c.what;
    EXPECT_EQ(fresh.Bytes().find(kFigures) == std::string::npos, c.takes_back) << c.what;
    EXPECT_THAT(fresh.Bytes(), HasSubstr("given away")) << c.what;
    mirror_.reset();
  }
}

// They were asked for before, and are to be kept after the feed told of it.
TEST_F(MirrorAnswersTest, FiguresFromBeforeAreNotKeptAfterwards) {
  Wave wave = WaveNamed();
  waves_.Put(wave);
  wave.add_erased_codes("G");
  waves_.Put(wave, "ERASE_ANSWERS");
  ApplyWaves();
  KeepFigures("1");
  EXPECT_FALSE(HasFigures());
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kFigures)));
  KeepFigures("2");
  EXPECT_TRUE(HasFigures());
  Open(folder_);
  KeepFigures("1");
  EXPECT_EQ(Kept(FiguresQuestion(kWave)), absl::StrCat(kFigures, "@2 1800000000"));
}

// lotse-reporting may not read drafts, so what it is told of these changes has no content.
TEST_F(MirrorAnswersTest, MaterialThatIsWithdrawnIsGoneFromTheFile) {
  constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/m";
  constexpr char kQuote[] = "The words of somebody who takes them back";
  survey::v1alpha::MaterialRelease material;
  material.set_name(kMaterial);
  const auto change = [&](const char* verb) {
    waves_.Put(material, verb);
    waves_.changes.back().clear_content();
    ApplyWaves();
  };
  change("CREATE");
  change("RELEASE");
  const auto keep = [&] {
    ASSERT_TRUE(mirror_->Keep({{MaterialQuestion(kMaterial), kQuote, "2", kNow}}).ok());
  };
  keep();
  waves_.Note(kMaterial, "READ");
  ApplyWaves();
  EXPECT_NE(Kept(MaterialQuestion(kMaterial)), "");
  change("WITHDRAW");
  EXPECT_EQ(Kept(MaterialQuestion(kMaterial)), "");
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kQuote)));
  keep();
  EXPECT_EQ(Kept(MaterialQuestion(kMaterial)), "") << "it was asked for before";
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kQuote)));
}

// It is the same revision afterwards, so it may be asked for and kept anew.
TEST_F(MirrorAnswersTest, MaterialThatIsErasedIsGoneFromTheFile) {
  constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/m";
  constexpr char kQuote[] = "The words of somebody who has them erased";
  survey::v1alpha::MaterialRelease material;
  material.set_name(kMaterial);
  waves_.Put(material, "RELEASE").clear_content();
  ApplyWaves();
  ASSERT_TRUE(mirror_->Keep({{MaterialQuestion(kMaterial), kQuote, "1", kNow}}).ok());
  waves_.Note(absl::StrCat(kMaterial, "2"), "ERASE");
  ApplyWaves();
  EXPECT_NE(Kept(MaterialQuestion(kMaterial)), "") << "another one was erased";
  EXPECT_THAT(folder_.Bytes(), HasSubstr(kQuote));
  waves_.Note(kMaterial, "ERASE");
  ApplyWaves();
  EXPECT_EQ(Kept(MaterialQuestion(kMaterial)), "");
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kQuote)));
  ASSERT_TRUE(mirror_->Keep({{MaterialQuestion(kMaterial), "no quote", "1", kNow}}).ok());
  EXPECT_EQ(Kept(MaterialQuestion(kMaterial)), "no quote@1 1800000000");
}

// A restored service may have other figures under the same revision.
TEST_F(MirrorAnswersTest, AnswersOfALogThatIsGoneGoWithIt) {
  waves_.Put(WaveNamed());
  ApplyWaves();
  KeepFigures("1");
  ASSERT_TRUE(mirror_->StartAnew(kEngagementService).ok());
  ApplyAll();
  EXPECT_TRUE(HasFigures()) << "that is another service";
  ASSERT_TRUE(mirror_->StartAnew(kSurveyService).ok());
  EXPECT_TRUE(HasFigures()) << "not all was read yet";
  ApplyWaves();
  EXPECT_FALSE(HasFigures());
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kFigures)));
}

TEST_F(MirrorAnswersTest, WhatIsHeardBeforeAllWasReadTheFirstTimeStays) {
  waves_.Put(WaveNamed());
  KeepFigures("1");
  ApplyWaves();
  EXPECT_TRUE(HasFigures());
}

// Of waves, surveys and releases only where their log stands is kept.
TEST_F(MirrorAnswersTest, WhyAWaveWasProlongedIsNotKept) {
  Wave wave = WaveNamed();
  wave.add_prolongations()->set_reason(kPerson);
  wave.mutable_purge()->set_reason(kPerson);
  wave.mutable_title()->add_variants()->set_text("nothing of it");
  waves_.Put(wave);
  ApplyWaves();
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kPerson)));
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr("nothing of it")));
  const absl::Status read = mirror_->Read([&](MirrorView& view) {
    EXPECT_EQ(view.HeadOf(kSurveyService, kOwner)->sequence(), 1);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

}  // namespace
}  // namespace lotse::reporting
