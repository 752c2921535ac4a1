#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/body.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/finding.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/municipal_service.pb.h"
#include "lotse/engagement/v1alpha/need.pb.h"
#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "lotse/engagement/v1alpha/unit_interface.pb.h"
#include "tests/perf/engagement_data.h"
#include "tests/perf/filling.h"

namespace lotse::perf {
namespace {

using namespace engagement::v1alpha;  // NOLINT(google-build-using-namespace)

constexpr int kUnits = 5;

// Makes one engagement with all that it has.
class EngagementMaker {
 public:
  EngagementMaker(Filling* f, int number)
      : f_(*f),
        administration_(absl::StrFormat("administrations/stadt%03d", number)),
        name_(absl::StrFormat("%s/engagements/e%03d", kPortfolio, number)) {}

  void Make() {
    MakeFrame();
    MakeTracks();
    MakeChain();
    MakeMeasures();
    MakeIndicators();
    MakeMeetings();
    MakeJobs();
  }

 private:
  std::string Unit(int i) const {
    return absl::StrCat(administration_, "/orgUnits/amt", i % kUnits);
  }
  std::string Track(int i) const { return absl::StrCat(name_, "/tracks/t", i % kUnits); }
  std::string At(const char* kind, int i) const {
    return absl::StrFormat("%s/%s%03d", name_, kind, i);
  }

  void MakeFrame() {
    f_.Create<Administration>(administration_,
                              absl::StrCat(Text("title", "Stadt Musterstadt"),
                                           "level: LEVEL_MUNICIPALITY population: 48000 "));
    for (int i = 0; i < kUnits; ++i) {
      f_.Create<OrgUnit>(Unit(i), Text("title", absl::StrCat("Amt ", i)));
    }
    for (int i = 0; i < 8; ++i) {
      f_.Create<MunicipalService>(
          absl::StrCat(administration_, "/municipalServices/d", i),
          absl::StrCat(Text("title", absl::StrCat("Dienst ", i)), Quoted("owner_unit", Unit(i)),
                       Enum("offer", i % 2 == 0 ? "OFFER_REGULAR" : "OFFER_SPECIAL")));
      f_.Create<UnitInterface>(
          absl::StrCat(administration_, "/unitInterfaces/s", i),
          absl::StrCat(Text("title", absl::StrCat("Schnittstelle ", i)), Quoted("units", Unit(i)),
                       Quoted("units", Unit(i + 1))));
    }
    f_.Create<Engagement>(
        name_,
        absl::StrCat(Text("title", "Interkulturelle Öffnung der Verwaltung"),
                     Quoted("administration", administration_), "state: STATE_ACTIVE ",
                     Quoted("phase_template", absl::StrCat(kPortfolio, "/phaseTemplates/ideal")),
                     Date("start_date", f_.first()), Date("end_date", f_.last())));
    f_.Create<Agreement>(At("agreements/v", 1), absl::StrCat("number: 1 state: STATE_SUPERSEDED ",
                                                             Date("effective_date", f_.first()),
                                                             Date("end_date", f_.DayAt(0.5))));
    f_.Create<Agreement>(
        At("agreements/v", 2),
        absl::StrCat("number: 2 state: STATE_IN_FORCE ", Quoted("amends", At("agreements/v", 1)),
                     Date("effective_date", f_.DayAt(0.5) + 1)));
  }

  void MakeTracks() {
    constexpr const char* kStates[] = {"STATE_COMPLETED", "STATE_COMPLETED", "STATE_COMPLETED",
                                       "STATE_COMPLETED", "STATE_IN_GATE",   "STATE_ACTIVE",
                                       "STATE_READY",     "STATE_PLANNED"};
    for (int t = 0; t < kUnits; ++t) {
      f_.Create<engagement::v1alpha::Track>(
          Track(t), absl::StrCat(Text("title", absl::StrCat("Fachbereich ", t)),
                                 Quoted("org_units", Unit(t)), "capacities { ",
                                 Quoted("org_unit", Unit(t)), Value("days_per_month", 6), "} "));
      for (int p = 0; p < 8; ++p) {
        std::string text =
            absl::StrCat(Text("title", absl::StrCat("Phase ", p)), "position: ", p + 1, " ",
                         Enum("state", kStates[p]), Date("planned_start_date", f_.DayAt(p / 6.0)),
                         Date("planned_end_date", f_.DayAt((p + 1) / 6.0)));
        for (int c = 0; c < 4; ++c) {
          absl::StrAppend(&text, "criteria { ", Quoted("criterion_id", absl::StrCat("k", c)),
                          Text("title", absl::StrCat("Was an diesem Tor vorliegen muss, Teil ", c)),
                          "mandatory: true result: RESULT_MET } ");
        }
        f_.Create<Phase>(absl::StrCat(Track(t), "/phases/p", p), text);
      }
    }
  }

