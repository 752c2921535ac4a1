#include "services/survey/qualitative/material/foreign_rows.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"
#include "services/survey/qualitative/material/coding_rows.h"

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;

using Kind = ForeignPlace::Kind;

// A thing by coder and guid.
using Key = std::pair<std::string, std::string>;

int64_t NumberOf(Kind kind) { return static_cast<int64_t>(kind); }

std::vector<Key> ReadKeys(sql::Query& query) {
  std::vector<Key> keys;
  while (query.Next()) keys.emplace_back(query.Text(0), query.Text(1));
  return keys;
}

std::vector<Key> KeysOf(Connection& connection, absl::string_view statement, absl::string_view id) {
  sql::Query query = connection.Prepare(statement);
  query.Bind(1, id);
  return ReadKeys(query);
}

std::vector<Key> KeysTiedTo(Connection& connection, Kind kind, absl::string_view id) {
  sql::Query query = connection.Prepare("ForeignTiedTo");
  query.Bind(1, NumberOf(kind)).Bind(2, id);
  return ReadKeys(query);
}

void Remove(Connection& connection, const Key& key) {
  for (const char* statement : {"RemoveForeignTies", "RemoveForeignThing"}) {
    connection.Prepare(statement).Bind(1, key.first).Bind(2, key.second).Run();
  }
}

// Whether a thing has fewer ties that hold it than it needs; also if it is gone.
bool Lacks(Connection& connection, const Key& key) {
  int64_t needed = 0;
  {
    sql::Query query = connection.Prepare("ForeignNeeds");
    query.Bind(1, key.first).Bind(2, key.second);
    if (!query.Next()) return true;
    needed = query.Number(0);
  }
  sql::Query query = connection.Prepare("ForeignHolds");
  query.Bind(1, key.first).Bind(2, key.second);
  for (; needed > 0; --needed) {
    if (!query.Next()) return true;
  }
  return false;
}

// Takes those out that lost what holds them, and what hangs on these, and so on.
void Settle(Connection& connection, std::vector<Key> touched) {
  while (!touched.empty()) {
    const Key key = std::move(touched.back());
    touched.pop_back();
    if (!Lacks(connection, key)) continue;
    Remove(connection, key);
    const std::string thing = KeyOf(key.first, key.second);
    for (Key& each : KeysTiedTo(connection, Kind::kThing, thing)) {
      touched.push_back(std::move(each));
    }
    connection.Prepare("RemoveForeignTiesTo").Bind(1, NumberOf(Kind::kThing)).Bind(2, thing).Run();
  }
}

void AddTie(Connection& connection, const ForeignThing& thing, int64_t number,
            const ForeignTie& tie) {
  connection.Prepare("AddForeignTie")
      .Bind(1, thing.coder)
      .Bind(2, thing.guid)
      .Bind(3, number)
      .Bind(4, static_cast<int64_t>(tie.role))
      .Bind(5, int64_t{Holds(thing, tie)})
      .Bind(6, NumberOf(tie.place.kind))
      .Bind(7, tie.place.id)
      .Bind(8, tie.place.within)
      .Bind(9, tie.place.span.begin)
      .Bind(10, tie.place.span.end)
      .Bind(11, int64_t{tie.type})
      .Bind(12, tie.value)
      .Bind(13, tie.text_id)
      .Bind(14, tie.case_id)
      .Run();
}

bool LocateIn(Connection& connection, absl::string_view text_id, ForeignTie* tie) {
  const std::optional<TextPlace> place = PlaceOf(connection, text_id);
  if (!place.has_value()) return false;
  tie->text_id = std::string(text_id);
  tie->case_id = place->case_id;
  return true;
}

}  // namespace

std::vector<ForeignThing> AllForeign(Connection& connection) {
  std::vector<ForeignThing> things;
  absl::flat_hash_map<std::string, size_t> places;  // By key.
  {
    sql::Query query = connection.Prepare("ForeignThings");
    while (query.Next()) {
      ForeignThing& thing = things.emplace_back();
      thing.coder = query.Text(0);
      thing.guid = query.Text(1);
      thing.kind = static_cast<ForeignThing::Kind>(query.Number(2));
      thing.name = query.Text(3);
      thing.description = query.Text(4);
      thing.direction = query.Text(5);
      thing.color = query.Text(6);
      thing.type = static_cast<int>(query.Number(7));
      thing.needed = static_cast<int>(query.Number(8));
      places[KeyOf(thing)] = things.size() - 1;
    }
  }
  sql::Query query = connection.Prepare("ForeignTies");
  while (query.Next()) {
    const auto place = places.find(KeyOf(query.View(0), query.View(1)));
    if (place == places.end()) continue;
    ForeignTie& tie = things[place->second].ties.emplace_back();
    tie.role = static_cast<ForeignTie::Role>(query.Number(2));
    tie.place.kind = static_cast<Kind>(query.Number(3));
    tie.place.id = query.Text(4);
    tie.place.within = query.Text(5);
    tie.place.span = {query.Number(6), query.Number(7)};
    tie.type = static_cast<int>(query.Number(8));
    tie.value = query.Text(9);
    tie.text_id = query.Text(10);
    tie.case_id = query.Text(11);
  }
  return things;
}

