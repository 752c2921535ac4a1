#include "runtime/filter/filter.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "runtime/filter/filter_test.pb.h"
#include "runtime/types/utf8.h"

namespace lotse::filter {
namespace {

using test::Thing;
using ::testing::HasSubstr;

absl::StatusOr<Filter> Parse(const std::string& text) {
  return Filter::Parse(text, *Thing::descriptor());
}

// The error of a filter.
std::string ErrorOf(const std::string& text) {
  const absl::StatusOr<Filter> filter = Parse(text);
  if (filter.ok()) return "accepted";
  EXPECT_TRUE(absl::IsInvalidArgument(filter.status()));
  return std::string(filter.status().message());
}

const Thing& Example() {
  static const Thing* thing = [] {
    auto* parsed = new Thing();
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          name: "programmes/zukunft/engagements/uster"
          title: "Haus \"Ä\" \\ b*c"
          state: STATE_OPEN
          done: true
          count: -5
          total: 5000000000
          small: 4000000000
          big: 18446744073709551615
          start_date { year: 2026 month: 11 day: 25 }
          create_time { seconds: 1795600800 }
          external_id { system: "records" value: "4/7" }
          rank: 0
          tags: "alpha"
          tags: "beta"
          states: STATE_PLANNED
          states: STATE_OPEN
          numbers: 1
          numbers: 9
          days { year: 2026 month: 1 day: 1 }
          external_ids { system: "a" value: "1" }
          external_ids { system: "b" value: "2" }
          part {
            label: "root"
            weight: 1
            due_date { year: 2027 month: 1 day: 31 }
          }
          parts {
            label: "x"
            weight: 1
            marks: "m1"
            parts { label: "xx" }
          }
          parts { label: "y" weight: 7 rank: 3 marks: "m2" marks: "m3" }
          text { variants { language: "de" text: "Gutes Klima" } }
          number: 0
          data: "d"
          labels { key: "k" value: "v" }
          direction: DOWN
        )pb",
        parsed));
    return parsed;
  }();
  return *thing;
}

TEST(FilterTest, EmptyTextPassesEverything) {
  for (const char* text : {"", " ", " \t\r\n"}) {
    const absl::StatusOr<Filter> filter = Parse(text);
    ASSERT_TRUE(filter.ok()) << filter.status();
    EXPECT_TRUE(filter->Matches(Thing()));
    EXPECT_TRUE(filter->necessary().empty());
  }
}

