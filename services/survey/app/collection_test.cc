#include <gmock/gmock.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::ERROR_REASON_INVALID_FIELDS;
using type::v1alpha::ERROR_REASON_RESOURCE_DELETED;
using type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
using type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED;
using v1alpha::CollectionFigures;
using v1alpha::GetCollectionReportResponse;

class CollectionTest : public AppTest {
 protected:
  template <class Request, class Reply>
  ErrorReason Ask(const Request& q, Reply* r,
                  absl::Status (*use_case)(resource::Store&, ResponseStore&, const OnBehalf&,
                                           const Request&, Reply*)) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(use_case(*store_, *responses_, {cause_, {}}, q, r));
  }
  ErrorReason Report(const char* e = nullptr, const char* name = kWave) {
    v1alpha::GetCollectionReportRequest q;
    q.set_name(name);
    if (e != nullptr) q.mutable_e()->set_value(e);
    return Ask(q, &report_, &GetCollectionReport);
  }
  // Invites so many of a stratum and keeps their tokens.
  void Invite(const std::string& stratum, int count) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    for (int i = 0; i < count; ++i) {
      auto* recipient = q.add_recipients();
      recipient->set_recipient(absl::StrCat(stratum, i));
      recipient->set_stratum(stratum);
    }
    v1alpha::IssueInvitationsResponse r;
    ASSERT_EQ(Ask(q, &r, &IssueInvitations), kOk) << status_;
    for (const auto& issued : r.invitations()) tokens_[stratum].push_back(issued.token());
  }
  void Answer(const std::string& stratum, int count) {
    for (int i = 0; i < count; ++i) {
      auto q = Response(++people_, "1");
      q.set_invitation_token(tokens_[stratum].at(i));
      ASSERT_EQ(Submit(q), kOk) << status_;
    }
  }
  void Mark(const v1alpha::InvitationMark& mark) {
    v1alpha::MarkInvitationsRequest q;
    q.set_parent(kWave);
    *q.add_marks() = mark;
    v1alpha::MarkInvitationsResponse r;
    ASSERT_EQ(Ask(q, &r, &MarkInvitations), kOk) << status_;
    ASSERT_THAT(r.unknown_recipients(), IsEmpty());
  }

  std::map<std::string, std::vector<std::string>> tokens_;
  int people_ = 0;
  GetCollectionReportResponse report_;
};

TEST_F(CollectionTest, ToldOfAClosedWaveInAllAndByStratum) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  Invite("hof", 30);
  Invite("haus", 40);
  Invite("", 12);
  v1alpha::InvitationMark mark;
  mark.set_recipient("hof29");
  mark.set_bounced(true);
  Mark(mark);
  mark.Clear();
  mark.set_recipient("haus39");
  mark.set_opted_out(true);
  Mark(mark);
  mark.set_recipient("haus38");
  mark.set_opted_out(false);
  mark.set_revoked(true);
  Mark(mark);
  Answer("hof", 17);
  Answer("haus", 21);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;

  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(report_.wave().response_count(), 38);
  const CollectionFigures& total = report_.total();
  EXPECT_EQ(total.invited(), 82);
  EXPECT_EQ(total.delivered(), 81);
  EXPECT_EQ(total.started(), 38);
  EXPECT_EQ(total.completed(), 38);
  EXPECT_EQ(total.usable(), 38);
  EXPECT_EQ(total.refused(), 1);
  EXPECT_EQ(total.not_reached(), 1);
  EXPECT_EQ(total.not_eligible(), 1);
  EXPECT_EQ(total.unknown_eligibility(), 41);
  EXPECT_EQ(total.rates().e_fraction(), "40/41");
  EXPECT_EQ(total.rates().rates(0).fraction(), "38/81");
  // 38 / (40 + 41 * 40 / 41).
  EXPECT_EQ(total.rates().rates(2).fraction(), "19/40");
  EXPECT_EQ(total.rates().rates(2).percent().value(), "47.5");
  EXPECT_EQ(total.rates().rates(4).fraction(), "19/20");

  ASSERT_THAT(report_.strata(), SizeIs(3));
  EXPECT_EQ(report_.strata(0).stratum(), "haus") << "as the population has them";
  EXPECT_EQ(report_.strata(0).figures().completed(), 20) << "21, in tens";
  EXPECT_FALSE(report_.strata(0).figures().has_broke_off()) << "nobody knows";
  EXPECT_EQ(report_.strata(0).figures().rates().rates(0).fraction(), "20/39");
  EXPECT_EQ(report_.strata(1).stratum(), "hof");
  EXPECT_EQ(report_.strata(1).figures().completed(), 10) << "17, in tens";
  EXPECT_EQ(report_.strata(2).stratum(), "");
  EXPECT_EQ(report_.strata(2).figures().absent(), v1alpha::FIGURE_ABSENT_TOO_FEW_ANSWERS);

  ASSERT_EQ(Report("0"), kOk) << status_;
  EXPECT_EQ(report_.total().rates().rates(2).fraction(), "19/20");
}

