#include "cli/table_view.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::FrequencyRow;
using lotse::survey::v1alpha::FrequencyTable;
using lotse::survey::v1alpha::ResponseRate;
using lotse::survey::v1alpha::TabulateWaveResponse;

constexpr int kNarrowest = 40;
constexpr int kCountWidth = 9;  // "geschützt", "protected"
constexpr int kShareWidth = 7;  // "100,0 %"

// The words of a view in one language.
struct Words {
  const char* response_rate;
  const char* of;
  const char* rate_protected;
  const char* invited_unknown;
  const char* undetermined;
  const char* more_than_invited;
  const char* against;
  const char* no_answer;
  const char* not_reached;
  const char* is_protected;
  const char* base_all;
  const char* multiple;
  const char* together;
  const char* together_with_missing;
  const char* base_too_small;
  const char* free_text;
  const char* no_classes;
  const char* file;
  const char* condition;
  const char* rule_base;
  const char* rule_cell;
  const char* pilot;
};

constexpr Words kGerman = {
    "Rücklauf",
    "von",
    "geschützt (zu wenige Antworten)",
    "Zahl der Eingeladenen unbekannt",
    "nicht bestimmbar",
    "mehr Antwortbögen als Einladungen",
    "zu",
    "ohne Antwort",
    "vorher abgebrochen",
    "geschützt",
    "Anteile an allen Antwortenden; die Zahl ohne Antwort ist geschützt",
    "Mehrfachnennungen möglich",
    "geschützte Zeilen zusammen",
    "geschützte Zeilen und ohne Antwort zusammen",
    "Nicht gezeigt: zu wenige Personen haben geantwortet.",
    "Nicht gezeigt: freie Texte werden nicht ausgezählt.",
    "Nicht gezeigt: der Fragebogen nennt keine Klassen für diese Zahl.",
    "Nicht gezeigt: Dateien werden nicht ausgezählt.",
    "Nicht gezeigt: Die Frage hängt von früheren Antworten ab, und ihre Zahlen könnten etwas über "
    "wenige Personen verraten.",
    "Geschützt: weniger Antwortende als",
    "Anzahlen unter",
    "Pilot: Diese Zahlen zeigen, wie der Fragebogen wirkt, und sagen nichts über die "
    "Grundgesamtheit.",
};

constexpr Words kEnglish = {
    "Response rate",
    "of",
    "protected (too few answers)",
    "number of invited persons unknown",
    "cannot be determined",
    "more responses than invitations",
    "to",
    "no answer",
    "stopped before",
    "protected",
    "shares of all respondents; the number without an answer is protected",
    "several answers possible",
    "protected rows together",
    "protected rows and no answer together",
    "Not shown: too few persons answered.",
    "Not shown: free text is not tabulated.",
    "Not shown: the questionnaire declares no classes for this number.",
    "Not shown: files are not tabulated.",
    "Not shown: the question depends on earlier answers, and its figures could tell of few "
    "persons.",
    "Protected: fewer respondents than",
    "counts below",
    "Pilot: these figures show how the questionnaire works, and say nothing about the population.",
};

// Builds the view; holds what its parts share.
class Viewer {
 public:
  explicit Viewer(const TableViewOptions& options)
      : options_(options),
        words_(options.language == "en" ? kEnglish : kGerman),
        width_(std::max(options.width, kNarrowest)) {}

  std::string View(const TabulateWaveResponse& tables) {
    AddText(Wording(tables.instrument_title()), 0);
    AddLine(Printable(tables.wave().name()));
    if (tables.pilot()) AddText(words_.pilot, 0);
    AddResponseRate(tables.response_rate());
    if (tables.has_disclosure_rule()) {
      AddText(absl::StrCat(words_.rule_base, " ", tables.disclosure_rule().minimum_base(), "; ",
                           words_.rule_cell, " ", tables.disclosure_rule().minimum_cell(), "."),
              0);
    }
    for (const FrequencyTable& table : tables.tables()) AddTable(table);
    return text_;
  }

 private:
  std::string Wording(const lotse::type::v1alpha::Text& text) const {
    return Printable(PickWording(text, options_.language));
  }

  void AddLine(const std::string& line) { absl::StrAppend(&text_, line, "\n"); }

  // Running text, broken into lines and indented; nothing for an empty text.
  void AddText(const std::string& text, int indent) {
    if (text.empty()) return;
    for (const std::string& line : WrapText(text, width_ - indent)) {
      AddLine(std::string(indent, ' ') + line);
    }
  }

  void AddResponseRate(const ResponseRate& rate) {
    std::string line = absl::StrCat(words_.response_rate, ": ");
    if (!rate.has_responses()) {
      absl::StrAppend(&line, words_.rate_protected);
    } else if (!rate.has_invited()) {
      absl::StrAppend(&line, rate.responses(), " (", words_.invited_unknown, ")");
    } else if (rate.responses() > rate.invited()) {
      // More than one response per person, or a wrong number of invited ones: a
      // rate above 100 % would hide it.
      absl::StrAppend(&line, words_.undetermined, " (", words_.more_than_invited, ": ",
                      rate.responses(), " ", words_.against, " ", rate.invited(), ")");
    } else {
      absl::StrAppend(&line, rate.responses(), " ", words_.of, " ", rate.invited());
      if (rate.has_rate_per_mille()) {
        absl::StrAppend(&line, " (", FormatPerMille(rate.rate_per_mille(), options_.language), ")");
      }
    }
    AddText(line, 0);
  }

