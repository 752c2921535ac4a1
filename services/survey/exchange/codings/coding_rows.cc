#include "services/survey/exchange/codings/coding_rows.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/csv_text.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/exchange/codings/text_places.h"

namespace lotse::survey::codings {
namespace {

enum Place { kText, kBegin, kEnd, kQuote, kCode, kCoder, kMemo };

std::vector<Column> CodingColumns() {
  return {{{"text", "document", "dokument"}, true},
          {{"begin", "start", "beginn", "anfang"}, true},
          {{"end", "ende"}, true},
          {{"quote", "zitat"}, false},
          {{"code", "kode", "code path", "codepfad"}, true},
          {{"coder", "kodierer", "codierer", "kodierende"}, false},
          {{"memo", "notiz"}, false}};
}

constexpr absl::string_view kWrongSpan =
    "`begin` and `end` count characters from 0, and `end` is larger";

class RowReader {
 public:
  RowReader(const std::map<std::string, std::string>& texts,
            const std::vector<std::string>& headings, CodingsResult* result, FindingList* findings)
      : texts_(texts), headings_(headings), result_(*result), findings_(*findings) {}

  bool ok() const { return ok_; }

  void Read(CsvRow row) {
    // NUL, which no text file can carry, is written as U+FFFD; then it is read so, too.
    for (std::string& cell : row.cells) cell = types::WithoutNul(types::WithoutGuard(cell));
    CodingRow coding;
    coding.text = row.cells[kText];
    coding.code_path = SplitPath(row.cells[kCode]);
    coding.coder = row.cells[kCoder];
    coding.memo = row.cells[kMemo];
    coding.quote = row.cells[kQuote];
    if (coding.code_path.empty()) return Fail(row, kCode, "the code is missing");
    if (!absl::SimpleAtoi(row.cells[kBegin], &coding.span.begin) || coding.span.begin < 0) {
      return Fail(row, kBegin, kWrongSpan);
    }
    if (!absl::SimpleAtoi(row.cells[kEnd], &coding.span.end) ||
        coding.span.begin >= coding.span.end) {
      return Fail(row, kEnd, kWrongSpan);
    }
    const TextPlaces* const places = PlacesOf(coding.text);
    if (places == nullptr) {
      return Fail(row, kText,
                  absl::StrCat("there is no text `", Shortened(coding.text),
                               "`, or several have this title"));
    }
    if (coding.span.end > places->size()) {
      return Fail(row, kEnd,
                  absl::StrCat("the selection ends at ", coding.span.end, "; the text has ",
                               places->size(), " characters (code points)"));
    }
    const absl::string_view there = places->At(coding.span);
    if (!coding.quote.empty() && coding.quote != there && row.cells[kQuote] != there) {
      return Fail(row, kQuote,
                  "the quote is not what the text has there; positions count code points");
    }
    coding.quote = std::string(there);
    result_.rows.push_back(std::move(coding));
    result_.lines.push_back(row.line);
  }

 private:
  const TextPlaces* PlacesOf(const std::string& name) {
    const auto known = places_.find(name);
    if (known != places_.end()) return &known->second;
    const auto text = texts_.find(name);
    if (text == texts_.end()) return nullptr;
    return &places_.emplace(name, TextPlaces(text->second)).first->second;
  }

  // Never with a text: what people said does not belong into messages.
  void Fail(const CsvRow& row, Place column, absl::string_view what) {
    ok_ = false;
    findings_.Fail(lotse::survey::Place{row.line, "", headings_[column]}, "",
                   absl::StrCat("Not read: ", what, "."));
  }

  const std::map<std::string, std::string>& texts_;
  const std::vector<std::string>& headings_;
  CodingsResult& result_;
  FindingList& findings_;
  std::map<std::string, TextPlaces> places_;
  bool ok_ = true;
};

}  // namespace

std::string WriteCodings(absl::Span<const CodingRow> rows, Profile profile) {
  types::CsvText csv(profile == Profile::kExcel ? ';' : ',');
  std::string out = profile == Profile::kExcel ? "\xEF\xBB\xBF" : "";
  for (const Column& column : CodingColumns()) csv.AddText(column.names[0], &out);
  csv.EndRecord(&out);
  for (const CodingRow& row : rows) {
    csv.AddText(row.text, &out);
    csv.AddNumber(row.span.begin, &out);
    csv.AddNumber(row.span.end, &out);
    csv.AddText(row.quote, &out);
    csv.AddText(JoinPath(row.code_path), &out);
    csv.AddText(row.coder, &out);
    csv.AddText(row.memo, &out);
    csv.EndRecord(&out);
  }
  return out;
}

absl::StatusOr<CodingsResult> ReadCodings(absl::string_view csv,
                                          const std::map<std::string, std::string>& texts) {
  FindingList findings;
  std::vector<std::string> headings;
  absl::StatusOr<std::vector<CsvRow>> rows =
      ReadColumns(csv, CodingColumns(), &findings, &headings);
  if (!rows.ok()) return rows.status();
  CodingsResult result;
  result.headings = {headings[kCode], headings[kCoder], headings[kMemo]};
  RowReader reader(texts, headings, &result, &findings);
  for (CsvRow& row : *rows) reader.Read(std::move(row));
  if (!reader.ok()) {
    result.rows.clear();
    result.lines.clear();
  }
  result.findings = std::move(findings).Take();
  return result;
}

std::string NameAmongSame(absl::string_view title, absl::string_view case_id,
                          absl::string_view text_id) {
  return absl::StrCat(title, " [", case_id, "/", text_id, "]");
}

std::string JoinPath(absl::Span<const std::string> path) {
  return absl::StrJoin(path, " > ", [](std::string* out, const std::string& name) {
    out->append(absl::StrReplaceAll(name, {{"\\", "\\\\"}, {">", "\\>"}}));
  });
}

std::vector<std::string> SplitPath(absl::string_view text) {
  std::vector<std::string> path;
  std::string name;
  const auto end = [&] {
    const absl::string_view stripped = absl::StripAsciiWhitespace(name);
    if (!stripped.empty()) path.emplace_back(stripped);
    name.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      name += text[++i];
    } else if (text[i] == '>') {
      end();
    } else {
      name += text[i];
    }
  }
  end();
  return path;
}

}  // namespace lotse::survey::codings
