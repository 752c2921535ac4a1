// Filling questionnaires in step by step.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/text.h"
#include "runtime/types/uuid.h"
#include "services/survey/app/answer_environment.h"
#include "services/survey/app/form_use_cases.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/form_description/description.h"
#include "services/survey/engine/form_state/form_change.h"
#include "services/survey/engine/form_state/live_form.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::FormState;
using v1alpha::Wave;

// What is filled in.
struct Target {
  std::shared_ptr<const LiveForm> form;
  Wave wave;
  absl::Time now;
};

absl::Status CheckLanguage(absl::string_view field, absl::string_view language) {
  if (language.empty() || types::IsLanguageTag(language)) return absl::OkStatus();
  return rpc::InvalidFields(
      {{std::string(field), "not a BCP 47 tag; give for example de, or nothing for all"}});
}

// The wave has to take answers now.
absl::StatusOr<Target> FindTarget(resource::Store& store, InstrumentCache& instruments,
                                  const OnBehalf& caller, const std::string& name) {
  Target target;
  const absl::Status read = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(name, &target.wave); !s.ok()) return s;
    target.now = tx.now();
    if (absl::Status s = CheckTakesAnswers(target.wave, types::DayInBerlin(tx.now())); !s.ok()) {
      return s;
    }
    auto form = instruments.GetLive(tx, target.wave.instrument());
    if (!form.ok()) return form.status();
    target.form = *std::move(form);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return target;
}

// What an evaluation says, as the error of a call. It holds nothing of an answer.
absl::Status CannotJudge(const absl::Status& status) {
  return rpc::InvalidFields({{"answers", std::string(status.message())}});
}

absl::Status CheckItems(const v1alpha::EvaluateBatchRequest& q, int sections) {
  rpc::FieldViolations violations;
  if (q.items().empty() || q.items_size() > kMaxBatchItems) {
    violations.push_back({"items", absl::StrCat("give 1 to ", kMaxBatchItems)});
  }
  for (int i = 0; i < q.items_size() && violations.empty(); ++i) {
    const int section = q.items(i).broke_off_section();
    if (section >= 0 && section <= sections) continue;
    violations.push_back({absl::StrCat("items[", i, "].broke_off_section"),
                          absl::StrCat("no section of the questionnaire; give 1 to ", sections,
                                       ", or 0 for a complete response")});
  }
  return rpc::InvalidFields(violations);
}

}  // namespace

absl::Status TellForm(const LiveForm& form, const FormStep& step,
                      const v1alpha::FormTelling& telling, const logic::Environment& environment,
                      v1alpha::FormTold* told) {
  if (absl::Status s = CheckLanguage("telling.language", telling.language()); !s.ok()) return s;
  Filling filling = {.answers = step.answers,
                     .occasion = Filling::Occasion::kContinue,
                     .before = &step.former,
                     .key = step.response_id,
                     .language = telling.language()};
  absl::StatusOr<FormState> state = form.Evaluate(filling, environment);
  if (!state.ok()) return CannotJudge(state.status());
  if (!telling.only_changes()) {
    *told->mutable_state() = *std::move(state);
    return absl::OkStatus();
  }
  const Filling former = {.answers = step.former,
                          .occasion = Filling::Occasion::kContinue,
                          .before = &step.former,
                          .key = step.response_id,
                          .language = telling.language()};
  const absl::StatusOr<FormState> before = form.Evaluate(former, environment);
  if (!before.ok()) return CannotJudge(before.status());
  *told->mutable_change() = ChangeOf(*before, *state);
  return absl::OkStatus();
}

absl::Status GetForm(resource::Store& store, InstrumentCache& instruments, const OnBehalf& caller,
                     const v1alpha::GetFormRequest& q, v1alpha::FormDescription* r) {
  if (absl::Status s = CheckLanguage("language", q.language()); !s.ok()) return s;
  const auto target = FindTarget(store, instruments, caller, q.name());
  if (!target.ok()) return target.status();
  *r = Describe(target->form->instrument(), q.language());
  return absl::OkStatus();
}

