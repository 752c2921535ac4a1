#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

absl::Status CheckWaveName(absl::string_view name) {
  rpc::FieldViolations violations;
  types::CheckName("name", kWaveName, name, &violations);
  return rpc::InvalidFields(violations);
}

template <class Request>
absl::Status ChangeWave(Session s, const Request& q, absl::Status (*rule)(Wave*), Wave* r) {
  if (absl::Status status = CheckWaveName(q.name()); !status.ok()) return status;
  if (absl::Status status = s.tx.LoadForChange(q.name(), q.etag(), r); !status.ok()) return status;
  if (absl::Status status = rule(r); !status.ok()) return status;
  if (absl::Status status = s.tx.Save(r); !status.ok()) return status;
  return FillResponseCount(s.responses, r);
}

}  // namespace

absl::Status FillResponseCount(ResponseStore& responses, Wave* wave) {
  const absl::StatusOr<int64_t> count = responses.Count(wave->name());
  if (!count.ok()) return count.status();
  const auto shown = ShownResponseCount(wave->state(), *count);
  if (shown.has_value()) wave->set_response_count(*shown);
  return absl::OkStatus();
}

absl::Status GetWave(Session s, const v1alpha::GetWaveRequest& q, Wave* r) {
  if (absl::Status status = CheckWaveName(q.name()); !status.ok()) return status;
  if (absl::Status status = s.tx.Load(q.name(), r); !status.ok()) return status;
  return FillResponseCount(s.responses, r);
}

absl::Status ListWaves(Session s, const v1alpha::ListWavesRequest& q,
                       v1alpha::ListWavesResponse* r) {
  rpc::FieldViolations violations;
  const auto ids = types::CheckName("parent", kSurveyName, q.parent(), &violations,
                                    /*wildcard=*/true);
  // Only the survey may be left open; whose engagement it is, is never a wildcard.
  if (!ids.empty() && (ids[0] == "-" || ids[1] == "-")) {
    violations.push_back({"parent", "only the survey's id may be -"});
  }
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  const absl::string_view within = absl::StripSuffix(q.parent(), "/-");
  if (absl::Status status = s.tx.List({std::string(within), q.page_size(), q.page_token()}, r);
      !status.ok()) {
    return status;
  }
  for (Wave& wave : *r->mutable_waves()) {
    if (absl::Status status = FillResponseCount(s.responses, &wave); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CreateWave(Session s, const v1alpha::CreateWaveRequest& q, Wave* r) {
  rpc::FieldViolations violations = CheckWave(q.parent(), q.wave());
  types::CheckName("parent", kSurveyName, q.parent(), &violations);
  types::CheckId("wave_id", q.wave_id(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  v1alpha::Survey survey;
  if (absl::Status status = s.tx.Load(q.parent(), &survey); !status.ok()) return status;
  v1alpha::Instrument instrument;
  if (absl::Status status = s.tx.Load(q.wave().instrument(), &instrument); !status.ok()) {
    return status;
  }
  *r = q.wave();
  r->set_name(absl::StrCat(q.parent(), "/waves/", q.wave_id()));
  r->set_state(Wave::STATE_PLANNED);
  r->clear_response_count();
  if (absl::Status status = s.tx.Create(r); !status.ok()) return status;
  return FillResponseCount(s.responses, r);
}

absl::Status OpenWave(Session s, const v1alpha::OpenWaveRequest& q, Wave* r) {
  return ChangeWave(s, q, &OpenWave, r);
}

absl::Status CloseWave(Session s, const v1alpha::CloseWaveRequest& q, Wave* r) {
  if (absl::Status status = ChangeWave(s, q, &CloseWave, r); !status.ok()) return status;
  // Before the wave counts as closed: from then on nothing tells the order of
  // its answers, or it is not closed.
  return s.responses.ForgetOrder();
}

}  // namespace lotse::survey
