#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/plan/status_rules.h"
#include "services/reporting/document/report_inputs.h"

// What the contents of a plan share: order, titles, numbers, days.
namespace lotse::reporting {

// The last part of a name.
std::string LastPartOf(absl::string_view name);

// The resources of a list in the order in which they were created, then by name: a new one comes
// last. Nothing if the list is not known.
template <class Resource>
std::vector<const Resource*> InOrder(const std::optional<std::vector<Resource>>& list) {
  std::vector<const Resource*> ordered;
  if (!list.has_value()) return ordered;
  for (const Resource& resource : *list) ordered.push_back(&resource);
  const auto key = [](const Resource* r) {
    return std::make_tuple(r->create_time().seconds(), r->create_time().nanos(),
                           absl::string_view(r->name()));
  };
  std::sort(ordered.begin(), ordered.end(),
            [&key](const Resource* a, const Resource* b) { return key(a) < key(b); });
  return ordered;
}

// The resources of a list by their names. They point into `list`.
template <class Resource>
using ByName = std::map<absl::string_view, const Resource*>;
template <class Resource>
ByName<Resource> MakeByName(const std::optional<std::vector<Resource>>& list) {
  ByName<Resource> by_name;
  if (!list.has_value()) return by_name;
  for (const Resource& resource : *list) by_name.emplace(resource.name(), &resource);
  return by_name;
}

// The title of a resource; the last part of its name if it has none.
template <class Resource>
std::string TitleOf(const Resource& resource, Language language) {
  return TextOr(resource.title(), language, LastPartOf(resource.name()));
}

// The title of the resource `name`; the last part of the name if it is not known, and nothing
// for no name.
template <class Resource>
std::string TitleIn(const ByName<Resource>& by_name, const std::string& name, Language language) {
  const auto found = by_name.find(name);
  return found == by_name.end() ? LastPartOf(name) : TitleOf(*found->second, language);
}

// Says which resource a row shows, and its revision, which is its etag.
template <class Resource>
void ShowsResource(const Resource& resource, v1alpha::Row& row) {
  int64_t revision = 0;
  if (!absl::SimpleAtoi(resource.etag(), &revision)) return;
  row.set_resource(resource.name());
  row.set_revision(revision);
}

// A cell with a text that may be missing: nobody has said it.
v1alpha::Cell KnownTextCell(const std::string& text);

// A cell with how something stands.
template <class Part>
v1alpha::Cell StandingCell(const Part& part, const ReportInputs& inputs, const StatusDay& on) {
  const v1alpha::Status status = StatusOf(part, on, inputs.language);
  return StatusCell(status.signal(), status.word());
}

// Of when the statuses of a report are.
StatusDay StatusDayOf(const ReportInputs& inputs);

// The time that a report is about.
struct ReportPeriod {
  // Absent: since the beginning.
  std::optional<absl::CivilDay> first;
  absl::CivilDay last;

  bool Contains(const google::type::Date& date) const;
};

// As the report says; it ends with the day whose state it shows, or before.
ReportPeriod PeriodOf(const ReportInputs& inputs);

// A note on the period: `from_to` with both days, or `until` with the last one.
std::string PeriodNote(const ReportInputs& inputs, const char* from_to, const char* until);

// A measure and its number, for example `M 3`.
struct NumberedMeasure {
  std::string number;
  const engagement::v1alpha::Measure* measure = nullptr;
};

// All measures but ideas. Ideas have a number too, which they keep when they are planned. They
// point into `inputs`.
std::vector<NumberedMeasure> NumberedMeasures(const ReportInputs& inputs);

}  // namespace lotse::reporting
