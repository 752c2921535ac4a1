#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using type::v1alpha::ERROR_REASON_RESPONSE_ERASED;

class ErasureTest : public AppTest {
 protected:
  static v1alpha::EraseResponseRequest ErasureOf(int person, std::vector<std::string> codes = {}) {
    v1alpha::EraseResponseRequest q;
    q.set_parent(kWave);
    q.set_response_id(Response(person, "1").response_id());
    q.mutable_codes()->Assign(codes.begin(), codes.end());
    q.set_reason("Wunsch");
    return q;
  }
  ErrorReason Erase(const v1alpha::EraseResponseRequest& q) {
    v1alpha::EraseResponseResponse r;
    const ErrorReason reason =
        WriteWith(q, &r, [&](Tx& tx) { return EraseResponse(tx, *responses_, q, &r); });
    EXPECT_EQ(r.ByteSizeLong(), 0u);
    return reason;
  }
  ErrorReason EraseQuestions(std::vector<std::string> codes, const std::string& etag,
                             bool validate_only = false, const char* reason = "zu heikel") {
    v1alpha::EraseAnswersRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    q.mutable_codes()->Assign(codes.begin(), codes.end());
    q.set_reason(reason);
    q.set_validate_only(validate_only);
    return WriteWith(q, &wave_, [&](Tx& tx) { return EraseAnswers(tx, *responses_, q, &wave_); });
  }
  void SubmitMany(int from, int to) {
    for (int i = from; i < to; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  }
  // The entries of the log with this verb, whole.
  std::vector<std::string> Logged(const std::string& verb) {
    std::vector<std::string> found;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& e) {
        if (e.verb == verb) {
          found.push_back(absl::StrCat(e.actor, " ", e.resource, " ", e.reason, " ", e.content));
        }
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
};

TEST_F(ErasureTest, AResponseIsErasedAndNotTakenAgain) {
  MakeOpenWave();
  SubmitMany(0, 12);
  ASSERT_EQ(Erase(ErasureOf(5)), kOk) << status_;
  EXPECT_EQ(Submit(5, "1"), ERROR_REASON_RESPONSE_ERASED);
  EXPECT_EQ(Submit(6, "1"), kOk);
  EXPECT_TRUE(submitted_.duplicate());
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(wave_.response_count(), 11);
  ASSERT_EQ(Tabulate(), kOk);
}

// Reply, log and wave are the same whether there was such a response.
TEST_F(ErasureTest, TellsNothingOfWhetherItWasThere) {
  MakeOpenWave();
  SubmitMany(0, 20);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20);
  ASSERT_EQ(Erase(ErasureOf(5)), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20) << "a step back would tell";
  EXPECT_EQ(wave_.erasure_requests(), 1);
  ASSERT_EQ(Erase(ErasureOf(700)), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20);
  EXPECT_EQ(wave_.erasure_requests(), 2);
  EXPECT_EQ(Submit(5, "1"), Submit(700, "1"));
}

TEST_F(ErasureTest, TheLogHasWhoAndWhyAndNeverWhose) {
  MakeOpenWave();
  SubmitMany(0, 2);
  ASSERT_EQ(Erase(ErasureOf(1)), kOk) << status_;
  ASSERT_EQ(Erase(ErasureOf(0, {"Q1"})), kOk) << status_;
  const auto logged = Logged("ERASE_RESPONSE");
  EXPECT_THAT(logged, ::testing::SizeIs(2));
  EXPECT_THAT(logged, Each(AllOf(HasSubstr("tester"), HasSubstr("Wunsch"),
                                 Not(HasSubstr("4000-8000")), Not(HasSubstr("Q1")))));
}

TEST_F(ErasureTest, FindsEachFault) {
  MakeOpenWave();
  SubmitMany(0, 1);
  auto q = ErasureOf(0);
  q.set_reason(" ");
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0, {"Q9"});
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0);
  q.set_response_id("17");
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0);
  q.set_parent("programmes/p/engagements/e/surveys/s/waves/x");
  EXPECT_EQ(Erase(q), kNotFound);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.erasure_requests(), 0);
  EXPECT_EQ(Submit(0, "1"), kOk) << "nothing was erased";
  EXPECT_TRUE(submitted_.duplicate());
}

TEST_F(ErasureTest, OfAClosedWaveNotOneAlone) {
  MakeOpenWave();
  SubmitMany(0, 12);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(Erase(ErasureOf(5)), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("by subtraction"));
  EXPECT_EQ(Erase(ErasureOf(700)), kWrongState);
  EXPECT_EQ(Erase(ErasureOf(5, {"Q1"})), kWrongState);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk);
  EXPECT_EQ(Erase(ErasureOf(5)), kDeleted);
}

TEST_F(ErasureTest, NotBeforeItIsReleased) {
  MakeWave();
  EXPECT_EQ(Erase(ErasureOf(5)), kWrongState);
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kWrongState);
}

TEST_F(ErasureTest, QuestionsAreErasedOfAll) {
  MakeOpenWave();
  SubmitMany(0, 15);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  ASSERT_EQ(tables_.tables(0).base(), 15);
  const std::string etag = wave_.etag();
  EXPECT_EQ(EraseQuestions({"Q1"}, ""), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q1"}, "1"), kEtag);
  EXPECT_EQ(EraseQuestions({}, etag), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q9"}, etag), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q1"}, etag, false, " "), kInvalid);
  ASSERT_EQ(EraseQuestions({"Q1"}, etag, /*validate_only=*/true), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables(0).base(), 15) << "only tried";
  ASSERT_EQ(EraseQuestions({"Q1"}, etag), kOk) << status_;
  EXPECT_THAT(wave_.erased_codes(), ElementsAre("Q1"));
  EXPECT_EQ(wave_.response_count(), 15);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables_size(), 0);
  EXPECT_EQ(tables_.response_rate().responses(), 15);
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ElementsAre(HasSubstr("tester")));
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ElementsAre(HasSubstr("zu heikel")));
}

TEST_F(ErasureTest, QuestionsOfADeletedWaveStay) {
  MakeOpenWave();
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk);
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kDeleted);
}

TEST_F(ErasureTest, QuestionsOfAnOpenWaveAreNotKeptOfThoseWhoComeLater) {
  MakeOpenWave();
  SubmitMany(0, 15);
  ASSERT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kOk) << status_;
  SubmitMany(15, 30);
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables_size(), 0);
  EXPECT_EQ(tables_.response_rate().responses(), 30);
}

}  // namespace
}  // namespace lotse::survey
