#include "services/engagement/app/setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/unit_interface_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

// Each method beyond the standard ones, and each rule that needs other resources: success
// and each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::ErrorReason;
using v1alpha::Administration;
using v1alpha::Engagement;
using v1alpha::OrgUnit;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;
using Publish = v1alpha::PublishPhaseTemplateRequest;
using Retire = v1alpha::RetirePhaseTemplateRequest;

constexpr char kTemplate[] = "programmes/viv/phaseTemplates/eins";
constexpr char kUnits[] = "administrations/musterstadt/orgUnits/";
constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

class SetupTest : public AppTesting {
 protected:
  SetupTest() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already 2 July where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2023, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    ASSERT_EQ(MakeProgramme("viv", GoodProgramme()), kOk) << status_;
    ASSERT_EQ(MakeAdministration("musterstadt", GoodAdministration()), kOk) << status_;
  }

  ErrorReason MakeProgramme(const char* id, const Programme& programme) {
    v1alpha::CreateProgrammeRequest q;
    q.set_programme_id(id);
    *q.mutable_programme() = programme;
    return Run(q, &programme_);
  }
  // A whole programme, without code lists and other administrations.
  static Programme Whole() {
    Programme programme = WholeProgramme();
    *programme.mutable_funders(0)->mutable_title() = programme.title();
    programme.mutable_funders(0)->clear_code();
    programme.mutable_partners(0)->clear_administration();
    programme.clear_core_activities();
    programme.clear_target_groups();
    return programme;
  }
  ErrorReason MakeAdministration(const char* id, const Administration& administration) {
    v1alpha::CreateAdministrationRequest q;
    q.set_administration_id(id);
    *q.mutable_administration() = administration;
    return Run(q, &administration_);
  }
  ErrorReason MakeTemplate(const PhaseTemplate& phase_template = WholePhaseTemplate(),
                           const char* id = "eins") {
    v1alpha::CreatePhaseTemplateRequest q;
    q.set_parent("programmes/viv");
    q.set_phase_template_id(id);
    *q.mutable_phase_template() = phase_template;
    return Run(q, &template_);
  }
  ErrorReason UpdateTemplate(const PhaseTemplate& phase_template) {
    v1alpha::UpdatePhaseTemplateRequest q;
    *q.mutable_phase_template() = phase_template;
    return Run(q, &template_);
  }
  template <class Q>
  ErrorReason Step(absl::Status (*step)(Tx&, const Q&, PhaseTemplate*), const char* etag,
                   const char* name = kTemplate) {
    Q q;
    q.set_name(name);
    q.set_etag(etag);
    q.set_reason("beschlossen");
    return Write(step, q, &template_);
  }

  // A unit that exists from the first day of one year to the last of another; 0 for open.
  static OrgUnit Unit(const std::string& parent, int from = 0, int to = 0) {
    OrgUnit unit;
    *unit.mutable_title() = GoodOrgUnit().title();
    if (!parent.empty()) unit.set_parent_unit(kUnits + parent);
    if (from != 0) *unit.mutable_valid_from_date() = GoodOrgUnit().valid_from_date();
    if (from != 0) unit.mutable_valid_from_date()->set_year(from);
    if (to != 0) *unit.mutable_valid_to_date() = GoodOrgUnit().valid_to_date();
    if (to != 0) unit.mutable_valid_to_date()->set_year(to);
    return unit;
  }
  ErrorReason MakeUnit(const std::string& id, const OrgUnit& unit) {
    v1alpha::CreateOrgUnitRequest q;
    q.set_parent("administrations/musterstadt");
    q.set_org_unit_id(id);
    *q.mutable_org_unit() = unit;
    return Run(q, &unit_);
  }
  ErrorReason UpdateUnit(const std::string& id, OrgUnit unit) {
    v1alpha::UpdateOrgUnitRequest q;
    unit.set_name(kUnits + id);
    *q.mutable_org_unit() = std::move(unit);
    q.mutable_update_mask()->add_paths("*");
    return Run(q, &unit_);
  }

  Programme programme_;
  Administration administration_;
  PhaseTemplate template_;
  OrgUnit unit_;
};

