#include "services/survey/qualitative/material/coding_rows.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/material/foreign_rows.h"

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

StoredMemo ReadMemo(const sql::Query& query) {
  StoredMemo memo;
  memo.memo_id = query.Text(0);
  memo.text_id = query.Text(1);
  memo.case_id = query.Text(2);
  memo.subject = query.Text(3);
  if (query.Number(4) != kNoPart) memo.span = TextSpan{query.Number(4), query.Number(5)};
  memo.coder = query.Text(6);
  memo.content = query.Text(7);
  memo.create_time = query.Number(8);
  memo.update_time = query.Number(9);
  return memo;
}

std::vector<StoredMemo> ReadMemos(sql::Query& query) {
  std::vector<StoredMemo> memos;
  while (query.Next()) memos.push_back(ReadMemo(query));
  return memos;
}

// Where a memo is from now on.
void PutMemo(Connection& connection, const StoredMemo& memo) {
  connection.Prepare("MoveMemo")
      .Bind(1, memo.memo_id)
      .Bind(2, memo.subject)
      .Bind(3, memo.span.has_value() ? memo.span->begin : kNoPart)
      .Bind(4, memo.span.has_value() ? memo.span->end : kNoPart)
      .Run();
}

std::string CodingName(absl::string_view study, absl::string_view coding_id) {
  return absl::StrCat(study, "/codings/", coding_id);
}

// Takes a coding out and leaves the memos on it where they are.
bool TakeOut(Connection& connection, absl::string_view coding_id) {
  return connection.Prepare("RemoveCoding").Bind(1, coding_id).Run() > 0;
}

// No two codings of a text have the same: its part, the code and the coder.
using CodingPlace = std::tuple<int64_t, int64_t, absl::string_view, absl::string_view>;

CodingPlace PlaceOfCoding(const StoredCoding& coding, TextSpan span) {
  return {span.begin, span.end, coding.code_id, coding.coder};
}

// What was noted of a coding outlives it: it goes over to the coding that stays in its place, or
// to its part of the text. So does what came of another program, but not to the text: a link has
// lost its end then.
void HandOver(Connection& connection, const StoredCoding& gone,
              const std::optional<StoredCoding>& stays) {
  constexpr ForeignPlace::Kind kCoding = ForeignPlace::Kind::kCoding;
  if (stays.has_value()) {
    TurnForeign(connection, {kCoding, gone.coding_id}, {kCoding, stays->coding_id});
  } else {
    LoseForeignTo(connection, kCoding, gone.coding_id);
  }
  const std::string study = StudyOf(connection);
  for (StoredMemo& memo : MemosOf(connection, CodingName(study, gone.coding_id))) {
    if (stays.has_value()) {
      memo.subject = CodingName(study, stays->coding_id);
    } else {
      const std::optional<TextPlace> place = PlaceOf(connection, gone.text_id);
      memo.subject =
          TextName(connection, place.has_value() ? place->case_id : memo.case_id, gone.text_id);
      if (!memo.span.has_value()) memo.span = gone.span;
    }
    PutMemo(connection, memo);
  }
}

}  // namespace

std::optional<TextPlace> PlaceOf(Connection& connection, absl::string_view text_id) {
  sql::Query query = connection.Prepare("PlaceOfText");
  query.Bind(1, text_id);
  if (!query.Next()) return std::nullopt;
  return TextPlace{query.Text(0), query.Number(1)};
}

absl::StatusOr<StoredCoding> AddCoding(Connection& connection, const StoredCoding& coding) {
  if (!PlaceOf(connection, coding.text_id).has_value()) return rpc::NotFound(coding.text_id);
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
  const std::optional<StoredCoding> coding = FindCoding(connection, coding_id);
  if (!coding.has_value()) return false;
  HandOver(connection, *coding, std::nullopt);
  return TakeOut(connection, coding_id);
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

std::vector<StoredCoding> CodingsBehind(Connection& connection, const StoredCoding& last,
                                        int most) {
  sql::Query query = connection.Prepare("CodingsBehind");
  query.Bind(1, last.text_id)
      .Bind(2, last.span.begin)
      .Bind(3, last.span.end)
      .Bind(4, last.code_id)
      .Bind(5, last.coder)
      .Bind(6, int64_t{most});
  return ReadCodings(query);
}

int64_t CountCodings(Connection& connection) {
  sql::Query query = connection.Prepare("CountCodings");
  return query.Next() ? query.Number(0) : 0;
}

bool AnyCoding(Connection& connection) { return connection.Prepare("AnyCoding").Next(); }

void Recode(Connection& connection, const StoredCoding& coding, absl::string_view code_id) {
  StoredCoding recoded = coding;
  recoded.code_id = std::string(code_id);
  TakeOut(connection, coding.coding_id);
  if (!Insert(connection, recoded)) {
    HandOver(connection, coding, SameCoding(connection, recoded));
  }
}

void ReplaceCoding(Connection& connection, const StoredCoding& gone, const StoredCoding& stays) {
  HandOver(connection, gone, stays);
  TakeOut(connection, gone.coding_id);
}

std::string StudyOf(Connection& connection) {
  sql::Query query = connection.Prepare("MaterialName");
  return query.Next() ? query.Text(0) : "";
}

std::string TextName(Connection& connection, absl::string_view case_id, absl::string_view text_id) {
  return absl::StrCat(StudyOf(connection), "/cases/", case_id, "/texts/", text_id);
}

bool SayTheSame(const StoredMemo& one, const StoredMemo& other) {
  return one.subject == other.subject && one.span == other.span && one.coder == other.coder &&
         one.content == other.content;
}

absl::Status AddMemo(Connection& connection, const StoredMemo& memo) {
  std::string case_id = memo.case_id;
  if (!memo.text_id.empty()) {
    std::optional<TextPlace> place = PlaceOf(connection, memo.text_id);
    if (!place.has_value()) return rpc::NotFound(memo.text_id);
    case_id = std::move(place->case_id);
  }
  if (FindMemo(connection, memo.memo_id).has_value()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      "there is a memo with this id; choose another id",
                      {{"resource", memo.memo_id}});
  }
  connection.Prepare("AddMemo")
      .Bind(1, memo.memo_id)
      .Bind(2, memo.text_id)
      .Bind(3, case_id)
      .Bind(4, memo.subject)
      .Bind(5, memo.span.has_value() ? memo.span->begin : kNoPart)
      .Bind(6, memo.span.has_value() ? memo.span->end : kNoPart)
      .Bind(7, memo.coder)
      .Bind(8, memo.content)
      .Bind(9, memo.create_time)
      .Bind(10, memo.update_time)
      .Run();
  return absl::OkStatus();
}

