#include "runtime/history/feed.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/filter/filter.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"

namespace lotse::history {

using type::v1alpha::Change;

namespace {

constexpr size_t kHashBytes = 20;
constexpr size_t kNumberBytes = 8;
constexpr char kOwners[][50] = {"programmes/{programme}",
                                "programmes/{programme}/engagements/{engagement}",
                                "administrations/{administration}"};
constexpr char kTerritories[] = "territories";

std::string HashOf(absl::string_view owner) {
  const auto digest = types::Sha256(owner);
  return std::string(reinterpret_cast<const char*>(digest.data()), kHashBytes);
}

bool IsOwner(absl::string_view name) {
  return name == kTerritories ||
         std::any_of(std::begin(kOwners), std::end(kOwners),
                     [&](const char* pattern) { return !types::MatchName(pattern, name).empty(); });
}

// A log that `parent` means.
struct Log {
  std::string owner;
  int64_t last = 0;  // Number of its last entry.
  std::string hash;  // Of that entry.
};

std::vector<Log> LogsOf(sql::Connection& connection, absl::string_view parent) {
  absl::string_view prefix = parent;
  const bool below = absl::ConsumeSuffix(&prefix, "-");
  absl::ConsumeSuffix(&prefix, "/");
  std::vector<Log> logs;
  sql::Query query = connection.Prepare("HeadsBelow");
  // '0' is the character behind the slash.
  query.Bind(1, prefix).Bind(2, below ? absl::StrCat(prefix, prefix.empty() ? "\x7F" : "0")
                                      : absl::StrCat(prefix, "\x01"));
  while (query.Next()) {
    const absl::string_view owner = query.View(0);
    const bool meant = prefix.empty() || owner == prefix ||
                       (below && absl::StartsWith(owner, absl::StrCat(prefix, "/")));
    if (meant) logs.push_back({std::string(owner), query.Number(1), query.Text(2)});
  }
  return logs;
}

// Whether every log still has what the reader has. After a restore it may not, and
// a reader that went on would miss what came instead.
absl::Status CheckReaderIsRight(sql::Connection& connection, const std::vector<Log>& logs,
                                const Cursor& cursor) {
  size_t known = 0;
  bool right = true;
  for (const Log& log : logs) {
    const Cursor::Place place = cursor.Of(log.owner);
    if (place.sequence == 0) continue;
    ++known;
    if (place.sequence == log.last) {  // Mostly: nothing new.
      right &= absl::StartsWith(log.hash, place.mark);
      continue;
    }
    sql::Query query = connection.Prepare("HashOfEntry");
    query.Bind(1, log.owner).Bind(2, place.sequence);
    right &= query.Next() && absl::StartsWith(query.View(0), place.mark);
  }
  if (right && known == cursor.size()) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
                    "cursor: the log is not the one that was read, as after a restore; read it "
                    "again from the start");
}

// Who may see that something was changed may not read all that is changed.
bool Opens(const resource::Tx& tx, const Entry& entry) {
  const schema::Kind* kind = tx.schema().KindOfName(entry.resource);
  return kind == nullptr || tx.view().Opens(kind->read, entry.resource);
}

bool IsOfTypes(const schema::Schema& schema, absl::string_view resource,
               const std::vector<std::string>& types) {
  if (types.empty()) return true;
  const schema::Kind* kind = schema.KindOfName(resource);
  return kind != nullptr && std::count(types.begin(), types.end(), kind->type) > 0;
}

}  // namespace

absl::StatusOr<Cursor> Cursor::FromText(const rpc::TokenKey& key, absl::string_view parent,
                                        absl::string_view text) {
  const absl::StatusOr<std::string> bytes =
      rpc::ReadPageToken(key, absl::StrCat("changes\n", parent), text);
  if (!bytes.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
                      "cursor: not one of this feed; send the next_cursor of its last answer, or "
                      "none to begin anew");
  }
  Cursor cursor;
  constexpr size_t kPlaceBytes = kHashBytes + kNumberBytes + kMarkBytes;
  for (size_t i = 0; i + kPlaceBytes <= bytes->size(); i += kPlaceBytes) {
    Place place;
    for (size_t k = 0; k < kNumberBytes; ++k) {
      place.sequence = place.sequence << 8 | static_cast<uint8_t>((*bytes)[i + kHashBytes + k]);
    }
    place.mark = bytes->substr(i + kHashBytes + kNumberBytes, kMarkBytes);
    cursor.places_[bytes->substr(i, kHashBytes)] = std::move(place);
  }
  return cursor;
}

