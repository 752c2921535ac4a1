// What came of another program follows what it is about, and goes with it.
#include "services/survey/qualitative/material/foreign_rows.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using On = ForeignPlace::Kind;
using Role = ForeignTie::Role;

class ForeignRowsTest : public MaterialTest {
 protected:
  // Two texts of a case, with codings `a` and `b` on the first and a memo on it.
  void SetUp() override {
    MaterialTest::SetUp();
    Store(TextOf("t1", "Hallo allerseits"));
    Store(TextOf("t2", "Guten Tag"));
    Code("a", {0, 5}, "buch/gruss");
    Code("b", {0, 5}, "buch/anrede");
    Add([](sql::Connection& connection) {
      return AddMemo(connection, {"m", "t1", "", kStudy + std::string("/cases/gruppe/texts/t1"),
                                  std::nullopt, "c-eins", "merken", 1, 1});
    });
  }
  static ForeignTie TieTo(ForeignPlace place, Role role = Role::kMember,
                          const std::string& value = "") {
    ForeignTie tie;
    tie.role = role;
    tie.place = std::move(place);
    tie.value = value;
    if (role == Role::kValue) tie.type = 0;
    return tie;
  }
  void Put(ForeignThing::Kind kind, const std::string& guid, const std::vector<ForeignTie>& ties) {
    ForeignThing thing;
    thing.kind = kind;
    thing.coder = "eins";
    thing.guid = guid;
    thing.name = absl::StrCat("Silberzunge ", guid);
    thing.ties = ties;
    Add([&](sql::Connection& connection) {
      PutForeign(connection, thing);
      return absl::OkStatus();
    });
  }
  // What is stored, as `guid: text/case/target`.
  std::vector<std::string> Stored() {
    std::vector<std::string> stored;
    Read([&](sql::Connection& connection) {
      for (const ForeignThing& thing : AllForeign(connection)) {
        std::string& told = stored.emplace_back(absl::StrCat(thing.guid, ":"));
        for (const ForeignTie& tie : thing.ties) {
          absl::StrAppend(&told, " ", tie.text_id, "/", tie.case_id, "/", tie.place.id);
          if (!tie.place.within.empty()) absl::StrAppend(&told, ".", tie.place.within);
          if (tie.place.kind == On::kPart) {
            absl::StrAppend(&told, " ", tie.place.span.begin, "-", tie.place.span.end);
          }
          if (!tie.value.empty()) absl::StrAppend(&told, "=", tie.value);
        }
      }
      return absl::OkStatus();
    });
    return stored;
  }
  void Overwrite(StudyFiles::Work work) { ASSERT_TRUE(files_->Overwrite(work).ok()); }
};

TEST_F(ForeignRowsTest, WhatIsStoredComesBack) {
  Put(ForeignThing::Kind::kSet, "s",
      {TieTo({On::kCode, "buch", "gruss"}), TieTo({On::kText, "t1"}), TieTo({On::kMemo, "m"})});
  Put(ForeignThing::Kind::kVariable, "v",
      {TieTo({On::kPerson, "gruppe", "P01"}, Role::kValue, "Köchin"),
       TieTo({On::kCase, "gruppe"}, Role::kValue, "laut")});
  Put(ForeignThing::Kind::kLink, "l",
      {TieTo({On::kCoding, "a"}, Role::kOrigin),
       TieTo({On::kPart, "t2", "", {0, 5}}, Role::kTarget)});
  EXPECT_THAT(Stored(), ElementsAre("l: t1/gruppe/a t2/gruppe/t2 0-5",
                                    "s: //buch.gruss t1/gruppe/t1 t1/gruppe/m",
                                    "v: /gruppe/gruppe.P01=Köchin /gruppe/gruppe=laut"));
  Put(ForeignThing::Kind::kSet, "s", {TieTo({On::kText, "t2"})});
  Put(ForeignThing::Kind::kSet, "gone", {TieTo({On::kText, "t9"})});
  EXPECT_THAT(Stored(), ElementsAre("l: t1/gruppe/a t2/gruppe/t2 0-5", "s: t2/gruppe/t2",
                                    "v: /gruppe/gruppe.P01=Köchin /gruppe/gruppe=laut"))
      << "it takes the place of the former, and nothing is stored of what is not there";
}