absl::Status PreviewForm(resource::Store& store, const OnBehalf& caller,
                         const v1alpha::PreviewFormRequest& q, v1alpha::PreviewFormResponse* r) {
  if (absl::Status s = CheckLanguage("language", q.language()); !s.ok()) return s;
  v1alpha::Instrument instrument;
  absl::Time now;
  // Not from the cache: it may still be changed.
  const absl::Status read = store.Read(caller.patience, [&](Tx& tx) {
    now = tx.now();
    return tx.Load(q.name(), &instrument);
  });
  if (!read.ok()) return read;
  *r->mutable_form() = Describe(instrument, q.language());
  const LiveForm form(std::move(instrument));
  if (!form.program().ok()) return absl::OkStatus();
  const AnswerEnvironment environment(now);
  Filling filling = {.answers = q.answers(), .key = q.name(), .language = q.language()};
  if (!q.former_answers().empty()) {
    filling.occasion = Filling::Occasion::kContinue;
    filling.before = &q.former_answers();
  }
  auto state = form.Evaluate(filling, environment.get());
  if (!state.ok()) return CannotJudge(state.status());
  *r->mutable_state() = *std::move(state);
  return absl::OkStatus();
}

absl::Status StartSession(resource::Store& store, ResponseStore& responses,
                          InstrumentCache& instruments, const OnBehalf& caller,
                          const v1alpha::StartSessionRequest& q, v1alpha::StartSessionResponse* r) {
  if (absl::Status s = CheckLanguage("language", q.language()); !s.ok()) return s;
  const auto target = FindTarget(store, instruments, caller, q.parent());
  if (!target.ok()) return target.status();
  if (absl::Status s = CheckTokenFits(target->wave, q.invitation_token()); !s.ok()) return s;
  if (target->wave.access() == Wave::ACCESS_INVITED) {
    const absl::Status usable =
        CheckSeemsUsable(responses, target->wave, q.invitation_token(), caller.patience);
    if (!usable.ok()) return usable;
  }
  r->set_response_id(types::NewRandomUuid());
  *r->mutable_form() = Describe(target->form->instrument(), q.language());
  const AnswerEnvironment environment(target->now, KeptNow(target->wave));
  const RepeatedPtrField<Answer> none;
  auto state = target->form->Evaluate({.answers = none,
                                       .key = r->response_id(),
                                       .language = q.language(),
                                       // When somebody answered could tell who it was.
                                       .with_times = IsPersonal(target->wave)},
                                      environment.get());
  if (!state.ok()) return CannotJudge(state.status());
  *r->mutable_state() = *std::move(state);
  return absl::OkStatus();
}

absl::Status EvaluateAnswers(resource::Store& store, InstrumentCache& instruments,
                             const OnBehalf& caller, const v1alpha::EvaluateAnswersRequest& q,
                             v1alpha::EvaluateAnswersResponse* r) {
  if (absl::Status s = CheckResponseId(q.response_id()); !s.ok()) return s;
  const auto target = FindTarget(store, instruments, caller, q.parent());
  if (!target.ok()) return target.status();
  const AnswerEnvironment environment(target->now, KeptNow(target->wave));
  return TellForm(*target->form, {q.answers(), q.former_answers(), q.response_id()}, q.telling(),
                  environment.get(), r->mutable_told());
}

absl::Status EvaluateBatch(resource::Store& store, InstrumentCache& instruments,
                           const OnBehalf& caller, const v1alpha::EvaluateBatchRequest& q,
                           v1alpha::EvaluateBatchResponse* r) {
  if (absl::Status s = CheckLanguage("language", q.language()); !s.ok()) return s;
  const auto target = FindTarget(store, instruments, caller, q.parent());
  if (!target.ok()) return target.status();
  const LiveForm& form = *target->form;
  if (absl::Status s = CheckItems(q, form.compiled().sections()); !s.ok()) return s;
  // One budget for all: what a call may cost does not grow with its items.
  const AnswerEnvironment environment(target->now, KeptNow(target->wave));
  for (const auto& item : q.items()) {
    // Nobody waits for the others any more.
    if (caller.patience.Over()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
    }
    auto* const result = r->add_results();
    const std::int64_t before = *environment.get().steps_left;
    auto state = form.Evaluate({.answers = item.answers(),
                                .occasion = Filling::Occasion::kHandIn,
                                .language = q.language(),
                                .broke_off_section = item.broke_off_section(),
                                .only_violations = true},
                               environment.get());
    if (state.ok()) {
      result->mutable_violations()->Swap(state->mutable_violations());
    } else if (before < logic::kMaxStepsOfCall && *environment.get().steps_left <= 0) {
      // With what the items before have left nothing is known of this one.
      result->set_not_judged(true);
    } else {
      result->set_too_large(true);
    }
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