  // Findings, needs and the tree of goals.
  void MakeChain() {
    for (int i = 0; i < 40; ++i) {
      f_.Create<Finding>(
          At("findings/f", i),
          absl::StrCat(Text("title", absl::StrCat("Befund ", i)),
                       "kind: KIND_NEED state: STATE_VALIDATED ", Quoted("track", Track(i))));
    }
    for (int i = 0; i < 30; ++i) {
      f_.Create<Need>(At("needs/n", i),
                      absl::StrCat(Text("title", absl::StrCat("Bedarf ", i)),
                                   Quoted("findings", At("findings/f", i)), "priority: ", i % 5,
                                   " ", Quoted("track", Track(i))));
    }
    for (int i = 0; i < 33; ++i) {
      std::string text =
          absl::StrCat(Text("title", absl::StrCat("Ziel ", i)), "version: 1 ",
                       Enum("state", i % 11 == 10 ? "STATE_DRAFT" : "STATE_ADOPTED"));
      if (i < 3) {
        absl::StrAppend(&text, "level: LEVEL_GUIDING ");
      } else if (i < 11) {
        absl::StrAppend(&text, "level: LEVEL_INTERMEDIATE ",
                        Quoted("parent_goal", At("goals/g", i % 3)));
      } else {
        absl::StrAppend(&text, "level: LEVEL_ACTION ",
                        Quoted("parent_goal", At("goals/g", 3 + i % 8)),
                        Quoted("needs", At("needs/n", i % 24)), Quoted("track", Track(i)),
                        Quoted("accountable_unit", Unit(i)), Date("due_date", f_.DayAt(i / 25.0)),
                        Text("success_statement", "Alle sechs Sprachen liegen aus."));
      }
      f_.Create<Goal>(At("goals/g", i), text);
    }
  }

  void MakeMeasures() {
    constexpr const char* kStates[] = {"STATE_PLANNED",     "STATE_APPROVED", "STATE_IN_PROGRESS",
                                       "STATE_IN_PROGRESS", "STATE_DONE",     "STATE_VERIFIED"};
    int milestones = 0;
    for (int i = 0; i < 34; ++i) {
      std::string text = absl::StrCat(
          Text("title", absl::StrCat("Maßnahme ", i)), Enum("state", kStates[i % 6]), "goals { ",
          Quoted("goal", At("goals/g", 11 + i % 20)), "} ", Quoted("track", Track(i)),
          i % 12 == 11 ? "" : Quoted("accountable_unit", Unit(i)),
          Date("start_date", f_.DayAt(0.5 + i / 60.0)), Date("due_date", f_.DayAt(0.7 + i / 60.0)));
      for (int m = 0; m < 4; ++m) {
        const absl::CivilDay month = f_.DayAt(0.5 + i / 60.0 + m / 10.0);
        absl::StrAppend(&text, "efforts { ", Quoted("org_unit", Unit(i)), "year: ", month.year(),
                        " month: ", month.month(), " ", Value("days", 1 + m % 3), "} ");
      }
      f_.Create<Measure>(At("measures/m", i), text);
      for (int m = 0; m < 3 && milestones < 100; ++m, ++milestones) {
        f_.Create<Milestone>(absl::StrCat(At("measures/m", i), "/milestones/ms", m),
                             absl::StrCat(Text("title", absl::StrCat("Meilenstein ", m)),
                                          Enum("state", m == 0 ? "STATE_REACHED" : "STATE_OPEN"),
                                          Date("due_date", f_.DayAt(0.6 + i / 60.0 + m / 20.0))));
      }
    }
  }

