#include "services/engagement/domain/programme_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Programme;

TEST(CheckProgramme, TakesAGoodOne) { EXPECT_TRUE(CheckProgramme(GoodProgramme()).empty()); }

TEST(CheckProgramme, FindsEachFault) {
  struct Case {
    std::function<void(Programme*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Programme* p) { p->clear_title(); }, "programme.title"},
      {[](Programme* p) { p->set_short_name(std::string(41, 'x')); }, "programme.short_name"},
      {[](Programme* p) { p->clear_start_date(); }, "programme.start_date"},
      {[](Programme* p) { p->mutable_end_date()->set_year(2020); }, "programme.end_date"},
      {[](Programme* p) { p->set_engagement_months_limit(-1); },
       "programme.engagement_months_limit"},
      {[](Programme* p) { p->set_engagement_months_limit(121); },
       "programme.engagement_months_limit"},
      {[](Programme* p) { p->add_external_ids()->set_system("akte"); },
       "programme.external_ids[0].value"},
  };
  for (const Case& c : cases) {
    Programme programme = GoodProgramme();
    c.fault(&programme);
    const auto violations = CheckProgramme(programme);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckProgramme, CountsCharactersNotBytes) {
  Programme programme = GoodProgramme();
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "ä";
  programme.set_short_name(umlauts);
  EXPECT_TRUE(CheckProgramme(programme).empty());
}

TEST(CheckProgramme, ReportsAllFaultsAtOnce) { EXPECT_EQ(CheckProgramme({}).size(), 3u); }

}  // namespace
}  // namespace lotse::engagement
