// Random filters, built as trees and printed as texts, against a plain evaluation
// of the trees that shares nothing with the code under test.

#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/filter/filter.h"
#include "runtime/filter/filter_test.pb.h"
#include "runtime/filter/value.h"

namespace lotse::filter {
namespace {

using test::Thing;

// A value of any type: of a number or a day the number, else the text.
struct Value {
  int64_t number = 0;
  std::string text;
};
bool operator<(const Value& a, const Value& b) {
  return a.number != b.number ? a.number < b.number : a.text < b.text;
}
bool operator==(const Value& a, const Value& b) { return a.number == b.number && a.text == b.text; }

class Random {
 public:
  explicit Random(uint64_t seed) : bits_(seed) {}
  int Below(int limit) { return static_cast<int>(bits_() % static_cast<uint64_t>(limit)); }
  bool Chance(int of) { return Below(of) == 0; }
  std::string Word() {
    static constexpr const char* kLetters[] = {"a", "b", "\"", "\\", " ", "*", "ä", "("};
    std::string word = kLetters[Below(2)];
    for (int i = Below(4); i > 0; --i) word += kLetters[Below(Chance(3) ? 8 : 2)];
    return word + kLetters[Below(2)];
  }

 private:
  std::mt19937_64 bits_;
};

Thing::Part RandomPart(Random* random, int depth) {
  Thing::Part part;
  if (!random->Chance(3)) part.set_label(random->Word());
  part.set_weight(random->Below(5) - 2);
  if (random->Chance(2)) part.set_rank(random->Below(3));
  for (int i = random->Below(3); i > 0; --i) part.add_marks(random->Word());
  for (int i = depth > 0 ? random->Below(3) : 0; i > 0; --i) {
    *part.add_parts() = RandomPart(random, depth - 1);
  }
  return part;
}

Thing RandomThing(Random* random) {
  Thing thing;
  if (!random->Chance(4)) thing.set_title(random->Word());
  thing.set_count(random->Below(5) - 2);
  thing.set_done(random->Chance(2));
  thing.set_state(static_cast<Thing::State>(random->Below(4)));
  if (random->Chance(2)) thing.set_rank(random->Below(3));
  if (random->Chance(2)) thing.mutable_create_time()->set_seconds(random->Below(5) - 2);
  if (random->Chance(2)) {
    thing.mutable_start_date()->set_year(2026);
    thing.mutable_start_date()->set_month(10 + random->Below(2));
    thing.mutable_start_date()->set_day(1 + random->Below(3));
  }
  for (int i = random->Below(3); i > 0; --i) thing.add_tags(random->Word());
  for (int i = random->Below(3); i > 0; --i) thing.add_numbers(random->Below(5) - 2);
  if (random->Chance(2)) *thing.mutable_part() = RandomPart(random, 1);
  for (int i = random->Below(3); i > 0; --i) *thing.add_parts() = RandomPart(random, 1);
  return thing;
}

enum class Type { kText, kNumber, kTruth, kState, kDay, kSecond };

// A field that filters name, with its values by generated code.
struct Subject {
  const char* path;
  Type type;
  std::function<std::vector<Value>(const Thing&)> values;
  // Whether the field counts as set, where that is not whether it has values.
  std::function<bool(const Thing&)> is_set = nullptr;
};

std::vector<Value> Text(const std::string& text) {
  return text.empty() ? std::vector<Value>() : std::vector<Value>{{0, text}};
}

const std::vector<Subject>& Subjects() {
  using Values = std::vector<Value>;
  static const auto* subjects = new std::vector<Subject>{
      {"title", Type::kText, [](const Thing& t) { return Text(t.title()); }},
      {"count", Type::kNumber, [](const Thing& t) { return Values{{t.count(), ""}}; },
       [](const Thing& t) { return t.count() != 0; }},
      {"done", Type::kTruth, [](const Thing& t) { return Values{{t.done() ? 1 : 0, ""}}; },
       [](const Thing& t) { return t.done(); }},
      {"state", Type::kState, [](const Thing& t) { return Values{{t.state(), ""}}; },
       [](const Thing& t) { return t.state() != 0; }},
      {"rank", Type::kNumber,
       [](const Thing& t) { return t.has_rank() ? Values{{t.rank(), ""}} : Values(); }},
      {"start_date", Type::kDay,
       [](const Thing& t) {
         const int day = t.start_date().month() * 100 + t.start_date().day();
         return t.has_start_date() ? Values{{day, ""}} : Values();
       }},
      {"create_time", Type::kSecond,
       [](const Thing& t) {
         return t.has_create_time() ? Values{{t.create_time().seconds(), ""}} : Values();
       }},
      {"tags", Type::kText,
       [](const Thing& t) {
         Values values;
         for (const std::string& tag : t.tags()) values.push_back({0, tag});
         return values;
       }},
      {"numbers", Type::kNumber,
       [](const Thing& t) {
         Values values;
         for (const int number : t.numbers()) values.push_back({number, ""});
         return values;
       }},
      {"part.label", Type::kText, [](const Thing& t) { return Text(t.part().label()); }},
      {"part.rank", Type::kNumber,
       [](const Thing& t) {
         return t.part().has_rank() ? Values{{t.part().rank(), ""}} : Values();
       }},
      {"parts.marks", Type::kText,
       [](const Thing& t) {
         Values values;
         for (const auto& part : t.parts()) {
           for (const std::string& mark : part.marks()) values.push_back({0, mark});
         }
         return values;
       }},
      {"parts.parts.weight", Type::kNumber,
       [](const Thing& t) {
         Values values;
         for (const auto& part : t.parts()) {
           for (const auto& inner : part.parts()) values.push_back({inner.weight(), ""});
         }
         return values;
       },
       [](const Thing& t) {
         for (const auto& part : t.parts()) {
           for (const auto& inner : part.parts()) {
             if (inner.weight() != 0) return true;
           }
         }
         return false;
       }},
  };
  return *subjects;
}

constexpr const char* kStates[] = {"UNSPECIFIED", "PLANNED", "OPEN", "CLOSED"};

struct Tree {
  char kind = 'c';  // '&', '|', '!' or a comparison
  std::vector<Tree> children;
  const Subject* subject = nullptr;
  std::string op;  // "*" asks whether the field is set.
  Value value;
  bool any_start = false;
  bool any_end = false;
};

Tree RandomComparison(Random* random) {
  Tree tree;
  tree.subject = &Subjects()[random->Below(static_cast<int>(Subjects().size()))];
  static constexpr const char* kOps[] = {"=", "!=", ":", "<", "<=", ">", ">=", "*"};
  tree.op = kOps[random->Below(8)];
  switch (tree.subject->type) {
    case Type::kText: {
      tree.value.text = random->Word();
      const bool equality = tree.op == "=" || tree.op == "!=" || tree.op == ":";
      tree.any_start = equality && random->Chance(4);
      tree.any_end = equality && random->Chance(3);
      if (tree.any_start || tree.any_end) tree.value.text.resize(1);
      break;
    }
    case Type::kTruth:
      tree.value.number = random->Below(2);
      break;
    case Type::kState:
      tree.value.number = random->Below(4);
      break;
    case Type::kDay:
      tree.value.number = 1000 + 100 * random->Below(2) + 1 + random->Below(3);
      break;
    default:
      tree.value.number = random->Below(5) - 2;
  }
  return tree;
}

Tree RandomTree(Random* random, int depth) {
  if (depth == 0 || random->Chance(3)) return RandomComparison(random);
  Tree tree;
  tree.kind = "&|!"[random->Below(3)];
  const int size = tree.kind == '!' ? 1 : 2 + random->Below(2);
  for (int i = 0; i < size; ++i) tree.children.push_back(RandomTree(random, depth - 1));
  return tree;
}

bool Passes(const Tree& tree, const Value& value) {
  if (tree.op == "<") return value < tree.value;
  if (tree.op == "<=") return !(tree.value < value);
  if (tree.op == ">") return tree.value < value;
  if (tree.op == ">=") return !(value < tree.value);
  if (!tree.any_start && !tree.any_end) return value == tree.value;
  const size_t at = value.text.find(tree.value.text);
  if (tree.any_start && tree.any_end) return at != std::string::npos;
  if (tree.any_end) return at == 0;
  return value.text.size() >= tree.value.text.size() &&
         value.text.substr(value.text.size() - tree.value.text.size()) == tree.value.text;
}

bool Evaluate(const Tree& tree, const Thing& thing) {
  if (tree.kind == '!') return !Evaluate(tree.children[0], thing);
  if (tree.kind != 'c') {
    int count = 0;
    for (const Tree& child : tree.children) count += Evaluate(child, thing) ? 1 : 0;
    return tree.kind == '|' ? count > 0 : count == static_cast<int>(tree.children.size());
  }
  const std::vector<Value> values = tree.subject->values(thing);
  if (tree.op == "*") {
    return tree.subject->is_set == nullptr ? !values.empty() : tree.subject->is_set(thing);
  }
  bool any = false;
  for (const Value& value : values) any = any || Passes(tree, value);
  return tree.op == "!=" ? !any : any;
}

std::string PrintValue(const Tree& tree, Random* random) {
  const int64_t number = tree.value.number;
  switch (tree.subject->type) {
    case Type::kTruth:
      return number == 1 ? "true" : "false";
    case Type::kState:
      return absl::StrCat(random->Chance(2) ? "STATE_" : "", kStates[number]);
    case Type::kDay:
      return absl::StrCat("2026-", number / 100, "-0", number % 100);
    case Type::kSecond:
      return number < 0 ? absl::StrCat("1969-12-31T23:59:", 60 + number, "Z")
                        : absl::StrCat("1970-01-01T00:00:0", number, "Z");
    case Type::kNumber:
      return random->Chance(4) ? absl::StrCat("\"", number, "\"") : absl::StrCat(number);
    case Type::kText:
      break;
  }
  std::string text = tree.any_start ? "*" : "";
  for (const char c : tree.value.text) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  if (tree.any_end) text += '*';
  const bool plain = text.find_first_of("\"\\ (") == std::string::npos;
  return plain && random->Chance(2) ? text : absl::StrCat("\"", text, "\"");
}

// `level` is what may stand here without parentheses: 0 all, 1 no AND, 2 also no
// OR, 3 also no NOT.
std::string Print(const Tree& tree, int level, Random* random) {
  const int own = tree.kind == '&' ? 0 : tree.kind == '|' ? 1 : tree.kind == '!' ? 2 : 3;
  if (own < level || random->Chance(10)) return absl::StrCat("(", Print(tree, 0, random), ")");
  const std::string blank = random->Chance(2) ? " " : "";
  if (tree.kind == '!') {
    return absl::StrCat(random->Chance(2) ? "NOT " : "-", Print(tree.children[0], 3, random));
  }
  if (tree.kind == 'c') {
    if (tree.op == "*") return absl::StrCat(tree.subject->path, ":*");
    return absl::StrCat(tree.subject->path, blank, tree.op, blank, PrintValue(tree, random));
  }
  std::string text;
  for (const Tree& child : tree.children) {
    if (!text.empty()) text += tree.kind == '|' ? " OR " : random->Chance(2) ? " AND " : " ";
    // AND in AND is the same without parentheses, OR in OR too.
    text += Print(child, own, random);
  }
  return text;
}

bool PassesNecessary(const Filter::Comparison& comparison, const Thing& thing) {
  for (const std::string& value : OrderedValues(thing, comparison.field)) {
    const int order = value.compare(comparison.value);
    switch (comparison.op) {
      case Filter::Op::kEqual:
        if (order == 0) return true;
        break;
      case Filter::Op::kLess:
        if (order < 0) return true;
        break;
      case Filter::Op::kLessOrEqual:
        if (order <= 0) return true;
        break;
      case Filter::Op::kGreater:
        if (order > 0) return true;
        break;
      case Filter::Op::kGreaterOrEqual:
        if (order >= 0) return true;
        break;
      default:
        ADD_FAILURE() << "an operator that no index serves";
    }
  }
  return false;
}

TEST(FilterOracleTest, RandomFiltersGiveWhatTheirTreesGive) {
  Random random(20261125);
  int matches = 0;
  int checks = 0;
  int necessary = 0;
  for (int round = 0; round < 5000; ++round) {
    const Tree tree = RandomTree(&random, 3);
    const std::string text = Print(tree, 0, &random);
    const absl::StatusOr<Filter> filter = Filter::Parse(text, *Thing::descriptor());
    ASSERT_TRUE(filter.ok()) << text << "\n" << filter.status();
    for (int i = 0; i < 8; ++i, ++checks) {
      const Thing thing = RandomThing(&random);
      const bool expected = Evaluate(tree, thing);
      ASSERT_EQ(filter->Matches(thing), expected) << text << "\n" << thing.DebugString();
      matches += expected ? 1 : 0;
      for (const Filter::Comparison& comparison : filter->necessary()) {
        if (!expected) continue;
        ++necessary;
        ASSERT_TRUE(PassesNecessary(comparison, thing)) << text << "\n" << thing.DebugString();
      }
    }
  }
  // The cases say something: both results are frequent.
  EXPECT_GT(matches, checks / 4);
  EXPECT_LT(matches, checks * 3 / 4);
  EXPECT_GT(necessary, 1000);
}

}  // namespace
}  // namespace lotse::filter
