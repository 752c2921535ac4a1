// SPSS system files, written by ReadStat.
#include <readstat.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/csv_text.h"
#include "runtime/types/shorten.h"
#include "services/survey/exchange/export/response_file.h"
#include "services/survey/exchange/export/sav_dictionary.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;
using Measure = ExportColumn::Measure;

// What the format allows. Source: PSPP Developers' Guide, "System File Format".
constexpr std::size_t kMaxLabelBytes = 255;
constexpr std::size_t kMaxValueLabelBytes = 120;
constexpr std::size_t kMaxTitleBytes = 64;
// One byte more would fit; ReadStat, and what reads by it (haven, pyreadstat), loses the last one.
constexpr std::size_t kMaxTextBytes = 32'766;

// How numbers are shown: with how many digits, the sign among them.
constexpr char kNumberFormat[] = "F8.0";
constexpr char kLongNumberFormat[] = "F17.0";
constexpr char kDecimalFormat[] = "F24.6";
constexpr std::int64_t kMaxShortNumber = 9'999'999;

// What of a text fits into so many bytes, with `...` behind it if that is not all.
std::string Fit(absl::string_view text, std::size_t max) {
  constexpr std::size_t kDots = 3;
  if (text.size() <= max) return std::string(text);
  return max <= kDots ? "" : types::Shorten(text, max - kDots);
}

// One line of at most so many bytes.
std::string Line(absl::string_view text, std::size_t max) {
  return Fit(absl::StrReplaceAll(types::WithoutNul(text),
                                 {{"\r\n", " "}, {"\n", " "}, {"\r", " "}, {"\t", " "}}),
             max);
}

absl::Status StatusOf(readstat_error_t error) {
  if (error == READSTAT_OK) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("a .sav: ", readstat_error_message(error)));
}

readstat_measure_t MeasureOf(Measure measure) {
  switch (measure) {
    case Measure::kNominal:
      return READSTAT_MEASURE_NOMINAL;
    case Measure::kOrdinal:
      return READSTAT_MEASURE_ORDINAL;
    default:
      return READSTAT_MEASURE_SCALE;
  }
}

const char* FormatOf(const ExportColumn& column) {
  if (column.kind == Kind::kDecimal) return kDecimalFormat;
  std::int64_t largest = -column.missing[0];
  for (const ColumnValue& value : column.values) largest = std::max(largest, std::abs(value.value));
  const bool is_short = column.kind != Kind::kInteger && largest <= kMaxShortNumber;
  return is_short ? kNumberFormat : kLongNumberFormat;
}

std::size_t WidthOf(const ExportColumn& column) {
  return std::min(std::max<std::size_t>(column.maximum_bytes, 1), kMaxTextBytes);
}

class SavFile final : public ResponseFile {
 public:
  explicit SavFile(const FileContent& content)
      : content_(content), writer_(readstat_writer_init(), &readstat_writer_free) {
    readstat_set_data_writer(writer_.get(), &Take);
    readstat_writer_set_file_label(writer_.get(), Line(content.title, kMaxTitleBytes).c_str());
    // The format has to have a date. It is made by localtime(), which has one result for all
    // threads: this one is the same for all, so it does not matter whose it is.
    readstat_writer_set_file_timestamp(writer_.get(), 0);
    for (const ExportColumn& column : content.columns) AddVariable(column);
    readstat_writer_set_compression(writer_.get(), READSTAT_COMPRESS_ROWS);
    begun_ = StatusOf(readstat_begin_writing_sav(writer_.get(), &written_, content.rows));
  }

