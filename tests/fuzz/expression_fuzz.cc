#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "services/survey/logic/program/compile.h"
#include "services/survey/logic/program/evaluate.h"
#include "services/survey/logic/syntax/parser.h"
#include "services/survey/logic/syntax/printer.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: an expression is refused with INVALID_ARGUMENT and a message in UTF-8; or
// what is printed of it is read as the same, it compiles or is refused likewise, and it runs to a
// value or to an error within its budget, every time the same.

namespace {

namespace logic = lotse::survey::logic;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void RequireGoodError(const absl::Status& status) {
  Require(absl::IsInvalidArgument(status), "a refusal is INVALID_ARGUMENT");
  Require(lotse::types::IsUtf8(status.message()), "an error is UTF-8");
  Require(!status.message().empty(), "an error says what is wrong");
}

class Counting : public logic::RandomSource {
 public:
  std::uint64_t Next() override { return ++state_ * 0x9E3779B97F4A7C15u; }

 private:
  std::uint64_t state_ = 0;
};

logic::FormTree SmallTree() {
  logic::FormTreeBuilder b;
  logic::List list;
  list.code = "l";
  list.columns = {"name", "label", "c"};
  list.rows = {{"x", "X", "1"}, {"y", "Y", "2026-01-01"}, {"z", "Z", ""}};
  const int options = b.AddList(std::move(list));
  b.Add(logic::kRootElement, "a", logic::ElementType::kText);
  b.Add(logic::kRootElement, "q", logic::ElementType::kMultipleChoice, options);
  const auto group = b.Add(logic::kRootElement, "g", logic::ElementType::kGroup);
  const auto repeat = b.Add(group, "r", logic::ElementType::kRepeat);
  b.Add(repeat, "n", logic::ElementType::kInteger);
  b.Add(b.Add(repeat, "s", logic::ElementType::kRepeat), "t", logic::ElementType::kText);
  absl::StatusOr<logic::FormTree> tree = std::move(b).Build();
  Require(tree.ok(), "the questionnaire is right");
  return *std::move(tree);
}

logic::Instance SmallInstance(const logic::FormTree& tree) {
  logic::Instance instance(&tree);
  instance.set_text(instance.Children(logic::kRootNode, *tree.Find("a"))[0], "2026-03-02");
  instance.set_text(instance.Children(logic::kRootNode, *tree.Find("q"))[0], "x z");
  const logic::NodeId group = instance.Children(logic::kRootNode, *tree.Find("g"))[0];
  for (const char* number : {"1", "-2.5", ""}) {
    const logic::NodeId row = instance.AddInstance(group, *tree.Find("r"));
    instance.set_text(instance.Children(row, *tree.Find("n"))[0], number);
    const logic::NodeId inner = instance.AddInstance(row, *tree.Find("s"));
    instance.set_text(instance.Children(inner, *tree.Find("t"))[0], "\u00E4");
  }
  return instance;
}

void RunAll(const logic::Program& program, const logic::Site& site) {
  constexpr std::int64_t kSteps = 20'000;
  Counting random, again;
  logic::Environment environment;
  environment.random = &random;
  const auto text = EvaluateText(program, site, environment, kSteps);
  environment.random = &again;
  const auto repeated = EvaluateText(program, site, environment, kSteps);
  Require(text.ok() == repeated.ok() && (!text.ok() || *text == *repeated),
          "the same gives the same");
  const auto number = EvaluateNumber(program, site, environment, kSteps);
  const auto truth = EvaluateBoolean(program, site, environment, kSteps);
  for (const absl::Status& status : {text.status(), number.status(), truth.status()}) {
    Require(status.ok() || absl::IsInvalidArgument(status) || absl::IsResourceExhausted(status),
            "a failure is one of the documented ones");
  }
  if (text.ok()) Require(lotse::types::IsUtf8(*text), "a text is UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const logic::FormTree tree = SmallTree();
  static const logic::Instance instance = SmallInstance(tree);
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<logic::ExpressionPtr> parsed = logic::Parse(text);
  if (!parsed.ok()) {
    RequireGoodError(parsed.status());
    return 0;
  }
  const std::string printed = Print(**parsed);
  const absl::StatusOr<logic::ExpressionPtr> again = logic::Parse(printed);
  // Spaces and parentheses that the canonical form adds can pass the limit of bytes.
  Require(again.ok() || printed.size() > logic::kMaxExpressionBytes, "what is printed is read");
  if (again.ok()) Require(Same(**parsed, **again), "what is printed is the same");
  const logic::ElementId number = *tree.Find("n");
  for (const logic::Scope& scope : {logic::Scope{number, logic::kNone}, logic::Scope{number, 0}}) {
    const absl::StatusOr<logic::Program> program = Compile(text, tree, scope);
    if (!program.ok()) {
      RequireGoodError(program.status());
      continue;
    }
    const logic::NodeId group = instance.Children(logic::kRootNode, *tree.Find("g"))[0];
    for (const logic::NodeId row : instance.Children(group, *tree.Find("r"))) {
      RunAll(*program, {&instance, instance.Children(row, number)[0], 1});
    }
  }
  return 0;
}

// More are in corpus/expression_fuzz; these are no text files.
std::vector<std::string> FuzzSeeds() {
  return {std::string("'\0'", 3), "'\xff'", "${n} \xe2\x80\x93 1", "'\xed\xa0\x80'"};
}

std::vector<std::string> FuzzTokens() {
  return {" or ",
          " and ",
          " div ",
          " mod ",
          "-",
          "+",
          "*",
          "|",
          "=",
          "!=",
          "<=",
          ">",
          "(",
          ")",
          "[",
          "]",
          "/",
          "//",
          ",",
          ".",
          "..",
          "::",
          "'",
          "\"",
          "${a}",
          "${q}",
          "${g}",
          "${r}",
          "${n}",
          "${t}",
          "${",
          "}",
          "/data/g/r/n",
          "current()",
          "instance('l')/root/item",
          "name",
          "c",
          "self::",
          "parent::",
          "child::",
          "node()",
          "1",
          "0",
          "-1",
          "1.5",
          "''",
          "'x'",
          "'2026-01-01T10:00Z'",
          "count(",
          "position(",
          "last()",
          "if(",
          "concat(",
          "join(",
          "selected(",
          "regex(",
          "indexed-repeat(",
          "randomize(",
          "pulldata('l', 'c', 'name', ",
          "jr:choice-name(",
          "date(",
          "format-date(",
          "substr(",
          "round(",
          "digest(",
          "uuid(",
          "once(",
          "translate(",
          "((((",
          "))))",
          "[1]",
          " ",
          "\n",
          "\xff"};
}
