#include "runtime/jobs/job_caller.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/resource/contract/harness.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::jobs {
namespace {

using resource::Tx;
using type::v1alpha::PERMISSION_BLOB_READ;

constexpr char kPlace[] = "programmes/p/engagements/e";

TEST(JobCaller, WhoIsNobodyMayDoEverything) {
  const JobCaller caller({"daemon", "", ""}, "jobs/j", nullptr);
  EXPECT_EQ(caller.actor(), "daemon");
  EXPECT_TRUE(caller.View(absl::Now()).Opens(PERMISSION_BLOB_READ, kPlace));
  EXPECT_EQ(caller.Now().reason, "jobs/j");
}

TEST(JobCaller, MayWhatGrantsAllowByThen) {
  auth::GrantBook book;
  resource::Cause cause{"ada", "", ""};
  cause.view = auth::View(
      std::make_shared<const auth::Access>(std::vector<auth::Right>{}, std::vector<std::string>{}),
      type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
  const JobCaller caller(cause, "jobs/j", &book);
  // Also when it is decided again, as the turn of what is written comes.
  const auto may = [&] {
    const absl::StatusOr<resource::Cause> now = caller.Now().renew();
    const bool then = now.ok() && now->view.Opens(PERMISSION_BLOB_READ, kPlace);
    EXPECT_EQ(caller.View(absl::Now()).Opens(PERMISSION_BLOB_READ, kPlace), then);
    return then;
  };
  EXPECT_FALSE(may());
  type::v1alpha::Grant grant;
  grant.set_name(absl::StrCat(kPlace, "/grants/g"));
  grant.set_subject("ada");
  grant.set_role(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  book.Set(grant);
  EXPECT_TRUE(may());
  book.Remove(grant.name());
  EXPECT_FALSE(may());
}

TEST(JobCaller, WritesInItsName) {
  resource::contract::Harness place{
      {kerneltest::GetTownRequest::descriptor()->file()->service(0)->full_name()}};
  const JobCaller caller({"ada", "editor", ""}, "jobs/j", nullptr);
  const auto running = [] { return false; };
  std::string actor;
  EXPECT_TRUE(caller
                  .Write(&place.store(), running,
                         [&](Tx& tx) {
                           actor = tx.cause().actor;
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(actor, "ada");
  const absl::Status refused =
      caller.Write(&place.store(), running, [](Tx&) { return rpc::NotFound("jobs/j"); });
  EXPECT_EQ(rpc::ReasonOf(refused), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

// Too many that wait are waited for, unless the service is being stopped.
TEST(JobCaller, WaitsWhereTooManyWrite) {
  resource::contract::Harness place{
      {kerneltest::GetTownRequest::descriptor()->file()->service(0)->full_name()}};
  const JobCaller caller({"ada", "editor", ""}, "jobs/j", nullptr);
  int tries = 0;
  const auto busy_once = [&](Tx&) {
    return ++tries == 1 ? rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, "busy", 1)
                        : absl::OkStatus();
  };
  EXPECT_TRUE(caller.Write(&place.store(), [] { return false; }, busy_once).ok());
  EXPECT_EQ(tries, 2);
  tries = 0;
  const absl::Status stopped = caller.Write(&place.store(), [] { return true; }, busy_once);
  EXPECT_EQ(rpc::ReasonOf(stopped), type::v1alpha::ERROR_REASON_OVERLOADED);
}

}  // namespace
}  // namespace lotse::jobs
