#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;

// A questionnaire with every kind of expression: a person says how old she is and whom she lives
// with; each of these has an age, and children a school.
inline v1alpha::Instrument HouseholdForm() {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "Haushalt" } }
        option_lists {
          code: "towns"
          options {
            code: "uster"
            label { variants { language: "de" text: "Uster" } }
            columns { key: "canton" value: "zh" }
          }
          options {
            code: "bern"
            label { variants { language: "de" text: "Bern" } }
            columns { key: "canton" value: "be" }
          }
        }
        sections {
          questions {
            code: "age"
            kind: KIND_INTEGER
            text { variants { language: "de" text: "Alter?" } }
            required: true
            logic {
              constraint: ". >= 14 and . <= 110"
              constraint_message { variants { language: "de" text: "14 bis 110" } }
            }
          }
          questions {
            code: "canton"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "Kanton?" } }
            options {
              code: "zh"
              label { variants { language: "de" text: "Zürich" } }
            }
            options {
              code: "be"
              label { variants { language: "de" text: "Bern" } }
            }
          }
          questions {
            code: "town"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "Ort?" } }
            option_list: "towns"
            logic { relevant: "${canton} != ''" option_filter: "canton = ${canton}" }
          }
        }
        sections {
          code: "home"
          relevant: "${age} >= 18"
          questions {
            code: "people"
            kind: KIND_REPEAT
            questions {
              code: "years"
              kind: KIND_INTEGER
              text { variants { language: "de" text: "Wie alt?" } }
              required: true
            }
            questions {
              code: "school"
              kind: KIND_TEXT
              text { variants { language: "de" text: "Welche Schule?" } }
              logic { relevant: "${years} < 16" }
            }
            questions {
              code: "pets"
              kind: KIND_REPEAT
              questions {
                code: "pet"
                kind: KIND_TEXT
                text { variants { language: "de" text: "Welches Tier?" } }
              }
            }
            questions {
              code: "is_child"
              kind: KIND_CALCULATION
              logic { calculation: "if(${years} < 16, 'yes', 'no')" }
            }
          }
          questions {
            code: "sum"
            kind: KIND_CALCULATION
            logic { calculation: "sum(${years}) + ${age}" }
          }
        }
      )pb",
      &instrument));
  return instrument;
}

inline Answers ParseAnswers(const std::string& text) {
  v1alpha::SubmitResponseRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request));
  return request.answers();
}

// Each as `code[1,2]=text`, without quotation marks.
inline std::vector<std::string> InWords(const Answers& answers) {
  std::vector<std::string> words;
  for (const v1alpha::Answer& answer : answers) {
    std::string value = answer.ShortDebugString();
    const auto after = value.find("\" ");
    value = after == std::string::npos ? "" : value.substr(after + 2);
    if (const auto instances = value.find(" instances"); instances != std::string::npos) {
      value.resize(instances);
    }
    words.push_back(answer.code());
    for (const int instance : answer.instances()) absl::StrAppend(&words.back(), "/", instance);
    absl::StrAppend(&words.back(), " ", value);
  }
  return words;
}

inline std::vector<std::string> Lines(const rpc::FieldViolations& violations) {
  std::vector<std::string> lines;
  for (const rpc::FieldViolation& violation : violations) {
    lines.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  return lines;
}

}  // namespace lotse::survey
