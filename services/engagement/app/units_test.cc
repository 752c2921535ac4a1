#include <functional>

#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "services/engagement/app/chain_testing.h"

// What is planned names units and services of the administration of its engagement only.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Finding;
using v1alpha::Goal;
using v1alpha::Indicator;
using v1alpha::Measure;
using v1alpha::Need;

constexpr char kForeign[] = "administrations/anderswo/orgUnits/kita";
constexpr char kForeignService[] = "administrations/anderswo/municipalServices/kita";

class UnitsTest : public ChainTesting {
 protected:
  void SetUp() override {
    ChainTesting::SetUp();
    Put("administrations/anderswo", GoodAdministration());
    Put(kForeign, v1alpha::OrgUnit());
    Put(kForeignService, v1alpha::MunicipalService());
    Set<Finding>(GoodFinding().name(), [](Finding* f) { f->set_state(Finding::STATE_DRAFT); });
  }
  // The message with which a change of a resource that is there is refused; empty if it is
  // done. `Q` is the request of its standard method, `field` that of the resource in it.
  template <class Q, class R>
  std::string Refusal(R resource, R* (Q::*field)(), const std::function<void(R*)>& change) {
    change(&resource);
    Q q;
    R reply;
    *(q.*field)() = std::move(resource);
    q.mutable_update_mask()->add_paths("*");
    const auto reason = Run(q, &reply);
    EXPECT_TRUE(reason == kOk || reason == kInvalid) << status_;
    return std::string(status_.message());
  }
};

TEST_F(UnitsTest, AreThoseOfTheAdministration) {
  const auto finding = [&](const std::function<void(Finding*)>& change) {
    return Refusal(GoodFinding(), &v1alpha::UpdateFindingRequest::mutable_finding, change);
  };
  const auto need = [&](const std::function<void(Need*)>& change) {
    return Refusal(GoodNeed(), &v1alpha::UpdateNeedRequest::mutable_need, change);
  };
  const auto goal = [&](const std::function<void(Goal*)>& change) {
    return Refusal(GoodGoal(), &v1alpha::UpdateGoalRequest::mutable_goal, change);
  };
  EXPECT_THAT(finding([](Finding* f) { f->add_org_units(kForeign); }),
              HasSubstr("finding.org_units"));
  EXPECT_THAT(need([](Need* n) { n->add_org_units(kForeign); }), HasSubstr("need.org_units"));
  EXPECT_THAT(goal([](Goal* g) { g->set_accountable_unit(kForeign); }),
              HasSubstr("goal.accountable_unit"));
  EXPECT_EQ(finding([](Finding* f) { f->add_org_units(GoodGoal().accountable_unit()); }), "");

  Put(GoodIndicator().name(), GoodIndicator());
  const std::function<void(Indicator*)> foreign = [](Indicator* i) {
    i->set_accountable_unit(kForeign);
  };
  EXPECT_THAT(
      Refusal(GoodIndicator(), &v1alpha::UpdateIndicatorRequest::mutable_indicator, foreign),
      HasSubstr("indicator.accountable_unit: administrations/anderswo/orgUnits/kita is no "
                "unit of administrations/musterstadt"));
}

TEST_F(UnitsTest, OfMeasuresToo) {
  Put(kMeasure, GoodMeasure());
  const std::pair<std::function<void(Measure*)>, const char*> cases[] = {
      {[](Measure*) {}, ""},
      {[](Measure* m) { m->set_accountable_unit(kForeign); }, "measure.accountable_unit"},
      {[](Measure* m) { m->set_contributing_units(0, kForeign); }, "measure.contributing_units"},
      {[](Measure* m) { m->mutable_responsibilities(0)->set_org_unit(kForeign); },
       "measure.responsibilities.org_unit"},
      {[](Measure* m) { m->mutable_efforts(0)->set_org_unit(kForeign); },
       "measure.efforts.org_unit"},
      {[](Measure* m) { m->add_services(kForeignService); }, "measure.services"},
  };
  for (const auto& [change, field] : cases) {
    EXPECT_THAT(Refusal(GoodMeasure(), &v1alpha::UpdateMeasureRequest::mutable_measure, change),
                HasSubstr(field));
  }
}

TEST_F(UnitsTest, AreAskedForWhenSomethingIsMade) {
  v1alpha::CreateNeedRequest q;
  Need need;
  q.set_parent(kPlace);
  q.set_need_id("neu");
  *q.mutable_need() = GoodNeed();
  q.mutable_need()->add_org_units(kForeign);
  EXPECT_EQ(Run(q, &need), kInvalid);
  q.mutable_need()->set_org_units(0, GoodGoal().accountable_unit());
  EXPECT_EQ(Run(q, &need), kOk) << status_;
}

}  // namespace
}  // namespace lotse::engagement