TEST_F(ForeignRowsTest, ItGoesWithTheTextAndIsInNoFile) {
  Put(ForeignThing::Kind::kCase, "c", {TieTo({On::kPart, "t1", "", {0, 5}})});
  Put(ForeignThing::Kind::kVariable, "v",
      {TieTo({On::kThing, KeyOf("eins", "c")}, Role::kValue, "Geheimrat"),
       TieTo({On::kText, "t1"}, Role::kValue, "Geheimrat")});
  Put(ForeignThing::Kind::kLink, "l",
      {TieTo({On::kCoding, "a"}, Role::kOrigin), TieTo({On::kText, "t2"}, Role::kTarget)});
  ASSERT_THAT(AllBytes(), HasSubstr("Silberzunge")) << "else the test shows nothing";
  Overwrite([](sql::Connection& connection) {
    EXPECT_TRUE(RemoveText(connection, "t1"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), IsEmpty());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Geheimrat")));
}

TEST_F(ForeignRowsTest, ItGoesWithTheCase) {
  Put(ForeignThing::Kind::kVariable, "v",
      {TieTo({On::kPerson, "gruppe", "P01"}, Role::kValue, "Geheimrat")});
  Put(ForeignThing::Kind::kSet, "s", {TieTo({On::kText, "t1"}), TieTo({On::kText, "t2"})});
  Put(ForeignThing::Kind::kSet, "codes", {TieTo({On::kCode, "buch", "gruss"})});
  Read([](sql::Connection& connection) {
    EXPECT_THAT(CasesWithMaterial(connection), ElementsAre("gruppe"));
    return absl::OkStatus();
  });
  Overwrite([](sql::Connection& connection) {
    RemoveTextsOfCase(connection, "gruppe");
    EXPECT_THAT(CasesWithMaterial(connection), IsEmpty());
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("codes: //buch.gruss"));
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Geheimrat")));
}

TEST_F(ForeignRowsTest, ACaseWithNothingButValuesIsFoundWhenItIsDue) {
  Put(ForeignThing::Kind::kVariable, "v", {TieTo({On::kCase, "leer"}, Role::kValue, "laut")});
  Read([](sql::Connection& connection) {
    EXPECT_THAT(CasesWithMaterial(connection), ElementsAre("gruppe", "leer"));
    return absl::OkStatus();
  });
}

TEST_F(ForeignRowsTest, ALinkFollowsItsCodingAndGoesWithIt) {
  Put(ForeignThing::Kind::kLink, "l",
      {TieTo({On::kCoding, "a"}, Role::kOrigin), TieTo({On::kText, "t2"}, Role::kTarget)});
  Add([](sql::Connection& connection) {
    // The other coding has the code already.
    Recode(connection, *FindCoding(connection, "a"), "buch/anrede");
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("l: t1/gruppe/b t2/gruppe/t2"));
  Add([](sql::Connection& connection) {
    EXPECT_TRUE(RemoveCoding(connection, "b"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_F(ForeignRowsTest, MembersThatAreErasedAreLost) {
  Put(ForeignThing::Kind::kSet, "s", {TieTo({On::kMemo, "m"}), TieTo({On::kText, "t2"})});
  Put(ForeignThing::Kind::kSet, "u", {TieTo({On::kMemo, "m"})});
  Overwrite([](sql::Connection& connection) {
    EXPECT_TRUE(RemoveMemo(connection, "m"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("s: t2/gruppe/t2"));
}

TEST_F(ForeignRowsTest, PartsMoveWithTheirWords) {
  Put(ForeignThing::Kind::kCase, "c",
      {TieTo({On::kPart, "t1", "", {0, 5}}), TieTo({On::kPart, "t1", "", {6, 16}})});
  Put(ForeignThing::Kind::kCase, "d", {TieTo({On::kPart, "t1", "", {0, 5}})});
  const auto changed = Change(1, "Na, allerseits", [](TextSpan span) -> std::optional<TextSpan> {
    if (span.begin == 0) return std::nullopt;
    return TextSpan{4, 14};
  });
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_THAT(Stored(), ElementsAre("c: t1/gruppe/t1 4-14"));
}

TEST_F(ForeignRowsTest, CodesThatAreMergedAreFollowedAndGoWithTheirCodebook) {
  Put(ForeignThing::Kind::kSet, "s", {TieTo({On::kCode, "buch", "gruss"})});
  Put(ForeignThing::Kind::kLink, "l",
      {TieTo({On::kCode, "buch", "gruss"}, Role::kOrigin),
       TieTo({On::kCode, "buch", "anrede"}, Role::kTarget)});
  Add([](sql::Connection& connection) {
    TurnForeign(connection, {On::kCode, "buch", "gruss"}, {On::kCode, "buch", "ton"});
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("l: //buch.ton //buch.anrede", "s: //buch.ton"));
  Overwrite([](sql::Connection& connection) {
    RemoveCodebook(connection, "buch");
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("s:")) << "a set of codes is kept without them";
}

TEST_F(ForeignRowsTest, WhatAnotherCoderBroughtStays) {
  Put(ForeignThing::Kind::kSet, "s", {TieTo({On::kText, "t1"})});
  ForeignThing other;
  other.coder = "zwei";
  other.guid = "s";
  other.ties = {TieTo({On::kText, "t2"})};
  Add([&](sql::Connection& connection) {
    PutForeign(connection, other);
    return absl::OkStatus();
  });
  EXPECT_THAT(Stored(), ElementsAre("s: t1/gruppe/t1", "s: t2/gruppe/t2"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
