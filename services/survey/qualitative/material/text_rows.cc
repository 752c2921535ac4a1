#include "services/survey/qualitative/material/text_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"
#include "services/survey/qualitative/material/release_rows.h"

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;

StoredText ReadText(const sql::Query& query) {
  StoredText text;
  text.text_id = query.Text(0);
  text.case_id = query.Text(1);
  text.kind = static_cast<int>(query.Number(2));
  text.title = query.Text(3);
  text.language = query.Text(4);
  text.content = query.Text(5);
  text.code_points = query.Number(6);
  text.revision = query.Number(7);
  text.media = query.Text(8);
  text.create_time = query.Number(9);
  text.update_time = query.Number(10);
  return text;
}

void AddTurns(Connection& connection, absl::string_view text_id,
              absl::Span<const StoredTurn> turns) {
  for (const StoredTurn& turn : turns) {
    connection.Prepare("AddTurn")
        .Bind(1, text_id)
        .Bind(2, turn.span.begin)
        .Bind(3, turn.span.end)
        .Bind(4, turn.speaker)
        .Bind(5, turn.start_ms)
        .Bind(6, turn.end_ms)
        .Run();
  }
}

// Those before the first that is another now stay as they are.
void ReplaceTurns(Connection& connection, absl::string_view text_id,
                  const std::vector<StoredTurn>& turns) {
  const std::vector<StoredTurn> former = TurnsOfText(connection, text_id);
  const auto [was, is] = std::mismatch(former.begin(), former.end(), turns.begin(), turns.end());
  if (was != former.end()) {
    connection.Prepare("RemoveTurnsFrom").Bind(1, text_id).Bind(2, was->span.begin).Run();
  }
  AddTurns(connection, text_id, absl::MakeConstSpan(turns).subspan(is - turns.begin()));
}

}  // namespace

absl::Status TextExists(absl::string_view text) {
  return rpc::Error(
      type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
      "the study has a text with this id, with other words, speakers or details, or in "
      "another case; delete that one first, or choose another id",
      {{"resource", text}});
}

absl::Status AddText(Connection& connection, const StoredText& text) {
  if (PlaceOf(connection, text.text_id).has_value()) {
    return TextExists(TextName(connection, text.case_id, text.text_id));
  }
  connection.Prepare("AddText")
      .Bind(1, text.text_id)
      .Bind(2, text.case_id)
      .Bind(3, int64_t{text.kind})
      .Bind(4, text.title)
      .Bind(5, text.language)
      .Bind(6, text.content)
      .Bind(7, text.code_points)
      .BindBytes(8, text.media)
      .Bind(9, text.create_time)
      .Run();
  AddTurns(connection, text.text_id, text.turns);
  return absl::OkStatus();
}

std::optional<StoredText> FindText(Connection& connection, absl::string_view text_id) {
  std::optional<StoredText> text;
  {
    sql::Query query = connection.Prepare("Text");
    query.Bind(1, text_id);
    if (!query.Next()) return std::nullopt;
    text = ReadText(query);
  }
  text->turns = TurnsOfText(connection, text_id);
  return text;
}

std::vector<StoredTurn> TurnsOfText(Connection& connection, absl::string_view text_id) {
  std::vector<StoredTurn> turns;
  sql::Query query = connection.Prepare("Turns");
  query.Bind(1, text_id);
  while (query.Next()) {
    turns.push_back(
        {{query.Number(0), query.Number(1)}, query.Text(2), query.Number(3), query.Number(4)});
  }
  return turns;
}

std::vector<StoredText> TextsBehind(Connection& connection, absl::string_view case_id,
                                    absl::string_view text_id, int most) {
  std::vector<StoredText> texts;
  sql::Query query = connection.Prepare("TextsBehind");
  query.Bind(1, case_id).Bind(2, text_id).Bind(3, int64_t{most});
  while (query.Next()) texts.push_back(ReadText(query));
  return texts;
}

std::vector<std::string> CasesWithMaterial(Connection& connection) {
  std::vector<std::string> ids;
  sql::Query query = connection.Prepare("CasesWithMaterial");
  while (query.Next()) ids.push_back(query.Text(0));
  return ids;
}

std::vector<TextTitle> Titles(Connection& connection) {
  std::vector<TextTitle> titles;
  sql::Query query = connection.Prepare("Titles");
  while (query.Next()) titles.push_back({query.Text(0), query.Text(1), query.Text(2)});
  return titles;
}

void Retitle(Connection& connection, absl::string_view text_id, absl::string_view title) {
  connection.Prepare("Retitle").Bind(1, text_id).Bind(2, title).Run();
}

int64_t CountTexts(Connection& connection) {
  sql::Query query = connection.Prepare("CountTexts");
  return query.Next() ? query.Number(0) : 0;
}

int64_t CountTurns(Connection& connection) {
  sql::Query query = connection.Prepare("CountTurns");
  return query.Next() ? query.Number(0) : 0;
}

absl::Status CheckRevision(absl::string_view text, int64_t revision, int64_t decided) {
  if (revision == decided) return absl::OkStatus();
  return rpc::Error(
      type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
      absl::StrCat(text, " is at revision ", revision, "; read it again and decide again"),
      {{"resource", text}});
}

absl::StatusOr<Moved> ChangeText(Connection& connection, const TextChange& change, Move move) {
  const std::optional<TextPlace> place = PlaceOf(connection, change.text_id);
  if (!place.has_value()) return rpc::NotFound(change.text_id);
  const std::string name = TextName(connection, place->case_id, change.text_id);
  if (absl::Status s = CheckRevision(name, place->revision, change.revision); !s.ok()) return s;
  const std::vector<StoredQuoteSource> sources = QuoteSourcesOfText(connection, change.text_id);
  // The former words are read only where it is told that they are others.
  std::optional<StoredText> former;
  if (!sources.empty()) former = FindText(connection, change.text_id);
  connection.Prepare("ReplaceText")
      .Bind(1, change.text_id)
      .Bind(2, change.content)
      .Bind(3, change.code_points)
      .Bind(4, change.time)
      .Run();
  ReplaceTurns(connection, change.text_id, change.turns);
  Moved moved{place->revision + 1};
  MoveCodings(connection, change.text_id, move, &moved);
  MoveMemos(connection, change.text_id, move);
  MoveForeign(connection, change.text_id, move);
  if (former.has_value()) {
    MoveQuoteSources(connection, sources, former->content, change.content, move, &moved);
  }
  return moved;
}

bool RemoveText(Connection& connection, absl::string_view text_id) {
  for (const char* statement :
       {"RemoveTurns", "RemoveCodings", "RemoveMemos", "RemoveQuoteSourcesOfText"}) {
    connection.Prepare(statement).Bind(1, text_id).Run();
  }
  LoseForeignOfText(connection, text_id);
  return connection.Prepare("RemoveText").Bind(1, text_id).Run() > 0;
}

int RemoveTextsOfCase(Connection& connection, absl::string_view case_id) {
  std::vector<std::string> ids;
  {
    sql::Query query = connection.Prepare("TextIdsOfCase");
    query.Bind(1, case_id);
    while (query.Next()) ids.push_back(query.Text(0));
  }
  for (const std::string& id : ids) RemoveText(connection, id);
  connection.Prepare("RemoveMemosOfCase").Bind(1, case_id).Run();
  LoseForeignOfCase(connection, case_id);
  return static_cast<int>(ids.size());
}

}  // namespace lotse::survey::qualitative
