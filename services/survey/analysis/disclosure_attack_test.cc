// The attacks against which the rule was made. The attacker knows everything
// that is published of a table, how many responses there are, and the rule. For
// every table that could be published the same way he notes each cell; what he
// learns of a cell is the range of these notes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

using Counts = std::vector<int64_t>;
using Rule = std::function<Protection(const Counts& counts, int64_t missing)>;

bool IsSmall(int64_t count) { return 0 < count && count < kMinimumCell; }

struct Range {
  int64_t low = std::numeric_limits<int64_t>::max();
  int64_t high = std::numeric_limits<int64_t>::min();

  void Add(int64_t value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool empty() const { return low > high; }
  int64_t width() const { return high - low; }
};

// What is read in one published table by somebody who knows how many responses
// there are. The sum of the protected cells follows from it.
std::string Published(const Protection& protection, const Counts& counts, int64_t missing) {
  if (protection.base_too_small) return "too few";
  std::string output =
      protection.missing_protected ? "missing *" : absl::StrCat("missing ", missing);
  for (size_t i = 0; i < counts.size(); ++i) {
    absl::StrAppend(&output,
                    protection.cells[i] ? std::string(" *") : absl::StrCat(" ", counts[i]));
  }
  return output;
}

// What the attacker notes about one published output.
struct Notes {
  explicit Notes(size_t categories)
      : ranges(categories + 1),
        own(categories + 1, std::vector<Range>(categories + 1)),
        small_values(categories + 1) {}

  void Add(const Counts& counts, int64_t missing) {
    Counts cells = counts;
    cells.push_back(missing);
    for (size_t i = 0; i < cells.size(); ++i) {
      ranges[i].Add(cells[i]);
      if (IsSmall(cells[i])) small_values[i].insert(cells[i]);
      for (size_t j = 0; j < cells.size(); ++j) {
        if (cells[j] > 0) own[j][i].Add(cells[i]);
      }
    }
  }

  std::vector<Range> ranges;  // Of the categories, and last of the missing.
  // own[j][i]: of cell i, for an attacker who is one of the persons of cell j.
  std::vector<std::vector<Range>> own;
  std::vector<std::set<int64_t>> small_values;  // Those from 1 to kMinimumCell - 1.
  Protection protection;
};

// What an attack came to.
struct Findings {
  int64_t tables = 0;
  int64_t outputs = 0;
  int64_t determined = 0;          // Protected categories that are known exactly.
  int64_t determined_missing = 0;  // Protected numbers of missing, likewise.
  int64_t determined_by_own = 0;   // Either, with the knowledge of one's own answer.
  int64_t width_small = std::numeric_limits<int64_t>::max();  // Of cells that can be small.
  // Fewest values from 1 to kMinimumCell - 1 that such a cell can have.
  size_t small_values = std::numeric_limits<size_t>::max();
  int64_t width_any = std::numeric_limits<int64_t>::max();
  int64_t width_missing = std::numeric_limits<int64_t>::max();
  std::string narrowest;  // The output with `width_small`.

  void Judge(const std::string& output, const Notes& notes) {
    ++outputs;
    const size_t categories = notes.ranges.size() - 1;
    for (size_t i = 0; i < categories; ++i) {
      if (!notes.protection.cells[i]) continue;
      const int64_t width = notes.ranges[i].width();
      width_any = std::min(width_any, width);
      if (!notes.small_values[i].empty()) {
        if (width < width_small) narrowest = output;
        width_small = std::min(width_small, width);
        small_values = std::min(small_values, notes.small_values[i].size());
      }
      if (width == 0) ++determined;
      CountOwn(notes, i);
    }
    if (!notes.protection.missing_protected) return;
    const int64_t width = notes.ranges[categories].width();
    width_missing = std::min(width_missing, width);
    if (width == 0) ++determined_missing;
    CountOwn(notes, categories);
  }

