#include "services/survey/analysis/columns/counting.h"

#include <algorithm>
#include <array>
#include <bit>

// One version of a loop for each width of vectors that processors have, chosen when the
// program starts. Not where sanitizers are, which are not ready then.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define LOTSE_VECTOR_WIDTHS __attribute__((target_clones("arch=skylake-avx512", "avx2", "default")))
#else
#define LOTSE_VECTOR_WIDTHS
#endif

namespace lotse::survey {
namespace {

// Codes up to this many are looked for one after the other, which takes a step of a vector
// for 64 people; of more, each person's is counted for itself.
constexpr std::size_t kFewCodes = 16;

constexpr std::size_t kLanes = 64;
// So often a lane of one byte can be added to.
constexpr std::size_t kMostSteps = 255;
// What is looked at again and again stays near the processor.
constexpr std::size_t kPart = kLanes * kMostSteps;

// How many of at most kPart codes are `wanted`.
LOTSE_VECTOR_WIDTHS std::int64_t CountEqual(const std::uint8_t* codes, std::size_t size,
                                            std::uint8_t wanted) {
  std::uint8_t lanes[kLanes] = {};
  const std::size_t whole = size / kLanes * kLanes;
  for (std::size_t at = 0; at < whole; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = static_cast<std::uint8_t>(lanes[lane] + (codes[at + lane] == wanted ? 1 : 0));
    }
  }
  std::int64_t count = 0;
  for (const std::uint8_t lane : lanes) count += lane;
  for (std::size_t at = whole; at < size; ++at) count += codes[at] == wanted ? 1 : 0;
  return count;
}

std::vector<std::int64_t> CountFewCodes(const CodeColumn& column) {
  std::vector<std::int64_t> counts(column.width);
  for (std::size_t at = 0; at < column.codes.size(); at += kPart) {
    const absl::Span<const std::uint8_t> part = column.codes.subspan(at, kPart);
    for (std::size_t code = 0; code < column.width; ++code) {
      counts[code] += CountEqual(part.data(), part.size(), static_cast<std::uint8_t>(code));
    }
  }
  return counts;
}

// Adds up tables that were filled in turns, so that one person's count need not wait for
// that of the one before.
class TablesInTurn {
 public:
  explicit TablesInTurn(std::size_t cells) : cells_(cells), counts_(kTables * cells) {}

  void Add(std::size_t turn, std::size_t cell) { ++counts_[turn % kTables * cells_ + cell]; }

  std::vector<std::int64_t> Sum() const {
    std::vector<std::int64_t> sum(cells_);
    for (std::size_t i = 0; i < counts_.size(); ++i) sum[i % cells_] += counts_[i];
    return sum;
  }

 private:
  static constexpr std::size_t kTables = 4;

  const std::size_t cells_;
  std::vector<std::uint32_t> counts_;
};

// Which cell a person is in.
template <std::size_t kColumns>
struct CellOf {
  std::array<const std::uint8_t*, kColumns> codes;
  std::array<std::size_t, kColumns> widths;

  std::size_t operator()(std::size_t person) const {
    std::size_t cell = codes[0][person];
    for (std::size_t i = 1; i < kColumns; ++i) cell = cell * widths[i] + codes[i][person];
    return cell;
  }
};

template <class Cell>
void CountWord(const Cell& cell, std::size_t first, std::uint64_t word, TablesInTurn* tables) {
  if (word == ~std::uint64_t{0}) {
    for (std::size_t i = 0; i < 64; ++i) tables->Add(i, cell(first + i));
    return;
  }
  for (std::size_t turn = 0; word != 0; word &= word - 1, ++turn) {
    tables->Add(turn, cell(first + static_cast<std::size_t>(std::countr_zero(word))));
  }
}

template <class Cell>
std::vector<std::int64_t> Count(const Cell& cell, std::size_t cells, std::size_t people,
                                const Selection* of) {
  TablesInTurn tables(cells);
  if (of == nullptr) {
    for (std::size_t person = 0; person < people; ++person) tables.Add(person, cell(person));
  } else {
    const auto words = of->words();
    for (std::size_t i = 0; i < words.size(); ++i) CountWord(cell, i * 64, words[i], &tables);
  }
  return tables.Sum();
}

template <std::size_t kColumns>
std::vector<std::int64_t> CountColumns(absl::Span<const CodeColumn> columns, const Selection* of) {
  CellOf<kColumns> cell;
  std::size_t cells = 1;
  for (std::size_t i = 0; i < kColumns; ++i) {
    cell.codes[i] = columns[i].codes.data();
    cell.widths[i] = columns[i].width;
    cells *= columns[i].width;
  }
  return Count(cell, cells, columns[0].codes.size(), of);
}

}  // namespace

std::vector<std::int64_t> CountCodes(const CodeColumn& column, const Selection* of) {
  if (of == nullptr && column.width <= kFewCodes) return CountFewCodes(column);
  return CountColumns<1>({column}, of);
}

std::vector<std::int64_t> CountCombinations(absl::Span<const CodeColumn> columns,
                                            const Selection* of) {
  if (columns.size() == 1) return CountCodes(columns[0], of);
  return columns.size() == 2 ? CountColumns<2>(columns, of) : CountColumns<3>(columns, of);
}

}  // namespace lotse::survey
