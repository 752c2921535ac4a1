#include "cli/catalog.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/body_service.pb.h"
#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/export_job_service.pb.h"
#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/grant_service.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "lotse/engagement/v1alpha/meeting_record_service.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "lotse/engagement/v1alpha/unit_interface_service.pb.h"
#include "lotse/reporting/v1alpha/overview_service.pb.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "lotse/reporting/v1alpha/report_template_service.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/coding_service.pb.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/export_service.pb.h"
#include "lotse/survey/v1alpha/form_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/invitation_service.pb.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/participant_name_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/release_service.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"

namespace lotse::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// The files with services. Naming a type of each is what makes the linker keep
// the file: the descriptor pool knows only what is linked. A test compares
// this list with the folder of the protos.
std::vector<const FileDescriptor*> ServiceFiles() {
  return {
      engagement::v1alpha::GetActionItemRequest::descriptor()->file(),
      engagement::v1alpha::GetAdministrationRequest::descriptor()->file(),
      engagement::v1alpha::GetAgreementRequest::descriptor()->file(),
      engagement::v1alpha::GetBodyRequest::descriptor()->file(),
      engagement::v1alpha::GetCodeListRequest::descriptor()->file(),
      engagement::v1alpha::GetDecisionRequest::descriptor()->file(),
      engagement::v1alpha::GetEngagementRequest::descriptor()->file(),
      engagement::v1alpha::GetExportJobRequest::descriptor()->file(),
      engagement::v1alpha::GetFindingRequest::descriptor()->file(),
      engagement::v1alpha::GetGoalRequest::descriptor()->file(),
      engagement::v1alpha::GetGrantRequest::descriptor()->file(),
      engagement::v1alpha::GetImportJobRequest::descriptor()->file(),
      engagement::v1alpha::GetIndicatorRequest::descriptor()->file(),
      engagement::v1alpha::GetMeasureRequest::descriptor()->file(),
      engagement::v1alpha::GetMeasurementRequest::descriptor()->file(),
      engagement::v1alpha::GetMeetingRecordRequest::descriptor()->file(),
      engagement::v1alpha::GetMilestoneRequest::descriptor()->file(),
      engagement::v1alpha::GetMunicipalServiceRequest::descriptor()->file(),
      engagement::v1alpha::GetNeedRequest::descriptor()->file(),
      engagement::v1alpha::GetOrgUnitRequest::descriptor()->file(),
      engagement::v1alpha::GetPhaseRequest::descriptor()->file(),
      engagement::v1alpha::GetPhaseTemplateRequest::descriptor()->file(),
      engagement::v1alpha::GetProgrammeRequest::descriptor()->file(),
      engagement::v1alpha::GetCapacityRequest::descriptor()->file(),
      engagement::v1alpha::GetTerritoryRequest::descriptor()->file(),
      engagement::v1alpha::GetTrackRequest::descriptor()->file(),
      engagement::v1alpha::GetUnitInterfaceRequest::descriptor()->file(),
      reporting::v1alpha::GetIndicatorSeriesRequest::descriptor()->file(),
      reporting::v1alpha::GetReportRequest::descriptor()->file(),
      reporting::v1alpha::GetReportTemplateRequest::descriptor()->file(),
      reporting::v1alpha::GetReportVersionRequest::descriptor()->file(),
      survey::v1alpha::TabulateWaveRequest::descriptor()->file(),
      survey::v1alpha::ExportResponsesRequest::descriptor()->file(),
      survey::v1alpha::GetFormRequest::descriptor()->file(),
      survey::v1alpha::GetInstrumentRequest::descriptor()->file(),
      survey::v1alpha::IssueInvitationsRequest::descriptor()->file(),
      survey::v1alpha::GetPopulationRequest::descriptor()->file(),
      survey::v1alpha::GetReleaseRequest::descriptor()->file(),
      survey::v1alpha::GetCodebookRequest::descriptor()->file(),
      survey::v1alpha::ListCodingsRequest::descriptor()->file(),
      survey::v1alpha::ListMaterialReleasesRequest::descriptor()->file(),
      survey::v1alpha::GetConsentTextRequest::descriptor()->file(),
      survey::v1alpha::SubmitResponseRequest::descriptor()->file(),
      survey::v1alpha::SetParticipantNameRequest::descriptor()->file(),
      survey::v1alpha::FindSegmentsRequest::descriptor()->file(),
      survey::v1alpha::GetStudyRequest::descriptor()->file(),
      survey::v1alpha::GetStudyTextRequest::descriptor()->file(),
      survey::v1alpha::ExportStudyRequest::descriptor()->file(),
      survey::v1alpha::GetSurveyRequest::descriptor()->file(),
      type::v1alpha::GetBlobRequest::descriptor()->file(),
      type::v1alpha::ListChangesRequest::descriptor()->file(),
  };
}

