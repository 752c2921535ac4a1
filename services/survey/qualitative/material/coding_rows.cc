#include "services/survey/qualitative/material/coding_rows.h"

#include <utility>

#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;

// In the table, of a memo that is on no part.
constexpr int64_t kNoPart = -1;

StoredCoding ReadCoding(const sql::Query& query) {
  return {query.Text(0), query.Text(1), {query.Number(2), query.Number(3)},
          query.Text(4), query.Text(5), query.Number(6)};
}

std::vector<StoredCoding> ReadCodings(sql::Query& query) {
  std::vector<StoredCoding> codings;
  while (query.Next()) codings.push_back(ReadCoding(query));
  return codings;
}

// Whether it was stored: the same part may have the code already.
bool Insert(Connection& connection, const StoredCoding& coding) {
  return connection.Prepare("AddCoding")
             .Bind(1, coding.coding_id)
             .Bind(2, coding.text_id)
             .Bind(3, coding.span.begin)
             .Bind(4, coding.span.end)
             .Bind(5, coding.code_id)
             .Bind(6, coding.coder)
             .Bind(7, coding.create_time)
             .Run() > 0;
}

std::optional<StoredCoding> SameCoding(Connection& connection, const StoredCoding& coding) {
  sql::Query query = connection.Prepare("SameCoding");
  query.Bind(1, coding.text_id)
      .Bind(2, coding.span.begin)
      .Bind(3, coding.span.end)
      .Bind(4, coding.code_id)
      .Bind(5, coding.coder);
  if (!query.Next()) return std::nullopt;
  return ReadCoding(query);
}

bool HasText(Connection& connection, absl::string_view text_id) {
  sql::Query query = connection.Prepare("TextRevision");
  query.Bind(1, text_id);
  return query.Next();
}

std::vector<StoredMemo> ReadMemos(sql::Query& query) {
  std::vector<StoredMemo> memos;
  while (query.Next()) {
    StoredMemo memo;
    memo.memo_id = query.Text(0);
    memo.text_id = query.Text(1);
    memo.subject = query.Text(2);
    if (query.Number(3) != kNoPart) memo.span = TextSpan{query.Number(3), query.Number(4)};
    memo.coder = query.Text(5);
    memo.content = query.Text(6);
    memo.create_time = query.Number(7);
    memo.update_time = query.Number(8);
    memos.push_back(std::move(memo));
  }
  return memos;
}

}  // namespace

absl::StatusOr<StoredCoding> AddCoding(Connection& connection, const StoredCoding& coding) {
  if (!HasText(connection, coding.text_id)) return rpc::NotFound(coding.text_id);
  if (Insert(connection, coding)) return coding;
  if (auto same = SameCoding(connection, coding)) return *std::move(same);
  return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                    "there is another coding with this id; choose another id",
                    {{"resource", coding.coding_id}});
}

std::optional<StoredCoding> FindCoding(Connection& connection, absl::string_view coding_id) {
  sql::Query query = connection.Prepare("Coding");
  query.Bind(1, coding_id);
  if (!query.Next()) return std::nullopt;
  return ReadCoding(query);
}

bool RemoveCoding(Connection& connection, absl::string_view coding_id) {
  return connection.Prepare("RemoveCoding").Bind(1, coding_id).Run() > 0;
}

std::vector<StoredCoding> CodingsOfText(Connection& connection, absl::string_view text_id) {
  sql::Query query = connection.Prepare("CodingsOfText");
  query.Bind(1, text_id);
  return ReadCodings(query);
}

std::vector<StoredCoding> CodingsOfCode(Connection& connection, absl::string_view code_id) {
  sql::Query query = connection.Prepare("CodingsOfCode");
  query.Bind(1, code_id);
  return ReadCodings(query);
}

bool AnyCoding(Connection& connection) { return connection.Prepare("AnyCoding").Next(); }

void Recode(Connection& connection, const StoredCoding& coding, absl::string_view code_id) {
  StoredCoding recoded = coding;
  recoded.code_id = std::string(code_id);
  RemoveCoding(connection, coding.coding_id);
  Insert(connection, recoded);
}

