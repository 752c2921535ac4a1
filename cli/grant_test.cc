#include <gmock/gmock.h>

#include <algorithm>

#include "cli/fake_services.h"
#include "cli/moment.h"
#include "cli/roles.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using type::v1alpha::Grant;

Grant GrantTo(const std::string& name) {
  Grant grant;
  grant.set_name("programmes/vopi/grants/" + name);
  grant.set_subject(name);
  grant.set_role(type::v1alpha::ROLE_AUDITOR);
  grant.set_granted_by("admin");
  grant.set_reason("Prüfung\n2026");
  return grant;
}

TEST(GrantTest, Adds) {
  FakeServices services;
  const CliResult result =
      services.Run({"grant", "add", "programmes/vopi", "--group=berater", "--id=g",
                    "--role=Institute_Consultant", "--reason=Vertrag", "--until=2099-12-31"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(services.grant_request.parent(), "programmes/vopi");
  EXPECT_EQ(services.grant_request.grant_id(), "g");
  EXPECT_EQ(services.grant_request.request_id().size(), 36);
  EXPECT_EQ(FormatUntil(types::FromTimestamp(services.grant_request.grant().expire_time())),
            "2099-12-31");
  EXPECT_EQ(result.out,
            "WHO            ROLE                  WHERE            UNTIL       GRANTED BY  GRANT  "
            "REASON\n"
            "group berater  institute-consultant  programmes/vopi  2099-12-31  admin       g      "
            "Vertrag\n");
}

TEST(GrantTest, WithJsonPrintsTheGrant) {
  FakeServices services;
  const CliResult result = services.Run({"grant", "add", "programmes/vopi", "--subject=ada",
                                         "--role=auditor", "--reason=x", "--id=g", "--json"});
  EXPECT_THAT(result.out, AllOf(HasSubstr(R"("name":"programmes/vopi/grants/g")"),
                                HasSubstr(R"("role":"ROLE_AUDITOR")")));
}

TEST(GrantTest, RefusesWrongWords) {
  FakeServices services;
  const std::vector<std::string> good = {"grant",          "add",       "p", "--subject=ada",
                                         "--role=auditor", "--reason=x"};
  for (const size_t missing : {3, 4, 5}) {
    std::vector<std::string> words = good;
    words.erase(words.begin() + static_cast<long>(missing));
    EXPECT_EQ(services.Run(words).exit, 2) << good[missing];
  }
  for (const char* wrong : {"--group=g", "--until=soon", "--until=0d", "--until=2026-02-30",
                            "--until=-1d", "--until=9", "--until=1y", "--until=9999999d"}) {
    std::vector<std::string> words = good;
    words.emplace_back(wrong);
    EXPECT_EQ(services.Run(words).exit, 2) << wrong;
  }
  const CliResult role =
      services.Run({"grant", "add", "p", "--subject=ada", "--role=auditer", "--reason=x"});
  EXPECT_EQ(role.exit, 2);
  EXPECT_THAT(role.err, AllOf(HasSubstr("did you mean auditor?"),
                              HasSubstr("steering-group-member"), HasSubstr("platform-admin")));
  EXPECT_TRUE(services.asked.empty());
}

TEST(GrantTest, TheHelpNamesAllRoles) {
  const std::string help = RunCli({"help", "grant", "add"}).out;
  const google::protobuf::EnumDescriptor& roles = *type::v1alpha::Role_descriptor();
  for (int i = 1; i < roles.value_count(); ++i) {
    EXPECT_THAT(help, HasSubstr(RoleName(static_cast<type::v1alpha::Role>(i))));
  }
}

TEST(GrantTest, ListsAllPages) {
  FakeServices services;
  services.grants = {GrantTo("ada"), GrantTo("berta"), GrantTo("carla")};
  services.grants[1].mutable_expire_time()->set_seconds(1'000'000'000);
  for (const char* command : {"list", "who"}) {
    services.asked.clear();
    const CliResult result = services.Run({"grant", command, "programmes/vopi"});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_THAT(services.asked,
                ElementsAre("programmes/vopi", "programmes/vopi", "programmes/vopi"));
    EXPECT_EQ(result.out,
              "WHO    ROLE     WHERE            UNTIL                       GRANTED BY  GRANT  "
              "REASON\n"
              "ada    auditor  programmes/vopi  -                           admin       ada    "
              "Prüfung 2026\n"
              "berta  auditor  programmes/vopi  2001-09-09 03:46 (expired)  admin       berta  "
              "Prüfung 2026\n"
              "carla  auditor  programmes/vopi  -                           admin       carla  "
              "Prüfung 2026\n");
    const CliResult json = services.Run({"grant", command, "programmes/vopi", "--json"});
    EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 3);
  }
}

TEST(GrantTest, SaysThatThereAreNone) {
  FakeServices services;
  const CliResult result = services.Run({"grant", "list", "programmes/vopi"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "there are no grants\n");
}

TEST(GrantTest, Revokes) {
  FakeServices services;
  const CliResult result = services.Run({"grant", "revoke", "programmes/vopi/grants/g"});
  EXPECT_EQ(result.out, "Revoked programmes/vopi/grants/g\n");
  EXPECT_THAT(services.asked, ElementsAre("programmes/vopi/grants/g"));
}

TEST(GrantTest, SaysHowToLogIn) {
  FakeServices services;
  services.nobody_knows_you = true;
  const CliResult result = services.Run({"grant", "who", "programmes/vopi"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_EQ(result.err,
            "lotse: UNAUTHENTICATED: no access token\n"
            "lotse login says who you are; see lotse help login\n"
            "  reason: IDENTITY_MISSING (survey.lotse)\n");
}

}  // namespace
}  // namespace lotse::cli
