#include "services/reporting/document/check_document.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;
using v1alpha::Cell;
using v1alpha::Chart;
using v1alpha::Document;
using v1alpha::Row;
using v1alpha::Section;
using v1alpha::Share;
using v1alpha::Source;
using v1alpha::Table;

constexpr int kDeepestLevel = 4;

std::string At(const std::string& path, const char* field, int index) {
  return absl::StrCat(path, path.empty() ? "" : ".", field, "[", index, "]");
}

std::string In(const std::string& path, const char* field) {
  return absl::StrCat(path, path.empty() ? "" : ".", field);
}

bool IsId(absl::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

// Walks a document and collects what is wrong with it.
class Checker {
 public:
  std::vector<DocumentProblem> Run(const Document& document) {
    RequireText(document.language(), "language");
    if (!document.language().empty() && !ParseLanguage(document.language()).has_value()) {
      Add("language", "is neither `de` nor `en`");
    }
    RequireText(document.title(), "title");
    RequireUtf8(document.subtitle(), "subtitle");
    if (!IsFullDate(document.as_of_date())) Add("as_of_date", "is not a day that exists");
    if (document.sections().empty()) Add("sections", "must not be empty");
    for (int i = 0; i < document.sections_size(); ++i) {
      CheckSection(document.sections(i), 1, At("", "sections", i));
    }
    for (int i = 0; i < document.sources_size(); ++i) {
      CheckSource(document.sources(i), At("", "sources", i));
    }
    return std::move(problems_);
  }

 private:
  void Add(std::string path, std::string what) {
    problems_.push_back({std::move(path), std::move(what)});
  }

  void RequireUtf8(const std::string& text, std::string path) {
    if (!types::IsUtf8(text)) Add(std::move(path), "is not UTF-8");
  }

  void RequireText(const std::string& text, std::string path) {
    if (absl::StripAsciiWhitespace(text).empty()) {
      Add(std::move(path), "must not be empty");
    } else {
      RequireUtf8(text, std::move(path));
    }
  }

  void CheckId(const std::string& id, std::string path) {
    if (!IsId(id)) {
      Add(std::move(path), "is not of lower-case letters, digits and hyphens");
    } else if (!ids_.insert(id).second) {
      Add(std::move(path), absl::StrCat("is used twice: ", id));
    }
  }

  void CheckSection(const Section& section, int level, const std::string& path) {
    CheckId(section.section_id(), In(path, "section_id"));
    RequireText(section.title(), In(path, "title"));
    for (int i = 0; i < section.blocks_size(); ++i) {
      CheckBlock(section.blocks(i), section, At(path, "blocks", i));
    }
    for (int i = 0; i < section.sections_size(); ++i) {
      const std::string inner = At(path, "sections", i);
      // Reported once per branch and not followed further down: the depth of a
      // document comes from outside and recursion must have an end.
      if (level == kDeepestLevel) {
        Add(inner, absl::StrCat("is deeper than ", kDeepestLevel, " levels"));
      } else {
        CheckSection(section.sections(i), level + 1, inner);
      }
    }
  }

  void CheckBlock(const Block& block, const Section& section, const std::string& path) {
    switch (block.content_case()) {
      case Block::kParagraph:
        RequireText(block.paragraph().text(), In(path, "paragraph.text"));
        return;
      case Block::kTable:
        CheckTable(block.table(), In(path, "table"));
        return;
      case Block::kChart:
        CheckChart(block.chart(), section, In(path, "chart"));
        return;
      case Block::kList:
      case Block::kIndicator:
      case Block::kQuote:
        return;
      case Block::CONTENT_NOT_SET:
        Add(path, "has no content");
        return;
    }
  }

  void CheckTable(const Table& table, const std::string& path) {
    CheckId(table.table_id(), In(path, "table_id"));
    RequireText(table.caption(), In(path, "caption"));
    if (table.columns().empty()) Add(In(path, "columns"), "must not be empty");
    for (int i = 0; i < table.columns_size(); ++i) {
      RequireText(table.columns(i), At(path, "columns", i));
    }
    if (table.rows().empty()) Add(In(path, "rows"), "must not be empty");
    for (int i = 0; i < table.rows_size(); ++i) {
      CheckRow(table.rows(i), table.columns_size(), At(path, "rows", i));
    }
    for (int i = 0; i < table.notes_size(); ++i) {
      RequireText(table.notes(i), At(path, "notes", i));
    }
  }

  void CheckRow(const Row& row, int columns, const std::string& path) {
    if (row.cells_size() != columns) {
      Add(In(path, "cells"),
          absl::StrCat("has ", row.cells_size(), " cells for ", columns, " columns"));
    }
    for (int i = 0; i < row.cells_size(); ++i) {
      const std::string inner = At(path, "cells", i);
      CheckCell(row.cells(i), inner);
      if (i == 0 && row.cells(i).value_case() != Cell::VALUE_NOT_SET && !row.cells(i).has_text()) {
        Add(inner, "heads its row and must be text");
      }
    }
  }

  void CheckCell(const Cell& cell, const std::string& path) {
    switch (cell.value_case()) {
      case Cell::kText:
        RequireText(cell.text(), In(path, "text"));
        return;
      case Cell::kShare:
        CheckShare(cell.share(), In(path, "share"));
        return;
      case Cell::kInteger:
      case Cell::kProtected:
      case Cell::kNumber:
      case Cell::kDate:
      case Cell::kStatus:
      case Cell::kMissing:
        return;
      case Cell::VALUE_NOT_SET:
        Add(path, "has no value");
        return;
    }
  }

  void CheckShare(const Share& share, const std::string& path) {
    if (share.denominator() <= 0) {
      Add(In(path, "denominator"), "is not greater than 0");
      return;
    }
    if (share.numerator() < 0) {
      Add(In(path, "numerator"), "is negative");
      return;
    }
    const std::optional<int64_t> expected = RoundPerMille(share.numerator(), share.denominator());
    if (expected != share.per_mille()) {
      Add(In(path, "per_mille"), absl::StrCat("is ", share.per_mille(), ", not ", share.numerator(),
                                              " of ", share.denominator(), " rounded half up"));
    }
  }

  void CheckChart(const Chart& chart, const Section& section, const std::string& path) {
    CheckId(chart.chart_id(), In(path, "chart_id"));
    RequireText(chart.title(), In(path, "title"));
    RequireText(chart.alt_text(), In(path, "alt_text"));
    RequireText(chart.long_description(), In(path, "long_description"));
    const auto block =
        std::find_if(section.blocks().begin(), section.blocks().end(), [&](const Block& candidate) {
          return candidate.has_table() && !chart.table_id().empty() &&
                 candidate.table().table_id() == chart.table_id();
        });
    if (block == section.blocks().end()) {
      Add(In(path, "table_id"), "names no table of the same section");
      return;
    }
    for (int i = 0; i < chart.columns_size(); ++i) {
      CheckColumn(chart.columns(i), block->table(), At(path, "columns", i));
    }
  }

  void CheckColumn(int column, const Table& table, const std::string& path) {
    if (column < 1 || column >= table.columns_size()) {
      Add(path, absl::StrCat("is ", column, ", not 1 to ", table.columns_size() - 1));
    }
  }

  void CheckSource(const Source& source, const std::string& path) {
    RequireText(source.service(), In(path, "service"));
    RequireText(source.resource(), In(path, "resource"));
    switch (source.state()) {
      case Source::STATE_REACHED:
        RequireText(source.revision(), In(path, "revision"));
        return;
      case Source::STATE_UNREACHABLE:
        if (!source.revision().empty()) {
          Add(In(path, "revision"), "must be empty for a source that did not answer");
        }
        return;
      default:
        Add(In(path, "state"), "is not set");
        return;
    }
  }

  std::vector<DocumentProblem> problems_;
  std::set<std::string> ids_;
};

}  // namespace

std::vector<DocumentProblem> CheckDocument(const Document& document) {
  return Checker().Run(document);
}

}  // namespace lotse::reporting
