#include "services/reporting/document/part_ids.h"

#include <gtest/gtest.h>

#include <set>

namespace lotse::reporting {
namespace {

TEST(PartIds, OfNamesKeepTheirIdsApart) {
  const struct {
    const char* name;
    const char* part;
  } cases[] = {
      {"programmes/p/engagements/e/surveys/personal/waves/2026", "personal--2026"},
      {"programmes/p/engagements/e/surveys/a-b/waves/c", "a-b--c"},
      {"programmes/p/engagements/e/surveys/a/waves/b-c", "a--b-c"},
      {"programmes/p/engagements/e/surveys/a--b/waves/c", "a-x-b--c"},
      {"programmes/p/engagements/e/surveys/a/waves/b--c", "a--b-x-c"},
      {"programmes/p/engagements/e/surveys/a/waves/b-x-c", "a--b-xx-c"},
      {"programmes/p/engagements/e/surveys/a/waves/b---c", "a--b-x-x-c"},
      {"programmes/p/engagements/e/indicators/quote", "quote"},
      {"programmes/p/indicators/quote", "programme--quote"},
  };
  std::set<std::string> parts;
  for (const auto& c : cases) {
    EXPECT_EQ(PartOfName(c.name), c.part) << c.name;
    EXPECT_TRUE(parts.insert(c.part).second) << c.name;
  }
}

TEST(PartIds, OfCodesKeepCapitalsAndUnderscoresApart) {
  const struct {
    const char* code;
    const char* part;
  } cases[] = {
      {"q1", "q1"},     {"Q1", "-q1"},          {"q_1", "q--1"},    {"qS", "q-s"},
      {"q_s", "q--s"},  {"q_S", "q---s"},       {"q__s", "q----s"}, {"A12_SQ001", "-a12---s-q001"},
      {"qSS", "q-s-s"}, {"kontakt", "kontakt"},
  };
  std::set<std::string> parts;
  for (const auto& c : cases) {
    EXPECT_EQ(PartOfCode(c.code), c.part) << c.code;
    EXPECT_TRUE(parts.insert(c.part).second) << c.code;
  }
}

}  // namespace
}  // namespace lotse::reporting
