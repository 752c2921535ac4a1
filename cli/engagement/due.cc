// lotse due: what is overdue or due soon, of an engagement or a whole programme.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/days.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is asked comes from there.

constexpr int kDays = 14;
constexpr char kMeasurement[] = "MEASUREMENT";
constexpr char kReportingDuty[] = "REPORTING_DUTY";

// Something that is due.
struct DueThing {
  google::type::Date date;
  absl::optional<int> days;  // from today until then; absent where the service does not tell
  bool overdue = false;
  std::string kind;  // as DueItem.Kind without its prefix, or one of the two above
  type::v1alpha::Text title;
  std::string resource;
  std::string unit;
  google::type::Date period_start = {};  // of a measurement
};

class Collector {
 public:
  Collector(const Invocation& invocation, int days)
      : name_(invocation.args.positional[0]),
        days_(days),
        err_(invocation.environment.err),
        client_(invocation.settings),
        programme_(types::FitsName("programmes/{programme}", name_)) {}

  absl::StatusOr<std::vector<DueThing>> All() {
    const std::string engagements = programme_ ? absl::StrCat(name_, "/engagements/-") : name_;
    if (absl::Status s = AddItems(engagements); !s.ok()) return programme_ ? OfAll(s) : s;
    if (absl::Status s = AddMeasurements(engagements); !s.ok()) return s;
    // Of the programme itself; who may read its engagements need not read it.
    if (programme_) {
      if (absl::Status s = Allowed(AddMeasurements(name_), "values of shared indicators"); !s.ok())
        return s;
      if (absl::Status s = Allowed(AddDuties(), "reporting duties"); !s.ok()) return s;
    }
    std::stable_sort(things_.begin(), things_.end(), [](const DueThing& a, const DueThing& b) {
      return std::make_tuple(types::ToCivil(a.date), a.resource) <
             std::make_tuple(types::ToCivil(b.date), b.resource);
    });
    return things_;
  }

 private:
  absl::Status AddItems(const std::string& parent) {
    ListDueItemsRequest request;
    request.set_parent(parent);
    request.set_days(days_);
    return EachPage<ListDueItemsResponse>(&client_, request, [&](const auto& page) {
      for (const DueItem& item : page.items()) {
        const std::string kind = DueItem::Kind_Name(item.kind()).substr(sizeof "KIND");
        things_.push_back({item.due_date(), item.days(), item.overdue(), kind, item.title(),
                           item.resource(), item.org_unit()});
      }
      if (page.has_today()) today_ = page.today();
    });
  }

  // Why the engagements of the programme cannot be asked, in words about the programme.
  absl::Status OfAll(const absl::Status& status) const {
    const std::string asked = absl::StrCat(name_, "/engagements/-");
    constexpr char kNeeds[] = "this needs the permission ENGAGEMENT_READ in one of them";
    if (absl::IsPermissionDenied(status)) {
      return InOtherWords(
          status,
          absl::StrCat("you may read no engagement of ", name_, ": ", kNeeds,
                       ". lotse login shows what you may do; whoever administers the programme "
                       "gives rights"),
          asked, name_);
    }
    if (absl::IsNotFound(status)) {
      return InOtherWords(
          status,
          absl::StrCat(name_, " does not exist, or you may read no engagement of it: ", kNeeds),
          asked, name_);
    }
    return status;
  }

  absl::optional<int> DaysUntil(const google::type::Date& date) const {
    if (!today_.has_value()) return absl::nullopt;
    return static_cast<int>(types::ToCivil(date) - types::ToCivil(*today_));
  }

  absl::Status AddMeasurements(const std::string& parent) {
    std::vector<DueMeasurement> due;
    ListDueMeasurementsRequest request;
    request.set_parent(parent);
    absl::Status read =
        EachPage<ListDueMeasurementsResponse>(&client_, request, [&](const auto& page) {
          due.insert(due.end(), page.due_measurements().begin(), page.due_measurements().end());
        });
    if (!read.ok() || due.empty()) return read;
    std::set<std::string> owners;
    for (const DueMeasurement& value : due) {
      owners.insert(value.indicator().substr(0, value.indicator().rfind("/indicators/")));
    }
    std::map<std::string, type::v1alpha::Text> titles;
    for (const std::string& owner : owners) {
      ListIndicatorsRequest indicators;
      indicators.set_parent(owner);
      read = EachPage<ListIndicatorsResponse>(&client_, indicators, [&](const auto& page) {
        for (const Indicator& indicator : page.indicators()) {
          titles[indicator.name()] = indicator.title();
        }
      });
      if (!read.ok()) return read;
    }
    for (const DueMeasurement& value : due) {
      // Due once the period is over; so it always is late.
      things_.push_back({value.end_date(), DaysUntil(value.end_date()), true, kMeasurement,
                         titles[value.indicator()],
                         value.draft().empty() ? value.indicator() : value.draft(),
                         value.accountable_unit(), value.start_date()});
    }
    return absl::OkStatus();
  }

