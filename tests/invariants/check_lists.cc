// The lists of values: what is due, and what sites make together.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "tests/invariants/checks.h"
#include "tests/invariants/expected_lists.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;

namespace {

std::string Show(const std::string& indicator, absl::CivilDay first, absl::CivilDay last,
                 const std::string& target_id) {
  return absl::StrCat(indicator, " ", absl::FormatCivilTime(first), " ",
                      absl::FormatCivilTime(last), " ", target_id);
}

// All pages of what is due.
std::vector<api::DueMeasurement> AskDue(api::ListDueMeasurementsRequest q, House* house,
                                        Faults* faults) {
  std::vector<api::DueMeasurement> all;
  do {
    api::ListDueMeasurementsResponse r;
    if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
      faults->push_back(absl::StrCat("17: what is due is not told: ", asked.ToString()));
      return all;
    }
    all.insert(all.end(), r.due_measurements().begin(), r.due_measurements().end());
    q.set_page_token(r.next_page_token());
  } while (!q.page_token().empty());
  return all;
}

void CompareDue(const State& state, const DuePeriod& expected, const api::DueMeasurement& told,
                Faults* faults) {
  const std::string is =
      Show(told.indicator(), DayOf(told.start_date()), DayOf(told.end_date()), told.target_id());
  const std::string wanted =
      Show(expected.indicator, expected.first, expected.last, expected.target_id);
  if (is != wanted) return faults->push_back(absl::StrCat("17: due is ", wanted, ", not ", is));
  const auto& drafts = expected.drafts;
  if (!drafts.empty()) faults->Saw("value that is due and drafted");
  const bool named = drafts.empty() ? told.draft().empty()
                                    : std::count(drafts.begin(), drafts.end(), told.draft()) == 1;
  if (!named) faults->push_back(absl::StrCat("17: no draft of ", is, " is ", told.draft()));
  const auto* indicator = state.Get<api::Indicator>(expected.indicator);
  if (told.accountable_unit() != indicator->accountable_unit()) {
    faults->push_back(absl::StrCat("17: another unit delivers ", is));
  }
}

void CheckDueBelow(const State& state, const std::string& parent, std::optional<absl::CivilDay> day,
                   const std::vector<std::string>& owners, House* house, Faults* faults) {
  api::ListDueMeasurementsRequest q;
  q.set_parent(parent);
  q.set_page_size(3);
  if (day.has_value()) *q.mutable_as_of_date() = DateOf(*day);
  const std::vector<api::DueMeasurement> told = AskDue(q, house, faults);
  std::vector<DuePeriod> expected;
  for (const std::string& owner : owners) {
    for (DuePeriod& due : DueOn(state, owner, day.value_or(house->today()))) {
      faults->Saw(due.target_id.empty() ? "value that is due by its interval"
                                        : "value that is due by its target");
      expected.push_back(std::move(due));
    }
  }
  if (told.size() != expected.size()) {
    faults->push_back(absl::StrCat("17: ", expected.size(), " values are due in ", parent, ", not ",
                                   told.size()));
  }
  for (size_t i = 0; i < std::min(told.size(), expected.size()); ++i) {
    CompareDue(state, expected[i], told[i], faults);
  }
}

void CompareSite(const SiteRow& expected, const api::TargetActualRow& told, Faults* faults) {
  const std::string difference = Difference(expected.achievement, told.achievement());
  const bool weighs = expected.weight.has_value() == told.has_weight() &&
                      expected.weight.value_or(0) == Hundredths(told.weight());
  const bool same = expected.engagement == told.engagement() &&
                    expected.indicator == told.indicator() && weighs &&
                    expected.counted == told.counted() && difference.empty();
  if (expected.counted) faults->Saw("site that is counted");
  if (same) return;
  faults->push_back(absl::StrCat("12: not ", expected.indicator,
                                 expected.counted ? " counted " : " ", difference, " but ",
                                 told.ShortDebugString()));
}

void CompareShared(const State& state, const SharedRow& expected, const api::TargetActual& told,
                   Faults* faults) {
  const auto* shared = state.Get<api::Indicator>(expected.indicator);
  const std::string difference = Difference(expected.together, told.aggregate());
  const auto counted = std::count_if(expected.sites.begin(), expected.sites.end(),
                                     [](const SiteRow& site) { return site.counted; });
  const auto sites = static_cast<int>(expected.sites.size());
  const bool same = expected.indicator == told.indicator() && Same(shared->title(), told.title()) &&
                    shared->definition().aggregation() == told.aggregation() &&
                    difference.empty() && told.sites_with_value() == counted &&
                    told.sites_without_value() == sites - counted && told.rows_size() == sites;
  if (!same) {
    return faults->push_back(absl::StrCat("12: not ", expected.indicator, " ", difference, " of ",
                                          counted, " sites but ", told.ShortDebugString()));
  }
  if (counted > 1) faults->Saw(api::IndicatorDefinition::Aggregation_Name(told.aggregation()));
  for (int i = 0; i < sites; ++i) {
    CompareSite(expected.sites[static_cast<size_t>(i)], told.rows(i), faults);
  }
}

void CheckTargetActual(const State& state, std::optional<absl::CivilDay> day, bool drafts_too,
                       bool key_only, House* house, Faults* faults) {
  api::ListTargetActualRequest q;
  q.set_parent(kProgramme);
  q.set_page_size(2);
  q.set_drafts_too(drafts_too);
  q.set_key_only(key_only);
  if (day.has_value()) *q.mutable_as_of_date() = DateOf(*day);
  std::vector<api::TargetActual> told;
  do {
    api::ListTargetActualResponse r;
    if (const absl::Status asked = house->Call(q, &r); !asked.ok()) {
      return faults->push_back(absl::StrCat("12: no target and actual: ", asked.ToString()));
    }
    told.insert(told.end(), r.indicators().begin(), r.indicators().end());
    q.set_page_token(r.next_page_token());
  } while (!q.page_token().empty());
  const std::vector<SharedRow> expected =
      TargetActualOn(state, kProgramme, day.value_or(house->today()), drafts_too, key_only);
  if (told.size() != expected.size()) {
    faults->push_back(
        absl::StrCat("12: ", expected.size(), " indicators are shared, not ", told.size()));
  }
  for (size_t i = 0; i < std::min(told.size(), expected.size()); ++i) {
    CompareShared(state, expected[i], told[i], faults);
  }
}

}  // namespace

void CheckDueValues(const State& state, House* house, Faults* faults) {
  const std::string all = absl::StrCat(kProgramme, "/engagements/-");
  CheckDueBelow(state, kEngagement, {}, {kEngagement}, house, faults);
  CheckDueBelow(state, kProgramme, house->today() + 60, {kProgramme}, house, faults);
  // By their names.
  CheckDueBelow(state, all, house->today() + 90, {kEngagement, kOther}, house, faults);
}

void CheckTogether(const State& state, House* house, Faults* faults) {
  CheckTargetActual(state, {}, false, false, house, faults);
  CheckTargetActual(state, {}, true, true, house, faults);
  CheckTargetActual(state, house->today() - 60, true, false, house, faults);
}

}  // namespace lotse::invariants
