#include "services/survey/engine/stored_draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/draws_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(StoredDraws, AreWhatAFineDrawIsMadeInto) {
  const std::string fine = Calculated("a", "once(random())");
  const std::string id = Calculated("a", "once(uuid())");
  const std::string hidden = Begun("a", "HIDDEN", "uuid()");
  ExpectStored({
      {"nothing of this is stored",
       fine + Calculated("b", "once(uuid())") + Begun("c", "HIDDEN", "uuid()") +
           Calculated("d", "random() * 100") + Calculated("e", "round(random(), 2)") +
           Calculated("f", "concat('p', int(random() * 1000))"),
       {}},
      {"it is kept", fine + Calculated("b", "once(${a} * 2)"), {"b"}},
      {"it is computed anew", fine + Calculated("b", "${a} * 2"), {"b"}},
      {"a text of it", id + Calculated("b", "concat('p', ${a})"), {"b"}},
      {"all of a group with it", Asked("g", "GROUP", id) + Calculated("b", "${g}"), {"b"}},
      {"it comes before it", Calculated("b", "concat('p', ${a})") + id, {"b"}},
      {"a part of it", id + Calculated("b", "substr(${a}, 0, 8)"), {"b"}},
      {"of what was hidden", hidden + Calculated("b", "${a}"), {"b"}},
      {"through another", hidden + Begun("b", "HIDDEN", "concat(${a}, 'x')"), {"b"}},
      {"it is read only", Begun("a", "TEXT", "uuid()", kReadOnly), {"a"}},
      {"it can be changed", Begun("a", "TEXT", "uuid()"), {"a"}},
      {"it is suggested", id + Asked("b", "TEXT", "logic { calculation: \"${a}\" }"), {"b"}},
      {"of what is read only",
       id + Asked("b", "TEXT", absl::StrCat("logic { calculation: \"${a}\" ", kReadOnly, " }")),
       {"b"}},
      {"what people answer",
       Calculated("a", "once(int(random() * 4))") +
           Asked("b", "TEXT", "logic { relevant: \"${a} = 1\" }") + Calculated("c", "${b}"),
       {}},
      {"with a number that nothing limits",
       Asked("n", "INTEGER") + Calculated("a", "once(int(random() * ${n}))"),
       {"a"}},
      {"with one that is limited",
       Asked("n", "INTEGER", "minimum: 1 maximum: 10") +
           Calculated("a", "once(int(random() * ${n}) + 1)"),
       {}},
      {"each person another",
       Asked("p", "REPEAT", Calculated("a", "once(int(random() * 2))")),
       {"a"}},
      {"it says how many persons there are",
       fine +
           Asked("p", "REPEAT",
                 absl::StrCat("logic { repeat_count: \"int(${a} * 99)\" } ", Asked("q", "TEXT"))),
       {"p"}},
      {"of each person another part",
       Calculated("a", "once(int(random() * 4))") +
           Asked("p", "REPEAT", Calculated("b", "concat('g', ${a})")),
       {}},
  });
}

TEST(StoredDraws, AreFewGroupsTogether) {
  const auto draw = [](absl::string_view code, int groups) {
    return Calculated(code, absl::StrCat("once(int(random() * ", groups, "))"));
  };
  std::string ten;
  std::vector<std::string> codes_of_ten;
  for (int i = 0; i < 10; ++i) {
    codes_of_ten.push_back(absl::StrCat("d", i));
    ten += draw(codes_of_ten.back(), 4);
  }
  std::string bits = Calculated("a", "once(random())");
  std::vector<std::string> codes_of_bits;
  for (int i = 0; i < 5; ++i) {
    codes_of_bits.push_back(absl::StrCat("b", i));
    bits += Calculated(codes_of_bits.back(), absl::StrCat("once(if(${a} < 0.", i + 1, ", 1, 2))"));
  }
  ExpectStored({
      {"16", draw("a", 16), {}},
      {"17", draw("a", 17), {"a"}},
      {"4 times 4", draw("a", 4) + draw("b", 4), {}},
      {"4 times 4 times 2", draw("a", 4) + draw("b", 4) + draw("c", 2), {"a", "b", "c"}},
      {"4 times 4 times 1", draw("a", 4) + draw("b", 4) + draw("c", 1), {}},
      {"what is made of a group is no other one",
       draw("a", 16) + Calculated("b", "concat('g', ${a})") +
           Calculated("c", "once(if(${a} = 1, 'x', 'y'))"),
       {}},
      {"ten of 4", ten, codes_of_ten},
      {"five bits of one that is not stored", bits, codes_of_bits},
      {"one bit of it",
       Calculated("a", "once(random())") + Calculated("b", "once(if(${a} < 0.5, 'A', 'B'))"),
       {}},
      {"an option",
       Asked("a", "SINGLE_CHOICE",
             "options { code: 'x' label { variants { language: 'de' text: 'X' } } } "
             "options { code: 'y' label { variants { language: 'de' text: 'Y' } } } "
             "logic { initial_value: \"selected-at('x y', int(random() * 2))\" }"),
       {}},
      {"a number in few", Begun("a", "INTEGER", "int(random() * 4)", kReadOnly), {}},
      {"a number in many", Begun("a", "INTEGER", "int(random() * 40)", kReadOnly), {"a"}},
      {"a seed of an order", draw("a", 4) + Calculated("b", "once(int(random() * 100))"), {"b"}},
  });
}