  void CountOwn(const Notes& notes, size_t cell) {
    for (const std::vector<Range>& ranges : notes.own) {
      if (!ranges[cell].empty() && ranges[cell].width() == 0) ++determined_by_own;
    }
  }
};

std::ostream& operator<<(std::ostream& out, const Findings& f) {
  return out << f.tables << " tables, " << f.outputs << " outputs, known exactly " << f.determined
             << " categories and " << f.determined_missing << " missing"
             << ", to one of the persons " << f.determined_by_own
             << ", narrowest: " << f.width_small << " where a cell can be small (" << f.narrowest
             << "), such a cell can have " << f.small_values << " small values, narrowest "
             << f.width_any << " of all categories, " << f.width_missing << " of the missing";
}

// Calls `visit(counts, missing)` for every table of `categories` categories and
// `responses` responses.
void ForEachTable(size_t categories, int64_t responses,
                  const std::function<void(const Counts&, int64_t)>& visit) {
  Counts counts(categories, 0);
  const std::function<void(size_t, int64_t)> fill = [&](size_t i, int64_t rest) {
    if (i == categories) return visit(counts, rest);
    for (counts[i] = 0; counts[i] <= rest; ++counts[i]) fill(i + 1, rest - counts[i]);
  };
  fill(0, responses);
}

void Attack(const Rule& rule, size_t categories, int64_t responses, Findings* findings) {
  absl::flat_hash_map<std::string, Notes> outputs;
  ForEachTable(categories, responses, [&](const Counts& counts, int64_t missing) {
    ++findings->tables;
    Protection protection = rule(counts, missing);
    const auto [it, added] =
        outputs.try_emplace(Published(protection, counts, missing), categories);
    it->second.Add(counts, missing);
    if (added) it->second.protection = std::move(protection);
  });
  for (const auto& [output, notes] : outputs) {
    findings->Judge(absl::StrCat(responses, " responses: ", output), notes);
  }
}

// All tables of 2 categories with up to `two` responses, of 3 with up to
// `three`, of 4 with up to `four`; each with all numbers of missing.
Findings AttackAll(const Rule& rule, int64_t two, int64_t three, int64_t four) {
  Findings findings;
  for (int64_t n = kMinimumBase; n <= two; ++n) Attack(rule, 2, n, &findings);
  for (int64_t n = kMinimumBase; n <= three; ++n) Attack(rule, 3, n, &findings);
  for (int64_t n = kMinimumBase; n <= four; ++n) Attack(rule, 4, n, &findings);
  return findings;
}

Protection LotseRule(const Counts& counts, int64_t missing) {
  return ProtectCategories(counts, missing);
}

// The naive rule: what is small is not shown.
Protection OnlySmallCells(const Counts& counts, int64_t missing) {
  Protection protection;
  protection.base_too_small =
      std::accumulate(counts.begin(), counts.end(), int64_t{0}) < kMinimumBase;
  protection.missing_protected = protection.base_too_small || IsSmall(missing);
  for (const int64_t n : counts) {
    protection.cells.push_back(protection.base_too_small || IsSmall(n));
  }
  return protection;
}

// The usual repair of it: if anything is small, the smallest of the others is
// not shown either.
Protection SmallCellsAndTheNext(const Counts& counts, int64_t missing) {
  Protection protection = OnlySmallCells(counts, missing);
  if (protection.base_too_small) return protection;
  if (!protection.missing_protected && std::none_of(counts.begin(), counts.end(), IsSmall)) {
    return protection;
  }
  size_t next = counts.size();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (!protection.cells[i] && (next == counts.size() || counts[i] < counts[next])) next = i;
  }
  if (next < counts.size()) protection.cells[next] = true;
  return protection;
}

TEST(DisclosureAttackTest, DefeatsOnlyHidingSmallCells) {
  const Findings findings = AttackAll(OnlySmallCells, 30, 20, 14);
  std::cout << findings << std::endl;
  EXPECT_GT(findings.determined, 0);
}

TEST(DisclosureAttackTest, DefeatsHidingTheNextSmallest) {
  const Findings findings = AttackAll(SmallCellsAndTheNext, 30, 20, 14);
  std::cout << findings << std::endl;
  EXPECT_GT(findings.determined, 0);
  EXPECT_LT(findings.width_small, kMinimumCell);
}

TEST(DisclosureAttackTest, FailsAgainstTheRuleOnAllSmallTables) {
  const Findings findings = AttackAll(LotseRule, 80, 60, 30);
  std::cout << findings << std::endl;
  EXPECT_GT(findings.tables, 1'000'000);
  EXPECT_EQ(findings.determined, 0);
  EXPECT_EQ(findings.determined_missing, 0);
  EXPECT_EQ(findings.determined_by_own, 0);
  EXPECT_GE(findings.width_small, kMinimumCell);
  EXPECT_EQ(findings.small_values, kMinimumCell - 1);
  // Without more knowledge all of 1 to kMinimumCell - 1 remain.
  EXPECT_EQ(findings.width_missing, kMinimumCell - 2);
}

// Calls `visit(counts, missing)` for every table that has the shown cells, the
// sum of the others and the protected or shown missing of `truth`.
void ForEachTableThatAddsUp(const Counts& truth, int64_t missing, const Protection& protection,
                            const std::function<void(const Counts&, int64_t)>& visit) {
  std::vector<size_t> hidden;
  int64_t sum = protection.missing_protected ? missing : 0;
  for (size_t i = 0; i < truth.size(); ++i) {
    if (!protection.cells[i]) continue;
    hidden.push_back(i);
    sum += truth[i];
  }
  Counts counts = truth;
  const std::function<void(size_t, int64_t, int64_t)> fill = [&](size_t h, int64_t rest,
                                                                 int64_t other_missing) {
    if (h + 1 == hidden.size()) {
      counts[hidden[h]] = rest;
      return visit(counts, other_missing);
    }
    for (int64_t n = 0; n <= rest; ++n) {
      counts[hidden[h]] = n;
      fill(h + 1, rest - n, other_missing);
    }
  };
  if (!protection.missing_protected) return fill(0, sum, missing);
  for (int64_t other = 1; other < kMinimumCell; ++other) fill(0, sum - other, other);
}

