#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "lotse/survey/v1alpha/instrument_change.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/versions/code_pairs.h"

// Two versions of a questionnaire, by what becomes of answers to the first
// (docs/adr/0031-versions-of-questionnaires.md).
namespace lotse::survey {

// Most changes of a reply. Source: instrument_change.proto.
inline constexpr int kMaxShownChanges = 2000;

// What is wrong with mappings from one version to the next, with paths from `mappings`.
rpc::FieldViolations CheckMappings(const v1alpha::Instrument& from, const v1alpha::Instrument& to,
                                   const Mappings& mappings);

// All changes from one version to the next, without names. The mappings pass CheckMappings. Either
// version may break rules. Pure: answers are not looked at. Takes time with the size of both, but
// for suggestions, which are given up after a million pairs of wordings.
v1alpha::InstrumentComparison CompareInstruments(const v1alpha::Instrument& from,
                                                 const v1alpha::Instrument& to,
                                                 const Mappings& mappings);

// What stands against publishing the next version, in English and German: changes that need a
// mapping and have none, changes that break and are not accepted, and codes that are accepted
// without need.
rpc::FieldViolations CheckSettled(const v1alpha::InstrumentComparison& comparison,
                                  const google::protobuf::RepeatedPtrField<std::string>& accepted);

// Marks as settled all that breaks: it was accepted.
void SettleAllThatBreaks(v1alpha::InstrumentComparison* comparison);

// Leaves as many changes as a reply has: the worst, in their order.
void KeepWorst(v1alpha::InstrumentComparison* comparison);

}  // namespace lotse::survey