TEST_F(SetupTest, LandIsTakenFromTheKey) {
  EXPECT_EQ(administration_.land(), "03");
  Administration administration = GoodAdministration();
  administration.clear_territory_key();
  ASSERT_EQ(MakeAdministration("fern", administration), kOk);
  EXPECT_EQ(administration_.land(), "");
  administration_.set_territory_key("07315003");
  v1alpha::UpdateAdministrationRequest update;
  *update.mutable_administration() = administration_;
  ASSERT_EQ(Run(update, &administration_), kOk) << status_;
  EXPECT_EQ(administration_.land(), "07");
  v1alpha::ListAdministrationsRequest list;
  list.set_filter("land = 07");
  v1alpha::ListAdministrationsResponse page;
  ASSERT_EQ(Run(list, &page), kOk);
  EXPECT_EQ(page.administrations_size(), 1);
}

TEST_F(SetupTest, TemplateIsPublishedAndRetired) {
  ASSERT_EQ(MakeTemplate(), kOk) << status_;
  EXPECT_EQ(template_.state(), PhaseTemplate::STATE_DRAFT);
  EXPECT_EQ(Step(&RetirePhaseTemplate, "1"), kWrongState);
  ASSERT_EQ(Step(&PublishPhaseTemplate, "1"), kOk) << status_;
  EXPECT_EQ(template_.state(), PhaseTemplate::STATE_PUBLISHED);
  EXPECT_EQ(Step(&PublishPhaseTemplate, "2"), kWrongState);
  ASSERT_EQ(Step(&RetirePhaseTemplate, "2"), kOk) << status_;
  EXPECT_EQ(template_.state(), PhaseTemplate::STATE_RETIRED);
  EXPECT_EQ(Step(&RetirePhaseTemplate, "3"), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("possible now: nothing"));
}

TEST_F(SetupTest, StepsOfATemplateNeedItAsItIs) {
  ASSERT_EQ(MakeTemplate(), kOk);
  EXPECT_EQ(Step(&PublishPhaseTemplate, ""), kInvalid);
  EXPECT_EQ(Step(&PublishPhaseTemplate, "7"), kEtag);
  EXPECT_EQ(Step(&PublishPhaseTemplate, "1", "programmes/viv/phaseTemplates/none"), kNotFound);
  EXPECT_EQ(Step(&PublishPhaseTemplate, "1", "programmes/viv"), kInvalid);
  ASSERT_EQ(ByName<v1alpha::DeletePhaseTemplateRequest>(kTemplate, &template_), kOk);
  EXPECT_EQ(Step(&PublishPhaseTemplate, "2"), kDeleted);
  EXPECT_EQ(Step(&RetirePhaseTemplate, "2"), kDeleted);
}

TEST_F(SetupTest, PublishedTemplateIsNotChanged) {
  ASSERT_EQ(MakeTemplate(), kOk);
  PhaseTemplate changed = template_;
  changed.set_version("1.1");
  ASSERT_EQ(UpdateTemplate(changed), kOk) << "a draft is";
  ASSERT_EQ(Step(&PublishPhaseTemplate, "2"), kOk);
  EXPECT_EQ(UpdateTemplate(template_), kOk) << "a change of nothing is none";
  EXPECT_EQ(template_.etag(), "3");
  changed = template_;
  changed.mutable_phases(0)->set_skippable(false);
  EXPECT_EQ(UpdateTemplate(changed), kFinal);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("PUBLISHED"));
  ASSERT_EQ(Step(&RetirePhaseTemplate, "3"), kOk);
  changed.clear_etag();
  EXPECT_EQ(UpdateTemplate(changed), kFinal);
  // A new version takes its place.
  PhaseTemplate next = WholePhaseTemplate();
  next.set_supersedes(kTemplate);
  EXPECT_EQ(MakeTemplate(next, "zwei"), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeletePhaseTemplateRequest>(kTemplate, &template_), kInUse);
  next.set_supersedes("programmes/viv/phaseTemplates/none");
  EXPECT_EQ(MakeTemplate(next, "drei"), kInvalid);
}

