#include "services/survey/engine/response_row.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/answer_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using v1alpha::Answer;
using v1alpha::Instrument;
using v1alpha::Question;
using v1alpha::SubmitResponseRequest;

// One question of each kind, a matrix, one whose options need two bytes, and then a file.
const CompiledInstrument& Compiled() {
  static const auto* const compiled = [] {
    Instrument instrument;
    EXPECT_TRUE(TextFormat::ParseFromString(
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
              options { code: "m1" }
              options { code: "m2" }
              options { code: "m3" }
              options { code: "m4" }
              options { code: "m5" }
              options { code: "m6" }
              options { code: "m7" }
              options { code: "m8" }
              options { code: "m9" }
            }
            questions {
              code: "grid"
              kind: KIND_MATRIX
              options { code: "1" }
              options { code: "2" }
              items { code: "grid_a" }
              items { code: "grid_b" }
              items { code: "grid_c" }
              items { code: "grid_d" }
            }
            questions { code: "age" kind: KIND_INTEGER }
            questions { code: "say" kind: KIND_TEXT }
          })pb",
        &instrument));
    Question* wide = instrument.mutable_sections(0)->add_questions();
    wide->set_code("wide");
    wide->set_kind(Question::KIND_SINGLE_CHOICE);
    for (int i = 0; i < 300; ++i) wide->add_options()->set_code(absl::StrCat("w", i));
    EXPECT_TRUE(TextFormat::ParseFromString(
        R"pb(code: "photo"
             kind: KIND_FILE
             media_types: "image/png"
             media_types: "application/pdf"
             maximum_file_bytes: 5000)pb",
        instrument.mutable_sections(0)->add_questions()));
    return new CompiledInstrument(instrument);
  }();
  return *compiled;
}

