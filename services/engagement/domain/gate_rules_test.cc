#include "services/engagement/domain/gate_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/engagement/domain/phase_rules.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/track_rules.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::GateVerdict;
using v1alpha::Phase;
using v1alpha::PhaseCriterion;

constexpr auto kBlocked = type::v1alpha::ERROR_REASON_GATE_BLOCKED;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

google::type::Date Day() {
  google::type::Date date;
  date.set_year(2021);
  date.set_month(7);
  date.set_day(31);
  return date;
}

Phase InGate() {
  Phase phase = CopyPhases(GoodPhaseTemplate(), "programmes/p/engagements/e/tracks/t", Day())[0];
  phase.set_state(Phase::STATE_IN_GATE);
  return phase;
}

Phase Ready() {
  Phase phase = InGate();
  for (auto& criterion : *phase.mutable_criteria()) {
    criterion.set_result(v1alpha::GateCriterion::RESULT_MET);
  }
  for (auto& d : *phase.mutable_deliverables())
    d.set_state(v1alpha::GateDeliverable::STATE_APPROVED);
  return phase;
}

GateFacts NoBaseline() {
  return {{PhaseCriterion::CHECK_BASELINES,
           {{"e/indicators/kita", {"hat keinen Ausgangswert", "has no baseline"}},
            {"e/indicators/abh", {"hat keinen Ausgangswert", "has no baseline"}}}}};
}

std::vector<std::string> Ids(const std::vector<v1alpha::MissingAtGate>& missing) {
  std::vector<std::string> ids;
  for (const auto& part : missing) ids.push_back(part.id());
  return ids;
}

v1alpha::DecideGateRequest Asking(GateVerdict::Verdict verdict, const char* reason = "") {
  v1alpha::DecideGateRequest request;
  request.set_verdict(verdict);
  request.set_reason(reason);
  return request;
}

void AddCondition(const char* id, v1alpha::DecideGateRequest* request) {
  v1alpha::GateCondition* condition = request->add_conditions();
  condition->set_action_item_id(id);
  auto* variant = condition->mutable_title()->add_variants();
  variant->set_language("de");
  variant->set_text("Ausgangswert nachholen");
  *condition->mutable_due_date() = Day();
}

TEST(MissingAt, ListsEverythingAtOnce) {
  EXPECT_THAT(Ids(MissingAt(InGate(), NoBaseline())),
              ElementsAre("befunde", "ausgangswerte", "akzeptanz", "bericht", "landkarte"));
  EXPECT_TRUE(MissingAt(Ready(), {}).empty());
  const auto missing = MissingAt(Ready(), NoBaseline());
  ASSERT_EQ(missing.size(), 1u) << "what the server checks is not for people to say";
  EXPECT_TRUE(missing[0].mandatory());
  EXPECT_EQ(missing[0].description(), "is not met: e/indicators/kita has no baseline (and 1 more)");
  EXPECT_EQ(missing[0].description_de(),
            "ist nicht erfüllt: e/indicators/kita hat keinen Ausgangswert (und 1 weitere)");
  for (const auto& part : MissingAt(InGate(), NoBaseline())) {
    EXPECT_THAT(part.description_de(), HasSubstr("ist nicht ")) << part.id();
  }
  EXPECT_THAT(missing[0].resources(), ElementsAre("e/indicators/kita", "e/indicators/abh"));
}

TEST(DecideGate, PassesWhenEverythingMandatoryIsThere) {
  Phase phase = Ready();
  phase.mutable_criteria(2)->clear_result();  // Not mandatory.
  phase.set_stale(true);
  std::vector<v1alpha::ActionItem> items;
  v1alpha::DecideGateRequest request = Asking(GateVerdict::VERDICT_PASSED);
  request.set_decided_by_function("steuerungsgruppe");
  ASSERT_TRUE(DecideGate(request, {}, Day(), &phase, &items).ok());
  EXPECT_EQ(phase.state(), Phase::STATE_COMPLETED);
  EXPECT_EQ(phase.complete_date().day(), 31);
  EXPECT_FALSE(phase.stale());
  ASSERT_EQ(phase.verdicts_size(), 1);
  EXPECT_THAT(phase.verdicts(0).missing(), ElementsAre("akzeptanz"));
  EXPECT_EQ(phase.verdicts(0).decided_by_function(), "steuerungsgruppe");
  EXPECT_TRUE(items.empty());
}

