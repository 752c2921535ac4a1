#include "services/reporting/document/diff_documents.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Table;

// A heading, and the how manyth it is among those that are the same.
using Heading = std::pair<std::string, int>;
using Positions = absl::flat_hash_map<Heading, int>;

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

// A table whose cells are found by their headings.
class Grid {
 public:
  Grid(const Table& table, Language language) : table_(&table), language_(language) {
    for (const std::string& column : table.columns()) columns_.Add(column);
    for (const v1alpha::Row& row : table.rows()) {
      rows_.Add(row.cells().empty() ? "" : CellText(row.cells(0), language));
    }
  }

  const std::string& id() const { return table_->table_id(); }
  const Headings& rows() const { return rows_; }
  const Headings& columns() const { return columns_; }
  // What stands in a cell; empty if there is none.
  std::string TextAt(int row, int column) const {
    if (row < 0 || column < 0 || column >= table_->rows(row).cells_size()) return "";
    return CellText(table_->rows(row).cells(column), language_);
  }

 private:
  const Table* table_;
  Language language_;
  Headings rows_;
  Headings columns_;
};

// What surrounds the cells of a section's tables, as bytes that differ where it does.
std::string SurroundingsOf(const Section& section) {
  Section own = section;
  own.clear_sections();
  for (Block& block : *own.mutable_blocks()) {
    if (block.has_table()) {
      // Its cells are compared one by one, and the headings with them.
      Table& table = *block.mutable_table();
      table.clear_rows();
      table.clear_columns();
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

void TakeApart(const google::protobuf::RepeatedPtrField<Section>& sections, Language language,
               Parts* parts) {
  for (const Section& section : sections) {
    parts->section_of_id.emplace(section.section_id(), parts->sections.size());
    parts->sections.emplace_back(section.section_id(), SurroundingsOf(section));
    for (const Block& block : section.blocks()) {
      if (!block.has_table()) continue;
      parts->grid_of_id.emplace(block.table().table_id(), parts->grids.size());
      parts->grids.emplace_back(block.table(), language);
    }
    TakeApart(section.sections(), language, parts);
  }
}

Parts PartsOf(const Document& document) {
  Parts parts;
  const Language language = ParseLanguage(document.language()).value_or(Language::kGerman);
  TakeApart(document.sections(), language, &parts);
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
    for (size_t row = 0; row < rows.size(); ++row) {
      for (size_t column = 1; column < columns.size(); ++column) {
        const bool there = rows[row] >= 0 && columns[column] >= 0;
        if (missing_only && there) continue;
        std::string text = grid.TextAt(static_cast<int>(row), static_cast<int>(column));
        std::string before = there ? other->TextAt(rows[row], columns[column]) : "";
        if (text == before) continue;
        if (missing_only) std::swap(text, before);
        Add(grid.id(), grid.rows().all()[row].first, grid.columns().all()[column].first,
            std::move(before), std::move(text));
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

  void Add(const std::string& table, const std::string& row, const std::string& column,
           std::string before, std::string after) {
    if (diff_.cell_count++ >= max_cells_) return;
    v1alpha::ChangedCell& cell = diff_.cells.emplace_back();
    cell.set_table_id(table);
    cell.set_row(row);
    cell.set_column(column);
    cell.set_before(std::move(before));
    cell.set_after(std::move(after));
  }

  const int max_cells_;
  DocumentDiff diff_;
};

}  // namespace

DocumentDiff DiffDocuments(const Document& before, const Document& after, int max_cells) {
  const Parts earlier = PartsOf(before);
  const Parts later = PartsOf(after);
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
  return differences.Take();
}

}  // namespace lotse::reporting
