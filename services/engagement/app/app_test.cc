#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/app/use_cases.h"
#include "services/engagement/domain/test_data.h"

// Each method: success, each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::ErrorReason;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
constexpr auto kExists = type::v1alpha::ERROR_REASON_RESOURCE_EXISTS;
constexpr auto kToken = type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN;
constexpr auto kEtag = type::v1alpha::ERROR_REASON_ETAG_MISMATCH;
constexpr auto kOrder = type::v1alpha::ERROR_REASON_PHASE_ORDER;

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/engagementXXXXXX";
    folder_ = mkdtemp(pattern.data());
    // 23:30 UTC in summer: already the next day where the administrations are.
    const absl::Time now =
        absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
    store_ = *resource::Store::Open(folder_ + "/x.db", [now] { return now; });
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  template <class Q, class R>
  ErrorReason Call(absl::Status (*use_case)(Tx&, const Q&, R*), const Q& q, R* r) {
    r->Clear();
    status_ = store_->Write([&](Tx& tx) { return use_case(tx, q, r); });
    return rpc::ReasonOf(status_);
  }

  ErrorReason MakeProgramme(const char* id = "viv") {
    v1alpha::CreateProgrammeRequest q;
    q.set_programme_id(id);
    *q.mutable_programme() = GoodProgramme();
    return Call(&CreateProgramme, q, &programme_);
  }
  ErrorReason MakeAdministration(const char* id = "musterstadt") {
    v1alpha::CreateAdministrationRequest q;
    q.set_administration_id(id);
    *q.mutable_administration() = GoodAdministration();
    return Call(&CreateAdministration, q, &administration_);
  }
  ErrorReason MakeEngagement(v1alpha::Engagement engagement = GoodEngagement(),
                             const char* id = "eins") {
    v1alpha::CreateEngagementRequest q;
    q.set_parent("programmes/viv");
    q.set_engagement_id(id);
    *q.mutable_engagement() = std::move(engagement);
    return Call(&CreateEngagement, q, &engagement_);
  }
  void MakeAll() {
    ASSERT_EQ(MakeProgramme(), kOk);
    ASSERT_EQ(MakeAdministration(), kOk);
    ASSERT_EQ(MakeEngagement(), kOk);
  }
  template <class Q>
  ErrorReason Phase(absl::Status (*use_case)(Tx&, const Q&, v1alpha::Engagement*),
                    const char* phase, std::string etag) {
    Q q;
    q.set_name("programmes/viv/engagements/eins");
    q.set_phase_id(phase);
    q.set_etag(std::move(etag));
    return Call(use_case, q, &engagement_);
  }

  std::string folder_;
  std::unique_ptr<resource::Store> store_;
  absl::Status status_;
  v1alpha::Programme programme_;
  v1alpha::Administration administration_;
  v1alpha::Engagement engagement_;
};

TEST_F(AppTest, ProgrammeIsCreatedOnceAndRead) {
  ASSERT_EQ(MakeProgramme(), kOk);
  const std::string first = programme_.DebugString();
  EXPECT_EQ(MakeProgramme(), kOk);
  EXPECT_EQ(programme_.DebugString(), first);
  v1alpha::GetProgrammeRequest get;
  get.set_name("programmes/viv");
  ASSERT_EQ(Call(&GetProgramme, get, &programme_), kOk);
  EXPECT_EQ(programme_.DebugString(), first);
}

TEST_F(AppTest, ProgrammeErrors) {
  ASSERT_EQ(MakeProgramme(), kOk);
  v1alpha::CreateProgrammeRequest create;
  create.set_programme_id("viv");
  *create.mutable_programme() = GoodProgramme();
  create.mutable_programme()->set_short_name("other");
  EXPECT_EQ(Call(&CreateProgramme, create, &programme_), kExists);
  create.set_programme_id("Viv");
  EXPECT_EQ(Call(&CreateProgramme, create, &programme_), kInvalid);
  EXPECT_EQ(Call(&CreateProgramme, {}, &programme_), kInvalid);
  v1alpha::GetProgrammeRequest get;
  EXPECT_EQ(Call(&GetProgramme, get, &programme_), kInvalid);
  get.set_name("programmes/none");
  EXPECT_EQ(Call(&GetProgramme, get, &programme_), kNotFound);
  v1alpha::ListProgrammesRequest list;
  v1alpha::ListProgrammesResponse page;
  ASSERT_EQ(Call(&ListProgrammes, list, &page), kOk);
  EXPECT_EQ(page.programmes_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListProgrammes, list, &page), kToken);
}

