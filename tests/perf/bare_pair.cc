#include "tests/perf/bare_pair.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"
#include "sql/pair_answers_schema.h"
#include "sql/pair_ledger_schema.h"
#include "sql/pair_queries.h"
#include "tests/perf/bare.h"

namespace lotse::perf {
namespace {

constexpr char kSettings[] =
    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";

std::string HashOf(int number) {
  const auto hash = types::Sha256(absl::StrCat(number));
  return std::string(hash.begin(), hash.end());
}

void Invite(Bare& bare, int count) {
  bare.Exec("BEGIN");
  for (int i = 0; i < count; ++i) {
    std::string recipient = absl::StrCat(i);
    recipient.resize(64, '\0');
    bare.Run("Invite", {Bare::Bytes(HashOf(i)), Bare::Bytes(recipient), Bare::Text("")});
  }
  bare.Exec("COMMIT");
}

}  // namespace

double BarePairPerSecond(const std::string& folder, int responses, int batch, int row_bytes) {
  {
    Bare ledger(folder + "/ledger.db", pair_queries);
    ledger.Exec(kSettings);
    ledger.Exec(pair_ledger_schema[0].text);
    Invite(ledger, responses);
  }
  Bare bare(folder + "/answers.db", pair_queries);
  bare.Exec(kSettings);
  bare.Exec(pair_answers_schema[0].text);
  bare.Exec(absl::StrCat("ATTACH '", folder, "/ledger.db' AS ledger_file").c_str());
  bare.Exec(
      "PRAGMA ledger_file.journal_mode = TRUNCATE; PRAGMA ledger_file.synchronous = FULL;"
      "PRAGMA ledger_file.secure_delete = ON");
  // Made before the clock runs, as those of the real one are made by its clients.
  std::vector<std::string> ids, hashes;
  for (int i = 0; i < responses; ++i) {
    ids.push_back(types::NewRandomUuid());
    hashes.push_back(HashOf(i));
  }
  const std::string row = types::RandomBytes(row_bytes);
  const absl::Time start = absl::Now();
  for (int number = 0; number < responses;) {
    bare.Exec("BEGIN IMMEDIATE");
    for (int i = 0; i < batch && number < responses; ++i, ++number) {
      bare.Exec("SAVEPOINT job");
      bare.Run("IsClosed", {});
      bare.Run("Select", {Bare::Text(ids[number])});
      bare.Run("UseInvitation", {Bare::Bytes(hashes[number])});
      bare.Run("Insert", {Bare::Text(ids[number]), Bare::Bytes(row)});
      bare.Exec("RELEASE job");
    }
    bare.Exec("COMMIT");
  }
  return responses / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace lotse::perf