  void MakeIndicators() {
    int measurements = 0;
    for (int i = 0; i < 41; ++i) {
      const std::string name = absl::StrFormat("%s/indicators/i%02d", name_, i);
      std::string text =
          absl::StrCat(Text("title", absl::StrCat("Indikator ", i)), SharedContent(f_),
                       Quoted("accountable_unit", Unit(i)), "interval_months: 2 ");
      if (i < kSharedIndicators) {
        absl::StrAppend(&text, Quoted("shared_indicator",
                                      absl::StrFormat("%s/indicators/i%02d", kPortfolio, i)));
      }
      f_.Create<Indicator>(name, text);
      for (int m = 0; m < 5 && measurements < 170; ++m, ++measurements) {
        const absl::CivilMonth month = absl::CivilMonth(f_.first()) + 2 * m;
        f_.Create<Measurement>(
            absl::StrCat(name, "/measurements/m", m),
            absl::StrCat(Date("start_date", absl::CivilDay(month)),
                         Date("end_date", absl::CivilDay(month + 2) - 1),
                         Value("value", 10 + i + m),
                         Enum("state", m == 4 && i % 4 == 0 ? "STATE_DRAFT" : "STATE_VALIDATED"),
                         "source: SOURCE_MANUAL definition_version: 1 revision_number: 1 "));
      }
    }
  }

  void MakeMeetings() {
    for (int i = 0; i < 3; ++i) {
      f_.Create<Body>(At("bodies/b", i),
                      absl::StrCat(Text("title", absl::StrCat("Steuerungsgruppe ", i)),
                                   "kind: KIND_STEERING quorum: 5 "));
    }
    for (int i = 0; i < 58; ++i) {
      f_.Create<Decision>(
          At("decisions/d", i),
          absl::StrCat(Text("title", absl::StrCat("Beschluss ", i)),
                       Text("text", "Die Steuerungsgruppe stimmt dem Vorschlag zu."),
                       Quoted("body", At("bodies/b", i % 3)), "state: STATE_ADOPTED ",
                       Date("decide_date", f_.DayAt(i / 58.0))));
    }
    for (int i = 0; i < 30; ++i) {
      f_.Create<MeetingRecord>(
          At("meetingRecords/r", i),
          absl::StrCat(
              Quoted("body", At("bodies/b", i % 3)), Date("meeting_date", f_.DayAt(i / 30.0)),
              Text("text", std::string(600, 'x')), Quoted("decisions", At("decisions/d", i)),
              Enum("state", i < 26 ? "STATE_APPROVED" : "STATE_CIRCULATED")));
    }
    for (int i = 0; i < 140; ++i) {
      f_.Create<ActionItem>(At("actionItems/a", i),
                            absl::StrCat(Text("title", absl::StrCat("Auftrag ", i)),
                                         Date("due_date", f_.DayAt(i / 110.0)),
                                         Enum("state", i < 90 ? "STATE_DONE" : "STATE_OPEN"),
                                         i < 90 ? Date("close_date", f_.DayAt(i / 110.0)) : "",
                                         Quoted("responsible_unit", Unit(i)),
                                         Quoted("decision", At("decisions/d", i % 58))));
    }
  }

  void MakeJobs() {
    for (int i = 0; i < 12; ++i) {
      f_.Create<ExportJob>(At("exportJobs/x", i),
                           "form: TRANSFER_FORM_ENGAGEMENT state: TRANSFER_STATE_SUCCEEDED "
                           "row_count: 700 size_bytes: 900000 ");
      f_.Create<ImportJob>(At("importJobs/i", i),
                           "form: TRANSFER_FORM_CSV collection: \"needs\" "
                           "state: TRANSFER_STATE_SUCCEEDED row_count: 30 decided_count: 30 "
                           "updated_count: 30 ");
    }
  }

  Filling& f_;
  const std::string administration_;
  const std::string name_;
};

}  // namespace

void MakeEngagement(Filling* filling, int number) { EngagementMaker(filling, number).Make(); }

}  // namespace lotse::perf
