#include "services/survey/qualitative/rules/quote_rules.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "runtime/types/uuid.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::ReleasedQuote;
using v1alpha::Study;

constexpr size_t kUuidBytes = 36;

bool IsTokenSign(unsigned char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_'; }

// `1:02:03`, the form in which transcripts have times.
bool HasTimeCode(absl::string_view text) {
  for (size_t i = 0; i + 7 <= text.size(); ++i) {
    const absl::string_view at = text.substr(i, 7);
    if (absl::ascii_isdigit(at[0]) && at[1] == ':' && absl::ascii_isdigit(at[2]) &&
        absl::ascii_isdigit(at[3]) && at[4] == ':' && absl::ascii_isdigit(at[5]) &&
        absl::ascii_isdigit(at[6])) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool TellsId(absl::string_view text, const absl::flat_hash_set<std::string>& ids) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsTokenSign(text[end])) ++end;
    const std::string token(text.substr(at, end - at));
    if (ids.contains(token)) return true;
    for (size_t k = 0; k + kUuidBytes <= token.size(); ++k) {
      if (types::IsUuid(absl::AsciiStrToLower(token.substr(k, kUuidBytes)))) return true;
    }
    at = end + 1;
  }
  for (const char* part : {"programmes/", "engagements/", "studies/", "cases/", "texts/"}) {
    if (absl::StrContains(text, part)) return true;
  }
  return HasTimeCode(text);
}

rpc::FieldViolations CheckQuote(absl::string_view field, const Study& study,
                                MaterialRelease::Scope scope, const ReleasedQuote& quote,
                                const Untold& untold) {
  rpc::FieldViolations violations;
  const std::string wording = absl::StrCat(field, ".wording");
  if (absl::StripAsciiWhitespace(quote.wording()).empty() ||
      quote.wording().size() > kMaxWordingBytes || !types::IsUtf8(quote.wording())) {
    violations.push_back({wording, absl::StrCat("missing, too long or no text; give 1 to ",
                                                kMaxWordingBytes, " bytes of UTF-8")});
  } else if (types::HasMarkup(quote.wording())) {
    violations.push_back({wording, "has markup; give plain text"});
  } else if (untold.names.AnyIn(quote.wording())) {
    violations.push_back({wording, "has a name that the study knows; write it in other words"});
  } else if (TellsId(quote.wording(), untold.ids)) {
    violations.push_back(
        {wording, "has a pseudonym, an id or a time code; leave out what leads to a person"});
  }
  const auto& roles = study.roles();
  if (!quote.role().empty() && std::none_of(roles.begin(), roles.end(), [&](const auto& role) {
        return role.code() == quote.role();
      })) {
    violations.push_back(
        {absl::StrCat(field, ".role"), "not a role of the study; give the code of one, or none"});
  }
  if (quote.scope() == MaterialRelease::SCOPE_UNSPECIFIED ||
      !MaterialRelease::Scope_IsValid(quote.scope())) {
    violations.push_back({absl::StrCat(field, ".scope"), "missing or unknown; say for whom it is"});
  } else if (quote.scope() < scope) {
    violations.push_back({absl::StrCat(field, ".scope"),
                          "covers fewer people than the release; have it approved for all of "
                          "them, or leave it out"});
  }
  return violations;
}

absl::Status CheckQuoteRelease(absl::string_view subject, const Study& study,
                               const ReleasedQuote& quote, const QuoteFacts& facts) {
  std::vector<rpc::Obstacle> obstacles;
  const auto add = [&](const char* de, const char* en) {
    obstacles.push_back({std::string(subject), {de, en}});
  };
  if (facts.consent != Participant::CONSENT_QUOTES) {
    add("ist von jemandem ohne Einwilligung in Zitate; lassen Sie es weg",
        "is of somebody who did not agree to be quoted; leave it out");
  }
  if (!quote.role().empty() && !facts.speaker_has_role) {
    add("ist von jemandem mit einer anderen Rolle; geben Sie die richtige an oder keine",
        "is of somebody with another role; give the right one or none");
  } else if (!quote.role().empty() && facts.of_role < kMinOfRole) {
    add("nennt eine Rolle, die nur eine Person hat; geben Sie eine weitere oder keine an",
        "names a role that one person alone has; give a wider one or none");
  }
  if (quote.approver().empty()) {
    add("ist noch nicht freigegeben; jemand muss den Wortlaut freigeben",
        "is not approved yet; somebody has to approve the wording");
  } else if (study.coders_size() > 1 && facts.chosen_by == facts.approved_by) {
    add("wurde von derselben Person gewählt und freigegeben; eine zweite muss es freigeben",
        "was chosen and approved by one person; a second one has to approve it");
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

}  // namespace lotse::survey::qualitative