// Tables as large as real ones cannot all be tried, but all that look the same
// as a given one can.
TEST(DisclosureAttackTest, FailsAgainstTheRuleOnLargerTables) {
  std::mt19937 random(20240611);
  const auto draw = [&](int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random);
  };
  Findings findings;
  std::map<size_t, int64_t> by_protected;
  while (findings.outputs < 400) {
    Counts counts(static_cast<size_t>(draw(3, 9)));
    for (int64_t& n : counts) n = draw(0, 2) == 0 ? draw(0, 6) : draw(5, 120);
    const int64_t missing = draw(0, 1) == 0 ? draw(1, 4) : 0;
    const Protection protection = LotseRule(counts, missing);
    const size_t hidden = std::count(protection.cells.begin(), protection.cells.end(), true);
    int64_t sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) sum += protection.cells[i] ? counts[i] : 0;
    if (protection.base_too_small || hidden < 1 || hidden > 4) continue;
    if (hidden == 4 && sum > 70) continue;
    const std::string output = Published(protection, counts, missing);
    Notes notes(counts.size());
    notes.protection = protection;
    ForEachTableThatAddsUp(counts, missing, protection, [&](const Counts& other, int64_t m) {
      ++findings.tables;
      const Protection same = LotseRule(other, m);
      if (same == protection && Published(same, other, m) == output) notes.Add(other, m);
    });
    findings.Judge(output, notes);
    ++by_protected[hidden];
  }
  std::cout << findings << std::endl;
  for (const auto& [hidden, n] : by_protected) {
    std::cout << n << " outputs with " << hidden << " protected categories" << std::endl;
  }
  EXPECT_EQ(findings.determined, 0);
  EXPECT_EQ(findings.determined_missing, 0);
  EXPECT_EQ(findings.determined_by_own, 0);
  EXPECT_GE(findings.width_small, kMinimumCell);
  EXPECT_EQ(findings.small_values, kMinimumCell - 1);
}

// What the attacker notes about the options of a multiple choice together. Any
// counts of ticks up to the number who answered can occur; if everybody ticked
// something, any that reach that number in sum.
Findings AttackOptions(size_t options, int64_t responses, bool everybody_ticked) {
  absl::flat_hash_map<std::string, Notes> outputs;
  Findings findings;
  for (int64_t answered = 0; answered <= responses; ++answered) {
    const int64_t missing = responses - answered;
    Counts ticked(options, 0);
    const std::function<void(size_t, int64_t)> fill = [&](size_t i, int64_t sum) {
      if (i < options) {
        for (ticked[i] = 0; ticked[i] <= answered; ++ticked[i]) fill(i + 1, sum + ticked[i]);
        return;
      }
      if (everybody_ticked && sum < answered) return;
      ++findings.tables;
      Protection protection = ProtectOptions(ticked, answered, missing);
      const auto [it, added] = outputs.try_emplace(Published(protection, ticked, missing), options);
      it->second.Add(ticked, missing);
      if (added) it->second.protection = std::move(protection);
    };
    fill(0, 0);
  }
  for (const auto& [output, notes] : outputs) {
    findings.Judge(absl::StrCat(responses, " responses: ", output), notes);
  }
  return findings;
}

TEST(DisclosureAttackTest, FailsAgainstTheOptionsOfAMultipleChoice) {
  for (int64_t responses = kMinimumBase; responses <= 24; ++responses) {
    for (const size_t options : {1, 2, 3}) {
      const Findings findings = AttackOptions(options, responses, false);
      if (responses == 24) std::cout << options << " options: " << findings << std::endl;
      EXPECT_EQ(findings.determined, 0) << findings;
      EXPECT_EQ(findings.determined_missing, 0) << findings;
      EXPECT_EQ(findings.determined_by_own, 0) << findings;
      EXPECT_GE(findings.width_small, kMinimumCell) << findings;
    }
  }
}

// Beyond what the API tells: an attacker who knows that nobody left all options
// empty can add up the ticks, which must reach the number who answered. He still
// learns no protected option; docs/disclosure.md says what he can learn. One
// option alone is left out: then everybody ticked it.
TEST(DisclosureAttackTest, LearnsNoOptionIfEverybodyTickedSomething) {
  for (int64_t responses = kMinimumBase; responses <= 24; ++responses) {
    for (const size_t options : {2, 3}) {
      const Findings findings = AttackOptions(options, responses, true);
      if (responses == 24) std::cout << options << " options: " << findings << std::endl;
      EXPECT_EQ(findings.determined, 0) << findings;
    }
  }
}

}  // namespace
}  // namespace lotse::survey
