// Values, and the definitions under which they are measured.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "tests/invariants/checks.h"
#include "tests/invariants/expected_values.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Indicator;
using api::IndicatorDefinition;
using api::Measurement;

namespace {

// What a correction has to keep of what was locked; its time is not set.
api::MeasurementRevision KeptOf(const Measurement& locked, const std::string& reason) {
  api::MeasurementRevision kept;
  kept.set_revision_number(locked.revision_number());
  if (locked.has_value()) *kept.mutable_value() = locked.value();
  if (locked.has_not_measurable_reason()) {
    *kept.mutable_not_measurable_reason() = locked.not_measurable_reason();
  }
  *kept.mutable_breakdown() = locked.breakdown();
  if (locked.has_as_of_date()) *kept.mutable_as_of_date() = locked.as_of_date();
  if (locked.has_evidence()) *kept.mutable_evidence() = locked.evidence();
  kept.set_reason(reason);
  return kept;
}

// What was locked is corrected: what it was is kept, and nothing else changes yet.
bool IsCorrected(const Step& step, const Measurement& was, const Measurement& is) {
  const int last = is.earlier_revisions_size() - 1;
  return step.RequestName() == "CorrectMeasurementRequest" && step.Field("name") == was.name() &&
         is.revision_number() == was.revision_number() + 1 &&
         last == was.earlier_revisions_size() &&
         SameBut(KeptOf(was, step.Field("reason")), is.earlier_revisions(last), {"correct_time"}) &&
         SameBut(
             was, is,
             {"state", "revision_number", "earlier_revisions", "warnings", "etag", "update_time"});
}

void CheckRevisions(const Step& step, const Measurement& was, const Measurement& is,
                    Faults* faults) {
  const auto fault = [&](const char* what) {
    faults->push_back(absl::StrCat("14: ", was.name(), " ", what));
  };
  for (int i = 0; i < was.earlier_revisions_size(); ++i) {
    const bool kept =
        i < is.earlier_revisions_size() && Same(was.earlier_revisions(i), is.earlier_revisions(i));
    if (!kept) fault("has lost an earlier revision");
  }
  if (was.state() != Measurement::STATE_LOCKED) {
    const bool same = is.revision_number() == was.revision_number() &&
                      is.earlier_revisions_size() == was.earlier_revisions_size();
    if (!same) fault("has a new revision, and was not locked");
  } else if (is.revision_number() == was.revision_number()) {
    // What other systems call it is no content.
    if (!SameBut(was, is, {"external_ids", "warnings", "etag", "update_time"})) {
      fault("was locked and has changed");
    }
  } else if (!IsCorrected(step, was, is)) {
    fault("was corrected, and what was locked is not kept");
  }
}

// Whether somebody tried to change what is locked.
void SeeAttempt(const Step& step, Faults* faults) {
  const auto* update = dynamic_cast<const api::UpdateMeasurementRequest*>(step.request.get());
  if (update == nullptr) return;
  const auto* was = step.before.Live<Measurement>(update->measurement().name());
  if (was == nullptr || was->state() != Measurement::STATE_LOCKED) return;
  for (const std::string& path : update->update_mask().paths()) {
    if (path != "breakdown" && path != "*") continue;
    const bool same_size = was->breakdown_size() == update->measurement().breakdown_size();
    if (same_size && !SameBut(*was, update->measurement(), {"title", "etag"})) {
      faults->Saw("locked breakdown that shall be another");
    }
  }
}

// A changed definition is a new version, and the earlier ones stay.
void CheckDefinition(const Step& step, const Indicator* was, const Indicator& is, Faults* faults) {
  const auto fault = [&](const char* what) {
    faults->push_back(absl::StrCat("13: ", is.name(), " ", what));
  };
  if (was == nullptr) {
    const bool first = is.definition_version() == 1 && is.earlier_definitions().empty();
    if (!first) fault("does not begin with version 1");
  } else {
    const bool changed = !Same(was->definition(), is.definition());
    if (changed) faults->Saw("definition that has changed");
    Indicator expected = *was;
    if (changed) *expected.add_earlier_definitions() = was->definition();
    const bool right = is.definition_version() == was->definition_version() + (changed ? 1 : 0) &&
                       is.earlier_definitions_size() == expected.earlier_definitions_size();
    if (!right) fault("has another version than it should");
    for (int i = 0; right && i < is.earlier_definitions_size(); ++i) {
      if (!Same(is.earlier_definitions(i), expected.earlier_definitions(i))) {
        fault("has lost an earlier definition");
      }
    }
    if (!changed) return;
  }
  // By which sites are put together is declared once, for all of them.
  const auto* shared = step.after.Get<Indicator>(is.shared_indicator());
  if (shared != nullptr && !Same(shared->definition(), is.definition())) {
    faults->push_back(absl::StrCat("12: ", is.name(), " is not measured as ", shared->name()));
  }
}

// A measurement keeps the definition under which it was measured, and can be read by it.
void CheckMeasuredUnder(const Step& step, const Measurement* was, const Measurement& is,
                        Faults* faults) {
  const auto* indicator = step.after.Get<Indicator>(ParentOf(is.name()));
  if (indicator == nullptr) {
    return faults->push_back(absl::StrCat("13: ", is.name(), " measures nothing"));
  }
  const int version = was == nullptr ? indicator->definition_version() : was->definition_version();
  const auto* definition = DefinitionAt(*indicator, version);
  if (is.definition_version() != version || definition == nullptr) {
    return faults->push_back(absl::StrCat("13: ", is.name(), " is measured by another version"));
  }
  std::set<std::string> categories;
  for (const auto& dimension : definition->dimensions()) {
    for (const auto& category : dimension.categories()) {
      categories.insert(absl::StrCat(dimension.dimension_id(), "/", category.category_id()));
    }
  }
  for (const auto& part : is.breakdown()) {
    const std::string category = absl::StrCat(part.dimension_id(), "/", part.category_id());
    if (categories.contains(category)) continue;
    faults->push_back(absl::StrCat("13: ", is.name(), " cannot be read: ", category));
  }
}

void CheckWarnings(const Step& step, const Measurement& is, Faults* faults) {
  // What is deleted or restored is not looked at again.
  if (absl::StartsWith(step.RequestName(), "Delete") ||
      absl::StartsWith(step.RequestName(), "Undelete")) {
    return;
  }
  const auto* indicator = step.after.Get<Indicator>(ParentOf(is.name()));
  const std::set<std::string> expected = WarningsOf(step.after, *indicator, is);
  if (!expected.empty()) faults->Saw("measurement that is odd");
  if (expected == std::set<std::string>(is.warnings().begin(), is.warnings().end())) return;
  faults->push_back(
      absl::StrCat("12: ", is.name(), " does not warn of `", absl::StrJoin(expected, " "), "`"));
}

}  // namespace

void CheckValues(const Step& step, Faults* faults) {
  SeeAttempt(step, faults);
  const bool defines = step.RequestName() == "UpdateIndicatorRequest";
  for (const std::string& name : Changed(step)) {
    if (const auto* indicator = step.after.Get<Indicator>(name); indicator != nullptr) {
      CheckDefinition(step, step.before.Get<Indicator>(name), *indicator, faults);
    }
    const auto* measurement = step.after.Get<Measurement>(name);
    if (measurement == nullptr) continue;
    const auto* was = step.before.Get<Measurement>(name);
    if (defines) faults->push_back(absl::StrCat("13: ", name, " has changed by a definition"));
    if (was != nullptr) CheckRevisions(step, *was, *measurement, faults);
    CheckMeasuredUnder(step, was, *measurement, faults);
    CheckWarnings(step, *measurement, faults);
  }
}

}  // namespace lotse::invariants
