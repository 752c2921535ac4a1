#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/types/date.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

// Each method: success, each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::ErrorReason;

constexpr char kProgramme[] = "programmes/viv";
constexpr char kAdministration[] = "administrations/musterstadt";
constexpr char kEngagement[] = "programmes/viv/engagements/eins";

class AppTest : public AppTesting {
 protected:
  AppTest() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already the next day where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
  }

  ErrorReason MakeProgramme(const char* id = "viv",
                            v1alpha::Programme programme = GoodProgramme()) {
    v1alpha::CreateProgrammeRequest q;
    q.set_programme_id(id);
    *q.mutable_programme() = std::move(programme);
    return Run(q, &programme_);
  }
  ErrorReason MakeAdministration(const char* id = "musterstadt",
                                 v1alpha::Administration administration = GoodAdministration()) {
    v1alpha::CreateAdministrationRequest q;
    q.set_administration_id(id);
    *q.mutable_administration() = std::move(administration);
    return Run(q, &administration_);
  }
  ErrorReason MakeEngagement(v1alpha::Engagement engagement = GoodEngagement(),
                             const char* id = "eins") {
    v1alpha::CreateEngagementRequest q;
    q.set_parent(kProgramme);
    q.set_engagement_id(id);
    *q.mutable_engagement() = std::move(engagement);
    return Run(q, &engagement_);
  }
  void MakeAll() {
    ASSERT_EQ(MakeProgramme(), kOk) << status_;
    ASSERT_EQ(MakeAdministration(), kOk) << status_;
    ASSERT_EQ(MakeEngagement(), kOk) << status_;
  }
  ErrorReason UpdateProgramme(const v1alpha::Programme& programme) {
    v1alpha::UpdateProgrammeRequest q;
    *q.mutable_programme() = programme;
    return Run(q, &programme_);
  }
  ErrorReason UpdateEngagement(const v1alpha::Engagement& engagement) {
    v1alpha::UpdateEngagementRequest q;
    *q.mutable_engagement() = engagement;
    return Run(q, &engagement_);
  }

  v1alpha::Programme programme_;
  v1alpha::Administration administration_;
  v1alpha::Engagement engagement_;
};

TEST_F(AppTest, ProgrammeIsCreatedOnceAndRead) {
  ASSERT_EQ(MakeProgramme(), kOk) << status_;
  const std::string first = programme_.DebugString();
  EXPECT_EQ(MakeProgramme(), kOk);
  EXPECT_EQ(programme_.DebugString(), first);
  ASSERT_EQ(ByName<v1alpha::GetProgrammeRequest>(kProgramme, &programme_), kOk);
  EXPECT_EQ(programme_.DebugString(), first);
}

TEST_F(AppTest, ProgrammeErrors) {
  ASSERT_EQ(MakeProgramme(), kOk);
  v1alpha::Programme programme = GoodProgramme();
  programme.set_short_name("other");
  EXPECT_EQ(MakeProgramme("viv", programme), kExists);
  EXPECT_EQ(MakeProgramme("Viv"), kInvalid);
  EXPECT_EQ(Run(v1alpha::CreateProgrammeRequest(), &programme_), kInvalid);
  programme.set_engagement_months_limit(121);
  EXPECT_EQ(MakeProgramme("other", programme), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("programme.engagement_months_limit"));
  EXPECT_EQ(ByName<v1alpha::GetProgrammeRequest>("", &programme_), kInvalid);
  EXPECT_EQ(ByName<v1alpha::GetProgrammeRequest>("programmes/none", &programme_), kNotFound);
  v1alpha::ListProgrammesRequest list;
  v1alpha::ListProgrammesResponse page;
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.programmes_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
}

