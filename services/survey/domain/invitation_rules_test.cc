#include "services/survey/domain/invitation_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::ErrorReason;
using v1alpha::Wave;

google::protobuf::RepeatedPtrField<v1alpha::Recipient> Recipients(
    const std::vector<std::pair<std::string, std::string>>& of) {
  google::protobuf::RepeatedPtrField<v1alpha::Recipient> recipients;
  for (const auto& [recipient, stratum] : of) {
    auto* added = recipients.Add();
    added->set_recipient(recipient);
    added->set_stratum(stratum);
  }
  return recipients;
}

rpc::FieldViolations Check(const std::vector<std::pair<std::string, std::string>>& of) {
  v1alpha::Population population;
  population.add_strata()->set_code("Amt_50");
  population.add_strata()->set_code("a");
  return CheckRecipients(population, Recipients(of));
}

TEST(RecipientsTest, AreReferencesOfTheInvitingSystem) {
  EXPECT_THAT(Check({{"1", ""}, {"Zeile 2", "Amt_50"}, {"Ä-3", "a"}}), IsEmpty());
  EXPECT_THAT(Check({{std::string(64, 'x'), ""}}), IsEmpty());
  const struct {
    std::string recipient, stratum, field, says;
  } cases[] = {
      {"", "", "recipients[1].recipient", "missing"},
      {std::string(65, 'x'), "", "recipients[1].recipient", "64 bytes"},
      {"\xff", "", "recipients[1].recipient", "UTF-8"},
      {"a\nb", "", "recipients[1].recipient", "control character"},
      {"eva@stadt.example", "", "recipients[1].recipient", "address"},
      {"first", "", "recipients[1].recipient", "twice"},
      {"2", "50", "recipients[1].stratum", "no stratum"},
      {"2", "amt_50", "recipients[1].stratum", "no stratum"},
  };
  for (const auto& c : cases) {
    const auto found = Check({{"first", ""}, {c.recipient, c.stratum}});
    ASSERT_THAT(found, SizeIs(1)) << c.recipient << c.stratum;
    EXPECT_EQ(found[0].field, c.field);
    EXPECT_THAT(found[0].description, HasSubstr(c.says));
    // What stands for a person is not repeated.
    if (c.recipient.size() > 5) {
      EXPECT_THAT(found[0].description, Not(HasSubstr(c.recipient)));
    }
  }
}

TEST(RecipientsTest, ComeInCallsOfALimitedSize) {
  std::vector<std::pair<std::string, std::string>> many;
  EXPECT_THAT(Check(many), SizeIs(1));
  for (int i = 0; i < kMaxInvitationsInACall; ++i) many.emplace_back(absl::StrCat(i), "");
  EXPECT_THAT(Check(many), IsEmpty());
  many.emplace_back("one more", "");
  EXPECT_THAT(Check(many), SizeIs(1));
}

TEST(MarksTest, AreOfOneRecipientEach) {
  google::protobuf::RepeatedPtrField<v1alpha::InvitationMark> marks;
  marks.Add()->set_recipient("1");
  EXPECT_THAT(CheckMarks(marks), IsEmpty());
  marks.Add()->set_recipient("1");
  EXPECT_THAT(CheckMarks(marks),
              ElementsAre(Field(&rpc::FieldViolation::field, "marks[1].recipient")));
}

TEST(AnsweredTest, IsToldInTensOfStrataThatAreLargeEnough) {
  EXPECT_EQ(ShownAnswered(9, 9), std::nullopt);
  EXPECT_EQ(ShownAnswered(9, 0), std::nullopt);
  EXPECT_EQ(ShownAnswered(10, 0), 0);
  EXPECT_EQ(ShownAnswered(10, 9), 0);
  EXPECT_EQ(ShownAnswered(10, 10), 10);
  EXPECT_EQ(ShownAnswered(600, 236), 230);
  EXPECT_EQ(ShownAnswered(600, 236, Wave::IDENTITY_CONFIDENTIAL), 230);
  EXPECT_EQ(ShownAnswered(9, 3, Wave::IDENTITY_IDENTIFIED), 3);
}

TEST(InvitableTest, OnlyAWaveThatNeedsInvitationsAndIsNotOver) {
  const struct {
    Wave::State state;
    Wave::Access access;
    ErrorReason reason;
  } cases[] = {
      {Wave::STATE_PLANNED, Wave::ACCESS_INVITED, type::v1alpha::ERROR_REASON_WRONG_STATE},
      {Wave::STATE_RELEASED, Wave::ACCESS_INVITED, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Wave::STATE_OPEN, Wave::ACCESS_INVITED, type::v1alpha::ERROR_REASON_UNSPECIFIED},
      {Wave::STATE_CLOSED, Wave::ACCESS_INVITED, type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN},
      {Wave::STATE_PURGED, Wave::ACCESS_INVITED, type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN},
      {Wave::STATE_OPEN, Wave::ACCESS_OPEN, type::v1alpha::ERROR_REASON_WRONG_STATE},
      {Wave::STATE_OPEN, Wave::ACCESS_UNSPECIFIED, type::v1alpha::ERROR_REASON_WRONG_STATE},
  };
  for (const auto& c : cases) {
    Wave wave;
    wave.set_state(c.state);
    wave.set_access(c.access);
    EXPECT_EQ(rpc::ReasonOf(CheckInvitable(wave)), c.reason);
    wave.mutable_delete_time();
    EXPECT_EQ(rpc::ReasonOf(CheckInvitable(wave)), type::v1alpha::ERROR_REASON_RESOURCE_DELETED);
  }
}

TEST(InvitableTest, ATokenFitsWhereOneIsNeeded) {
  Wave wave;
  EXPECT_TRUE(CheckTokenFits(wave, "").ok());
  EXPECT_EQ(rpc::ReasonOf(CheckTokenFits(wave, "x")), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  wave.set_access(Wave::ACCESS_INVITED);
  // That it is missing is told as one that is not valid.
  EXPECT_TRUE(CheckTokenFits(wave, "").ok());
  EXPECT_TRUE(CheckTokenFits(wave, "x").ok());
}

TEST(InvitedOf, CountsWhatWasIssuedElseWhatWasStated) {
  const struct {
    int stated;
    int64_t issued;
    std::optional<int64_t> invited;
  } cases[] = {{60, 122, 122}, {60, 0, 60}, {0, 122, 122}, {0, 0, std::nullopt}};
  for (const auto& c : cases) {
    Wave wave;
    wave.set_invited_count(c.stated);
    EXPECT_EQ(InvitedOf(wave, c.issued), c.invited) << c.stated << " " << c.issued;
  }
}

}  // namespace
}  // namespace lotse::survey
