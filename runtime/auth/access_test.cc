#include "runtime/auth/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/auth/roles.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

using namespace type::v1alpha;  // NOLINT: every name of roles and permissions.

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr char kMine[] = "programmes/p/engagements/e";

Access Of(std::vector<Right> rights) { return Access(std::move(rights)); }

// What is decided, in a word.
std::string Decided(const Access& access, Permission permission, absl::string_view name,
                    Access::Reach reach = Access::Reach::kAt) {
  const auto role = access.Decide(permission, name, reach, kNow);
  if (role.ok()) return std::string(NameOf(*role));
  return std::string(rpc::NameOf(rpc::ReasonOf(role.status())));
}

TEST(Access, DecidesByPrefix) {
  const Access access = Of({{kMine, ROLE_AUDITOR}});
  const struct {
    const char* name;
    const char* decided;
  } cases[] = {
      {kMine, "AUDITOR"},
      {"programmes/p/engagements/e/surveys/s/waves/w", "AUDITOR"},
      {"programmes/p/engagements/e2", "RESOURCE_NOT_FOUND"},
      {"programmes/p/engagements/e-2", "RESOURCE_NOT_FOUND"},
      {"programmes/p/engagements", "RESOURCE_NOT_FOUND"},
      {"programmes/p", "RESOURCE_NOT_FOUND"},
      {"programmes/q/engagements/e", "RESOURCE_NOT_FOUND"},
      {"xprogrammes/p/engagements/e", "RESOURCE_NOT_FOUND"},
      {"Programmes/p/engagements/e", "RESOURCE_NOT_FOUND"},
      {"", "PERMISSION_MISSING"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Decided(access, PERMISSION_ENGAGEMENT_READ, c.name), c.decided) << c.name;
  }
}

TEST(Access, WhoMayKnowOfItIsToldWhatIsMissing) {
  const Access access = Of({{kMine, ROLE_DEPARTMENT_CONTRIBUTOR}});
  EXPECT_EQ(Decided(access, PERMISSION_FIGURES_READ, kMine), "PERMISSION_MISSING");
  EXPECT_EQ(Decided(access, PERMISSION_FIGURES_READ, "programmes/q"), "RESOURCE_NOT_FOUND");
}

TEST(Access, ForeignAndAbsentAnswerAlike) {
  const Access access = Of({{kMine, ROLE_AUDITOR}});
  const auto answer =
      access.Decide(PERMISSION_ENGAGEMENT_READ, "programmes/q", Access::Reach::kAt, kNow);
  EXPECT_EQ(answer.status(), rpc::NotFound("programmes/q"));
}

TEST(Access, RightsAddUp) {
  const Access access = Of({{"programmes/p", ROLE_STEERING_GROUP_MEMBER},
                            {kMine, ROLE_RESPONDENT},
                            {"administrations/a", ROLE_AUDITOR}});
  EXPECT_EQ(Decided(access, PERMISSION_RESPONSE_SUBMIT, kMine), "RESPONDENT");
  EXPECT_EQ(Decided(access, PERMISSION_FIGURES_READ, kMine), "STEERING_GROUP_MEMBER");
  EXPECT_EQ(Decided(access, PERMISSION_CHANGE_READ, kMine), "PERMISSION_MISSING");
  EXPECT_EQ(Decided(access, PERMISSION_CHANGE_READ, "administrations/a"), "AUDITOR");
}

TEST(Access, WhatHasExpiredCountsNoMore) {
  const Access access = Of(
      {{kMine, ROLE_AUDITOR, kNow}, {"programmes/q", ROLE_AUDITOR, kNow + absl::Nanoseconds(1)}});
  EXPECT_EQ(Decided(access, PERMISSION_ENGAGEMENT_READ, kMine), "RESOURCE_NOT_FOUND");
  EXPECT_FALSE(access.May(PERMISSION_ENGAGEMENT_READ, kMine, kNow));
  EXPECT_FALSE(access.Knows(kMine, kNow));
  EXPECT_EQ(Decided(access, PERMISSION_PROGRAMME_READ, "programmes/q"), "AUDITOR");
}