TEST_F(AppTest, ProgrammeIsChangedWithinItsEngagements) {
  MakeAll();
  v1alpha::Programme programme = programme_;
  programme.set_short_name("V");
  ASSERT_EQ(UpdateProgramme(programme), kOk) << status_;
  EXPECT_EQ(programme_.short_name(), "V");
  EXPECT_EQ(programme_.etag(), "2");
  EXPECT_EQ(UpdateProgramme(programme), kEtag);
  programme = programme_;
  programme.mutable_title()->clear_variants();
  EXPECT_EQ(UpdateProgramme(programme), kInvalid);

  // The engagement runs from 2021-03-01 to 2022-05-31: 15 months.
  struct Case {
    std::function<void(v1alpha::Programme*)> change;
    const char* field;
  };
  const Case cases[] = {
      {[](v1alpha::Programme* p) { p->mutable_start_date()->set_month(4); },
       "programme.start_date"},
      {[](v1alpha::Programme* p) { p->mutable_end_date()->set_year(2021); }, "programme.end_date"},
      {[](v1alpha::Programme* p) { p->set_engagement_months_limit(14); },
       "programme.engagement_months_limit"},
  };
  ASSERT_EQ(ByName<v1alpha::GetProgrammeRequest>(kProgramme, &programme), kOk);
  for (const Case& c : cases) {
    v1alpha::Programme changed = programme;
    c.change(&changed);
    EXPECT_EQ(UpdateProgramme(changed), kInvalid) << c.field;
    EXPECT_THAT(std::string(status_.message()), HasSubstr(c.field));
    EXPECT_THAT(std::string(status_.message()), HasSubstr(kEngagement));
  }
  // What is deleted does not stand in the way.
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(kEngagement, &engagement_), kOk);
  for (const Case& c : cases) {
    v1alpha::Programme changed = programme;
    c.change(&changed);
    EXPECT_EQ(UpdateProgramme(changed), kOk) << c.field << status_;
    programme = programme_;
  }
}

TEST_F(AppTest, OtherChangesOfAProgrammeDoNotLookAtItsEngagements) {
  MakeAll();
  // One that does not fit, which no rule let in.
  ASSERT_TRUE(store_
                  ->WriteAndWait(cause_,
                                 [&](Tx& tx) {
                                   v1alpha::Engagement misfit = GoodEngagement();
                                   misfit.set_name("programmes/viv/engagements/lang");
                                   misfit.mutable_end_date()->set_year(2040);
                                   return tx.Create(&misfit);
                                 })
                  .ok());
  ASSERT_EQ(ByName<v1alpha::GetProgrammeRequest>(kProgramme, &programme_), kOk);
  v1alpha::Programme changed = programme_;
  changed.mutable_title()->mutable_variants(0)->set_text("Anders");
  EXPECT_EQ(UpdateProgramme(changed), kOk) << status_;
  changed = programme_;
  changed.mutable_end_date()->set_month(11);
  EXPECT_EQ(UpdateProgramme(changed), kInvalid);
}

TEST_F(AppTest, ProgrammeIsDeletedAndRestored) {
  MakeAll();
  EXPECT_EQ(ByName<v1alpha::DeleteProgrammeRequest>(kProgramme, &programme_), kInUse);
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(kEngagement, &engagement_), kOk);
  EXPECT_EQ(ByName<v1alpha::DeleteProgrammeRequest>(kProgramme, "7", &programme_), kEtag);
  EXPECT_EQ(ByName<v1alpha::UndeleteProgrammeRequest>(kProgramme, "1", &programme_), kExists);
  ASSERT_EQ(ByName<v1alpha::DeleteProgrammeRequest>(kProgramme, &programme_), kOk) << status_;
  EXPECT_TRUE(programme_.has_delete_time());
  EXPECT_EQ(UpdateProgramme(programme_), kDeleted);
  EXPECT_EQ(MakeEngagement(GoodEngagement(), "zwei"), kDeleted);
  EXPECT_EQ(ByName<v1alpha::UndeleteEngagementRequest>(kEngagement, "2", &engagement_), kDeleted);
  EXPECT_EQ(ByName<v1alpha::UndeleteProgrammeRequest>(kProgramme, "1", &programme_), kEtag);
  EXPECT_EQ(ByName<v1alpha::UndeleteProgrammeRequest>(kProgramme, "", &programme_), kInvalid);
  ASSERT_EQ(ByName<v1alpha::UndeleteProgrammeRequest>(kProgramme, "2", &programme_), kOk)
      << status_;
  EXPECT_FALSE(programme_.has_delete_time());
  EXPECT_EQ(ByName<v1alpha::DeleteProgrammeRequest>("programmes/none", &programme_), kNotFound);
  EXPECT_EQ(ByName<v1alpha::UndeleteProgrammeRequest>("programmes/none", "1", &programme_),
            kNotFound);
}

