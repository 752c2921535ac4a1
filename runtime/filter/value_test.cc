#include "runtime/filter/value.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"
#include "runtime/filter/filter_test.pb.h"

namespace lotse::filter {
namespace {

using test::Thing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const google::protobuf::FieldDescriptor* Field(const std::string& name) {
  const auto* field = Thing::descriptor()->FindFieldByName(name);
  EXPECT_NE(field, nullptr) << name;
  return field;
}

std::vector<std::string> Values(const Thing& thing, const std::string& name) {
  return OrderedValues(thing, Field(name));
}

TEST(ValueTest, SaysWhichFieldsAreOrdered) {
  for (const char* name :
       {"name",        "state",       "done",         "count",      "total",
        "small",       "big",         "signed_small", "signed_big", "start_date",
        "create_time", "external_id", "note",         "rank",       "flag",
        "tags",        "states",      "numbers",      "days",       "external_ids",
        "word",        "number",      "direction",    "times",      "fixed_small"}) {
    EXPECT_TRUE(IsOrdered(Field(name))) << name;
  }
  for (const char* name : {"part", "parts", "text", "data", "ratio", "labels"}) {
    EXPECT_FALSE(IsOrdered(Field(name))) << name;
    EXPECT_FALSE(EncodeLiteral(Field(name), "1").ok()) << name;
  }
}

TEST(ValueTest, AbsentFieldsHaveNoValueAndDefaultsWithoutPresenceHaveOne) {
  const Thing thing;
  for (const char* name : {"name", "start_date", "create_time", "external_id", "note", "rank",
                           "flag", "tags", "states", "numbers", "days", "word", "number"}) {
    EXPECT_THAT(Values(thing, name), IsEmpty()) << name;
  }
  EXPECT_THAT(Values(thing, "state"), ElementsAre("80000000"));
  EXPECT_THAT(Values(thing, "done"), ElementsAre("0"));
  EXPECT_THAT(Values(thing, "count"), ElementsAre("8000000000000000"));
  EXPECT_THAT(Values(thing, "big"), ElementsAre("0000000000000000"));
}

TEST(ValueTest, EncodesWhatIsSet) {
  Thing thing;
  thing.set_name("Öl");
  thing.set_note("");
  thing.set_rank(0);
  thing.set_flag(false);
  thing.set_word("");
  thing.set_state(Thing::STATE_OPEN);
  thing.set_direction(test::DOWN);
  thing.set_done(true);
  thing.set_count(-1);
  thing.set_small(4294967295U);
  thing.set_big(std::numeric_limits<uint64_t>::max());
  thing.mutable_start_date()->set_year(987);
  thing.mutable_start_date()->set_month(6);
  thing.mutable_create_time()->set_seconds(1);
  thing.mutable_create_time()->set_nanos(1999);
  thing.mutable_external_id()->set_system("case-file");
  thing.mutable_external_id()->set_value("4/7");
  for (const char* tag : {"b", "", "a"}) thing.add_tags(tag);
  thing.add_states(Thing::STATE_CLOSED);
  thing.add_flags(true);
  *thing.add_external_ids() = thing.external_id();
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"name", {"Öl"}},
      {"note", {""}},
      {"rank", {"8000000000000000"}},
      {"flag", {"0"}},
      {"word", {""}},
      {"state", {"80000002"}},
      {"direction", {"7fffffff"}},
      {"done", {"1"}},
      {"count", {"7fffffffffffffff"}},
      {"small", {"80000000ffffffff"}},
      {"big", {"ffffffffffffffff"}},
      {"start_date", {"0987-06-00"}},
      {"create_time", {"80000000000f4241"}},
      {"external_id",
       {"case-file\x1f"
        "4/7"}},
      {"tags", {"b", "", "a"}},
      {"states", {"80000003"}},
      {"flags", {"1"}},
      {"external_ids",
       {"case-file\x1f"
        "4/7"}},
  };
  for (const auto& [name, values] : cases) EXPECT_EQ(Values(thing, name), values) << name;
}

TEST(ValueTest, DatesAndTimesOutOfRangeKeepTheirWidth) {
  Thing thing;
  thing.mutable_start_date()->set_year(123456);
  thing.mutable_start_date()->set_month(-1);
  thing.mutable_start_date()->set_day(1000);
  EXPECT_THAT(Values(thing, "start_date"), ElementsAre("9999-00-99"));
  thing.mutable_create_time()->set_seconds(std::numeric_limits<int64_t>::max());
  thing.mutable_create_time()->set_nanos(-5);
  EXPECT_EQ(Values(thing, "create_time")[0],
            *EncodeLiteral(Field("create_time"), "9999-12-31T23:59:59Z"));
  thing.mutable_create_time()->set_seconds(std::numeric_limits<int64_t>::min());
  EXPECT_EQ(Values(thing, "create_time")[0],
            *EncodeLiteral(Field("create_time"), "0001-01-01T00:00:00Z"));
}

