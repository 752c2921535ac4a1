#include "services/survey/qualitative/foreign/foreign_rules.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Kind = ForeignThing::Kind;
using On = ForeignPlace::Kind;
using Role = ForeignTie::Role;

ForeignTie TieTo(On kind, const std::string& id, Role role = Role::kMember) {
  ForeignTie tie;
  tie.role = role;
  tie.place.kind = kind;
  tie.place.id = id;
  return tie;
}

ForeignTie TieToThing(const std::string& guid, Role role = Role::kMember) {
  return TieTo(On::kThing, KeyOf("eins", guid), role);
}

ForeignThing Thing(Kind kind, const std::string& guid, const std::vector<ForeignTie>& ties) {
  ForeignThing thing;
  thing.kind = kind;
  thing.coder = "eins";
  thing.guid = guid;
  thing.ties = ties;
  thing.needed = NeededTies(thing);
  return thing;
}

// What is left once nothing of text `t` is there any more, as `guid ties`.
std::vector<std::string> LeftWithoutText(std::vector<ForeignThing> things) {
  LeaveOut([](const ForeignTie& tie) { return tie.place.id != "t"; }, &things);
  std::vector<std::string> left;
  for (const ForeignThing& thing : things) {
    left.push_back(absl::StrCat(thing.guid, " ", thing.ties.size()));
  }
  return left;
}

TEST(ForeignRulesTest, AThingGoesWithTheLastThatHoldsIt) {
  const ForeignTie text = TieTo(On::kText, "t");
  const ForeignTie other = TieTo(On::kText, "u");
  const ForeignTie code = TieTo(On::kCode, "buch");
  const ForeignTie from = TieTo(On::kText, "t", Role::kOrigin);
  const ForeignTie to = TieTo(On::kCode, "buch", Role::kTarget);
  const struct {
    const char* why;
    ForeignThing thing;
    std::vector<std::string> left;
  } cases[] = {
      {"a set of the text alone", Thing(Kind::kSet, "a", {text}), {}},
      {"codes do not hold it", Thing(Kind::kSet, "a", {text, code}), {}},
      {"another text does", Thing(Kind::kSet, "a", {text, other}), {"a 1"}},
      {"it never had a text", Thing(Kind::kSet, "a", {code}), {"a 1"}},
      {"it never had anything", Thing(Kind::kVariable, "a", {}), {"a 0"}},
      {"a link needs both ends", Thing(Kind::kLink, "a", {from, to}), {}},
      {"one between codes stays", Thing(Kind::kLink, "a", {to}), {"a 1"}},
      {"a note is no end",
       Thing(Kind::kLink, "a", {to, TieTo(On::kMemo, "t", Role::kNote)}),
       {"a 1"}},
      {"a case goes with its name", Thing(Kind::kCase, "a", {text, code}), {}},
  };
  for (const auto& c : cases) EXPECT_EQ(LeftWithoutText({c.thing}), c.left) << c.why;
}

TEST(ForeignRulesTest, WhatHangsOnSuchAThingGoesToo) {
  EXPECT_THAT(LeftWithoutText({
                  Thing(Kind::kVariable, "beruf", {TieToThing("weber", Role::kValue)}),
                  Thing(Kind::kVariable, "alter",
                        {TieToThing("weber", Role::kValue), TieTo(On::kText, "u", Role::kValue)}),
                  Thing(Kind::kLink, "kennt",
                        {TieToThing("weber", Role::kOrigin), TieToThing("schmidt", Role::kTarget)}),
                  Thing(Kind::kCase, "weber", {TieTo(On::kPart, "t")}),
                  Thing(Kind::kCase, "schmidt", {TieTo(On::kText, "u")}),
              }),
              ElementsAre("alter 1", "schmidt 1"));
}

TEST(ForeignRulesTest, ALongChainGoesAsAWhole) {
  std::vector<ForeignThing> chain = {Thing(Kind::kSet, "0", {TieTo(On::kText, "t")})};
  for (int i = 1; i < 20'000; ++i) {
    chain.push_back(Thing(
        Kind::kLink, absl::StrCat(i),
        {TieToThing(absl::StrCat(i - 1), Role::kOrigin), TieTo(On::kText, "u", Role::kTarget)}));
  }
  EXPECT_THAT(LeftWithoutText(chain), IsEmpty());
}

TEST(ForeignRulesTest, ATieToWhatIsNotThereIsTakenOut) {
  std::vector<ForeignThing> things = {
      Thing(Kind::kSet, "a", {TieToThing("fehlt"), TieTo(On::kText, "u")})};
  const auto all = [](const ForeignTie&) { return true; };
  EXPECT_TRUE(LeaveOut(all, &things));
  ASSERT_EQ(things.size(), 1u);
  EXPECT_EQ(things[0].ties.size(), 1u);
  EXPECT_FALSE(LeaveOut(all, &things)) << "nothing is left to take out";
}

TEST(ForeignRulesTest, ACaseThatLiesOnNothingIsNotKept) {
  EXPECT_FALSE(MayBeKept(Thing(Kind::kCase, "a", {})));
  EXPECT_FALSE(MayBeKept(Thing(Kind::kCase, "a", {TieTo(On::kCode, "buch")})));
  EXPECT_TRUE(MayBeKept(Thing(Kind::kCase, "a", {TieTo(On::kText, "t")})));
  EXPECT_TRUE(MayBeKept(Thing(Kind::kSet, "a", {})));
}

TEST(ForeignRulesTest, ControlCharactersCannotBeLookedThrough) {
  ForeignThing thing = Thing(Kind::kVariable, "a", {TieTo(On::kText, "t", Role::kValue)});
  thing.name = "Wei\xC3\x9F\tnicht\n";
  EXPECT_TRUE(CanBeLookedThrough(thing));
  const std::string control = "Weber\xC2\x92s";  // U+0092, which XML carries.
  thing.ties[0].value = control;
  EXPECT_FALSE(CanBeLookedThrough(thing));
  thing.ties[0].value.clear();
  thing.description = control;
  EXPECT_FALSE(CanBeLookedThrough(thing));
  thing.description.clear();
  thing.name = control;
  EXPECT_FALSE(CanBeLookedThrough(thing));
}

TEST(ForeignRulesTest, OneMoreThanTheMostIsTooMuch) {
  std::vector<ForeignThing> things(kMaxForeignThings);
  EXPECT_EQ(ForeignTooMuch(things), "");
  things.emplace_back();
  EXPECT_THAT(ForeignTooMuch(things), HasSubstr("10000 sets"));
  things.assign(1, ForeignThing());
  things[0].ties.resize(kMaxForeignTies);
  EXPECT_EQ(ForeignTooMuch(things), "");
  things[0].ties.emplace_back();
  EXPECT_THAT(ForeignTooMuch(things), HasSubstr("50000 values"));
  things[0].ties.assign(1, ForeignTie());
  things[0].ties[0].value = std::string(kMaxForeignBytes, 'x');
  EXPECT_EQ(ForeignTooMuch(things), "");
  things[0].name = "x";
  EXPECT_THAT(ForeignTooMuch(things), HasSubstr("1 MiB"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
