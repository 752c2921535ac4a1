#include "runtime/history/change_log.h"

#include <cstdlib>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lotse/type/v1alpha/change.pb.h"
#include "runtime/schema/address.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"

namespace lotse::history {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr size_t kMostFaults = 20;
const std::string& NoHash() {
  static const auto* zeros = new std::string(32, '\0');
  return *zeros;
}

void PutNumber(int64_t number, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(static_cast<uint64_t>(number) >> shift & 0xFF));
  }
}

void PutBytes(absl::string_view bytes, std::string* out) {
  PutNumber(static_cast<int64_t>(bytes.size()), out);
  out->append(bytes.data(), bytes.size());
}

std::string Sha256Bytes(absl::string_view bytes) {
  const auto digest = types::Sha256(bytes);
  return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
}

Entry ReadEntry(absl::string_view owner, const sql::Query& row) {
  Entry entry;
  entry.owner = std::string(owner);
  entry.sequence = row.Number(0);
  entry.resource = row.Text(1);
  entry.verb = row.Text(2);
  entry.actor = row.Text(3);
  entry.role = row.Text(4);
  entry.request_id = row.Text(5);
  entry.revision = row.Number(6);
  entry.create_time_us = row.Number(7);
  entry.digest = row.Text(8);
  entry.hash = row.Text(9);
  entry.salt = row.Text(10);
  entry.reason = row.Text(11);
  entry.content = row.Text(12);
  entry.erased_by = row.Number(13);
  return entry;
}

// The last entry of a resource that says what it is.
struct LastEntry {
  int64_t sequence = 0;
  int64_t revision = 0;
};
using LastEntries = std::map<std::string, LastEntry>;

// Walks a log and says what does not hold.
class Verifier {
 public:
  explicit Verifier(absl::string_view owner) : owner_(owner), before_(NoHash()) {}

  void Take(const Entry& entry) {
    ++sequence_;
    if (entry.sequence != sequence_) {
      Fault(sequence_, entry.sequence == sequence_ + 1
                           ? "is missing"
                           : absl::StrCat("to ", entry.sequence - 1, " are missing"));
      sequence_ = entry.sequence;
    }
    if (ChainHash(before_, entry) != entry.hash) {
      Fault(sequence_, "was altered, or one before it: its hash is not that of its content");
    }
    const std::string digest = Digest(entry.salt, entry.reason, entry.content);
    if (entry.erased_by == 0) {
      if (digest != entry.digest) Fault(sequence_, "has another content than it was written with");
    } else {
      erased_[entry.sequence] = {entry.erased_by, digest};
    }
    // With another length, bytes could be moved between salt and reason.
    if (entry.salt.size() != kSaltBytes) Fault(sequence_, "has a salt of another length");
    if (ChangesNothing(entry.revision)) {
      if (entry.verb == kErase) CheckErased(entry);
    } else if (entry.content.empty()) {
      last_.erase(entry.resource);
    } else {
      last_[entry.resource] = {entry.sequence, entry.revision};
    }
    before_ = entry.hash;
  }

  // The resources that are there by what the log says, after all was taken.
  const LastEntries& last() const { return last_; }

  std::vector<std::string> Finish(const Head& head) {
    if (head.sequence != sequence_ || (sequence_ > 0 && head.hash != before_)) {
      Fault(head.sequence, absl::StrCat("should be the last, but the log ends with ", sequence_));
    }
    for (const auto& [sequence, erased] : erased_) {
      Fault(sequence, absl::StrCat("was erased by ", erased.first, ", which does not say so"));
    }
    return std::move(faults_);
  }

 private:
  void Fault(int64_t sequence, absl::string_view what) {
    faults_.push_back(absl::StrCat(owner_, ": entry ", sequence, " ", what));
  }

  void CheckErased(const Entry& entry) {
    type::v1alpha::Erasure erasure;
    if (!erasure.ParseFromString(entry.content)) return;  // Its digest was wrong already.
    for (const auto& left : erasure.entries()) {
      const auto it = erased_.find(left.sequence());
      if (it == erased_.end() || it->second.first != entry.sequence) continue;
      if (it->second.second != left.digest()) {
        Fault(left.sequence(), "has another content than its erasure left");
      }
      erased_.erase(it);
    }
  }

  const absl::string_view owner_;
  int64_t sequence_ = 0;
  std::string before_;
  // By entry: who erased it, and the digest of what is there now.
  std::map<int64_t, std::pair<int64_t, std::string>> erased_;
  LastEntries last_;
  std::vector<std::string> faults_;
};

