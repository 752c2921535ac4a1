#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/survey/logic/functions/functions.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {
namespace {

// What was chosen: the words of a list with spaces between them, one by one.
auto Words(absl::string_view list) {
  return absl::StrSplit(list, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
}

}  // namespace

Value Selected(Runtime& rt, Arguments a) {
  const absl::string_view list = rt.Text(a[0]);
  const absl::string_view wanted = Stripped(rt.Text(a[1]));
  bool nothing = true;
  for (const absl::string_view word : Words(list)) {
    if (word == wanted) return Value::Boolean(true);
    nothing = false;
  }
  // Forms ask so whether nothing was chosen, and every implementation says yes.
  return Value::Boolean(wanted.empty() && nothing);
}

Value SelectedAt(Runtime& rt, Arguments a) {
  const std::vector<absl::string_view> words = Words(rt.Text(a[0]));
  const double index = rt.Number(a[1]);
  if (!(index > -1 && index < static_cast<double>(words.size()))) return Value::Text("");
  return Value::Text(words[static_cast<std::size_t>(index)]);
}

Value CountSelected(Runtime& rt, Arguments a) {
  double count = 0;
  for ([[maybe_unused]] const absl::string_view word : Words(rt.Text(a[0]))) ++count;
  return Value::Number(count);
}

}  // namespace lotse::survey::logic
