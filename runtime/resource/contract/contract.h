#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "runtime/resource/contract/harness.h"

// What every resource of the kernel promises, as a suite over any resource. To run
// it for one, include `contract.h` and
// INSTANTIATE_TEST_SUITE_P(My, KernelContract, testing::Values(MyThing())).
namespace lotse::resource::contract {

// Ends a test that is about something the resource does not have.
#define LOTSE_NEEDS(what) \
  if (!(what)) GTEST_SKIP() << "it has none of that"

// One resource and how it is made. What it does not have stays empty; then what is
// said about that is skipped. Which methods it has is seen in its service.
struct Subject {
  using Message = google::protobuf::Message;

  std::string label;
  // Full name of the service that has its methods.
  std::string service;
  // Type of the resource, for example `engagement.lotse/Goal`.
  std::string type;
  // Where it is made.
  std::string parent;
  // Rules and use cases, before anything else.
  std::function<void(Harness*)> set_up;
  // Stores what it needs, for example its parent.
  std::function<void(Harness*)> furnish;
  // Fills in valid content, another one for each `number`.
  std::function<void(Message*, int number)> fill;
  // A field that `fill` sets to different texts, and one that is required.
  std::string text_field;
  std::string required_field;
  // A field of text that never changes.
  std::string immutable_field;
  // Gives it an external id.
  std::function<void(Message*, const std::string& value)> identify;
  // A field that refers to others, by name; makes something that can be referred
  // to and gives its name; and deletes that.
  std::string reference_field;
  std::function<std::string(Harness*)> make_target;
  std::function<absl::Status(Harness*, const std::string& name)> delete_target;
  // Makes a child of it, and deletes that.
  std::function<absl::Status(Harness*, const std::string& name, const std::string& id)> make_child;
  std::function<absl::Status(Harness*, const std::string& name, const std::string& id)>
      delete_child;

  friend void PrintTo(const Subject& subject, std::ostream* out) { *out << subject.label; }
};

class KernelContract : public ::testing::TestWithParam<Subject> {
 protected:
  using Message = google::protobuf::Message;
  using Verb = Method::Verb;
  using Set = std::function<void(Message*)>;

  void SetUp() override;

  // The method of the subject with this verb; null if it has none.
  const Method* Find(Verb verb) const;
  bool Has(Verb verb, const char* field = nullptr) const;
  // A request of a method that the subject has. What it is about is set.
  std::unique_ptr<Message> Request(Verb verb, const std::string& id = "") const;
  std::unique_ptr<Message> CreateRequest(const std::string& id, int number) const;
  // A request that updates `id` to the content `number` of the text field.
  std::unique_ptr<Message> UpdateRequest(const std::string& id, int number) const;

  // Calls; the reply of the last call is in `reply_`.
  absl::Status Call(const Message& request);
  absl::Status Create(const std::string& id, int number = 1);
  // Reads past the methods, also what was deleted.
  absl::Status Load(const std::string& id);
  absl::Status Delete(const std::string& id);
  // The ids of all pages.
  std::vector<std::string> Ids(int page_size, bool show_deleted = false);
  // The entries of the log of the subject's owner, as texts.
  std::vector<history::Entry> Entries();

  std::string NameOf(const std::string& id) const;
  std::string Text(const std::string& field) const;
  std::string Etag() const { return Text("etag"); }
  // The reason of an error, OK or its code.
  static std::string Reason(const absl::Status& status);

  std::unique_ptr<Harness> harness_;
  const Kind* kind_ = nullptr;
  std::unique_ptr<Message> reply_;
};

// Sets a field of this name; the test fails if there is none.
void Put(google::protobuf::Message* message, const std::string& field, const std::string& text);
void PutFlag(google::protobuf::Message* message, const std::string& field);

}  // namespace lotse::resource::contract
