#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {

const PlanWording& GermanPlanWording();
const PlanWording& EnglishPlanWording();

const PlanWording& PlanWordingOf(Language language) {
  return language == Language::kGerman ? GermanPlanWording() : EnglishPlanWording();
}

}  // namespace lotse::reporting
