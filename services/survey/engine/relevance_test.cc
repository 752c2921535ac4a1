#include "services/survey/engine/relevance.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using v1alpha::Answer;
using v1alpha::Instrument;
using v1alpha::SubmitResponseRequest;

// Each question but the first two looks at those before it.
const CompiledInstrument& Compiled() {
  static const auto* const compiled = [] {
    Instrument instrument;
    EXPECT_TRUE(TextFormat::ParseFromString(
        R"pb(
          sections {
            questions {
              code: "kids"
              kind: KIND_SINGLE_CHOICE
              options { code: "yes" }
              options { code: "no" }
            }
            questions {
              code: "where"
              kind: KIND_MULTIPLE_CHOICE
              options { code: "kita" }
              options { code: "school" }
              options { code: "home" }
            }
          }
          sections {
            questions {
              code: "grid"
              kind: KIND_MATRIX
              options { code: "1" }
              options { code: "2" }
              items { code: "grid_a" }
              items { code: "grid_b" }
              relevant_if { code: "kids" test: TEST_ANY_CHOSEN options: "yes" }
            }
            questions {
              code: "why"
              kind: KIND_TEXT
              relevant_if { code: "grid_a" test: TEST_ANY_CHOSEN options: "2" }
              relevant_if { code: "where" test: TEST_ANY_CHOSEN options: "kita" options: "school" }
            }
            questions {
              code: "not_home"
              kind: KIND_INTEGER
              relevant_if { code: "where" test: TEST_NONE_CHOSEN options: "home" }
            }
            questions {
              code: "after"
              kind: KIND_TEXT
              relevant_if { code: "why" test: TEST_ANSWERED }
            }
          })pb",
        &instrument));
    return new CompiledInstrument(instrument);
  }();
  return *compiled;
}

// The codes of what is asked, in order, after these answers.
std::string Asked(const std::string& answers) {
  SubmitResponseRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(answers, &request)) << answers;
  const auto variables = Compiled().variables();
  std::vector<const Answer*> by_position(variables.size());
  for (const Answer& answer : request.answers()) {
    by_position[*Compiled().Position(answer.code())] = &answer;
  }
  const std::vector<bool> asked = AskedVariables(Compiled(), by_position);
  std::string codes;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (asked[i]) codes += (codes.empty() ? "" : " ") + variables[i].code;
  }
  return codes;
}

TEST(AskedVariables, FollowsTheAnswers) {
  constexpr char kYes[] = R"(answers { code: "kids" choice: "yes" } )";
  constexpr char kKita[] = R"(answers { code: "where" choices { codes: "home" codes: "kita" } } )";
  constexpr char kGrid[] = R"(answers { code: "grid_a" choice: "2" } )";
  constexpr char kWhy[] = R"(answers { code: "why" text: "x" } )";
  const struct {
    std::string answers;
    const char* asked;
  } cases[] = {
      {"", "kids where not_home"},
      {R"(answers { code: "kids" choice: "no" })", "kids where not_home"},
      {kYes, "kids where grid_a grid_b not_home"},
      {R"(answers { code: "where" choices {} })", "kids where not_home"},
      {R"(answers { code: "where" choices { codes: "home" } })", "kids where"},
      {std::string(kYes) + kKita, "kids where grid_a grid_b"},
      {std::string(kYes) + kKita + kGrid, "kids where grid_a grid_b why"},
      {std::string(kYes) + kKita + kGrid + kWhy, "kids where grid_a grid_b why after"},
      // All conditions have to hold.
      {std::string(kYes) + kGrid, "kids where grid_a grid_b not_home"},
      // What was answered without being asked says nothing.
      {std::string(kKita) + kGrid + kWhy, "kids where"},
  };
  for (const auto& c : cases) EXPECT_EQ(Asked(c.answers), c.asked) << c.answers;
}

}  // namespace
}  // namespace lotse::survey
