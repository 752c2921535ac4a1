#include "services/survey/exchange/xlsform/xlsform_writer.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/tables_testing.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Instrument;

Instrument FromText(const char* text) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument));
  return instrument;
}

TEST(XlsformWriter, WhatIsReadIsWrittenAndReadAsTheSame) {
  const ImportResult result = Read(R"(
    | survey |
    | | type | name | label::de | label::fr | hint | required | relevant | constraint | constraint_message::fr | calculation | default | trigger | read_only | appearance | parameters | choice_filter | repeat_count | image::fr | Notizen | guidance_hint | required_message |
    | | start | start | | | | | | | | | | | | | | | | | | | |
    | | csv-external | neu-e | | | | | | | | | | | | | | | | | | | |
    | | begin group | g | G | | | | ${a} = 1 | | | | | | | field-list | | | | | | | |
    | | integer | a | A | Ah | H | yes | | . > 1 | Non | | 5 | | | | | | | a.png | n | lang | Bitte |
    | | range | b | B | | | ${a} = 1 | | | | | | | ${a} = 2 | | start=0 end=1 step=0.1 | | | | | | |
    | | begin repeat | r | R | | | | | | | | | | | | | | ${a} | | | | |
    | | select_one l or_other | c | C | | | | | | | | | | | minimal | randomize=true seed=${a} | | | | | | |
    | | select_multiple_from_file o.csv | d | D | | | | | | | | | | | | value=id | x = ${a} | | | | | |
    | | end repeat | | | | | | | | | | | | | | | | | | | | |
    | | text | e | E | | | | | | | concat('a', ${a}) | today() | ${a}, ${b} | yes | | rows=3 | | | | | | |
    | | image | f | F | | | | | | | | | | | signature | max-pixels=9 | | | | | | |
    | | end group | | | | | | | | | | | | | | | | | | | | |
    | | hidden | h | | | | | | | | | it's | | | | | | | | | | |
    | choices |
    | | list_name | name | label::de | label::fr | kreis | media::audio |
    | | l | 1 | eins | un | k | a.mp3 |
    | | m | 1 | eins | | | |
    | settings |
    | | form_title | form_id | version | style | default_language | instance_name |
    | | T | f | 1 | pages | de | ${a} |)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result), IsEmpty());
  const TableBook written = WriteXlsform(result.instrument);
  EXPECT_THAT(written.findings, IsEmpty());
  const ImportResult again = ReadXlsform(written, {"en", "", ""});
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_EQ(again.instrument.DebugString(), result.instrument.DebugString());
}

