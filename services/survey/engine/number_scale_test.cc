#include "services/survey/engine/number_scale.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

std::optional<NumberScale> Scale(const char* start, const char* end, const char* step) {
  v1alpha::Scale scale;
  scale.set_start(start);
  scale.set_end(end);
  scale.set_step(step);
  return NumberScaleOf(scale);
}

TEST(NumberScale, HasItsEndsAndTheStepsBetween) {
  const struct {
    NumberScale scale;
    double number;
    bool has;
  } cases[] = {
      {{0, 100, 1}, 0, true},      {{0, 100, 1}, 100, true},
      {{0, 100, 1}, 140, false},   {{0, 100, 1}, -1, false},
      {{0, 100, 1}, 0.5, false},   {{0, 100, 5}, 35, true},
      {{0, 100, 5}, 36, false},    {{0, 1, 0.1}, 0.3, true},
      {{0, 1, 0.1}, 0.7, true},    {{0, 1, 0.1}, 0.35, false},
      {{5, 1, 2}, 3, true},        {{5, 1, 2}, 2, false},
      {{5, 1, 2}, 7, false},       {{-1, 1, 0.5}, -0.5, true},
      {{-1, 1, 0.5}, 0.25, false}, {{0, 1e6, 0.01}, 999999.99, true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.scale.Has(c.number), c.has)
        << c.scale.start << ".." << c.scale.end << " " << c.number;
  }
}

TEST(NumberScale, HasAllOfAnother) {
  const NumberScale wide = {0, 10, 1};
  EXPECT_TRUE(wide.HasAllOf(wide));
  EXPECT_TRUE(wide.HasAllOf({10, 2, 2}));
  EXPECT_FALSE(wide.HasAllOf({0, 11, 1}));
  EXPECT_FALSE(wide.HasAllOf({0, 10, 0.5}));
  EXPECT_FALSE(wide.HasAllOf({0.5, 9.5, 1}));
}

TEST(NumberScale, IsReadOfNumerals) {
  EXPECT_EQ(Scale("0", "1", "0.5"), (NumberScale{0, 1, 0.5}));
  EXPECT_EQ(Scale("5", "1", "1"), (NumberScale{5, 1, 1}));
  EXPECT_EQ(Scale("x", "1", "1"), std::nullopt);
  EXPECT_EQ(Scale("0", "", "1"), std::nullopt);
  EXPECT_EQ(Scale("0", "1e3", "1"), std::nullopt);
  EXPECT_EQ(Scale("1", "1.0", "1"), std::nullopt);
  EXPECT_EQ(Scale("0", "1", "0"), std::nullopt);
  EXPECT_EQ(Scale("0", "1", "-1"), std::nullopt);
}

}  // namespace
}  // namespace lotse::survey
