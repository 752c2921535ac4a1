#include "runtime/auth/claims.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/auth/errors.h"
#include "runtime/types/json_object.h"
#include "runtime/types/utf8.h"

namespace lotse::auth {

using google::protobuf::Struct;
using google::protobuf::Value;
using types::FindMember;
using types::TextMember;

namespace {

// 9999-12-31T23:59:59Z.
constexpr double kLastSecond = 253402300799;

// What a path leads to.
struct Found {
  // Null if nothing is there.
  const Value* value = nullptr;
  // False if a step goes into something that is no object.
  bool passable = true;
};

Found FindPath(const Struct& claims, absl::string_view path) {
  const Struct* object = &claims;
  while (true) {
    const size_t dot = path.find('.');
    const Value* value = FindMember(*object, path.substr(0, dot));
    if (value == nullptr || dot == absl::string_view::npos) return {value, true};
    if (!value->has_struct_value()) return {nullptr, false};
    object = &value->struct_value();
    path.remove_prefix(dot + 1);
  }
}

// Subjects and groups are compared, stored and shown: they are plain text.
bool IsName(const Value& value) {
  absl::string_view text = value.string_value();  // Empty if it is no text.
  if (text.empty() || text.size() > kMaxNameBytes) return false;
  while (!text.empty()) {
    const std::optional<char32_t> c = types::TakeCodePoint(&text);
    if (!c.has_value() || types::IsControl(*c)) return false;
  }
  return true;
}

bool IsFor(const Value& audiences, const std::string& audience) {
  if (audiences.has_string_value()) return audiences.string_value() == audience;
  const auto& values = audiences.list_value().values();
  return std::all_of(values.begin(), values.end(),
                     [](const Value& value) { return value.has_string_value(); }) &&
         std::any_of(values.begin(), values.end(),
                     [&](const Value& value) { return value.string_value() == audience; });
}

absl::Status CheckAddress(const Struct& claims, const TokenRules& rules) {
  const auto issuer = TextMember(claims, "iss");
  if (!issuer.has_value() || rules.issuer.empty() || *issuer != rules.issuer) {
    return TokenRefused("iss is not the issuer");
  }
  const Value* audiences = FindMember(claims, "aud");
  if (audiences == nullptr || rules.audience.empty() || !IsFor(*audiences, rules.audience)) {
    return TokenRefused("aud does not have the audience");
  }
  return absl::OkStatus();
}

// A time claim (NumericDate); nullopt if it is absent.
absl::StatusOr<std::optional<absl::Time>> TimeOf(const Struct& claims, absl::string_view name) {
  const Value* value = FindMember(claims, name);
  if (value == nullptr) return std::nullopt;
  const double seconds = value->number_value();
  // Written so that NaN is refused too.
  if (!value->has_number_value() || !(seconds >= 0 && seconds <= kLastSecond)) {
    return TokenRefused(absl::StrCat(name, " is no time"));
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

// The time up to which the token holds.
absl::StatusOr<absl::Time> CheckTimes(const Struct& claims, const TokenRules& rules,
                                      absl::Time now) {
  const auto issued = TimeOf(claims, "iat");
  if (!issued.ok()) return issued.status();
  const auto begins = TimeOf(claims, "nbf");
  if (!begins.ok()) return begins.status();
  const auto ends = TimeOf(claims, "exp");
  if (!ends.ok()) return ends.status();
  if (!ends->has_value()) return TokenRefused("exp is missing");
  if (begins->has_value() && **begins > now + rules.skew) {
    return TokenRefused("nbf is in the future");
  }
  return **ends + rules.skew;
}

absl::StatusOr<std::vector<std::string>> GroupsOf(const Struct& claims,
                                                  absl::string_view groups_claim) {
  std::vector<std::string> groups;
  if (groups_claim.empty()) return groups;
  const Found found = FindPath(claims, groups_claim);
  if (found.passable && found.value == nullptr) return groups;
  if (!found.passable || !found.value->has_list_value()) {
    return TokenRefused("the claim of groups is no list");
  }
  const auto& values = found.value->list_value().values();
  if (values.size() > kMaxGroups) {
    return TokenRefused(absl::StrCat("it has more than ", kMaxGroups, " groups"));
  }
  for (const Value& value : values) {
    if (!IsName(value)) {
      return TokenRefused(absl::StrCat("a group is not text of 1 to ", kMaxNameBytes, " bytes"));
    }
    groups.push_back(value.string_value());
  }
  return groups;
}

}  // namespace

absl::StatusOr<Identity> ReadClaims(const Struct& claims, const TokenRules& rules, absl::Time now) {
  if (absl::Status s = CheckAddress(claims, rules); !s.ok()) return s;
  const absl::StatusOr<absl::Time> expires = CheckTimes(claims, rules, now);
  if (!expires.ok()) return expires.status();
  const Found subject = FindPath(claims, rules.subject_claim);
  if (subject.value == nullptr || !IsName(*subject.value)) {
    return TokenRefused(
        absl::StrCat("the claim of the subject is not text of 1 to ", kMaxNameBytes, " bytes"));
  }
  absl::StatusOr<std::vector<std::string>> groups = GroupsOf(claims, rules.groups_claim);
  if (!groups.ok()) return groups.status();
  // Last: whoever is told so knows that a new token would do.
  if (now >= *expires) return TokenExpired();
  return Identity{subject.value->string_value(), *std::move(groups), *expires};
}

}  // namespace lotse::auth