absl::Status ChangeMemo(Connection& connection, absl::string_view memo_id, absl::string_view coder,
                        absl::string_view content, int64_t time) {
  const int64_t changed = connection.Prepare("ChangeMemo")
                              .Bind(1, memo_id)
                              .Bind(2, coder)
                              .Bind(3, content)
                              .Bind(4, time)
                              .Run();
  return changed > 0 ? absl::OkStatus() : rpc::NotFound(memo_id);
}

bool RemoveMemo(Connection& connection, absl::string_view memo_id) {
  LoseForeignTo(connection, ForeignPlace::Kind::kMemo, memo_id);
  return connection.Prepare("RemoveMemo").Bind(1, memo_id).Run() > 0;
}

std::optional<StoredMemo> FindMemo(Connection& connection, absl::string_view memo_id) {
  sql::Query query = connection.Prepare("Memo");
  query.Bind(1, memo_id);
  if (!query.Next()) return std::nullopt;
  return ReadMemo(query);
}

MemoPage MemosBehind(Connection& connection, const MemoRange& range) {
  const bool of_all = range.subject.empty();
  sql::Query query = connection.Prepare(of_all ? "MemosBehind" : "MemosOfBehind");
  int at = 0;
  if (!of_all) query.Bind(++at, range.subject);
  query.Bind(++at, range.memo_id);
  query.Bind(++at, int64_t{range.most});
  MemoPage page;
  size_t bytes = 0;
  while (query.Next()) {
    page.memos.push_back(ReadMemo(query));
    bytes += page.memos.back().content.size();
    page.more = bytes > range.most_bytes || page.memos.size() >= static_cast<size_t>(range.most);
    if (page.more) break;
  }
  return page;
}

std::vector<StoredMemo> MemosOf(Connection& connection, absl::string_view subject) {
  sql::Query query = connection.Prepare("MemosOf");
  query.Bind(1, subject);
  return ReadMemos(query);
}

void RemoveMemosOf(Connection& connection, absl::string_view subject) {
  connection.Prepare("RemoveMemosOf").Bind(1, subject).Run();
  // `0` is the sign behind `/`.
  connection.Prepare("RemoveMemosBetween")
      .Bind(1, absl::StrCat(subject, "/"))
      .Bind(2, absl::StrCat(subject, "0"))
      .Run();
  LoseForeignToGoneMemos(connection);
}

void MoveCodings(Connection& connection, absl::string_view text_id, Move move, Moved* moved) {
  std::vector<StoredCoding> codings = CodingsOfText(connection, text_id);
  if (codings.empty()) return;
  // The last first where a text grows: the place of one is free by then of the one behind it.
  const std::optional<TextSpan> last = move(codings.back().span);
  if (last.has_value() && last->begin > codings.back().span.begin) {
    std::reverse(codings.begin(), codings.end());
  }
  absl::flat_hash_set<CodingPlace> taken;
  for (const StoredCoding& coding : codings) taken.insert(PlaceOfCoding(coding, coding.span));
  // Whose place another has, which may move itself.
  std::vector<StoredCoding> waiting;
  for (const StoredCoding& coding : codings) {
    const std::optional<TextSpan> span = move(coding.span);
    if (span == coding.span) continue;
    taken.erase(PlaceOfCoding(coding, coding.span));
    if (!span.has_value()) {
      TakeOut(connection, coding.coding_id);
      // Its part is that of the former text here; MoveMemos moves it.
      HandOver(connection, coding, std::nullopt);
      ++moved->deleted_codings;
    } else if (taken.insert(PlaceOfCoding(coding, *span)).second) {
      connection.Prepare("MoveCoding")
          .Bind(1, coding.coding_id)
          .Bind(2, span->begin)
          .Bind(3, span->end)
          .Run();
      ++moved->codings;
    } else {
      TakeOut(connection, coding.coding_id);
      waiting.push_back(coding);
      waiting.back().span = *span;
    }
  }
  for (const StoredCoding& coding : waiting) {
    if (Insert(connection, coding)) {
      ++moved->codings;
      continue;
    }
    ++moved->deleted_codings;
    HandOver(connection, coding, SameCoding(connection, coding));
  }
}

void MoveMemos(Connection& connection, absl::string_view text_id, Move move) {
  std::vector<StoredMemo> memos;
  {
    sql::Query query = connection.Prepare("MemosOfText");
    query.Bind(1, text_id);
    memos = ReadMemos(query);
  }
  for (StoredMemo& memo : memos) {
    if (!memo.span.has_value()) continue;
    const std::optional<TextSpan> span = move(*memo.span);
    if (span == memo.span) continue;
    memo.span = span;
    PutMemo(connection, memo);
  }
}

}  // namespace lotse::survey::qualitative
