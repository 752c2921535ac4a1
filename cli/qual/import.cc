// lotse qual import: a transcript, a codebook or a project of another program.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/form/finding_lines.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "cli/response_id.h"
#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "runtime/types/sha256.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ImportCodebookRequest;
using survey::v1alpha::ImportFinding;
using survey::v1alpha::ImportStudyRequest;
using survey::v1alpha::ImportStudyTextRequest;
using survey::v1alpha::StudyText;

// Source: study_text.proto, codebook_service.proto and study_exchange_service.proto.
constexpr size_t kMaxFileBytes = 32u << 20;
constexpr size_t kPieceBytes = 1u << 20;

// What a file can be.
enum class Target { kText, kCodebook, kMaterial };

struct FileForm {
  const char* word;  // Of --format, and of the end of the file's name.
  Target target;
  int format;
};

constexpr FileForm kFileForms[] = {
    {"txt", Target::kText, ImportStudyTextRequest::FORMAT_PLAIN_TEXT},
    {"md", Target::kText, ImportStudyTextRequest::FORMAT_MARKDOWN},
    {"docx", Target::kText, ImportStudyTextRequest::FORMAT_DOCX},
    {"vtt", Target::kText, ImportStudyTextRequest::FORMAT_WEBVTT},
    {"srt", Target::kText, ImportStudyTextRequest::FORMAT_SUBRIP},
    {"qdc", Target::kCodebook, survey::v1alpha::CODEBOOK_FORMAT_QDC},
    {"csv", Target::kCodebook, survey::v1alpha::CODEBOOK_FORMAT_CSV},
    {"qdpx", Target::kMaterial, ImportStudyRequest::FORMAT_QDPX},
    {"qde", Target::kMaterial, ImportStudyRequest::FORMAT_QDPX},
    {"codings", Target::kMaterial, ImportStudyRequest::FORMAT_CODINGS_CSV},
    {"taguette", Target::kMaterial, ImportStudyRequest::FORMAT_TAGUETTE_CSV},
};

absl::StatusOr<FileForm> FormOf(const Args& args) {
  const std::string& path = args.positional[1];
  const std::string end = absl::AsciiStrToLower(path.substr(path.rfind('.') + 1));
  const std::string given = args.Get("format", end);
  for (const FileForm& form : kFileForms) {
    if (given == form.word) return form;
  }
  return UsageError(
      "which form has the file? Give --format=txt, md, docx, vtt, srt, qdc, csv (a codebook), "
      "qdpx, codings or taguette");
}

absl::StatusOr<StudyText::Kind> ReadKind(const Args& args) {
  static const std::vector<std::pair<std::string, StudyText::Kind>> kWords = {
      {"transcript", StudyText::KIND_TRANSCRIPT},
      {"notes", StudyText::KIND_NOTES},
      {"document", StudyText::KIND_DOCUMENT},
      {"open-answers", StudyText::KIND_OPEN_ANSWERS}};
  const std::string given = args.Get("kind", "transcript");
  for (const auto& [word, kind] : kWords) {
    if (word == given) return kind;
  }
  return UsageError("--kind: give transcript, notes, document or open-answers");
}

// Prints what the service found, and says what the command ends with.
template <class Reply>
absl::Status Tell(const Invocation& invocation, const ViewOptions& options, const Reply& reply,
                  const std::string& stored) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(reply) << "\n";
  } else {
    PrintFindings(reply.findings(), out);
  }
  const auto& findings = reply.findings();
  const bool wrong = std::any_of(findings.begin(), findings.end(), [](const ImportFinding& each) {
    return each.severity() == ImportFinding::SEVERITY_ERROR;
  });
  if (wrong) {
    return DataError(Either(options.language, "die Datei passt so nicht; nichts wurde gespeichert",
                            "the file does not fit as it is; nothing was stored"));
  }
  if (!invocation.settings.json) out << stored << "\n";
  return absl::OkStatus();
}

std::string CheckedOnly(const ViewOptions& options) {
  return std::string(
      Either(options.language, "geprüft; nichts wurde gespeichert", "checked; nothing was stored"));
}

absl::Status ImportText(const Invocation& invocation, const ViewOptions& options, int format,
                        const std::string& content) {
  const Args& args = invocation.args;
  ImportStudyTextRequest request;
  request.set_parent(args.positional[0]);
  // The same file in the same case is the same text, so that the same command is stored once.
  request.set_text_id(ImportedResponseId(request.parent(), types::Sha256Hex(content), 1));
  if (args.Get("title").empty()) return UsageError("--title is missing: what is it called?");
  request.set_title(args.Get("title"));
  const auto kind = ReadKind(args);
  if (!kind.ok()) return kind.status();
  request.set_kind(*kind);
  request.set_language(args.Get("text-language", "de"));
  request.set_format(static_cast<ImportStudyTextRequest::Format>(format));
  request.set_content(content);
  request.set_validate_only(args.Has("dry-run"));
  const auto speakers = ReadPairs(args, "speaker");
  if (!speakers.ok()) return speakers.status();
  for (const auto& [label, pseudonym] : *speakers) {
    auto* const speaker = request.add_speakers();
    speaker->set_label(label);
    speaker->set_pseudonym(pseudonym);
  }
  Client client(invocation.settings);
  survey::v1alpha::StudyTextResult reply;
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  // What is said in it is in the file; here it would stand on a terminal.
  reply.mutable_text()->clear_content();
  reply.mutable_text()->clear_turns();
  return Tell(invocation, options, reply,
              request.validate_only() ? CheckedOnly(options)
                                      : absl::StrCat("text      ", reply.text().name()));
}

