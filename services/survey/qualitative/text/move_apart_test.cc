#include "services/survey/qualitative/text/move_apart.h"

#include <gtest/gtest.h>

#include <utility>

namespace lotse::survey::qualitative {
namespace {

using Spans = std::vector<std::optional<TextSpan>>;

// Of `Hallo du. Na, Tag.`: the two sentences after a replacement.
Spans Moved(std::vector<Replacement> replacements) {
  const auto before = IndexedText::Make("Hallo du. Na, Tag.");
  EXPECT_TRUE(before.ok()) << before.status();
  const auto edit = TextEdit::Make(*before, std::move(replacements));
  EXPECT_TRUE(edit.ok()) << edit.status();
  return MoveApart(*edit, {{0, 9}, {10, 18}});
}

TEST(MoveApart, MovesSpansWithTheirWords) {
  EXPECT_EQ(Moved({}), (Spans{TextSpan{0, 9}, TextSpan{10, 18}}));
  EXPECT_EQ(Moved({{{6, 8}, "Sie"}}), (Spans{TextSpan{0, 10}, TextSpan{11, 19}}));
}

TEST(MoveApart, WhatReachesOverBothIsOfTheFirst) {
  EXPECT_EQ(Moved({{{6, 12}, "x"}}), (Spans{TextSpan{0, 7}, TextSpan{7, 13}}));
}

TEST(MoveApart, NothingIsLeftOfWhatIsDeletedOrOfAnother) {
  EXPECT_EQ(Moved({{{9, 18}, ""}}), (Spans{TextSpan{0, 9}, std::nullopt}));
  EXPECT_EQ(Moved({{{0, 10}, ""}}), (Spans{std::nullopt, TextSpan{0, 8}}));
  EXPECT_EQ(Moved({{{6, 18}, "x"}}), (Spans{TextSpan{0, 7}, std::nullopt}));
}

TEST(MoveApart, NoSpansAreNone) { EXPECT_TRUE(MoveApart(TextEdit(), {}).empty()); }

}  // namespace
}  // namespace lotse::survey::qualitative
