#include "cli/form/fill/typed_answer.h"

#include <gtest/gtest.h>

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using survey::v1alpha::Question;

const std::vector<ShownOption>& Options() {
  static const auto* options =
      new std::vector<ShownOption>{{"a", "Apfel"}, {"b", "Birne"}, {"2x", "zwei Äpfel"}};
  return *options;
}

TEST(TypedAnswerTest, ReadsWhatIsTyped) {
  const struct {
    Question::Kind kind;
    const char* typed;
    const char* answer;  // empty: it is refused
  } cases[] = {
      {Question::KIND_SINGLE_CHOICE, "2", "choice: \"b\""},
      {Question::KIND_SINGLE_CHOICE, "2x", "choice: \"2x\""},
      {Question::KIND_SINGLE_CHOICE, "apfel", "choice: \"a\""},
      {Question::KIND_SINGLE_CHOICE, "0", ""},
      {Question::KIND_SINGLE_CHOICE, "4", ""},
      {Question::KIND_MATRIX, "1", "choice: \"a\""},
      {Question::KIND_MULTIPLE_CHOICE, "3, 1", "choices { codes: \"2x\" codes: \"a\" }"},
      {Question::KIND_MULTIPLE_CHOICE, "1 a", ""},
      {Question::KIND_RANKING, "3 2 1", "ranking { codes: \"2x\" codes: \"b\" codes: \"a\" }"},
      {Question::KIND_RANKING, "3 2", ""},
      {Question::KIND_INTEGER, "-3", "integer: -3"},
      {Question::KIND_INTEGER, "3,5", ""},
      {Question::KIND_DECIMAL, "3,5", "decimal: 3.5"},
      {Question::KIND_DECIMAL, "1e400", ""},
      {Question::KIND_DECIMAL, "nan", ""},
      {Question::KIND_DATE, "2.3.2026", "date: \"2026-03-02\""},
      {Question::KIND_DATE, "2026-03-02", "date: \"2026-03-02\""},
      {Question::KIND_DATE_TIME, "2.3.2026 14:30", "date_time: \"2026-03-02T14:30\""},
      {Question::KIND_TIME, "14:30", "time: \"14:30\""},
      {Question::KIND_ACKNOWLEDGEMENT, "Ja", "acknowledged: true"},
      {Question::KIND_ACKNOWLEDGEMENT, "nein", ""},
      {Question::KIND_TEXT, "Grüße", "text: \"Gr\\303\\274\\303\\237e\""},
  };
  for (const auto& c : cases) {
    Question question;
    question.set_kind(c.kind);
    const bool has_options = c.kind == Question::KIND_SINGLE_CHOICE ||
                             c.kind == Question::KIND_MULTIPLE_CHOICE ||
                             c.kind == Question::KIND_MATRIX || c.kind == Question::KIND_RANKING;
    Answer answer;
    const std::string wrong = ReadTyped(
        question, has_options ? Options() : std::vector<ShownOption>(), c.typed, "de", &answer);
    EXPECT_EQ(wrong.empty(), *c.answer != '\0') << c.typed << ": " << wrong;
    if (!wrong.empty()) continue;
    EXPECT_EQ(answer.ShortDebugString(), c.answer);
  }
}

TEST(TypedAnswerTest, ShowsWhatIsReadAtOptions) {
  Answer answer;
  answer.mutable_choices()->add_codes("b");
  answer.mutable_choices()->add_codes("gone");
  EXPECT_EQ(TypedText(answer, Options()), "Birne, gone");
  answer.set_decimal(2.5);
  EXPECT_EQ(TypedText(answer, {}), "2.5");
}

}  // namespace
}  // namespace lotse::cli
