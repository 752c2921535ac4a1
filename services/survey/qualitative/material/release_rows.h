#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/text_span.h"

// What releases of material rest on: where their quotes are from, and how often their themes came
// up. Each function works inside a transaction over the material (study_files.h), and throws as
// sql::Connection does.
namespace lotse::survey::qualitative {

// Where a quote of a release is from.
struct StoredQuoteSource {
  std::string release_id;
  std::string wording_sha256;  // Of the quote's wording, as 64 hexadecimal digits.
  std::string text_id;
  TextSpan span;
  std::string chooser;   // Subject of who said so.
  bool changed = false;  // Other words stand there since.
};

// Stores where a quote is from, in the place of what was known; `changed` is not looked at.
void KeepQuoteSource(sql::Connection& connection, const StoredQuoteSource& source);
std::vector<StoredQuoteSource> QuoteSources(sql::Connection& connection,
                                            absl::string_view release_id);
// Those that lie in a text.
std::vector<StoredQuoteSource> QuoteSourcesOfText(sql::Connection& connection,
                                                  absl::string_view text_id);
// Erases where the quotes of a release are from; how many. To be run by StudyFiles::Overwrite.
int64_t RemoveQuoteSources(sql::Connection& connection, absl::string_view release_id);

// See ChangeText: what `sources` became when `former` became `content`. Those that lie on other
// words then are marked.
void MoveQuoteSources(sql::Connection& connection, const std::vector<StoredQuoteSource>& sources,
                      absl::string_view former, absl::string_view content, Move move, Moved* moved);

// How often a theme came up, as a release counted it.
struct StoredThemeCount {
  enum class Unit { kParticipants = 0, kCases = 1 };

  std::string release_id;
  Unit unit = Unit::kParticipants;
  std::string code_id;    // As StoredCoding.code_id.
  int64_t time = 0;       // In microseconds since 1970.
  int64_t base = 0;       // Participants or cases in all.
  int64_t count = 0;      // Of those, with the theme.
  bool is_shown = false;  // Whether the release tells it.

  friend bool operator==(const StoredThemeCount&, const StoredThemeCount&) = default;
};

// Stores what a release counted, in the place of what it had counted before.
void KeepThemeCounts(sql::Connection& connection, absl::string_view release_id,
                     const std::vector<StoredThemeCount>& counts);
void RemoveThemeCounts(sql::Connection& connection, absl::string_view release_id);
// Those of all releases of the study, in the order of their times.
std::vector<StoredThemeCount> AllThemeCounts(sql::Connection& connection);

}  // namespace lotse::survey::qualitative
