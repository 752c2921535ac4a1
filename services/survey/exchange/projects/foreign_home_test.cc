// What came of other programs is known when it comes home.
#include "services/survey/exchange/projects/foreign_home.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "services/survey/exchange/projects/foreign_testing.h"

namespace lotse::survey::projects {
namespace {

using qualitative::ForeignThing;
using qualitative::ForeignTie;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Kind = ForeignThing::Kind;
using On = qualitative::ForeignPlace::Kind;
using Role = ForeignTie::Role;

constexpr char kSet[] = "00000001-0000-4000-8000-000000000000";
constexpr char kCase[] = "00000002-0000-4000-8000-000000000000";
constexpr char kVariable[] = "00000003-0000-4000-8000-000000000000";

ForeignThing Thing(Kind kind, const std::string& coder, const std::string& guid,
                   const std::vector<ForeignTie>& ties) {
  ForeignThing thing;
  thing.kind = kind;
  thing.coder = coder;
  thing.guid = guid;
  thing.name = "Alle";
  thing.ties = ties;
  thing.needed = qualitative::NeededTies(thing);
  return thing;
}

ForeignThing SetOf(const std::string& coder, const std::vector<std::string>& texts) {
  std::vector<ForeignTie> ties;
  for (const std::string& text : texts) ties.push_back(TieTo({On::kText, text}));
  return Thing(Kind::kSet, coder, kSet, ties);
}

ForeignGuids Guids(const std::vector<ForeignThing>& things) {
  return GuidsInFile(things, [](absl::string_view) { return false; });
}

// The things as a coder gives them back: with the guids that they had in the file, where `taken` is
// one of something else.
std::vector<ForeignThing> GivenBack(const std::vector<ForeignThing>& things,
                                    const std::string& coder, const std::string& taken = "") {
  const ForeignGuids guids =
      GuidsInFile(things, [&](absl::string_view guid) { return guid == taken; });
  std::vector<ForeignThing> given = things;
  for (ForeignThing& thing : given) {
    thing.guid = guids.at(KeyOf(thing));
    thing.coder = coder;
    for (ForeignTie& tie : thing.ties) {
      if (tie.place.kind == On::kThing) {
        tie.place.id = qualitative::KeyOf(coder, guids.at(tie.place.id));
      }
    }
  }
  return given;
}

std::vector<std::string> TextsOf(const ForeignThing& thing) {
  std::vector<std::string> texts;
  for (const ForeignTie& tie : thing.ties) texts.push_back(tie.place.id);
  return texts;
}

TEST(ForeignHomeTest, WhatIsNewIsStored) {
  const ForeignNews news = NewOf({}, {SetOf("eins", {"t"})});
  ASSERT_THAT(news.put, SizeIs(1));
  EXPECT_EQ(news.put[0].guid, kSet);
  EXPECT_EQ(news.put[0].needed, 1);
  EXPECT_THAT(news.otherwise, IsEmpty());
}

TEST(ForeignHomeTest, WhatIsThereIsNotStoredAgain) {
  const std::vector<ForeignThing> things = {
      SetOf("eins", {"t", "u"}), Thing(Kind::kCase, "eins", kCase, {TieTo({On::kText, "t"})}),
      Thing(Kind::kVariable, "eins", kVariable,
            {ValueOf({On::kThing, qualitative::KeyOf("eins", kCase)}, "laut")})};
  for (const char* const coder : {"eins", "zwei", ""}) {
    const ForeignNews news = NewOf(things, GivenBack(things, coder));
    EXPECT_THAT(news.put, IsEmpty()) << coder;
    EXPECT_THAT(news.otherwise, IsEmpty()) << coder;
    // As programs that give a code and its case one guid.
    EXPECT_THAT(NewOf(things, GivenBack(things, coder, kCase)).put, IsEmpty()) << coder;
  }
  // What they did not see may be missing.
  EXPECT_THAT(NewOf(things, {SetOf("zwei", {"u"})}).put, IsEmpty());
}

TEST(ForeignHomeTest, OwnThingsGetMoreAndLoseNothing) {
  const std::vector<ForeignThing> things = {SetOf("eins", {"t", "u"})};
  const ForeignNews news = NewOf(things, {SetOf("eins", {"u", "v"})});
  ASSERT_THAT(news.put, SizeIs(1));
  EXPECT_THAT(TextsOf(news.put[0]), ElementsAre("t", "u", "v"));
  EXPECT_THAT(news.otherwise, IsEmpty());
}

TEST(ForeignHomeTest, WhatIsOtherwiseStays) {
  ForeignThing named = SetOf("eins", {"t"});
  named.name = "Andere";
  ForeignNews news = NewOf({SetOf("eins", {"t"})}, {named});
  EXPECT_THAT(news.put, IsEmpty());
  EXPECT_THAT(news.otherwise, ElementsAre(kSet));
  const auto valued = [](const std::string& value) {
    return Thing(Kind::kVariable, "eins", kVariable, {ValueOf({On::kText, "t"}, value)});
  };
  news = NewOf({valued("laut")}, {valued("leise")});
  EXPECT_THAT(news.put, IsEmpty());
  EXPECT_THAT(news.otherwise, ElementsAre(kVariable));
  const auto link = [](const std::string& to) {
    return Thing(Kind::kLink, "eins", kSet,
                 {TieTo({On::kText, "t"}, Role::kOrigin), TieTo({On::kText, to}, Role::kTarget)});
  };
  news = NewOf({link("u")}, {link("v")});
  EXPECT_THAT(news.put, IsEmpty());
  EXPECT_THAT(news.otherwise, ElementsAre(kSet));
}

TEST(ForeignHomeTest, WhatAnotherCoderBroughtIsNeverChanged) {
  const std::vector<ForeignThing> things = {SetOf("eins", {"t"})};
  const ForeignNews news = NewOf(things, {SetOf("zwei", {"t", "u"})});
  ASSERT_THAT(news.put, SizeIs(1));
  EXPECT_EQ(news.put[0].coder, "zwei");
  EXPECT_THAT(news.otherwise, IsEmpty());
}

TEST(ForeignHomeTest, OneGuidOfTwoCodersIsThereOnceIfItSaysTheSame) {
  EXPECT_EQ(Guids({SetOf("eins", {"t", "u"}), SetOf("zwei", {"u", "t"})}),
            (ForeignGuids{{qualitative::KeyOf("eins", kSet), kSet},
                          {qualitative::KeyOf("zwei", kSet), kSet}}));
  const std::vector<ForeignThing> differing = {SetOf("zwei", {"u"}), SetOf("eins", {"t"})};
  ForeignGuids guids = Guids(differing);
  EXPECT_EQ(guids[qualitative::KeyOf("eins", kSet)], kSet);
  EXPECT_NE(guids[qualitative::KeyOf("zwei", kSet)], kSet);
  for (const char* const coder : {"eins", "zwei", "drei"}) {
    EXPECT_THAT(NewOf(differing, GivenBack(differing, coder)).put, IsEmpty()) << coder;
    EXPECT_THAT(NewOf(differing, GivenBack(differing, coder, kSet)).put, IsEmpty()) << coder;
  }
  guids = GuidsInFile({SetOf("eins", {"t"})}, [](absl::string_view guid) { return guid == kSet; });
  EXPECT_NE(guids[qualitative::KeyOf("eins", kSet)], kSet) << "a text of the study has it";
}

TEST(ForeignHomeTest, WhatRefersToAThingOfAnotherCoderRefersToThat) {
  const ForeignThing weber =
      Thing(Kind::kCase, "eins", kCase, {TieTo({On::kText, "t"}), TieTo({On::kText, "u"})});
  ForeignThing again = weber;
  again.coder = "zwei";
  const ForeignThing variable =
      Thing(Kind::kVariable, "zwei", kVariable,
            {ValueOf({On::kThing, qualitative::KeyOf("zwei", kCase)}, "laut")});
  const ForeignNews news = NewOf({weber}, {variable, again});
  ASSERT_THAT(news.put, SizeIs(1));
  EXPECT_THAT(TextsOf(news.put[0]), ElementsAre(qualitative::KeyOf("eins", kCase)));
}

}  // namespace
}  // namespace lotse::survey::projects
