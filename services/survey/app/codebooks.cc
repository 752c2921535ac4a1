#include "services/survey/app/codebooks.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/exchange/codebooks/codebook_file.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/material/codebook_rows.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using v1alpha::Codebook;

using For = StudyReach::For;

// Reads something of a codebook of a study, which may have no files.
absl::Status ReadFiles(StudyStore& studies, const OnBehalf& caller, const std::string& study,
                       const std::string& codebook_id, qualitative::StudyFiles::Work work) {
  rpc::FieldViolations violations;
  types::CheckId("codebook_id", codebook_id, &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const auto files = studies.Find(study);
  if (!files.ok()) return files.status();
  if (*files == nullptr) return rpc::NotFound(CodebookName(study, codebook_id));
  return (*files)->Read(caller.patience, work);
}

void CheckTitle(absl::string_view field, const std::string& title,
                rpc::FieldViolations* violations) {
  if (title.empty()) violations->push_back({std::string(field), "missing; say what it is called"});
  CheckLine(field, title, kMaxCodebookTitleBytes, violations);
}

// Stores a codebook without violations; its codes have their ids as names.
absl::Status Keep(StudyStore& studies, const StudyReach& reach, const std::string& codebook_id,
                  Codebook* codebook) {
  const std::string name = CodebookName(reach.name(), codebook_id);
  *codebook->mutable_create_time() = types::ToTimestamp(reach.now());
  *codebook->mutable_update_time() = codebook->create_time();
  const auto files = studies.Make(reach.name());
  if (!files.ok()) return files.status();
  const absl::Status kept = (*files)->Add([&](sql::Connection& connection) -> absl::Status {
    const absl::StatusOr<bool> there = IsCodebookThere(connection, name, codebook);
    if (!there.ok() || *there) return there.status();
    codebook->set_revision(1);
    return qualitative::AddCodebook(connection, codebook_id, ContentOf(*codebook));
  });
  if (!kept.ok()) return kept;
  TellCodebook(name, codebook);
  return absl::OkStatus();
}

// The same without storing it.
absl::Status TryToKeep(StudyStore& studies, const OnBehalf& caller, const StudyReach& reach,
                       const std::string& codebook_id, Codebook* codebook) {
  const std::string name = CodebookName(reach.name(), codebook_id);
  codebook->set_revision(1);
  const auto files = studies.Find(reach.name());
  if (!files.ok()) return files.status();
  if (*files != nullptr) {
    const absl::Status fits = (*files)->Read(caller.patience, [&](sql::Connection& connection) {
      return IsCodebookThere(connection, name, codebook).status();
    });
    if (!fits.ok()) return fits;
  }
  TellCodebook(name, codebook);
  return absl::OkStatus();
}

rpc::FieldViolations CheckImport(const v1alpha::ImportCodebookRequest& q) {
  rpc::FieldViolations violations;
  types::CheckId("codebook_id", q.codebook_id(), &violations);
  CheckTitle("title", q.title(), &violations);
  if (!IsCodebookFormat(q.format())) {
    violations.push_back({"format", "missing or unknown; give one of the formats"});
  }
  if (q.content().empty()) violations.push_back({"content", "missing; give the file"});
  return violations;
}

}  // namespace

absl::StatusOr<bool> IsCodebookThere(sql::Connection& connection, const std::string& name,
                                     Codebook* codebook) {
  const std::string codebook_id = LastPart(name);
  auto stored = ReadCodebook(connection, codebook_id);
  if (!stored.ok()) return stored.status();
  if (stored->has_value()) {
    if ((*stored)->title() == codebook->title() &&
        CodesOf(**stored).codes == CodesOf(*codebook).codes) {
      *codebook = **std::move(stored);
      return true;
    }
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      absl::StrCat(name, " exists and is another one; choose another id"),
                      {{"resource", name}});
  }
  if (qualitative::AllCodebooks(connection).size() >= kMaxCodebooks) {
    return rpc::InvalidFields(
        {{"parent", absl::StrCat("has ", kMaxCodebooks, " codebooks, and takes no more")}});
  }
  return false;
}

absl::Status CreateCodebook(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                            const v1alpha::CreateCodebookRequest& q, Codebook* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kWriting);
  if (!reach.ok()) return reach.status();
  rpc::FieldViolations violations;
  types::CheckId("codebook_id", q.codebook_id(), &violations);
  CheckTitle("codebook.title", q.codebook().title(), &violations);
  qualitative::Codebook codes = CodesOf(q.codebook());
  for (qualitative::Code& code : codes.codes) code.retired = false;
  for (auto& wrong : CheckCodebook(codes)) violations.push_back(std::move(wrong));
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  r->set_title(q.codebook().title());
  SetCodes(codes, r);
  return Keep(studies, *reach, q.codebook_id(), r);
}