absl::Status ImportBook(const Invocation& invocation, const ViewOptions& options, int format,
                        const std::string& content) {
  const Args& args = invocation.args;
  if (!args.Has("codebook")) return UsageError("--codebook is missing: the id that it gets");
  ImportCodebookRequest request;
  request.set_parent(args.positional[0]);
  request.set_codebook_id(args.Get("codebook"));
  request.set_title(args.Get("title", args.Get("codebook")));
  request.set_format(static_cast<survey::v1alpha::CodebookFormat>(format));
  request.set_content(content);
  request.set_validate_only(args.Has("dry-run"));
  Client client(invocation.settings);
  survey::v1alpha::ImportCodebookResponse reply;
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  return Tell(invocation, options, reply,
              request.validate_only()
                  ? CheckedOnly(options)
                  : absl::StrCat("codebook  ", reply.codebook().name(), "\ncodes     ",
                                 reply.codebook().codes_size()));
}

// The case that is made for each text without one, as the file of --new-case has it.
absl::Status ReadNewCase(const std::string& path, survey::v1alpha::StudyCase* study_case) {
  const absl::StatusOr<std::string> json = ReadFileUpTo(path, kPieceBytes);
  if (!json.ok()) return json.status();
  if (types::IsUtf8(*json) && google::protobuf::util::JsonStringToMessage(*json, study_case).ok()) {
    return absl::OkStatus();
  }
  // What is wrong is not repeated: there may be names in it.
  return DataError(absl::StrCat(path, " is no StudyCase as JSON; see lotse describe StudyCase"));
}

absl::StatusOr<ImportStudyRequest> FirstOf(const Args& args, int format,
                                           const std::string& content) {
  ImportStudyRequest request;
  auto& head = *request.mutable_head();
  head.set_parent(args.positional[0]);
  head.set_format(static_cast<ImportStudyRequest::Format>(format));
  head.set_codebook_id(args.Get("codebook"));
  head.set_coder(args.Get("coder"));
  head.set_sha256(types::Sha256Hex(content));
  head.set_validate_only(args.Has("dry-run"));
  head.set_leave_out_foreign(args.Has("leave-out-foreign"));
  const auto kind = ReadKind(args);
  if (!kind.ok()) return kind.status();
  head.set_text_kind(*kind);
  head.set_language(args.Get("text-language", "de"));
  const auto places = ReadPairs(args, "source");
  if (!places.ok()) return places.status();
  for (const auto& [source, case_id] : *places) {
    auto* const place = head.add_places();
    place->set_source(source);
    place->set_study_case_id(case_id);
  }
  if (args.Has("new-case")) {
    const absl::Status read = ReadNewCase(args.Get("new-case"), head.mutable_new_case());
    if (!read.ok()) return read;
  }
  const auto users = ReadPairs(args, "user");
  if (!users.ok()) return users.status();
  for (const auto& [user, coder] : *users) {
    auto* const file_coder = head.add_coders();
    file_coder->set_user(user);
    file_coder->set_coder_id(coder);
  }
  return request;
}

absl::Status ImportMaterial(const Invocation& invocation, const ViewOptions& options, int format,
                            const std::string& content) {
  auto request = FirstOf(invocation.args, format, content);
  if (!request.ok()) return request.status();
  Client client(invocation.settings);
  survey::v1alpha::ImportStudyResponse reply, taken;
  size_t sent = 0;
  const auto next = [&] {
    if (sent >= content.size()) return false;
    if (sent > 0) request->clear_head();
    request->set_piece(content.substr(sent, kPieceBytes));
    sent += request->piece().size();
    return true;
  };
  const auto& method = *MethodOfRequest(*ImportStudyRequest::descriptor());
  const absl::Status status =
      client.Stream("survey", method, &*request, next, &reply, [&] { taken = reply; });
  if (!status.ok()) return status;
  const std::string counts =
      absl::StrCat("cases     ", taken.study_cases_size(), "\ncodebooks ", taken.codebooks_size(),
                   "\ntexts     ", taken.texts(), "\ncodings   ", taken.codings(), "\nmemos     ",
                   taken.memos(), "\nforeign   ", taken.foreign());
  const bool checked = invocation.args.Has("dry-run");
  return Tell(invocation, options, taken,
              checked ? absl::StrCat(counts, "\n", CheckedOnly(options)) : counts);
}

}  // namespace

absl::Status RunQualImport(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<FileForm> form = FormOf(args);
  if (!form.ok()) return form.status();
  const bool is_text = form->target == Target::kText;
  const auto place =
      ReadQualPlace(args.positional[0], {is_text ? QualPlace::kCase : QualPlace::kStudy});
  if (!place.ok()) return place.status();
  const absl::StatusOr<std::string> content = ReadFileUpTo(args.positional[1], kMaxFileBytes);
  if (!content.ok()) return content.status();
  if (content->empty()) {
    return DataError(Either(options->language, "die Datei ist leer", "the file is empty"));
  }
  switch (form->target) {
    case Target::kText:
      return ImportText(invocation, *options, form->format, *content);
    case Target::kCodebook:
      return ImportBook(invocation, *options, form->format, *content);
    case Target::kMaterial:
      return ImportMaterial(invocation, *options, form->format, *content);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