TEST_F(SetupTest, TemplateInUseIsNotDeleted) {
  ASSERT_EQ(MakeTemplate(), kOk);
  ASSERT_EQ(Step(&PublishPhaseTemplate, "1"), kOk);
  v1alpha::CreateEngagementRequest q;
  q.set_parent("programmes/viv");
  q.set_engagement_id("eins");
  *q.mutable_engagement() = GoodEngagement();
  q.mutable_engagement()->set_phase_template(kTemplate);
  Engagement engagement;
  ASSERT_EQ(Run(q, &engagement), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeletePhaseTemplateRequest>(kTemplate, &template_), kInUse);
  ASSERT_EQ(Step(&RetirePhaseTemplate, "2"), kOk) << "that is possible";
  ASSERT_EQ(ByName<v1alpha::DeleteEngagementRequest>(engagement.name().c_str(), &engagement), kOk);
  EXPECT_EQ(ByName<v1alpha::DeletePhaseTemplateRequest>(kTemplate, &template_), kOk) << status_;
}

TEST_F(SetupTest, UnitsAreATree) {
  ASSERT_EQ(MakeUnit("a", Unit("")), kOk) << status_;
  ASSERT_EQ(MakeUnit("b", Unit("a")), kOk) << status_;
  ASSERT_EQ(MakeUnit("c", Unit("b")), kOk) << status_;
  EXPECT_EQ(MakeUnit("d", Unit("none")), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("org_unit.parent_unit: does not exist"));
  EXPECT_EQ(MakeUnit("d", Unit("d")), kInvalid) << "itself";
  for (const char* below : {"a", "b", "c"}) {
    EXPECT_EQ(UpdateUnit("a", Unit(below)), kInvalid) << below;
    EXPECT_THAT(std::string(status_.message()), HasSubstr("org_unit.parent_unit"));
  }
  EXPECT_EQ(UpdateUnit("c", Unit("a")), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeleteOrgUnitRequest>("administrations/musterstadt/orgUnits/a", &unit_),
            kInUse);
  ASSERT_EQ(MakeAdministration("andere", GoodAdministration()), kOk);
  OrgUnit foreign = Unit("");
  foreign.set_parent_unit("administrations/andere/orgUnits/a");
  EXPECT_EQ(MakeUnit("d", foreign), kInvalid);
}

TEST_F(SetupTest, UnitsLieTenDeepAtMost) {
  ASSERT_EQ(MakeUnit("u0", Unit("")), kOk);
  for (int i = 1; i < 10; ++i) {
    ASSERT_EQ(MakeUnit(absl::StrCat("u", i), Unit(absl::StrCat("u", i - 1))), kOk) << i << status_;
  }
  EXPECT_EQ(MakeUnit("u10", Unit("u9")), kInvalid);
  // Nor are they pushed down by moving one above them.
  ASSERT_EQ(MakeUnit("oben", Unit("")), kOk);
  EXPECT_EQ(UpdateUnit("u0", Unit("oben")), kInvalid);
  EXPECT_EQ(UpdateUnit("u1", Unit("oben")), kOk) << status_;
}