TEST_F(AppTest, AdministrationMethods) {
  ASSERT_EQ(MakeAdministration(), kOk);
  EXPECT_EQ(administration_.name(), kAdministration);
  const auto get = [&](const char* name) {
    return ByName<v1alpha::GetAdministrationRequest>(name, &administration_);
  };
  ASSERT_EQ(get(kAdministration), kOk);
  EXPECT_EQ(administration_.population(), 43000);
  EXPECT_EQ(get("administrations/none"), kNotFound);
  EXPECT_EQ(get("programmes/none"), kInvalid);
  EXPECT_EQ(Run(v1alpha::CreateAdministrationRequest(), &administration_), kInvalid);
  v1alpha::Administration other = GoodAdministration();
  other.set_population(1);
  EXPECT_EQ(MakeAdministration("musterstadt", other), kExists);
  v1alpha::ListAdministrationsRequest list;
  v1alpha::ListAdministrationsResponse page;
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.administrations_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
}

TEST_F(AppTest, AdministrationIsChangedDeletedAndRestored) {
  MakeAll();
  v1alpha::UpdateAdministrationRequest update;
  update.mutable_administration()->set_name(kAdministration);
  update.mutable_administration()->set_population(-1);
  update.mutable_update_mask()->add_paths("population");
  EXPECT_EQ(Run(update, &administration_), kInvalid);
  update.mutable_administration()->set_population(44000);
  ASSERT_EQ(Run(update, &administration_), kOk) << status_;
  EXPECT_EQ(administration_.population(), 44000);
  EXPECT_EQ(administration_.territory_key(), "03151009");

  using Delete = v1alpha::DeleteAdministrationRequest;
  using Undelete = v1alpha::UndeleteAdministrationRequest;
  EXPECT_EQ(ByName<Delete>(kAdministration, &administration_), kInUse) << "it is accompanied";
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(kEngagement, &engagement_), kOk);
  ASSERT_EQ(ByName<Delete>(kAdministration, &administration_), kOk);
  EXPECT_EQ(MakeEngagement(GoodEngagement(), "zwei"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("engagement.administration: was deleted"));
  ASSERT_EQ(ByName<Undelete>(kAdministration, administration_.etag(), &administration_), kOk);
  EXPECT_EQ(ByName<Undelete>(kAdministration, administration_.etag(), &administration_), kExists);
}

TEST_F(AppTest, ExternalIdBelongsToOneAdministration) {
  v1alpha::Administration administration = GoodAdministration();
  auto* id = administration.add_external_ids();
  id->set_system("akte");
  id->set_value("7");
  ASSERT_EQ(MakeAdministration("eins", administration), kOk) << status_;
  EXPECT_EQ(MakeAdministration("zwei", administration), kTaken);
}

TEST_F(AppTest, AnEngagementBeginsAsADraft) {
  MakeAll();
  EXPECT_EQ(engagement_.name(), kEngagement);
  EXPECT_EQ(engagement_.state(), v1alpha::Engagement::STATE_DRAFT);
  v1alpha::Engagement read;
  ASSERT_EQ(ByName<v1alpha::GetEngagementRequest>(kEngagement, &read), kOk);
  EXPECT_EQ(read.DebugString(), engagement_.DebugString());
}

TEST_F(AppTest, EngagementErrors) {
  ASSERT_EQ(MakeAdministration(), kOk);
  EXPECT_EQ(MakeEngagement(), kNotFound) << "without its programme";
  ASSERT_EQ(MakeProgramme(), kOk);
  v1alpha::Engagement engagement = GoodEngagement();
  engagement.set_administration("administrations/none");
  EXPECT_EQ(MakeEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()),
              HasSubstr("engagement.administration: does not exist"));
  engagement.mutable_start_date()->set_year(2020);
  EXPECT_EQ(MakeEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("engagement.start_date"));
  EXPECT_EQ(MakeEngagement(GoodEngagement(), "E"), kInvalid);
  ASSERT_EQ(MakeEngagement(), kOk);
  engagement = GoodEngagement();
  engagement.mutable_title()->mutable_variants(0)->set_text("other");
  EXPECT_EQ(MakeEngagement(engagement), kExists);
  const auto get = [&](const char* name) {
    return ByName<v1alpha::GetEngagementRequest>(name, &engagement_);
  };
  EXPECT_EQ(get("programmes/viv/engagements/none"), kNotFound);
  EXPECT_EQ(get("engagements/none"), kInvalid);
}