TEST(StoredDraws, AreAlsoTheMomentAndTheDevice) {
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  ExpectStored({
      {"nothing of this is stored",
       device + Calculated("a", "now()") + Calculated("b", "once(now())") +
           Begun("c", "HIDDEN", "now()") + Calculated("d", "concat(${m}, ${b})"),
       {}},
      {"it is kept of another",
       Calculated("a", "once(now())") + Calculated("b", "once(${a})"),
       {"b"}},
      {"it is the beginning of an answer", Begun("a", "TEXT", "now()"), {"a"}},
      {"the device is kept", device + Calculated("a", "once(${m})"), {"a"}},
      {"when something changes",
       device + Asked("q", "TEXT") + Calculated("a", "${m}", "trigger: 'q'"),
       {"a"}},
      {"it is hidden", device + Begun("a", "HIDDEN", "${m}"), {"a"}},
      {"half the day", Begun("a", "TEXT", "if(format-date-time(now(), '%H') < 12, 'v', 'n')"), {}},
      {"a day", Begun("a", "DATE", "today()") + Begun("b", "DATE", "date(now())"), {}},
      {"the day on which it began",
       Asked("t", "METADATA", "metadata: METADATA_TODAY") + Calculated("a", "once(${t})"),
       {}},
  });
}

TEST(DrawWarnings, AreOfWhomADrawAsksThatIsNotKept) {
  const std::string question = Asked("q", "TEXT", "logic { relevant: \"${a} = 1\" }");
  const struct {
    const char* what;
    std::string questions;
    bool is_lost;
  } cases[] = {
      {"it is kept", Calculated("a", "once(int(random() * 2))") + question, false},
      {"it is drawn anew", Calculated("a", "int(random() * 2)") + question, true},
      {"it is not stored", Calculated("a", "once(random())") + question, true},
      {"it is hidden and kept", Begun("a", "HIDDEN", "int(random() * 2)") + question, false},
      {"it is hidden and not kept", Begun("a", "HIDDEN", "uuid()") + question, true},
      {"it is computed anew from what is not kept",
       Calculated("f", "once(random())") + Calculated("a", "if(${f} < 0.5, 1, 2)") + question,
       true},
      {"it is computed once from what is not kept",
       Calculated("f", "once(random())") + Calculated("a", "once(if(${f} < 0.5, 1, 2))") + question,
       false},
      {"it was answered", Asked("a", "INTEGER") + question, false},
  };
  for (const auto& c : cases) {
    const std::vector<std::string> warnings = Warnings(FormOf(c.questions));
    if (!c.is_lost) {
      EXPECT_THAT(warnings, IsEmpty()) << c.what;
      continue;
    }
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("`q`: `a` decides here"))) << c.what;
  }
  const auto warnings = Warnings(FormOf(
      Calculated("a", "once(random())") +
      Asked("p", "REPEAT",
            absl::StrCat("logic { repeat_count: \"round(${a} * 3)\" } ", Asked("q", "TEXT")))));
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("logic.repeat_count: `p`: `a` decides here")));
}

TEST(DrawWarnings, SayWhatToDo) {
  const auto fine = Warnings(FormOf(Begun("a", "TEXT", "uuid()")));
  ASSERT_EQ(fine.size(), 1u);
  EXPECT_THAT(fine[0], HasSubstr("questions[0].logic.initial_value: `a`: cannot be asked"));
  EXPECT_THAT(fine[0], HasSubstr("in more than 16 values, and whoever noted it"));
  const auto coarse = Warnings(FormOf(Calculated("a", "once(int(random() * 10))") +
                                      Calculated("b", "once(int(random() * 2))")));
  ASSERT_EQ(coarse.size(), 2u);
  EXPECT_THAT(coarse[1], HasSubstr("questions[1].logic.calculation: `b`: cannot be asked"));
  EXPECT_THAT(coarse[1], HasSubstr("with the others that do more than 16 groups"));
}

// Of one that is not published nothing is known.
TEST(StoredDraws, AreNoneOfWhatIsBroken) {
  v1alpha::Instrument instrument = FormOf(Begun("a", "TEXT", "uuid()"));
  instrument.mutable_sections(0)->mutable_questions(0)->mutable_logic()->set_relevant("1 +");
  EXPECT_THAT(Stored(instrument), IsEmpty());
  instrument.mutable_sections(0)->add_questions()->set_code("a");
  EXPECT_THAT(Stored(instrument), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
