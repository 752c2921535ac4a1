#include "services/survey/exchange/codings/taguette.h"

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/exchange/codings/text_places.h"

namespace lotse::survey::codings {
namespace {

enum Place { kId, kDocument, kTag, kContent };

std::vector<Column> HighlightColumns() {
  return {{{"id"}, true}, {{"document"}, true}, {{"tag"}, true}, {{"content"}, true}};
}

class HighlightReader {
 public:
  HighlightReader(const std::map<std::string, std::string>& texts,
                  const std::vector<std::string>& headings, FindingList* findings)
      : texts_(texts), headings_(headings), findings_(*findings) {}

  void Add(const CsvRow& row) {
    const std::string& id = row.cells[kId];
    const auto [known, is_new] = by_id_.emplace(id, highlights_.size());
    if (is_new) {
      Highlight& highlight = highlights_.emplace_back();
      highlight.id = id;
      highlight.document = row.cells[kDocument];
      highlight.line = row.line;
      contents_.push_back(row.cells[kContent]);
      Locate(row, &highlight);
    } else if (highlights_[known->second].document != row.cells[kDocument] ||
               contents_[known->second] != row.cells[kContent]) {
      Fail(row, kId, "The row has the id of another highlight, and is not the same.");
    }
    if (row.cells[kTag].empty()) return;
    highlights_[known->second].tags.push_back(row.cells[kTag]);
    highlights_[known->second].tag_lines.push_back(row.line);
  }

  std::vector<Highlight> Take() && {
    if (!ok_) highlights_.clear();
    return std::move(highlights_);
  }

 private:
  lotse::survey::Place At(const CsvRow& row, Place column) const {
    return {row.line, "", headings_[column]};
  }

  void Fail(const CsvRow& row, Place column, absl::string_view what) {
    ok_ = false;
    findings_.Fail(At(row, column), row.cells[kId], what);
  }

  void Locate(const CsvRow& row, Highlight* highlight) {
    const auto text = texts_.find(highlight->document);
    if (text == texts_.end()) {
      return Fail(row, kDocument,
                  absl::StrCat("There is no text `", Shortened(highlight->document),
                               "`, or several have this title."));
    }
    auto places = places_.find(highlight->document);
    if (places == places_.end()) {
      places = places_.emplace(highlight->document, TextPlaces(text->second)).first;
    }
    const std::string& content = row.cells[kContent];
    const auto spans = places->second.Find(content, 2);
    if (spans.empty()) {
      return Fail(row, kContent,
                  "The highlight does not stand in the text; give the text from which "
                  "Taguette made it.");
    }
    highlight->span = spans.front();
    if (spans.size() == 1) return;
    Words& words = words_[{highlight->document, spans[0].begin, spans[0].end}];
    const std::size_t number = words.highlights++;
    if (number >= words.places.size() && !words.all_places) {
      const std::size_t most = 2 * number + 2;
      words.places = places->second.Find(content, most);
      words.all_places = words.places.size() < most;
    }
    if (number >= words.places.size()) {
      return Fail(row, kContent,
                  "There are more highlights with these words than places in the text; mark more "
                  "words, so that it is clear where each is.");
    }
    highlight->span = words.places[number];
    findings_.Warn(At(row, kContent), row.cells[kId],
                   absl::StrCat("The highlight stands in the text more than once; place ",
                                number + 1, " was taken."));
  }

  // Words of highlights that stand in a text several times: as many of their places as were asked
  // for yet.
  struct Words {
    std::vector<qualitative::TextSpan> places;
    bool all_places = false;
    std::size_t highlights = 0;
  };

  const std::map<std::string, std::string>& texts_;
  const std::vector<std::string>& headings_;
  FindingList& findings_;
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, TextPlaces> places_;
  // By document and first place: the same words have the same.
  std::map<std::tuple<std::string, int64_t, int64_t>, Words> words_;
  std::vector<Highlight> highlights_;
  std::vector<std::string> contents_;
  bool ok_ = true;
};

}  // namespace

absl::StatusOr<HighlightsResult> ReadHighlights(absl::string_view csv,
                                                const std::map<std::string, std::string>& texts) {
  FindingList findings;
  std::vector<std::string> headings;
  const auto rows = ReadColumns(csv, HighlightColumns(), &findings, &headings);
  if (!rows.ok()) return rows.status();
  HighlightReader reader(texts, headings, &findings);
  for (const CsvRow& row : *rows) reader.Add(row);
  HighlightsResult result;
  result.highlights = std::move(reader).Take();
  result.tag_heading = headings[kTag];
  result.findings = std::move(findings).Take();
  return result;
}

}  // namespace lotse::survey::codings