  absl::Status AddDuties() {
    ListReportingDutiesRequest request;
    request.set_parent(name_);
    request.set_open_only(true);
    if (today_.has_value()) {
      *request.mutable_due_before_date() = types::ToDate(types::ToCivil(*today_) + days_ + 1);
    }
    bool any_to_come = false;
    absl::Status read =
        EachPage<ListReportingDutiesResponse>(&client_, request, [&](const auto& page) {
          for (const ReportingDutyStatus& duty : page.reporting_duties()) {
            things_.push_back(
                {duty.due_date(), DaysUntil(duty.due_date()), duty.overdue(), kReportingDuty,
                 duty.title(),
                 absl::StrCat(duty.programme(), "#", duty.funder_id(), "/", duty.duty_id()), ""});
            any_to_come = any_to_come || !duty.overdue();
          }
        });
    if (read.ok() && any_to_come && !today_.has_value()) {
      err_ << "note: the service does not tell which day it is; all open reporting duties are "
              "listed, whatever --days says\n";
    }
    return read;
  }

  absl::Status Allowed(const absl::Status& status, const char* what) const {
    if (!absl::IsPermissionDenied(status) && !absl::IsNotFound(status)) return status;
    err_ << "note: you may not read the " << what << " of the programme; they are left out\n";
    return absl::OkStatus();
  }

  const std::string& name_;
  const int days_;
  std::ostream& err_;
  Client client_;
  const bool programme_;
  // By the service's clock, for what comes without the days until then.
  absl::optional<google::type::Date> today_;
  std::vector<DueThing> things_;
};

std::string KindWord(const DueThing& thing, const std::string& language) {
  if (thing.kind == kMeasurement) return std::string(Either(language, "Messung", "measurement"));
  if (thing.kind == kReportingDuty) {
    return std::string(Either(language, "Berichtspflicht", "reporting duty"));
  }
  DueItem::Kind kind = DueItem::KIND_UNSPECIFIED;
  (void)DueItem::Kind_Parse(absl::StrCat("KIND_", thing.kind), &kind);
  return Word(kind, language);
}

std::string JsonOf(const DueThing& thing, const std::string& language) {
  JsonObject object;
  object.Add("kind", thing.kind)
      .Add("resource", thing.resource)
      .Add("title", PickWording(thing.title, language))
      .Add("dueDate", DayText(thing.date))
      .Add("overdue", thing.overdue);
  if (thing.kind == kMeasurement) {
    object.Add("period", absl::StrCat(DayText(thing.period_start), "..", DayText(thing.date)));
  }
  if (!thing.unit.empty()) object.Add("orgUnit", thing.unit);
  return object.str() + "\n";
}

std::string TableOf(const std::vector<DueThing>& things, const std::string& prefix, bool overdue,
                    const ViewOptions& options) {
  const auto say = [&](const char* german, const char* english) {
    return Show(Either(options.language, german, english), options);
  };
  std::vector<std::vector<std::string>> rows;
  bool has_unit = false;
  for (const DueThing& thing : things) {
    if (thing.overdue != overdue) continue;
    std::string title = ShowText(thing.title, options);
    if (thing.kind == kMeasurement) {
      absl::StrAppend(&title, " ", say("ab ", "from "), DayText(thing.period_start));
    }
    has_unit = has_unit || !thing.unit.empty();
    const int days = thing.days.value_or(0);
    rows.push_back({DayText(thing.date),
                    thing.days.has_value() ? absl::StrCat(days > 0 ? "+" : "", days) : "",
                    Show(KindWord(thing, options.language), options), title,
                    Below(thing.resource, prefix), IdOf(thing.unit)});
  }
  const std::string title = overdue ? say("Überfällig", "Overdue") : say("Fällig", "Due");
  if (rows.empty()) return absl::StrCat(title, ": ", say("nichts", "nothing"), "\n");
  rows.insert(rows.begin(), {say("TAG", "DAY"), say("TAGE", "DAYS"), say("ART", "KIND"),
                             say("WAS", "WHAT"), "NAME", has_unit ? say("STELLE", "UNIT") : ""});
  return absl::StrCat(title, ": ", rows.size() - 1, "\n", Columns(rows, 3, 2, options));
}

}  // namespace

absl::Status RunDue(const Invocation& invocation) {
  const std::string& name = invocation.args.positional[0];
  if (!types::FitsName("programmes/{programme}", name) &&
      !types::FitsName("programmes/{programme}/engagements/{engagement}", name)) {
    return UsageError(absl::StrCat("'", name,
                                   "' is no name of a programme or engagement; give one like "
                                   "programmes/vopi or programmes/vopi/engagements/musterstadt"));
  }
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<int> days = DaysFlag(invocation.args, kDays);
  if (!days.ok()) return days.status();
  const absl::StatusOr<std::vector<DueThing>> things = Collector(invocation, *days).All();
  if (!things.ok()) return things.status();
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    for (const DueThing& thing : *things) out << JsonOf(thing, options->language);
    return absl::OkStatus();
  }
  out << TableOf(*things, name, true, *options) << TableOf(*things, name, false, *options);
  return absl::OkStatus();
}

}  // namespace lotse::cli
