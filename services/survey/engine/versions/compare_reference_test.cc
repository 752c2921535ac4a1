#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/versions/versions_testing.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/xlsform/reference_testing.h"
#include "services/survey/exchange/xlsform/xlsform.h"

// Two years of one survey of TEN SING groups, read in place. What changed was read from the tables
// by hand.

namespace lotse::survey {
namespace {

std::optional<v1alpha::Instrument> ReadYear(absl::string_view year) {
  const auto survey = ReferenceFile(absl::StrCat("tables/tensing_", year, "_tn_survey.csv"));
  const auto choices = ReferenceFile(absl::StrCat("tables/tensing_", year, "_tn_choices.csv"));
  if (!survey || !choices) return std::nullopt;
  const auto book = ReadCsvTables({{"survey", *survey}, {"choices", *choices}});
  EXPECT_TRUE(book.ok()) << book.status();
  if (!book.ok()) return std::nullopt;
  return ReadXlsform(*book, {"de", "", ""}).instrument;
}

// What is suggested, as if a person had found all of it right.
Mappings Suggested(const v1alpha::InstrumentComparison& comparison) {
  Mappings mappings;
  for (const auto& change : comparison.changes()) {
    if (change.has_suggested()) *mappings.Add() = change.suggested();
  }
  return mappings;
}

std::vector<std::string> NotOfPresentation(const v1alpha::InstrumentComparison& comparison) {
  std::vector<std::string> changes;
  for (const auto& change : comparison.changes()) {
    if (change.kind() != v1alpha::InstrumentChange::KIND_PRESENTATION) {
      changes.push_back(InShort(change));
    }
  }
  return changes;
}

// Groups got names, and questions that the form builder had named by their texts. No kind of
// answer changed. The first question without a name is `NA`, the second has its group in front.
TEST(CompareReferenceTest, TwoYearsOfOneSurvey) {
  const auto from = ReadYear("2024"), to = ReadYear("2025");
  if (!from || !to) {
    GTEST_SKIP() << "no reference data: " << ReferencePath("") << " cannot be opened";
  }
  const auto comparison = CompareInstruments(*from, *to, {});
  EXPECT_EQ(comparison.verdict(), v1alpha::InstrumentChange::VERDICT_BREAKING);
  EXPECT_EQ(comparison.open_count(), 9);
  EXPECT_THAT(
      NotOfPresentation(comparison),
      testing::ElementsAre(
          "TEXT Als_deutschlandweite_nen_wir_u_001 SAFE",
          "TEXT Als_deutschlandweite_nen_wir_u_002 SAFE",
          "TEXT Als_deutschlandweite_nen_wir_u_003 SAFE",
          "OPTION_REMOVED gruende_gegen_deut_weit/ich_kenne_keine_personen__die_auch_zu_de "
          "NEEDS_MAPPING",
          "OPTION_ADDED gruende_gegen_deut_weit/ich_kenne_keine_personen_die_auch_zu_de SAFE",
          "OPTION_LABEL hilfe_fuer_verantwortung/zeit SAFE",
          "RELEVANCE informationswege_wunsch BREAKING", "REMOVED NA NEEDS_MAPPING",
          "REMOVED Wenn_du_es_dir_aussuchen_k_nnt NEEDS_MAPPING",
          "REMOVED demografie_NA NEEDS_MAPPING", "REMOVED Dein_Alter NEEDS_MAPPING",
          "REMOVED Auf_welche_Schule_gehst_du NEEDS_MAPPING",
          "REMOVED Hast_du_au_erhalb_von_TEN_SING NEEDS_MAPPING",
          "REMOVED andere_Kontaktpunkte NEEDS_MAPPING", "ADDED hilfe_fuer_verantwortung_sonst SAFE",
          "ADDED informationswege_aenderung SAFE", "ADDED gender SAFE", "ADDED alter SAFE",
          "ADDED schultyp SAFE", "ADDED kontakt_christ_glauben SAFE",
          "ADDED kontakt_christ_glauben_sonst SAFE"));
  // Each successor was found, and with the codes the condition is the same again.
  const Mappings mappings = Suggested(comparison);
  std::map<std::string, std::string> renamed;
  for (const auto& mapping : mappings) renamed[mapping.from()] = mapping.to();
  EXPECT_THAT(renamed,
              testing::ElementsAre(
                  testing::Pair("Auf_welche_Schule_gehst_du", "schultyp"),
                  testing::Pair("Dein_Alter", "alter"),
                  testing::Pair("Hast_du_au_erhalb_von_TEN_SING", "kontakt_christ_glauben"),
                  testing::Pair("NA", "hilfe_fuer_verantwortung_sonst"),
                  testing::Pair("Wenn_du_es_dir_aussuchen_k_nnt", "informationswege_aenderung"),
                  testing::Pair("andere_Kontaktpunkte", "kontakt_christ_glauben_sonst"),
                  testing::Pair("demografie_NA", "gender"),
                  testing::Pair("gruende_gegen_deut_weit", "gruende_gegen_deut_weit")));
  ASSERT_THAT(CheckMappings(*from, *to, mappings), testing::IsEmpty());
  const auto mapped = CompareInstruments(*from, *to, mappings);
  EXPECT_EQ(mapped.verdict(), v1alpha::InstrumentChange::VERDICT_NEEDS_MAPPING);
  EXPECT_EQ(mapped.open_count(), 0);
  EXPECT_THAT(CheckSettled(mapped, {}), testing::IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
