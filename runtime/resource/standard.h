#pragma once

#include <functional>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/schema.h"

// The standard methods of the AIPs for resources of any kind.
namespace lotse::resource {

// What holds for one kind beyond its annotations. Each may be empty.
struct Rules {
  using Message = google::protobuf::Message;
  // What is wrong with a resource that is to be stored, with paths from the request
  // (`goal.title`). Pure.
  std::function<rpc::FieldViolations(const Message&)> check;
  // Before a new resource is stored: may load others, refuse, and set what only the
  // server sets.
  std::function<absl::Status(Tx&, Message* resource)> create;
  // After a new resource was stored, which is not the case where it was there already:
  // may store what belongs to it.
  std::function<absl::Status(Tx&, const Message&)> created;
  // Before a changed resource is stored.
  std::function<absl::Status(Tx&, const Message& before, Message* after)> update;
  // Before a resource is deleted.
  std::function<absl::Status(Tx&, const Message&)> remove;
  // Before a deletion is undone, and after: may restore what was deleted with it.
  std::function<absl::Status(Tx&, const Message&)> restore;
  std::function<absl::Status(Tx&, const Message& deleted)> restored;
  // Sets values that are computed and not stored, whenever a resource is answered.
  std::function<absl::Status(Message*)> complete;
};

// Rules written for the message itself. `R` is the resource.
template <class R>
struct RulesOf {
  std::function<rpc::FieldViolations(const R&)> check;
  std::function<absl::Status(Tx&, R*)> create;
  std::function<absl::Status(Tx&, const R&)> created;
  std::function<absl::Status(Tx&, const R& before, R* after)> update;
  std::function<absl::Status(Tx&, const R&)> remove;
  std::function<absl::Status(Tx&, const R&)> restore;
  std::function<absl::Status(Tx&, const R& deleted)> restored;
  std::function<absl::Status(R*)> complete;
};

// The rules of all kinds of a daemon, and the standard methods under them.
// Thread-safe after it was filled.
class Standard {
 public:
  using Message = google::protobuf::Message;

  explicit Standard(const Schema* schema) : schema_(schema) {}

  // The kind of `R` must be in the schema.
  template <class R>
  void Add(RulesOf<R> rules) {
    Rules& out = rules_[schema_->KindOf(R::descriptor())];
    if (rules.check) out.check = [f = rules.check](const Message& r) { return f(As<R>(r)); };
    if (rules.create) {
      out.create = [f = rules.create](Tx& tx, Message* r) { return f(tx, As<R>(r)); };
    }
    if (rules.created) {
      out.created = [f = rules.created](Tx& tx, const Message& r) { return f(tx, As<R>(r)); };
    }
    if (rules.update) {
      out.update = [f = rules.update](Tx& tx, const Message& before, Message* after) {
        return f(tx, As<R>(before), As<R>(after));
      };
    }
    if (rules.remove) {
      out.remove = [f = rules.remove](Tx& tx, const Message& r) { return f(tx, As<R>(r)); };
    }
    if (rules.restore) {
      out.restore = [f = rules.restore](Tx& tx, const Message& r) { return f(tx, As<R>(r)); };
    }
    if (rules.restored) {
      out.restored = [f = rules.restored](Tx& tx, const Message& r) { return f(tx, As<R>(r)); };
    }
    if (rules.complete) out.complete = [f = rules.complete](Message* r) { return f(As<R>(r)); };
  }

  // Adds what holds for resources of all kinds before they are stored, deleted or restored,
  // after the rules of their kind.
  void AddForAll(std::function<absl::Status(Tx&, const Message&)> check) {
    for_all_ = std::move(check);
  }

  // Runs a standard method inside a transaction; a read for Get and List. Errors
  // are documented at the methods in proto/; see proto/README.md.
  absl::Status Run(Tx& tx, const Method& method, const Message& request, Message* reply) const;

  // What is wrong with a stored resource by itself: INVALID_FIELDS.
  absl::Status CheckAlone(const Message& resource) const {
    return Check(*schema_->KindOf(resource.GetDescriptor()), resource, {});
  }

  // Sets the computed values of a reply, be it a resource or a list of some.
  absl::Status Complete(Message* reply) const;

  // Whether replies with resources of this kind take more than reading one row.
  bool HasComputed(const Kind& kind) const { return RulesFor(kind).complete != nullptr; }

 private:
  template <class R>
  static const R& As(const Message& message) {
    return static_cast<const R&>(message);
  }
  template <class R>
  static R* As(Message* message) {
    return static_cast<R*>(message);
  }

  const Rules& RulesFor(const Kind& kind) const;
  absl::Status Get(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status List(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status Create(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status Update(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status Delete(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status Undelete(Tx& tx, const Method& method, const Message& request, Message* reply) const;
  absl::Status CreateNamed(Tx& tx, const Method& method, const Message& wanted,
                           const std::string& name, rpc::FieldViolations violations,
                           Message* reply) const;
  // Adds what is wrong with a resource to what was found before.
  absl::Status Check(const Kind& kind, const Message& resource,
                     rpc::FieldViolations violations) const;

  const Schema* const schema_;
  absl::flat_hash_map<const Kind*, Rules> rules_;
  std::function<absl::Status(Tx&, const Message&)> for_all_;
};

// Reads a page as a List request asks for it.
Page PageOf(const Method& method, const google::protobuf::Message& request);

}  // namespace lotse::resource
