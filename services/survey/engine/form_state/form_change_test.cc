#include "services/survey/engine/form_state/form_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/engine/form_state/live_form.h"
#include "services/survey/engine/form_state/trip_testing.h"
#include "services/survey/engine/household_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::FormChange;
using v1alpha::FormState;

FormState StateOf(const std::string& answers) {
  static const auto* form = new LiveForm(TripForm());
  const Answers given = ParseAnswers(answers);
  return *form->Evaluate({.answers = given, .occasion = Filling::Occasion::kHandIn}, {});
}

TEST(FormChange, TellsWhatCameWhatWentAndWhatIsNotAsItWas) {
  const FormState before = StateOf(R"(answers { code: "season" choice: "summer" }
                                      answers { code: "children" integer: 3 })");
  const FormState now = StateOf(R"(answers { code: "children" integer: 2 }
                                   answers { code: "leader" text: "Ada" }
                                   answers { code: "name" text: "Bo" instances: 2 })");
  const FormChange change = ChangeOf(before, now);
  EXPECT_THAT(AllInWords(change.became_relevant()), ElementsAre("likes/2"));
  EXPECT_THAT(AllInWords(change.became_irrelevant()), ElementsAre("place", "helper"));
  EXPECT_THAT(AllInWords(change.gone()), ElementsAre("child/3", "name/3", "likes/3"));
  EXPECT_THAT(
      AllInWords(change.changed()),
      ElementsAre("place -", "child x2", "likes/2 <swim Schwimmen mit Ada> <read> [Was mag Bo?]",
                  "cost = content: \"20\"", "helper -"));
  EXPECT_THAT(AllInWords(change.violations()), IsEmpty());
}

TEST(FormChange, NothingChangesByItself) {
  const FormState state = StateOf(R"(answers { code: "children" integer: 3 })");
  const FormChange change = ChangeOf(state, state);
  EXPECT_THAT(AllInWords(change.changed()), IsEmpty());
  EXPECT_THAT(AllInWords(change.became_relevant()), IsEmpty());
  EXPECT_THAT(AllInWords(change.became_irrelevant()), IsEmpty());
  EXPECT_THAT(AllInWords(change.gone()), IsEmpty());
  // What is wrong is told each time.
  EXPECT_THAT(AllInWords(change.violations()), ElementsAre("REQUIRED leader #0"));
}

}  // namespace
}  // namespace lotse::survey
