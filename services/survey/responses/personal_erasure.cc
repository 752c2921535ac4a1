// Erasing of what people answered in a personal wave. What is deleted is overwritten
// (secure_delete), and the log of the file is emptied afterwards.
#include <utility>

#include "runtime/rpc/error.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/erasure.h"
#include "services/survey/responses/personal_files.h"
#include "services/survey/responses/personal_wave.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using State = HeldResponse::State;

// Rows that are held in memory at a time.
constexpr size_t kRowsAtATime = 1000;
constexpr size_t kBytesAtATime = 16 << 20;

// The row without the answers to these codes; nullopt if it has none.
absl::StatusOr<std::optional<std::string>> Reduced(const CompiledInstrument& instrument,
                                                   absl::string_view row,
                                                   absl::Span<const std::string> codes) {
  std::optional<Answers> answers = DecodeResponseRow(instrument, row);
  if (!answers.has_value()) return DamagedResponse();
  if (!TakeOut(codes, &*answers)) return std::optional<std::string>();
  return std::optional<std::string>(
      EncodeResponseRow(instrument, *answers, BrokeOffSectionOf(row)));
}

absl::Status Reduce(Connection& connection, const CompiledInstrument& instrument,
                    const HeldResponse& held, absl::Span<const std::string> codes) {
  if (held.state == State::kWithdrawn) return absl::OkStatus();
  const auto row = Reduced(instrument, held.row, codes);
  if (!row.ok()) return row.status();
  if (row->has_value()) {
    connection.Prepare("ReplaceAnswers").Bind(1, held.pseudonym).BindBytes(2, **row).Run();
  }
  for (const FormerVersion& former : held.former) {
    const auto reduced = Reduced(instrument, former.row, codes);
    if (!reduced.ok()) return reduced.status();
    if (!reduced->has_value()) continue;
    connection.Prepare("ReplaceVersion")
        .Bind(1, held.pseudonym)
        .Bind(2, int64_t{former.version})
        .BindBytes(3, **reduced)
        .Run();
  }
  return KeepFiles(connection, instrument, held.pseudonym, /*came=*/{}).status();
}

}  // namespace

absl::Status EraseAnswersOf(Connection& connection, const CompiledInstrument& instrument,
                            const Which& which, absl::Span<const std::string> codes) {
  const std::optional<HeldResponse> held = FindRow(connection, which);
  return held.has_value() ? Reduce(connection, instrument, *held, codes) : absl::OkStatus();
}

absl::Status EraseAnswersOfAll(Connection& connection, const CompiledInstrument& instrument,
                               absl::Span<const std::string> codes) {
  for (const std::string& code : codes) connection.Prepare("NeverKeep").Bind(1, code).Run();
  RowPage page;
  std::string after;
  do {
    page = RowsBehind(connection, after, kRowsAtATime, kBytesAtATime, /*former=*/true);
    for (const HeldResponse& held : page.rows) {
      if (absl::Status s = Reduce(connection, instrument, held, codes); !s.ok()) return s;
      after = held.pseudonym;
    }
  } while (page.more);
  return absl::OkStatus();
}

absl::Status PersonalWave::EmptyLogNowOrLater() {
  absl::Status emptied = Tidy();
  if (!emptied.ok() && wake_) wake_();
  return emptied;
}

absl::Status PersonalWave::Erase(const CompiledInstrument& instrument,
                                 const std::string& response_id,
                                 absl::Span<const std::string> codes) {
  return Erase(instrument, Which{.response_id = response_id}, codes);
}

absl::Status PersonalWave::Erase(const CompiledInstrument& instrument, const Which& which,
                                 absl::Span<const std::string> codes) {
  std::optional<State> erased;
  const absl::Status written = answers_->WriteAndWait([&](Connection& connection) {
    erased.reset();
    if (!codes.empty()) return EraseAnswersOf(connection, instrument, which, codes);
    erased = EraseRow(connection, which);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  {
    absl::MutexLock lock(&mutex_);
    if (erased == State::kSubmitted) --rows_;
    deleted_ = true;
  }
  TellErased();
  return EmptyLogNowOrLater();
}

absl::Status PersonalWave::EraseQuestions(const CompiledInstrument& instrument,
                                          absl::Span<const std::string> codes) {
  const absl::Status written = answers_->WriteAndWait(
      [&](Connection& connection) { return EraseAnswersOfAll(connection, instrument, codes); });
  if (!written.ok()) return written;
  {
    absl::MutexLock lock(&mutex_);
    deleted_ = true;
  }
  TellErased();
  return EmptyLogNowOrLater();
}

absl::StatusOr<std::vector<std::string>> PersonalWave::ErasedQuestions() {
  std::vector<std::string> codes;
  const absl::Status read =
      ReadRows({}, [&](Connection& connection) { codes = ErasedCodes(connection); });
  if (!read.ok()) return read;
  return codes;
}

}  // namespace lotse::survey
