#include "services/survey/exchange/tables/delimited_rows.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey {

absl::Status SectionedRows::Add(int row, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const absl::string_view text = absl::StripAsciiWhitespace(fields[i]);
    if (text.empty()) continue;
    if (i == 0) {
      if (absl::Status s = builder_.BeginSheet(text); !s.ok()) return s;
      begun_ = true;
      continue;
    }
    if (!begun_) {
      return UnreadableTable(absl::StrCat(
          "row ", row,
          ": there is no sheet yet; begin with the name of one in the first column, for example "
          "`survey`, and leave that column empty in its rows"));
    }
    if (absl::Status s = builder_.AddCell(row, static_cast<int>(i), fields[i]); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
