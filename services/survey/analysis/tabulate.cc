#include "services/survey/analysis/tabulate.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "services/survey/analysis/classes.h"
#include "services/survey/analysis/disclosure.h"
#include "services/survey/analysis/follow_ups.h"
#include "services/survey/engine/flat_instrument.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Question;
using v1alpha::ResponseRate;
using v1alpha::TabulateWaveResponse;

// Option by code. The items of a matrix share one.
using OptionIndex = absl::flat_hash_map<absl::string_view, size_t>;

std::shared_ptr<const OptionIndex> IndexOptions(const Question& question) {
  auto index = std::make_shared<OptionIndex>();
  for (const v1alpha::Option& option : question.options()) {
    index->emplace(option.code(), index->size());
  }
  return index;
}

// The counts are 32 bits wide in the API.
int32_t ToInt32(int64_t count) {
  return static_cast<int32_t>(std::min<int64_t>(count, std::numeric_limits<int32_t>::max()));
}

// `part` per thousand of `whole`, rounded half up. Neither is negative, `whole`
// is not 0.
int32_t PerMille(int64_t part, int64_t whole) {
  return ToInt32((2000 * part + whole) / (2 * whole));
}

void ShowCount(int64_t count, int64_t base, FrequencyRow* row) {
  row->set_count(ToInt32(count));
  row->set_share_per_mille(PerMille(count, base));
}

ResponseRate MakeResponseRate(int64_t invited, int64_t responses) {
  ResponseRate rate;
  if (responses < kMinimumBase) return rate;
  rate.set_responses(ToInt32(responses));
  if (invited > 0) {
    rate.set_invited(ToInt32(invited));
    rate.set_rate_per_mille(PerMille(responses, invited));
  }
  return rate;
}

}  // namespace

// Counts the answers to one question, or to one item of a matrix.
class Tabulator::Column {
 public:
  // `item` is null but for an item of a matrix. All of them must outlive the
  // column. `section_index` is the number of the section less 1.
  Column(size_t section_index, const InstrumentSection& section, const Question& question,
         const Item* item, std::shared_ptr<const OptionIndex> options);

  // Counts an answer of response number `response`; a second one of the same
  // response is not counted.
  void Count(int64_t response, const Answer& answer);

  // The table, when `responses` responses were counted in all, of which so many did not finish
  // the section.
  FrequencyTable Protect(int64_t responses, int64_t not_finished) const;

  size_t section_index() const { return section_index_; }

 private:
  // Each is false, and counts nothing, if the answer does not fit the question.
  bool CountOption(const Answer& answer);
  bool CountOptions(const Answer& answer);
  bool CountInteger(const Answer& answer);

  // The table without figures.
  FrequencyTable MakeEmptyTable() const;
  // Sets the base and who did not answer; returns the base.
  int64_t ShowBase(const Protection& protection, int64_t responses, FrequencyTable* table) const;
  void ShowCategories(int64_t responses, FrequencyTable* table) const;
  void ShowOptions(int64_t responses, FrequencyTable* table) const;
  // False for a class in which no answer can fall. That it is empty is known
  // from the questionnaire, so it is shown, and it hides nobody.
  bool IsPossible(size_t cell) const;

  const size_t section_index_;
  const InstrumentSection& section_;
  const Question& question_;
  const Item* const item_;
  const std::shared_ptr<const OptionIndex> options_;
  // Per option or class. Empty for what is not tabulated, so that it cannot even
  // be counted.
  std::vector<int64_t> counts_;
  int64_t answered_ = 0;
  int64_t latest_response_ = 0;
};

Tabulator::Column::Column(size_t section_index, const InstrumentSection& section,
                          const Question& question, const Item* item,
                          std::shared_ptr<const OptionIndex> options)
    : section_index_(section_index),
      section_(section),
      question_(question),
      item_(item),
      options_(std::move(options)) {
  // Of a ranking no single option is the answer.
  const bool has_options = question.kind() != Question::KIND_RANKING;
  if (question.kind() != Question::KIND_INTEGER) {
    if (has_options) counts_.resize(question.options_size());
  } else if (!question.class_bounds().empty()) {
    counts_.resize(question.class_bounds_size() + 1);
  }
}

