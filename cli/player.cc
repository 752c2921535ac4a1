#include "cli/player.h"

#include <google/protobuf/util/json_util.h>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/catalog.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/text.h"
#include "google/api/resource.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"

namespace lotse::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string StringOf(const Message& message, const char* field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(field);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

// Criteria that the service finds out by itself are left as they are.
void Fulfil(const std::vector<std::string>& open, engagement::v1alpha::Phase* phase) {
  using engagement::v1alpha::GateCriterion;
  using engagement::v1alpha::GateDeliverable;
  using engagement::v1alpha::PhaseCriterion;
  for (GateCriterion& criterion : *phase->mutable_criteria()) {
    const bool manual = criterion.check() == PhaseCriterion::CHECK_UNSPECIFIED ||
                        criterion.check() == PhaseCriterion::CHECK_MANUAL;
    if (!manual || absl::c_linear_search(open, criterion.criterion_id())) continue;
    criterion.set_result(GateCriterion::RESULT_MET);
  }
  for (GateDeliverable& deliverable : *phase->mutable_deliverables()) {
    if (absl::c_linear_search(open, deliverable.deliverable_id())) continue;
    deliverable.set_state(GateDeliverable::STATE_APPROVED);
  }
}

}  // namespace

absl::Status Player::SetDay(absl::CivilDay day) {
  absl::TimeZone berlin;
  if (!absl::LoadTimeZone("Europe/Berlin", &berlin)) {
    return FileError("no time zone data for Europe/Berlin; install tzdata");
  }
  const absl::Time time = absl::FromCivil(absl::CivilSecond(day) + 10 * 3600, berlin);
  day_ = day;
  return WriteFileAtomically(clock_file_,
                             absl::StrCat(absl::FormatTime(absl::RFC3339_sec, time, berlin), "\n"));
}

absl::Status Player::Play(const ScriptStep& step) {
  if (step.day != day_) {
    if (absl::Status s = SetDay(step.day); !s.ok()) return s;
  }
  const auto request = NewMessage(*step.method->input_type());
  absl::Status played;
  if (step.phase.empty()) {
    std::string json;
    auto parsed = google::protobuf::util::MessageToJsonString(step.request, &json);
    if (parsed.ok()) parsed = google::protobuf::util::JsonStringToMessage(json, request.get());
    if (!parsed.ok()) {
      return DataError(absl::StrCat(step.where, ": no ", step.method->input_type()->name(), ": ",
                                    FirstLine(std::string(parsed.message()))));
    }
    played = FillEtag(request.get());
  } else {
    played = FillGate(step, request.get());
  }
  if (played.ok()) {
    const auto reply = NewMessage(*step.method->output_type());
    played = client_->Call(*request, reply.get());
  }
  if (played.ok()) return played;
  return WithLine(played, absl::StrCat("at ", step.where, ", ", step.method->name(), " on ",
                                       absl::FormatCivilTime(step.day)));
}

absl::Status Player::Get(absl::string_view type, const std::string& name,
                         std::unique_ptr<Message>* out) {
  const auto method = FindMethod(absl::StrCat("Get", type));
  if (!method.ok()) return method.status();
  const auto request = NewMessage(*(*method)->input_type());
  request->GetReflection()->SetString(request.get(),
                                      request->GetDescriptor()->FindFieldByName("name"), name);
  *out = NewMessage(*(*method)->output_type());
  return client_->Call(*request, out->get());
}

absl::Status Player::FillEtag(Message* request) {
  const FieldDescriptor* etag = request->GetDescriptor()->FindFieldByName("etag");
  const FieldDescriptor* name = request->GetDescriptor()->FindFieldByName("name");
  if (etag == nullptr || name == nullptr || !StringOf(*request, "etag").empty()) {
    return absl::OkStatus();
  }
  const std::string& type = name->options().GetExtension(google::api::resource_reference).type();
  std::unique_ptr<Message> there;
  absl::Status got = Get(type.substr(type.find('/') + 1), StringOf(*request, "name"), &there);
  if (got.ok()) request->GetReflection()->SetString(request, etag, StringOf(*there, "etag"));
  return got;
}

absl::Status Player::FillGate(const ScriptStep& step, Message* request) {
  std::unique_ptr<Message> there;
  if (absl::Status s = Get("Phase", step.phase, &there); !s.ok()) return s;
  auto& update = dynamic_cast<engagement::v1alpha::UpdatePhaseRequest&>(*request);
  update.mutable_phase()->CopyFrom(*there);
  Fulfil(step.open, update.mutable_phase());
  update.mutable_update_mask()->add_paths("criteria");
  update.mutable_update_mask()->add_paths("deliverables");
  return absl::OkStatus();
}

}  // namespace lotse::cli
