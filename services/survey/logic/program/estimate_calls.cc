#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/functions/function_table.h"
#include "services/survey/logic/program/estimate.h"
#include "services/survey/logic/program/estimate_ranges.h"

// What an Estimate finds of functions.
namespace lotse::survey::logic {
namespace {

// Signs of which `uuid(length)` draws each.
constexpr double kLettersAndDigits = 62;
// Characters of `uuid()`, and how many of them are a `-`.
constexpr int kUuidSigns = 36;
constexpr int kUuidDashes = 4;
// Of more it does not matter how many they are.
constexpr double kMostSigns = 1000;
// With so many characters it is no group.
constexpr int kWordySigns = 3;

Drawn Rounded(const Drawn& number, const Drawn& digits) {
  Drawn made;
  Multiply(number, &made);
  Multiply(digits, &made);
  made.gap = number.gap || digits.gap;
  if (digits.least != digits.most || digits.least < 0) return made;
  const double steps = std::pow(10, std::trunc(digits.least));
  const double first = std::round(number.least * steps);
  const double last = std::round(number.most * steps);
  SetRange({first / steps, last / steps}, &made);
  made.sure = number.sure;
  const double numbers = NumbersIn(made, steps);
  if (std::isfinite(numbers)) Limit(std::round(numbers), &made);
  return made;
}

// What follows from how many characters a text surely has.
void TellSigns(Drawn* text) {
  text->wordy = text->signs >= kWordySigns;
  text->filled = text->signs > 0;
}

bool IsFixed(const Drawn& number) {
  return number.least == number.most && number.whole && number.least >= 0;
}

// Whether a form of a day has nothing of its time.
bool IsOfDays(absl::string_view form) {
  for (std::size_t at = 0; at + 1 < form.size(); ++at) {
    if (form[at] != '%') continue;
    ++at;
    if (!absl::StrContains("Yymnbdea%", form[at])) return false;
  }
  return true;
}

}  // namespace

absl::string_view CalledBy(const Instruction& i) {
  return i.op == Op::kCall ? Functions()[i.detail].name : absl::string_view();
}

Drawn Estimate::OfCall(const Instruction& i) const {
  const absl::string_view name = CalledBy(i);
  Drawn made;
  if (name == "random") {
    made.by_chance = Drawn::kMany;
    SetRange({0, std::nextafter(1.0, 0.0)}, &made);
    made.fraction = made.sure = true;
    return made;
  }
  if (name == "uuid") return OfUuid(i);
  if (name == "substr") return OfPart(i);
  if (name == "translate") return Translated(i);
  if (name == "now") {
    made.by_moment = Drawn::kMany;
    made.is_time = made.filled = true;
    return made;
  }
  if (name == "count") {
    Multiply(Which(Operand(i, 0)), &made);
    made.least = 0;
    made.whole = made.sure = true;
    return made;
  }
  if (name == "string") return OfOperand(i, 0);
  if (name == "number") return AsNumber(OfOperand(i, 0));
  if (name == "int" || name == "round") return OfWhole(i, name == "round");
  if (name == "min" || name == "max") return OfBest(i, name == "max");
  if (name == "date" || name == "format-date" || name == "format-date-time") return OfDay(i);
  made = Together(i);
  if (name == "randomize" && i.count == 1) made.by_chance = Drawn::kMany;
  const bool joins = name == "concat" || name == "join";
  made.wordy = name == "digest" || (joins && made.wordy);
  made.filled = name == "digest" || (joins && made.filled);
  if (name == "string-length" || name == "count-selected" || name == "count-non-empty") {
    made.whole = made.sure = true;
    made.gap = false;
    made.least = 0;
  }
  return made;
}

Drawn Estimate::OfUuid(const Instruction& i) const {
  Drawn made;
  made.by_chance = Drawn::kMany;
  made.signs = kUuidSigns;
  if (i.count > 0) {
    const Drawn length = OfOperand(i, 0);
    made.by_moment = length.by_moment;
    made.gap = !length.IsNone();
    made.signs = length.sure ? static_cast<int>(std::clamp(length.least, 0.0, kMostSigns)) : 0;
    if (std::isfinite(length.most)) {
      // Shorter ones are fewer, all together.
      const double more = length.least == length.most ? 0 : 1;
      made.by_chance = std::pow(kLettersAndDigits, std::max(1.0, length.most + more));
    }
  }
  TellSigns(&made);
  return made;
}

Drawn Estimate::OfPart(const Instruction& i) const {
  const Drawn text = OfOperand(i, 0);
  const Drawn start = OfOperand(i, 1);
  Drawn made;
  Multiply(text, &made);
  Multiply(start, &made);
  double end = text.signs;
  bool is_fixed = IsFixed(start);
  if (i.count > 2) {
    const Drawn stop = OfOperand(i, 2);
    Multiply(stop, &made);
    is_fixed = is_fixed && IsFixed(stop);
    end = std::min(end, stop.least);
  }
  made.gap = !made.IsNone();
  if (is_fixed) made.signs = static_cast<int>(std::max(0.0, end - start.least));
  TellSigns(&made);
  return made;
}

// A UUID without its `-`, and in other letters, stays as long as it is.
Drawn Estimate::Translated(const Instruction& i) const {
  Drawn made;
  for (int place = 0; place < i.count; ++place) Multiply(OfOperand(i, place), &made);
  made.gap = !made.IsNone();
  const Instruction& drawn = code_.instructions[Operand(i, 0)];
  const Constant* const from = TextAt(i, 1);
  if (CalledBy(drawn) == "uuid" && drawn.count == 0 && from != nullptr && from->text == "-") {
    made.signs = kUuidSigns - kUuidDashes;
  }
  TellSigns(&made);
  return made;
}

const Constant* Estimate::TextAt(const Instruction& i, int place) const {
  const Instruction& operand = code_.instructions[Operand(i, place)];
  if (operand.op != Op::kConstant) return nullptr;
  const Constant& constant = code_.constants[operand.detail];
  return constant.type == ValueType::kText ? &constant : nullptr;
}

// The day of a moment is no moment. A number can be one in disguise.
Drawn Estimate::OfDay(const Instruction& i) const {
  const Drawn time = OfOperand(i, 0);
  Drawn made;
  Multiply(time, &made);
  bool is_day = time.is_time;
  if (i.count > 1) {
    Multiply(OfOperand(i, 1), &made);
    const Constant* const form = TextAt(i, 1);
    is_day = is_day && form != nullptr && IsOfDays(form->text);
  }
  if (is_day) made.by_moment = 1;
  made.gap = !made.IsNone();
  return made;
}

Drawn Estimate::OfWhole(const Instruction& i, bool rounds) const {
  Drawn made = AsNumber(OfOperand(i, 0));
  made.fraction = false;
  if (i.count > 1) return Rounded(made, OfOperand(i, 1));
  made.least = rounds ? std::round(made.least) : std::trunc(made.least);
  made.most = rounds ? std::round(made.most) : std::trunc(made.most);
  made.whole = true;
  return made;
}

Drawn Estimate::OfBest(const Instruction& i, bool largest) const {
  Drawn made = AsNumber(OfOperand(i, 0));
  made.fraction = false;
  for (int place = 1; place < i.count; ++place) {
    const Drawn other = OfOperand(i, place);
    Multiply(other, &made);
    made.least = largest ? std::max(made.least, other.least) : std::min(made.least, other.least);
    made.most = largest ? std::max(made.most, other.most) : std::min(made.most, other.most);
    made.whole = made.whole && other.whole;
    made.sure = made.sure && other.sure;
    made.gap = made.gap || other.gap;
  }
  return made;
}

}  // namespace lotse::survey::logic
