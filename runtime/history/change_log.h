#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"

// The change log: what was done to the resources of an owner, in order, chained
// by hashes. What they cover is written down in change.proto, so that anybody can
// compute them again.
namespace lotse::history {

// Verbs of entries that do not say what a resource is by now; nor do notes of services. All
// of them have no revision.
inline constexpr char kErase[] = "ERASE";
inline constexpr char kRead[] = "READ";
inline bool ChangesNothing(int64_t revision) { return revision == 0; }

// One entry, as it lies in the store.
struct Entry {
  std::string owner;
  int64_t sequence = 0;
  std::string resource;
  std::string verb;
  std::string actor;
  std::string role;
  std::string request_id;
  int64_t revision = 0;
  // Microseconds since 1970.
  int64_t create_time_us = 0;
  std::string digest;
  std::string hash;
  std::string salt;
  std::string reason;
  std::string content;
  // Number of the entry that erased personal content of this one; 0 if none did.
  int64_t erased_by = 0;
};

// The last entry of a log; sequence 0 and an empty hash before the first.
struct Head {
  int64_t sequence = 0;
  std::string hash;
};

// Random bytes that nobody can guess, of the length of a salt (16).
std::string NewSalt();

// SHA-256 over salt, reason and content.
std::string Digest(absl::string_view salt, absl::string_view reason, absl::string_view content);

// The hash of an entry over the one before it.
std::string ChainHash(absl::string_view before, const Entry& entry);

// The last entry of the log of `owner`.
Head HeadOf(sql::Connection& connection, absl::string_view owner);

// Adds an entry behind the last one of its owner; gives it number, salt, digest
// and hash. Only inside a write.
void Append(sql::Connection& connection, Entry* entry);

// Reads the entries of `owner` behind `after`, at most `limit`, until `take`
// returns false.
void ReadEntries(sql::Connection& connection, absl::string_view owner, int64_t after, int64_t limit,
                 absl::FunctionRef<bool(const Entry&)> take);

// The stored content of the change that gave `resource` this revision. NotFound.
absl::StatusOr<std::string> ContentOfRevision(sql::Connection& connection, absl::string_view owner,
                                              absl::string_view resource, int64_t revision);

// The verb of that change; empty if there is none.
std::string VerbOfRevision(sql::Connection& connection, absl::string_view owner,
                           absl::string_view resource, int64_t revision);

// Destroys in every entry of `resource` what `erase` takes out of its content, and
// the reasons. `entry`, whose content is filled in, is added and vouches for what is
// left. Nothing is added if there is nothing to destroy. Gives the number of
// entries that lost something; NotFound if there is none of `resource`.
absl::StatusOr<int> Erase(sql::Connection& connection, absl::string_view resource, Entry entry,
                          absl::FunctionRef<std::string(absl::string_view content)> erase);

// What vouches for all logs of a store at once.
struct Summary {
  int64_t owners = 0;
  int64_t entries = 0;
  // SHA-256 over owner, number and hash of the last entry of each log, in the order
  // of the owners and encoded as in change.proto; 64 hexadecimal digits. Kept
  // elsewhere, it shows later whether entries that were there were cut off.
  std::string sha256;
};
Summary Summarize(sql::Connection& connection);

// Computes the whole log of `owner` again. DATA_LOSS, naming entry and fault: one
// that is missing, altered or moved, and a head that is not the last.
absl::Status VerifyLog(sql::Connection& connection, absl::string_view owner);

// As VerifyLog for every owner, and whether each resource is what its log says; all
// faults in one status, at most 20. Counts the entries that were looked at. A log
// that was put back as a whole, resources and head too, is not found: heads are
// noted elsewhere for that.
absl::Status VerifyAllLogs(sql::Connection& connection, int64_t* entries);

}  // namespace lotse::history
