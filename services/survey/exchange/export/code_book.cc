#include "services/survey/exchange/export/code_book.h"

#include <initializer_list>
#include <string>

#include "runtime/types/csv_text.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;
using Measure = ExportColumn::Measure;

absl::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::kChoice:
      return "choice";
    case Kind::kTicked:
      return "multiple_choice";
    case Kind::kInteger:
      return "integer";
    case Kind::kAnswered:
      return "answered";
    default:
      return "text";
  }
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
           "missing"});
    csv_.EndRecord(&text_);
  }

  void Add(const ExportColumn& column, absl::string_view language) {
    if (column.kind == Kind::kText) {
      Head(column);
      Texts({"", "", "", ""});
      return csv_.EndRecord(&text_);
    }
    for (const ColumnValue& value : column.values) {
      Head(column);
      csv_.AddNumber(value.value, &text_);
      Texts({value.code, value.label, ""});
      csv_.EndRecord(&text_);
    }
    for (const Missing missing : kMissing) {
      Head(column);
      csv_.AddNumber(column.missing[static_cast<std::size_t>(missing)], &text_);
      Texts({"", LabelOf(missing, language), NameOf(missing)});
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
    Texts({column.name, column.code, column.option_code, column.label, NameOf(column.kind),
           NameOf(column.measure)});
  }

  types::CsvText csv_;
  std::string text_;
};

}  // namespace

void WriteCodeBook(const FileContent& content, char separator,
                   absl::FunctionRef<void(absl::string_view text)> take) {
  Book book(separator);
  for (const ExportColumn& column : content.columns) {
    book.Add(column, content.language);
    take(book.text());
    book.Clear();
  }
}

}  // namespace lotse::survey
