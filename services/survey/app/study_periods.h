#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "runtime/resource/store.h"
#include "services/survey/app/material_retention.h"
#include "services/survey/app/repeated_look.h"
#include "services/survey/qualitative/material/study_store.h"

namespace lotse::survey {

// Erases by the calendar, on a thread of its own, names and what was said in studies
// (app/material_retention.h): the files of each study are looked at at the start, on each day in
// Europe/Berlin, and when dates have changed. It also empties the logs that could not be emptied
// when something was overwritten.
class StudyPeriods {
 public:
  // How often it looks whether there is something to do.
  static constexpr absl::Duration kStudyPause = absl::Minutes(1);

  // Is told of each study or engagement where it failed. It tries again at the next look.
  using Told = std::function<void(const absl::Status&)>;

  // All outlive it.
  StudyPeriods(resource::Store* store, qualitative::StudyStore* studies, Told told)
      : store_(store), studies_(studies), told_(std::move(told)) {}
  // Stops, after the study it is at.
  ~StudyPeriods() { repeated_.Stop(); }

  // Goes on looking, at once and then every `pause`.
  void Start(absl::Duration pause = kStudyPause) {
    repeated_.Start(pause, [this] { Look(); });
  }

  // Looks once at all studies. Returns of how many cases and studies something was erased.
  int Look();

 private:
  // What a study was looked at for.
  struct Looked {
    absl::CivilDay today;
    StudyDates dates;
  };

  int LookBelow(const std::string& owner);
  int LookAt(const StudyDates& dates, absl::CivilDay today);
  void Tidy();

  resource::Store* const store_;
  qualitative::StudyStore* const studies_;
  const Told told_;
  // The studies that were done with, by their names.
  std::map<std::string, Looked> looked_;
  RepeatedLook repeated_;
};

}  // namespace lotse::survey
