#include "services/survey/responses/rows_by_key.h"

#include "runtime/rpc/error.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using TakeRow = absl::FunctionRef<bool(absl::string_view row)>;

// The statements over the files of waves of a mode.
struct Statements {
  absl::string_view keys;
  absl::string_view row;
};
constexpr Statements kAnonymous = {"Keys", "Select"};
constexpr Statements kPersonal = {"SubmittedKeys", "SubmittedRow"};

bool IsPersonal(const ReadWave& wave) {
  return wave.identity == v1alpha::Wave::IDENTITY_CONFIDENTIAL ||
         wave.identity == v1alpha::Wave::IDENTITY_IDENTIFIED;
}

// Runs `work` over the file of the answers.
absl::Status Read(ResponseStore& responses, const ReadWave& wave, const sql::Patience& patience,
                  absl::FunctionRef<void(Connection&, const Statements&)> work) {
  if (!IsPersonal(wave)) {
    // A pair of files has one connection, over which the ledger and the answers are read.
    return responses.ReadLedger(wave.name, patience,
                                [&](Connection& connection) { work(connection, kAnonymous); });
  }
  const auto files = responses.Personal(wave.name);
  if (!files.ok()) return files.status();
  return (*files)->ReadRows(patience, [&](Connection& connection) { work(connection, kPersonal); });
}

// Hands out a row as it is written today; true if more are wanted.
absl::StatusOr<bool> HandOut(const CompiledInstrument& instrument, absl::string_view stored,
                             TakeRow take) {
  if (IsResponseRow(stored)) return take(stored);
  const auto answers = AnswersOf(instrument, stored);
  if (!answers.has_value()) return DamagedResponse();
  return take(EncodeResponseRow(instrument, *answers));
}

absl::Status HandOutEach(Connection& connection, absl::string_view statement,
                         const CompiledInstrument& instrument, absl::Span<const RowKey> keys,
                         TakeRow take) {
  for (const RowKey& key : keys) {
    sql::Query query = connection.Prepare(statement);
    query.Bind(1, key.key);
    if (!query.Next()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                        "answers were erased while they were read; begin again");
    }
    const absl::StatusOr<bool> more = HandOut(instrument, query.View(0), take);
    if (!more.ok()) return more.status();
    if (!*more) break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<RowKey>> KeysOf(ResponseStore& responses, const ReadWave& wave,
                                           const sql::Patience& patience) {
  std::vector<RowKey> keys;
  const absl::Status read =
      Read(responses, wave, patience, [&](Connection& connection, const Statements& statements) {
        sql::Query query = connection.Prepare(statements.keys);
        while (query.Next()) keys.push_back({query.Text(0), BrokeOffSectionOf(query.View(1))});
      });
  if (!read.ok()) return read;
  return keys;
}

absl::Status ReadByKey(ResponseStore& responses, const ReadWave& wave,
                       const CompiledInstrument& instrument, absl::Span<const RowKey> keys,
                       const sql::Patience& patience, TakeRow take) {
  absl::Status handed_out;
  const absl::Status read =
      Read(responses, wave, patience, [&](Connection& connection, const Statements& statements) {
        handed_out = HandOutEach(connection, statements.row, instrument, keys, take);
      });
  return read.ok() ? handed_out : read;
}

}  // namespace lotse::survey
