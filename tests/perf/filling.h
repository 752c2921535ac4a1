#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "runtime/resource/store.h"

// Stores that are filled past the rules, for measurements.
namespace lotse::perf {

// Indicators that the programme shares with all its engagements.
inline constexpr int kSharedIndicators = 18;

// The full names of the services of lotse-engagement.
std::vector<std::string> AllServices();

// Ends the program if something went wrong.
void RequireOk(const absl::Status& status);

// Fields in the text format of protobuf, with a space behind.
std::string Text(const char* field, const std::string& german);
std::string Date(const char* field, absl::CivilDay day);
std::string Quoted(const char* field, const std::string& value);
std::string Enum(const char* field, const char* value);
std::string Value(const char* field, int value);

// A store that is being filled.
class Filling {
 public:
  static constexpr int kMonthsPast = 10;
  static constexpr int kMonths = 14;

  // A new file.
  Filling(const std::string& path, absl::CivilDay today);

  absl::CivilDay today() const { return today_; }
  // A day in the time of the engagements, by the parts of it that are over: 0 to 1 is past.
  absl::CivilDay DayAt(double part) const {
    return today_ + static_cast<int>((part - 1) * 30.4 * kMonthsPast);
  }
  absl::CivilDay first() const { return absl::CivilDay(absl::CivilMonth(DayAt(0))); }
  absl::CivilDay last() const { return absl::CivilDay(absl::CivilMonth(first()) + kMonths) - 1; }

  // Does work in a transaction of the noon of a day.
  void Do(absl::CivilDay day, const std::function<void()>& work) {
    now_ = absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12);
    RequireOk(store_->WriteAndWait({"bench", "", ""}, [&](resource::Tx& tx) {
      tx_ = &tx;
      work();
      entries_ += static_cast<int64_t>(tx.written().size());
      return absl::OkStatus();
    }));
  }

  // In Do: stores a resource under a name, written in the text format of protobuf.
  template <class R>
  R* Create(const std::string& name, const std::string& text) {
    auto resource = std::make_unique<R>();
    if (!google::protobuf::TextFormat::ParseFromString(text, resource.get())) {
      RequireOk(absl::InvalidArgumentError(text));
    }
    resource->set_name(name);
    RequireOk(tx_->Create(resource.get()));
    R* const created = resource.get();
    resources_.push_back(std::move(resource));
    return created;
  }
  void Save(google::protobuf::Message* resource) { RequireOk(tx_->Save("UPDATE", "", resource)); }

  // What was created since it was asked last.
  std::vector<std::unique_ptr<google::protobuf::Message>> TakeResources() {
    return std::move(resources_);
  }
  int64_t entries() const { return entries_; }

 private:
  const absl::CivilDay today_;
  absl::Time now_;
  std::unique_ptr<resource::Store> store_;
  resource::Tx* tx_ = nullptr;
  std::vector<std::unique_ptr<google::protobuf::Message>> resources_;
  int64_t entries_ = 0;
};

// What a shared indicator and those that inherit it have in common.
std::string SharedContent(const Filling& filling);

// Makes the engagement `programmes/rathaus/engagements/eNUMBER` with all that it has, and its
// administration. In Do.
void MakeEngagement(Filling* filling, int number);

}  // namespace lotse::perf