void Tabulator::Column::Count(int64_t response, const Answer& answer) {
  if (counts_.empty() || latest_response_ == response) return;
  latest_response_ = response;
  bool is_counted = false;
  switch (answer.value_case()) {
    case Answer::kChoice:
      is_counted = CountOption(answer);
      break;
    case Answer::kChoices:
      is_counted = CountOptions(answer);
      break;
    case Answer::kInteger:
      is_counted = CountInteger(answer);
      break;
    default:  // Of other answers there are no tables.
      break;
  }
  if (is_counted) ++answered_;
}

bool Tabulator::Column::CountOption(const Answer& answer) {
  if (question_.kind() != Question::KIND_SINGLE_CHOICE &&
      question_.kind() != Question::KIND_MATRIX) {
    return false;
  }
  const auto option = options_->find(answer.choice());
  if (option == options_->end()) return false;
  ++counts_[option->second];
  return true;
}

bool Tabulator::Column::CountOptions(const Answer& answer) {
  if (question_.kind() != Question::KIND_MULTIPLE_CHOICE) return false;
  std::vector<size_t> ticked;
  for (const std::string& code : answer.choices().codes()) {
    const auto option = options_->find(code);
    if (option == options_->end()) return false;
    ticked.push_back(option->second);
  }
  // A person counts once per option, whatever is stored.
  std::sort(ticked.begin(), ticked.end());
  ticked.erase(std::unique(ticked.begin(), ticked.end()), ticked.end());
  for (const size_t option : ticked) ++counts_[option];
  return true;
}

bool Tabulator::Column::CountInteger(const Answer& answer) {
  if (question_.kind() != Question::KIND_INTEGER) return false;
  const int64_t value = answer.integer();
  if (question_.has_minimum() && value < question_.minimum()) return false;
  if (question_.has_maximum() && value > question_.maximum()) return false;
  ++counts_[ClassOf(question_, value)];
  return true;
}

bool Tabulator::Column::IsPossible(size_t cell) const {
  return question_.kind() != Question::KIND_INTEGER ||
         IsPossibleClass(question_, static_cast<int>(cell));
}

FrequencyTable Tabulator::Column::MakeEmptyTable() const {
  FrequencyTable table;
  table.set_code(item_ == nullptr ? question_.code() : item_->code());
  *table.mutable_question() = question_.text();
  if (item_ != nullptr) {
    table.set_matrix_code(question_.code());
    *table.mutable_item() = item_->text();
  }
  *table.mutable_section() = section_.title();
  table.set_multiple_choice(question_.kind() == Question::KIND_MULTIPLE_CHOICE);
  for (size_t cell = 0; cell < counts_.size(); ++cell) {
    const int index = static_cast<int>(cell);
    FrequencyRow* row = table.add_rows();
    if (question_.kind() == Question::KIND_INTEGER) {
      row->set_code(ClassCode(question_, index));
      *row->mutable_label() = ClassLabel(question_, index);
    } else {
      row->set_code(question_.options(index).code());
      *row->mutable_label() = question_.options(index).label();
    }
  }
  return table;
}

FrequencyTable Tabulator::Column::Protect(int64_t responses, int64_t not_finished) const {
  FrequencyTable table = MakeEmptyTable();
  const int64_t finished = responses - not_finished;
  if (question_.kind() == Question::KIND_TEXT) {
    table.set_not_shown(FrequencyTable::NOT_SHOWN_FREE_TEXT);
  } else if (question_.kind() == Question::KIND_FILE) {
    table.set_not_shown(FrequencyTable::NOT_SHOWN_FILE);
  } else if (counts_.empty()) {
    table.set_not_shown(FrequencyTable::NOT_SHOWN_NO_CLASSES);
  } else if (question_.kind() == Question::KIND_MULTIPLE_CHOICE) {
    ShowOptions(finished, &table);
  } else {
    ShowCategories(finished, &table);
  }
  if (table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED) {
    table.set_not_reached(ToInt32(not_finished));
  }
  return table;
}

int64_t Tabulator::Column::ShowBase(const Protection& protection, int64_t responses,
                                    FrequencyTable* table) const {
  const int64_t base = protection.missing_protected ? responses : answered_;
  table->set_base(ToInt32(base));
  table->set_base_is_all(protection.missing_protected);
  if (!protection.missing_protected) table->set_missing(ToInt32(responses - answered_));
  return base;
}

