#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"

// A store with its standard methods, called as the API calls them, but without
// gRPC. For tests.
namespace lotse::resource::contract {

// A random UUID of version 4 that depends on `number` only.
std::string RequestId(uint64_t number);

class Harness {
 public:
  using Message = google::protobuf::Message;

  // A new store in a folder of its own for these services. Fails the test and ends
  // the program if there cannot be one.
  explicit Harness(std::vector<std::string> services);
  ~Harness();

  // Runs the method that takes `request`. `reply` is only set if it is OK.
  absl::Status Call(const Message& request, Message* reply);

  // The use case of a method of its own.
  template <class Request, class Reply>
  void On(std::function<absl::Status(Tx&, const Request&, Reply*)> use_case) {
    custom_[Request::descriptor()] = [use_case](Tx& tx, const Message& q, Message* r) {
      return use_case(tx, static_cast<const Request&>(q), static_cast<Reply*>(r));
    };
  }

  // Closes the store and opens it again.
  void Reopen();
  void Close() { store_.reset(); }

  // Every row of every table, one a line; of these tables only, if some are given.
  std::string Dump(const std::vector<std::string>& tables = {}) const;
  // Runs SQL on the file past the store.
  void Sql(const std::string& text) const;

  // Statements that the last call took.
  int64_t statements() const { return statements_; }

  const Schema& schema() const { return store_->schema(); }
  Store& store() { return *store_; }
  Standard& standard() { return *standard_; }
  const std::string& path() const { return path_; }

  // Who calls next.
  Cause cause{"ada", "editor", ""};
  // The time; each call is a second later than the one before.
  absl::Time now = absl::FromUnixSeconds(1795388400);
  // Called after the store was opened, to set the rules of the kinds.
  std::function<void(Standard*)> rules;

 private:
  absl::Status Run(Tx& tx, const Method& method, const Message& request, Message* reply);
  absl::Status Write(const Method& method, const Message& request, Message* reply);

  const std::vector<std::string> services_;
  std::string folder_;
  std::string path_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Standard> standard_;
  absl::flat_hash_map<const google::protobuf::Descriptor*,
                      std::function<absl::Status(Tx&, const Message&, Message*)>>
      custom_;
  int64_t statements_ = 0;
};

}  // namespace lotse::resource::contract
