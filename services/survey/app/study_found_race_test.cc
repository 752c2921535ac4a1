// What is found while others change the study.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/analysis_testing.h"
#include "services/survey/app/ready_texts.h"

namespace lotse::survey {
namespace {

using ::testing::SizeIs;

class StudyFoundRaceTest : public AnalysisTest {
 protected:
  void Change(absl::FunctionRef<absl::Status(sql::Connection&)> work) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status changed = (*files)->Overwrite(work);
    ASSERT_TRUE(changed.ok()) << changed;
  }
  // The text w is there with these words, in this case and in no other.
  void MoveTo(const std::string& case_id, const std::string& words) {
    Change([&](sql::Connection& connection) {
      qualitative::RemoveText(connection, "w");
      qualitative::StoredText text;
      text.text_id = "w";
      text.case_id = case_id;
      text.language = "de";
      text.content = words;
      text.code_points = static_cast<int64_t>(words.size());
      return AddText(connection, text);
    });
  }
  // Looks for `Zugang` with the words around it. Before it is asked for the `at`-th time whether
  // the caller still waits, which it is at least before each transaction, `change` comes; whether
  // it did.
  bool FindWhile(int at, const std::function<void()>& change) {
    int asked = 0;
    OnBehalf caller{cause_, {}};
    caller.patience.gone = [&] {
      if (++asked == at) change();
      return false;
    };
    auto q = KeywordRequest("Zugang");
    q.set_context_words(3);
    keywords_.Clear();
    EXPECT_EQ(Reason(FindKeyword(*store_, *studies_, caller, q, &keywords_)), kOk) << status_;
    return asked >= at;
  }
  // The sentences of these texts are asked for.
  UncutTexts ReadTexts(const std::vector<std::string>& text_ids) {
    std::vector<AskedText> texts;
    for (const std::string& id : text_ids) texts.push_back({id, "g", "de"});
    UncutTexts uncut;
    const auto files = studies_->Make(kStudy);
    EXPECT_TRUE(files.ok()) << files.status();
    const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
      auto found = ReadUncut(**files, connection, texts);
      if (found.ok()) uncut = *std::move(found);
      return found.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return uncut;
  }
};

// Whenever it happens, also between the list of the texts and the text itself.
TEST_F(StudyFoundRaceTest, ATextThatComesAgainOutOfReachIsNotTold) {
  MakeCoded();
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  int times = 0;
  bool changed = true;
  for (int at = 1; changed; ++at) {
    MoveTo("g", "Der Zugang ist hier.");
    changed = FindWhile(at, [this] { MoveTo("tief", "Der Zugang ist dort."); });
    for (const auto& segment : keywords_.segments()) {
      EXPECT_FALSE(absl::StrContains(segment.behind(), "dort")) << at;
      EXPECT_TRUE(absl::StrContains(segment.behind(), "hier")) << at;
    }
    times += changed ? 1 : 0;
  }
  EXPECT_GE(times, 3) << "before the list, and before each of both texts";
  EXPECT_THAT(keywords_.segments(), SizeIs(1)) << "nothing came meanwhile";
}

TEST_F(StudyFoundRaceTest, SentencesAreThoseThatWereRead) {
  MakeCoded();
  MoveTo("g", "Es hilft mir. Es ist nett.");
  UncutTexts uncut = ReadTexts({"w"});
  // Nobody reads any more: else the log could not be emptied.
  Change([](sql::Connection& connection) {
    qualitative::RemoveText(connection, "w");
    return absl::OkStatus();
  });
  const auto files = studies_->Make(kStudy);
  ASSERT_TRUE(files.ok()) << files.status();
  const auto sentences = CutIntoSentences(**files, {}, std::move(uncut));
  ASSERT_TRUE(sentences.ok()) << sentences.status();
  ASSERT_THAT(*sentences, SizeIs(1));
  EXPECT_THAT(sentences->front()->spans, SizeIs(2));
  EXPECT_EQ(studies_->kept_bytes(), 0u) << "of a state that is over";
}

TEST_F(StudyFoundRaceTest, WhoHasLittleTimeGoesOnWithSentences) {
  MakeCoded();
  MoveTo("g", "Es hilft mir. Es ist nett.");
  const auto files = studies_->Make(kStudy);
  ASSERT_TRUE(files.ok()) << files.status();
  int asked = 0;
  sql::Patience little;
  little.gone = [&] { return ++asked > 1; };
  const auto begun = CutIntoSentences(**files, little, ReadTexts({"t", "w"}));
  EXPECT_EQ(rpc::ReasonOf(begun.status()), type::v1alpha::ERROR_REASON_CALLER_GONE);
  const UncutTexts rest = ReadTexts({"t", "w"});
  ASSERT_THAT(rest.texts, SizeIs(2));
  EXPECT_NE(rest.texts[0].kept, nullptr);
  EXPECT_EQ(rest.texts[0].stored.content, "") << "not read again";
  EXPECT_EQ(rest.texts[1].kept, nullptr);
  asked = 0;
  const auto sentences = CutIntoSentences(**files, little, rest);
  ASSERT_TRUE(sentences.ok()) << sentences.status();
  EXPECT_THAT(sentences->back()->spans, SizeIs(2));
}

}  // namespace
}  // namespace lotse::survey
