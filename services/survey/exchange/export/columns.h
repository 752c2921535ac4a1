#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/compiled_instrument.h"

// The columns of a file of single responses. They follow from the questionnaire alone, never
// from the answers: what nobody said has its value and its label too.
namespace lotse::survey {

// Why there is no answer. They are kept apart in every file.
enum class Missing { kNoAnswer = 0, kNotAsked = 1, kNotReached = 2 };
inline constexpr Missing kMissing[] = {Missing::kNoAnswer, Missing::kNotAsked,
                                       Missing::kNotReached};

// The numbers that stand for them, by Missing.
using MissingCodes = std::array<std::int64_t, 3>;

// One thing that a column can say.
struct ColumnValue {
  std::int64_t value = 0;
  // The option in the questionnaire; empty where it is none.
  std::string code;
  std::string label;
};

// One column.
struct ExportColumn {
  enum class Kind {
    kChoice,    // Number of the chosen option.
    kTicked,    // 1: the option of a multiple choice was ticked, 0: it was not.
    kRank,      // Place of an option of a ranking, from 1; 0: it got none.
    kInteger,   // The number.
    kDecimal,   // The number.
    kAnswered,  // 1: there is a text, a file, or something else that is no number.
    kText,      // The text, or what has the form of one; empty if there is none.
    kCount,     // How many instances of a repeat there are.
    kKey,       // Number of the response, or of an instance.
  };
  enum class Measure { kNominal, kOrdinal, kScale };

  std::string name;  // See ColumnNames.
  Kind kind = Kind::kChoice;
  Measure measure = Measure::kNominal;
  // What is asked; of kCount and kKey a REPEAT, of the number of the response nothing.
  v1alpha::Question::Kind asked = v1alpha::Question::KIND_UNSPECIFIED;
  // Position of the variable in CompiledInstrument, and of the option of kTicked and kRank in it.
  // Of kKey: 0 for the response, and from 1 on the repeats from the outermost.
  std::size_t variable = 0;
  std::size_t option = 0;
  // What it is in the questionnaire: code of the question or item, and of the option.
  std::string code;
  std::string option_code;
  // What was asked, and of an item or option what it says.
  std::string label;
  // Of kChoice by the position of the option. Empty for kInteger and kText.
  std::vector<ColumnValue> values;
  // Not used by kText, of which the column kAnswered has them, and by kKey.
  MissingCodes missing = {};
  // Longest text in bytes where a format has to know it.
  std::size_t maximum_bytes = 0;
};

// What the columns of a file are to be.
struct ColumnChoice {
  // Questions and items whose answers were erased of all: they have no column.
  absl::Span<const std::string> erased = {};
  // Whether there are columns with texts; else only whether there is one.
  bool texts = false;
  // Language of the labels, `de` or `en`; where a text lacks it, that of its first variant.
  absl::string_view language = "de";
  // Whether repeats have tables of their own. Then rows have numbers.
  bool repeats = false;
};

// The columns for a questionnaire, in its order: one for a choice, an item and a number, one for
// each option of a multiple choice and of a ranking, one for a text, a file, a day, a time or what
// was computed that says whether there is one, and behind it, if wanted, what it is: all this may
// tell who somebody is. Then one for each repeat that is in no other, with the number of its
// instances. Of METADATA there is none: when and with what somebody answered is in no file.
//
// A choice has the codes of its options for values if all of them are whole numbers of at most
// nine digits, else the positions of the options from 1. Missing codes are -9 (no answer), -8
// (not asked) and -7 (not reached), or -99, -98, -97 and so on if one of these is an option or
// within the range of the number; where a number has no lower limit, they lie below all numbers
// that can be answered (instrument.proto). A decimal that is one of these is written as the next
// one nearer to 0.
std::vector<ExportColumn> ColumnsOf(const v1alpha::Instrument& instrument,
                                    const ColumnChoice& choice);

// What is in a repeat: a row for each instance.
struct RepeatTable {
  // Code of the repeat, and name of its table: `repeat_` and the code.
  std::string code;
  std::string name;
  // The number of the response, of the instance in each repeat around, and of the instance; then
  // what is asked in it, and how many instances of repeats within there are.
  std::vector<ExportColumn> columns;
};
std::vector<RepeatTable> RepeatTablesOf(const v1alpha::Instrument& instrument,
                                        const ColumnChoice& choice);

// Columns that belong together: those of the options of one multiple choice.
struct MultipleResponseSet {
  std::string name;  // As of a column, different from those of all columns.
  std::string label;
  std::vector<std::size_t> columns;
};
std::vector<MultipleResponseSet> SetsOf(const v1alpha::Instrument& instrument,
                                        absl::string_view language,
                                        absl::Span<const ExportColumn> columns);

// What the reasons for a missing answer are called.
absl::string_view LabelOf(Missing missing, absl::string_view language);

// A text in a language, else its first variant.
std::string InLanguage(const type::v1alpha::Text& text, absl::string_view language);

}  // namespace lotse::survey
