#include "services/engagement/domain/programme_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/fault_testing.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

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
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckProgramme, FindsEachFaultOfAWholeOne) {
  using P = Programme*;
  ExpectFaults<Programme>(
      WholeProgramme(), &CheckProgramme,
      {{"programme.grant_holder.variants[0].text",
        [](P p) { p->mutable_grant_holder()->mutable_variants(0)->clear_text(); }},
       {"programme.funding_path", [](P p) { Fill(6, p->mutable_funding_path()); }},
       {"programme.funding_path[1]", [](P p) { p->mutable_funding_path(1)->clear_variants(); }},
       {"programme.funders", [](P p) { Fill(21, p->mutable_funders()); }},
       {"programme.funders[1].funder_id",
        [](P p) { p->mutable_funders(1)->set_funder_id("bund"); }},
       {"programme.funders[1].funder_id", [](P p) { p->mutable_funders(1)->set_funder_id("B"); }},
       {"programme.funders[0].title", [](P p) { p->mutable_funders(0)->clear_code(); }},
       {"programme.funders[0].code.list",
        [](P p) { p->mutable_funders(0)->mutable_code()->set_list("c-18"); }},
       {"programme.funders[0].share_percent",
        [](P p) { p->mutable_funders(0)->mutable_share_percent()->set_value("-1"); }},
       {"programme.funders[0].share_percent",
        [](P p) { p->mutable_funders(0)->mutable_share_percent()->set_value("100.1"); }},
       {"programme.funders[0].share_percent",
        [](P p) { p->mutable_funders(0)->mutable_share_percent()->set_value("33,3"); }},
       {"programme.funders[1].share_percent",
        [](P p) { p->mutable_funders(1)->mutable_share_percent()->set_value("33.400001"); }},
       {"programme.funders[0].end_date",
        [](P p) { p->mutable_funders(0)->mutable_end_date()->set_year(2020); }},
       {"programme.funders[0].reference",
        [](P p) { p->mutable_funders(0)->set_reference(std::string(101, 'x')); }},
       {"programme.funders[0].publicity_text.variants[0].language",
        [](P p) {
          auto* text = p->mutable_funders(0)->mutable_publicity_text();
          text->mutable_variants(0)->set_language("Deutsch!");
        }},
       {"programme.funders[0].duties",
        [](P p) { Fill(101, p->mutable_funders(0)->mutable_duties()); }},
       {"programme.funders[0].duties[1].duty_id",
        [](P p) { p->mutable_funders(0)->mutable_duties(1)->set_duty_id("sachbericht-2021"); }},
       {"programme.funders[0].duties[0].title",
        [](P p) { p->mutable_funders(0)->mutable_duties(0)->clear_title(); }},
       {"programme.funders[0].duties[0].due_date",
        [](P p) { p->mutable_funders(0)->mutable_duties(0)->clear_due_date(); }},
       {"programme.funders[0].duties[0].fulfil_date",
        [](P p) {
          p->mutable_funders(0)->mutable_duties(0)->mutable_fulfil_date()->set_month(13);
        }},
       {"programme.partners", [](P p) { Fill(51, p->mutable_partners()); }},
       {"programme.partners[0].partner_id",
        [](P p) { p->mutable_partners(0)->clear_partner_id(); }},
       {"programme.partners[0].title", [](P p) { p->mutable_partners(0)->clear_title(); }},
       {"programme.partners[0].administration",
        [](P p) { p->mutable_partners(0)->set_administration("kreis"); }},
       {"programme.laender[1]", [](P p) { p->set_laender(1, "17"); }},
       {"programme.laender[1]", [](P p) { p->set_laender(1, "0:"); }},
       {"programme.laender[1]", [](P p) { p->set_laender(1, "03"); }},
       {"programme.population_min", [](P p) { p->set_population_min(-1); }},
       {"programme.population_max", [](P p) { p->set_population_max(19999); }},
       {"programme.engagement_months_min", [](P p) { p->set_engagement_months_min(16); }},
       {"programme.engagement_months_min", [](P p) { p->set_engagement_months_min(-1); }},
       {"programme.retention_months", [](P p) { p->set_retention_months(121); }},
       {"programme.core_activities",
        [](P p) {
          const auto code = p->core_activities(0);
          for (int i = 0; i < 10; ++i) {
            *p->add_core_activities() = code;
            p->mutable_core_activities(i + 1)->set_code("a" + std::to_string(i));
          }
        }},
       {"programme.target_groups[0].code",
        [](P p) { p->mutable_target_groups(0)->set_code("Ä"); }}});
}

TEST(CheckProgramme, TakesWhatIsAtTheLimits) {
  Programme programme = WholeProgramme();
  programme.set_population_max(20000);
  programme.set_engagement_months_min(15);
  EXPECT_TRUE(CheckProgramme(programme).empty());
  programme.set_population_max(0);
  programme.set_engagement_months_limit(0);
  programme.set_engagement_months_min(120);
  programme.set_retention_months(120);
  EXPECT_TRUE(CheckProgramme(programme).empty());
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
