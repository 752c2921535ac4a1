#include "services/survey/responses/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/responses/responses_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A hash stands for a token: which one does not matter here.
std::string Hash(char c) { return std::string(32, c); }

class LedgerTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    pair_ = *WavePair::Open(folder_, kWave, /*max_waiting=*/1, /*wake=*/nullptr);
  }
  void TearDown() override {
    pair_.reset();
    ResponsesTest::TearDown();
  }
  template <class Result>
  Result Do(std::function<Result(sql::Connection&)> work) {
    Result result;
    EXPECT_TRUE(pair_->ChangeLedger([&](sql::Connection& c) { result = work(c); }).ok());
    return result;
  }
  bool Add(char hash, const std::string& recipient, bool reissue = false) {
    return Do<bool>(
        [&](sql::Connection& c) { return Invite(c, {Hash(hash), recipient, "staff"}, reissue); });
  }
  bool Use(char hash) {
    return Do<bool>([&](sql::Connection& c) { return UseInvitation(c, Hash(hash)).has_value(); });
  }
  bool Seems(char hash) {
    return Do<bool>([&](sql::Connection& c) { return SeemsUsable(c, Hash(hash)); });
  }
  bool Mark(const std::string& recipient, InvitationMarks marks) {
    return Do<bool>([&](sql::Connection& c) { return MarkInvitation(c, recipient, marks); });
  }
  std::vector<std::string> Page(const std::string& after, int64_t limit) {
    std::vector<std::string> page;
    for (const Reminder& reminder : Do<std::vector<Reminder>>(
             [&](sql::Connection& c) { return Reminders(c, after, limit); })) {
      page.push_back(reminder.recipient);
    }
    return page;
  }
  std::unique_ptr<WavePair> pair_;
};

TEST_F(LedgerTest, OneInvitationForEachRecipient) {
  EXPECT_TRUE(Add('a', "1"));
  EXPECT_FALSE(Add('b', "1"));
  EXPECT_TRUE(Use('a'));
  EXPECT_FALSE(Use('b'));
}

TEST_F(LedgerTest, AReissuedTokenReplacesTheOneBefore) {
  ASSERT_TRUE(Add('a', "1"));
  ASSERT_TRUE(Mark("1", {/*bounced=*/true}));
  EXPECT_TRUE(Add('b', "1", /*reissue=*/true));
  EXPECT_THAT(Page("", 10), ElementsAre("1")) << "the new letter may arrive";
  EXPECT_FALSE(Use('a'));
  EXPECT_TRUE(Use('b'));
  // Nobody is told that it was used; it is worth nothing.
  ASSERT_TRUE(Mark("1", {/*bounced=*/true}));
  EXPECT_TRUE(Add('c', "1", /*reissue=*/true));
  EXPECT_THAT(Page("", 10), ElementsAre("1"));
  EXPECT_FALSE(Use('c'));
  EXPECT_TRUE(Seems('c')) << "as long as it is not shown";
  EXPECT_FALSE(Seems('b'));
}

TEST_F(LedgerTest, RecipientsAreKeptAtTheSameWidth) {
  const std::string longest(kRecipientBytes, 'x');
  ASSERT_TRUE(Add('a', longest));
  ASSERT_TRUE(Add('b', "Straße 1"));
  EXPECT_THAT(Page("", 10), ElementsAre("Straße 1", longest));
}

TEST_F(LedgerTest, RemindersComeInPages) {
  for (const char c : {'e', 'b', 'a', 'd', 'c'}) ASSERT_TRUE(Add(c, std::string(1, c)));
  EXPECT_THAT(Page("", 2), ElementsAre("a", "b"));
  EXPECT_THAT(Page("b", 2), ElementsAre("c", "d"));
  EXPECT_THAT(Page("d", 2), ElementsAre("e"));
  EXPECT_THAT(Page("e", 2), IsEmpty());
}

TEST_F(LedgerTest, NobodyIsRemindedInVain) {
  for (const char c : {'a', 'b', 'c', 'd'}) ASSERT_TRUE(Add(c, std::string(1, c)));
  EXPECT_TRUE(Mark("a", {/*bounced=*/true}));
  EXPECT_TRUE(Mark("b", {{}, /*opted_out=*/true}));
  EXPECT_TRUE(Mark("c", {{}, {}, /*revoked=*/true}));
  EXPECT_FALSE(Mark("e", {/*bounced=*/true}));
  EXPECT_THAT(Page("", 10), ElementsAre("d"));
  EXPECT_TRUE(Use('a'));
  EXPECT_TRUE(Use('b'));
  EXPECT_FALSE(Use('c'));
  EXPECT_TRUE(Mark("b", {}));
  EXPECT_THAT(Page("", 10), ElementsAre("d")) << "what is not given stays as it is";
  EXPECT_TRUE(Mark("b", {{}, /*opted_out=*/false}));
  EXPECT_THAT(Page("", 10), ElementsAre("b", "d")) << "that it was used is not shown yet";
}

TEST_F(LedgerTest, TalliesCountWhatIsShown) {
  for (const char c : {'a', 'b', 'c'}) ASSERT_TRUE(Add(c, std::string(1, c)));
  ASSERT_TRUE(Do<bool>(
      [](sql::Connection& c) { return Invite(c, {Hash('z'), "z", ""}, /*reissue=*/false); }));
  ASSERT_TRUE(Use('a'));
  ASSERT_TRUE(Use('b'));
  ASSERT_TRUE(Mark("c", {/*bounced=*/true}));
  const auto unshown = Do<std::vector<std::string>>(&UsedUnshown);
  ASSERT_THAT(unshown, SizeIs(2));
  EXPECT_EQ(unshown[0][0], 'a');
  Do<bool>([&](sql::Connection& c) {
    ShowUsed(c, {unshown[0]});
    return true;
  });
  EXPECT_FALSE(Seems('a'));
  EXPECT_TRUE(Seems('b'));
  const auto tallies = Do<std::vector<InvitationTally>>(&Tallies);
  ASSERT_THAT(tallies, SizeIs(2));
  EXPECT_EQ(tallies[0].stratum, "");
  EXPECT_EQ(tallies[1].stratum, "staff");
  EXPECT_EQ(tallies[1].invited, 3);
  EXPECT_EQ(tallies[1].used, 1);
  EXPECT_EQ(tallies[1].bounced, 1);
}

}  // namespace
}  // namespace lotse::survey
