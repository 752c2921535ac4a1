#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/logic/functions/functions.h"
#include "services/survey/logic/values/date_time.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {
namespace {

// `2026-3-2` as `2026-03-02`.
std::string Padded(absl::string_view text) {
  std::string out;
  for (const absl::string_view part : absl::StrSplit(text, '-')) {
    absl::StrAppend(&out, out.empty() ? "" : "-", part.size() == 1 ? "0" : "", part);
  }
  return out;
}

// A day, with a time or without, or a number of days since 1970-01-01, also as a text.
std::optional<DateTime> MomentOf(Runtime& rt, const Value& value) {
  if (value.type() == ValueType::kBoolean) return std::nullopt;
  if (value.type() == ValueType::kNumber) return FromDays(value.number());
  const absl::string_view text = Stripped(rt.Text(value));
  if (LooksLikeDate(text)) return rt.MomentOf(text);
  if (const double days = ReadNumber(text); !std::isnan(days)) return FromDays(days);
  if (text.size() < 8 || text.size() > 9) return std::nullopt;
  return rt.MomentOf(Padded(text));
}

}  // namespace

Value Today(Runtime& rt, Arguments) {
  DateTime now;
  now.second = rt.environment().time_zone.At(rt.environment().now).cs;
  return rt.Made(DayText(now));
}

Value Now(Runtime& rt, Arguments) {
  return rt.Made(MomentText(rt.environment().now, rt.environment().time_zone));
}

Value Date(Runtime& rt, Arguments a) {
  const std::optional<DateTime> moment = MomentOf(rt, a[0]);
  return moment ? rt.Made(DayText(*moment)) : Value::Text("");
}

Value DecimalDateTime(Runtime& rt, Arguments a) {
  const std::optional<DateTime> moment = MomentOf(rt, a[0]);
  return Value::Number(moment ? DaysOf(*moment) : std::numeric_limits<double>::quiet_NaN());
}

Value DecimalTime(Runtime& rt, Arguments a) {
  const Environment& environment = rt.environment();
  const std::optional<double> time =
      ReadTimeOfDay(rt.Text(a[0]), environment.now, environment.time_zone, nullptr);
  return Value::Number(time.value_or(std::numeric_limits<double>::quiet_NaN()));
}

Value FormatDate(Runtime& rt, Arguments a) {
  const absl::string_view format = rt.Text(a[1]);
  if (const std::optional<std::string> sign = UnknownSign(format)) {
    rt.Fail(absl::InvalidArgumentError(
        "the format of a day has a `%` with a sign behind it that is unknown; there are %Y %y %m "
        "%n %b %d %e %a %H %h %M %S %3 and %%"));
    return Value::Text("");
  }
  const std::optional<DateTime> moment = MomentOf(rt, a[0]);
  if (!moment) return Value::Text("");
  return rt.Made(FormatDateTime(*moment, format, rt.environment().language));
}

}  // namespace lotse::survey::logic