TEST(Access, AListReachesBelowWhatItNames) {
  const Access access = Of({{kMine, ROLE_AUDITOR}});
  const auto list = Access::Reach::kBelow;
  for (const char* name : {"", "programmes/p", "programmes/p/engagements/-", "programmes/-",
                           "programmes/-/engagements/-", "-", "programmes/p/-"}) {
    EXPECT_EQ(Decided(access, PERMISSION_ENGAGEMENT_READ, name, list), "AUDITOR") << name;
  }
  EXPECT_EQ(Decided(access, PERMISSION_ENGAGEMENT_READ, "programmes/q", list),
            "RESOURCE_NOT_FOUND");
  EXPECT_EQ(Decided(access, PERMISSION_ENGAGEMENT_READ, "programmes/q/engagements/-", list),
            "RESOURCE_NOT_FOUND");
  // So does whatever leaves an id open.
  EXPECT_EQ(Decided(access, PERMISSION_CHANGE_READ, "programmes/p/-"), "AUDITOR");
  EXPECT_EQ(Decided(access, PERMISSION_CHANGE_READ, "-"), "AUDITOR");
}

TEST(Access, NobodyMayAskOnlyAboutThemselves) {
  const Access access = Of({});
  EXPECT_EQ(Decided(access, PERMISSION_SELF_READ, ""), "");
  EXPECT_EQ(Decided(access, PERMISSION_SELF_READ, kMine), "");
  EXPECT_EQ(Decided(access, PERMISSION_PROGRAMME_READ, ""), "PERMISSION_MISSING");
}

TEST(Access, EverybodyWhoIsKnownReadsWhatIsTheSameForAll) {
  const Access access = Of({});
  for (const char* name : {"", "territories/x", "codeLists/c-01-v1"}) {
    EXPECT_EQ(Decided(access, PERMISSION_REFERENCE_READ, name), "") << name;
    EXPECT_TRUE(access.May(PERMISSION_REFERENCE_READ, name, kNow));
    EXPECT_EQ(access.Knows(name, kNow), *name != '\0') << name;
  }
  EXPECT_EQ(Decided(access, PERMISSION_PROGRAMME_READ, "codeLists/c-01-v1"), "");
  EXPECT_EQ(Decided(access, PERMISSION_PROGRAMME_READ, "programmes/p/codeLists/x"),
            "RESOURCE_NOT_FOUND");
  // What everybody may read is not hidden from who wants to change it.
  EXPECT_EQ(Decided(access, PERMISSION_REFERENCE_WRITE, "territories/x"), "PERMISSION_MISSING");
  EXPECT_FALSE(access.Knows("programmes/p/codeLists/x", kNow));
}

TEST(Access, OfThisMachineIsEverything) {
  const Caller caller = LocalCaller();
  EXPECT_EQ(Decided(*caller.access, PERMISSION_PERSONAL_ERASE, kMine), "");
  EXPECT_TRUE(caller.access->May(PERMISSION_PERSONAL_ERASE, kMine, kNow));
  EXPECT_TRUE(caller.access->Knows("anything", kNow));
}

TEST(View, ShowsWhatThePermissionOfTheCallShows) {
  const auto access = std::make_shared<Access>(
      std::vector<Right>{{kMine, ROLE_AUDITOR}, {"programmes/q", ROLE_RESPONDENT}});
  const View view(access, PERMISSION_ENGAGEMENT_READ, kNow);
  EXPECT_TRUE(view.Shows("programmes/p/engagements/e/x"));
  EXPECT_FALSE(view.Shows("programmes/q"));
  EXPECT_TRUE(view.Knows("programmes/q"));
  EXPECT_FALSE(view.Knows("programmes/r"));
  EXPECT_TRUE(View().Shows("programmes/r"));
}

