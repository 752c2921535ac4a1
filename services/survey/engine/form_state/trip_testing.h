#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/form_state.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// A questionnaire in two languages in which answers change what is asked, offered and read: the
// plan of a trip with children.
inline v1alpha::Instrument TripForm() {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        title {
          variants { language: "de" text: "Ausflug" }
          variants { language: "en" text: "Trip" }
        }
        option_lists {
          code: "places"
          options {
            code: "lake"
            label {
              variants { language: "de" text: "See" }
              variants { language: "en" text: "Lake" }
            }
            columns { key: "season" value: "summer" }
          }
          options {
            code: "beach"
            label { variants { language: "de" text: "Strand" } }
            columns { key: "season" value: "summer" }
          }
          options {
            code: "ice"
            label { variants { language: "de" text: "Eisbahn" } }
            columns { key: "season" value: "winter" }
          }
        }
        sections {
          questions {
            code: "leader"
            kind: KIND_TEXT
            text { variants { language: "de" text: "Wer leitet?" } }
            required: true
          }
          questions {
            code: "day"
            kind: KIND_DATE
            text { variants { language: "de" text: "Wann?" } }
            logic { initial_value: "today()" }
          }
          questions {
            code: "season"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "Jahreszeit?" } }
            options {
              code: "summer"
              label { variants { language: "de" text: "Sommer" } }
            }
            options {
              code: "winter"
              label { variants { language: "de" text: "Winter" } }
            }
          }
          questions {
            code: "place"
            kind: KIND_SINGLE_CHOICE
            text {
              variants { language: "de" text: "Wohin, ${leader}?" }
              variants { language: "en" text: "Where to, ${leader}?" }
            }
            option_list: "places"
            logic {
              relevant: "${season} != ''"
              option_filter: "season = ${season}"
              required_if: "${season} = 'summer'"
              required_message {
                variants { language: "de" text: "${leader} muss ein Ziel nennen" }
              }
            }
          }
        }
        sections {
          questions {
            code: "children"
            kind: KIND_INTEGER
            text { variants { language: "de" text: "Wie viele Kinder?" } }
            logic {
              constraint: ". <= 5"
              constraint_message {
                variants { language: "de" text: "${leader} nimmt höchstens fünf mit" }
              }
            }
          }
          questions {
            code: "child"
            kind: KIND_REPEAT
            text { variants { language: "de" text: "Kind" } }
            logic { repeat_count: "${children}" }
            questions {
              code: "name"
              kind: KIND_TEXT
              text { variants { language: "de" text: "Name?" } }
            }
            questions {
              code: "likes"
              kind: KIND_MULTIPLE_CHOICE
              text { variants { language: "de" text: "Was mag ${name}?" } }
              logic { relevant: "${name} != ''" initial_value: "'swim'" }
              options {
                code: "swim"
                label { variants { language: "de" text: "Schwimmen mit ${leader}" } }
              }
              options {
                code: "read"
                label { variants { language: "de" text: "Lesen" } }
              }
            }
          }
          questions {
            code: "sandwiches"
            kind: KIND_INTEGER
            text { variants { language: "de" text: "Wie viele Brote?" } }
            logic { calculation: "${children} * 2" read_only_if: "${children} = 0" }
          }
          questions {
            code: "cost"
            kind: KIND_CALCULATION
            logic { calculation: "${children} * 10" }
          }
          questions {
            code: "helper"
            kind: KIND_REPEAT
            text { variants { language: "de" text: "Helfende" } }
            logic { relevant: "${children} > 2" }
            questions {
              code: "phone"
              kind: KIND_TEXT
              text { variants { language: "de" text: "Telefon?" } }
              logic { initial_value: "'+49'" }
            }
          }
          questions {
            code: "song"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "Lied?" } }
            randomization {}
            options {
              code: "a"
              label { variants { language: "de" text: "A" } }
            }
            options {
              code: "b"
              label { variants { language: "de" text: "B" } }
            }
            options {
              code: "c"
              label { variants { language: "de" text: "C" } }
            }
            options {
              code: "d"
              label { variants { language: "de" text: "D" } }
            }
          }
          questions { code: "began" kind: KIND_METADATA metadata: METADATA_START }
        }
      )pb",
      &instrument));
  return instrument;
}

// `likes/2`.
inline std::string InWords(const v1alpha::FormPlace& place) {
  std::string words = place.code();
  for (const int instance : place.instances()) absl::StrAppend(&words, "/", instance);
  return words;
}

// The state of one element in one line: `name/1 asked required`.
inline std::string InWords(const v1alpha::ElementState& element) {
  std::string words = InWords(element.place());
  if (!element.relevant()) return words + " -";
  if (element.required()) words += " required";
  if (element.read_only()) words += " read only";
  if (element.count() > 0) absl::StrAppend(&words, " x", element.count());
  if (element.may_grow()) words += " +";
  if (element.has_answer()) {
    std::string answer = element.answer().ShortDebugString();
    answer = answer.substr(answer.find('"', 7) + 2);
    if (const auto at = answer.find(" instances"); at != std::string::npos) answer.resize(at);
    absl::StrAppend(&words, " = ", answer);
  }
  if (element.cleared()) words += " cleared";
  for (const auto& option : element.options()) {
    absl::StrAppend(&words, " <", option.code());
    for (const auto& variant : option.label().variants()) {
      absl::StrAppend(&words, " ", variant.text());
    }
    words += ">";
  }
  for (const auto& variant : element.text().variants()) {
    absl::StrAppend(&words, " [", variant.text(), "]");
  }
  return words;
}

inline std::string InWords(const v1alpha::FormViolation& violation) {
  std::string words = v1alpha::FormViolation::Kind_Name(violation.kind()).substr(5);
  absl::StrAppend(&words, " ", InWords(violation.place()), " #", violation.answer());
  for (const auto& variant : violation.message().variants()) {
    absl::StrAppend(&words, " [", variant.text(), "]");
  }
  return words;
}

template <typename Things>
std::vector<std::string> AllInWords(const Things& things) {
  std::vector<std::string> words;
  for (const auto& thing : things) words.push_back(InWords(thing));
  return words;
}

}  // namespace lotse::survey
