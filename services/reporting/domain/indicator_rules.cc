#include "services/reporting/domain/indicator_rules.h"

namespace lotse::reporting {
namespace {

// First step of the effect ladder that tells of the living situation of people.
constexpr int kLivingSituation = 6;

}  // namespace

bool IsMonitoring(int effect_level) { return effect_level >= kLivingSituation; }

}  // namespace lotse::reporting
