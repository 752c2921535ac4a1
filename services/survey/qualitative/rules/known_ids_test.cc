#include "services/survey/qualitative/rules/known_ids.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey::qualitative {
namespace {

KnownIds Known() {
  const std::vector<std::string> ids = {"P07", "M1", "gruppe-3", "haus"};
  return KnownIds(ids);
}

TEST(TellsId, FindsWhatLeadsToAPerson) {
  for (const char* text : {
           "P07",
           "p07 sagte das",
           "die P07-Idee",
           "wie bei P07_a",
           "P07s Idee",
           "P07-s",
           "(m1)",
           "Ämter/P07/M2",
           "x-P07",
           "in Gruppe-3 nicht",
           "die gruppe-3-Leute",
           "gruppe-3s Idee",
           "im Haus",
           "ｇｒｕｐｐｅ-３",
           "um ０:０１:３０",
           "0B1F3C5E-9D2A-4C7B-8E61-2F4A6C8E0D13",
           "x0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13",
           "[02:03]",
           "so [99:99] war es",
           "(00:01:02)",
           "#00:01:02-3#",
           "02:03.450",
           "um 2:03,4 dann",
           "0:01:30",
           "Programmes/p",
           "cases/g",
           "siehe studies/s/cases/g",
       }) {
    EXPECT_TRUE(TellsId(text, Known())) << text;
  }
}

TEST(TellsId, LetsOtherTextsBe) {
  for (const char* text : {
           "",
           "P",
           "P011 und XM1 sind keine.",
           "P07x",
           "gruppe 3",
           "gruppe-31",
           "Häuser",
           "in many cases/situations",
           "the texts/notes we had",
           "Um 10:30 Uhr war niemand da.",
           "von 10:30-11:00",
           "(10:30)",
           "Es war 10:30. 5 kamen.",
           "im Verhältnis 1:2",
           "0b1f3c5e-9d2a-4c7b-8e61",
       }) {
    EXPECT_FALSE(TellsId(text, Known())) << text;
  }
  EXPECT_FALSE(KnownIds({}).AnyIn("P07"));
}

TEST(IsNoWord, TellsIdsFromWords) {
  for (const char* const id : {"P07", "m1", "gruppe-3", "0b1f3c5e", "wege_nord"}) {
    EXPECT_TRUE(IsNoWord(id)) << id;
  }
  for (const char* const id : {"", "wege", "rat-haus", "WG"}) EXPECT_FALSE(IsNoWord(id)) << id;
}

}  // namespace
}  // namespace lotse::survey::qualitative
