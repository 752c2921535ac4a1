#include "services/survey/app/answer_environment.h"

#include <cstring>
#include <string>

#include "runtime/types/date.h"
#include "runtime/types/random.h"
#include "services/survey/domain/identity_rules.h"

namespace lotse::survey {

std::uint64_t SecureRandom::Next() {
  std::uint64_t bits = 0;
  const std::string bytes = types::RandomBytes(sizeof(bits));
  std::memcpy(&bits, bytes.data(), sizeof(bits));
  return bits;
}

std::optional<absl::Time> KeptNow(const v1alpha::Wave& wave) {
  if (IdentityOf(wave) != v1alpha::Wave::IDENTITY_ANONYMOUS) return std::nullopt;
  return absl::FromCivil(types::ToCivil(wave.start_date()), types::BerlinTime());
}

AnswerEnvironment::AnswerEnvironment(absl::Time now, std::optional<absl::Time> kept_now) {
  environment_.now = now;
  environment_.kept_now = kept_now;
  environment_.time_zone = types::BerlinTime();
  environment_.random = &random_;
  environment_.steps_left = &steps_left_;
}

}  // namespace lotse::survey