absl::Status GetCodebook(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                         const v1alpha::GetCodebookRequest& q, Codebook* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  const std::string name = CodebookName(q.parent(), q.codebook_id());
  const auto work = [&](sql::Connection& connection) -> absl::Status {
    auto codebook = ReadCodebookAt(connection, name, q.revision());
    if (!codebook.ok()) return codebook.status();
    *r = *std::move(codebook);
    return absl::OkStatus();
  };
  const absl::Status read = ReadFiles(studies, caller, q.parent(), q.codebook_id(), work);
  if (!read.ok()) return read;
  TellCodebook(name, r);
  return absl::OkStatus();
}

absl::Status ListCodebooks(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                           const v1alpha::ListCodebooksRequest& q,
                           v1alpha::ListCodebooksResponse* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  return (*files)->Read(caller.patience, [&](sql::Connection& connection) -> absl::Status {
    r->Clear();
    for (const auto& each : qualitative::AllCodebooks(connection)) {
      auto codebook = ParseCodebook(each.codebook);
      if (!codebook.ok()) return codebook.status();
      codebook->clear_codes();
      TellCodebook(CodebookName(q.parent(), each.codebook_id), &*codebook);
      *r->add_codebooks() = *std::move(codebook);
    }
    return absl::OkStatus();
  });
}

absl::Status ImportCodebook(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                            const v1alpha::ImportCodebookRequest& q,
                            v1alpha::ImportCodebookResponse* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kWriting);
  if (!reach.ok()) return reach.status();
  if (absl::Status s = rpc::InvalidFields(CheckImport(q)); !s.ok()) return s;
  auto file = ReadCodebookFile(q.format(), q.content());
  if (!file.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                      absl::StrCat("content: ", file.status().message()));
  }
  *r->mutable_findings() = {file->findings.begin(), file->findings.end()};
  if (HasError(file->findings)) return absl::OkStatus();
  Codebook* const codebook = r->mutable_codebook();
  codebook->set_title(q.title());
  SetCodes(file->codebook, codebook);
  return q.validate_only() ? TryToKeep(studies, caller, *reach, q.codebook_id(), codebook)
                           : Keep(studies, *reach, q.codebook_id(), codebook);
}

absl::Status ExportCodebook(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                            const v1alpha::ExportCodebookRequest& q,
                            v1alpha::ExportCodebookResponse* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  if (!IsCodebookFormat(q.format())) {
    return rpc::InvalidFields({{"format", "missing or unknown; give one of the formats"}});
  }
  const std::string name = CodebookName(q.parent(), q.codebook_id());
  Codebook codebook;
  const auto work = [&](sql::Connection& connection) -> absl::Status {
    auto found = ReadCodebookAt(connection, name, q.revision());
    if (!found.ok()) return found.status();
    codebook = *std::move(found);
    return absl::OkStatus();
  };
  const absl::Status read = ReadFiles(studies, caller, q.parent(), q.codebook_id(), work);
  if (!read.ok()) return read;
  WrittenCodebook written = WriteCodebookFile(q.format(), name, CodesOf(codebook));
  r->set_content(std::move(written.content));
  *r->mutable_findings() = {written.findings.begin(), written.findings.end()};
  r->set_revision(codebook.revision());
  return absl::OkStatus();
}

absl::Status ListCodebookChanges(resource::Store& store, StudyStore& studies,
                                 const OnBehalf& caller,
                                 const v1alpha::ListCodebookChangesRequest& q,
                                 v1alpha::ListCodebookChangesResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string name = CodebookName(q.parent(), q.codebook_id());
  const std::string list = absl::StrCat("codebook changes\n", name);
  const auto position = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  int64_t after = 0;
  // Whatever was given out is a number.
  if (!position->empty() && !absl::SimpleAtoi(*position, &after)) after = 0;
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  const auto work = [&](sql::Connection& connection) -> absl::Status {
    r->Clear();
    if (!qualitative::FindCodebook(connection, q.codebook_id()).has_value()) {
      return rpc::NotFound(name);
    }
    auto changes = qualitative::ChangesBehind(connection, q.codebook_id(), after, *size + 1);
    const bool more = changes.size() > static_cast<size_t>(*size);
    if (more) changes.pop_back();
    for (const auto& kept : changes) {
      auto change = ParseChange(kept.change);
      if (!change.ok()) return change.status();
      LeaveOutUnseen([&](absl::string_view coder,
                         absl::string_view case_id) { return reach->ShowsOf(coder, case_id); },
                     &*change);
      TellChange(name, change->mutable_change());
      r->add_changes()->Swap(change->mutable_change());
    }
    if (more) {
      r->set_next_page_token(
          rpc::MakePageToken(store.token_key(), list, absl::StrCat(changes.back().revision)));
    }
    return absl::OkStatus();
  };
  return ReadFiles(studies, caller, q.parent(), q.codebook_id(), work);
}

}  // namespace lotse::survey
