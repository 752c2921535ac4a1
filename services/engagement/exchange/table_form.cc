#include "services/engagement/exchange/table_form.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/violation.h"
#include "services/engagement/exchange/table_cells.h"

namespace lotse::engagement {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

// `-12.5`; a spreadsheet takes it for the number that it is.
bool IsNumber(absl::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  bool digits = false;
  bool point = false;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      digits = true;
    } else if (c == '.' && digits && !point) {
      point = true;
    } else {
      return false;
    }
  }
  return digits;
}

bool StartsDangerously(absl::string_view text) {
  if (absl::string_view("=+-@\t\r\n").find(text.front()) != absl::string_view::npos) return true;
  return absl::c_any_of(std::initializer_list<absl::string_view>{"＝", "＋", "－", "＠"},
                        [&](absl::string_view sign) { return absl::StartsWith(text, sign); });
}

std::string PathOf(const std::vector<const FieldDescriptor*>& fields) {
  std::string path;
  for (const FieldDescriptor* field : fields) {
    absl::StrAppend(&path, path.empty() ? "" : ".", field->name());
  }
  return path;
}

// The message that holds the last field, null if it is not set.
const Message* HolderIn(const Message& resource,
                        const std::vector<const FieldDescriptor*>& fields) {
  const Message* holder = &resource;
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    const auto* reflection = holder->GetReflection();
    if (!reflection->HasField(*holder, fields[i])) return nullptr;
    holder = &reflection->GetMessage(*holder, fields[i]);
  }
  return holder;
}

std::string CellIn(const Message& resource, const TableForm::Column& column) {
  const Message* holder = HolderIn(resource, column.fields);
  return holder == nullptr ? "" : CellOf(*holder, *column.fields.back());
}

// Sets a field, with the messages that lead to it; clears those that are empty by then.
bool SetIn(const std::string& text, const std::vector<const FieldDescriptor*>& fields, size_t at,
           Message* holder) {
  const FieldDescriptor* field = fields[at];
  if (at + 1 == fields.size()) return SetCell(text, *field, holder);
  const auto* reflection = holder->GetReflection();
  Message* inner = reflection->MutableMessage(holder, field);
  const bool right = SetIn(text, fields, at + 1, inner);
  if (inner->ByteSizeLong() == 0) reflection->ClearField(holder, field);
  return right;
}

}  // namespace

std::string SafeCell(absl::string_view text) {
  const bool escaped =
      !text.empty() && (text.front() == '\'' || (StartsDangerously(text) && !IsNumber(text)));
  return absl::StrCat(escaped ? "'" : "", text);
}

std::string ReadCell(absl::string_view cell) {
  if (!cell.empty() && cell.front() == '\'') cell.remove_prefix(1);
  return std::string(cell);
}

TableForm::TableForm(const schema::Kind& kind) : kind_(kind) {
  AddColumns(*kind.rule, {}, /*server_sets=*/false);
}

void TableForm::AddColumns(const schema::MessageRule& rule,
                           const std::vector<const FieldDescriptor*>& above, bool server_sets) {
  for (const schema::FieldRule& one : rule.fields) {
    const FieldDescriptor* field = one.field;
    if (above.empty() && absl::c_linear_search(kind_.computed, field)) continue;
    std::vector<const FieldDescriptor*> fields = above;
    fields.push_back(field);
    const bool by_server = server_sets || one.output_only;
    const bool within = absl::c_any_of(fields, [&](const FieldDescriptor* outer) {
      return field->message_type() != nullptr && outer->containing_type() == field->message_type();
    });
    if (one.inner != nullptr && !field->is_repeated() && !IsOneCell(*field) && !within) {
      AddColumns(*one.inner, fields, by_server);
      continue;
    }
    Role role = by_server ? Role::kServer : Role::kContent;
    if (field == kind_.name) role = Role::kName;
    if (field == kind_.etag) role = Role::kEtag;
    if (field == kind_.create_time || field == kind_.update_time || field == kind_.delete_time) {
      role = Role::kTime;
    }
    columns_.push_back({PathOf(fields), fields, role});
  }
}