TEST_F(SetupTest, UnitsExistWithinTheTimeOfTheirParent) {
  ASSERT_EQ(MakeUnit("a", Unit("", 2020, 2025)), kOk);
  EXPECT_EQ(MakeUnit("b", Unit("a", 2019, 2025)), kInvalid);
  EXPECT_EQ(MakeUnit("b", Unit("a", 2020)), kInvalid);
  ASSERT_EQ(MakeUnit("b", Unit("a", 2021, 2024)), kOk) << status_;
  EXPECT_EQ(UpdateUnit("b", Unit("a", 2021, 2026)), kInvalid);
  EXPECT_EQ(UpdateUnit("a", Unit("", 2020, 2023)), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("org_unit.valid_to_date"));
  EXPECT_EQ(UpdateUnit("a", Unit("", 2022, 2025)), kInvalid);
  EXPECT_EQ(UpdateUnit("a", Unit("", 2021, 2024)), kOk) << status_;
  // A unit that was deleted comes back only into the time of its parent.
  const std::string name = std::string(kUnits) + "b";
  ASSERT_EQ(ByName<v1alpha::DeleteOrgUnitRequest>(name.c_str(), &unit_), kOk);
  const std::string etag = unit_.etag();
  ASSERT_EQ(UpdateUnit("a", Unit("", 2021, 2022)), kOk) << "a deleted one does not count";
  using Undelete = v1alpha::UndeleteOrgUnitRequest;
  EXPECT_EQ(ByName<Undelete>(name.c_str(), etag, &unit_), kInvalid);
  ASSERT_EQ(UpdateUnit("a", Unit("", 2021, 2024)), kOk);
  EXPECT_EQ(ByName<Undelete>(name.c_str(), etag, &unit_), kOk) << status_;
}

TEST_F(SetupTest, InterfacesAndServicesKeepToTheirAdministration) {
  ASSERT_EQ(MakeUnit("dezernat", Unit("")), kOk);
  v1alpha::CreateUnitInterfaceRequest q;
  q.set_parent("administrations/musterstadt");
  q.set_unit_interface_id("zuzug");
  *q.mutable_unit_interface() = GoodUnitInterface();
  v1alpha::UnitInterface made;
  EXPECT_EQ(Run(q, &made), kInvalid) << "a unit is not there";
  ASSERT_EQ(MakeUnit("soziales", Unit("dezernat")), kOk);
  ASSERT_EQ(Run(q, &made), kOk) << status_;
  EXPECT_EQ(made.state(), v1alpha::UnitInterface::STATE_OPEN);
  EXPECT_EQ(ByName<v1alpha::DeleteOrgUnitRequest>("administrations/musterstadt/orgUnits/soziales",
                                                  &unit_),
            kInUse);
  v1alpha::UpdateUnitInterfaceRequest change;
  *change.mutable_unit_interface() = made;
  change.mutable_unit_interface()->set_state(v1alpha::UnitInterface::STATE_SETTLED);
  ASSERT_EQ(Run(change, &made), kOk) << status_;
  EXPECT_EQ(made.state(), v1alpha::UnitInterface::STATE_SETTLED);

  v1alpha::CreateMunicipalServiceRequest service;
  service.set_parent("administrations/musterstadt");
  service.set_municipal_service_id("wohngeld");
  *service.mutable_municipal_service() = GoodMunicipalService();
  v1alpha::MunicipalService reply;
  service.mutable_municipal_service()->clear_target_groups();
  service.mutable_municipal_service()->clear_task_areas();
  EXPECT_EQ(Run(service, &reply), kInvalid);
  EXPECT_THAT(std::string(status_.message()),
              HasSubstr("municipal_service.bundled_services: does not exist"));
  service.mutable_municipal_service()->clear_bundled_services();
  EXPECT_EQ(Run(service, &reply), kOk) << status_;
}

