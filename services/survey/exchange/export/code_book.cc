#include "services/survey/exchange/export/code_book.h"

#include <initializer_list>
#include <string>

#include "runtime/types/csv_text.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;
using Measure = ExportColumn::Measure;

// What the form of a text is.
absl::string_view NameOf(v1alpha::Question::Kind asked) {
  switch (asked) {
    case v1alpha::Question::KIND_DATE:
      return "date";
    case v1alpha::Question::KIND_TIME:
      return "time";
    case v1alpha::Question::KIND_DATE_TIME:
      return "date_time";
    case v1alpha::Question::KIND_CALCULATION:
      return "calculation";
    case v1alpha::Question::KIND_HIDDEN:
      return "hidden";
    default:
      return "text";
  }
}

absl::string_view TypeOf(const ExportColumn& column) {
  switch (column.kind) {
    case Kind::kChoice:
      return "choice";
    case Kind::kTicked:
      return "multiple_choice";
    case Kind::kRank:
      return "ranking";
    case Kind::kInteger:
      return "integer";
    case Kind::kDecimal:
      return "decimal";
    case Kind::kAnswered:
      return "answered";
    case Kind::kCount:
      return "count";
    case Kind::kKey:
      return "key";
    case Kind::kText:
      break;
  }
  return NameOf(column.asked);
}

absl::string_view NameOf(Measure measure) {
  switch (measure) {
    case Measure::kNominal:
      return "nominal";
    case Measure::kOrdinal:
      return "ordinal";
    default:
      return "scale";
  }
}

absl::string_view NameOf(Missing missing) {
  switch (missing) {
    case Missing::kNoAnswer:
      return "no_answer";
    case Missing::kNotAsked:
      return "not_asked";
    default:
      return "not_reached";
  }
}

class Book {
 public:
  explicit Book(char separator) : csv_(separator) {
    Texts({"variable", "question", "option", "text", "type", "measure", "value", "code", "label",
           "missing", "table"});
    csv_.EndRecord(&text_);
  }

  void Add(absl::string_view table, const ExportColumn& column, absl::string_view language) {
    if (column.kind == Kind::kText || column.kind == Kind::kKey) {
      Head(column);
      Texts({"", "", "", "", table});
      return csv_.EndRecord(&text_);
    }
    for (const ColumnValue& value : column.values) {
      Head(column);
      csv_.AddNumber(value.value, &text_);
      Texts({value.code, value.label, "", table});
      csv_.EndRecord(&text_);
    }
    for (const Missing missing : kMissing) {
      Head(column);
      csv_.AddNumber(column.missing[static_cast<std::size_t>(missing)], &text_);
      Texts({"", LabelOf(missing, language), NameOf(missing), table});
      csv_.EndRecord(&text_);
    }
  }

  // What was added since the last time.
  const std::string& text() const { return text_; }
  void Clear() { text_.clear(); }

 private:
  void Texts(std::initializer_list<absl::string_view> texts) {
    for (const absl::string_view text : texts) csv_.AddText(text, &text_);
  }
  void Head(const ExportColumn& column) {
    Texts({column.name, column.code, column.option_code, column.label, TypeOf(column),
           NameOf(column.measure)});
  }

  types::CsvText csv_;
  std::string text_;
};

}  // namespace

void WriteCodeBook(const FileContent& content, char separator,
                   absl::FunctionRef<void(absl::string_view text)> take) {
  Book book(separator);
  const auto add = [&](absl::string_view table, const ExportColumn& column) {
    book.Add(table, column, content.language);
    take(book.text());
    book.Clear();
  };
  for (const ExportColumn& column : content.columns) add("responses", column);
  for (const RepeatTable& table : content.repeats) {
    for (const ExportColumn& column : table.columns) add(table.name, column);
  }
}

}  // namespace lotse::survey
