#include "services/survey/app/codebook_content.h"

#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/coding/codebook_steps.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::Code;
using v1alpha::Codebook;
using v1alpha::StudyCode;

using Kind = qualitative::StudyPlace::Kind;

absl::Status Damaged() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "a stored codebook of this study is damaged; it has to be restored from a "
                    "backup");
}

void SetName(const std::string& codebook, StudyCode* code) {
  code->set_name(absl::StrCat(codebook, "/codes/", code->name()));
}

// Takes the steps behind a revision back, the last one first.
absl::Status TakeBack(const std::vector<qualitative::StoredCodebookChange>& changes,
                      int64_t revision, Codebook* codebook) {
  qualitative::Codebook codes = CodesOf(*codebook);
  for (auto kept = changes.rbegin(); kept != changes.rend() && kept->revision > revision; ++kept) {
    const auto change = ParseChange(kept->change);
    if (!change.ok()) return change.status();
    std::vector<Code> before;
    for (const StudyCode& code : change->before()) before.push_back(ToCode(code));
    codes = Undone(std::move(codes), before, {change->added().begin(), change->added().end()});
  }
  SetCodes(codes, codebook);
  codebook->set_revision(revision);
  *codebook->mutable_update_time() = codebook->create_time();
  if (changes.front().revision != revision) return absl::OkStatus();
  const auto made = ParseChange(changes.front().change);
  if (!made.ok()) return made.status();
  *codebook->mutable_update_time() = made->change().change_time();
  return absl::OkStatus();
}

}  // namespace

std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string CodebookName(absl::string_view study, absl::string_view codebook_id) {
  return qualitative::NameOf(study, {Kind::kCodebook, "", std::string(codebook_id)});
}

std::string CodeKey(absl::string_view codebook_id, absl::string_view code_id) {
  return absl::StrCat(codebook_id, "/", code_id);
}

std::string CodeName(absl::string_view study, absl::string_view code_key) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(code_key, absl::MaxSplits('/', 1));
  return qualitative::NameOf(study, {Kind::kCode, parts.first, parts.second});
}

Code ToCode(const StudyCode& message) {
  Code code;
  code.id = LastPart(message.name());
  code.parent = message.parent();
  code.name = message.label();
  code.definition = message.definition();
  code.examples = {message.examples().begin(), message.examples().end()};
  code.codable = message.codable();
  code.colour = message.color();
  code.retired = message.retired();
  return code;
}

StudyCode ToMessage(const Code& code) {
  StudyCode message;
  message.set_name(code.id);
  message.set_parent(code.parent);
  message.set_label(code.name);
  message.set_definition(code.definition);
  for (const std::string& example : code.examples) message.add_examples(example);
  message.set_codable(code.codable);
  message.set_color(code.colour);
  message.set_retired(code.retired);
  return message;
}

qualitative::Codebook CodesOf(const Codebook& codebook) {
  qualitative::Codebook codes;
  codes.version = codebook.revision();
  for (const StudyCode& code : codebook.codes()) codes.codes.push_back(ToCode(code));
  return codes;
}

void SetCodes(const qualitative::Codebook& codes, Codebook* codebook) {
  codebook->clear_codes();
  for (const Code& code : codes.codes) *codebook->add_codes() = ToMessage(code);
}

std::string ContentOf(Codebook codebook) {
  codebook.clear_name();
  codebook.clear_revision();
  return codebook.SerializeAsString();
}

absl::StatusOr<Codebook> ParseCodebook(const qualitative::StoredCodebook& stored) {
  Codebook codebook;
  if (!codebook.ParseFromString(stored.content)) return Damaged();
  codebook.set_revision(stored.revision);
  return codebook;
}

absl::StatusOr<std::optional<Codebook>> ReadCodebook(sql::Connection& connection,
                                                     absl::string_view codebook_id) {
  const auto stored = qualitative::FindCodebook(connection, codebook_id);
  if (!stored.has_value()) return std::optional<Codebook>();
  auto codebook = ParseCodebook(*stored);
  if (!codebook.ok()) return codebook.status();
  return std::optional<Codebook>(*std::move(codebook));
}

absl::StatusOr<Codebook> ReadCodebookAt(sql::Connection& connection, const std::string& name,
                                        int64_t revision) {
  const std::string codebook_id = LastPart(name);
  auto codebook = ReadCodebook(connection, codebook_id);
  if (!codebook.ok()) return codebook.status();
  if (!codebook->has_value()) return rpc::NotFound(name);
  const int64_t last = (*codebook)->revision();
  if (revision < 0 || revision > last) {
    return rpc::InvalidFields(
        {{"revision", absl::StrCat("there is none; give 1 to ", last, ", or 0 for the last")}});
  }
  if (revision == 0 || revision == last) return **std::move(codebook);
  // With the step that led to the revision, which has its time; none led to the first.
  const auto changes = qualitative::ChangesBehind(connection, codebook_id, revision - 1,
                                                  std::numeric_limits<int>::max());
  if (changes.empty()) return Damaged();
  if (absl::Status s = TakeBack(changes, revision, &**codebook); !s.ok()) return s;
  return **std::move(codebook);
}

absl::StatusOr<stored::StoredCodebookChange> ParseChange(absl::string_view change) {
  stored::StoredCodebookChange parsed;
  if (!parsed.ParseFromArray(change.data(), static_cast<int>(change.size()))) return Damaged();
  return parsed;
}

void LeaveOutUnseen(SeesCodings sees, stored::StoredCodebookChange* kept) {
  int32_t seen = 0;
  for (const auto& each : kept->recoded()) {
    if (sees(each.coder(), each.case_id())) seen += each.codings();
  }
  kept->mutable_change()->set_recoded(seen);
}

void TellCodebook(const std::string& name, Codebook* codebook) {
  codebook->set_name(name);
  const qualitative::Codebook codes = CodesOf(*codebook);
  codebook->clear_codes();
  for (const Code* const code : InOrder(codes)) {
    StudyCode* const told = codebook->add_codes();
    *told = ToMessage(*code);
    SetName(name, told);
  }
}

void TellChange(const std::string& name, v1alpha::CodebookChange* change) {
  if (change->has_before()) SetName(name, change->mutable_before());
}

}  // namespace lotse::survey
