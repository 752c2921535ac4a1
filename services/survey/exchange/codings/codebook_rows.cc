#include "services/survey/exchange/codings/codebook_rows.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/colour.h"
#include "runtime/types/csv_text.h"

namespace lotse::survey::codings {
namespace {

enum Place { kId, kName, kParent, kDescription, kExamples, kColor, kCodable };

std::vector<Column> CodebookColumns() {
  return {
      {{"id", "nr", "nummer"}, false},
      {{"name", "code", "kode", "tag", "path"}, true},
      {{"parent", "oberkode", "obercode", "übergeordnet", "eltern"}, false},
      {{"description", "definition", "beschreibung"}, false},
      {{"examples", "example", "beispiele", "beispiel", "ankerbeispiel", "ankerbeispiele"}, false},
      {{"color", "colour", "farbe"}, false},
      {{"codable", "iscodable", "kodierbar", "codierbar"}, false},
      {{"number of highlights"}, false}};
}

class CodebookReader {
 public:
  absl::StatusOr<CodebookRows> Read(absl::string_view csv) {
    const auto rows = ReadColumns(csv, CodebookColumns(), &findings_, &headings_);
    if (!rows.ok()) return rows.status();
    result_.headings = {headings_[kId],          headings_[kName],     headings_[kParent],
                        headings_[kDescription], headings_[kExamples], headings_[kColor],
                        headings_[kCodable]};
    for (const CsvRow& row : *rows) Add(row);
    for (std::size_t i = 0; i < result_.rows.size(); ++i) PutBelow(i);
    CheckTree();
    if (!ok_) result_.rows.clear();
    result_.findings = std::move(findings_).Take();
    return std::move(result_);
  }

 private:
  static std::string Cell(const CsvRow& row, Place place) {
    return std::string(absl::StripAsciiWhitespace(types::WithoutGuard(row.cells[place])));
  }

  lotse::survey::Place At(const CodebookRow& row, Place column) const {
    return {row.line, "", headings_[column]};
  }

  void Fail(const CodebookRow& row, Place column, absl::string_view what) {
    ok_ = false;
    findings_.Fail(At(row, column), row.id, what);
  }

  void Add(const CsvRow& row) {
    CodebookRow& code = result_.rows.emplace_back();
    code.line = row.line;
    code.id = Cell(row, kId);
    code.name = Cell(row, kName);
    code.description = Cell(row, kDescription);
    code.examples = Cell(row, kExamples);
    code.is_codable = IsCodable(code, absl::AsciiStrToLower(Cell(row, kCodable)));
    const std::string color = Cell(row, kColor);
    if (types::IsColour(color) || types::IsShortColour(color)) {
      code.color = color;
    } else if (!color.empty()) {
      findings_.Warn(
          At(code, kColor), code.id,
          absl::StrCat("The color `", Shortened(color), "` was left out; it should be `#RRGGBB`."));
    }
    parents_.push_back(Cell(row, kParent));
    const int place = static_cast<int>(result_.rows.size()) - 1;
    if (code.name.empty()) Fail(code, kName, "The code has no name; give it one.");
    if (!code.id.empty()) {
      const auto [first, is_new] = ids_.emplace(code.id, place);
      if (!is_new) {
        Fail(code, kId,
             absl::StrCat("The id `", Shortened(code.id), "` is there twice, first in line ",
                          result_.rows[static_cast<std::size_t>(first->second)].line, "."));
      }
    }
    names_[code.name].push_back(place);
  }

  bool IsCodable(const CodebookRow& code, absl::string_view word) {
    for (absl::string_view no : {"no", "nein", "false", "falsch", "0"}) {
      if (word == no) return false;
    }
    for (absl::string_view yes : {"", "yes", "ja", "true", "wahr", "1"}) {
      if (word == yes) return true;
    }
    findings_.Warn(At(code, kCodable), code.id,
                   "Whether the code can be given should be `yes` or `no`; "
                   "it was taken to be `yes`.");
    return true;
  }

  void PutBelow(std::size_t i) {
    CodebookRow& code = result_.rows[i];
    const std::string& parent = parents_[i];
    if (parent.empty()) return;
    if (const auto id = ids_.find(parent); id != ids_.end()) {
      code.parent = id->second;
      return;
    }
    const auto name = names_.find(parent);
    if (name != names_.end() && name->second.size() == 1) {
      code.parent = name->second.front();
      return;
    }
    // It is nowhere, so it is not beside others either.
    without_place_.insert(code.line);
    if (name == names_.end()) {
      return Fail(code, kParent,
                  absl::StrCat("There is no code `", Shortened(parent), "` to be above this one."));
    }
    Fail(code, kParent,
         absl::StrCat("There is more than one code `", Shortened(parent),
                      "`; name the one above by its id."));
  }

  void CheckTree() {
    std::map<std::pair<int, std::string>, int> siblings;  // Lines.
    for (const CodebookRow& code : result_.rows) {
      if (!code.name.empty() && !without_place_.contains(code.line)) {
        const auto [first, is_new] = siblings.emplace(std::pair(code.parent, code.name), code.line);
        if (!is_new) {
          Fail(code, kName,
               absl::StrCat("There are two codes `", Shortened(code.name),
                            "` in the same place, the first in line ", first->second,
                            "; give each a name of its own."));
        }
      }
      int depth = 1;
      for (int above = code.parent; above >= 0 && depth <= kMaxDepth; ++depth) {
        above = result_.rows[static_cast<std::size_t>(above)].parent;
      }
      if (depth > kMaxDepth) {
        Fail(code, kParent,
             absl::StrCat("The code is below itself, or below more than ", kMaxDepth,
                          " others; a codebook is a tree."));
      }
    }
  }

  CodebookRows result_;
  FindingList findings_;
  std::vector<std::string> headings_;
  std::vector<std::string> parents_;
  std::set<int> without_place_;  // Lines of those whose code above is not clear.
  std::map<std::string, int> ids_;
  std::map<std::string, std::vector<int>> names_;
  bool ok_ = true;
};

}  // namespace

absl::StatusOr<CodebookRows> ReadCodebookRows(absl::string_view csv) {
  return CodebookReader().Read(csv);
}

std::string WriteCodebookRows(absl::Span<const CodebookRow> rows, Profile profile) {
  types::CsvText csv(profile == Profile::kExcel ? ';' : ',');
  std::string out = profile == Profile::kExcel ? "\xEF\xBB\xBF" : "";
  const std::vector<Column> columns = CodebookColumns();
  for (int place = kId; place <= kCodable; ++place) {
    csv.AddText(columns[static_cast<std::size_t>(place)].names[0], &out);
  }
  csv.EndRecord(&out);
  for (const CodebookRow& row : rows) {
    csv.AddText(row.id, &out);
    csv.AddText(row.name, &out);
    csv.AddText(row.parent < 0 ? "" : rows[static_cast<std::size_t>(row.parent)].id, &out);
    csv.AddText(row.description, &out);
    csv.AddText(row.examples, &out);
    csv.AddText(row.color, &out);
    csv.AddText(row.is_codable ? "yes" : "no", &out);
    csv.EndRecord(&out);
  }
  return out;
}

}  // namespace lotse::survey::codings
