#include "services/reporting/document/diff_documents.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/missing_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;
using v1alpha::ChangedText;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Table;

Language LanguageOf(const Document& document) {
  return ParseLanguage(document.language()).value_or(Language::kGerman);
}

// A heading, and the how manyth it is among those that are the same.
using Heading = std::pair<std::string, int>;
using Positions = absl::flat_hash_map<Heading, int>;
using Sections = google::protobuf::RepeatedPtrField<Section>;
using Ids = absl::flat_hash_set<std::string>;

// The headings of rows or columns, in order.
class Headings {
 public:
  void Add(std::string text) {
    const int number = counts_[text]++;
    positions_.emplace(Heading(text, number), static_cast<int>(all_.size()));
    all_.emplace_back(std::move(text), number);
  }
  // Where the heading stands; -1 if nowhere.
  int Find(const Heading& heading) const {
    const auto it = positions_.find(heading);
    return it == positions_.end() ? -1 : it->second;
  }
  const std::vector<Heading>& all() const { return all_; }

 private:
  absl::flat_hash_map<std::string, int> counts_;
  Positions positions_;
  std::vector<Heading> all_;
};

// A table whose cells are found by what its rows show and the headings of its columns.
class Grid {
 public:
  Grid(const Table& table, Language language) : table_(&table), language_(language) {
    for (const std::string& column : table.columns()) columns_.Add(column);
    absl::flat_hash_map<std::string, int> shown;
    for (const v1alpha::Row& row : table.rows()) ++shown[row.resource()];
    for (int i = 0; i < table.rows_size(); ++i) {
      const std::string& resource = table.rows(i).resource();
      by_resource_.push_back(!resource.empty() && shown[resource] == 1);
      // No heading begins as a resource here.
      rows_.Add(by_resource_[i] ? absl::StrCat("\n", resource) : TextAt(i, 0));
    }
  }

  const std::string& id() const { return table_->table_id(); }
  const Headings& rows() const { return rows_; }
  const Headings& columns() const { return columns_; }
  bool IsOfResource(int row) const { return by_resource_[row]; }
  // Whether what heads a row is a value as its other cells are.
  bool IsHeadedByContent(int row) const {
    return IsOfResource(row) || table_->headings_are_content();
  }
  // The first column in which a row has cells: with its heading if it is not known by that.
  int FirstColumn(int row) const { return IsOfResource(row) ? 0 : 1; }
  // What stands in a cell; empty if there is none.
  std::string TextAt(int row, int column) const {
    const v1alpha::Cell* cell = CellAt(row, column);
    if (cell == nullptr) return "";
    return cell->has_missing() ? MissingWordsOf(cell->missing().reason(), language_).word
                               : CellText(*cell, language_);
  }
  // Whether a cell is there and neither protected nor without a value.
  bool HasValue(int row, int column) const {
    const v1alpha::Cell* cell = CellAt(row, column);
    return cell != nullptr && !cell->has_protected_() && !cell->has_missing();
  }

 private:
  const v1alpha::Cell* CellAt(int row, int column) const {
    if (row < 0 || column < 0 || column >= table_->rows(row).cells_size()) return nullptr;
    return &table_->rows(row).cells(column);
  }

  const Table* table_;
  Language language_;
  std::vector<bool> by_resource_;
  Headings rows_;
  Headings columns_;
};

// What surrounds the cells of a section's tables, as bytes that differ where it does.
std::string SurroundingsOf(const Section& section) {
  Section own = section;
  own.clear_sections();
  for (Block& block : *own.mutable_blocks()) {
    if (block.has_table()) {
      // Its cells are compared one by one, and the headings of their columns with them.
      Table& table = *block.mutable_table();
      table.clear_rows();
      if (table.columns_size() > 1) {
        table.mutable_columns()->DeleteSubrange(1, table.columns_size() - 1);
      }
      table.clear_sources();
    } else if (block.has_indicator()) {
      // A new revision alone is nothing that people read.
      block.mutable_indicator()->clear_revision();
    } else if (block.has_quote()) {
      block.mutable_quote()->clear_release();
    }
  }
  return own.SerializeAsString();
}

// A document taken apart, in its order.
struct Parts {
  std::vector<Grid> grids;
  absl::flat_hash_map<std::string, size_t> grid_of_id;
  std::vector<std::pair<std::string, std::string>> sections;  // Id and surroundings.
  absl::flat_hash_map<std::string, size_t> section_of_id;

  const Grid* FindGrid(const std::string& id) const {
    const auto it = grid_of_id.find(id);
    return it == grid_of_id.end() ? nullptr : &grids[it->second];
  }
  const std::string* FindSection(const std::string& id) const {
    const auto it = section_of_id.find(id);
    return it == section_of_id.end() ? nullptr : &sections[it->second].second;
  }
};

// What people read outside the sections, in the order of the parts; empty where there is nothing.
std::vector<std::pair<ChangedText::Part, std::string>> FrontOf(const Document& document) {
  const Language language = LanguageOf(document);
  const v1alpha::Imprint& imprint = document.imprint();
  return {{ChangedText::PART_TITLE, document.title()},
          {ChangedText::PART_SUBTITLE, document.subtitle()},
          {ChangedText::PART_START_DATE, FormatDate(language, document.start_date())},
          {ChangedText::PART_END_DATE, FormatDate(language, document.end_date())},
          {ChangedText::PART_PUBLISHER, imprint.publisher()},
          {ChangedText::PART_CONTACT, imprint.contact()},
          {ChangedText::PART_BARRIER_CONTACT, imprint.barrier_contact()},
          {ChangedText::PART_FUNDER_STATEMENTS, absl::StrJoin(imprint.funder_statements(), "\n")}};
}

