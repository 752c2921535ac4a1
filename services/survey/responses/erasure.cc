// Erasing of what was answered. Content that is deleted is overwritten (secure_delete), and
// the file is written anew afterwards, so that no gap tells where something lay.
#include "services/survey/responses/erasure.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"
#include "services/survey/engine/response_row.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Query;

constexpr size_t kSaltBytes = 32;
// Rows that are held in memory at a time.
constexpr int64_t kRowsAtATime = 1000;
constexpr size_t kBytesAtATime = 16 << 20;

// Empty as long as nothing was erased.
std::string SaltOf(Connection& connection) {
  Query salt = connection.Prepare("Salt");
  return salt.Next() ? salt.Text(0) : "";
}

std::string ErasedHash(absl::string_view salt, absl::string_view response_id) {
  const auto hash = types::Sha256(absl::StrCat(salt, response_id));
  return std::string(hash.begin(), hash.end());
}

// Takes the answers to the codes out of one response, if it is there and has any.
absl::Status EraseOf(Connection& connection, const CompiledInstrument& instrument,
                     const std::string& response_id, absl::Span<const std::string> codes) {
  std::string row;
  {
    Query select = connection.Prepare("Select");
    if (!select.Bind(1, response_id).Next()) return absl::OkStatus();
    std::optional<Answers> answers = AnswersOf(instrument, select.View(0));
    if (!answers.has_value()) return DamagedResponse();
    if (!TakeOut(codes, &*answers)) return absl::OkStatus();
    row = EncodeResponseRow(instrument, *answers, BrokeOffSectionOf(select.View(0)));
  }
  connection.Prepare("Replace").Bind(1, response_id).BindBytes(2, row).Run();
  return absl::OkStatus();
}

// Takes the answers to the codes out of all responses.
absl::Status EraseOfAll(Connection& connection, const CompiledInstrument& instrument,
                        absl::Span<const std::string> codes) {
  std::string after;
  while (true) {
    const std::string last = after;
    size_t bytes = 0;
    std::vector<std::pair<std::string, std::string>> changed;
    {
      Query rows = connection.Prepare("Rows");
      rows.Bind(1, after).Bind(2, kRowsAtATime);
      while (bytes < kBytesAtATime && rows.Next()) {
        after = rows.Text(0);
        std::optional<Answers> answers = AnswersOf(instrument, rows.View(1));
        if (!answers.has_value()) return DamagedResponse();
        if (!TakeOut(codes, &*answers)) continue;
        changed.emplace_back(
            after, EncodeResponseRow(instrument, *answers, BrokeOffSectionOf(rows.View(1))));
        bytes += changed.back().second.size();
      }
    }
    for (const auto& [id, row] : changed) {
      connection.Prepare("Replace").Bind(1, id).BindBytes(2, row).Run();
    }
    if (after == last) return absl::OkStatus();
  }
}

}  // namespace

void NeverTakeAgain(Connection& connection, absl::string_view response_id) {
  std::string salt = SaltOf(connection);
  if (salt.empty()) {
    salt = types::RandomBytes(kSaltBytes);
    connection.Prepare("SetSalt").BindBytes(1, salt).Run();
  }
  connection.Prepare("NeverAgain").BindBytes(1, ErasedHash(salt, response_id)).Run();
}

bool WasErased(Connection& connection, absl::string_view response_id) {
  const std::string salt = SaltOf(connection);
  return !salt.empty() &&
         connection.Prepare("IsErased").BindBytes(1, ErasedHash(salt, response_id)).Next();
}

int64_t ErasedRows(Connection& connection) {
  Query erasure = connection.Prepare("Salt");
  return erasure.Next() ? erasure.Number(1) : 0;
}

absl::Status ResponseErased() {
  return rpc::Error(type::v1alpha::ERROR_REASON_RESPONSE_ERASED,
                    "the response with this response_id was erased or withdrawn and is not taken "
                    "again");
}

std::vector<std::string> ErasedCodes(Connection& connection) {
  std::vector<std::string> codes;
  Query erased = connection.Prepare("ErasedCodes");
  while (erased.Next()) codes.push_back(erased.Text(0));
  return codes;
}