TEST(FilterTest, MatchesWhatIsTrue) {
  const char* const cases[] = {
      // Every type and operator.
      "state = OPEN", "state = STATE_OPEN", "state != CLOSED", "state < CLOSED", "state >= OPEN",
      "state:OPEN", "done = true", "done != false", "count = -5", "count < -4", "count <= -5",
      "count > -6", "count >= -5", "count != 5", "count:-5", "total > 4999999999",
      "small = 4000000000", "big = 18446744073709551615", "big > 9223372036854775808",
      "start_date = 2026-11-25", "start_date >= 2026-01-01", "start_date < 2026-11-26",
      "start_date.year = 2026", "create_time = 2026-11-25T10:00:00Z",
      "create_time = 2026-11-25T11:00:00+01:00", "create_time > \"2026-11-25T09:59:59.999999Z\"",
      "external_id = records/4/7", "external_id:\"records/4/7\"", "external_id.system = records",
      "direction = DOWN", "direction < NONE", "number = 0", "signed_small = 0",
      // Texts.
      R"(title = "Haus \"Ä\" \\ b*c")", R"(title = "Haus*")", R"(title = "*b*c")",
      R"(title = "*\"Ä\"*")", R"(title:*us*)", R"(title != "Haus")", R"(title != "*haus*")",
      "title = *", R"(title:"*")", R"(title = "**")", R"(title > "Hau")", R"(title < "Haut")",
      R"(title >= "*")", "name = programmes/zukunft/*", "name:programmes/zukunft/engagements/uster",
      // What is set.
      "title:*", "start_date:*", "rank:*", "number:*", "tags:*", "parts:*", "part:*", "labels:*",
      "data:*", "done:*", "-note:*", "NOT word:*", "-ratio:*", "-flags:*", "-signed_small:*",
      "part.due_date:*", "-part.rank:*", "parts.rank:*", "text:*",
      // Repeated fields and paths.
      "tags:alpha", "tags = beta", "tags:al*", "tags != gamma", "tags != *z*", "tags > alpha",
      "numbers:9", "numbers > 8", "numbers < 2", "-numbers = 5", "states:OPEN", "states != CLOSED",
      "days:2026-01-01", "external_ids:b/2", "external_ids.system = a", "part.label = root",
      "part.due_date = 2027-01-31", "parts.label = y", "parts.label != z", "parts.weight > 6",
      "parts.marks:m3", "parts.parts.label = xx", "parts.parts.label != y",
      "parts.parts.parts.label != y", R"(text.variants.text = "Gutes*")", "-parts.weight = 3",
      // Absent values pass nothing but != and its like.
      "rank = 0", "note != x", "-note = x", "-note > a", "-flag = false", "flag != false",
      "word != x",
      // Logic: OR binds tighter than AND, a sequence is AND.
      "count = 1 OR count = -5", "count = -5 AND done = true", "count = -5 done = true",
      "count = 1 OR count = -5 AND done = true", "done = true AND count = 1 OR count = -5",
      "count = -5 OR count = 1 done = true", "NOT count = 1", "NOT (count = 1)", "-(count = 1)",
      "- count = 1", "NOT(count = 1 OR count = 2)", "NOT count = 1 OR count = 1",
      "(count = 1 AND done = false) OR count = -5", "((((count = -5))))",
      "count=-5 AND(done=true)OR(count=1)", "(count=-5)(done=true)", " count\t=\n-5 ",
      R"(title="Haus*"done=true)", "NOT (count = -5 AND done = false)"};
  for (const char* text : cases) {
    const absl::StatusOr<Filter> filter = Parse(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_TRUE(filter->Matches(Example())) << text;
    // The opposite is false: what matches anything would pass the first check.
    const absl::StatusOr<Filter> opposite = Parse(absl::StrCat("NOT (", text, ")"));
    ASSERT_TRUE(opposite.ok()) << text << ": " << opposite.status();
    EXPECT_FALSE(opposite->Matches(Example())) << text;
  }
}