SubmitResponseRequest Parsed(const std::string& text) {
  SubmitResponseRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

// Rows as they lie in stores. Never change a line: add lines for what is new.
struct Golden {
  const char* row;  // Hexadecimal.
  const char* answers;
};
constexpr Golden kForm1[] = {
    {"010000", ""},
    {"01010000", R"(answers { code: "one" choice: "a" })"},
    {"01010001", R"(answers { code: "one" choice: "b" })"},
    {"0102000000", R"(answers { code: "many" choices {} })"},
    {"0102000101", R"(answers { code: "many" choices { codes: "m1" codes: "m9" } })"},
    {"012800 01 00",
     R"(answers { code: "grid_b" choice: "2" } answers { code: "grid_d" choice: "1" })"},
    {"01400000", R"(answers { code: "age" integer: 0 })"},
    {"01400001", R"(answers { code: "age" integer: -1 })"},
    {"014000a606", R"(answers { code: "age" integer: 403 })"},
    {"014000feffffffffffffffff01", R"(answers { code: "age" integer: 9223372036854775807 })"},
    {"014000ffffffffffffffffff01", R"(answers { code: "age" integer: -9223372036854775808 })"},
    {"018000 03c3a421", R"(answers { code: "say" text: "ä!" })"},
    {"010001 2b01", R"(answers { code: "wide" choice: "w299" })"},
    {"010002 01 8827 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     R"(answers { code: "photo" file {
          media_type: "application/pdf" size_bytes: 5000
          sha256: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" } })"},
    {"01ff01 01 0300 00010101 00 026f6b 0700",
     R"(answers { code: "one" choice: "b" }
        answers { code: "many" choices { codes: "m1" codes: "m2" } }
        answers { code: "grid_a" choice: "1" } answers { code: "grid_b" choice: "2" }
        answers { code: "grid_c" choice: "2" } answers { code: "grid_d" choice: "2" }
        answers { code: "age" integer: 0 } answers { code: "say" text: "ok" }
        answers { code: "wide" choice: "w7" })"},
};

// The same of responses that broke off in section 1.
constexpr Golden kForm2[] = {
    {"02010000", ""},
    {"0201010001", R"(answers { code: "one" choice: "b" })"},
    {"0201800003c3a421", R"(answers { code: "say" text: "ä!" })"},
    {"020100012b01", R"(answers { code: "wide" choice: "w299" })"},
};

std::string Bytes(std::string hex) {
  hex.erase(std::remove(hex.begin(), hex.end(), ' '), hex.end());
  return absl::HexStringToBytes(hex);
}

TEST(ResponseRow, IsWrittenAndReadAsItIsWrittenDown) {
  for (const Golden& golden : kForm1) {
    SCOPED_TRACE(golden.row);
    const auto answers = Parsed(golden.answers);
    EXPECT_TRUE(CheckAnswers(Compiled(), answers.answers()).empty());
    EXPECT_EQ(absl::BytesToHexString(EncodeResponseRow(Compiled(), answers.answers())),
              absl::BytesToHexString(Bytes(golden.row)));
    const auto read = DecodeResponseRow(Compiled(), Bytes(golden.row));
    ASSERT_TRUE(read.has_value());
    SubmitResponseRequest again;
    *again.mutable_answers() = *read;
    EXPECT_TRUE(MessageDifferencer::Equals(again, answers)) << again.ShortDebugString();
  }
}

TEST(ResponseRow, OfAResponseThatBrokeOffHasItsSection) {
  for (const Golden& golden : kForm2) {
    SCOPED_TRACE(golden.row);
    const auto answers = Parsed(golden.answers);
    EXPECT_EQ(absl::BytesToHexString(EncodeResponseRow(Compiled(), answers.answers(), 1)),
              golden.row);
    const std::string row = Bytes(golden.row);
    const auto read = DecodeResponseRow(Compiled(), row);
    ASSERT_TRUE(read.has_value());
    SubmitResponseRequest again;
    *again.mutable_answers() = *read;
    EXPECT_TRUE(MessageDifferencer::Equals(again, answers)) << again.ShortDebugString();
    EXPECT_EQ(BrokeOffSectionOf(row), 1);
    EXPECT_EQ(BrokeOffSectionOf(row.substr(0, kRowHeadBytes)), 1) << "its head is enough";
  }
}

TEST(ResponseRow, HasTheSectionOfFormTwoOnly) {
  Instrument instrument;
  for (int i = 0; i < 200; ++i) instrument.add_sections();
  const CompiledInstrument compiled(instrument);
  for (int section : {1, 2, 127, 128, 200}) {
    const std::string row = EncodeResponseRow(compiled, {}, section);
    EXPECT_EQ(BrokeOffSectionOf(row), section);
    EXPECT_TRUE(DecodeResponseRow(compiled, row).has_value()) << section;
  }
  for (const char* row : {"", "01", "0105", "02", "0a05"}) {
    EXPECT_EQ(BrokeOffSectionOf(Bytes(row)), 0) << row;
  }
  for (const char* row : {"01", "02"}) EXPECT_TRUE(IsResponseRow(Bytes(row))) << row;
  for (const char* row : {"", "00", "03", "0a"}) EXPECT_FALSE(IsResponseRow(Bytes(row))) << row;
}

TEST(ResponseRow, ReadsNothingElse) {
  for (const char* row : {
           "",                              // Nothing.
           "00",                            // Another form.
           "020000",                        // No section.
           "02020000",                      // A section that there is not.
           "02",                            // Form 2 cut.
           "02010001",                      // A variable without its value.
           "030000",                        // Another form.
           "0a00",                          // That of version 0.1.0.
           "0100",                          // Too short for the bits.
           "010004",                        // A variable that there is not.
           "010100",                        // Its value is missing.
           "01010002",                      // An option that there is not.
           "0101000000",                    // Something behind the last value.
           "01020000",                      // Bits of options cut.
           "0102000002",                    // A tenth option.
           "014000",                        // A number cut at its start.
           "014000a6",                      // A number cut in its middle.
           "0140008000",                    // A number longer than needed.
           "014000ffffffffffffffffff02",    // More than 64 bits.
           "014000ffffffffffffffffffff01",  // More than ten bytes.
           "01800003c3a4",                  // A text cut.
           "018000ffffffffffffffffff01",    // A text longer than all memory.
           "01800001c3",                    // Not UTF-8.
           "0100012c01",                    // The 301st option.
           "0100012b",                      // Half a position.
       }) {
    EXPECT_FALSE(DecodeResponseRow(Compiled(), Bytes(row)).has_value()) << row;
  }
  const std::string hash(64, 'a');
  ASSERT_TRUE(DecodeResponseRow(Compiled(), Bytes("010002 01 8827" + hash)).has_value());
  for (const std::string& row : {
           "010002 02 8827" + hash,         // A type that the question does not take.
           "010002 01 00" + hash,           // An empty file.
           "010002 01 8927" + hash,         // A larger one than the question takes.
           "010002 01 8800" + hash,         // A size longer than needed.
           "010002 01 8827" + hash + "00",  // A hash that is too long.
       }) {
    EXPECT_FALSE(DecodeResponseRow(Compiled(), Bytes(row)).has_value()) << row;
  }
}

// A row of random answers of every kind.
google::protobuf::RepeatedPtrField<Answer> RandomAnswers(std::mt19937_64* random) {
  google::protobuf::RepeatedPtrField<Answer> answers;
  for (const Variable& variable : Compiled().variables()) {
    if ((*random)() % 3 == 0) continue;
    Answer* answer = answers.Add();
    answer->set_code(variable.code);
    switch (variable.kind) {
      case Question::KIND_INTEGER:
        answer->set_integer(static_cast<int64_t>((*random)() >> (*random)() % 64) *
                            ((*random)() % 2 == 0 ? 1 : -1));
        break;
      case Question::KIND_TEXT:
        answer->set_text(std::string(1 + (*random)() % 300, 'x'));
        break;
      case Question::KIND_MULTIPLE_CHOICE:
        answer->mutable_choices();
        for (std::size_t i = 0; i < variable.options->size(); ++i) {
          if ((*random)() % 2 == 0) answer->mutable_choices()->add_codes(variable.options->Code(i));
        }
        break;
      case Question::KIND_FILE:
        answer->mutable_file()->set_media_type(variable.limits->media_types[(*random)() % 2]);
        answer->mutable_file()->set_size_bytes(1 + (*random)() % 5000);
        for (int i = 0; i < 64; ++i) {
          answer->mutable_file()->mutable_sha256()->push_back("0123456789abcdef"[(*random)() % 16]);
        }
        break;
      default:
        answer->set_choice(variable.options->Code((*random)() % variable.options->size()));
    }
  }
  return answers;
}

TEST(ResponseRow, KeepsAnyAnswersAndFindsEachCut) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2'000; ++round) {
    SubmitResponseRequest before, after;
    *before.mutable_answers() = RandomAnswers(&random);
    const std::string row = EncodeResponseRow(Compiled(), before.answers());
    const auto read = DecodeResponseRow(Compiled(), row);
    ASSERT_TRUE(read.has_value());
    *after.mutable_answers() = *read;
    ASSERT_TRUE(MessageDifferencer::Equals(before, after)) << before.ShortDebugString();
    for (std::size_t cut = 0; cut < row.size(); ++cut) {
      ASSERT_FALSE(DecodeResponseRow(Compiled(), row.substr(0, cut)).has_value());
    }
  }
}

// 50 questions as they are asked: 35 single choices, 5 multiple choices of 10 options,
// 5 numbers, 5 texts of 40 letters.
TEST(ResponseRow, HasRoomForFiftyQuestions) {
  Instrument instrument;
  auto* section = instrument.add_sections();
  google::protobuf::RepeatedPtrField<Answer> answers;
  for (int i = 0; i < 50; ++i) {
    Question* question = section->add_questions();
    question->set_code(absl::StrCat("q", i));
    Answer* answer = answers.Add();
    answer->set_code(question->code());
    if (i >= 45) {
      question->set_kind(Question::KIND_TEXT);
      answer->set_text(std::string(40, 't'));
    } else if (i >= 40) {
      question->set_kind(Question::KIND_INTEGER);
      answer->set_integer(5'000);
    } else {
      question->set_kind(i >= 35 ? Question::KIND_MULTIPLE_CHOICE : Question::KIND_SINGLE_CHOICE);
      for (int o = 0; o < 10; ++o) question->add_options()->set_code(absl::StrCat(o));
      if (i >= 35) {
        answer->mutable_choices()->add_codes("9");
      } else {
        answer->set_choice("9");
      }
    }
  }
  // 1 + 7 + 35 + 5 * 2 + 5 * 2 + 5 * 41.
  EXPECT_EQ(EncodeResponseRow(CompiledInstrument(instrument), answers).size(), 268u);
}

// A draw by lot is another each time, and a call that is repeated has no part in it.
TEST(HaveSameAnswersTest, WhatWasComputedDoesNotCount) {
  Instrument instrument;
  ASSERT_TRUE(TextFormat::ParseFromString(
      R"pb(
        sections {
          questions { code: "age" kind: KIND_INTEGER }
          questions {
            code: "lot"
            kind: KIND_CALCULATION
            logic { calculation: "random()" }
          }
          questions {
            code: "child"
            kind: KIND_REPEAT
            questions {
              code: "child_lot"
              kind: KIND_CALCULATION
              logic { calculation: "random()" }
            }
          }
        })pb",
      &instrument));
  const CompiledInstrument compiled(instrument);
  const auto row = [&](int age, const char* lot, const char* child_lot, int broke_off = 0) {
    google::protobuf::RepeatedPtrField<Answer> answers;
    Answer* answer = answers.Add();
    answer->set_code("age");
    answer->set_integer(age);
    answer = answers.Add();
    answer->set_code("lot");
    answer->set_content(lot);
    answer = answers.Add();
    answer->set_code("child_lot");
    answer->set_content(child_lot);
    answer->add_instances(1);
    return EncodeResponseRow(compiled, InInstrumentOrder(compiled, answers), broke_off);
  };
  const std::string first = row(40, "0.25", "0.5");
  EXPECT_TRUE(HaveSameAnswers(compiled, first, first));
  EXPECT_TRUE(HaveSameAnswers(compiled, first, row(40, "0.75", "0.125")));
  EXPECT_FALSE(HaveSameAnswers(compiled, first, row(41, "0.25", "0.5")));
  EXPECT_FALSE(HaveSameAnswers(compiled, first, row(40, "0.25", "0.5", 1)));
  EXPECT_FALSE(HaveSameAnswers(compiled, first, first.substr(0, first.size() - 1)));
}

}  // namespace
}  // namespace lotse::survey
