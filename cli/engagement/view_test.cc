#include "cli/engagement/view.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "cli/engagement/widest.h"
#include "cli/engagement/words.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: the enumerations come from there.

TEST(ViewTest, TextsAreHarmlessAndCanBeAscii) {
  ViewOptions options;
  EXPECT_EQ(Show("Öffnung\nfür\x1b[1m", options), "Öffnung für\uFFFD[1m");
  options.ascii = true;
  EXPECT_EQ(Show("Öffnung – „größer“ 漢", options), "Oeffnung - \"groesser\" ?");
  EXPECT_EQ(Show("a\u0308", options), "a") << "a mark of its own";
}

TEST(ViewTest, CutsAtColumns) {
  ViewOptions options;
  EXPECT_EQ(CutTo("größer", 6, options), "größer");
  EXPECT_EQ(CutTo("größere", 6, options), "größe…");
  EXPECT_EQ(CutTo("漢字漢字", 6, options), "漢字…") << "a wide one does not fit in half";
  EXPECT_EQ(CutTo("zwei Worte", 6, options), "zwei…") << "no blank before the end";
  options.ascii = true;
  EXPECT_EQ(CutTo("groesser", 6, options), "gro...");
}

TEST(ViewTest, OneColumnGivesWay) {
  ViewOptions options;
  options.width = 60;
  const std::string text =
      Columns({{"a", std::string(70, 'x'), "end"}, {"b", "ü", "e"}}, 1, 2, options);
  EXPECT_EQ(text, "  a  " + std::string(49, 'x') + "…  end\n  b  ü" + std::string(51, ' ') + "e\n");
  EXPECT_EQ(Columns({{"a", "", ""}, {"bb", "c", "d"}}, 1, 0, options), "a\nbb  c  d\n");
}

TEST(ViewTest, WhatStandsBehindGoesBelowWhereItDoesNotFit) {
  ViewOptions options;
  options.width = 60;
  const std::string name = absl::StrCat("measures/", std::string(40, 'm'));
  EXPECT_EQ(Columns({{"DAY", "WHAT", "NAME", "UNIT"},
                     {"2026-07-01", std::string(70, 'x'), name, "amt-50"},
                     {"", "", "", "note"}},
                    1, 2, options),
            absl::StrCat("  DAY         WHAT\n"
                         "      NAME  UNIT\n"
                         "  2026-07-01  ",
                         std::string(45, 'x'),
                         "…\n"
                         "      ",
                         name,
                         "\n"
                         "      amt-50\n"
                         "      note\n"))
      << "name and unit have 57 columns, and there are 54";
}

TEST(ViewTest, WhateverTheColumnsTheyFit) {
  ViewOptions options;
  for (options.width = 60; options.width <= 130; ++options.width) {
    for (const int before : {1, 20, 55, 200}) {
      for (const int text : {0, 5, 30, 200}) {
        for (const int behind : {0, 10, 40, 200}) {
          const std::vector<std::string> row = {std::string(before, 'a'), std::string(text, 'b'),
                                                std::string(behind, 'c'), "2026-07-01"};
          EXPECT_LE(Widest(Columns({row, row}, 1, 2, options)), options.width)
              << before << " " << text << " " << behind;
        }
      }
    }
  }
}

TEST(ViewTest, FactsAndLinesFit) {
  ViewOptions options;
  options.width = 60;
  EXPECT_EQ(
      Facts({{"Ziele", absl::StrCat(std::string(40, 'x'), " und mehr davon")}, {"Z", ""}}, options),
      absl::StrCat("Ziele  ", std::string(40, 'x'), " und mehr\n       davon\nZ\n"));
  EXPECT_EQ(Lines("  x ", absl::StrCat(std::string(50, 'x'), " ü"), options),
            absl::StrCat("  x ", std::string(50, 'x'), " ü\n"));
}

TEST(ViewTest, NamesAreShortened) {
  EXPECT_EQ(Below("programmes/p/goals/g", "programmes/p"), "goals/g");
  EXPECT_EQ(Below("programmes/pq/goals/g", "programmes/p"), "programmes/pq/goals/g");
  EXPECT_EQ(IdOf("programmes/p"), "p");
  EXPECT_EQ(IdOf("p"), "p");
}

TEST(WordsTest, EveryValueHasAWordInBothLanguages) {
  for (const google::protobuf::EnumDescriptor* type :
       {Engagement::State_descriptor(), Phase::State_descriptor(),
        GateVerdict::Verdict_descriptor(), Goal::State_descriptor(), Measure::State_descriptor(),
        Measurement::State_descriptor(), Gap::Kind_descriptor(), DueItem::Kind_descriptor(),
        PhaseStep_descriptor()}) {
    for (int i = 0; i < type->value_count(); ++i) {
      const auto& value = *type->value(i);
      if (value.number() == 0) continue;
      for (const char* language : {"de", "en"}) {
        EXPECT_NE(WordOf(*type, value.number(), language), value.name()) << value.full_name();
      }
    }
  }
  EXPECT_EQ(Word(Phase::STATE_IN_GATE, "de"), "am Prüfpunkt");
  EXPECT_EQ(Word(Phase::STATE_IN_GATE, "en"), "at the gate");
  EXPECT_EQ(WordOf(*Phase::State_descriptor(), 99, "de"), "99") << "of a newer service";
}

}  // namespace
}  // namespace lotse::cli
