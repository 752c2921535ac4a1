#include "tests/perf/engagement_data.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/territory.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "services/engagement/app/service_names.h"
#include "tests/perf/filling.h"

namespace lotse::perf {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::PhaseTemplate;
using engagement::v1alpha::Programme;
using engagement::v1alpha::Territory;
using google::protobuf::Message;

namespace {

// Areas as Germany has them, but for their names: 16 Länder, 400 districts, and so many
// municipalities that there are 3,242.
void MakeTerritories(Filling* f) {
  const auto make = [&](const std::string& key, const char* level, const std::string& more) {
    f->Create<Territory>(
        absl::StrCat("territories/t", key),
        absl::StrCat(Quoted("key", key), Enum("level", level),
                     Quoted("title", absl::StrCat("Gebiet ", key)),
                     Quoted("land", key.substr(0, 2)), Quoted("source", "erfunden"),
                     Quoted("source_version", "2022-05-15"), more));
  };
  constexpr int kLaender = 16, kDistricts = 400, kMunicipalities = 2826;
  for (int i = 0; i < kLaender; ++i) make(absl::StrFormat("%02d", i + 1), "LEVEL_LAND", "");
  const auto district = [&](int i) {
    return absl::StrFormat("%02d%03d", i % kLaender + 1, i / kLaender);
  };
  for (int i = 0; i < kDistricts; ++i) {
    make(district(i), "LEVEL_DISTRICT", Quoted("district", district(i)));
  }
  for (int i = 0; i < kMunicipalities; ++i) {
    const std::string in = district(i % kDistricts);
    const std::string last = absl::StrFormat("%03d", i / kDistricts + 1);
    make(absl::StrCat(in, "0000", last), "LEVEL_MUNICIPALITY",
         absl::StrCat(Quoted("district", in), Quoted("ags", in + last),
                      "populations { count: 48000 ", Date("date", f->first()), "} "));
  }
}

// The programme, what it shares, and the template of eight phases.
void MakeProgramme(Filling* f) {
  std::string duties;
  for (int i = 0; i < 60; ++i) {
    absl::StrAppend(&duties, "duties { ", Quoted("duty_id", absl::StrCat("bericht-", i)),
                    Text("title", absl::StrCat("Sachbericht ", i + 1)),
                    Date("due_date", f->DayAt(i / 40.0)),
                    i < 30 ? Date("fulfil_date", f->DayAt(i / 40.0)) : "", "} ");
  }
  f->Create<Programme>(
      kPortfolio,
      absl::StrCat(Text("title", "Vielfalt im Rathaus"), Quoted("short_name", "ViR"),
                   Date("start_date", f->first() - 365), Date("end_date", f->last() + 365),
                   "engagement_months_limit: 15 funders { ", Quoted("funder_id", "bund"), duties,
                   "} "));
  f->Create<PhaseTemplate>(
      absl::StrCat(kPortfolio, "/phaseTemplates/ideal"),
      absl::StrCat(Text("title", "Idealtypischer Verlauf"),
                   "version: \"1\" state: STATE_PUBLISHED phases { ", Quoted("phase_id", "auftrag"),
                   Text("title", "Auftrag"), "} "));
  for (int i = 0; i < kSharedIndicators; ++i) {
    f->Create<Indicator>(
        absl::StrFormat("%s/indicators/i%02d", kPortfolio, i),
        absl::StrCat(Text("title", absl::StrCat("Geteilter Indikator ", i)), SharedContent(*f),
                     "interval_months: 2 ", i < 6 ? "key: true " : ""));
  }
}

// Writes something into a resource that it did not have before: the German text of its
// first field that is one, or else its value.
void Change(int round, Message* resource) {
  const auto* reflection = resource->GetReflection();
  const auto* descriptor = resource->GetDescriptor();
  for (const char* name : {"title", "text"}) {
    const auto* field = descriptor->FindFieldByName(name);
    if (field == nullptr) continue;
    auto* text = static_cast<type::v1alpha::Text*>(reflection->MutableMessage(resource, field));
    std::string* german = text->mutable_variants(0)->mutable_text();
    german->resize(std::min(german->size(), german->find(", Stand ")));
    absl::StrAppend(german, ", Stand ", round);
    return;
  }
  if (auto* measurement = dynamic_cast<Measurement*>(resource)) {
    measurement->mutable_value()->set_value(absl::StrCat(10 + round));
  }
}

}  // namespace

std::vector<std::string> AllServices() {
  std::vector<std::string> services = engagement::ServiceNames();
  // Named by one of their messages, so that they are linked in.
  for (const auto* message : {type::v1alpha::ListChangesRequest::descriptor(),
                              type::v1alpha::GetBlobRequest::descriptor()}) {
    services.push_back(message->file()->service(0)->full_name());
  }
  return services;
}

void RequireOk(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "bench: %s\n", std::string(status.message()).c_str());
  std::exit(1);
}