TEST_F(SetupTest, ReportingDutiesAreListed) {
  ASSERT_EQ(MakeProgramme("ganz", Whole()), kOk) << status_;
  ASSERT_EQ(MakeProgramme("alt", Whole()), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteProgrammeRequest>("programmes/alt", &programme_), kOk);
  v1alpha::ListReportingDutiesRequest q;
  v1alpha::ListReportingDutiesResponse page;
  q.set_parent("programmes/-");
  q.set_page_size(1);
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk) << status_;
  ASSERT_EQ(page.reporting_duties_size(), 1) << "not of what is deleted";
  EXPECT_EQ(page.reporting_duties(0).duty_id(), "sachbericht-2021");
  EXPECT_FALSE(page.reporting_duties(0).overdue());
  q.set_page_token(page.next_page_token());
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk) << status_;
  ASSERT_EQ(page.reporting_duties_size(), 1);
  EXPECT_EQ(page.reporting_duties(0).programme(), "programmes/ganz");
  EXPECT_TRUE(page.reporting_duties(0).overdue());
  EXPECT_EQ(page.next_page_token(), "");
  q.set_open_only(true);
  EXPECT_EQ(Read(&ListReportingDuties, q, &page), kToken) << "of another list";
  q.clear_page_token();
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk);
  EXPECT_EQ(page.reporting_duties(0).duty_id(), "sachbericht-2022");
  *q.mutable_due_before_date() = page.reporting_duties(0).due_date();
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk);
  EXPECT_EQ(page.reporting_duties_size(), 0);
}

TEST_F(SetupTest, ReportingDutyIsOverdueFromMidnightInBerlin) {
  Programme programme = Whole();
  auto* due = programme.mutable_funders(0)->mutable_duties(1)->mutable_due_date();
  due->set_month(7);
  due->set_day(1);
  ASSERT_EQ(MakeProgramme("ganz", programme), kOk) << status_;
  v1alpha::ListReportingDutiesRequest q;
  v1alpha::ListReportingDutiesResponse page;
  q.set_parent("programmes/ganz");
  q.set_open_only(true);
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk) << status_;
  EXPECT_TRUE(page.reporting_duties(0).overdue());
  now_ -= absl::Hours(2);
  ASSERT_EQ(Read(&ListReportingDuties, q, &page), kOk);
  EXPECT_FALSE(page.reporting_duties(0).overdue());
}

TEST_F(SetupTest, ReportingDutiesOfOthersAreNotShown) {
  ASSERT_EQ(MakeProgramme("mein", Whole()), kOk);
  ASSERT_EQ(MakeProgramme("fremd", Whole()), kOk);
  const auto access = std::make_shared<const auth::Access>(
      std::vector<auth::Right>{{"programmes/mein", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}});
  v1alpha::ListReportingDutiesRequest q;
  v1alpha::ListReportingDutiesResponse page;
  q.set_parent("programmes/-");
  const auto asked = [&](Tx& tx) {
    tx.SetView(auth::View(access, type::v1alpha::PERMISSION_PROGRAMME_READ, now_));
    return ListReportingDuties(tx, q, &page);
  };
  ASSERT_EQ(ReadWith(q, &page, asked), kOk) << status_;
  ASSERT_EQ(page.reporting_duties_size(), 2);
  for (const auto& row : page.reporting_duties()) EXPECT_EQ(row.programme(), "programmes/mein");
}

TEST_F(SetupTest, ReportingDutiesErrors) {
  v1alpha::ListReportingDutiesRequest q;
  v1alpha::ListReportingDutiesResponse page;
  for (const char* parent : {"", "programmes", "administrations/a", "programmes/-/-"}) {
    q.set_parent(parent);
    EXPECT_EQ(Read(&ListReportingDuties, q, &page), kInvalid) << parent;
  }
  q.set_parent("programmes/none");
  EXPECT_EQ(Read(&ListReportingDuties, q, &page), kNotFound);
  q.set_parent("programmes/-");
  q.set_page_size(-1);
  EXPECT_EQ(Read(&ListReportingDuties, q, &page), kInvalid);
  q.set_page_size(0);
  q.set_page_token("x");
  EXPECT_EQ(Read(&ListReportingDuties, q, &page), kToken);
  q.clear_page_token();
  q.mutable_due_before_date()->set_year(2023);
  EXPECT_EQ(Read(&ListReportingDuties, q, &page), kInvalid);
}

}  // namespace
}  // namespace lotse::engagement