std::vector<ChangedText> DiffFronts(const Document& before, const Document& after) {
  std::vector<ChangedText> changed;
  const auto was = FrontOf(before);
  const auto is = FrontOf(after);
  for (size_t i = 0; i < is.size(); ++i) {
    if (was[i].second == is[i].second) continue;
    ChangedText& text = changed.emplace_back();
    text.set_part(is[i].first);
    text.set_before(was[i].second);
    text.set_after(is[i].second);
  }
  return changed;
}

void CollectAboutVersion(const Sections& sections, Ids* ids) {
  for (const Section& section : sections) {
    if (section.about_version()) ids->insert(section.section_id());
    CollectAboutVersion(section.sections(), ids);
  }
}

// Without the sections in `left_out`, but with those below them.
void TakeApart(const Sections& sections, Language language, const Ids& left_out, Parts* parts) {
  for (const Section& section : sections) {
    if (!left_out.contains(section.section_id())) {
      parts->section_of_id.emplace(section.section_id(), parts->sections.size());
      parts->sections.emplace_back(section.section_id(), SurroundingsOf(section));
      for (const Block& block : section.blocks()) {
        if (!block.has_table()) continue;
        parts->grid_of_id.emplace(block.table().table_id(), parts->grids.size());
        parts->grids.emplace_back(block.table(), language);
      }
    }
    TakeApart(section.sections(), language, left_out, parts);
  }
}

Parts PartsOf(const Document& document, const Ids& left_out) {
  Parts parts;
  TakeApart(document.sections(), LanguageOf(document), left_out, &parts);
  return parts;
}

// Collects what differs.
class Differences {
 public:
  explicit Differences(int max_cells) : max_cells_(max_cells) {}

  // The cells of `grid` against those of `other`, null if that document has no such table.
  // `grid` is of the later document, or, with `missing_only`, of the earlier one: then only cells
  // count that `other` does not have.
  void Compare(const Grid& grid, const Grid* other, bool missing_only) {
    const std::vector<int> columns = Find(grid.columns(), other, &Grid::columns);
    const std::vector<int> rows = Find(grid.rows(), other, &Grid::rows);
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
      // Of a row that only one of both has the heading tells which it is.
      const int first = rows[row] >= 0 ? grid.FirstColumn(row) : 1;
      for (int column = first; column < static_cast<int>(columns.size()); ++column) {
        // The first columns are one, whatever they are called.
        const int place = column == 0 ? 0 : columns[column];
        const bool there = rows[row] >= 0 && place >= 0;
        if (missing_only && there) continue;
        std::string text = grid.TextAt(row, column);
        std::string before = there ? other->TextAt(rows[row], place) : "";
        if (text == before) continue;
        if (missing_only) std::swap(text, before);
        CellDifference* cell = Add();
        if (cell == nullptr) continue;
        cell->without_value = missing_only || !grid.HasValue(row, column);
        cell->of_gone_row = missing_only && rows[row] < 0 && grid.IsHeadedByContent(row);
        cell->cell.set_table_id(grid.id());
        cell->cell.set_row(grid.TextAt(row, 0));
        cell->cell.set_column(grid.columns().all()[column].first);
        cell->cell.set_before(std::move(before));
        cell->cell.set_after(std::move(text));
      }
    }
  }
  void AddSection(const std::string& id) { diff_.changed_sections.push_back(id); }

  DocumentDiff Take() { return std::move(diff_); }

 private:
  static std::vector<int> Find(const Headings& headings, const Grid* other,
                               const Headings& (Grid::*of)() const) {
    std::vector<int> found;
    found.reserve(headings.all().size());
    for (const Heading& heading : headings.all()) {
      found.push_back(other == nullptr ? -1 : (other->*of)().Find(heading));
    }
    return found;
  }

  // Counts a cell; null if there are too many to list it.
  CellDifference* Add() {
    if (diff_.cell_count++ >= max_cells_) return nullptr;
    return &diff_.cells.emplace_back();
  }

  const int max_cells_;
  DocumentDiff diff_;
};

}  // namespace

DocumentDiff DiffDocuments(const Document& before, const Document& after, int max_cells) {
  Ids left_out;
  CollectAboutVersion(before.sections(), &left_out);
  CollectAboutVersion(after.sections(), &left_out);
  const Parts earlier = PartsOf(before, left_out);
  const Parts later = PartsOf(after, left_out);
  Differences differences(max_cells);
  for (const Grid& grid : later.grids) {
    differences.Compare(grid, earlier.FindGrid(grid.id()), /*missing_only=*/false);
  }
  for (const Grid& grid : earlier.grids) {
    differences.Compare(grid, later.FindGrid(grid.id()), /*missing_only=*/true);
  }
  for (const auto& [id, surroundings] : later.sections) {
    const std::string* was = earlier.FindSection(id);
    if (was == nullptr || *was != surroundings) differences.AddSection(id);
  }
  for (const auto& [id, surroundings] : earlier.sections) {
    if (later.FindSection(id) == nullptr) differences.AddSection(id);
  }
  DocumentDiff diff = differences.Take();
  diff.changed_texts = DiffFronts(before, after);
  return diff;
}

}  // namespace lotse::reporting
