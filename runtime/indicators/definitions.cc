#include "runtime/indicators/definitions.h"

#include "google/protobuf/util/message_differencer.h"
#include "runtime/types/date.h"

namespace lotse::indicators {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Target;

bool MeasureTheSame(const IndicatorDefinition& a, const IndicatorDefinition& b) {
  return a.value_type() == b.value_type() && a.accumulation() == b.accumulation() &&
         google::protobuf::util::MessageDifferencer::Equals(a.unit(), b.unit());
}

const IndicatorDefinition& DefinitionOf(const Indicator& indicator, int version) {
  const bool earlier = version >= 1 && version <= indicator.earlier_definitions_size();
  return earlier ? indicator.earlier_definitions(version - 1) : indicator.definition();
}

const Target* TargetOn(const Indicator& indicator, absl::CivilDay day) {
  const auto start = [](const Target* target) { return types::ToCivil(target->start_date()); };
  const Target* first = nullptr;
  const Target* begun = nullptr;
  for (const Target& target : indicator.targets()) {
    if (first == nullptr || start(&target) < start(first)) first = &target;
    if (start(&target) > day) continue;
    if (begun == nullptr || start(&target) > start(begun)) begun = &target;
  }
  return begun != nullptr ? begun : first;
}

}  // namespace lotse::indicators
