#include "services/survey/responses/personal_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/erasure.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/personal_files.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using State = HeldResponse::State;

std::optional<HeldResponse> Read(sql::Query& query) {
  if (!query.Next()) return std::nullopt;
  HeldResponse held;
  held.pseudonym = query.Text(0);
  held.response_id = query.Text(1);
  held.state = static_cast<State>(query.Number(2));
  held.version = static_cast<int>(query.Number(3));
  held.revision = query.Number(4);
  held.row = query.Text(5);
  held.opened_by = query.Text(6);
  held.first_time = absl::FromUnixSeconds(query.Number(7));
  held.last_time = absl::FromUnixSeconds(query.Number(8));
  return held;
}

std::optional<HeldResponse> Find(Connection& connection, absl::string_view statement,
                                 absl::string_view key) {
  sql::Query query = connection.Prepare(statement);
  query.Bind(1, key);
  return Read(query);
}

absl::Status Conflict(absl::string_view why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT, why);
}

absl::Status EtagMismatch() {
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    "the answers were changed meanwhile; resume them and decide again");
}

void Insert(Connection& connection, const Person& person, const HandedIn& handed_in) {
  connection.Prepare("Insert")
      .Bind(1, person.pseudonym)
      .Bind(2, handed_in.response_id)
      .BindBytes(3, handed_in.row)
      .BindBytes(4, person.opened_by)
      .Bind(5, absl::ToUnixSeconds(handed_in.time))
      .Run();
}

void Change(Connection& connection, const Person& person, const HandedIn& handed_in) {
  connection.Prepare("Change")
      .Bind(1, person.pseudonym)
      .BindBytes(2, handed_in.row)
      .Bind(3, absl::ToUnixSeconds(handed_in.time))
      .Run();
}

// Makes a draft that is stored a response.
Stored Submit(Connection& connection, const Person& person, const HandedIn& handed_in) {
  connection.Prepare("Submit").Bind(1, person.pseudonym).BindBytes(2, person.opened_by).Run();
  if (!handed_in.withdrawal_code.empty()) {
    connection.Prepare("SetWithdrawal")
        .Bind(1, person.pseudonym)
        .BindBytes(2, HashOfToken(handed_in.withdrawal_code))
        .Run();
  }
  return {/*duplicate=*/false, handed_in.withdrawal_code};
}

bool IsSame(const HeldResponse& held, const HandedIn& handed_in) {
  return HaveSameAnswers(handed_in.instrument, held.row, handed_in.row);
}

// What becomes of a response whose id is stored already.
absl::StatusOr<Stored> SubmitAgain(Connection& connection, const HeldResponse& held,
                                   const std::optional<Person>& person, const HandedIn& handed_in) {
  const bool own = person.has_value() && person->pseudonym == held.pseudonym;
  switch (held.state) {
    case State::kWithdrawn:
      return ResponseErased();
    case State::kSubmitted:
      if (!IsSame(held, handed_in)) {
        // Without the sizes of its files a row cannot be compared. What is told is the same
        // whether a hash is right or not.
        if (!handed_in.files.ok()) return handed_in.files;
        return Conflict(
            "other answers were stored under this response_id; a new response needs a new "
            "random id, and a change EditResponse");
      }
      // Whoever knows the answers may ask for them to be stored; only the person may
      // withdraw them.
      return Stored{/*duplicate=*/true, own && person->opened_by == held.opened_by
                                            ? handed_in.withdrawal_code
                                            : std::string()};
    case State::kDraft:
      if (!person.has_value()) return InvitationRefused();
      if (!own) return Conflict("this response_id is that of another response");
      Change(connection, *person, handed_in);
      return Submit(connection, *person, handed_in);
  }
  return InvitationRefused();
}

std::vector<FormerVersion> FormerVersionsOf(Connection& connection, absl::string_view pseudonym) {
  std::vector<FormerVersion> versions;
  sql::Query query = connection.Prepare("FormerVersions");
  query.Bind(1, pseudonym);
  while (query.Next()) {
    versions.push_back(
        {static_cast<int>(query.Number(0)), query.Text(1), absl::FromUnixSeconds(query.Number(2))});
  }
  return versions;
}

// Deletes the answers of a person with all their versions; that there were some stays.
void LeaveTombstone(Connection& connection, absl::string_view pseudonym, absl::Time time) {
  RemoveFiles(connection, pseudonym);
  connection.Prepare("RemoveVersions").Bind(1, pseudonym).Run();
  connection.Prepare("Withdraw")
      .Bind(1, pseudonym)
      .BindBytes(2, "")
      .Bind(3, absl::ToUnixSeconds(time))
      .Run();
}

}  // namespace

std::string EtagOf(int64_t revision) { return absl::StrCat(revision); }

absl::StatusOr<Stored> SubmitRow(Connection& connection, const std::optional<Person>& person,
                                 const HandedIn& handed_in) {
  const auto by_id = Find(connection, "ById", handed_in.response_id);
  if (by_id.has_value()) return SubmitAgain(connection, *by_id, person, handed_in);
  if (WasErased(connection, handed_in.response_id)) return ResponseErased();
  if (!person.has_value()) return InvitationRefused();
  const auto held = Find(connection, "ByPseudonym", person->pseudonym);
  if (held.has_value()) {
    if (held->state != State::kDraft) return InvitationRefused();
    connection.Prepare("Remove").Bind(1, person->pseudonym).Run();
  }
  Insert(connection, *person, handed_in);
  return Submit(connection, *person, handed_in);
}

