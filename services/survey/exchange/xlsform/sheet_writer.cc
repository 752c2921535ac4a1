#include "services/survey/exchange/xlsform/sheet_writer.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/language_tags.h"

namespace lotse::survey {
namespace {

using v1alpha::Media;

Column MediaColumn(Media::Kind kind) {
  switch (kind) {
    case Media::KIND_LARGE_IMAGE:
      return Column::kLargeImage;
    case Media::KIND_AUDIO:
      return Column::kAudio;
    case Media::KIND_VIDEO:
      return Column::kVideo;
    default:
      return Column::kImage;
  }
}

std::string HeadingFor(absl::string_view name, absl::string_view tag) {
  return tag.empty() ? std::string(name) : absl::StrCat(name, "::", LanguageName(tag));
}

}  // namespace

void SheetWriter::Set(Column column, absl::string_view text) {
  if (!text.empty()) rows_.back()[{column, std::string(NameOf(column))}] = std::string(text);
}

void SheetWriter::SetOther(absl::string_view heading, absl::string_view text) {
  // Behind all others.
  if (!text.empty()) rows_.back()[{Column::kComment, std::string(heading)}] = std::string(text);
}

bool SheetWriter::SetText(Column column, const type::v1alpha::Text& text) {
  bool all = true;
  for (const auto& variant : text.variants()) {
    all = all && !variant.plain_language();
    if (variant.plain_language()) continue;
    rows_.back()[{column, HeadingFor(NameOf(column), variant.language())}] = variant.text();
  }
  return all;
}

bool SheetWriter::SetMedia(const google::protobuf::RepeatedPtrField<Media>& media) {
  bool all = true;
  for (const Media& one : media) {
    const Column column = MediaColumn(one.kind());
    const absl::string_view name =
        column == Column::kLargeImage ? absl::string_view("big-image") : NameOf(column);
    const Key key(column, HeadingFor(absl::StrCat("media::", name), one.language()));
    all = rows_.back().try_emplace(key, one.file()).second && all;
  }
  return all;
}

TableSheet SheetWriter::Finish() const {
  std::set<Key> keys;
  for (const auto& row : rows_) {
    for (const auto& cell : row) keys.insert(cell.first);
  }
  std::map<Key, int> columns;
  TableSheet sheet;
  sheet.name = name_;
  if (keys.empty()) return sheet;
  TableRow& head = sheet.rows.emplace_back();
  head.number = 1;
  for (const Key& key : keys) {
    const int column = static_cast<int>(columns.size()) + 1;
    columns.emplace(key, column);
    head.cells.push_back({column, key.second});
  }
  int number = 1;
  for (const auto& row : rows_) {
    ++number;
    if (row.empty()) continue;
    TableRow& written = sheet.rows.emplace_back();
    written.number = number;
    for (const auto& [key, text] : row) written.cells.push_back({columns.at(key), text});
  }
  return sheet;
}

}  // namespace lotse::survey