// Adds to `last` the resources that are there by what the log says.
std::vector<std::string> Faults(sql::Connection& connection, absl::string_view owner,
                                int64_t* entries, LastEntries* last) {
  Verifier verifier(owner);
  ReadEntries(connection, owner, 0, INT64_MAX, [&](const Entry& entry) {
    verifier.Take(entry);
    ++*entries;
    return true;
  });
  last->insert(verifier.last().begin(), verifier.last().end());
  return verifier.Finish(HeadOf(connection, owner));
}

// Whether each resource is what the log says last, and none is missing. Finds a log
// whose end was cut off together with its head.
void CheckResources(sql::Connection& connection, LastEntries last,
                    std::vector<std::string>* faults) {
  sql::Query resources = connection.Prepare("AllResources");
  while (resources.Next()) {
    const std::string name = schema::FullName(resources.View(0), resources.View(1));
    const auto it = last.find(name);
    if (it == last.end()) {
      faults->push_back(absl::StrCat(name, ": is there, though not by what the log says"));
      continue;
    }
    sql::Query logged = connection.Prepare("ContentOf");
    logged.Bind(1, schema::OwnerOf(name)).Bind(2, it->second.sequence);
    if (it->second.revision != resources.Number(2) || !logged.Next() ||
        logged.View(0) != resources.View(3)) {
      faults->push_back(absl::StrCat(name, ": is not what the log says last"));
    }
    last.erase(it);
  }
  for (const auto& [name, entry] : last) {
    faults->push_back(absl::StrCat(name, ": is missing, though the log does not say so"));
  }
}

absl::Status ToStatus(std::vector<std::string> faults) {
  if (faults.empty()) return absl::OkStatus();
  const size_t all = faults.size();
  if (all > kMostFaults) {
    faults.resize(kMostFaults);
    faults.push_back(absl::StrCat("and ", all - kMostFaults, " more"));
  }
  return absl::DataLossError(absl::StrJoin(faults, "\n"));
}

}  // namespace

std::string NewSalt() { return types::RandomBytes(kSaltBytes); }

std::string Digest(absl::string_view salt, absl::string_view reason, absl::string_view content) {
  std::string bytes(salt);
  PutBytes(reason, &bytes);
  bytes.append(content.data(), content.size());
  return Sha256Bytes(bytes);
}

std::string ChainHash(absl::string_view before, const Entry& entry) {
  std::string bytes(before);
  PutBytes(entry.owner, &bytes);
  PutNumber(entry.sequence, &bytes);
  PutBytes(entry.resource, &bytes);
  PutBytes(entry.verb, &bytes);
  PutBytes(entry.actor, &bytes);
  PutBytes(entry.role, &bytes);
  PutBytes(entry.request_id, &bytes);
  PutNumber(entry.revision, &bytes);
  PutNumber(entry.create_time_us, &bytes);
  bytes.append(entry.digest);
  return Sha256Bytes(bytes);
}

Head HeadOf(sql::Connection& connection, absl::string_view owner) {
  sql::Query query = connection.Prepare("GetHead");
  query.Bind(1, owner);
  return query.Next() ? Head{query.Number(0), query.Text(1)} : Head{};
}

void Append(sql::Connection& connection, Entry* entry) {
  const Head head = HeadOf(connection, entry->owner);
  entry->sequence = head.sequence + 1;
  entry->salt = NewSalt();
  entry->digest = Digest(entry->salt, entry->reason, entry->content);
  entry->hash = ChainHash(head.sequence == 0 ? NoHash() : head.hash, *entry);
  connection.Prepare("InsertChange")
      .Bind(1, entry->owner)
      .Bind(2, entry->sequence)
      .Bind(3, entry->resource)
      .Bind(4, entry->verb)
      .Bind(5, entry->actor)
      .Bind(6, entry->role)
      .Bind(7, entry->request_id)
      .Bind(8, entry->revision)
      .Bind(9, entry->create_time_us)
      .BindBytes(10, entry->digest)
      .BindBytes(11, entry->hash)
      .Run();
  connection.Prepare("InsertChangeContent")
      .Bind(1, entry->owner)
      .Bind(2, entry->sequence)
      .BindBytes(3, entry->salt)
      .Bind(4, entry->reason)
      .BindBytes(5, entry->content)
      .Run();
  connection.Prepare("SetHead")
      .Bind(1, entry->owner)
      .Bind(2, entry->sequence)
      .BindBytes(3, entry->hash)
      .Run();
}