std::string Text(const char* field, const std::string& german) {
  return absl::StrFormat("%s { variants { language: \"de\" text: \"%s\" } } ", field, german);
}

std::string Date(const char* field, absl::CivilDay day) {
  return absl::StrFormat("%s { year: %d month: %d day: %d } ", field, day.year(), day.month(),
                         day.day());
}

std::string Quoted(const char* field, const std::string& value) {
  return absl::StrFormat("%s: \"%s\" ", field, value);
}

std::string Enum(const char* field, const char* value) {
  return absl::StrCat(field, ": ", value, " ");
}

std::string Value(const char* field, int value) {
  return absl::StrFormat("%s { value: \"%d\" } ", field, value);
}

Filling::Filling(const std::string& path, absl::CivilDay today) : today_(today) {
  resource::Store::Options options;
  options.path = path;
  auto schema = resource::Schema::Compile(AllServices());
  RequireOk(schema.status());
  options.schema = *std::move(schema);
  options.clock = [this] { return now_; };
  auto store = resource::Store::Open(std::move(options));
  RequireOk(store.status());
  store_ = *std::move(store);
}

std::string SharedContent(const Filling& filling) {
  return absl::StrCat(
      "definition { ", Text("unit", "Personen"),
      "value_type: VALUE_TYPE_COUNT direction: DIRECTION_INCREASE accumulation: "
      "ACCUMULATION_SNAPSHOT aggregation: AGGREGATION_SUM } definition_version: 1 baseline { ",
      Value("value", 10), Date("date", filling.first()), "} targets { ",
      Quoted("target_id", "ende"), Date("start_date", filling.first()),
      Date("end_date", filling.last()), Value("value", 60), "} ");
}

int64_t MakePortfolio(const std::string& path, const PortfolioSize& size, absl::CivilDay today) {
  Filling filling(path, today);
  filling.Do(filling.first() - 1, [&] { MakeProgramme(&filling); });
  filling.Do(filling.first() - 1, [&] { MakeTerritories(&filling); });
  filling.TakeResources();
  for (int i = 0; i < size.engagements; ++i) {
    const int64_t before = filling.entries();
    filling.Do(filling.first(), [&] { MakeEngagement(&filling, i); });
    const auto resources = filling.TakeResources();
    // As many rounds of changes as it takes, the last one today.
    const auto made = static_cast<int64_t>(resources.size());
    const int64_t more = std::max<int64_t>(0, size.entries - (filling.entries() - before));
    const int64_t rounds = (more + made - 1) / made;
    for (int64_t round = 1; round <= rounds; ++round) {
      const int64_t left = size.entries - (filling.entries() - before);
      filling.Do(filling.first() + (today - filling.first()) * round / rounds, [&] {
        for (int64_t k = 0; k < std::min(made, left); ++k) {
          Change(static_cast<int>(round), resources[static_cast<size_t>(k)].get());
          filling.Save(resources[static_cast<size_t>(k)].get());
        }
      });
    }
  }
  return filling.entries();
}

}  // namespace lotse::perf