  absl::Status Add(absl::Span<const Cell> row, std::string* out) override {
    if (!begun_.ok()) return begun_;
    if (absl::Status s = BeginRow(); !s.ok()) return s;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (absl::Status s = Insert(i, row[i]); !s.ok()) return s;
    }
    if (absl::Status s = StatusOf(readstat_end_row(writer_.get())); !s.ok()) return s;
    return HandOver(out);
  }

  absl::Status BeginRepeat(std::size_t, std::string*) override {
    return absl::InternalError("a .sav has one table");
  }

  absl::Status Finish(std::string* out) override {
    if (!begun_.ok()) return begun_;
    if (absl::Status s = StatusOf(readstat_end_writing(writer_.get())); !s.ok()) return s;
    return HandOver(out);
  }

 private:
  static ssize_t Take(const void* data, std::size_t bytes, void* context) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data), bytes);
    return static_cast<ssize_t>(bytes);
  }

  absl::Status HandOver(std::string* out) {
    out->append(written_);
    written_.clear();
    return absl::OkStatus();
  }

  void AddVariable(const ExportColumn& column) {
    const bool is_text = column.kind == Kind::kText;
    readstat_variable_t* const variable = readstat_add_variable(
        writer_.get(), column.name.c_str(), is_text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
        is_text ? WidthOf(column) : 0);
    variables_.push_back(variable);
    readstat_variable_set_label(variable, Line(column.label, kMaxLabelBytes).c_str());
    readstat_variable_set_measure(variable, MeasureOf(column.measure));
    if (is_text) return;
    readstat_variable_set_format(variable, FormatOf(column));
    for (const std::int64_t code : column.missing) {
      readstat_variable_add_missing_double_value(variable, static_cast<double>(code));
    }
    readstat_variable_set_label_set(variable, LabelsOf(column));
  }

  // Columns with the same labels share them.
  readstat_label_set_t* LabelsOf(const ExportColumn& column) {
    std::vector<std::pair<std::int64_t, std::string>> labels;
    for (const ColumnValue& value : column.values) {
      labels.emplace_back(value.value, Line(value.label, kMaxValueLabelBytes));
    }
    for (const Missing missing : kMissing) {
      labels.emplace_back(column.missing[static_cast<std::size_t>(missing)],
                          LabelOf(missing, content_.language));
    }
    readstat_label_set_t*& set = label_sets_[labels];
    if (set != nullptr) return set;
    const std::string name = absl::StrCat("labels", label_sets_.size());
    set = readstat_add_label_set(writer_.get(), READSTAT_TYPE_DOUBLE, name.c_str());
    for (const auto& [value, label] : labels) {
      readstat_label_double_value(set, static_cast<double>(value), label.c_str());
    }
    return set;
  }

  // The first one writes the dictionary.
  absl::Status BeginRow() {
    const absl::Status begun = StatusOf(readstat_begin_row(writer_.get()));
    if (has_dictionary_ || !begun.ok()) return begun;
    has_dictionary_ = true;
    std::vector<MultipleResponseSet> sets = content_.sets;
    for (MultipleResponseSet& set : sets) set.label = Line(set.label, kMaxLabelBytes);
    std::vector<SavVariable> variables;
    for (const ExportColumn& column : content_.columns) {
      variables.push_back({column.name, column.kind == Kind::kText ? WidthOf(column) : 0});
    }
    return MendDictionary(variables, sets, &written_);
  }

  absl::Status Insert(std::size_t column, const Cell& cell) {
    if (content_.columns[column].kind != Kind::kText) {
      return StatusOf(readstat_insert_double_value(writer_.get(), variables_[column],
                                                   cell.decimal.value_or(cell.number)));
    }
    const std::string text = Fit(types::WithoutNul(cell.text), WidthOf(content_.columns[column]));
    return StatusOf(readstat_insert_string_value(writer_.get(), variables_[column], text.c_str()));
  }

  const FileContent& content_;
  const std::unique_ptr<readstat_writer_t, decltype(&readstat_writer_free)> writer_;
  std::vector<readstat_variable_t*> variables_;
  std::map<std::vector<std::pair<std::int64_t, std::string>>, readstat_label_set_t*> label_sets_;
  absl::Status begun_;
  bool has_dictionary_ = false;
  std::string written_;
};

}  // namespace

std::unique_ptr<ResponseFile> NewSavFile(const FileContent& content) {
  return std::make_unique<SavFile>(content);
}

}  // namespace lotse::survey
