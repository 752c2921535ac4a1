#include "services/survey/exchange/export/columns.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/flat_instrument.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/exchange/export/column_builder.h"
#include "services/survey/exchange/export/column_names.h"

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Question;
using Kind = ExportColumn::Kind;

std::size_t VariablesOf(const Question& question) {
  return question.kind() == Question::KIND_MATRIX ? question.items_size() : 1;
}

// A repeat, and those around it, from the outermost; it is the last.
using RepeatPath = std::vector<const Question*>;

RepeatPath RepeatsAround(const PlacedQuestion& placed) {
  RepeatPath path;
  for (const Question* one : placed.around) {
    if (one->kind() == Question::KIND_REPEAT) path.push_back(one);
  }
  return path;
}

// All repeats in which something is asked, in the order of CompiledInstrument::repeats().
std::vector<RepeatPath> RepeatsIn(const std::vector<PlacedQuestion>& questions) {
  std::vector<RepeatPath> repeats;
  absl::flat_hash_set<const Question*> known;
  for (const PlacedQuestion& placed : questions) {
    RepeatPath path;
    for (const Question* repeat : RepeatsAround(placed)) {
      path.push_back(repeat);
      if (known.insert(repeat).second) repeats.push_back(path);
    }
  }
  return repeats;
}

// The keys of an instance of the last repeat, and what is asked directly in it.
void AddInstances(const Instrument& instrument, const std::vector<PlacedQuestion>& questions,
                  const RepeatPath& path, ColumnBuilder* builder) {
  builder->AddResponseKey();
  for (std::size_t depth = 1; depth <= path.size(); ++depth) {
    builder->AddInstanceKey(*path[depth - 1], depth);
  }
  std::size_t variable = 0;
  for (const PlacedQuestion& placed : questions) {
    if (!placed.repeated()) continue;
    if (RepeatsAround(placed) == path) {
      Question question = *placed.question;
      *question.mutable_options() = OptionsOf(instrument, *placed.question);
      builder->Add(question, variable);
    }
    variable += VariablesOf(*placed.question);
  }
}

absl::string_view InWords(absl::string_view language, absl::string_view german,
                          absl::string_view english) {
  return language == "en" ? english : german;
}

}  // namespace

std::vector<ExportColumn> ColumnsOf(const Instrument& instrument, const ColumnChoice& choice) {
  ColumnBuilder builder(choice);
  const std::vector<RepeatPath> repeats = RepeatsIn(QuestionsWithValue(instrument));
  if (choice.repeats && !repeats.empty()) builder.AddResponseKey();
  std::size_t variable = 0;
  const Instrument flat = FlatInstrument(instrument);
  for (const auto& section : flat.sections()) {
    for (const Question& question : section.questions()) {
      builder.Add(question, variable);
      variable += VariablesOf(question);
    }
  }
  for (const RepeatPath& path : repeats) {
    if (path.size() == 1) builder.AddCount(*path.back());
  }
  return std::move(builder).Take();
}

std::vector<RepeatTable> RepeatTablesOf(const Instrument& instrument, const ColumnChoice& choice) {
  const std::vector<PlacedQuestion> questions = QuestionsWithValue(instrument);
  const std::vector<RepeatPath> repeats = RepeatsIn(questions);
  std::vector<RepeatTable> tables;
  ColumnNames names;
  for (const RepeatPath& path : repeats) {
    const std::string& code = path.back()->code();
    const std::string name = names.Take(absl::StrCat("repeat_", code));
    if (absl::c_linear_search(choice.erased, code)) continue;
    ColumnBuilder builder(choice);
    AddInstances(instrument, questions, path, &builder);
    for (const RepeatPath& within : repeats) {
      if (within.size() == path.size() + 1 && within[path.size() - 1] == path.back()) {
        builder.AddCount(*within.back());
      }
    }
    tables.push_back({code, name, std::move(builder).Take()});
  }
  return tables;
}

std::vector<MultipleResponseSet> SetsOf(const Instrument& instrument, absl::string_view language,
                                        absl::Span<const ExportColumn> columns) {
  ColumnNames names;
  for (const ExportColumn& column : columns) names.Take(column.name);
  std::vector<MultipleResponseSet> sets;
  std::size_t next = 0;
  const Instrument flat = FlatInstrument(instrument);
  for (const auto& section : flat.sections()) {
    for (const Question& question : section.questions()) {
      if (question.kind() != Question::KIND_MULTIPLE_CHOICE) continue;
      while (next < columns.size() && columns[next].kind != Kind::kTicked) ++next;
      if (next == columns.size() || columns[next].code != question.code()) continue;
      // One byte is for the dollar sign that SPSS puts before the name.
      MultipleResponseSet set = {
          names.Take(absl::string_view(question.code()).substr(0, ColumnNames::kMaxBytes - 8)),
          InLanguage(question.text(), language),
          {}};
      for (; next < columns.size() && columns[next].code == question.code(); ++next) {
        set.columns.push_back(next);
      }
      sets.push_back(std::move(set));
    }
  }
  return sets;
}

absl::string_view LabelOf(Missing missing, absl::string_view language) {
  switch (missing) {
    case Missing::kNoAnswer:
      return InWords(language, "keine Angabe", "no answer");
    case Missing::kNotAsked:
      return InWords(language, "nicht gefragt", "not asked");
    default:
      return InWords(language, "nicht erreicht", "not reached");
  }
}

std::string InLanguage(const type::v1alpha::Text& text, absl::string_view language) {
  for (const auto& variant : text.variants()) {
    if (absl::AsciiStrToLower(absl::string_view(variant.language()).substr(0, 2)) == language &&
        (variant.language().size() == 2 || variant.language()[2] == '-')) {
      return variant.text();
    }
  }
  return text.variants_size() > 0 ? text.variants(0).text() : "";
}

}  // namespace lotse::survey
