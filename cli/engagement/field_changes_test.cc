#include "cli/engagement/field_changes.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/engagement/field_words.h"
#include "cli/engagement/words.h"
#include "google/api/resource.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/type/v1alpha/error_reason.pb.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::Phase;
using google::protobuf::Descriptor;
using type::v1alpha::DiffStatesResponse;

constexpr char kOwner[] = "programmes/p/engagements/e";

// A path, what stood there before, and what stands there now, as the service tells it.
struct Told {
  const char* path;
  const char* before;
  const char* after;
};

template <typename Resource>
std::vector<std::string> Shown(const std::string& content, const std::vector<Told>& told,
                               const std::string& language = "de") {
  Resource resource;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(content, &resource)) << content;
  DiffStatesResponse::ResourceDifference difference;
  difference.mutable_content()->PackFrom(resource);
  for (const Told& one : told) {
    auto* added = difference.add_differences();
    added->set_path(one.path);
    added->set_before(one.before);
    added->set_after(one.after);
  }
  ViewOptions options;
  options.language = language;
  std::vector<std::string> lines;
  for (const FieldChange& change : FieldChanges(difference, kOwner, options)) {
    lines.push_back(absl::StrCat(change.field, ": ", change.before, " -> ", change.after));
  }
  return lines;
}

TEST(FieldChangesTest, ValuesAreThoseOfPeople) {
  const std::string content = R"pb(
    state: STATE_ADOPTED
    stale: true
    version: 2
    decision: "programmes/p/engagements/e/decisions/d"
    create_time { seconds: 1774900000 }
  )pb";
  const std::vector<Told> told = {
      {"state", "STATE_PROPOSED", "STATE_ADOPTED"},
      {"version", "1", "2"},
      {"decision", "", "\"programmes/p/engagements/e/decisions/d\""},
      {"stale", "", "true"},
      {"create_time.seconds", "1774896400", "1774900000"},
  };
  EXPECT_THAT(Shown<Goal>(content, told),
              ElementsAre("Zustand: vorgeschlagen -> beschlossen", "Fassung: 1 -> 2",
                          "Beschluss:  -> decisions/d", "erneut zu prüfen: nein -> ja",
                          "angelegt am: 2026-03-30 20:46 -> 2026-03-30 21:46"));
  EXPECT_THAT(
      Shown<Goal>(content, told, "en"),
      ElementsAre("state: proposed -> adopted", "version: 1 -> 2", "decision:  -> decisions/d",
                  "stale: no -> yes", "create time: 2026-03-30 20:46 -> 2026-03-30 21:46"));
}

TEST(FieldChangesTest, ADayIsOneChange) {
  EXPECT_THAT(Shown<Goal>("due_date { year: 2027 month: 3 day: 31 }",
                          {{"due_date.year", "2026", "2027"}, {"due_date.month", "12", "3"}}),
              ElementsAre("fällig am: 2026-12-31 -> 2027-03-31"));
  EXPECT_THAT(Shown<Goal>("due_date { year: 2027 month: 3 day: 31 }",
                          {{"due_date", "", "year: 2027 month: 3 day: 31"}}),
              ElementsAre("fällig am:  -> 2027-03-31"));
  EXPECT_THAT(Shown<Goal>("", {{"due_date", "year: 2027 month: 3 day: 31", ""}}),
              ElementsAre("fällig am: 2027-03-31 -> "));
}

TEST(FieldChangesTest, ATextIsInTheLanguageOfTheView) {
  const std::string content = R"pb(title {
                                     variants { language: "de" text: "Öffnen für alle" }
                                     variants { language: "en" text: "Open" }
                                   })pb";
  const std::vector<Told> told = {{"title.variants[0].text", "\"Öffnen\"", "\"Öffnen für alle\""}};
  EXPECT_THAT(Shown<Goal>(content, told), ElementsAre("Titel: Öffnen -> Öffnen für alle"));
  // What changed is not what the view shows.
  EXPECT_THAT(Shown<Goal>(content, told, "en"),
              ElementsAre("title: de: Öffnen; en: Open -> de: Öffnen für alle; en: Open"));
}