TEST_F(AppTest, EngagementIsChangedWithinItsProgramme) {
  MakeAll();
  v1alpha::Engagement engagement = engagement_;
  engagement.mutable_title()->mutable_variants(0)->set_text("other");
  engagement.set_state(v1alpha::Engagement::STATE_CLOSED);
  ASSERT_EQ(UpdateEngagement(engagement), kOk) << status_;
  EXPECT_EQ(engagement_.title().variants(0).text(), "other");
  EXPECT_EQ(engagement_.state(), v1alpha::Engagement::STATE_DRAFT) << "steps alone change it";
  EXPECT_EQ(UpdateEngagement(engagement), kEtag);
  engagement.clear_etag();
  engagement.mutable_end_date()->set_month(7);
  EXPECT_EQ(UpdateEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("limit of 15 months"));
  ASSERT_EQ(MakeAdministration("zweitstadt"), kOk);
  engagement = engagement_;
  engagement.set_administration("administrations/zweitstadt");
  EXPECT_EQ(UpdateEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("engagement.administration"));
  engagement.set_name("programmes/viv/engagements/none");
  EXPECT_EQ(UpdateEngagement(engagement), kNotFound);
}

TEST_F(AppTest, AnEngagementIsAsLongAsItsProgrammeSays) {
  v1alpha::Programme programme = GoodProgramme();
  programme.set_engagement_months_min(12);
  ASSERT_EQ(MakeProgramme("viv", programme), kOk) << status_;
  ASSERT_EQ(MakeAdministration(), kOk);
  v1alpha::Engagement engagement = GoodEngagement();
  *engagement.mutable_end_date() = types::ToDate(absl::CivilDay(2022, 2, 27));
  EXPECT_EQ(MakeEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()),
              HasSubstr("engagement.end_date: shorter than the programme's least of 12 months; the "
                        "first possible day is 2022-02-28"));
  *engagement.mutable_end_date() = types::ToDate(absl::CivilDay(2022, 2, 28));
  ASSERT_EQ(MakeEngagement(engagement), kOk) << status_;
  programme = programme_;
  programme.set_engagement_months_min(13);
  EXPECT_EQ(UpdateProgramme(programme), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("programme.engagement_months_min"));
}

TEST_F(AppTest, EngagementIsDeletedAndRestored) {
  MakeAll();
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(kEngagement, "1", &engagement_), kOk);
  EXPECT_EQ(UpdateEngagement(engagement_), kDeleted);
  EXPECT_EQ(MakeEngagement(), kExists) << "its id is not given away";
  using Undelete = v1alpha::UndeleteEngagementRequest;
  ASSERT_EQ(ByName<v1alpha::GetEngagementRequest>(kEngagement, &engagement_), kOk);
  const std::string etag = engagement_.etag();
  ASSERT_EQ(ByName<v1alpha::DeleteAdministrationRequest>(kAdministration, &administration_), kOk);
  EXPECT_EQ(ByName<Undelete>(kEngagement, etag, &engagement_), kInvalid) << "administration";
  ASSERT_EQ(ByName<v1alpha::UndeleteAdministrationRequest>(kAdministration, administration_.etag(),
                                                           &administration_),
            kOk);
  ASSERT_EQ(ByName<Undelete>(kEngagement, etag, &engagement_), kOk) << status_;
  EXPECT_FALSE(engagement_.has_delete_time());
}

TEST_F(AppTest, EngagementIsRestoredOnlyIntoAProgrammeThatItFits) {
  MakeAll();
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(kEngagement, "1", &engagement_), kOk);
  const std::string etag = engagement_.etag();
  ASSERT_EQ(ByName<v1alpha::GetProgrammeRequest>(kProgramme, &programme_), kOk);
  programme_.set_engagement_months_limit(1);
  ASSERT_EQ(UpdateProgramme(programme_), kOk) << "a deleted one need not fit";
  using Undelete = v1alpha::UndeleteEngagementRequest;
  EXPECT_EQ(ByName<Undelete>(kEngagement, etag, &engagement_), kInvalid);
  programme_.set_engagement_months_limit(15);
  ASSERT_EQ(UpdateProgramme(programme_), kOk);
  EXPECT_EQ(ByName<Undelete>(kEngagement, etag, &engagement_), kOk) << status_;
}

TEST_F(AppTest, EngagementsAreListedPerProgramme) {
  MakeAll();
  ASSERT_EQ(MakeProgramme("other"), kOk);
  v1alpha::ListEngagementsRequest list;
  v1alpha::ListEngagementsResponse page;
  list.set_parent(kProgramme);
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.engagements_size(), 1);
  list.set_parent("programmes/other");
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.engagements_size(), 0);
  list.set_page_token("x");
  EXPECT_EQ(Run(list, &page), kToken);
  list.set_parent("");
  EXPECT_EQ(Run(list, &page), kInvalid);
}

}  // namespace
}  // namespace lotse::engagement
