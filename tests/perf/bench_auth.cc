// What it costs to know a caller by their access token.

#include <fcntl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/auth/authenticator.h"
#include "runtime/auth/token_testing.h"
#include "runtime/auth/token_verifier.h"
#include "runtime/ops/certificates.h"
#include "tests/perf/kernel_server.h"
#include "tests/perf/load.h"
#include "tests/perf/rows.h"

namespace lotse::perf {
namespace {

constexpr int kRuns = 9;
constexpr int kGetRuns = 5;
constexpr int kInFlight = 64;
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

// A certificate for this machine, and who believes it.
struct Tls {
  std::shared_ptr<grpc::ServerCredentials> server;
  std::shared_ptr<grpc::ChannelCredentials> client;
};

Tls MakeTls() {
  const absl::Time now = absl::Now();
  const auto authority = ops::MakeAuthority("bench", now, absl::Hours(1));
  Require(authority.ok(), "no authority could be made");
  const auto made = ops::MakeCertificate(
      *authority, {"server", "DNS:localhost,IP:127.0.0.1", "serverAuth"}, now, absl::Hours(1));
  Require(made.ok(), "no certificate could be made");
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({made->key, made->certificate});
  return {grpc::SslServerCredentials(options),
          grpc::SslCredentials({authority->certificate, "", ""})};
}

// A grant for each of the programmes that are read.
void FillBook(auth::GrantBook* book) {
  std::vector<auth::Grant> grants;
  for (int i = 0; i < kInFlight; ++i) {
    auth::Grant grant;
    grant.set_name(absl::StrFormat("programmes/p%07d/grants/g", i));
    grant.set_subject("u-1");
    grant.set_role(type::v1alpha::ROLE_AUDITOR);
    grants.push_back(std::move(grant));
  }
  book->Replace(grants);
}

// A Get with all that stands before it, beside an echo with the same TLS and token.
void MeasureGet(const Rows& rows, auth::TokenVerifier* verifier, const std::string& token) {
  char folder[] = "/tmp/lotse-bench-XXXXXX";
  Require(mkdtemp(folder) != nullptr, "no temporary folder");
  auth::GrantBook book;
  FillBook(&book);
  const auth::Authenticator authenticator({}, verifier, &book);
  KernelServer::Options options;
  const Tls tls = MakeTls();
  options.credentials = tls.server;
  options.identify = [&](const grpc::CallbackServerContext& context) {
    const auto sent = context.client_metadata().find("authorization");
    return authenticator.Identify({{{sent->second.data(), sent->second.size()}}, {}}, absl::Now());
  };
  const std::string data = absl::StrCat(folder, "/data");
  KernelServer::Fill(data, kInFlight);
  {
    const KernelServer server(data, options);
    std::vector<LoadResult> echo, get;
    for (int run = 0; run < kGetRuns; ++run) {
      echo.push_back(
          RunGets(server.echo_address(), tls.client, token, kInFlight, absl::Seconds(1)));
      get.push_back(RunGets(server.address(), tls.client, token, kInFlight, absl::Seconds(1)));
    }
    const LoadResult floor = Median(std::move(echo)), found = Median(std::move(get));
    rows.Print({"echo over TLS", floor.per_second, "calls/s", {}, {}});
    rows.Print({"Get over TLS", found.per_second, "calls/s", 0.5 * floor.per_second,
                found.per_second / floor.per_second});
    rows.Print({"Get refused", static_cast<double>(found.failed), "calls", 0, {}});
  }
  std::filesystem::remove_all(folder);
}

int Run(int argc, char** argv) {
  const Rows rows(argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
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
  rows.Note(absl::StrCat("GetProgramme over TLS with the token and ", kInFlight,
                         " grants of its bearer, ", kInFlight, " in flight; medians of ", kGetRuns,
                         " runs of 1 s; ratio to an echo with the same token over TLS"));
  MeasureGet(rows, &verifier, token);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
