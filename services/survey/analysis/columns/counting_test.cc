#include "services/survey/analysis/columns/counting.h"

#include <gtest/gtest.h>

#include <random>

namespace lotse::survey {
namespace {

// Around what is looked at at once: vectors of 64, parts of 255 of them.
constexpr std::size_t kSizes[] = {0, 1, 63, 64, 65, 16'319, 16'320, 16'321, 40'000};

std::vector<std::uint8_t> Codes(std::size_t people, std::size_t width, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> codes(people);
  for (auto& code : codes) code = static_cast<std::uint8_t>(random() % width);
  return codes;
}

// As it is defined, one person after the other.
std::vector<std::int64_t> Counted(const std::vector<CodeColumn>& columns, const Selection* of) {
  std::size_t cells = 1;
  for (const CodeColumn& column : columns) cells *= column.width;
  std::vector<std::int64_t> counts(cells);
  for (std::size_t person = 0; person < columns[0].codes.size(); ++person) {
    if (of != nullptr && !of->Has(person)) continue;
    std::size_t cell = 0;
    for (const CodeColumn& column : columns) cell = cell * column.width + column.codes[person];
    ++counts[cell];
  }
  return counts;
}

TEST(CountingTest, CountsAsItIsDefined) {
  for (const std::size_t people : kSizes) {
    // Few codes and many are counted in different ways.
    for (const std::size_t width : {1u, 7u, 16u, 17u, 256u}) {
      const auto a = Codes(people, width, 1), b = Codes(people, 5, 2), c = Codes(people, 3, 3);
      const std::vector<CodeColumn> columns = {{a, width}, {b, 5}, {c, 3}};
      const Selection some = Selection::Where(b, {false, true, true});
      const Selection all = Selection::All(people);
      for (const Selection* of : {static_cast<const Selection*>(nullptr), &some, &all}) {
        EXPECT_EQ(CountCodes(columns[0], of), Counted({columns[0]}, of)) << people << " " << width;
        for (std::size_t count = 1; count <= kMaxDimensions; ++count) {
          const std::vector<CodeColumn> first(columns.begin(), columns.begin() + count);
          EXPECT_EQ(CountCombinations(first, of), Counted(first, of))
              << people << " " << width << " " << count;
        }
      }
    }
  }
}

// A lane of one byte would have begun anew at 256.
TEST(CountingTest, OneCodeOfAll) {
  const std::vector<std::uint8_t> codes(100'000, 2);
  EXPECT_EQ(CountCodes({codes, 4}), (std::vector<std::int64_t>{0, 0, 100'000, 0}));
}

}  // namespace
}  // namespace lotse::survey
