#pragma once

// The questionnaire of the tests that send answers.
namespace lotse::cli {

inline constexpr char kInstrument[] = R"pb(
  name: "programmes/p/engagements/e/instruments/i"
  sections {
    questions {
      code: "G"
      kind: KIND_SINGLE_CHOICE
      options {
        code: "m"
        label { variants { language: "de" text: "männlich" } }
      }
      options {
        code: "w"
        label { variants { language: "de" text: "weiblich" } }
      }
    }
    questions { code: "AGE" kind: KIND_INTEGER }
  })pb";

}  // namespace lotse::cli