std::string Cursor::ToText(const rpc::TokenKey& key, absl::string_view parent) const {
  std::string bytes;
  for (const auto& [hash, place] : places_) {
    bytes += hash;
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(static_cast<uint64_t>(place.sequence) >> shift & 0xFF));
    }
    bytes += place.mark;
  }
  return rpc::MakePageToken(key, absl::StrCat("changes\n", parent), bytes);
}

Cursor::Place Cursor::Of(absl::string_view owner) const {
  const auto it = places_.empty() ? places_.end() : places_.find(HashOf(owner));
  return it == places_.end() ? Place() : it->second;
}

void Cursor::Set(absl::string_view owner, const Entry& last) {
  places_[HashOf(owner)] = {last.sequence, last.hash.substr(0, kMarkBytes)};
}

std::string CheckFeedParent(absl::string_view parent) {
  absl::string_view prefix = parent;
  if (parent == "-" || IsOwner(parent)) return "";
  const bool many = absl::ConsumeSuffix(&prefix, "/-");
  if (many && (IsOwner(prefix) || prefix == "programmes" || prefix == "administrations")) return "";
  return absl::StrCat(parent.empty() ? "missing" : "no owner",
                      "; give one like programmes/vopi/engagements/uster, a prefix like "
                      "programmes/vopi/-, or - for all");
}

std::string CheckOneOwner(absl::string_view parent) {
  if (IsOwner(parent)) return "";
  return absl::StrCat(parent.empty() ? "missing" : "is not one owner",
                      "; give one like programmes/vopi or programmes/vopi/engagements/uster");
}

Change ToChange(const schema::Schema& schema, const Entry& entry, bool without_content) {
  Change change;
  change.set_owner(entry.owner);
  change.set_sequence(entry.sequence);
  change.set_resource(entry.resource);
  change.set_verb(entry.verb);
  change.set_actor(entry.actor);
  change.set_role(entry.role);
  change.set_reason(entry.reason);
  change.set_request_id(entry.request_id);
  change.set_revision(entry.revision);
  *change.mutable_create_time() = types::ToTimestamp(absl::FromUnixMicros(entry.create_time_us));
  change.set_erased(entry.erased_by != 0);
  change.set_digest(entry.digest);
  change.set_hash(entry.hash);
  if (without_content || entry.content.empty()) return change;
  const schema::Kind* kind = schema.KindOfName(entry.resource);
  const std::string type = entry.verb == kErase ? type::v1alpha::Erasure::descriptor()->full_name()
                           : kind != nullptr    ? kind->prototype->GetDescriptor()->full_name()
                                                : "";
  if (type.empty()) return change;  // Of a kind that this version does not know.
  change.mutable_content()->set_type_url(absl::StrCat("type.googleapis.com/", type));
  change.mutable_content()->set_value(entry.content);
  return change;
}

absl::Status ReadFeed(resource::Tx& tx, const FeedQuery& query, Cursor* cursor,
                      std::vector<Change>* changes, bool* more) {
  const auto filter = filter::Filter::Parse(query.filter, *Change::descriptor());
  if (!filter.ok()) {
    return rpc::InvalidFields({{"filter", std::string(filter.status().message())}});
  }
  const std::vector<Log> logs = LogsOf(tx.connection(), query.parent);
  if (absl::Status s = CheckReaderIsRight(tx.connection(), logs, *cursor); !s.ok()) return s;
  *more = false;
  int scanned = 0;
  size_t bytes = 0;
  const auto full = [&] {
    return static_cast<int>(changes->size()) == query.limit || scanned == kMostEntriesScanned;
  };
  for (const Log& log : logs) {
    if (!tx.view().Shows(log.owner)) continue;
    int64_t reached = cursor->Of(log.owner).sequence;
    if (reached == log.last) continue;
    ReadEntries(tx.connection(), log.owner, reached, kMostEntriesScanned, [&](const Entry& entry) {
      const size_t more_bytes = query.without_content ? 0 : entry.content.size();
      const bool too_large = !changes->empty() && bytes + more_bytes > resource::Tx::kMaxPageBytes;
      if (full() || too_large) return false;
      ++scanned;
      reached = entry.sequence;
      cursor->Set(log.owner, entry);
      if (!IsOfTypes(tx.schema(), entry.resource, query.types)) return true;
      Change change = ToChange(tx.schema(), entry, query.without_content || !Opens(tx, entry));
      if (!filter->Matches(change)) return true;
      bytes += more_bytes;
      changes->push_back(std::move(change));
      return true;
    });
    *more |= reached < log.last;
  }
  return absl::OkStatus();
}

}  // namespace lotse::history
