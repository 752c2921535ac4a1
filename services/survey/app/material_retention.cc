#include "services/survey/app/material_retention.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/survey/app/all_cases.h"
#include "services/survey/app/all_listed.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/material/name_rows.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/rules/material_due.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using resource::Tx;
using v1alpha::MaterialRelease;
using v1alpha::Study;
using v1alpha::StudyCase;

// How long the calendar waits for those who have what is to go.
constexpr absl::Duration kUsersEnd = absl::Seconds(5);

// As files have days.
constexpr absl::CivilDay kFirstDay(1970, 1, 1);

constexpr char kPeriodEnded[] = "retention period ended";
constexpr char kNotRestored[] = "deleted, and not restored in time";

absl::CivilDay Today(Tx& tx) { return types::ToCivil(types::DayInBerlin(tx.now())); }

std::string CaseName(const std::string& study, const std::string& case_id) {
  return qualitative::NameOf(study, {qualitative::StudyPlace::Kind::kCase, "", case_id});
}

const char* WhyErased(const StudyCase& study_case) {
  return study_case.has_delete_time() ? kNotRestored : kPeriodEnded;
}

CaseDates DatesOf(const StudyCase& study_case) {
  return {types::ToCivil(study_case.names_due_date()), qualitative::NamesDueDay(study_case),
          qualitative::MaterialDueDay(study_case)};
}

resource::Page AllBelow(const std::string& parent) {
  resource::Page page;
  page.parent = parent;
  page.show_deleted = true;
  return page;
}

absl::Status AddCases(Tx& tx, StudyDates* dates) {
  return ForAllCases(tx, dates->study, "", [dates](const StudyCase& each) {
    dates->cases.emplace(LastPart(each.name()), DatesOf(each));
    return absl::OkStatus();
  });
}

// Erases what is due of one study with files.
class StudyEraser {
 public:
  StudyEraser(resource::Store* store, qualitative::StudyFiles* files, const resource::Cause& cause,
              const StudyDates& dates, absl::CivilDay today)
      : store_(*store), files_(*files), cause_(cause), dates_(dates), today_(today - kFirstDay) {}

  absl::StatusOr<int> Erase() {
    if (absl::Status s = EraseNames(); !s.ok()) return s;
    if (absl::Status s = EraseMaterial(); !s.ok()) return s;
    if (unknown_) {
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                        absl::StrCat(dates_.study,
                                     ": its files have a case that this store does not know; if an "
                                     "import was interrupted, send the same file again, else put "
                                     "back the store and the files of one backup"),
                        {{"resource", dates_.study}});
    }
    return erased_;
  }

 private:
  absl::Status EraseNames() {
    std::vector<qualitative::NameDays> stored;
    const absl::Status read = files_.ReadNames({}, [&](sql::Connection& connection) {
      stored = qualitative::DaysOfNames(connection);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    std::vector<qualitative::NameDays> touched;
    for (const auto& names : stored) {
      const CaseDates* const dates = Find(names.case_id);
      if (dates == nullptr) continue;
      const bool is_late = names.last > dates->names - kFirstDay;
      if (is_late || names.first <= today_ || IsDue(dates->names_removed)) touched.push_back(names);
    }
    if (touched.empty()) return absl::OkStatus();
    // By case, the day of its names as it is now. What is stored has to stay right if the case is
    // undeleted, so the day of the deletion counts only once it has come.
    std::map<std::string, int64_t> days;
    if (absl::Status s = NoteNames(touched, &days); !s.ok()) return s;
    return files_.ChangeNames([&](sql::Connection& connection) {
      for (const auto& [case_id, day] : days) {
        qualitative::EraseNamesSooner(connection, case_id, day);
        qualitative::RemoveNamesDue(connection, case_id, today_);
      }
      return absl::OkStatus();
    });
  }

  absl::Status NoteNames(const std::vector<qualitative::NameDays>& touched,
                         std::map<std::string, int64_t>* days) {
    int noted = 0;
    const absl::Status written = store_.WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      noted = 0;
      days->clear();
      for (const auto& names : touched) {
        StudyCase study_case;
        const std::string name = CaseName(dates_.study, names.case_id);
        if (absl::Status s = tx.Load(name, &study_case); !s.ok()) return s;
        const CaseDates now = DatesOf(study_case);
        const int64_t day = (IsDue(now.names_removed) ? now.names_removed : now.names) - kFirstDay;
        days->emplace(names.case_id, day);
        if (std::min(names.first, day) > today_) continue;
        tx.LogNote(name, "ERASE_PARTICIPANT_NAMES", WhyErased(study_case));
        ++noted;
      }
      return absl::OkStatus();
    });
    erased_ += noted;
    return written;
  }

  absl::Status EraseMaterial() {
    std::vector<std::string> stored;
    const absl::Status read = files_.Read({}, [&](sql::Connection& connection) {
      stored = qualitative::CasesWithMaterial(connection);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    std::vector<std::string> due;
    for (const std::string& case_id : stored) {
      const CaseDates* const dates = Find(case_id);
      if (dates == nullptr || !IsDue(dates->material)) continue;
      const absl::StatusOr<bool> noted = NoteMaterial(case_id);
      if (!noted.ok()) return noted.status();
      if (*noted) due.push_back(case_id);
    }
    if (due.empty()) return absl::OkStatus();
    erased_ += static_cast<int>(due.size());
    return files_.Overwrite([&](sql::Connection& connection) {
      for (const std::string& case_id : due) qualitative::RemoveTextsOfCase(connection, case_id);
      return absl::OkStatus();
    });
  }

  // False if it is not due by now: somebody changed the case just now.
  absl::StatusOr<bool> NoteMaterial(const std::string& case_id) {
    bool due = false;
    const absl::Status written = store_.WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      StudyCase study_case;
      const std::string name = CaseName(dates_.study, case_id);
      if (absl::Status s = tx.Load(name, &study_case); !s.ok()) return s;
      due = IsDue(DatesOf(study_case).material);
      if (!due || !qualitative::NoteMaterialErased(tx.now(), &study_case)) return absl::OkStatus();
      return tx.Save("ERASE_MATERIAL", WhyErased(study_case), &study_case);
    });
    if (!written.ok()) return written;
    return due;
  }

  const CaseDates* Find(const std::string& case_id) {
    const auto it = dates_.cases.find(case_id);
    unknown_ |= it == dates_.cases.end();
    return it == dates_.cases.end() ? nullptr : &it->second;
  }

  bool IsDue(const std::optional<absl::CivilDay>& day) const {
    return day.has_value() && *day - kFirstDay <= today_;
  }

  resource::Store& store_;
  qualitative::StudyFiles& files_;
  const resource::Cause& cause_;
  const StudyDates& dates_;
  const int64_t today_;
  int erased_ = 0;
  bool unknown_ = false;  // Whether there is something of a case that the store does not know.
};