absl::StatusOr<int64_t> SaveRow(Connection& connection, const Person& person,
                                const HandedIn& handed_in, absl::string_view etag) {
  if (WasErased(connection, handed_in.response_id)) return ResponseErased();
  auto held = Find(connection, "ByPseudonym", person.pseudonym);
  const bool same_id = held.has_value() && held->response_id == handed_in.response_id;
  if (held.has_value() && held->state != State::kDraft) {
    if (!same_id) return InvitationRefused();
    if (held->state == State::kWithdrawn) return ResponseErased();
    return Conflict("this response was submitted; change it with EditResponse");
  }
  if (held.has_value() && held->opened_by != person.opened_by) {
    if (!etag.empty()) return EtagMismatch();
    connection.Prepare("Remove").Bind(1, person.pseudonym).Run();
    held.reset();
  }
  if (!held.has_value()) {
    if (Find(connection, "ById", handed_in.response_id).has_value()) {
      return Conflict("this response_id is that of another response");
    }
    if (!etag.empty()) return EtagMismatch();
    Insert(connection, person, handed_in);
    return 1;
  }
  if (same_id && IsSame(*held, handed_in)) return held->revision;
  if (!same_id || etag != EtagOf(held->revision)) return EtagMismatch();
  Change(connection, person, handed_in);
  return held->revision + 1;
}

absl::StatusOr<int64_t> EditRow(Connection& connection, const Person& person,
                                const HandedIn& handed_in, absl::string_view etag) {
  const auto held = Find(connection, "ByPseudonym", person.pseudonym);
  // One refusal for all: who issues a token anew must not find out who has answered.
  if (!held.has_value() || held->response_id != handed_in.response_id ||
      held->opened_by != person.opened_by) {
    return InvitationRefused();
  }
  if (held->state == State::kWithdrawn) return ResponseErased();
  if (held->state == State::kDraft) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                      "this response was not submitted yet; save it with SaveAnswers");
  }
  if (IsSame(*held, handed_in)) return held->revision;
  if (etag != EtagOf(held->revision)) return EtagMismatch();
  connection.Prepare("KeepVersion").Bind(1, person.pseudonym).Run();
  connection.Prepare("DropVersions")
      .Bind(1, person.pseudonym)
      .Bind(2, int64_t{held->version} - kMaxFormerVersions)
      .Run();
  Change(connection, person, handed_in);
  connection.Prepare("Submit").Bind(1, person.pseudonym).BindBytes(2, person.opened_by).Run();
  return held->revision + 1;
}

absl::StatusOr<bool> WithdrawRow(Connection& connection, absl::string_view code_hash,
                                 absl::Time time) {
  std::optional<HeldResponse> held;
  {
    sql::Query query = connection.Prepare("ByWithdrawal");
    query.BindBytes(1, code_hash);
    held = Read(query);
  }
  if (!held.has_value()) return InvitationRefused();
  if (held->state == State::kWithdrawn) return false;
  LeaveTombstone(connection, held->pseudonym, time);
  return true;
}

std::optional<HeldResponse> FindRow(Connection& connection, const Which& which) {
  auto held = which.pseudonym.empty() ? Find(connection, "ById", which.response_id)
                                      : Find(connection, "ByPseudonym", which.pseudonym);
  if (held.has_value()) held->former = FormerVersionsOf(connection, held->pseudonym);
  return held;
}

std::optional<State> EraseRow(Connection& connection, const Which& which) {
  const auto held = FindRow(connection, which);
  // Also one that is not there yet: a program that was offline may still hand it in.
  const std::string& id = held.has_value() ? held->response_id : which.response_id;
  if (!id.empty()) NeverTakeAgain(connection, id);
  if (!held.has_value() || held->state == State::kWithdrawn) return std::nullopt;
  if (held->state == State::kDraft) {
    RemoveFiles(connection, held->pseudonym);
    connection.Prepare("Remove").Bind(1, held->pseudonym).Run();
  } else {
    LeaveTombstone(connection, held->pseudonym, held->last_time);
  }
  return held->state;
}

std::optional<HeldResponse> RowOf(Connection& connection, const Person& person) {
  auto held = Find(connection, "ByPseudonym", person.pseudonym);
  if (!held.has_value() || held->opened_by != person.opened_by) return std::nullopt;
  return held;
}

RowPage RowsBehind(Connection& connection, absl::string_view after, size_t limit, size_t max_bytes,
                   bool former) {
  RowPage page;
  size_t bytes = 0;
  sql::Query query = connection.Prepare("Behind");
  query.Bind(1, after).Bind(2, static_cast<int64_t>(limit) + 1);
  while (auto held = Read(query)) {
    if (page.rows.size() == limit || bytes > max_bytes) {
      page.more = true;
      break;
    }
    bytes += held->row.size();
    if (former) {
      held->former = FormerVersionsOf(connection, held->pseudonym);
      for (const FormerVersion& version : held->former) bytes += version.row.size();
    }
    page.rows.push_back(*std::move(held));
  }
  return page;
}

}  // namespace lotse::survey
