#include "services/survey/app/redacted_in_texts.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey {
namespace {

using qualitative::IndexedText;
using qualitative::RedactedWordings;
using qualitative::StoredText;

// The ids of the texts that the caller reaches but one, in their order.
absl::StatusOr<std::vector<std::string>> OtherIds(qualitative::StudyFiles& files,
                                                  const sql::Patience& patience,
                                                  const StudyReach& reach,
                                                  absl::string_view text_id) {
  std::vector<std::string> ids;
  const absl::Status read = files.Read(patience, [&](sql::Connection& connection) {
    ids.clear();
    for (const qualitative::TextTitle& each : qualitative::Titles(connection)) {
      if (each.text_id != text_id && reach.Reaches(each.case_id)) ids.push_back(each.text_id);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return ids;
}

// Adds the text if it has such words. What cannot be searched must not keep anybody from redacting
// another text.
void Look(const StoredText& stored, const RedactedWordings& wordings, OtherTexts* texts) {
  const absl::StatusOr<IndexedText> text = IndexedText::Make(stored.content);
  if (!text.ok()) {
    ++texts->not_searched;
    return;
  }
  const auto found = wordings.FindIn(*text);
  if (!found.ok()) {
    ++texts->not_searched;
  } else if (!found->empty()) {
    texts->found.push_back({stored.text_id, stored.case_id, found->front()});
  }
}

}  // namespace

absl::StatusOr<OtherTexts> FindInTexts(qualitative::StudyFiles& files,
                                       const sql::Patience& patience, const StudyReach& reach,
                                       absl::string_view text_id, const RedactedWordings& wordings,
                                       size_t most_bytes) {
  const auto ids = OtherIds(files, patience, reach, text_id);
  if (!ids.ok()) return ids.status();
  OtherTexts texts;
  size_t searched = 0;
  for (const std::string& id : *ids) {
    if (searched >= most_bytes) {
      ++texts.not_searched;
      continue;
    }
    std::optional<StoredText> text;
    const absl::Status read = files.Read(patience, [&](sql::Connection& connection) {
      text = qualitative::FindText(connection, id);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    if (!text.has_value()) continue;  // It was deleted meanwhile.
    searched += text->content.size();
    Look(*text, wordings, &texts);
  }
  return texts;
}

}  // namespace lotse::survey
