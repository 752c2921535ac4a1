#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"

// Who speaks of what: groups by themes, in people or in cases. It leaves the service only through
// the rules that hold for tables of a survey (suppression::ProtectRelease), for which it is written
// as tables here. Codings and segments are never counted in it: a single person can have many.
namespace lotse::survey::qualitative {

struct ThemeMatrix {
  // That whoever has the theme `whole` has one of `parts`, as everybody knows who knows the
  // codebook. Positions among `themes`.
  struct Implication {
    size_t whole = 0;
    std::vector<size_t> parts;

    friend bool operator==(const Implication&, const Implication&) = default;
  };

  std::vector<std::string> groups = {};
  // Ids of codes. Each stands for those below it as well.
  std::vector<std::string> themes = {};
  // By group, who belongs to it, whether they have a theme or not.
  std::vector<int64_t> sizes = {};
  // By group, then by theme: who of it has the theme.
  std::vector<int64_t> counts = {};
  std::vector<Implication> implications = {};

  int64_t at(size_t group, size_t theme) const { return counts[group * themes.size() + theme]; }
};

// Counts participants: one has a theme if a coding of `found` with it touches a turn of theirs.
// Those without a group are left out. `themes` have no violations (CheckMatrixCodes).
ThemeMatrix SpeakersByTheme(const Corpus& corpus, const CodingSet& found,
                            const std::vector<std::string>& themes);
// The same by other groups than those of the corpus: `groups` has that of each of its speakers,
// empty for none.
ThemeMatrix SpeakersByTheme(const Corpus& corpus, const CodingSet& found,
                            const std::vector<std::string>& themes,
                            const std::vector<std::string>& groups);

// Counts cases, grouped by the value of an attribute; those without it are left out. A case has a
// theme if a coding with it is in one of its texts.
ThemeMatrix CasesByTheme(const Corpus& corpus, const CodingSet& found,
                         const std::vector<std::string>& themes, const std::string& attribute);

// The numbers by which the disclosure control knows a matrix. The same group of people always has
// the same `base`, the same grouping of them the same `group_variable`, and a theme the same
// variable in every release, or what several releases tell together would not be seen.
struct ThemeNumbers {
  int base = 0;
  int group_variable = 0;
  // By theme.
  std::vector<int> theme_variables;
};

// Category of a theme.
inline constexpr int kHasTheme = 0;
inline constexpr int kHasNotTheme = 1;

struct ThemeTables {
  // Group by theme, one table for each theme: has it, has it not.
  suppression::TableToProtect table;
  std::vector<suppression::Grouping> groupings;
};

ThemeTables TablesOf(const ThemeMatrix& matrix, const ThemeNumbers& numbers);

// What may be shown once the tables are protected.
struct ShownThemes {
  std::vector<std::optional<int64_t>> sizes;
  std::vector<std::optional<int64_t>> counts;
};

// `withheld` is that of the release's ProtectionResult. To be asked only if the table was not
// refused.
ShownThemes ShownOf(const ThemeMatrix& matrix, const ThemeNumbers& numbers,
                    const absl::flat_hash_set<suppression::CellKey>& withheld);

}  // namespace lotse::survey::qualitative
