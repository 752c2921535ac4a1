#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/survey/analysis/tables/figures.h"
#include "services/survey/analysis/tables/table_rules.h"
#include "services/survey/analysis/tables/tables_testing.h"

// What the tests of figures share.
namespace lotse::survey::tables {

// One person who answered some questions: by their codes, `code=option`, of a multiple choice
// `code=a+b` or `code=+` for nothing, of a number `code=#12`.
inline Person PersonWith(const std::vector<std::string>& said) {
  Person person;
  for (const std::string& one : said) {
    const std::size_t at = one.find('=');
    const std::string what = one.substr(at + 1);
    v1alpha::Answer* const answer = person.answers.Add();
    answer->set_code(one.substr(0, at));
    if (what[0] == '#') {
      answer->set_integer(std::stoll(what.substr(1)));
    } else if (what.find('+') == std::string::npos) {
      answer->set_choice(what);
    } else {
      answer->mutable_choices();
      for (std::size_t from = 0; from < what.size();) {
        const std::size_t to = std::min(what.find('+', from), what.size());
        if (to > from) answer->mutable_choices()->add_codes(what.substr(from, to - from));
        from = to + 1;
      }
    }
  }
  return person;
}

inline void AddPeople(int times, const std::vector<std::string>& said,
                      std::vector<Person>* people) {
  people->insert(people->end(), static_cast<std::size_t>(times), PersonWith(said));
}

// The table of a specification, after it passed the rules.
inline v1alpha::Table TableOf(TestWave* wave, const v1alpha::TableSpec& spec,
                              const Withheld& withheld = {}, int64_t minimum_base = 10) {
  const auto wrong = CheckTableSpec(spec, "", wave->variables, AllowingAll(wave->variables));
  EXPECT_TRUE(wrong.empty()) << wrong[0].field << ": " << wrong[0].description;
  const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
  return MakeTable(spec, counted, withheld, minimum_base, wave->variables, wave->cells);
}

inline v1alpha::Table TableOf(TestWave* wave, const std::string& spec,
                              const Withheld& withheld = {}, int64_t minimum_base = 10) {
  return TableOf(wave, Parse<v1alpha::TableSpec>(spec), withheld, minimum_base);
}

// A figure as a text: its number, or why there is none.
inline std::string Said(const v1alpha::Figure& figure) {
  if (figure.has_number()) return figure.number().value();
  return figure.has_undefined() ? v1alpha::Figure::Undefined_Name(figure.undefined()).substr(10)
                                : "absent";
}
inline std::string Said(const v1alpha::FigureInterval& interval) {
  return Said(interval.lower()) + " to " + Said(interval.upper());
}
inline std::string Said(const v1alpha::TableCell& cell) {
  if (cell.has_count()) return std::to_string(cell.count());
  return cell.has_protected_() ? "protected" : "nothing";
}

// A line of cells, one behind the other.
template <typename Cells>
std::string SaidOf(const Cells& cells) {
  std::string all;
  for (const auto& cell : cells) all += (all.empty() ? "" : " ") + Said(cell);
  return all;
}

}  // namespace lotse::survey::tables
