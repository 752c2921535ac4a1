#include "services/survey/domain/instrument_states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"

namespace lotse::survey {
namespace {

using type::v1alpha::ErrorReason;
using v1alpha::Instrument;

constexpr absl::string_view kPattern =
    "programmes/{programme}/engagements/{engagement}/instruments/{instrument}";

// What a state is called; one without counts as published.
rpc::Wording WordFor(const Instrument& instrument) {
  switch (instrument.state()) {
    case Instrument::STATE_DRAFT:
      return {"ein Entwurf", "a draft"};
    case Instrument::STATE_RETIRED:
      return {"zurückgezogen", "retired"};
    default:
      return {"veröffentlicht", "published"};
  }
}

absl::Status Refuse(ErrorReason reason, const Instrument& instrument, absl::string_view german,
                    absl::string_view english) {
  const rpc::Wording state = WordFor(instrument);
  return rpc::Precondition(
      reason, instrument.name(),
      {absl::StrCat("ist ", state.de, "; ", german), absl::StrCat("is ", state.en, "; ", english)},
      {{"resource", instrument.name()}, {"state", Instrument::State_Name(instrument.state())}});
}

absl::Status WrongState(const Instrument& instrument, absl::string_view german,
                        absl::string_view english) {
  return Refuse(type::v1alpha::ERROR_REASON_WRONG_STATE, instrument, german, english);
}

bool IsPublished(const Instrument& instrument) {
  return instrument.state() == Instrument::STATE_PUBLISHED ||
         instrument.state() == Instrument::STATE_UNSPECIFIED;
}

}  // namespace

bool IsDraft(const Instrument& instrument) { return instrument.state() == Instrument::STATE_DRAFT; }

rpc::FieldViolations CheckPrevious(const Instrument& instrument) {
  rpc::FieldViolations violations;
  const std::string& previous = instrument.previous();
  if (previous.empty()) return violations;
  const auto ids = types::CheckName("instrument.previous", kPattern, previous, &violations);
  if (ids.empty()) return violations;
  if (types::Prefix(previous, 2) != types::Prefix(instrument.name(), 2)) {
    violations.push_back({"instrument.previous",
                          "belongs to another engagement; give a questionnaire of this one",
                          "gehört zu einer anderen Begleitung; einen Fragebogen dieser angeben"});
  } else if (previous == instrument.name()) {
    violations.push_back({"instrument.previous", "is this questionnaire; give another, or none",
                          "ist dieser Fragebogen; einen anderen angeben oder keinen"});
  }
  return violations;
}

absl::Status CheckMayChange(const Instrument& instrument) {
  if (IsDraft(instrument)) return absl::OkStatus();
  return Refuse(type::v1alpha::ERROR_REASON_CONTENT_FINAL, instrument,
                "wird nicht mehr geändert; eine neue Fassung mit `previous` anlegen",
                "it is not changed any more; create a new version with `previous`");
}

absl::Status CheckCanBePublished(const Instrument& instrument) {
  if (IsDraft(instrument)) return absl::OkStatus();
  return WrongState(instrument, "nur ein Entwurf wird veröffentlicht",
                    "only a draft can be published");
}

absl::Status CheckCanBeFollowed(const Instrument& previous) {
  if (!IsDraft(previous)) return absl::OkStatus();
  return WrongState(previous, "erst diesen veröffentlichen, dann seine nächste Fassung",
                    "publish it before the version after it");
}

absl::Status RetireInstrument(absl::Time now, Instrument* instrument) {
  if (!IsPublished(*instrument)) {
    return WrongState(*instrument, "nur ein veröffentlichter Fragebogen wird zurückgezogen",
                      "only a published questionnaire can be retired");
  }
  instrument->set_state(Instrument::STATE_RETIRED);
  *instrument->mutable_retire_time() = types::ToTimestamp(now);
  return absl::OkStatus();
}

rpc::FieldViolations CheckCanBeChosen(const Instrument& instrument) {
  if (IsPublished(instrument)) return {};
  const rpc::Wording state = WordFor(instrument);
  const bool draft = IsDraft(instrument);
  return {
      {"wave.instrument",
       absl::StrCat("is ", state.en, draft ? "; publish it first" : "; give one that is published"),
       absl::StrCat("ist ", state.de,
                    draft ? "; erst veröffentlichen" : "; einen veröffentlichten angeben")}};
}

absl::Status CheckCanBeAsked(const Instrument& instrument) {
  if (IsPublished(instrument)) return absl::OkStatus();
  return WrongState(instrument, "keine neue Welle fragt ihn; der Welle einen anderen geben",
                    "no new wave asks it; give the wave another");
}

}  // namespace lotse::survey
