// Tables of a wave of which some did not come to the end.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "services/survey/analysis/tabulate.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::TabulateWaveResponse;

// Three sections with one question each.
Instrument Sections() {
  std::string text;
  for (const char* code : {"a", "b", "c"}) {
    text += std::string("sections { questions { code: '") + code +
            "' kind: KIND_SINGLE_CHOICE options { code: '1' } options { code: '2' } } }";
  }
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument)) << text;
  return instrument;
}

// Adds the same responses, that broke off in a section or did not.
void AddMany(int times, const std::string& codes, int broke_off_section, Tabulator* tabulator) {
  RepeatedPtrField<Answer> answers;
  for (const char code : codes) {
    Answer* answer = answers.Add();
    answer->set_code(std::string(1, code));
    answer->set_choice("1");
  }
  for (int i = 0; i < times; ++i) tabulator->Add(answers, broke_off_section);
}

TEST(Tabulate, LeavesBreakOffsOutAndTellsNotReachedApartFromMissing) {
  const Instrument instrument = Sections();
  Tabulator tabulator(instrument, {.left_out = 1, .left_before = {1, 1, 2}});
  AddMany(40, "abc", 0, &tabulator);
  AddMany(8, "ab", 0, &tabulator);   // Came to the end without an answer to c.
  AddMany(9, "a", 1, &tabulator);    // Break-offs.
  AddMany(7, "ab", 2, &tabulator);   // Partial.
  AddMany(6, "a", 2, &tabulator);    // The same, without an answer to b.
  AddMany(5, "abc", 3, &tabulator);  // Stopped on the last page.
  TabulateWaveResponse response;
  std::move(tabulator).Finish(0, &response);

  EXPECT_EQ(response.response_rate().responses(), 66);
  const FrequencyTable& a = response.tables(0);
  EXPECT_EQ(a.base(), 66);
  EXPECT_EQ(a.missing(), 0);
  EXPECT_EQ(a.not_reached(), 0);
  const FrequencyTable& b = response.tables(1);
  EXPECT_EQ(b.base(), 60);
  EXPECT_EQ(b.missing(), 6);
  EXPECT_EQ(b.not_reached(), 0);
  const FrequencyTable& c = response.tables(2);
  EXPECT_EQ(c.base(), 45);
  EXPECT_EQ(c.missing(), 8) << "and not 21";
  EXPECT_EQ(c.not_reached(), 13);
}

// Fewer than five who reached a section and left it out are protected among those who reached
// it: together with those who did not reach it they would be many.
TEST(Tabulate, FewMissingAreProtectedAmongThoseWhoReachedTheSection) {
  const Instrument instrument = Sections();
  Tabulator tabulator(instrument, {.left_out = 0, .left_before = {0, 1, 1}});
  AddMany(40, "abc", 0, &tabulator);
  AddMany(2, "ab", 0, &tabulator);
  AddMany(10, "a", 1, &tabulator);
  TabulateWaveResponse response;
  std::move(tabulator).Finish(0, &response);
  const FrequencyTable& c = response.tables(2);
  EXPECT_TRUE(c.base_is_all());
  EXPECT_EQ(c.base(), 42) << "all who reached it";
  EXPECT_FALSE(c.has_missing());
  EXPECT_EQ(c.not_reached(), 10);
}

TEST(Tabulate, TellsNotOfThoseBehindASectionThatFewReached) {
  const Instrument instrument = Sections();
  Tabulator tabulator(instrument, {.left_out = 0, .left_before = {0, 0, 2}});
  AddMany(3, "abc", 0, &tabulator);
  AddMany(30, "ab", 2, &tabulator);
  TabulateWaveResponse response;
  std::move(tabulator).Finish(0, &response);
  const FrequencyTable& c = response.tables(2);
  EXPECT_EQ(c.not_shown(), FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  EXPECT_EQ(c.not_reached(), 0);
}

}  // namespace
}  // namespace lotse::survey
