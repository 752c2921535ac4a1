#include "services/survey/qualitative/coding/coding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/memo.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Coding, IsCheckedAgainstCodebookAndText) {
  Codebook book = SmallCodebook();
  book.codes[4].retired = true;
  const CodeTree tree(book);
  const struct {
    std::function<void(Coding*)> change;
    const char* told;  // nullptr: fine
  } cases[] = {
      {[](Coding*) {}, nullptr},
      {[](Coding* c) { c->span = {9, 10}; }, nullptr},
      {[](Coding* c) { c->weight = 0; }, nullptr},
      {[](Coding* c) { c->code = "x"; }, "coding.code: is not in the codebook"},
      {[](Coding* c) { c->code = "zugang"; }, "coding.code: is a heading"},
      {[](Coding* c) { c->code = "haltung"; }, "coding.code: is retired"},
      {[](Coding* c) { c->span = {3, 3}; }, "coding.span: selects nothing"},
      {[](Coding* c) { c->span = {4, 3}; }, "coding.span: selects nothing"},
      {[](Coding* c) { c->span = {-1, 3}; }, "coding.span: selects nothing"},
      {[](Coding* c) { c->span = {9, 11}; }, "coding.span: goes beyond the text; give at most 10"},
      {[](Coding* c) { c->coder = ""; }, "coding.coder: say who codes"},
      {[](Coding* c) { c->weight = -0.1; }, "coding.weight: give 0 to 1000"},
      {[](Coding* c) { c->weight = std::nan(""); }, "coding.weight: give 0 to 1000"},
  };
  for (const auto& c : cases) {
    Coding coding = CodingOf("k", "wege", "t", {0, 3});
    c.change(&coding);
    const std::vector<std::string> told = Told(CheckCoding(coding, tree, 10));
    if (c.told == nullptr) {
      EXPECT_THAT(told, IsEmpty());
    } else {
      EXPECT_THAT(told, ElementsAre(HasSubstr(c.told)));
    }
  }
}

TEST(Coding, StandsOnceButMayOverlap) {
  const std::vector<Coding> codings = {
      CodingOf("k1", "wege", "t", {0, 3}, "a", 5), CodingOf("k2", "wege", "t", {0, 4}, "a"),
      CodingOf("k3", "wege", "t", {0, 3}, "b"),    CodingOf("k4", "amt", "t", {0, 3}, "a"),
      CodingOf("k5", "wege", "u", {0, 3}, "a"),    CodingOf("k6", "wege", "t", {0, 3}, "a", 4),
      CodingOf("k0", "wege", "t", {0, 3}, "a", 4)};
  EXPECT_THAT(DoubledCodings(codings), ElementsAre(Doubled{6, 0}, Doubled{6, 5}));
}

TEST(Coding, IsSeenByOthersUnlessTheyCodeBlind) {
  const struct {
    CodingViewer viewer;
    bool blind;
    size_t seen;
  } cases[] = {{{"a"}, false, 7}, {{"x"}, false, 7},      {{"a"}, true, 4},       {{"b"}, true, 3},
               {{"x"}, true, 0},  {{"x", true}, true, 7}, {{"a", true}, false, 7}};
  const std::vector<Coding> codings = SmallCorpus().codings;
  for (const auto& c : cases) {
    EXPECT_EQ(VisibleTo(c.viewer, codings, c.blind).size(), c.seen) << c.viewer.coder << c.blind;
  }
}

TEST(Memo, IsAboutSomethingThatIsThere) {
  using Kind = MemoTarget::Kind;
  const auto exists = [](Kind kind, absl::string_view id) {
    return (kind == Kind::kText && id == "t1") || (kind == Kind::kCode && id == "wege") ||
           (kind == Kind::kMemo && (id == "m" || id == "m2"));
  };
  const auto length_of = [](absl::string_view id) {
    return id == "t1" ? std::optional<int64_t>(10) : std::nullopt;
  };
  const struct {
    MemoTarget target;
    const char* told;  // nullptr: fine
  } cases[] = {
      {{Kind::kProject}, nullptr},
      {{Kind::kCodebook}, nullptr},
      {{Kind::kText, "t1"}, nullptr},
      {{Kind::kSpan, "t1", TextSpan{2, 10}}, nullptr},
      {{Kind::kMemo, "m2"}, nullptr},
      {{Kind::kProject, "t1"}, "memo.target.id: there is one project only"},
      {{Kind::kText, "t2"}, "memo.target.id: is no text"},
      {{Kind::kCase, ""}, "memo.target.id: is no case"},
      {{Kind::kMemo, "m"}, "memo.target.id: is no memo that it can be about"},
      {{Kind::kSpan, "wege", TextSpan{2, 3}}, "memo.target.id: is no text"},
      {{Kind::kSpan, "t1", TextSpan{2, 2}}, "memo.target.span: selects nothing"},
      {{Kind::kSpan, "t1", TextSpan{2, 11}}, "memo.target.span: goes beyond the text"},
      {{Kind::kSpan, "t1"}, "memo.target.span: is missing"},
      {{Kind::kCode, "wege", TextSpan{2, 3}}, "memo.target.span: does not belong to a code"},
  };
  for (const auto& c : cases) {
    const Memo memo{"m", c.target, "Titel", "Text", "a"};
    const std::vector<std::string> told = Told(CheckMemo(memo, exists, length_of));
    if (c.told == nullptr) {
      EXPECT_THAT(told, IsEmpty());
    } else {
      EXPECT_THAT(told, ElementsAre(HasSubstr(c.told)));
    }
  }
  EXPECT_THAT(Told(CheckMemo({"m", {}, "", "", ""}, exists, length_of)),
              ElementsAre(HasSubstr("memo.text: is empty"), HasSubstr("memo.author")));
  EXPECT_THAT(Told(CheckMemo({"m", {}, "\xff", std::string(20001, 'x'), "a"}, exists, length_of)),
              ElementsAre(HasSubstr("memo.title: give UTF-8"), HasSubstr("memo.text: give UTF-8")));
}

}  // namespace
}  // namespace lotse::survey::qualitative