// How many texts a study has; nullopt if its files cannot be read any more.
absl::StatusOr<std::optional<int64_t>> CountTextsOf(StudyStore& studies, const std::string& study) {
  std::optional<int64_t> texts;
  const auto files = studies.Find(study);
  absl::Status status = files.status();
  if (status.ok() && *files == nullptr) texts = 0;
  if (status.ok() && *files != nullptr) {
    status = (*files)->Read({}, [&](sql::Connection& connection) {
      texts = qualitative::CountTexts(connection);
      return absl::OkStatus();
    });
  }
  // What is damaged goes too.
  if (status.ok() || rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_STORE_CORRUPT) {
    return texts;
  }
  return status;
}

// Erases the wordings of quotes of a study, and who approved them: they are in its releases and
// their log, and in none of its files.
absl::Status EraseWordings(Tx& tx, const std::string& study) {
  std::vector<std::string> releases;
  const absl::Status read = ForAllListed(
      tx, AllBelow(study), &v1alpha::ListMaterialReleasesResponse::mutable_material_releases,
      [&](const MaterialRelease& each) {
        // Of what was withdrawn they are gone, and why it was withdrawn stays.
        if (each.state() != MaterialRelease::STATE_WITHDRAWN) releases.push_back(each.name());
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  for (const std::string& release : releases) {
    const absl::StatusOr<int> erased = tx.ErasePersonal(release);
    if (!erased.ok()) return erased.status();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FindStudyDates(Tx& tx, const std::string& owner, std::vector<StudyDates>* studies) {
  const size_t first = studies->size();
  const absl::Status read = ForAllListed(
      tx, AllBelow(owner), &v1alpha::ListStudiesResponse::mutable_studies, [&](const Study& each) {
        StudyDates& dates = studies->emplace_back();
        dates.study = each.name();
        dates.all = qualitative::StudyDueDay(each);
        dates.purged = each.has_purge();
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  for (size_t i = first; i < studies->size(); ++i) {
    if (absl::Status s = AddCases(tx, &(*studies)[i]); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> EraseWhatIsDueOf(resource::Store& store, StudyStore& studies,
                                     const resource::Cause& cause, const StudyDates& dates) {
  const auto files = studies.Find(dates.study);
  if (!files.ok()) return files.status();
  if (*files == nullptr) return 0;
  absl::CivilDay today;
  const absl::Status read = store.Read([&](Tx& tx) {
    today = Today(tx);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return StudyEraser(&store, files->get(), cause, dates, today).Erase();
}

absl::StatusOr<bool> PurgeDueStudy(resource::Store& store, StudyStore& studies,
                                   const resource::Cause& cause, const std::string& name) {
  const auto texts = CountTextsOf(studies, name);
  if (!texts.ok()) return texts.status();
  bool purged = false, certified = false;
  const absl::Status written = store.WriteAndWait(cause, [&](Tx& tx) -> absl::Status {
    certified = false;
    Study study;
    if (absl::Status s = tx.Load(name, &study); !s.ok()) return s;
    purged = study.has_purge();
    if (purged) return absl::OkStatus();
    const std::optional<absl::CivilDay> due = qualitative::StudyDueDay(study);
    // Somebody may have restored it.
    if (!due.has_value() || *due > Today(tx)) return absl::OkStatus();
    certified = true;
    if (absl::Status s = qualitative::PurgeStudy(tx.now(), *texts, &study); !s.ok()) return s;
    if (absl::Status s = EraseWordings(tx, name); !s.ok()) return s;
    return tx.Save("PURGE", kNotRestored, &study);
  });
  if (!written.ok()) return written;
  if (!purged && !certified) return false;
  // Before the files go, which are what it is looked for again by.
  if (absl::Status s = store.EmptyLog(); !s.ok()) return s;
  if (!studies.HasFiles(name)) return certified;
  // Other studies wait behind this one; whoever has its files for long is looked after again later.
  const absl::Status gone = studies.Purge(name, absl::Now() + kUsersEnd);
  if (!gone.ok()) return gone;
  return true;
}

}  // namespace lotse::survey
