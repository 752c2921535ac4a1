// Reading the files that people answered with where a wave is not anonymous.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/personal_files.h"

namespace lotse::survey {
namespace {

using v1alpha::GetAnswerFileRequest;
using v1alpha::Wave;

constexpr size_t kHashDigits = 64;

rpc::FieldViolations CheckWhich(const GetAnswerFileRequest& q, Wave::Identity identity) {
  rpc::FieldViolations violations;
  const bool named = identity == Wave::IDENTITY_IDENTIFIED;
  const std::string& wanted = named ? q.recipient() : q.pseudonym();
  const std::string& other = named ? q.pseudonym() : q.recipient();
  if (wanted.empty()) {
    violations.push_back({named ? "recipient" : "pseudonym",
                          "missing; say whose file it is, as ListResponses tells it"});
  }
  if (!other.empty()) {
    violations.push_back(
        {named ? "pseudonym" : "recipient",
         absl::StrCat("this wave is ", Wave::Identity_Name(identity), "; leave it out")});
  }
  const std::string& hash = q.sha256();
  if (hash.size() != kHashDigits || !std::all_of(hash.begin(), hash.end(), absl::ascii_isxdigit)) {
    violations.push_back({"sha256", "no hash; give 64 hexadecimal digits from ListResponses"});
  }
  return violations;
}

absl::Status NoSuchFile(const std::string& wave) {
  return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND,
                    absl::StrCat(wave,
                                 ": nobody with this pseudonym or recipient submitted a "
                                 "file with this hash"),
                    {{"resource", wave}});
}

// What a row says of the file; nullopt if it does not name it. `damaged` if it cannot be read.
std::optional<std::string> MediaTypeIn(const CompiledInstrument& instrument, absl::string_view row,
                                       absl::string_view sha256, bool* damaged) {
  const auto answers = DecodeResponseRow(instrument, row);
  *damaged |= !answers.has_value();
  if (!answers.has_value()) return std::nullopt;
  for (const v1alpha::Answer& answer : *answers) {
    if (answer.has_file() && answer.file().sha256() == sha256) return answer.file().media_type();
  }
  return std::nullopt;
}

// The same of what was submitted with all its versions, the newest first. A draft is the
// person's own.
std::optional<std::string> MediaTypeOf(const CompiledInstrument& instrument,
                                       const HeldResponse& held, absl::string_view sha256,
                                       bool* damaged) {
  if (held.state != HeldResponse::State::kSubmitted) return std::nullopt;
  auto type = MediaTypeIn(instrument, held.row, sha256, damaged);
  for (auto it = held.former.rbegin(); !type.has_value() && it != held.former.rend(); ++it) {
    type = MediaTypeIn(instrument, it->row, sha256, damaged);
  }
  return type;
}

}  // namespace

absl::Status GetAnswerFile(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                           const GetAnswerFileRequest& q, v1alpha::GetAnswerFileResponse* r) {
  Wave wave;
  if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (absl::Status s = CheckPersonal(wave); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckWhich(q, IdentityOf(wave))); !s.ok()) return s;
  if (absl::Status s = CheckNotPurged(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_PLANNED) return NoSuchFile(wave.name());
  const auto instrument = instruments.Get(tx, wave.instrument());
  if (!instrument.ok()) return instrument.status();
  const auto files = responses.Personal(q.parent());
  if (!files.ok()) return files.status();
  const std::string sha256 = absl::AsciiStrToLower(q.sha256());
  const Which whose{.pseudonym = q.pseudonym().empty() ? q.recipient() : q.pseudonym()};
  bool damaged = false;
  std::optional<std::string> type, content;
  const absl::Status read = (*files)->ReadRows({}, [&](sql::Connection& connection) {
    const auto held = FindRow(connection, whose);
    if (!held.has_value()) return;
    type = MediaTypeOf(**instrument, *held, sha256, &damaged);
    if (type.has_value()) content = FileContent(connection, held->pseudonym, sha256);
  });
  if (!read.ok()) return read;
  if (damaged || (type.has_value() && !content.has_value())) return DamagedResponse();
  if (!type.has_value()) return NoSuchFile(wave.name());
  r->set_media_type(*type);
  r->set_data(*std::move(content));
  return absl::OkStatus();
}

}  // namespace lotse::survey
