// Released material of qualitative studies, asked of lotse-survey.
#include <string>
#include <utility>

#include "services/reporting/sources/interview.h"

namespace lotse::reporting {

namespace api = survey::v1alpha;

namespace {

// GetReleasedMaterial tells nothing of a draft, nor of what was withdrawn. It is asked once more
// here, because what a report says cannot be taken back from those who read it.
absl::Status CheckReleased(const std::string& name, const api::MaterialRelease& material) {
  if (material.has_delete_time()) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_RESOURCE_DELETED, name,
                             {"ist gelöscht; herausnehmen", "is deleted; take it out"},
                             {{"resource", name}});
  }
  if (material.state() == api::MaterialRelease::STATE_RELEASED) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, name,
      {"ist nicht freigegeben; erst freigeben (ReleaseMaterial), oder herausnehmen",
       "is not released; release it first (ReleaseMaterial), or take it out"},
      {{"resource", name}, {"state", api::MaterialRelease::State_Name(material.state())}});
}

}  // namespace

absl::Status Interview::AskMaterial(const std::string& name) {
  const std::string question = MaterialQuestion(name);
  api::GetReleasedMaterialRequest request;
  request.set_name(name);
  api::MaterialRelease found;
  const absl::Time asked_at = options_.clock();
  absl::Status asked =
      Call(materials_, &api::MaterialReleaseService::Stub::GetReleasedMaterial, request, &found);
  if (asked.ok() && answers_) asked = CheckReleased(name, found);
  if (!asked.ok()) return Refused(std::move(asked), {question});
  if (answers_) {
    // Who approved a wording stands in no report, so it is not kept either.
    for (api::ReleasedQuote& quote : *found.mutable_quotes()) quote.clear_approver();
    NoteReached(name, found.etag(), found.content_sha256());
    const absl::Status kept =
        options_.mirror->Keep({ToAnswer(question, found, found.etag(), asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto kept = Kept(question, &found);
    if (!kept.ok()) return kept.status();
    NoteUnreachable(name, *kept, found.content_sha256());
    if (!kept->has_value()) return absl::OkStatus();
  }
  inputs_->materials.push_back(std::move(found));
  return absl::OkStatus();
}

}  // namespace lotse::reporting
