#include "runtime/history/state_pages.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/history/change_log.h"
#include "runtime/history/diff.h"
#include "runtime/history/feed.h"
#include "runtime/history/states.h"
#include "runtime/rpc/error.h"

namespace lotse::history {

using google::protobuf::Message;
using google::protobuf::Timestamp;
using namespace type::v1alpha;  // NOLINT: every name of the requests comes from there.

namespace {

using ResourceDifference = DiffStatesResponse::ResourceDifference;

void CheckOwner(absl::string_view parent, rpc::FieldViolations* violations) {
  std::string wrong = CheckOneOwner(parent);
  if (!wrong.empty()) violations->push_back({"parent", wrong});
}

// Where a page begins: in the states after these entries, behind this name. So later
// pages belong to the same states as the first.
struct Position {
  std::vector<int64_t> sequences;
  std::string name;
};

// Finds the position in a token, or at the times; absent means now.
absl::StatusOr<Position> PositionIn(resource::Tx& tx, const std::string& list,
                                    const std::string& page_token, const std::string& owner,
                                    const std::vector<const Timestamp*>& times) {
  const auto token = rpc::ReadPageToken(tx.token_key(), list, page_token);
  if (!token.ok()) return token.status();
  Position position;
  if (token->empty()) {
    for (const Timestamp* time : times) {
      const absl::Time until = time == nullptr ? absl::InfiniteFuture()
                                               : absl::FromUnixSeconds(time->seconds()) +
                                                     absl::Nanoseconds(time->nanos());
      position.sequences.push_back(SequenceAt(tx.connection(), owner, until));
    }
    return position;
  }
  std::vector<std::string> parts = absl::StrSplit(*token, '\n');
  position.name = std::move(parts.back());
  parts.pop_back();
  for (const std::string& part : parts) {
    int64_t sequence = 0;
    (void)absl::SimpleAtoi(part, &sequence);
    position.sequences.push_back(sequence);
  }
  return position;
}

std::string TokenOf(resource::Tx& tx, const std::string& list, const Position& position) {
  std::string text;
  for (const int64_t sequence : position.sequences) absl::StrAppend(&text, sequence, "\n");
  return rpc::MakePageToken(tx.token_key(), list, absl::StrCat(text, position.name));
}

std::string TextOf(const Timestamp& time) {
  return absl::StrCat(time.seconds(), ".", time.nanos());
}

// The entry of that number; an empty one for 0.
Entry EntryAt(resource::Tx& tx, absl::string_view owner, int64_t sequence) {
  Entry found;
  if (sequence == 0) return found;
  ReadEntries(tx.connection(), owner, sequence - 1, 1, [&](const Entry& entry) {
    found = entry;
    return false;
  });
  return found;
}

void Pack(const schema::Kind& kind, std::string content, google::protobuf::Any* any) {
  any->set_type_url(
      absl::StrCat("type.googleapis.com/", kind.prototype->GetDescriptor()->full_name()));
  any->set_value(std::move(content));
}

// A resource of such content, without etag. STORE_CORRUPT.
absl::StatusOr<std::unique_ptr<Message>> Parsed(const schema::Kind& kind, const Entry& entry) {
  std::unique_ptr<Message> resource(kind.prototype->New());
  absl::Status s = resource::ParseStored(kind, entry.content, entry.revision, resource.get());
  if (!s.ok()) return s;
  resource->GetReflection()->ClearField(resource.get(), kind.etag);
  return resource;
}

// Fills in what became of a resource; a kind is set if anything did.
absl::Status Compare(const schema::Kind& kind, Entry before, Entry after, ResourceDifference* out) {
  out->set_from_revision(before.revision);
  out->set_to_revision(after.revision);
  if (before.sequence == 0 || after.sequence == 0) {
    const bool added = before.sequence == 0;
    out->set_kind(added ? ResourceDifference::KIND_ADDED : ResourceDifference::KIND_REMOVED);
    Pack(kind, std::move((added ? after : before).content), out->mutable_content());
    return absl::OkStatus();
  }
  const auto was = Parsed(kind, before);
  if (!was.ok()) return was.status();
  const auto is = Parsed(kind, after);
  if (!is.ok()) return is.status();
  for (auto& difference : Diff(**was, **is)) *out->add_differences() = std::move(difference);
  if (out->differences().empty()) return absl::OkStatus();
  out->set_kind(ResourceDifference::KIND_CHANGED);
  Pack(kind, std::move(after.content), out->mutable_content());
  return absl::OkStatus();
}

absl::Status CheckTimes(const DiffStatesRequest& q) {
  rpc::FieldViolations violations;
  CheckOwner(q.parent(), &violations);
  if (!q.has_from_time()) violations.push_back({"from_time", "missing"});
  if (q.has_from_time() && q.has_to_time() &&
      std::make_pair(q.to_time().seconds(), q.to_time().nanos()) <
          std::make_pair(q.from_time().seconds(), q.from_time().nanos())) {
    violations.push_back({"to_time", "is before from_time; give a later one, or nothing for now"});
  }
  return rpc::InvalidFields(violations);
}

// The resources that another entry speaks of last, with both entries; 0 for none.
std::map<std::string, std::pair<int64_t, int64_t>> TouchedBetween(resource::Tx& tx,
                                                                  const std::string& owner,
                                                                  int64_t from, int64_t to) {
  std::map<std::string, std::pair<int64_t, int64_t>> touched;
  if (from == to) return touched;
  for (const auto& [name, sequence] : StateAt(tx.connection(), owner, from)) {
    touched[name].first = sequence;
  }
  for (const auto& [name, sequence] : StateAt(tx.connection(), owner, to)) {
    const auto it = touched.try_emplace(name).first;
    it->second.second = sequence;
    if (it->second.first == sequence) touched.erase(it);
  }
  return touched;
}

}  // namespace

absl::Status ReadStates(resource::Tx& tx, const ListStatesRequest& q, ListStatesResponse* r) {
  rpc::FieldViolations violations;
  CheckOwner(q.parent(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("states\n", q.parent(), "\n", TextOf(q.as_of_time()));
  absl::StatusOr<Position> position = PositionIn(tx, list, q.page_token(), q.parent(),
                                                 {q.has_as_of_time() ? &q.as_of_time() : nullptr});
  if (!position.ok()) return position.status();
  const int64_t sequence = position->sequences[0];
  r->set_sequence(sequence);
  r->set_hash(EntryAt(tx, q.parent(), sequence).hash);
  size_t bytes = 0;
  const auto state = StateAt(tx.connection(), q.parent(), sequence);
  for (auto it = state.upper_bound(position->name); it != state.end(); ++it) {
    const auto* kind = tx.schema().KindOfName(it->first);
    if (kind == nullptr) continue;  // Of a kind that this version does not know.
    if (!tx.view().Opens(kind->read, it->first)) continue;
    std::string content = EntryAt(tx, q.parent(), it->second).content;
    const bool too_large =
        r->resources_size() > 0 && bytes + content.size() > resource::Tx::kMaxPageBytes;
    if (r->resources_size() == *size || too_large) {
      r->set_next_page_token(TokenOf(tx, list, *position));
      break;
    }
    position->name = it->first;
    bytes += content.size();
    Pack(*kind, std::move(content), r->add_resources());
  }
  return absl::OkStatus();
}

absl::Status ReadStateDiff(resource::Tx& tx, const DiffStatesRequest& q, DiffStatesResponse* r) {
  if (absl::Status s = CheckTimes(q); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("differences\n", q.parent(), "\n", TextOf(q.from_time()),
                                        "\n", q.has_to_time() ? TextOf(q.to_time()) : "now");
  absl::StatusOr<Position> position =
      PositionIn(tx, list, q.page_token(), q.parent(),
                 {&q.from_time(), q.has_to_time() ? &q.to_time() : nullptr});
  if (!position.ok()) return position.status();
  const int64_t from = position->sequences[0];
  const int64_t to = position->sequences[1];
  r->set_from_sequence(from);
  r->set_from_hash(EntryAt(tx, q.parent(), from).hash);
  r->set_to_sequence(to);
  r->set_to_hash(EntryAt(tx, q.parent(), to).hash);
  size_t bytes = 0;
  int compared = 0;
  const auto touched = TouchedBetween(tx, q.parent(), from, to);
  for (auto it = touched.upper_bound(position->name); it != touched.end(); ++it) {
    const auto* kind = tx.schema().KindOfName(it->first);
    if (kind == nullptr || !tx.view().Opens(kind->read, it->first)) continue;
    ResourceDifference difference;
    difference.set_resource(it->first);
    const bool full = r->resources_size() == *size || compared++ == kMostCompared;
    if (!full) {
      absl::Status s = Compare(*kind, EntryAt(tx, q.parent(), it->second.first),
                               EntryAt(tx, q.parent(), it->second.second), &difference);
      if (!s.ok()) return s;
    }
    const size_t more = difference.ByteSizeLong();
    if (full || (r->resources_size() > 0 && bytes + more > resource::Tx::kMaxPageBytes)) {
      r->set_next_page_token(TokenOf(tx, list, *position));
      break;
    }
    position->name = it->first;
    if (difference.kind() == ResourceDifference::KIND_UNSPECIFIED) continue;
    bytes += more;
    *r->add_resources() = std::move(difference);
  }
  return absl::OkStatus();
}

}  // namespace lotse::history