TEST(FieldChangesTest, ElementsOfListsAreNamed) {
  const std::string content = R"pb(
    criteria { criterion_id: "plan" result: RESULT_MET }
    deliverables { deliverable_id: "bericht" state: STATE_APPROVED }
    verdicts {
      verdict: VERDICT_PASSED_WITH_CONDITIONS
      date { year: 2026 month: 8 day: 1 }
      missing: "a"
      missing: "b"
      conditions: "programmes/p/engagements/e/actionItems/x"
    }
  )pb";
  EXPECT_THAT(
      Shown<Phase>(content,
                   {{"criteria[0].result", "", "RESULT_MET"},
                    {"deliverables[0].state", "STATE_OPEN", "STATE_APPROVED"},
                    {"verdicts[0]", "", "verdict: VERDICT_PASSED_WITH_CONDITIONS date { }"}}),
      ElementsAre("Kriterien (plan), Ergebnis:  -> erfüllt",
                  "Ergebnisse (bericht), Zustand: offen -> abgenommen",
                  "Entscheidungen (1):  -> Entscheidung: mit Auflagen passiert; Tag: 2026-08-01; "
                  "fehlend: a, b; Auflagen: actionItems/x"));
}

TEST(FieldChangesTest, ListsGrowAndShrink) {
  EXPECT_THAT(
      Shown<Goal>(
          R"pb(needs: "a" needs: "x" needs: "c" needs: "d")pb",
          {{"needs[1]", "\"b\"", "\"x\""}, {"needs[2]", "", "\"c\""}, {"needs[3]", "", "\"d\""}}),
      ElementsAre("Bedarfe (2): b -> x", "Bedarfe (3):  -> c", "Bedarfe (4):  -> d"));
  EXPECT_THAT(
      Shown<Goal>(R"pb(needs: "a")pb", {{"needs[1]", "\"b\"", ""}, {"needs[2]", "\"c\"", ""}}),
      ElementsAre("Bedarfe (2): b -> ", "Bedarfe (3): c -> "));
  EXPECT_THAT(Shown<Indicator>(R"pb(targets {
                                      target_id: "ziel"
                                      value { value: "60" }
                                    })pb",
                               {{"targets[0].value.value", "\"80\"", "\"60\""},
                                {"targets[1]", "target_id: \"weg\" value { value: \"9\" }", ""}}),
              ElementsAre("Zielwerte (ziel), Wert: 80 -> 60",
                          "Zielwerte (weg): Kennung: weg; Wert: 9 -> "));
}

TEST(FieldChangesTest, WhatDoesNotFitIsShownAsItWasTold) {
  EXPECT_THAT(Shown<Goal>("state: STATE_ADOPTED", {{"of_a_later_version", "1", "2"},
                                                   {"state", "STATE_DRAFT", "STATE_ADOPTED"}}),
              ElementsAre("of_a_later_version: 1 -> 2", "state: STATE_DRAFT -> STATE_ADOPTED"));
  EXPECT_THAT(Shown<Goal>("", {{"needs[4]", "\"b\"", "\"x\""}}),
              ElementsAre("needs[4]: \"b\" -> \"x\""));
  EXPECT_THAT(Shown<Goal>("", {}), IsEmpty());
}

// Everything that an engagement's change log can hold.
void CollectTypes(const Descriptor* type, std::set<const Descriptor*>* types) {
  if (!absl::StartsWith(type->full_name(), "lotse.") || !types->insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->message_type() != nullptr) {
      CollectTypes(type->field(i)->message_type(), types);
    }
  }
}

std::set<const Descriptor*> TypesOfAnEngagement() {
  std::set<const Descriptor*> types;
  for (const auto* method : AllMethods()) {
    const Descriptor* type = method->output_type();
    const auto& resource = type->options().GetExtension(google::api::resource);
    for (const std::string& pattern : resource.pattern()) {
      if (absl::StartsWith(pattern, "programmes/{programme}/engagements/{engagement}") &&
          absl::StartsWith(resource.type(), "engagement.lotse/")) {
        CollectTypes(type, &types);
      }
    }
  }
  return types;
}

TEST(FieldChangesTest, EveryFieldAndValueHasAWord) {
  const std::set<const Descriptor*> types = TypesOfAnEngagement();
  EXPECT_GT(types.size(), 40);
  for (const Descriptor* type : types) {
    for (int i = 0; i < type->field_count(); ++i) {
      const auto& field = *type->field(i);
      EXPECT_TRUE(FieldWord(field.name(), "de") != FieldWord(field.name(), "en") ||
                  FieldWord(field.name(), "de").find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0)
          << field.full_name() << " has no German word";
      const auto* values = field.enum_type();
      // Reasons are codes in both languages.
      if (values == nullptr || values == type::v1alpha::ErrorReason_descriptor()) continue;
      for (int k = 0; k < values->value_count(); ++k) {
        const auto& value = *values->value(k);
        if (value.number() == 0) continue;
        for (const char* language : {"de", "en"}) {
          EXPECT_NE(WordOf(*values, value.number(), language), value.name()) << value.full_name();
        }
      }
    }
  }
}

}  // namespace
}  // namespace lotse::cli
