#include "tests/perf/questions.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"

namespace lotse::perf {
namespace {

using google::protobuf::Message;

// As many as a page of ListTargetActual, ListPhaseMatrix and the others looks at.
constexpr int kSites = 250;
constexpr int kMatrix = 10;
constexpr int kOthers = 20;

struct Listed {
  const char* method;
  const char* parent;
  // Filter and order of the second page.
  const char* filter;
  const char* order_by;
};

constexpr Listed kListed[] = {
    {"ListProgrammes", "", "short_name = ViR", "start_date"},
    {"ListAdministrations", "", "population > 1000", ""},
    {"ListOrgUnits", "$A", "create_time > 2020-01-01T00:00:00Z", ""},
    {"ListUnitInterfaces", "$A", "create_time > 2020-01-01T00:00:00Z", ""},
    {"ListMunicipalServices", "$A", "offer = REGULAR", ""},
    {"ListCodeLists", "", "version = 1", ""},
    {"ListTerritories", "", "level = MUNICIPALITY", "key desc"},
    {"ListPhaseTemplates", "$P", "state = PUBLISHED", "version"},
    {"ListEngagements", "$P", "state = ACTIVE", "start_date desc"},
    {"ListAgreements", "$E", "state = IN_FORCE", "effective_date"},
    {"ListTracks", "$E", "create_time > 2020-01-01T00:00:00Z", ""},
    {"ListPhases", "$E/tracks/-", "state = ACTIVE", "planned_end_date"},
    {"ListBodies", "$E", "kind = STEERING", ""},
    {"ListDecisions", "$E", "state = ADOPTED", "decide_date desc"},
    {"ListMeetingRecords", "$E", "state = APPROVED", "meeting_date desc"},
    {"ListActionItems", "$E", "state = OPEN", "due_date"},
    {"ListFindings", "$E", "kind = NEED", "state"},
    {"ListNeeds", "$E", "priority > 1", "priority"},
    {"ListGoals", "$E", "level = LEVEL_ACTION AND state = ADOPTED", "due_date"},
    {"ListMeasures", "$E", "state = IN_PROGRESS", "due_date"},
    {"ListMilestones", "$E/measures/-", "state = OPEN", "due_date"},
    {"ListIndicators", "$E", "interval_months = 2", ""},
    {"ListMeasurements", "$E/indicators/-", "state = VALIDATED", "end_date desc"},
    {"ListExportJobs", "$E", "state = SUCCEEDED", "create_time desc"},
    {"ListImportJobs", "$E", "state = SUCCEEDED", "create_time desc"},
};

std::string Parent(const std::string& name) {
  return name.empty() ? "" : absl::StrCat("parent: \"", name, "\" ");
}

}  // namespace

std::unique_ptr<Message> Question::ForEngagement(const std::string& name) const {
  const std::string number = name.substr(name.rfind('/') + 2);
  const std::string text =
      absl::StrReplaceAll(request, {{"$E", name},
                                    {"$P", name.substr(0, name.find("/engagements/"))},
                                    {"$A", absl::StrCat("administrations/stadt", number)}});
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  const google::protobuf::Descriptor* type = nullptr;
  for (const char* package : {"lotse.engagement.v1alpha.", "lotse.type.v1alpha."}) {
    if (type == nullptr)
      type = pool->FindMessageTypeByName(absl::StrCat(package, method, "Request"));
  }
  std::unique_ptr<Message> message;
  if (type != nullptr) {
    message.reset(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  }
  if (message == nullptr || !google::protobuf::TextFormat::ParseFromString(text, message.get())) {
    std::fprintf(stderr, "bench: no request of %s: %s\n", method.c_str(), text.c_str());
    std::exit(1);
  }
  return message;
}

std::vector<Question> Questions() {
  const std::string one = Parent("$E"), all = Parent("$P/engagements/-"), programme = Parent("$P");
  const std::string time =
      absl::StrCat("{ seconds: ", absl::ToUnixSeconds(absl::Now() - absl::Hours(24 * 100)), " }");
  return {
      {"due and overdue", "ListDueItems", one + "days: 30"},
      {"due and overdue, all", "ListDueItems", all + "days: 30", kOthers},
      {"gaps", "ListGaps", one},
      {"gaps, all", "ListGaps", all, kOthers},
      {"matrix", "ListPhaseMatrix", one},
      {"matrix, all", "ListPhaseMatrix", all, kMatrix},
      {"target and actual", "ListTargetActual", programme, kSites},
      {"key targets and actuals", "ListTargetActual", programme + "key_only: true", kSites},
      {"capacity", "GetCapacity", "name: \"$E\""},
      {"capacity of a track", "GetCapacity", "name: \"$E\" track: \"$E/tracks/t2\""},
      {"due measurements", "ListDueMeasurements", one},
      {"due measurements, all", "ListDueMeasurements", all, kOthers},
      {"due measurements, programme", "ListDueMeasurements", programme},
      {"reporting duties", "ListReportingDuties", programme},
      {"open duties of all", "ListReportingDuties", Parent("programmes/-") + "open_only: true"},
      {"state 100 days ago", "ListStates", absl::StrCat(one, "as_of_time ", time)},
      {"state now", "ListStates", one},
      {"difference to 100 days ago", "DiffStates", absl::StrCat(one, "from_time ", time)},
      {"change log", "ListChanges", one},
      {"change log without content", "ListChanges", one + "without_content: true"},
  };
}

std::vector<Question> Lists() {
  std::vector<Question> lists;
  for (const Listed& listed : kListed) {
    const std::string parent = Parent(listed.parent);
    lists.push_back({listed.method, listed.method, parent});
    lists.push_back({absl::StrCat(listed.method, " filtered"), listed.method,
                     absl::StrCat(parent, "filter: \"", listed.filter, "\" order_by: \"",
                                  listed.order_by, "\"")});
  }
  return lists;
}

}  // namespace lotse::perf
