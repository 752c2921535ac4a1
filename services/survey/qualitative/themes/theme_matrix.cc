#include "services/survey/qualitative/themes/theme_matrix.h"

#include <algorithm>
#include <utility>

#include "services/survey/qualitative/coding/codebook.h"

namespace lotse::survey::qualitative {
namespace {

using suppression::CellKey;
using suppression::Coordinate;
using suppression::Grouping;
using suppression::TableSpec;

// A theme implies the nearest one above it. A heading implies one of the codes right below it, if
// all of them are themes.
std::vector<ThemeMatrix::Implication> ImplicationsOf(const Codebook& codebook,
                                                     const std::vector<std::string>& themes) {
  const CodeTree tree(codebook);
  const auto place_of = [&](absl::string_view id) {
    return static_cast<size_t>(std::find(themes.begin(), themes.end(), id) - themes.begin());
  };
  std::vector<ThemeMatrix::Implication> implications;
  for (size_t theme = 0; theme < themes.size(); ++theme) {
    for (const Code* above = tree.Find(tree.Find(themes[theme])->parent); above != nullptr;
         above = tree.Find(above->parent)) {
      if (place_of(above->id) == themes.size()) continue;
      implications.push_back({theme, {place_of(above->id)}});
      break;
    }
    if (tree.Find(themes[theme])->codable) continue;
    ThemeMatrix::Implication heading{theme, {}};
    bool complete = true;
    for (const Code& code : codebook.codes) {
      if (code.parent != themes[theme]) continue;
      heading.parts.push_back(place_of(code.id));
      complete = complete && heading.parts.back() < themes.size();
    }
    if (complete && !heading.parts.empty()) implications.push_back(std::move(heading));
  }
  return implications;
}

// The groups that have somebody, each once, in order; none of those without one.
std::vector<std::string> Distinct(std::vector<std::string> groups) {
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  if (!groups.empty() && groups.front().empty()) groups.erase(groups.begin());
  return groups;
}

// Where a group stands among others in order; -1 of none.
int PlaceAmong(const std::vector<std::string>& values, const std::string& group) {
  if (group.empty()) return -1;
  return static_cast<int>(std::lower_bound(values.begin(), values.end(), group) - values.begin());
}

// Counts units of some kind, each of which is of one group or of none (-1).
ThemeMatrix CountBy(const std::vector<int>& groups_of_units, std::vector<std::string> groups,
                    const std::vector<CodingSet>& units_of_theme,
                    const std::vector<std::string>& themes, const Codebook& codebook) {
  ThemeMatrix matrix{.groups = std::move(groups), .themes = themes};
  matrix.sizes.resize(matrix.groups.size());
  matrix.counts.resize(matrix.groups.size() * themes.size());
  for (size_t unit = 0; unit < groups_of_units.size(); ++unit) {
    if (groups_of_units[unit] < 0) continue;
    const auto group = static_cast<size_t>(groups_of_units[unit]);
    ++matrix.sizes[group];
    for (size_t theme = 0; theme < themes.size(); ++theme) {
      matrix.counts[group * themes.size() + theme] += units_of_theme[theme].Has(unit) ? 1 : 0;
    }
  }
  matrix.implications = ImplicationsOf(codebook, themes);
  return matrix;
}

CellKey KeyOf(int base, std::vector<Coordinate> where) {
  std::sort(where.begin(), where.end());
  return {base, std::move(where)};
}

}  // namespace

ThemeMatrix SpeakersByTheme(const Corpus& corpus, const CodingSet& found,
                            const std::vector<std::string>& themes) {
  std::vector<std::string> groups;
  for (size_t speaker = 0; speaker < corpus.speakers().size(); ++speaker) {
    const int group = corpus.GroupOf(static_cast<int>(speaker));
    groups.push_back(group < 0 ? "" : corpus.groups()[static_cast<size_t>(group)]);
  }
  return SpeakersByTheme(corpus, found, themes, groups);
}

ThemeMatrix SpeakersByTheme(const Corpus& corpus, const CodingSet& found,
                            const std::vector<std::string>& themes,
                            const std::vector<std::string>& groups) {
  const std::vector<std::vector<size_t>> by_code = PlacesByCode(corpus, themes, true);
  std::vector<CodingSet> speakers(themes.size(), CodingSet(corpus.speakers().size()));
  found.Each([&](size_t i) {
    const Corpus::Entry& coding = corpus.codings()[i];
    for (const Corpus::Turn& turn : corpus.TurnsOf(coding)) {
      if (turn.speaker < 0) continue;
      for (const size_t theme : by_code[static_cast<size_t>(coding.code)]) {
        speakers[theme].Add(static_cast<size_t>(turn.speaker));
      }
    }
  });
  const std::vector<std::string> values = Distinct(groups);
  std::vector<int> numbers;
  for (const std::string& group : groups) numbers.push_back(PlaceAmong(values, group));
  return CountBy(numbers, values, speakers, themes, corpus.codebook());
}

ThemeMatrix CasesByTheme(const Corpus& corpus, const CodingSet& found,
                         const std::vector<std::string>& themes, const std::string& attribute) {
  const std::vector<std::vector<size_t>> by_code = PlacesByCode(corpus, themes, true);
  std::vector<CodingSet> cases(themes.size(), CodingSet(corpus.cases().size()));
  found.Each([&](size_t i) {
    const Corpus::Entry& coding = corpus.codings()[i];
    const int one = corpus.texts()[static_cast<size_t>(coding.text)].case_number;
    for (const size_t theme : by_code[static_cast<size_t>(coding.code)]) {
      cases[theme].Add(static_cast<size_t>(one));
    }
  });
  const auto value_of = [&](const CorpusCase& one) {
    const auto value = std::find_if(one.attributes.begin(), one.attributes.end(),
                                    [&](const auto& each) { return each.first == attribute; });
    return value == one.attributes.end() ? nullptr : &value->second;
  };
  std::vector<std::string> groups;
  for (const CorpusCase& one : corpus.cases()) {
    groups.push_back(value_of(one) == nullptr ? "" : *value_of(one));
  }
  const std::vector<std::string> values = Distinct(groups);
  std::vector<int> numbers;
  for (const std::string& group : groups) numbers.push_back(PlaceAmong(values, group));
  return CountBy(numbers, values, cases, themes, corpus.codebook());
}

ThemeTables TablesOf(const ThemeMatrix& matrix, const ThemeNumbers& numbers) {
  ThemeTables tables;
  for (size_t theme = 0; theme < matrix.themes.size(); ++theme) {
    TableSpec spec;
    spec.base = numbers.base;
    spec.variables = {numbers.group_variable, numbers.theme_variables[theme]};
    spec.categories = {static_cast<int>(matrix.groups.size()), 2};
    for (size_t group = 0; group < matrix.groups.size(); ++group) {
      spec.counts.push_back(matrix.at(group, theme));
      spec.counts.push_back(matrix.sizes[group] - matrix.at(group, theme));
    }
    tables.table.parts.push_back(std::move(spec));
  }
  for (const ThemeMatrix::Implication& one : matrix.implications) {
    Grouping grouping;
    grouping.whole = {numbers.theme_variables[one.whole], kHasTheme};
    for (const size_t part : one.parts) {
      grouping.parts.push_back({numbers.theme_variables[part], kHasTheme});
    }
    grouping.exact = false;
    tables.groupings.push_back(std::move(grouping));
  }
  return tables;
}

ShownThemes ShownOf(const ThemeMatrix& matrix, const ThemeNumbers& numbers,
                    const absl::flat_hash_set<CellKey>& withheld) {
  ShownThemes shown;
  for (size_t group = 0; group < matrix.groups.size(); ++group) {
    const Coordinate of_group{numbers.group_variable, static_cast<int>(group)};
    const bool is_hidden = withheld.contains(KeyOf(numbers.base, {of_group}));
    shown.sizes.push_back(is_hidden ? std::nullopt : std::optional(matrix.sizes[group]));
    for (size_t theme = 0; theme < matrix.themes.size(); ++theme) {
      const bool is_withheld = withheld.contains(
          KeyOf(numbers.base, {of_group, {numbers.theme_variables[theme], kHasTheme}}));
      shown.counts.push_back(is_withheld ? std::nullopt : std::optional(matrix.at(group, theme)));
    }
  }
  return shown;
}

}  // namespace lotse::survey::qualitative
