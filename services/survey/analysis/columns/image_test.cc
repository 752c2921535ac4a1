#include "services/survey/analysis/columns/image.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/relevance.h"
#include "services/survey/engine/response_row.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Instrument;
using v1alpha::Question;

// Two sections with each kind, conditions on a choice, a multiple choice and an answer, and a
// question with so many options that a code needs two bytes.
std::shared_ptr<const CompiledInstrument> Compiled() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "one"
            kind: KIND_SINGLE_CHOICE
            options { code: "a" }
            options { code: "b" }
          }
          questions {
            code: "many"
            kind: KIND_MULTIPLE_CHOICE
            options { code: "c" }
            options { code: "d" }
            options { code: "e" }
            relevant_if { code: "one" test: TEST_ANY_CHOSEN options: "b" }
          }
        }
        sections {
          questions {
            code: "number"
            kind: KIND_INTEGER
            relevant_if { code: "many" test: TEST_NONE_CHOSEN options: "d" }
          }
          questions {
            code: "grid"
            kind: KIND_MATRIX
            options { code: "1" }
            options { code: "2" }
            options { code: "3" }
            items { code: "grid_a" }
            items { code: "grid_b" }
            relevant_if { code: "number" test: TEST_ANSWERED }
          }
          questions { code: "text" kind: KIND_TEXT }
          questions { code: "wide" kind: KIND_SINGLE_CHOICE }
        })pb",
      &instrument));
  Question* wide = instrument.mutable_sections(1)->mutable_questions(3);
  for (int i = 0; i < 300; ++i) wide->add_options()->set_code(absl::StrCat(i));
  return std::make_shared<const CompiledInstrument>(instrument);
}

void AnswerAtRandom(const Variable& variable, std::mt19937* random, Answer* answer) {
  answer->set_code(variable.code);
  switch (variable.kind) {
    case Question::KIND_MULTIPLE_CHOICE:
      answer->mutable_choices();
      for (std::size_t i = 0; i < variable.options->size(); ++i) {
        if ((*random)() % 2 == 0) answer->mutable_choices()->add_codes(variable.options->Code(i));
      }
      return;
    case Question::KIND_INTEGER:
      return answer->set_integer(static_cast<std::int64_t>((*random)() % 1000) - 500);
    case Question::KIND_TEXT:
      return answer->set_text("gesagt");
    default:
      return answer->set_choice(variable.options->Code((*random)() % variable.options->size()));
  }
}

// What one person answered, by the variable; nullopt where there is no answer.
struct Person {
  std::vector<std::optional<Answer>> answers;
  int broke_off_section = 0;
};

// Answers as they pass the checks: nothing of what was not asked or not reached.
Person PersonAtRandom(const CompiledInstrument& instrument, std::mt19937* random) {
  Person person;
  person.answers.resize(instrument.variables().size());
  person.broke_off_section = (*random)() % 4 == 0 ? 1 + static_cast<int>((*random)() % 2) : 0;
  for (std::size_t i = 0; i < person.answers.size(); ++i) {
    const Variable& variable = instrument.variables()[i];
    if (person.broke_off_section != 0 && variable.section > person.broke_off_section) continue;
    std::vector<const Answer*> given;
    for (const auto& answer : person.answers) given.push_back(answer ? &*answer : nullptr);
    if (!AskedVariables(instrument, given)[i] || (*random)() % 4 == 0) continue;
    AnswerAtRandom(variable, random, &person.answers[i].emplace());
  }
  return person;
}

std::string RowOf(const CompiledInstrument& instrument, const Person& person) {
  RepeatedPtrField<Answer> answers;
  for (const auto& answer : person.answers) {
    if (answer) *answers.Add() = *answer;
  }
  return EncodeResponseRow(instrument, answers, person.broke_off_section);
}

std::size_t ExpectedCode(const CompiledInstrument& instrument, const Person& person,
                         std::size_t variable) {
  const Variable& of = instrument.variables()[variable];
  std::vector<const Answer*> given;
  for (const auto& answer : person.answers) given.push_back(answer ? &*answer : nullptr);
  if (person.broke_off_section != 0 && of.section > person.broke_off_section) {
    return ColumnImage::kNotReached;
  }
  if (!AskedVariables(instrument, given)[variable]) return ColumnImage::kNotAsked;
  if (given[variable] == nullptr) return ColumnImage::kNoAnswer;
  if (!given[variable]->has_choice()) return ColumnImage::kFirstOption;
  return ColumnImage::kFirstOption + *of.options->Position(given[variable]->choice());
}