  void AddTable(const FrequencyTable& table) {
    const std::string section = Wording(table.section());
    if (section != section_ && !section.empty()) {
      AddLine("");
      AddText(absl::StrCat("== ", section, " =="), 0);
    }
    section_ = section;
    // The question of a matrix stands once, before its first item.
    const bool same_matrix = !table.matrix_code().empty() && table.matrix_code() == matrix_;
    matrix_ = table.matrix_code();
    AddLine("");
    if (!same_matrix) {
      const std::string& code = matrix_.empty() ? table.code() : matrix_;
      AddText(Printable(absl::StrCat(code, "  ", Wording(table.question()))), 0);
      if (!matrix_.empty()) AddLine("");
    }
    if (table.has_item()) {
      AddText(Printable(absl::StrCat(table.code(), "  ", Wording(table.item()))), 2);
    }
    AddFigures(table);
  }

  void AddFigures(const FrequencyTable& table) {
    switch (table.not_shown()) {
      case FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL:
        return AddText(words_.base_too_small, 2);
      case FrequencyTable::NOT_SHOWN_FREE_TEXT:
        return AddText(words_.free_text, 2);
      case FrequencyTable::NOT_SHOWN_NO_CLASSES:
        return AddText(words_.no_classes, 2);
      case FrequencyTable::NOT_SHOWN_FILE:
        return AddText(words_.file, 2);
      case FrequencyTable::NOT_SHOWN_CONDITION:
        return AddText(words_.condition, 2);
      default:
        break;
    }
    AddBase(table);
    int widest = 0;
    for (const FrequencyRow& row : table.rows()) {
      widest = std::max(widest, DisplayWidth(Wording(row.label())));
    }
    const int label_width = std::min(widest, width_ * 2 / 5);
    for (const FrequencyRow& row : table.rows()) AddRow(row, label_width);
    if (table.has_protected_count()) {
      const char* words = table.has_missing() ? words_.together : words_.together_with_missing;
      AddText(absl::StrCat(words, ": ", table.protected_count()), 2);
    }
  }

  void AddBase(const FrequencyTable& table) {
    std::string line = table.has_base() ? absl::StrCat("n = ", table.base())
                                        : absl::StrCat("n ", words_.is_protected);
    if (table.base_is_all()) {
      absl::StrAppend(&line, " (", words_.base_all, ")");
    } else if (table.has_missing()) {
      absl::StrAppend(&line, ", ", words_.no_answer, ": ", table.missing());
    } else {
      absl::StrAppend(&line, ", ", words_.no_answer, ": ", words_.is_protected);
    }
    if (table.not_reached() > 0) {
      absl::StrAppend(&line, "; ", words_.not_reached, ": ", table.not_reached());
    }
    if (table.multiple_choice()) absl::StrAppend(&line, "; ", words_.multiple);
    AddText(line, 2);
  }

  void AddRow(const FrequencyRow& row, int label_width) {
    const std::vector<std::string> label = WrapText(Wording(row.label()), std::max(label_width, 4));
    for (size_t i = 0; i + 1 < label.size(); ++i) AddLine(absl::StrCat("  ", label[i]));
    std::string line = absl::StrCat("  ", PadRight(label.back(), label_width), "  ");
    if (!row.has_count()) {
      absl::StrAppend(&line, words_.is_protected);
    } else {
      const std::string share =
          row.has_share_per_mille() ? FormatPerMille(row.share_per_mille(), options_.language) : "";
      const std::string count = absl::StrCat(row.count());
      absl::StrAppend(&line, std::string(std::max(0, kCountWidth - DisplayWidth(count)), ' '),
                      count, "  ", std::string(std::max(0, kShareWidth - DisplayWidth(share)), ' '),
                      share, "  ");
      const int room = width_ - DisplayWidth(line);
      absl::StrAppend(&line, Bar(row.share_per_mille(), room, options_.ascii));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    AddLine(line);
  }

  const TableViewOptions& options_;
  const Words& words_;
  const int width_;
  std::string text_;
  std::string section_;
  std::string matrix_;
};

}  // namespace

std::string ViewTables(const TabulateWaveResponse& tables, const TableViewOptions& options) {
  return Viewer(options).View(tables);
}

std::string Bar(int per_mille, int width, bool ascii) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int share = std::clamp(per_mille, 0, 1000);
  if (share == 0 || width <= 0) return "";
  const int steps = ascii ? 1 : 8;
  const int length = std::max(1, (share * width * steps + 500) / 1000);
  if (ascii) return std::string(length, '#');
  std::string bar;
  for (int i = 0; i < length / 8; ++i) bar += "█";
  return bar + kEighths[length % 8];
}

std::string FormatPerMille(int per_mille, const std::string& language) {
  const bool english = language == "en";
  return absl::StrCat(per_mille / 10, english ? "." : ",", per_mille % 10, english ? "%" : " %");
}

}  // namespace lotse::cli
