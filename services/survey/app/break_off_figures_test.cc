// Releases of a wave in which people broke off, for somebody who reads in the collection report how
// many these are.
#include <gmock/gmock.h>

#include <array>

#include "services/survey/app/figures_testing.h"

namespace lotse::survey {
namespace {

// The rows of the table of L by G: how long, no answer, not asked, not reached; and of its columns
// the men and the diverse.
enum { kShort, kLong, kNoAnswer, kNotAsked, kNotReached };
constexpr int kMen = 1;
constexpr int kDiverse = 2;

class BreakOffFiguresTest : public FiguresTesting {
 protected:
  // Two pages: the sex, and then the opinion, if it is asked, and how long the women have been
  // there. On the second 38 people broke off.
  void MakePages(bool with_opinion) {
    Instrument pages = FiguresInstrument();
    auto* first = pages.mutable_sections(0)->mutable_questions();
    auto* second = pages.add_sections();
    if (with_opinion) *second->add_questions() = (*first)[1];
    auto* how_long = second->add_questions();
    *how_long = (*first)[3];
    how_long->mutable_relevant_if(0)->set_code("G");
    how_long->mutable_relevant_if(0)->set_options(0, "w");
    first->DeleteSubrange(1, 3);
    MakeEmptyWave(pages, Wave::IDENTITY_ANONYMOUS, /*partial_from=*/2);
    const char* const good = with_opinion ? "1" : nullptr;
    const char* const fair = with_opinion ? "2" : nullptr;
    SubmitPeople(30, {"w", good, "k"}, 0);
    SubmitPeople(20, {"w", fair, "l"}, 0);
    SubmitPeople(8, {"w", fair, nullptr}, 0);
    SubmitPeople(22, {"w", nullptr, nullptr}, 2);
    SubmitPeople(31, {"m", good, nullptr}, 0);
    SubmitPeople(12, {"m", nullptr, nullptr}, 2);
    SubmitPeople(14, {"d", fair, nullptr}, 0);
    SubmitPeople(4, {"d", nullptr, nullptr}, 2);
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
    auto begin = Begin("bericht");
    begin.mutable_release()->clear_break_variables();
    begin.mutable_release()->add_break_variables("G");
    ASSERT_EQ(Create(begin), kOk) << status_;
  }
  // With these answers to G, O and L; nullptr: none.
  void SubmitPeople(int people, const std::array<const char*, 3>& answers, int broke_off_section) {
    constexpr std::array<const char*, 3> kCodes = {"G", "O", "L"};
    for (int i = 0; i < people; ++i) {
      v1alpha::SubmitResponseRequest q;
      q.set_parent(kWave);
      q.set_response_id(ResponseId(people_++));
      q.set_broke_off_section(broke_off_section);
      for (size_t code = 0; code < kCodes.size(); ++code) {
        if (answers[code] == nullptr) continue;
        auto* answer = q.add_answers();
        answer->set_code(kCodes[code]);
        answer->set_choice(answers[code]);
      }
      ASSERT_EQ(Submit(q), kOk) << status_;
    }
  }
  // Of the diverse 4 did not get so far. If only that and another count of this column were hidden,
  // it would be what the report tells less the women and the men.
  void ExpectThatTheReportOpensNothing() {
    v1alpha::GetCollectionReportRequest q;
    q.set_name(kWave);
    v1alpha::GetCollectionReportResponse report;
    ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report)), kOk)
        << status_;
    EXPECT_EQ(report.sections(1).broke_off(), 38) << report.ShortDebugString();
    ASSERT_EQ(Add("bericht", {Spec({"L", "G"})}), kOk) << status_;
    ASSERT_EQ(added_.tables(0).refusal(), Table::REFUSAL_UNSPECIFIED);
    const auto& rows = added_.tables(0).layers(0).rows();
    ASSERT_EQ(rows.size(), kNotReached + 1);
    EXPECT_EQ(rows[kNotReached].total().count(), 38) << "as the report says";
    EXPECT_TRUE(rows[kNotReached].cells(kDiverse).has_protected_());
    EXPECT_TRUE(rows[kNotReached].cells(0).has_protected_() ||
                rows[kNotReached].cells(kMen).has_protected_())
        << added_.tables(0).ShortDebugString();
    ASSERT_EQ(Check("bericht"), kOk) << status_;
    EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
  }
};

TEST_F(BreakOffFiguresTest, OfAPageOfFollowUpsItIsKnownHowManyDidNotReachIt) {
  MakePages(/*with_opinion=*/false);
  ExpectThatTheReportOpensNothing();
}

TEST_F(BreakOffFiguresTest, ItStaysKnownWhenTheOnlyTableOfAPageIsErased) {
  MakePages(/*with_opinion=*/true);
  ASSERT_EQ(EraseQuestion("O"), kOk) << status_;
  ExpectThatTheReportOpensNothing();
}

}  // namespace
}  // namespace lotse::survey
