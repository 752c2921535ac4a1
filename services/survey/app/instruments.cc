#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/fields.h"
#include "runtime/types/text.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/instrument_states.h"
#include "services/survey/engine/draft_rules.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/exchange/amendments.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/forms/rule_findings.h"
#include "services/survey/exchange/forms/write_form.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;

// What is wrong with the format of a request, if it is none of `formats`.
rpc::FieldViolations CheckFormat(const google::protobuf::EnumDescriptor* formats, int format) {
  if (format != 0 && formats->FindValueByNumber(format) != nullptr) return {};
  std::vector<std::string> names;
  for (int i = 1; i < formats->value_count(); ++i) names.push_back(formats->value(i)->name());
  return {{"format", absl::StrCat("missing or unknown; give one of ", absl::StrJoin(names, ", "))}};
}

rpc::FieldViolations CheckImport(const v1alpha::ImportInstrumentRequest& q) {
  rpc::FieldViolations violations =
      CheckFormat(v1alpha::ImportInstrumentRequest::Format_descriptor(), q.format());
  if (q.content().empty()) violations.push_back({"content", "missing; give the file"});
  if (!types::IsLanguageTag(q.language())) {
    violations.push_back({"language", "missing or not a BCP 47 tag; give for example de"});
  }
  for (int i = 0; i < q.files_size(); ++i) {
    ViolationList wrong;
    CheckFileName(q.files(i).name(), absl::StrCat("files[", i, "].name"), &wrong);
    for (rpc::FieldViolation& violation : std::move(wrong).Take()) {
      violation.german = absl::StrCat("fehlt oder ist kein Dateiname; 1 bis ", kMaxFileNameBytes,
                                      " Bytes ohne Pfad angeben");
      violations.push_back(std::move(violation));
    }
  }
  if (q.files_size() > kMaxFormFiles) {
    violations.push_back({"files", absl::StrCat("too many; at most ", kMaxFormFiles)});
  }
  if (!q.previous().empty() && !q.draft()) {
    violations.push_back({"previous", "a new version is a draft first; set draft",
                          "eine neue Fassung ist erst ein Entwurf; draft angeben"});
  }
  if (!q.etag().empty() && !q.draft()) {
    violations.push_back({"etag", "only a draft is replaced; set draft, or leave it out",
                          "nur ein Entwurf wird ersetzt; draft angeben oder weglassen"});
  }
  return violations;
}

// Adds the rules that it breaks; of a draft those that only publishing asks for are warnings.
void AddBrokenRules(const resource::Store& store, ImportResult* result) {
  const Instrument& instrument = result->instrument;
  rpc::FieldViolations violations;
  if (IsDraft(instrument)) {
    violations = CheckDraft(instrument);
    schema::CheckRequired(*store.schema().KindOf(Instrument::descriptor())->rule, instrument, "",
                          &violations);
    if (violations.empty()) {
      AddFindings(
          RuleFindings(CheckInstrument(instrument), ImportFinding::SEVERITY_WARNING, *result),
          result);
    }
  } else {
    violations = CheckInstrument(instrument);
  }
  AddFindings(RuleFindings(violations, ImportFinding::SEVERITY_ERROR, *result), result);
}

// What is wrong with the version that it names as the one before.
rpc::FieldViolations CheckNamedPrevious(const Instrument& instrument) {
  rpc::FieldViolations violations = CheckPrevious(instrument);
  for (auto& violation : violations) violation.field = "previous";
  return violations;
}

FormFiles FilesOf(const v1alpha::ImportInstrumentRequest& q) {
  FormFiles files;
  for (const v1alpha::OptionFile& file : q.files()) files.push_back({file.name(), file.content()});
  return files;
}

// Puts what was read in the place of a draft.
absl::Status Replace(Tx& tx, const std::string& etag, Instrument* instrument) {
  Instrument before;
  if (absl::Status s = tx.LoadForChange(instrument->name(), etag, &before); !s.ok()) return s;
  if (absl::Status s = CheckMayChange(before); !s.ok()) return s;
  *instrument->mutable_create_time() = before.create_time();
  if (instrument->previous().empty()) instrument->set_previous(before.previous());
  return tx.Save("IMPORT", "", instrument);
}

// Stores what was read.
absl::Status StoreRead(Tx& tx, const std::string& etag, Instrument* instrument) {
  if (!etag.empty()) return Replace(tx, etag, instrument);
  if (!IsDraft(*instrument)) {
    if (absl::Status s = CheckNoDraft(tx, *instrument); !s.ok()) return s;
    if (absl::Status s = Publish(tx.now(), instrument); !s.ok()) return s;
  }
  return tx.Create(instrument);
}

}  // namespace

absl::Status ImportInstrument(resource::Store& store, const resource::Cause& cause,
                              const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r) {
  if (absl::Status status = rpc::InvalidFields(CheckImport(q)); !status.ok()) return status;
  const FormFiles files = FilesOf(q);
  absl::StatusOr<ImportResult> result =
      ReadForm(q.format(), q.content(), q.language(), nullptr, &files);
  if (!result.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                      absl::StrCat("content: ", result.status().message()));
  }
  if (!HasError(result->findings)) {
    Instrument& instrument = result->instrument;
    rpc::FieldViolations violations =
        ApplyAmendments(q.amendments(), &instrument, &result->findings);
    instrument.set_name(absl::StrCat(q.parent(), "/instruments/", q.instrument_id()));
    instrument.set_state(q.draft() ? Instrument::STATE_DRAFT : Instrument::STATE_PUBLISHED);
    instrument.set_previous(q.previous());
    if (violations.empty()) violations = CheckNamedPrevious(instrument);
    if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
    AddBrokenRules(store, &*result);
  }
  if (!HasError(result->findings)) {
    const Instrument& instrument = result->instrument;
    bool only_checked = false;
    const absl::Status stored = store.WriteAndWait(cause, [&](Tx& tx) {
      *r->mutable_instrument() = instrument;
      const absl::Status done = StoreRead(tx, q.etag(), r->mutable_instrument());
      only_checked = done.ok() && q.validate_only();
      // Any error undoes it.
      return only_checked ? absl::CancelledError("only checked") : done;
    });
    if (!stored.ok() && !only_checked) return stored;
  }
  r->mutable_findings()->Assign(result->findings.begin(), result->findings.end());
  return absl::OkStatus();
}

absl::Status ExportInstrument(Tx& tx, const v1alpha::ExportInstrumentRequest& q,
                              v1alpha::ExportInstrumentResponse* r) {
  if (absl::Status s = rpc::InvalidFields(
          CheckFormat(v1alpha::ExportInstrumentRequest::Format_descriptor(), q.format()));
      !s.ok()) {
    return s;
  }
  Instrument instrument;
  if (absl::Status s = tx.Load(q.name(), &instrument); !s.ok()) return s;
  absl::StatusOr<WrittenForm> form = WriteForm(q.format(), instrument);
  if (!form.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE, form.status().message());
  }
  r->set_content(std::move(form->content));
  r->set_media_type(std::move(form->media_type));
  r->mutable_findings()->Assign(form->findings.begin(), form->findings.end());
  return absl::OkStatus();
}

}  // namespace lotse::survey