TEST_F(AppTest, AdministrationMethods) {
  ASSERT_EQ(MakeAdministration(), kOk);
  EXPECT_EQ(administration_.name(), "administrations/musterstadt");
  v1alpha::GetAdministrationRequest get;
  get.set_name("administrations/musterstadt");
  ASSERT_EQ(Call(&GetAdministration, get, &administration_), kOk);
  EXPECT_EQ(administration_.population(), 43000);
  get.set_name("administrations/none");
  EXPECT_EQ(Call(&GetAdministration, get, &administration_), kNotFound);
  get.set_name("programmes/none");
  EXPECT_EQ(Call(&GetAdministration, get, &administration_), kInvalid);
  EXPECT_EQ(Call(&CreateAdministration, {}, &administration_), kInvalid);
  v1alpha::CreateAdministrationRequest other;
  other.set_administration_id("musterstadt");
  *other.mutable_administration() = GoodAdministration();
  other.mutable_administration()->set_population(1);
  EXPECT_EQ(Call(&CreateAdministration, other, &administration_), kExists);
  v1alpha::ListAdministrationsRequest list;
  v1alpha::ListAdministrationsResponse page;
  ASSERT_EQ(Call(&ListAdministrations, list, &page), kOk);
  EXPECT_EQ(page.administrations_size(), 1);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListAdministrations, list, &page), kToken);
}

TEST_F(AppTest, EngagementCopiesThePhases) {
  MakeAll();
  EXPECT_EQ(engagement_.name(), "programmes/viv/engagements/eins");
  ASSERT_EQ(engagement_.phases_size(), 3);
  v1alpha::GetEngagementRequest get;
  get.set_name(engagement_.name());
  v1alpha::Engagement read;
  ASSERT_EQ(Call(&GetEngagement, get, &read), kOk);
  EXPECT_EQ(read.DebugString(), engagement_.DebugString());
}

TEST_F(AppTest, EngagementErrors) {
  ASSERT_EQ(MakeAdministration(), kOk);
  EXPECT_EQ(MakeEngagement(), kNotFound) << "without its programme";
  ASSERT_EQ(MakeProgramme(), kOk);
  v1alpha::Engagement engagement = GoodEngagement();
  engagement.set_administration("administrations/none");
  EXPECT_EQ(MakeEngagement(engagement), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("no such administration"));
  EXPECT_EQ(MakeEngagement(GoodEngagement(), "E"), kInvalid);
  ASSERT_EQ(MakeEngagement(), kOk);
  engagement = GoodEngagement();
  engagement.mutable_title()->mutable_variants(0)->set_text("other");
  EXPECT_EQ(MakeEngagement(engagement), kExists);
  v1alpha::GetEngagementRequest get;
  get.set_name("programmes/viv/engagements/none");
  EXPECT_EQ(Call(&GetEngagement, get, &engagement_), kNotFound);
  get.set_name("engagements/none");
  EXPECT_EQ(Call(&GetEngagement, get, &engagement_), kInvalid);
}

TEST_F(AppTest, EngagementsAreListedPerProgramme) {
  MakeAll();
  ASSERT_EQ(MakeProgramme("other"), kOk);
  v1alpha::ListEngagementsRequest list;
  v1alpha::ListEngagementsResponse page;
  list.set_parent("programmes/viv");
  ASSERT_EQ(Call(&ListEngagements, list, &page), kOk);
  EXPECT_EQ(page.engagements_size(), 1);
  list.set_parent("programmes/other");
  ASSERT_EQ(Call(&ListEngagements, list, &page), kOk);
  EXPECT_EQ(page.engagements_size(), 0);
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListEngagements, list, &page), kToken);
  list.set_parent("programmes/none");
  EXPECT_EQ(Call(&ListEngagements, list, &page), kNotFound);
  list.set_parent("");
  EXPECT_EQ(Call(&ListEngagements, list, &page), kInvalid);
}

TEST_F(AppTest, PhasesAreStartedAndCompleted) {
  MakeAll();
  ASSERT_EQ(Phase(&StartPhase, "auftrag", "1"), kOk);
  EXPECT_EQ(engagement_.phases(0).start_date().day(), 2) << "the day in Berlin";
  ASSERT_EQ(Phase(&CompletePhase, "auftrag", "2"), kOk);
  ASSERT_EQ(Phase(&StartPhase, "bestand", "3"), kOk);
  EXPECT_EQ(Phase(&StartPhase, "ziele", "4"), kOrder);
  EXPECT_EQ(Phase(&CompletePhase, "ziele", "4"), kOrder);
  EXPECT_EQ(Phase(&StartPhase, "ziele", "3"), kEtag);
  EXPECT_EQ(Phase(&CompletePhase, "bestand", "3"), kEtag);
  EXPECT_EQ(Phase(&StartPhase, "ziele", ""), kInvalid);
  EXPECT_EQ(Phase(&CompletePhase, "none", "4"), kInvalid);
  // A repeated create is still answered with the stored one, phases and all.
  ASSERT_EQ(MakeEngagement(), kOk);
  EXPECT_EQ(engagement_.phases(1).state(), v1alpha::Phase::STATE_ACTIVE);
  v1alpha::StartPhaseRequest none;
  none.set_name("programmes/viv/engagements/none");
  none.set_etag("1");
  EXPECT_EQ(Call<v1alpha::StartPhaseRequest>(&StartPhase, none, &engagement_), kNotFound);
}

}  // namespace
}  // namespace lotse::engagement