std::optional<Answers> LeaveOutErased(Connection& connection, const Response& response) {
  const std::vector<std::string> codes = ErasedCodes(connection);
  if (codes.empty()) return std::nullopt;
  Answers kept = response.answers;
  if (!TakeOut(codes, &kept)) return std::nullopt;
  return kept;
}

bool TakeOut(absl::Span<const std::string> codes, Answers* answers) {
  const auto erased = [&](const v1alpha::Answer& answer) {
    return std::find(codes.begin(), codes.end(), answer.code()) != codes.end();
  };
  const auto rest = std::remove_if(answers->begin(), answers->end(), erased);
  const bool found = rest != answers->end();
  answers->erase(rest, answers->end());
  return found;
}

absl::Status WavePair::Erase(const CompiledInstrument& instrument, const std::string& response_id,
                             absl::Span<const std::string> codes) {
  {
    // So that no step is taken meanwhile with what is erased.
    absl::MutexLock one_at_a_time(&tidying_);
    bool was_there = false;
    const absl::Status erased = database_->WriteAndWait([&](Connection& connection) {
      was_there = false;
      if (connection.Prepare("IsClosed").Next()) {
        return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                          absl::StrCat(wave_, " is closed; of one response nothing is erased"),
                          {{"resource", wave_}});
      }
      if (!codes.empty()) return EraseOf(connection, instrument, response_id, codes);
      NeverTakeAgain(connection, response_id);
      was_there = connection.Prepare("Erase").Bind(1, response_id).Run() == 1;
      if (was_there) connection.Prepare("CountErased").Run();
      return absl::OkStatus();
    });
    if (!erased.ok()) return erased;
    absl::MutexLock lock(&mutex_);
    reduced_ |= !codes.empty();
    if (was_there) {
      --rows_;
      ++erased_rows_;
      unshown_ids_.erase(std::remove(unshown_ids_.begin(), unshown_ids_.end(), response_id),
                         unshown_ids_.end());
      groups_.Forget(response_id);
    }
    // Written anew in any case: how long it takes does not tell whether it was there.
    ++new_rows_;
  }
  TellErased();
  return ForgetOrder();
}

// The file has the number of those who were erased for this much longer than the wave is open
// there; it had it for as long as people answered.
absl::Status WavePair::ForgetErased() {
  if (!remembers()) return absl::OkStatus();
  const absl::Status forgotten = database_->WriteAndWait([](Connection& connection) {
    connection.Prepare("ForgetCountErased").Run();
    return absl::OkStatus();
  });
  if (!forgotten.ok()) return forgotten;
  absl::MutexLock lock(&mutex_);
  erased_rows_ = 0;
  reduced_ = false;
  return absl::OkStatus();
}

absl::Status WavePair::EraseQuestions(const CompiledInstrument& instrument,
                                      absl::Span<const std::string> codes) {
  const absl::Status erased = database_->WriteAndWait([&](Connection& connection) {
    for (const std::string& code : codes) connection.Prepare("NeverKeep").Bind(1, code).Run();
    connection.Prepare("NoteNotRewritten").Run();
    return EraseOfAll(connection, instrument, codes);
  });
  if (!erased.ok()) return erased;
  bool closed = false;
  {
    absl::MutexLock lock(&mutex_);
    closed = closed_;
    closed_untidy_ = closed_;
    // As they are counted from the files from now on. The others are left as they are: to count
    // them anew would tell of those of whom something was erased.
    groups_.ForgetGroupsOf(codes);
    ++new_rows_;
  }
  TellErased();
  // What is closed is written anew after a crash as well; what is open grows, or is closed.
  if (!closed) return ForgetOrder();
  absl::Status tidied = Tidy();
  if (!tidied.ok() && wake_) wake_();
  return tidied;
}

absl::StatusOr<std::vector<std::string>> WavePair::ErasedQuestions() {
  std::vector<std::string> codes;
  const absl::Status read = database_->Read({}, [&](Connection& connection) {
    codes = ErasedCodes(connection);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return codes;
}

}  // namespace lotse::survey
