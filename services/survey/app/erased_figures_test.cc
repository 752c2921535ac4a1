// Releases of a wave of which the answers to a question were erased of everybody.
#include <gmock/gmock.h>

#include "google/protobuf/util/message_differencer.h"
#include "services/survey/app/figures_testing.h"
#include "services/survey/domain/erasure_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class ErasedFiguresTest : public FiguresTesting {
 protected:
  // How many answers to a question the files of the wave have.
  int Answered(const std::string& code) {
    int answered = 0;
    const absl::Status read = responses_->ForEach(kWave, CompiledInstrument(FiguresInstrument()),
                                                  {}, [&](const Answers& answers, int) {
                                                    for (const auto& answer : answers)
                                                      answered += answer.code() == code;
                                                  });
    EXPECT_TRUE(read.ok()) << read;
    return answered;
  }
};

TEST_F(ErasedFiguresTest, WhatIsErasedOfAllIsInNoNewTable) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O", "G"}), Spec({"U"})}), kOk) << status_;
  const Table table = added_.tables(0);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  ASSERT_THAT(tables_.tables(), SizeIs(4));
  ASSERT_EQ(EraseQuestion("U"), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk) << status_;
  ASSERT_THAT(tables_.tables(), SizeIs(2));
  EXPECT_EQ(tables_.tables(1).code(), "O") << "who was asked L hung on it";
  ASSERT_EQ(Add("bericht", {Spec({"O", "U"}), Spec({"L"}), Spec({"O"}), Spec({"O", "G"})}), kOk)
      << status_;
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_ERASED);
  EXPECT_EQ(added_.tables(1).refusal(), Table::REFUSAL_ERASED) << "who was asked hung on it";
  EXPECT_EQ(added_.tables(2).refusal(), Table::REFUSAL_UNSPECIFIED);
  EXPECT_TRUE(MessageDifferencer::Equals(added_.tables(3), table));
  EXPECT_EQ(Stored("bericht", "t0002").table().refusal(), Table::REFUSAL_UNSPECIFIED);
  ASSERT_EQ(Check("bericht"), kOk) << status_;
  EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
  // What stood beside it in a table cannot be said to stay hidden.
  ASSERT_EQ(EraseQuestion("G"), kOk) << status_;
  ASSERT_EQ(Create(Begin("zweite")), kOk) << status_;
  ASSERT_EQ(Add("zweite", {Spec({"O"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).refusal(), table.refusal() == Table::REFUSAL_UNSPECIFIED
                                            ? Table::REFUSAL_NOT_PROTECTABLE
                                            : Table::REFUSAL_UNSPECIFIED);
}

// An erasure is noted before it is done. What is noted while a table is counted is not in it,
// though the answers are still there.
TEST_F(ErasedFiguresTest, WhatIsNotedAsErasedMeanwhileIsNotPublished) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  bool noted = false;
  const auto note = [&] {
    if (std::exchange(noted, true)) return;
    const absl::Status written = store_->WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      Wave wave;
      if (absl::Status s = tx.Load(kWave, &wave); !s.ok()) return s;
      google::protobuf::RepeatedPtrField<std::string> codes;
      *codes.Add() = "U";
      AddErasedCodes(CompiledInstrument(FiguresInstrument()), codes, &wave);
      return tx.Save("ERASE_ANSWERS", "zu heikel", &wave);
    });
    EXPECT_TRUE(written.ok()) << written;
  };
  images_ = std::make_unique<ImageCache>(responses_.get(), ImageCache::Options{.built = note});
  ASSERT_EQ(Add("bericht", {Spec({"U"}), Spec({"O"})}), kOk) << status_;
  ASSERT_TRUE(noted);
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_ERASED);
  EXPECT_EQ(added_.tables(1).refusal(), Table::REFUSAL_UNSPECIFIED);
}

