#include "services/engagement/app/former_phases.h"

#include <string>
#include <vector>

#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/former_phases.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::Engagement;
using v1alpha::Phase;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;

constexpr char kVerb[] = "TAKE_PHASES_OVER";
constexpr char kReason[] = "Phases of version 0.1.0";

absl::Status Take(Tx& tx, Programme* programme) {
  PhaseTemplate taken = TakePhases(tx.now(), programme);
  if (absl::Status s = tx.Import(1, &taken); !s.ok()) return s;
  return tx.Save(kVerb, kReason, programme);
}

absl::Status Take(Tx& tx, Engagement* engagement) {
  FormerCourse course = TakePhases(tx.now(), engagement);
  if (!course.phases.empty()) {
    if (absl::Status s = tx.Import(1, &course.track); !s.ok()) return s;
  }
  for (Phase& phase : course.phases) {
    if (absl::Status s = tx.Import(1, &phase); !s.ok()) return s;
  }
  // What is deleted refers to nothing until it is restored.
  const std::string template_name =
      FormerTemplateOf(std::string(schema::ParentOf(engagement->name())));
  if (!engagement->has_delete_time() && tx.CheckThere(template_name, /*live=*/true).ok()) {
    engagement->set_phase_template(template_name);
  }
  return tx.Save(kVerb, kReason, engagement);
}

// Brings one owner to the present form; whether there was anything to do.
template <class Resource>
absl::StatusOr<bool> TakeOwner(resource::Store* store, const std::string& owner) {
  Resource resource;
  const absl::Status read = store->Read([&](Tx& tx) { return tx.Load(owner, &resource); });
  // The log of an owner outlives what was deleted for good.
  if (rpc::ReasonOf(read) == type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) return false;
  if (!read.ok()) return read;
  if (!HasFormerPhases(resource)) return false;
  const resource::Cause cause = {"lotse-engagement", "", ""};
  const absl::Status written = store->WriteAndWait(cause, [&](Tx& tx) {
    Resource present;
    if (absl::Status s = tx.Load(owner, &present); !s.ok()) return s;
    return Take(tx, &present);
  });
  if (!written.ok()) return written;
  return true;
}

absl::StatusOr<bool> TakeOwner(resource::Store* store, const std::string& owner) {
  const schema::Kind* kind = store->schema().KindOfName(owner);
  if (kind == nullptr) return false;
  const auto* descriptor = kind->prototype->GetDescriptor();
  if (descriptor == Programme::descriptor()) return TakeOwner<Programme>(store, owner);
  if (descriptor == Engagement::descriptor()) return TakeOwner<Engagement>(store, owner);
  return false;
}

}  // namespace

absl::StatusOr<FormerPhasesTaken> TakeFormerPhases(resource::Store* store) {
  std::vector<std::string> owners;
  const absl::Status listed = store->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) return listed;
  FormerPhasesTaken result;
  // A programme comes before its engagements, which refer to its template.
  for (const std::string& owner : owners) {
    const absl::StatusOr<bool> taken = TakeOwner(store, owner);
    if (taken.ok()) {
      result.taken += *taken ? 1 : 0;
    } else if (rpc::ReasonOf(taken.status()) == type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE) {
      return taken.status();
    } else {
      // What is wrong with one owner keeps nobody else from working.
      ++result.unread;
    }
  }
  return result;
}

}  // namespace lotse::engagement
