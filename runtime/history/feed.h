#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/resource/tx.h"

// The feed: the change logs of one owner or of many, from where a reader stands.
namespace lotse::history {

// How far a reader of some logs came: by owner the number of the last entry that it
// has, and the beginning of its hash, so that a log that was put back to an earlier
// state is not taken for the same one. To be kept by the reader as an opaque text,
// encrypted, of 32 bytes an owner before it is encoded.
class Cursor {
 public:
  // Reads what ToText gave for the same parent; an empty text is the start.
  // INVALID_PAGE_TOKEN.
  static absl::StatusOr<Cursor> FromText(const rpc::TokenKey& key, absl::string_view parent,
                                         absl::string_view text);
  std::string ToText(const rpc::TokenKey& key, absl::string_view parent) const;

  // Bytes of an entry's hash that are kept.
  static constexpr size_t kMarkBytes = 4;

  struct Place {
    int64_t sequence = 0;
    std::string mark;
  };
  Place Of(absl::string_view owner) const;
  void Set(absl::string_view owner, const Entry& last);

  size_t size() const { return places_.size(); }

 private:
  // By a hash of the owner's name, which keeps a cursor over many owners short.
  std::map<std::string, Place> places_;
};

// What is asked for.
struct FeedQuery {
  // An owner, or a prefix with `/-` behind it, or `-`; see ListChangesRequest.
  std::string parent;
  int limit = 0;
  std::string filter;
  bool without_content = false;
  // Only resources of these types; of all if there are none.
  std::vector<std::string> types = {};
};

// What is wrong with the parent of a feed; empty if nothing is.
std::string CheckFeedParent(absl::string_view parent);

// What is wrong with a parent that has to be one owner; empty if nothing is.
std::string CheckOneOwner(absl::string_view parent);

// Entries that one reading looks at, whatever its filter keeps.
inline constexpr int kMostEntriesScanned = 10000;

// Reads on from `cursor`, which is moved. INVALID_FIELDS (the filter),
// INVALID_PAGE_TOKEN (a log does not have the entry that the reader has last).
absl::Status ReadFeed(resource::Tx& tx, const FeedQuery& query, Cursor* cursor,
                      std::vector<type::v1alpha::Change>* changes, bool* more);

// An entry as callers see it.
type::v1alpha::Change ToChange(const schema::Schema& schema, const Entry& entry,
                               bool without_content);

}  // namespace lotse::history
