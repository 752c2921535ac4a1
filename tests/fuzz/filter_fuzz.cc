#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/filter/filter.h"
#include "runtime/filter/filter_test.pb.h"
#include "runtime/filter/value.h"
#include "runtime/types/utf8.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: filters and orders are refused with a short error in UTF-8
// that names the column, or they can be evaluated; a match passes all that is
// said to be necessary, and NOT turns the result around.

namespace {

using lotse::filter::Filter;
using lotse::filter::test::Thing;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void RequireGoodError(const absl::Status& status) {
  Require(absl::IsInvalidArgument(status), "a refusal is INVALID_ARGUMENT");
  Require(absl::StartsWith(status.message(), "column "), "an error says where");
  Require(status.message().size() <= 1000, "an error is short");
  Require(lotse::types::IsUtf8(status.message()), "an error is UTF-8");
}

Thing FullThing() {
  Thing thing;
  thing.set_name("engagements/a");
  thing.set_title("Haus ab");
  thing.set_state(Thing::STATE_OPEN);
  thing.set_done(true);
  thing.set_count(-5);
  thing.set_total(1);
  thing.set_note("");
  thing.mutable_start_date()->set_year(2026);
  thing.mutable_create_time()->set_seconds(1);
  thing.mutable_external_id()->set_system("a");
  thing.add_tags("alpha");
  thing.add_tags("beta");
  thing.add_numbers(1);
  thing.add_parts()->set_label("x");
  thing.mutable_parts(0)->add_parts()->set_weight(7);
  thing.mutable_part()->add_marks("m");
  thing.mutable_text()->add_variants()->set_text("Klima");
  (*thing.mutable_labels())["k"] = "v";
  return thing;
}

bool Passes(const Filter::Comparison& comparison, const Thing& thing) {
  for (const std::string& value : lotse::filter::OrderedValues(thing, comparison.field)) {
    const int order = value.compare(comparison.value);
    const Filter::Op op = comparison.op;
    if (order == 0 && (op == Filter::Op::kEqual || op == Filter::Op::kLessOrEqual ||
                       op == Filter::Op::kGreaterOrEqual)) {
      return true;
    }
    if (order < 0 && (op == Filter::Op::kLess || op == Filter::Op::kLessOrEqual)) return true;
    if (order > 0 && (op == Filter::Op::kGreater || op == Filter::Op::kGreaterOrEqual)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Thing full = FullThing();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto order = lotse::filter::ParseOrder(text, *Thing::descriptor());
  if (!order.ok()) RequireGoodError(order.status());
  const absl::StatusOr<Filter> filter = Filter::Parse(text, *Thing::descriptor());
  if (!filter.ok()) {
    RequireGoodError(filter.status());
    return 0;
  }
  Require(size <= lotse::filter::kMaxBytes, "what is too long is refused");
  Require(lotse::types::IsUtf8(text), "what is not UTF-8 is refused");
  const absl::StatusOr<Filter> opposite =
      Filter::Parse(absl::StrCat("NOT(", text, ")"), *Thing::descriptor());
  for (const Thing& thing : {Thing(), full}) {
    const bool matches = filter->Matches(thing);
    if (opposite.ok()) Require(opposite->Matches(thing) != matches, "NOT gives the opposite");
    for (const Filter::Comparison& comparison : filter->necessary()) {
      Require(lotse::types::IsUtf8(comparison.value), "an encoded value is UTF-8");
      Require(!matches || Passes(comparison, thing), "a match passes what is necessary");
    }
  }
  return 0;
}

// More are in corpus/filter_fuzz; these are no text files.
std::vector<std::string> FuzzSeeds() {
  return {std::string("title = a\0b", 11), "title = \xff", "count = 1 \xed\xa0\x80",
          "title = \"\xc3\xbf*\"", "title = \x7f*"};
}

std::vector<std::string> FuzzTokens() {
  return {" AND ",
          " OR ",
          " NOT ",
          "-",
          "(",
          ")",
          "((((",
          "))))",
          " = ",
          "!=",
          "<",
          "<=",
          ">",
          ">=",
          ":",
          ":*",
          "*",
          "\"",
          "\\\"",
          "\\\\",
          ".",
          ",",
          " ",
          "\n",
          "title",
          "tags:alpha",
          "parts.",
          "count = -5",
          "state=OPEN",
          "start_date",
          "2026-11-25",
          "2026-11-25T10:00:00Z",
          "create_time>",
          "external_id:a/1",
          "ä",
          "\xff",
          "\xf4\x8f\xbf\xbf",
          "9223372036854775808",
          "true",
          " desc"};
}
