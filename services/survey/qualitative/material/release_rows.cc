#include "services/survey/qualitative/material/release_rows.h"

#include <optional>

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;

std::vector<StoredQuoteSource> ReadSources(sql::Query& query) {
  std::vector<StoredQuoteSource> sources;
  while (query.Next()) {
    sources.push_back({query.Text(0),
                       query.Text(1),
                       query.Text(2),
                       {query.Number(3), query.Number(4)},
                       query.Text(5),
                       query.Number(6) != 0});
  }
  return sources;
}

// The byte at which the code point at `position` of a text begins. Texts are UTF-8 when they are
// stored.
size_t ByteOf(absl::string_view text, int64_t position) {
  size_t byte = 0;
  for (; byte < text.size(); ++byte) {
    const bool begins = (static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U;
    if (begins && position-- == 0) break;
  }
  return byte;
}

absl::string_view WordsAt(absl::string_view text, TextSpan span) {
  const size_t begin = ByteOf(text, span.begin);
  const absl::string_view rest = text.substr(begin);
  return rest.substr(0, ByteOf(rest, span.end - span.begin));
}

}  // namespace

void KeepQuoteSource(Connection& connection, const StoredQuoteSource& source) {
  connection.Prepare("KeepQuoteSource")
      .Bind(1, source.release_id)
      .Bind(2, source.wording_sha256)
      .Bind(3, source.text_id)
      .Bind(4, source.span.begin)
      .Bind(5, source.span.end)
      .Bind(6, source.chooser)
      .Run();
}

std::vector<StoredQuoteSource> QuoteSources(Connection& connection, absl::string_view release_id) {
  sql::Query query = connection.Prepare("QuoteSources");
  query.Bind(1, release_id);
  return ReadSources(query);
}

std::vector<StoredQuoteSource> QuoteSourcesOfText(Connection& connection,
                                                  absl::string_view text_id) {
  sql::Query query = connection.Prepare("QuoteSourcesOfText");
  query.Bind(1, text_id);
  return ReadSources(query);
}

int64_t RemoveQuoteSources(Connection& connection, absl::string_view release_id) {
  return connection.Prepare("RemoveQuoteSources").Bind(1, release_id).Run();
}

void MoveQuoteSources(Connection& connection, const std::vector<StoredQuoteSource>& sources,
                      absl::string_view former, absl::string_view content, Move move,
                      Moved* moved) {
  for (const StoredQuoteSource& source : sources) {
    const std::optional<TextSpan> span = move(source.span);
    if (!span.has_value()) {
      ++moved->deleted_quote_sources;
      connection.Prepare("RemoveQuoteSource")
          .Bind(1, source.release_id)
          .Bind(2, source.wording_sha256)
          .Run();
      continue;
    }
    // What was marked stays so: nobody looked at it since.
    const bool changed = source.changed || WordsAt(former, source.span) != WordsAt(content, *span);
    if (span == source.span && changed == source.changed) continue;
    connection.Prepare("MoveQuoteSource")
        .Bind(1, source.release_id)
        .Bind(2, source.wording_sha256)
        .Bind(3, span->begin)
        .Bind(4, span->end)
        .Bind(5, int64_t{changed})
        .Run();
  }
}

void KeepThemeCounts(Connection& connection, absl::string_view release_id,
                     const std::vector<StoredThemeCount>& counts) {
  RemoveThemeCounts(connection, release_id);
  for (const StoredThemeCount& count : counts) {
    connection.Prepare("KeepThemeCount")
        .Bind(1, release_id)
        .Bind(2, static_cast<int64_t>(count.unit))
        .Bind(3, count.code_id)
        .Bind(4, count.time)
        .Bind(5, count.base)
        .Bind(6, count.count)
        .Bind(7, int64_t{count.is_shown})
        .Run();
  }
}

void RemoveThemeCounts(Connection& connection, absl::string_view release_id) {
  connection.Prepare("RemoveThemeCounts").Bind(1, release_id).Run();
}

std::vector<StoredThemeCount> AllThemeCounts(Connection& connection) {
  std::vector<StoredThemeCount> counts;
  sql::Query query = connection.Prepare("ThemeCounts");
  while (query.Next()) {
    counts.push_back({query.Text(0), static_cast<StoredThemeCount::Unit>(query.Number(1)),
                      query.Text(2), query.Number(3), query.Number(4), query.Number(5),
                      query.Number(6) != 0});
  }
  return counts;
}

}  // namespace lotse::survey::qualitative