bool Locate(Connection& connection, ForeignTie* tie) {
  const ForeignPlace& place = tie->place;
  tie->text_id.clear();
  tie->case_id.clear();
  switch (place.kind) {
    case Kind::kText:
    case Kind::kPart:
      return LocateIn(connection, place.id, tie);
    case Kind::kCoding: {
      const std::optional<StoredCoding> coding = FindCoding(connection, place.id);
      return coding.has_value() && LocateIn(connection, coding->text_id, tie);
    }
    case Kind::kMemo: {
      std::optional<StoredMemo> memo = FindMemo(connection, place.id);
      if (!memo.has_value()) return false;
      tie->text_id = std::move(memo->text_id);
      tie->case_id = std::move(memo->case_id);
      return true;
    }
    case Kind::kCase:
    case Kind::kPerson:
      tie->case_id = place.id;
      return true;
    case Kind::kCodebook:
    case Kind::kCode:
    case Kind::kThing:
      return true;
  }
  return true;
}

void PutForeign(Connection& connection, ForeignThing thing) {
  const int needed = NeededTies(thing);
  std::vector<ForeignTie> there;
  for (ForeignTie& tie : thing.ties) {
    if (Locate(connection, &tie)) there.push_back(std::move(tie));
  }
  thing.ties = std::move(there);
  thing.needed = NeededTies(thing);
  Remove(connection, {thing.coder, thing.guid});
  if (thing.needed < needed) return;
  connection.Prepare("AddForeignThing")
      .Bind(1, thing.coder)
      .Bind(2, thing.guid)
      .Bind(3, static_cast<int64_t>(thing.kind))
      .Bind(4, thing.name)
      .Bind(5, thing.description)
      .Bind(6, thing.direction)
      .Bind(7, thing.color)
      .Bind(8, int64_t{thing.type})
      .Bind(9, int64_t{thing.needed})
      .Run();
  int64_t number = 0;
  for (const ForeignTie& tie : thing.ties) AddTie(connection, thing, number++, tie);
}

bool IsTiedTo(Connection& connection, Kind kind, absl::string_view id) {
  return !KeysTiedTo(connection, kind, id).empty();
}

void LoseForeignOfText(Connection& connection, absl::string_view text_id) {
  std::vector<Key> touched = KeysOf(connection, "ForeignOfText", text_id);
  if (touched.empty()) return;
  connection.Prepare("RemoveForeignTiesOfText").Bind(1, text_id).Run();
  Settle(connection, std::move(touched));
}

void LoseForeignOfCase(Connection& connection, absl::string_view case_id) {
  std::vector<Key> touched = KeysOf(connection, "ForeignOfCase", case_id);
  if (touched.empty()) return;
  connection.Prepare("RemoveForeignTiesOfCase").Bind(1, case_id).Run();
  Settle(connection, std::move(touched));
}

void LoseForeignTo(Connection& connection, Kind kind, absl::string_view id) {
  std::vector<Key> touched = KeysTiedTo(connection, kind, id);
  if (touched.empty()) return;
  connection.Prepare("RemoveForeignTiesTo").Bind(1, NumberOf(kind)).Bind(2, id).Run();
  Settle(connection, std::move(touched));
}

void LoseForeignToGoneMemos(Connection& connection) {
  std::vector<Key> touched;
  {
    sql::Query query = connection.Prepare("ForeignTiedToGoneMemos");
    query.Bind(1, NumberOf(Kind::kMemo));
    touched = ReadKeys(query);
  }
  if (touched.empty()) return;
  connection.Prepare("RemoveForeignTiesToGoneMemos").Bind(1, NumberOf(Kind::kMemo)).Run();
  Settle(connection, std::move(touched));
}

void TurnForeign(Connection& connection, const ForeignPlace& from, const ForeignPlace& to) {
  connection.Prepare("TurnForeignTies")
      .Bind(1, NumberOf(from.kind))
      .Bind(2, from.id)
      .Bind(3, from.within)
      .Bind(4, to.id)
      .Bind(5, to.within)
      .Run();
}

void MoveForeign(Connection& connection, absl::string_view text_id, Move move) {
  struct Part {
    Key key;
    int64_t number = 0;
    TextSpan span = {};
  };
  std::vector<Part> parts;
  {
    sql::Query query = connection.Prepare("ForeignPartTies");
    query.Bind(1, NumberOf(Kind::kPart)).Bind(2, text_id);
    while (query.Next()) {
      parts.push_back(
          {{query.Text(0), query.Text(1)}, query.Number(2), {query.Number(3), query.Number(4)}});
    }
  }
  std::vector<Key> touched;
  for (const Part& part : parts) {
    const std::optional<TextSpan> span = move(part.span);
    if (span == part.span) continue;
    if (!span.has_value()) {
      connection.Prepare("RemoveForeignTie")
          .Bind(1, part.key.first)
          .Bind(2, part.key.second)
          .Bind(3, part.number)
          .Run();
      touched.push_back(part.key);
      continue;
    }
    connection.Prepare("MoveForeignTie")
        .Bind(1, part.key.first)
        .Bind(2, part.key.second)
        .Bind(3, part.number)
        .Bind(4, span->begin)
        .Bind(5, span->end)
        .Run();
  }
  Settle(connection, std::move(touched));
}

}  // namespace lotse::survey::qualitative
