#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"

// Forms that are too large: a clear error, in bounded time.

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kHead[] = "| survey |\n| | type | name | label | relevant |\n";

std::string Texts(int count, absl::string_view relevant = "") {
  std::string rows;
  for (int i = 0; i < count; ++i)
    absl::StrAppend(&rows, "| | text | q", i, " | Q | ", relevant, " |\n");
  return rows;
}

TEST(XlsformLimits, Questions) {
  EXPECT_THAT(Errors(Read(kHead + Texts(2000))), IsEmpty());
  EXPECT_THAT(Errors(Read(kHead + Texts(2001))),
              ElementsAre(HasSubstr("survey!type:2003 q2000: More than 2000 questions")));
}

TEST(XlsformLimits, Sections) {
  std::string rows;
  for (int i = 0; i < 201; ++i) {
    absl::StrAppend(&rows, "| | begin group | g", i, " | G |\n| | text | q", i,
                    " | Q |\n| | end group | | |\n");
  }
  EXPECT_THAT(Errors(Read(kHead + rows)),
              ElementsAre(HasSubstr("More than 200 groups at the top")));
}

TEST(XlsformLimits, OptionsAndLists) {
  const std::string head =
      absl::StrCat(kHead, Texts(1), "| choices |\n| | list_name | name | label |\n");
  std::string options, lists;
  for (int i = 0; i < 20'001; ++i) absl::StrAppend(&options, "| | l | ", i, " | x |\n");
  for (int i = 0; i < 501; ++i) absl::StrAppend(&lists, "| | l", i, " | 1 | x |\n");
  EXPECT_THAT(Errors(Read(head + options)), ElementsAre(HasSubstr("More than 20000 options")));
  EXPECT_THAT(Errors(Read(head + lists)), ElementsAre(HasSubstr("More than 500 lists")));
}

TEST(XlsformLimits, TextsAndExpressions) {
  EXPECT_THAT(Errors(Read(absl::StrCat(kHead, "| | text | q | ", std::string(8193, 'x'), " |"))),
              ElementsAre(HasSubstr("survey!label:3 q: A text of 8193 bytes; at most 8192")));
  EXPECT_THAT(
      Errors(Read(absl::StrCat(kHead, "| | text | q | Q | ", std::string(16385, '1'), " |"))),
      ElementsAre(HasSubstr("survey!relevant:3 q: An expression of 16385 bytes; at most 16384")));
}

TEST(XlsformLimits, ColumnsAndLanguages) {
  std::string head, cells, languages;
  for (int i = 0; i < 65; ++i) {
    absl::StrAppend(&head, " | c", i);
    absl::StrAppend(&cells, " | x");
  }
  EXPECT_THAT(Errors(Read(absl::StrCat("| survey |\n| | type | name | label", head,
                                       "\n| | text | q | Q", cells))),
              ElementsAre(HasSubstr("q: More than 32 other columns")));
  EXPECT_THAT(Errors(Read(absl::StrCat(kHead, Texts(1), "| choices |\n| | list_name | name | label",
                                       head, "\n| | l | 1 | x", cells))),
              ElementsAre(HasSubstr("1: More than 64 columns")));
  for (int i = 0; i < 17; ++i) absl::StrAppend(&languages, " | label::L (x", i, "a)");
  EXPECT_THAT(Errors(Read(absl::StrCat("| survey |\n| | type | name", languages))),
              Contains(HasSubstr("More than 16 languages")));
}

TEST(XlsformLimits, TheWholeQuestionnaire) {
  std::string rows;
  for (int i = 0; i < 700; ++i) {
    absl::StrAppend(&rows, "| | text | q", i, " | ", std::string(7000, 'x'), " |\n");
  }
  EXPECT_THAT(Errors(Read(kHead + rows)), ElementsAre(HasSubstr("at most 4194304")));
}

TEST(XlsformLimits, ManyWrongNamesTakeNoLongTime) {
  const auto start = std::chrono::steady_clock::now();
  std::string wrong;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&wrong, "${x", i, "}+");
  const ImportResult result = Read(kHead + Texts(1000, wrong));
  EXPECT_EQ(Errors(result).size(), 301u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace lotse::survey
