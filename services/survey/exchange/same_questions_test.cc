#include "services/survey/exchange/same_questions.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::Instrument;

std::string Text(absl::string_view text) {
  return absl::StrCat("{ variants { language: 'de' text: '", text, "' } }");
}

// A question of a kind with a text; `more` is what else it has.
std::string Question(absl::string_view kind, absl::string_view code, absl::string_view text,
                     absl::string_view more = "") {
  return absl::StrCat("questions { kind: KIND_", kind, " code: '", code, "' text ", Text(text),
                      more, " } ");
}
std::string Option(absl::string_view code, absl::string_view label) {
  return absl::StrCat(" options { code: '", code, "' label ", Text(label), " }");
}

Instrument Make(absl::string_view questions, absl::string_view lists = "") {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("sections { ", questions, " } ", lists), &instrument));
  return instrument;
}

std::vector<std::string> Differences(const Instrument& left, const Instrument& right) {
  std::vector<std::string> lines;
  for (const QuestionDifference& d : CompareQuestions(left, right)) {
    lines.push_back(absl::StrCat(d.left, "|", d.right, "|", d.what));
  }
  return lines;
}

TEST(SameQuestions, CodesGroupsAndListsDoNotMatter) {
  const Instrument left = Make(Question("TEXT", "a_long_name", "Was?") +
                               Question("SINGLE_CHOICE", "choice", "Wo  ist ${a_long_name}?",
                                        Option("one", "Eins") + Option("two", "Zwei")));
  const Instrument right = Make(
      Question("GROUP", "g", "Gruppe",
               Question("TEXT", "alongname", "Was?") +
                   Question("SINGLE_CHOICE", "c", " Wo ist ${alongname}?", " option_list: 'l'")),
      absl::StrCat("option_lists { code: 'l'", Option("1", "Eins"), Option("2", "Zwei"), "}"));
  EXPECT_THAT(Differences(left, right), IsEmpty());
  EXPECT_THAT(Differences(right, left), IsEmpty());
}

TEST(SameQuestions, SaysWhatDiffers) {
  const Instrument left =
      Make(Question("TEXT", "a", "Eins?") + Question("INTEGER", "b", "Zwei?") +
           Question("SINGLE_CHOICE", "c", "Drei?", Option("x", "Ja") + Option("y", "Nein")) +
           Question("MATRIX", "d", "Vier?",
                    absl::StrCat(" items { code: 'i' text ", Text("Zeile"), " }")));
  const Instrument right =
      Make(Question("DECIMAL", "b", "Zwei?") + Question("NOTE", "n", "Neu") +
           Question("SINGLE_CHOICE", "c", "Drei?", Option("x", "Ja") + Option("z", "Weiss nicht")) +
           Question("MATRIX", "d", "Vier?"));
  EXPECT_THAT(
      Differences(left, right),
      ElementsAre("a||only on the left: \"Eins?\"", "b|b|kind: KIND_INTEGER and KIND_DECIMAL",
                  "|n|only on the right: \"Neu\"",
                  "c|c|option 2: \"Nein\" and \"Weiss nicht\"; 2 and 2 in all",
                  "d|d|item 1: \"Zeile\" and none; 1 and 0 in all"));
}

TEST(SameQuestions, TheOrderMatters) {
  const Instrument left = Make(Question("TEXT", "a", "Eins?") + Question("TEXT", "b", "Zwei?"));
  const Instrument right = Make(Question("TEXT", "b", "Zwei?") + Question("TEXT", "a", "Eins?"));
  EXPECT_THAT(Differences(left, right).size(), 2u);
  EXPECT_THAT(Differences(left, Make("")),
              ElementsAre("a||only on the left: \"Eins?\"", "b||only on the left: \"Zwei?\""));
  EXPECT_THAT(Differences(Make(""), Make("")), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