void Tabulator::Column::ShowCategories(int64_t responses, FrequencyTable* table) const {
  std::vector<int64_t> possible;
  for (size_t cell = 0; cell < counts_.size(); ++cell) {
    if (IsPossible(cell)) possible.push_back(counts_[cell]);
  }
  const Protection protection = ProtectCategories(possible, responses - answered_);
  if (protection.base_too_small) {
    table->set_not_shown(FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
    return;
  }
  const int64_t base = ShowBase(protection, responses, table);
  int64_t protected_count = base;
  bool is_anything_protected = false;
  auto is_protected = protection.cells.begin();
  for (size_t cell = 0; cell < counts_.size(); ++cell) {
    if (IsPossible(cell) && *is_protected++) {
      is_anything_protected = true;
      continue;
    }
    ShowCount(counts_[cell], base, table->mutable_rows(static_cast<int>(cell)));
    protected_count -= counts_[cell];
  }
  if (is_anything_protected) table->set_protected_count(ToInt32(protected_count));
}

void Tabulator::Column::ShowOptions(int64_t responses, FrequencyTable* table) const {
  const Protection protection = ProtectOptions(counts_, answered_, responses - answered_);
  if (protection.base_too_small) {
    table->set_not_shown(FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
    return;
  }
  const int64_t base = ShowBase(protection, responses, table);
  for (size_t option = 0; option < counts_.size(); ++option) {
    if (protection.cells[option]) continue;
    ShowCount(counts_[option], base, table->mutable_rows(static_cast<int>(option)));
  }
}

Tabulator::Tabulator(const Instrument& instrument, TableScope scope)
    : instrument_(FlatInstrument(instrument)),
      scope_(std::move(scope)),
      not_finished_(instrument.sections_size()),
      has_untold_(instrument.sections_size()) {
  size_t index = 0;
  const auto add = [&](const InstrumentSection& section, const Question& question, const Item* item,
                       std::shared_ptr<const OptionIndex> options) {
    column_of_code_.emplace(item == nullptr ? question.code() : item->code(), columns_.size());
    columns_.emplace_back(index, section, question, item, std::move(options));
  };
  for (const InstrumentSection& section : instrument_.sections()) {
    for (const Question& question : section.questions()) {
      const std::shared_ptr<const OptionIndex> options = IndexOptions(question);
      if (question.kind() != Question::KIND_MATRIX) add(section, question, nullptr, options);
      for (const Item& item : question.items()) add(section, question, &item, options);
    }
    ++index;
  }
}

Tabulator::~Tabulator() = default;

void Tabulator::Add(const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  if (scope_.InNoTable(broke_off_section)) return;
  ++responses_;
  const auto finished = [&](size_t section) {
    return scope_.Finished(broke_off_section, static_cast<int>(section) + 1);
  };
  for (size_t section = 0; broke_off_section != 0 && section < not_finished_.size(); ++section) {
    if (!finished(section)) {
      ++not_finished_[section];
    } else if (broke_off_section <= static_cast<int>(section) + 1) {
      has_untold_[section] = true;
    }
  }
  for (const Answer& answer : answers) {
    const auto found = column_of_code_.find(answer.code());
    if (found == column_of_code_.end()) continue;
    Column& column = columns_[found->second];
    if (finished(column.section_index())) column.Count(responses_, answer);
  }
}

void Tabulator::Finish(int64_t invited, TabulateWaveResponse* response) && {
  response->clear_tables();
  for (const Column& column : columns_) {
    *response->add_tables() = column.Protect(responses_, not_finished_[column.section_index()]);
  }
  if (!columns_.empty()) HideTellingFollowUps(instrument_, responses_, has_untold_, response);
  *response->mutable_response_rate() = MakeResponseRate(invited, responses_);
  v1alpha::DisclosureRule* rule = response->mutable_disclosure_rule();
  rule->set_minimum_base(static_cast<int32_t>(kMinimumBase));
  rule->set_minimum_cell(static_cast<int32_t>(kMinimumCell));
  columns_.clear();
  column_of_code_.clear();
  responses_ = 0;
  not_finished_.clear();
  has_untold_.clear();
}

}  // namespace lotse::survey