// How long somebody has been there says that their unit is x.
TEST_F(ErasedFiguresTest, WhatIsErasedOfAllTakesWithItWhatWasAskedBecauseOfIt) {
  for (const auto identity : {Wave::IDENTITY_ANONYMOUS, Wave::IDENTITY_CONFIDENTIAL}) {
    SCOPED_TRACE(Wave::Identity_Name(identity));
    if (identity != Wave::IDENTITY_ANONYMOUS) {
      TearDown();
      SetUp();
    }
    MakeFiguresWave(identity);
    EXPECT_EQ(Answered("L"), kPeople / 2);
    ASSERT_EQ(EraseQuestion("U"), kOk) << status_;
    EXPECT_THAT(wave_.erased_codes(), ElementsAre("L", "U"));
    EXPECT_EQ(Answered("L"), 0);
    EXPECT_EQ(Answered("G"), kPeople);
    v1alpha::SubmitResponseRequest later;
    later.set_parent(kWave);
    later.set_response_id(ResponseId(kPeople));
    if (identity != Wave::IDENTITY_ANONYMOUS) later.set_invitation_token(Invite("spät"));
    Answer(/*person=*/0, later.mutable_answers());
    ASSERT_EQ(Submit(later), kOk) << status_;
    EXPECT_EQ(Answered("L"), 0) << "nor of those who come later";
    EXPECT_EQ(Answered("G"), kPeople + 1);
  }
}

// 30 people of the unit x were asked for how long. Of the six whose unit was erased nobody may know
// that they were asked.
TEST_F(ErasedFiguresTest, WhatWasAskedBecauseOfAnErasedAnswerGoesWithIt) {
  MakeFiguresWave(Wave::IDENTITY_CONFIDENTIAL);
  v1alpha::EraseResponseRequest q;
  q.set_parent(kWave);
  q.add_codes("U");
  q.set_reason("Wunsch der Person");
  for (int person = 0; person < 12; person += 2) {
    q.set_response_id(ResponseId(person));
    v1alpha::EraseResponseResponse r;
    ASSERT_EQ(Reason(EraseResponse(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
  }
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.tables(2).base(), 54) << tables_.tables(2).ShortDebugString();
  EXPECT_EQ(tables_.tables(3).base(), 24) << tables_.tables(3).ShortDebugString();
}

// Two pages: the unit U, and then G and O, which 22 of the unit x and 10 of y did not reach.
class ErasedPageTest : public FiguresTesting {
 protected:
  void MakePages() {
    Instrument pages = FiguresInstrument();
    auto* questions = pages.mutable_sections(0)->mutable_questions();
    auto* second = pages.add_sections();
    *second->add_questions() = (*questions)[0];
    *second->add_questions() = (*questions)[1];
    questions->DeleteSubrange(0, 2);
    questions->RemoveLast();
    MakeEmptyWave(pages, Wave::IDENTITY_ANONYMOUS, /*partial_from=*/1);
    SubmitSome(20, "x", "w", "2");
    SubmitSome(15, "x", "m", "2");
    SubmitSome(3, "x", "m", "1");
    SubmitSome(22, "x", nullptr, nullptr);
    SubmitSome(25, "y", "w", "1");
    SubmitSome(25, "y", "m", "2");
    SubmitSome(10, "y", nullptr, nullptr);
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  }
};

// All of G by U is shown. Of the 60 of x 22 did not reach O either; if it were shown that 35 gave
// the second opinion and that all others gave an answer, 3 would have given the first one.
TEST_F(ErasedPageTest, ATableThatHidesNothingTellsOfItsPage) {
  MakePages();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"G", "U"})}), kOk) << status_;
  ASSERT_EQ(added_.tables(0).refusal(), Table::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(Hidden(added_.tables(0)), 0) << added_.tables(0).ShortDebugString();
  ASSERT_EQ(EraseQuestion("G"), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O", "U"}), Spec({"O"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_NOT_PROTECTABLE);
  EXPECT_EQ(added_.tables(1).refusal(), Table::REFUSAL_UNSPECIFIED) << "not beside it";
}

}  // namespace
}  // namespace lotse::survey
