// lotse questionnaire validate, compare, publish and retire: from a draft to its end.
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/channel.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/output.h"
#include "cli/questionnaire/commands.h"
#include "cli/questionnaire/comparison_text.h"
#include "cli/text.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/util/json_util.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "runtime/types/utf8.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CompareInstrumentsRequest;
using survey::v1alpha::CompareInstrumentsResponse;
using survey::v1alpha::Instrument;
using survey::v1alpha::PublishInstrumentRequest;
using survey::v1alpha::PublishInstrumentResponse;
using survey::v1alpha::RetireInstrumentRequest;
using survey::v1alpha::ValidateInstrumentRequest;
using survey::v1alpha::ValidateInstrumentResponse;

// What is said about codes in the file of --mapping, if there is one: `mappings` and
// `acceptBreaking` of a request to publish.
absl::Status ReadSaid(const Args& args, PublishInstrumentRequest* said) {
  if (!args.Has("mapping")) return absl::OkStatus();
  const absl::StatusOr<std::string> json = ReadFile(args.Get("mapping"));
  if (!json.ok()) return json.status();
  if (!types::IsUtf8(*json)) return DataError("the mapping is not valid UTF-8");
  const auto parsed = google::protobuf::util::JsonStringToMessage(*json, said);
  if (!parsed.ok()) {
    return DataError(
        absl::StrCat("the mapping cannot be used: ", FirstLine(std::string(parsed.message()))));
  }
  return absl::OkStatus();
}

absl::Status GetEtag(Client* client, const std::string& name, std::string* etag) {
  survey::v1alpha::GetInstrumentRequest get;
  get.set_name(name);
  Instrument instrument;
  if (absl::Status s = client->Call(get, &instrument); !s.ok()) return s;
  *etag = instrument.etag();
  return absl::OkStatus();
}

void PrintState(const Instrument& instrument, std::ostream& out) {
  out << PadRight(Instrument::State_Name(instrument.state()).substr(6), 10) << instrument.name()
      << "\n";
}

void PrintWarnings(
    const google::protobuf::RepeatedPtrField<survey::v1alpha::InstrumentRemark>& warnings,
    std::ostream& out) {
  for (const auto& warning : warnings) {
    out << "warning " << Printable(absl::StrCat(warning.field(), ": ", warning.description()))
        << "\n";
  }
}

}  // namespace

absl::Status RunQuestionnaireValidate(const Invocation& invocation) {
  ValidateInstrumentRequest request;
  PublishInstrumentRequest said;
  if (absl::Status s = ReadSaid(invocation.args, &said); !s.ok()) return s;
  request.set_name(invocation.args.positional[0]);
  *request.mutable_mappings() = said.mappings();
  ValidateInstrumentResponse reply;
  Client client(invocation.settings);
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, false);
  } else {
    for (const auto& fault : reply.faults()) {
      out << Printable(absl::StrCat(fault.field(), ": ", fault.description())) << "\n";
    }
    PrintWarnings(reply.warnings(), out);
    if (reply.has_comparison()) out << ComparisonText(reply.comparison(), /*all=*/false);
    if (reply.faults().empty()) out << "no rule of questionnaires is broken\n";
  }
  if (!reply.faults().empty()) return DataError("the questionnaire breaks rules");
  return absl::OkStatus();
}

absl::Status RunQuestionnaireCompare(const Invocation& invocation) {
  const Args& args = invocation.args;
  CompareInstrumentsRequest request;
  PublishInstrumentRequest said;
  if (absl::Status s = ReadSaid(args, &said); !s.ok()) return s;
  request.set_name(args.positional[0]);
  request.set_from(args.Get("from"));
  *request.mutable_mappings() = said.mappings();
  CompareInstrumentsResponse reply;
  Client client(invocation.settings);
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, false);
  } else if (args.Has("suggested")) {
    out << SuggestedMappings(reply.comparison());
  } else {
    out << ComparisonText(reply.comparison(), args.Has("all"));
  }
  return absl::OkStatus();
}

absl::Status RunQuestionnairePublish(const Invocation& invocation) {
  const Args& args = invocation.args;
  PublishInstrumentRequest request;
  if (absl::Status s = ReadSaid(args, &request); !s.ok()) return s;
  request.set_name(args.positional[0]);
  for (const std::string& codes : args.GetAll("accept")) {
    for (const absl::string_view code : absl::StrSplit(codes, ',', absl::SkipEmpty())) {
      request.add_accept_breaking(std::string(code));
    }
  }
  request.set_reason(args.Get("reason"));
  request.set_validate_only(args.Has("dry-run"));
  Client client(invocation.settings);
  if (absl::Status s = GetEtag(&client, request.name(), request.mutable_etag()); !s.ok()) return s;
  PublishInstrumentResponse reply;
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, false);
    return absl::OkStatus();
  }
  PrintWarnings(reply.warnings(), out);
  if (reply.has_comparison()) out << ComparisonText(reply.comparison(), /*all=*/true);
  if (request.validate_only()) {
    out << "it can be published; nothing was changed\n";
    return absl::OkStatus();
  }
  PrintState(reply.instrument(), out);
  out << "sha256    " << reply.instrument().content_sha256() << "\n";
  return absl::OkStatus();
}

absl::Status RunQuestionnaireRetire(const Invocation& invocation) {
  RetireInstrumentRequest request;
  request.set_name(invocation.args.positional[0]);
  request.set_reason(invocation.args.Get("reason"));
  request.set_request_id(types::NewRandomUuid());
  Client client(invocation.settings);
  if (absl::Status s = GetEtag(&client, request.name(), request.mutable_etag()); !s.ok()) return s;
  Instrument reply;
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, false);
  } else {
    PrintState(reply, out);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
