#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/auth/token.h"
#include "runtime/rpc/error.h"

// Tokens and key sets that the library `jose` made, with its own verdicts.

namespace lotse::auth {
namespace {

using google::protobuf::Struct;

constexpr char kFolder[] = "tests/tokens";

// What the script prints.
std::string Output(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer;
  size_t size = 0;
  while ((size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0) out.append(buffer.data(), size);
  return pclose(pipe) == 0 ? out : "";
}

std::string JsonOf(const google::protobuf::Value& value) {
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(value, &json);
  return json;
}

std::vector<std::string> TextsOf(const google::protobuf::Value& list) {
  std::vector<std::string> texts;
  for (const auto& value : list.list_value().values()) texts.push_back(value.string_value());
  return texts;
}

std::string VerdictOf(const absl::StatusOr<Identity>& identity) {
  return identity.ok() ? "OK" : std::string(rpc::NameOf(rpc::ReasonOf(identity.status())));
}

TEST(Oracle, VerdictsAreAsExpectedAndNeverMilder) {
  if (!std::filesystem::exists(absl::StrCat(kFolder, "/node_modules/jose"))) {
    GTEST_SKIP() << "jose is not installed; script/bootstrap test installs it";
  }
  Struct all;
  const std::string json = Output(absl::StrCat("node ", kFolder, "/make_tokens.mjs"));
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &all).ok()) << json;
  auto& fields = *all.mutable_fields();
  TokenRules rules;
  rules.issuer = fields["issuer"].string_value();
  rules.audience = fields["audience"].string_value();
  rules.skew = absl::Seconds(fields["skew"].number_value());
  const absl::Time now = absl::UnixEpoch() + absl::Seconds(fields["now"].number_value());
  std::map<std::string, Keys> sets;
  for (const auto& [name, set] : fields["jwks"].struct_value().fields()) {
    absl::StatusOr<Keys> keys = Keys::Parse(JsonOf(set));
    ASSERT_TRUE(keys.ok()) << name << keys.status();
    sets.emplace(name, *std::move(keys));
  }
  int accepted = 0;
  for (auto& value : *fields["cases"].mutable_list_value()->mutable_values()) {
    auto& c = *value.mutable_struct_value()->mutable_fields();
    SCOPED_TRACE(c["name"].string_value());
    rules.groups_claim = c["groups_claim"].string_value();
    const auto identity =
        VerifyToken(c["token"].string_value(), sets.at(c["jwks"].string_value()), rules, now);
    EXPECT_EQ(VerdictOf(identity), c["expected"].string_value()) << identity.status();
    if (!identity.ok()) continue;
    ++accepted;
    EXPECT_EQ(c["jose"].string_value(), "ok");
    EXPECT_EQ(identity->subject, "u-1");
    EXPECT_EQ(identity->groups, TextsOf(c["groups"]));
  }
  EXPECT_GE(accepted, 15);
  EXPECT_GE(fields["cases"].list_value().values_size(), 80);
}

}  // namespace
}  // namespace lotse::auth
