#include "services/survey/domain/collection_figures.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "services/survey/domain/outcome_rates.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using testing::SizeIs;
using types::Decimal;
using v1alpha::CollectionFigures;

TEST(CollectionFigures, PutEverybodyUnderOneDisposition) {
  const struct {
    const char* name;
    KnownOfGroup known;
    const char* figures;  // Without rates.
    Dispositions people;  // What the rates are of, if there are some.
  } cases[] = {
      {"all kinds",
       {.invited = 600, .bounced = 20, .opted_out = 8, .revoked = 5, .answered = 213},
       "invited: 600 delivered: 580 started: 213 completed: 213 partial: 0 usable: 213 broke_off: "
       "0 "
       "refused: 8 not_reached: 20 unknown_eligibility: 354 not_eligible: 5",
       {.complete = 213, .refused = 8, .not_reached = 20, .unknown = 354, .not_eligible = 5}},
      {"all answered",
       {.invited = 12, .bounced = 1, .opted_out = 3, .revoked = 1, .answered = 12},
       "invited: 12 delivered: 11 started: 12 completed: 12 partial: 0 usable: 12 broke_off: 0 "
       "refused: 0 not_reached: 0 unknown_eligibility: 0 not_eligible: 0",
       {.complete = 12}},
      {"marks of more people than are left: not eligible, refused, not reached",
       {.invited = 20, .bounced = 9, .opted_out = 3, .revoked = 4, .answered = 11},
       "invited: 20 delivered: 11 started: 11 completed: 11 partial: 0 usable: 11 broke_off: 0 "
       "refused: 3 not_reached: 2 unknown_eligibility: 0 not_eligible: 4",
       {.complete = 11, .refused = 3, .not_reached = 2, .not_eligible = 4}},
      {"too few",
       {.invited = 600, .bounced = 20, .answered = 9},
       "invited: 600 delivered: 580 absent: FIGURE_ABSENT_TOO_FEW_ANSWERS",
       {}},
      {"protected",
       {.invited = 9, .bounced = 1, .absent = v1alpha::FIGURE_ABSENT_PROTECTED},
       "invited: 9 delivered: 8 absent: FIGURE_ABSENT_PROTECTED",
       {}},
      {"nobody was invited",
       {.invited = 0, .answered = 0},
       "invited: 0 delivered: 0 absent: FIGURE_ABSENT_NOBODY_INVITED",
       {}},
      {"a link for all",
       {.answered = 40},
       "started: 40 completed: 40 partial: 0 usable: 40 broke_off: 0 "
       "absent: FIGURE_ABSENT_INVITED_UNKNOWN",
       {}},
      {"some broke off, late and early, and some drafts were never handed in",
       {.invited = 600,
        .bounced = 20,
        .opted_out = 8,
        .answered = 213,
        .partial = 13,
        .broke_off = 10,
        .unsubmitted = 7},
       "invited: 600 delivered: 580 started: 220 completed: 190 partial: 13 usable: 203 "
       "broke_off: 17 refused: 8 not_reached: 20 unknown_eligibility: 352 not_eligible: 0",
       {.complete = 190,
        .partial = 13,
        .refused = 8,
        .not_reached = 20,
        .unknown = 352,
        .broke_off = 17}},
      {"nobody came to the end",
       {.invited = 20, .answered = 20, .partial = 0, .broke_off = 20},
       "invited: 20 delivered: 20 started: 20 completed: 0 partial: 0 usable: 0 broke_off: 20 "
       "refused: 0 not_reached: 0 unknown_eligibility: 0 not_eligible: 0",
       {.broke_off = 20}},
      {"what became of them is protected",
       {.invited = 100, .answered = 20, .partial = std::nullopt, .broke_off = 17},
       "invited: 100 delivered: 100 started: 20 absent: FIGURE_ABSENT_PROTECTED",
       {}},
      {"the same of a link for all",
       {.answered = 20, .partial = 17, .broke_off = std::nullopt},
       "started: 20 absent: FIGURE_ABSENT_PROTECTED",
       {}},
      {"more than were invited",
       {.invited = 30, .answered = 40},
       "invited: 30 delivered: 30 started: 40 completed: 40 partial: 0 usable: 40 broke_off: 0 "
       "absent: FIGURE_ABSENT_MORE_ANSWERS_THAN_INVITED",
       {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    CollectionFigures figures = FiguresOf(c.known, std::nullopt);
    CollectionFigures expected;
    ASSERT_TRUE(TextFormat::ParseFromString(c.figures, &expected)) << c.figures;
    *expected.mutable_rates() = expected.absent() == v1alpha::FIGURE_ABSENT_UNSPECIFIED
                                    ? RatesOf(c.people, std::nullopt)
                                    : AbsentRates(expected.absent());
    EXPECT_TRUE(MessageDifferencer::Equals(figures, expected)) << figures.ShortDebugString();
    EXPECT_THAT(figures.rates().rates(), SizeIs(6));
    if (figures.absent() == v1alpha::FIGURE_ABSENT_UNSPECIFIED) {
      EXPECT_EQ(figures.completed() + figures.partial(), figures.usable());
      EXPECT_EQ(figures.usable() + figures.broke_off() + figures.refused() + figures.not_reached() +
                    figures.unknown_eligibility() + figures.not_eligible(),
                figures.invited());
    }
  }
}

TEST(CollectionFigures, UseTheEThatIsGiven) {
  const CollectionFigures figures =
      FiguresOf({.invited = 40, .answered = 20}, Decimal::FromMillionths(500'000));
  // 20 / (20 + 0.5 * 20).
  EXPECT_EQ(figures.rates().rates(2).fraction(), "2/3");
}

TEST(CollectionFigures, OnlyAShareIsAnE) {
  const auto faults = [](const char* e) {
    v1alpha::GetCollectionReportRequest q;
    if (e != nullptr) q.mutable_e()->set_value(e);
    return CheckE(q);
  };
  for (const char* good : {static_cast<const char*>(nullptr), "0", "1", "0.5", "0.123456"}) {
    EXPECT_TRUE(faults(good).empty()) << (good == nullptr ? "absent" : good);
  }
  for (const char* bad : {"", "-0.1", "1.000001", "2", "half", "0,5", "NaN", "1e-1"}) {
    const auto found = faults(bad);
    ASSERT_THAT(found, SizeIs(1)) << bad;
    EXPECT_EQ(found[0].field, "e");
  }
}

}  // namespace
}  // namespace lotse::survey
