#include "runtime/resource/api.h"

#include "runtime/rpc/error.h"

namespace lotse::resource {

Cause CauseOf(const rpc::Call& call, const std::string& request_id) {
  return {call.caller().subject, std::string(call.role()), request_id, call.view()};
}

sql::Patience PatienceOf(const std::shared_ptr<rpc::Call>& call) {
  return {call->deadline(), [call] { return call->gone(); }};
}

// [admit]
bool Api::Admit(rpc::Call& call, const Method& method, const Message& request) const {
  using Reach = auth::Access::Reach;
  const Reach reach = method.verb == Method::Verb::kList ? Reach::kBelow : Reach::kAt;
  absl::Status status = call.Authorize(SubjectOf(method, request), reach);
  // A create tells what is wrong with the resource together with the rest.
  if (status.ok() && method.verb != Method::Verb::kCreate) {
    status = rpc::InvalidFields(CheckRequest(method, request));
  }
  if (!status.ok()) call.Finish(std::move(status));
  return status.ok();
}
// [/admit]

// [where]
Api::Reactor* Api::Run(Context* context, const Message* request, Message* reply) const {
  const Method& method = store_->schema().MethodOf(request->GetDescriptor());
  const auto work = [this, &method, request, reply](Tx& tx) {
    return standard_->Run(tx, method, *request, reply);
  };
  if (method.verb == Method::Verb::kList) return RunRead(context, request, reply, work);
  if (method.verb != Method::Verb::kGet) return RunWrite(context, request, reply, work);
  if (standard_->HasComputed(*method.kind)) return RunRead(context, request, reply, work);
  return RunInline(shell_->Begin(context, *request), method, request, reply);
}
// [/where]

Api::Reactor* Api::RunInline(const std::shared_ptr<rpc::Call>& call, const Method& method,
                             const Message* request, Message* reply) const {
  Reactor* const reactor = call->reactor();
  if (!Admit(*call, method, *request)) return reactor;
  call->Finish(rpc::Guard([&] {
    // One row is read before its caller could go, but it may have to wait for a connection.
    const sql::Patience patience = {call->deadline(), /*gone=*/nullptr};
    return store_->Read(patience, [&](Tx& tx) {
      tx.SetView(call->view());
      return standard_->Run(tx, method, *request, reply);
    });
  }));
  return reactor;
}

Api::Reactor* Api::RunRead(Context* context, const Message* request, Message* reply,
                           Work work) const {
  const Method& method = store_->schema().MethodOf(request->GetDescriptor());
  std::shared_ptr<rpc::Call> call = shell_->Begin(context, *request);
  Reactor* const reactor = call->reactor();
  if (!Admit(*call, method, *request)) return reactor;
  shell_->Queue(call, [this, call, reply, work = std::move(work)] {
    return store_->Read(PatienceOf(call), [&](Tx& tx) -> absl::Status {
      tx.SetView(call->view());
      if (absl::Status s = work(tx); !s.ok()) return s;
      return standard_->Complete(reply);
    });
  });
  return reactor;
}

// [write]
Api::Reactor* Api::RunWrite(Context* context, const Message* request, Message* reply,
                            Work work) const {
  const Method& method = store_->schema().MethodOf(request->GetDescriptor());
  std::shared_ptr<rpc::Call> call = shell_->Begin(context, *request);
  Reactor* const reactor = call->reactor();
  if (!Admit(*call, method, *request)) return reactor;
  store_->Write(
      PatienceOf(call), CauseOf(*call, TextIn(*request, method.request_id)),
      [this, &method, request, reply,
       work = std::move(work)](Tx& tx) -> absl::StatusOr<Store::Fate> {
        const absl::Status done = Once(tx, method, *request, reply, [&] { return work(tx); });
        if (!done.ok()) return done;
        if (absl::Status s = standard_->Complete(reply); !s.ok()) return s;
        return FlagIn(*request, method.validate_only) ? Store::Fate::kDiscard : Store::Fate::kKeep;
      },
      [call](absl::Status status) { call->Finish(std::move(status)); });
  return reactor;
}
// [/write]

Api::Reactor* Api::RunLong(Context* context, const Message* request, LongWork work) const {
  const Method& method = store_->schema().MethodOf(request->GetDescriptor());
  std::shared_ptr<rpc::Call> call = shell_->Begin(context, *request);
  Reactor* const reactor = call->reactor();
  if (!Admit(*call, method, *request)) return reactor;
  shell_->Queue(call, [call, request, &method, work = std::move(work)] {
    return work(CauseOf(*call, TextIn(*request, method.request_id)), call->deadline());
  });
  return reactor;
}

}  // namespace lotse::resource
