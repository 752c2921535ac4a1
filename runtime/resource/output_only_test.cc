#include "runtime/resource/output_only.h"

#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/engagement.pb.h"

namespace lotse::resource {
namespace {

TEST(ClearOutputOnly, KeepsWhatTheCallerMaySet) {
  engagement::v1alpha::Engagement engagement;
  engagement.set_name("programmes/p/engagements/e");
  engagement.mutable_title()->add_variants()->set_text("Uster");
  engagement.mutable_start_date()->set_year(2021);
  engagement.add_phases()->set_phase_id("x");
  engagement.mutable_create_time()->set_seconds(1);
  engagement.set_etag("1");
  ClearOutputOnly(&engagement);
  EXPECT_EQ(engagement.ShortDebugString(),
            "name: \"programmes/p/engagements/e\" title { variants { text: \"Uster\" } } "
            "start_date { year: 2021 }");
}

}  // namespace
}  // namespace lotse::resource
