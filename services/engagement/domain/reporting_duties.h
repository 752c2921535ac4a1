#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"

namespace lotse::engagement {

// A page of reporting duties over several programmes: the first ones behind a position in
// the order of due day, programme, funder and duty. No more are held than fit on it, however
// many there are.
class DutyPage {
 public:
  struct Wanted {
    // Duties due before this day only; absent: all.
    std::optional<absl::CivilDay> due_before = std::nullopt;
    // Without those that were handed in.
    bool open_only = false;
    // The position of the page before; empty for the first.
    std::string after = {};
    // How many at most.
    size_t size = 0;
  };

  // `today` in Europe/Berlin decides what is overdue (invariant 17).
  DutyPage(Wanted wanted, const google::type::Date& today);

  // Adds the duties of a programme, which is right by itself.
  void Add(const v1alpha::Programme& programme);

  // Writes the rows. Returns the position of the last one; empty if there is nothing behind
  // it.
  std::string Write(v1alpha::ListReportingDutiesResponse* response) const;

 private:
  void Add(const v1alpha::Programme& programme, const v1alpha::Funder& funder,
           const v1alpha::ReportingDuty& duty);

  const Wanted wanted_;
  const absl::CivilDay today_;
  // By position; one more than fits.
  std::map<std::string, v1alpha::ReportingDutyStatus> rows_;
};

}  // namespace lotse::engagement
