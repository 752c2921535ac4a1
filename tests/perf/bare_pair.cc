#include "tests/perf/bare_pair.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"
#include "sql/pair_answers_schema.h"
#include "sql/pair_ledger_schema.h"
#include "sql/pair_queries.h"

namespace lotse::perf {
namespace {

constexpr char kSettings[] =
    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";

std::string HashOf(int number) {
  const auto hash = types::Sha256(absl::StrCat(number));
  return std::string(hash.begin(), hash.end());
}

void Migrate(Bare& bare, absl::Span<const sql::EmbeddedFile> schema) {
  for (const sql::EmbeddedFile& file : schema) bare.Exec(file.text);
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

BarePair::BarePair(const std::string& folder, int invitations) : invitations_(invitations) {
  std::filesystem::create_directory(folder);
  {
    Bare ledger(folder + "/ledger.db", pair_queries);
    ledger.Exec(kSettings);
    Migrate(ledger, pair_ledger_schema);
    Invite(ledger, invitations);
  }
  bare_ = std::make_unique<Bare>(folder + "/answers.db", pair_queries);
  bare_->Exec(kSettings);
  Migrate(*bare_, pair_answers_schema);
  bare_->Exec(absl::StrCat("ATTACH '", folder, "/ledger.db' AS ledger_file").c_str());
  bare_->Exec(
      "PRAGMA ledger_file.journal_mode = TRUNCATE; PRAGMA ledger_file.synchronous = FULL;"
      "PRAGMA ledger_file.secure_delete = ON");
}

double BarePair::PerSecond(absl::Duration duration, int batch, int row_bytes) {
  // Made before the clock runs, as those of the real one are made by its clients.
  constexpr int kMost = 30'000;
  std::vector<std::string> ids, hashes;
  for (int i = used_; i < std::min(invitations_, used_ + kMost); ++i) {
    ids.push_back(types::NewRandomUuid());
    hashes.push_back(HashOf(i));
  }
  const std::string row = types::RandomBytes(row_bytes);
  const absl::Time start = absl::Now();
  size_t stored = 0;
  while (stored + batch <= ids.size() && absl::Now() < start + duration) {
    bare_->Exec("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i, ++stored) {
      bare_->Exec("SAVEPOINT job");
      bare_->Run("IsClosed", {});
      bare_->Run("Select", {Bare::Text(ids[stored])});
      bare_->Run("UseInvitation", {Bare::Bytes(hashes[stored])});
      bare_->Run("Insert", {Bare::Text(ids[stored]), Bare::Bytes(row)});
      bare_->Exec("RELEASE job");
    }
    bare_->Exec("COMMIT");
  }
  if (stored == 0) {
    std::fprintf(stderr, "bench: the bare pair has no invitations left\n");
    std::exit(1);
  }
  used_ += static_cast<int>(stored);
  return static_cast<double>(stored) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace lotse::perf
