#include "services/survey/engine/flat_instrument.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using v1alpha::Instrument;

// What two questionnaires have different; empty if nothing.
std::string Difference(const Instrument& found, const Instrument& wanted) {
  std::string report;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  differencer.Compare(wanted, found);
  return report;
}

Instrument Parsed(const std::string& text) {
  Instrument instrument;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &instrument));
  return instrument;
}

TEST(FlatInstrument, TakesGroupsAndListsApart) {
  const Instrument nested = Parsed(R"pb(
    form_id: "x"
    option_lists {
      code: "yes_no"
      options {
        code: "yes"
        columns { key: "a" value: "b" }
        media { kind: KIND_IMAGE file: "f" }
      }
      options { code: "no" }
    }
    sections {
      code: "one"
      questions { code: "intro" kind: KIND_NOTE }
      questions {
        code: "g"
        kind: KIND_GROUP
        questions {
          code: "works"
          kind: KIND_SINGLE_CHOICE
          option_list: "yes_no"
          logic { option_filter: "true()" }
        }
        questions {
          code: "jobs"
          kind: KIND_REPEAT
          questions { code: "job" kind: KIND_TEXT }
        }
      }
      questions {
        code: "total"
        kind: KIND_CALCULATION
        logic { calculation: "1" }
      }
    }
    sections { questions { code: "b" kind: KIND_TEXT required: true } }
  )pb");
  EXPECT_EQ(Difference(FlatInstrument(nested), Parsed(R"pb(
                         form_id: "x"
                         sections {
                           questions {
                             code: "works"
                             kind: KIND_SINGLE_CHOICE
                             options { code: "yes" }
                             options { code: "no" }
                           }
                           questions { code: "total" kind: KIND_CALCULATION }
                         }
                         sections { questions { code: "b" kind: KIND_TEXT required: true } }
                       )pb")),
            "");
}

TEST(FlatInstrument, SaysAtEachQuestionWhoIsAsked) {
  const Instrument nested = Parsed(R"pb(
    sections {
      questions {
        code: "a"
        kind: KIND_SINGLE_CHOICE
        options { code: "1" }
        options { code: "2" }
      }
      questions { code: "n" kind: KIND_INTEGER }
    }
    sections {
      relevant: "${a} = '1'"
      questions {
        code: "g"
        kind: KIND_GROUP
        logic { relevant: "${n} > 3" }
        questions {
          code: "b"
          kind: KIND_TEXT
          relevant_if { code: "a" test: TEST_ANY_CHOSEN options: "1" }
          relevant_if { code: "n" test: TEST_ANSWERED }
        }
        questions {
          code: "c"
          kind: KIND_TEXT
          logic { relevant: "${b} = 'x'" }
        }
      }
    }
  )pb");
  EXPECT_EQ(Difference(FlatInstrument(nested), Parsed(R"pb(
                         sections {
                           questions {
                             code: "a"
                             kind: KIND_SINGLE_CHOICE
                             options { code: "1" }
                             options { code: "2" }
                           }
                           questions { code: "n" kind: KIND_INTEGER }
                         }
                         sections {
                           questions {
                             code: "b"
                             kind: KIND_TEXT
                             relevant_if { code: "a" test: TEST_ANY_CHOSEN options: "1" }
                             relevant_if { code: "n" test: TEST_ANSWERED }
                             logic { relevant: "${n} > 3" }
                           }
                           questions {
                             code: "c"
                             kind: KIND_TEXT
                             relevant_if { code: "a" test: TEST_ANY_CHOSEN options: "1" }
                             logic { relevant: "(${n} > 3) and (${b} = \'x\')" }
                           }
                         }
                       )pb")),
            "");
}

TEST(FlatInstrument, LeavesAFlatOneAsItIs) {
  const Instrument flat = Parsed(R"pb(
    title { variants { language: "de" text: "Befragung" } }
    sections {
      title { variants { language: "de" text: "Eins" } }
      questions {
        code: "m"
        kind: KIND_MATRIX
        options { code: "1" }
        items { code: "m1" }
        items { code: "m2" }
      }
      questions {
        code: "t"
        kind: KIND_TEXT
        relevant_if { code: "m1" test: TEST_NONE_CHOSEN options: "1" }
      }
    }
  )pb");
  EXPECT_EQ(Difference(FlatInstrument(flat), flat), "");
}

}  // namespace
}  // namespace lotse::survey
