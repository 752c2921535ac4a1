#include "services/engagement/domain/field_checks.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

TEST(CheckRange, TakesBothEnds) {
  rpc::FieldViolations violations;
  CheckRange("n", -12, -12, 5, &violations);
  CheckRange("n", 5, -12, 5, &violations);
  EXPECT_TRUE(violations.empty());
  CheckRange("n", -13, -12, 5, &violations);
  CheckRange("n", 6, -12, 5, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].description, "give -12 to 5");
}

TEST(CheckEnum, KnowsValues) {
  v1alpha::OrgUnit unit;
  rpc::FieldViolations violations;
  CheckEnum("e", unit, "contact_intensity", &violations);
  EXPECT_TRUE(violations.empty());
  CheckEnum("e", unit, "contact_intensity", &violations, Zero::kMissing);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].description,
            "missing; give one of CONTACT_INTENSITY_LOW, "
            "CONTACT_INTENSITY_MEDIUM, CONTACT_INTENSITY_HIGH");
  unit.set_contact_intensity(static_cast<v1alpha::OrgUnit::ContactIntensity>(9));
  CheckEnum("e", unit, "contact_intensity", &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(violations.size(), 2u);
}

TEST(CheckNameBeside, KeepsToTheOwner) {
  constexpr char kPattern[] = "administrations/{administration}/orgUnits/{org_unit}";
  struct Case {
    const char* name;
    bool right;
  };
  const Case cases[] = {
      {"administrations/a/orgUnits/b", true},
      {"administrations/b/orgUnits/b", false},
      {"administrations/a/orgUnits/B", false},
      {"administrations/a", false},
      {"", false},
  };
  for (const Case& c : cases) {
    rpc::FieldViolations violations;
    EXPECT_EQ(CheckNameBeside("n", kPattern, c.name, "administrations/a/x/y", &violations), c.right)
        << c.name;
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.size(), c.right ? 0u : 1u) << c.name;
  }
}

TEST(IsLandKey, KnowsTheSixteen) {
  for (const char* key : {"01", "09", "10", "16"}) EXPECT_TRUE(IsLandKey(key)) << key;
  for (const char* key : {"", "0", "00", "17", "0x", "1:", "011", "NI"}) {
    EXPECT_FALSE(IsLandKey(key)) << key;
  }
}

}  // namespace
}  // namespace lotse::engagement