TEST(View, NobodyGivesMoreThanTheyHave) {
  const auto access = std::make_shared<Access>(std::vector<Right>{
      {"programmes/p", ROLE_INSTITUTE_CONSULTANT}, {"programmes/q", ROLE_PLATFORM_ADMIN}});
  const View view(access, PERMISSION_GRANT_WRITE, kNow);
  const auto gives = [&](Role role, absl::string_view name) {
    return std::string(
        rpc::NameOf(rpc::ReasonOf(view.CheckGives(role, name, absl::InfiniteFuture()))));
  };
  EXPECT_EQ(gives(ROLE_MUNICIPAL_COORDINATOR, kMine), "UNSPECIFIED");
  EXPECT_EQ(gives(ROLE_INSTITUTE_CONSULTANT, kMine), "UNSPECIFIED");
  EXPECT_EQ(gives(ROLE_DATA_STEWARD, kMine), "PERMISSION_MISSING");
  // With it, and the tokens that they issue, they could read answers.
  EXPECT_EQ(gives(ROLE_RESPONDENT, kMine), "PERMISSION_MISSING");
  // It allows no more, but gives more.
  EXPECT_EQ(gives(ROLE_PLATFORM_ADMIN, "programmes/p"), "PERMISSION_MISSING");
  EXPECT_EQ(gives(ROLE_MUNICIPAL_COORDINATOR, "programmes/r"), "PERMISSION_MISSING");
  // Who sets the platform up gives also what they may not do themselves.
  EXPECT_EQ(gives(ROLE_DATA_STEWARD, "programmes/q/engagements/e"), "UNSPECIFIED");
  EXPECT_TRUE(View().CheckGives(ROLE_DATA_STEWARD, kMine, absl::InfiniteFuture()).ok());
}

TEST(View, NobodyGivesForLongerThanTheyHave) {
  const absl::Time end = kNow + absl::Hours(1);
  const auto access =
      std::make_shared<Access>(std::vector<Right>{{"programmes/p", ROLE_INSTITUTE_CONSULTANT, end},
                                                  {"programmes/q", ROLE_PLATFORM_ADMIN, end}});
  const View view(access, PERMISSION_GRANT_WRITE, kNow);
  EXPECT_TRUE(view.CheckGives(ROLE_MUNICIPAL_COORDINATOR, kMine, end).ok());
  EXPECT_FALSE(view.CheckGives(ROLE_MUNICIPAL_COORDINATOR, kMine, end + absl::Nanoseconds(1)).ok());
  EXPECT_TRUE(view.CheckGives(ROLE_DATA_STEWARD, "programmes/q", end).ok());
  EXPECT_FALSE(view.CheckGives(ROLE_DATA_STEWARD, "programmes/q", absl::InfiniteFuture()).ok());
}

TEST(View, TellsTheRightsOfTheCaller) {
  const auto access =
      std::make_shared<Access>(std::vector<Right>{{"programmes/q", ROLE_AUDITOR},
                                                  {"programmes/p", ROLE_AUDITOR, kNow},
                                                  {"programmes/p", ROLE_ANALYST},
                                                  {kMine, ROLE_RESPONDENT}});
  const View view(access, PERMISSION_SELF_READ, kNow);
  const auto roles = [&](absl::string_view name) {
    std::vector<Role> out;
    for (const Right& right : view.RightsAt(name, kNow)) out.push_back(right.role);
    return out;
  };
  EXPECT_THAT(roles(""), testing::ElementsAre(ROLE_ANALYST, ROLE_RESPONDENT, ROLE_AUDITOR));
  EXPECT_THAT(roles(kMine), testing::ElementsAre(ROLE_ANALYST, ROLE_RESPONDENT));
  EXPECT_THAT(roles("programmes/r"), testing::IsEmpty());
}

TEST(Roles, AreNamedAndAllowWhatTheProtoSays) {
  EXPECT_EQ(NameOf(ROLE_AUDITOR), "AUDITOR");
  EXPECT_EQ(NameOf(ROLE_UNSPECIFIED), "");
  EXPECT_EQ(RoleOf("DATA_STEWARD"), ROLE_DATA_STEWARD);
  EXPECT_EQ(RoleOf("data_steward"), ROLE_UNSPECIFIED);
  EXPECT_TRUE(Allows(ROLE_DATA_STEWARD, PERMISSION_PERSONAL_ERASE));
  EXPECT_FALSE(Allows(ROLE_UNSPECIFIED, PERMISSION_PROGRAMME_READ));
  EXPECT_FALSE(Allows(static_cast<Role>(99), PERMISSION_PROGRAMME_READ));
  EXPECT_FALSE(Allows(ROLE_AUDITOR, static_cast<Permission>(99)));
  EXPECT_THAT(PermissionsOf(ROLE_RESPONDENT),
              testing::ElementsAre(PERMISSION_RESPONSE_SUBMIT, PERMISSION_RESPONSE_RESUME));
}