void KeepMemo(Connection& connection, const StoredMemo& memo) {
  connection.Prepare("KeepMemo")
      .Bind(1, memo.memo_id)
      .Bind(2, memo.text_id)
      .Bind(3, memo.subject)
      .Bind(4, memo.span.has_value() ? memo.span->begin : kNoPart)
      .Bind(5, memo.span.has_value() ? memo.span->end : kNoPart)
      .Bind(6, memo.coder)
      .Bind(7, memo.content)
      .Bind(8, memo.create_time)
      .Bind(9, memo.update_time)
      .Run();
}

bool RemoveMemo(Connection& connection, absl::string_view memo_id) {
  return connection.Prepare("RemoveMemo").Bind(1, memo_id).Run() > 0;
}

std::vector<StoredMemo> MemosOf(Connection& connection, absl::string_view subject) {
  sql::Query query = connection.Prepare("MemosOf");
  query.Bind(1, subject);
  return ReadMemos(query);
}

void KeepQuoteSource(Connection& connection, const StoredQuoteSource& source) {
  connection.Prepare("KeepQuoteSource")
      .Bind(1, source.release_id)
      .Bind(2, int64_t{source.quote})
      .Bind(3, source.text_id)
      .Bind(4, source.span.begin)
      .Bind(5, source.span.end)
      .Run();
}

std::vector<StoredQuoteSource> QuoteSources(Connection& connection, absl::string_view release_id) {
  std::vector<StoredQuoteSource> sources;
  sql::Query query = connection.Prepare("QuoteSources");
  query.Bind(1, release_id);
  while (query.Next()) {
    sources.push_back({std::string(release_id),
                       static_cast<int>(query.Number(0)),
                       query.Text(1),
                       {query.Number(2), query.Number(3)}});
  }
  return sources;
}

// All that move are taken out first: each could take the place of one that moves after it.
void MoveCodings(Connection& connection, absl::string_view text_id, Move move, Moved* moved) {
  std::vector<StoredCoding> elsewhere;
  for (StoredCoding& coding : CodingsOfText(connection, text_id)) {
    const std::optional<TextSpan> span = move(coding.span);
    if (span == coding.span) continue;
    RemoveCoding(connection, coding.coding_id);
    if (!span.has_value()) {
      ++moved->deleted_codings;
      continue;
    }
    coding.span = *span;
    elsewhere.push_back(std::move(coding));
  }
  for (const StoredCoding& coding : elsewhere) {
    ++(Insert(connection, coding) ? moved->codings : moved->deleted_codings);
  }
}

void MoveMemos(Connection& connection, absl::string_view text_id, Move move) {
  std::vector<StoredMemo> memos;
  {
    sql::Query query = connection.Prepare("MemosOfText");
    query.Bind(1, text_id);
    memos = ReadMemos(query);
  }
  for (const StoredMemo& memo : memos) {
    if (!memo.span.has_value()) continue;
    const std::optional<TextSpan> span = move(*memo.span);
    if (span == memo.span) continue;
    connection.Prepare("MoveMemo")
        .Bind(1, memo.memo_id)
        .Bind(2, span.has_value() ? span->begin : kNoPart)
        .Bind(3, span.has_value() ? span->end : kNoPart)
        .Run();
  }
}

void MoveQuoteSources(Connection& connection, absl::string_view text_id, Move move, Moved* moved) {
  std::vector<StoredQuoteSource> sources;
  {
    sql::Query query = connection.Prepare("QuoteSourcesOfText");
    query.Bind(1, text_id);
    while (query.Next()) {
      sources.push_back({query.Text(0),
                         static_cast<int>(query.Number(1)),
                         std::string(text_id),
                         {query.Number(2), query.Number(3)}});
    }
  }
  for (const StoredQuoteSource& source : sources) {
    const std::optional<TextSpan> span = move(source.span);
    if (span == source.span) continue;
    sql::Query query =
        connection.Prepare(span.has_value() ? "MoveQuoteSource" : "RemoveQuoteSource");
    query.Bind(1, source.release_id).Bind(2, int64_t{source.quote});
    if (span.has_value()) {
      query.Bind(3, span->begin).Bind(4, span->end);
    } else {
      ++moved->deleted_quote_sources;
    }
    query.Run();
  }
}

}  // namespace lotse::survey::qualitative
