#include "services/survey/analysis/non_response.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "services/survey/analysis/tabulate.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using google::protobuf::TextFormat;
using v1alpha::Instrument;
using v1alpha::ItemNonResponse;
using v1alpha::TabulateWaveResponse;

// A filter, and questions that are asked of those who gave one answer to it, of those who did
// not, of those who gave any, and of those who gave an answer to one of these.
Instrument Filtered() {
  Instrument instrument;
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(sections {
             questions {
               code: "filter"
               kind: KIND_SINGLE_CHOICE
               options { code: "ja" }
               options { code: "nein" }
               options { code: "anders" }
             }
             questions {
               code: "wenn"
               kind: KIND_SINGLE_CHOICE
               options { code: "a" }
               options { code: "b" }
               relevant_if { code: "filter" test: TEST_ANY_CHOSEN options: "ja" }
             }
             questions {
               code: "sonst"
               kind: KIND_SINGLE_CHOICE
               options { code: "a" }
               options { code: "b" }
               relevant_if { code: "filter" test: TEST_NONE_CHOSEN options: "ja" }
             }
             questions {
               code: "immer"
               kind: KIND_SINGLE_CHOICE
               options { code: "a" }
               options { code: "b" }
               relevant_if { code: "filter" test: TEST_ANSWERED }
             }
             questions {
               code: "tiefer"
               kind: KIND_SINGLE_CHOICE
               options { code: "a" }
               options { code: "b" }
               relevant_if { code: "wenn" test: TEST_ANY_CHOSEN options: "a" }
             }
             questions { code: "frei" kind: KIND_TEXT }
           })pb",
      &instrument));
  return instrument;
}

class NonResponseTest : public testing::Test {
 protected:
  // So many people gave these answers, as `code=option` with blanks between.
  static void AddTo(Tabulator* tabulator, int people, const std::string& answers,
                    int broke_off_section = 0) {
    RepeatedPtrField<v1alpha::Answer> given;
    for (size_t at = 0; at < answers.size();) {
      const size_t end = std::min(answers.find(' ', at), answers.size());
      const std::string one = answers.substr(at, end - at);
      v1alpha::Answer* answer = given.Add();
      answer->set_code(one.substr(0, one.find('=')));
      answer->set_choice(one.substr(one.find('=') + 1));
      at = end + 1;
    }
    for (int i = 0; i < people; ++i) tabulator->Add(given, broke_off_section);
  }
  void Add(int people, const std::string& answers) { AddTo(&tabulator_, people, answers); }
  // The figures of a question, as text.
  std::string Told(const std::string& code) {
    if (items_.empty()) {
      TabulateWaveResponse tables;
      std::move(tabulator_).Finish(0, &tables);
      items_ = NonResponseOf(instrument_, tables);
    }
    for (const ItemNonResponse& item : items_) {
      if (item.code() != code) continue;
      ItemNonResponse figures = item;
      figures.clear_code();
      return figures.ShortDebugString();
    }
    return "no such item";
  }

  const Instrument instrument_ = Filtered();
  Tabulator tabulator_{instrument_};
  RepeatedPtrField<ItemNonResponse> items_;
};

TEST_F(NonResponseTest, TellsWhoWasNotAskedApart) {
  Add(20, "filter=ja wenn=a immer=a");
  Add(10, "filter=ja wenn=b immer=b");
  Add(10, "filter=ja immer=b");
  Add(12, "filter=nein sonst=a immer=a");
  Add(18, "filter=anders sonst=b");
  Add(30, "");
  EXPECT_EQ(Told("filter"),
            "answered: 70 missing: 30 not_answered: 30 not_asked: 0 "
            "not_answered_percent { value: \"30\" }");
  // 40 were asked.
  EXPECT_EQ(Told("wenn"),
            "answered: 30 missing: 70 not_answered: 10 not_asked: 60 "
            "not_answered_percent { value: \"25\" }");
  // 60, those who left the filter out among them.
  EXPECT_EQ(Told("sonst"),
            "answered: 30 missing: 70 not_answered: 30 not_asked: 40 "
            "not_answered_percent { value: \"50\" }");
  EXPECT_EQ(Told("immer"),
            "answered: 52 missing: 48 not_answered: 18 not_asked: 30 "
            "not_answered_percent { value: \"25.7\" }");
  EXPECT_EQ(Told("tiefer"), "") << "nobody answered it";
  EXPECT_EQ(Told("frei"), "") << "free text is not counted";
}

// Two say "anders", which the table hides behind "ja": how many answered because of "ja"
// would tell of them.
TEST_F(NonResponseTest, TellsNothingThatTheTableOfTheFilterHides) {
  Add(20, "filter=ja wenn=a");
  Add(20, "filter=ja wenn=b");
  Add(60, "filter=nein");
  Add(2, "filter=anders");
  EXPECT_EQ(Told("wenn"), "");
  EXPECT_EQ(Told("filter"),
            "answered: 102 missing: 0 not_answered: 0 not_asked: 0 "
            "not_answered_percent { value: \"0\" }");
}

TEST_F(NonResponseTest, TellsNothingOfFew) {
  Add(40, "filter=ja wenn=a");
  Add(20, "filter=ja wenn=b");
  Add(3, "filter=ja");
  Add(37, "filter=nein");
  // Three of 63 left it out: whoever they are, they are few.
  EXPECT_EQ(Told("wenn"), "");
}

TEST_F(NonResponseTest, TellsNothingWhereTheMissingAreProtected) {
  Add(40, "filter=ja wenn=a");
  Add(57, "filter=nein");
  Add(3, "");
  EXPECT_EQ(Told("filter"), "");
}

// A question on a second page, of those who said "ja" on the first, and one of everybody.
TEST_F(NonResponseTest, TellsNotReachedApart) {
  Instrument instrument = Filtered();
  auto* page = instrument.add_sections();
  *page->add_questions() = instrument.sections(0).questions(1);
  page->mutable_questions(0)->set_code("danach");
  *page->add_questions() = instrument.sections(0).questions(0);
  page->mutable_questions(1)->set_code("alle");
  *page->add_questions() = instrument.sections(0).questions(3);
  page->mutable_questions(2)->set_code("wer_antwortete");
  Tabulator tabulator(instrument, {.left_out = 0, .left_until = {0, 1}});
  AddTo(&tabulator, 40, "filter=ja danach=a alle=ja wer_antwortete=a");
  AddTo(&tabulator, 20, "filter=ja alle=nein");
  AddTo(&tabulator, 12, "filter=nein");
  AddTo(&tabulator, 9, "filter=ja", 1);
  TabulateWaveResponse tables;
  std::move(tabulator).Finish(0, &tables);
  items_ = NonResponseOf(instrument, tables);
  EXPECT_EQ(Told("filter"),
            "answered: 81 missing: 0 not_answered: 0 not_asked: 0 "
            "not_answered_percent { value: \"0\" }");
  EXPECT_EQ(Told("alle"),
            "answered: 60 missing: 12 not_answered: 12 not_asked: 0 "
            "not_answered_percent { value: \"16.7\" } not_reached: 9");
  // 69 said "ja", but not all of them got so far: how many did is in no table, and the table of
  // those who answered is not shown.
  EXPECT_EQ(Told("danach"), "");
  // All answered the filter, so all were asked this. Who of them got so far is not told apart.
  EXPECT_EQ(Told("wer_antwortete"), "answered: 40 missing: 32 not_reached: 9");
}

}  // namespace
}  // namespace lotse::survey