// An attacker who asks after each answer sees nothing but steps.
TEST_F(CollectionTest, AdvancesInStepsWhileTheWaveIsOpen) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  Invite("hof", 9);
  Invite("haus", 40);
  for (int i = 0; i < 26; ++i) {
    auto q = Response(++people_, "1");
    q.set_invitation_token(i < 4 ? tokens_["hof"][i] : tokens_["haus"][i]);
    ASSERT_EQ(Submit(q), kOk) << status_;
    ASSERT_EQ(Report(), kOk) << status_;
    const int64_t told = (i + 1) / 10 * 10;
    EXPECT_EQ(report_.total().has_completed(), told > 0);
    EXPECT_EQ(report_.total().completed(), told);
    for (const auto& stratum : report_.strata()) {
      EXPECT_FALSE(stratum.figures().has_completed());
      EXPECT_FALSE(stratum.figures().has_refused());
      EXPECT_EQ(stratum.figures().absent(), v1alpha::FIGURE_ABSENT_PROTECTED)
          << "what is told of one would tell of the other";
    }
  }
}

TEST_F(CollectionTest, ALinkForAllHasTheNumberThatIsKnown) {
  MakeOpenWave();
  for (int i = 0; i < 16; ++i) ASSERT_EQ(Submit(++people_, "1"), kOk) << status_;
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_THAT(report_.strata(), IsEmpty());
  EXPECT_EQ(report_.total().invited(), 40);
  EXPECT_EQ(report_.total().completed(), 10);
  EXPECT_EQ(report_.total().rates().rates(0).percent().value(), "25");
  v1alpha::UpdateWaveRequest q;
  q.mutable_wave()->set_name(kWave);
  q.mutable_update_mask()->add_paths("invited_count");
  ASSERT_EQ(Run(q, &wave_), kOk) << status_;
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_FALSE(report_.total().has_invited());
  EXPECT_EQ(report_.total().completed(), 10);
  EXPECT_EQ(report_.total().rates().rates(0).absent(), v1alpha::FIGURE_ABSENT_INVITED_UNKNOWN);
}

// Whatever the wave itself says, and whoever is asked first.
TEST_F(CollectionTest, TheTablesAreOfTheSameInvitedPeople) {
  const struct {
    Wave::Access access;
    bool tables_first;
    int invited;
    int per_mille;
    const char* rate;
  } cases[] = {{Wave::ACCESS_INVITED, true, 82, 366, "15/41"},
               {Wave::ACCESS_INVITED, false, 82, 366, "15/41"},
               {Wave::ACCESS_OPEN, true, 40, 750, "3/4"}};
  for (const auto& c : cases) {
    TearDown();
    SetUp();
    tokens_.clear();
    MakeOpenWave(c.access);
    if (c.access == Wave::ACCESS_INVITED) {
      Invite("hof", 30);
      Invite("haus", 52);
      Answer("haus", 30);
    } else {
      for (int i = 0; i < 30; ++i) ASSERT_EQ(Submit(++people_, "1"), kOk) << status_;
    }
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
    if (c.tables_first) {
      ASSERT_EQ(Tabulate(), kOk) << status_;
    }
    ASSERT_EQ(Report(), kOk) << status_;
    ASSERT_EQ(Tabulate(), kOk) << status_;
    EXPECT_EQ(tables_.response_rate().invited(), c.invited);
    EXPECT_EQ(tables_.response_rate().rate_per_mille(), c.per_mille);
    EXPECT_EQ(report_.total().invited(), c.invited);
    EXPECT_EQ(report_.total().rates().rates(0).fraction(), c.rate);
  }
}

TEST_F(CollectionTest, TellsOfAClosedWaveWhoLeftOutWhat) {
  MakeOpenWave();
  for (int i = 0; i < 30; ++i) {
    auto q = Response(++people_, i % 2 == 0 ? "1" : "2");
    if (i < 6) q.clear_answers();
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  v1alpha::GetCollectionReportRequest q;
  q.set_name(kWave);
  q.set_with_items(true);
  EXPECT_EQ(Ask(q, &report_, &GetCollectionReport), ERROR_REASON_WAVE_NOT_CLOSED);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Ask(q, &report_, &GetCollectionReport), kOk) << status_;
  ASSERT_THAT(report_.items(), SizeIs(1));
  EXPECT_EQ(report_.items(0).code(), "Q1");
  EXPECT_EQ(report_.items(0).answered(), 24);
  EXPECT_EQ(report_.items(0).not_answered(), 6);
  EXPECT_EQ(report_.items(0).not_answered_percent().value(), "20");
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_THAT(report_.items(), IsEmpty());
}

TEST_F(CollectionTest, OfAPlannedWaveThereIsNothingToTell) {
  MakeWave(Wave::ACCESS_INVITED);
  ASSERT_EQ(Report(), kOk) << status_;
  EXPECT_EQ(report_.total().invited(), 40);
  EXPECT_EQ(report_.total().absent(), v1alpha::FIGURE_ABSENT_TOO_FEW_ANSWERS);
  ASSERT_THAT(report_.strata(), SizeIs(2));
  EXPECT_EQ(report_.strata(0).figures().absent(), v1alpha::FIGURE_ABSENT_NOBODY_INVITED);
}

TEST_F(CollectionTest, BadRequestsAreToldWhatIsWrong) {
  MakeWave();
  EXPECT_EQ(Report("1.1"), ERROR_REASON_INVALID_FIELDS);
  EXPECT_EQ(Report(nullptr, "programmes/p/engagements/e/surveys/s/waves/none"),
            ERROR_REASON_RESOURCE_NOT_FOUND);
  v1alpha::DeleteWaveRequest remove;
  remove.set_name(kWave);
  ASSERT_EQ(Run(remove, &wave_), kOk) << status_;
  EXPECT_EQ(Report(), ERROR_REASON_RESOURCE_DELETED);
}

}  // namespace
}  // namespace lotse::survey
