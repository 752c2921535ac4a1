#include "services/survey/domain/retention_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/survey/domain/wave_testing.h"

namespace lotse::survey {
namespace {

using absl::CivilDay;
using ::testing::SizeIs;
using v1alpha::Retention;
using v1alpha::Survey;
using v1alpha::Wave;
using v1alpha::WavePurge;

Retention Months(int answers, const char* reason = "") {
  Retention retention;
  retention.set_answers_months(answers);
  retention.set_reason(reason);
  return retention;
}

Survey SurveyWith(Retention retention) {
  Survey survey;
  survey.set_name("programmes/p/engagements/e/surveys/s");
  *survey.mutable_retention() = std::move(retention);
  return survey;
}

Wave ClosedAt(absl::Time time) {
  Wave wave = WaveIn(Wave::STATE_CLOSED);
  *wave.mutable_close_time() = types::ToTimestamp(time);
  return wave;
}

// Closed around noon on that day.
Wave ClosedOn(CivilDay day) {
  return ClosedAt(absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(11));
}

std::string Shown(const std::optional<google::type::Date>& date) {
  return date.has_value() ? absl::FormatCivilTime(types::ToCivil(*date)) : "never";
}

TEST(CheckRetention, KnowsItsRange) {
  const struct {
    Retention retention;
    std::string field;
  } cases[] = {
      {Months(0), ""},
      {Months(1), ""},
      {Months(120), ""},
      {Months(121), "survey.retention.answers_months"},
      {Months(-1), "survey.retention.answers_months"},
      {Months(12, "two\nlines"), "survey.retention.reason"},
      {Months(12, std::string(1001, 'x').c_str()), "survey.retention.reason"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.retention.ShortDebugString());
    const auto violations = CheckRetention(SurveyWith(c.retention));
    ASSERT_THAT(violations, SizeIs(c.field.empty() ? 0 : 1));
    if (!c.field.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
  EXPECT_TRUE(CheckRetention(Survey()).empty());
}

TEST(IsLongerPeriod, NoneIsTheLongest) {
  const struct {
    int was, is;
    bool longer;
  } cases[] = {{12, 13, true}, {12, 12, false}, {12, 11, false}, {12, 0, true},
               {0, 12, false}, {0, 0, false},   {120, 0, true},  {0, 120, false}};
  for (const auto& c : cases) EXPECT_EQ(IsLongerPeriod(c.was, c.is), c.longer) << c.was << c.is;
}

TEST(HasNewReason, IsThereAndAnother) {
  const struct {
    const char* was;
    const char* is;
    bool is_new;
  } cases[] = {{"", "Beschluss", true}, {"Beschluss", "Antrag", true}, {"Antrag", "Antrag", false},
               {"Antrag", "", false},   {"Antrag", " \t", false},      {"", "", false}};
  for (const auto& c : cases) EXPECT_EQ(HasNewReason(c.was, c.is), c.is_new) << c.is;
}

TEST(MonthsLater, EndsWithTheMonth) {
  const struct {
    CivilDay from;
    int months;
    CivilDay to;
  } cases[] = {
      {CivilDay(2021, 1, 15), 1, CivilDay(2021, 2, 15)},
      {CivilDay(2021, 1, 31), 1, CivilDay(2021, 2, 28)},
      {CivilDay(2024, 1, 31), 1, CivilDay(2024, 2, 29)},
      {CivilDay(2023, 1, 29), 13, CivilDay(2024, 2, 29)},
      {CivilDay(2024, 2, 29), 12, CivilDay(2025, 2, 28)},
      {CivilDay(2024, 2, 29), 48, CivilDay(2028, 2, 29)},
      {CivilDay(2024, 2, 29), 1, CivilDay(2024, 3, 29)},
      {CivilDay(2021, 3, 31), 1, CivilDay(2021, 4, 30)},
      {CivilDay(2021, 12, 31), 2, CivilDay(2022, 2, 28)},
      {CivilDay(2021, 12, 1), 1, CivilDay(2022, 1, 1)},
      {CivilDay(2099, 12, 31), 2, CivilDay(2100, 2, 28)},
      {CivilDay(2021, 5, 31), 120, CivilDay(2031, 5, 31)},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(MonthsLater(c.from, c.months), c.to) << c.from << " and " << c.months;
  }
}

// The period ends with the last of its days, so nothing is purged before the next one.
TEST(PurgeDueDate, IsTheDayAfterThePeriod) {
  const struct {
    CivilDay closed;
    Retention retention;
    std::string answers;
  } cases[] = {
      {CivilDay(2021, 1, 15), Months(1), "2021-02-16"},
      {CivilDay(2021, 1, 31), Months(1), "2021-03-01"},
      {CivilDay(2024, 1, 31), Months(1), "2024-03-01"},
      {CivilDay(2024, 2, 29), Months(12), "2025-03-01"},
      {CivilDay(2021, 6, 1), Months(0), "never"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(
        absl::StrCat(absl::FormatCivilTime(c.closed), " ", c.retention.ShortDebugString()));
    EXPECT_EQ(Shown(PurgeDueDate(ClosedOn(c.closed), c.retention)), c.answers);
  }
  // The day in Berlin counts, where it is half an hour old and another one in UTC.
  EXPECT_EQ(Shown(PurgeDueDate(ClosedAt(EarlyOn(CivilDay(2021, 6, 1))), Months(1))), "2021-07-02");
  for (const auto state : kAllStates) {
    EXPECT_EQ(PurgeDueDate(WaveIn(state), Months(1)).has_value(), state == Wave::STATE_CLOSED);
  }
  // When it was closed was not kept: the last day counts, 31 May.
  EXPECT_EQ(Shown(PurgeDueDate(WaveIn(Wave::STATE_CLOSED), Months(1))), "2021-07-01");
}

TEST(SetPurgeDueDate, TellsWhetherItChanged) {
  Wave wave = ClosedOn(CivilDay(2021, 6, 1));
  EXPECT_FALSE(SetPurgeDueDate(Months(0), &wave));
  EXPECT_TRUE(SetPurgeDueDate(Months(1), &wave));
  EXPECT_EQ(Shown(wave.purge_due_date()), "2021-07-02");
  EXPECT_FALSE(SetPurgeDueDate(Months(1), &wave));
  EXPECT_TRUE(SetPurgeDueDate(Months(2), &wave));
  EXPECT_TRUE(SetPurgeDueDate(Months(0), &wave));
  EXPECT_FALSE(wave.has_purge_due_date());
}

TEST(IsPurgeDue, FromThatDayOn) {
  Wave wave = ClosedOn(CivilDay(2021, 6, 1));
  EXPECT_FALSE(IsPurgeDue(wave, DateOf(CivilDay(2199, 1, 1)))) << "without a period";
  SetPurgeDueDate(Months(1), &wave);
  EXPECT_FALSE(IsPurgeDue(wave, DateOf(CivilDay(2021, 7, 1))));
  EXPECT_TRUE(IsPurgeDue(wave, DateOf(CivilDay(2021, 7, 2))));
  EXPECT_TRUE(IsPurgeDue(wave, DateOf(CivilDay(2024, 7, 2)))) << "nobody looked for years";
  wave.set_state(Wave::STATE_PURGED);
  EXPECT_FALSE(IsPurgeDue(wave, DateOf(CivilDay(2021, 7, 2))));
}

TEST(CheckRetentionUpdate, ShorterAtAnyTimeAndLongerWithAReason) {
  const WavesSoFar kNone = {}, kClosed = {true, false}, kPurged = {true, true};
  const char kOld[] = "five years are usual", kNew[] = "a lawsuit";
  const struct {
    Retention before, after;
    WavesSoFar waves;
    type::v1alpha::ErrorReason reason;
  } cases[] = {
      {Months(12), Months(24), kNone, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Months(12), Months(6), kClosed, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Months(0), Months(6), kClosed, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Months(12), Months(24), kClosed, type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {Months(12), Months(0), kClosed, type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {Months(12), Months(24, " "), kClosed, type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {Months(12, kOld), Months(24, kOld), kClosed, type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {Months(12, kOld), Months(24, kNew), kClosed, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Months(12), Months(12, kNew), kPurged, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Months(12), Months(6), kPurged, type::v1alpha::ERROR_REASON_WRONG_STATE},
      {Months(12), Months(24, kNew), kPurged, type::v1alpha::ERROR_REASON_WRONG_STATE},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.before.ShortDebugString(), " -> ", c.after.ShortDebugString()));
    const absl::Status status =
        CheckRetentionUpdate(SurveyWith(c.before), SurveyWith(c.after), c.waves);
    EXPECT_EQ(rpc::ReasonOf(status), c.reason) << status;
  }
}

TEST(PurgeWave, OnlyOfAClosedWave) {
  for (const auto state : kAllStates) {
    Wave wave = WaveIn(state);
    const absl::Status status = PurgeWave(EarlyOn(kAfter), nullptr, "why", {}, &wave);
    EXPECT_EQ(status.ok(), state == Wave::STATE_CLOSED);
    if (status.ok()) continue;
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_WRONG_STATE);
    EXPECT_EQ(wave.state(), state);
    EXPECT_FALSE(wave.has_purge());
  }
}

// Its files are damaged or lost, so it will never be closed.
TEST(PurgeWave, AlsoOfOneThatIsOverAndCannotBeClosed) {
  for (const auto state : kAllStates) {
    for (const auto& [day, over] : {std::pair(kLast, false), std::pair(kAfter, true)}) {
      Wave wave = WaveIn(state);
      const absl::Status status = PurgeWave(EarlyOn(day), nullptr, "why", {.lost = true}, &wave);
      const bool under_way = state == Wave::STATE_RELEASED || state == Wave::STATE_OPEN;
      EXPECT_EQ(status.ok(), state == Wave::STATE_CLOSED || (under_way && over)) << state << day;
      EXPECT_EQ(wave.has_purge(), status.ok());
      if (!status.ok()) continue;
      EXPECT_EQ(wave.state(), Wave::STATE_PURGED);
      EXPECT_FALSE(wave.has_close_time());
      EXPECT_EQ(wave.purge().certificate_sha256(), *CertificateHash(wave));
    }
  }
}

TEST(PurgeWave, CertifiesWhatWasDoneAndWhy) {
  Wave wave = ClosedOn(CivilDay(2021, 6, 1));
  SetPurgeDueDate(Months(1), &wave);
  const Retention retention = Months(1);
  ASSERT_TRUE(PurgeWave(EarlyOn(CivilDay(2021, 7, 2)), &retention, "", {213, 600, 41}, &wave).ok());
  EXPECT_EQ(wave.state(), Wave::STATE_PURGED);
  EXPECT_FALSE(wave.has_purge_due_date());
  const WavePurge& purge = wave.purge();
  EXPECT_EQ(purge.cause(), WavePurge::CAUSE_POLICY);
  EXPECT_EQ(purge.answers_months(), 1);
  EXPECT_EQ(purge.responses(), 213);
  EXPECT_EQ(purge.invitations(), 600);
  EXPECT_EQ(purge.files(), 41);
  EXPECT_EQ(types::FromTimestamp(purge.purge_time()), EarlyOn(CivilDay(2021, 7, 2)));

  Wave asked = ClosedOn(CivilDay(2021, 6, 1));
  ASSERT_TRUE(PurgeWave(EarlyOn(kAfter), nullptr, "Wunsch", {9, 10, 27}, &asked).ok());
  EXPECT_EQ(asked.purge().cause(), WavePurge::CAUSE_REQUEST);
  EXPECT_EQ(asked.purge().reason(), "Wunsch");
  EXPECT_EQ(asked.purge().answers_months(), 0);
  EXPECT_FALSE(asked.purge().has_responses()) << "fewer than a step";
  EXPECT_EQ(asked.purge().invitations(), 10);
  EXPECT_FALSE(asked.purge().has_files()) << "of fewer than a step of people";

  Wave unread = ClosedOn(CivilDay(2021, 6, 1));
  ASSERT_TRUE(PurgeWave(EarlyOn(kAfter), nullptr, "Wunsch", {}, &unread).ok());
  EXPECT_FALSE(unread.purge().has_responses());
  EXPECT_FALSE(unread.purge().has_invitations());
}

// What is certified can be computed again from the wave, whatever else changed in it, and
// is another hash if any of it is another.
TEST(CertificateHash, IsThatOfWhatIsCertified) {
  Wave wave = ClosedOn(CivilDay(2021, 6, 1));
  ASSERT_TRUE(PurgeWave(EarlyOn(kAfter), nullptr, "Wunsch", {213, 600}, &wave).ok());
  const std::string hash = wave.purge().certificate_sha256();
  Wave certified;
  certified.set_name(wave.name());
  certified.set_instrument(wave.instrument());
  *certified.mutable_close_time() = wave.close_time();
  *certified.mutable_purge() = wave.purge();
  certified.mutable_purge()->clear_certificate_sha256();
  EXPECT_EQ(hash, types::Sha256Hex(*types::CanonicalJson(certified)));
  wave.mutable_title()->mutable_variants(0)->set_text("Anders");
  wave.set_etag("9");
  EXPECT_EQ(*CertificateHash(wave), hash);
  Wave other = wave;
  other.mutable_purge()->set_responses(214);
  EXPECT_NE(*CertificateHash(other), hash);
  other = wave;
  other.set_name(absl::StrCat(wave.name(), "2"));
  EXPECT_NE(*CertificateHash(other), hash);
}

}  // namespace
}  // namespace lotse::survey
