#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/violation.h"

// Checks that several kinds of resources have in common. Each adds what is wrong to
// `violations`, with paths that begin with the given field.
namespace lotse::engagement {

// At most `limit` items in the list at `field`.
void CheckLimit(absl::string_view field, int size, int limit, rpc::FieldViolations* violations);

// At most `limit` bytes in the plain text at `field`, which may be empty.
void CheckBytes(absl::string_view field, absl::string_view text, size_t limit,
                rpc::FieldViolations* violations);

// The ids of the items of a list at `field`: each is an id and none is there twice. An
// item's id stands at `field[i].id_field`, for example `phases[2].phase_id`.
void CheckUniqueIds(absl::string_view field, absl::string_view id_field,
                    const std::vector<std::string>& ids, rpc::FieldViolations* violations);

// Criteria and deliverables of one phase: no deliverable has the id of a criterion, because
// verdicts, conditions and refusals name both by it. `path` is that of the phase.
template <class Phase>
void CheckGateIds(absl::string_view path, const Phase& phase, rpc::FieldViolations* violations) {
  std::set<absl::string_view> seen;
  for (const auto& criterion : phase.criteria()) seen.insert(criterion.criterion_id());
  for (int i = 0; i < phase.deliverables_size(); ++i) {
    const std::string& id = phase.deliverables(i).deliverable_id();
    if (id.empty() || !seen.contains(id)) continue;
    violations->push_back(
        Violation(absl::StrCat(path, ".deliverables[", i, "].deliverable_id"),
                  {"ist schon die Kennung eines Prüfkriteriums dieser Phase; eine andere angeben",
                   "is the id of a criterion of this phase; give another"}));
  }
}

// A date that may be absent; if it is there it is a real day. Returns whether it is there
// and right.
bool CheckOptionalDate(absl::string_view field, bool present, const google::type::Date& date,
                       rpc::FieldViolations* violations);

// Two dates of which each may be absent; if both are there the last is not before the
// first. `Has` and getter of the fields are given as they are in the message.
void CheckOptionalPeriod(absl::string_view first_field, bool has_first,
                         const google::type::Date& first, absl::string_view last_field,
                         bool has_last, const google::type::Date& last,
                         rpc::FieldViolations* violations);

// Whether a pseudonymous function may be absent.
enum class FunctionId { kOptional, kRequired };

// A pseudonymous function, for example `leitung-soziales`: the form of an id, never the
// name of a person. Source: D-005, domain invariant 6.
void CheckFunctionId(absl::string_view field, absl::string_view function_id,
                     rpc::FieldViolations* violations, FunctionId presence = FunctionId::kOptional);

}  // namespace lotse::engagement