TEST(XlsformWriter, WhatOnlyAQuestionnaireCanSayBecomesExpressions) {
  const TableBook written = WriteXlsform(FromText(R"pb(
    title { variants { language: "de" text: "T" } }
    sections {
      title { variants { language: "de" text: "S" } }
      questions {
        code: "a"
        kind: KIND_SINGLE_CHOICE
        text { variants { language: "de" text: "A" } }
        options {
          code: "x"
          label { variants { language: "de" text: "X" } }
        }
      }
      questions {
        code: "b"
        kind: KIND_INTEGER
        text { variants { language: "de" text: "B" } }
        minimum: 1
        maximum: 9
        logic { constraint: ". != 5" relevant: "true()" }
        relevant_if { code: "a" test: TEST_ANY_CHOSEN options: "x" options: "it's" }
        relevant_if { code: "a" test: TEST_NONE_CHOSEN options: "y" }
        relevant_if { code: "a" test: TEST_ANSWERED }
      }
      questions {
        code: "m"
        kind: KIND_MATRIX
        required: true
        text { variants { language: "de" text: "M" } }
        items {
          code: "m1"
          text { variants { language: "de" text: "M1" } }
        }
        options {
          code: "y"
          label { variants { language: "de" text: "Y" } }
        }
      }
    })pb"));
  EXPECT_THAT(
      Cells(written),
      ElementsAre("survey!A1=type", "survey!B1=name", "survey!C1=label::Deutsch (de)",
                  "survey!D1=required", "survey!E1=relevant", "survey!F1=constraint",
                  "survey!G1=appearance", "survey!A2=begin_group", "survey!B2=section_1",
                  "survey!C2=S", "survey!A3=select_one a", "survey!B3=a", "survey!C3=A",
                  "survey!A4=integer", "survey!B4=b", "survey!C4=B",
                  "survey!E4=(((true()) and (selected(${a}, 'x') or selected(${a}, \"it's\"))) and "
                  "(not(selected(${a}, 'y')))) and (${a} != '')",
                  "survey!F4=((. != 5) and (. >= 1)) and (. <= 9)", "survey!A5=begin_group",
                  "survey!B5=m", "survey!C5=M", "survey!G5=table-list", "survey!A6=select_one m",
                  "survey!B6=m1", "survey!C6=M1", "survey!D6=yes", "survey!A7=end_group",
                  "survey!A8=end_group", "choices!A1=list_name", "choices!B1=name",
                  "choices!C1=label::Deutsch (de)", "choices!A2=a", "choices!B2=x", "choices!C2=X",
                  "choices!A3=m", "choices!B3=y", "choices!C3=Y", "settings!A1=default_language",
                  "settings!B1=form_title", "settings!A2=Deutsch (de)", "settings!B2=T"));
  const ImportResult again = ReadXlsform(written, {"de", "", ""});
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_EQ(Tree(again),
            "[section_1: (SINGLE_CHOICE a) (INTEGER b) (GROUP m: (SINGLE_CHOICE m1))]");
}

TEST(XlsformWriter, WhatAFormCannotSayIsNamed) {
  const TableBook written = WriteXlsform(FromText(R"pb(
    title {
      variants { language: "de" text: "T" }
      variants { language: "en" text: "U" }
    }
    option_lists { code: "orte" file: "orte.geojson" }
    sections {
      questions {
        code: "a"
        kind: KIND_INTEGER
        class_bounds: 1
        special_category: true
        text {
          variants { language: "de" text: "A" }
          variants { language: "de" text: "L" plain_language: true }
        }
      }
    })pb"));
  EXPECT_THAT(Findings(written),
              ElementsAre(HasSubstr("WARNING !0 The list is in a file that no question uses"),
                          "WARNING survey!label2 The wording in plain language was left out.",
                          "WARNING survey!2 A form cannot say: classes, its special category; left "
                          "out.",
                          HasSubstr("WARNING settings!form_title2 A form has its title in one")));
}

constexpr char kMatrix[] = R"pb(
  title { variants { language: "de" text: "T" } }
  sections {
    questions {
      code: "section_1"
      kind: KIND_TEXT
      text { variants { language: "de" text: "Q" } }
    }
    questions {
      code: "m"
      kind: KIND_MATRIX
      text { variants { language: "de" text: "M" } }
      hint { variants { language: "de" text: "H" } }
      appearance: "quick"
      media { kind: KIND_IMAGE file: "a.png" }
      settings { key: "eigen" value: "x" }
      settings { key: "notes" value: "n" }
      settings { key: "relevant" value: "1 = 2" }
      randomization { seed: "7" }
      option_list: "l"
      logic {
        required_if: "1 = 1"
        required_message { variants { language: "de" text: "Bitte" } }
        read_only_if: "2 = 2"
        option_filter: "name != 'z'"
        constraint: ". != 'y'"
        constraint_message { variants { language: "de" text: "Nein" } }
      }
      items {
        code: "m1"
        text { variants { language: "de" text: "M1" } }
      }
    }
  }
  option_lists {
    code: "l"
    options {
      code: "y"
      label { variants { language: "de" text: "Y" } }
      columns { key: "value" value: "1" }
      columns { key: "kreis" value: "k" }
    }
    options {
      code: "z"
      label { variants { language: "de" text: "Z" } }
      columns { key: "value" value: "2" }
    }
  })pb";

TEST(XlsformWriter, ItemsOfAMatrixHaveWhatItSaysOfAnswers) {
  TableBook written = WriteXlsform(FromText(kMatrix));
  EXPECT_THAT(
      Findings(written),
      ElementsAre("WARNING choices!value2 The column `value` would be read as something else in a "
                  "form; left out.",
                  "WARNING survey!relevant4 The column `relevant` would be read as something else "
                  "in a form; left out.",
                  "WARNING survey!4 A form cannot say: its hint; left out."));
  written.findings.clear();
  const ImportResult again = ReadXlsform(written, {"de", "", ""});
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_THAT(Warnings(again), IsEmpty());
  const v1alpha::InstrumentSection& section = again.instrument.sections(0);
  EXPECT_EQ(section.code(), "section_1_");
  const v1alpha::Question& group = section.questions(1);
  EXPECT_EQ(group.appearance(), "table-list quick");
  EXPECT_EQ(group.media(0).file(), "a.png");
  EXPECT_EQ(group.settings().at("eigen"), "x");
  EXPECT_EQ(group.settings().at("notes"), "n");
  const v1alpha::Question& item = group.questions(0);
  const v1alpha::Question matrix = FromText(kMatrix).sections(0).questions(1);
  EXPECT_EQ(item.logic().DebugString(), matrix.logic().DebugString());
  EXPECT_EQ(item.randomization().seed(), "7");
  EXPECT_EQ(again.instrument.option_lists(0).options(0).columns().size(), 1u);
}

TEST(XlsformWriter, ItemsOfAMatrixCanHaveTheirOptionsInAFile) {
  Instrument instrument = FromText(kMatrix);
  instrument.mutable_option_lists(0)->clear_options();
  instrument.mutable_option_lists(0)->set_file("l.csv");
  TableBook written = WriteXlsform(instrument);
  written.findings.clear();
  const ImportResult again = ReadXlsform(written, {"de", "", ""});
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_EQ(again.instrument.option_lists(0).file(), "l.csv");
}

TEST(XlsformWriter, SectionsThatAreNoGroupsStayApart) {
  const TableBook written = WriteXlsform(FromText(R"pb(
    title { variants { language: "de" text: "T" } }
    sections {
      questions {
        code: "a"
        kind: KIND_TEXT
        text { variants { language: "de" text: "A" } }
      }
    }
    sections {
      questions {
        code: "g"
        kind: KIND_GROUP
        text { variants { language: "de" text: "G" } }
        logic { read_only_if: "true()" }
        questions {
          code: "b"
          kind: KIND_TEXT
          text { variants { language: "de" text: "B" } }
        }
      }
    })pb"));
  const ImportResult again = ReadXlsform(written, {"de", "", ""});
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_EQ(Tree(again), "[(TEXT a)][section_2: (GROUP g: (TEXT b))]");
}

TEST(XlsformWriter, FilesThatNoTypeSaysAreNamed) {
  Instrument instrument;
  v1alpha::Question* question = instrument.add_sections()->add_questions();
  question->set_code("a");
  question->set_kind(v1alpha::Question::KIND_FILE);
  question->add_media_types("application/pdf");
  EXPECT_THAT(Findings(WriteXlsform(instrument)),
              ElementsAre("WARNING survey!2 A form cannot say: exactly which files are taken; left "
                          "out."));
}

TEST(XlsformWriter, AScaleOfDecimalsIsReadAsOne) {
  const TableBook written = WriteXlsform(FromText(R"pb(
    title { variants { language: "de" text: "T" } }
    sections {
      questions {
        code: "a"
        kind: KIND_DECIMAL
        text { variants { language: "de" text: "A" } }
        scale { start: "0" end: "10" step: "1" }
      }
    })pb"));
  EXPECT_THAT(Findings(written), IsEmpty());
  const ImportResult again = ReadXlsform(written, {"de", "", ""});
  EXPECT_EQ(Tree(again), "[(DECIMAL a)]");
  EXPECT_EQ(again.instrument.sections(0).questions(0).scale().ShortDebugString(),
            "start: \"0\" end: \"10\" step: \"1.0\"");
}

TEST(XlsformWriter, WhatItsKindHasNoColumnForIsNamed) {
  Instrument instrument;
  v1alpha::Question* question = instrument.add_sections()->add_questions();
  question->set_code("a");
  const struct {
    v1alpha::Question::Kind kind;
    const char* logic;
    const char* left_out;
  } cases[] = {
      {v1alpha::Question::KIND_NOTE, "constraint_message {} read_only_if: '1 = 1'",
       "its constraint message, when it is read only"},
      {v1alpha::Question::KIND_GROUP, "required_message {}", "its required message"},
      {v1alpha::Question::KIND_METADATA, "calculation: '1' initial_value: '2'",
       "its calculation, its initial value"},
      {v1alpha::Question::KIND_TEXT, "trigger: 'a'", "triggers without a calculation"},
  };
  for (const auto& c : cases) {
    question->set_kind(c.kind);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(c.logic, question->mutable_logic()));
    EXPECT_THAT(Findings(WriteXlsform(instrument)),
                ElementsAre(HasSubstr(absl::StrCat("A form cannot say: ", c.left_out, "; left"))));
  }
}

TEST(XlsformWriter, FilesForWhichThereIsNoColumnAreNamed) {
  const char* const files =
      "media { kind: KIND_AUDIO file: 'a.mp3' } media { kind: KIND_AUDIO language: 'de' file: "
      "'b.mp3' } media { kind: KIND_AUDIO file: 'c.mp3' } ";
  const TableBook written = WriteXlsform(FromText(
      absl::StrCat("option_lists { code: 'l' options { code: 'x' ", files, "} } sections { ",
                   "questions { code: 'a' kind: KIND_TEXT ", files, "} }")
          .c_str()));
  const std::string told = "A form has one file of a kind and language; the others were left out.";
  EXPECT_THAT(Findings(written), ElementsAre(absl::StrCat("WARNING choices!2 ", told),
                                             absl::StrCat("WARNING survey!2 ", told)));
  EXPECT_THAT(Cells(written), testing::IsSupersetOf({"survey!C1=media::audio", "survey!C2=a.mp3",
                                                     "survey!D2=b.mp3", "choices!C2=a.mp3"}));
}

TEST(XlsformWriter, DefaultsStayWhatTheyAre) {
  const struct {
    const char* initial_value;
    const char* cell;
  } cases[] = {
      {"'abc'", "abc"},
      {"'5'", "5"},
      {"5", "5"},
      {"today()", "today()"},
      {"'today()'", "string('today()')"},
      {"' a'", "string(' a')"},
      {"../a", "string(../a)"},
  };
  for (const auto& c : cases) {
    Instrument instrument;
    v1alpha::Question* question = instrument.add_sections()->add_questions();
    question->set_code("a");
    question->set_kind(v1alpha::Question::KIND_TEXT);
    question->mutable_logic()->set_initial_value(c.initial_value);
    EXPECT_THAT(Cells(WriteXlsform(instrument)),
                testing::Contains(absl::StrCat("survey!C2=", c.cell)));
  }
}

}  // namespace
}  // namespace lotse::survey
