// Tables of a wave of which some did not come to the end.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/disclosure.h"
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
  Tabulator tabulator(instrument, {.left_out = 1, .left_until = {1, 2, 2}});
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
  EXPECT_EQ(b.base(), 53);
  EXPECT_EQ(b.missing(), 0) << "and not the 6 who stopped without an answer";
  EXPECT_EQ(b.not_reached(), 13);
  const FrequencyTable& c = response.tables(2);
  EXPECT_EQ(c.base(), 45);
  EXPECT_EQ(c.missing(), 8) << "and not 21";
  EXPECT_EQ(c.not_reached(), 13);
}

// Fewer than five who left a question out are protected among those who finished its section:
// together with those who did not they would be many.
TEST(Tabulate, FewMissingAreProtectedAmongThoseWhoReachedTheSection) {
  const Instrument instrument = Sections();
  Tabulator tabulator(instrument, {.left_out = 0, .left_until = {0, 1, 1}});
  AddMany(40, "abc", 0, &tabulator);
  AddMany(2, "ab", 0, &tabulator);
  AddMany(10, "a", 1, &tabulator);
  TabulateWaveResponse response;
  std::move(tabulator).Finish(0, &response);
  const FrequencyTable& c = response.tables(2);
  EXPECT_TRUE(c.base_is_all());
  EXPECT_EQ(c.base(), 42) << "all who finished it";
  EXPECT_FALSE(c.has_missing());
  EXPECT_EQ(c.not_reached(), 10);
}

TEST(Tabulate, TellsNotOfThoseBehindASectionThatFewReached) {
  const Instrument instrument = Sections();
  Tabulator tabulator(instrument, {.left_out = 0, .left_until = {0, 0, 2}});
  AddMany(3, "abc", 0, &tabulator);
  AddMany(30, "ab", 2, &tabulator);
  TabulateWaveResponse response;
  std::move(tabulator).Finish(0, &response);
  const FrequencyTable& c = response.tables(2);
  EXPECT_EQ(c.not_shown(), FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  EXPECT_EQ(c.not_reached(), 0);
}

// Those who broke off and are not told are at most four, so which follow-ups lack one of them would
// tell what they had answered.
TEST(Tabulate, WhoStoppedUntoldIsMissingInAllFollowUpsOrNone) {
  std::string filter = "sections { questions { code: 'q' kind: KIND_SINGLE_CHOICE ";
  std::string follow_ups = "sections { ";
  for (const char* option : {"a", "b", "c", "d"}) {
    absl::StrAppend(&filter, "options { code: '", option, "' } ");
    absl::StrAppend(
        &follow_ups, "questions { code: 'f", option,
        "' kind: KIND_SINGLE_CHOICE required: true options { code: '1' } "
        "options { code: '2' } relevant_if { code: 'q' test: TEST_ANY_CHOSEN options: '",
        option, "' } } ");
  }
  Instrument instrument;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(filter, "} } ", follow_ups, "}"), &instrument));
  // How many of the four tables have figures if so many who said "a", "b", ... stopped.
  const auto shown = [&](int stopped) {
    Tabulator tabulator(instrument, {.left_out = 0, .left_until = {0, 0}});
    for (const std::string option : {"a", "b", "c", "d"}) {
      RepeatedPtrField<Answer> answers;
      answers.Add()->set_code("q");
      answers[0].set_choice(option);
      if (stopped-- > 0) tabulator.Add(answers, 2);
      answers.Add()->set_code("f" + option);
      for (int i = 0; i < 20; ++i) {
        answers[1].set_choice(i < 10 ? "1" : "2");
        tabulator.Add(answers);
      }
    }
    TabulateWaveResponse response;
    std::move(tabulator).Finish(0, &response);
    return std::count_if(response.tables().begin() + 1, response.tables().end(),
                         [](const FrequencyTable& table) { return table.has_base(); });
  };
  EXPECT_EQ(shown(0), 4);
  for (int stopped = 1; stopped <= 4; ++stopped) EXPECT_EQ(shown(stopped), 0) << stopped;
}

// Of one section: who answered its required question and stopped there, and who stopped without.
struct Stopped {
  int answered, not_answered;
};

// An attacker who knows the rule, the questionnaire, and that its questions are required, so that
// only those who stopped can be missing in a table.
TEST(Tabulate, ChainAndTablesTogetherTellNoSmallCountOfThoseWhoStopped) {
  Instrument instrument = Sections();
  instrument.mutable_sections()->RemoveLast();
  // So many handed something in, which is told, and so many of them stopped, which is not.
  constexpr int kAll = 44;
  constexpr int kMost = 15;
  // What each look leaves open of the four counts, a bit for each number.
  std::map<std::string, std::array<uint32_t, 4>> looks;
  const auto look = [&](const Stopped& first, const Stopped& second) {
    const int all[] = {first.answered, first.not_answered, second.answered, second.not_answered};
    const int complete = kAll - all[0] - all[1] - all[2] - all[3];
    const auto told = ToldBreakOffs::OfClosed({all[0] + all[1], all[2] + all[3]}, complete);
    Tabulator tabulator(instrument, ScopeOf(told, 1));
    AddMany(all[0], "a", 1, &tabulator);
    AddMany(all[1], "", 1, &tabulator);
    AddMany(all[2], "ab", 2, &tabulator);
    AddMany(all[3], "a", 2, &tabulator);
    AddMany(complete, "ab", 0, &tabulator);
    TabulateWaveResponse response;
    std::move(tabulator).Finish(0, &response);
    // Else others look the same that are not tried here.
    if (*told.BrokeOff(1) + *told.BrokeOff(2) + kMinimumCell > kMost) return;
    const std::string seen =
        absl::StrCat(response.SerializeAsString(), " ", *told.BrokeOff(1), " ", *told.BrokeOff(2));
    auto& possible = looks[seen];
    for (int i = 0; i < 4; ++i) possible[i] |= 1u << all[i];
  };
  for (int a = 0; a <= kMost; ++a) {
    for (int b = 0; a + b <= kMost; ++b) {
      for (int c = 0; a + b + c <= kMost; ++c) {
        for (int d = 0; a + b + c + d <= kMost; ++d) look({a, b}, {c, d});
      }
    }
  }
  EXPECT_GT(looks.size(), 20u);
  for (const auto& [seen, possible] : looks) {
    for (const uint32_t numbers : possible) {
      // As the chain by itself: a small count is one of four at least.
      const bool can_be_small = (numbers & 0b11110u) != 0;
      EXPECT_TRUE(!can_be_small || std::popcount(numbers) >= 4) << numbers;
    }
  }
}

}  // namespace
}  // namespace lotse::survey
