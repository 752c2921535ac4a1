#include "cli/cell_kinds.h"

#include "cli/engagement/words.h"

namespace lotse::cli {

using survey::v1alpha::Question;

std::optional<ColumnPlan::Kind> KindOf(Question::Kind kind) {
  using Kind = ColumnPlan::Kind;
  switch (kind) {
    case Question::KIND_INTEGER:
      return Kind::kInteger;
    case Question::KIND_DECIMAL:
      return Kind::kDecimal;
    case Question::KIND_TEXT:
      return Kind::kText;
    case Question::KIND_DATE:
      return Kind::kDate;
    case Question::KIND_TIME:
      return Kind::kTime;
    case Question::KIND_DATE_TIME:
      return Kind::kDateTime;
    case Question::KIND_ACKNOWLEDGEMENT:
      return Kind::kAcknowledged;
    case Question::KIND_HIDDEN:
    case Question::KIND_METADATA:
      return Kind::kContent;
    case Question::KIND_REPEAT:
      return Kind::kCount;
    default:
      return std::nullopt;
  }
}

absl::string_view NoCellFor(Question::Kind kind, absl::string_view language) {
  switch (kind) {
    case Question::KIND_FILE:
      return Either(
          language,
          "fragt nach einer Datei, und keine Zelle einer Tabelle enthält eine; die Spalte "
          "auslassen (ignore) und solche Antworten mit SubmitResponse abgeben",
          "takes a file, and no cell of a table holds one; ignore the column, and hand "
          "such responses in with SubmitResponse");
    case Question::KIND_GROUP:
      return Either(language, "ist eine Gruppe; eine ihrer Fragen nennen",
                    "is a group; name one of its questions");
    case Question::KIND_NOTE:
      return Either(language,
                    "ist ein Text, den niemand beantwortet; die Spalte auslassen (ignore)",
                    "is a text that nobody answers; ignore the column");
    case Question::KIND_CALCULATION:
      return Either(language, "wird vom Dienst berechnet; die Spalte auslassen (ignore)",
                    "is computed by the service; ignore the column");
    default:
      return Either(language, "ist von einer Art, die dieses Programm nicht kennt",
                    "is of a kind that this program does not know");
  }
}

}  // namespace lotse::cli
