#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"

namespace lotse {

// The base of tests of app/: a real store in a folder of its own, and calls by
// their requests as resource::Api makes them, but on this thread and without gRPC.
class AppTesting : public ::testing::Test {
 protected:
  using Message = google::protobuf::Message;
  using Tx = resource::Tx;

  // `services` by their full names; that of files, which all daemons have, is added.
  explicit AppTesting(std::vector<std::string> services) : services_(std::move(services)) {
    services_.push_back(
        type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name());
  }

  void SetUp() override {
    std::string pattern = testing::TempDir() + "/appXXXXXX";
    folder_ = mkdtemp(pattern.data());
    OpenStore();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Opens the store of the folder, as at a start, without rules; it was closed before.
  void OpenStore() {
    resource::Store::Options options;
    options.path = folder_ + "/x.db";
    options.schema = *resource::Schema::Compile(services_);
    options.clock = [this] { return now_; };
    store_ = *resource::Store::Open(std::move(options));
    standard_ = std::make_unique<resource::Standard>(&store_->schema());
  }

  // A call's reason; UNSPECIFIED if it succeeded. `status_` has the rest.
  rpc::ErrorReason Reason(absl::Status status) {
    status_ = std::move(status);
    EXPECT_TRUE(status_.ok() || rpc::ReasonOf(status_) != 0) << status_;
    return rpc::ReasonOf(status_);
  }

  // A standard method.
  rpc::ErrorReason Run(const Message& q, Message* r) {
    using Verb = resource::Method::Verb;
    const resource::Method& method = store_->schema().MethodOf(q.GetDescriptor());
    const auto work = [&](Tx& tx) { return standard_->Run(tx, method, q, r); };
    const bool reads = method.verb == Verb::kGet || method.verb == Verb::kList;
    return reads ? ReadWith(q, r, work) : WriteWith(q, r, work);
  }
  // A method whose request has a name, perhaps with an etag: Get, Delete, Undelete.
  template <class Q, class R>
  rpc::ErrorReason ByName(const char* name, R* r) {
    Q q;
    q.set_name(name);
    return Run(q, r);
  }
  template <class Q, class R>
  rpc::ErrorReason ByName(const char* name, const std::string& etag, R* r) {
    Q q;
    q.set_name(name);
    q.set_etag(etag);
    return Run(q, r);
  }

  // Use cases.
  template <class Q, class R>
  rpc::ErrorReason Write(absl::Status (*use_case)(Tx&, const Q&, R*), const Q& q, R* r) {
    return WriteWith(q, r, [&](Tx& tx) { return use_case(tx, q, r); });
  }
  template <class Q, class R>
  rpc::ErrorReason Read(absl::Status (*use_case)(Tx&, const Q&, R*), const Q& q, R* r) {
    return ReadWith(q, r, [&](Tx& tx) { return use_case(tx, q, r); });
  }

  using Work = std::function<absl::Status(Tx&)>;
  rpc::ErrorReason ReadWith(const Message& q, Message* r, const Work& work) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(store_->Read([&](Tx& tx) -> absl::Status {
      if (absl::Status s = work(tx); !s.ok()) return s;
      return standard_->Complete(r);
    }));
  }
  rpc::ErrorReason WriteWith(const Message& q, Message* r, const Work& work) {
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    const resource::Method& method = store_->schema().MethodOf(q.GetDescriptor());
    absl::Status result;
    // Not a Notification, which the thread sanitizer does not see.
    absl::Mutex mutex;
    bool done = false;
    store_->Write(
        {}, cause_,
        [&](Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
          r->Clear();
          if (absl::Status s = work(tx); !s.ok()) return s;
          if (absl::Status s = standard_->Complete(r); !s.ok()) return s;
          return resource::FlagIn(q, method.validate_only) ? resource::Store::Fate::kDiscard
                                                           : resource::Store::Fate::kKeep;
        },
        [&](absl::Status status) {
          absl::MutexLock lock(&mutex);
          result = std::move(status);
          done = true;
        });
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&done));
    return Reason(std::move(result));
  }

  // What is wrong with the names in a request; a create tells it by itself.
  absl::Status Admit(const Message& q) const {
    const resource::Method& method = store_->schema().MethodOf(q.GetDescriptor());
    if (method.verb == resource::Method::Verb::kCreate) return absl::OkStatus();
    return rpc::InvalidFields(resource::CheckRequest(method, q));
  }

  std::vector<std::string> services_;
  resource::Cause cause_ = {"tester", "", ""};
  absl::Time now_ = absl::FromUnixSeconds(1);
  std::string folder_;
  std::unique_ptr<resource::Store> store_;
  std::unique_ptr<resource::Standard> standard_;
  absl::Status status_;
};

inline constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
inline constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
inline constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
inline constexpr auto kExists = type::v1alpha::ERROR_REASON_RESOURCE_EXISTS;
inline constexpr auto kDeleted = type::v1alpha::ERROR_REASON_RESOURCE_DELETED;
inline constexpr auto kInUse = type::v1alpha::ERROR_REASON_RESOURCE_IN_USE;
inline constexpr auto kTaken = type::v1alpha::ERROR_REASON_VALUE_TAKEN;
inline constexpr auto kToken = type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN;
inline constexpr auto kEtag = type::v1alpha::ERROR_REASON_ETAG_MISMATCH;

}  // namespace lotse