// Who is behind a pseudonym is told to nobody who reads what was answered under it.
TEST(Roles, NobodyReadsAnswersAndWhoseTheyAre) {
  int readers = 0, knowing = 0, exporting = 0;
  for (int i = 1; i < Role_ARRAYSIZE; ++i) {
    const Role role = static_cast<Role>(i);
    const bool reads = Allows(role, PERMISSION_RESPONSE_READ);
    const bool knows = Allows(role, PERMISSION_IDENTITY_READ);
    const bool exports = Allows(role, PERMISSION_RESPONSE_EXPORT);
    for (const auto permission :
         {PERMISSION_IDENTITY_READ, PERMISSION_INVITATION_WRITE, PERMISSION_RESPONSE_SUBMIT}) {
      EXPECT_FALSE(exports && Allows(role, permission)) << NameOf(role) << " " << permission;
    }
    EXPECT_FALSE(reads && knows) << NameOf(role);
    // Who invites one person alone and reads what comes knows whose it is.
    EXPECT_FALSE(reads && Allows(role, PERMISSION_INVITATION_WRITE)) << NameOf(role);
    EXPECT_FALSE(reads && Allows(role, PERMISSION_RESPONSE_SUBMIT)) << NameOf(role);
    readers += reads;
    knowing += knows;
    exporting += exports;
  }
  EXPECT_GT(readers, 0);
  EXPECT_GT(knowing, 0);
  EXPECT_GT(exporting, 0);
}

// Who invites has had the tokens in hand, and a token gives back what came with it.
TEST(Roles, NobodyInvitesAndReadsAnswers) {
  int inviting = 0;
  for (int i = 1; i < Role_ARRAYSIZE; ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_EQ(Allows(role, PERMISSION_RESPONSE_RESUME), role == ROLE_RESPONDENT) << NameOf(role);
    if (!Allows(role, PERMISSION_INVITATION_WRITE)) continue;
    ++inviting;
    for (const auto permission :
         {PERMISSION_RESPONSE_RESUME, PERMISSION_RESPONSE_READ, PERMISSION_RESPONSE_EXPORT}) {
      EXPECT_FALSE(Allows(role, permission)) << NameOf(role) << " " << permission;
    }
  }
  EXPECT_GT(inviting, 0);
}

// What people said in a study and who they are is never told to one role, and in-depth interviews
// need more than other material.
TEST(Roles, NobodyReadsMaterialAndWhoseItIs) {
  int reading = 0, knowing = 0, restricted = 0;
  for (int i = 1; i < Role_ARRAYSIZE; ++i) {
    const Role role = static_cast<Role>(i);
    const bool reads = Allows(role, PERMISSION_MATERIAL_READ);
    const bool knows = Allows(role, PERMISSION_PARTICIPANT_NAME);
    for (const auto permission :
         {PERMISSION_MATERIAL_READ, PERMISSION_MATERIAL_WRITE, PERMISSION_MATERIAL_RESTRICTED,
          PERMISSION_MATERIAL_RELEASE, PERMISSION_GRANT_WRITE}) {
      EXPECT_FALSE(knows && Allows(role, permission)) << NameOf(role) << " " << permission;
    }
    for (const auto permission :
         {PERMISSION_MATERIAL_WRITE, PERMISSION_MATERIAL_RESTRICTED, PERMISSION_MATERIAL_RELEASE}) {
      EXPECT_TRUE(reads || !Allows(role, permission)) << NameOf(role) << " " << permission;
    }
    reading += reads;
    knowing += knows;
    restricted += Allows(role, PERMISSION_MATERIAL_RESTRICTED);
  }
  EXPECT_GT(reading, restricted);
  EXPECT_GT(restricted, 0);
  EXPECT_GT(knowing, 0);
}

// Nobody but who erases may do so.
TEST(Roles, OnlyTheStewardErases) {
  for (int i = 1; i < Role_ARRAYSIZE; ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_EQ(Allows(role, PERMISSION_PERSONAL_ERASE), role == ROLE_DATA_STEWARD) << NameOf(role);
    EXPECT_FALSE(PermissionsOf(role).empty()) << NameOf(role);
  }
}

}  // namespace
}  // namespace lotse::auth
