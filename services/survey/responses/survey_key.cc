#include "services/survey/responses/survey_key.h"

#include <array>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/sql/database.h"
#include "runtime/types/random.h"
#include "runtime/types/sha256.h"
#include "services/survey/domain/invitation_token.h"
#include "sql/personal_key_schema.h"
#include "sql/personal_queries.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Database;

constexpr size_t kSecretBytes = 32;
constexpr size_t kPseudonymBytes = 16;
// Begin what is hashed for another purpose than a pseudonym: no recipient has a control
// character.
constexpr absl::string_view kOfToken = "\x01token\n";
constexpr absl::string_view kOfCode = "\x01withdrawal\n";

std::string Bytes(const std::array<uint8_t, 32>& bytes) {
  return std::string(bytes.begin(), bytes.end());
}

absl::StatusOr<std::unique_ptr<Database>> OpenKey(const std::string& path) {
  static const auto* statements = new sql::Statements(personal_queries);
  Database::Options options;
  options.path = path;
  options.journal = Database::Journal::kTruncate;
  options.migrations = personal_key_schema;
  options.statements = statements;
  return Database::Open(options);
}

// The key in an open file; empty if it has none yet.
absl::StatusOr<std::string> SecretIn(Database& database, const std::string& survey,
                                     const std::string& path) {
  std::string secret;
  const absl::Status read = database.Read({}, [&](Connection& connection) {
    sql::Query key = connection.Prepare("Key");
    if (!key.Next()) return absl::OkStatus();
    if (key.View(0) != survey || key.View(1).size() != kSecretBytes) {
      return absl::DataLossError(absl::StrCat(path, ": is not the key of ", survey));
    }
    secret = key.Text(1);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return secret;
}

}  // namespace

std::string SurveyKey::FileOf(absl::string_view folder, absl::string_view survey) {
  return absl::StrCat(folder, "/survey-", types::Sha256Hex(survey).substr(0, 32), "-key.db");
}

absl::StatusOr<std::optional<SurveyKey>> SurveyKey::Read(absl::string_view folder,
                                                         const std::string& survey) {
  const std::string path = FileOf(folder, survey);
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::optional<SurveyKey>();
  const auto database = OpenKey(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::string> secret = SecretIn(**database, survey, path);
  if (!secret.ok()) return secret.status();
  if (secret->empty()) return std::optional<SurveyKey>();
  return std::optional<SurveyKey>(SurveyKey(*std::move(secret)));
}

absl::StatusOr<SurveyKey> SurveyKey::ReadOrMake(absl::string_view folder,
                                                const std::string& survey) {
  const std::string path = FileOf(folder, survey);
  const auto database = OpenKey(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::string> secret = SecretIn(**database, survey, path);
  if (!secret.ok()) return secret.status();
  if (secret->empty()) {
    *secret = types::RandomBytes(kSecretBytes);
    const absl::Status kept = (*database)->WriteAndWait([&](Connection& connection) {
      connection.Prepare("KeepKey").Bind(1, survey).BindBytes(2, *secret).Run();
      return absl::OkStatus();
    });
    if (!kept.ok()) return kept;
  }
  return SurveyKey(*std::move(secret));
}

std::string SurveyKey::Pseudonym(absl::string_view recipient) const {
  return absl::BytesToHexString(
      Bytes(types::HmacSha256(secret_, recipient)).substr(0, kPseudonymBytes));
}

std::string SurveyKey::OpenedBy(absl::string_view token_hash) const {
  return Bytes(types::HmacSha256(secret_, absl::StrCat(kOfToken, token_hash)));
}

std::string SurveyKey::WithdrawalCode(absl::string_view wave, absl::string_view response_id) const {
  const std::string bytes =
      Bytes(types::HmacSha256(secret_, absl::StrCat(kOfCode, wave, "\n", response_id)));
  return TokenOf(absl::string_view(bytes).substr(0, kTokenBytes));
}

std::string SurveyKey::Fingerprint() const { return Bytes(types::Sha256(secret_)); }

}  // namespace lotse::survey