std::size_t CodeOf(const ColumnImage& image, std::size_t variable, std::size_t person) {
  std::size_t code = 0;
  for (const CodeColumn& column : image.Codes(variable)) code = code * 256 + column.codes[person];
  return code;
}

bool Ticked(const std::optional<Answer>& answer, const std::string& code) {
  if (!answer) return false;
  const auto& codes = answer->choices().codes();
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

TEST(ColumnImageTest, HoldsWhatTheRowsSay) {
  const auto instrument = Compiled();
  ColumnImage image(instrument);
  std::mt19937 random(11);
  std::vector<Person> people;
  for (int i = 0; i < 3000; ++i) {
    people.push_back(PersonAtRandom(*instrument, &random));
    ASSERT_TRUE(image.Append(RowOf(*instrument, people.back())));
  }
  ASSERT_EQ(image.people(), people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    ASSERT_EQ(image.BrokeOff()[i], people[i].broke_off_section) << i;
  }
  for (std::size_t v = 0; v < instrument->variables().size(); ++v) {
    const Variable& variable = instrument->variables()[v];
    for (std::size_t i = 0; i < people.size(); ++i) {
      const auto& answer = people[i].answers[v];
      ASSERT_EQ(CodeOf(image, v, i), ExpectedCode(*instrument, people[i], v))
          << variable.code << " of " << i;
      if (variable.kind == Question::KIND_INTEGER) {
        ASSERT_EQ(image.Numbers(v)[i], answer ? answer->integer() : 0);
      }
      if (variable.kind != Question::KIND_MULTIPLE_CHOICE) continue;
      for (std::size_t option = 0; option < variable.options->size(); ++option) {
        ASSERT_EQ(image.Ticked(v, option).Has(i), Ticked(answer, variable.options->Code(option)));
      }
    }
  }
}

TEST(ColumnImageTest, CountsCodesOfTwoBytes) {
  const auto instrument = Compiled();
  ColumnImage image(instrument);
  const std::size_t wide = *instrument->Position("wide");
  for (const int option : {0, 252, 253, 299, 299}) {
    Person person;
    person.answers.resize(instrument->variables().size());
    person.answers[wide].emplace().set_code("wide");
    person.answers[wide]->set_choice(absl::StrCat(option));
    ASSERT_TRUE(image.Append(RowOf(*instrument, person)));
  }
  const auto counts = CountCombinations(image.Codes(wide));
  ASSERT_GE(counts.size(), image.CodesOf(wide));
  EXPECT_TRUE(image.BrokeOff().empty()) << "nobody did, so it takes no memory";
  EXPECT_EQ(counts[ColumnImage::kFirstOption], 1);
  EXPECT_EQ(counts[ColumnImage::kFirstOption + 252], 1);
  EXPECT_EQ(counts[ColumnImage::kFirstOption + 253], 1);
  EXPECT_EQ(counts[ColumnImage::kFirstOption + 299], 2);
}

TEST(ColumnImageTest, RefusesDamagedRowsWhole) {
  const auto instrument = Compiled();
  ColumnImage image(instrument);
  std::mt19937 random(5);
  const std::string row = RowOf(*instrument, PersonAtRandom(*instrument, &random));
  for (std::size_t cut = 0; cut < row.size(); ++cut) {
    EXPECT_FALSE(image.Append(row.substr(0, cut))) << cut;
  }
  EXPECT_EQ(image.people(), 0);
  EXPECT_TRUE(image.Codes(0)[0].codes.empty());
  EXPECT_TRUE(image.Append(row));
}

// At most 1.2 bytes for each answer to a single choice, however people come.
TEST(ColumnImageTest, TakesLittleMemory) {
  Instrument instrument;
  for (int i = 0; i < 10; ++i) {
    Question* question = instrument.add_sections()->add_questions();
    question->set_code(absl::StrCat("q", i));
    question->set_kind(Question::KIND_SINGLE_CHOICE);
    for (int option = 0; option < 5; ++option)
      question->add_options()->set_code(absl::StrCat(option));
  }
  const auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  ColumnImage image(compiled);
  const std::string row = EncodeResponseRow(*compiled, {});
  for (int people = 1; people <= 50'000; ++people) {
    ASSERT_TRUE(image.Append(row));
    if (people < 10'000) continue;
    ASSERT_LE(static_cast<double>(image.Bytes()), 1.2 * 10 * people) << people;
  }
}

}  // namespace
}  // namespace lotse::survey