TEST(FilterTest, DoesNotMatchWhatIsFalse) {
  const char* const cases[] = {
      "state = CLOSED", "state != OPEN", "count = 5", "count > -5", "count < -5",
      "start_date > 2026-11-25", "create_time < 2026-11-25T10:00:00Z", "external_id = records/4",
      "title = Haus", "title = haus*", R"(title = "*b")", R"(title = "b*")", "title != *",
      "title = *Haus", R"(title > "Haus*")", "tags = gamma", "tags != alpha", "tags:bet",
      "numbers = 5", "states != OPEN", "parts.label = xx", "parts.label != x", "parts.weight > 7",
      "parts.parts.label = x", "note = x", "note < z", "rank > 0", "flag = false", "flag = true",
      "note:*", "word:*", "part.rank:*", "part.rank = 0", "parts.parts.rank = 0",
      "parts.parts.due_date.year = 0", "signed_small:*",
      // (count = -5 OR done = true) AND done = false, not count = -5 OR (...).
      "count = -5 OR done = true AND done = false", "done = false AND count = -5 OR count = -5",
      "count = -5 OR done = true done = false", "-count = -5 OR done = false",
      // The minus and NOT hold for one term only.
      "NOT count = 1 AND done = false", "-count = 1 done = false"};
  for (const char* text : cases) {
    const absl::StatusOr<Filter> filter = Parse(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_FALSE(filter->Matches(Example())) << text;
  }
}

TEST(FilterTest, SaysWhatIsWrongAndWhereAndWhatWouldBeRight) {
  const std::string missing = "a comparison is missing; give one such as field = value";
  const std::string single = " has no single value; compare a field of it, if it has some, or ask ";
  const std::string no_value = "a value is missing; give a word or a text in double quotes";
  const std::string alone =
      " is not compared with anything; write field = value, and in quotes a text with blanks or "
      "signs";
  const std::string state = "not a State; give one of PLANNED, OPEN, CLOSED";
  const std::pair<std::string, std::string> cases[] = {
      {"stat = OPEN", "column 1: no field \"stat\"; did you mean state?"},
      {"computed_total > 3", "column 1: computed_total is computed and cannot be compared"},
      {"(-stat = OPEN)", "column 3: no field \"stat\"; did you mean state?"},
      {"startDate = 2026-01-01", "column 1: no field \"startDate\"; did you mean start_date?"},
      {"part.lable = a", "column 6: no field \"lable\"; did you mean label?"},
      {"part.quite_different = a",
       "column 6: no field \"quite_different\"; give one of label, weight, parts, marks, "
       "due_date, rank"},
      {"part. = a",
       "column 6: no field \"\"; give one of label, weight, parts, marks, due_date, rank"},
      {"title = äöü counz = 1", "column 13: no field \"counz\"; did you mean count?"},
      {"count.a = 1", "column 7: count has no fields to compare"},
      {"labels.k = 1", "column 8: labels has no fields to compare"},
      {"labels:k", "column 8: labels" + single + "labels:*"},
      {"ratio = 1", "column 9: ratio" + single + "ratio:*"},
      {"data = a", "column 8: data" + single + "data:*"},
      {"text = a", "column 8: text" + single + "text:*"},
      {"state = OPENED", "column 9: " + state},
      {"state = \"OPEN*\"", "column 9: " + state},
      {"state = *", "column 9: " + state},
      {"state:\"*\"", "column 7: " + state},
      {"states:open", "column 8: " + state},
      {"count = many", "column 9: not a whole number from -2147483648 to 2147483647"},
      {"count = - 5", "column 9: not a whole number from -2147483648 to 2147483647"},
      {"start_date > 2026-02-30", "column 14: not a day; write it as 2026-11-25"},
      {"create_time>2026-01-01", "column 13: not a time; write it as 2026-11-25T10:00:00Z"},
      {"external_id:7", "column 13: not an id of another system; write it as system/value"},
      {"done = yes", "column 8: not a truth value; give true or false"},
      {"title = \"\"",
       "column 9: an empty text is not compared; -field:* asks for what is not set"},
      {"title", "column 1: \"title\"" + alone},
      {"title = a b", "column 11: \"b\"" + alone},
      {"title = \"a\"b", "column 12: \"b\"" + alone},
      {"count = 1 and done = true",
       "column 11: \"and\" is not compared with anything; did you mean AND?"},
      {"count = 1 or done = true",
       "column 11: \"or\" is not compared with anything; did you mean OR?"},
      {"not count = 1", "column 1: \"not\" is not compared with anything; did you mean NOT?"},
      {"\"title\"", "column 1: " + missing},
      {"timestamp(\"x\") > 1",
       "column 1: \"timestamp\" is no function, there are none; give a comparison such as field "
       "= value"},
      {"title = a(b)", "column 11: \"b\"" + alone},
      {"count == 1", "column 8: " + no_value},
      {"count =", "column 8: " + no_value},
      {"count = AND done = true", "column 9: " + no_value},
      {"title = 'a'", "column 9: " + no_value},
      {"count ! 1", "column 1: \"count\"" + alone},
      {"count = 1,2", "column 10: " + missing},
      {"count = 1 AND", "column 14: " + missing},
      {"count = 1 OR ", "column 14: " + missing},
      {"AND count = 1", "column 1: " + missing},
      {"count = 1 AND OR done = true", "column 15: " + missing},
      {"NOT NOT count = 1", "column 5: " + missing},
      {"--count = 1", "column 2: no field \"-count\"; did you mean count?"},
      {"NOT", "column 4: " + missing},
      {"()", "column 2: " + missing},
      {"(count = 1", "column 1: this parenthesis is not closed; add )"},
      {"nam = 1)", "column 1: no field \"nam\"; did you mean name?"},
      {"count = 1)", "column 10: no parenthesis is open here"},
      {"title = \"a", "column 9: this text is not closed; add \""},
      {"title = \"a\\", "column 9: this text is not closed; add \""},
      {"title = \"a\\n\"", "column 12: only \\\" and \\\\ may follow the sign \\ in a text"},
      {"title = \xff", "column 9: not UTF-8; give UTF-8"},
      {"title = ä\xed\xa0\x80", "column 10: not UTF-8; give UTF-8"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_EQ(ErrorOf(text), error) << text;
  }
}

TEST(FilterTest, UnknownFieldsOfALargeMessageAreListedUpToALimit) {
  EXPECT_EQ(ErrorOf("something_else_entirely = 1"),
            "column 1: no field \"something_else_entirely\"; give one of name, title, state, done, "
            "count, total, small, big, signed_small, signed_big, start_date, create_time, "
            "external_id, note, rank, flag, tags, states, numbers, days, ...");
}

TEST(FilterTest, RepeatsLittleOfTheInputAndOnlyUtf8) {
  std::string umlauts;
  for (int i = 0; i < 500; ++i) umlauts += "ä";
  for (const std::string& text : {std::string(1500, 'q'), umlauts, umlauts + "(",
                                  std::string(1500, 'q') + " = 1", "q\n\x01\x7f = 1" + umlauts}) {
    const std::string error = ErrorOf(text);
    EXPECT_TRUE(types::IsUtf8(error)) << error;
    EXPECT_LE(error.size(), 500U) << error;
    const size_t open = error.find('"');
    ASSERT_NE(open, std::string::npos) << error;
    EXPECT_LE(error.find('"', open + 1) - open - 1, 64U) << error;
  }
  EXPECT_THAT(ErrorOf("titl\x7f = 1"), HasSubstr("no field \"titl?\"; did you mean title?"));
  EXPECT_THAT(ErrorOf(umlauts + " = 1"), HasSubstr("ää...\"; give one of"));
}

TEST(FilterTest, HoldsItsLimits) {
  const std::string bytes = "title = \"" + std::string(kMaxBytes - 10, 'a') + "\"";
  EXPECT_TRUE(Parse(bytes).ok());
  EXPECT_EQ(ErrorOf(bytes + " "), "column 1: 2001 bytes; at most 2000");

  const auto nested = [](size_t depth) {
    return std::string(depth, '(') + "count = 1" + std::string(depth, ')');
  };
  EXPECT_TRUE(Parse(nested(kMaxDepth)).ok());
  EXPECT_EQ(ErrorOf(nested(kMaxDepth + 1)), "column 17: more than 16 parentheses in each other");

  const auto path = [](size_t names) {
    std::string text;
    for (size_t i = 1; i < names; ++i) text += "parts.";
    return text + "label = a";
  };
  EXPECT_TRUE(Parse(path(kMaxDepth)).ok());
  EXPECT_EQ(ErrorOf(path(kMaxDepth + 1)), "column 97: more than 16 names in a path");

  const auto many = [](size_t comparisons) {
    return absl::StrJoin(std::vector<std::string>(comparisons, "count = 1"), " OR ");
  };
  EXPECT_TRUE(Parse(many(kMaxComparisons)).ok());
  EXPECT_EQ(ErrorOf(many(kMaxComparisons + 1)), "column 651: more than 50 comparisons");
}

// "field OP value" for each.
std::string Necessary(const std::string& text) {
  const absl::StatusOr<Filter> filter = Parse(text);
  if (!filter.ok()) return filter.status().ToString();
  static constexpr const char* kOps[] = {"=", "!=", "<", "<=", ">", ">=", "has"};
  std::vector<std::string> found;
  for (const Filter::Comparison& comparison : filter->necessary()) {
    found.push_back(absl::StrCat(comparison.field->name(), " ",
                                 kOps[static_cast<int>(comparison.op)], " ", comparison.value));
  }
  return absl::StrJoin(found, "; ");
}

TEST(FilterTest, ReportsWhatAnIndexMayServe) {
  const std::pair<std::string, std::string> cases[] = {
      {"state = OPEN AND start_date >= 2026-01-01", "state = 80000002; start_date >= 2026-01-01"},
      {"count < 1 done = true", "count < 8000000000000001; done = 1"},
      {"(count > 1 AND (done = true)) title <= b",
       "count > 8000000000000001; done = 1; title <= b"},
      {"tags:alpha", "tags = alpha"},
      {"title:a", "title = a"},
      {"external_ids:b/2",
       "external_ids = b\x1f"
       "2"},
      // A prefix is a range up to the next text of UTF-8.
      {"title = ab*", "title >= ab; title < ac"},
      {"tags:ab*", "tags >= ab; tags < ac"},
      {"title = aä*", "title >= aä; title < aå"},
      {"title = aÿ*", "title >= aÿ; title < b"},
      {"title = \"a\x7f\U0010FFFF*\"", "title >= a\x7f\U0010FFFF; title < b"},
      {"title = \U0010FFFF*", "title >= \U0010FFFF"},
      // Not necessary, or of no use for an index.
      {"count = 1 OR done = true", ""},
      {"(count = 1 OR done = true) AND total = 0", "total = 8000000000000000"},
      {"NOT count = 1", ""},
      {"-(count = 1 AND done = true)", ""},
      {"count != 1", ""},
      {"title:* tags:*", ""},
      {"title = *a", ""},
      {"title = *a*", ""},
      {"title = *", ""},
      {"title != a*", ""},
      {"part.label = a AND parts.label = b", ""},
  };
  for (const auto& [text, necessary] : cases) EXPECT_EQ(Necessary(text), necessary) << text;
}

TEST(FilterTest, CopiesServeManyThreads) {
  const Filter first = *Parse("tags:alpha AND parts.weight > 6 AND start_date.year = 2026");
  const Filter copy = first;
  std::vector<std::thread> threads;
  std::vector<int> matches(4);
  for (int& count : matches) {
    threads.emplace_back([&copy, &count] {
      for (int i = 0; i < 1000; ++i) count += copy.Matches(Example()) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(matches, std::vector<int>(4, 1000));
}

std::string OrderOf(const std::string& text) {
  const absl::StatusOr<Order> order = ParseOrder(text, *Thing::descriptor());
  if (!order.ok()) return std::string(order.status().message());
  return absl::StrCat(order->field == nullptr ? "(name)" : order->field->name(),
                      order->descending ? " down" : "");
}

TEST(OrderTest, NamesOneField) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "(name)"},
      {"  ", "(name)"},
      {"name", "(name)"},
      {"name asc", "(name)"},
      {" name  desc ", "(name) down"},
      {"start_date", "start_date"},
      {"start_date\tdesc", "start_date down"},
      {"external_id asc", "external_id"},
      {"count,total", "column 6: only one field can give the order"},
      {"count desc, total", "column 11: only one field can give the order"},
      {"count down", "column 7: only asc or desc may follow the field"},
      {"count DESC", "column 7: only asc or desc may follow the field"},
      {"count desc x", "column 12: only asc or desc may follow the field"},
      {" coun", "column 2: no field \"coun\"; did you mean count?"},
      {"part.label",
       "column 1: no field \"part.label\"; give one of name, title, state, done, "
       "count, total, small, big, signed_small, signed_big, start_date, create_time, "
       "external_id, note, rank, flag, tags, states, numbers, days, ..."},
      {"tags", "column 1: this field has no order; give one with a single value"},
      {"part desc", "column 1: this field has no order; give one with a single value"},
      {"ratio", "column 1: this field has no order; give one with a single value"},
      {"\xff", "column 1: not UTF-8; give UTF-8"},
      {std::string(2001, 'a'), "column 1: 2001 bytes; at most 2000"},
  };
  for (const auto& [text, order] : cases) EXPECT_EQ(OrderOf(text), order) << text;
}

}  // namespace
}  // namespace lotse::filter
