// lotse import questionnaire: stores a questionnaire from a file.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/form/finding_lines.h"
#include "cli/form/format.h"
#include "cli/form/source.h"
#include "cli/mapping.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::ImportInstrumentRequest;
using lotse::survey::v1alpha::ImportInstrumentResponse;
using lotse::survey::v1alpha::Instrument;

absl::StatusOr<ImportInstrumentRequest> MakeRequest(const Args& args) {
  for (const char* flag : {"parent", "id"}) {
    if (args.Get(flag).empty()) return UsageError(absl::StrCat("--", flag, " is missing"));
  }
  QuestionnaireMapping questionnaire;
  if (args.Has("mapping")) {
    const absl::StatusOr<std::string> json = ReadFile(args.Get("mapping"));
    if (!json.ok()) return json.status();
    const absl::StatusOr<Mapping> mapping = ParseMapping(*json);
    if (!mapping.ok()) return mapping.status();
    questionnaire = mapping->questionnaire();
  }
  const std::string& file = args.positional[0];
  const absl::StatusOr<std::string> content = ReadFile(file);
  if (!content.ok()) return content.status();
  const absl::StatusOr<ImportInstrumentRequest::Format> format = FormatToRead(args, file, *content);
  if (!format.ok()) return format.status();

  ImportInstrumentRequest request;
  request.set_parent(args.Get("parent"));
  request.set_instrument_id(args.Get("id"));
  request.set_format(*format);
  request.set_content(*content);
  const absl::StatusOr<survey::FormFiles> files = ReadFormFiles(args);
  if (!files.ok()) return files.status();
  for (const survey::FormFile& given : *files) {
    auto* const sent = request.add_files();
    sent->set_name(given.name);
    sent->set_content(given.content);
  }
  const std::string mapped = questionnaire.language().empty() ? "de" : questionnaire.language();
  request.set_language(args.Get("language", mapped));
  *request.mutable_amendments() = questionnaire.amendments();
  request.set_previous(args.Get("previous"));
  request.set_etag(args.Get("replace"));
  // Nothing else can follow another, or be replaced.
  request.set_draft(args.Has("draft") || args.Has("previous") || args.Has("replace"));
  return request;
}

// Those in groups and repeats too; a group is none itself.
int QuestionsIn(const google::protobuf::RepeatedPtrField<survey::v1alpha::Question>& questions) {
  int sum = 0;
  for (const auto& question : questions) {
    sum += question.questions().empty() ? 1 : QuestionsIn(question.questions());
  }
  return sum;
}

void PrintInstrument(const Instrument& instrument, std::ostream& out) {
  int questions = 0;
  for (const auto& section : instrument.sections()) questions += QuestionsIn(section.questions());
  out << "stored   " << instrument.name() << "\n"
      << "title    " << Printable(PickWording(instrument.title(), "de")) << "\n"
      << "content  " << instrument.sections_size() << " sections, " << questions << " questions\n"
      << (instrument.state() == Instrument::STATE_DRAFT
              ? absl::StrCat("draft    etag ", instrument.etag())
              : absl::StrCat("sha256   ", instrument.content_sha256()))
      << "\n";
}

}  // namespace

absl::Status RunImportQuestionnaire(const Invocation& invocation) {
  const absl::StatusOr<ImportInstrumentRequest> request = MakeRequest(invocation.args);
  if (!request.ok()) return request.status();
  ImportInstrumentResponse reply;
  Client client(invocation.settings);
  if (absl::Status called = client.Call(*request, &reply); !called.ok()) return called;

  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, false);
  } else {
    PrintFindings(reply.findings(), out);
    if (reply.has_instrument()) PrintInstrument(reply.instrument(), out);
  }
  if (reply.has_instrument()) return absl::OkStatus();
  return DataError("the questionnaire has errors; nothing was stored");
}

}  // namespace lotse::cli
