// What people can do with their response where a wave is not anonymous, and reading it.
#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "services/survey/app/answer_environment.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/form_use_cases.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/answer_files.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/response_row.h"

namespace lotse::survey {
namespace {

using v1alpha::PersonalResponse;
using v1alpha::Wave;

// Limits of a page. Source: response_service.proto.
constexpr int kMaxResponses = 1000;
constexpr int kDefaultResponses = 100;

// What is read of a wave before its answers are looked at.
struct Target {
  std::shared_ptr<const CompiledInstrument> instrument;
  // Only if it is told how it stands.
  std::shared_ptr<const LiveForm> form;
  absl::Time now;
};

// The wave has to be personal, and to take answers; its mode is asked for first.
absl::Status LoadOpen(Tx& tx, const std::string& name, InstrumentCache& instruments, bool telling,
                      Target* target) {
  Wave wave;
  if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (absl::Status s = CheckPersonal(wave); !s.ok()) return s;
  if (absl::Status s = CheckTakesAnswers(wave, types::DayInBerlin(tx.now())); !s.ok()) return s;
  auto instrument = instruments.Get(tx, wave.instrument());
  if (!instrument.ok()) return instrument.status();
  target->instrument = *std::move(instrument);
  target->now = tx.now();
  if (!telling) return absl::OkStatus();
  auto form = instruments.GetLive(tx, wave.instrument());
  if (!form.ok()) return form.status();
  target->form = *std::move(form);
  return absl::OkStatus();
}

// Adds the answers of a row.
absl::Status AddAnswers(const CompiledInstrument& instrument, absl::string_view row,
                        google::protobuf::RepeatedPtrField<v1alpha::Answer>* answers) {
  auto decoded = DecodeResponseRow(instrument, row);
  if (!decoded.has_value()) return DamagedResponse();
  answers->Swap(&*decoded);
  return absl::OkStatus();
}

// Tells how the questionnaire stands, if it was asked for; `answers` are those that are saved.
absl::Status Tell(const Target& target, PersonalWave& wave, const v1alpha::SaveAnswersRequest& q,
                  const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
                  const logic::Environment& environment, v1alpha::SaveAnswersResponse* r) {
  if (!q.has_telling()) return absl::OkStatus();
  const auto held = wave.Resume(HashOfTyped(q.invitation_token()), {});
  if (!held.ok()) return held.status();
  google::protobuf::RepeatedPtrField<v1alpha::Answer> former;
  if (held->has_value() && (*held)->state == HeldResponse::State::kDraft) {
    const absl::Status read = AddAnswers(*target.instrument, (*held)->row, &former);
    if (!read.ok()) return read;
  }
  return TellForm(*target.form, {answers, former, q.response_id()}, q.telling(), environment,
                  r->mutable_told());
}

// An edit is complete, and nothing is told.
absl::Status Tell(const Target&, PersonalWave&, const v1alpha::EditResponseRequest&,
                  const google::protobuf::RepeatedPtrField<v1alpha::Answer>&,
                  const logic::Environment&, v1alpha::EditResponseResponse*) {
  return absl::OkStatus();
}

bool IsTold(const v1alpha::SaveAnswersRequest& q) { return q.has_telling(); }
bool IsTold(const v1alpha::EditResponseRequest&) { return false; }

// What SaveAnswers and EditResponse have in common: all up to the row.
template <class Request, class Reply>
void Change(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
            const Request& q, Submission submission, Reply* r, bool draft) {
  if (absl::Status s = CheckResponseId(q.response_id()); !s.ok())
    return submission.done(std::move(s));
  Target target;
  // A few rows, read before the caller could go.
  const absl::Status read =
      store.Read({submission.patience.deadline, /*gone=*/nullptr},
                 [&](Tx& tx) { return LoadOpen(tx, q.parent(), instruments, IsTold(q), &target); });
  if (!read.ok()) return submission.done(read);
  const AnswerEnvironment environment(target.now);
  const IfNotAsked if_not_asked = q.remove_not_asked() ? IfNotAsked::kRemove : IfNotAsked::kRefuse;
  JudgedAnswers judged =
      draft ? JudgeDraft(*target.instrument, q.answers(), environment.get(), if_not_asked)
            : JudgeAnswers(*target.instrument, q.answers(), /*broke_off_section=*/0,
                           environment.get(), if_not_asked);
  if (absl::Status s = rpc::InvalidFields(judged.violations); !s.ok()) {
    return submission.done(std::move(s));
  }
  auto wave = responses.Personal(q.parent());
  if (!wave.ok()) return submission.done(wave.status());
  *r->mutable_removed() = PlacesOf(judged.removed, q.answers());
  const absl::Status told =
      Tell(target, **wave, q, Without(judged.removed, q.answers()), environment.get(), r);
  if (!told.ok()) return submission.done(told);
  TakenAnswers taken = TakeAnswers(*target.instrument, std::move(judged.answers), q.answers());
  PersonalWave& files = **wave;
  Response response{q.parent(),
                    q.response_id(),
                    HashOfTyped(q.invitation_token()),
                    std::move(target.instrument),
                    std::move(taken.answers),
                    std::move(submission.allowed),
                    files.identity(),
                    target.now};
  // Where a draft that stays one ended; an edit is complete.
  if (draft) {
    response.broke_off_section = LastAnsweredSection(*response.instrument, response.answers);
  }
  response.files = std::move(taken.files);
  (files.*(draft ? &PersonalWave::Save : &PersonalWave::Edit))(
      std::move(response), q.etag(), std::move(submission.patience),
      [r, wave = *std::move(wave),
       done = std::move(submission.done)](absl::StatusOr<int64_t> revision) {
        if (revision.ok()) r->set_etag(EtagOf(*revision));
        done(revision.status());
      });
}

PersonalResponse::State Told(HeldResponse::State state) {
  switch (state) {
    case HeldResponse::State::kDraft:
      return PersonalResponse::STATE_DRAFT;
    case HeldResponse::State::kSubmitted:
      return PersonalResponse::STATE_SUBMITTED;
    case HeldResponse::State::kWithdrawn:
      return PersonalResponse::STATE_WITHDRAWN;
  }
  return PersonalResponse::STATE_UNSPECIFIED;
}

absl::Status Show(const HeldResponse& held, const CompiledInstrument& instrument,
                  Wave::Identity identity, PersonalResponse* shown) {
  if (identity == Wave::IDENTITY_IDENTIFIED) {
    shown->set_recipient(held.pseudonym);
  } else {
    shown->set_pseudonym(held.pseudonym);
  }
  shown->set_state(Told(held.state));
  shown->set_version(held.version);
  *shown->mutable_first_time() = types::ToTimestamp(held.first_time);
  *shown->mutable_last_time() = types::ToTimestamp(held.last_time);
  if (held.state != HeldResponse::State::kSubmitted) return absl::OkStatus();
  if (absl::Status s = AddAnswers(instrument, held.row, shown->mutable_answers()); !s.ok()) {
    return s;
  }
  shown->set_broke_off_section(BrokeOffSectionOf(held.row));
  for (const FormerVersion& version : held.former) {
    auto* told = shown->add_former_versions();
    told->set_version(version.version);
    *told->mutable_submit_time() = types::ToTimestamp(version.last_time);
    told->set_broke_off_section(BrokeOffSectionOf(version.row));
    if (absl::Status s = AddAnswers(instrument, version.row, told->mutable_answers()); !s.ok()) {
      return s;
    }
  }
  return absl::OkStatus();
}

}  // namespace

void SaveAnswers(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                 const v1alpha::SaveAnswersRequest& q, Submission submission,
                 v1alpha::SaveAnswersResponse* r) {
  Change(store, responses, instruments, q, std::move(submission), r, /*draft=*/true);
}

void EditResponse(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                  const v1alpha::EditResponseRequest& q, Submission submission,
                  v1alpha::EditResponseResponse* r) {
  Change(store, responses, instruments, q, std::move(submission), r, /*draft=*/false);
}

void WithdrawResponse(resource::Store& store, ResponseStore& responses,
                      const v1alpha::WithdrawResponseRequest& q, Submission submission) {
  absl::Time now;
  const absl::Status read =
      store.Read({submission.patience.deadline, /*gone=*/nullptr}, [&](Tx& tx) -> absl::Status {
        Wave wave;
        if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
        if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
        if (absl::Status s = CheckConfidential(wave); !s.ok()) return s;
        if (absl::Status s = CheckNotPurged(wave); !s.ok()) return s;
        // Nobody has a code before.
        if (wave.state() == Wave::STATE_PLANNED) return InvitationRefused();
        now = tx.now();
        return absl::OkStatus();
      });
  if (!read.ok()) return submission.done(read);
  auto wave = responses.Personal(q.parent());
  if (!wave.ok()) return submission.done(wave.status());
  PersonalWave& files = **wave;
  files.Withdraw(HashOfTyped(q.withdrawal_code()), now, std::move(submission.allowed),
                 std::move(submission.patience),
                 [wave = *std::move(wave), &store, name = q.parent(),
                  done = std::move(submission.done)](absl::Status status) {
                   if (!status.ok()) return done(std::move(status));
                   // Also where it was withdrawn before: a crash may have come between.
                   const auto forget = [name](Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
                     if (absl::Status s = ForgetFingerprint(tx, name); !s.ok()) return s;
                     return resource::Store::Fate::kKeep;
                   };
                   store.Write({}, {"lotse", "", ""}, forget, done);
                 });
}

absl::Status ResumeResponse(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                            const v1alpha::ResumeResponseRequest& q,
                            v1alpha::ResumeResponseResponse* r) {
  Target target;
  if (absl::Status s = LoadOpen(tx, q.parent(), instruments, /*telling=*/false, &target); !s.ok())
    return s;
  const auto wave = responses.Personal(q.parent());
  if (!wave.ok()) return wave.status();
  const auto held = (*wave)->Resume(HashOfTyped(q.invitation_token()), {});
  if (!held.ok()) return held.status();
  if (!held->has_value()) return absl::OkStatus();
  r->set_state(Told((*held)->state));
  r->set_response_id((*held)->response_id);
  r->set_etag(EtagOf((*held)->revision));
  if ((*held)->state == HeldResponse::State::kWithdrawn) return absl::OkStatus();
  if ((*held)->state == HeldResponse::State::kSubmitted) {
    r->set_broke_off_section(BrokeOffSectionOf((*held)->row));
  }
  return AddAnswers(*target.instrument, (*held)->row, r->mutable_answers());
}

absl::Status ListResponses(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                           const v1alpha::ListResponsesRequest& q,
                           v1alpha::ListResponsesResponse* r) {
  if (q.page_size() < 0)
    return rpc::InvalidFields({{"page_size", "give 1 to 1,000, or 0 for 100"}});
  const int size = q.page_size() == 0 ? kDefaultResponses : std::min(q.page_size(), kMaxResponses);
  const std::string list = absl::StrCat("responses\n", q.parent());
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  Wave wave;
  if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (absl::Status s = CheckPersonal(wave); !s.ok()) return s;
  if (absl::Status s = CheckNotPurged(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_PLANNED) return absl::OkStatus();
  const auto instrument = instruments.Get(tx, wave.instrument());
  if (!instrument.ok()) return instrument.status();
  const auto files = responses.Personal(q.parent());
  if (!files.ok()) return files.status();
  RowPage page;
  const absl::Status read = (*files)->ReadRows({}, [&](sql::Connection& connection) {
    page = RowsBehind(connection, *after, size, Tx::kMaxPageBytes, q.former_versions());
  });
  if (!read.ok()) return read;
  size_t bytes = 0;
  std::string last;
  for (const HeldResponse& held : page.rows) {
    // Written out they are longer than as rows.
    page.more |= bytes > Tx::kMaxPageBytes;
    if (bytes > Tx::kMaxPageBytes) break;
    auto* shown = r->add_responses();
    if (absl::Status s = Show(held, **instrument, IdentityOf(wave), shown); !s.ok()) return s;
    bytes += shown->ByteSizeLong();
    last = held.pseudonym;
  }
  if (page.more) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
  return absl::OkStatus();
}

}  // namespace lotse::survey
