// Questionnaires from a draft to their end, and how they differ.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/survey/v1alpha/instrument_steps.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/fields.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/instrument_states.h"
#include "services/survey/engine/draft_rules.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/versions/compare_instruments.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::InstrumentComparison;

// Most warnings that a reply has. Source: instrument_steps.proto.
constexpr int kMaxWarnings = 100;

rpc::FieldViolations InRequest(rpc::FieldViolations violations) {
  for (auto& violation : violations) violation.field = absl::StrCat("instrument.", violation.field);
  return violations;
}

// What is wrong with a draft.
rpc::FieldViolations CheckDraftInRequest(const Instrument& instrument) {
  rpc::FieldViolations violations = InRequest(CheckDraft(instrument));
  for (auto& violation : CheckPrevious(instrument)) violations.push_back(std::move(violation));
  return violations;
}

// What is wrong with what is to be published at once.
rpc::FieldViolations CheckAtOnce(const Instrument& instrument) {
  rpc::FieldViolations violations = InRequest(CheckInstrument(instrument));
  if (!instrument.previous().empty()) {
    violations.push_back(
        {"instrument.previous",
         "a new version is a draft first, and is compared when it is published; set draft",
         "eine neue Fassung ist erst ein Entwurf und wird beim Veröffentlichen verglichen; draft "
         "angeben"});
  }
  return violations;
}

void TellWarnings(rpc::FieldViolations warnings,
                  google::protobuf::RepeatedPtrField<v1alpha::InstrumentRemark>* told) {
  for (const auto& warning : InRequest(std::move(warnings))) {
    if (told->size() == kMaxWarnings) return;
    v1alpha::InstrumentRemark* const remark = told->Add();
    remark->set_field(warning.field);
    remark->set_description(warning.description);
  }
}

absl::Status KeepPublished(Tx& tx, const Instrument& before, const Instrument& after) {
  const schema::Kind& kind = *tx.schema().KindOf(Instrument::descriptor());
  return schema::SameContent(kind, before, after) ? absl::OkStatus() : CheckMayChange(before);
}

// The version before, if there is one, and how they differ by mappings that are right. No name is
// set where there is none.
absl::Status CompareWithPrevious(Tx& tx, const Instrument& instrument, const Mappings& mappings,
                                 Instrument* previous, InstrumentComparison* comparison) {
  if (instrument.previous().empty()) {
    if (mappings.empty()) return absl::OkStatus();
    return rpc::InvalidFields(
        {{"mappings", "there is no version before; leave them out, or set instrument.previous",
          "es gibt keine Fassung davor; weglassen oder instrument.previous angeben"}});
  }
  if (absl::Status s = tx.Load(instrument.previous(), previous); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckMappings(*previous, instrument, mappings));
      !s.ok()) {
    return s;
  }
  *comparison = CompareInstruments(*previous, instrument, mappings);
  comparison->set_from(previous->name());
  comparison->set_to(instrument.name());
  return absl::OkStatus();
}

// The name of the version to compare with.
absl::Status FindFrom(const v1alpha::CompareInstrumentsRequest& q, const Instrument& to,
                      std::string* from) {
  *from = q.from().empty() ? to.previous() : q.from();
  if (from->empty()) {
    return rpc::InvalidFields(
        {{"from", "missing, and the questionnaire has no previous; give one to compare with"}});
  }
  rpc::FieldViolations violations;
  const auto ids = types::CheckName(
      "from", "programmes/{programme}/engagements/{engagement}/instruments/{instrument}", *from,
      &violations);
  if (!ids.empty() && types::Prefix(*from, 2) != types::Prefix(to.name(), 2)) {
    violations.push_back(
        {"from", "belongs to another engagement; give a questionnaire of this one"});
  }
  return rpc::InvalidFields(violations);
}

}  // namespace

absl::Status CheckNoDraft(Tx& tx, const Instrument& instrument) {
  Instrument stored;
  const absl::Status loaded = tx.Load(instrument.name(), &stored);
  if (absl::IsNotFound(loaded)) return absl::OkStatus();
  if (!loaded.ok() || !IsDraft(stored)) return loaded;
  return rpc::Error(
      type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
      absl::StrCat(instrument.name(), " exists as a draft; publish it, or choose another id"),
      {{"resource", instrument.name()}});
}

absl::Status Publish(absl::Time now, Instrument* instrument) {
  instrument->set_state(Instrument::STATE_PUBLISHED);
  *instrument->mutable_publish_time() = types::ToTimestamp(now);
  return SetContentHash(instrument);
}

void AddInstrumentRules(resource::Standard* standard) {
  resource::RulesOf<Instrument> drafts;
  drafts.check = &CheckDraftInRequest;
  // By an update; see CreateInstrument.
  drafts.create = [](Tx&, Instrument* instrument) {
    instrument->set_state(Instrument::STATE_DRAFT);
    return absl::OkStatus();
  };
  drafts.update = [](Tx& tx, const Instrument& before, Instrument* after) {
    return KeepPublished(tx, before, *after);
  };
  standard->Add(drafts);
}

