#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/schema.h"
#include "runtime/types/csv.h"

// The resources of one kind as a table: a column for each field, one row for each resource.
//
// A column is called by the path of its field: `title`, `definition.unit.variants`. A field
// that holds one message is no column itself, its fields are; texts, numbers, truth values,
// names of enum values, times (RFC 3339), days (2026-03-01) and decimals stand as they are.
// What is repeated, and a message within itself, is JSON. An empty cell is an empty value.
namespace lotse::engagement {

// A cell that a spreadsheet would take for a formula or a command (it begins with = + - @,
// their wide forms, a tab or an end of line, and is no number) gets an apostrophe before it,
// and so does one that begins with an apostrophe. ReadCell takes exactly that one away.
std::string SafeCell(absl::string_view text);
std::string ReadCell(absl::string_view cell);

class TableForm {
 public:
  enum class Role {
    kContent,  // What a caller sets.
    kName,
    kEtag,    // Of the revision that was decided upon.
    kServer,  // What only the server sets.
    kTime,    // The same, and of no interest: when it was created, changed, deleted.
  };
  struct Column {
    std::string path;
    std::vector<const google::protobuf::FieldDescriptor*> fields;  // From the resource on.
    Role role;
  };
  // The columns that a file has, in its order.
  using Layout = std::vector<const Column*>;
  using Cells = std::vector<types::CsvField>;

  // `kind` outlives it. What is computed and not stored is no column.
  explicit TableForm(const schema::Kind& kind);

  const std::vector<Column>& columns() const { return columns_; }

  // The header and a row, with their line ends.
  std::string Header() const;
  std::string Row(const google::protobuf::Message& resource) const;

  // The columns that a header names; violations of a column that does not exist or comes
  // twice, and of a header without `name`.
  absl::StatusOr<Layout> ReadHeader(const Cells& header) const;

  // The cell of `name`; empty if it is missing.
  std::string NameIn(const Layout& layout, const Cells& cells) const;
  std::string EtagIn(const Layout& layout, const Cells& cells) const;

  // Writes what is content over `resource`. A field whose cell says what it is already stays
  // as it is. Violations of cells that cannot be read, or that are too few or too many.
  rpc::FieldViolations Apply(const Layout& layout, const Cells& cells,
                             google::protobuf::Message* resource) const;

  // Violations of cells that say something else than what only the server sets in `stored`.
  rpc::FieldViolations CheckServerSet(const Layout& layout, const Cells& cells,
                                      const google::protobuf::Message& stored) const;

 private:
  void AddColumns(const schema::MessageRule& rule,
                  const std::vector<const google::protobuf::FieldDescriptor*>& above,
                  bool server_sets);

  const schema::Kind& kind_;
  std::vector<Column> columns_;
};

}  // namespace lotse::engagement
