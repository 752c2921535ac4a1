#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

inline constexpr char kProgramme[] = "programmes/viv";
inline constexpr char kEngagement[] = "programmes/viv/engagements/eins";
inline constexpr char kOther[] = "programmes/viv/engagements/zwei";
inline constexpr char kTown[] = "administrations/musterstadt";

// Who gives all commands.
inline constexpr char kActor[] = "beraterin";
inline constexpr char kRole[] = "roles/consultant";

// lotse-engagement without its server: a real store with the rules of the service, a clock
// that is set, and all methods by their requests. It begins with an engagement that is under
// way, with two tracks of five phases, bodies, needs and the upper goals, and with another
// engagement of another administration; both inherit three indicators of the programme.
class House {
 public:
  House();
  ~House();
  House(const House&) = delete;

  // Calls the method that takes the request; the answer, if there is one, is thrown away
  // where `reply` is null.
  absl::Status Call(const Message& request, Message* reply = nullptr);
  // An empty answer to a request.
  std::unique_ptr<Message> NewReply(const Message& request) const;
  // All that is stored.
  State Look();
  // What was added to the change logs since.
  std::vector<history::Entry> EntriesSince(const State& state);

  absl::CivilDay today() const;
  void Advance(int days) { now_ += absl::Hours(24 * days); }

  // Closes the store; what `lotse store verify` finds in it, empty if nothing.
  std::string Verify();

 private:
  // A method of the service's own.
  struct Custom {
    std::function<absl::Status(resource::Tx&, const Message&, Message*)> run;
    bool reads = false;
  };
  template <class Q, class R>
  void Add(absl::Status (*use_case)(resource::Tx&, const Q&, R*), bool reads = false) {
    customs_[Q::descriptor()] = {[use_case](resource::Tx& tx, const Message& q, Message* r) {
                                   return use_case(tx, static_cast<const Q&>(q),
                                                   static_cast<R*>(r));
                                 },
                                 reads};
  }
  void AddCustoms();
  void Furnish();
  void Share();
  void MakeEngagement(const std::string& id, const std::string& town);
  void Activate();
  // Stores a resource in the text format past the rules.
  template <class R>
  void Put(const std::string& name, const std::string& text);
  void MustCall(const std::string& request, const std::string& text);
  absl::Status Write(const Message& request, Message* reply,
                     const std::function<absl::Status(resource::Tx&)>& work);

  std::string folder_;
  absl::Time now_;
  std::unique_ptr<resource::Store> store_;
  std::unique_ptr<resource::Standard> standard_;
  std::map<const google::protobuf::Descriptor*, Custom> customs_;
};

// A request of lotse.engagement.v1alpha, for example `MoveGoalRequest`.
std::unique_ptr<Message> NewRequest(const std::string& name);

}  // namespace lotse::invariants
