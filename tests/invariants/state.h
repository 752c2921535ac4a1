#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "runtime/history/change_log.h"

// What the checks of invariants look at: the whole content of a store, and what a command
// made of it. Nothing here asks the rules of the service.
namespace lotse::invariants {

using google::protobuf::Message;

// All that is stored, also what is deleted, by name.
struct State {
  std::map<std::string, std::shared_ptr<const Message>> resources;
  // The last entry of each change log, by owner: its number, and its hash over all before it.
  std::map<std::string, std::pair<int64_t, std::string>> heads;

  // Null if it is not there, or another kind.
  template <class R>
  const R* Get(const std::string& name) const {
    const auto found = resources.find(name);
    return found == resources.end() ? nullptr : dynamic_cast<const R*>(found->second.get());
  }
  // Null too if it is deleted.
  template <class R>
  const R* Live(const std::string& name) const {
    const R* resource = Get<R>(name);
    return resource == nullptr || resource->has_delete_time() ? nullptr : resource;
  }
  template <class R>
  std::vector<const R*> All() const {
    std::vector<const R*> all;
    for (const auto& [name, resource] : resources) {
      if (const auto* found = dynamic_cast<const R*>(resource.get())) all.push_back(found);
    }
    return all;
  }
  // Those that are not deleted and lie below `parent`, at any depth.
  template <class R>
  std::vector<const R*> LiveBelow(const std::string& parent) const {
    std::vector<const R*> all;
    for (const R* resource : All<R>()) {
      const bool below = absl::StartsWith(resource->name(), parent + "/");
      if (below && !resource->has_delete_time()) all.push_back(resource);
    }
    return all;
  }
};

// A command, and what it made of a state.
struct Step {
  State before;
  State after;
  std::shared_ptr<const Message> request;
  absl::Status status;
  // What was answered.
  std::shared_ptr<const Message> reply;
  // What it added to the change logs.
  std::vector<history::Entry> entries;
  // The day on which it was given, where the administrations are.
  absl::CivilDay today;
  // Whether it is wrong in a way that nobody may accept: no etag where one is needed, or
  // an old one.
  bool must_fail = false;

  // The text of a field of the request; empty if it has no such field.
  std::string Field(const char* field) const;
  // `MoveGoalRequest`.
  const std::string& RequestName() const { return request->GetDescriptor()->name(); }
  // `MoveGoalRequest GOAL_STEP_PROPOSE`: with its step or verdict behind it.
  std::string Deed() const;
};

// The names of what is new, different or gone after a step.
std::vector<std::string> Changed(const Step& step);

// What the checks find.
class Faults {
 public:
  // A line of what is broken, `NUMBERS OF INVARIANTS: what`.
  void push_back(std::string line) { lines_.push_back(std::move(line)); }
  bool empty() const { return lines_.empty(); }
  const std::vector<std::string>& lines() const { return lines_; }

  // Something that can go wrong was looked at: what nobody ever saw was not checked.
  void Saw(const std::string& what) { ++seen_[what]; }
  const std::map<std::string, int>& seen() const { return seen_; }

 private:
  std::vector<std::string> lines_;
  std::map<std::string, int> seen_;
};

// The name without its last two parts.
std::string ParentOf(absl::string_view name);
// Whose a resource is: the engagement, programme or administration in which it lies, or that it
// is (1).
std::string OwnerOf(absl::string_view name);
// The number in its etag.
int64_t RevisionOf(const Message& resource);
// `programmes/p/engagements/e` of a name at or below it; empty if it is not.
std::string EngagementOf(absl::string_view name);

absl::CivilDay DayOf(const google::type::Date& date);
google::type::Date DateOf(absl::CivilDay day);
// Whether a Text says something.
template <class Text>
bool Says(const Text& text) {
  return text.variants_size() > 0;
}
bool Same(const Message& a, const Message& b);
// Whether the messages are the same but for the fields.
bool SameBut(const Message& a, const Message& b, std::vector<const char*> fields);

}  // namespace lotse::invariants