void ReadEntries(sql::Connection& connection, absl::string_view owner, int64_t after, int64_t limit,
                 absl::FunctionRef<bool(const Entry&)> take) {
  sql::Query query = connection.Prepare("ChangesAfter");
  query.Bind(1, owner).Bind(2, after).Bind(3, limit);
  while (query.Next() && take(ReadEntry(owner, query))) {
  }
}

absl::StatusOr<std::string> ContentOfRevision(sql::Connection& connection, absl::string_view owner,
                                              absl::string_view resource, int64_t revision) {
  sql::Query find = connection.Prepare("RevisionOf");
  find.Bind(1, owner).Bind(2, resource).Bind(3, revision);
  if (!find.Next()) return absl::NotFoundError("there is no such revision");
  sql::Query query = connection.Prepare("ContentOf");
  query.Bind(1, owner).Bind(2, find.Number(0));
  if (!query.Next()) return absl::NotFoundError("there is no such revision");
  return query.Text(0);
}

std::string VerbOfRevision(sql::Connection& connection, absl::string_view owner,
                           absl::string_view resource, int64_t revision) {
  sql::Query query = connection.Prepare("RevisionOf");
  query.Bind(1, owner).Bind(2, resource).Bind(3, revision);
  return query.Next() ? query.Text(1) : "";
}

absl::StatusOr<int> Erase(sql::Connection& connection, absl::string_view resource, Entry entry,
                          absl::FunctionRef<std::string(absl::string_view content)> erase) {
  const int64_t eraser = HeadOf(connection, entry.owner).sequence + 1;
  type::v1alpha::Erasure erasure;
  std::vector<std::pair<std::string, std::string>> left;  // Salt and content, by entry.
  bool any = false;
  {
    sql::Query query = connection.Prepare("ChangesOf");
    query.Bind(1, entry.owner).Bind(2, resource);
    while (query.Next()) {
      any |= query.View(1) != kRead;
      if (query.View(1) == kErase) continue;
      std::string content = erase(query.View(4));
      if (content == query.View(4) && query.View(3).empty()) continue;
      std::string salt = NewSalt();
      auto* out = erasure.add_entries();
      out->set_sequence(query.Number(0));
      out->set_digest(Digest(salt, "", content));
      left.emplace_back(std::move(salt), std::move(content));
    }
  }
  if (!any) return absl::NotFoundError(absl::StrCat(resource, " is not in the log"));
  for (int i = 0; i < erasure.entries_size(); ++i) {
    connection.Prepare("ReplaceContent")
        .Bind(1, entry.owner)
        .Bind(2, erasure.entries(i).sequence())
        .BindBytes(3, left[i].first)
        .Bind(4, "")
        .BindBytes(5, left[i].second)
        .Bind(6, eraser)
        .Run();
  }
  if (erasure.entries_size() == 0) return 0;
  entry.content = erasure.SerializeAsString();
  Append(connection, &entry);
  return erasure.entries_size();
}

Summary Summarize(sql::Connection& connection) {
  Summary summary;
  std::string bytes;
  sql::Query query = connection.Prepare("AllHeads");
  for (; query.Next(); ++summary.owners) {
    summary.entries += query.Number(1);
    PutBytes(query.View(0), &bytes);
    PutNumber(query.Number(1), &bytes);
    bytes.append(query.Text(2));
  }
  summary.sha256 = types::Sha256Hex(bytes);
  return summary;
}

absl::Status VerifyLog(sql::Connection& connection, absl::string_view owner) {
  int64_t entries = 0;
  LastEntries last;
  return ToStatus(Faults(connection, owner, &entries, &last));
}

absl::Status VerifyAllLogs(sql::Connection& connection, int64_t* entries) {
  std::vector<std::string> owners;
  {
    sql::Query heads = connection.Prepare("AllOwners");
    while (heads.Next()) owners.push_back(heads.Text(0));
  }
  std::vector<std::string> faults;
  LastEntries last;
  for (const std::string& owner : owners) {
    for (std::string& fault : Faults(connection, owner, entries, &last)) {
      faults.push_back(std::move(fault));
    }
  }
  CheckResources(connection, std::move(last), &faults);
  return ToStatus(std::move(faults));
}

}  // namespace lotse::history
