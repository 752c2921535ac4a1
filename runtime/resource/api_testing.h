#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "runtime/resource/api_test_service.grpc.pb.h"
#include "runtime/resource/kernel.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

// A server of one service over a store, and somebody who calls it.
namespace lotse::apitest {

using kerneltest::Note;
using kerneltest::Task;
using resource::Cause;
using resource::Kernel;
using resource::Store;
using resource::Tx;

inline constexpr char kProject[] = "programmes/p";
inline constexpr char kTask[] = "programmes/p/tasks/t";
inline constexpr char kNote[] = "programmes/p/tasks/t/notes/n";
inline constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
inline constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
inline constexpr auto kMissing = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;

template <class Request>
absl::Status Make(Tx& tx, const Request& q, Task* r) {
  r->set_name(absl::StrCat(q.parent(), "/tasks/", q.id()));
  r->set_title("made");
  return tx.Create(r);
}

class Service final : public ApiTestService::CallbackService {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* GetNote(Context* c, const GetNoteRequest* q, Note* r) override {
    if (!forgets) return kernel->api.Run(c, q, r);
    const auto call = kernel->api.shell()->Begin(c, *q);
    call->Finish(call->Authorize(q->name()));
    return call->reactor();
  }
  Reactor* ReadTasks(Context* c, const ReadTasksRequest* q, ReadTasksResponse* r) override {
    return kernel->api.RunRead(c, q, r, [this, q, r](Tx& tx) {
      Task task;
      const absl::Status all = tx.ForEach(q->parent(), &task, [&] {
        r->set_tasks(r->tasks() + 1);
        return absl::OkStatus();
      });
      if (!read.HasBeenNotified()) read.Notify();
      return all;
    });
  }
  Reactor* WeighTasks(Context* c, const WeighTasksRequest* q, ReadTasksResponse* r) override {
    return kernel->api.RunLong(c, q, [q, r](const Cause&, absl::Time) {
      r->set_tasks(7);
      return q->parent() == kProject ? absl::OkStatus() : rpc::NotFound(q->parent());
    });
  }
  Reactor* MakeTask(Context* c, const MakeTaskRequest* q, Task* r) override {
    return kernel->api.Write(c, q, r, &Make<MakeTaskRequest>);
  }
  Reactor* MakeTaskSlowly(Context* c, const MakeTaskSlowlyRequest* q, Task* r) override {
    return kernel->api.RunLong(c, q, [this, q, r](const Cause& cause, absl::Time) {
      return kernel->store->WriteAndWait(cause, [&](Tx& tx) { return Make(tx, *q, r); });
    });
  }
  std::unique_ptr<Kernel> kernel;
  std::atomic<bool> forgets = false;  // GetNote answers without an entry.
  absl::Notification read;            // Once somebody has read tasks.
};

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/apiXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    const auto* service = GetNoteRequest::descriptor()->file()->service(0);
    auto methods = ops::Methods::Make({service}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    rpc::Shell::Options options;
    options.domain = "test.lotse";
    options.max_waiting = kMostWaiting;
    options.identify = [this](const grpc::CallbackServerContext&) { return Who(); };
    shell_ = std::make_unique<rpc::Shell>(options, *std::move(methods), &registry_, log_.get());
    const auto* kinds = kerneltest::GetTownRequest::descriptor()->file()->service(0);
    auto kernel = Kernel::Open(folder_ + "/data", "x.db",
                               {kinds->full_name(), service->full_name()}, shell_.get());
    ASSERT_TRUE(kernel.ok()) << kernel.status();
    service_.kernel = *std::move(kernel);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = ApiTestService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    kerneltest::Project project;
    project.set_name(kProject);
    project.set_title("P");
    Task task;
    task.set_name(kTask);
    task.set_title("T");
    Note note;
    note.set_name(kNote);
    note.set_text("said by a person");
    const absl::Status made = store().WriteAndWait({"test", "", ""}, [&](Tx& tx) -> absl::Status {
      for (google::protobuf::Message* resource : {static_cast<google::protobuf::Message*>(&project),
                                                  static_cast<google::protobuf::Message*>(&task),
                                                  static_cast<google::protobuf::Message*>(&note)}) {
        if (absl::Status s = tx.Create(resource); !s.ok()) return s;
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(made.ok()) << made;
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    service_.kernel.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  Store& store() { return *service_.kernel->store; }

  rpc::Caller Who() {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    std::vector<auth::Right> rights;
    if (role_ != type::v1alpha::ROLE_UNSPECIFIED) rights.push_back({kProject, role_});
    return {"ada", {}, std::make_shared<auth::Access>(rights)};
  }
  void SetRole(type::v1alpha::Role role) {
    absl::MutexLock lock(&mutex_);
    role_ = role;
    asked_ = 0;
  }
  // Waits until somebody was asked so often who they are since SetRole.
  void WaitUntilAsked(int times) {
    const auto done = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return asked_ >= times; };
    absl::MutexLock lock(&mutex_);
    EXPECT_TRUE(mutex_.AwaitWithDeadline(absl::Condition(&done), absl::Now() + absl::Seconds(20)));
  }

  template <class Request, class Reply>
  rpc::ErrorReason Call(grpc::Status (ApiTestService::Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Reply*),
                        const Request& request, Reply* reply) {
    grpc::ClientContext context;
    reply->Clear();
    return rpc::ReasonOf(rpc::FromGrpcStatus((stub_.get()->*method)(&context, request, reply)));
  }
  rpc::ErrorReason GetNote(const std::string& name, Note* note) {
    GetNoteRequest request;
    request.set_name(name);
    return Call(&ApiTestService::Stub::GetNote, request, note);
  }
  template <class Request, class Method>
  rpc::ErrorReason Make(Method method, const std::string& id, const std::string& request_id = "") {
    Request request;
    request.set_parent(kProject);
    request.set_id(id);
    if constexpr (std::is_same_v<Request, MakeTaskRequest>) request.set_request_id(request_id);
    Task task;
    return Call(method, request, &task);
  }
  rpc::ErrorReason MakeTask(const std::string& id, const std::string& request_id = "") {
    return Make<MakeTaskRequest>(&ApiTestService::Stub::MakeTask, id, request_id);
  }
  rpc::ErrorReason MakeTaskSlowly(const std::string& id) {
    return Make<MakeTaskSlowlyRequest>(&ApiTestService::Stub::MakeTaskSlowly, id);
  }

  // What the log has behind the three entries of the beginning.
  std::vector<std::string> Logged() {
    std::vector<std::string> entries;
    EXPECT_TRUE(store()
                    .Read([&](Tx& tx) {
                      history::ReadEntries(
                          tx.connection(), kProject, 3, 100, [&](const history::Entry& entry) {
                            entries.push_back(absl::StrCat(entry.verb, " ", entry.resource, " ",
                                                           entry.actor, " as ", entry.role));
                            EXPECT_TRUE(entry.verb != "READ" || entry.content.empty());
                            return true;
                          });
                      return absl::OkStatus();
                    })
                    .ok());
    return entries;
  }

  // Holds the thread that writes until Release, or until the end of the test.
  void HoldWriter() {
    held_ = std::make_unique<Held>();
    store().Write(
        {}, {"test", "", ""},
        [held = held_.get()](Tx&) {
          if (!held->begun.HasBeenNotified()) held->begun.Notify();
          held->release.WaitForNotification();
          return Store::Fate::kDiscard;
        },
        [](const absl::Status&) {});
    held_->begun.WaitForNotification();
  }
  void Release() { held_->release.Notify(); }

  static constexpr size_t kMostWaiting = 4;
  struct Held {
    absl::Notification begun, release;
  };
  std::unique_ptr<Held> held_;
  std::string folder_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ApiTestService::Stub> stub_;
  absl::Mutex mutex_;
  type::v1alpha::Role role_ ABSL_GUARDED_BY(mutex_) = type::v1alpha::ROLE_INSTITUTE_CONSULTANT;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace lotse::apitest