TEST(ValueTest, AMessageOfAnotherPoolGivesTheSame) {
  Thing thing;
  thing.mutable_start_date()->set_year(2026);
  thing.mutable_external_id()->set_system("a");
  thing.add_times()->set_seconds(-1);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> dynamic(
      factory.GetPrototype(Thing::descriptor())->New());
  ASSERT_TRUE(dynamic->ParseFromString(thing.SerializeAsString()));
  for (const char* name : {"start_date", "external_id", "times", "state", "count"}) {
    EXPECT_EQ(OrderedValues(*dynamic, Field(name)), Values(thing, name)) << name;
  }
}

TEST(ValueTest, ReadsLiterals) {
  const struct {
    const char* field;
    const char* literal;
    std::string encoded;
  } cases[] = {
      {"name", " a ", " a "},
      {"done", "true", "1"},
      {"done", "false", "0"},
      {"state", "OPEN", "80000002"},
      {"state", "STATE_OPEN", "80000002"},
      {"state", "UNSPECIFIED", "80000000"},
      {"direction", "DOWN", "7fffffff"},
      {"count", "-2147483648", "7fffffff80000000"},
      {"count", "007", "8000000000000007"},
      {"small", "4294967295", "80000000ffffffff"},
      {"total", "-9223372036854775808", "0000000000000000"},
      {"big", "18446744073709551615", "ffffffffffffffff"},
      {"numbers", "1", "8000000000000001"},
      {"start_date", "2024-02-29", "2024-02-29"},
      {"create_time", "1970-01-01T00:00:00Z", "8000000000000000"},
      {"create_time", "1970-01-01T01:00:00.000001+01:00", "8000000000000001"},
      {"create_time", "1969-12-31T23:59:59.9999999Z", "7fffffffffffffff"},
      {"external_id", "a-1/b/c",
       "a-1\x1f"
       "b/c"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<std::string> encoded = EncodeLiteral(Field(c.field), c.literal);
    ASSERT_TRUE(encoded.ok()) << c.literal << ": " << encoded.status();
    EXPECT_EQ(*encoded, c.encoded) << c.literal;
  }
}

TEST(ValueTest, SaysWhatWouldBeRight) {
  const char* const kInt32 = "not a whole number from -2147483648 to 2147483647";
  const char* const kState = "not a State; give one of PLANNED, OPEN, CLOSED";
  const char* const kDay = "not a day; write it as 2026-11-25";
  const char* const kTime = "not a time; write it as 2026-11-25T10:00:00Z";
  const char* const kId = "not an id of another system; write it as system/value";
  const struct {
    const char* field;
    const char* literal;
    const char* error;
  } cases[] = {
      {"done", "TRUE", "not a truth value; give true or false"},
      {"done", "1", "not a truth value; give true or false"},
      {"state", "open", kState},
      {"state", "", kState},
      {"state", "2", kState},
      {"direction", "LEFT", "not a Direction; give one of NONE, DOWN, UP"},
      {"count", "2147483648", kInt32},
      {"count", "+1", kInt32},
      {"count", " 1", kInt32},
      {"count", "1 ", kInt32},
      {"count", "", kInt32},
      {"count", "-", kInt32},
      {"count", "1.0", kInt32},
      {"count", "0x1", kInt32},
      {"small", "-1", "not a whole number from 0 to 4294967295"},
      {"big", "18446744073709551616", "not a whole number from 0 to 18446744073709551615"},
      {"total", "9223372036854775808",
       "not a whole number from -9223372036854775808 to 9223372036854775807"},
      {"start_date", "2026-02-29", kDay},
      {"start_date", "2026-2-01", kDay},
      {"start_date", "2026-02", kDay},
      {"start_date", " 2026-02-1", kDay},
      {"start_date", "0000-01-01", kDay},
      {"start_date", "-026-01-01", kDay},
      {"start_date", "", kDay},
      {"create_time", "2026-11-25", kTime},
      {"create_time", "2026-11-25T10:00:00", kTime},
      {"create_time", "2026-13-25T10:00:00Z", kTime},
      {"create_time", "0000-01-01T00:00:00Z", kTime},
      {"create_time", "10000-01-01T00:00:00Z", kTime},
      {"create_time", "2026-11-25T10:00:00Z ", kTime},
      {"create_time", "infinite-future     ", kTime},
      {"create_time", "", kTime},
      {"external_id", "system", kId},
      {"external_id", "/value", kId},
      {"external_id", "system/", kId},
      {"external_id", "Sys/1", kId},
      {"external_id", "a\x1f/1", kId},
      {"ratio", "1",
       "ratio has no single value; compare a field of it, if it has some, or ask ratio:*"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<std::string> encoded = EncodeLiteral(Field(c.field), c.literal);
    ASSERT_FALSE(encoded.ok()) << c.field << " " << c.literal;
    EXPECT_EQ(encoded.status().message(), c.error) << c.field << " " << c.literal;
  }
}

TEST(ValueTest, ListsOfNamesHaveALimit) {
  std::vector<std::string> names(20, "a");
  EXPECT_EQ(JoinNames(names).size(), 58U);
  names.emplace_back("b");
  EXPECT_EQ(JoinNames(names).substr(57), "a, ...");
}

// Numbers of every size, and often near a limit of their type.
uint64_t AnyNumber(std::mt19937_64* random) {
  const uint64_t number = (*random)() >> ((*random)() % 64);
  switch ((*random)() % 4) {
    case 0:
      return -number;
    case 1:
      return (uint64_t{1} << 63) - 2 + (*random)() % 4;
    case 2:
      return (uint64_t{1} << 31) - 2 + (*random)() % 4;
    default:
      return number;
  }
}

// Sets every kind of value from a few random numbers, which are the values that
// the encodings must be ordered by.
template <typename T, typename Add>
void ExpectSameOrder(const char* field, std::mt19937_64* random, Add add) {
  Thing thing;
  std::vector<T> values;
  for (int i = 0; i < 400; ++i) values.push_back(add(AnyNumber(random), &thing));
  const std::vector<std::string> texts = Values(thing, field);
  ASSERT_EQ(texts.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = 0; j < values.size(); ++j) {
      ASSERT_EQ(values[i] < values[j], texts[i] < texts[j]) << field << " " << texts[i];
      ASSERT_EQ(values[i] == values[j], texts[i] == texts[j]) << field << " " << texts[i];
    }
  }
}

TEST(ValueTest, TheOrderOfTheTextsIsTheOrderOfTheValues) {
  std::mt19937_64 random(20261125);
  ExpectSameOrder<int32_t>("numbers", &random, [](uint64_t n, Thing* thing) {
    thing->add_numbers(static_cast<int32_t>(n));
    return static_cast<int32_t>(n);
  });
  ExpectSameOrder<int64_t>("totals", &random, [](uint64_t n, Thing* thing) {
    thing->add_totals(static_cast<int64_t>(n));
    return static_cast<int64_t>(n);
  });
  ExpectSameOrder<uint32_t>("smalls", &random, [](uint64_t n, Thing* thing) {
    thing->add_smalls(static_cast<uint32_t>(n));
    return static_cast<uint32_t>(n);
  });
  ExpectSameOrder<uint64_t>("bigs", &random, [](uint64_t n, Thing* thing) {
    thing->add_bigs(n);
    return n;
  });
  ExpectSameOrder<int32_t>("states", &random, [](uint64_t n, Thing* thing) {
    thing->add_states(static_cast<Thing::State>(static_cast<int32_t>(n)));
    return static_cast<int32_t>(n);
  });
  ExpectSameOrder<bool>("flags", &random, [](uint64_t n, Thing* thing) {
    thing->add_flags(n % 2 == 1);
    return n % 2 == 1;
  });
  ExpectSameOrder<std::string>("tags", &random, [](uint64_t n, Thing* thing) {
    const std::vector<std::string> letters = {"a", "b", "é", "\U0001F642", "\x1f"};
    std::string text;
    for (; n > 0; n /= 7) text += n % 7 < letters.size() ? letters[n % 7] : "";
    thing->add_tags(text);
    return text;
  });
}

TEST(ValueTest, TheOrderOfDatesTimesAndIdsIsThatOfTheirParts) {
  std::mt19937_64 random(20261125);
  using Parts = std::vector<int64_t>;
  ExpectSameOrder<Parts>("days", &random, [](uint64_t n, Thing* thing) {
    const Parts parts = {static_cast<int64_t>(n % 10000), static_cast<int64_t>(n / 7 % 13),
                         static_cast<int64_t>(n / 11 % 32)};
    auto* day = thing->add_days();
    day->set_year(static_cast<int>(parts[0]));
    day->set_month(static_cast<int>(parts[1]));
    day->set_day(static_cast<int>(parts[2]));
    return parts;
  });
  ExpectSameOrder<Parts>("times", &random, [](uint64_t n, Thing* thing) {
    const Parts parts = {static_cast<int64_t>(n % 300'000'000'000) - 62'000'000'000,
                         static_cast<int64_t>(n / 3 % 1'000'000)};
    auto* time = thing->add_times();
    time->set_seconds(std::min<int64_t>(parts[0], 253402300799));
    time->set_nanos(static_cast<int>(parts[1]) * 1000);
    return Parts{time->seconds(), parts[1]};
  });
  ExpectSameOrder<std::pair<std::string, std::string>>(
      "external_ids", &random, [](uint64_t n, Thing* thing) {
        auto* id = thing->add_external_ids();
        id->set_system(std::string(1 + n % 3, 'a') + (n % 5 == 0 ? "-" : ""));
        id->set_value(std::to_string(n / 5 % 30));
        return std::pair(id->system(), id->value());
      });
}

}  // namespace
}  // namespace lotse::filter
