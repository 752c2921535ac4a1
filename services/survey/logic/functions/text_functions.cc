#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/logic/functions/functions.h"
#include "services/survey/logic/functions/regex.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {
namespace {

// Longest text that uuid() makes.
constexpr double kMaxRandomLetters = 1024;

// Where each character of UTF-8 begins, and the end.
std::vector<std::size_t> Starts(absl::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); at += types::DecodeFirst(text.substr(at)).size) {
    starts.push_back(at);
  }
  starts.push_back(text.size());
  return starts;
}

// An index into a text of `length` characters: below 0 it counts from the end.
std::size_t Index(double index, std::size_t length) {
  if (std::isnan(index)) return 0;
  index = std::trunc(index);
  const double size = static_cast<double>(length);
  if (index < 0) index += size;
  return static_cast<std::size_t>(std::min(std::max(index, 0.0), size));
}

std::vector<absl::string_view> Characters(absl::string_view text) {
  std::vector<absl::string_view> characters;
  while (!text.empty()) {
    const std::size_t size = types::DecodeFirst(text).size;
    characters.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return characters;
}

}  // namespace

Value StringOf(Runtime& rt, Arguments a) { return Value::Text(rt.Text(a[0])); }

Value Concat(Runtime& rt, Arguments a) {
  std::string all;
  for (const Value& value : a) {
    rt.EachText(value, [&](absl::string_view text) {
      if (all.size() <= kMaxTextBytes) absl::StrAppend(&all, text);
    });
  }
  return rt.Made(std::move(all));
}

Value Join(Runtime& rt, Arguments a) {
  const absl::string_view separator = rt.Text(a[0]);
  std::string all;
  bool first = true;
  for (const Value& value : a.subspan(1)) {
    rt.EachText(value, [&](absl::string_view text) {
      if (all.size() > kMaxTextBytes) return;
      absl::StrAppend(&all, first ? absl::string_view() : separator, text);
      first = false;
    });
  }
  return rt.Made(std::move(all));
}

Value Substr(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  rt.Charge(static_cast<std::int64_t>(text.size()) / 64);
  const std::vector<std::size_t> starts = Starts(text);
  const std::size_t length = starts.size() - 1;
  const std::size_t from = Index(rt.Number(a[1]), length);
  const std::size_t to = a.size() > 2 ? Index(rt.Number(a[2]), length) : length;
  if (from >= to) return Value::Text("");
  return Value::Text(text.substr(starts[from], starts[to] - starts[from]));
}

Value SubstringBefore(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  const std::size_t at = text.find(rt.Text(a[1]));
  return Value::Text(at == text.npos ? absl::string_view() : text.substr(0, at));
}

Value SubstringAfter(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  const absl::string_view mark = rt.Text(a[1]);
  const std::size_t at = text.find(mark);
  return Value::Text(at == text.npos ? absl::string_view() : text.substr(at + mark.size()));
}

Value Translate(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  const std::vector<absl::string_view> from = Characters(rt.Text(a[1]));
  const std::vector<absl::string_view> to = Characters(rt.Text(a[2]));
  rt.Charge(static_cast<std::int64_t>(text.size() * (from.size() + 1) / 64));
  std::string out;
  if (rt.failed()) return Value::Text("");
  for (const absl::string_view c : Characters(text)) {
    const auto found = std::find(from.begin(), from.end(), c);
    const std::size_t at = static_cast<std::size_t>(found - from.begin());
    if (found == from.end()) {
      absl::StrAppend(&out, c);
    } else if (at < to.size()) {
      absl::StrAppend(&out, to[at]);
    }
  }
  return rt.Made(std::move(out));
}

Value StringLength(Runtime& rt, Arguments a) {
  return Value::Number(static_cast<double>(types::CodePointCount(rt.Text(a[0]))));
}

Value NormalizeSpace(Runtime& rt, Arguments a) {
  std::string out;
  bool between = false;
  for (const char c : Stripped(rt.Text(a[0]))) {
    if (IsXmlSpace(c)) {
      between = true;
      continue;
    }
    if (between) out += ' ';
    between = false;
    out += c;
  }
  return rt.Made(std::move(out));
}

Value Contains(Runtime& rt, Arguments a) {
  return Value::Boolean(absl::StrContains(rt.Text(a[0]), rt.Text(a[1])));
}

Value StartsWith(Runtime& rt, Arguments a) {
  return Value::Boolean(absl::StartsWith(rt.Text(a[0]), rt.Text(a[1])));
}

Value EndsWith(Runtime& rt, Arguments a) {
  return Value::Boolean(absl::EndsWith(rt.Text(a[0]), rt.Text(a[1])));
}

Value Regex(Runtime& rt, Arguments a) {
  const absl::StatusOr<CompiledRegex> pattern = CompileRegex(rt.Text(a[1]));
  rt.Charge(kRegexSteps);
  if (!pattern.ok()) {
    rt.Fail(absl::InvalidArgumentError(
        "regex() got a pattern, made of answers, that is no regular expression of RE2"));
    return Value::Boolean(false);
  }
  return Value::Boolean(Matches(rt, **pattern, rt.Text(a[0])));
}

Value Uuid(Runtime& rt, Arguments a) {
  if (a.empty()) {
    // Version 4 and the variant of RFC 9562, section 5.4.
    const std::uint64_t high = (rt.RandomBits() & ~0xF000ull) | 0x4000ull;
    const std::uint64_t low = (rt.RandomBits() & ~(3ull << 62)) | (2ull << 62);
    const auto hex = [](std::uint64_t bits, int digits) {
      return absl::StrCat(absl::Hex(bits, absl::kZeroPad16)).substr(16 - digits);
    };
    return rt.Made(absl::StrCat(hex(high >> 32, 8), "-", hex(high >> 16, 4), "-", hex(high, 4), "-",
                                hex(low >> 48, 4), "-", hex(low, 12)));
  }
  constexpr absl::string_view kLetters =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const double count = std::trunc(rt.Number(a[0]));
  if (!(count >= 1 && count <= kMaxRandomLetters)) {
    rt.Fail(absl::InvalidArgumentError(
        absl::StrCat("uuid() makes a text of 1 to ", kMaxRandomLetters, " characters")));
    return Value::Text("");
  }
  std::string out;
  for (int i = 0; i < count && !rt.failed(); ++i) {
    out += kLetters[static_cast<std::size_t>(rt.RandomUnit() * kLetters.size())];
  }
  return rt.Made(std::move(out));
}

Value Base64Decode(Runtime& rt, Arguments a) {
  std::string out;
  if (!absl::Base64Unescape(rt.Text(a[0]), &out) || !types::IsUtf8(out)) return Value::Text("");
  return rt.Made(std::move(out));
}

}  // namespace lotse::survey::logic