absl::Status CreateInstrument(Tx& tx, const v1alpha::CreateInstrumentRequest& q, Instrument* r) {
  const resource::Method& method = tx.schema().MethodOf(q.GetDescriptor());
  rpc::FieldViolations violations = resource::CheckRequest(method, q);
  *r = q.instrument();
  schema::ClearOutputOnly(*method.kind->rule, r);
  r->clear_etag();
  r->set_name(resource::NameToCreate(method, q, tx.now()));
  r->set_state(q.draft() ? Instrument::STATE_DRAFT : Instrument::STATE_PUBLISHED);
  for (auto& violation : q.draft() ? CheckDraftInRequest(*r) : CheckAtOnce(*r)) {
    violations.push_back(std::move(violation));
  }
  schema::CheckRequired(*method.kind->rule, *r, "instrument", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (!q.draft()) {
    if (absl::Status s = CheckNoDraft(tx, *r); !s.ok()) return s;
    if (absl::Status s = Publish(tx.now(), r); !s.ok()) return s;
  }
  return tx.Create(r);
}

absl::Status ValidateInstrument(Tx& tx, const v1alpha::ValidateInstrumentRequest& q,
                                v1alpha::ValidateInstrumentResponse* r) {
  Instrument instrument, previous;
  if (absl::Status s = tx.Load(q.name(), &instrument); !s.ok()) return s;
  rpc::FieldViolations warnings;
  for (const auto& violation : InRequest(CheckInstrument(instrument, &warnings))) {
    auto* const fault = r->add_faults();
    fault->set_field(violation.field);
    fault->set_description(violation.description);
  }
  TellWarnings(std::move(warnings), r->mutable_warnings());
  InstrumentComparison comparison;
  if (absl::Status s = CompareWithPrevious(tx, instrument, q.mappings(), &previous, &comparison);
      !s.ok()) {
    return s;
  }
  if (previous.name().empty()) return absl::OkStatus();
  KeepWorst(&comparison);
  *r->mutable_comparison() = std::move(comparison);
  return absl::OkStatus();
}

absl::Status CompareInstruments(Tx& tx, const v1alpha::CompareInstrumentsRequest& q,
                                v1alpha::CompareInstrumentsResponse* r) {
  Instrument from, to;
  if (absl::Status s = tx.Load(q.name(), &to); !s.ok()) return s;
  std::string name;
  if (absl::Status s = FindFrom(q, to, &name); !s.ok()) return s;
  if (absl::Status s = tx.Load(name, &from); !s.ok()) return s;
  const bool said = q.mappings().empty() && name == to.previous();
  const Mappings& mappings = said ? to.mappings() : q.mappings();
  if (absl::Status s = rpc::InvalidFields(CheckMappings(from, to, mappings)); !s.ok()) return s;
  InstrumentComparison comparison = CompareInstruments(from, to, mappings);
  // Else it would not have been published.
  if (said && !IsDraft(to)) SettleAllThatBreaks(&comparison);
  comparison.set_from(from.name());
  comparison.set_to(to.name());
  KeepWorst(&comparison);
  *r->mutable_comparison() = std::move(comparison);
  return absl::OkStatus();
}

absl::Status PublishInstrument(Tx& tx, const v1alpha::PublishInstrumentRequest& q,
                               v1alpha::PublishInstrumentResponse* r) {
  Instrument* const instrument = r->mutable_instrument();
  Instrument previous;
  InstrumentComparison comparison;
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), instrument); !s.ok()) return s;
  if (absl::Status s = CheckCanBePublished(*instrument); !s.ok()) return s;
  rpc::FieldViolations warnings;
  const auto violations = InRequest(CheckInstrument(*instrument, &warnings));
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = CompareWithPrevious(tx, *instrument, q.mappings(), &previous, &comparison);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckCanBeFollowed(previous); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckSettled(comparison, q.accept_breaking())); !s.ok()) {
    return s;
  }
  *instrument->mutable_mappings() = q.mappings();
  if (absl::Status s = Publish(tx.now(), instrument); !s.ok()) return s;
  if (absl::Status s = tx.Save("PUBLISH", q.reason(), instrument); !s.ok()) return s;
  TellWarnings(std::move(warnings), r->mutable_warnings());
  if (previous.name().empty()) return absl::OkStatus();
  SettleAllThatBreaks(&comparison);
  KeepWorst(&comparison);
  *r->mutable_comparison() = std::move(comparison);
  return absl::OkStatus();
}

absl::Status RetireInstrument(Tx& tx, const v1alpha::RetireInstrumentRequest& q, Instrument* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = RetireInstrument(tx.now(), r); !s.ok()) return s;
  return tx.Save("RETIRE", q.reason(), r);
}

}  // namespace lotse::survey
