#include "runtime/auth/grant_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/types/date.h"

namespace lotse::auth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Grant Make(const std::string& name, const std::string& subject, const std::string& group,
           Role role = type::v1alpha::ROLE_AUDITOR) {
  Grant grant;
  grant.set_name(name);
  grant.set_subject(subject);
  grant.set_group(group);
  grant.set_role(role);
  return grant;
}

std::vector<std::string> RightsIn(const GrantBook& book, const std::string& subject,
                                  const std::vector<std::string>& groups = {}) {
  std::vector<Right> rights;
  book.AddRights(subject, groups, &rights);
  std::vector<std::string> names;
  for (const Right& right : rights) names.push_back(right.grant);
  return names;
}

std::vector<std::string> NamesAt(const GrantBook& book, const std::string& name) {
  std::vector<std::string> names;
  for (const Grant& grant : book.At(name, kNow)) names.push_back(grant.name());
  return names;
}

TEST(GrantBook, FindsRightsBySubjectAndGroup) {
  GrantBook book;
  EXPECT_FALSE(book.complete());
  book.Replace({Make("programmes/p/grants/a", "ada", ""), Make("programmes/p/grants/b", "bob", ""),
                Make("programmes/q/grants/c", "", "ada"),
                Make("programmes/q/grants/d", "", "team")});
  EXPECT_TRUE(book.complete());
  // A group that is called like a person is another holder.
  EXPECT_THAT(RightsIn(book, "ada"), ElementsAre("programmes/p/grants/a"));
  EXPECT_THAT(RightsIn(book, "eve", {"ada", "team", "none"}),
              ElementsAre("programmes/q/grants/c", "programmes/q/grants/d"));
  EXPECT_THAT(RightsIn(book, ""), IsEmpty());
}

TEST(GrantBook, FollowsChanges) {
  GrantBook book;
  book.Replace({Make("programmes/p/grants/a", "ada", "")});
  book.Set(Make("programmes/p/grants/b", "ada", ""));
  EXPECT_THAT(RightsIn(book, "ada"), ElementsAre("programmes/p/grants/a", "programmes/p/grants/b"));
  book.Set(Make("programmes/p/grants/a", "bob", ""));
  EXPECT_THAT(RightsIn(book, "ada"), ElementsAre("programmes/p/grants/b"));
  EXPECT_THAT(RightsIn(book, "bob"), ElementsAre("programmes/p/grants/a"));
  book.Remove("programmes/p/grants/b");
  book.Remove("programmes/p/grants/never");
  EXPECT_THAT(RightsIn(book, "ada"), IsEmpty());
  book.Replace({});
  EXPECT_THAT(RightsIn(book, "bob"), IsEmpty());
}

TEST(GrantBook, ARightHasPrefixAndEnd) {
  Grant grant = Make("programmes/p/engagements/e/grants/a", "ada", "");
  EXPECT_EQ(RightOf(grant).prefix, "programmes/p/engagements/e");
  EXPECT_EQ(RightOf(grant).until, absl::InfiniteFuture());
  *grant.mutable_expire_time() = types::ToTimestamp(kNow);
  EXPECT_EQ(RightOf(grant).until, kNow);
}

TEST(GrantBook, TellsWhoSeesSomething) {
  GrantBook book;
  Grant expired = Make("programmes/p/grants/old", "ada", "");
  *expired.mutable_expire_time() = types::ToTimestamp(kNow);
  book.Replace({expired, Make("programmes/p/grants/a", "ada", ""),
                Make("programmes/p/engagements/e/grants/b", "bob", ""),
                Make("programmes/p/engagements/e2/grants/c", "eve", ""),
                Make("programmes/p2/grants/d", "eve", ""),
                Make("administrations/a/grants/f", "fay", "")});
  EXPECT_THAT(NamesAt(book, "programmes/p"), ElementsAre("programmes/p/grants/a"));
  EXPECT_THAT(NamesAt(book, "programmes/p/engagements/e"),
              ElementsAre("programmes/p/engagements/e/grants/b", "programmes/p/grants/a"));
  EXPECT_THAT(NamesAt(book, "programmes/p/engagements/e/surveys/s"),
              ElementsAre("programmes/p/engagements/e/grants/b", "programmes/p/grants/a"));
  EXPECT_THAT(NamesAt(book, "administrations/a"), ElementsAre("administrations/a/grants/f"));
  EXPECT_THAT(NamesAt(book, "programmes"), IsEmpty());
  EXPECT_THAT(NamesAt(book, ""), IsEmpty());
}

}  // namespace
}  // namespace lotse::auth
