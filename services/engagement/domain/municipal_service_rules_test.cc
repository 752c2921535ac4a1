#include "services/engagement/domain/municipal_service_rules.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/fault_testing.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::AccessBarrier;
using v1alpha::MunicipalService;
using S = MunicipalService*;

TEST(CheckMunicipalService, FindsEachFault) {
  ExpectFaults<MunicipalService>(
      GoodMunicipalService(), &CheckMunicipalService,
      {{"municipal_service.title", [](S s) { s->clear_title(); }},
       {"municipal_service.owner_unit",
        [](S s) { s->set_owner_unit("administrations/andere/orgUnits/soziales"); }},
       {"municipal_service.target_groups[0].code",
        [](S s) { s->mutable_target_groups(0)->clear_code(); }},
       {"municipal_service.task_areas[0].list",
        [](S s) { s->mutable_task_areas(0)->clear_list(); }},
       {"municipal_service.offer",
        [](S s) { s->set_offer(static_cast<MunicipalService::Offer>(9)); }},
       {"municipal_service.access_channels", [](S s) { Fill(21, s->mutable_access_channels()); }},
       {"municipal_service.bundled_services[1]",
        [](S s) { s->add_bundled_services(s->bundled_services(0)); }},
       {"municipal_service.bundled_services[1]", [](S s) { s->add_bundled_services(s->name()); }},
       {"municipal_service.bundled_services[0]",
        [](S s) {
          s->set_bundled_services(0, "administrations/andere/municipalServices/beratung");
        }},
       {"municipal_service.barriers", [](S s) { Fill(51, s->mutable_barriers()); }},
       {"municipal_service.barriers[1].barrier_id",
        [](S s) { *s->add_barriers() = AccessBarrier(s->barriers(0)); }},
       {"municipal_service.barriers[0].title", [](S s) { s->mutable_barriers(0)->clear_title(); }},
       {"municipal_service.barriers[0].severity",
        [](S s) { s->mutable_barriers(0)->clear_severity(); }},
       {"municipal_service.barriers[0].state",
        [](S s) { s->mutable_barriers(0)->set_state(static_cast<AccessBarrier::State>(9)); }},
       {"municipal_service.barriers[0].state_date",
        [](S s) { s->mutable_barriers(0)->mutable_state_date()->set_month(0); }},
       {"municipal_service.external_ids[0].value",
        [](S s) { s->add_external_ids()->set_system("akte"); }}});
}

}  // namespace
}  // namespace lotse::engagement
