#include "runtime/history/feed.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/filter/filter.h"
#include "runtime/rpc/error.h"
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

// The logs that `parent` means and that have more than the reader, with their last
// numbers.
std::vector<std::pair<std::string, int64_t>> Unread(sql::Connection& connection,
                                                    absl::string_view parent,
                                                    const Cursor& cursor) {
  absl::string_view prefix = parent;
  const bool below = absl::ConsumeSuffix(&prefix, "-");
  absl::ConsumeSuffix(&prefix, "/");
  std::vector<std::pair<std::string, int64_t>> unread;
  sql::Query query = connection.Prepare("HeadsBelow");
  // '0' is the character behind the slash.
  query.Bind(1, prefix).Bind(2, below ? absl::StrCat(prefix, prefix.empty() ? "\x7F" : "0")
                                      : absl::StrCat(prefix, "\x01"));
  while (query.Next()) {
    const absl::string_view owner = query.View(0);
    const bool meant = prefix.empty() || owner == prefix ||
                       (below && absl::StartsWith(owner, absl::StrCat(prefix, "/")));
    if (meant && query.Number(1) > cursor.Of(owner)) {
      unread.emplace_back(owner, query.Number(1));
    }
  }
  return unread;
}

}  // namespace

absl::StatusOr<Cursor> Cursor::FromText(const rpc::TokenKey& key, absl::string_view parent,
                                        absl::string_view text) {
  const absl::StatusOr<std::string> bytes =
      rpc::ReadPageToken(key, absl::StrCat("changes\n", parent), text);
  if (!bytes.ok()) return bytes.status();
  Cursor cursor;
  for (size_t i = 0; i + kHashBytes + kNumberBytes <= bytes->size();
       i += kHashBytes + kNumberBytes) {
    int64_t sequence = 0;
    for (size_t k = 0; k < kNumberBytes; ++k) {
      sequence = sequence << 8 | static_cast<uint8_t>((*bytes)[i + kHashBytes + k]);
    }
    cursor.sequences_[bytes->substr(i, kHashBytes)] = sequence;
  }
  return cursor;
}

std::string Cursor::ToText(const rpc::TokenKey& key, absl::string_view parent) const {
  std::string bytes;
  for (const auto& [hash, sequence] : sequences_) {
    bytes += hash;
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(static_cast<uint64_t>(sequence) >> shift & 0xFF));
    }
  }
  return rpc::MakePageToken(key, absl::StrCat("changes\n", parent), bytes);
}

int64_t Cursor::Of(absl::string_view owner) const {
  if (sequences_.empty()) return 0;
  const auto it = sequences_.find(HashOf(owner));
  return it == sequences_.end() ? 0 : it->second;
}

void Cursor::Set(absl::string_view owner, int64_t sequence) {
  sequences_[HashOf(owner)] = sequence;
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
  *change.mutable_create_time() = resource::ToProto(absl::FromUnixMicros(entry.create_time_us));
  change.set_erased(entry.erased_by != 0);
  change.set_digest(entry.digest);
  change.set_hash(entry.hash);
  if (without_content || entry.content.empty()) return change;
  const schema::Kind* kind = schema.KindOfNumber(static_cast<int32_t>(entry.kind));
  const std::string type = entry.verb == "ERASE" ? type::v1alpha::Erasure::descriptor()->full_name()
                           : kind != nullptr     ? kind->prototype->GetDescriptor()->full_name()
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
  *more = false;
  int scanned = 0;
  size_t bytes = 0;
  for (const auto& [owner, last] : Unread(tx.connection(), query.parent, *cursor)) {
    int64_t reached = cursor->Of(owner);
    const auto full = [&] {
      return static_cast<int>(changes->size()) == query.limit || scanned == kMostEntriesScanned ||
             bytes >= resource::Tx::kMaxPageBytes;
    };
    if (!full()) {
      ReadEntries(tx.connection(), owner, reached, kMostEntriesScanned, [&](const Entry& entry) {
        if (full()) return false;
        ++scanned;
        reached = entry.sequence;
        Change change = ToChange(tx.schema(), entry, query.without_content);
        if (!filter->Matches(change)) return true;
        bytes += entry.content.size();
        changes->push_back(std::move(change));
        return true;
      });
      cursor->Set(owner, reached);
    }
    *more |= reached < last;
  }
  return absl::OkStatus();
}

}  // namespace lotse::history
