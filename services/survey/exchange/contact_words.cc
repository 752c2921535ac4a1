#include "services/survey/exchange/contact_words.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace lotse::survey {
namespace {

// Parts of words. `address` alone is left to phrases, because surveys ask which
// topics to address.
constexpr absl::string_view kWords[] = {
    "e-mail",         "email",        "telefon",        "telephone",      "phone number",
    "mobile number",  "handynummer",  "mobilnummer",    "rufnummer",      "whatsapp-nummer",
    "adresse",        "anschrift",    "kontaktdaten",   "contact detail", "contact data",
    "postal address", "home address", "street address", "your address",   "mail address",
    "hausnummer",     "house number"};

}  // namespace

bool AsksForContact(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&lower](absl::string_view word) { return absl::StrContains(lower, word); });
}

}  // namespace lotse::survey