void CollectTypes(const Descriptor& message, std::map<std::string, NamedType>* types) {
  (*types)[message.full_name()] = {&message, nullptr};
  for (int i = 0; i < message.nested_type_count(); ++i) {
    CollectTypes(*message.nested_type(i), types);
  }
  for (int i = 0; i < message.enum_type_count(); ++i) {
    (*types)[message.enum_type(i)->full_name()] = {nullptr, message.enum_type(i)};
  }
}

void CollectTypes(const FileDescriptor& file, std::set<const FileDescriptor*>* seen,
                  std::map<std::string, NamedType>* types) {
  // What describes protos is not part of the APIs.
  if (file.package() == "google.api" || file.name() == "google/protobuf/descriptor.proto") return;
  if (!seen->insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    CollectTypes(*file.dependency(i), seen, types);
  }
  for (int i = 0; i < file.message_type_count(); ++i) CollectTypes(*file.message_type(i), types);
  for (int i = 0; i < file.enum_type_count(); ++i) {
    (*types)[file.enum_type(i)->full_name()] = {nullptr, file.enum_type(i)};
  }
}

const std::map<std::string, NamedType>& AllTypes() {
  static const auto* const types = [] {
    auto* collected = new std::map<std::string, NamedType>();
    std::set<const FileDescriptor*> seen;
    for (const FileDescriptor* file : ServiceFiles()) CollectTypes(*file, &seen, collected);
    return collected;
  }();
  return *types;
}

// The names among `names` that are `wanted` or end with a dot and `wanted`; an
// equal name wins over all.
std::vector<std::string> MatchingNames(const std::string& wanted,
                                       const std::vector<std::string>& names) {
  std::vector<std::string> matching;
  for (const std::string& name : names) {
    if (name == wanted) return {name};
    if (absl::EndsWith(name, absl::StrCat(".", wanted))) matching.push_back(name);
  }
  return matching;
}

// The only name that matches, else a usage error with help.
absl::StatusOr<std::string> OnlyMatch(absl::string_view what, absl::string_view wanted,
                                      const std::vector<std::string>& names) {
  const std::string dotted = absl::StrReplaceAll(wanted, {{"/", "."}});
  const std::vector<std::string> matching = MatchingNames(dotted, names);
  if (matching.size() == 1) return matching.front();
  if (matching.size() > 1) {
    return UsageError(absl::StrCat(what, " '", wanted, "' is ambiguous: it may be ",
                                   absl::StrJoin(matching, " or ")));
  }
  // People mistype the last part; the packages would drown the difference.
  std::vector<std::string> last_parts;
  for (const std::string& name : names) last_parts.push_back(name.substr(name.rfind('.') + 1));
  const std::string last = dotted.substr(dotted.rfind('.') + 1);
  return UsageError(
      absl::StrCat("there is no ", what, " '", wanted, "'", DidYouMean(last, last_parts)));
}

}  // namespace

const std::vector<const MethodDescriptor*>& AllMethods() {
  static const auto* const methods = [] {
    auto* collected = new std::vector<const MethodDescriptor*>();
    for (const FileDescriptor* file : ServiceFiles()) {
      for (int i = 0; i < file->service_count(); ++i) {
        for (int j = 0; j < file->service(i)->method_count(); ++j) {
          collected->push_back(file->service(i)->method(j));
        }
      }
    }
    std::sort(collected->begin(), collected->end(),
              [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
    return collected;
  }();
  return *methods;
}

std::string MethodPath(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

std::string DaemonOf(const MethodDescriptor& method) {
  // Packages are `lotse.<service>.<version>`; what is shared lies in `lotse.type`.
  const std::vector<std::string> parts = absl::StrSplit(method.full_name(), '.');
  return parts[1] == "type" ? "" : parts[1];
}

absl::StatusOr<const MethodDescriptor*> FindMethod(absl::string_view name) {
  std::map<std::string, const MethodDescriptor*> by_name;
  std::vector<std::string> names;
  for (const MethodDescriptor* method : AllMethods()) {
    by_name[method->full_name()] = method;
    names.push_back(method->full_name());
  }
  const absl::StatusOr<std::string> match = OnlyMatch("method", name, names);
  if (!match.ok()) return match.status();
  return by_name[*match];
}

const MethodDescriptor* MethodOfRequest(const Descriptor& request) {
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->input_type() == &request) return method;
  }
  return nullptr;
}

absl::StatusOr<NamedType> FindType(absl::string_view name) {
  std::vector<std::string> names;
  for (const auto& [full_name, type] : AllTypes()) names.push_back(full_name);
  const absl::StatusOr<std::string> match = OnlyMatch("type or method", name, names);
  if (!match.ok()) return match.status();
  return AllTypes().at(*match);
}

std::unique_ptr<google::protobuf::Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::unique_ptr<google::protobuf::Message> Unpack(const google::protobuf::Any& any) {
  std::string type;
  if (!google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &type)) return nullptr;
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  auto message = NewMessage(*descriptor);
  if (!message->ParseFromString(any.value())) return nullptr;
  return message;
}

}  // namespace lotse::cli
