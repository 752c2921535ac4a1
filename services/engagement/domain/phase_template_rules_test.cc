#include "services/engagement/domain/phase_template_rules.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "services/engagement/domain/fault_testing.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::PhaseCriterion;
using v1alpha::PhaseTemplate;
using T = PhaseTemplate*;

TEST(PhaseTemplateMachine, IsThisTable) {
  EXPECT_EQ(LegalOf(PhaseTemplateMachine()),
            (std::set<std::string>{"DRAFT PUBLISH -> PUBLISHED", "PUBLISHED RETIRE -> RETIRED"}));
  EXPECT_TRUE(PhaseTemplateMachine().IsFinal(PhaseTemplate::STATE_RETIRED));
}

TEST(CheckPhaseTemplate, FindsEachFault) {
  ExpectFaults<PhaseTemplate>(
      WholePhaseTemplate(), &CheckPhaseTemplate,
      {{"phase_template.title", [](T t) { t->clear_title(); }},
       {"phase_template.version", [](T t) { t->set_version(std::string(21, '1')); }},
       {"phase_template.supersedes", [](T t) { t->set_supersedes("eins"); }},
       {"phase_template.supersedes", [](T t) { t->set_supersedes(t->name()); }},
       {"phase_template.supersedes",
        [](T t) { t->set_supersedes("programmes/andere/phaseTemplates/null"); }},
       {"phase_template.phases", [](T t) { t->clear_phases(); }},
       {"phase_template.phases", [](T t) { Fill(21, t->mutable_phases()); }},
       {"phase_template.phases[1].phase_id",
        [](T t) { t->mutable_phases(1)->set_phase_id("auftrag"); }},
       {"phase_template.phases[1].title", [](T t) { t->mutable_phases(1)->clear_title(); }},
       {"phase_template.phases[0].start_month",
        [](T t) { t->mutable_phases(0)->set_start_month(-13); }},
       {"phase_template.phases[0].end_month",
        [](T t) { t->mutable_phases(0)->set_end_month(145); }},
       {"phase_template.phases[0].end_month", [](T t) { t->mutable_phases(0)->set_end_month(-2); }},
       {"phase_template.phases[0].decided_by.variants[0].text",
        [](T t) { t->mutable_phases(0)->mutable_decided_by()->mutable_variants(0)->clear_text(); }},
       {"phase_template.phases[0].criteria",
        [](T t) { Fill(31, t->mutable_phases(0)->mutable_criteria()); }},
       {"phase_template.phases[0].criteria[1].criterion_id",
        [](T t) { t->mutable_phases(0)->mutable_criteria(1)->set_criterion_id("unterschrift"); }},
       {"phase_template.phases[0].criteria[0].title",
        [](T t) { t->mutable_phases(0)->mutable_criteria(0)->clear_title(); }},
       {"phase_template.phases[0].serves",
        [](T t) {
          t->mutable_phases(0)->set_serves(static_cast<v1alpha::PhaseTemplateItem::Serves>(99));
        }},
       {"phase_template.phases[0].criteria[0].check",
        [](T t) {
          t->mutable_phases(0)->mutable_criteria(0)->set_check(
              static_cast<PhaseCriterion::Check>(99));
        }},
       {"phase_template.phases[0].deliverables",
        [](T t) { Fill(31, t->mutable_phases(0)->mutable_deliverables()); }},
       {"phase_template.phases[0].deliverables[0].deliverable_id",
        [](T t) { t->mutable_phases(0)->mutable_deliverables(0)->set_deliverable_id("Ä"); }},
       {"phase_template.phases[0].deliverables[0].deliverable_id",
        [](T t) {
          t->mutable_phases(0)->mutable_deliverables(0)->set_deliverable_id(
              t->phases(0).criteria(0).criterion_id());
        }},
       {"phase_template.phases[0].deliverables[0].title",
        [](T t) { t->mutable_phases(0)->mutable_deliverables(0)->clear_title(); }},
       {"phase_template.phases[0].tools[0]",
        [](T t) { t->mutable_phases(0)->mutable_tools(0)->clear_variants(); }},
       {"phase_template.external_ids[0].value",
        [](T t) { t->add_external_ids()->set_system("akte"); }}});
}

// What is delivered as an example, as `lotse call CreatePhaseTemplate` reads it.
TEST(CheckPhaseTemplate, TakesTheOneThatIsDelivered) {
  std::ifstream file("services/engagement/data/phase_template.json");
  std::stringstream text;
  text << file.rdbuf();
  v1alpha::CreatePhaseTemplateRequest request;
  const auto read = google::protobuf::util::JsonStringToMessage(text.str(), &request);
  ASSERT_TRUE(read.ok()) << read;
  const PhaseTemplate& delivered = request.phase_template();
  const rpc::FieldViolations found = CheckPhaseTemplate(delivered);
  EXPECT_TRUE(found.empty()) << found.at(0).field << ": " << found.at(0).description;
  EXPECT_EQ(delivered.phases_size(), 8);
  std::set<int> checks, served;
  for (const auto& phase : delivered.phases()) {
    EXPECT_TRUE(phase.has_decided_by()) << phase.phase_id();
    served.insert(phase.serves());
    EXPECT_FALSE(phase.deliverables().empty()) << phase.phase_id();
    EXPECT_EQ(phase.criteria(phase.criteria_size() - 1).criterion_id(), "beteiligung")
        << "what cuts across is looked at at every gate: " << phase.phase_id();
    for (const auto& criterion : phase.criteria()) {
      checks.insert(criterion.check());
      EXPECT_EQ(criterion.title().variants_size(), 2) << criterion.criterion_id();
    }
  }
  EXPECT_EQ(served.size(), 7u) << "the six that rules ask for, and none";
  EXPECT_EQ(checks.size(), 7u) << "every check but MANUAL, which is not written, is used";
}

}  // namespace
}  // namespace lotse::engagement
