// How the files of a personal wave are opened, or made.
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"
#include "services/survey/responses/personal_wave.h"
#include "sql/pair_ledger_schema.h"
#include "sql/personal_answers_schema.h"
#include "sql/personal_queries.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Database;
using v1alpha::Wave;

// Connections that read each of the two files.
constexpr int kReaders = 2;
// Pairs of a collection and an id in the name of a survey.
constexpr int kSurveyPairs = 3;

const sql::Statements& PersonalStatements() {
  static const auto* statements = new sql::Statements(personal_queries);
  return *statements;
}

}  // namespace

PersonalWave::Files PersonalWave::FilesOf(const WaveFolders& folders, absl::string_view wave) {
  const std::string stem = absl::StrCat("/wave-", types::Sha256Hex(wave).substr(0, 32));
  return {absl::StrCat(folders.answers, stem, "-responses.db"),
          absl::StrCat(folders.keys, stem, "-invitations.db")};
}

absl::StatusOr<std::unique_ptr<PersonalWave>> PersonalWave::Open(const WaveFolders& folders,
                                                                 const std::string& wave,
                                                                 Wave::Identity identity,
                                                                 const sql::WriteLimits& writes,
                                                                 std::function<void()> wake) {
  std::unique_ptr<PersonalWave> opened(new PersonalWave(wave, std::move(wake)));
  if (absl::Status s = opened->OpenFiles(folders, writes); !s.ok()) return s;
  if (absl::Status s = opened->Identify(folders, identity); !s.ok()) return s;
  if (absl::Status s = opened->Load(); !s.ok()) return s;
  return opened;
}

absl::Status PersonalWave::OpenFiles(const WaveFolders& folders, const sql::WriteLimits& writes) {
  const Files files = FilesOf(folders, wave_);
  Database::Options options;
  options.path = files.ledger;
  options.migrations = pair_ledger_schema;
  options.statements = &PairStatements();
  options.readers = kReaders;
  options.writes = writes;
  auto ledger = Database::Open(options);
  if (!ledger.ok()) return ledger.status();
  ledger_ = *std::move(ledger);
  options.path = files.answers;
  options.migrations = personal_answers_schema;
  options.statements = &PersonalStatements();
  auto answers = Database::Open(options);
  if (!answers.ok()) return answers.status();
  answers_ = *std::move(answers);
  return absl::OkStatus();
}

// What the files say of themselves.
struct PersonalWave::Label {
  std::string ledger;   // Name of the wave; empty if the file is new.
  std::string answers;  // The same.
  std::string key_sha256;
  bool invited = false;  // Whether there is an invitation.
};

absl::StatusOr<PersonalWave::Label> PersonalWave::ReadLabel() {
  Label label;
  const absl::Status ledger = ledger_->Read({}, [&](Connection& connection) {
    sql::Query name = connection.Prepare("LedgerName");
    if (name.Next()) label.ledger = name.Text(0);
    label.invited = connection.Prepare("AnyInvitation").Next();
    return absl::OkStatus();
  });
  if (!ledger.ok()) return ledger;
  const absl::Status answers = answers_->Read({}, [&](Connection& connection) {
    sql::Query wave = connection.Prepare("Wave");
    if (!wave.Next()) return absl::OkStatus();
    label.answers = wave.Text(0);
    label.key_sha256 = wave.Text(2);
    absl::MutexLock lock(&mutex_);
    identity_ = static_cast<Wave::Identity>(wave.Number(1));
    closed_ = wave.Number(3) != 0;
    return absl::OkStatus();
  });
  if (!answers.ok()) return answers;
  return label;
}

absl::Status PersonalWave::Identify(const WaveFolders& folders, Wave::Identity identity) {
  const auto label = ReadLabel();
  if (!label.ok()) return label.status();
  // The ledger is named first, and nobody is invited before both are.
  if (label->answers.empty()) {
    if (label->invited) return absl::DataLossError(wave_ + ": its answers are lost");
    return Name(folders, identity);
  }
  if (label->ledger.empty()) return absl::DataLossError(wave_ + ": its invitations are lost");
  if (label->answers != wave_ || label->ledger != wave_) {
    return absl::DataLossError(wave_ + ": its files are of another");
  }
  if (identity != Wave::IDENTITY_UNSPECIFIED && identity != identity_) {
    return absl::DataLossError(wave_ + ": its files are of another mode");
  }
  auto key = SurveyKey::Read(folders.keys, types::Prefix(wave_, kSurveyPairs));
  if (!key.ok()) return key.status();
  // One that was made after that of this wave was destroyed tells nothing of its people.
  if (key->has_value() && (*key)->Fingerprint() == label->key_sha256) key_ = *std::move(key);
  return absl::OkStatus();
}

absl::Status PersonalWave::Name(const WaveFolders& folders, Wave::Identity identity) {
  if (identity == Wave::IDENTITY_UNSPECIFIED) {
    return absl::DataLossError(wave_ + ": its files are of no mode");
  }
  identity_ = identity;
  auto key = SurveyKey::ReadOrMake(folders.keys, types::Prefix(wave_, kSurveyPairs));
  if (!key.ok()) return key.status();
  key_ = *std::move(key);
  const absl::Status named = ledger_->WriteAndWait([&](Connection& connection) {
    connection.Prepare("NameLedger").Bind(1, wave_).Run();
    return absl::OkStatus();
  });
  if (!named.ok()) return named;
  return answers_->WriteAndWait([&](Connection& connection) {
    connection.Prepare("NameWave")
        .Bind(1, wave_)
        .Bind(2, int64_t{identity_})
        .BindBytes(3, key_->Fingerprint())
        .Run();
    return absl::OkStatus();
  });
}

absl::Status PersonalWave::Load() {
  absl::flat_hash_set<std::string> answered;
  int64_t rows = 0;
  const absl::Status read = answers_->Read({}, [&](Connection& connection) {
    sql::Query query = connection.Prepare("Answered");
    while (query.Next()) answered.insert(query.Text(0));
    sql::Query count = connection.Prepare("CountSubmitted");
    if (count.Next()) rows = count.Number(0);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return ledger_->Read({}, [&](Connection& connection) {
    absl::MutexLock lock(&mutex_);
    rows_ = rows;
    for (std::string& filled : Unshown(connection)) {
      const auto pseudonym = PseudonymOf(RecipientOf(filled));
      if (pseudonym.has_value() && answered.contains(*pseudonym)) {
        unshown_.push_back(std::move(filled));
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
