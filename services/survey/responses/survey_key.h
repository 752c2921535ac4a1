#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// The key of the pseudonyms of one survey: 32 random bytes in a file of their own, which may
// lie apart from all answers. With it the waves of a survey form a panel; once the file is
// destroyed nobody finds out any more who a pseudonym is.
class SurveyKey {
 public:
  // The file of a survey in a folder.
  static std::string FileOf(absl::string_view folder, absl::string_view survey);

  // Reads the key of a survey; nullopt if there is none. DATA_LOSS if the file is of another
  // survey, else as sql::Database::Open.
  static absl::StatusOr<std::optional<SurveyKey>> Read(absl::string_view folder,
                                                       const std::string& survey);
  // The same, and makes the key if there is none.
  static absl::StatusOr<SurveyKey> ReadOrMake(absl::string_view folder, const std::string& survey);

  // The pseudonym of a recipient: the first 128 bits of HMAC-SHA-256, as 32 hexadecimal
  // digits. The same in all waves of the survey.
  std::string Pseudonym(absl::string_view recipient) const;

  // Stands for a token beside the answers that came with it: only with the key can it be told
  // that they belong together. 32 bytes.
  std::string OpenedBy(absl::string_view token_hash) const;

  // The code with which a response can be withdrawn: 26 characters like those of the token of
  // an invitation. Derived, so that it can be told again to who lost a reply.
  std::string WithdrawalCode(absl::string_view wave, absl::string_view response_id) const;

  // SHA-256 of the key, which tells whether a file belongs to it.
  std::string Fingerprint() const;

 private:
  explicit SurveyKey(std::string secret) : secret_(std::move(secret)) {}

  std::string secret_;
};

}  // namespace lotse::survey