TEST(DecideGate, IsBlockedByEverythingMandatoryAtOnce) {
  Phase phase = InGate();
  std::vector<v1alpha::ActionItem> items;
  const absl::Status status =
      DecideGate(Asking(GateVerdict::VERDICT_PASSED), NoBaseline(), Day(), &phase, &items);
  EXPECT_EQ(rpc::ReasonOf(status), kBlocked);
  EXPECT_THAT(std::string(status.message()), HasSubstr("#befunde is not met"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("(and 2 more)"));
}

TEST(DecideGate, ConditionsBecomeActionItems) {
  Phase phase = InGate();
  std::vector<v1alpha::ActionItem> items;
  v1alpha::DecideGateRequest request = Asking(GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  EXPECT_EQ(rpc::ReasonOf(DecideGate(request, {}, Day(), &phase, &items)), kInvalid) << "none";
  AddCondition("ausgangswert-kita", &request);
  ASSERT_TRUE(DecideGate(request, NoBaseline(), Day(), &phase, &items).ok());
  EXPECT_EQ(phase.state(), Phase::STATE_COMPLETED);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].name(), "programmes/p/engagements/e/actionItems/ausgangswert-kita");
  EXPECT_EQ(items[0].phase(), phase.name());
  EXPECT_EQ(items[0].state(), v1alpha::ActionItem::STATE_OPEN);
  EXPECT_THAT(phase.verdicts(0).conditions(), ElementsAre(items[0].name()));
  EXPECT_EQ(phase.verdicts(0).missing_size(), 5);
}

TEST(DecideGate, ConditionsAreChecked) {
  std::vector<v1alpha::ActionItem> items;
  v1alpha::DecideGateRequest request = Asking(GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  AddCondition("Eins", &request);
  AddCondition("zwei", &request);
  request.mutable_conditions(1)->clear_title();
  request.mutable_conditions(1)->clear_due_date();
  request.mutable_conditions(1)->set_responsible_function("Herr Z");
  Phase phase = InGate();
  const absl::Status status = DecideGate(request, {}, Day(), &phase, &items);
  EXPECT_EQ(rpc::ReasonOf(status), kInvalid);
  EXPECT_THAT(std::string(status.message()), HasSubstr("(and 3 more)"));
  v1alpha::DecideGateRequest failed = Asking(GateVerdict::VERDICT_FAILED);
  AddCondition("eins", &failed);
  EXPECT_EQ(rpc::ReasonOf(DecideGate(failed, {}, Day(), &phase, &items)), kInvalid);
}

TEST(DecideGate, NeedsAVerdictThatIsOne) {
  for (const int verdict : {0, 5, 99, -1}) {
    Phase phase = Ready();
    std::vector<v1alpha::ActionItem> items;
    const auto request = Asking(static_cast<GateVerdict::Verdict>(verdict));
    EXPECT_EQ(rpc::ReasonOf(DecideGate(request, {}, Day(), &phase, &items)), kInvalid) << verdict;
    EXPECT_EQ(phase.state(), Phase::STATE_IN_GATE);
  }
}

TEST(DecideGate, FailingGoesOn) {
  Phase phase = InGate();
  std::vector<v1alpha::ActionItem> items;
  ASSERT_TRUE(DecideGate(Asking(GateVerdict::VERDICT_FAILED), {}, Day(), &phase, &items).ok());
  EXPECT_EQ(phase.state(), Phase::STATE_ACTIVE);
  EXPECT_FALSE(phase.has_complete_date());
  EXPECT_EQ(phase.verdicts_size(), 1);
}

TEST(DecideGate, WaivingNeedsTheTemplateAndAReason) {
  std::vector<v1alpha::ActionItem> items;
  Phase phase = InGate();
  EXPECT_EQ(
      rpc::ReasonOf(DecideGate(Asking(GateVerdict::VERDICT_WAIVED), {}, Day(), &phase, &items)),
      kInvalid);
  phase = InGate();
  EXPECT_EQ(rpc::ReasonOf(
                DecideGate(Asking(GateVerdict::VERDICT_WAIVED, " "), {}, Day(), &phase, &items)),
            kInvalid)
      << "blanks";
  phase = InGate();
  phase.set_waivable(false);
  EXPECT_EQ(rpc::ReasonOf(DecideGate(Asking(GateVerdict::VERDICT_WAIVED, "liegt vor"), {}, Day(),
                                     &phase, &items)),
            kBlocked);
  phase = InGate();
  ASSERT_TRUE(
      DecideGate(Asking(GateVerdict::VERDICT_WAIVED, "liegt vor"), {}, Day(), &phase, &items).ok());
  EXPECT_EQ(phase.state(), Phase::STATE_COMPLETED);
}

TEST(DecideGate, OnlyInTheGateAndFiftyTimes) {
  std::vector<v1alpha::ActionItem> items;
  Phase phase = Ready();
  phase.set_state(Phase::STATE_ACTIVE);
  EXPECT_EQ(
      rpc::ReasonOf(DecideGate(Asking(GateVerdict::VERDICT_PASSED), {}, Day(), &phase, &items)),
      kWrongState);
  phase = Ready();
  for (int i = 0; i < 50; ++i) phase.add_verdicts();
  EXPECT_EQ(
      rpc::ReasonOf(DecideGate(Asking(GateVerdict::VERDICT_PASSED), {}, Day(), &phase, &items)),
      kBlocked);
}

}  // namespace
}  // namespace lotse::engagement
