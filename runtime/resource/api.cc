#include "runtime/resource/api.h"

#include "runtime/rpc/error.h"

namespace lotse::resource {

namespace {

Cause CauseNow(const rpc::Call& call, const std::string& request_id) {
  return {call.caller().subject, std::string(call.role()), request_id, call.view()};
}

// Whether a call may go on.
// [admit]
absl::Status Admit(rpc::Call& call, const Method& method,
                   const google::protobuf::Message& request) {
  using Reach = auth::Access::Reach;
  const Reach reach = method.verb == Method::Verb::kList ? Reach::kBelow : Reach::kAt;
  const absl::Status status = call.Authorize(SubjectOf(method, request), reach);
  // A create tells what is wrong with the resource together with the rest.
  if (!status.ok() || method.verb == Method::Verb::kCreate) return status;
  return rpc::InvalidFields(CheckRequest(method, request));
}
// [/admit]

}  // namespace

Cause CauseOf(const std::shared_ptr<rpc::Call>& call, const std::string& request_id) {
  Cause cause = CauseNow(*call, request_id);
  cause.renew = [call, request_id]() -> absl::StatusOr<Cause> {
    if (absl::Status s = call->AuthorizeAgain(); !s.ok()) return s;
    return CauseNow(*call, request_id);
  };
  return cause;
}

sql::Patience PatienceOf(const std::shared_ptr<rpc::Call>& call) {
  return {call->deadline(), [call] { return call->gone(); }};
}

// [begin]
template <class Then>
Api::Reactor* Api::Begin(Context* context, const Method& method, const Message& request,
                         Then then) const {
  std::shared_ptr<rpc::Call> call = shell_->Begin(context, request);
  Reactor* const reactor = call->reactor();
  shell_->WhenKnown(call, [call, &method, &request, then = std::move(then)] {
    absl::Status status = Admit(*call, method, request);
    status.ok() ? then(call) : call->Finish(std::move(status));
  });
  return reactor;
}
// [/begin]

// [where]
Api::Reactor* Api::Run(Context* context, const Message* request, Message* reply) const {
  const Method& method = MethodOf(*request);
  const auto work = [this, &method, request, reply](Tx& tx) {
    return standard_->Run(tx, method, *request, reply);
  };
  if (method.verb == Method::Verb::kList) return RunRead(context, request, reply, work);
  if (method.verb != Method::Verb::kGet) return RunWrite(context, request, reply, work);
  const bool inline_read = !standard_->HasComputed(*method.kind) && !method.audited_read;
  if (!inline_read) return RunRead(context, request, reply, work);
  return RunInline(context, request, reply);
}
// [/where]

Api::Reactor* Api::RunInline(Context* context, const Message* request, Message* reply) const {
  const Method& method = MethodOf(*request);
  return Begin(context, method, *request,
               [this, &method, request, reply](const std::shared_ptr<rpc::Call>& call) {
                 call->Finish(rpc::Guard([&] {
                   // One row is read before its caller could go, but it may have to wait for a
                   // connection.
                   const sql::Patience patience = {call->deadline(), /*gone=*/nullptr};
                   return store_->Read(patience, [&](Tx& tx) {
                     tx.SetView(call->view());
                     return standard_->Run(tx, method, *request, reply);
                   });
                 }));
               });
}

Api::Reactor* Api::RunRead(Context* context, const Message* request, Message* reply,
                           Work work) const {
  return Begin(
      context, MethodOf(*request), *request,
      [this, request, reply, work = std::move(work)](const std::shared_ptr<rpc::Call>& call) {
        shell_->Queue(call, [this, call, request, reply, work] {
          const absl::Status read = store_->Read(PatienceOf(call), [&](Tx& tx) -> absl::Status {
            tx.SetView(call->view());
            if (absl::Status s = work(tx); !s.ok()) return s;
            return standard_->Complete(reply);
          });
          return read.ok() ? NoteRead(call, *request) : read;
        });
      });
}

// [note]
absl::Status Api::NoteRead(const std::shared_ptr<rpc::Call>& call, const Message& request) const {
  const Method& method = MethodOf(request);
  if (!method.audited_read) return absl::OkStatus();
  absl::Status noted = store_->WriteAndWait(CauseOf(call, ""), [&](Tx& tx) {
    tx.LogRead(SubjectOf(method, request));
    return absl::OkStatus();
  });
  if (noted.ok()) call->Noted();
  return noted;
}
// [/note]

// [write]
Api::Reactor* Api::RunWrite(Context* context, const Message* request, Message* reply,
                            Work work) const {
  const Method& method = MethodOf(*request);
  auto job = [this, &method, request, reply,
              work = std::move(work)](Tx& tx) -> absl::StatusOr<Store::Fate> {
    const absl::Status done = Once(tx, method, *request, reply, [&] { return work(tx); });
    if (!done.ok()) return done;
    if (absl::Status s = standard_->Complete(reply); !s.ok()) return s;
    return FlagIn(*request, method.validate_only) ? Store::Fate::kDiscard : Store::Fate::kKeep;
  };
  return Begin(context, method, *request,
               [this, &method, request, job](const std::shared_ptr<rpc::Call>& call) {
                 store_->Write(PatienceOf(call), CauseOf(call, TextIn(*request, method.request_id)),
                               job,
                               [call](absl::Status status) { call->Finish(std::move(status)); });
               });
}
// [/write]

Api::Reactor* Api::RunLong(Context* context, const Message* request, LongWork work) const {
  return RunPatient(context, request, [work](const Cause& cause, const sql::Patience& patience) {
    return work(cause, patience.deadline);
  });
}

Api::Reactor* Api::RunPatient(Context* context, const Message* request, PatientWork work) const {
  const Method& method = MethodOf(*request);
  return Begin(
      context, method, *request,
      [this, &method, request, work = std::move(work)](const std::shared_ptr<rpc::Call>& call) {
        shell_->Queue(call, [this, call, &method, request, work] {
          const Cause cause = CauseOf(call, TextIn(*request, method.request_id));
          absl::Status status = work(cause, PatienceOf(call));
          return status.ok() ? NoteRead(call, *request) : status;
        });
      });
}

Api::Reactor* Api::RunApart(Context* context, const Message* request, HandOver work) const {
  return Begin(context, MethodOf(*request), *request,
               [work = std::move(work)](const std::shared_ptr<rpc::Call>& call) {
                 absl::Status begun = rpc::Guard([&] {
                   work(call);
                   return absl::OkStatus();
                 });
                 if (!begun.ok()) call->Finish(std::move(begun));
               });
}

void Api::LogRead(const std::shared_ptr<rpc::Call>& call, const Message& request, Work check,
                  Store::Done then) const {
  const Method& method = MethodOf(request);
  if (!method.audited_read) return then(absl::OkStatus());
  store_->Write(
      PatienceOf(call), CauseOf(call, ""),
      [&method, &request, check = std::move(check)](Tx& tx) -> absl::StatusOr<Store::Fate> {
        if (absl::Status s = check(tx); !s.ok()) return s;
        tx.LogRead(SubjectOf(method, request));
        return Store::Fate::kKeep;
      },
      [call, then = std::move(then)](absl::Status status) {
        if (status.ok()) call->Noted();
        then(std::move(status));
      });
}

}  // namespace lotse::resource
