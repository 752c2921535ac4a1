#include "services/survey/domain/invitation_rules.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/utf8.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

// What is wrong with what a recipient is called; empty if nothing is.
absl::string_view FaultOfRecipient(absl::string_view recipient) {
  if (recipient.empty()) return "missing; give what your list calls the recipient";
  if (recipient.size() > kMaxRecipientBytes) return "too long; give 64 bytes of UTF-8 at most";
  for (absl::string_view rest = recipient; !rest.empty();) {
    const std::optional<char32_t> c = types::TakeCodePoint(&rest);
    if (!c) return "not valid UTF-8; encode it as UTF-8";
    if (types::IsControl(*c)) return "has a control character; leave it out";
    // An address of e-mail is a person: the reference is kept for as long as the wave.
    if (*c == '@') return "looks like an address; give a number or a code of your list";
  }
  return "";
}

// Checks what both lists have.
template <class List>
rpc::FieldViolations CheckList(absl::string_view field, const List& list) {
  rpc::FieldViolations violations;
  if (list.empty() || list.size() > kMaxInvitationsInACall) {
    violations.push_back({std::string(field), "give 1 to 5,000"});
    return violations;
  }
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < list.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "].recipient");
    const absl::string_view fault = FaultOfRecipient(list[i].recipient());
    if (!fault.empty()) violations.push_back({path, std::string(fault)});
    if (!seen.insert(list[i].recipient()).second) {
      violations.push_back({path, "comes twice; give each recipient once"});
    }
  }
  return violations;
}

}  // namespace

rpc::FieldViolations CheckRecipients(
    const v1alpha::Population& population,
    const google::protobuf::RepeatedPtrField<v1alpha::Recipient>& recipients) {
  rpc::FieldViolations violations = CheckList("recipients", recipients);
  if (recipients.size() > kMaxInvitationsInACall) return violations;
  absl::flat_hash_set<absl::string_view> strata;
  for (const auto& stratum : population.strata()) strata.insert(stratum.code());
  for (int i = 0; i < recipients.size(); ++i) {
    if (recipients[i].stratum().empty() || strata.contains(recipients[i].stratum())) continue;
    violations.push_back({absl::StrCat("recipients[", i, "].stratum"),
                          "no stratum of the wave's population; give one of its codes"});
  }
  return violations;
}

rpc::FieldViolations CheckMarks(
    const google::protobuf::RepeatedPtrField<v1alpha::InvitationMark>& marks) {
  return CheckList("marks", marks);
}

std::optional<int64_t> ShownAnswered(int64_t invited, int64_t answered, Wave::Identity identity) {
  if (identity == Wave::IDENTITY_IDENTIFIED) return answered;
  if (invited < kFewestInvited) return std::nullopt;
  return answered / kResponseCountStep * kResponseCountStep;
}

std::optional<int64_t> InvitedOf(const Wave& wave, int64_t issued) {
  if (issued > 0) return issued;
  if (wave.invited_count() > 0) return wave.invited_count();
  return std::nullopt;
}

absl::Status CheckInvitable(const Wave& wave) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (wave.access() != Wave::ACCESS_INVITED) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                      absl::StrCat(wave.name(),
                                   " takes answers without invitations; set its "
                                   "access to ACCESS_INVITED while it is planned"),
                      {{"resource", wave.name()}, {"field", "access"}});
  }
  if (wave.state() == Wave::STATE_PLANNED) {
    return WrongState(wave, "release it before anybody is invited");
  }
  if (!HasEnded(wave)) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave.name(), " is closed; nobody is invited to it any more"),
                    {{"resource", wave.name()}});
}

absl::Status CheckTokenFits(const Wave& wave, absl::string_view token) {
  if (wave.access() == Wave::ACCESS_INVITED || token.empty()) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"invitation_token", "this wave takes answers without an invitation; leave it out"}});
}

}  // namespace lotse::survey
