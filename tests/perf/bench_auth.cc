// What it costs to know a caller by their access token.

#include <fcntl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/auth/token_testing.h"
#include "runtime/auth/token_verifier.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 9;
constexpr int kCachedCalls = 200'000;
constexpr int kFreshCalls = 2'000;
constexpr size_t kTokenBytes = 900;
constexpr double kCachedLimitUs = 2;
constexpr double kFreshLimitUs = 150;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

// A token of kTokenBytes bytes as Keycloak shapes them.
std::string MakeToken(const auth::TestIssuer& issuer) {
  const auto sign = [&](size_t padding) {
    return issuer.Sign(absl::StrCat(
        R"({"iss":"https://login.example","aud":["lotse","account"],"sub":"u-1","iat":1,)",
        R"("exp":4000000000,"realm_access":{"roles":["offline_access","lotse-admin"]},"jti":")",
        std::string(padding, 'x'), "\"}"));
  };
  size_t padding = 0;
  while (sign(padding).size() < kTokenBytes) ++padding;
  return sign(padding);
}

// Microseconds that one of `calls` calls takes, the median of the runs.
double MedianUs(int calls, const std::function<bool()>& call) {
  std::vector<double> runs;
  for (int run = 0; run < kRuns; ++run) {
    bool right = true;
    const absl::Time begin = absl::Now();
    for (int i = 0; i < calls; ++i) right &= call();
    runs.push_back(absl::ToDoubleMicroseconds(absl::Now() - begin) / calls);
    Require(right, "a token that is right was refused");
  }
  std::nth_element(runs.begin(), runs.begin() + kRuns / 2, runs.end());
  return runs[kRuns / 2];
}

// Tokens alone, without a call around them.
void MeasureTokens(const Rows& rows, auth::TokenVerifier& verifier, const auth::Keys& keys,
                   const auth::TokenRules& rules, const std::string& token) {
  const absl::Time now = absl::Now();
  Require(verifier.Verify(token, now).ok(), "the token was refused");
  const double cached = MedianUs(kCachedCalls, [&] { return verifier.Verify(token, now).ok(); });
  rows.Print({"token, known", cached, "us", kCachedLimitUs, {}});
  const double fresh =
      MedianUs(kFreshCalls, [&] { return auth::VerifyToken(token, keys, rules, now).ok(); });
  rows.Print({"token, RS256 anew", fresh, "us", kFreshLimitUs, {}});
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  const auth::TestIssuer issuer("k1");
  const std::string token = MakeToken(issuer);
  auth::TokenRules rules;
  rules.issuer = "https://login.example";
  rules.audience = "lotse";
  rules.groups_claim = "realm_access.roles";
  rows.Note(absl::StrCat("RSA key of 2048 bits, token of ", token.size(), " bytes; medians of ",
                         kRuns, " runs"));

  char path[] = "/tmp/bench_auth_XXXXXX";
  Require(mkstemp(path) >= 0, "no file could be made");
  std::ofstream(path) << issuer.Jwks();
  ops::Log log("bench", open("/dev/null", O_WRONLY));
  prometheus::Registry registry;
  auth::KeySource source(path, &log, &registry);
  Require(source.Refresh().ok(), "the keys were refused");
  std::remove(path);

  auth::TokenVerifier verifier(rules, &source);
  MeasureTokens(rows, verifier, *source.snapshot().keys, rules, token);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