std::string TableForm::Header() const {
  std::vector<std::string> cells;
  for (const Column& column : columns_) cells.push_back(column.path);
  std::string record;
  types::AppendCsvRecord(cells, &record);
  return record;
}

std::string TableForm::Row(const Message& resource) const {
  std::vector<std::string> cells;
  for (const Column& column : columns_) cells.push_back(SafeCell(CellIn(resource, column)));
  std::string record;
  types::AppendCsvRecord(cells, &record);
  return record;
}

absl::StatusOr<TableForm::Layout> TableForm::ReadHeader(const Cells& header) const {
  Layout layout;
  rpc::FieldViolations violations;
  std::set<std::string> seen;
  for (const types::CsvField& cell : header) {
    const std::string path(absl::StripAsciiWhitespace(cell.text));
    const auto found =
        absl::c_find_if(columns_, [&](const Column& column) { return column.path == path; });
    if (found == columns_.end()) {
      violations.push_back(Violation(
          "header",
          {absl::StrCat("Spalte ", layout.size() + 1,
                        " heißt wie kein Feld der Art; umbenennen oder weglassen"),
           absl::StrCat("column ", layout.size() + 1,
                        " is called like no field of the kind; rename it or leave it out")}));
      layout.push_back(nullptr);
      continue;
    }
    if (!seen.insert(path).second)
      violations.push_back(Violation(path, {"diese Spalte ist doppelt; eine weglassen",
                                            "this column is there twice; leave one out"}));
    layout.push_back(&*found);
  }
  if (seen.count("name") == 0)
    violations.push_back(
        Violation("name", {"diese Spalte fehlt; hinzufügen", "this column is missing; add it"}));
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return layout;
}

std::string TableForm::NameIn(const Layout& layout, const Cells& cells) const {
  for (size_t i = 0; i < std::min(layout.size(), cells.size()); ++i) {
    if (layout[i]->role == Role::kName) return ReadCell(cells[i].text);
  }
  return "";
}

std::string TableForm::EtagIn(const Layout& layout, const Cells& cells) const {
  for (size_t i = 0; i < std::min(layout.size(), cells.size()); ++i) {
    if (layout[i]->role == Role::kEtag) return ReadCell(cells[i].text);
  }
  return "";
}

rpc::FieldViolations TableForm::Apply(const Layout& layout, const Cells& cells,
                                      Message* resource) const {
  rpc::FieldViolations violations;
  if (cells.size() != layout.size()) {
    return {Violation("row",
                      {absl::StrCat("hat ", cells.size(),
                                    " Zellen; so viele wie der Kopf angeben: ", layout.size()),
                       absl::StrCat("has ", cells.size(),
                                    " cells; give as many as the header has: ", layout.size())})};
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const Column& column = *layout[i];
    if (column.role != Role::kContent) continue;
    const std::string text = ReadCell(cells[i].text);
    if (text == CellIn(*resource, column)) continue;
    if (!SetIn(text, column.fields, 0, resource)) {
      violations.push_back(
          Violation(absl::StrCat(kind_.singular, ".", column.path),
                    {absl::StrCat("nicht lesbar; so schreiben: ", ExampleOf(*column.fields.back())),
                     absl::StrCat("cannot be read; write ", ExampleOf(*column.fields.back()))}));
    }
  }
  return violations;
}

rpc::FieldViolations TableForm::CheckServerSet(const Layout& layout, const Cells& cells,
                                               const Message& stored) const {
  rpc::FieldViolations violations;
  for (size_t i = 0; i < std::min(layout.size(), cells.size()); ++i) {
    const Column& column = *layout[i];
    if (column.role != Role::kServer || cells[i].text.empty()) continue;
    if (ReadCell(cells[i].text) == CellIn(stored, column)) continue;
    violations.push_back(Violation(
        absl::StrCat(kind_.singular, ".", column.path),
        {"setzt nur der Server, und auf etwas anderes; leer lassen oder wie es ist, und die "
         "Methode für diesen Schritt verwenden",
         "is set by the server only, to something else; leave it empty or as it is, and use the "
         "method for this step"}));
  }
  return violations;
}

}  // namespace lotse::engagement
